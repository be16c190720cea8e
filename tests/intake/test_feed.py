"""RSS and Atom: items become articles; entity bombs are refused before any parser sees them; malformed feeds give what they hold."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dateline.article import Article
from dateline.errors import Refused
from dateline.intake import IntakeOptions, read_sources
from dateline.intake.feed import looks_like_feed, parse_feed

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Tagus Post &amp; Co</title><link>https://tagus.example/</link>
<item><title>A &lt;b&gt;wide&lt;/b&gt; quay</title><link>https://tagus.example/quay</link><guid>q-1</guid>
<description>&lt;p&gt;In short.&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>OSLO (NTB) — The quay was reopened on Monday &amp; the ships came.</p>
<p>Nobody <script>x()</script>cheered.</p>]]></content:encoded>
<pubDate>Tue, 05 May 2015 08:36:00 GMT</pubDate></item>
<item><title>Ferry late</title><link>https://tagus.example/ferry</link><description>The ferry came late &amp;amp; empty.
Fog held it up.</description></item>
<item><guid>nothing</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Lund Daily</title>
<entry><id>urn:1</id><title type="html">Rain &amp;amp; wind</title>
<updated>2015-05-04T10:00:00+02:00</updated><link href="https://lund.example/rain"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Rain fell on Lund.</p><p>Wind blew.</p></div></content></entry></feed>"""


def read(path: Path, data: str | bytes, options: IntakeOptions | None = None) -> list[Article | Refused]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_sources([str(path)], options=options or IntakeOptions()))


def one(path: Path, data: str | bytes) -> Article:
    found = read(path, data)[0]
    assert isinstance(found, Article), found
    return found


def reason(path: Path, data: str | bytes) -> str:
    (found,) = read(path, data)
    assert isinstance(found, Refused)
    return found.reason


def test_full_content_before_the_summary(tmp_path: Path) -> None:
    whole, summary, empty = read(tmp_path / "feed.xml", RSS)
    assert isinstance(whole, Article)
    assert isinstance(summary, Article)
    assert whole.text == "A wide quay\n\nOSLO (NTB) — The quay was reopened on Monday & the ships came.\nNobody cheered."
    assert (whole.source.url, whole.source.outlet) == ("https://tagus.example/quay", "Tagus Post & Co")
    assert (whole.published, whole.published_from) == ("2015-05-05T08:36:00+00:00", "page")
    assert whole.dateline is not None
    assert summary.text == "Ferry late\n\nThe ferry came late & empty.\nFog held it up."
    assert isinstance(empty, Refused)
    assert empty.where.endswith("feed.xml[2]")


def test_atom_by_content_whatever_its_name(tmp_path: Path) -> None:
    article = one(tmp_path / "noname", ATOM)
    assert article.text == "Rain & wind\n\nRain fell on Lund.\nWind blew."
    assert (article.published, article.source.url, article.source.outlet) == (
        "2015-05-04T10:00:00+02:00", "https://lund.example/rain", "Lund Daily",
    )  # fmt: skip


def test_items_say_whether_they_are_whole() -> None:
    items = parse_feed(RSS.encode(), "feed")
    assert [(item.key, item.whole) for item in items] == [("q-1", True), ("https://tagus.example/ferry", False), ("nothing", False)]
    assert parse_feed(b'<rss version="2.0"><channel><title>Quiet today</title></channel></rss>', "feed") == []


def test_relative_links_are_made_whole() -> None:
    (item,) = parse_feed(ATOM.replace("https://lund.example/rain", "/rain").encode(), "feed", base="https://lund.example/feeds/all")
    assert item.link == "https://lund.example/rain"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-7"])
@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE x [<!ENTITY c SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % c SYSTEM "http://127.0.0.1:1/x.dtd"> %c;]>',
        '<!-- <rss> --> <!doctype x [ <!ENTITY c "1">]>',
        "<!--" + "x" * 100_000 + '--><!DOCTYPE x [<!ENTITY c "1">]>',
        " " * 100_000 + '<?a > ?><!DOCTYPE x [<!ENTITY c "1">]>',
        '<!DOCTYPE x PUBLIC ">" [<!ENTITY c "1">]>',
    ],
)
def test_entities_are_refused_at_once(doctype: str, encoding: str, tmp_path: Path) -> None:
    feed = (
        f'<?xml version="1.0" encoding="{encoding}"?>{doctype}<rss version="2.0"><channel><item><title>&c;</title></item></channel></rss>'
    )
    data = feed.encode(encoding)
    start = time.monotonic()
    assert "entities" in reason(tmp_path / "feed.xml", data)
    assert time.monotonic() - start < 0.2


def test_a_megabyte_of_blanks_is_no_work() -> None:
    start = time.process_time()
    assert parse_feed(b" " * 1_000_000 + b"<rss version='2.0'><channel><title>x</title></channel></rss>", "feed") == []
    assert time.process_time() - start < 1


def test_an_old_doctype_is_harmless(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    feed = f"{doctype}<rss version='0.91'><channel><title>x</title><item><title>Old news</title></item></channel></rss>"
    assert one(tmp_path / "feed.xml", feed).text == "Old news"


def test_malformed_feeds(tmp_path: Path) -> None:
    cut = RSS[: RSS.index("<item><title>Ferry")]
    assert one(tmp_path / "cut.xml", cut).text.startswith("A wide quay")
    assert "no feed" in reason(tmp_path / "a.rss", "<rss><<<<>>>")
    assert "no feed" in reason(tmp_path / "b.xml", '<?xml version="1.0"?><nitf><body>Copy in another shape.</body></nitf>')
    assert "without items" in reason(tmp_path / "c.xml", '<rss version="2.0"><channel><title>x</title></channel></rss>')
    assert "no feed" in reason(tmp_path / "d.xml", b"\xff" * 300)


def test_characters_and_dates_that_there_are_none_of(tmp_path: Path) -> None:
    item = "<item><title>Quay</title>{}<description>The board{} voted.</description></item>"
    feed = '<rss version="2.0"><channel>' + item + "</channel></rss>"
    assert "ValueError" in reason(tmp_path / "a.xml", feed.format("", "&#x110000;\x00"))
    assert one(tmp_path / "b.xml", feed.format("<pubDate>the year of</pubDate>", "")).published is None


def test_what_is_no_feed() -> None:
    assert not looks_like_feed(b"<html><body><rss>")
    assert not looks_like_feed(b"A text that names <rss> only.")
    assert looks_like_feed(("\ufeff <!-- a --><feed xmlns='x'>").encode())


def test_the_next_source_is_read_after_a_bomb(tmp_path: Path) -> None:
    bomb, good = tmp_path / "a.xml", tmp_path / "b.xml"
    bomb.write_text('<!DOCTYPE x [<!ENTITY a "a">]><rss/>')
    good.write_text(ATOM)
    assert [type(item) for item in read_sources([str(tmp_path)])] == [Refused, Article]
