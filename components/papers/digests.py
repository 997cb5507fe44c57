"""The digests and the reports on files: counted last, when it is known which papers each file shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from components.papers.merging import Notes
from components.papers.paper import Digest, LoadedFile, MergedPaper
from components.papers.report import FileReport, Note

_FIRST_TITLES = 3


def count_digests(loaded_files: Sequence[LoadedFile], papers: Sequence[MergedPaper]) -> dict[str, Digest]:
    """The digest of every file that has one, by digest_id, with the number of papers that appear in it."""
    counts = Counter(appearance.digest_id for paper in papers for appearance in paper.appearances)
    return {
        one.digest_id: Digest(one.digest_id, one.label, one.name, one.shape, one.date, counts[one.digest_id])
        for one in loaded_files
        if one.digest_id
    }


def report_files(
    loaded_files: Sequence[LoadedFile], digests: Mapping[str, Digest], merge_notes: Notes
) -> tuple[FileReport, ...]:
    """The report on every file, in order: notes of reading and cleaning first, then those of merging."""
    return tuple(
        _report(loaded_file, digests.get(loaded_file.digest_id), merge_notes.get(file_number, ()))
        for file_number, loaded_file in enumerate(loaded_files)
    )


def _report(loaded_file: LoadedFile, digest: Digest | None, merge_notes: Sequence[Note]) -> FileReport:
    notes = (*loaded_file.notes, *merge_notes)
    kinds: Counter[str] = Counter()
    for note in notes:
        kinds[note.kind] += note.count
    return FileReport(
        name=loaded_file.name,
        shape=digest.shape if digest else "",
        papers=digest.papers if digest else 0,
        merged=kinds["merged"],
        repaired=loaded_file.repaired,
        refused=kinds["refused"],
        unknown=kinds["unknown"],
        missed=loaded_file.missed,
        titles=tuple(record.title for record in loaded_file.records[:_FIRST_TITLES]),
        notes=notes,
        error=loaded_file.error,
        records=len(loaded_file.records),
        digest_id=loaded_file.digest_id,
        content_hash=loaded_file.content_hash,
    )
