"""What a run would ask, of whom, and about how long that takes: told before anything leaves this machine."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from components.enrichment.facts import Verdict
from components.enrichment.findings import Finding, identified
from components.enrichment.record import Subject
from components.enrichment.services.service import Service
from components.text import counted

ANSWER = 0.8  # seconds in which a service usually answers
# Of the papers that one service was asked for by title, the share that is asked of the next. Daily papers are nearly
# all on Hugging Face; of other lists more go on, so this is a guess, and the words say "about".
GOES_ON = 0.2


@dataclass(frozen=True, slots=True)
class Share:
    """What one service would be asked."""

    service: Service
    titles: int  # questions by title, about so many
    ids: int  # papers asked about by id
    questions: int  # in all

    @property
    def seconds(self) -> float:
        """How long its questions take, one after the other."""
        pace = self.service.present_pace
        return self.questions * (pace.gap + (ANSWER if pace.alone else 0.0))


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole run."""

    papers: int
    titles: int  # papers that are looked for by title
    known: int  # papers that every service has answered for
    shares: tuple[Share, ...]

    @property
    def seconds(self) -> float:
        """Services are asked beside each other: the slowest counts, and the batches that need what it found."""
        if not any(share.questions for share in self.shares):
            return 0.0
        batches = sum(share.seconds for share in self.shares if not share.titles) if self.titles else 0.0
        return max(share.seconds for share in self.shares) + min(batches, 10.0) + ANSWER

    @property
    def sentence(self) -> str:
        """ "106 titles: about 90 s, no key needed." """
        if not self.seconds:
            return f"All that services know of {counted(self.papers, 'paper')} is here and not yet old: nothing to ask."
        what = [counted(self.titles, "title")] if self.titles else []
        by_id = self.papers - self.titles - self.known
        what += [f"{counted(by_id, 'paper')} by id"] if by_id > 0 else []
        keyless = not any(share.service.key for share in self.shares)
        return f"{' and '.join(what) or counted(self.papers, 'paper')}: about {time_in_words(self.seconds)}" + (
            ", no key needed." if keyless else "."
        )


def plan(
    subjects: Sequence[Subject],
    services: Sequence[Service],
    kept: Mapping[str, Mapping[str, Finding]],
    at: datetime | None = None,
) -> Plan:
    """What is left to ask about papers; `services` in the order in which titles are asked."""
    now = at or datetime.now(UTC)
    subjects = [identified(each, kept.get(each.key, {}).values()) for each in subjects]
    good = {
        key: {name: each for name, each in found.items() if each.is_good(now)}
        for key in (subject.key for subject in subjects)
        for found in (kept.get(key, {}),)
    }
    without_id = [each for each in subjects if not each.arxiv_id]
    shares, left = [], float(len(without_id))
    for service in services:
        asked_before = sum(1 for each in without_id if service.id in good[each.key])
        titles = 0
        if service.finds_titles and not service.only_for_venues:
            titles = min(len(without_id) - asked_before, math.ceil(left))
            left *= GOES_ON
        elif service.only_for_venues:
            titles = sum(1 for each in subjects if service.id not in good[each.key])
        by_id = sum(1 for each in subjects if _is_due(service, each, good[each.key]))
        # What is found by title is asked about by id at the other services.
        later = len(without_id) if service.batch > 1 and not (service.asked_late or titles) else 0
        batches = math.ceil((by_id + later) / service.batch) if by_id or later else 0
        shares.append(Share(service, titles, by_id, titles + batches))
    done = sum(1 for each in subjects if not any(_is_due(one, each, good[each.key]) for one in services))
    known = max(0, done - len(without_id))
    return Plan(len(subjects), len(without_id), known, tuple(shares))


def _is_due(service: Service, subject: Subject, found: Mapping[str, Finding]) -> bool:
    """Whether a service would be asked about a paper by its id."""
    before = found.get(service.id)
    answered = before is not None and (before.asked_by == "id" or before.verdict is Verdict.SURE)
    return bool(service.id_of(subject)) and not answered and not service.stands_in_for


def time_in_words(seconds: float) -> str:
    """ "40 s", "90 s", "4 min", "2 h": rounded up to what one can say."""
    if seconds <= 120:
        return f"{max(5, math.ceil(seconds / 10) * 10 if seconds > 10 else 5)} s"
    return f"{math.ceil(seconds / 60)} min" if seconds < 5400 else f"{math.ceil(seconds / 3600)} h"
