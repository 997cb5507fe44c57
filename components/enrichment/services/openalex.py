"""OpenAlex: works by DOI, a hundred in one question, and by title where there is a key.

Source: developers.openalex.org. CC0. Its arXiv records carry arXiv's DOI; those merged into the article's record are
found singly only. Some ids are served with another work's title, so that title or abstract are always compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from components.enrichment.facts import Field
from components.enrichment.lanes import Pace
from components.enrichment.record import Record, Subject
from components.enrichment.services.service import Question, Service, count, json_of, known, objects, text, within
from components.papers.cleaning.text import clean
from components.papers.identity import arxiv_number, arxiv_number_in_address, doi_in

ARXIV_DOI = "10.48550/arxiv."
SELECT = (
    "id,doi,title,publication_date,publication_year,type,authorships,primary_location,locations,open_access,"
    "cited_by_count,is_retracted,abstract_inverted_index"
)
_SEPARATORS = re.compile(r"[,|!\"“”'’:()]+")
_LONGEST_TITLE = 500


class OpenAlex(Service):
    """Works with citations, venue and open copies."""

    id, name = "openalex", "OpenAlex"
    pace = Pace(0.2)
    batch = 100
    good_for = timedelta(days=7)
    by_title_needs_key = True
    gives = "citations, venue, free copies, retractions"
    sends = "arXiv ids and DOIs; titles too with a key"
    key_setting, key_gives = "DIGEST_ATLAS_OPENALEX_KEY", "search by title and 100 times as many questions a day"

    def searches(self, subject: Subject) -> Sequence[Question]:
        """The title in quotes without what separates filters there."""
        title = " ".join(_SEPARATORS.sub(" ", clean(subject.title)).split())[:_LONGEST_TITLE]
        return [self._question(f'title.search:"{title}"', 5)] if title else []

    def id_of(self, subject: Subject) -> str:
        """arXiv's DOI of the paper, else its own."""
        number = arxiv_number(subject.arxiv_id)
        doi = f"{ARXIV_DOI}{number}" if number else doi_in(subject.doi)
        return "" if _SEPARATORS.search(doi) else doi

    def look_up(self, ids: Sequence[str]) -> Question:
        """All in one question."""
        return self._question("doi:" + "|".join(ids), len(ids))

    def single(self, own: str) -> Question:
        """One work by its DOI: also those that were merged into the record of the article. Costs nothing there."""
        return self._asked(f"/works/doi:{quote(own)}", {"select": SELECT})

    def by_id(self, ids: Sequence[str], content: bytes) -> dict[str, list[Record]]:
        """A single work counts for the id that was asked, under whatever DOI it is now."""
        if "results" not in json_of(content, dict):
            records = self.records(content)
            return {ids[0]: records} if records else {}
        return super().by_id(ids, content)

    def records(self, content: bytes) -> list[Record]:
        """The works."""
        found = json_of(content, dict)
        rows = objects(found["results"]) if isinstance(found.get("results"), list) else [found]
        return [record for row in rows if (record := self._record(row)) is not None]

    def ids_in(self, record: Record) -> Sequence[str]:
        """A work is asked for by arXiv's DOI or its own."""
        return [each for each in (f"{ARXIV_DOI}{record.arxiv_id}" if record.arxiv_id else "", record.doi) if each]

    def _record(self, row: dict[str, Any]) -> Record | None:
        own, title = text(row.get("id")).rpartition("/")[2], text(row.get("title"))
        if not own or not title:
            return None
        written = text(row.get("doi")).partition("doi.org/")[2].lower()
        places = objects(row.get("locations"))
        number = arxiv_number(written.removeprefix(ARXIV_DOI)) if written.startswith(ARXIV_DOI) else ""
        pages = [text(place.get("landing_page_url")) for place in places]
        number = number or next((found for page in pages if (found := arxiv_number_in_address(page))), "")
        doi = doi_in(written)
        people = objects(row.get("authorships"))
        authors = tuple(name for each in people if (name := text(within(each, "author", "display_name"))))
        published = text(row.get("publication_date"))
        values = known(
            {
                Field.DOI: doi,
                Field.AUTHORS: authors if len(people) < 100 else (),  # lists have the first hundred only
                Field.VENUE: _venue(row, places),
                Field.YEAR: count(row.get("publication_year")) if doi else None,
                Field.CITATIONS: count(row.get("cited_by_count")),
                Field.OPEN_ACCESS: text(within(row, "open_access", "oa_url")),
                Field.RETRACTED: True if row.get("is_retracted") is True else None,
            }
        )
        abstract = _abstract(row.get("abstract_inverted_index"))
        address = f"https://openalex.org/{own}"
        return Record(self.name, own, address, title, abstract, published, number, doi, authors, values)

    def _question(self, chosen: str, most: int) -> Question:
        return self._asked("/works", {"filter": chosen, "per_page": str(most), "select": SELECT})

    def _asked(self, path: str, parameters: dict[str, str]) -> Question:
        if self.key:
            parameters["api_key"] = self.key
        elif self.contact:
            parameters["mailto"] = self.contact
        return Question(f"{self.base}{path}?{urlencode(parameters)}", headers={"Accept": "application/json"})


def _venue(row: dict[str, Any], places: Sequence[dict[str, Any]]) -> str:
    """The first journal or conference it is said to have appeared in; a repository is no venue."""
    for place in (row.get("primary_location"), *places):
        kind = within(place, "source", "type")
        if kind in ("journal", "conference", "book series"):
            return text(within(place, "source", "display_name"))
    return ""


def _abstract(places: object) -> str:
    """An abstract from the places of its words; "" where that is missing or odd."""
    if not isinstance(places, dict):
        return ""
    words = [
        (at, word)
        for word, positions in places.items()
        if isinstance(positions, list)
        for at in positions
        if isinstance(at, int) and 0 <= at < 20_000
    ]
    return " ".join(word for _, word in sorted(words))
