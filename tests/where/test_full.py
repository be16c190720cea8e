"""The full gazetteer: made of an extract in the dump's exact format, broken rows included, and used beside the built-in one."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.where.conftest import grammar_of

import dateline
from dateline.article import Article, Part, Span
from dateline.errors import ModelError, SourceError
from dateline.show.cli import cli
from dateline.where import Gazetteer, find_places, load_gazetteer
from dateline.where.build import Built, build


def row(
    id_: object, name: str, feature: str, country: str, admin: str, lat: object, lon: object, people: object = 0, others: str = ""
) -> str:
    """One row of allCountries.txt. `feature` is class and code: P.PPL."""
    class_, _, code = feature.partition(".")
    cells = [id_, name, name, others, lat, lon, class_, code, country, "", admin, "", "", "", people, "", 120, "Etc/UTC", "2024-03-05"]
    return "\t".join(map(str, cells))


SOUND = [
    row(90000001, "Brennholt", "P.PPL", "NO", "42", 60.5, 8.25, 120, "Brenholt,Бреннхольт"),
    row(90000002, "Brennholt", "P.PPL", "US", "ND", 47.9, -98.5, 35),
    row(90000003, "Kvernelva", "H.STM", "NO", "42", 60.6, 8.3),
    row(90000004, "Tarn Province", "A.ADM1", "NO", "42", 60.0, 8.0, 5000),
    row(90000005, "Kingdom of Norway", "A.PCLI", "NO", "00", 62, 10, 5009150),
    row(90000006, "Grey Heath", "T.HTH", "", "", 0, 0),
]
BROKEN = {
    "no id": row("x7", "A", "P.PPL", "NO", "42", 60, 8),
    "18 columns": row(90000010, "B", "P.PPL", "NO", "42", 60, 8).rpartition("\t")[0],
    "no number": row(90000011, "C", "P.PPL", "NO", "42", "north", 8),
    "out of range": row(90000012, "D", "P.PPL", "NO", "42", 160, 8),
    "no country": row(90000013, "E", "P.PPL", "QQ", "42", 60, 8),
    "no feature class": row(90000014, "F", ".PPL", "NO", "42", 60, 8),
    "no name": row(90000015, " ", "P.PPL", "NO", "42", 60, 8),
    "stands twice": SOUND[0],
}


def dump(folder: Path, rows: list[str]) -> Path:
    path = folder / "extract.txt"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def made(folder: Path, rows: list[str] = SOUND, alternates: tuple[str, ...] = ()) -> tuple[Path, Built]:
    output, others = folder / "world.gazetteer", folder / "others.txt"
    others.write_text("\n".join(alternates) + "\n", encoding="utf-8")
    built = build(dump(folder, rows), [others] if alternates else [], output, gazetteer=load_gazetteer())
    return output, built


def test_sound_rows_are_found_by_all_their_names(tmp_path: Path) -> None:
    path, built = made(tmp_path)
    full = load_gazetteer(path)
    assert (built.places, built.broken.count) == (5, 0)  # a country stands in the lexicon
    found = full.candidates("BRENNHOLT")
    assert [(e.country, e.population, e.geonames, e.main) for e in found] == [("NOR", 120, 90000001, True), ("USA", 35, 90000002, True)]
    assert [e.main for e in full.candidates("Brenholt")] == [False]
    assert [(e.kind, e.admin1) for e in full.candidates("Kvernelva")] == [("water", "Tarn Province")]
    assert [(e.kind, e.country) for e in full.candidates("Grey Heath")] == [("region", None)]
    assert full.candidates("Paris") == load_gazetteer().candidates("Paris")
    assert full.version == "geonames_places_v1 geonames_full_5_2024-03-05"


def test_broken_rows_are_counted_and_told_with_their_line(tmp_path: Path) -> None:
    rows = SOUND + list(BROKEN.values())
    path, built = made(tmp_path, rows)
    assert built.broken.count == len(BROKEN)
    for number, (reason, told) in enumerate(zip(BROKEN, built.broken.told, strict=True), len(SOUND) + 1):
        assert told.startswith(f"extract.txt:{number}: ")
        assert reason in told
    assert len(load_gazetteer(path).candidates("Brennholt")) == 2


def test_bytes_that_are_not_utf8_break_one_row_only(tmp_path: Path) -> None:
    source = tmp_path / "extract.txt"
    source.write_bytes(SOUND[0].encode() + b"\n" + SOUND[1].encode().replace(b"Brenn", b"Br\xff\xfenn", 1) + b"\r\n" + SOUND[2].encode())
    built = build(source, [], tmp_path / "o", gazetteer=load_gazetteer())
    assert (built.places, built.broken.told) == (2, ["extract.txt:2: not UTF-8"])


def test_other_names_are_added_in_latin_script_only(tmp_path: Path) -> None:
    lines = (
        "1\t90000001\tno\tGamleholt\t\t\t\t1\t1850\t1900",
        "2\t90000001\tlink\thttps://example.org/x\t\t\t\t\t\t",
        "3\t90000001\tru\tБреннгольт\t\t\t\t\t\t",
        "4\t90000001\ten\tBurntwood\t1\t\t\t\t\t",
        "5\t77\ten\tNowhere at all\t\t\t\t\t\t",
        "broken",
    )
    path, built = made(tmp_path, alternates=lines)
    full = load_gazetteer(path)
    assert [(e.geonames, e.main) for e in full.candidates("Gamleholt") + full.candidates("Burntwood")] == [
        (90000001, False),
        *((e.geonames, e.main) for e in load_gazetteer().candidates("Burntwood")),
        (90000001, True),
    ]
    assert full.candidates("Nowhere at all") == ()
    assert built.broken.told == ["others.txt:6: not a row of alternate names"]


def test_the_same_dump_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, two = made(tmp_path / "a")[0], made(tmp_path / "b")[0]
    assert one.read_bytes() == two.read_bytes()
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["extract.txt", "others.txt", "world.gazetteer"]


def test_a_zip_archive_is_read_as_it_is(tmp_path: Path) -> None:
    archive = tmp_path / "extract.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("readme.txt", "nothing")
        out.writestr("extract.txt", "\n".join(SOUND))
    assert build(archive, [], tmp_path / "o", gazetteer=load_gazetteer()).places == 5


@pytest.mark.parametrize("text", ["", "a\tb\tc\n", "not a dump\n" * 500])
def test_what_is_no_dump_is_said_and_leaves_nothing(tmp_path: Path, text: str) -> None:
    source = tmp_path / "x.txt"
    source.write_text(text)
    with pytest.raises(SourceError, match=r"x\.txt is no dump of GeoNames"):
        build(source, [], tmp_path / "o", gazetteer=load_gazetteer())
    assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]


def test_progress_tells_bytes_and_then_that_it_sorts(tmp_path: Path) -> None:
    source, seen = dump(tmp_path, SOUND * 900), list[tuple[int, int]]()
    build(source, [], tmp_path / "o", gazetteer=load_gazetteer(), advance=lambda read, size: seen.append((read, size)))
    size = source.stat().st_size
    assert len(seen) > 3
    assert seen == [*sorted(seen[:-1]), (0, 0)]
    assert seen[-2] == (size, size)


def test_a_wrong_file_is_told_apart(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as base:
        base.execute("CREATE TABLE meta (key, value)")
    base.close()
    text = tmp_path / "words.txt"
    text.write_text("some words")
    for path, reason in (
        (tmp_path / "missing", "cannot be opened"),
        (other, "another format"),
        (text, "is no gazetteer"),
        (dump(tmp_path, SOUND), "is a dump of GeoNames"),
    ):
        with pytest.raises(ModelError, match=reason):
            load_gazetteer(path)


def test_a_village_that_only_the_full_one_knows_gets_its_point(tmp_path: Path, gazetteer: Gazetteer) -> None:
    text = "The bridge at Brennholt in Norway was closed. Oslo sent two engineers."
    article = Article("x", text, parts=(Part("body", Span(0, len(text))),))
    grammar = grammar_of(text, dict.fromkeys(("Brennholt", "Norway", "Oslo"), "LOC"))
    village = find_places(article, grammar, gazetteer)[0]
    assert (village.name, village.country, village.lat) == ("Brennholt", "NOR", None)
    village = find_places(article, grammar, load_gazetteer(made(tmp_path)[0]))[0]
    assert (village.country, village.lat, village.geonames) == ("NOR", 60.5, 90000001)


def test_a_town_comes_before_a_stream_of_its_name(tmp_path: Path) -> None:
    rows = [*SOUND, row(90000007, "Brennholt", "H.STM", "NO", "42", 61, 9), row(90000008, "Blåsjøelv", "H.STM", "NO", "42", 61, 9)]
    text = "They met at Brennholt in Norway and fished in Blåsjøelv."
    article = Article("x", text, parts=(Part("body", Span(0, len(text))),))
    grammar = grammar_of(text, dict.fromkeys(("Brennholt", "Norway", "Blåsjøelv"), "LOC"))
    found = {p.name: p for p in find_places(article, grammar, load_gazetteer(made(tmp_path, rows)[0]))}
    assert (found["Brennholt"].kind, found["Brennholt"].geonames) == ("city", 90000001)
    assert (found["Blåsjøelv"].kind, found["Blåsjøelv"].geonames) == ("water", 90000008)


def test_the_command_makes_one_and_reading_uses_it(tmp_path: Path) -> None:
    source, output = dump(tmp_path, [*SOUND, BROKEN["no id"]]), tmp_path / "w.gazetteer"
    done = CliRunner().invoke(cli, ["gazetteer", "build", str(source), "-o", str(output)])
    assert done.exit_code == 1
    assert "extract.txt:7: 'x7' is no id" in done.stderr
    assert "5 places" in done.stderr
    record = dateline.read("OSLO, March 3 - A bridge at Brennholt in Norway fell on Monday, police said.\n", gazetteer=output)
    assert record.made_by.gazetteer.endswith("geonames_full_5_2024-03-05")
    copy = tmp_path / "copy.txt"
    copy.write_text("A bridge fell in Oslo on Monday.\n")
    wrong = CliRunner().invoke(cli, ["read", str(copy), "--gazetteer", str(source)])
    assert isinstance(wrong.exception, ModelError)
