"""What is asked about and what a service answers: a paper of ours, a record of theirs (compared in `matching`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from components.enrichment.facts import Value
from components.papers.identity import paper_key


@dataclass(frozen=True, slots=True)
class Subject:
    """A paper to look up, as our digests have it. Empty texts are unknown."""

    title: str
    abstract: str = ""
    arxiv_id: str = ""  # without version; as a digest or a sure match gives it
    doi: str = ""
    seen: str = ""  # the first day a digest listed it, ISO 8601
    code: str = ""  # the address of its repository

    @property
    def key(self) -> str:
        """What facts are kept by: who has the same title and abstract finds them, nobody else."""
        return paper_key(self.title, self.abstract)


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a service. Texts are as the service sends them, in one line."""

    service: str  # its name as shown
    record_id: str  # the service's own id
    address: str  # where a person can read it
    title: str
    abstract: str = ""
    published: str = ""  # of the first version, as exactly as it is known: "2024-04-10", "2024-04", "2024"
    arxiv_id: str = ""  # without version
    doi: str = ""  # of the published version
    authors: tuple[str, ...] = ()
    values: Sequence[tuple[str, Value]] = field(default=())  # (one of `facts.Field`, its value)
