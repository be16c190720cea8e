"""JSONL and JSON: one article an object, its `text` taken exactly as it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from dateline.article import Article, Source
from dateline.errors import Refused
from dateline.intake.article import build, copy_id
from dateline.intake.dates import Anchors, clean_iso, parse_printed, resolve
from dateline.intake.decode import check_text
from dateline.intake.ninjs import from_ninjs, looks_like_ninjs
from dateline.intake.options import IntakeOptions
from dateline.settings import setting

_FIELDS = ("id", "published", "title", "url", "outlet", "path", "retrieved")


def read_lines(lines: Iterable[bytes], where: str, path: str | None, options: IntakeOptions) -> Iterator[Article | Refused]:
    """Articles of JSONL, one a line; a line that cannot be read is a Refused that names it (`path:line`), the others go on."""
    seen = False
    for number, line in enumerate(lines, 1):
        if line.startswith(b"\xef\xbb\xbf") and number == 1:
            line = line[3:]
        if not line.strip():
            continue
        seen = True
        yield read_line(line, f"{where}:{number}", path, options)
    if not seen:
        yield Refused(where, "is empty; give JSONL with one article an object, each with its `text`")


def read_line(line: bytes, where: str, path: str | None, options: IntakeOptions) -> Article | Refused:
    """One article of JSONL, or the reason why there is none."""
    if len(line) > setting("max_bytes"):
        return Refused(where, f"is longer than max_bytes = {setting('max_bytes'):,}; split it or set DATELINE_MAX_BYTES")
    try:
        found = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Refused(where, f"is not UTF-8 (byte {error.start}); JSONL must be UTF-8")
    except json.JSONDecodeError as error:
        return Refused(where, f"is not JSON ({error.msg} at column {error.colno}); repair or drop the line")
    except (RecursionError, ValueError):
        return Refused(where, "is JSON nested too deeply or with a number too long; repair or drop the line")
    return read_object(found, line, where, path, options)


def read_json(data: bytes, where: str, path: str | None, options: IntakeOptions) -> Iterator[Article | Refused]:
    """A .json file: one article, a list of articles, or JSONL under another name."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        yield Refused(where, f"is not UTF-8 (byte {error.start}); JSON must be UTF-8")
        return
    except (RecursionError, ValueError) as error:
        lines = data.splitlines()
        if len(lines) > 1 and lines[0].strip().startswith(b"{") and lines[0].strip().endswith(b"}"):
            yield from read_lines(lines, where, path, options)
        else:
            yield Refused(where, f"is not JSON ({str(error)[:80]}); repair it")
        return
    if not isinstance(found, list):
        yield read_object(found, data, where, path, options)
        return
    for number, item in enumerate(found):
        raw = json.dumps(item, ensure_ascii=True, sort_keys=True).encode()
        yield read_object(item, raw, f"{where}[{number}]", path, options)
    if not found:
        yield Refused(where, "is an empty list; give objects with a `text`")


def read_object(found: Any, raw: bytes, where: str, path: str | None, options: IntakeOptions) -> Article | Refused:
    """One article from a decoded object."""
    if not isinstance(found, dict):
        return Refused(where, f"is a JSON {type(found).__name__}, not an object with a `text`")
    if looks_like_ninjs(found):
        try:
            found = from_ninjs(found, where)
        except Refused as refused:
            return refused
    text = found.get("text")
    if not isinstance(text, str):
        reason = "has no `text` string" if text is None else f"holds a `text` of type {type(text).__name__}, not a string"
        return Refused(where, f"{reason}; give the copy in `text`")
    try:
        check_text(text, where)
        fields = _fields(found, where)
    except Refused as refused:
        return refused
    published = fields["published"] or options.published
    source = Source(
        path=path or fields["path"], url=fields["url"], outlet=fields["outlet"] or options.outlet,
        sha256=hashlib.sha256(raw.rstrip(b"\r\n")).hexdigest(), retrieved=fields["retrieved"],
    )  # fmt: skip
    return build(
        text,
        source,
        id=fields["id"] or copy_id(text, fields["url"]),
        published=published,
        published_from="given" if published else None,
        title=fields["title"],
    )


def _fields(found: dict[str, Any], where: str) -> dict[str, str | None]:
    """The known fields as strings. Raises Refused for one of the wrong type; a record of ours may hold them under `source`."""
    nested = found.get("source")
    out: dict[str, str | None] = {}
    for name in _FIELDS:
        value = found.get(name)
        if value is None and isinstance(nested, dict) and name in ("url", "outlet", "path", "retrieved"):
            value = nested.get(name)
        if name == "id" and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is not None and not isinstance(value, str):
            raise Refused(where, f"`{name}` is a {type(value).__name__}, not a string; repair or drop the field")
        out[name] = value.strip() or None if value is not None else None
    for name in ("id", "title", "url", "outlet"):
        if out[name]:
            _no_surrogate(out[name] or "", name, where)
    out["published"] = read_date(out["published"])
    return out


def _no_surrogate(value: str, name: str, where: str) -> None:
    if not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise Refused(where, f"`{name}` holds half a surrogate pair; repair the field") from error


def read_date(value: str | None) -> str | None:
    """The date of an ISO, e-mail or printed date; `7:58 AM ET` holds none and is left out: the article is worth more than its date."""
    if value is None:
        return None
    if (day := clean_iso(value)) is not None:
        return day
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError):
        printed = parse_printed(value)
    return resolve(printed, Anchors()) if printed is not None and printed.year else None
