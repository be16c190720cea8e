from collections.abc import Callable

from dateline.article import Span
from dateline.record import Record
from dateline.show.chronicle import fold, place_line, timeline, toll
from dateline.story.phrase import LONGEST, clause
from dateline.story.voices import voice


def test_lines_come_by_date_and_undated_ones_last(record: Record) -> None:
    lines = timeline([record])
    dated = [line.when.start for line in lines if line.when]
    assert dated == sorted(dated)
    assert [line.id for line in lines if not line.when] == [lines[-1].id] == ["e3"]
    assert lines[-1].label == "(4 May 2026)"


def test_a_line_reads_like_the_copy(record: Record) -> None:
    line = next(line for line in timeline([record]) if line.id == "e1")
    assert (line.label, line.place, line.words, line.voice.words) == (
        "4 May 2026",
        "Sund",
        "Ferry crews walked out in Sund on Monday",
        "the paper's own voice",
    )
    assert record.text[line.span.start : line.span.end] == line.words


def test_a_state_of_one_word_takes_its_clause_and_bounds(record: Record) -> None:
    line = next(line for line in timeline([record]) if line.id == "c1")
    assert line.label == "1–6 May 2026"
    assert line.voice.words == "Ulla Brandt insists"


def test_every_event_is_in_one_line_and_reprints_fold(record: Record, build: Callable[..., Record]) -> None:
    both = [record, build("sund-post-1", "Sund Post")]
    lines = timeline(both)
    folded = fold(lines, both)
    assert len(lines) == 2 * (len(record.events) + len(record.conditions))
    own = next(line for line in folded if line.id == "e1")
    assert own.tellers == (0, 1)
    assert len(folded) == len(fold(timeline([record]), [record]))


def test_chains_run_from_the_outlet_inwards(record: Record, build: Callable[..., Record]) -> None:
    assert voice(record, "s2").line == "NORDA ← Ulla Brandt"
    assert voice(record, "s4").line == "NORDA ← A union statement ← its chairman"
    assert voice(record, "s4").words == "its chairman (in a union statement)"
    assert voice(build("x", "Sund Post"), "s2").line == "Sund Post ← NORDA ← Ulla Brandt"
    assert voice(record, "s2").words == "Ulla Brandt told NORDA"


def test_a_statement_that_reports_itself_ends(record: Record) -> None:
    from dataclasses import replace

    looped = replace(record, statements=tuple(replace(s, within=s.id) for s in record.statements))
    assert voice(looped, "s1").line == "NORDA ← Ulla Brandt"


def test_place_line(record: Record) -> None:
    assert place_line(record) == "Sund · 4 May 2026 · NORDA"


def test_tolls(record: Record) -> None:
    assert toll(record, record.events[1].casualties[0]) == "12 detained"
    assert toll(record, record.casualties[0]) == "injured: “people”"


def test_phrases_end_at_clauses_and_stay_short() -> None:
    text = "Rain fell. Dockers, who had waited since dawn, marched to the gate, waving flags, after the siren sounded twice."
    start = text.index("marched")
    assert text[slice(*clause(text, Span(start, start + 7), Span(11, len(text))))] == "marched to the gate"
    long = "a " * 400 + "march " + "b " * 400
    start = long.index("march")
    found = clause(long, Span(start, start + 5), Span(0, len(long)))
    assert found.start <= start < found.end
    assert found.length <= LONGEST + 8
