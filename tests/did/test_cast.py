"""Who stands behind the words beside an act, in copy read end to end with the tagger."""

from __future__ import annotations

from dateline import read


def test_a_vessel_does_what_its_crew_does() -> None:
    record = read("TALLINN, March 3 - A Norwegian coast guard vessel fired on a trawler off Estonia on Sunday.", published="2024-03-04")
    whose = {actor.id: (actor.country, actor.sector) for actor in record.actors}
    assert [whose[id] for event in record.events if event.type == "ASSAULT" for id in event.source] == [("NOR", "MIL")]
