"""Origins: reprints share one, shared quotations do not make one, and the answer does not hang on the order."""

from __future__ import annotations

import random
from dataclasses import replace

from dateline.article import Span
from dateline.intake import read_text
from dateline.record import Record
from dateline.story.copies import Sheet, aligned, compare, find_origins, fingerprints, passages, sheet

STORM = (
    "The roof of the covered market in Brava gave way under wet snow on Thursday evening, burying a dozen stalls. Firefighters dug through "
    "the night with borrowed shovels because the only excavator in the district stood in a garage without a clutch. By morning all the "
    "traders had been accounted for, and the mayor closed three more halls of the same make."
)
OTHER = (
    "Engineers who saw the plans of the Brava market said its beams were half as thick as the rules ask. The builder went bankrupt years "
    "ago and its files are lost, while the town never sent anyone to look at the hall after the earthquake, an official admitted."
)
REMARK = '"We told them the roof would come down and they laughed at us and went on selling turnips under it," said a trader, Ines Falk.'


def page(id: str, text: str, outlet: str = "Paper", published: str = "2020-01-10") -> Sheet:
    return sheet(read_text(f"Headline of {id}\n\n{text}\n", id=id, outlet=outlet, published=published))


def test_reprints_share_an_origin_and_the_agency_answers_for_it(crises: list[Record]) -> None:
    origins = find_origins(map(sheet, crises))
    shared = [one for one in origins if len(one.articles) > 1]
    assert [one.articles for one in shared] == [("ferry-1", "ferry-2")]
    assert shared[0].speaker == "Lagoon Wire"


def test_trimmed_reheadlined_and_edited_copy_is_found() -> None:
    brief = page("brief", STORM[: STORM.index(" By morning")])
    edited = page("edited", STORM.replace("a dozen stalls", "12 stalls").replace("because", "since").replace("closed", "has closed"))
    full = page("full", f"{STORM} {OTHER}")
    origins = find_origins([brief, edited, full])
    assert [set(one.articles) for one in origins] == [{"brief", "edited", "full"}]


def test_a_shared_quotation_is_no_copy() -> None:
    first, second = page("first", f"{STORM}\n\n{REMARK}"), page("second", f"{OTHER}\n\n{REMARK}")
    found = compare(first, second)
    assert found is not None
    assert not found.same
    assert len(find_origins([first, second])) == 2


def test_a_round_up_does_not_join_the_briefs_it_holds() -> None:
    long = " ".join(f"Item {n}: the council of town number {n} met over matter {n * 7} and put it off to week {n + 3}." for n in range(60))
    origins = find_origins([page("storm", STORM), page("other", OTHER), page("roundup", f"{STORM}\n\n{OTHER}\n\n{long}")])
    assert len(origins) == 3


def test_origins_do_not_hang_on_order(crises: list[Record]) -> None:
    pages = [sheet(record) for record in crises]
    expected = find_origins(pages)
    for seed in range(5):
        random.Random(seed).shuffle(pages)
        assert find_origins(pages) == expected


def test_passages_hold_the_same_words() -> None:
    first, second = page("first", STORM), page("second", f"{OTHER}\n\n{STORM}")
    found = compare(first, second)
    assert found is not None
    (passage,) = passages(found, first, second)
    text = f"Headline of second\n\n{OTHER}\n\n{STORM}\n"
    assert text[passage.span.start : passage.span.end] == STORM[:-1]
    assert passage.of == "first"


def test_alignment_goes_over_a_changed_word() -> None:
    first, second = page("first", STORM), page("second", STORM.replace("borrowed", "rented"))
    found = compare(first, second)
    assert found is not None
    word = second.words.index("rented")
    assert first.words[aligned(found)[word]] == "borrowed"


def test_empty_and_tiny_copy() -> None:
    nothing = replace(page("nothing", STORM), words=(), spans=(), own=())
    assert fingerprints(nothing) == ()
    assert compare(nothing, page("a", STORM)) is None
    assert len(find_origins([nothing, page("b", "Short."), page("c", "Short.")])) == 3
    assert find_origins([]) == ()


def test_words_of_copy_have_their_places() -> None:
    one = page("one", REMARK)
    assert one.spans[0] == Span(len("Headline of one\n\n") + 1, len("Headline of one\n\n") + 3)
    assert one.own[0] is False
    assert one.own[-1] is True
