"""Two rooms keep a table of countries: where of places, who of states that act. They must not drift apart."""

from __future__ import annotations

from dateline.rules import load_lexicon
from dateline.where import load_gazetteer


def test_the_tables_of_countries_agree_on_states() -> None:
    gazetteer, seen = load_gazetteer(), set()
    for row in load_lexicon("dateline.who", "nationalities.tsv"):
        if row["code"] in seen or row["code"] not in gazetteer.countries:
            continue  # lands and dependencies stand under their state
        seen.add(row["code"])
        assert gazetteer.country(row["name"]) == row["code"]
        assert {gazetteer.demonym(word) for word in row["adjectives"].split("|")} <= {row["code"], None}
    assert len(seen) > 190
