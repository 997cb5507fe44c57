"""OpenReview: the venue that took a paper, where its search is open to programs.

Source: the OpenReview API, version 2. `/notes` has answered programs with a challenge since July 2026; `/notes/search`
was reported open. A challenge means closed, never that there is no such paper. Off until somebody switches it on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from components.enrichment.facts import Field
from components.enrichment.lanes import Pace
from components.enrichment.record import Record, Subject
from components.enrichment.services.service import Question, Service, json_of, known, objects, text, texts
from components.net import openreview
from components.papers.cleaning.text import clean

_NOT_TAKEN = ("submitted to", "rejected", "withdrawn", "desk", "conference withdrawn")


class OpenReview(Service):
    """Submissions by title."""

    id, name = "openreview", "OpenReview"
    pace = Pace(openreview.SECONDS, alone=True)
    asked_late = True
    only_for_venues = True
    gives = "venues of conferences that review in the open"
    sends = "titles"

    def searches(self, subject: Subject) -> Sequence[Question]:
        """The words of the title."""
        parameters = {"term": clean(subject.title), "content": "all", "group": "all", "source": "forum", "limit": "10"}
        return [Question(f"{self.base}/notes/search?{urlencode(parameters)}", headers={"Accept": "application/json"})]

    def id_of(self, subject: Subject) -> str:  # noqa: ARG002
        """Nothing we know is an id there."""
        return ""

    def look_up(self, ids: Sequence[str]) -> Question:
        """One forum."""
        return Question(openreview.notes_url(self.base, id=ids[0]), headers={"Accept": "application/json"})

    def records(self, content: bytes) -> list[Record]:
        """The notes that have a title."""
        notes = objects(json_of(content, dict).get("notes"))
        return [record for row in notes if (record := self._record(row)) is not None]

    def _record(self, row: dict[str, Any]) -> Record | None:
        own, title = text(row.get("forum") or row.get("id")), openreview.value(row, "title")
        if not own or not isinstance(title, str) or not text(title):
            return None
        authors = texts(openreview.value(row, "authors"))
        venue = text(openreview.value(row, "venue"))
        accepted = venue if venue and not venue.lower().startswith(_NOT_TAKEN) else ""
        published = openreview.day(row.get("pdate") or row.get("cdate"))
        values = known({Field.AUTHORS: authors, Field.VENUE: accepted})
        address = openreview.forum_url(own)
        abstract = text(openreview.value(row, "abstract"))
        return Record(self.name, own, address, text(title), abstract, published, authors=authors, values=values)
