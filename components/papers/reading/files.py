"""The first step of a digest file: unpacked where it is an archive, then read by the reader for its shape."""

from __future__ import annotations

import hashlib
import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

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
    origin: str = ""  # as of its `DigestFile`


@dataclass(frozen=True, slots=True)
class Begun:
    """What is done now: a file is read or, where there is no name and hash, the records of all are merged."""

    name: str
    size: int  # bytes
    content_hash: str
    number: int  # from 1
    of: int  # how many files there are


OnBegin = Callable[[Begun], None]


def read_files(
    files: Sequence[DigestFile], on_begin: OnBegin = lambda _: None, given_up: Mapping[str, str] | None = None
) -> list[FileReading]:
    """Every file read, in order; an archive counts as the files in it. Never raises for a bad file.

    `on_begin` is called before each file and before merging; `given_up` says why files are not to be read, by the
    SHA-256 of their content in hex.
    """
    file_readings: list[FileReading] = []
    outcomes: dict[str, Reading | str] = dict(given_up or {})  # by content: equal files are read once
    for number, given in enumerate(files, 1):
        file = _named(given)
        content_hash = hashlib.sha256(file.content).hexdigest()
        if isinstance(known := outcomes.get(content_hash), str):
            file_readings.append(FileReading(file.name, content_hash, error=known))
            continue
        on_begin(Begun(file.name, len(file.content), content_hash, number, len(files)))
        try:
            inside = expand(file)
        except UnreadableArchive as trouble:
            file_readings.append(FileReading(file.name, error=str(trouble)))
            continue
        except MemoryError:
            file_readings.append(FileReading(file.name, error=_TOO_LARGE))
            continue
        file_readings += [_read_once(_named(one), outcomes) for one in inside]
    on_begin(Begun("", sum(len(file.content) for file in files), "", len(files), len(files)))
    return file_readings


def _named(file: DigestFile) -> DigestFile:
    """The file, its name without half characters, which no message could hold."""
    name = file.name if file.name.isascii() else file.name.encode("utf-8", "replace").decode()
    return file if name == file.name else replace(file, name=name)


def _read_once(file: DigestFile, outcomes: dict[str, Reading | str]) -> FileReading:
    content_hash = hashlib.sha256(file.content).hexdigest()
    if content_hash not in outcomes:
        outcomes[content_hash] = _read(file)
    outcome = outcomes[content_hash]
    if isinstance(outcome, Reading):
        return FileReading(file.name, content_hash, reading=outcome, origin=file.origin)
    return FileReading(file.name, content_hash, error=outcome)


_TOO_LARGE = "Reading this file takes more memory than one file may take. Split it, or give it in another form."


def _read(file: DigestFile) -> Reading | str:
    """The reading of a file, or the sentence that says why there is none."""
    try:
        return registry.read(Content(file.content))
    except registry.UnreadableDigest as trouble:
        return str(trouble)
    except MemoryError:
        return _TOO_LARGE
    except Exception as error:  # a fault of one reader must not cost the visitor the other files
        where = "".join(traceback.format_tb(error.__traceback__)[-4:])  # the message may hold the whole file
        _log.error("a reader failed: %s\n%s", type(error).__name__, where)
        return (
            f"This file could not be read: something in it was not expected ({type(error).__name__}). "
            "Your other files are not affected. Try another form of it, such as the text of the page."
        )
