"""arXiv numbers that are known of papers whose digests do not say them.

A number is known of a paper by its title and its abstract together (`identity.paper_key`): a title alone is no
evidence, and many works share one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from components.papers.identity import paper_key, title_id
from components.papers.paper import LoadedFile, Record

KnownNumbers = Mapping[str, Mapping[str, str]]  # the id of the title → `identity.paper_key` → arXiv number


def with_known_numbers(loaded_files: Iterable[LoadedFile], known: KnownNumbers) -> list[LoadedFile]:
    """The files, with the number of each record that has none of its own and whose title and abstract are known.

    The raw papers stay as they were read, so that it is visible that no digest says it.
    """
    return [
        replace(loaded_file, records=tuple([_numbered(record, known) for record in loaded_file.records]))
        for loaded_file in loaded_files
    ]


def _numbered(record: Record, known: KnownNumbers) -> Record:
    if record.arxiv_number:
        return record
    of_title = known.get(title_id(record.title_key or record.title))
    number = of_title.get(paper_key(record.title, record.abstract), "") if of_title else ""
    return replace(record, arxiv_number=number) if number else record
