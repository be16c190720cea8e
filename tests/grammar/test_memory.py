"""Memory: findings are kept by the copy they were made in, within the room given."""

from __future__ import annotations

from dateline.grammar.memory import Memory


def test_findings_are_kept_by_copy() -> None:
    memory = Memory(100)
    memory.on("two bridges closed", 18)["room.finding"] = 2
    assert memory.on("two bridges closed", 18) == {"room.finding": 2}
    assert memory.on("three bridges closed", 20) == {}
    assert len(memory) == 2


def test_copy_asked_for_longest_ago_is_forgotten() -> None:
    memory = Memory(40)
    for copy in ("a", "b", "c", "d", "a", "e"):
        memory.on(copy, 10)["found"] = copy
    assert len(memory) == 4
    assert memory.on("b", 10) == {}
    assert memory.on("a", 10) == {"found": "a"}


def test_copy_that_would_fill_the_room_is_not_kept() -> None:
    memory = Memory(40)
    memory.on("long", 11)["found"] = 1
    assert memory.on("long", 11) == {}
    assert len(memory) == 0
