"""`dateline watch`: polls feeds into a store and tells what saved searches ask for."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from dateline.show.output import REFUSED

if TYPE_CHECKING:
    from dateline.show.logs import Log
    from dateline.show.metrics import Metrics
    from dateline.store import Store
    from dateline.store.watch import Plan, Telling, Watch

_BAD = ("failed", "lost", "forbidden", "refused", "dropped")


@click.command("watch")
@click.argument("feeds", metavar="FEEDS.TOML", type=click.Path(dir_okay=False))
@click.option("--db", required=True, metavar="FILE", help="The store; it is made if it is not there.")
@click.option("--once", is_flag=True, help="Poll every feed one time, tell what came of it, and end.")
@click.option("--interval", metavar="TIME", help="How often feeds are polled that name no interval of their own, like 15m or 2h.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(("line", "jsonl")),
    help="How matches are printed. Without it: line on a terminal, jsonl in a pipe.",
)
@click.option("--log", "log_form", type=click.Choice(("human", "json")), default="human", show_default=True, help="Form of the log.")
@click.option("--metrics", metavar="HOST:PORT", help="Serve /metrics for Prometheus and /healthz there, like 127.0.0.1:9100.")
@click.option("--gazetteer", metavar="FILE", help="A full gazetteer made by `dateline gazetteer build`; the built-in one is used too.")
@click.option("-q", "--quiet", is_flag=True, help="Log warnings only.")
@click.option("-v", "--verbose", is_flag=True, help="Log polls that brought nothing new, too.")
def command(
    feeds: str,
    db: str,
    once: bool,
    interval: str | None,
    form: str | None,
    log_form: Any,
    metrics: str | None,
    gazetteer: str | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """Poll feeds politely, read what is new, and tell what saved searches ask for.

    FEEDS.TOML names feeds, searches and whom to tell; docs/watch.md describes it. Matches go to standard output, webhooks or commands, the
    log to standard error. SIGTERM and Ctrl-C end the watch after the step under way with exit code 0. With --once the exit code is 1 if
    a feed failed or a match could not be told.

    \b
    Examples:
      dateline watch feeds.toml --db news.db
      dateline watch feeds.toml --db news.db --once --quiet > matches.jsonl
    """
    from dateline.desk import load_tools
    from dateline.show.logs import Log
    from dateline.show.metrics import Metrics, listening
    from dateline.store import open_store
    from dateline.store.watch import load_plan

    plan = _with_interval(load_plan(feeds), interval)
    log = Log(log_form, least="warning" if quiet else "debug" if verbose else "info")
    load_tools(Path(gazetteer) if gazetteer else None)
    counts = Metrics()
    with open_store(db, create=True) as store:
        watch = _watch(store, plan, _notice(log, counts), form or ("line" if sys.stdout.isatty() else "jsonl"), gazetteer)
        with listening(metrics, counts, watch.health), _signals(watch, log):
            log("started", feeds=len(plan.feed), searches=len(plan.search), db=db)
            well = watch.run(once=once)
            log("stopped")
    if once and not well:
        raise click.exceptions.Exit(REFUSED)


def _with_interval(plan: Plan, interval: str | None) -> Plan:
    """The plan with an interval for the feeds that name none."""
    import msgspec

    from dateline.store.watch.plan import seconds

    if interval is None:
        return plan
    try:
        most = seconds(interval)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--interval") from error
    feeds = [feed if feed.interval is not None else msgspec.structs.replace(feed, interval=most) for feed in plan.feed]
    return msgspec.structs.replace(plan, feed=feeds)


def _watch(store: Store, plan: Plan, notice: Callable[..., None], form: str, gazetteer: str | None) -> Watch:
    from functools import partial
    from importlib.metadata import version

    from dateline.store.ingest import Reading, ingest_articles
    from dateline.store.watch import Watch

    agent = f"dateline/{version('dateline')}" + (f" (+{plan.contact})" if plan.contact else "")
    read = partial(ingest_articles, reading=Reading(gazetteer=Path(gazetteer) if gazetteer else None), weave=False)
    return Watch(store, plan, telling=_telling(store, plan, notice, form), read=read, notice=notice, agent=agent)


def _telling(store: Store, plan: Plan, notice: Callable[..., None], form: str) -> Telling:
    import time

    from dateline.store.watch import Telling
    from dateline.store.watch.plan import PRINT
    from dateline.store.watch.targets import printer, teller

    targets = {PRINT: printer(sys.stdout, form), **{name: teller(target, time.time) for name, target in plan.tell.items()}}
    return Telling(store, plan.search, targets, notice)


@contextmanager
def _signals(watch: Watch, log: Log) -> Iterator[None]:
    """SIGTERM and Ctrl-C end the watch after the step under way; a second Ctrl-C ends it at once."""

    def stop(number: int, _: FrameType | None) -> None:
        log("stopping", signal=signal.Signals(number).name)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        watch.stop()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _notice(log: Log, counts: Metrics) -> Callable[..., None]:
    """What the watch says of itself, logged and counted."""

    def notice(event: str, /, **facts: Any) -> None:
        outcome = str(facts.get("outcome", ""))
        level = "warning" if event == "trouble" or outcome in _BAD else "debug" if outcome == "same" or event == "robots" else "info"
        log(event, level=level, **facts)
        _count(counts, event, outcome, facts)

    return notice


def _count(counts: Metrics, event: str, outcome: str, facts: dict[str, Any]) -> None:
    if event == "poll":
        counts.count("dateline_polls_total", "Polls of feeds.", outcome=outcome)
        counts.set("dateline_feed_failures", "Failed polls in a row.", facts.get("failures", 0), feed=facts["feed"])
    elif event == "page":
        counts.count("dateline_pages_total", "Pages behind items that were fetched.", outcome=outcome)
    elif event == "read":
        for kind in ("new", "known", "replaced", "refused"):
            counts.count("dateline_items_total", "Items that were read.", facts[kind], outcome=kind)
        counts.observe("dateline_read_seconds", "Time to read and store what a round brought.", facts["seconds"])
    elif event == "woven":
        counts.observe("dateline_weave_seconds", "Time to bring stories and conflicts up to date.", facts["seconds"])
    elif event == "told":
        counts.count("dateline_told_total", "Matches told.", search=facts["search"], target=facts["target"], outcome=outcome)
    elif event == "trouble":
        counts.count("dateline_troubles_total", "Rounds that the store did not survive: disk full, locked for too long.")
