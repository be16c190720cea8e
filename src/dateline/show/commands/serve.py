"""`dateline serve`: the reading room, a web app over a store."""

from __future__ import annotations

import socket
import sys
from typing import Any

import click

from dateline.errors import DatelineError
from dateline.show.output import complain

#: Shorter tokens are refused: whoever reaches the port may try as many as they like.
SHORTEST = 12


@click.command()
@click.option("--db", required=True, metavar="FILE", help="The store.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; any but this machine's own asks for a token.")
@click.option("--port", type=click.IntRange(0, 65535), default=8421, show_default=True, help="Port to listen at; 0 takes a free one.")
@click.option("--token", envvar="DATELINE_TOKEN", metavar="WORDS", help="What readers must give to come in; also as DATELINE_TOKEN.")
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="A name besides this machine's that the room may be called by.")
@click.option("--readonly", is_flag=True, help="Open the store for reading only; nothing can be reviewed.")
@click.option(
    "--log", "log_form", type=click.Choice(("human", "json")), help="Log every answer, too, a line each. Without it: faults only."
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but faults.")
def command(db: str, host: str, port: int, token: str | None, hosts: tuple[str, ...], readonly: bool, log_form: Any, quiet: bool) -> None:
    """Show a store in a browser: stories, events, articles with their evidence, actors.

    Listens on this machine alone unless --host says otherwise, which asks for a --token. Ctrl-C ends it.

    \b
    Example:
      dateline serve --db chronicle.db
    """
    import uvicorn

    from dateline.show.logs import Log, take_over
    from dateline.show.web.app import make_app
    from dateline.show.web.security import is_loopback

    _check(host, token, is_loopback(host))
    app = make_app(db, token=token or None, hosts=(host, *([] if is_loopback(host) else [socket.gethostname()]), *hosts), readonly=readonly)
    listener = _listen(host, port)
    if not quiet:
        shown = f"[{host}]" if ":" in host else host
        complain(f"reading room at http://{shown}:{listener.getsockname()[1]}/ (Ctrl-C ends it)")
    if log_form:
        take_over(Log(log_form), "dateline.serve", "uvicorn.error")
    config = uvicorn.Config(
        app,
        log_config=None if log_form else uvicorn.config.LOGGING_CONFIG,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=200,
    )
    uvicorn.Server(config).run(sockets=[listener])
    sys.stdout.flush()


def _check(host: str, token: str | None, loopback: bool) -> None:
    if token is not None and len(token) < SHORTEST:
        raise click.BadParameter(f"is shorter than {SHORTEST} characters; take a longer one", param_hint="--token")
    if not loopback and not token:
        raise click.UsageError(f"--host {host} can be reached by others: give a --token, or leave --host out to serve this machine alone")


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise DatelineError(f"cannot listen at {host}:{port} ({error.strerror or error}); choose another --port or --host") from error
    return listener
