"""What a file says about papers: as it is written there, and as values that can be kept."""

from __future__ import annotations

from dataclasses import dataclass

from components.curation.annotations.decisions import Decision


class ImportRefusedError(ValueError):
    """A file that says nothing about papers that could be kept; the message says what was looked for."""


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One paper as a file has it; an annotation is None where the file does not hold it, "" or () where it is empty."""

    where: str  # "Row 5", "Entry “wang2024”"
    paper_id: str = ""  # ours, where the file was exported here
    doi: str = ""
    arxiv_id: str = ""
    title: str = ""
    decision: str | None = None
    rating: str | None = None
    note: str | None = None
    tags: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ImportedPaper:
    """One paper with the annotations that a file holds; None is what it does not hold."""

    where: str
    paper_id: str = ""
    doi: str = ""  # in small letters
    arxiv_id: str = ""  # without version
    title: str = ""
    decision: Decision | None = None
    rating: int | None = None  # 0 to 5
    note: str | None = None
    tags: tuple[str, ...] | None = None

    @property
    def says_something(self) -> bool:
        """Whether the file holds any annotation of it that is not empty."""
        return bool(self.tags or self.note or self.rating) or self.decision not in (None, Decision.INBOX)


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """All that a file says, and what in it could not be taken, a sentence each."""

    shape: str  # "BibTeX"
    papers: tuple[ImportedPaper, ...]
    troubles: tuple[str, ...] = ()
