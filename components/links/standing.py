"""How a link stands for one curator: its last verdict, its age in words, and what she decided about it.

Also what became of a paper's promise of code or data. An `Act` has a text form, so that it can be kept wherever changes
with undo are kept. Not here: keeping it, showing it, exporting it.
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


@dataclass(frozen=True, slots=True)
class Act:
    """What a curator decided about one address; all empty means nothing."""

    accepted_until: str = ""  # ISO date: until then its state is not complained about
    replacement: str = ""  # the address to use instead: the new one, or an archived copy
    note: str = ""

    def to_text(self) -> str:
        """The act as JSON, "" for none."""
        given = {name: value for name, value in self._pairs() if value}
        return json.dumps(given, ensure_ascii=False, sort_keys=True) if given else ""

    @classmethod
    def from_text(cls, text: str) -> Act:
        """What `to_text` was given; anything else is no act."""
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
class Standing:
    """One address with everything known about it."""

    link: Link
    papers: tuple[str, ...]  # ids of the papers that have it, in their order
    verdict: Verdict | None
    act: Act

    @property
    def host(self) -> str:
        """The host it lies on."""
        return host_of(self.link.url)

    @property
    def address(self) -> str:
        """The address to offer a reader: the replacement where there is one."""
        return self.act.replacement or self.link.url

    def is_accepted(self, on: date) -> bool:
        """Whether the curator has accepted it as it is, on that day."""
        return bool(self.act.accepted_until) and on.isoformat() <= self.act.accepted_until

    def offer(self) -> str:
        """The new address of a link that has moved for good, "" for every other."""
        if self.verdict is None or self.verdict.state is not State.MOVED or self.act.replacement:
            return ""
        return self.verdict.final_url


def standings(
    links: Mapping[str, Iterable[Link]], verdicts: Mapping[str, Verdict], acts: Mapping[str, Act] | None = None
) -> list[Standing]:
    """One standing an address, in the order of the papers; `links` are the links of each paper by its id."""
    first: dict[str, Link] = {}
    papers: dict[str, list[str]] = {}
    for paper_id, found in links.items():
        for link in found:
            first.setdefault(link.url, link)
            held = papers.setdefault(link.url, [])
            if paper_id not in held:
                held.append(paper_id)
    decided = acts or {}
    return [
        Standing(link, tuple(papers[url]), verdicts.get(url), decided.get(url, Act())) for url, link in first.items()
    ]


def age(checked_at: str, at: datetime | None = None) -> str:
    """How long ago a check was, in words; "never" where there was none."""
    if not checked_at:
        return "never"
    seconds = ((at or datetime.now(UTC)) - datetime.fromisoformat(checked_at)).total_seconds()
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        count = int(seconds // size)
        if count >= 1:
            return f"{count} {name}{'s' if count > 1 else ''} ago"
    return "just now"


class Kept(Enum):
    """What became of a paper's promise of code, data, models or a demo; the value is the phrase shown."""

    NO_PROMISE = ""
    THERE = "promised and there"
    BROKEN = "promised, link dead or empty"
    UNKNOWN = "promised, link not checked"
    LOST = "promised, link lost on the way"  # "this https URL" stands where it was
    NO_LINK = "promised, no link"


def kept(promises: Sequence[Promise], links: Iterable[Link], verdicts: Mapping[str, Verdict]) -> Kept:
    """What became of the promises of an abstract, given the paper's links and their verdicts.

    A link that stands without a promise counts as none: there was nothing to keep.
    """
    if not promises:
        return Kept.NO_PROMISE
    urls = [link.url for link in links]
    if not urls:
        return Kept.LOST if any(promise.lost for promise in promises) else Kept.NO_LINK
    states = {verdicts[url].state for url in urls if url in verdicts}
    if any(state.reaches for state in states):
        return Kept.THERE
    if len([url for url in urls if url in verdicts]) == len(urls) and states <= {State.DEAD, State.SUSPECT}:
        return Kept.BROKEN
    return Kept.UNKNOWN
