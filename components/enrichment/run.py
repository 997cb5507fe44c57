"""One run of completing papers: first every paper's id, then all that services know by id, in batches.

Titles cost a question each, ids almost none. Papers without an id are asked by title, service after service until one
is sure; each service has its lane, so that they work beside each other. What comes in is kept at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy import Engine

from components.enrichment import findings
from components.enrichment.asking import Asker, ClosedError, UnansweredError
from components.enrichment.facts import Field, Verdict
from components.enrichment.findings import Finding
from components.enrichment.matching import Judged, agrees_on_authors, best, judge
from components.enrichment.record import Record, Subject
from components.enrichment.services.service import Service

SINGLES = 10  # papers missing in a batch that are asked one by one, where a service knows more of them so


@dataclass
class Paper:
    """One paper of a run: what was known of it and what was found."""

    subject: Subject
    found: dict[str, Finding] = field(default_factory=dict)  # by service
    authors: tuple[str, ...] = ()
    unasked: dict[str, str] = field(default_factory=dict)  # service → why it was not asked

    @property
    def verdict(self) -> Verdict:
        """The best of all services."""
        return findings.verdict_of(self.found.values())

    def take(self, finding: Finding) -> None:
        """Remember a finding; a sure one gives ids, authors and code to go on with."""
        self.found[finding.service] = finding
        self.unasked.pop(finding.service, None)
        if finding.verdict is not Verdict.SURE:
            return
        self.subject = findings.identified(self.subject, [finding])
        authors = finding.facts.get(Field.AUTHORS, ())
        if not self.authors and isinstance(authors, tuple):
            self.authors = authors


class Run:
    """One run over some papers. `papers` and the askers' standings may be read from other threads while it goes on."""

    def __init__(
        self,
        subjects: Sequence[Subject],
        askers: Sequence[Asker],
        engine: Engine,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`askers` in the order in which titles are asked."""
        self.papers = {subject.key: Paper(subject) for subject in subjects}
        self.askers = {each.service.id: each for each in askers}
        self.searched = 0  # papers whose search by title has ended, or was not needed
        self.phase = "Looking for the papers"
        self._engine = engine
        self._clock = clock

    async def go(self) -> None:
        """Do all that is left to do. What was found is kept when this is cancelled; raises StoreError."""
        await self._recall()
        await asyncio.gather(*(self._identify(paper) for paper in self.papers.values()))
        self.phase = "Completing what was found"
        await asyncio.gather(*(self._complete(each) for each in self.askers.values() if not each.service.asked_late))
        self.phase = "Looking for published versions and code"
        await asyncio.gather(*(self._complete(each) for each in self.askers.values() if each.service.asked_late))
        self.phase = ""

    async def _recall(self) -> None:
        """Take what earlier runs found and is still good; of what is too old the ids."""
        now = self._clock()
        for key, found in (await asyncio.to_thread(findings.kept, self._engine, self.papers)).items():
            for each in sorted(found.values(), key=lambda one: list(Verdict).index(one.verdict)):
                if each.is_good(now):
                    self.papers[key].take(each)
            self.papers[key].subject = findings.identified(self.papers[key].subject, found.values())

    async def _identify(self, paper: Paper) -> None:
        """Ask by title, service after service, until one is sure; not where an id is known."""
        try:
            for asker in self.askers.values():
                service = asker.service
                if paper.subject.arxiv_id or (paper.subject.doi and paper.verdict is Verdict.SURE):
                    return
                if service.finds_titles and service.id not in paper.found and not service.only_for_venues:
                    await self._search(asker, paper)
        finally:
            self.searched += 1

    async def _search(self, asker: Asker, paper: Paper) -> None:
        """Ask one service for a title."""
        service, judged = asker.service, list[Judged]()
        try:
            for place in range(len(service.searches(paper.subject))):
                records = await asker.ask(
                    lambda place=place: service.searches(paper.subject)[place],  # type: ignore[misc]
                    service.records,
                    list[Record](),
                )
                judged = max((judged, judge(paper.subject, records)), key=_goodness)
                if best(judged) is Verdict.SURE:
                    break
        except (ClosedError, UnansweredError) as error:
            paper.unasked[service.id] = str(error)
            if not judged:
                return
        await self._keep([(paper, findings.finding(paper.subject.key, service, "title", judged, self._clock()))])

    async def _complete(self, asker: Asker) -> None:
        """Ask one service by id about every paper that it knows an id of and has not answered for yet."""
        service = asker.service
        if service.only_for_venues:
            wanting = [each for each in self.papers.values() if not _has_venue(each) and service.id not in each.found]
            await asyncio.gather(*(self._search(asker, paper) for paper in wanting))
            return
        wanted: dict[str, list[Paper]] = {}
        for paper in self.papers.values():
            own = service.id_of(paper.subject)
            before = paper.found.get(service.id)
            answered = before is not None and (before.asked_by == "id" or before.verdict is Verdict.SURE)
            if own and not answered and not _is_sure(paper, service.stands_in_for):
                wanted.setdefault(own, []).append(paper)
        ids = list(wanted)
        if service.most_without_key and not service.key:
            ids = ids[: service.most_without_key]
        batches = [ids[start : start + service.batch] for start in range(0, len(ids), service.batch)]
        unknown = await asyncio.gather(*(self._batch(asker, one, wanted) for one in batches))
        missing = [own for some in unknown for own in some if service.single(own) is not None]
        for own in missing if len(missing) <= SINGLES else ():
            await self._batch(asker, [own], wanted, single=True)

    async def _batch(
        self, asker: Asker, ids: list[str], wanted: dict[str, list[Paper]], *, single: bool = False
    ) -> list[str]:
        """Ask for some ids; returns those that the service does not know.

        Where it calls the question wrong, one of the ids may be to blame: each half is asked by itself.
        """
        service = asker.service
        try:
            found = await asker.ask(
                lambda: (service.single(ids[0]) if single else None) or service.look_up(ids),
                lambda content: service.by_id(ids, content),
                dict[str, list[Record]](),
            )
        except UnansweredError as error:
            if error.refused and len(ids) > 1:
                half = len(ids) // 2
                return [*await self._batch(asker, ids[:half], wanted), *await self._batch(asker, ids[half:], wanted)]
            self._unasked(service, ids, wanted, str(error))
            return []
        except ClosedError as error:
            self._unasked(service, ids, wanted, str(error))
            return []
        made = []
        for own in ids:
            for paper in wanted[own]:
                judged = _judged(service, paper, found.get(own, []))
                made.append((paper, findings.finding(paper.subject.key, service, "id", judged, self._clock())))
        await self._keep(made)
        return [own for own in ids if own not in found]

    def _unasked(self, service: Service, ids: Sequence[str], wanted: dict[str, list[Paper]], why: str) -> None:
        for own in ids:
            for paper in wanted[own]:
                paper.unasked[service.id] = why

    async def _keep(self, made: Sequence[tuple[Paper, Finding]]) -> None:
        """In the store first, so that whatever is shown is kept."""
        await asyncio.to_thread(findings.save, self._engine, [finding for _, finding in made])
        for paper, found in made:
            paper.take(found)


def _judged(service: Service, paper: Paper, records: Sequence[Record]) -> list[Judged]:
    """The verdicts on what came for an id; a repository has no title to compare, it is the paper's by its address."""
    if service.about_code:
        return [Judged(record, Verdict.SURE, 0.0, None) for record in records[:1]]
    judged = judge(paper.subject, records, by_id=True)
    return [
        each
        if each.verdict is not Verdict.SURE or agrees_on_authors(paper.authors, each.record.authors)
        else replace(each, verdict=Verdict.DOUBTFUL)
        for each in judged
    ]


def _goodness(judged: Sequence[Judged]) -> int:
    return -list(Verdict).index(best(judged))


def _is_sure(paper: Paper, service: str) -> bool:
    return service in paper.found and paper.found[service].verdict is Verdict.SURE


def _has_venue(paper: Paper) -> bool:
    return any(each.verdict is Verdict.SURE and Field.VENUE in each.facts for each in paper.found.values())
