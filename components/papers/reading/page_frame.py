"""The words of the Daily Papers page that belong to the page and not to a paper: header, menu, footer, dates.

Not here: which lines are titles or abstracts; that is each reader's own business.
"""

from __future__ import annotations

import re

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
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATE = re.compile(
    r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+(?P<day>\d{1,2})(?:,?\s+(?P<year>\d{4}))?",
    re.I,
)
_WEEK_OR_MONTH = re.compile(
    r"(?:week\s+\d{1,2}(?:,?\s+\d{4})?|(?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?,?\s+\d{4}|\d{4}-W\d{2})",
    re.I,
)
_HEADER_MARKS = re.compile(
    r"get trending papers in your email inbox|"
    r"by\s*(?:\[[^\]]*\]\([^)]*\)|\[)?\s*AK\b.{0,80}?and the research community",
    re.I | re.S,
)


def is_frame(line: str) -> bool:
    """Whether a line (without markup) belongs to the page itself."""
    words = " ".join(line.split()).casefold()
    return words in MENU or bool(_BY_LINE.fullmatch(words))


def has_page_header(text: str) -> bool:
    """Whether the Daily Papers page header is in a text."""
    return bool(_HEADER_MARKS.search(text))


def date_line(line: str) -> str:
    """The date a line consists of: ISO where it has a year, else as written ("Mar 14"), "" where it is no date."""
    words = " ".join(line.split())
    match = _DATE.fullmatch(words)
    if match:
        return written_date(match) or ""
    if _WEEK_OR_MONTH.fullmatch(words):
        return words
    return words if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words) else ""


def written_date(match: re.Match[str]) -> str:
    """A matched month, day and perhaps year as ISO, or "Mar 14" without a year; "" for a day no month has."""
    month, day, year = _MONTHS.index(match["month"][:3].lower()) + 1, int(match["day"]), match["year"]
    if not 1 <= day <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31):
        return ""
    if year:
        return f"{year}-{month:02d}-{day:02d}"
    return f"{_MONTHS[month - 1].capitalize()} {day}"
