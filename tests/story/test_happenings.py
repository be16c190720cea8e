"""Happenings and their voices, conflicts with both sides' words, and the timeline, on three invented crises."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

from dateline.article import Span
from dateline.fields import Casualty, CasualtyKind
from dateline.intake import read_text
from dateline.record import Record
from dateline.story.chronicle import Chronicle, make_chronicle, to_dict
from dateline.story.conflicts import Conflict
from dateline.story.happenings import Happening
from dateline.story.tolls import comparable, contradict, find_tolls


def holding(chronicle: Chronicle, article: str, event: str) -> Happening:
    return next(one for one in chronicle.happenings if (article, event) in one.events)


def words(records: list[Record], conflict: Conflict) -> list[list[str]]:
    by_id = {record.id: record for record in records}
    return [
        [by_id[item[0]].words(span) for item, span in zip(side.items, side.spans, strict=True)]
        for side in sorted(conflict.sides, key=lambda side: side.value)
    ]


def test_an_event_of_three_reports_is_one_with_two_origins(crises: list[Record]) -> None:
    held = holding(make_chronicle(crises), "ferry-1", "e1")
    assert held.events == (("ferry-1", "e1"), ("ferry-2", "e1"), ("ferry-4", "e1"))
    assert len(held.origins) == 2
    assert held.witnesses == ("Lagoon Wire",)
    assert (held.date, held.mode, held.known) == ("2017-03-06", "arrest", "2017-03-06")


def test_voices_assert_and_deny(crises: list[Record]) -> None:
    arrest = holding(make_chronicle(crises), "mine-1", "e2")
    assert ("mine-2", "e1") in arrest.events
    assert [(voice.name, voice.stance) for voice in arrest.voices] == [("the union", "actual"), ("Rolando Arce", "denied")]
    assert arrest.speakers == ("the union",)


def test_a_later_count_is_an_update_and_another_voice_a_conflict(crises: list[Record]) -> None:
    tolls = [one for one in make_chronicle(crises).conflicts if one.kind == "toll"]
    values = [{side.value for side in one.sides} for one in tolls]
    assert {"19+ killed", "34 killed"} in values
    assert not any("51 killed" in one for one in values)
    assert [["at least 19 people", "at least 19 people"], ["34 people"]] in [words(crises, one) for one in tolls]


def test_two_sides_of_one_shooting_disagree_on_everything(crises: list[Record]) -> None:
    found = make_chronicle(crises)
    clash = holding(found, "ridge-1", "e1")
    assert ("ridge-2", "e1") in clash.events
    kinds = {one.kind for one in found.conflicts if one.happening == clash.id}
    assert kinds == {"toll", "actor", "date", "place"}


def test_status_and_condition_conflicts(crises: list[Record]) -> None:
    found = [one for one in make_chronicle(crises).conflicts if one.sides[0].items[0][0].startswith("mine")]
    assert {one.kind for one in found} == {"status", "condition"}
    condition = next(one for one in found if one.kind == "condition")
    assert words(crises, condition) == [["Calm had returned to Huanuni"], ["The situation in Huanuni was tense"]]
    assert {voice for side in condition.sides for voice in side.voices} == {"Arce said"}


def test_an_ended_state_is_no_conflict_when_told_later(crises: list[Record]) -> None:
    changed = [
        replace(record, conditions=tuple(replace(one, date="2019-11-13") for one in record.conditions)) if record.id == "mine-2" else record
        for record in crises
    ]
    assert not any(one.kind == "condition" for one in make_chronicle(changed).conflicts)


def test_conflicts_come_weightiest_first(crises: list[Record]) -> None:
    weights = [one.weight for one in make_chronicle(crises).conflicts]
    assert weights == sorted(weights, reverse=True)
    assert len(weights) >= 7


def test_the_chronicle_does_not_hang_on_order(crises: list[Record]) -> None:
    expected = json.dumps(to_dict(make_chronicle(crises)))
    for seed in range(3):
        shuffled = list(crises)
        random.Random(seed).shuffle(shuffled)
        assert json.dumps(to_dict(make_chronicle(shuffled))) == expected


def test_ids_stay_when_more_copy_arrives(crises: list[Record]) -> None:
    early = make_chronicle([record for record in crises if record.published and record.published <= "2017-03-07"])
    late = make_chronicle(crises)
    assert {one.id for one in early.stories} <= {one.id for one in late.stories}
    assert {one.id for one in early.happenings} <= {one.id for one in late.happenings}


def test_as_of_a_day_only_what_was_printed_is_known(crises: list[Record]) -> None:
    then = make_chronicle(crises, as_of="2017-03-07")
    assert {article for one in then.stories for article in one.articles} == {
        "ridge-1",
        "ridge-2",
        "ferry-1",
        "ferry-2",
        "ferry-3",
    }
    assert all((line.known or "") <= "2017-03-07" for line in then.timeline)


def test_the_timeline_quotes_its_evidence_and_keeps_to_its_length(crises: list[Record]) -> None:
    by_id = {record.id: record for record in crises}
    lines = make_chronicle(crises).timeline
    assert [line.date for line in lines] == sorted(line.date for line in lines)
    for line in lines:
        assert line.what == " ".join(by_id[line.article].words(line.span).split())
    short = make_chronicle(crises, entries=1).timeline
    assert len(short) == 3
    assert "Police detained the captain of the ferry on Monday afternoon" in {line.what for line in short}


def test_denied_happenings_are_no_line(crises: list[Record]) -> None:
    only = [record for record in crises if record.id == "mine-2"]
    assert {line.kind for line in make_chronicle(only).timeline} == {"calm"}


def test_stories_are_headed_by_their_own_words(crises: list[Record]) -> None:
    found = {one.articles[0]: one for one in make_chronicle(crises).stories}
    ferry = found["ferry-1"]
    assert ferry.headline in {record.words(record.headline) for record in crises if record.headline}
    assert (ferry.first, ferry.last) == ("2017-03-06", "2017-03-10")
    assert ferry.places[0] == "Kisumba"
    assert len(ferry.origins) == 3


def test_shape(crises: list[Record]) -> None:
    made = to_dict(make_chronicle(crises))
    assert set(made) == {"origins", "stories", "happenings", "conflicts", "timeline", "about_origins", "about_stories", "copies"}
    assert sorted(article for group in made["origins"] for article in group) == sorted(record.id for record in crises)
    for conflict in made["conflicts"]:
        for side in conflict["sides"]:
            assert all(len(item) == 3 and item[1] in ("events", "conditions", "casualties") for item in side)


def test_nothing_and_odd_records(crises: list[Record]) -> None:
    assert to_dict(make_chronicle([]))["stories"] == []
    bare = replace(crises[0], id="bare", text="", parts=(), sentences=(), headline=None, places=(), actors=(), statements=(), events=())
    bare = replace(bare, casualties=(), published=None, dateline=None)
    assert make_chronicle([bare]).stories[0].articles == ("bare",)


def test_a_former_figure_is_held_against_nobody(crises: list[Record]) -> None:
    early = crises[0]
    for words, disputed in (("34 people had died", True), ("the port at first spoke of 34 dead", False)):
        text = f"Divers search wreck\n\nKISUMBA, March 7 (Tern) - In Kisumba {words} when the ferry Mwangaza sank off Ruvo on Monday.\n"
        start = text.index("34")
        late = _bare(early, text, Span(start, start + 2), 34)
        tolls = find_tolls([early, late], (), {early.id: "a", late.id: "b"})
        first = next(one for one in tolls if one.article == early.id)
        second = next(one for one in tolls if one.article == late.id)
        assert (comparable(first, second) and contradict(first, second)) is disputed


def test_that_nobody_was_hurt_is_held_against_any_victim(crises: list[Record]) -> None:
    one = _bare(crises[0], "Fire\n\nNo one was hurt, police said.\n", Span(6, 12), 0, "injured")
    two = replace(_bare(crises[0], "Fire\n\nTwo of the guests were burnt, doctors said.\n", Span(6, 23), 2, "injured"), id="two")
    first, second = find_tolls([one, two], (), {one.id: "a", two.id: "b"})
    assert comparable(first, second)
    assert contradict(first, second)


def _bare(record: Record, text: str, span: Span, count: int, kind: CasualtyKind = "killed") -> Record:
    article = read_text(text, id="late", published="2017-03-07")
    toll = Casualty(kind, count, count, span)
    layers: dict[str, Any] = dict.fromkeys(("times", "places", "actors", "statements", "events", "conditions"), ())
    sentences = tuple(part.span for part in article.parts)
    return replace(
        record, id="late", text=text, published="2017-03-07", parts=article.parts, headline=article.headline, dateline=article.dateline,
        sentences=sentences, casualties=(toll,), **layers,
    )  # fmt: skip
