"""Keys across articles: the same for the same, none where two could be meant."""

from __future__ import annotations

import pytest

from dateline.article import Span
from dateline.fields import Actor, ActorKind
from dateline.who import actor_key, load_who


def named(name: str, kind: ActorKind, country: str | None, sector: str | None = None) -> Actor:
    return Actor("a1", name, kind, (Span(0, 1),), country=country, sector=sector)


@pytest.mark.parametrize(
    ("actor", "key"),
    [
        (named("Ann Roe", "person", "NOR"), "ann-roe/NOR"),
        (named("Ann M. Roe", "person", "NOR"), "ann-roe/NOR"),
        (named("Åse O'Dell-Łoś", "person", "NOR"), "ase-odell-los/NOR"),
        (named("Roe", "person", "NOR"), None),
        (named("Ann Roe", "person", None), None),
        (named("trade minister", "person", "NOR"), None),
        (named("Norway", "country", "NOR"), "NOR"),
        (named("UN", "organization", "UNO"), "united-nations/UNO"),
        (named("the Salt Workers' Union", "organization", "NOR", "LAB"), "salt-workers-union/NOR"),
        (named("foreign ministry", "organization", "NOR", "GOV"), "foreign-ministry/NOR"),
        (named("foreign ministry", "organization", None, "GOV"), None),
        (named("bank", "organization", "NOR", "BUS"), None),
        (named("six farmers", "group", "NOR", "AGR"), None),
    ],
)
def test_key(actor: Actor, key: str | None) -> None:
    assert actor_key(actor, load_who()) == key


def test_a_land_under_another_state_keeps_its_own_key() -> None:
    assert actor_key(named("Greenland", "country", "DNK"), load_who()) == "greenland/DNK"
