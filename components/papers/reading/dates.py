"""Dates as sources write them, as ISO where the year is known and as written where it is not.

A year is only added from evidence: the month in an arXiv number, or the day a page was captured.
"""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate_to_datetime
from typing import Any

_ISO = re.compile(r"\s*((?:19|20)\d{2})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?![\d])")
_COMPACT = re.compile(r"\s*((?:19|20)\d{2})(\d{2})(\d{2})\s*$")
_YEAR = re.compile(r"\s*((?:19|20)\d{2})\s*(?:///?)?\s*$")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_YEAR_NEARBY = r"(?:\s?,?\s{1,5}(?P<year>(?:19|20)\d{2})(?!\d))?"
DAY_OF_MONTH = re.compile(rf"{_MONTH}\s{{1,9}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d){_YEAR_NEARBY}", re.I)
_DAY_FIRST = re.compile(rf"(?P<day>\d{{1,2}})\.?\s{{1,5}}{_MONTH},?\s{{1,5}}(?P<year>(?:19|20)\d{{2}})(?!\d)", re.I)
_MONTH_YEAR = re.compile(rf"{_MONTH},?\s{{1,5}}(?P<year>(?:19|20)\d{{2}})", re.I)


def day(year: int, month: int, of_month: int) -> str:
    """A date as ISO, or "" where there is no such day."""
    try:
        return datetime.date(year, month, of_month).isoformat()
    except ValueError:
        return ""


def month_number(name: str) -> int:
    """1 to 12 for a month's English name or its first letters."""
    return MONTHS.index(name[:3].lower()) + 1


def iso_date(value: Any) -> str:
    """A date field as ISO (day, month or year, as far as known), as written without a year, "" where it is none."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        return _csl_date(value)
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, (int, float)):
        return str(int(value)) if 1900 <= value <= 2100 else ""
    return written_date(value) if isinstance(value, str) and len(value) < 100 else ""


def written_date(text: str) -> str:
    """A date written in any of the usual ways, as far as it is known; "" where the text is no date."""
    text = text[:200]
    match = _ISO.match(text)
    if match:
        if not match[3]:
            return f"{match[1]}-{int(match[2]):02d}" if 1 <= int(match[2]) <= 12 else ""
        return day(int(match[1]), int(match[2]), int(match[3]))
    match = _COMPACT.match(text)
    if match:
        return day(int(match[1]), int(match[2]), int(match[3]))
    match = _YEAR.match(text)
    if match:
        return match[1]
    match = _DAY_FIRST.search(text)
    if match:
        return day(int(match["year"]), month_number(match["month"]), int(match["day"]))
    match = DAY_OF_MONTH.search(text)
    if match:
        return matched_day(match)
    match = _MONTH_YEAR.search(text)
    return f"{match['year']}-{month_number(match['month']):02d}" if match else ""


def mail_date(text: str) -> str:
    """The date of a mail or feed header (RFC 822), or whatever else is written there."""
    try:
        return parsedate_to_datetime(text[:200]).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return written_date(text)


def matched_day(match: re.Match[str]) -> str:
    """A matched month and day as ISO where it has a year, else as "Mar 14"; "" where there is no such day."""
    month, of_month = month_number(match["month"]), int(match["day"])
    if match["year"]:
        return day(int(match["year"]), month, of_month)
    return f"{MONTHS[month - 1].capitalize()} {of_month}" if day(2024, month, of_month) else ""


def with_year(written: str, arxiv: str = "", captured: str = "") -> str:
    """A date without a year, with the year that its arXiv number shows, else the capture; as written without evidence.

    An arXiv number is given in the month of the first version, so the year that puts the date nearest to it is meant;
    a page leaves the year out in the year it is shown in.
    """
    match = DAY_OF_MONTH.fullmatch(written)
    if not match or match["year"]:
        return written
    month, of_month = month_number(match["month"]), int(match["day"])
    if re.match(r"\d{4}\.", arxiv):
        given = datetime.date(2000 + int(arxiv[:2]), int(arxiv[2:4]), 15)
        days = [day(given.year + shift, month, of_month) for shift in (-1, 0, 1)]
        near = [(abs((datetime.date.fromisoformat(one) - given).days), one) for one in days if one]
        if near and min(near)[0] <= 62:
            return min(near)[1]
    if re.match(r"\d{4}-\d{2}-\d{2}$", captured):
        here = day(int(captured[:4]), month, of_month)
        if here and here <= captured:
            return here
    return written


def _csl_date(value: dict[Any, Any]) -> str:
    """CSL's {"date-parts": [[2026, 3, 14]]}."""
    parts = value.get("date-parts")
    try:
        numbers = [int(part) for part in parts[0]]  # type: ignore[index]
    except (TypeError, ValueError, IndexError, KeyError):
        return iso_date(value.get("raw") or value.get("literal"))
    if len(numbers) >= 3:
        return day(*numbers[:3])
    if len(numbers) == 2:
        return f"{numbers[0]:04d}-{numbers[1]:02d}" if 1 <= numbers[1] <= 12 else ""
    return str(numbers[0]) if numbers else ""
