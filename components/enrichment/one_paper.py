"""One paper by an address, a DOI, an arXiv number or its title: the record of a service, to be added as a digest.

An id is what the person wrote, so its record counts as it is; of a title only a record with nearly that title does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from components.enrichment.asking import Asker, ClosedError, UnansweredError
from components.enrichment.facts import Field, Verdict
from components.enrichment.matching import judge
from components.enrichment.record import Record, Subject
from components.papers.identity import IS_ADDRESS, LONGEST_REFERENCE, reference_in
from components.papers.paper import DigestFile

BY_ID = ("arxiv", "hugging_face", "datacite", "crossref", "openalex", "semantic_scholar")
BY_TITLE = ("hugging_face", "arxiv", "crossref", "openalex", "semantic_scholar")


class NoSuchPaperError(LookupError):
    """There is nothing to add; the message says why and what to do."""


def asked_for(text: str) -> Subject:
    """What a person means: an id where there is one, else a title. Raises NoSuchPaperError."""
    written = " ".join(text.split())[:LONGEST_REFERENCE]
    if found := reference_in(written):
        return Subject("", arxiv_id=found.arxiv_id, doi=found.doi)
    if IS_ADDRESS.match(written):
        raise NoSuchPaperError(
            "This address names no paper: give one with an arXiv number or a DOI in it, or the title."
        )
    if len(re.findall(r"\w", written)) < 4:
        raise NoSuchPaperError("Write an arXiv number, a DOI, the address of a paper, or its title.")
    return Subject(written)


async def find(subject: Subject, askers: Mapping[str, Asker]) -> Record:
    """The first record that a service has. Raises NoSuchPaperError, naming services that could not be asked."""
    by_id = bool(subject.arxiv_id or subject.doi)
    unasked: list[str] = []
    for name in BY_ID if by_id else BY_TITLE:
        asker = askers.get(name)
        if asker is None or (by_id and not asker.service.id_of(subject)) or not (by_id or asker.service.finds_titles):
            continue
        try:
            record = await (_by_id(asker, subject) if by_id else _by_title(asker, subject))
        except (ClosedError, UnansweredError) as error:
            unasked.append(str(error))
            continue
        if record is not None:
            return record
    if unasked:
        raise NoSuchPaperError(" ".join(["The paper was not found.", *dict.fromkeys(unasked), "Try again later."]))
    raise NoSuchPaperError("No service has this paper. Check what you wrote, or paste title and abstract as text.")


async def _by_id(asker: Asker, subject: Subject) -> Record | None:
    service, own = asker.service, asker.service.id_of(subject)
    found = await asker.ask(
        lambda: service.look_up([own]), lambda content: service.by_id([own], content), dict[str, list[Record]]()
    )
    return next(iter(found.get(own, ())), None)


async def _by_title(asker: Asker, subject: Subject) -> Record | None:
    for question in asker.service.searches(subject):
        records = await asker.ask(lambda question=question: question, asker.service.records, list[Record]())  # type: ignore[misc]
        named = [each for each in judge(subject, records) if each.verdict in (Verdict.SURE, Verdict.LIKELY)]
        near = named or [each for each in judge(subject, records) if each.title_score >= 92]
        if near:
            return near[0].record
    return None


def as_digest(record: Record) -> DigestFile:
    """The record as a digest of one paper, in the form in which Hugging Face lists papers."""
    values = dict(record.values)
    authors: Sequence[str] = record.authors
    paper: dict[str, object] = {
        "id": record.arxiv_id,
        "title": record.title,
        "summary": record.abstract,
        "authors": [{"name": name} for name in authors],
        "publishedAt": record.published,
        "githubRepo": values.get(Field.CODE, ""),
    }
    if not record.arxiv_id:  # no paper of Hugging Face's: told as it is
        paper = {
            "title": record.title,
            "abstract": record.abstract,
            "authors": list(authors),
            "published": record.published,
            "doi": record.doi,
            "url": record.address,
            "venue": values.get(Field.VENUE, ""),
        }
    kept = {name: value for name, value in paper.items() if value}
    name = re.sub(r"[^\w -]+", " ", record.title)[:60].strip() or "paper"
    return DigestFile(f"{name}.json", json.dumps([kept], ensure_ascii=False).encode())
