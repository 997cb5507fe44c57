"""The file of a backup: a zip with the digests and the lines of `workspace.jsonl`; of first releases the lines alone.

Read from a file on the disk, a line and a digest at a time. Nothing that the file states about itself is believed: not
its sizes, not how many parts it has.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import struct
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from components.papers.reading.content import ZIP_ERRORS

FORMAT = "digest-atlas-workspace"
LINES, DIGESTS = "workspace.jsonl", "digests/"
VERSIONS = (1, 2)  # 1: lines alone, digests in them as base64
LONGEST_LINE = 8_000_000  # bytes, of one that holds no digest
_LARGEST_DIRECTORY = 4_000_000  # bytes of a zip's list of its parts
_END, _END_64, _LOCATOR_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"


class BackupError(ValueError):
    """A file that is no backup, or one that cannot be read; the message says why."""


class OddPartError(ValueError):
    """One digest of a backup that cannot be read; the message says why."""


def is_backup(file: IO[bytes]) -> bool:
    """Whether a file says of itself that it is a backup, damaged or not."""
    file.seek(0)
    head = file.read(200)
    if not head.startswith(b"PK"):
        return FORMAT.encode() in head
    try:
        with _opened(file) as archive:
            return LINES in archive.namelist()
    except (BackupError, *ZIP_ERRORS):
        return False


def safe_name(number: int, name: str) -> str:
    """The part of the zip that a digest is in: its number, and its name without what leads elsewhere."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(sign if sign.isprintable() and sign not in '<>:"|?*' else "_" for sign in last).strip(". ")
    return f"{DIGESTS}{number:04} {kept[-100:] or 'digest'}"


class Backup:
    """A backup that is read: its lines, as often as they are asked for, and its digests."""

    def __init__(self, file: IO[bytes], longest_digest: int) -> None:
        """Raises BackupError for a file that is none. `longest_digest` is how many bytes one digest may have."""
        self._file = file
        self._longest_digest = longest_digest
        file.seek(0)
        self._archive = _opened(file) if file.read(2) == b"PK" else None
        head = next(self._raw_lines(), (1, b""))[1]
        values = _json(head)
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise BackupError("This file is no backup of a workspace: its first line does not say so.")
        if values.get("version") not in VERSIONS:
            raise BackupError(
                f"This backup is of version {values.get('version')}; this program reads up to {VERSIONS[-1]}."
            )

    def lines(self) -> Iterator[tuple[int, Any]]:
        """(number, value) of each line after the first; None for a value that is no JSON."""
        for number, line in self._raw_lines():
            if number > 1 and line.strip():
                yield number, _json(line)

    def digest(self, row: dict[str, Any]) -> bytes:
        """The content of a digest. Raises OddPartError."""
        if "content" in row:
            return self._decoded(row["content"])
        if self._archive is None or not isinstance(row.get("file"), str):
            raise OddPartError("it is not in the backup")
        try:
            part = self._archive.getinfo(row["file"])
            with self._archive.open(part) as opened:
                content = opened.read(self._longest_digest + 1)
                if not opened.read(1):
                    return self._short_enough(content)
        except KeyError as error:
            raise OddPartError("it is not in the backup") from error
        except ZIP_ERRORS as error:
            raise OddPartError("it is damaged") from error
        return self._short_enough(content)

    def _short_enough(self, content: bytes) -> bytes:
        if len(content) > self._longest_digest:
            raise OddPartError(f"it has more than {self._longest_digest / 1e6:g} MB")
        return content

    def _decoded(self, content: object) -> bytes:
        try:
            if not isinstance(content, str):
                raise OddPartError("it is damaged")
            return self._short_enough(base64.b64decode(content, validate=True))
        except (binascii.Error, ValueError) as error:
            if isinstance(error, OddPartError):
                raise
            raise OddPartError("it is damaged") from error

    def _raw_lines(self) -> Iterator[tuple[int, bytes]]:
        """(number, line), a line that is too long as b"?": it is no JSON. Raises BackupError for a damaged zip."""
        longest = LONGEST_LINE
        if self._archive is None:
            longest += self._longest_digest * 4 // 3
            self._file.seek(0)
            yield from _split(self._file, longest)
            return
        try:
            with self._archive.open(LINES) as opened:
                yield from _split(opened, longest)
        except KeyError as error:
            raise BackupError(f"This zip file is no backup of a workspace: it has no {LINES}.") from error
        except ZIP_ERRORS as error:
            if isinstance(error, BackupError):
                raise
            raise BackupError(f"This backup is damaged: its {LINES} cannot be read.") from error


def _split(file: Any, longest: int) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := file.readline(longest + 1):
        number += 1
        if len(line) <= longest or line.endswith(b"\n"):
            yield number, line
            continue
        while line and not line.endswith(b"\n"):  # on to the next one
            line = file.readline(longest)
        yield number, b"?"


def _json(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _opened(file: IO[bytes]) -> zipfile.ZipFile:
    """The zip, unless the list of its parts is too long to be read."""
    if _directory_size(file) > _LARGEST_DIRECTORY:
        raise BackupError("This zip file has more parts than any backup.")
    try:
        return zipfile.ZipFile(file)
    except ZIP_ERRORS as error:
        raise BackupError("This zip file is damaged, or only a part of one. Download the backup again.") from error


def _directory_size(file: IO[bytes]) -> int:
    """How many bytes a zip states for the list of its parts, which `zipfile` reads whole; 0 where it does not say."""
    file.seek(0, 2)
    size = file.tell()
    start = max(0, size - 66_000)
    file.seek(start)
    tail = file.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) < end + 20:
        return 0
    stated = struct.unpack_from("<L", tail, end + 12)[0]
    locator = end - 20
    if locator >= 0 and tail[locator : locator + 4] == _LOCATOR_64:
        where = struct.unpack_from("<Q", tail, locator + 8)[0]
        if where < size:
            file.seek(where)
            record = file.read(56)
            if record[:4] == _END_64 and len(record) == 56:
                stated = max(stated if stated != 0xFFFFFFFF else 0, struct.unpack_from("<Q", record, 40)[0])
    return int(min(stated, size))
