"""A captured Daily Papers page as a sequence of tokens: lines, links over several lines, headings, with their lines.

The readers of captured pages (`browser_copy`, `crawler_markdown`, `numbered_links`, `trending`) work on these.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from components.papers.reading.captured_page.frame import without_markup
from components.papers.reading.outcome import LineRange

_HEADING = re.compile(r"\s*#{1,6}\s+(.*)", re.S)
_LINKED = re.compile(r"\[(.+)\](?:\(([^\s\]]*)\)|\[(\d+)\])", re.S)
_CLOSED = re.compile(r"\](?:\([^\s\]]*\)|\[\d+\])[^\[\]]*$")
_ADDRESS = re.compile(r"https?://\S+|/papers/\S+")
# An address may hold pairs of parentheses. A search that fails goes on behind the next one, so it takes linear time.
_FIRST_LINK = re.compile(r"\]\(([^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)")
_VOTES_IN_BRACKETS = re.compile(r"\[[-–]\]\s*(?:[-–]|\d[\d,.]*[kKmM]?)$")
_LONGEST_TITLE, _LONGEST_LINK = 6, 400  # lines


@dataclass(frozen=True, slots=True)
class Token:
    """One thing on the page: what is seen, where it leads, which lines it takes."""

    raw: str  # as written, line breaks included
    words: str  # what is seen; line breaks included where a link's text has them
    lines: LineRange
    url: str = ""
    reference: str = ""  # number in a list of links
    heading: bool = False


def tokens(lines: Sequence[str]) -> list[Token]:
    """The tokens of a page. A line that is only an address belongs to the token before it."""
    found: list[Token] = []
    closing = [k for k, line in enumerate(lines) if "]" in line and _CLOSED.search(line.rstrip())]
    number = 0
    while number < len(lines):
        line = lines[number].strip()
        if not line:
            number += 1
            continue
        if _ADDRESS.fullmatch(line):
            if found and not found[-1].url:
                found[-1] = replace(found[-1], url=line, lines=(found[-1].lines[0], number + 1))
            number += 1
            continue
        if line.startswith("#") and _HEADING.match(line):
            token = _heading(lines, number)
        elif line.startswith("[") and not _VOTES_IN_BRACKETS.match(line):
            token = _link(lines, number, closing)
        else:
            token = _line(lines, number)
        found.append(token)
        number = token.lines[1]
    return found


def _line(lines: Sequence[str], number: int) -> Token:
    raw = lines[number].strip()
    link = _FIRST_LINK.search(raw)
    return Token(raw, raw, (number + 1, number + 1), link[1] if link else "")


def _heading(lines: Sequence[str], number: int) -> Token:
    """A heading, over several lines where its link's text was wrapped."""
    raw = lines[number].strip()
    for last in range(number, min(number + _LONGEST_TITLE, len(lines))):
        if last > number:
            if not lines[last].strip() or lines[last].lstrip().startswith("#"):
                break
            raw += "\n" + lines[last].strip()
        title = _HEADING.fullmatch(raw)
        linked = _LINKED.fullmatch(title[1]) if title else None
        if linked:
            return Token(raw, linked[1], (number + 1, last + 1), linked[2] or "", linked[3] or "", heading=True)
        if title and not title[1].startswith("["):
            break
    first = lines[number].strip()
    return Token(first, without_markup(first), (number + 1, number + 1), heading=True)


def _link(lines: Sequence[str], number: int, closing: Sequence[int]) -> Token:
    """A link, over several lines where its text has line breaks; a plain line where it never closes."""
    place = bisect_left(closing, number)
    last = closing[place] if place < len(closing) else len(lines)
    if last - number > _LONGEST_LINK or any(
        lines[k].lstrip().startswith("#") for k in range(number + 1, min(last, len(lines)))
    ):
        return _line(lines, number)
    raw = "\n".join(one.strip() for one in lines[number : last + 1])
    linked = _LINKED.fullmatch(raw)
    if linked and (last > number or "](" not in linked[1]):
        return Token(raw, linked[1].strip(), (number + 1, last + 1), linked[2] or "", linked[3] or "")
    if last == number:
        return _line(lines, number)
    url = _FIRST_LINK.search(raw)
    return Token(raw, raw, (number + 1, last + 1), url[1] if url else "")
