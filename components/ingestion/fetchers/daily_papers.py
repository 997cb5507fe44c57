"""Client of the Daily Papers API: asks page by page, waits where the API says so, can be stopped and resumed.

The result is a `DigestFile` with the API's own JSON, so that it is read, stored and shown like any file a visitor adds.
What can be asked for: `daily_papers_query`.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

import orjson

from components.ingestion.fetchers.daily_papers_query import PAGE_SIZE, DailyPapersQuery
from components.ingestion.fetchers.outside import Outside
from components.net.rate_limiter import requested_pause
from components.net.request import Failure, HttpResult, Timeouts, is_limited
from components.papers.paper import DigestFile

MOST_PAGES = 60  # 6,000 papers: more than the fullest month
MOST_WAITING = 330.0  # seconds: the API counts requests over five minutes
ATTEMPTS = 4  # at one page
LARGEST_RESPONSE = 60_000_000  # bytes of one page
_TIMEOUTS = Timeouts(connect=20.0, first_byte=20.0, body=60.0, all=100.0)
_STOP_POLL = 0.2  # seconds between two looks whether somebody stopped
_LIMITED = "Hugging Face limits requests"
_UNREACHED = frozenset({Failure.NO_NAME, Failure.NO_NETWORK, Failure.NO_LOOKUP, Failure.NO_CONNECTION})

OnProgress = Callable[["FetchProgress"], None]


class FetchStopped(RuntimeError):  # noqa: N818 - the sentence is for people
    """Fetching ended before everything was there. `so_far` can be given to `fetch` again to go on."""

    def __init__(self, sentence: str, so_far: FetchProgress) -> None:
        super().__init__(sentence)
        self.so_far = so_far


@dataclass(frozen=True, slots=True)
class FetchProgress:
    """How far a query has come: pages and items received, and what is being done now, in words."""

    query: DailyPapersQuery
    pages: int = 0
    items: tuple[Any, ...] = ()
    finished: bool = False
    doing: str = ""

    def file(self) -> DigestFile:
        """The items received so far, as a file to read."""
        name = re.sub(r"[^\w-]+", "-", self.query.label).strip("-").lower() or "papers"
        return DigestFile(f"daily-papers-{name}.json", orjson.dumps(list(self.items)))


@dataclass(frozen=True, slots=True)
class _PageResult:
    """The response to one request: its items, or how long to wait before asking again."""

    items: list[Any] | None = None
    wait: float | None = None
    trouble: str = ""


def fetch(
    query: DailyPapersQuery,
    outside: Outside,
    on_progress: OnProgress | None = None,
    should_stop: Callable[[], bool] | None = None,
    so_far: FetchProgress | None = None,
) -> DigestFile:
    """Everything the API has for a query, as one file.

    Waits where the API says so (`RateLimit`, `Retry-After`, 429). Raises FetchStopped with a sentence when stopped,
    without network, or when the API keeps failing; `so_far` of that error resumes at the page that is missing.
    """
    progress = so_far if so_far is not None and so_far.query == query else FetchProgress(query)
    report = on_progress or (lambda _: None)
    with _Asking(outside, should_stop or (lambda: False)) as asking:
        while not progress.finished:
            progress = replace(progress, doing=f"Asking for page {progress.pages + 1}")
            report(progress)
            items = _page(asking, progress, report)
            progress = _with_page(progress, items)
            report(progress)
    return progress.file()


class _Asking:
    """Requests to the API, one after the other, over one client and in its lane; a stop ends one under way."""

    def __init__(self, outside: Outside, stopping: Callable[[], bool]) -> None:
        self.outside, self.stopping = outside, stopping
        self._runner = asyncio.Runner()
        self._client = outside.client()

    def __enter__(self) -> Self:
        self._runner.run(self._client.__aenter__())
        return self

    def __exit__(self, *error: object) -> None:
        self._runner.run(self._client.__aexit__(*error))
        self._runner.close()

    def get(self, query: DailyPapersQuery, page: int) -> HttpResult | None:
        """The answer for one page; None where somebody stopped meanwhile."""
        url = f"{self.outside.api}{query.path()}?{urlencode(query.parameters(page))}"
        return self._runner.run(self._unless_stopped(self._send(url)))

    def pause(self, seconds: float) -> None:
        """Let no process ask the API for so long."""
        self._runner.run(self.outside.hugging_face_lane.pause(seconds))  # type: ignore[arg-type]

    async def _send(self, url: str) -> HttpResult:
        headers = {"Accept": "application/json", "User-Agent": self.outside.user_agent}
        async with self.outside.hugging_face_lane.turn():
            return await self._client.send(url, headers, most_bytes=LARGEST_RESPONSE, timeouts=_TIMEOUTS)

    async def _unless_stopped(self, asked: Coroutine[Any, Any, HttpResult]) -> HttpResult | None:
        task = asyncio.ensure_future(asked)
        while not (await asyncio.wait({task}, timeout=_STOP_POLL))[0]:
            if self.stopping():
                task.cancel()
                await asyncio.wait({task})
                return None
        return task.result()


def _with_page(progress: FetchProgress, items: list[Any]) -> FetchProgress:
    """The progress after one more page. Papers move between pages as their ranks change: none is taken twice."""
    known = {_identity(one) for one in progress.items}
    new = [one for one in items if _identity(one) not in known]
    pages = progress.pages + 1
    finished = not progress.query.paged or len(items) < PAGE_SIZE or not new or pages >= MOST_PAGES
    received = (*progress.items, *new)
    return replace(progress, pages=pages, items=received, finished=finished, doing=f"{len(received)} papers")


def _identity(item: Any) -> str:
    if isinstance(item, Mapping):
        inner = item.get("paper")
        found = inner.get("id") if isinstance(inner, Mapping) else item.get("id")
        if isinstance(found, str):
            return found
    return repr(item)[:500]


def _page(asking: _Asking, progress: FetchProgress, report: OnProgress) -> list[Any]:
    """The items of the next page, asked for again after waits and failures."""
    waited = 0.0
    failures = 0
    while True:
        result = _ask(asking, progress)
        if result.wait:
            asking.pause(min(result.wait, MOST_WAITING))
        if result.items is not None:
            if result.wait:
                _wait(min(result.wait, MOST_WAITING), _LIMITED, asking, progress, report)
            return result.items
        failures += result.wait is None
        pause = result.wait if result.wait is not None else float(2**failures)
        waited += pause
        if failures >= ATTEMPTS:
            raise FetchStopped(result.trouble, progress)
        if waited > MOST_WAITING:
            raise FetchStopped("Hugging Face asks to wait longer than five minutes. Try again later.", progress)
        why = _LIMITED if result.wait is not None else result.trouble.partition(". ")[0]
        _wait(pause, why, asking, progress, report)


def _wait(seconds: float, why: str, asking: _Asking, progress: FetchProgress, report: OnProgress) -> None:
    """Wait in steps of at most a second, so that a stop takes effect at once."""
    remaining = seconds
    while remaining > 0 and not asking.stopping():
        report(replace(progress, doing=f"Waiting {remaining:.0f} s: {why}"))
        asking.outside.sleep(min(1.0, remaining))
        remaining -= 1.0


def _ask(asking: _Asking, progress: FetchProgress) -> _PageResult:
    """One request. A stop and permanent refusals raise FetchStopped; what may pass is a result without items."""
    query = progress.query
    result = None if asking.stopping() else asking.get(query, progress.pages)
    if result is None:
        raise FetchStopped(f"Stopped after {len(progress.items)} papers.", progress)
    if result.failure is Failure.REFUSED:
        raise FetchStopped("The address of the API is not a public one, so it is not asked.", progress)
    if result.failure in _UNREACHED:
        return _PageResult(trouble="Hugging Face cannot be reached. Check the network, or add a saved page instead.")
    if result.failure is Failure.TIMEOUT:
        return _PageResult(trouble="Hugging Face does not answer in time. Try again later.")
    if result.failure is not None:
        return _PageResult(trouble="The connection to Hugging Face broke off each time. Try again later.")
    if is_limited(result):
        asked = requested_pause(result.headers)
        return _PageResult(wait=10.0 if asked is None else max(asked, 0.5))
    if result.status is None or result.status >= 500:
        return _PageResult(trouble=f"Hugging Face reports a failure of its own ({result.status}). Try again later.")
    if result.status != 200:
        what = f"the {query.kind} {query.value}".rstrip()
        raise FetchStopped(f"Hugging Face does not know {what} ({result.status}).", progress)
    if len(result.body) >= LARGEST_RESPONSE:
        raise FetchStopped("Hugging Face sent more than 60 MB for one page. Nothing was kept of it.", progress)
    if not result.whole:
        return _PageResult(trouble="The connection to Hugging Face broke off each time. Try again later.")
    items = _items(result.body)
    if items is None:
        return _PageResult(trouble="What Hugging Face sent is not a list of papers. Try again later.")
    return _PageResult(items=items, wait=requested_pause(result.headers))


def _items(body: bytes) -> list[Any] | None:
    """The items of a page: a bare array, or those inside an object; None where the body is cut off or no list."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if isinstance(value, Mapping):
        value = next((value[name] for name in ("papers", "results", "items", "data") if name in value), None)
    return value if isinstance(value, list) else None
