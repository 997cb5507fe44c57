"""Client of the Daily Papers API: asks page by page, waits where the API says so, can be stopped and resumed.

The result is a `DigestFile` with the API's own JSON, so that it is read, stored and shown like any file a visitor adds.
What can be asked for: `daily_papers_query`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from components.ingestion.fetchers.daily_papers_query import PAGE_SIZE, DailyPapersQuery
from components.papers.paper import DigestFile

API = "https://huggingface.co"
MOST_PAGES = 60  # 6,000 papers: more than the fullest month
MOST_WAITING = 330.0  # seconds: the API counts requests over five minutes
ATTEMPTS = 4  # at one page
TIMEOUT = 20.0  # seconds
LARGEST_RESPONSE = 60_000_000  # bytes of one page
_LIMITED = "Hugging Face limits requests"

Sleep = Callable[[float], None]
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
    on_progress: OnProgress | None = None,
    should_stop: Callable[[], bool] | None = None,
    so_far: FetchProgress | None = None,
    api: str = API,
    sleep: Sleep = time.sleep,
) -> DigestFile:
    """Everything the API has for a query, as one file.

    Waits where the API says so (`RateLimit`, `Retry-After`, 429). Raises FetchStopped with a sentence when stopped,
    without network, or when the API keeps failing; `so_far` of that error resumes at the page that is missing.
    """
    import httpx

    progress = so_far if so_far is not None and so_far.query == query else FetchProgress(query)
    report = on_progress or (lambda _: None)
    stopping = should_stop or (lambda: False)
    headers = {"Accept": "application/json", "User-Agent": "digest-atlas"}
    with httpx.Client(base_url=api, timeout=TIMEOUT, headers=headers, follow_redirects=False) as client:
        while not progress.finished:
            progress = replace(progress, doing=f"Asking for page {progress.pages + 1}")
            report(progress)
            items = _page(client, progress, report, stopping, sleep)
            progress = _with_page(progress, items)
            report(progress)
    return progress.file()


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


def _page(
    client: Any, progress: FetchProgress, report: OnProgress, stopping: Callable[[], bool], sleep: Sleep
) -> list[Any]:
    """The items of the next page, asked for again after waits and failures."""
    waited = 0.0
    failures = 0
    while True:
        if stopping():
            raise FetchStopped(f"Stopped after {len(progress.items)} papers.", progress)
        result = _ask(client, progress)
        if result.items is not None:
            if result.wait:
                _wait(min(result.wait, MOST_WAITING), _LIMITED, progress, report, stopping, sleep)
            return result.items
        failures += result.wait is None
        pause = result.wait if result.wait is not None else float(2**failures)
        waited += pause
        if failures >= ATTEMPTS:
            raise FetchStopped(result.trouble, progress)
        if waited > MOST_WAITING:
            raise FetchStopped("Hugging Face asks to wait longer than five minutes. Try again later.", progress)
        why = _LIMITED if result.wait is not None else result.trouble.partition(". ")[0]
        _wait(pause, why, progress, report, stopping, sleep)


def _wait(
    seconds: float, why: str, progress: FetchProgress, report: OnProgress, stopping: Callable[[], bool], sleep: Sleep
) -> None:
    """Wait in steps of at most a second, so that a stop takes effect at once."""
    remaining = seconds
    while remaining > 0 and not stopping():
        report(replace(progress, doing=f"Waiting {remaining:.0f} s: {why}"))
        sleep(min(1.0, remaining))
        remaining -= 1.0


def _ask(client: Any, progress: FetchProgress) -> _PageResult:
    """One request. Permanent refusals raise FetchStopped; what may pass is a result without items."""
    import httpx

    query = progress.query
    try:
        with client.stream("GET", query.path(), params=dict(query.parameters(progress.pages))) as response:
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > LARGEST_RESPONSE:
                    raise FetchStopped(
                        "Hugging Face sent more than 60 MB for one page. Nothing was kept of it.", progress
                    )
    except (httpx.ConnectError, httpx.ConnectTimeout):
        return _PageResult(trouble="Hugging Face cannot be reached. Check the network, or add a saved page instead.")
    except httpx.TimeoutException:
        return _PageResult(trouble="Hugging Face does not answer in time. Try again later.")
    except httpx.HTTPError:
        return _PageResult(trouble="The connection to Hugging Face broke off each time. Try again later.")
    if response.status_code == 429:
        return _PageResult(wait=_pause(response.headers) or 10.0)
    if response.status_code >= 500:
        return _PageResult(
            trouble=f"Hugging Face reports a failure of its own ({response.status_code}). Try again later."
        )
    if response.status_code != 200:
        what = f"the {query.kind} {query.value}".rstrip()
        raise FetchStopped(f"Hugging Face does not know {what} ({response.status_code}).", progress)
    items = _items(bytes(body))
    if items is None:
        return _PageResult(trouble="What Hugging Face sent is not a list of papers. Try again later.")
    return _PageResult(items=items, wait=_spent(response.headers))


def _items(body: bytes) -> list[Any] | None:
    """The items of a page: a bare array, or those inside an object; None where the body is cut off or no list."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if isinstance(value, Mapping):
        value = next((value[name] for name in ("papers", "results", "items", "data") if name in value), None)
    return value if isinstance(value, list) else None


def _pause(headers: Mapping[str, str]) -> float | None:
    """Seconds that a 429 asks to wait: `Retry-After` in seconds, or the reset of `RateLimit`."""
    after = headers.get("retry-after", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", after.strip()):
        return max(float(after), 0.5)
    reset = _limit(headers)[1]
    return max(reset, 0.5) if reset is not None else None


def _spent(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait before the next page where the rate limit is used up."""
    remaining, reset = _limit(headers)
    return reset if remaining == 0 and reset else None


def _limit(headers: Mapping[str, str]) -> tuple[int | None, float | None]:
    """Remaining requests and seconds to the reset, from `RateLimit: "api";r=12;t=280` or the older single headers."""
    text = headers.get("ratelimit", "")
    remaining = re.search(r"\b(?:r|remaining)=(\d+)", text)
    reset = re.search(r"\b(?:t|reset)=(\d+)", text)
    left = remaining[1] if remaining else headers.get("ratelimit-remaining", "")
    until = reset[1] if reset else headers.get("ratelimit-reset", "")
    return (int(left) if left.isdigit() else None, float(until) if until.isdigit() else None)
