"""Every export format against its own published columns or schema, written out here from the definitions and not taken from the code."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import pytest

from dateline.errors import DatelineError, QueryError
from dateline.record import Record, dumps, loads
from dateline.show.export import formats, parquet
from dateline.show.export.codebook import goldstein, quad_class, quad_code
from dateline.show.export.gdelt import number, stamp
from dateline.store import Store, open_store
from dateline.store.query import Query, types
from dateline.store.tables import TABLES

READ_AT = "2026-01-01T00:00:00Z"
ROOT = Path(__file__).parents[2]

GDELT_EVENTS = """GlobalEventID Day MonthYear Year FractionDate
Actor1Code Actor1Name Actor1CountryCode Actor1KnownGroupCode Actor1EthnicCode Actor1Religion1Code Actor1Religion2Code Actor1Type1Code
Actor1Type2Code Actor1Type3Code Actor2Code Actor2Name Actor2CountryCode Actor2KnownGroupCode Actor2EthnicCode Actor2Religion1Code
Actor2Religion2Code Actor2Type1Code Actor2Type2Code Actor2Type3Code
IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone
Actor1Geo_Type Actor1Geo_Fullname Actor1Geo_CountryCode Actor1Geo_ADM1Code Actor1Geo_ADM2Code Actor1Geo_Lat Actor1Geo_Long
Actor1Geo_FeatureID Actor2Geo_Type Actor2Geo_Fullname Actor2Geo_CountryCode Actor2Geo_ADM1Code Actor2Geo_ADM2Code Actor2Geo_Lat
Actor2Geo_Long Actor2Geo_FeatureID ActionGeo_Type ActionGeo_Fullname ActionGeo_CountryCode ActionGeo_ADM1Code ActionGeo_ADM2Code
ActionGeo_Lat ActionGeo_Long ActionGeo_FeatureID DATEADDED SOURCEURL""".split()
GDELT_MENTIONS = """GlobalEventID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID
Actor1CharOffset Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone MentionDocTranslationInfo
Extras""".split()
ACLED = """event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2
assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude geo_precision
source source_scale notes fatalities tags timestamp""".split()
POLECAT = [
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country"),
    *("Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name"),
    *("Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw"),
    *("Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID"),
    *("Raw Placename", "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations"),
    *("Language", "Version"),
]


class Strict(msgspec.Struct, forbid_unknown_fields=True):
    """A published object: no other keys than its own."""


class Point(Strict, tag_field="type", tag="Point"):
    coordinates: tuple[Annotated[float, msgspec.Meta(ge=-180, le=180)], Annotated[float, msgspec.Meta(ge=-90, le=90)]]


class Feature(Strict, tag_field="type", tag="Feature"):
    """RFC 7946, 3.2: geometry is null where there is none."""

    id: str
    geometry: Point | None
    properties: dict[str, object]


class FeatureCollection(Strict, tag_field="type", tag="FeatureCollection"):
    features: list[Feature]


class Quote(Strict, tag_field="type", tag="TextQuoteSelector"):
    exact: str
    prefix: str
    suffix: str


class Position(Strict, tag_field="type", tag="TextPositionSelector"):
    start: Annotated[int, msgspec.Meta(ge=0)]
    end: Annotated[int, msgspec.Meta(ge=0)]


class Body(Strict, tag_field="type", tag="TextualBody"):
    value: str
    format: Literal["text/plain"]
    purpose: Literal["classifying", "tagging"]


class Target(Strict):
    source: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9+.-]*:\S+$")]
    selector: list[Quote | Position]


class Annotation(Strict, tag_field="type", tag="Annotation"):
    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9+.-]*:\S+$")]
    motivation: Literal["classifying"]
    body: list[Body]
    target: Target


class AnnotationPage(Strict, tag_field="type", tag="AnnotationPage"):
    items: list[Annotation]
    context: Literal["http://www.w3.org/ns/anno.jsonld"] = msgspec.field(name="@context")


class Day(Strict):
    """TimelineJS: a year is needed, month and day are not."""

    year: Annotated[str, msgspec.Meta(pattern=r"^-?\d+$")]
    month: str | None = None
    day: str | None = None


class Words(Strict):
    headline: str
    text: str


class Slide(Strict):
    start_date: Day
    text: Words
    unique_id: str
    group: str
    end_date: Day | None = None


class Slides(Strict):
    events: list[Slide]


def sample(build: Callable[..., Record]) -> list[Record]:
    """A dispatch, its reprint with an address, and one that knows only the country and was told a year later."""
    first, second, third = build("norda-1"), build("kestrel 1", "Kestrel"), build("gull-1", "The =Gull")
    second = replace(second, source=replace(second.source, url="https://kestrel.example/a?b=1"))
    land = replace(third.places[0], name="Finland", kind="country", admin1=None, lat=64.0, lon=26.0)
    text = third.text.replace("walked out", "went home ").replace("12 people", "99 people")
    third = replace(third, text=text, places=(land,), published="2027-05-04T08:30:00+02:00")
    return [first, second, third]


def filled(path: Path, records: list[Record], read_at: str = READ_AT) -> Store:
    store = open_store(path, create=True)
    for record in records:
        assert not store.put([record], read_at=read_at).refused
    store.weave()
    return store


@pytest.fixture
def store(tmp_path: Path, build: Callable[..., Record]) -> Iterator[Store]:
    with filled(tmp_path / "a.db", sample(build)) as made:
        yield made


def export(store: Store, name: str, **filters: object) -> str:
    return b"".join(formats.pieces(store, Query.parse(filters), name)).decode()


def tabbed(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.removesuffix("\n").split("\n")]


def test_records_come_back_as_they_were(store: Store, build: Callable[..., Record]) -> None:
    lines = export(store, "jsonl").splitlines()
    assert [loads(line) for line in lines] == sorted(sample(build), key=lambda record: (record.published or "", record.id))
    assert [loads(line).id for line in export(store, "jsonl", outlet="kestrel").splitlines()] == ["kestrel 1"]


def test_csv_has_the_events_asked_for(store: Store) -> None:
    found = list(csv.DictReader(io.StringIO(export(store, "csv", type="COERCE,PROTEST", outlet="Kestrel"), newline="")))
    assert [row["id"] for row in found] == ["e1", "e2", "e3", "e4"]
    assert found[0]["origins"] == "1"
    assert found[0]["story"]
    assert found[0]["happening"]
    assert [row["id"] for row in csv.DictReader(io.StringIO(export(store, "csv", kind="tense"), newline=""))] == ["c2"] * 3
    assert {row["outlet"] for row in csv.DictReader(io.StringIO(export(store, "csv"), newline=""))} == {"NORDA", "Kestrel", "The =Gull"}


def test_geojson_has_no_point_for_a_country(store: Store) -> None:
    found = msgspec.json.decode(export(store, "geojson").encode(), type=FeatureCollection)
    assert len(found.features) == store.count()
    points = {feature.id: feature.geometry.coordinates if feature.geometry else None for feature in found.features}
    assert points["norda-1:e1"] == (-20.11, 60.25)
    assert points["gull-1:e1"] is None
    assert points["norda-1:e3"] is None
    assert {feature.properties["own"] for feature in found.features} == {True, False}


def test_annotations_find_their_words_again(store: Store) -> None:
    found = msgspec.json.decode(export(store, "annotations").encode(), type=AnnotationPage)
    assert len(found.items) == store.count() + store.count(layer="conditions")
    assert len({item.id for item in found.items}) == len(found.items)
    sources = {item.target.source for item in found.items}
    assert sources == {"urn:x-dateline:norda-1", "https://kestrel.example/a?b=1", "urn:x-dateline:gull-1"}
    record = store.article("norda-1")
    assert record is not None
    for item in found.items:
        quote, position = item.target.selector
        assert isinstance(quote, Quote)
        assert isinstance(position, Position)
        if item.target.source.endswith("norda-1"):
            assert record.text[position.start : position.end] == quote.exact
            assert record.text.count(quote.prefix + quote.exact + quote.suffix) == 1


def test_positions_count_code_points(tmp_path: Path, build: Callable[..., Record]) -> None:
    record = build("emoji")
    lead = "🙂🙂 "
    moved = json.loads(dumps(record))

    def shift(value: object) -> object:
        if isinstance(value, list):
            pair = len(value) == 2 and all(isinstance(n, int) for n in value)
            return [n + len(lead) for n in value] if pair else [shift(one) for one in value]
        return {key: shift(one) for key, one in value.items()} if isinstance(value, dict) else value

    made = loads(json.dumps(shift(moved) | {"text": lead + record.text}))  # type: ignore[operator]
    with filled(tmp_path / "e.db", [made]) as store:
        found = msgspec.json.decode(export(store, "annotations").encode(), type=AnnotationPage)
    for item in found.items:
        quote, position = item.target.selector
        assert isinstance(quote, Quote)
        assert isinstance(position, Position)
        assert made.text[position.start : position.end] == quote.exact


def test_gdelt_events_have_61_columns(store: Store) -> None:
    assert len(GDELT_EVENTS) == 61
    rows = [dict(zip(GDELT_EVENTS, row, strict=True)) for row in tabbed(export(store, "gdelt"))]
    assert len(rows) == len(list(store.happenings()))
    assert len({row["GlobalEventID"] for row in rows}) == len(rows)
    strike = next(row for row in rows if row["Day"] == "20260504" and row["Actor1Name"] == "FERRY CREWS" and row["NumArticles"] == "2")
    assert (strike["MonthYear"], strike["Year"], strike["FractionDate"]) == ("202605", "2026", "2026.4219")
    assert (strike["Actor1Code"], strike["Actor1CountryCode"], strike["Actor1Type1Code"]) == ("FINLAB", "FIN", "LAB")
    assert (strike["NumMentions"], strike["NumSources"], strike["SOURCEURL"]) == ("2", "2", "https://kestrel.example/a?b=1")
    assert (strike["ActionGeo_Type"], strike["ActionGeo_Fullname"]) == ("4", "Sund, Åland, Finland")
    assert (strike["ActionGeo_Lat"], strike["ActionGeo_Long"]) == ("60.25", "-20.11")
    land = next(row for row in rows if row["ActionGeo_Type"] == "1")
    assert (land["ActionGeo_Fullname"], land["ActionGeo_Lat"]) == ("Finland", "")
    assert all(row["AvgTone"] == "" and 0 < int(row["GlobalEventID"]) < 2**63 for row in rows)


def test_gdelt_mentions_have_16_columns(store: Store) -> None:
    assert len(GDELT_MENTIONS) == 16
    rows = [dict(zip(GDELT_MENTIONS, row, strict=True)) for row in tabbed(export(store, "gdelt-mentions"))]
    assert len(rows) == store.count()
    events = {row[0] for row in tabbed(export(store, "gdelt"))}
    assert {row["GlobalEventID"] for row in rows} == events
    assert {row["MentionType"] for row in rows} == {"1", "2"}
    assert {len(row["MentionTimeDate"]) for row in rows} == {14}
    assert {int(row["Confidence"]) % 10 for row in rows} == {0}
    one = next(row for row in rows if row["MentionIdentifier"] == "norda-1" and row["SentenceID"] == "3" and row["Actor1CharOffset"])
    record = store.article("norda-1")
    assert record is not None
    assert record.text[int(one["ActionCharOffset"]) :].startswith(("walked out", "detained"))


def test_polecat_rows_have_its_header(store: Store) -> None:
    header, *rows = tabbed(export(store, "polecat"))
    assert header == POLECAT
    found = [dict(zip(POLECAT, row, strict=True)) for row in rows]
    assert len(found) == store.count()
    first = next(row for row in found if row["Event ID"] == "norda-1:e1")
    assert (first["Event Type"], first["Event Mode"], first["Quad Code"]) == ("PROTEST", "strike", "MATERIAL CONFLICT")
    assert (first["Actor Name"], first["Actor Country"], first["Primary Actor Sector"]) == ("ferry crews", "FIN", "LAB")
    assert (first["City"], first["Country"], first["Latitude"], first["Longitude"]) == ("Sund", "FIN", "60.25", "-20.11")
    land = next(row for row in found if row["Event ID"] == "gull-1:e1")
    assert (land["City"], land["Latitude"], land["Feature Type"]) == ("", "", "country")


def test_acled_rows_have_31_columns(store: Store) -> None:
    assert len(ACLED) == 31
    header, *rows = list(csv.reader(io.StringIO(export(store, "acled"), newline="")))
    assert header == ACLED
    found = [dict(zip(ACLED, row, strict=True)) for row in rows]
    assert len(found) == len(list(store.happenings()))
    strike = next(row for row in found if row["sub_event_type"] == "strike" and row["geo_precision"] == "1")
    assert (strike["event_date"], strike["year"], strike["time_precision"]) == ("2026-05-04", "2026", "1")
    assert (strike["event_type"], strike["actor1"], strike["country"]) == ("PROTEST", "ferry crews", "Finland")
    assert strike["disorder_type"] == strike["interaction"] == strike["region"] == ""
    assert strike["timestamp"] == "1777852800"
    assert {row["latitude"] for row in found if row["geo_precision"] == "3"} == {""}


def test_timelinejs_escapes_words(store: Store) -> None:
    found = msgspec.json.decode(export(store, "timelinejs").encode(), type=Slides)
    assert len(found.events) == len(store.timeline())
    assert not any("<" in slide.text.headline or "<script" in slide.text.text for slide in found.events)


def test_a_store_without_articles_exports_well_formed_files(tmp_path: Path) -> None:
    with open_store(tmp_path / "empty.db", create=True) as store:
        assert msgspec.json.decode(export(store, "geojson").encode(), type=FeatureCollection).features == []
        assert msgspec.json.decode(export(store, "annotations").encode(), type=AnnotationPage).items == []
        assert msgspec.json.decode(export(store, "timelinejs").encode(), type=Slides).events == []
        assert export(store, "gdelt") == export(store, "jsonl") == ""
        assert len(export(store, "acled").splitlines()) == len(export(store, "polecat").splitlines()) == 1


@pytest.mark.parametrize("name", [*formats.FORMATS, "parquet"])
def test_the_order_of_arrival_changes_no_byte(name: str, store: Store, tmp_path: Path, build: Callable[..., Record]) -> None:
    others = sample(build)
    random.Random(5).shuffle(others)
    with filled(tmp_path / "b.db", others[::-1], "2031-01-01T00:00:00Z") as other:
        if name != "parquet":
            assert export(other, name) == export(store, name)
            return
        pytest.importorskip("pyarrow")
        for at, made in (("a", store), ("b", other)):
            parquet.write(made, Query(), tmp_path / at)
        for path in sorted((tmp_path / "a").iterdir()):
            assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


@pytest.mark.parametrize("name", formats.FORMATS)
def test_every_format_is_narrowed_by_a_query(name: str, store: Store) -> None:
    whole = export(store, name)
    assert len(export(store, name, outlet="Kestrel")) < len(whole)
    assert "kestrel" not in export(store, name, outlet="NORDA").replace("NORDA", "")


def test_rejected_events_are_not_exported(store: Store) -> None:
    store.review("norda-1", "events", "e2", None, "reject", reviewer="R", at=READ_AT)
    store.weave()
    assert "norda-1:e2" not in export(store, "geojson", rejected=1)
    assert all(event.id != "e2" for event in loads(export(store, "jsonl", article="norda-1")).events)
    assert "norda-1:e2" not in export(store, "annotations") + export(store, "polecat", rejected=1)


def test_parquet_is_a_data_package(store: Store, tmp_path: Path) -> None:
    """The profile of https://specs.frictionlessdata.io/data-package/: names, paths, fields, keys; and the files hold what it says."""
    pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    counts = parquet.write(store, Query.parse({"outlet": "Kestrel"}), tmp_path / "tables")
    package = json.loads((tmp_path / "tables" / "datapackage.json").read_text())
    assert set(package) >= {"name", "resources"}
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert list(resources) == list(TABLES) == list(counts)
    tables = {}
    for name, resource in resources.items():
        path = tmp_path / "tables" / resource["path"]
        table = tables[name] = pq.read_table(path)
        assert table.column_names == [field["name"] for field in resource["schema"]["fields"]]
        assert {field["type"] for field in resource["schema"]["fields"]} <= {"string", "integer", "number", "boolean", "array"}
        assert resource["bytes"] == path.stat().st_size
        assert table.num_rows == resource["rowcount"] == counts[name]
        keys = list(zip(*(table.column(key).to_pylist() for key in resource["schema"]["primaryKey"]), strict=True))
        assert len(set(keys)) == len(keys), name
    assert tables["articles"].column("id").to_pylist() == ["kestrel 1"]
    assert counts["events"] == 4
    for name, resource in resources.items():
        for link in resource["schema"].get("foreignKeys", ()):
            assert link["reference"]["resource"] in resources
            assert set(link["fields"]) <= set(tables[name].column_names)
            assert set(link["reference"]["fields"]) <= set(tables[link["reference"]["resource"]].column_names)
    assert not {"read_at", "record", "reviewer"} & {column for table in tables.values() for column in table.column_names}
    text = tables["articles"].column("text").to_pylist()[0]
    for start, end, words in zip(*(tables["spans"].column(name).to_pylist() for name in ("start", "end", "words")), strict=True):
        assert text[start:end] == words


def test_parquet_never_overwrites_another_folder(store: Store, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(DatelineError, match="no empty folder"):
        parquet.write(store, Query(), tmp_path / "mine")


def test_without_pyarrow_the_error_says_what_to_install(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(DatelineError, match=r"dateline\[parquet\]"):
        parquet.write(store, Query(), tmp_path / "tables")
    with pytest.raises(DatelineError, match=r"dateline\[parquet\]"):
        store.events_table()


def test_public_tables_of_codes() -> None:
    assert [quad_class(code) for code in ("03", "05", "0841", "09", "112", "138", "141", "193", None, "99")] == [
        *(1, 1, 2, 3, 3, 3, 4, 4, None, None)
    ]  # fmt: skip
    assert [goldstein(code) for code in ("03", "141", "195", None, "")] == [4.0, -6.5, -10.0, None, None]
    assert {quad_code(type) for type in types()} == {
        *("VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT")
    }  # fmt: skip
    assert number("h1") != number("h2")
    assert [stamp(day) for day in ("2022-01-07", "2022-01-07T06:30:00+02:00", "2022-01-07T06:30", "2022", None)] == [
        *("20220107000000", "20220107043000", "20220107063000", None, None)
    ]  # fmt: skip


def test_an_unknown_format_is_named(store: Store) -> None:
    with pytest.raises(QueryError, match="shapefile"):
        export(store, "shapefile")
    assert [formats.by_name(name) for name in ("a.CSV", "a.acled.csv", "a.geojson", "a.xyz")] == ["csv", "acled", "geojson", None]


def test_formats_columns_and_tables_are_documented() -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert [name for name in formats.NAMES if f"| `{name}` |" not in page] == []
    assert [name for name in ("story", "happening", "origins") if f"| `{name}` |" not in page] == []
    assert [name for name in TABLES if f"`{name}`" not in page] == []
