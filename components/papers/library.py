"""Digest files in, one clean table of papers out, with a report on every file: the whole way, a line a step.

Every step is one module that is called once and passes its result on: `reading` (bytes → readings), `records`
(readings → clean records), `grouping` (which records are one paper), `merging` (records → papers with ids), `rows`
(papers → columns), `table` (columns → frames), `digests` (counts and reports). The values on the way are in `paper`.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from components.papers.comparing.false_numbers import without_false_numbers
from components.papers.comparing.known_numbers import KnownNumbers, with_known_numbers
from components.papers.digests import count_digests, report_files
from components.papers.grouping import group_records
from components.papers.merging import DoubtfulGroup, DuplicateDecision, PairKey, merge_records
from components.papers.paper import Digest, DigestFile, RawPaper
from components.papers.reading.files import OnBegin, read_files
from components.papers.records import load_files
from components.papers.report import FileReport
from components.papers.rows import Columns, appearance_columns, paper_columns

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Library:
    """Everything the loaded digests hold; frames as in `rows.PAPER_COLUMNS` and `rows.APPEARANCE_COLUMNS`."""

    papers: pd.DataFrame  # one row a paper, in order of first appearance
    appearances: pd.DataFrame  # one row a paper and digest
    digests: tuple[Digest, ...]
    reports: tuple[FileReport, ...]  # one a file, in the order given
    version: str  # hash of the content: equal content, equal version
    doubtful: tuple[DoubtfulGroup, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)  # every id a paper has or had → its paper_id now
    versions: Mapping[str, tuple[tuple[str, RawPaper], ...]] = field(default_factory=dict)
    """Of papers with several records: (digest_id, raw paper) in order, so that it is visible what came from where."""

    @cached_property
    def earlier(self) -> Mapping[str, tuple[str, ...]]:
        """paper_id → the other ids it has or had, under which a visitor may have annotated it."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for old, today in self.aliases.items():
            if old != today:
                found[today].append(old)
        return {today: tuple(others) for today, others in found.items()}


@dataclass(frozen=True, slots=True)
class MergedFiles:
    """The same as a Library, of plain values: what the process that reads digests sends. Columns as in `rows`."""

    papers: Columns
    appearances: Columns
    digests: tuple[Digest, ...]
    reports: tuple[FileReport, ...]
    doubtful: tuple[DoubtfulGroup, ...]
    aliases: Mapping[str, str]
    versions: Mapping[str, tuple[tuple[str, RawPaper], ...]]


def read_digests(
    files: Sequence[DigestFile],
    pair_decisions: Mapping[PairKey, DuplicateDecision] | None = None,
    known: KnownNumbers | None = None,
) -> Library:
    """The library of some files. Never raises for a bad file: its report then says in `error` what is wrong with it.

    `known` are arXiv numbers of papers whose digests may not say them.
    For files of known origin: those of visitors are read by `process.reading`, which no file can hold up.
    """
    return library_of(merge_files(files, pair_decisions or {}, known=known))


def merge_files(
    files: Sequence[DigestFile],
    pair_decisions: Mapping[PairKey, DuplicateDecision],
    on_begin: OnBegin = lambda _: None,
    given_up: Mapping[str, str] | None = None,
    known: KnownNumbers | None = None,
) -> MergedFiles:
    """Everything but the frames; `on_begin` and `given_up` as in `reading.files.read_files`."""
    with _without_garbage_collection():
        file_readings = read_files(files, on_begin, given_up or {})
        loaded_files = without_false_numbers(load_files(file_readings))
        if known:
            loaded_files = with_known_numbers(loaded_files, known)
        records = [record for loaded_file in loaded_files for record in loaded_file.records]
        groups, doubts = group_records(records)
        merged = merge_records(loaded_files, groups, doubts, pair_decisions)
        digests = count_digests(loaded_files, merged.papers)
        return MergedFiles(
            papers=paper_columns(merged.papers),
            appearances=appearance_columns(merged.papers),
            digests=tuple(digests.values()),
            reports=report_files(loaded_files, digests, merged.notes),
            doubtful=merged.doubtful,
            aliases=merged.aliases,
            versions={
                paper.paper_id: tuple((loaded_files[one.file_number].digest_id, one.raw) for one in paper.records)
                for paper in merged.papers
                if len(paper.records) > 1
            },
        )


def library_of(merged: MergedFiles) -> Library:
    """The library with its frames."""
    from components.papers.table import appearances_frame, content_version, papers_frame  # brings pandas

    papers, appearances = papers_frame(merged.papers), appearances_frame(merged.appearances)
    return Library(
        papers=papers,
        appearances=appearances,
        digests=merged.digests,
        reports=merged.reports,
        version=content_version(papers, appearances, merged.digests),
        doubtful=merged.doubtful,
        aliases=merged.aliases,
        versions=merged.versions,
    )


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Nothing is garbage until the library is there, and looking for it would take a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
