"""Web pages: what they declare, what is extracted, the caps, and the dateline kept."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dateline.article import Article
from dateline.errors import Refused
from dateline.intake import read_sources

P = "The harbour board voted on Monday to reopen the northern quay, ending a closure that had lasted for eleven weeks, its chairman said."
Q = "Ships had been sent to the smaller port of Asker since the storm of January, at a cost of two million crowns a week."
R = "Nobody could say when the cranes would be ready, and the pilots wanted to be paid for the weeks in which they had stood idle."

HEAD = """<html><head><title>Quay reopens after eleven weeks | Tagus Post</title>
<meta property="og:site_name" content="Tagus Post"><link rel="canonical" href="https://tagus.example/quay">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle",
"headline": "Quay reopens after eleven weeks", "datePublished": "2015-05-04T18:00:00Z",
"publisher": {"@type": "Organization", "name": "Tagus Post"}}]}
</script></head>"""


def read(tmp_path: Path, page: str | bytes) -> Article:
    path = tmp_path / "page.html"
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    (found,) = read_sources([str(path)])
    assert isinstance(found, Article), found
    return found


def test_page_with_linked_data(tmp_path: Path) -> None:
    story = f"<h1>Quay reopens after eleven weeks</h1><p>OSLO (NTB) — {P}</p><p>{Q}</p><p>{R}</p>"
    article = read(tmp_path, f"{HEAD}<body><nav><a href=/>Home</a></nav><article>{story}</article></body>")
    assert article.headline is not None
    assert article.words(article.headline) == "Quay reopens after eleven weeks"
    assert article.text.count("Quay reopens") == 1
    assert (article.published, article.published_from) == ("2015-05-04T18:00:00Z", "page")
    assert (article.source.outlet, article.source.url) == ("Tagus Post", "https://tagus.example/quay")
    assert article.dateline is not None
    assert article.dateline.place == "Oslo"
    assert Q in article.text
    assert "Home" not in article.text


@pytest.mark.parametrize(
    "meta",
    [
        '<meta property="article:published_time" content="2015-05-04">',
        '<meta name="pubdate" content="2015-05-04">',
        '<meta itemprop="datePublished" content="20150504">',
    ],
)
def test_meta_dates(tmp_path: Path, meta: str) -> None:
    page = f"<html><head>{meta}<title>Quay reopens</title></head><body><article><p>{P}</p><p>{Q}</p><p>{R}</p></article></body></html>"
    assert read(tmp_path, page).published == "2015-05-04"


def test_dateline_outside_the_paragraph_is_taken_back(tmp_path: Path) -> None:
    page = (
        f"{HEAD}<body><div class=meta><span class=dateline>BERGEN, Norway (NTB) —</span></div>"
        f"<article><div><p>{P}</p><p>{Q}</p><p>{R}</p></div></article></body></html>"
    )
    article = read(tmp_path, page)
    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.agency) == ("Bergen", "NTB")


def test_declared_charset(tmp_path: Path) -> None:
    story = f"<article><p>Порт закрыт. {P}</p><p>{Q}</p><p>{R}</p></article>"
    page = f'<html><head><meta charset="windows-1251"><title>Порт</title></head><body>{story}</body>'
    assert "Порт закрыт" in read(tmp_path, page.encode("cp1251")).text


@pytest.mark.parametrize("depth", [240, 250, 300, 10_000, 1_000_000])
def test_deep_nesting_loses_no_text(tmp_path: Path, depth: int) -> None:
    start = time.process_time()
    article = read(tmp_path, "<html><body>" + "<div>" * depth + f"<p>{P}</p><p>{Q}</p>" + "</div>" * depth)
    assert P in article.text
    assert Q in article.text
    assert time.process_time() - start < 2  # of this process; a large page is parsed in another


def test_a_page_of_a_hundred_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    with path.open("wb") as file:
        file.write(b"<html><body><p>")
        file.truncate(100_000_000)
    start = time.monotonic()
    (found,) = read_sources([str(path)])
    assert isinstance(found, Refused)
    assert "max_bytes" in found.reason
    assert time.monotonic() - start < 1


def test_ten_megabytes_take_the_fast_path(tmp_path: Path) -> None:
    start = time.monotonic()
    story = f"<div><p>{P}</p><p>{Q}</p></div>\n" * 12_000
    article = read(tmp_path, f"<html><body>{story}<!--{'x' * 6_500_000}--></body></html>")
    assert article.text.startswith(P)
    assert time.monotonic() - start < 15


def test_huge_page_takes_the_fast_path(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
    page = (
        doctype
        + "<html><body><script>"
        + "x = 1;" * 900_000
        + f"</script><!-- {Q} {Q} --><nav>Home</nav><p>{P}</p><p>{Q}</p></body></html>"
    )
    assert read(tmp_path, page).text.split("\n") == [P, Q]


def test_unclosed_markup_ends(tmp_path: Path) -> None:
    for junk in ("<!--" * 50_000, "<script>" * 50_000, "<" * 200_000, "<a " * 100_000, "</" * 100_000):
        assert P in read(tmp_path, f"<html><body><p>{P}</p><p>{Q}</p><p>{R}</p>{junk}").text
