"""What stands around a name and is no part of it: hours, years, slugs, credits; and letters that the copy itself explains."""

from __future__ import annotations

import pytest

from dateline.who import find_actors, load_who

from .build import article


def _named(*sentences: str, headline: str | None = None) -> dict[str, str | None]:
    made = article(*sentences, headline=headline)
    return {actor.name: actor.sector for actor in find_actors(*made, (), (), load_who())}


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("At/ADP 9:45/NUM p.m./NOUN soldiers/NOUN//nsubj left/VERB ./PUNCT", "soldiers"),
        ("On/ADP Aug./PROPN 2/NUM 1990/NUM troops/NOUN//nsubj left/VERB ./PUNCT", "troops"),
        ("On/ADP March/PROPN 14/NUM police/NOUN//nsubj left/VERB ./PUNCT", "police"),
        ("Some/DET 1990/NUM troops/NOUN//nsubj left/VERB ./PUNCT", "Some 1990 troops"),
    ],
)
def test_hours_and_years_count_nobody(sentence: str, name: str) -> None:
    assert list(_named(sentence)) == [name]


def test_a_slug_is_no_part_of_the_headline() -> None:
    found = _named("They/PRON left/VERB ./PUNCT", headline="UPDATE/PROPN 2-Rebels/NOUN//nsubj leave/VERB town/NOUN")
    assert "UPDATE 2-Rebels" not in found


def test_credits_are_no_actors() -> None:
    found = _named(
        "Police/NOUN//nsubj left/VERB ./PUNCT",
        "(/PUNCT Editing/VERB by/ADP Ann/PROPN/B-PER/obl Roe/PROPN/I-PER/flat )/PUNCT",
    )
    assert list(found) == ["Police"]


def test_letters_that_the_copy_explains_are_not_those_of_the_tables() -> None:
    made = article(
        "The/DET Western/PROPN/B-ORG/compound Herring/PROPN/I-ORG/compound Office/PROPN/I-ORG/nsubj "
        "(/PUNCT WHO/PROPN/B-ORG/appos )/PUNCT wept/VERB ./PUNCT"
    )
    (actor,) = find_actors(*made, (), (), load_who())
    assert actor.country != "UNO"


def test_an_adjective_in_front_of_a_body_gives_its_country() -> None:
    made = article(
        "The/DET Tongan/ADJ Foreign/PROPN/B-ORG/compound Ministry/PROPN/I-ORG/compound spokesman/NOUN//nsubj "
        "left/VERB Fiji/PROPN/B-LOC ./PUNCT"
    )
    found = {actor.name: (actor.country, actor.sector) for actor in find_actors(*made, (), (), load_who())}
    assert found["Foreign Ministry"] == ("TON", "GOV")


def test_an_adjective_in_front_of_an_army_keeps_its_sector() -> None:
    made = article("Tongan/ADJ army/NOUN//compound spokesman/NOUN//nsubj left/VERB Fiji/PROPN/B-LOC ./PUNCT")
    found = {actor.name: (actor.country, actor.sector) for actor in find_actors(*made, (), (), load_who())}
    assert found["army"] == ("TON", "MIL")


def test_a_paper_named_after_a_people_is_not_its_people() -> None:
    made = article("The/DET Namibian/ADJ ambassador/NOUN//nsubj left/VERB ./PUNCT")
    assert [actor.name for actor in find_actors(*made, (), (), load_who())] == ["Namibian ambassador"]
