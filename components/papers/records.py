"""From readings to clean records: text is repaired, what is no abstract is refused, every change is noted."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import replace

from components.papers.cleaning.false_abstracts import is_boilerplate, repeated_abstracts
from components.papers.cleaning.plausible import is_link_label, may_be_abstract
from components.papers.cleaning.text import clean_with_repairs, one_line
from components.papers.identity import arxiv_number, normalised_title
from components.papers.paper import LoadedFile, RawPaper, Record
from components.papers.reading.files import FileReading
from components.papers.report import Note

MOST_RECORDS = 70_000  # of one file
_MONTHS = "|".join(name.lower() for name in (*calendar.month_name[1:], *calendar.month_abbr[1:]))
_MONTH_BEFORE_DAY = re.compile(rf"\b(?:{_MONTHS})(?= \d{{1,2}}\b)")


def load_files(file_readings: Sequence[FileReading]) -> list[LoadedFile]:
    """Every file with its clean records, numbered across all files; a file that is there already gets an error."""
    loaded_files: list[LoadedFile] = []
    names: dict[str, str] = {}  # SHA-256 of a file's content → the name it was first loaded under
    first_number = 0
    for file_reading in file_readings:
        loaded_file = _load(file_reading, len(loaded_files), first_number, names)
        if loaded_file.records:
            names[file_reading.content_hash] = file_reading.name
        loaded_files.append(loaded_file)
        first_number += len(loaded_file.records)
    return loaded_files


def _load(file_reading: FileReading, file_number: int, first_number: int, names: dict[str, str]) -> LoadedFile:
    name, content_hash, reading = file_reading.name, file_reading.content_hash, file_reading.reading
    if content_hash in names:
        error = f"This is the same file as “{names[content_hash]}”, which is loaded already."
        return LoadedFile(name, error=error)
    if reading is None:
        return LoadedFile(name, error=file_reading.error, content_hash=content_hash)
    notes = list(reading.notes)
    records: list[Record] = []
    repaired = 0
    for raw in reading.papers[:MOST_RECORDS]:
        record, record_notes = _clean(raw, first_number + len(records), file_number, reading.structured)
        notes.extend(record_notes)
        if record is not None:
            records.append(record)
            repaired += any(note.kind == "repaired" for note in record_notes)
    if len(reading.papers) > MOST_RECORDS:
        sentence = (
            f"One digest may have {MOST_RECORDS:,} papers; {len(reading.papers) - MOST_RECORDS:,} more are left out."
        )
        notes.append(Note("refused", sentence, reading.papers[MOST_RECORDS].lines))
    for place, count in repeated_abstracts(records).items():
        record = records[place]
        sentence = f"The same text stands as the abstract of {count} papers, so it is none: left empty."
        notes.append(Note("refused", sentence, record.raw.lines, record.title))
        records[place] = replace(record, abstract="")
    if not records:
        error = f"This looks like {reading.shape}, but no record in it has a title."
        return LoadedFile(name, notes=tuple(notes), error=error, content_hash=content_hash)
    return LoadedFile(
        name=name,
        digest_id=_digest_id(name, file_reading.origin or content_hash),
        label=digest_label(name),
        shape=reading.shape,
        date=reading.date,
        records=tuple(records),
        repaired=repaired,
        notes=tuple(notes),
        content_hash=content_hash,
        missed=reading.missed,
    )


def _clean(raw: RawPaper, number: int, file_number: int, structured: bool) -> tuple[Record | None, list[Note]]:
    """The record of a raw paper, None where it has no title, with notes on what was refused and repaired."""
    title, abstract = clean_with_repairs(raw.title), clean_with_repairs(raw.abstract)
    if not any(map(str.isalnum, title.text)):
        return None, [Note("refused", "A record without a title.", raw.lines)]
    notes = []
    text = abstract.text
    if is_link_label(title.text) and not (structured and (text or raw.authors)):
        return None, [Note("refused", f"“{title.text[:60]}” is what a link or a date is called, no title.", raw.lines)]
    if text and not structured and not may_be_abstract(text):
        sentence = "What stands under it is a table or a list of papers, no abstract: left empty."
        notes.append(Note("refused", sentence, raw.lines, title.text))
        text = ""
    if is_boilerplate(text):
        notes.append(Note("refused", f"“{text[:60]}” is no abstract: left empty.", raw.lines, title.text))
        text = ""
    repairs = title.repairs + abstract.repairs
    if repairs:
        notes.append(Note("repaired", _repair_sentence(repairs), raw.lines, title.text))
    main_title, colon, _ = title.text.partition(":")
    record = Record(
        number=number,
        file_number=file_number,
        raw=raw,
        title=title.text,
        abstract=text,
        arxiv_number=arxiv_number(raw.arxiv_id) if raw.arxiv_id else "",
        title_key=normalised_title(title.text),
        main_title_key=normalised_title(main_title) if colon else "",
        structured=structured,
    )
    return record, notes


def digest_label(name: str) -> str:
    """What people call a file: "daily-papers-attention-mar-14.txt" is "Attention Mar 14"."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,6}$", "", name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1])
    words = re.sub(r"^daily[-_ ]papers?(?![a-z])", "", stem, flags=re.I).strip("-_ ") or stem
    words = one_line(re.sub(r"(?<!\d)[-_]|[-_](?!\d)", " ", words)) or name
    words = _MONTH_BEFORE_DAY.sub(lambda month: month[0].capitalize(), words)
    return words[:1].upper() + words[1:]


def digest_mark(digest_id: str) -> str:
    """What a digest's id ends with: six hex digits of the SHA-256 that its content first had."""
    return digest_id.rpartition("-")[2]


def _digest_id(name: str, origin: str) -> str:
    label = digest_label(name).lower()
    slugs = (re.sub(signs, "-", label).strip("-")[:60].strip("-") for signs in (r"[^a-z0-9]+", r"[\W_]+"))
    return f"{next(filter(None, slugs), 'digest')}-{origin[:6]}"


def _repair_sentence(repairs: tuple[tuple[str, str], ...]) -> str:
    shown = [f"{_shortened(before)} → {_shortened(after) or 'nothing'}" for before, after in dict.fromkeys(repairs)]
    more = f" and {len(shown) - 3} more" if len(shown) > 3 else ""
    return "Repaired: " + ", ".join(shown[:3]) + more + "."


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:30] + "…" + text[-8:]
