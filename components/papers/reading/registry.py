"""Which reader reads a file: decided by what is in it, never by its name.

`read` asks the readers in order, the most specific first: the first that recognises the content and finds a paper in it
reads it.

To add a reader, write one module in the folder of what the shape is written in (`text`, `json`, `tables`, …) with:

- `SHAPE`: what the shape is called in a report, as in "This looks like BibTeX";
- `recognise(content)`: whether the content may have the shape. Cheap, so from `content.head`, and strict enough to
  leave other shapes alone;
- `read(content)`: its papers, the date, notes on what could not be used, and the lines that belong to the page, as a
  `Reading`. It never raises for damaged content. `fields.paper_of` makes papers of named fields, `leftovers` reports
  the lines that no paper uses, `dates` reads dates.

Then put the module into `TEXT_READERS`, before every reader that would recognise the same content, and a writer of the
shape into `SHAPES` of `tests/papers/reading/made_shapes.py`: it is then read back, damaged and mixed with all others.
A shape of lines also goes into `OF_LINES` of `mutated.py`, which checks that every line is accounted for.

Shapes that are written alike are asked together by `BestOf`, and the one that finds most papers counts.

A shape that wraps texts of other shapes (a mail, an HTML page) is a container: a module with `SHAPE`, `recognise` and
`unwrap(content)`, put into `READERS` by `Inside` with the readers for what it wraps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from components.papers.cleaning.plausible import is_link_label
from components.papers.identity import arxiv_number, arxiv_numbers_in_addresses
from components.papers.reading import refusals
from components.papers.reading.accounting import account
from components.papers.reading.bibliographies import bibtex, ris, xml_records
from components.papers.reading.bibliographies.tagged import medline, refer, web_of_science
from components.papers.reading.content import Content, Unwrapped
from components.papers.reading.feeds_and_mail import arxiv_mail, feed, mail
from components.papers.reading.html import exported_page, listed_papers, page_text, saved_page
from components.papers.reading.json import json_text, text_in_json, yaml_text
from components.papers.reading.markdown import (
    crawler_markdown,
    exported_markdown,
    markdown_table,
    newsletter,
    note,
    paper_list,
)
from components.papers.reading.outcome import Reading, with_folded_notes, without_half_characters, without_lines
from components.papers.reading.tables import separated, spreadsheet
from components.papers.reading.text import arxiv_listing, browser_copy, main_text, numbered_links, paper_page, trending


class UnreadableDigest(ValueError):  # noqa: N818 - the sentence is for people, as the name should be
    """No reader found a paper; the message says what was seen and what to do."""


class Reader(Protocol):
    """One shape: a module with these three names."""

    SHAPE: str

    def recognise(self, content: Content) -> bool:
        """Whether the content may have this shape."""

    def read(self, content: Content) -> Reading:
        """What is in it; without papers where it has another shape after all."""


class Container(Protocol):
    """One shape that wraps others: a module with these three names."""

    SHAPE: str

    def recognise(self, content: Content) -> bool:
        """Whether the content may have this shape."""

    def unwrap(self, content: Content) -> Unwrapped:
        """The texts inside."""


class Inside:
    """The reader of a container: each text inside is read by its own readers, and the one with most papers counts."""

    def __init__(self, container: Container, readers_of: Callable[[Content], Sequence[Reader]]) -> None:
        self.SHAPE = container.SHAPE
        self.recognise = container.recognise
        self._unwrap = container.unwrap
        self._readers_of = readers_of

    def read(self, content: Content) -> Reading:
        """The best reading of the texts inside; its lines are not the file's."""
        unwrapped = self._unwrap(content)
        readings = [
            reading
            for inner in unwrapped.contents
            for reading in _readings(inner, self._readers_of(inner))
            if reading.papers or reading.conclusive
        ]
        refusal = next((reading for reading in readings if reading.conclusive and not reading.papers), None)
        if refusal is not None or not readings:
            return refusal or Reading()
        best = max(readings, key=lambda one: (len(one.papers), sum(bool(paper.abstract) for paper in one.papers)))
        return without_lines(best, f"{self.SHAPE} with {best.shape}", best.date or unwrapped.date)


class BestOf:
    """Readers of shapes that are written alike: of those that recognise a content, the one that finds most papers."""

    def __init__(self, *readers: Reader, when: Sequence[Reader] = ()) -> None:
        self.SHAPE = readers[0].SHAPE
        self._readers = readers
        self._when = when or readers

    def recognise(self, content: Content) -> bool:
        """Whether one of the readers that decide recognises the content."""
        return any(reader.recognise(content) for reader in self._when)

    def read(self, content: Content) -> Reading:
        """The reading with most papers; of two with as many, that of the reader named first."""
        readings: list[Reading] = []
        numbers = arxiv_numbers_in_addresses(content.text)
        for reader in self._readers:
            if reader.recognise(content):
                reading = reader.read(content)
                readings.append(replace(reading, shape=reading.shape or reader.SHAPE))
                if numbers and numbers <= {arxiv_number(paper.arxiv_id) for paper in reading.papers}:
                    break  # it has all there are
        return max(readings, key=_papers_in) if readings else Reading()


def _papers_in(reading: Reading) -> tuple[int, int]:
    """How many different papers with a title that may be one a reading has, and how many arXiv numbers."""
    plausible = (paper for paper in reading.papers if not is_link_label(paper.title))
    found = {(paper.arxiv_id, "" if paper.arxiv_id else paper.title) for paper in plausible}
    return len(found), sum(bool(number) for number, _ in found)


TEXT_READERS: tuple[Reader, ...] = (
    exported_markdown,
    Inside(text_in_json, lambda _: (paper_list,)),
    json_text,
    ris,
    medline,
    refer,
    web_of_science,
    bibtex,
    arxiv_mail,
    arxiv_listing,
    trending,
    numbered_links,
    crawler_markdown,
    browser_copy,
    note,
    paper_page,
    BestOf(markdown_table, newsletter, paper_list, when=(markdown_table,)),
    separated,
    yaml_text,
    BestOf(newsletter, paper_list),
    main_text,
)
HTML_READERS: tuple[Reader, ...] = (exported_page, saved_page, listed_papers, Inside(page_text, lambda _: TEXT_READERS))
_BEFORE_MAIL = TEXT_READERS.index(trending)  # what names arXiv's entries is read as such, with or without mail headers
READERS: tuple[Reader, ...] = (
    xml_records,
    feed,
    *HTML_READERS,
    *TEXT_READERS[:_BEFORE_MAIL],
    Inside(mail, lambda body: HTML_READERS if saved_page.recognise(body) else TEXT_READERS),
    *TEXT_READERS[_BEFORE_MAIL:],
)
# Where two digests have the same paper, these are believed rather than a reading of prose.
_BIBLIOGRAPHIES: tuple[Reader, ...] = (ris, medline, refer, web_of_science, xml_records, bibtex)
_OF_NAMED_FIELDS: frozenset[object] = frozenset(
    (*_BIBLIOGRAPHIES, feed, saved_page, json_text, arxiv_mail, arxiv_listing, separated, yaml_text, spreadsheet)
)


def read(content: Content) -> Reading:
    """The reading of the first reader that recognises the content and finds a paper in it.

    Raises UnreadableDigest with a sentence where none does.
    """
    if not content.data.strip():
        raise UnreadableDigest("The file is empty. " + refusals.ADVICE)
    if content.is_spreadsheet:
        readings = _readings(content, (spreadsheet,))
    elif content.binary:
        raise UnreadableDigest(refusals.of_binary(content))
    else:
        readings = _readings(content, READERS)
    if not any(reading.papers or reading.conclusive for reading in readings) and (why := refusals.of_text(content)):
        raise UnreadableDigest(why)
    if not readings:
        raise UnreadableDigest(
            "No paper was found in this text: it has none of the shapes a digest comes in. " + refusals.ADVICE
        )
    if readings[-1].conclusive and not readings[-1].papers:
        raise UnreadableDigest(readings[-1].notes[0].sentence)
    if not readings[-1].papers:
        first = readings[0]
        why = next((f" {note.sentence}" for note in first.notes), "")
        raise UnreadableDigest(f"This looks like {first.shape}, but no paper is in it.{why}")
    reading = account(readings[-1], content)
    if not reading.papers:
        raise UnreadableDigest(f"This looks like {reading.shape}, but no paper is in it. {reading.notes[0].sentence}")
    return with_folded_notes(without_half_characters(reading))


def _readings(content: Content, readers: Sequence[Reader]) -> list[Reading]:
    """The readings of all readers that recognise the content, up to the first with a paper in it."""
    readings = []
    for reader in readers:
        if reader.recognise(content):
            reading = reader.read(content)
            named = reading.structured or reader in _OF_NAMED_FIELDS
            readings.append(replace(reading, shape=reading.shape or reader.SHAPE, structured=named))
            if reading.papers or reading.conclusive:
                break
    return readings
