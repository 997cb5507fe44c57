"""What workspaces show and what takes more than a moment to make, kept in the context of its library version.

Keys are content hashes, never frames, so one visitor's data is found only by someone who has the same data. What may
take a while says what it does in a visitor's words.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pandas as pd
from sqlalchemy import Engine

from components.curation.annotations.annotation_set import Annotations
from components.enrichment.findings import Finding, Growth
from components.finding import catalogue as finding_catalogue
from components.landscape.analysis import cache as stored_analyses
from components.landscape.analysis.incremental import IncrementalAnalysis, can_extend, can_start_from, extend_analysis
from components.landscape.embeddings.models import DEFAULT_MODEL
from components.landscape.gist import gist
from components.landscape.result import Analysis, analysis_key, areas_by_paper, nearest_by_paper, topics_by_paper
from components.landscape.topics.topic_edits import TopicEdit
from components.landscape.topics.topic_selection import TopicSelection, select_topics
from components.links.extract.extraction import find_links
from components.links.extract.promises import Promise, find_promises
from components.links.link import Link
from components.links.verdict import Verdict
from components.papers.library import Library
from components.settings import settings
from components.store import database
from components.workspace import contexts, sizes
from components.workspace.cache import Cache
from components.workspace.contexts import Kind, Tier
from components.workspace.jobs import registry
from components.workspace.jobs.word_index import IndexJob

_LIBRARY: Kind[Library] = Kind("library", Tier.BASE, sizes.of_library)
_LINKS: Kind[dict[str, tuple[Link, ...]]] = Kind("links", Tier.BASE, sizes.of_links, waiting="Looking for links")
_CATALOGUE: Kind[pd.DataFrame] = Kind("catalogue", Tier.BASE, sizes.of_catalogue, waiting="Preparing the papers")
_INDEX: Kind[IndexJob] = Kind(
    "word index", Tier.DERIVED, lambda job: job.bytes, grows=True, on_drop=lambda job: job.forget()
)
_GISTS: Kind[tuple[str, ...]] = Kind("gists", Tier.BASE, sizes.of_texts, waiting="Choosing a sentence of each paper")
_PROMISES: Kind[dict[str, tuple[Promise, ...]]] = Kind(
    "promises", Tier.DERIVED, sizes.of_links, waiting="Looking for promises of code"
)
_ANALYSIS: Kind[Analysis] = Kind("analysis", Tier.DERIVED, sizes.of_analysis, waiting="Fetching the map")
_EXTENDED: Kind[tuple[IncrementalAnalysis | None]] = Kind(
    "extended", Tier.DERIVED, lambda made: sizes.of_incremental(made[0]), waiting="Placing new papers on the map"
)
_OUTGROWN: Kind[tuple[Analysis | None]] = Kind(
    "outgrown",
    Tier.DERIVED,
    lambda made: 0 if made[0] is None else sizes.of_analysis(made[0]),
    waiting="Placing new papers on the map",
)
_KEY: Kind[str] = Kind("key", Tier.DERIVED)
_TOPICS: Kind[TopicSelection] = Kind(
    "topics", Tier.VARIANT, lambda made: sizes.of_analysis(made.analysis), waiting="Putting the topics in order"
)
_CHANGED: Kind[pd.DataFrame] = Kind("changed", Tier.VARIANT, sizes.of_columns, waiting="Preparing the papers")
_TABLE: Kind[pd.DataFrame] = Kind("table", Tier.VARIANT, sizes.of_frame, waiting="Preparing the table")
_SHARED_PHRASES: Kind[list[tuple[str, ...]]] = Kind("shared phrases", Tier.VARIANT)
_LIKELY: Kind[list[tuple[str, Finding]]] = Kind("likely matches", Tier.VARIANT)
_RISING: Kind[dict[str, Growth]] = Kind("rising", Tier.VARIANT)
_POINTS: Kind[bytes] = Kind("points", Tier.DERIVED, len, waiting="Preparing the map")

_RISING_SECONDS = 300
_sources: Cache[str] = Cache(256, waiting="Reading the digests")  # which digests → the version of their library
_kept_maps: Cache[Analysis] = Cache(6, megabytes=32, weigh=sizes.of_analysis, waiting="Fetching the map")
_annotations: Cache[Annotations] = Cache(64, megabytes=32, weigh=sizes.of_annotations)
_edits: Cache[tuple[tuple[TopicEdit, ...], int]] = Cache(64)


def forget_store() -> None:
    """Close the database; it is opened anew when it is next asked for."""
    database.close()


def clear() -> None:
    """Forget everything that can be made again."""
    contexts.kept.clear()
    for each in (_sources, _kept_maps, _annotations, _edits):
        each.clear()


def store() -> Engine:
    """The database, opened once a process. Raises StoreError."""
    return database.store()


def library(source: str, read: Callable[[], Library]) -> Library:
    """The papers of one set of digests; `source` names the files and the answers about doubtful pairs.

    Answers that change no paper give another library of the same version: what is asked next is another question.
    """
    made: list[Library] = []

    def make() -> str:
        made.append(read())
        contexts.kept.get(made[0].version, _LIBRARY, source, lambda: made[0])
        return made[0].version

    while True:
        version = _sources.get(source, make)
        found = contexts.kept.peek(version, _LIBRARY, source) or next(iter(made), None)
        if found is not None:
            return found
        _sources.drop(source)  # it had to leave: it is read again


def key_of(library_version: str, papers: pd.DataFrame, model: str = DEFAULT_MODEL) -> str:
    """The name of the Analysis that belongs to these papers, compared by a model."""
    return contexts.kept.get(library_version, _KEY, model, lambda: analysis_key(papers, model))


class _NotThereError(LookupError):
    """Raised so that an absence is not kept: the worker may bring the Analysis a second later."""


def _stored(key: str) -> Analysis:
    found = stored_analyses.get(key) if key.isalnum() else None
    if found is None:
        raise _NotThereError(key)
    return found


def analysis(key: str, library_version: str, papers: pd.DataFrame) -> Analysis | None:
    """The Analysis under this key with its rows in the order of `papers`, or None while nobody has computed it."""
    try:
        return contexts.kept.get(
            library_version, _ANALYSIS, key, lambda: _stored(key).in_order(tuple(papers["paper_id"]))
        )
    except _NotThereError:
        return None


def extended_from(
    key: str, library_version: str, papers: pd.DataFrame, aliases: Mapping[str, str]
) -> IncrementalAnalysis | None:
    """The kept map of that key carried over to these papers; None where it is gone or is a map of something else.

    `aliases` are the library's: a paper may have got a better id since the map was made.
    """

    def make() -> IncrementalAnalysis | None:
        before = _kept_maps.get(key, lambda: _stored(key)).under_new_ids(aliases)
        ids = tuple(papers["paper_id"])
        if set(ids) == set(before.paper_ids):
            return IncrementalAnalysis(before.in_order(ids), (), is_final=True)
        if not can_extend(before, ids):
            return None
        return extend_analysis(before, ids, registry.embeddings(library_version, papers).vectors())

    try:
        return contexts.kept.get(library_version, _EXTENDED, key, lambda: (make(),))[0]
    except _NotThereError:
        return None


def outgrown_from(key: str, library_version: str, papers: pd.DataFrame, aliases: Mapping[str, str]) -> Analysis | None:
    """These papers where the kept map of that key would have them, though it knows too few of them to be their map.

    A new layout begins there. None where that map is gone, or knows so few that it says nothing about the others.
    """

    def make() -> Analysis | None:
        before = _kept_maps.get(key, lambda: _stored(key)).under_new_ids(aliases)
        ids = tuple(papers["paper_id"])
        if not can_start_from(before, ids):
            return None
        return extend_analysis(before, ids, registry.embeddings(library_version, papers).vectors()).analysis

    try:
        return contexts.kept.get(library_version, _OUTGROWN, key, lambda: (make(),))[0]
    except _NotThereError:
        return None


def gists(library_version: str, papers: pd.DataFrame) -> tuple[str, ...]:
    """The sentence of each paper's abstract that says what it does, in their order; "" where there is no abstract."""

    def make() -> tuple[str, ...]:
        return tuple(gist.gists(papers["title"].tolist(), papers["abstract"].tolist()))

    return contexts.kept.get(library_version, _GISTS, (), make)


def links(library_version: str, papers: pd.DataFrame) -> dict[str, tuple[Link, ...]]:
    """paper_id → its links: those given by the sources, then those found in its abstract, each once."""

    def make() -> dict[str, tuple[Link, ...]]:
        found: dict[str, tuple[Link, ...]] = {}
        columns = (papers[name] for name in ("paper_id", "abstract", "links", "link_sources"))
        for paper_id, abstract, given, sources in zip(*columns, strict=True):
            source_of = dict(each.split(" ", 1) for each in sources)
            every = [
                replace(link, source=source_of[url]) if url in source_of else link
                for url in given
                for link in find_links(url)
            ]
            every += find_links(abstract)
            if every:
                found[paper_id] = tuple({link.url: link for link in every}.values())
        return found

    return contexts.kept.get(library_version, _LINKS, (), make)


def promises(library_version: str, papers: pd.DataFrame) -> dict[str, tuple[Promise, ...]]:
    """paper_id → the promises of code, data or a demo in its abstract, for the papers that make one."""

    def make() -> dict[str, tuple[Promise, ...]]:
        found = zip(papers["paper_id"], map(find_promises, papers["abstract"]), strict=True)
        return {paper_id: tuple(made) for paper_id, made in found if made}

    return contexts.kept.get(library_version, _PROMISES, (), make)


def annotation_set(workspace: str, version: int, read: Callable[[], Annotations]) -> Annotations:
    """The annotations of one visitor; `version` grows whenever they change."""
    return _annotations.get((workspace, version), read)


def topic_edits(
    workspace: str, version: int, read: Callable[[], tuple[tuple[TopicEdit, ...], int]]
) -> tuple[tuple[TopicEdit, ...], int]:
    """What one visitor did to topics, and how much of it cannot be read; `version` grows whenever that may change."""
    return _edits.get((workspace, version), read)


def catalogue(
    fingerprint: tuple[str, ...],
    library: Library,
    analysis: Analysis | None,
    links: Mapping[str, tuple[Link, ...]],
) -> pd.DataFrame:
    """The frame every page shows, a row a paper, before a link was checked or anything decided.

    `fingerprint` names what it is made of, the library's version first.
    """

    def make() -> pd.DataFrame:
        topics = topics_by_paper(analysis) if analysis else {}
        areas = areas_by_paper(analysis) if analysis else {}
        near = nearest_by_paper(analysis) if analysis else {}
        papers = library.papers if settings().machine_summaries else library.papers.assign(summary="")
        sentences = gists(library.version, library.papers)
        return finding_catalogue.build_catalogue(papers, topics, {}, links, {}, near=near, areas=areas, gists=sentences)

    return contexts.kept.get(library.version, _CATALOGUE, fingerprint, make)


def word_index(library_version: str, catalogue: pd.DataFrame) -> IndexJob:
    """The words of a library's papers, put into an index beside the page: it is there after a second or two."""
    return contexts.kept.get(library_version, _INDEX, (), lambda: IndexJob(catalogue))


def topic_selection(
    library: Library, level: int | None, edits_key: str, analysis: Analysis, edits: Sequence[TopicEdit]
) -> TopicSelection:
    """An Analysis of a library cut to a level and changed by edits, which `edits_key` names."""
    return contexts.kept.get(
        library.version,
        _TOPICS,
        (analysis.key, level, edits_key),
        lambda: select_topics(analysis, library.papers["title"].tolist(), level, edits),
    )


def with_topics(fingerprint: tuple[str, ...], catalogue: pd.DataFrame, analysis: Analysis) -> pd.DataFrame:
    """The same frame with other topics."""
    return contexts.kept.get(
        fingerprint[0],
        _CHANGED,
        fingerprint,
        lambda: finding_catalogue.with_topics(catalogue, topics_by_paper(analysis), areas_by_paper(analysis)),
    )


def with_links(
    fingerprint: tuple[str, ...],
    catalogue: pd.DataFrame,
    links: Mapping[str, tuple[Link, ...]],
    verdicts: Mapping[str, Verdict],
) -> pd.DataFrame:
    """The same frame with what is known of the links."""
    return contexts.kept.get(
        fingerprint[0], _CHANGED, fingerprint, lambda: finding_catalogue.with_links(catalogue, links, verdicts)
    )


def with_annotations(fingerprint: tuple[str, ...], catalogue: pd.DataFrame, made: Annotations) -> pd.DataFrame:
    """The same frame with one visitor's annotations."""
    return contexts.kept.get(
        fingerprint[0],
        _CHANGED,
        fingerprint,
        lambda: finding_catalogue.with_curation(catalogue, made.decisions, made.tags, made.notes, made.ratings),
    )


def with_new(fingerprint: tuple[str, ...], catalogue: pd.DataFrame, new: frozenset[str]) -> pd.DataFrame:
    """The same frame with what is new to one visitor."""
    return contexts.kept.get(fingerprint[0], _CHANGED, fingerprint, lambda: finding_catalogue.with_new(catalogue, new))


def table_frame(library_version: str, key: tuple[object, ...], make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """The rows of a table as they are shown; `key` names the catalogue, the papers and the columns."""
    return contexts.kept.get(library_version, _TABLE, key, make)


def shared_phrases(
    key: tuple[str, object, object], compare: Callable[[], list[tuple[str, ...]]]
) -> list[tuple[str, ...]]:
    """Why papers are near to one; `key` names the library's version, the paper and the others."""
    return contexts.kept.get(key[0], _SHARED_PHRASES, key, compare)


def likely_matches(
    library_version: str, key: tuple[object, ...], make: Callable[[], list[tuple[str, Finding]]]
) -> list[tuple[str, Finding]]:
    """(paper_id, record) of all that wait for a visitor's answer; `key` says whose, after which step."""
    return contexts.kept.get(library_version, _LIKELY, key, make)


def rising(library_version: str, make: Callable[[], dict[str, Growth]]) -> dict[str, Growth]:
    """paper_id → how its votes grew; looked up again after some minutes, since looks come from all visitors."""
    return contexts.kept.get(library_version, _RISING, int(time.time() // _RISING_SECONDS), make)


def map_points(library_version: str, key: str, pack: Callable[[], bytes]) -> bytes:
    """The papers of one map as they go to browsers."""
    return contexts.kept.get(library_version, _POINTS, key, pack)
