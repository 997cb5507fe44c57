"""JSON of the Daily Papers API and everything made from it: arrays, lines, objects keyed by id, Python reprs, CSL.

A file that breaks off or is damaged in the middle is read as far as it goes, and the gaps are reported with their
lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import orjson

from components.papers.reading.content import Content
from components.papers.reading.fields import common_day, resolve_dates
from components.papers.reading.json.collecting import Collected, collect, is_record, parse_text
from components.papers.reading.outcome import Reading, unknown
from components.papers.report import Note

SHAPE = "JSON records of papers"
_START = re.compile(r"\s*(?:[\[{]|\"\{|data\s*[:=])")
_RECORD_START = re.compile(r"\{\s*[\"'](?:paper|id|title|date|_id|arxiv_id|paper_id|url)[\"']\s*:|\"\{'paper'")
_DECODER = json.JSONDecoder(strict=False)
_MOST_FAILURES = 5_000  # in one file, before the rest is given up
_MOST_FAR = 50  # records that break off far from their start: they nest in each other, so they are passed over
_FAR = 5_000  # characters


def recognise(content: Content) -> bool:
    """Starts as JSON does."""
    return bool(_START.match(content.head)) and not content.head.lstrip().startswith("[!")


def read(content: Content) -> Reading:
    """All records; what could not be parsed is reported with its lines."""
    collected = Collected()
    words = ""
    whole = _whole(content)
    if whole is not None:
        collect(whole, collected)
        words = _words(whole)
    elif _is_lines(content):
        _read_lines(content, collected)
        words = "JSON lines"
    else:
        _salvage(content.text, collected)
        words = "damaged JSON"
    papers = resolve_dates(collected.papers)
    return Reading(tuple(papers), collected.date or common_day(papers), tuple(collected.notes), shape=words)


def _whole(content: Content) -> Any:
    """The file as one JSON value, or None where it is none."""
    try:
        return orjson.loads(content.data)
    except orjson.JSONDecodeError:
        pass  # perhaps only for its encoding
    try:
        return orjson.loads(content.text.encode("utf-8", "replace"))
    except orjson.JSONDecodeError:
        pass
    if re.search(r"\b(?:NaN|Infinity)\b", content.head):
        try:
            return json.loads(content.text)
        except (ValueError, RecursionError):
            return None
    return None


def _words(whole: Any) -> str:
    """What the JSON looks like, for the report."""
    first = whole
    if isinstance(whole, Mapping) and "jsonfeed.org" in str(whole.get("version", "")):
        return "JSON Feed"
    if isinstance(whole, list) and whole:
        first = whole[0]
    if isinstance(first, Mapping):
        if "paper" in first or "upvotes" in first or "discussionId" in first:
            return "Daily Papers API JSON"
        if "thumbnailUrl" in first and "source" in first:
            return "Daily Papers search JSON, old form"
        if "issued" in first or "DOI" in first or "container-title" in first:
            return "CSL JSON"
    if isinstance(whole, Mapping) and not is_record(whole):
        listed = next((one for one in whole.values() if isinstance(one, list) and one), None)
        if listed is None:
            return "JSON keyed by id"
        first = listed[0]
    return "JSON of Python records" if isinstance(first, str) else SHAPE


def _is_lines(content: Content) -> bool:
    """Whether every line is a value of its own: judged by the first lines that are not blank."""
    first = [line for line in content.head.split("\n")[:40] if line.strip()][:10]
    complete = [line for line in first if isinstance(parse_text(line.strip().rstrip(",")), Mapping)]
    return bool(complete) and (len(first) == 1 or len(complete) * 2 >= len(first))


def _read_lines(content: Content, collected: Collected) -> None:
    for number, line in enumerate(content.lines, 1):
        if not line.strip():
            continue
        value = parse_text(line.strip().rstrip(","))
        if isinstance(value, list):
            collect(value, collected)
        elif isinstance(value, Mapping):
            collected.add(value, (number, number))
        else:
            collected.notes.append(unknown("This line is not a JSON record.", (number, number)))


def _salvage(text: str, collected: Collected) -> None:
    """Read the records one by one; after damage go on at the next thing that starts like a record."""
    lines = _LineCounter(text)
    position = failures = far = 0
    damaged_from: int | None = None
    while failures < _MOST_FAILURES and (start := _RECORD_START.search(text, position)):
        begin = start.start()
        if damaged_from is None and text[position:begin].strip(' \t\n\r,[]{}:"'):
            damaged_from = position
        try:
            value, end = _DECODER.raw_decode(text, begin)
        except (ValueError, RecursionError) as trouble:
            broke = getattr(trouble, "pos", start.end())
            failures += 1
            far += broke - begin > _FAR or isinstance(trouble, RecursionError)
            damaged_from = begin if damaged_from is None else damaged_from
            position = start.end() if far < _MOST_FAR else max(broke, begin + _FAR)
            continue
        if damaged_from is not None:
            collected.notes.append(_gap(text, damaged_from, begin, lines))
            damaged_from = None
        collected.add(value, lines.range(begin, end))
        position = end
    rest = position if damaged_from is None else damaged_from
    if text[rest:].strip(' \t\n\r,[]{}"'):
        collected.notes.append(_gap(text, rest, len(text), lines))


def _gap(text: str, start: int, end: int, lines: _LineCounter) -> Note:
    words = f"Damaged JSON from “{text[start : start + 40]}” on, {end - start} characters."
    return unknown(words, lines.range(start, end))


class _LineCounter:
    """Line numbers of stretches of a text, asked for from front to back."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at, self._line = 0, 1

    def range(self, start: int, end: int) -> tuple[int, int]:
        """The first and last line of a stretch, from 1."""
        if start < self._at:
            self._at, self._line = 0, 1
        self._line += self._text.count("\n", self._at, start)
        self._at = start
        return self._line, self._line + self._text.count("\n", start, end)
