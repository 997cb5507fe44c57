"""Hugging Face's papers: search by title, and one paper by its arXiv id.

Source: the Hub's API documentation. Its search answers anything, so a first hit is no evidence; 404 means that nobody
opened the paper there. `ai_summary` is written by a machine; `githubStars` is a copy of unknown age.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from components.enrichment.facts import Field
from components.enrichment.lanes import Pace
from components.enrichment.record import Record, Subject
from components.enrichment.services.service import Question, Service, count, json_of, known, objects, text
from components.papers.cleaning.text import clean
from components.papers.identity import arxiv_number

LONGEST_QUERY = 250  # characters


class HuggingFace(Service):
    """Papers of the Hub, with votes, code and project pages."""

    id, name = "hugging_face", "Hugging Face"
    pace = Pace(0.6)  # 500 in five minutes
    with_key = Pace(0.3)  # 1,000
    good_for = timedelta(days=1)
    gives = "arXiv id, authors, date, votes, code, project page"
    sends = "titles and arXiv ids"
    key_setting, key_gives = "DIGEST_ATLAS_HUGGING_FACE_TOKEN", "twice the speed"

    def searches(self, subject: Subject) -> Sequence[Question]:
        """The title as it is."""
        query = urlencode({"q": clean(subject.title)[:LONGEST_QUERY], "limit": "10"})
        return [self._question(f"/api/papers/search?{query}")]

    def id_of(self, subject: Subject) -> str:
        """The arXiv number."""
        return arxiv_number(subject.arxiv_id)

    def look_up(self, ids: Sequence[str]) -> Question:
        """One paper."""
        return self._question(f"/api/papers/{quote(ids[0], safe='')}")

    def records(self, content: bytes) -> list[Record]:
        """Of a search the papers in a list, older answers flat; of one paper the object itself."""
        found = json_of(content, (list, dict))  # type: ignore[arg-type]
        rows = [found] if isinstance(found, dict) else objects(found)
        return [record for row in rows if (record := self._record(row)) is not None]

    def _record(self, row: dict[str, Any]) -> Record | None:
        inner = row.get("paper")
        paper = row | inner if isinstance(inner, dict) else row
        number, title = arxiv_number(text(paper.get("id"))), text(paper.get("title"))
        if not number or not title:
            return None
        people = [each for each in objects(paper.get("authors")) if not each.get("hidden")]
        authors = tuple(name for each in people if (name := text(each.get("name"))))
        published = text(paper.get("publishedAt"))[:10]
        values = known(
            {
                Field.ARXIV_ID: number,
                Field.AUTHORS: authors,
                Field.PUBLISHED: published,
                Field.VOTES: count(paper.get("upvotes")),
                Field.COMMENTS: count(paper.get("numComments", row.get("numComments"))),
                Field.CODE: _address(paper.get("githubRepo")),
                Field.PROJECT: _address(paper.get("projectPage")),
                Field.STARS: count(paper.get("githubStars")),
                Field.SUMMARY: text(paper.get("ai_summary")),
            }
        )
        address = f"https://huggingface.co/papers/{number}"
        return Record(
            self.name, number, address, title, text(paper.get("summary")), published, number, "", authors, values
        )

    def _question(self, path: str) -> Question:
        headers = {"Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        return Question(self.base + path, headers=headers)


def _address(value: object) -> str:
    written = text(value)
    return written if written.startswith(("https://", "http://")) and " " not in written else ""
