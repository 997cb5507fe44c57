"""Semantic Scholar's graph API: five hundred papers in one question, one match for a title where there is a key.

Source: api.semanticscholar.org/api-docs. Without a key all callers share one bucket, so that 429 is a usual answer.
`matchScore` has no fixed scale and counts for nothing here. Its name and a link stand where its data are shown.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from components.enrichment.facts import Field
from components.enrichment.lanes import Pace
from components.enrichment.record import Record, Subject
from components.enrichment.services.service import (
    MEGABYTE,
    Question,
    Service,
    count,
    json_of,
    known,
    objects,
    text,
    within,
)
from components.papers.cleaning.text import clean
from components.papers.identity import arxiv_number, doi_in

FIELDS = "externalIds,title,abstract,year,publicationDate,venue,authors,citationCount,openAccessPdf,tldr"


class SemanticScholar(Service):
    """Papers with citations, venue and a sentence by a machine."""

    id, name = "semantic_scholar", "Semantic Scholar"
    pace = Pace(1.1, alone=True)
    batch = 500
    good_for = timedelta(days=7)
    by_title_needs_key = True
    gives = "citations, venue, a one-sentence summary by a machine"
    sends = "arXiv ids and DOIs; titles too with a key"
    key_setting, key_gives = "DIGEST_ATLAS_SEMANTIC_SCHOLAR_KEY", "answers without waiting, and search by title"

    def searches(self, subject: Subject) -> Sequence[Question]:
        """Its one match for a title."""
        parameters = urlencode({"query": clean(subject.title).replace("-", " "), "fields": FIELDS})
        return [self._question(f"/graph/v1/paper/search/match?{parameters}")]

    def id_of(self, subject: Subject) -> str:
        """ARXIV:… or DOI:…"""
        number, doi = arxiv_number(subject.arxiv_id), doi_in(subject.doi)
        return f"ARXIV:{number}" if number else f"DOI:{doi}" if doi else ""

    def look_up(self, ids: Sequence[str]) -> Question:
        """All in one question; the answer keeps their order."""
        content = json.dumps({"ids": list(ids)}).encode()
        return self._question(f"/graph/v1/paper/batch?{urlencode({'fields': FIELDS})}", "POST", content)

    def records(self, content: bytes) -> list[Record]:
        """Of a batch the papers in its list, of a match those in its data."""
        found = json_of(content, (list, dict))  # type: ignore[arg-type]
        rows = objects(found if isinstance(found, list) else found.get("data"))
        return [record for row in rows if (record := self._record(row)) is not None]

    def by_id(self, ids: Sequence[str], content: bytes) -> dict[str, list[Record]]:
        """In the order asked, null for what it does not know: its records need not name the id they were asked by."""
        rows = json_of(content, list)
        if len(rows) != len(ids):
            return super().by_id(ids, content)
        made = {asked: self._record(row) for asked, row in zip(ids, rows, strict=True) if isinstance(row, dict)}
        return {asked: [record] for asked, record in made.items() if record is not None}

    def ids_in(self, record: Record) -> Sequence[str]:
        """ARXIV:… and DOI:…"""
        return [f"ARXIV:{record.arxiv_id}" if record.arxiv_id else "", f"DOI:{record.doi}" if record.doi else ""]

    def _record(self, row: dict[str, Any]) -> Record | None:
        own, title = text(row.get("paperId")), text(row.get("title"))
        if not own or not title:
            return None
        number = arxiv_number(text(within(row, "externalIds", "ArXiv")))
        doi = doi_in(text(within(row, "externalIds", "DOI")))
        authors = tuple(name for each in objects(row.get("authors")) if (name := text(each.get("name"))))
        published = text(row.get("publicationDate")) or str(count(row.get("year")) or "")
        venue = text(row.get("venue"))
        values = known(
            {
                Field.ARXIV_ID: number,
                Field.DOI: doi,
                Field.AUTHORS: authors,
                Field.VENUE: "" if venue.lower().startswith("arxiv") else venue,
                Field.CITATIONS: count(row.get("citationCount")),
                Field.OPEN_ACCESS: text(within(row, "openAccessPdf", "url")),
                Field.SUMMARY: text(within(row, "tldr", "text")),
            }
        )
        address = f"https://www.semanticscholar.org/paper/{own}?utm_source=api"
        return Record(
            self.name, own, address, title, text(row.get("abstract")), published, number, doi, authors, values
        )

    def _question(self, path: str, method: str = "GET", content: bytes = b"") -> Question:
        headers = {"Accept": "application/json"}
        if content:
            headers["Content-Type"] = "application/json"
        if self.key:
            headers["x-api-key"] = self.key
        return Question(self.base + path, method, headers, content, 12 * MEGABYTE)
