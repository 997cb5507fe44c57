"""The first step of a digest file: unpacked where it is an archive, then read by the reader for its shape."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from components.papers.paper import DigestFile
from components.papers.reading import registry
from components.papers.reading.archives import UnreadableArchive, expand
from components.papers.reading.content import Content
from components.papers.reading.outcome import Reading

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FileReading:
    """What reading made of one file: a reading with papers in it, or the sentence that says why there is none."""

    name: str
    content_hash: str = ""  # SHA-256 of its bytes in hex, "" for an archive that could not be unpacked
    reading: Reading | None = None
    error: str = ""


def read_files(files: Sequence[DigestFile]) -> list[FileReading]:
    """Every file read, in order; an archive counts as the files in it. Never raises for a bad file."""
    file_readings: list[FileReading] = []
    outcomes: dict[str, Reading | str] = {}  # content_hash → the reading or the error: equal files are read once
    for given in files:
        try:
            inside = expand(given)
        except UnreadableArchive as trouble:
            file_readings.append(FileReading(given.name, error=str(trouble)))
            continue
        for file in inside:
            content_hash = hashlib.sha256(file.content).hexdigest()
            if content_hash not in outcomes:
                outcomes[content_hash] = _read(file)
            outcome = outcomes[content_hash]
            if isinstance(outcome, Reading):
                file_readings.append(FileReading(file.name, content_hash, reading=outcome))
            else:
                file_readings.append(FileReading(file.name, content_hash, error=outcome))
    return file_readings


def _read(file: DigestFile) -> Reading | str:
    """The reading of a file, or the sentence that says why there is none."""
    try:
        return registry.read(Content(file.content))
    except registry.UnreadableDigest as trouble:
        return str(trouble)
    except Exception as error:  # a fault of one reader must not cost the visitor the other files
        _log.exception("a reader failed")
        return (
            f"This file could not be read: something in it was not expected ({type(error).__name__}). "
            "Your other files are not affected. Try another form of it, such as the text of the page."
        )
