"""Timeline, map, comparison and review as pages: what they hold, where their links lead, what a review does."""

from __future__ import annotations

import json
import re
import statistics
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient
from tests.show.web.conftest import AT, serving, stored

from dateline.record import Record
from dateline.show.web.app import make_app
from dateline.store import Store, open_store


@pytest.fixture
def writer(own: Path) -> Iterator[TestClient]:
    """A reviewer on this machine, over a store of their own."""
    app = make_app(own)
    yield TestClient(app, base_url="http://localhost", follow_redirects=True)
    app.state.store.close()


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def token(html: str) -> str:
    found = re.search(r'name="token" value="(\w+)"', html)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def lead(store: Store) -> str:
    return next(store.stories(limit=1, sort="-origins")).id


VIEWS = ("/timeline", "/timeline?by=actor", "/timeline?by=type&as_of=2023-03-16", "/timeline?by=story", "/map", "/map?at=17,-22&zoom=8",
         "/map?at=11,9&zoom=1", "/compare", "/review", "/review?again=1")  # fmt: skip


@pytest.mark.parametrize("path", VIEWS)
def test_views_answer_whole_pages_without_inline_code(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert not re.search(r"\s(?:style|on\w+)=|<style|<script(?![^>]* src=)", answer.text)
    ids = re.findall(r'\sid="([^"]+)"', answer.text)
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("path", [*VIEWS, "/timeline?type=PROTEST&from=2023-03-01&to=2023-03-20"])
def test_no_link_is_dead(client: TestClient, path: str) -> None:
    found = {link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)', client.get(path).text)}
    assert [link for link in sorted(found) if client.get(link).status_code not in (200, 303)] == []


@pytest.mark.parametrize(
    "path",
    ["/timeline?by=colour", "/timeline?as_of=soon", "/timeline?nonsense=1", "/map?at=1", "/map?at=400,2&zoom=3", "/map?at=nan,nan&zoom=2",
     "/map?at=1,2&zoom=1e9", "/map?move=1,2", "/map?brush=inf,1,2,3", "/review?skip=-1", "/review?skip=99999", "/timeline?part=all",
     "/compare?article=a&article=b&article=c&article=d&article=e"],
)  # fmt: skip
def test_what_cannot_be_read_is_named(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert "<h1" in answer.text


@pytest.mark.parametrize("path", ["/compare?article=nobody&article=nothing", "/review?item=nobody:e1"])
def test_what_is_not_there_is_a_404(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_views_of_an_empty_store_say_what_to_do(tmp_path: Path) -> None:
    open_store(tmp_path / "empty.db", create=True).close()
    app = make_app(tmp_path / "empty.db")
    client = TestClient(app, base_url="http://localhost")
    for path in ("/timeline", "/map", "/compare", "/review", "/timeline?type=PROTEST", "/map?country=NAM", "/timeline?as_of=2020-01-01"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert 'class="empty"' in answer.text, path
    app.state.store.close()


# The timeline


def test_the_timeline_shows_each_line_as_mark_and_as_words(client: TestClient, store: Store, lead: str) -> None:
    page = client.get(f"/timeline?story={lead}").text
    entries = store.timeline(story=lead)
    assert len(entries) > 8
    for entry in entries:
        assert page.count(f'data-id="{entry.id}"') == 2  # wide and narrow
        assert f'id="{entry.id}"' in page
        assert f"/article/{entry.article}?char={entry.start},{entry.end}#char={entry.start},{entry.end}" in page


def test_what_is_disputed_is_marked(client: TestClient, store: Store, lead: str) -> None:
    conflict = next(row for row in store.conflicts(story=lead) if row.kind == "status" and row.happening)
    page = client.get(f"/timeline?happening={conflict.happening}").text
    assert "≠</text>" in page
    assert "disputed" in text(page)


def test_as_of_a_day_tells_only_what_was_printed_by_then(client: TestClient, store: Store, lead: str) -> None:
    early = client.get(f"/timeline?story={lead}&as_of=2023-03-14").text
    late = client.get(f"/timeline?story={lead}").text
    ids = re.compile(r'<li data-step id="([^"]+)"')
    assert 0 < len(ids.findall(early)) < len(ids.findall(late))
    assert "as of 14 Mar 2023" in early
    days = re.findall(r"known (\d+) Mar 2023", text(early))
    assert all(int(day) <= 14 for day in days)
    assert "Nothing of this was known by then" in client.get("/timeline?as_of=2023-03-01").text


def test_the_fragment_is_the_figure_of_the_page(client: TestClient) -> None:
    whole, part = client.get("/timeline?as_of=2023-03-16").text, client.get("/timeline?as_of=2023-03-16&part=figure").text
    assert "<html" not in part
    assert part.strip() in whole


def test_lanes_are_of_what_is_chosen(client: TestClient) -> None:
    lanes = re.compile(r'class="lane"[^>]*><title>([^<]+)')
    assert "Walvis Bay" in lanes.findall(client.get("/timeline").text)
    assert "Protest" in lanes.findall(client.get("/timeline?by=type").text)
    assert "State of a place" in lanes.findall(client.get("/timeline?by=type").text)


def test_many_events_are_counted(client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.show.web import timeline

    monkeypatch.setattr(timeline, "SINGLE", 5)
    for by in ("place", "actor", "type", "story"):
        page = client.get(f"/timeline?by={by}").text
        wide = page[page.index('class="strip bars"') : page.index('class="on-narrow"')]
        assert 'class="b"' in wide, by
    bars = [int(n.replace(",", "")) for n in re.findall(r'class="b" aria-label="[^"]*?: ([\d,]+) events?"', wide)]
    near = [row for row in store.events() if row.date and not (row.date_end and row.date_end[:7] != row.date[:7])]
    assert 0 < sum(bars) <= store.count()
    assert sum(bars) >= len(near) * 0.8
    narrower = re.search(r'class="b" [^>]*|href="(/timeline\?[^"]*from=[^"]+)" class="b"', wide)
    assert narrower
    assert client.get(narrower[1].replace("&amp;", "&")).status_code == 200


# The map


def test_the_map_draws_what_has_a_point_and_lists_the_rest(client: TestClient, store: Store) -> None:
    page = client.get("/map").text
    placed = [row for row in store.events() if row.lat is not None]
    assert f"{len(placed)} of {store.count()} events" in text(page)
    for name in {row.place for row in placed}:
        assert f"<b>{name}</b>" in page


def test_places_lead_to_exactly_their_events(client: TestClient, store: Store) -> None:
    page = client.get("/map?type=ASSAULT,PROTEST").text
    rows = re.findall(r'<li data-step><a href="(/events[^"]+)"><b>([^<]+)</b>.*?class="num">([\d,]+)<', page, re.S)
    assert rows
    for link, place, n in (row for row in rows if "box=" in row[0]):
        found = client.get(link.replace("&amp;", "&")).text
        assert f"{n} event" in text(found), place


def test_a_brushed_rectangle_becomes_a_filter(client: TestClient) -> None:
    answer = client.get("/map?at=17,-22&zoom=8&brush=400,100,800,460&type=PROTEST")
    assert answer.status_code == 303
    box = re.search(r"box=([^&]+)", answer.headers["location"])
    assert box
    west, south, east, north = (float(edge) for edge in box[1].replace("%2C", ",").split(","))
    assert west < 17 < east
    assert south < -22 < north
    assert "type=PROTEST" in answer.headers["location"]
    assert client.get(answer.headers["location"]).status_code == 200


def test_moves_lead_on_without_a_script(client: TestClient) -> None:
    page = client.get("/map").text
    link = re.search(r'href="([^"]+)"[^>]*aria-label="Zoom in"', page)
    assert link
    nearer = client.get(link[1].replace("&amp;", "&")).text
    zooms = [float(re.search(r'data-zoom="([\d.]+)"', html)[1]) for html in (page, nearer)]  # type: ignore[index]
    assert zooms[1] > zooms[0]


# The comparison


@pytest.fixture(scope="module")
def reprint(store: Store) -> tuple[str, str]:
    row = next(row for row in store.copies([one.id for one in store.articles()]))
    return row.article, row.of


def test_copied_passages_are_shaded_and_one_origin_is_named(client: TestClient, store: Store, reprint: tuple[str, str]) -> None:
    page = client.get(f"/compare?article={reprint[0]}&article={reprint[1]}").text
    assert "2 reports of 1 independent origin" in text(page)
    shaded = "".join(re.findall(r'class="[^"]*copied[^"]*"[^>]*>(?:<mark>)?([^<]*)', page[page.index('class="reports') :]))
    row = store.copies(reprint)[0]
    record = store.article(row.article)
    assert record is not None
    assert "".join(record.text[row.start : row.end].split())[:80].replace('"', "&#34;") in "".join(shaded.split())
    assert "same copy as another of these" in page


def test_conflicts_stand_in_both_columns_with_an_anchor(client: TestClient, store: Store, lead: str) -> None:
    conflict = next(row for row in store.conflicts(story=lead) if row.kind == "status")
    ids = [side[0][0] for side in conflict.body["sides"]]
    page = client.get(f"/compare?article={ids[0]}&article={ids[1]}").text
    assert "it did not happen" in text(page)
    anchors = re.findall(r'class="cite" href="#(x\d+-\d)"', page)
    assert len(anchors) >= 2
    for anchor in anchors:
        assert f'id="{anchor}"' in page
    for number in {anchor[1:].split("-")[0] for anchor in anchors}:
        assert f'href="#conflict-{number}"' in page
        assert f'id="conflict-{number}"' in page


def test_tellings_of_one_happening_lead_to_each_other(client: TestClient, store: Store, lead: str) -> None:
    ids = [row.id for row in store.articles(story=lead)][:4]
    page = client.get("/compare?" + "&".join(f"article={id}" for id in ids)).text
    links = re.findall(r'class="alike-words[^"]*" href="#(h\d+-\d)"', page)
    assert links
    for anchor in set(links):
        assert f'id="{anchor}"' in page


def test_one_report_or_a_story_leads_to_the_choice(client: TestClient, store: Store, lead: str) -> None:
    first = next(store.articles(story=lead, limit=1)).id
    for path in (f"/compare?story={lead}", f"/compare?article={first}"):
        page = client.get(path).text
        assert page.count('type="checkbox"') == len(list(store.articles(story=lead)))


# The review


def act(client: TestClient, **form: str) -> str:
    """Posts the form of the queue's first item with some fields changed; gives the page that follows."""
    page = client.get(form.pop("page", "/review")).text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page[page.index('id="judge"') :]))
    answer = client.post("/review", data=hidden | {"token": token(page), "reviewer": "Ann"} | form)
    assert answer.status_code == 200, text(answer.text)
    return answer.text


def test_the_queue_begins_with_the_most_doubtful_and_most_told(client: TestClient, store: Store) -> None:
    import math

    rows = sorted(store.events(), key=lambda row: -row.doubt * (1 + math.log1p(row.origins or 0)))
    page = client.get("/review").text
    shown = re.search(r'name="article" value="([^"]+)"><input type="hidden" name="id" value="([^"]+)"', page)
    assert shown
    found = store.event(shown[1], shown[2])
    assert found is not None
    assert found.doubt * (1 + math.log1p(found.origins or 0)) == pytest.approx(rows[0].doubt * (1 + math.log1p(rows[0].origins or 0)))


def test_accept_reject_and_undo(writer: TestClient, own: Path) -> None:
    first = act(writer, verdict="accept")
    assert "accepted" in text(first)
    second = act(writer, verdict="reject")
    assert "rejected" in text(second)
    with open_store(own) as store:
        made = store.reviews()
        assert [(one.verdict, one.reviewer, one.undone) for one in made] == [("accept", "Ann", False), ("reject", "Ann", False)]
        assert len({(one.article, one.item) for one in made}) == 2
        gone = made[1]
        row = store.event(gone.article, gone.item)
        assert row is not None
        assert row.rejected
    back = act(writer, undo=str(gone.n))
    assert f'value="{gone.article}"' in back
    with open_store(own) as store:
        assert store.reviews()[1].undone
        row = store.event(gone.article, gone.item)
        assert row is not None
        assert not row.rejected


def test_every_field_can_be_fixed(writer: TestClient, own: Path) -> None:
    with open_store(own) as store:
        row = next(row for row in store.events() if row.sources and row.place and row.status == "actual" and row.type == "ASSAULT")
        record = store.article(row.article)
        assert record is not None
        actor = next(one for one in record.actors if one.id not in [party.id for party in row.sources])
    page = f"/review?item={row.article}:{row.id}"
    words = row.trigger.split()[0]
    for field, form in {
        "type": {"new-type": "COERCE"},
        "mode": {"new-mode": "arrest"},
        "date": {"new-date": "2023-03-13"},
        "place": {"new-place": ""},
        "status": {"new-status": "possible"},
        "source": {f"new-source:{actor.id}": "1"},
        "trigger": {"new-trigger": words},
    }.items():
        act(writer, page=page, verdict="fix", field=field, **form)
    with open_store(own) as store:
        fixed = store.event(row.article, row.id)
        assert fixed is not None
        assert (fixed.type, fixed.mode, fixed.date, fixed.place, fixed.status) == ("COERCE", "arrest", "2023-03-13", None, "possible")
        assert [party.name for party in fixed.sources] == [actor.name]
        assert fixed.trigger == words
        assert fixed.corrected


def test_states_of_places_wait_in_the_queue_too(writer: TestClient, own: Path) -> None:
    with open_store(own) as store:
        doubtful = [row for row in store.conditions(sort="-doubt") if row.doubt]
        waiting = len(doubtful) + sum(row.doubt > 0 for row in store.events())
    assert doubtful
    page = writer.get("/review").text
    assert f"{waiting:,} doubtful" in text(page)
    shown = set()
    for n in range(waiting):
        hidden = dict(re.findall(r'type="hidden" name="(layer|article|id)" value="([^"]+)"', writer.get(f"/review?skip={n}").text))
        shown.add((hidden["layer"], hidden["article"], hidden["id"]))
    assert len(shown) == waiting
    assert {(row.article, row.id) for row in doubtful} == {(article, id) for layer, article, id in shown if layer == "conditions"}
    only = writer.get(f"/review?kind={doubtful[0].kind}").text
    assert 'name="layer" value="conditions"' in only


def test_a_state_is_accepted_rejected_and_taken_back(writer: TestClient, own: Path) -> None:
    with open_store(own) as store:
        row = next(store.conditions())
    page = f"/review?item={row.key}"
    assert "state of a place" in text(writer.get(page).text)
    act(writer, page=page, verdict="accept")
    act(writer, page=page, verdict="reject")
    with open_store(own) as store:
        assert [(one.layer, one.item, one.verdict) for one in store.reviews()] == [
            ("conditions", row.id, "accept"),
            ("conditions", row.id, "reject"),
        ]
        assert row.key not in [one.key for one in store.conditions()]
        n = store.reviews()[1].n
    back = act(writer, page=page, undo=str(n))
    assert 'name="layer" value="conditions"' in back
    with open_store(own) as store:
        assert row.key in [one.key for one in store.conditions()]
    lines = [json.loads(line) for line in writer.get("/review/export.jsonl").text.splitlines()]
    assert [(line["layer"], line["verdict"], line["undone"]) for line in lines] == [
        ("conditions", "accept", False),
        ("conditions", "reject", True),
    ]


def test_every_field_of_a_state_can_be_fixed(writer: TestClient, own: Path) -> None:
    with open_store(own) as store:
        row = next(one for one in store.conditions() if one.place and len(one.words.split()) > 1)
    for field, form in {
        "kind": {"new-kind": "curfew" if row.kind != "curfew" else "calm"},
        "date": {"new-date": "2023-03-13"},
        "date_end": {"new-date_end": "2023-03-15"},
        "place": {"new-place": ""},
        "status": {"new-status": "possible"},
        "span": {"new-span": row.words.split()[0]},
    }.items():
        act(writer, page=f"/review?item={row.key}", verdict="fix", field=field, **form)
    with open_store(own) as store:
        fixed = store.condition(row.article, row.id)
        record = store.article(row.article, corrected=True)
        assert fixed is not None
        assert record is not None
        assert (fixed.kind != row.kind, fixed.date, fixed.date_end, fixed.place, fixed.status) == (
            True,
            "2023-03-13",
            "2023-03-15",
            None,
            "possible",
        )
        assert fixed.words == row.words.split()[0]
        assert fixed.corrected
        assert next(one for one in record.conditions if one.id == row.id).kind == fixed.kind


@pytest.mark.parametrize(
    "form",
    [{"verdict": "fix", "field": "type", "new-type": "DANCE"}, {"verdict": "fix", "field": "date", "new-date": "soon"},
     {"verdict": "fix", "field": "trigger", "new-trigger": "words that stand nowhere"}, {"verdict": "praise"}, {"undo": "999"},
     {"verdict": "accept", "article": "nobody"}, {"verdict": "accept", "reviewer": "  "}, {"verdict": "fix", "field": "rule"},
     {"layer": "actors"}, {"layer": "conditions", "verdict": "fix", "field": "kind", "new-kind": "calm", "id": "c99"}],
)  # fmt: skip
def test_a_bad_review_is_refused_helpfully(writer: TestClient, own: Path, form: dict[str, str]) -> None:
    page = writer.get("/review").text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page[page.index('id="judge"') :]))
    answer = writer.post("/review", data=hidden | {"token": token(page), "reviewer": "Ann"} | form)
    assert answer.status_code == 400
    assert "<h1" in answer.text
    with open_store(own) as store:
        assert store.reviews() == []


def test_a_review_from_elsewhere_is_refused(writer: TestClient, own: Path) -> None:
    page = writer.get("/review").text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page[page.index('id="judge"') :]))
    form = hidden | {"reviewer": "Eve", "verdict": "reject"}
    assert writer.post("/review", data=form | {"token": "0" * 32}).status_code == 403
    elsewhere = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert writer.post("/review", data=form | {"token": token(page)}, headers=elsewhere).status_code == 403
    with open_store(own) as store:
        assert store.reviews() == []


def test_a_room_for_reading_only_reviews_nothing(own: Path) -> None:
    app = make_app(own, readonly=True)
    client = TestClient(app, base_url="http://localhost")
    page = client.get("/review").text
    assert "opened for reading only" in page
    assert 'value="accept"' not in page
    assert client.post("/review", data={"token": token(page), "reviewer": "Ann", "verdict": "accept"}).status_code in (400, 409)
    app.state.store.close()


def test_two_reviewers_are_compared_and_all_is_exported(writer: TestClient) -> None:
    act(writer, verdict="accept")
    again = writer.get("/review?again=1").text
    assert "Nobody else has reviewed" in again
    writer.cookies.delete("reviewer")
    second = act(writer, page="/review?again=1", verdict="reject", reviewer="Bo")
    page = text(second)
    assert "How often it was right" in page
    assert "Ann, Bo" in page
    lines = [json.loads(line) for line in writer.get("/review/export.jsonl").text.splitlines()]
    assert [(line["reviewer"], line["verdict"]) for line in lines] == [("Ann", "accept"), ("Bo", "reject")]


def test_the_name_of_a_reviewer_stays_words(writer: TestClient) -> None:
    page = act(writer, verdict="accept", reviewer='Zoë "><script>x</script>')
    assert "<script>x" not in page
    assert "Zoë" in page
    assert "Zoë" in re.search(r'<input class="field" name="reviewer" value="([^"]*)"', page)[1]  # type: ignore[index]


def test_fifty_readers_while_copy_is_put(own: Path, crisis_records: list[Record]) -> None:
    """A small version of benchmarks/readers.py: nobody is turned away, and nobody waits long."""
    app = make_app(own)
    paths = ("/", "/events", "/timeline", "/map", "/review", "/compare")
    faults: list[object] = []
    took: list[float] = []

    def read(n: int, address: str) -> None:
        with httpx.Client(base_url=address, timeout=60) as reader:
            for k in range(2):
                began = time.perf_counter()
                answer = reader.get(paths[(n + k) % len(paths)])
                took.append(time.perf_counter() - began)
                if answer.status_code != 200:
                    faults.append((paths[(n + k) % len(paths)], answer.status_code))
                time.sleep(0.2)

    with serving(app) as address, open_store(own) as store:
        readers = [threading.Thread(target=read, args=(n, address)) for n in range(50)]
        for reader in readers:
            reader.start()
        for n in range(5):
            store.put([replace(record, id=f"{n}-{record.id}") for record in crisis_records], read_at=AT)
        for reader in readers:
            reader.join(120)
        assert store.count(layer="articles") == 6 * len(crisis_records)
    app.state.store.close()
    assert faults == []
    assert len(took) == 100
    assert statistics.median(took) < 5


def test_ids_with_blanks_at_their_ends_are_compared_and_reviewed(tmp_path: Path, crisis_records: list[Record]) -> None:
    records = [replace(record, id=f" {n} ") for n, record in enumerate(crisis_records[:3])]
    app = make_app(stored(tmp_path / "blank.db", records))
    client = TestClient(app, base_url="http://localhost")
    assert client.get("/compare?article=%200%20&article=%201%20").status_code == 200
    page = client.get("/review")
    assert page.status_code == 200
    link = re.search(r'href="(/review\?item=[^"]+)"|name="article" value="( \d )"', page.text)
    assert link
    app.state.store.close()
