"""Notes on papers with front matter (Obsidian, Hugo, Quarto) or properties (Logseq): a paper a note.

Several notes may stand in one text, parted by a form feed: so `archives` joins a folder of them. What is no field and
no abstract is the own text of whoever wrote it, kept as a remark.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from components.papers.cleaning.plausible import may_be_title
from components.papers.identity import arxiv_numbers_in_addresses
from components.papers.paper import RawPaper
from components.papers.reading.content import Content
from components.papers.reading.fields import paper_of, role_of
from components.papers.reading.markdown.entry_heads import has_paper_address, shown_words
from components.papers.reading.outcome import Reading, refused

SHAPE = "notes on papers"
PARTED = "\f\n"

_MATTER = re.compile(r"\s*(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|$)", re.S)
_PROPERTIES = re.compile(r"\s*(?:- )?((?:[ \t]*[\w-]{1,40}:: .*\n?){2,})")
_HEADING = re.compile(r"^#{1,6}[ \t]+(\S.*)$", re.M)
_CALLOUT = re.compile(r"^>[ \t]*\[!(?:abstract|summary|tldr|info)\][^\n]*\n((?:>.*(?:\n|$))+)", re.M | re.I)
_ABSTRACT = re.compile(
    r"^(?:#{1,6}[ \t]+|\*\*)?Abstract(?:\*\*)?[ \t]*:?[ \t]*\n?(.*?)(?=^#{1,6}[ \t]|^\*\*[A-Z]|\Z)", re.M | re.S | re.I
)
_WIKI = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_MARKS = re.compile(r"^[>#*\-\s]+", re.M)
_LONGEST_MATTER = 20_000  # characters
_LONGEST_REMARK = 2_000
_MOST_NUMBERS = 3  # arXiv numbers in one note: more make it a digest
_OF_PAPERS = frozenset({"authors", "abstract"})


def recognise(content: Content) -> bool:
    """Front matter or properties with a paper's fields."""
    matter, _ = _parted(content.head.split(PARTED)[0])
    return _of_paper(matter)


def read(content: Content) -> Reading:
    """One record a note; none where the text below is a digest."""
    papers: list[RawPaper] = []
    notes = []
    line = 1
    for text in content.text.split(PARTED):
        last = line + text.count("\n")
        matter, body = _parted(text)
        paper = _paper(matter, body, len(papers) + 1, (line, last)) if _of_paper(matter) else None
        if paper is not None:
            papers.append(paper)
        elif papers or PARTED in content.text:
            notes.append(refused("A note without a paper's title.", (line, last)))
        line = last + PARTED.count("\n")
    return Reading(tuple(papers), "", tuple(notes))


def _parted(text: str) -> tuple[Mapping[str, Any], str]:
    """The fields above a note and its text."""
    found = _MATTER.match(text)
    if found and len(found[2]) <= _LONGEST_MATTER:
        return _fields(found[1], found[2]), text[found.end() :]
    found = _PROPERTIES.match(text)
    if found:
        pairs = (line.strip(" -\t").split(":: ", 1) for line in found[1].split("\n") if ":: " in line)
        return {name.strip(): value.strip() for name, value in pairs}, text[found.end() :]
    return {}, text


def _fields(fence: str, matter: str) -> Mapping[str, Any]:
    import tomllib

    import yaml

    try:
        if fence == "+++":
            return tomllib.loads(matter)
        if re.search(r"(?:^|\s)[&*]\w", matter) and any(
            isinstance(event, yaml.AliasEvent) for event in yaml.parse(matter, Loader=yaml.SafeLoader)
        ):
            return {}
        value = yaml.load(matter, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (tomllib.TOMLDecodeError, yaml.YAMLError, ValueError, TypeError, RecursionError):
        return {}
    return value if isinstance(value, Mapping) else {}


def _of_paper(matter: Mapping[str, Any]) -> bool:
    """Whether fields are a paper's: they name its authors or abstract, or lead to it."""
    named = {role_of(name): value for name, value in matter.items() if isinstance(name, str) and value}
    own = "citekey" in {str(name).lower() for name in matter}
    leads = any(isinstance(one, str) and has_paper_address(one) for one in matter.values())
    number = any(
        role_of(str(name)) == "id"
        and re.fullmatch(r"(?:arxiv:)?\d{4}\.\d{4,5}(?:v\d+)?|10\.\d{4,}/\S+", str(one), re.I)
        for name, one in matter.items()
    )
    return ((own or leads or number) and ("title" in named or bool(_OF_PAPERS & named.keys()) or own)) or (
        "title" in named
        and "authors" in named
        and bool({"abstract", "venue", "year", "published", "keywords"} & named.keys())
    )


def _paper(matter: Mapping[str, Any], body: str, place: int, lines: tuple[int, int]) -> RawPaper | None:
    if len(arxiv_numbers_in_addresses(body)) > _MOST_NUMBERS:
        return None
    record: dict[str, Any] = {
        str(name): _plain(value) for name, value in matter.items() if role_of(str(name)) != "status"
    }
    heading = _HEADING.search(body)
    if not any(role_of(name) == "title" for name in record) and heading:
        record["title"] = shown_words(heading[1])
    if not may_be_title(str(record.get("title", record.get("Title", "x y"))), 1):
        return None
    if not any(role_of(name) == "abstract" and value for name, value in record.items()):
        found = _CALLOUT.search(body) or _ABSTRACT.search(body)
        if found:
            record["abstract"] = " ".join(_MARKS.sub("", found[1]).split())
            body = body[: found.start()] + body[found.end() :]
    rest = _HEADING.sub("", body)
    remark = " ".join(shown_words(_MARKS.sub("", rest)).split())
    if remark and not any(role_of(name) == "teaser" for name in record):
        record["tldr"] = remark[:_LONGEST_REMARK]
    if not any(role_of(name) == "id" for name in record):
        record["url"] = next(iter(re.findall(r"https?://[^\s)\]>]+", body)), "")
    return paper_of(record, place, lines)


def _plain(value: Any) -> Any:
    """A value without wiki links; a text of several in one is parted at its commas."""
    if isinstance(value, str):
        return _WIKI.sub(r"\1", value).strip()
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value
