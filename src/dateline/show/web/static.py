"""Files for the browser: a fixed table made at start, so that no path ever reaches the disk.

Their addresses carry a hash, so that they never go stale.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dateline.show.web.problem import Problem

_NAMED = re.compile(rb"url\(([\w.-]+)\)")
TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "woff2": "font/woff2",
    "json": "application/json",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes, media type and hash."""

    data: bytes
    media: str
    version: str


@cache
def assets() -> dict[str, Asset]:
    """Every file of `static`, by name; files of an unknown kind are left out."""
    out: dict[str, Asset] = {}
    entries = [entry for entry in files("dateline.show.web").joinpath("static").iterdir() if entry.is_file()]
    for entry in sorted(entries, key=lambda entry: (entry.name.endswith(".css"), entry.name)):
        media = TYPES.get(entry.name.rsplit(".", 1)[-1])
        if media:
            data = entry.read_bytes()
            if media.startswith("text/css"):  # what a style sheet names is asked for with its hash too
                data = _NAMED.sub(lambda name: f"url({_address(out, name[1])})".encode(), data)
            out[entry.name] = Asset(data, media, hashlib.sha256(data).hexdigest()[:12])
    return out


def _address(table: dict[str, Asset], name: bytes) -> str:
    return f"/static/{name.decode()}?v={table[name.decode()].version}"


def static_url(name: str) -> str:
    """The address of a file. Raises KeyError for a file that is not shipped (a fault of ours)."""
    return _address(assets(), name.encode())


async def _serve(request: Request) -> Response:
    asset = assets().get(request.path_params["name"])
    if asset is None:
        raise Problem(404, "There is no such file", "The files of this room are few and fixed.")
    right = request.query_params.get("v") == asset.version
    headers = {"cache-control": "public, max-age=31536000, immutable" if right else "no-cache", "etag": f'"{asset.version}"'}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(asset.data, media_type=asset.media, headers=headers)


routes = [Route("/static/{name}", _serve, name="static")]
