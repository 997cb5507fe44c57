"""Finding the records of papers in parsed JSON or YAML, whatever is wrapped around them."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from components.papers.identity import arxiv_number
from components.papers.paper import RawPaper
from components.papers.reading.dates import iso_date
from components.papers.reading.fields import paper_of, role_of, text_of
from components.papers.reading.json.known_records import plain_record
from components.papers.reading.outcome import LineRange, refused
from components.papers.report import Note

_DEEPEST_ENVELOPE = 6
_LONGEST_REPR = 1_000_000  # characters
_DEEPEST_REPR = 60  # brackets


@dataclass
class Collected:
    """Papers and notes collected from one or more values."""

    papers: list[RawPaper] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    date: str = ""
    items: int = 0

    def add(self, record: Any, lines: LineRange | None = None) -> None:
        """Add one record as a paper, or a note on why it is refused."""
        self.items += 1
        if isinstance(record, str):
            record = parse_text(record)
        place = f"Item {self.items}"
        if not isinstance(record, Mapping):
            self.notes.append(refused(f"{place} is {_kind(record)}, not a record of a paper.", lines))
            return
        paper = paper_of(plain_record(record), len(self.papers) + 1, lines)
        if paper is None:
            self.notes.append(refused(f"{place} has no title.", lines))
        else:
            self.papers.append(paper)


def is_record(value: Any) -> bool:
    """Whether a value has a title among its fields, or in its "paper"."""
    if not isinstance(value, Mapping):
        return False
    inner = value.get("paper")
    if isinstance(inner, Mapping) and is_record(inner):
        return True
    value = plain_record(value)
    return any(isinstance(name, str) and role_of(name) == "title" and bool(text_of(one)) for name, one in value.items())


def collect(value: Any, collected: Collected, depth: int = 0) -> bool:
    """Collect the records in a value: a record, a list of them, an object keyed by id, or an envelope around these."""
    if isinstance(value, list):
        if not value or not any(_may_be_record(one) for one in value[:50]):
            nested = [one for one in value if isinstance(one, (list, Mapping))] if depth <= _DEEPEST_ENVELOPE else []
            taken = [collect(one, collected, depth + 1) for one in nested]
            return any(taken)
        for one in value:
            collected.add(one)
        return True
    if not isinstance(value, Mapping) or depth > _DEEPEST_ENVELOPE:
        return False
    inside = [one for one in value.values() if isinstance(one, (list, Mapping))]
    if not is_record(value) or _is_envelope(value):
        if _is_keyed(value):
            for key, one in value.items():
                collected.add({"id": key, **one} if isinstance(one, Mapping) else one)
            return True
        taken = [collect(one, collected, depth + 1) for one in inside]
        if any(taken):
            collected.date = collected.date or _date_of(value)
            return True
    if is_record(value):
        collected.add(value)
        return True
    return False


def parse_text(text: str) -> Any:
    """A record that was written as text: JSON, or Python's repr of a dict; the text itself where it is neither."""
    stripped = text.strip()
    if not stripped.startswith(("{", "[")) or len(stripped) > _LONGEST_REPR:
        return text
    try:
        return orjson.loads(stripped)
    except orjson.JSONDecodeError:
        pass
    if _depth(stripped) > _DEEPEST_REPR:
        return text
    try:
        return ast.literal_eval(stripped)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text


def _depth(text: str) -> int:
    depth = deepest = 0
    for char in text:
        if char in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in ")]}":
            depth -= 1
    return deepest


def _may_be_record(one: Any) -> bool:
    return is_record(one) or (isinstance(one, str) and is_record(parse_text(one)))


def _is_keyed(value: Mapping[str, Any]) -> bool:
    """An object whose values are records: keyed by id."""
    records = [is_record(one) for one in value.values()]
    return (
        bool(records)
        and sum(records) * 2 > len(records)
        and (len(records) > 1 or bool(arxiv_number(next(iter(value)))))
    )


def _is_envelope(value: Mapping[str, Any]) -> bool:
    """A feed or a result page that has a title of its own around a list of records."""
    names = ("items", "dailyPapers", "papers", "data", "results", "entries", "articles", "notes", "hit")
    return any(isinstance(value.get(name), list) and any(map(_may_be_record, value[name][:50])) for name in names)


def _date_of(value: Mapping[str, Any]) -> str:
    return next(
        (found for name in ("date", "dateString", "day", "week", "month") if (found := iso_date(value.get(name)))), ""
    )


def _kind(value: Any) -> str:
    kinds: tuple[tuple[type, str], ...] = (
        (str, "a text"),
        (list, "a list"),
        (bool, "true or false"),
        (int, "a number"),
    )
    return next((words for kind, words in kinds if isinstance(value, kind)), "nothing")
