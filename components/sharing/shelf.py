"""What a workspace's saved search shows, looked up without a browser and without a cache: for mails sent by a clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import parse_qs

import pandas as pd
from sqlalchemy import Engine

from components.curation import maps, said, topic_edits, uploads
from components.finding import catalogue, meaning
from components.finding.filters import Filters
from components.landscape import cache
from components.landscape.analysis import (
    Analysis,
    analysis_key,
    areas_by_paper,
    nearest_by_paper,
    topics_by_paper,
)
from components.landscape.arrangement import arrange
from components.landscape.carrying import can_carry, carried
from components.landscape.hand import Edit, UnreadableEditsError, from_json
from components.landscape.terms import paper_texts
from components.landscape.vectors import embed
from components.links import history
from components.links.extraction import find_links
from components.links.link import Link
from components.papers.bundled import bundled_files
from components.papers.library import Library, read_digests


@dataclass(frozen=True)
class Shown:
    """The rows of a search, what digests are called, the sentence that says what is shown, and its line of words."""

    rows: pd.DataFrame
    labels: dict[str, str]
    sentence: str
    query: str
    aliases: Mapping[str, str]  # as in `Library.aliases`


def shown(engine: Engine, workspace: str, query: str) -> Shown:
    """What the filters of a query string ("q=causal&topic=video") show in a workspace now.

    Unlike on a page, a filter for what no paper has shows none: a mail about everything was not asked for.
    """
    heard = said.read(engine, workspace)
    library = _library(engine, workspace, heard)
    heard = heard.under_new_ids(library.aliases)
    frame = _catalogue(engine, workspace, library, heard)
    labels = {digest.digest_id: digest.label for digest in library.digests}
    filters = Filters.from_params(parse_qs(query))
    if filters.near and meaning.text_of(filters.query):
        _offer_meaning(frame, library)
    mask = filters.mask(frame)
    sentence = filters.describe(frame, labels, int(mask.sum()))
    return Shown(frame[mask].reset_index(drop=True), labels, sentence, filters.query, library.aliases)


def _catalogue(engine: Engine, workspace: str, library: Library, heard: said.Said) -> pd.DataFrame:
    """The workspace's papers with all that pages can filter by."""
    analysis = _analysis(engine, workspace, library)
    links = _links(library)
    verdicts = history.latest(engine, sorted({link.url for each in links.values() for link in each}))
    return catalogue.build(
        library.papers,
        topics_by_paper(analysis) if analysis else {},
        heard.decisions,
        links,
        verdicts,
        heard.tags,
        heard.notes,
        heard.ratings,
        nearest_by_paper(analysis) if analysis else {},
        areas_by_paper(analysis) if analysis else {},
    )


def _analysis(engine: Engine, workspace: str, library: Library) -> Analysis | None:
    """The map and topics that the workspace's pages go by: carried over from a kept map, and changed by its hand."""
    ids, key = tuple(library.papers["paper_id"]), maps.kept(engine, workspace)
    before = cache.find(key) if key.isalnum() else None
    if before is not None and set(ids) == set(before.paper_ids):
        found: Analysis | None = before.in_order(ids)
    elif before is not None and can_carry(before, ids):
        found = carried(before, ids, embed(_texts(library))).analysis
    else:
        computed = cache.find(analysis_key(library.papers))
        found = computed.in_order(ids) if computed else None
    if found is None:
        return None
    edits = [edit.under_new_ids(library.aliases) for edit in _edits(engine, workspace)]
    return arrange(found, library.papers["title"].tolist(), None, edits).analysis


def _edits(engine: Engine, workspace: str) -> Iterator[Edit]:
    for kept in topic_edits.kept(engine, workspace):
        with suppress(UnreadableEditsError):  # written by another version: kept, not applied
            yield from_json(kept.line)


def _offer_meaning(frame: pd.DataFrame, library: Library) -> None:
    made = embed(_texts(library))
    meaning.offer(frame, lambda text: made @ embed([text])[0])


def _texts(library: Library) -> list[str]:
    return paper_texts(library.papers["title"].tolist(), library.papers["abstract"].tolist())


def _library(engine: Engine, workspace: str, heard: said.Said) -> Library:
    away = uploads.hidden(engine, workspace)
    files = bundled_files()
    reports = read_digests(files).reports if away else ()
    hidden = {report.name for report in reports if report.digest_id in away}
    kept = [file for file in files if file.name not in hidden]
    return read_digests([*kept, *uploads.files(engine, workspace)], heard.pairs)


def _links(library: Library) -> dict[str, tuple[Link, ...]]:
    """paper_id → its links: those given by the sources, then those found in its abstract, each once."""
    papers = library.papers
    found = {}
    for paper_id, abstract, given in zip(papers["paper_id"], papers["abstract"], papers["links"], strict=True):
        every = [*(link for url in given for link in find_links(url)), *find_links(abstract)]
        found[paper_id] = tuple({link.url: link for link in every}.values())
    return found
