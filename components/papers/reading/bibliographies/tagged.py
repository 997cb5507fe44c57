"""Bibliographies of tagged lines beside RIS: PubMed's .nbib (MEDLINE), EndNote's .enw (refer) and Web of Science.

Each line opens with a tag, a field may go on over further lines, and a record begins or ends at one tag. Sources:
https://www.nlm.nih.gov/bsd/mms/medlineelements.html, EndNote's "Refer/BibIX" import filter, and Clarivate's
"Web of Science Core Collection field tags".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from components.papers.cleaning.names import given_name_first
from components.papers.identity import doi_in
from components.papers.paper import RawPaper
from components.papers.reading.content import Content
from components.papers.reading.fields import paper_of
from components.papers.reading.leftovers import report_leftovers
from components.papers.reading.outcome import LineRange, Reading, refused
from components.papers.report import Note

Fields = dict[str, list[str]]  # tag → its values, one for each time it stands there


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one of the formats writes a record."""

    shape: str
    recognised: re.Pattern[str]  # in the head of a file of this dialect
    line: re.Pattern[str]  # "tag" and "value"
    continued: re.Pattern[str]  # opens a line that goes on with the field above
    first_tag: str  # opens a record
    last_tag: str  # a line of its own that ends a record, "" for none
    whole_file: frozenset[str]  # tags that belong to the file, not to a record
    roles: Mapping[str, tuple[str, ...]]  # name for `fields.paper_of` → tags, the best first
    listed: frozenset[str]  # tags whose further lines are further values


MEDLINE = Dialect(
    shape="MEDLINE (.nbib)",
    recognised=re.compile(r"^PMID- ", re.M),
    line=re.compile(r"(?P<tag>[A-Z][A-Z0-9]{1,3}) {0,2}- (?P<value>.*)"),
    continued=re.compile(r" {6}"),
    first_tag="PMID",
    last_tag="",
    whole_file=frozenset(),
    roles={
        "title": ("TI", "BTI", "TT"),
        "abstract": ("AB", "OAB"),
        "authors": ("FAU", "AU", "CN"),
        "published": ("DP", "DEP", "EDAT"),
        "keywords": ("OT", "MH"),
        "doi": ("LID", "AID", "SO"),
        "url": ("URL",),
        "venue": ("JT", "TA"),
        "type": ("PT",),
    },
    listed=frozenset(),
)
REFER = Dialect(
    shape="EndNote (.enw)",
    recognised=re.compile(r"^%0 \S.*\n(?:%. .*\n)*?%[TAD] ", re.M),
    line=re.compile(r"(?P<tag>%[0-9A-Za-z!@#$&()*+<=>?\[\]^_~]) (?P<value>.*)"),
    continued=re.compile(r"(?!%)"),
    first_tag="%0",
    last_tag="",
    whole_file=frozenset(),
    roles={
        "title": ("%T",),
        "abstract": ("%X",),
        "authors": ("%A",),
        "published": ("%8", "%D"),
        "keywords": ("%K",),
        "doi": ("%R",),
        "url": ("%U", "%>"),
        "venue": ("%J", "%B"),
        "type": ("%0",),
    },
    listed=frozenset({"%A", "%K"}),
)
WEB_OF_SCIENCE = Dialect(
    shape="Web of Science",
    recognised=re.compile(r"^(?:FN (?:Clarivate|Thomson|ISI)|PT [A-Z]\n(?:(?:AU|TI|BA|CA|AF) |[A-Z0-9]{2} ))", re.M),
    line=re.compile(r"(?P<tag>[A-Z][A-Z0-9])(?: (?P<value>.*)|$)"),
    continued=re.compile(r" {2,3}"),
    first_tag="PT",
    last_tag="ER",
    whole_file=frozenset({"FN", "VR", "EF"}),
    roles={
        "title": ("TI",),
        "abstract": ("AB",),
        "authors": ("AF", "AU", "CA"),
        "published": ("EA", "PY"),
        "keywords": ("DE", "ID"),
        "doi": ("DI",),
        "url": ("DL",),
        "venue": ("SO", "CT"),
        "type": ("DT",),
    },
    listed=frozenset({"AU", "AF", "CA"}),
)


class Tagged:
    """The reader of one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.SHAPE = dialect.shape
        self._dialect = dialect

    def recognise(self, content: Content) -> bool:
        """Lines that open a record of the dialect, near the start of the file."""
        return bool(self._dialect.recognised.search(content.head[:4_000]))

    def read(self, content: Content) -> Reading:
        """One record after another; what stands outside them and belongs to no file of the kind is reported."""
        papers: list[RawPaper] = []
        notes: list[Note] = []
        records, of_file = _records(self._dialect, content.lines)
        for lines, tagged in records:
            paper = paper_of(_named(self._dialect, tagged), len(papers) + 1, lines)
            if paper is None:
                notes.append(refused("A record without a title.", lines))
            else:
                papers.append(paper)
        more, frame = report_leftovers(content.lines, [lines for lines, _ in records], of_file)
        return Reading(tuple(papers), "", (*notes, *more), frame)


def _records(dialect: Dialect, lines: Sequence[str]) -> tuple[list[tuple[LineRange, Fields]], list[LineRange]]:
    """Each record with its lines, and the lines that belong to the whole file."""
    records: list[tuple[LineRange, Fields]] = []
    of_file: list[LineRange] = []
    first, last, fields, tag = 0, 0, Fields(), ""
    for number, line in enumerate(lines, 1):
        match = dialect.line.match(line)
        if match and match["tag"] in dialect.whole_file:
            of_file.append((number, number))
            tag = ""
            continue
        if match and (match["tag"] == dialect.first_tag or not fields):
            if fields:
                records.append(((first, last), fields))
            first, fields = number, Fields()
        if match and match["tag"] == dialect.last_tag:
            if fields:
                records.append(((first, number), fields))
            fields, tag = Fields(), ""
        elif match:
            tag = match["tag"]
            fields.setdefault(tag, []).append((match["value"] or "").strip())
            last = number
        elif tag and line.strip() and dialect.continued.match(line):
            _continue(fields[tag], line.strip(), tag in dialect.listed)
            last = number
        elif not line.strip() and not dialect.last_tag and dialect.first_tag != "%0":
            tag = ""  # a blank line ends a field of MEDLINE; an abstract of EndNote may have paragraphs
    if fields:
        records.append(((first, last), fields))
    return records, of_file


def _continue(values: list[str], text: str, listed: bool) -> None:
    if listed:
        values.append(text)
    else:
        values[-1] = f"{values[-1]} {text}".strip()


def _named(dialect: Dialect, tagged: Fields) -> dict[str, object]:
    """A record under the names that `fields.paper_of` knows."""
    found = {name: next((tagged[tag] for tag in tags if tag in tagged), []) for name, tags in dialect.roles.items()}
    record: dict[str, object] = {name: " ".join(found[name]) for name in ("title", "abstract")}
    if dialect is MEDLINE:
        record["title"] = str(record["title"]).removesuffix(".")
    record["authors"] = [given_name_first(name) for name in found["authors"] if name]
    record["published"] = _date(next(iter(found["published"]), ""))
    record["keywords"] = [word.strip(" *") for value in found["keywords"] for word in _split(dialect, value)]
    record["doi"] = next(filter(None, map(_doi, _dois(dialect, tagged))), "")
    record["url"] = [url for url in found["url"] if url.startswith(("http://", "https://"))]
    record["venue"] = " ".join(found["venue"][:1])
    record["type"] = found["type"]
    return record


def _date(text: str) -> str:
    """A date of PubMed, whose year comes first ("2026 Jan 5", "2026 Jan-Feb"), as others write it; others as is."""
    match = re.match(r"((?:19|20)\d{2}) ([A-Z][a-z]{2})(?:-[A-Z][a-z]{2})?(?: (\d{1,2}))?", text)
    return f"{match[3] or ''} {match[2]} {match[1]}".strip() if match else text


def _split(dialect: Dialect, value: str) -> Iterator[str]:
    separator = ";" if dialect is WEB_OF_SCIENCE else "\n"
    yield from filter(None, (word.strip() for word in value.split(separator)))


def _dois(dialect: Dialect, tagged: Fields) -> Iterator[str]:
    """Every value that may hold a DOI; MEDLINE writes "10.1000/x [doi]" among other numbers of a paper."""
    for tag in dialect.roles["doi"]:
        yield from tagged.get(tag, ())


def _doi(value: str) -> str:
    """A DOI or an arXiv number written as one, as text; "" for other numbers."""
    text = value.removesuffix("[doi]").strip()
    known = doi_in(text)
    return known or (text if re.match(r"(?:https?://doi\.org/)?10\.48550/arxiv", text, re.I) else "")


medline, refer, web_of_science = map(Tagged, (MEDLINE, REFER, WEB_OF_SCIENCE))
