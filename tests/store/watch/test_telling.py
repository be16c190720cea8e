"""Saved searches: what they find, to whom it is told, once and at least once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline import settings
from dateline.errors import StoreError
from dateline.store.watch import Telling
from dateline.store.watch.plan import Feed, Plan, Search, Target
from dateline.store.watch.searches import Match
from dateline.store.watch.targets import Untold, printer, teller, to_json

ATTACK = (
    "ALMATY, January 5 (Steppe Wire) -- Gunmen attacked a police station in Almaty on Wednesday, killing four officers, the interior "
    "ministry said.\n\nThe station was on fire for two hours, witnesses said."
)
DENIAL = (
    "ALMATY, January 6 (Lake Agency) -- The regional governor on Thursday denied that soldiers had attacked demonstrators in Almaty.\n\n"
    '"No soldier fired a shot," the governor said.'
)
LIBRARY = "OSLO, January 6 (Fjord Press) -- The city opened a library on Thursday. Readers queued for an hour in the snow to see it."
CALM = "OSLO, January 7 (Fjord Press) -- Snow fell on the city. Trains were late by an hour, and buses stood still at the harbour."
ATTACKS = Search("attacks", query={"type": "ASSAULT", "country": "KAZ", "casualties": "any"})
SECRET = "whsec_" + base64.b64encode(b"a secret of the desk").decode()


def feed(url: str) -> Feed:
    return Feed(url, private=True, interval="10m")


def test_new_events_that_match_are_told_once(desk: Callable[..., Any], paper: Any) -> None:
    plan = Plan([feed(paper.feed("/rss", LIBRARY, ATTACK))], [ATTACKS])
    at = desk(end=800.0, at={300.0: lambda: paper.feed("/rss", LIBRARY, ATTACK, CALM)})
    at.watch(plan).run()
    (match,) = at.told
    assert match.search == "attacks"
    assert match.body["event"]["type"] == "ASSAULT"
    assert match.body["event"]["trigger"] == "attacked"
    assert match.body["article"]["outlet"]
    assert "attacked a police station" in match.line
    assert json.loads(to_json(match))["key"] == match.key
    again = desk()
    again.watch(plan).run(once=True)
    assert again.told == []


def test_a_search_begins_with_what_comes_after_it(desk: Callable[..., Any], paper: Any) -> None:
    plan = Plan([feed(paper.feed("/rss", ATTACK))])
    desk().watch(plan).run(once=True)
    paper.feed("/rss", ATTACK, ATTACK.replace("four officers", "six officers").replace("Almaty", "Aktobe"))
    at = desk()
    at.watch(Plan(plan.feed, [ATTACKS])).run(once=True)
    assert [match.body["event"]["place"] for match in at.told] == ["Aktobe"]


def test_denials_and_articles_are_found(desk: Callable[..., Any], paper: Any) -> None:
    searches = [Search("denials", "denial", {"country": "KAZ"}), Search("gunmen", "articles", {"text": "gunmen station"})]
    at = desk()
    at.watch(Plan([feed(paper.feed("/rss", LIBRARY, ATTACK, DENIAL))], searches)).run(once=True)
    assert {match.search for match in at.told} == {"denials", "gunmen"}
    denials = [match for match in at.told if match.search == "denials"]
    assert all(match.body["event"]["status"] == "denied" for match in denials)
    assert "governor" in denials[0].line


def test_a_conflict_is_told_when_it_appears(desk: Callable[..., Any], paper: Any) -> None:
    other = (
        "ALMATY, January 5 (Lake Agency) -- Armed men attacked a police station in Almaty on Wednesday. Nine officers were killed, the "
        "mayor said at night.\n\nShops in the quarter stayed shut, and buses went around it."
    )
    search = Search("disagreements", "conflict", {"country": "KAZ"})
    plan = Plan([feed(paper.feed("/one", ATTACK)), Feed(paper.url + "/two", outlet="The Other", private=True, interval="10m")], [search])
    at = desk(end=900.0, at={300.0: lambda: paper.feed("/two", other)})
    at.watch(plan).run()
    (match,) = at.told
    assert match.body["conflict"]["kind"] == "toll"
    assert "4 killed (the interior ministry) against 9 killed (mayor)" in match.line
    assert sorted(words for side in match.body["conflict"]["body"]["words"] for words in side) == ["Nine officers", "four officers"]
    assert desk().watch(plan).run(once=True)


def test_a_target_that_is_down_holds_up_no_other(desk: Callable[..., Any], paper: Any) -> None:
    sent: list[str] = []
    down = {"is": True}

    def webhook(match: Match) -> None:
        if down["is"]:
            raise Untold("answered with status 503")
        sent.append(match.key)

    search = Search("attacks", query=ATTACKS.query, tell=("print", "desk"))
    plan = Plan([feed(paper.feed("/rss", ATTACK))], [search], {"desk": Target(webhook="http://paper.invalid/")})
    at = desk(end=400.0, at={200.0: lambda: down.update({"is": False})})
    at.watch(plan, targets={"desk": webhook}).run()
    assert len(at.told) == 1
    assert sent == [at.told[0].key]
    assert at.outcomes("told").count("failed") >= 3
    again = desk()
    assert again.watch(plan, targets={"desk": webhook}).run(once=True)
    assert len(sent) == 1


def test_what_was_not_told_is_told_after_a_restart(desk: Callable[..., Any], paper: Any) -> None:
    def broken(match: Match) -> None:
        raise Untold("nobody there")

    search = Search("attacks", query=ATTACKS.query, tell=("desk",))
    plan = Plan([feed(paper.feed("/rss", ATTACK))], [search], {"desk": Target(webhook="http://paper.invalid/")})
    at = desk()
    assert not at.watch(plan, targets={"desk": broken}).run(once=True)
    again, sent = desk(), []
    assert again.watch(plan, targets={"desk": sent.append}).run(once=True)
    assert len(sent) == 1


def test_a_crash_between_telling_and_remembering_tells_again(desk: Callable[..., Any], paper: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = Plan([feed(paper.feed("/rss", ATTACK))], [ATTACKS])
    at = desk()

    def full(self: Telling, search: Search) -> None:
        raise StoreError("the disk is full")

    watch = at.watch(plan)
    with monkeypatch.context() as patch:
        begin = Telling.begin

        def begun(self: Telling) -> None:
            begin(self)
            patch.setattr(Telling, "_save", full)

        patch.setattr(Telling, "begin", begun)
        with pytest.raises(StoreError):
            watch.run(once=True)
    assert len(at.told) == 1
    again = desk()
    again.watch(plan).run(once=True)
    assert [match.key for match in again.told] == [at.told[0].key]


def test_a_match_that_is_sent_back_is_dropped_in_the_end(desk: Callable[..., Any], paper: Any) -> None:
    def picky(match: Match) -> None:
        raise Untold("answered with status 400", lasting=True)

    search = Search("attacks", query=ATTACKS.query, tell=("desk",))
    plan = Plan([feed(paper.feed("/rss", ATTACK))], [search], {"desk": Target(webhook="http://paper.invalid/")})
    at = desk(end=5000.0)
    at.watch(plan, targets={"desk": picky}).run()
    assert at.outcomes("told") == ["failed"] * 4 + ["dropped"]


def test_a_webhook_is_posted_once_and_signed(desk: Callable[..., Any], paper: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_SECRET", SECRET)
    paper.pages["/hook"] = lambda headers: (503, {"Retry-After": "40"}, b"") if paper.paths().count("/hook") < 3 else (204, {}, b"")
    target = Target(webhook=paper.url + "/hook", secret_env="DESK_SECRET", private=True)
    search = Search("attacks", query=ATTACKS.query, tell=("desk",))
    plan = Plan([feed(paper.feed("/rss", ATTACK))], [search], {"desk": target})
    at = desk(end=2000.0)
    at.watch(plan, targets={"desk": teller(target, at.clock.now)}).run()
    posts = [(headers, body) for path, headers, body in paper.asked if path == "/hook"]
    assert len(posts) == 3
    assert len({headers["webhook-id"] for headers, _ in posts}) == 1
    headers, body = posts[-1]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    mac = hmac.new(b"a secret of the desk", signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == "v1," + base64.b64encode(mac).decode()
    assert json.loads(body)["search"] == "attacks"
    assert int(posts[1][0]["webhook-timestamp"]) - int(posts[0][0]["webhook-timestamp"]) >= 40


MATCH = Match("s", "events", "a:e1", "s: a line", {"event": {"type": "ASSAULT"}})


def test_a_webhook_to_a_private_address_is_refused(paper: Any) -> None:
    with pytest.raises(Untold, match="private address"):
        teller(Target(webhook=paper.url + "/hook"), lambda: 0.0)(MATCH)
    assert paper.asked == []


def test_a_webhook_follows_no_redirect(paper: Any) -> None:
    paper.pages["/hook"] = (302, {"Location": paper.url + "/other"}, b"")
    with pytest.raises(Untold, match="302") as error:
        teller(Target(webhook=paper.url + "/hook", private=True), lambda: 0.0)(MATCH)
    assert error.value.lasting
    assert paper.paths() == ["/hook"]


def command(code: str) -> Target:
    return Target(command=(sys.executable, "-c", code))


def test_a_command_gets_the_match_and_no_shell(tmp_path: Path) -> None:
    out = tmp_path / "$(touch x)"
    code = "import sys; open(sys.argv[1], 'w').write(sys.stdin.read())"
    teller(Target(command=(sys.executable, "-c", code, str(out))), lambda: 0.0)(MATCH)
    assert json.loads(out.read_text()) == {
        "search": "s",
        "kind": "events",
        "key": "a:e1",
        "what": "s: a line",
        "event": {"type": "ASSAULT"},
    }


def test_a_command_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Untold, match="ended with 3") as error:
        teller(command("raise SystemExit(3)"), lambda: 0.0)(MATCH)
    assert error.value.lasting
    with pytest.raises(Untold, match="cannot be run"):
        teller(Target(command=("/no/such/program",)), lambda: 0.0)(MATCH)
    monkeypatch.setitem(settings._VALUES, "tell_seconds", 1)
    with pytest.raises(Untold, match="longer than tell_seconds = 1"):
        teller(command("import time; time.sleep(60)"), lambda: 0.0)(MATCH)


def test_a_command_need_not_read(desk: Callable[..., Any]) -> None:
    big = Match("s", "events", "a:e1", "x" * 2_000_000, {})
    teller(command("pass"), lambda: 0.0)(big)


def test_printing_is_one_line() -> None:
    for form in ("line", "jsonl"):
        out = io.StringIO()
        printer(out, form)(MATCH)
        assert out.getvalue().count("\n") == 1
    assert json.loads(out.getvalue())["kind"] == "events"


def test_what_was_told_is_bounded(desk: Callable[..., Any], paper: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings._VALUES, "watch_seen", 2)
    texts = [ATTACK.replace("four", word) for word in ("three", "five", "six", "seven")]
    at = desk()
    at.watch(Plan([feed(paper.feed("/rss", *texts))], [ATTACKS])).run(once=True)
    assert len(at.told) >= 4
    with at.store.reading() as db:
        seen = json.loads(db.execute("SELECT seen FROM searches WHERE name = 'attacks'").fetchone()[0])
    assert len(seen["print"]["told"]) == 2


def test_a_stop_ends_between_two_matches(desk: Callable[..., Any], paper: Any) -> None:
    texts = [ATTACK.replace("four", word) for word in ("three", "five", "six")]
    at = desk()
    told: list[str] = []

    def stop_after_one(match: Match) -> None:
        told.append(match.key)
        watch.stop()

    search = Search("attacks", query=ATTACKS.query, tell=("desk",))
    plan = Plan([feed(paper.feed("/rss", *texts))], [search], {"desk": Target(webhook="http://paper.invalid/")})
    watch = at.watch(plan, targets={"desk": stop_after_one})
    watch.run()
    assert len(told) == 1
    again, rest = desk(), []
    again.watch(plan, targets={"desk": rest.append}).run(once=True)
    assert told[0] not in [match.key for match in rest]
    assert len(rest) >= 2
