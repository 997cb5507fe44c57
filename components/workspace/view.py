"""What a workspace shows under some filters: the one answer that pages, feeds, mails, lists and the API read.

First everything is fetched (`stored`, verdicts), then it is put together (`assembly`).
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakSet

import numpy as np
import pandas as pd
from sqlalchemy import Engine

from components.curation.annotations.annotation_set import Annotations
from components.curation.annotations.decisions import Decision
from components.curation.ranking.interest import Ranking
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.enrichment import findings
from components.enrichment.facts import Fact
from components.enrichment.findings import Finding, Growth
from components.finding import meaning
from components.finding.filters import Filters
from components.landscape import result
from components.landscape.analysis.incremental import IncrementalAnalysis
from components.landscape.embeddings.models import DEFAULT_MODEL
from components.landscape.nearness.nearness import Nearness
from components.landscape.nearness.shared_phrases import SharedPhrases
from components.landscape.result import Analysis, Topic
from components.landscape.topics.topic_edits import TopicEdit
from components.landscape.topics.topic_selection import TopicSelection
from components.links import history
from components.links.link import Link
from components.links.verdict import Verdict
from components.papers.library import Library
from components.workspace import assembly, caches, completing, contexts, stored
from components.workspace.allowances import Requester
from components.workspace.contexts import Tier
from components.workspace.jobs import registry
from components.workspace.stored import Stored
from components.workspace.visits import new_papers


@dataclass(frozen=True, eq=False)
class View:
    """One workspace at one moment; frames are shared between visitors and must not be changed.

    Streamlit keeps the view of a page's last run with the page's buttons, for hours maybe. Where its library has to
    leave the memory, the view lets go of what was made from it too, and is looked up anew when that is asked for.
    """

    engine: Engine
    workspace: str
    library: Library
    analysis_key: str
    analysis: Analysis | None  # None until somebody has computed it
    annotations: Annotations  # decisions, tags, notes, ratings
    links: Mapping[str, Sequence[Link]]
    verdicts: Mapping[str, Verdict]
    catalogue: pd.DataFrame
    catalogue_key: str  # another one wherever the catalogue differs
    filters: Filters
    hidden_digest_ids: frozenset[str]  # bundled digests that this visitor removed
    # What else is known of the topics; None where `analysis` is. (Without defaults in the class: see `__getattr__`.)
    topic_selection: TopicSelection | None = field(default_factory=lambda: None)
    topic_edits: Sequence[TopicEdit] = field(default_factory=tuple)  # what this visitor did to topics, the oldest first
    model: str = DEFAULT_MODEL  # by which papers are compared
    # The map as computed, or carried over from before digests came or went.
    map: IncrementalAnalysis | None = field(default_factory=lambda: None)
    read_only: bool = False  # somebody else's, who shared it to be looked at
    skipped: tuple[str, ...] = ()  # sentences about what is stored, cannot be read and is left out
    address: str = ""  # the network address that the visitor comes from, where it is known
    level: int | None = None  # how many topics were asked for
    exact: bool = False  # looked up for who waits
    archived: bool = False  # with the papers of archived digests
    since: str = ""  # when the visit before this one ended, ISO 8601, UTC; "" where this is the first

    def __post_init__(self) -> None:
        """Remember it as long as somebody has it."""
        with _views_lock:
            _views.add(self)

    if not TYPE_CHECKING:  # mypy would take any name for a part

        def __getattr__(self, name):
            """A part that was let go of (only such are asked for here): look all of them up again."""
            if name not in _PARTS:
                raise AttributeError(name)
            now = of(
                self.engine,
                self.workspace,
                self.filters,
                self.level,
                self.model,
                exact=self.exact,
                archived=self.archived,
            )
            self.__dict__.update({part: value for part, value in now.__dict__.items() if part in _PARTS | _KEYS})
            return self.__dict__[name]

    def let_go(self, tier: Tier) -> None:
        """Forget what was made from the library, with its BASE all of it."""
        for part in list(self.__dict__):
            if part in _DERIVED or (tier == Tier.BASE and part not in _KEPT):
                self.__dict__.pop(part, None)

    @property
    def requester(self) -> Requester:
        """Who is counted for what this visitor asks for."""
        return Requester(self.workspace, self.address)

    @property
    def decisions(self) -> Mapping[str, Decision]:
        """paper_id → decision, for every paper that is not in the inbox."""
        return self.annotations.decisions

    @cached_property
    def mask(self) -> np.ndarray:
        """Which rows of the catalogue the filters show, bool."""
        return self.filters.mask(self.catalogue)

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The catalogue's rows under the filters, in their order."""
        if self.mask.all():
            return self.catalogue  # its rows are numbered so already; a copy would hold every text once more
        return self.catalogue[self.mask].reset_index(drop=True)

    @cached_property
    def by_id(self) -> pd.DataFrame:
        """The whole catalogue by paper id."""
        return self.catalogue.set_index("paper_id", drop=True)

    @cached_property
    def has_picks(self) -> bool:
        """Whether the visitor starred any of these papers: from then on they can be ranked."""
        return any(made == Decision.STARRED and paper_id in self.rows for paper_id, made in self.decisions.items())

    @cached_property
    def ranking(self) -> Ranking | None:
        """The papers by interest; None without a pick, or for the seconds in which this is made ready.

        An exact view waits until it is.
        """
        if not self.has_picks:
            return None
        job = registry.ranking(self.library.version, self.library.papers)
        if self.exact:
            job.wait()
        return job.ranking(self.decisions)

    @cached_property
    def nearness(self) -> Nearness | None:
        """What says which papers are near, row i the catalogue's; None for the seconds in which it is made ready."""
        return registry.embeddings(self.library.version, self.library.papers).nearness_now()

    def nearest(self, paper_id: str, most: int) -> list[tuple[str, float]]:
        """The papers nearest to one, best first: (paper_id, nearness, 1 for the same text); [] for one not here.

        By the vectors' neighbours alone while nearness is being made ready.
        """
        if paper_id not in self.rows:
            return []
        if self.nearness is None:
            return result.nearest(self.analysis, paper_id, most) if self.analysis else []
        ids = self.catalogue["paper_id"]
        return [(str(ids.iat[row]), score) for row, score in self.nearness.nearest(self.rows[paper_id], most)]

    def facts_of(self, paper_id: str) -> tuple[Fact, ...]:
        """What services say about one paper, of several on one field the one believed first in front; () for none."""
        if paper_id not in self.rows:
            return ()
        paper = self.library.papers.iloc[[self.rows[paper_id]]]
        return completing.facts(self.engine, completing.subjects_of(paper), self.annotations.match_decisions).get(
            paper_id, ()
        )

    def likely_of(self, paper_ids: Sequence[str] | None = None) -> dict[str, tuple[Finding, ...]]:
        """paper_id → records that may be it and wait for the visitor's decision; of all papers where none is named."""
        papers = self.library.papers
        if paper_ids is not None:
            papers = papers.iloc[[self.rows[each] for each in paper_ids if each in self.rows]]
        return completing.likely(self.engine, completing.subjects_of(papers), self.annotations.match_decisions)

    def first_numbers_of(self, paper_id: str) -> dict[tuple[str, str], tuple[str, int]]:
        """(field, service) → the day on which a count of one paper was first asked for, and that count."""
        subjects = completing.subjects_of(self.library.papers.iloc[[self.rows[paper_id]]])
        return findings.first_numbers(self.engine, subjects[paper_id].key)

    @cached_property
    def rising(self) -> dict[str, Growth]:
        """paper_id → how its votes grew between two looks, for those that were looked at twice lately."""
        library = self.library
        return caches.rising(
            library.version, lambda: completing.rising(self.engine, lambda: completing.subjects_of(library.papers))
        )

    def why_near(self, paper_id: str, others: Sequence[str]) -> list[tuple[str, ...]]:
        """For each of some papers the phrases it shares with one; () where they share none that tell anything."""
        nearness = self.nearness
        if nearness is None or not others:
            return [()] * len(others)

        def compare() -> list[tuple[str, ...]]:
            papers = self.by_id.loc[[paper_id, *others]]
            shared = SharedPhrases(papers["title"].tolist(), papers["abstract"].tolist(), nearness.words)
            return [shared.of(0, number) for number in range(1, len(papers))]

        return caches.shared_phrases((self.library.version, paper_id, tuple(others)), compare)

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

    @cached_property
    def sentence(self) -> str:
        """What is shown, in words."""
        return self.filters.describe(self.catalogue, self.digest_labels, int(self.mask.sum()))

    def paper(self, paper_id: str) -> pd.Series | None:
        """One paper's row, also by an id it had before; None where these digests have no such paper."""
        paper_id = self.library.aliases.get(paper_id, paper_id)
        return self.by_id.loc[paper_id] if paper_id in self.by_id.index else None


_views: WeakSet[View] = WeakSet()
_views_lock = threading.Lock()
_KEYS = frozenset({"analysis_key", "catalogue_key"})
_KEPT = _KEYS | {
    "engine", "workspace", "filters", "hidden_digest_ids", "model", "read_only", "skipped", "address", "level", "exact",
    "archived",
    "since",
}  # fmt: skip
_PARTS = frozenset(each.name for each in fields(View)) - _KEPT
_DERIVED = frozenset({"nearness", "ranking"})


def _let_go(version: str, tier: Tier) -> None:
    """What was made from a library version has left the memory: no view may hold on to it."""
    with _views_lock:
        views = list(_views)
    for view in views:
        library = view.__dict__.get("library")
        if library is not None and library.version == version:
            view.let_go(tier)


contexts.kept.on_left(_let_go)


def of(
    engine: Engine,
    workspace: str,
    filters: Filters,
    level: int | None = None,
    model: str = DEFAULT_MODEL,
    *,
    exact: bool = False,
    archived: bool = False,
) -> View:
    """What a workspace shows under some filters, its papers in so many topics by a model, looked up anew.

    Archived digests are left out unless the filters, or `archived`, ask for them.

    On a page, filters that no paper can meet (an old address) are left out, and what takes long is not waited for.
    `exact` keeps and waits: feeds and mails would tell of every paper as if it were new.
    """
    archived = archived or filters.asks_for_archived
    kept, library = _stored_with_library(engine, workspace, archived)
    links = caches.links(library.version, library.papers)
    verdicts = history.latest(engine, sorted({link.url for each in links.values() for link in each}))

    annotations = kept.annotations.under_new_ids(library.aliases)
    edits = tuple(edit.under_new_ids(library.aliases) for edit in kept.topic_edits)
    key = caches.key_of(library.version, library.papers, model)
    placed = assembly.current_map(kept.map_key, key, library, model)
    topic_selection = assembly.topic_selection(placed.analysis, library, level, edits) if placed else None
    new = new_papers.new_since(engine, workspace, library, kept.since)
    catalogue, catalogue_key = assembly.catalogue(
        kept, library, placed, topic_selection, links, verdicts, annotations, new
    )
    caches.word_index(library.version, catalogue)  # for searches to come; it is built beside the page
    if meaning.is_asked_for(filters.query):
        registry.embeddings(library.version, library.papers).offer(catalogue, wait=exact)
    return View(
        engine,
        workspace,
        library,
        key,
        topic_selection.analysis if topic_selection else None,
        annotations,
        links,
        verdicts,
        catalogue,
        catalogue_key,
        filters if exact else filters.known(catalogue),
        kept.hidden_digest_ids,
        topic_selection=topic_selection,
        topic_edits=edits,
        model=model,
        map=placed,
        skipped=kept.skipped,
        level=level,
        exact=exact,
        archived=archived,
        since=kept.since,
    )


def _stored_with_library(engine: Engine, workspace: str, archived: bool) -> tuple[Stored, Library]:
    """What is stored and the papers of its digests, both of one moment."""
    while True:
        kept = stored.read(engine, workspace, archived=archived)
        with suppress(assembly.ChangedMeanwhileError):
            return kept, assembly.library(engine, kept)


def of_newcomer() -> View:
    """What somebody sees who has never been here: also what fills the caches before anybody comes."""
    return of(caches.store(), workspace_id(caches.store(), new_token()), Filters())
