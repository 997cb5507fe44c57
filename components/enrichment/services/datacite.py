"""DataCite: where arXiv registers its papers a day later. Asked by id where arXiv itself does not answer.

Source: the DataCite REST API's documentation. CC0. JSON:API; an arXiv record's DOI is 10.48550/arXiv.ID.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from components.enrichment.facts import Field
from components.enrichment.lanes import Pace
from components.enrichment.record import Record, Subject
from components.enrichment.services.openalex import ARXIV_DOI
from components.enrichment.services.service import Question, Service, json_of, known, objects, text, within
from components.papers.identity import arxiv_number, doi_in


class DataCite(Service):
    """arXiv's papers by id, fifty in one question."""

    id, name = "datacite", "DataCite"
    pace = Pace(0.7)
    batch = 50
    by_title = False
    asked_late = True
    stands_in_for = "arxiv"
    gives = "authors and dates of arXiv’s papers when arXiv does not answer"
    sends = "arXiv ids"

    def id_of(self, subject: Subject) -> str:
        """arXiv's DOI."""
        number = arxiv_number(subject.arxiv_id)
        return f"{ARXIV_DOI}{number}" if number else ""

    def look_up(self, ids: Sequence[str]) -> Question:
        """All in one question."""
        chosen = " OR ".join(f'"{each}"' for each in ids)
        parameters = {"query": f"doi:({chosen})", "page[size]": str(len(ids))}
        agent = {"mailto": self.contact} if self.contact else {}
        address = f"{self.base}/dois?{urlencode(parameters | agent)}"
        return Question(address, headers={"Accept": "application/vnd.api+json"})

    def records(self, content: bytes) -> list[Record]:
        """The records of arXiv's papers; others are left out."""
        data = json_of(content, dict).get("data")
        rows = objects(data) or objects([data])
        return [record for row in rows if (record := self._record(row)) is not None]

    def ids_in(self, record: Record) -> Sequence[str]:
        """arXiv's DOI."""
        return [f"{ARXIV_DOI}{record.arxiv_id}"]

    def _record(self, row: dict[str, Any]) -> Record | None:
        fields = row.get("attributes")
        own = text(within(row, "attributes", "doi")).lower() or text(row.get("id")).lower()
        number = arxiv_number(own.removeprefix(ARXIV_DOI)) if own.startswith(ARXIV_DOI) else ""
        title = next((text(each.get("title")) for each in objects(within(fields, "titles"))), "")
        if not number or not title:
            return None
        authors = tuple(name for each in objects(within(fields, "creators")) if (name := _name(each)))
        dates = {text(each.get("dateType")): text(each.get("date"))[:10] for each in objects(within(fields, "dates"))}
        published = dates.get("Submitted", "") or str(within(fields, "publicationYear") or "")
        described = objects(within(fields, "descriptions"))
        abstract = next((text(each.get("description")) for each in described), "")
        related = objects(within(fields, "relatedIdentifiers"))
        doi = next(
            (doi_in(text(e.get("relatedIdentifier"))) for e in related if e.get("relationType") == "IsVersionOf"), ""
        )
        values = known({Field.ARXIV_ID: number, Field.AUTHORS: authors, Field.PUBLISHED: published, Field.DOI: doi})
        return Record(
            self.name, own, f"https://doi.org/{own}", title, abstract, published, number, doi, authors, values
        )


def _name(person: dict[str, Any]) -> str:
    given, family = text(person.get("givenName")), text(person.get("familyName"))
    return f"{given} {family}" if given and family else text(person.get("name"))
