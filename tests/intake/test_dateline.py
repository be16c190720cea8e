"""Datelines in the styles of the agencies, and what only looks like one."""

from __future__ import annotations

import pytest

from dateline.intake import read_text

BODY = "The harbour board voted on Monday to reopen the northern quay, ending a closure of eleven weeks, its chairman said."

STYLES = [
    ("LISBON, March 4. /NOVA/. ", "Lisbon", "2021-03-04", "NOVA"),
    ("LISBON, March 4. /NOVA correspondent Ada Holm/. ", "Lisbon", "2021-03-04", "NOVA"),
    ("Lisbon, 4 March 2021 /Amber News/ - ", "Lisbon", "2021-03-04", "Amber News"),
    ("LISBON (AP) — ", "Lisbon", None, "AP"),
    ("LISBON, Portugal (AP) -- ", "Lisbon", None, "AP"),
    ("LISBON, March 4 (Xinhua) -- ", "Lisbon", "2021-03-04", "Xinhua"),
    ("LISBON/PORTO (Reuters) - ", "Lisbon/Porto", None, "Reuters"),
    ("LISBON. March 4 (Interfax) - ", "Lisbon", "2021-03-04", "Interfax"),
    ("KOTOR, Montenegro, Mar. 4 (UPI) -- ", "Kotor", "2021-03-04", "UPI"),
    ("Lisbon, 4 Mar 2021 (AFP) - ", "Lisbon", "2021-03-04", "AFP"),
    ("LISBON, Thursday (CCS) - ", "Lisbon", "2021-03-04", "CCS"),
    ("LISBON, 04.03.2021 (Tagus Post) - ", "Lisbon", None, "Tagus Post"),
    ("LISBON, 14.02.2021 (Tagus Post) - ", "Lisbon", "2021-02-14", "Tagus Post"),
    ("LISBON (Tagus Post, March 4) - ", "Lisbon", "2021-03-04", "Tagus Post"),
    ("(HNA) LISBON, Portugal, March 4 — ", "Lisbon", "2021-03-04", "HNA"),
    ("LISBON, March 4, Tagus Post. ", "Lisbon", "2021-03-04", "Tagus Post"),
    ("LISBON, 3 JAN 90 (ACAN-EFE) -- ", "Lisbon", "1990-01-03", "ACAN-EFE"),
    ("LISBON (PORTUGAL), 3 JAN 90 -- ", "Lisbon", "1990-01-03", None),
    ("Brussels/Kyiv – ", "Brussels/Kyiv", None, None),
    ("N'DJAMENA — ", "N'Djamena", None, None),
    ("RIO DE JANEIRO, March 4 - ", "Rio de Janeiro", "2021-03-04", None),
    ("ST. PETERSBURG, Fla. — ", "St. Petersburg", None, None),
    ("NEAR BASRA, Iraq -- ", "Basra", None, None),
    ("LISBON, Portugal--(BUSINESS WIRE)--", "Lisbon", None, "BUSINESS WIRE"),
    ("Dec. 30 (Xinhua) -- ", None, "2020-12-30", "Xinhua"),
    ("(CNN) ", None, None, "CNN"),
    ("BEIRUT: ", "Beirut", None, None),
]


@pytest.mark.parametrize(("line", "place", "date", "agency"), STYLES, ids=[style[0].strip() for style in STYLES])
@pytest.mark.parametrize(
    "head", ["", "Quay reopens after eleven weeks\n\n", "Quay reopens after eleven weeks\nBy Ada Holm\n"], ids=["bare", "head", "by"]
)
def test_styles(head: str, line: str, place: str | None, date: str | None, agency: str | None) -> None:
    published = None if line.startswith(("LISBON, 3 JAN", "LISBON (PORT")) else "2021-03-05"
    article = read_text(head + line + BODY, outlet="Tagus Post", published=published)
    found = article.dateline
    assert found is not None
    assert (found.place, found.date, found.agency) == (place, date, agency)
    assert article.words(found.span) == line.strip()
    body = [article.words(part.span) for part in article.parts if part.kind == "body"]
    assert body == [BODY]
    assert (article.headline is not None) == bool(head)


@pytest.mark.parametrize(
    "opening",
    [
        "EXCLUSIVE — ", "UPDATE 2-", "WATCH - ", "CEO - ", "ALVAREZ: ", "Q: ", "THE LATEST, Feb 26 - ", "Paris — who never slept — won. ",
        "Senator Ann Holm (R-Texas) - ", "Lund, May 3 - June 9, 1900. ", "NATO (the alliance) said so. ", "THURSDAY — ",
    ],
)  # fmt: skip
def test_what_is_no_dateline(opening: str) -> None:
    assert read_text(opening + BODY).dateline is None


def test_year_is_the_nearest_to_the_known_day() -> None:
    article = read_text(f"OSLO, Dec 30 (NTB) - {BODY}", published="2022-01-02")
    assert article.dateline is not None
    assert article.dateline.date == "2021-12-30"


@pytest.mark.parametrize("url", ["https://x.example/2019/07/09/quay", "https://x.example/quay-20190709", "https://x.example/a/190709"])
def test_year_from_the_address(url: str) -> None:
    article = read_text(f"OSLO, July 9 (NTB) - {BODY}", url=url)
    assert article.dateline is not None
    assert article.dateline.date == "2019-07-09"


def test_no_year_no_date() -> None:
    article = read_text(f"OSLO, July 9 (NTB) - {BODY}")
    assert article.dateline is not None
    assert article.dateline.date is None
    assert article.published is None


def test_run_on_line() -> None:
    text = f"Quay reopens after ice OULU, Finland | Mon May 4, 2015 3:40 pm BST OULU, Finland (Reuters) - {BODY}"
    article = read_text(text)
    assert article.headline is not None
    assert article.words(article.headline) == "Quay reopens after ice"
    assert article.dateline is not None
    assert article.words(article.dateline.span) == "OULU, Finland (Reuters) -"
    assert (article.published, article.published_from) == ("2015-05-04T15:40:00", "page")


def test_dateline_behind_a_caption() -> None:
    text = f"Quay reopens\nFILE - The quay in 2012. (Rolf Berg / Tagus Post)\nOSLO, Norway — {BODY}"
    article = read_text(text)
    assert [part.kind for part in article.parts] == ["headline", "caption", "dateline", "body"]


def test_briefs_have_no_dateline_of_the_whole() -> None:
    text = f"World in brief\n\nOSLO: {BODY}\n\nLIMA: {BODY}\n\nCAIRO: {BODY}"
    assert read_text(text).dateline is None


def test_town_alone_over_the_first_paragraph() -> None:
    article = read_text(f"ANKARA\n\n{BODY}\n\n{BODY}")
    assert article.dateline is not None
    assert article.dateline.place == "Ankara"


def test_a_dateline_lies_before_its_copy_is_published() -> None:
    text = "TARN, March 3 (KELP) - The harbour was closed on Monday after a storm broke two of its cranes, the guild said."
    assert read_text(text, published="2026-11-20").dateline.date == "2026-03-03"
    assert read_text(text, published="2026-03-01").dateline.date == "2026-03-03"
    assert read_text(text.replace("March 3", "Dec. 30"), published="2026-01-02").dateline.date == "2025-12-30"
