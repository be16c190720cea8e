"""The habits of the wires, read end to end with the tagger."""

from __future__ import annotations

import pytest
from tests.said.conftest import Read

from dateline.article import Article
from dateline.fields import Statement


def told(article: Article, statement: Statement) -> tuple[str | None, list[str]]:
    source = statement.source.span if statement.source is not None else None
    return (article.words(source) if source is not None else None), [article.words(c) for c in statement.content]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ('"The weir is gone," Mayor Anna Tull said. "We have no water."', "Mayor Anna Tull", ["The weir is gone", "We have no water"]),
        ("The harbour, police said, was closed at noon on Friday.", "police", ["The harbour", "was closed at noon on Friday"]),
        ("According to the coast guard, nine sailors are missing.", "the coast guard", ["nine sailors are missing"]),
        ("Nine sailors are missing, according to the coast guard.", "the coast guard", ["Nine sailors are missing"]),
        ("The minister denied that the army had shelled the village.", "The minister", ["the army had shelled the village"]),
        ("The union accused the company of having poisoned the river.", "The union", ["having poisoned the river"]),
        ('"We will rebuild the bridge," said the governor.', "the governor", ["We will rebuild the bridge"]),
        ('"We will not leave this valley." \u2014 Tomas Brandl', "Tomas Brandl", ["We will not leave this valley"]),
        (
            "Calm, the council in Lund maintains, has returned to every district.",
            "the council in Lund",
            ["Calm", "has returned to every district"],
        ),
        ("The assembly voted to sack her, hours after she announced that she would close it.", "she", ["she would close it"]),
        ("Guards fired into the air, and hospitals reported 17 injured.", "hospitals", ["17 injured"]),
        ("The ferry crew said late on Sunday that the hull had cracked.", "The ferry crew", ["the hull had cracked"]),
        ("Mayor Anna Tull denied reports that she had left the city.", "Mayor Anna Tull", ["she had left the city"]),
        (
            "The island's oldest club released two foxes it had kept for a year, the zoo said on Sunday, a day after rangers said so.",
            "the zoo",
            ["The island's oldest club released two foxes it had kept for a year"],
        ),
        ("Officials believe the dam will hold until spring.", "Officials", ["the dam will hold until spring"]),
    ],
)
def test_who_says_what(read: Read, text: str, source: str, content: list[str]) -> None:
    article, found = read(text)
    assert (source, content) in [told(article, s) for s in found]


@pytest.mark.parametrize(
    "text",
    [
        'He drove an old "Comet" through the village of Lund.',
        'John "Red" Harlan won the race on Sunday.',
        'The library lent "The Long Winter" to forty readers.',
        "Two barges sank in the harbour on Friday.",
    ],
)
def test_scare_quotes_titles_and_nicknames_are_no_statements(read: Read, text: str) -> None:
    assert read(text)[1] == ()


def test_a_telephone_call_is_no_statement(read: Read) -> None:
    assert read("The mayor called her Danish counterpart late on Sunday.")[1] == ()


def test_quotation_over_paragraphs_is_one_statement(read: Read) -> None:
    text = "\u201cWe ran to the hills.\n\n\u201cWe waited there until dawn,\u201d farmer Ole Bakken said."
    article, found = read(text)
    assert [told(article, s)[1] for s in found] == [["We ran to the hills", "We waited there until dawn"]]
    assert found[0].kind == "direct"


def test_an_attribution_is_never_inside_its_own_content(read: Read) -> None:
    text = 'The ferry, the captain said, "was never in danger", adding that all 40 passengers were ashore.'
    _, found = read(text)
    assert len(found) == 2
    for s in found:
        assert s.cue is not None
        assert not any(c.overlaps(s.cue) for c in s.content)


def test_nested_report_points_to_its_teller(read: Read) -> None:
    article, found = read("The daily Nordkurier quoted the general as saying that the siege was over.")
    inner = next(s for s in found if told(article, s)[1] == ["the siege was over"])
    outer = next(s for s in found if s.id == inner.within)
    assert told(article, inner)[0] == "the general"
    assert told(article, outer)[0] == "The daily Nordkurier"


def test_interview_turns(read: Read) -> None:
    text = (
        "Gazette: Will the dam hold?\nTomas Brandl: It will hold. (Laughs.) I built it.\nGazette: For how long?\nTomas Brandl: Long enough."
    )
    article, found = read(text)
    answers = [told(article, s) for s in found if told(article, s)[0] == "Tomas Brandl"]
    assert answers == [("Tomas Brandl", ["It will hold", "I built it"]), ("Tomas Brandl", ["Long enough"])]
    assert {s.kind for s in found} == {"direct"}


def test_kinds_manner_and_medium(read: Read) -> None:
    text = 'The minister said in a statement that the raid was "a grave error". Farmers think the harvest is lost.'
    article, found = read(text)
    first, second = found
    assert (first.kind, second.kind) == ("mixed", "indirect")
    assert (first.manner, second.manner) == ("speech", "thought")
    assert first.medium is not None
    assert article.words(first.medium) == "in a statement"


def test_ids_follow_the_text_and_runs_agree(read: Read) -> None:
    text = "Police said the road was open. Later, police said the road was closed."
    one, two = read(text)[1], read(text)[1]
    assert one == two
    assert [s.id for s in one] == [f"s{n + 1}" for n in range(len(one))]
    assert [s.content[0].start for s in one] == sorted(s.content[0].start for s in one)
