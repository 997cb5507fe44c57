"""Everything the pages keep between reruns: the one module with `st.cache_*`.

What is cached is shared between visitors and read-only: whoever wants to change a frame copies it. Keys are content
hashes, never frames, so one visitor's data is found only by someone who has the same data. What may take a while says
what it does in a visitor's words. Not here: any computing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
import streamlit as st
from sqlalchemy import Engine

from components.curation.said import Said
from components.finding import catalogue as finding_catalogue
from components.finding import index
from components.landscape import cache as landscape_cache
from components.landscape import worker
from components.landscape.analysis import (
    Analysis,
    analysis_key,
    areas_by_paper,
    nearest_by_paper,
    topics_by_paper,
)
from components.landscape.arrangement import Arrangement, arrange
from components.landscape.carrying import Carried, can_carry, carried
from components.landscape.hand import Edit
from components.landscape.terms import paper_texts
from components.landscape.vectors import DEFAULT_MODEL
from components.links.extraction import find_links
from components.links.link import Link
from components.links.promises import Promise, find_promises
from components.links.verdict import Verdict
from components.papers.library import Library
from components.store.database import open_store
from components.ui.fetch_desk import FetchDesk
from components.ui.interest import InterestDesk
from components.ui.link_desk import LinkDesk
from components.ui.meaning_desk import MeaningDesk


@st.cache_resource(show_spinner=False)
def store() -> Engine:
    """The database, opened once a process."""
    return open_store()


@st.cache_resource(max_entries=12, show_spinner="Reading the digests")
def library(version: str, _read: Callable[[], Library]) -> Library:
    """The papers of one set of digests; `version` names the files and the decisions on doubtful pairs."""
    del version
    return _read()


@st.cache_resource(max_entries=12, show_spinner=False)
def key_of(library_version: str, _papers: pd.DataFrame, model: str = DEFAULT_MODEL) -> str:
    """The name of the Analysis that belongs to these papers, compared by a model."""
    del library_version
    return analysis_key(_papers, model)


class _NotThereError(LookupError):
    """Raised so that an absence is not cached: the worker may bring the Analysis a second later."""


@st.cache_resource(max_entries=12, show_spinner="Fetching the map")
def _stored_analysis(key: str, library_version: str, _papers: pd.DataFrame) -> Analysis:
    del library_version
    found = landscape_cache.find(key)
    if found is None:
        raise _NotThereError(key)
    return found.in_order(tuple(_papers["paper_id"]))


def analysis(key: str, library_version: str, papers: pd.DataFrame) -> Analysis | None:
    """The Analysis under this key with its rows in the order of `papers`, or None while nobody has computed it."""
    try:
        return _stored_analysis(key, library_version, papers)
    except _NotThereError:
        return None


@st.cache_resource(max_entries=6, show_spinner="Fetching the map")
def _kept_map(key: str) -> Analysis:
    found = landscape_cache.find(key) if key.isalnum() else None
    if found is None:
        raise _NotThereError(key)
    return found


@st.cache_resource(max_entries=6, show_spinner="Placing new papers on the map")
def _carried_from(key: str, library_version: str, _papers: pd.DataFrame) -> Carried | None:
    before = _kept_map(key)
    ids = tuple(_papers["paper_id"])
    if set(ids) == set(before.paper_ids):
        return Carried(before.in_order(ids), (), settled=True)
    return carried(before, ids, vectors(library_version, _papers)) if can_carry(before, ids) else None


def carried_from(key: str, library_version: str, papers: pd.DataFrame) -> Carried | None:
    """The kept map of that key carried over to these papers; None where it is gone or is a map of something else."""
    try:
        return _carried_from(key, library_version, papers)
    except _NotThereError:
        return None


@st.cache_resource(max_entries=64, show_spinner=False)
def analysis_run(
    key: str, _papers: pd.DataFrame, _before: Analysis | None = None, _model: str = DEFAULT_MODEL
) -> worker.Run:
    """The worker process that computes an Analysis: one for all visitors who wait for the same papers.

    One that is no longer remembered here goes on: pages that wait for it find it again.
    """
    del key
    return worker.start(_papers, _model, _before)


def forget_run(key: str) -> None:
    """Let go of a run that failed, was stopped, or whose result is gone, so that it is started again."""
    analysis_run.clear(key)


@st.cache_resource(max_entries=12, show_spinner="Looking for links")
def links(library_version: str, _papers: pd.DataFrame) -> dict[str, tuple[Link, ...]]:
    """paper_id → its links: those given by the sources, then those found in its abstract, each once."""
    del library_version
    found: dict[str, tuple[Link, ...]] = {}
    for paper_id, abstract, given in zip(_papers["paper_id"], _papers["abstract"], _papers["links"], strict=True):
        unique = {
            link.url: link for link in [*(link for url in given for link in find_links(url)), *find_links(abstract)]
        }
        if unique:
            found[paper_id] = tuple(unique.values())
    return found


@st.cache_resource(max_entries=6, show_spinner="Looking for promises of code")
def promises(library_version: str, _papers: pd.DataFrame) -> dict[str, tuple[Promise, ...]]:
    """paper_id → the promises of code, data or a demo in its abstract, for the papers that make one."""
    del library_version
    found = zip(_papers["paper_id"], map(find_promises, _papers["abstract"]), strict=True)
    return {paper_id: tuple(made) for paper_id, made in found if made}


@st.cache_resource(max_entries=64, show_spinner=False)
def said(workspace: str, version: int, _read: Callable[[], Said]) -> Said:
    """What one visitor said about papers; `version` grows whenever that changes."""
    del workspace, version
    return _read()


@st.cache_resource(max_entries=8, show_spinner="Preparing the papers")
def catalogue(
    fingerprint: tuple[str, ...],
    _library: Library,
    _analysis: Analysis | None,
    _links: Mapping[str, tuple[Link, ...]],
) -> pd.DataFrame:
    """The frame every page shows, a row a paper, before a link was checked or anything decided.

    `fingerprint` names what it is made of. Its words are put into an index meanwhile, for searches to come.
    """
    del fingerprint
    topics = topics_by_paper(_analysis) if _analysis else {}
    areas = areas_by_paper(_analysis) if _analysis else {}
    near = nearest_by_paper(_analysis) if _analysis else {}
    made = finding_catalogue.build(_library.papers, topics, {}, _links, {}, near=near, areas=areas)
    index.prepare_aside(made)
    return made


@st.cache_resource(max_entries=32, show_spinner="Putting the topics in order")
def arrangement(
    key: str, level: int | None, hand: str, _analysis: Analysis, _papers: pd.DataFrame, _edits: Sequence[Edit]
) -> Arrangement:
    """The Analysis `key` cut to a level and changed by a hand, which `hand` names."""
    del key, hand
    return arrange(_analysis, _papers["title"].tolist(), level, _edits)


@st.cache_resource(max_entries=16, show_spinner="Putting the topics in order")
def arranged(fingerprint: tuple[str, ...], _catalogue: pd.DataFrame, _analysis: Analysis) -> pd.DataFrame:
    """The same frame with other topics."""
    del fingerprint
    return finding_catalogue.with_topics(_catalogue, topics_by_paper(_analysis), areas_by_paper(_analysis))


@st.cache_resource(max_entries=64, show_spinner=False)
def topic_edits(workspace: str, version: int, _read: Callable[[], tuple[Edit, ...]]) -> tuple[Edit, ...]:
    """What one visitor did to topics; `version` grows whenever that may have changed."""
    del workspace, version
    return _read()


@st.cache_resource(max_entries=8, show_spinner="Preparing the papers")
def checked(
    fingerprint: tuple[str, ...],
    _catalogue: pd.DataFrame,
    _links: Mapping[str, tuple[Link, ...]],
    _verdicts: Mapping[str, Verdict],
) -> pd.DataFrame:
    """The same frame with what is known of the links."""
    del fingerprint
    return finding_catalogue.with_links(_catalogue, _links, _verdicts)


@st.cache_resource(max_entries=24, show_spinner="Preparing the papers")
def curated(fingerprint: tuple[str, ...], _catalogue: pd.DataFrame, _said: Said) -> pd.DataFrame:
    """The same frame with what one visitor said."""
    del fingerprint
    return finding_catalogue.with_curation(_catalogue, _said.decisions, _said.tags, _said.notes, _said.ratings)


@st.cache_resource(max_entries=4, show_spinner="Preparing the table")
def table_frame(key: tuple[object, ...], _make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """The rows of a table as they are shown; `key` names the catalogue, the papers and the columns."""
    del key
    return _make()


@st.cache_resource(max_entries=3, show_spinner=False)
def interest_desk(library_version: str, _papers: pd.DataFrame) -> InterestDesk:
    """Where these papers are ranked by what visitors picked; made ready in a thread."""
    del library_version
    texts = paper_texts(_papers["title"].tolist(), _papers["abstract"].tolist())
    return InterestDesk(dict(zip(_papers["paper_id"], texts, strict=True)))


@st.cache_resource(max_entries=6, show_spinner=False)
def meaning_desk(library_version: str, _papers: pd.DataFrame) -> MeaningDesk:
    """Where the vectors of these papers are made, aside, and papers are found by meaning."""
    del library_version
    return MeaningDesk(paper_texts(_papers["title"].tolist(), _papers["abstract"].tolist()))


def vectors(library_version: str, papers: pd.DataFrame) -> np.ndarray:
    """The built-in vectors of these papers, float32 unit rows in their order; some 3,000 papers a second."""
    return meaning_desk(library_version, papers).vectors()


@st.cache_resource(max_entries=12, show_spinner="Preparing the map")
def map_points(key: str, _pack: Callable[[], bytes]) -> bytes:
    """The papers of one map as they go to browsers."""
    del key
    return _pack()


@st.cache_resource(max_entries=64, on_release=lambda desk: desk.stop(), show_spinner=False)
def fetch_desk(workspace: str) -> FetchDesk:
    """Where one visitor's fetching runs: a reload or a second tab finds the same desk."""
    del workspace
    return FetchDesk()


@st.cache_resource(max_entries=64, on_release=lambda desk: desk.stop(), show_spinner=False)
def link_desk(workspace: str) -> LinkDesk:
    """Where one visitor's link check runs: a reload or a second tab finds the same desk."""
    del workspace
    return LinkDesk()
