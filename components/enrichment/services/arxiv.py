"""arXiv's query API: Atom, one question at a time, three seconds apart.

Source: arXiv API user's manual and terms of use (info.arxiv.org/help/api). Metadata are CC0. Unknown ids are simply
missing from an answer; a malformed one spoils it all, so that only ids of arXiv's form are sent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from components.enrichment.facts import Field
from components.enrichment.lanes import Pace
from components.enrichment.record import Record, Subject
from components.enrichment.services.service import Question, Service, UnreadableError, known
from components.papers.cleaning.text import clean, one_line
from components.papers.identity import arxiv_number, normalised_title

if TYPE_CHECKING:
    from lxml import etree

_ATOM, _ARXIV = "{http://www.w3.org/2005/Atom}", "{http://arxiv.org/schemas/atom}"
_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_CATEGORY = re.compile(r"[a-z-]+(?:\.[A-Za-z-]+)?")
_COMMON = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "how", "in", "into", "is",
    "it", "its", "of", "on", "or", "that", "the", "to", "toward", "towards", "using", "via", "we", "what", "when",
    "where", "which", "why", "with", "without", "not", "new", "based", "approach", "learning", "model", "models",
    "method", "methods",
})  # fmt: skip
_WITHDRAWN = re.compile(r"(?:this )?(?:paper|submission|article|manuscript)?(?: has been| is)? ?withdrawn", re.I)
_WORDS = 8


class Arxiv(Service):
    """Papers by id, a hundred in one question, and by the words of their title."""

    id, name = "arxiv", "arXiv"
    pace = Pace(3.0, alone=True)
    batch = 100
    gives = "id, authors, dates, categories, comment, DOI of the published version"
    sends = "titles and arXiv ids"

    def searches(self, subject: Subject) -> Sequence[Question]:
        """By all rare words of the title, then by its first words as a phrase. No sign of a title has a meaning."""
        words = normalised_title(clean(subject.title)).split()
        telling = [word for word in words if word not in _COMMON and len(word) > 1] or words
        chosen = sorted(sorted(range(len(telling)), key=lambda place: -len(telling[place]))[:_WORDS])
        queries = [" AND ".join(f"ti:{telling[place]}" for place in chosen)]
        if len(words) > 3:
            queries.append(f'ti:"{" ".join(words[:5])}"')
        return [self._question({"search_query": query, "max_results": "10"}) for query in queries if query]

    def id_of(self, subject: Subject) -> str:
        """The arXiv number."""
        return arxiv_number(subject.arxiv_id)

    def look_up(self, ids: Sequence[str]) -> Question:
        """All in one question; without a number of results it would answer ten."""
        return self._question({"id_list": ",".join(ids), "max_results": str(len(ids))})

    def records(self, content: bytes) -> list[Record]:
        """The entries. An empty page that says there are results is unreadable: asked again, it comes whole."""
        from lxml import etree  # which no page needs

        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            feed = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableError("it is no Atom feed") from error
        if feed.tag != f"{_ATOM}feed":
            raise UnreadableError("it is no Atom feed")
        entries = feed.findall(f"{_ATOM}entry")
        if any("/api/errors" in _text(entry, f"{_ATOM}id") for entry in entries):
            raise UnreadableError(_text(entries[0], f"{_ATOM}summary") or "it is an error")
        total = _text(feed, f"{_SEARCH}totalResults")
        if not entries and total.isdigit() and int(total) > 0:
            raise UnreadableError("it is an empty page")
        return [record for entry in entries if (record := self._record(entry)) is not None]

    def _record(self, entry: etree._Element) -> Record | None:
        number = arxiv_number(_text(entry, f"{_ATOM}id").partition("/abs/")[2])
        title = _text(entry, f"{_ATOM}title")
        if not number or not title:
            return None
        doi = _text(entry, f"{_ARXIV}doi").lower()
        authors = tuple(name for each in entry.findall(f"{_ATOM}author") if (name := _text(each, f"{_ATOM}name")))
        primary = entry.find(f"{_ARXIV}primary_category")
        terms = [] if primary is None else [primary.get("term", "")]
        terms += [each.get("term", "") for each in entry.findall(f"{_ATOM}category")]
        published, updated = _text(entry, f"{_ATOM}published")[:10], _text(entry, f"{_ATOM}updated")[:10]
        journal = _text(entry, f"{_ARXIV}journal_ref")
        values = known(
            {
                Field.ARXIV_ID: number,
                Field.AUTHORS: authors,
                Field.PUBLISHED: published,
                Field.UPDATED: updated,
                Field.CATEGORIES: tuple(dict.fromkeys(term for term in terms if _CATEGORY.fullmatch(term))),
                Field.COMMENT: _text(entry, f"{_ARXIV}comment"),
                Field.DOI: doi,
                Field.VENUE: journal,
                Field.RETRACTED: True if _WITHDRAWN.match(_text(entry, f"{_ARXIV}comment")) else None,
            }
        )
        address = f"https://arxiv.org/abs/{number}"
        abstract = _text(entry, f"{_ATOM}summary")
        return Record(self.name, number, address, title, abstract, published, number, doi, authors, values)

    def _question(self, parameters: dict[str, str]) -> Question:
        return Question(f"{self.base}/api/query?{urlencode(parameters)}", headers={"Accept": "application/atom+xml"})


def _text(element: etree._Element, tag: str) -> str:
    return one_line(element.findtext(tag) or "")
