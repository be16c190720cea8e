"""Telling a match: standard output, a webhook, a command. Each returns or raises Untold with whether to try again."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import IO

import msgspec

from dateline.errors import DatelineError, Refused
from dateline.intake.fetch import fetch
from dateline.settings import setting
from dateline.store.watch.plan import Target
from dateline.store.watch.searches import Match


class Untold(DatelineError):
    """A match did not arrive. `lasting`: the receiver answered that it will not have it, so that few further tries make sense."""

    def __init__(self, why: str, *, lasting: bool = False, wait: str | None = None) -> None:
        super().__init__(why)
        self.lasting = lasting
        self.wait = wait


def printer(out: IO[str], form: str) -> Callable[[Match], None]:
    """Prints each match: `jsonl` as one JSON line, else as one readable line."""

    def tell(match: Match) -> None:
        out.write((to_json(match).decode() if form == "jsonl" else match.line) + "\n")
        out.flush()

    return tell


def teller(target: Target, now: Callable[[], float]) -> Callable[[Match], None]:
    """Tells each match to a webhook or command; raises Untold. `now` gives seconds since 1970 for the signature."""
    secret = os.environ.get(target.secret_env, "") if target.secret_env else ""
    if target.webhook:
        return lambda match: _post(str(target.webhook), match, secret, now(), private=target.private)
    return lambda match: _run(target.command, to_json(match))


def to_json(match: Match) -> bytes:
    """The JSON object of a match: search, kind, key, what, and the row with its article."""
    return msgspec.json.encode({"search": match.search, "kind": match.kind, "key": match.key, "what": match.line, **match.body})


def signed(match: Match, body: bytes, secret: str, now: float) -> dict[str, str]:
    """Headers after the Standard Webhooks specification: an id that stays the same when a match is sent again, the time, and with a secret
    the HMAC-SHA256 of "id.time.body" in base 64. A secret that begins with `whsec_` is base 64 itself."""
    id = "msg_" + hashlib.blake2b(f"{match.search}\n{match.key}".encode("utf-8", "replace"), digest_size=12).hexdigest()
    headers = {"Content-Type": "application/json", "webhook-id": id, "webhook-timestamp": str(int(now))}
    if secret:
        try:
            key = base64.b64decode(secret.removeprefix("whsec_"), validate=True) if secret.startswith("whsec_") else secret.encode()
        except ValueError:
            key = secret.encode()
        mac = hmac.new(key, f"{id}.{int(now)}.".encode() + body, hashlib.sha256).digest()
        headers["webhook-signature"] = "v1," + base64.b64encode(mac).decode()
    return headers


def _post(url: str, match: Match, secret: str, now: float, *, private: bool) -> None:
    body = to_json(match)
    try:
        answer = fetch(url, post=body, headers=signed(match, body, secret, now), allow_private=private or None)
    except Refused as error:
        raise Untold(error.reason) from error
    if not 200 <= answer.status < 300:
        lasting = 300 <= answer.status < 500 and answer.status not in (408, 425, 429)
        raise Untold(f"answered with status {answer.status}", lasting=lasting, wait=answer.headers.get("retry-after"))


def _run(command: tuple[str, ...], body: bytes) -> None:
    """Runs a command with the JSON on its standard input, without a shell, in a group of its own that ends with it. What it prints goes to
    standard error, since standard output holds the matches that are printed."""
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=sys.stderr.fileno(), start_new_session=True)
    except (OSError, ValueError) as error:
        raise Untold(f"{command[0]}: cannot be run ({error})") from error
    try:
        process.communicate(body + b"\n", timeout=setting("tell_seconds"))
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise Untold(f"{command[0]}: ran longer than tell_seconds = {setting('tell_seconds')}") from error
    if process.returncode:
        raise Untold(f"{command[0]}: ended with {process.returncode}", lasting=True)
