"""Parts of plain text: what is headline, byline, body, caption, tag, note and debris."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.article import Article
from dateline.errors import Refused
from dateline.intake import read_text

P = "The harbour board voted on Monday to reopen the northern quay, ending a closure that had lasted for eleven weeks, its chairman said."
Q = "Ships had been sent to the smaller port of Asker since the storm of January, at a cost of two million crowns a week."


def parts(article: Article) -> list[tuple[str, str]]:
    return [(part.kind, article.words(part.span)) for part in article.parts]


def kinds(text: str) -> list[str]:
    return [part.kind for part in read_text(text).parts]


@pytest.mark.parametrize("text", [P, P[:-1], "Two bombs went off in Tarma on Friday", P + " " + Q, "x", "Rain."])
def test_a_single_sentence_or_paragraph_is_a_body(text: str) -> None:
    assert kinds(text) == ["body"]


def test_the_whole_wire_story() -> None:
    text = (
        "PORTS\nUPDATE 1-Quay reopens after eleven weeks\nBoard chairman promises refunds\n(Adds quote)\nBy Ada Holm\n"
        f"Thursday, 7 May 2015\n\nOSLO, May 7 (Tagus Wire) - {P}\n\n{Q}\n\n"
        "Cranes on the quay. Photo: R. Berg\nRead more: Nine soups for cold evenings\n#ports #Asker\n"
    )
    article = read_text(text)
    assert [kind for kind, _ in parts(article)] == [
        "kicker", "headline", "subhead", "note", "byline", "dateline", "body", "body", "caption", "debris", "tag",
    ]  # fmt: skip
    assert article.headline is not None
    assert article.words(article.headline) == "UPDATE 1-Quay reopens after eleven weeks"
    assert (article.published, article.published_from) == ("2015-05-07", "page")
    assert article.text == text


@pytest.mark.parametrize(
    "code",
    [
        "{{ ad.slot | raw }}", "{{{html}}}", "{% include 'hero' %}", "<%= yield :lead %>", "${story.kicker}", "#{kicker}",
        "[[related:ports]]",
        "%%FIRST%%", "@Model.Kicker", "<?php the_title(); ?>", "*|MC:DATE|*", '[gallery ids="1,2"]',
        "{foreach from=$rows item=r}", "&nbsp;", "%(author)s",
        "<!-- slot 4 -->", "{{#if hero}} {{img}} {{/if}}", "%SECTION% | %TOWN%", "Loading… [[widget:tides]]",
    ],
)  # fmt: skip
def test_template_code_of_any_language_is_debris(code: str) -> None:
    article = read_text(f"{code}\nQuay reopens after eleven weeks\n\n{P}\n\n{code}\n\n{Q}")
    assert parts(article)[0] == ("debris", code)
    assert [kind for kind, _ in parts(article)] == ["debris", "headline", "body", "debris", "body"]


def test_a_date_line_with_leaked_code_still_tells_the_day() -> None:
    article = read_text(f"date 2015-05-04 {{{{ day | date: '%d %B %Y' }}}}\nQuay reopens\n\nOSLO, May 4. /NTB/. {P}")
    assert parts(article)[0][0] == "debris"
    assert (article.published, article.published_from) == ("2015-05-04", "page")
    assert article.dateline is not None
    assert article.dateline.date == "2015-05-04"


@pytest.mark.parametrize(
    "line",
    [
        "Share this: Facebook Twitter WhatsApp", "Follow the Tidewater Post on social media · Send us a tip", "Related: Charcoal and soup",
        "Subscribe | Archive | Contact", "© 2015 Tidewater Post", "Tidewater Post. All rights reserved.",
        "Sign up for our newsletter here.",
        "Comments are closed.", "(Reporting by Ada Holm; Editing by Rolf Berg)", "This story was first published by Tagus Wire.",
        "Most read: 1. Plums 2. Buses", "Download the app", "K. Moss / P. Ahl", "Advertisement",
    ],
)  # fmt: skip
def test_furniture_after_the_story(line: str) -> None:
    assert kinds(f"Quay reopens\n\n{P}\n\n{Q}\n\n{line}") == ["headline", "body", "body", "debris"]


def test_titles_under_a_heading_of_links_are_debris() -> None:
    assert (
        kinds(f"Quay reopens\n\n{P}\n\n{Q}\n\nALSO IN PORTS\nFive beaches you should not miss\nWhy is the ferry late?")[-3:]
        == ["debris"] * 3
    )


@pytest.mark.parametrize(
    "line",
    [
        "FILE - The quay in 2012.", "The quay in fog. CREDIT: R. Berg/Tagus Post", "Tugs leave the harbour. (A. Holm / Tagus Post)",
        "The mayor waves. (Pool photo)", "The chapel, pictured in 2015. ADA HOLM/TIDEWATER", "One of the tugs. FILE",
    ],
)  # fmt: skip
def test_captions(line: str) -> None:
    told = P + " Harald Moss, a pilot, was glad."
    assert parts(read_text(f"Quay reopens\n\n{told}\n\n{Q}\n\n{line}"))[-1] == ("caption", line)


def test_name_of_somebody_in_the_story_is_a_tag() -> None:
    told = P + " Harald Moss, a pilot, was glad."
    assert parts(read_text(f"Quay reopens\n\n{told}\n\n{Q}\n\nHarald Moss"))[-1] == ("tag", "Harald Moss")


@pytest.mark.parametrize(
    "line",
    [
        "Norland-ports-strike",
        "#ports #Asker",
        "Tags: ports, Asker",
        "PORTS NORLAND STRIKE",
        "ports; labour; Norland",
        "Filed under: Ports - Labour",
    ],
)
def test_tags(line: str) -> None:
    assert parts(read_text(f"Quay reopens\n\n{P}\n\n{Q}\n\n{line}"))[-1] == ("tag", line)


@pytest.mark.parametrize(
    "line", ["(Adds quote, paragraph 3)", "This version corrects the number of tugs.", "(Corrects day to Friday, not Monday)"]
)
def test_notes(line: str) -> None:
    assert parts(read_text(f"Quay reopens\n\n{P}\n\n{Q}\n\n{line}"))[-1] == ("note", line)


@pytest.mark.parametrize(
    "line",
    [
        "By Ada Holm", "BY ADA HOLM AND AGENCIES", "Ada van Holm", "Ada Holm in Lund", "From our correspondent in Lund", "Tidewater staff",
        "By Ada Holm, Harbour Wire", "Ada Holm | 14 May 2011", "Compiled by our foreign desk, Tuesday, 5 October 1999",
    ],
)  # fmt: skip
def test_bylines(line: str) -> None:
    assert parts(read_text(f"Quay reopens after eleven weeks\n{line}\n\n{P}\n\n{Q}"))[1] == ("byline", line)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published 23 August 2022, 07:40", "2022-08-23T07:40:00"), ("2014-04-10 19:22:00", "2014-04-10T19:22:00"),
        ("17/09/2009", "2009-09-17"),
        ("Updated: May 4, 2015 3:40 pm IST", "2015-05-04T15:40:00"), ("Lund, Friday 7 February 2014", "2014-02-07"), ("03/04/2019", None),
    ],
)  # fmt: skip
def test_page_dates(line: str, day: str | None) -> None:
    article = read_text(f"Quay reopens after eleven weeks\n{line}\n\n{P}\n\n{Q}")
    assert article.published == day
    assert parts(article)[1] == ("byline", line)


def test_hard_wrapped_copy_is_joined() -> None:
    wrapped = (
        "Quay reopens after eleven weeks\n\nOSLO, May 4 (NTB) - The harbour board voted on Monday to reopen the\n"
        "northern quay, ending a closure that had lasted for eleven weeks, its\nchairman said.\n"
        "    Ships had been sent to the smaller port of Asker since the storm of\nJanuary, at a cost of two million crowns a week.\n"
    )
    found = parts(read_text(wrapped))
    assert [kind for kind, _ in found] == ["headline", "dateline", "body", "body"]
    assert found[2][1].endswith("its\nchairman said.")


def test_lines_without_blank_lines_are_paragraphs() -> None:
    assert kinds(f"Quay reopens after eleven weeks\n{P}\n{Q}\n{P}") == ["headline", "body", "body", "body"]


def test_crosshead_between_paragraphs() -> None:
    assert kinds(f"Quay reopens\n\n{P}\n\nWhat happens next\n\n{Q}") == ["headline", "body", "subhead", "body"]


def test_given_title_finds_the_headline_in_a_run_on_text() -> None:
    article = read_text(f"Quay reopens after eleven weeks {P}", title="Quay reopens after eleven weeks")
    assert article.headline == (0, len("Quay reopens after eleven weeks"))


def test_monitor_marks_are_debris() -> None:
    article = read_text("LIMA, 3 JAN 90 (EFE) -- [REPORT] [TEXT] UNKNOWN MEN BLEW UP A BRIDGE NEAR TARMA, THE ARMY SAID.")
    assert [kind for kind, _ in parts(article)] == ["dateline", "debris", "body"]


def test_same_copy_same_id_and_given_values_win() -> None:
    assert read_text(P).id == read_text(P, url="https://x.example/1").id != read_text(Q).id
    article = read_text(f"Quay reopens\n3 May 2015\n\nOSLO, May 2 (NTB) - {P}", id="a1", published="2015-05-04")
    assert (article.id, article.published, article.published_from) == ("a1", "2015-05-04", "given")


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(Refused, match="surrogate"):
        read_text("The quay \ud83d reopened.")


PIECES = st.sampled_from(
    [
        "\n", "\n\n", "\r\n", "OSLO, May 4 (NTB) - ", "{{x}}", "(AP) —", "By Ada Holm", "© 2015", "[[", "Photo: ", "12 May 2011",
        "| ", "* ", "\0", "é", "😀", P, Q, "A", " ",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=24))
def test_parts_cover_every_word_once(pieces: list[str]) -> None:
    text = "".join(pieces)
    if any("\ud800" <= c <= "\udfff" for c in text):
        return
    article = read_text(text)
    end = 0
    for part in article.parts:
        assert not text[end : part.span.start].strip()
        words = article.words(part.span)
        assert words
        assert words == words.strip()
        end = part.span.end
    assert not text[end:].strip()


@pytest.mark.parametrize(
    "unit", ["A", " ", "A ", "(", "{{", "[[", "<", "| ", "a, ", "Jan 1 ", "LONDON (X) ", "Share ", "- ", "\n", "Photo: A. "]
)
def test_a_long_line_takes_no_longer_than_its_length(unit: str) -> None:
    read_text(unit * (200_000 // len(unit)))  # hangs, not fails, where a pattern is not linear


def test_desk_under_the_byline() -> None:
    text = f"By ADA HOLM\nTagus Press Agency\n\nLISBON, May 4 (TPA) - {P}\n\n{Q}"
    assert kinds(text)[:2] == ["byline", "dateline"]
    assert kinds(f"By ADA HOLM\n\nPort reopens as strike ends\n\nLISBON, May 4 (TPA) - {P}\n\n{Q}")[:2] == ["byline", "headline"]
