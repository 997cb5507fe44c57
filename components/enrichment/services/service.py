"""What a service is here: which questions it is asked, and what its answers mean. It sends nothing itself (`asking`).

Limits are in no constant but the first pace: what an answer's headers say counts.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from components.enrichment.lanes import Pace
from components.enrichment.record import Record, Subject
from components.papers.cleaning.text import one_line

MEGABYTE = 1_000_000


class UnreadableError(ValueError):
    """An answer that has not the shape a service documents: damaged, cut, or a page for people."""


@dataclass(frozen=True, slots=True)
class Question:
    """One request. The address of some has a key in it: it is in no repr, log or error."""

    url: str = field(repr=False)
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    content: bytes = field(default=b"", repr=False)
    most_bytes: int = 8 * MEGABYTE


class Service(ABC):
    """One service. `id` names its lane, its switch and its findings."""

    id: str
    name: str  # as shown
    pace: Pace
    with_key: Pace | None = None  # where a key lets it be asked faster
    batch = 1  # ids in one question
    good_for = timedelta(days=30)
    by_title = True  # whether it can be asked by title
    by_title_needs_key = False
    only_for_venues = False  # asked by title last, and only about papers whose venue no other service told
    asked_late = False  # whether what other services find, ids or code, is waited for
    stands_in_for = ""  # id of the service in whose place it is asked, where that one is not sure of a paper
    about_code = False  # its records are about a paper's repository: found by address, without a title to compare
    most_without_key = 0  # ids asked about in one run without a key; 0 for any number
    gives: str  # what it adds, for the list of switches
    sends = "titles"  # what leaves this machine
    key_setting = ""  # the environment variable of its key
    key_gives = ""  # what a key adds

    def __init__(self, base: str, key: str = "", contact: str = "") -> None:
        """`base` is its address without a slash at the end, `contact` a mail address that it is told."""
        self.base = base
        self.key = key
        self.contact = contact

    @property
    def present_pace(self) -> Pace:
        """How fast it may be asked as we come, with a key or without."""
        return self.with_key if self.key and self.with_key else self.pace

    @property
    def finds_titles(self) -> bool:
        """Whether titles are asked now."""
        return self.by_title and (bool(self.key) or not self.by_title_needs_key)

    def searches(self, subject: Subject) -> Sequence[Question]:  # noqa: ARG002
        """The questions that look for a title, the best first; the next is asked where one brings nothing sure."""
        return ()

    @abstractmethod
    def id_of(self, subject: Subject) -> str:
        """The id by which the service can be asked about a paper, "" where none is known. Always well-formed."""

    @abstractmethod
    def look_up(self, ids: Sequence[str]) -> Question:
        """The question for at most `batch` ids."""

    def single(self, own: str) -> Question | None:  # noqa: ARG002
        """The question for one id, where that finds papers which `look_up` misses; else None."""
        return None

    @abstractmethod
    def records(self, content: bytes) -> list[Record]:
        """The records of an answer. Raises UnreadableError."""

    def by_id(self, ids: Sequence[str], content: bytes) -> dict[str, list[Record]]:
        """The records of an answer to `look_up`, by the id they were asked for; unknown ids are left out."""
        wanted = {each.lower(): each for each in ids}
        found: dict[str, list[Record]] = {}
        for record in self.records(content):
            for own in self.ids_in(record):
                if own.lower() in wanted:
                    found.setdefault(wanted[own.lower()], []).append(record)
                    break
        return found

    def ids_in(self, record: Record) -> Sequence[str]:
        """Under which ids a record may have been asked for."""
        return [each for each in (record.arxiv_id, record.doi, record.record_id) if each]


def json_of(content: bytes, kind: type) -> Any:
    """The JSON of an answer, of a kind (dict, list). Raises UnreadableError."""
    try:
        found = json.loads(content)
    except ValueError as error:  # also bytes that are no UTF-8
        raise UnreadableError("it is no JSON") from error
    if not isinstance(found, kind):
        raise UnreadableError("it is JSON of another shape")
    return found


def text(value: object) -> str:
    """A text in one line; "" for anything else."""
    return one_line(value) if isinstance(value, str) else ""


def texts(values: object) -> tuple[str, ...]:
    """The texts in a list, empty ones left out."""
    return tuple(found for each in values if (found := text(each))) if isinstance(values, list) else ()


def objects(values: object) -> list[dict[str, Any]]:
    """The objects in a list; null and all else left out."""
    return [each for each in values if isinstance(each, dict)] if isinstance(values, list) else []


def within(value: object, *keys: str) -> Any:
    """What lies in nested objects under the keys; None where something is missing."""
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def count(value: object) -> int | None:
    """A number of things; None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def known(values: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """The values that are there, as a record holds them: no empty texts, lists and None."""
    return tuple((str(name), value) for name, value in values.items() if value not in (None, "", (), []))
