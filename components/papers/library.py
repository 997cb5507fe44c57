"""Digest files in, one clean table of papers out, with a report on every file: the whole way, a line a step.

Every step is one module that is called once and passes its result on: `reading` (bytes → readings), `records`
(readings → clean records), `grouping` (which records are one paper), `merging` (records → papers with ids), `table`
(papers → frames), `digests` (counts and reports). The values on the way are in `paper`.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from components.papers.comparing.false_numbers import without_false_numbers
from components.papers.digests import count_digests, report_files
from components.papers.grouping import group_records
from components.papers.merging import DoubtfulGroup, DuplicateDecision, PairKey, merge_records
from components.papers.paper import Digest, DigestFile, RawPaper
from components.papers.reading.files import read_files
from components.papers.records import load_files
from components.papers.report import FileReport
from components.papers.table import appearances_frame, content_version, papers_frame


@dataclass(frozen=True)
class Library:
    """Everything the loaded digests hold; frames as in `table.PAPER_COLUMNS` and `table.APPEARANCE_COLUMNS`."""

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


def read_digests(
    files: Sequence[DigestFile], pair_decisions: Mapping[PairKey, DuplicateDecision] | None = None
) -> Library:
    """The library of some files. Never raises for a bad file: its report then says in `error` what is wrong with it."""
    with _without_garbage_collection():
        file_readings = read_files(files)
        loaded_files = without_false_numbers(load_files(file_readings))
        records = [record for loaded_file in loaded_files for record in loaded_file.records]
        groups, doubts = group_records(records)
        merged = merge_records(loaded_files, groups, doubts, pair_decisions or {})
        papers = papers_frame(merged.papers)
        appearances = appearances_frame(merged.papers)
        version = content_version(papers, appearances)
        digests = count_digests(loaded_files, merged.papers)
        return Library(
            papers=papers,
            appearances=appearances,
            digests=tuple(digests.values()),
            reports=report_files(loaded_files, digests, merged.notes),
            version=version,
            doubtful=merged.doubtful,
            aliases=merged.aliases,
            versions={
                paper.paper_id: tuple((loaded_files[one.file_number].digest_id, one.raw) for one in paper.records)
                for paper in merged.papers
                if len(paper.records) > 1
            },
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
