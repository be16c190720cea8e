"""IPTC ninjs, the JSON of news agencies (versions 1 to 3), turned into the keys of plain JSONL."""

from __future__ import annotations

from typing import Any

from dateline.errors import Refused
from dateline.intake.markup import plain_text

_TOLD = ("headline", "headlines", "bodies", "body_text", "body_xhtml", "body_html", "versioncreated", "pubstatus")
_MARKUP = ("html", "xml")
_STOPPED = ("withheld", "canceled")


def looks_like_ninjs(found: dict[str, Any]) -> bool:
    """Whether an object is a ninjs item: it has a `uri`, no `text`, and something else that only they have."""
    return "text" not in found and isinstance(found.get("uri"), str) and any(key in found for key in _TOLD)


def from_ninjs(found: dict[str, Any], where: str) -> dict[str, Any]:
    """The item as `{id, text, title, published, outlet, url}`. Raises Refused for a withdrawn one, and for pictures and the like."""
    status, kind = found.get("pubstatus"), found.get("type", "text")
    if status in _STOPPED:
        raise Refused(where, f"is {status} by its agency; leave it out")
    if kind not in ("text", "composite"):
        raise Refused(where, f"is a ninjs {str(kind)[:20]}, not a text; give items of type text")
    uri, version = found["uri"], _name(found.get("version"))
    headline, body = _first(found, "headline", "headlines"), _body(found)
    if not body:
        raise Refused(where, "is a ninjs item without `body_text`, `body_xhtml` or `bodies`; give one with its copy")
    byline = _name(found.get("byline")) or _name(found.get("by"))
    above = [headline, byline if byline and byline not in body[:400] else ""]
    return {
        "id": f"{uri}#{version}" if version and version != "1" else uri,
        "text": "\n\n".join(part for part in (*above, body) if part),
        "title": headline or None,
        "published": next((found[key] for key in ("versioncreated", "contentcreated", "firstcreated") if found.get(key)), None),
        "outlet": _outlet(found),
        "url": uri if uri.startswith(("http://", "https://")) else None,
    }


def _body(found: dict[str, Any]) -> str:
    """The copy: the plain body before the marked-up one, the main one before others, a description if there is nothing else."""
    bodies = [body for body in _list(found.get("bodies")) if isinstance(body.get("value"), str)]
    bodies.sort(key=lambda body: (body.get("role") not in (None, "main"), any(m in str(body.get("contenttype")) for m in _MARKUP)))
    for body in bodies:
        marked = any(m in str(body.get("contenttype")) for m in _MARKUP)
        if words := (plain_text(body["value"]) if marked else body["value"]).strip():
            return str(words)
    plain = _name(found.get("body_text"))
    marked_up = next((found[key] for key in ("body_xhtml", "body_html") if isinstance(found.get(key), str)), "")
    return plain or plain_text(marked_up) or _first(found, "description_text", "descriptions")


def _first(found: dict[str, Any], old: str, new: str) -> str:
    """A string, or the main one of a list of values, as version 3 has them."""
    values = sorted(_list(found.get(new)), key=lambda value: value.get("role") not in (None, "main"))
    return _name(found.get(old)) or next((name for value in values if (name := _name(value.get("value")))), "")


def _outlet(found: dict[str, Any]) -> str | None:
    providers = [*_list(found.get("infosources")), *_list([found.get("provider")])]
    names = (_name(found.get("source")), *(_name(one.get("name")) for one in providers), _name(found.get("copyrightholder")))
    return next((name for name in names if name), None)


def _list(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _name(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
