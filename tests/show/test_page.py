import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from dateline.article import Span
from dateline.record import Record
from dateline.show.export.marks import Mark, runs
from dateline.show.export.page import write

VOID = {"meta", "input", "br", "img", "link", "hr"}


class Page(HTMLParser):
    """Checks nesting and gathers ids, links, tags and the text of the copy."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.copy = ""
        self._copy_depth = 0
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if tag == "a" and values.get("href"):
            self.links.append(str(values["href"]))
        if tag not in VOID:
            self.open.append(tag)
        if values.get("class") == "copy":
            self._copy_depth = len(self.open)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if len(self.open) < self._copy_depth:
            self._copy_depth = 0

    def handle_data(self, data: str) -> None:
        if self._copy_depth:
            self.copy += data


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_page_is_well_formed_and_its_links_lead_somewhere(record: Record, build: Callable[..., Record]) -> None:
    page = Page(write([record, build("post", "Sund Post")]))
    assert len(page.ids) == len(set(page.ids))
    inside = [link[1:] for link in page.links if link.startswith("#") and link != "#"]
    assert len(inside) > 30
    assert set(inside) <= set(page.ids)


def test_the_whole_copy_is_on_the_page(record: Record) -> None:
    assert squeezed(Page(write([record])).copy) == squeezed(record.text)


def test_nothing_is_fetched_and_nothing_of_the_copy_is_run(record: Record) -> None:
    source = write([record])
    page = Page(source)
    assert "<script>alert(1)</script>" not in source
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in source
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not [values for _, values in page.tags if any(name.startswith("on") or name in ("src", "style") for name in values)]
    assert not [link for link in page.links if not link.startswith("#")]
    policy = next(
        values["content"] for tag, values in page.tags if tag == "meta" and "content" in values and "default-src" in str(values["content"])
    )
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/]{43}='; script-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'",
        str(policy),
    )


@pytest.mark.parametrize(
    "hostile", ['"><img src=x onerror=alert(1)>', "</title><script>1</script>", "{{ 7*7 }}", "javascript:alert(1)", "' onclick='x"]
)
def test_hostile_names_are_escaped_everywhere(record: Record, hostile: str) -> None:
    actor = replace(record.actors[2], name=hostile)
    place = replace(record.places[0], name=hostile)
    hurt = replace(record, actors=(*record.actors[:2], actor), places=(place,), id=hostile)
    source = write([hurt])
    tags = Page(source).tags
    assert [tag for tag, _ in tags].count("script") == 1
    assert "img" not in [tag for tag, _ in tags]
    assert not [values for _, values in tags if any(name.startswith("on") for name in values)]


def test_the_words_of_every_event_are_marked(record: Record) -> None:
    source = write([record])
    for event in record.events:
        words = record.words(event.trigger)
        assert re.search(
            rf'<i class="at" id="r1-{event.id}"></i>(<i [^>]*></i>)*<span class="m [^"]*event[^"]*"[^>]*>{words}</span>', source
        )


def test_runs_are_cut_at_every_edge_and_cover_the_text() -> None:
    text = "0123456789"
    marks = [Mark(Span(1, 8), "said", "s", "s"), Mark(Span(3, 5), "event", "e", "e"), Mark(Span(4, 9), "time", "t", "t")]
    found = runs(text, Span(0, 10), marks, set())
    assert "".join(run.words for run in found) == text
    assert [(run.words, run.fields) for run in found] == [
        ("0", ()),
        ("12", ("said",)),
        ("3", ("said", "event")),
        ("4", ("said", "event", "time")),
        ("567", ("said", "time")),
        ("8", ("time",)),
        ("9", ()),
    ]
    assert [run.anchors for run in found if run.anchors] == [("s",), ("e",), ("t",)]


def test_the_drawing_has_a_mark_a_dated_line(record: Record) -> None:
    source = write([record])
    drawing = source[source.index("<svg viewBox") : source.index("</svg>")]
    assert drawing.count("<a href=") == 5
    assert 'class="g event planned"' in drawing
    assert 'class="lane" x="4"' in drawing


def test_lone_surrogates_and_control_characters_are_replaced(record: Record) -> None:
    source = write([replace(record, text=record.text.replace("walked", "\ud800\x00\u202ek"))])
    source.encode("utf-8")
    assert "\x00" not in source
    assert "\u202e" not in source


def test_a_page_without_dates_has_no_drawing(record: Record) -> None:
    bare = replace(record, events=(), conditions=(), times=())
    assert "<svg viewBox" not in write([bare])


def contrast(a: str, b: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    one, two = sorted((light(a), light(b)), reverse=True)
    return (one + 0.05) / (two + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_colours_have_the_contrast_of_wcag_aa(record: Record, theme: int) -> None:
    block = re.findall(r":root \{(.*?)\n\s*\}", write([record]), re.S)[theme]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    for name in ("ink", "soft", "time", "place", "actor", "said", "event", "state"):
        assert contrast(colours[name], colours["paper"]) >= 4.5, name
    for name, ground in (("event", "event-tint"), ("state", "state-tint"), ("said", "said-tint"), ("ink", "said-tint"), ("lit-ink", "lit")):
        assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
