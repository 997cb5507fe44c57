"""The words of the Daily Papers page that belong to the page and not to a paper: header, menu, footer, dates."""

from __future__ import annotations

import re

from components.papers.reading.dates import DAY_OF_MONTH, matched_day, written_date

MENU = frozenset(
    one
    for line in (
        "hugging face|models|datasets|spaces|buckets|buckets new|posts|docs|enterprise|pricing|log in|sign up",
        "website|tasks|huggingchat|collections|languages|organizations|community|blog|daily papers",
        "trending papers|papers|learn|discord|forum|github|solutions|team & enterprise|hugging face pro",
        "inference providers|enterprise support|inference endpoints|storage buckets|inference|expert support",
        "daily|weekly|monthly|trending|subscribe|new|by|ak|and the research community|previous|next|company",
        "tos|privacy|about|careers|jobs|press|system theme|brand assets|contact|terms|support|login|search",
        "menu|submit|all papers|sort: trending|sort: date|filters|load more|back to top|© hugging face",
        "view all papers|get trending papers|daily papers - hugging face|notebooks|changelog",
        "get trending papers in your email inbox!|get trending papers in your email inbox once a day!",
    )
    for one in line.split("|")
)
_BY_LINE = re.compile(r"by\s*(?:\[[^\]]*\]\([^)]*\)\s*|\[\s*)*A\.?K\b.*research community", re.I)
_WEEK_OR_MONTH = re.compile(
    r"(?:week\s+\d{1,2}(?:,?\s+\d{4})?|(?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?,?\s+\d{4}|\d{4}-W\d{2})",
    re.I,
)
_LINK = re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)|\[([^\[\]\n]*)\](?:\([^()\n]*\)|\[\d+\])")
_MARKUP = re.compile(r"^\s*(?:#{1,6}|[-*+>])\s+|[*_`]{1,3}|\[|\](?:\[\d+\])?")
_DECORATION = re.compile(r"\W*|(?:https?://\S+)|\[?\d+[\].:]\s+https?://\S+|-+[A-Z ]+-+|text")
_HEADER_MARKS = re.compile(
    r"get trending papers in your email inbox|"
    r"by\s{0,9}(?:\[[^\[\]]{0,200}\]\([^()]{0,200}\)|\[)?\s{0,9}AK\b.{0,80}?and the research community",
    re.I | re.S,
)


def is_frame(line: str) -> bool:
    """Whether a line (without markup) belongs to the page itself."""
    words = " ".join(line.split()).casefold()
    return words in MENU or bool(_BY_LINE.fullmatch(words))


def without_markup(line: str) -> str:
    """A line of Markdown or of a text dump as the words that are seen."""
    for _ in range(3):  # links stand inside links
        line = _LINK.sub(lambda match: match[1] or "", line)
    return " ".join(_MARKUP.sub("", line).split())


def is_decoration(line: str) -> bool:
    """Whether a line carries no words: rules, brackets, a lone address, an entry of a list of links."""
    return bool(_DECORATION.fullmatch(line.strip()))


def has_page_header(text: str) -> bool:
    """Whether the Daily Papers page header is in a text."""
    return bool(_HEADER_MARKS.search(text))


def date_line(line: str) -> str:
    """The date a line consists of: ISO where it has a year, else as written ("Mar 14"), "" where it is no date."""
    words = " ".join(line.split())
    match = DAY_OF_MONTH.fullmatch(words)
    if match:
        return matched_day(match)
    if _WEEK_OR_MONTH.fullmatch(words):
        return words
    return words if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words) else ""


def heading_date(text: str) -> str:
    """The date in the first lines of a newsletter, ISO where its year is known."""
    for line in text[:2_000].split("\n")[:12]:
        words = line.strip()
        if (words.startswith("#") or len(words) < 80) and "](" not in words:
            match = re.search(r"(?<!\d)(20\d{2}-\d{1,2}-\d{1,2})(?!\d)", words) or DAY_OF_MONTH.search(words)
            if match and (date := written_date(match[0])):
                return date
    return ""
