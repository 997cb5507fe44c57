"""From what was fetched to what is shown: library, map, topics, catalogue, each from the ones before it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pandas as pd
from sqlalchemy import Engine

from components.curation.annotations.annotation_set import Annotations
from components.curation.annotations.match_decisions import MatchDecision, MatchKey
from components.curation.workspaces.uploads import content_hash
from components.enrichment.bundled import bundled_library, known_numbers, with_known_facts
from components.enrichment.completion import complete, facts_version
from components.landscape.analysis.incremental import IncrementalAnalysis
from components.landscape.embeddings.models import DEFAULT_MODEL
from components.landscape.result import Analysis
from components.landscape.topics.topic_edits import TopicEdit
from components.landscape.topics.topic_selection import TopicSelection
from components.links.link import Link
from components.links.verdict import Verdict
from components.papers.bundled import bundled_files
from components.papers.comparing.known_numbers import KnownNumbers
from components.papers.library import Library, read_digests
from components.papers.paper import DigestFile
from components.papers.process.reading import ReadingFailedError, read_apart, without
from components.workspace import caches, completing, contexts, stored
from components.workspace.stored import Stored


def bundled_by_id() -> dict[str, DigestFile]:
    """The digests that come with the product, by digest id."""
    return {report.digest_id: file for report, file in zip(bundled().reports, bundled_files(), strict=True)}


def bundled() -> Library:
    """The papers of the digests that come with the product."""
    found = caches.library("bundled", lambda: _without_raw(bundled_library()))
    contexts.kept.pin(found.version)  # everybody begins with it
    return found


class ChangedMeanwhileError(RuntimeError):
    """Digests came or went while they were read; raised so that what was read is kept under no name."""


def library(engine: Engine, kept: Stored) -> Library:
    """The papers of a workspace's digests, cached under what these are.

    Raises ChangedMeanwhileError where another tab changed them since `kept` was read.
    """
    answers, matches = kept.annotations.duplicate_decisions, kept.annotations.match_decisions

    def read(more: KnownNumbers | None = None) -> Library:
        own = stored.files(engine, kept)
        if own is None:
            raise ChangedMeanwhileError
        if not (own or kept.hidden_digest_ids or answers or more):
            return bundled()
        by_hand, found = known_numbers(), more or {}
        known = {title: {**found.get(title, {}), **by_hand.get(title, {})} for title in {*by_hand, *found}}
        read = read_apart([*files, *own], answers, known=known) if own else read_digests(files, answers, known)
        return _without_raw(with_known_facts(read))

    def read_with(numbers: KnownNumbers) -> Library:
        return caches.library(_hash([*key, _sorted(numbers)]), lambda: read(numbers))

    files = [file for digest_id, file in bundled_by_id().items() if digest_id not in kept.hidden_digest_ids]
    key = [kept.files_version, sorted(answers.items())]
    try:
        given = caches.library(_hash(key), read)
        if not (kept.completed or matches):
            return given
        completed_key = [*key, kept.completed, sorted(matches.items())]
        return caches.library(_hash(completed_key), lambda: _completed(engine, given, matches, read_with))
    except ReadingFailedError as trouble:  # of this moment: nothing is kept of it
        own = stored.files(engine, kept) or []
        unread = {content_hash(file.content): str(trouble) for file in own}
        return with_known_facts(without([*files, *own], unread, known_numbers()))


def _completed(
    engine: Engine,
    given: Library,
    matches: Mapping[MatchKey, MatchDecision],
    read: Callable[[KnownNumbers], Library],
) -> Library:
    """A library with what services say where its digests are silent; `read` reads it anew, with more arXiv numbers.

    `matches` is what the visitor decided about records.
    """
    asked = completing.subjects(given)
    facts = completing.facts(engine, asked, matches)
    numbers = completing.numbers(asked, facts)
    library = read(numbers) if numbers else given
    known = {library.aliases.get(paper_id, paper_id): own for paper_id, own in facts.items()}
    version = facts_version(library.version, known.values()) if known else library.version
    return replace(library, papers=complete(library.papers, known), version=version)


def _sorted(numbers: KnownNumbers) -> list[tuple[str, list[tuple[str, str]]]]:
    return sorted((title, sorted(of_title.items())) for title, of_title in numbers.items())


def _without_raw(library: Library) -> Library:
    """Without the texts as they were before cleaning: no page shows them, and they are as long as the others."""
    return replace(library, papers=library.papers.drop(columns=["raw_title", "raw_abstract"]))


def current_map(map_key: str, key: str, library: Library, model: str) -> IncrementalAnalysis | None:
    """The map a workspace goes by, carried over to its papers; else the one computed for just these, if any.

    Another model than the usual one has a map of its own, which is not carried: its embeddings are not at hand.
    """
    if map_key and model == DEFAULT_MODEL:
        known = caches.extended_from(map_key, library.version, library.papers, library.aliases)
        if known:
            return known
    computed = caches.analysis(key, library.version, library.papers)
    return IncrementalAnalysis(computed, is_final=True) if computed else None


def topic_selection(
    analysis: Analysis, library: Library, level: int | None, edits: Sequence[TopicEdit]
) -> TopicSelection:
    """The topics at a level, after a visitor's edits; `analysis` is as computed or carried, before any of them."""
    edits_key = _hash([edit.as_json() for edit in edits]) if edits else ""
    return caches.topic_selection(library, level, edits_key, analysis, edits)


def catalogue(
    kept: Stored,
    library: Library,
    placed: IncrementalAnalysis | None,
    topic_selection: TopicSelection | None,
    links: Mapping[str, tuple[Link, ...]],
    verdicts: Mapping[str, Verdict],
    annotations: Annotations,
    new: frozenset[str],
) -> tuple[pd.DataFrame, str]:
    """The frame every page shows, a row a paper, and the key that names its content.

    It is made in steps, each cached, since the later ones change more often: papers and topics as computed, topics as
    arranged, verdicts of links, annotations, what is new.
    """
    computed = placed.analysis if placed else None
    fingerprint: tuple[str, ...] = (library.version, computed.key if computed else "")
    frame = caches.catalogue(fingerprint, library, computed, links)
    if topic_selection and topic_selection.analysis is not computed:
        fingerprint = (library.version, topic_selection.analysis.key)
        frame = caches.with_topics(fingerprint, frame, topic_selection.analysis)
    if verdicts:
        found = sorted((url, verdict.state.value, verdict.checked_at) for url, verdict in verdicts.items())
        fingerprint = (*fingerprint, _hash(found))
        frame = caches.with_links(fingerprint, frame, links, verdicts)
    if kept.version:
        fingerprint = (*fingerprint, kept.workspace, str(kept.version))
        frame = caches.with_annotations(fingerprint, frame, annotations)
    if new:
        fingerprint = (*fingerprint, _hash(sorted(new)))
        frame = caches.with_new(fingerprint, frame, new)
    return frame, _hash(fingerprint)


def _hash(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]
