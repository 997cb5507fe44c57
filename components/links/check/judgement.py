"""From a response to a state with a reason in words: the rules a careful person would follow.

A page is read only for what a person would see at once: that it says it is not there, is empty, is still to come, is
for sale, or asks for a proof that the reader is human.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from components.links.check import signals
from components.links.check.page import Page
from components.links.verdict import State
from components.net.request import Failure, HttpResult, is_limited

PERMANENT = frozenset({301, 308})
RETRIED_STATUS = frozenset({408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524})


@dataclass(frozen=True, slots=True)
class Judgement:
    """A state and why; `unsure` where asking for a neighbouring address that cannot exist would tell."""

    state: State
    reason: str
    unsure: bool = False


_FEW_WORDS = 120  # a page with no more to read than this is about what it says


def judge_failure(answer: HttpResult) -> Judgement:
    """For a request without an answer: only a name that does not exist is the end of a link."""
    failure = answer.failure or Failure.PROTOCOL
    words = f"{failure.value}: {answer.detail}" if answer.detail else failure.value
    if failure is Failure.REFUSED:
        return Judgement(State.REFUSED, words)
    if failure is Failure.NO_NAME:
        return Judgement(State.DEAD, words)
    return Judgement(State.DOWN, words)


def is_wall(answer: HttpResult, page: Page) -> bool:
    """True where a challenge for bots stands in front of the page."""
    if "challenge" in answer.headers.get("cf-mitigated", "").lower():
        return True
    heads = (page.title, *page.headings)
    if any(signals.WALL_HEAD.search(head) for head in heads):
        return page.words <= _FEW_WORDS * 2
    return page.words <= _FEW_WORDS and signals.WALL_TEXT.search(page.text) is not None


def judge_status(answer: HttpResult, page: Page) -> Judgement | None:
    """For every status but success and redirects; None where the page must be read."""
    status = answer.status or 0
    if 200 <= status < 300 or status in (300, 304):
        return None
    if is_limited(answer):
        return Judgement(State.LIMITED, f"the host asks for a pause ({status})")
    if status in (404, 410):
        return Judgement(State.DEAD, "gone for good (410)" if status == 410 else "not found (404)")
    if is_wall(answer, page):
        return Judgement(State.BLOCKED, f"a check for bots stands in front of it ({status})")
    if status == 401:
        return Judgement(State.BLOCKED, "it wants a login (401)")
    if status == 451:
        return Judgement(State.BLOCKED, "withheld for legal reasons (451)")
    if status == 408 or status == 425 or 500 <= status < 600:
        return Judgement(State.DOWN, f"the server has an error ({status})")
    if 400 <= status < 500 or status == 999:
        return Judgement(State.BLOCKED, f"it does not answer a checker ({status})")
    return Judgement(State.DOWN, f"an answer that means nothing ({status})")


def judge_page(answer: HttpResult, page: Page, asked: str) -> Judgement:
    """For a successful answer: whether there is something for a reader. `asked` is the address first asked."""
    final = str(answer.url)
    if not answer.is_html:
        return Judgement(State.ALIVE, "it answers")
    heads = (page.title, *page.headings)
    if is_wall(answer, page):
        return Judgement(State.BLOCKED, "a check for bots stands in front of it")
    if _wants_login(asked, final, page, heads):
        return Judgement(State.BLOCKED, "it wants a login")
    host = urlsplit(final).hostname or ""
    shown = " ".join((*heads, page.text))
    if _under(host, signals.PARKING_HOSTS) or (page.words <= _FEW_WORDS * 3 and signals.PARKED.search(shown)):
        return Judgement(State.SUSPECT, "the domain is parked or for sale")
    if signals.EMPTY_REPOSITORY.search(page.text) and (page.readme is None or page.words <= _FEW_WORDS):
        return Judgement(State.SUSPECT, "the repository is empty")
    to_come = _still_to_come(page, heads)
    if to_come:
        return Judgement(State.SUSPECT, to_come)
    if any(signals.GONE_HEAD.search(head) for head in heads[:3]):
        return Judgement(State.SUSPECT, "the page says that it is not found, with status 200")
    if answer.status == 200 and answer.whole and not answer.body.strip():
        return Judgement(State.SUSPECT, "the page is empty")
    if page.words <= _FEW_WORDS and signals.GONE_TEXT.search(page.text):
        return Judgement(
            State.SUSPECT, "the page seems to say that it is not found, with status 200", unsure=page.words > 40
        )
    if page.is_shell and urlsplit(final).path.strip("/") and not _under(host, signals.APP_HOSTS):
        reason = "it shows nothing by itself, and its site answers every address with the same empty page"
        return Judgement(State.SUSPECT, reason, unsure=True)
    return Judgement(State.ALIVE, "it answers")


def _wants_login(asked: str, final: str, page: Page, heads: tuple[str, ...]) -> bool:
    """A login page stands where something else was asked for."""
    first, last = urlsplit(asked), urlsplit(final)
    if signals.LOGIN_PATH.search(first.path):
        return False
    if _under(last.hostname or "", signals.LOGIN_HOSTS) and first.hostname != last.hostname:
        return True
    if final != asked and signals.LOGIN_PATH.search(last.path):
        return True
    return page.asks_password and page.words <= _FEW_WORDS and any(signals.LOGIN_HEAD.search(head) for head in heads)


def _still_to_come(page: Page, heads: tuple[str, ...]) -> str:
    """The reason where a page or a readme only promises; "" where it has something to show."""
    if page.readme is not None:
        words = len(page.readme.split())
        if signals.TO_COME.search(page.readme) and not page.readme_has_code and words <= 150:
            return "the readme says that it is still to come"
        return ""
    if any(signals.TO_COME_HEAD.search(head) for head in heads) and page.words <= _FEW_WORDS * 2:
        return "the page says that it is still to come"
    if page.words <= 60 and signals.TO_COME.search(page.text):
        return "the page says that it is still to come"
    return ""


def _under(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == domain or host.endswith("." + domain) for domain in domains)


def is_malformed(location: str) -> bool:
    """Whether where a redirect leads is no address at all: one of the web without a host, or with brackets astray."""
    try:
        parts = urlsplit(location.strip())
        _ = parts.port  # raises where it is no number
    except ValueError:
        return True
    if location.lstrip().startswith(":"):
        return True
    return parts.scheme in ("http", "https") and not parts.hostname


def is_sent_home(asked: str, final: str) -> bool:
    """A deep address that ends on the front page of its host: as a rule what was there is gone."""
    first, last = urlsplit(asked), urlsplit(final)
    deep = first.path.strip("/") != ""
    same = (first.hostname or "").removeprefix("www.") == (last.hostname or "").removeprefix("www.")
    return deep and same and last.path.strip("/") == "" and not last.query
