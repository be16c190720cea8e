"""When which address is asked, and what its answer means: intervals, back-off, Retry-After, robots.txt, pages behind items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from dateline.article import Article
from dateline.errors import Refused
from dateline.intake.feed import FeedItem
from dateline.intake.fetch import Fetched
from dateline.settings import setting
from dateline.store.watch.asking import Asked
from dateline.store.watch.copy import Parser, item_article, key_of
from dateline.store.watch.hosts import DAY, MOST_HOSTS, Hosts, host_of, pause, remembered, robots_of, robots_url
from dateline.store.watch.plan import Feed, Plan
from dateline.store.watch.state import UNREACHED, FeedState, Page, back_off, forget_feeds, load_feeds, retry_after, save_feeds

if TYPE_CHECKING:
    from dateline.store import Store
    from dateline.store.watch.watcher import Notice

#: A page is tried so often where its host answers with a fault, and so often where the host cannot be reached (some two days).
_TRIES, _LOST = 5, 50
_FORBIDDEN = "is forbidden by the robots.txt of its host"


@dataclass(frozen=True, slots=True)
class Job:
    """One request that is due: a feed, a page of a feed's item, or the robots.txt that stands before either.

    `instead` is what comes of it without asking: robots.txt forbids it, or cannot be had.
    """

    kind: str
    url: str
    due: float
    feed: Feed
    page: Page | None = None
    instead: Asked | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An item that an answer brought, to be read and remembered under its key."""

    feed: Feed
    key: str
    item: Article | Refused
    page: Page | None = None


class Polling:
    """The state of all polling. Changed by one thread; `save` writes it, `recall` takes it back to what was written."""

    def __init__(self, plan: Plan, notice: Notice, parser: Parser) -> None:
        self.plan, self.notice = plan, notice
        self.hosts = Hosts(pause(plan.delay))
        self.states: dict[str, FeedState] = {}
        self.polled: set[str] = set()
        self._parser = parser
        self._changed: set[str] = set()

    def recall(self, store: Store) -> None:
        """Takes the state from the store; what was not saved is forgotten and will be asked again."""
        with store.reading() as db:
            self.states = load_feeds(db)
        self._changed.clear()
        self.polled.clear()

    def save(self, store: Store) -> None:
        """Writes what changed, in one transaction."""
        if not self._changed:
            return
        old = self._oldest_robots()
        with store.writing() as db:
            save_feeds(db, [self.states[url] for url in sorted(self._changed)])
            forget_feeds(db, old)
        for url in old:
            del self.states[url]
        self._changed.clear()

    def _oldest_robots(self) -> list[str]:
        """Copies of robots.txt beyond the newest thousand: pages may lie on ever more hosts."""
        kept = sorted((state.checked or 0.0, url) for url, state in self.states.items() if url.endswith("/robots.txt"))
        return [url for _, url in kept[:-MOST_HOSTS]]

    def state(self, url: str) -> FeedState:
        """Where the polling of an address stands."""
        return self.states.setdefault(url, FeedState(url))

    def jobs(self, *, once: bool) -> Iterator[Job]:
        """All requests of the plan with their times; `once`: each feed one time, at once unless it rests after a failure."""
        for feed in self.plan.feed:
            state = self.state(feed.url)
            if not once:
                yield Job("feed", feed.url, state.next, feed)
            elif feed.url not in self.polled:
                yield Job("feed", feed.url, state.next if state.failures else 0.0, feed)
            for page in state.pages:
                yield Job("page", page.url, page.next, feed, page)

    def ready(self, now: float, *, once: bool) -> list[Job]:
        """What to ask now: of each host that rests no more what is due longest, its robots.txt before all else."""
        due = sorted((job for job in self.jobs(once=once) if job.due <= now), key=lambda job: (host_of(job.url), job.due))
        first = (next(jobs) for _, jobs in groupby(due, key=lambda job: host_of(job.url)))
        ready = [self._allowed(job, now) for job in first if self.hosts.at(job.url).free <= now]
        return sorted(ready, key=lambda job: job.due)[: setting("watch_requests")]

    def _allowed(self, job: Job, now: float) -> Job:
        """The job as robots.txt allows it; the fetching of robots.txt where that is not known or too old."""
        if not job.feed.robots:
            return job
        host = self.hosts.at(job.url)
        if host.robots is None or host.until <= now:
            kept = self.states.get(robots_url(job.url))
            if kept is None or not kept.checked or kept.next <= now:
                return Job("robots", robots_url(job.url), job.due, job.feed)
            self.hosts.heed(job.url, *remembered(kept))
        if host.robots is not None and host.robots.allows(job.url):
            return job
        problem = self.state(robots_url(job.url)).problem
        instead = Asked(reason=f"the robots.txt of its host cannot be had: {problem}", lost=True) if problem else Asked(forbidden=True)
        return Job(job.kind, job.url, job.due, job.feed, job.page, instead)

    def next(self, now: float, *, once: bool) -> float | None:
        """The time at which something may be asked again."""
        return min((max(job.due, self.hosts.at(job.url).free) for job in self.jobs(once=once)), default=None)

    def take(self, job: Job, asked: Asked, now: float) -> list[Found]:
        """What an answer brings to be read; brings the state up to date but for the items, which `took` and `left` do."""
        if job.instead is None:
            self.hosts.asked(job.url, now)
        if job.kind == "robots":
            return self._robots(job, asked, now)
        return self._feed(job.feed, asked, now) if job.page is None else self._page(job.feed, job.page, asked, now)

    def took(self, found: Found) -> None:
        """An item goes to be read: it is known from now on."""
        state = self._touch(found.feed.url)
        state.learn(found.key)
        if found.page is not None:
            state.pages = [page for page in state.pages if page.key != found.page.key]

    def left(self, found: Found) -> None:
        """An item is left for the next run: the feed must give it again."""
        if found.page is None:
            state = self._touch(found.feed.url)
            state.etag = state.modified = None

    # Answers

    def _robots(self, job: Job, asked: Asked, now: float) -> list[Found]:
        self.hosts.heed(job.url, *robots_of(self._touch(job.url), asked, now))
        self.notice("robots", host=host_of(job.url), status=asked.status, reason=asked.reason)
        return []

    def _feed(self, feed: Feed, asked: Asked, now: float) -> list[Found]:
        state = self._touch(feed.url)
        self.polled.add(feed.url)
        state.checked = now
        problem = self._problem(feed, state, asked, now)
        if asked.answer is None or asked.answer.status != 200 or problem:
            return self._no_news(feed, state, problem, asked, now)
        try:
            items = self._parser.items(asked.answer, feed)
        except Refused as error:
            state.next = now + back_off(feed.url, state.failures + 1, first=feed.seconds)
            return self._no_news(feed, state, error.reason, asked, now)
        state.etag, state.modified = asked.answer.etag, asked.answer.modified
        state.failures, state.problem = 0, None
        state.next = now + back_off(feed.url, 1, first=feed.seconds)
        found, pages = self._new(feed, state, items)
        self.notice("poll", feed=feed.url, outcome="new" if found or pages else "same", items=len(found) + pages)
        return found

    def _problem(self, feed: Feed, state: FeedState, asked: Asked, now: float) -> str | None:
        """Why an answer is none, with the time of the next poll set accordingly; None for 200 and 304."""
        if asked.status in (200, 304):
            return None
        if asked.forbidden:
            state.next = self.hosts.at(feed.url).until
            return _FORBIDDEN
        first, most = (UNREACHED, feed.seconds) if asked.lost else (feed.seconds, DAY)
        wait = back_off(feed.url, state.failures + 1, first=min(first, feed.seconds), most=max(most, feed.seconds))
        if asked.answer is not None:
            wait = max(wait, self._rest(feed.url, asked.answer, now))
        state.next = now + (max(wait, DAY) if asked.status == 410 else wait)
        return asked.reason or f"answered with status {asked.status}"

    def _rest(self, url: str, answer: Fetched, now: float) -> float:
        """Seconds for which a host asks to be left alone (429, 503): it is, for all its addresses."""
        asked = retry_after(answer.headers.get("retry-after"), now) if answer.status in (429, 503) else None
        if asked:
            host = self.hosts.at(url)
            host.free = max(host.free, now + asked)
        return asked or 0.0

    def _no_news(self, feed: Feed, state: FeedState, problem: str | None, asked: Asked, now: float) -> list[Found]:
        if problem is None:
            state.failures, state.problem = 0, None
            state.next = now + back_off(feed.url, 1, first=feed.seconds)
            self.notice("poll", feed=feed.url, outcome="same", items=0)
            return []
        state.failures += 1
        state.problem = problem
        outcome = "forbidden" if asked.forbidden else "lost" if asked.lost else "failed"
        wait = round(max(0.0, state.next - now))
        self.notice("poll", feed=feed.url, outcome=outcome, reason=problem, failures=state.failures, wait=wait)
        return []

    def _new(self, feed: Feed, state: FeedState, items: list[FeedItem]) -> tuple[list[Found], int]:
        """Items that are not known: those to read now, and how many pages were put up to be fetched."""
        known = {*state.known, *(page.key for page in state.pages)}
        room = setting("watch_pages") - len(state.pages)
        found: list[Found] = []
        pages: list[Page] = []
        for item in items:
            key = key_of(item, feed)
            if key in known:
                continue
            known.add(key)
            if not feed.full or not item.link:
                found.append(Found(feed, key, item_article(item, feed)))
            elif len(pages) < room:
                pages.append(Page(key, item.link, item.published, item.outlet))
            else:  # the feed must give it again when there is room
                state.etag = state.modified = None
        state.pages = [*state.pages, *pages]
        return found, len(pages)

    def _page(self, feed: Feed, page: Page, asked: Asked, now: float) -> list[Found]:
        self._touch(feed.url)
        answer = asked.answer
        if answer is not None and answer.status == 200:
            item = self._parser.page(answer, page, feed)
            self.notice("page", url=page.url, outcome="failed" if isinstance(item, Refused) else "new")
            return [Found(feed, page.key, item, page)]
        passing = asked.lost or (answer is not None and (answer.status in (408, 425, 429) or answer.status >= 500))
        reason = _FORBIDDEN if asked.forbidden else asked.reason or f"answered with status {asked.status}"
        if passing and page.tries + 1 < (_LOST if asked.lost else _TRIES):
            page.tries += 1
            page.next = now + back_off(page.url, page.tries, first=UNREACHED, most=3600.0)
            if answer is not None:
                page.next = max(page.next, now + self._rest(page.url, answer, now))
            self.notice("page", url=page.url, outcome="lost" if asked.lost else "failed", reason=reason, wait=round(page.next - now))
            return []
        self.notice("page", url=page.url, outcome="forbidden" if asked.forbidden else "refused", reason=reason)
        return [Found(feed, page.key, Refused(page.url, reason), page)]

    def _touch(self, url: str) -> FeedState:
        self._changed.add(url)
        return self.state(url)
