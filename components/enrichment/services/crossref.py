"""Crossref: articles by DOI, fifty in one question, and by title where nothing else found the paper.

Source: the Crossref REST API's documentation. Facts are free to reuse. arXiv's own DOIs are not in it. `score` has no
fixed scale and counts for nothing here; titles and venues are lists, dates of varying length. A retracted article
names the notice under `updated-by`; `update-to` is the notice's own, which is no retracted paper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from components.enrichment.facts import Field
from components.enrichment.lanes import Pace
from components.enrichment.record import Record, Subject
from components.enrichment.services.service import (
    Question,
    Service,
    count,
    json_of,
    known,
    objects,
    text,
    texts,
    within,
)
from components.papers.cleaning.text import clean, one_line
from components.papers.identity import arxiv_number_in_address, doi_in

SELECT = (
    "DOI,title,subtitle,author,issued,published,type,container-title,is-referenced-by-count,relation,abstract,"
    "updated-by"
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,80}>")
_WITHDRAWING = {"retraction", "withdrawal", "removal"}  # kinds of a notice about an article, which lists it
_MARKED = re.compile(r"(?:retracted|withdrawn)(?: article| paper)?\s*:", re.I)  # how publishers change its title
_UNFIT = re.compile(r"[,\s]")
_LONGEST_TITLE = 400


class Crossref(Service):
    """Published versions: venue, year, DOI."""

    id, name = "crossref", "Crossref"
    pace = Pace(0.4, alone=True)
    batch = 50
    asked_late = True
    gives = "venue, year and DOI of published versions"
    sends = "DOIs, and the titles that nothing else found"

    def searches(self, subject: Subject) -> Sequence[Question]:
        """The title among bibliographic data."""
        title = clean(subject.title)[:_LONGEST_TITLE]
        return [self._question({"query.bibliographic": title, "rows": "5", "select": SELECT})]

    def id_of(self, subject: Subject) -> str:
        """The DOI of the published version."""
        doi = doi_in(subject.doi)
        return "" if _UNFIT.search(doi) else doi

    def look_up(self, ids: Sequence[str]) -> Question:
        """All in one question."""
        chosen = ",".join(f"doi:{each}" for each in ids)
        return self._question({"filter": chosen, "rows": str(len(ids)), "select": SELECT})

    def records(self, content: bytes) -> list[Record]:
        """The items."""
        items = within(json_of(content, dict), "message", "items")
        return [record for row in objects(items) if (record := self._record(row)) is not None]

    def _record(self, row: dict[str, Any]) -> Record | None:
        doi, titles = text(row.get("DOI")).lower(), texts(row.get("title"))
        if not doi or not titles:
            return None
        subtitle = texts(row.get("subtitle"))
        title = f"{titles[0]}: {subtitle[0]}" if subtitle and subtitle[0] not in titles[0] else titles[0]
        people = objects(row.get("author"))
        authors = tuple(name for each in people if (name := _name(each)))
        published = _date(row.get("published")) or _date(row.get("issued"))
        preprint = "posted-content" in text(row.get("type"))
        relations = objects(within(row, "relation", "has-preprint"))
        number = next((found for each in relations if (found := arxiv_number_in_address(text(each.get("id"))))), "")
        notices = {text(each.get("type")).lower() for each in objects(row.get("updated-by"))}
        values = known(
            {
                Field.DOI: "" if preprint else doi,
                Field.AUTHORS: authors,
                Field.VENUE: "" if preprint else next(iter(texts(row.get("container-title"))), ""),
                Field.YEAR: int(published[:4]) if published and not preprint else None,
                Field.CITATIONS: count(row.get("is-referenced-by-count")),
                Field.RETRACTED: True if notices & _WITHDRAWING or _MARKED.match(titles[0]) else None,
            }
        )
        abstract = one_line(_TAG.sub(" ", text(row.get("abstract"))))
        return Record(
            self.name, doi, f"https://doi.org/{doi}", title, abstract, published, number, doi, authors, values
        )

    def ids_in(self, record: Record) -> Sequence[str]:
        """The DOI."""
        return [record.doi]

    def _question(self, parameters: dict[str, str]) -> Question:
        asked = parameters | ({"mailto": self.contact} if self.contact else {})
        return Question(f"{self.base}/works?{urlencode(asked)}", headers={"Accept": "application/json"})


def _name(person: dict[str, Any]) -> str:
    return one_line(f"{text(person.get('given'))} {text(person.get('family'))}") or text(person.get("name"))


def _date(value: object) -> str:
    """2026, 2026-03 or 2026-03-09 from date-parts; "" where they are odd."""
    parts = within(value, "date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [each for each in first[:3] if isinstance(each, int)]
    if not numbers or not 1500 <= numbers[0] <= 2200:
        return ""
    return "-".join([f"{numbers[0]:04}", *(f"{each:02}" for each in numbers[1:])])
