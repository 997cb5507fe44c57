"""From files to clean records: reading, repairing, refusing what is no abstract, with notes on each.

Not here: which records are one paper (`merging`), nor the table of papers (`table`).
"""

from __future__ import annotations

import calendar
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from components.papers.cleaning import cleaned, one_line
from components.papers.hygiene import boilerplate, repeated_abstracts
from components.papers.identity import arxiv_number, normalised_title
from components.papers.paper import Digest, DigestFile, RawPaper
from components.papers.reading import archives, registry
from components.papers.reading.content import Content
from components.papers.reading.outcome import Reading
from components.papers.report import Note

_MONTHS = "|".join(name.lower() for name in (*calendar.month_name[1:], *calendar.month_abbr[1:]))
_MONTH_BEFORE_DAY = re.compile(rf"\b(?:{_MONTHS})(?= \d{{1,2}}\b)")


@dataclass(frozen=True, slots=True)
class Record:
    """One record of one file with its clean text."""

    file: int  # number of the file it is from
    raw: RawPaper
    title: str
    abstract: str
    arxiv: str  # number without version, "" if unknown
    key: str  # normalised title


@dataclass
class LoadedFile:
    """One file after reading: the digest made of it (papers not yet counted), or the sentence why there is none."""

    name: str
    digest: Digest | None = None
    error: str = ""
    notes: list[Note] = field(default_factory=list)
    records: int = 0
    repaired: int = 0


def load(files: Sequence[DigestFile]) -> tuple[list[LoadedFile], list[Record]]:
    """Every file read, in order, and all records in order of file and position. Never raises for a bad file.

    An archive counts as the files in it.
    """
    loaded: list[LoadedFile] = []
    records: list[Record] = []
    names: dict[str, str] = {}
    for given in files:
        try:
            inside = archives.expand(given)
        except archives.UnreadableArchive as trouble:
            loaded.append(LoadedFile(given.name, error=str(trouble)))
            continue
        for one in inside:
            file = LoadedFile(one.name)
            loaded.append(file)
            records.extend(_load(one, file, len(loaded) - 1, names))
    return loaded, records


def digest_id(file: DigestFile) -> str:
    """The id of the digest a file makes: the slug of its name and six hex digits of its content's SHA-256."""
    return _digest_id(file.name, hashlib.sha256(file.content).hexdigest())


def _digest_id(name: str, content_hash: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", digest_label(name).lower()).strip("-")[:60].strip("-") or "digest"
    return f"{slug}-{content_hash[:6]}"


def _load(given: DigestFile, file: LoadedFile, number: int, names: dict[str, str]) -> list[Record]:
    """The records of one file; its digest or its error is put into `file`."""
    content_hash = hashlib.sha256(given.content).hexdigest()
    if content_hash in names:
        file.error = f"This is the same file as “{names[content_hash]}”, which is loaded already."
        return []
    try:
        reading = registry.read(Content(given.name, given.content))
    except registry.UnreadableDigest as trouble:
        file.error = str(trouble)
        return []
    taken = _records(file, reading, number)
    if not taken:
        file.error = f"This looks like {reading.shape}, but no record in it has a title."
        return []
    names[content_hash] = given.name
    file.digest = Digest(
        _digest_id(given.name, content_hash), digest_label(given.name), given.name, reading.shape, reading.date, 0
    )
    return taken


def digest_label(name: str) -> str:
    """What a person calls a file: "daily-papers-attention-mar-14.txt" is "Attention Mar 14"."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,6}$", "", name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1])
    words = re.sub(r"^daily[-_ ]papers?(?![a-z])", "", stem, flags=re.I).strip("-_ ") or stem
    words = one_line(re.sub(r"(?<!\d)[-_]|[-_](?!\d)", " ", words)) or name
    words = _MONTH_BEFORE_DAY.sub(lambda month: month[0].capitalize(), words)
    return words[:1].upper() + words[1:]


def _records(file: LoadedFile, reading: Reading, number: int) -> list[Record]:
    file.notes.extend(reading.notes)
    records = []
    for raw in reading.papers:
        record = _record(file, raw, number)
        if record is not None:
            records.append(record)
    repeated = repeated_abstracts(
        [one.title for one in records], [one.key for one in records], [one.abstract for one in records]
    )
    for index, count in repeated.items():
        one = records[index]
        sentence = f"The same text stands as the abstract of {count} papers, so it is none: left empty."
        file.notes.append(Note("refused", sentence, one.raw.lines, one.title))
        records[index] = replace(one, abstract="")
    file.records = len(records)
    return records


def _record(file: LoadedFile, raw: RawPaper, number: int) -> Record | None:
    title, abstract = cleaned(raw.title), cleaned(raw.abstract)
    if not title.text:
        file.notes.append(Note("refused", "A record without a title.", raw.lines))
        return None
    text = abstract.text
    if boilerplate(text):
        file.notes.append(Note("refused", f"“{text[:60]}” is no abstract: left empty.", raw.lines, title.text))
        text = ""
    repairs = title.repairs + abstract.repairs
    if repairs:
        file.repaired += 1
        file.notes.append(Note("repaired", _repair_sentence(repairs), raw.lines, title.text))
    arxiv = arxiv_number(raw.arxiv_id) if raw.arxiv_id else ""
    return Record(number, raw, title.text, text, arxiv, normalised_title(title.text))


def _repair_sentence(repairs: tuple[tuple[str, str], ...]) -> str:
    shown = [f"{_shortened(before)} → {_shortened(after) or 'nothing'}" for before, after in dict.fromkeys(repairs)]
    more = f" and {len(shown) - 3} more" if len(shown) > 3 else ""
    return "Repaired: " + ", ".join(shown[:3]) + more + "."


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:30] + "…" + text[-8:]
