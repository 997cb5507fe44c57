"""A file's bytes seen as text and lines, decoded once for all readers.

Decoding never fails; `binary` says what a file is that holds no text.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a sound file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
)
# What zipfile raises on damaged, locked and unusual archives; its documentation names only the first. RuntimeError asks
# for a password, or says by a subclass that Python does not know the compression.
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)
_HEAD = 65_536
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})
_QUOTE = re.compile(r"^(?:> ?)+", re.M)
_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(frozen=True)
class Content:
    """The bytes of one file, without its name: the name never decides how a file is read."""

    data: bytes

    @classmethod
    def of_text(cls, text: str) -> Content:
        """The content of a file that holds this text."""
        return cls(text.encode("utf-8", "replace"))

    @cached_property
    def binary(self) -> str:
        """What kind of non-text this is, in words ("a PDF file"), or "" for text."""
        for magic, words in _MAGIC:
            if self.data.startswith(magic):
                return words
        head = self.data[:_HEAD]
        if any(head.startswith(mark) for mark, _ in _BYTE_ORDER_MARKS) or _utf16_without_mark(head):
            return ""
        controls = len(head) - len(head.translate(None, _CONTROL))
        return "a binary file" if controls * 20 > len(head) else ""

    @cached_property
    def is_archive(self) -> bool:
        """Whether this is a zip archive of files, not a spreadsheet."""
        return self.data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not self.is_spreadsheet

    @cached_property
    def is_spreadsheet(self) -> bool:
        """Whether this is an XLSX file, by what is inside."""
        if not self.data.startswith(b"PK\x03\x04"):
            return False
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                return "xl/workbook.xml" in archive.namelist()
        except ZIP_ERRORS:
            return False

    @cached_property
    def text(self) -> str:
        """The whole file as text, without byte order mark, with `\\n` for every line break."""
        text = _decoded(self.data)
        if "\r" in text or "\x85" in text or "\u2028" in text or "\u2029" in text:
            text = _LINE_BREAK.sub("\n", text)
        return _unquoted(text)

    @cached_property
    def head(self) -> str:
        """The first characters, for recognising: cheap even where the file is large."""
        marks = (b">", *(mark for mark, _ in _BYTE_ORDER_MARKS))
        if len(self.data) > 8 * _HEAD and not self.data.startswith(marks):
            start = self.data[: 4 * _HEAD]
            try:
                return _LINE_BREAK.sub("\n", start[: start.rfind(b"\n") + 1 or None].decode("ascii"))[:_HEAD]
            except UnicodeDecodeError:
                pass
        return self.text[:_HEAD]

    @cached_property
    def html_root(self) -> Any:
        """The root element of the text parsed as HTML, which several readers look at; None where nothing is parsed."""
        from components.papers.reading.html.markup_text import parse_html  # brings lxml, which few files need

        return parse_html(self.text)

    @cached_property
    def lines(self) -> list[str]:
        """The lines, without their line breaks."""
        return self.text.split("\n")


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """What is inside a container (a mail, an HTML page): its texts, each to be read like a file of its own."""

    contents: tuple[Content, ...] = ()
    date: str = ""  # the container's own date, used where no text has one


def _unquoted(text: str) -> str:
    """The text without the ">" that a reply sets before every line; as it is where one line goes without."""
    if not text.startswith(">") or any(line and line[0] != ">" for line in text.split("\n")):
        return text
    return _QUOTE.sub("", text)


def _utf16_without_mark(head: bytes) -> str:
    """The UTF-16 byte order of text that is mostly ASCII and has no mark, or ""."""
    even, odd = head[0::2], head[1::2]
    if len(odd) < 4:
        return ""
    if odd.count(0) * 10 > len(odd) * 6 and even.count(0) * 10 < len(even):
        return "utf-16-le"
    if even.count(0) * 10 > len(even) * 6 and odd.count(0) * 10 < len(odd):
        return "utf-16-be"
    return ""


def _decoded(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").lstrip("\ufeff")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    utf16 = _utf16_without_mark(data[:_HEAD])
    if utf16:
        return data.decode(utf16, "replace")
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    intact = len(text) - len(text.encode("ascii", "ignore")) - damaged
    if damaged <= intact or damaged * 1000 < len(text):  # UTF-8 with a few broken bytes
        return text
    return data.decode(_guessed_encoding(data), "replace")


def _guessed_encoding(data: bytes) -> str:
    from charset_normalizer import from_bytes  # slow to import and rarely needed

    best = from_bytes(data[:_HEAD]).best()
    return best.encoding if best is not None else "cp1252"
