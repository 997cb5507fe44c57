"""The rows of the Links page: one row a link of a paper, with what is known of it, in the order of a grouping.

Pure: takes a visit, returns plain values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum

from components.links.link import Kind
from components.links.link_status import LinkDecision, LinkStatus, PromiseOutcome, link_statuses, promise_outcome
from components.links.verdict import State, Verdict
from components.workspace import caches
from components.workspace.view import View

UNCHECKED, ACCEPTED, REPLACED = "unchecked", "accepted", "replaced"
# Worst first: what needs a person's eye stands on top, what is settled further down.
STATES = (*(state.value for state in (
    State.DEAD, State.DOWN, State.SUSPECT, State.MOVED, State.LIMITED, State.BLOCKED, State.REFUSED, State.REDIRECT,
)), UNCHECKED, ACCEPTED, REPLACED, State.ALIVE.value)  # fmt: skip
_KEPT = (
    PromiseOutcome.NO_LINK,
    PromiseOutcome.LOST,
    PromiseOutcome.BROKEN,
    PromiseOutcome.UNKNOWN,
    PromiseOutcome.THERE,
    PromiseOutcome.NO_PROMISE,
)
NO_PROMISE = "linked without a promise"


class Grouping(Enum):
    """By what the rows are ordered and counted; the value stands in the address."""

    VERDICT = "verdict"
    HOST = "host"
    KIND = "kind"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Row:
    """One link of one paper, or a paper that promises something and links to nothing (`standing` is None)."""

    paper_id: str
    standing: LinkStatus | None
    state: str  # a State's value, or one of the three words above; "" without a link
    group: str  # what it is counted under in this grouping

    @property
    def url(self) -> str:
        """The address; "" without a link."""
        return self.standing.link.url if self.standing else ""


def known(view: View, verdicts: Mapping[str, Verdict], acts: Mapping[str, LinkDecision]) -> list[LinkStatus]:
    """One standing an address of the papers that are shown, in their order."""
    links = {paper_id: view.links[paper_id] for paper_id in view.shown["paper_id"] if paper_id in view.links}
    return link_statuses(links, verdicts, acts)


def rows(view: View, found: Sequence[LinkStatus], verdicts: Mapping[str, Verdict], by: Grouping) -> list[Row]:
    """Every row under the shared filters, grouped, the worst state first inside a group."""
    today = datetime.now(UTC).date()
    promises = _kept_promises(view, verdicts) if by is Grouping.PAPER else {}
    group = _group_of(by)
    made = []
    for one in found:
        state = state_of(one, today)
        made += [
            Row(paper_id, one, state, promises.get(paper_id, NO_PROMISE) if by is Grouping.PAPER else group(one, state))
            for paper_id in one.papers
        ]
    linked = {row.paper_id for row in made}
    made += [Row(paper_id, None, "", what) for paper_id, what in promises.items() if paper_id not in linked]
    return _ordered(view, made, by)


def state_of(one: LinkStatus, today: date) -> str:
    """What a link counts as: its verdict, unless the curator has settled it."""
    if one.decision.replacement:
        return REPLACED
    if one.verdict is None:
        return UNCHECKED
    if one.is_accepted(today) and one.verdict.state is not State.ALIVE:
        return ACCEPTED
    return one.verdict.state.value


def counts(made: Sequence[Row], by: Grouping) -> dict[str, int]:
    """Group → how many addresses (by paper: how many papers) are in it, in the order of the rows."""
    seen = {(row.group, row.paper_id if by is Grouping.PAPER else row.url) for row in made}
    amounts = Counter(group for group, _ in seen)
    return {group: amounts[group] for group in dict.fromkeys(row.group for row in made)}


def chosen(made: Sequence[Row], only: Collection[str]) -> list[Row]:
    """The rows of these groups; all of them where none of these is here (any more)."""
    here = {row.group for row in made} & set(only)
    return [row for row in made if not here or row.group in here]


def offers(made: Sequence[Row]) -> dict[str, str]:
    """Address → its new address, for every link that has moved for good and still stands with the old one."""
    found = {row.url: row.standing.offer() for row in made if row.standing}
    return {url: new for url, new in found.items() if new}


def _group_of(by: Grouping) -> Callable[[LinkStatus, str], str]:
    if by is Grouping.HOST:
        return lambda one, _state: one.host.removeprefix("www.")
    if by is Grouping.KIND:
        return lambda one, _state: str(one.link.kind.value)
    return lambda _one, state: state


def _ordered(view: View, made: list[Row], by: Grouping) -> list[Row]:
    place = {state: number for number, state in enumerate((*STATES, ""))}
    if by is Grouping.VERDICT:
        return sorted(made, key=lambda row: place[row.state])
    if by is Grouping.HOST:
        size = Counter(row.group for row in made)
        return sorted(made, key=lambda row: (-size[row.group], row.group, place[row.state]))
    if by is Grouping.KIND:
        kinds = [str(kind.value) for kind in Kind]
        return sorted(made, key=lambda row: (kinds.index(row.group), place[row.state]))
    outcomes = [_outcome_label(outcome) for outcome in _KEPT]
    papers = {paper_id: number for number, paper_id in enumerate(view.shown["paper_id"])}
    return sorted(made, key=lambda row: (outcomes.index(row.group), papers[row.paper_id], place[row.state]))


def _kept_promises(view: View, verdicts: Mapping[str, Verdict]) -> dict[str, str]:
    """paper_id → what became of its promise, for the shown papers that made one."""
    promises = caches.promises(view.library.version, view.library.papers)
    return {
        paper_id: _outcome_label(promise_outcome(promises[paper_id], view.links.get(paper_id, ()), verdicts))
        for paper_id in view.shown["paper_id"]
        if paper_id in promises
    }


def _outcome_label(outcome: PromiseOutcome) -> str:
    return outcome.value or NO_PROMISE
