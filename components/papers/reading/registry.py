"""Which reader a file is for: decided by looking at the content, never at the name.

Readers stand in order, the most specific first; the next one is asked where one finds no paper. Not here: any shape.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from components.papers.reading.bibliographies import bibliography
from components.papers.reading.content import Content
from components.papers.reading.feeds_and_mail import arxiv_mail, feed, mail
from components.papers.reading.html import saved_page
from components.papers.reading.json import json_text, yaml_text
from components.papers.reading.markdown import crawler_markdown, markdown_table, newsletter
from components.papers.reading.outcome import Reading
from components.papers.reading.tables import table_text
from components.papers.reading.text import arxiv_listing, browser_copy, main_text, numbered_links, trending


class UnreadableDigest(ValueError):  # noqa: N818 - the sentence is for people, as the name should be
    """No reader found a paper; the message says what was seen and what to do."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One shape: what it is called, how it is recognised (cheaply, in the head), how it is read."""

    shape: str
    recognise: Callable[[Content], bool]
    read: Callable[[Content], Reading]


def _found(content: Content) -> Reading:
    """What is in the body of a mail or the text of a page; nothing where nothing is recognised."""
    return next((reading for _, reading in _readings(content, INNER_READERS) if reading.papers), Reading())


INNER_READERS: tuple[Reader, ...] = (
    Reader(json_text.SHAPE, json_text.recognise, json_text.read),
    Reader(bibliography.RIS, bibliography.recognises_ris, bibliography.read_ris),
    Reader(bibliography.BIBTEX, bibliography.recognises_bibtex, bibliography.read_bibtex),
    Reader(arxiv_mail.SHAPE, arxiv_mail.recognise, arxiv_mail.read),
    Reader(arxiv_listing.SHAPE, arxiv_listing.recognise, arxiv_listing.read),
    Reader(trending.SHAPE, trending.recognise, trending.read),
    Reader(numbered_links.SHAPE, numbered_links.recognise, numbered_links.read),
    Reader(crawler_markdown.SHAPE, crawler_markdown.recognise, crawler_markdown.read),
    Reader(browser_copy.SHAPE, browser_copy.recognise, browser_copy.read),
    Reader(markdown_table.SHAPE, markdown_table.recognise, markdown_table.read),
    Reader(table_text.SHAPE, table_text.recognise, table_text.read),
    Reader(yaml_text.SHAPE, yaml_text.recognise, yaml_text.read),
    Reader(newsletter.SHAPE, newsletter.recognise, newsletter.read),
    Reader(main_text.SHAPE, main_text.recognise, main_text.read),
)
READERS: tuple[Reader, ...] = (
    Reader(feed.SHAPE, feed.recognise, feed.read),
    Reader(saved_page.SHAPE, saved_page.recognise, partial(saved_page.read, read_text=_found)),
    *INNER_READERS[:5],
    Reader(mail.SHAPE, mail.recognise, partial(mail.read, read_body=lambda body: _in_mail(body))),
    *INNER_READERS[5:],
)
_SPREADSHEET = Reader(table_text.SPREADSHEET, lambda _: True, table_text.read_spreadsheet)
_ADVICE = "Give the text, HTML, JSON, feed, mail, table or bibliography of a digest."


def read(content: Content) -> Reading:
    """The reading of the first reader that recognises the content and finds a paper in it.

    Raises UnreadableDigest with a sentence where none does.
    """
    if not content.data.strip():
        raise UnreadableDigest("The file is empty. " + _ADVICE)
    readers = READERS
    if table_text.is_spreadsheet(content.data):
        readers = (_SPREADSHEET,)
    elif content.binary:
        raise UnreadableDigest(f"This is {content.binary}, not a digest in text form. {_ADVICE}")
    tried: list[tuple[str, Reading]] = []
    for shape, reading in _readings(content, readers):
        if reading.papers:
            return reading if reading.shape else replace(reading, shape=shape)
        tried.append((shape, reading))
    if tried:
        shape, reading = tried[0]
        why = next((f" {note.sentence}" for note in reading.notes), "")
        raise UnreadableDigest(f"This looks like {reading.shape or shape}, but no paper is in it.{why}")
    raise UnreadableDigest("No paper was found in this text: it has none of the shapes a digest comes in. " + _ADVICE)


def _readings(content: Content, readers: tuple[Reader, ...]) -> list[tuple[str, Reading]]:
    """The readings of all readers that recognise the content, up to the first with a paper in it."""
    found = []
    for reader in readers:
        if reader.recognise(content):
            reading = reader.read(content)
            found.append((reader.shape, reading if reading.shape else replace(reading, shape=reader.shape)))
            if reading.papers:
                break
    return found


def _in_mail(body: Content) -> Reading:
    """A mail's body: HTML or any text shape, but no mail again."""
    if saved_page.recognise(body):
        return saved_page.read(body, read_text=_found)
    return _found(body)
