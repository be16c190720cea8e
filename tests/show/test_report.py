import io
from collections.abc import Callable
from dataclasses import replace

from rich.console import Console

from dateline.record import Record
from dateline.show.report import render


def printed(records: list[Record], width: int = 80) -> str:
    out = io.StringIO()
    render(records, Console(file=out, width=width, no_color=True, highlight=False))
    return out.getvalue()


def test_the_report_of_one_dispatch(record: Record) -> None:
    words = printed([record])
    assert words.splitlines()[:3] == [
        "Ferry crews walk out in Sund",
        "Harbour master denies blaze <script>alert(1)</script>",
        "Sund · 4 May 2026 · NORDA",
    ]
    assert "   4 May 2026 · Sund · Ferry crews walked out in Sund on Monday · NORDA, own\n                voice\n" in words
    assert "1–6 May 2026 · Sund · calm · Calm … had returned by Wednesday · NORDA ←" in words
    assert "12 detained" in words
    assert "8 May 2026 · planned · the crews would march on Friday" in words
    assert "denied · Nobody set fire to anything · NORDA ← Ulla Brandt" in " ".join(words.split())
    assert "NORDA ← A union statement ← its chairman" in words
    assert "debris · {{ page.kicker }}" in words


def test_no_line_is_wider_than_the_terminal_or_ends_in_blanks(record: Record, build: Callable[..., Record]) -> None:
    for width in (60, 80, 100):
        for line in printed([record, build("post", "Sund Post")], width).splitlines():
            assert len(line) <= width
            assert line == line.rstrip()


def test_several_dispatches_share_one_timeline(record: Record, build: Callable[..., Record]) -> None:
    words = printed([record, build("post", "Sund Post")])
    assert words.count("Ferry crews walked out in Sund on Monday") == 1
    assert "[1][2]" in words
    assert "Sund · 4 May 2026 · Sund Post · NORDA" in words


def test_markup_and_control_characters_in_copy_stay_harmless(record: Record) -> None:
    text = record.text.replace("walked out", "[b]\x1b[2J[/]").replace("{{ page.kicker }}", "[red]\u202ekicker[/]")
    words = printed([replace(record, text=text)])
    assert "\x1b" not in words
    assert "\u202e" not in words
    assert "[red]" in words


def test_a_record_of_nothing_prints(record: Record) -> None:
    layers = ("parts", "sentences", "times", "places", "actors", "statements", "events", "conditions", "casualties")
    empty = replace(record, text="", headline=None, dateline=None, published=None, **dict.fromkeys(layers, ()))  # type: ignore[arg-type]
    assert "Nothing that the copy dates." in printed([empty])
