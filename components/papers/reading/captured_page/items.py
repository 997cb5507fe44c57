"""The tokens of one paper on a captured Daily Papers page, as votes, title, abstract, people, date, comments.

Where each paper starts is found by the readers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from components.papers.identity import arxiv_number, arxiv_number_in_address
from components.papers.paper import RawPaper
from components.papers.reading.captured_page.frame import date_line, without_markup
from components.papers.reading.captured_page.tokens import Token
from components.papers.reading.dates import DAY_OF_MONTH, matched_day, with_year
from components.papers.reading.fields import count
from components.papers.reading.text.prose import prose_evidence

_VOTES = re.compile(r"(?:\[[-–]\]\s*)?([-–]|\d[\d,.]*[kKmM]?)")
_PUBLISHED = re.compile(rf"\s*(?:Published on\s+)?{DAY_OF_MONTH.pattern}", re.I)
AUTHOR_COUNT = re.compile(r"[-*·\s]*\d[\d,]*\s+authors?", re.I)
_IMAGE_TEXT = re.compile(r"^\[[^\]!]*\](?!\()\s*(?=\S)")  # what a dump shows for a logo
_CAPTURED = re.compile(
    r"^[^\w\n]*(?:exported|captured|retrieved|fetched|saved)\b[^:\n]*:\s*[\"']?(\d{4}-\d{2}-\d{2})", re.I | re.M
)

Joining = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Item:
    """The tokens of one paper."""

    votes: Token | None
    title: Token
    body: Sequence[Token]  # from after the title to the end of its date or comments


def votes_of(token: Token) -> str:
    """The votes a token consists of ("12", "-", "3.29k"), "" where it is none."""
    match = _VOTES.fullmatch(" ".join(token.words.split()))
    return match[1] if match and "#community" not in token.url else ""


def dot_at(body: Sequence[Token]) -> int:
    """The index of the token with the "·" between people and date, or -1."""
    return next((k for k, token in enumerate(body) if _has_dot(token)), -1)


def _has_dot(token: Token) -> bool:
    words = token.words
    return len(words) < 400 and (
        words.startswith("·") or words.endswith("·") or bool(re.search(r"·\s+(?:Pub|[A-Z][a-z]{2} \d)", words))
    )


def paper(
    item: Item, position: int, joining: Joining, captured: str = "", links: dict[str, str] | None = None
) -> RawPaper:
    """One paper from its tokens. `links` gives the addresses of numbered links, where the page has such a list."""
    number = _number(item, links or {})
    dot = dot_at(item.body)
    before = list(item.body[:dot]) if dot >= 0 else list(item.body)
    organisation, abstract = _people_and_abstract(before, number, has_dot=dot >= 0)
    inline = item.body[dot].words.partition("·")[0] if dot >= 0 else ""
    if inline.strip():
        organisation = without_markup(inline)
    date, comments = date_and_comments(item.body[dot:]) if dot >= 0 else ("", None)
    first = (item.votes or item.title).lines[0]
    last = item.body[-1].lines[1] if item.body else item.title.lines[1]
    return RawPaper(
        title=joining(item.title.words),
        abstract=joining(abstract),
        arxiv_id=number,
        organisation="" if AUTHOR_COUNT.fullmatch(organisation) else organisation,
        published=with_year(date, number, captured),
        votes=count(votes_of(item.votes)) if item.votes else None,
        comments=comments,
        position=position,
        lines=(first, last),
    )


def date_and_comments(after: Sequence[Token]) -> tuple[str, int | None]:
    """The date after the "·", and the number of comments glued to it or in the token after it."""
    words = after[0].words.rpartition("·")[2].strip()
    rest = list(after[1:])
    if not words and rest:
        words = rest.pop(0).raw
    words = without_markup(
        re.sub(r"(?<!\])\[\s*", " [", words)
    )  # else the comment count would join the day of the month
    match = _PUBLISHED.match(words)
    if match is None:
        return "", None
    glued = re.search(r"(\d+)\s*$", words[match.end() :])
    if glued:
        return matched_day(match), int(glued[1])
    if rest and re.fullmatch(r"\d+", rest[0].words.strip()):
        return matched_day(match), int(rest[0].words)
    return matched_day(match), None


def capture_date(text: str) -> str:
    """The ISO day a page was captured or exported on, where its front matter says so."""
    match = _CAPTURED.search(text[:4_000])
    return match[1] if match else ""


def page_date(header: Sequence[Token], captured: str = "") -> str:
    """The navigation date of the page: the last line of its header that is a date."""
    written = next((date for token in reversed(header) if (date := date_line(without_markup(token.words)))), "")
    return with_year(written, captured=captured)


def _number(item: Item, links: dict[str, str]) -> str:
    places = [item.title.url, links.get(item.title.reference, "")]
    if item.votes is not None:
        places += [item.votes.url.replace("%2F", "/").replace("%2f", "/"), links.get(item.votes.reference, "")]
    for address in places:
        number = arxiv_number_in_address(address) or (arxiv_number(address) if "/papers/" in address else "")
        if number:
            return number
    return ""


def _people_and_abstract(before: list[Token], number: str, has_dot: bool) -> tuple[str, str]:
    """The organisation or author count, and the abstract, from the tokens between title and date."""
    shown = [token for token in before if without_markup(token.words)]
    people = ""
    if shown and has_dot:
        last = shown[-1]
        words = without_markup(_IMAGE_TEXT.sub("", last.words))
        own = bool(number) and number in last.url and not AUTHOR_COUNT.fullmatch(words)
        if AUTHOR_COUNT.fullmatch(words) or (not own and (len(shown) > 1 or prose_evidence(words) < 2)):
            people = words
            shown.pop()
    return people, "\n".join(token.words for token in shown)
