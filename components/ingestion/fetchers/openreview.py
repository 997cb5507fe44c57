"""A venue at OpenReview: what it accepted, with decisions and, where they are public, reviewers' ratings.

A paper that is accepted has the venue itself as `venueid` (a submission has another one), its decision in `venue`.
Ratings stand in replies that are official reviews; each paper gets the list of them, which readers take the mean of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from components.ingestion.fetchers.outside import Arrived, FetchFailedError, Outside
from components.ingestion.source import SourceSpec
from components.net import openreview
from components.papers.paper import DigestFile

PAGE = 100  # notes with their replies: some megabytes
MOST_PAGES = 300
_NO_LIST = "OpenReview sent nothing that can be read. It is asked again later."


def fetch(spec: SourceSpec, period: str, outside: Outside) -> Arrived:
    """Every accepted paper of the venue. Raises FetchFailedError, also where a page between is missing."""
    notes = [_with_ratings(note) for note in _notes(spec.what, outside)]
    return Arrived(((period, DigestFile(spec.file_name(period), orjson.dumps(notes))),))


def _notes(venue: str, outside: Outside) -> Iterator[Mapping[str, Any]]:
    asked = 0
    for _ in range(MOST_PAGES):
        url = openreview.notes_url(
            outside.openreview, content__venueid=venue, details="replies", sort="number:asc", limit=PAGE, offset=asked
        )
        notes, count = _page(outside.get(url, {"Accept": "application/json"}, outside.openreview_lane).body)
        yield from (note for note in notes if isinstance(note, Mapping))
        asked += len(notes)
        if asked >= count or (len(notes) < PAGE and not count):
            return
        if not notes:
            raise FetchFailedError(
                f"OpenReview sent {asked:,} of {count:,} papers, then none. It is asked again later."
            )
    raise FetchFailedError(f"OpenReview has more than {PAGE * MOST_PAGES:,} papers of {venue}.")


def _page(body: bytes) -> tuple[list[Any], int]:
    """(The notes of an answer, how many there are in all; 0 where it does not say)."""
    if body.lstrip()[:1] == b"<":
        raise FetchFailedError("OpenReview is closed to programs at present: it answers with a page for people.")
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise FetchFailedError(_NO_LIST) from error
    notes = found.get("notes") if isinstance(found, dict) else None
    if not isinstance(notes, list):
        raise FetchFailedError(_NO_LIST)
    count = found.get("count")
    return notes, count if isinstance(count, int) and not isinstance(count, bool) else 0


def _with_ratings(note: Mapping[str, Any]) -> dict[str, Any]:
    """A note with the ratings of its reviews among its fields, without the reviews' texts."""
    details = note.get("details")
    replies = details.get("replies") if isinstance(details, Mapping) else None
    ratings = [
        rating
        for reply in (replies if isinstance(replies, list) else [])
        if isinstance(reply, Mapping) and _is_review(reply) and (rating := _rating(reply)) is not None
    ]
    kept = {name: each for name, each in note.items() if name != "details"}
    content = note.get("content")
    if ratings and isinstance(content, Mapping):
        kept["content"] = {**content, "ratings": {"value": ratings}}
    return kept


def _is_review(reply: Mapping[str, Any]) -> bool:
    named = reply.get("invitations") or [reply.get("invitation")]
    return any(isinstance(each, str) and each.endswith("Official_Review") for each in named)


def _rating(reply: Mapping[str, Any]) -> str | int | float | None:
    for name in ("rating", "recommendation", "overall_recommendation", "overall_assessment", "overall_rating"):
        found = openreview.value(reply, name)
        if isinstance(found, str | int | float) and not isinstance(found, bool):
            return found
    return None
