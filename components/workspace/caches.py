"""The caches of one process: everything that workspaces show and that takes more than a moment to make.

Keys are content hashes, never frames, so one visitor's data is found only by someone who has the same data. What may
take a while says what it does in a visitor's words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
from sqlalchemy import Engine

from components.curation.annotations.annotation_set import Annotations
from components.finding import catalogue as finding_catalogue
from components.finding import index
from components.landscape.analysis import cache as stored_analyses
from components.landscape.analysis.incremental import IncrementalAnalysis, can_extend, extend_analysis
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
from components.workspace import sizes
from components.workspace.cache import Cache
from components.workspace.jobs import registry

_libraries: Cache[Library] = Cache(12, weigh=sizes.of_library, waiting="Reading the digests")
_keys: Cache[str] = Cache(64)
_analyses: Cache[Analysis] = Cache(12, weigh=sizes.of_analysis, waiting="Fetching the map")
_kept_maps: Cache[Analysis] = Cache(6, weigh=sizes.of_analysis, waiting="Fetching the map")
_extended: Cache[IncrementalAnalysis | None] = Cache(
    6, weigh=sizes.of_incremental, waiting="Placing new papers on the map"
)
_gists: Cache[tuple[str, ...]] = Cache(12, weigh=sizes.of_texts, waiting="Choosing a sentence of each paper")
_links: Cache[dict[str, tuple[Link, ...]]] = Cache(12, weigh=sizes.of_links, waiting="Looking for links")
_promises: Cache[dict[str, tuple[Promise, ...]]] = Cache(
    6, weigh=sizes.of_links, waiting="Looking for promises of code"
)
_annotations: Cache[Annotations] = Cache(64)
_topic_selections: Cache[TopicSelection] = Cache(
    32, weigh=lambda made: sizes.of_analysis(made.analysis), waiting="Putting the topics in order"
)
_edits: Cache[tuple[tuple[TopicEdit, ...], int]] = Cache(64)
_catalogues: Cache[pd.DataFrame] = Cache(48, weigh=sizes.of_frame, waiting="Preparing the papers")
_tables: Cache[pd.DataFrame] = Cache(4, weigh=sizes.of_frame, waiting="Preparing the table")
_shared_phrases: Cache[list[tuple[str, ...]]] = Cache(256)
_points: Cache[bytes] = Cache(12, weigh=len, waiting="Preparing the map")

_CONTENT: tuple[Cache[object], ...] = (  # type: ignore[assignment]
    _libraries, _keys, _analyses, _kept_maps, _extended, _gists, _links, _promises, _annotations, _topic_selections,
    _edits, _catalogues, _tables, _shared_phrases, _points,
)  # fmt: skip


def forget_store() -> None:
    """Close the database; it is opened anew when it is next asked for."""
    database.close()


def clear() -> None:
    """Forget everything that can be made again."""
    for each in _CONTENT:
        each.clear()


def store() -> Engine:
    """The database, opened once a process. Raises StoreError."""
    return database.store()


def library(version: str, read: Callable[[], Library]) -> Library:
    """The papers of one set of digests; `version` names the files and the answers about doubtful pairs."""
    return _libraries.get(version, read)


def key_of(library_version: str, papers: pd.DataFrame, model: str = DEFAULT_MODEL) -> str:
    """The name of the Analysis that belongs to these papers, compared by a model."""
    return _keys.get((library_version, model), lambda: analysis_key(papers, model))


class _NotThereError(LookupError):
    """Raised so that an absence is not kept: the worker may bring the Analysis a second later."""


def _stored(key: str) -> Analysis:
    found = stored_analyses.find(key) if key.isalnum() else None
    if found is None:
        raise _NotThereError(key)
    return found


def analysis(key: str, library_version: str, papers: pd.DataFrame) -> Analysis | None:
    """The Analysis under this key with its rows in the order of `papers`, or None while nobody has computed it."""
    try:
        return _analyses.get((key, library_version), lambda: _stored(key).in_order(tuple(papers["paper_id"])))
    except _NotThereError:
        return None


def extended_from(key: str, library_version: str, papers: pd.DataFrame) -> IncrementalAnalysis | None:
    """The kept map of that key carried over to these papers; None where it is gone or is a map of something else."""

    def make() -> IncrementalAnalysis | None:
        before = _kept_maps.get(key, lambda: _stored(key))
        ids = tuple(papers["paper_id"])
        if set(ids) == set(before.paper_ids):
            return IncrementalAnalysis(before.in_order(ids), (), is_final=True)
        if not can_extend(before, ids):
            return None
        return extend_analysis(before, ids, registry.embeddings(library_version, papers).vectors())

    try:
        return _extended.get((key, library_version), make)
    except _NotThereError:
        return None


def gists(library_version: str, papers: pd.DataFrame) -> tuple[str, ...]:
    """The sentence of each paper's abstract that says what it does, in their order; "" where there is no abstract."""

    def make() -> tuple[str, ...]:
        return tuple(gist.gists(papers["title"].tolist(), papers["abstract"].tolist()))

    return _gists.get(library_version, make)


def links(library_version: str, papers: pd.DataFrame) -> dict[str, tuple[Link, ...]]:
    """paper_id → its links: those given by the sources, then those found in its abstract, each once."""

    def make() -> dict[str, tuple[Link, ...]]:
        found: dict[str, tuple[Link, ...]] = {}
        for paper_id, abstract, given in zip(papers["paper_id"], papers["abstract"], papers["links"], strict=True):
            every = [*(link for url in given for link in find_links(url)), *find_links(abstract)]
            if every:
                found[paper_id] = tuple({link.url: link for link in every}.values())
        return found

    return _links.get(library_version, make)


def promises(library_version: str, papers: pd.DataFrame) -> dict[str, tuple[Promise, ...]]:
    """paper_id → the promises of code, data or a demo in its abstract, for the papers that make one."""

    def make() -> dict[str, tuple[Promise, ...]]:
        found = zip(papers["paper_id"], map(find_promises, papers["abstract"]), strict=True)
        return {paper_id: tuple(made) for paper_id, made in found if made}

    return _promises.get(library_version, make)


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

    `fingerprint` names what it is made of. Its words are put into an index meanwhile, for searches to come.
    """

    def make() -> pd.DataFrame:
        topics = topics_by_paper(analysis) if analysis else {}
        areas = areas_by_paper(analysis) if analysis else {}
        near = nearest_by_paper(analysis) if analysis else {}
        papers = library.papers if settings().machine_summaries else library.papers.assign(summary="")
        sentences = gists(library.version, library.papers)
        made = finding_catalogue.build_catalogue(papers, topics, {}, links, {}, near=near, areas=areas, gists=sentences)
        index.prepare_in_background(made)
        return made

    return _catalogues.get(fingerprint, make)


def topic_selection(
    key: str, level: int | None, edits_key: str, analysis: Analysis, papers: pd.DataFrame, edits: Sequence[TopicEdit]
) -> TopicSelection:
    """The Analysis `key` cut to a level and changed by edits, which `edits_key` names."""
    return _topic_selections.get(
        (key, level, edits_key), lambda: select_topics(analysis, papers["title"].tolist(), level, edits)
    )


def with_topics(fingerprint: tuple[str, ...], catalogue: pd.DataFrame, analysis: Analysis) -> pd.DataFrame:
    """The same frame with other topics."""
    return _catalogues.get(
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
    return _catalogues.get(fingerprint, lambda: finding_catalogue.with_links(catalogue, links, verdicts))


def with_annotations(fingerprint: tuple[str, ...], catalogue: pd.DataFrame, made: Annotations) -> pd.DataFrame:
    """The same frame with one visitor's annotations."""
    return _catalogues.get(
        fingerprint,
        lambda: finding_catalogue.with_curation(catalogue, made.decisions, made.tags, made.notes, made.ratings),
    )


def table_frame(key: tuple[object, ...], make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """The rows of a table as they are shown; `key` names the catalogue, the papers and the columns."""
    return _tables.get(key, make)


def shared_phrases(key: tuple[object, ...], compare: Callable[[], list[tuple[str, ...]]]) -> list[tuple[str, ...]]:
    """Why papers are near to one; `key` names the library, the paper and the others."""
    return _shared_phrases.get(key, compare)


def map_points(key: str, pack: Callable[[], bytes]) -> bytes:
    """The papers of one map as they go to browsers."""
    return _points.get(key, pack)
