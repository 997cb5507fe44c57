"""What a workspace's saved search shows, looked up without a browser and without a cache: for mails sent by a clock."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs

import pandas as pd
from sqlalchemy import Engine

from components.curation import said, uploads
from components.finding import catalogue
from components.finding.filters import Filters
from components.landscape import cache
from components.landscape.analysis import analysis_key, topics_by_paper
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


def shown(engine: Engine, workspace: str, query: str) -> Shown:
    """What the filters of a query string ("q=causal&topic=video") show in a workspace now."""
    heard = said.read(engine, workspace)
    library = _library(engine, workspace, heard)
    heard = heard.under_new_ids(library.aliases)
    analysis = cache.find(analysis_key(library.papers))
    topics = topics_by_paper(analysis) if analysis else {}
    links = _links(library)
    verdicts = history.latest(engine, sorted({link.url for each in links.values() for link in each}))
    frame = catalogue.build(
        library.papers, topics, heard.decisions, links, verdicts, heard.tags, heard.notes, heard.ratings
    )
    labels = {digest.digest_id: digest.label for digest in library.digests}
    filters = Filters.from_params(parse_qs(query)).known(frame)
    mask = filters.mask(frame)
    return Shown(
        frame[mask].reset_index(drop=True), labels, filters.describe(frame, labels, int(mask.sum())), filters.query
    )


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
