"""Lanes: workers that each do one task at a time, as local processes or as Ray actors. A lane keeps its tagger from task to task.

Back-pressure: no more tasks are taken than there are lanes. A lane that dies is replaced and its task done again; a task that kills three
lanes is given up and named. A task's outcome must follow from the task alone, so that doing it twice does no harm.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import Any, Generic, Protocol, TypeVar

from dateline.errors import DatelineError

_Task = TypeVar("_Task")
_Found = TypeVar("_Found")
#: Lanes that one task may cost.
_TRIES = 3


class Lost(Exception):
    """The lane died before its task was done."""


class Engine(Protocol):
    """Makes lanes and waits for them. A ticket is what `submit` gives for a task."""

    workers: int

    def lane(self) -> Any:
        """A new lane."""

    def submit(self, lane: Any, function: Callable[[Any], Any], task: Any) -> Any:
        """Hands a task to a free lane. Raises Lost if it is dead."""

    def ready(self, tickets: Sequence[Any]) -> Any:
        """The ticket of a task that is done, or whose lane died; waits for one."""

    def outcome(self, ticket: Any) -> Any:
        """What the task gave. Raises Lost, or what the task raised."""

    def drop(self, lane: Any) -> None:
        """Ends a lane."""

    def close(self) -> None:
        """Ends everything that was started."""


@dataclass(frozen=True, slots=True)
class Done(Generic[_Task, _Found]):
    """A task with what it gave; None if it was given up."""

    task: _Task
    found: _Found | None


class Crew:
    """The lanes of an engine at work. A context manager that ends them all."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lanes: list[Any] = []

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.close()

    def run(self, function: Callable[[_Task], _Found], tasks: Iterable[_Task]) -> Iterator[Done[_Task, _Found]]:
        """Does all tasks, in the order in which they end."""
        todo, again = iter(tasks), deque[tuple[_Task, int]]()
        free = list(self._lanes)
        running: dict[Any, tuple[Any, _Task, int]] = {}

        def start() -> None:
            while len(running) < self._engine.workers:
                task, tries = again.popleft() if again else (next(todo, None), 1)
                if task is None:
                    return
                lane = free.pop() if free else self._new()
                try:
                    running[self._engine.submit(lane, function, task)] = lane, task, tries
                except Lost:
                    self._drop(lane)
                    again.append((task, tries))

        start()
        while running:
            ticket = self._engine.ready(list(running))
            lane, task, tries = running.pop(ticket)
            done: Done[_Task, _Found] | None = None
            try:
                done = Done(task, self._engine.outcome(ticket))
                free.append(lane)
            except Lost:
                self._drop(lane)
                if tries < _TRIES:
                    again.append((task, tries + 1))
                else:
                    done = Done(task, None)
            start()
            if done is not None:
                yield done

    def all(self, function: Callable[[_Task], None], tasks: Sequence[_Task]) -> None:
        """Does all tasks of a step. Raises DatelineError if one had to be given up."""
        for done in list(self.run(_then(function), tasks)):
            if done.found is None:
                what = f"{getattr(function, '__name__', function)} of {done.task}"
                raise DatelineError(f"workers died three times in the step {what[:120]}; use fewer workers or a smaller --partition")

    def _new(self) -> Any:
        lane = self._engine.lane()
        self._lanes.append(lane)
        return lane

    def _drop(self, lane: Any) -> None:
        self._lanes.remove(lane)
        self._engine.drop(lane)


def _then(function: Callable[[_Task], None]) -> Callable[[_Task], bool]:
    """A task without an answer, answered with True."""
    return partial(_did, function)


def _did(function: Callable[[_Task], None], task: _Task) -> bool:
    function(task)
    return True


class Local:
    """Processes of this machine, one a lane."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._all: list[ProcessPoolExecutor] = []

    def lane(self) -> ProcessPoolExecutor:
        made = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        self._all.append(made)
        return made

    def submit(self, lane: ProcessPoolExecutor, function: Callable[[Any], Any], task: Any) -> Future[Any]:
        try:
            return lane.submit(function, task)
        except BrokenProcessPool as error:
            raise Lost from error

    def ready(self, tickets: Sequence[Future[Any]]) -> Future[Any]:
        done = wait(tickets, return_when=FIRST_COMPLETED).done
        return next(ticket for ticket in tickets if ticket in done)

    def outcome(self, ticket: Future[Any]) -> Any:
        try:
            return ticket.result()
        except BrokenProcessPool as error:
            raise Lost from error

    def drop(self, lane: ProcessPoolExecutor) -> None:
        self._all.remove(lane)
        lane.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        for lane in self._all:
            lane.shutdown(cancel_futures=True)
        self._all.clear()


class _Worker:
    """What runs in a Ray actor."""

    def do(self, function: Callable[[Any], Any], task: Any) -> Any:
        return function(task)


class Ray:
    """Actors of a Ray cluster, one a lane: that at `address`, the one this process is part of, else one started here for the run."""

    def __init__(self, workers: int, address: str | None = None) -> None:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere
        try:
            import ray
        except ImportError as error:
            raise DatelineError("the engine ray needs Ray; install it with `pip install dateline[scale]`") from error
        self.workers, self._ray = workers, ray
        self._own = not ray.is_initialized()
        if self._own and (address or os.environ.get("RAY_ADDRESS")):
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
        elif self._own:
            # nothing but the names of files and counts goes through the store of objects
            ray.init(
                address="local",
                num_cpus=workers,
                include_dashboard=False,
                object_store_memory=80_000_000,
                log_to_driver=False,
                logging_level=logging.ERROR,
            )

    def lane(self) -> Any:
        return self._ray.remote(_Worker).options(num_cpus=1, max_restarts=0).remote()

    def submit(self, lane: Any, function: Callable[[Any], Any], task: Any) -> Any:
        return lane.do.remote(function, task)

    def ready(self, tickets: Sequence[Any]) -> Any:
        return self._ray.wait(list(tickets), num_returns=1)[0][0]

    def outcome(self, ticket: Any) -> Any:
        from ray.exceptions import ObjectLostError, RayActorError, RayTaskError

        try:
            return self._ray.get(ticket)
        except (RayActorError, ObjectLostError) as error:
            raise Lost from error
        except RayTaskError as error:
            if isinstance(error.cause, DatelineError):
                raise error.cause from error
            raise

    def drop(self, lane: Any) -> None:
        with suppress(Exception):
            self._ray.kill(lane)

    def close(self) -> None:
        if self._own:
            self._ray.shutdown()


def engine_of(name: str, workers: int, address: str | None = None) -> Engine:
    """The engine of that name: `local` or `ray`. Raises DatelineError where Ray is absent."""
    return Ray(workers, address) if name == "ray" else Local(workers)
