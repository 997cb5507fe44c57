"""The status of a link for one visitor: its newest verdict, the age of that in words, and what they decided about it.

Also what became of a paper's promise of code or data. A `LinkDecision` has a text form, so that the event log of
curation can store it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum

from components.links.domains import host_of
from components.links.extract.promises import Promise
from components.links.link import Link
from components.links.verdict import State, Verdict
from components.store import times


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """What a visitor decided about one address; all fields empty: nothing."""

    accepted_until: str = ""  # ISO date: until then a bad state is not reported
    replacement: str = ""  # the address to use instead: the new one, or an archived copy
    note: str = ""

    def to_text(self) -> str:
        """The decision as JSON, "" for none."""
        given = {name: value for name, value in self._pairs() if value}
        return json.dumps(given, ensure_ascii=False, sort_keys=True) if given else ""

    @classmethod
    def from_text(cls, text: str) -> LinkDecision:
        """The inverse of `to_text`; any other text gives an empty decision."""
        try:
            given = json.loads(text)
        except ValueError:
            return cls()
        if not isinstance(given, dict):
            return cls()
        return cls(*(str(given.get(name) or "") for name in ("accepted_until", "replacement", "note")))

    def _pairs(self) -> tuple[tuple[str, str], ...]:
        return (
            ("accepted_until", self.accepted_until),
            ("replacement", self.replacement),
            ("note", self.note),
        )


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """One address with everything known about it."""

    link: Link
    papers: tuple[str, ...]  # ids of the papers that have it, in their order
    verdict: Verdict | None
    decision: LinkDecision

    @property
    def host(self) -> str:
        """Its host name."""
        return host_of(self.link.url)

    @property
    def address(self) -> str:
        """The address to offer a reader: the replacement where there is one."""
        return self.decision.replacement or self.link.url

    def is_accepted(self, on: date) -> bool:
        """Whether the visitor has accepted it as it is, on that day."""
        return bool(self.decision.accepted_until) and on.isoformat() <= self.decision.accepted_until

    def offer(self) -> str:
        """The new address of a link that has moved for good, "" for every other."""
        if self.verdict is None or self.verdict.state is not State.MOVED or self.decision.replacement:
            return ""
        return self.verdict.final_url


def link_statuses(
    links: Mapping[str, Iterable[Link]],
    verdicts: Mapping[str, Verdict],
    decisions: Mapping[str, LinkDecision] | None = None,
) -> list[LinkStatus]:
    """One status an address, in the order of the papers; `links`: paper_id → its links."""
    first: dict[str, Link] = {}
    papers: dict[str, list[str]] = {}
    for paper_id, found in links.items():
        for link in found:
            first.setdefault(link.url, link)
            of_link = papers.setdefault(link.url, [])
            if paper_id not in of_link:
                of_link.append(paper_id)
    decided = decisions or {}
    return [
        LinkStatus(link, tuple(papers[url]), verdicts.get(url), decided.get(url, LinkDecision()))
        for url, link in first.items()
    ]


def age(checked_at: str, at: datetime | None = None) -> str:
    """How long ago a check was, in words; "never" where there was none."""
    if not checked_at:
        return "never"
    seconds = ((at or datetime.now(UTC)) - times.read(checked_at)).total_seconds()
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        count = int(seconds // size)
        if count >= 1:
            return f"{count} {name}{'s' if count > 1 else ''} ago"
    return "just now"


class PromiseOutcome(Enum):
    """What became of a paper's promise of code, data, models or a demo; the value is the phrase shown."""

    NO_PROMISE = ""
    THERE = "promised and there"
    BROKEN = "promised, link dead or empty"
    UNKNOWN = "promised, link not checked"
    LOST = "promised, link lost on the way"  # "this https URL" stands where it was
    NO_LINK = "promised, no link"


def promise_outcome(
    promises: Sequence[Promise], links: Iterable[Link], verdicts: Mapping[str, Verdict]
) -> PromiseOutcome:
    """What became of the promises of an abstract, given the paper's links and their verdicts.

    A link without a promise gives NO_PROMISE.
    """
    if not promises:
        return PromiseOutcome.NO_PROMISE
    urls = [link.url for link in links]
    if not urls:
        return PromiseOutcome.LOST if any(promise.lost for promise in promises) else PromiseOutcome.NO_LINK
    states = {verdicts[url].state for url in urls if url in verdicts}
    if any(state.reaches for state in states):
        return PromiseOutcome.THERE
    if len([url for url in urls if url in verdicts]) == len(urls) and states <= {State.DEAD, State.SUSPECT}:
        return PromiseOutcome.BROKEN
    return PromiseOutcome.UNKNOWN
