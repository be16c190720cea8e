"""What a dispatch may say: PLOVER types with their modes, statuses, states of places, kinds of tolls."""

from __future__ import annotations

from typing import Any

MODES = {
    "AGREE": "",
    "CONSULT": "visit third-party multilateral phone",
    "SUPPORT": "",
    "CONCEDE": "",
    "COOPERATE": "",
    "AID": "",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons"
    " crowd-control unconventional",
}
#: Acts done in words: where the copy gives them no date, the day of the copy is right too.
VERBAL = frozenset(("AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"))
STATUS = ("actual", "planned", "possible", "denied")
CONDITIONS = tuple("calm tense emergency curfew mourning ceasefire blockade outage shortage displacement epidemic".split())
TOLLS = ("killed", "injured", "detained", "missing", "displaced")


def fault(event: dict[str, Any]) -> str | None:
    """Why an event's type, mode or status is not allowed. None if all are."""
    types = [event["type"], *event.get("type_any", [])]
    for t in types:
        if t not in MODES:
            return f"no type {t}"
    allowed = {m for t in types for m in MODES[t].split()} | {None}
    for m in [event["mode"], *event.get("mode_any", [])]:
        if m not in allowed:
            return f"{types[0]} has no mode {m}"
    if event["mode"] is not None and event["mode"] not in MODES[types[0]].split():
        return f"{types[0]} has no mode {event['mode']}"
    for s in [event["status"], *event.get("status_any", [])]:
        if s not in STATUS:
            return f"no status {s}"
    return None
