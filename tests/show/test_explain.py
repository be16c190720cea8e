import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.console import Console

from dateline.errors import RecordError
from dateline.record import Record
from dateline.show.explain import explain
from dateline.show.explained import render, render_rule
from dateline.show.rulebook import all_rules, find_rule


def words(record: Record, path: str) -> list[str]:
    found = explain([record], path)
    return [record.text[span.start : span.end] for span in found.spans]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("events[0].date", ["Monday"]),
        ("events[e4].date", ["Friday"]),
        ("events[0].place", ["Sund"]),
        ("events[0]", ["walked out"]),
        ("events[0].trigger[0]", ["walked out"]),
        ("events[0].source", ["Ferry crews"]),
        ("events[1].casualties[0].low", ["12 people"]),
        ("events[2].status", ["set fire"]),
        ("events[2].statement", ["Nobody set fire to anything", "Ulla Brandt", "told"]),
        ("statements[s1].source", ["the harbour master"]),
        ("statements[0].content", ["Calm", "had returned by Wednesday"]),
        ("statements[0].content[1]", ["had returned by Wednesday"]),
        ("actors[2].sector", ["harbour master"]),
        ("actors[2].roles[0].title", ["harbour master"]),
        ("actors[2].name", ["the harbour master", "Ulla Brandt"]),
        ("places[0].country", ["Sund"]),
        ("conditions[c1].date", ["Wednesday"]),
        ("headline", ["Ferry crews walk out in Sund"]),
        ("published", ["SUND, May 4. /NORDA/."]),
        ("parts[0].kind", ["{{ page.kicker }}"]),
        ("casualties[0].kind", ["people"]),
    ],
)
def test_a_path_leads_to_its_words(record: Record, path: str, expected: list[str]) -> None:
    assert sorted(words(record, path)) == sorted(expected)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("events[9].date", "has 4 items"),
        ("events[e9]", "there are e1, e2, e3, e4"),
        ("events[0].colour", "has no field 'colour'"),
        ("nothing", "has no field 'nothing'"),
        ("", "empty"),
        ("events[0", "cannot be read"),
        ("text[0]", "is no list"),
        ("events[0].date.year", "has no field 'year'"),
    ],
)
def test_a_path_that_leads_nowhere_says_where_it_stops(record: Record, path: str, says: str) -> None:
    with pytest.raises(RecordError, match=says.replace("[", r"\[")):
        explain([record], path)


def test_one_of_several_records_is_named_by_its_file(record: Record) -> None:
    first, second = (replace(record, id=name, source=replace(record.source, path=f"in/{name}_file.txt")) for name in ("a", "b"))
    assert explain([first, second], "b_file:events[0]").record.id == "b"
    with pytest.raises(RecordError, match="none named 'c_file'"):
        explain([first, second], "c_file:events[0]")


def test_one_of_several_records_is_named_by_its_id(record: Record, build: Callable[..., Record]) -> None:
    both = [record, build("post:7", "Sund Post")]
    assert explain(both, "post:7:events[0].date").record.id == "post:7"
    with pytest.raises(RecordError, match="put the id of one before the path"):
        explain(both, "events[0].date")


def printed(record: Record, path: str) -> str:
    out = io.StringIO()
    render(explain([record], path), Console(file=out, width=80, no_color=True, highlight=False))
    return out.getvalue()


def test_the_words_stand_in_their_sentence_with_rule_and_voice(record: Record) -> None:
    text = printed(record, "events[3].date")
    assert "words      “Friday”" in text
    assert "[Friday]" in text
    assert "2026-05-08" in text
    assert "weekdays.coming" in text
    assert "NORDA ← A union statement ← its chairman" in " ".join(text.split())


def test_every_rule_is_found_by_its_name_and_printed() -> None:
    out = io.StringIO()
    console = Console(file=out, width=80, no_color=True, highlight=False)
    listed = all_rules()
    for file, rule in listed:
        found = find_rule(rule.name)
        assert found is not None
        assert found[1].name == rule.name
        render_rule(file, rule, console)
    assert out.getvalue().count("\nyes") >= len(listed)
    assert find_rule("tagger_v1") is None


def test_rules_are_found_by_file_and_by_room() -> None:
    from dateline.show.rulebook import find_rule

    assert (find_rule("weekdays.weekday") or ("",))[0] == "when/rules/weekdays.toml"
    assert (find_rule("said.parenthesis") or ("",))[0] == "said/rules/clauses.toml"
    assert find_rule("said.nothing") is None
    assert find_rule("tagger_v1") is None
