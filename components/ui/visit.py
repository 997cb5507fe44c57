"""One visitor's view of one moment: her papers, their Analysis, her decisions, the verdicts and the filters.

`current()` gives the same visit to the frame and to the page of one script run. Not here: drawing anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
import pandas as pd
from sqlalchemy import Engine

from components.curation import maps, topic_edits, uploads
from components.curation import said as curation
from components.curation.decisions import Decision
from components.curation.interest import Ranking
from components.curation.said import Said
from components.curation.tokens import new_token
from components.curation.workspaces import workspace_id, workspace_to_read
from components.finding import meaning
from components.finding.filters import Filters
from components.landscape.analysis import Analysis, Topic
from components.landscape.arrangement import Arrangement
from components.landscape.carrying import Carried
from components.landscape.hand import Edit, UnreadableEditsError, from_json
from components.landscape.vectors import DEFAULT_MODEL
from components.links import history
from components.links.link import Link
from components.links.verdict import Verdict
from components.papers.bundled import bundled_files
from components.papers.library import Library, read_digests
from components.papers.paper import DigestFile
from components.store.database import read_only
from components.ui import address, loaders, visitor


@dataclass(frozen=True)
class Visit:
    """What the pages read; frames are shared between visitors and must not be changed."""

    engine: Engine
    workspace: str
    library: Library
    analysis_key: str
    analysis: Analysis | None  # None until somebody has computed it
    said: Said  # decisions, tags, notes, ratings
    links: Mapping[str, Sequence[Link]]
    verdicts: Mapping[str, Verdict]
    catalogue: pd.DataFrame
    filters: Filters
    put_away: frozenset[str]  # ids of bundled digests this visitor removed
    arrangement: Arrangement | None = None  # what else is known of the topics; None where `analysis` is
    topic_edits: Sequence[Edit] = ()  # what she did to topics, the oldest first
    model: str = DEFAULT_MODEL  # by which papers are compared
    map: Carried | None = None  # the map as computed, or carried over from before digests came or went
    moment: str = ""  # names the catalogue: another name wherever it differs
    read_only: bool = False  # somebody else's, who shared them to be looked at

    @property
    def decisions(self) -> Mapping[str, Decision]:
        """paper_id → decision, for every paper that is not in the inbox."""
        return self.said.decisions

    @cached_property
    def mask(self) -> np.ndarray:
        """Which rows of the catalogue the filters show, bool."""
        return self.filters.mask(self.catalogue)

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The catalogue's rows under the filters, in their order."""
        return self.catalogue[self.mask].reset_index(drop=True)

    @cached_property
    def by_id(self) -> pd.DataFrame:
        """The whole catalogue by paper id."""
        return self.catalogue.set_index("paper_id", drop=True)

    @cached_property
    def has_picks(self) -> bool:
        """Whether she starred anything: from then on papers can be ranked."""
        return Decision.STARRED in self.decisions.values()

    @cached_property
    def ranking(self) -> Ranking | None:
        """The papers by interest; None without a pick, or for the seconds in which this is made ready."""
        if not self.has_picks:
            return None
        return loaders.interest_desk(self.library.version, self.library.papers).ranking(self.decisions)

    @cached_property
    def topics(self) -> dict[str, Topic]:
        """The topics by slug, in their order."""
        return {topic.slug: topic for topic in self.analysis.topics} if self.analysis else {}

    @cached_property
    def digest_labels(self) -> dict[str, str]:
        """What each digest is called, by id."""
        return {digest.digest_id: digest.label for digest in self.library.digests}

    @cached_property
    def rows(self) -> dict[str, int]:
        """paper_id → row of the catalogue and of the Analysis."""
        return {paper_id: row for row, paper_id in enumerate(self.catalogue["paper_id"])}

    @cached_property
    def topic_names(self) -> dict[str, str]:
        """What each topic is called, by slug."""
        return {slug: topic.name for slug, topic in self.topics.items()}

    @cached_property
    def area_names(self) -> dict[str, str]:
        """What each area is called, by slug."""
        return {area.slug: area.name for area in self.analysis.areas} if self.analysis else {}

    def paper(self, paper_id: str) -> pd.Series | None:
        """One paper's row, also by an id it had before; None where these digests have no such paper."""
        paper_id = self.library.aliases.get(paper_id, paper_id)
        return self.by_id.loc[paper_id] if paper_id in self.by_id.index else None


_now: ContextVar[Visit | None] = ContextVar("visit", default=None)


def begin() -> Visit:
    """Look everything up anew; the frame does this once at the start of a script run."""
    engine = loaders.store()
    shared = workspace_to_read(engine, address.looks_at()) if address.looks_at() else None
    visit = of(shared or workspace_id(engine, visitor.token()), address.filters(), address.level(), address.model())
    if shared:
        visit = replace(visit, engine=read_only(engine), read_only=True)
    _now.set(visit)
    return visit


def current() -> Visit:
    """The visit of this script run."""
    return _now.get() or begin()


def newcomer() -> Visit:
    """What somebody sees who has never been here: also what fills the caches before anybody comes."""
    return of(workspace_id(loaders.store(), new_token()), Filters())


def of(workspace: str, filters: Filters, level: int | None = None, model: str = DEFAULT_MODEL) -> Visit:
    """What a workspace shows under some filters, its papers in so many topics by a model, looked up anew."""
    engine = loaders.store()
    version = curation.version(engine, workspace)
    heard = loaders.said(workspace, version, lambda: curation.read(engine, workspace))
    library = _library(engine, workspace, heard)
    # A paper that was known by its title takes its arXiv id when a digest brings it; what was said goes along.
    heard = heard.under_new_ids(library.aliases)
    key = loaders.key_of(library.version, library.papers, model)
    whole = _map(engine, workspace, key, library, model)
    analysis = whole.analysis if whole else None
    links = loaders.links(library.version, library.papers)
    verdicts = history.latest(engine, sorted({link.url for each in links.values() for link in each}))
    fingerprint: tuple[str, ...] = (library.version, analysis.key if analysis else "")
    catalogue = loaders.catalogue(fingerprint, library, analysis, links)
    edits = _topic_edits(engine, workspace, version, library) if version else ()
    arrangement = arranged_topics(analysis, library, level, edits) if analysis else None
    if analysis and arrangement and arrangement.analysis is not analysis:
        analysis = arrangement.analysis
        fingerprint = (library.version, analysis.key)
        catalogue = loaders.arranged(fingerprint, catalogue, analysis)
    if verdicts:
        found = sorted((url, verdict.state.value, verdict.checked_at) for url, verdict in verdicts.items())
        fingerprint = (*fingerprint, _digest(found))
        catalogue = loaders.checked(fingerprint, catalogue, links, verdicts)
    if version:
        fingerprint = (*fingerprint, workspace, str(version))
        catalogue = loaders.curated(fingerprint, catalogue, heard)
    if meaning.text_of(filters.query):
        loaders.meaning_desk(library.version, library.papers).offer(catalogue)
    return Visit(
        engine,
        workspace,
        library,
        key,
        analysis,
        heard,
        links,
        verdicts,
        catalogue,
        filters.known(catalogue),  # an old address still shows papers
        uploads.hidden(engine, workspace),
        arrangement=arrangement,
        topic_edits=edits,
        model=model,
        map=whole,
        moment=_digest(fingerprint),
    )


def _map(engine: Engine, workspace: str, key: str, library: Library, model: str) -> Carried | None:
    """The map this workspace goes by, carried over to its papers; else the one computed for just these, if any.

    Another model than the usual one has a map of its own, which is not carried: its vectors are not at hand.
    """
    kept = maps.kept(engine, workspace) if model == DEFAULT_MODEL else ""
    known = loaders.carried_from(kept, library.version, library.papers) if kept else None
    if known:
        return known
    computed = loaders.analysis(key, library.version, library.papers)
    return Carried(computed, settled=True) if computed else None


def arranged_topics(analysis: Analysis, library: Library, level: int | None, edits: Sequence[Edit]) -> Arrangement:
    """The topics at a level, after a person's edits; `analysis` is as computed or carried, before any of them."""
    hand = _digest([edit.as_json() for edit in edits]) if edits else ""
    return loaders.arrangement(f"{analysis.key}-{library.version}", level, hand, analysis, library.papers, edits)


def _topic_edits(engine: Engine, workspace: str, version: int, library: Library) -> tuple[Edit, ...]:
    def read() -> tuple[Edit, ...]:
        found = []
        for kept in topic_edits.kept(engine, workspace):
            with suppress(UnreadableEditsError):  # written by another version: kept, not applied
                found.append(from_json(kept.line))
        return tuple(found)

    edits = loaders.topic_edits(workspace, version, read)
    return tuple(edit.under_new_ids(library.aliases) for edit in edits) if library.aliases else edits


def bundled_by_id() -> dict[str, DigestFile]:
    """The digests that come with the product, by digest id."""
    return {report.digest_id: file for report, file in zip(_bundled().reports, bundled_files(), strict=True)}


def _bundled() -> Library:
    return loaders.library("bundled", lambda: read_digests(bundled_files()))


class _ChangedMeanwhileError(RuntimeError):
    """Digests came or went while they were read; raised so that what was read is kept under no name."""


def _library(engine: Engine, workspace: str, heard: Said) -> Library:
    """The papers of a workspace's digests, kept under what these are: another tab may change them at any moment."""
    answers = heard.pairs

    def read(mark: str) -> Library:
        own, put_away = uploads.files(engine, workspace), uploads.hidden(engine, workspace)
        if uploads.version(engine, workspace) != mark:
            raise _ChangedMeanwhileError
        if not (own or put_away or answers):
            return _bundled()
        bundled = [file for digest_id, file in bundled_by_id().items() if digest_id not in put_away]
        return read_digests([*bundled, *own], answers)

    while True:
        mark = uploads.version(engine, workspace)
        with suppress(_ChangedMeanwhileError):
            return loaders.library(_digest([mark, sorted(answers.items())]), partial(read, mark))


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]
