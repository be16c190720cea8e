"""Habits of newspapers that break simple readers of quotations: each with copy of our own."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import pytest
from tests.said.conftest import Read
from tests.said.test_styles import told

import dateline
from dateline.article import Article, Part, Span
from dateline.did.voice import Voices
from dateline.fields import Actor, Statement
from dateline.grammar import load_tagger
from dateline.grammar.words import Grammar, Sentence
from dateline.said import find_statements, load_said, resolve_speakers
from dateline.when import find_times, load_when

Told = tuple[str | None, list[str]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (  # interrupted, with a participle between
            '"Every time you close the weir," Tull said, referring to the flood of May, "you drown three farms."',
            [("Tull", ["Every time you close the weir", "you drown three farms"])],
        ),
        (  # a mark that nobody closes
            '"We lost the quay, Anna Tull said. Nobody was hurt.\n\nThe ferry resumed on Friday, the port said.',
            [("Anna Tull", ["We lost the quay"]), ("the port", ["The ferry resumed on Friday"])],
        ),
        (  # openers repeated, one closer
            'Tull said: "We lost the quay in May.\n\n"We lost the weir in June.\n\n"We will lose nothing more."\n\nFarmers cheered.',
            [("Tull", ["We lost the quay in May", "We lost the weir in June", "We will lose nothing more"])],
        ),
        (  # closing marks that open, as in Sweden
            "\u201dThe ice will hold,\u201d said the harbour master.",
            [("the harbour master", ["The ice will hold"])],
        ),
        ('From Mayor Anna Tull: "The weir is gone."', [("Mayor Anna Tull", ["The weir is gone"])]),
        ('"We will not leave this valley." - Tomas Brandl', [("Tomas Brandl", ["We will not leave this valley"])]),
        (
            "\u201cHe told me \u2018leave now\u2019 and I left,\u201d Brandl said.",
            [("Brandl", ["He told me \u2018leave now\u2019 and I left"])],
        ),
        ('"They [the farmers] will not move," she said.', [("she", ["They [the farmers] will not move"])]),
        ("Talks collapse over fish quotas, says diplomat", [("diplomat", ["Talks collapse over fish quotas"])]),
        (
            "The minister said the weir would open in May, adding that farmers would be paid.",
            [("The minister", ["the weir would open in May"]), ("The minister", ["farmers would be paid"])],
        ),
        (
            '"I heard it on the radio," she told the council, adding: "Like all of you."',
            [("she", ["I heard it on the radio"]), ("she", ["Like all of you"])],
        ),
        (
            "Witnesses spoke of smoke; one woman told the daily: \u201cThe whole house shook.\u201d",
            [("one woman", ["The whole house shook"])],
        ),
        ("Police in the northern port of Hallen say they have arrested three men.", [(None, [])]),
        (  # a day that the tree hangs on what is said, and a clause that resumes
            "The bridge, engineers said on Friday, a week after the flood, was no longer safe.",
            [("engineers", ["The bridge", "was no longer safe"])],
        ),
        (
            "Neither side spoke of the port, the envoy claims, and nobody left the room.",
            [("the envoy", ["Neither side spoke of the port", "and nobody left the room"])],
        ),
        (  # the one who is quoted by a paper, beside another attribution
            "The talks were over, according to an envoy, but a minister quoted by the daily Norr said they would go on.",
            [("an envoy", ["The talks were over"]), ("a minister", ["they would go on"]), ("the daily Norr", ["said they would go on"])],
        ),
        ("It goes without saying that the weir is old.", []),
    ],
)
def test_habits(read: Read, text: str, wanted: list[Told]) -> None:
    article, found = read(text)
    said = [told(article, s) for s in found]
    if wanted == [(None, [])]:
        assert said == [("Police in the northern port of Hallen", ["they have arrested three men"])]
    elif wanted:
        assert [x for x in wanted if x not in said] == []
        assert len([s for s in found if s.kind == "direct"]) <= len(wanted)
    else:
        assert said == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("A leaked memo says that the firm knew of the crack.", "A leaked memo"),
        ("The court ruled that the firm must pay.", "The court"),
        ("State television reported that two bridges had been bombed.", "State television"),
        ("A post on the group's channel said the raid was revenge.", "A post on the group's channel"),
        ("A security source, speaking on condition of anonymity, said the envoy had left.", "A security source"),
        ("Two diplomats said talks would resume.", "Two diplomats"),
        ("Moscow said on Tuesday the talks had failed.", "Moscow"),
    ],
)
def test_all_kinds_of_speakers(read: Read, text: str, source: str) -> None:
    article, found = read(text)
    assert [told(article, s)[0] for s in found] == [source]


@pytest.mark.parametrize(
    ("text", "outer", "inner", "content"),
    [
        ("Kanal reported on Friday, citing two diplomats, that the talks had failed.", "Kanal", "two diplomats", "the talks had failed"),
        ("Nine men died, the Kanal agency reported, citing the governor.", "the Kanal agency", "the governor", "Nine men died"),
        ("Tarn's news agency said the army had told it that rebels had fled.", "Tarn's news agency", "the army", "rebels had fled"),
    ],
)
def test_chains(read: Read, text: str, outer: str, inner: str, content: str) -> None:
    article, found = read(text)
    by = {told(article, s)[0]: s for s in found}
    assert told(article, by[inner])[1] == [content]
    assert by[inner].within == by[outer].id


def test_what_firms_cite_is_no_report(read: Read) -> None:
    assert [s for s in read("The firm shut the mine, citing high costs.")[1] if s.rule == "said.citing"] == []


@pytest.mark.parametrize(
    ("text", "medium", "date"),
    [
        (
            "The captain said in an interview with Radio Tull on Sunday that the ship was lost.",
            "in an interview with Radio Tull",
            "2024-03-03",
        ),
        ("Speaking on state television late on Sunday, President Ole Marn said the siege was over.", "on state television", "2024-03-03"),
        ("Noor, in a text message to reporters, said the group was not involved.", "in a text message to reporters", None),
        ('"It is a pause," Ole Orlov said, speaking at a briefing in Lund on Tuesday.', "at a briefing", "2024-03-05"),
        ("It will be cold on Sunday, the office in Lund said on Tuesday.", None, "2024-03-05"),
        ('"I saw it burn," one farmer told the daily in a telephone interview.', "in a telephone interview", None),
        ("The group said on Telegram that it had shelled the pass.", "on Telegram", None),
        ("After the raid on Sunday, the ministry said nine men had died.", None, None),
        ('"Stop it," the abbot said in his Easter message.', "in his Easter message", None),
    ],
)
def test_medium_and_date(text: str, medium: str | None, date: str | None) -> None:
    article = Article("a", text, published="2024-03-08", parts=(Part("body", Span(0, len(text))),))
    g = load_tagger().tag([article])[0]
    (found,) = find_statements(article, g, find_times(article, g, load_when()), load_said())
    assert (found.medium and article.words(found.medium), found.date) == (medium, date)


def test_a_quotation_told_twice_is_linked_and_lends_its_speaker() -> None:
    lines = [
        ("headline", "Fish talks are all but dead, says diplomat"),
        ("subhead", '"Nobody wants a deal," envoy insists'),
        ("body", "The talks on fish are all but dead, Ole Marn, the envoy of Lund, said on Monday."),
        ("body", '"Nobody wants a deal, and nobody will pay for one," Marn said.'),
    ]
    text = "\n\n".join(words for _, words in lines)
    parts = tuple(Part(kind, Span(text.index(words), text.index(words) + len(words))) for kind, words in lines)  # type: ignore[arg-type]
    article = Article("a", text, parts=parts)
    g = load_tagger().tag([article])[0]
    marn = Actor(
        "p1", "Ole Marn", "person", tuple(Span(m, m + 4) for m in (text.index("Marn"), text.rindex("Marn"))), (), None, None, (), "t"
    )
    title, sub, first, second = resolve_speakers(article, g, find_statements(article, g, (), load_said()), (marn,))
    assert (title.repeats, sub.repeats, first.repeats, second.repeats) == (first.id, second.id, None, None)
    assert [s.source.actor for s in (title, sub) if s.source] == ["p1", "p1"]


def test_the_one_who_is_cited_tells_it(read: Read) -> None:
    text = "Kanal reported, citing two diplomats, that guards had shelled the pass."
    article, found = read(text)
    at = text.index("shelled")
    voice = Voices(found).at(Span(at, at + 7))
    assert voice is not None
    assert told(article, voice)[0] == "two diplomats"


def test_turns_of_an_interview_are_not_told_by_their_label_twice(read: Read) -> None:
    text = "Gazette: What does the governor say?\nTull: He also says the earth is round.\nGazette: And you?\nTull: I say it floods."
    article, found = read(text)
    labels: list[Statement] = [s for s in found if told(article, s)[0] == "Tull"]
    assert [told(article, s)[1] for s in labels] == [["He also says the earth is round"], ["I say it floods"]]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        (
            '"They left us nothing."\n\nOle Marn, a fisherman, sat on the quay of Lund on Sunday.\n\n"They took the nets and the boats."',
            ["Ole Marn, a fisherman", "Ole Marn, a fisherman"],
        ),
        ('"We will fight on."\n\nThe slogan stood on every wall.', [None]),
        ('The mayor was blunt. "There is no money left for the bridge."', ["The mayor"]),
    ],
)
def test_free_quotations_take_a_speaker_at_hand_or_none(read: Read, text: str, sources: list[str | None]) -> None:
    article, found = read(text)
    assert [told(article, s)[0] for s in found] == sources


def test_what_an_outlet_says_of_the_sentence_before_is_not_said_again(read: Read) -> None:
    text = '"On Thursday they came," the nurse said. "They finally came." He thinks the worst is over.'
    article, found = read(text)
    assert (told(article, found[-1])) == ("He", ["the worst is over"])


def test_time_grows_with_the_length() -> None:
    line = '"We run home now," he said. '
    words = load_tagger().tag([Article("a", line, parts=(Part("body", Span(0, len(line))),))])[0]

    def seconds(times: int) -> float:
        many = tuple(
            replace(w, index=w.index + n * len(words.words), start=w.start + n * len(line), end=w.end + n * len(line), sentence=n, head=-1)
            for n in range(times)
            for w in words.words
        )
        size = len(words.words)
        sentences = tuple(Sentence(n, Span(n * len(line), (n + 1) * len(line) - 1), n * size, (n + 1) * size) for n in range(times))
        article = Article("a", line * times, parts=(Part("body", Span(0, len(line) * times)),))
        start = process_time()
        find_statements(article, Grammar(many, sentences, "t"), (), load_said())
        return process_time() - start

    assert seconds(800) < 12 * seconds(200) + 0.1  # quadratic would be sixteenfold


@pytest.mark.parametrize(
    "text",
    [
        "An official, quoted by the daily Norr, said that the talks had failed.",
        "According to an official quoted by the daily Norr, the talks had failed.",
        "The talks had failed, according to an official cited by the daily Norr.",
    ],
)
def test_quoted_by_a_paper(read: Read, text: str) -> None:
    article, found = read(text)
    by = {told(article, s)[0]: s for s in found}
    inner = by.get("An official") or by["an official"]
    assert inner.within == by["the daily Norr"].id
    assert told(article, inner)[1][0].lower() == "the talks had failed"


def test_a_judgement_stays_with_its_verb_and_no_headline_speaks_into_the_copy() -> None:
    text = """Council sacks port chief as harbour dues rise

TARN, May 4. /KELP/. Councillors in Tarn voted on Tuesday to dismiss Port Chief Lena Orsk, a week after the dues rose by a fifth.
Orsk, who was not in the chamber, called the vote "a theatre" and said she would appeal."""
    record = dateline.read(text, published="2021-05-04")
    heard = {}
    for each in record.statements:
        assert each.cue is not None
        assert each.source is not None
        assert each.source.span is not None
        heard[record.words(each.cue)] = ([record.words(span) for span in each.content], record.words(each.source.span))
    assert heard["called"] == (["a theatre"], "Orsk")
    assert heard["said"] == (["she would appeal"], "Orsk")
    assert "sacks" not in heard
