"""The Python interface: `read` for one piece of copy, `read_many` for batches with worker processes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dateline.article import Article
from dateline.desk import appoint, read_records
from dateline.did.pairs import load_pairs
from dateline.errors import Refused
from dateline.intake import IntakeOptions, read_sources, read_text
from dateline.record import Record
from dateline.who import coarse_country, code_phrase, load_offices, load_who


def read(
    source: str | Path | Article,
    *,
    published: str | None = None,
    outlet: str | None = None,
    gazetteer: str | Path | None = None,
    no_model: bool = False,
    offices: str | Path | None = None,
) -> Record:
    """Reads one piece of copy.

    `source` is an Article, a Path, a string that names an existing file or an http(s) address, or else the text itself.
    `published` is an ISO date or date-time and `outlet` a name, both used where the copy does not say. `gazetteer` is a file made by
    `dateline gazetteer build`, used beside the built-in one. With `no_model` events and conditions are found by rules alone.
    `offices` is a CSV file of who held which office when (docs/who.md).
    Returns the record. Raises Refused when there is nothing to read; for a source of several articles use `read_many`.
    """
    if isinstance(source, Article):
        items: Iterable[Article | Refused] = [source]
    elif isinstance(source, Path) or _names_source(source):
        items = read_sources([str(source)], options=IntakeOptions(published=published, outlet=outlet))
    else:
        items = [read_text(source, published=published, outlet=outlet)]
    found = read_records(items, gazetteer=Path(gazetteer) if gazetteer else None, no_model=no_model)
    first = next(iter(appoint(found, load_offices(offices)) if offices else found), None)
    if first is None:
        raise Refused(str(source)[:80], "holds no article")
    if isinstance(first, Refused):
        raise first
    return first


def read_many(
    sources: Iterable[str | Path],
    *,
    workers: int = 1,
    gazetteer: str | Path | None = None,
    no_model: bool = False,
    offices: str | Path | None = None,
) -> Iterator[Record | Refused]:
    """Reads files, folders, JSONL and addresses; yields a Record or the Refused error of each item, in order of the input.

    `gazetteer` is a file made by `dateline gazetteer build`, used beside the built-in one. With `no_model` events and conditions are
    found by rules alone. `offices` is a CSV file of who held which office when (docs/who.md).
    """
    items = read_sources([str(source) for source in sources])
    found = read_records(items, workers=workers, gazetteer=Path(gazetteer) if gazetteer else None, no_model=no_model)
    return appoint(found, load_offices(offices)) if offices else found


def code_phrases(rows: Iterable[Mapping[str, Any]], *, offices: str | Path | None = None, fine: bool = False) -> Iterator[dict[str, Any]]:
    """Codes actor phrases: each row `{id, mention, sentence, span, date}` becomes `{id, country, sector, because}`, in the same order.

    Only `mention` is needed. `span` says where it stands in the sentence, `because` lists the words that gave the code. `offices` is a CSV
    file of who held which office when, asked for the row's date. Countries are PLOVER's own codes, in which the United Nations and the
    European Union are IGO like other bodies; with `fine` they are UNO and EUR, as in records.
    """
    lexicon = load_who()
    table = load_offices(offices) if offices else None
    for row in rows:
        span = row.get("span")
        ends = (int(span[0]), int(span[1])) if span else None
        code = code_phrase(row["mention"], row.get("sentence"), ends, row.get("date"), lexicon, offices=table)
        country = code.country if fine else coarse_country(code.country)
        yield {"id": row.get("id"), "country": country, "sector": code.sector, "because": list(code.because)}


def code_pairs(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any] | Refused]:
    """Types of acts between given parties: each row `{id, sentence, source, target}` becomes `{id, type, chance, because, others}`.

    Answers come in the order of the rows. `source` and `target` are offsets `[start, end]` in the sentence (code points, half open), or
    lists of such; one of them may be missing. `trigger`, if given, are those of the words of the act. `type` is a PLOVER root type,
    `chance` its probability, `because` the word that says most for it, `others` are further types with their probabilities. A row whose
    offsets do not fit its sentence comes as Refused. Raises ModelError.
    """
    model = load_pairs()
    for row in rows:
        source, target, trigger = (_spans(row.get(name)) for name in ("source", "target", "trigger"))
        try:
            look = model.look(row["sentence"], source, target, trigger)
        except Refused as refusal:
            yield Refused(str(row.get("id") or refusal.where), refusal.reason)
            continue
        words = row["sentence"][look.because.start : look.because.end]
        yield {"id": row.get("id"), "type": look.type, "chance": look.chance, "because": words, "others": dict(look.others)}


def _spans(given: Any) -> list[tuple[int, int]]:
    """One pair of offsets or several, or none."""
    several = given and not isinstance(given[0], int)
    return [(int(a), int(b)) for a, b in (given if several else [given] if given else [])]


def _names_source(source: str) -> bool:
    if source.startswith(("http://", "https://")) and not any(c.isspace() for c in source):
        return True
    return "\n" not in source and len(source) < 4096 and "\0" not in source and os.path.exists(source)
