"""Following sources: whoever calls this how often, each look is made once, and what it brings is kept with it.

A round claims one source after the other, asks for every period that is due, reads what came in a process of its own
and writes digest, look and cursor in one transaction. What fails stays due and is tried again after 1, 2, 4 … 24 hours.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine

from components.curation.workspaces import archive, uploads
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import touch
from components.enrichment import findings
from components.enrichment.facts import Field
from components.enrichment.lanes import Lanes, Pace
from components.enrichment.services.arxiv import Arxiv
from components.enrichment.services.hugging_face import HuggingFace
from components.enrichment.services.openreview import OpenReview
from components.ingestion import schedule, sources
from components.ingestion.fetchers import dispatch
from components.ingestion.fetchers.outside import Arrived, FetchFailedError, Lane, Outside
from components.ingestion.schedule import Look
from components.ingestion.source import InvalidSourceError, SourceKind, SourceSpec
from components.ingestion.sources import Cursor, Source
from components.papers.process.reading import ReadingFailedError
from components.settings import Settings, settings
from components.store import times
from components.store.database import writing
from components.store.trouble import StoreError
from components.workspace import allowances
from components.workspace.allowances import Allowance, Requester
from components.workspace.following import kept_digest
from components.workspace.following.kept_digest import ReadPapers
from components.workspace.following.outcome import FollowOutcome

_log = logging.getLogger(__name__)
MUCH = "As many digests were fetched as may be within an hour. It is asked again later."
Clock = Callable[[], datetime]


class _ClaimLostError(RuntimeError):
    """Another process took the source, because this one was slow: nothing of it is kept."""


def present() -> datetime:
    """The time now."""
    return datetime.now(UTC)


def outside(engine: Engine, chosen: Settings) -> Outside:
    """The services on the internet, each asked in the one lane that looking papers up uses too."""
    return Outside.usual(
        chosen,
        arxiv_lane=_lane(engine, Arxiv.id, Arxiv.pace),
        hugging_face_lane=_lane(engine, HuggingFace.id, HuggingFace.pace),
        openreview_lane=_lane(engine, OpenReview.id, OpenReview.pace),
    )


def _lane(engine: Engine, service: str, pace: Pace) -> Lane:
    lanes = Lanes(engine)

    async def pause(seconds: float) -> None:
        await lanes.pause(service, seconds)

    return Lane(lambda: Lanes(engine).turn(service, pace), pause)


def add(
    engine: Engine, workspace: str, specs: Sequence[SourceSpec], now: datetime, since: datetime | None = None
) -> int:
    """Follow sources, from `since` on; how many were not followed before.

    Raises TooManySourcesError, InvalidSourceError: then none is followed.
    """
    for spec in specs:
        check_allowed(spec, settings())
    with writing(engine) as connection:
        touch(connection, workspace, times.written(now))
        return sum(sources.add_within(connection, workspace, spec, now, since) for spec in specs)


def check_allowed(spec: SourceSpec, chosen: Settings) -> None:
    """Raise InvalidSourceError for what this server does not follow."""
    if chosen.demo and spec.kind not in (SourceKind.DAILY_PAPERS, SourceKind.ARXIV):
        raise InvalidSourceError("A public demo follows Daily Papers and arXiv only.")
    if spec.kind is SourceKind.FOLDER and chosen.watch is None:
        raise InvalidSourceError("This server watches no folder: its operator sets DIGEST_ATLAS_WATCH.")


def follow(
    engine: Engine,
    services: Outside,
    clock: Clock = present,
    only: str = "",
    stopping: Callable[[], bool] = lambda: False,
) -> Iterator[FollowOutcome]:
    """Look at what is due, of one source if `only` names it; whatever goes wrong with one, the others are looked at."""
    for source in sources.due(engine, clock(), only):
        if stopping():
            return
        try:
            yield from _Following(engine, source, services, clock).run()
        except StoreError:
            raise
        except Exception as error:
            _log.exception("a source could not be looked at")
            label = source.spec.label if source.spec else source.source_id
            yield FollowOutcome(label, "", f"could not be looked at ({type(error).__name__}): see the log", failed=True)


def would_follow(engine: Engine, clock: Clock = present, only: str = "") -> Iterator[FollowOutcome]:
    """What `follow` would ask for, without asking."""
    now = clock()
    for source in sources.due(engine, now, only):
        if source.spec is None:
            yield FollowOutcome(source.source_id, "", source.sentence, failed=True)
            continue
        looks = sources.looks_of(engine, [source.source_id])[source.source_id]
        for group in schedule.plan(source.followed, looks, now).groups:
            yield FollowOutcome(source.spec.label, ", ".join(group), "would be asked for")


class _Following:
    """One source, looked at by one process."""

    def __init__(self, engine: Engine, source: Source, outside: Outside, clock: Clock) -> None:
        self.engine, self.source, self.outside, self.clock = engine, source, outside, clock
        self.token = new_token()

    def run(self) -> Iterator[FollowOutcome]:
        """Every period that is due, oldest first; the first that fails ends it."""
        if self.source.spec is None:
            yield FollowOutcome(self.source.source_id, "", self.source.sentence, failed=True)
            sources.set_active(self.engine, self.source.workspace, self.source.source_id, active=False)
            return
        if not sources.claim(self.engine, self.source.source_id, self.token, self.clock()):
            return  # another process looks at it
        retry_at: datetime | None = None
        try:
            for group in self._plan(keep_gaps=True).groups:
                outcomes, retry_at = self._look(self.source.spec, group)
                yield from outcomes
                if retry_at is not None:
                    return
        except _ClaimLostError:
            yield FollowOutcome(self.source.spec.label, "", "is looked at by another process")
        finally:
            plan = self._plan()
            next_at = retry_at or (self.clock() if plan.groups else plan.next_at)
            sources.release(self.engine, self.source.source_id, self.token, next_at)

    def _plan(self, *, keep_gaps: bool = False) -> schedule.Plan:
        now = self.clock()
        plan = schedule.plan(self.source.followed, self._looks(), now)
        if keep_gaps and plan.gaps:
            with writing(self.engine) as connection:
                self._check(connection)
                sources.keep_within(connection, self.source.source_id, list(plan.gaps), now)
        return plan

    def _looks(self) -> dict[str, Look]:
        return sources.looks_of(self.engine, [self.source.source_id])[self.source.source_id]

    def _look(self, spec: SourceSpec, group: tuple[str, ...]) -> tuple[list[FollowOutcome], datetime | None]:
        """Ask for a group of periods and keep what comes; and when to come back where that failed."""
        cursor = sources.cursor_of(self.engine, self.source.source_id)
        try:
            self._take_allowance()
            current = spec.span.key(self.clock())
            arrived = dispatch.fetch(spec, group, current, cursor, self.outside, settings().upload_bytes)
            read = kept_digest.read(arrived.files, spec)
            return self._keep(spec, group, arrived, read, cursor), None
        except (FetchFailedError, ReadingFailedError, uploads.UploadError) as trouble:
            retry_at = self._fail(group, trouble)
            return [FollowOutcome(spec.label, ", ".join(group), str(trouble), failed=True)], retry_at

    def _take_allowance(self) -> None:
        if allowances.take_all(self.engine, Allowance.FETCHES, Requester(self.source.workspace), 1) is None:
            raise FetchFailedError(MUCH, 3600.0)

    def _keep(
        self, spec: SourceSpec, group: tuple[str, ...], arrived: Arrived, read: list[ReadPapers], cursor: Cursor
    ) -> list[FollowOutcome]:
        """Write digests, looks and cursor in one transaction. Raises UploadError, FetchFailedError, _ClaimLostError."""
        now, looks = self.clock(), self._looks()
        seen, outcomes, kept = dict.fromkeys(cursor.seen), [], []
        unread = [one for one in read if one.error]
        if unread and len(unread) == len(read) and not arrived.whole:
            raise FetchFailedError(f"What came holds no papers. {unread[0].error}")
        kept_digest.prepare(self.engine, self.source.workspace, read)
        with writing(self.engine) as connection:
            self._check(connection)
            touch(connection, self.source.workspace, times.written(now))
            archive.archive_old_within(connection, self.source.workspace, now)
            for period in group:
                look, fresh_ids = self._keep_period(connection, spec, period, looks.get(period), read, seen, now)
                more = self._gap(spec, cursor, read, fresh_ids) or _unread(spec, unread)
                look = replace(look, sentence=more) if more else look
                seen |= dict.fromkeys(fresh_ids)
                kept.append(look)
                outcomes.append(FollowOutcome(spec.label, period, _says(look, len(fresh_ids)), fresh=len(fresh_ids)))
            validators = (arrived.etag, arrived.modified)
            sources.keep_within(
                connection, self.source.source_id, kept, now, Cursor(tuple(seen), *validators, arrived.known_files)
            )
        return outcomes

    def _keep_period(
        self,
        connection: Connection,
        spec: SourceSpec,
        period: str,
        before: Look | None,
        read: list[ReadPapers],
        seen: dict[str, None],
        now: datetime,
    ) -> tuple[Look, list[str]]:
        """The look at one period, and the papers that are new in it; its digest is written."""
        mine = [one for one in read if one.period == period]
        found = list(dict.fromkeys(paper_id for one in mine for paper_id in one.paper_ids))
        fresh = [paper_id for paper_id in found if paper_id not in seen]
        sha256 = before.sha256 if before else ""
        if spec.kind is SourceKind.DAILY_PAPERS:
            for one in mine:
                findings.note_numbers(connection, HuggingFace.id, Field.VOTES, kept_digest.votes(one), now)
        for one in mine:
            sha256 = kept_digest.keep(connection, self.source.workspace, spec, one, set(fresh), sha256)
        return schedule.settled(self.source.followed, period, before, len(found), len(fresh), now, sha256), fresh

    def _gap(self, spec: SourceSpec, cursor: Cursor, read: list[ReadPapers], fresh: list[str]) -> str:
        """What is said where a feed holds nothing any more of what it held at the last look."""
        found = {paper_id for one in read for paper_id in one.paper_ids}
        if spec.kind is not SourceKind.FEED or not cursor.seen or not found or len(fresh) < len(found):
            return ""
        since = f" since {self.source.good_at:%Y-%m-%d %H:%M}" if self.source.good_at else ""
        return f"All entries are new: the feed may have shown others{since} that were missed."

    def _fail(self, group: tuple[str, ...], trouble: Exception) -> datetime:
        """Write that a look failed; returns when it is tried again."""
        now, looks = self.clock(), self._looks()
        asked = trouble.retry_after if isinstance(trouble, FetchFailedError) else None
        pause = max(schedule.pause_after(self.source.failures + 1), timedelta(seconds=min(asked or 0.0, 86_400.0)))
        retry_at = now + pause
        gone = isinstance(trouble, FetchFailedError) and trouble.gone
        failed = [
            schedule.failed(self.source.followed, each, looks.get(each), str(trouble), retry_at, now) for each in group
        ]
        with writing(self.engine) as connection:
            self._check(connection)
            sources.keep_within(connection, self.source.source_id, failed, now)
            sources.keep_failure(connection, self.source.source_id, str(trouble), now, pause=gone)
        return retry_at

    def _check(self, connection: Connection) -> None:
        if not sources.holds(connection, self.source.source_id, self.token):
            raise _ClaimLostError


def _unread(spec: SourceSpec, unread: Sequence[ReadPapers]) -> str:
    """What is said of files in a folder that hold no papers."""
    if spec.kind is not SourceKind.FOLDER or not unread:
        return ""
    more = f" And {len(unread) - 1:,} more." if len(unread) > 1 else ""
    return f"“{unread[0].file.name}” was not added. {unread[0].error}{more}"


def _says(look: Look, fresh: int) -> str:
    words = f"{look.found:,} papers, {fresh:,} new" if look.found else "nothing"
    return f"{words}. {look.sentence}".removesuffix(". ")
