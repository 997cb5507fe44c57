"""Which reader a file is for: decided by looking at the content, never at the name.

Readers stand in order, the most specific first. Not here: any shape.
"""

from __future__ import annotations

from typing import Protocol

from components.papers.reading import main_text
from components.papers.reading.content import Content
from components.papers.reading.outcome import Reading


class Reader(Protocol):
    """A module that reads one shape."""

    SHAPE: str

    def recognise(self, content: Content) -> bool:
        """Whether the content has this shape; cheap, looks at the head only where it can."""

    def read(self, content: Content) -> Reading:
        """The records in the content."""


class UnreadableDigest(ValueError):  # noqa: N818 - the sentence is for people, as the name should be
    """No reader found a paper; the message says what was seen and what to do."""


READERS: tuple[Reader, ...] = (main_text,)

_ADVICE = "Give the text, HTML, JSON, feed, mail, table or bibliography of a digest."


def read(content: Content) -> Reading:
    """The reading of the first reader that recognises the content and finds a paper in it.

    Raises UnreadableDigest with a sentence where none does.
    """
    if not content.data.strip():
        raise UnreadableDigest("The file is empty. " + _ADVICE)
    if content.binary:
        raise UnreadableDigest(f"This is {content.binary}, not a digest in text form. {_ADVICE}")
    tried: list[str] = []
    for reader in READERS:
        if not reader.recognise(content):
            continue
        reading = reader.read(content)
        if reading.papers:
            return reading if reading.shape else _named(reading, reader.SHAPE)
        tried.append(reader.SHAPE)
    if tried:
        raise UnreadableDigest(f"This looks like {tried[0]}, but no paper is in it.")
    raise UnreadableDigest("No paper was found in this text: it has none of the shapes a digest comes in. " + _ADVICE)


def _named(reading: Reading, shape: str) -> Reading:
    return Reading(reading.papers, reading.date, reading.notes, reading.frame, shape)
