"""The papers of a library as they are looked up, and the services as the settings and a visitor want them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

from components.curation.annotations.match_decisions import MatchDecision, MatchKey
from components.enrichment import findings
from components.enrichment.facts import Fact, Field, Verdict
from components.enrichment.findings import Finding, Growth
from components.enrichment.plan import Plan, plan
from components.enrichment.record import Subject
from components.enrichment.services import registry
from components.enrichment.services.service import Service
from components.papers.comparing.known_numbers import KnownNumbers
from components.papers.identity import normalised_title, title_id
from components.papers.library import Library
from components.settings import settings

if TYPE_CHECKING:
    import pandas as pd

    from components.enrichment.job import Job


def subjects(library: Library) -> dict[str, Subject]:
    """paper_id → what is asked about it, in the order of the library."""
    seen = dict[str, str]()
    if len(library.appearances):
        dated = library.appearances.loc[library.appearances["date"] != "", ["paper_id", "date"]]
        seen = dict(dated.groupby("paper_id")["date"].min())
    return subjects_of(library.papers, seen)


def subjects_of(papers: pd.DataFrame, seen: Mapping[str, str] | None = None) -> dict[str, Subject]:
    """The same for some rows of a library's papers; `seen` are the first days on which digests listed them."""
    columns = ("paper_id", "title", "abstract", "arxiv_id", "doi", "links")
    rows = zip(*(papers[name].tolist() for name in columns), strict=True)
    days = seen or {}
    return {
        paper_id: Subject(title, abstract, arxiv_id, doi, str(days.get(paper_id, "")), _code(links))
        for paper_id, title, abstract, arxiv_id, doi, links in rows
    }


def _code(links: Iterable[str]) -> str:
    return next((url for url in links if "://github.com/" in url), "")


def services(chosen: Iterable[str] | None = None) -> list[Service]:
    """Those that are chosen by their ids, else the usual ones, with the keys of the settings."""
    own = settings()
    keys = {
        "openalex": own.openalex_key,
        "semantic_scholar": own.semantic_scholar_key,
        "hugging_face": own.hugging_face_token,
        "github": own.github_token,
    }
    addresses = {name: f"{own.services}/{name}" for name in registry.NAMES} if own.services else registry.ADDRESSES
    return registry.services(keys, own.contact, addresses, None if chosen is None else frozenset(chosen))


def price(engine: Engine, asked: Sequence[Subject], chosen: Sequence[Service]) -> Plan:
    """What would be asked, and how long it takes."""
    return plan(asked, chosen, findings.kept(engine, [each.key for each in asked]))


def start(engine: Engine, asked: Sequence[Subject], chosen: Sequence[Service], **more: Any) -> Job:
    """Begin to complete papers."""
    from components.enrichment.job import Job  # brings httpx, which no page needs before

    own = settings()
    allowed = (own.allow_address,) if own.allow_address else ()
    return Job(asked, chosen, engine, contact=own.contact, allow_addresses=allowed, **more)


def facts(
    engine: Engine, asked: Mapping[str, Subject], decided: Mapping[MatchKey, MatchDecision] | None = None
) -> dict[str, tuple[Fact, ...]]:
    """paper_id → what services say about it, for those about which any says something.

    `decided` is what the visitor decided about records.
    """
    known = findings.facts_of(engine, [each.key for each in asked.values()], decided)
    return {paper_id: known[each.key] for paper_id, each in asked.items() if known.get(each.key)}


def likely(
    engine: Engine, asked: Mapping[str, Subject], decided: Mapping[MatchKey, MatchDecision]
) -> dict[str, tuple[Finding, ...]]:
    """paper_id → records that may be it and about which the visitor has not decided."""
    found = findings.likely(engine, [each.key for each in asked.values()], decided)
    return {paper_id: found[each.key] for paper_id, each in asked.items() if each.key in found}


def rising(engine: Engine, asked: Callable[[], Mapping[str, Subject]]) -> dict[str, Growth]:
    """paper_id → how its votes grew lately; `asked` is called only where any paper's did."""
    found = findings.growth(engine, Field.VOTES)
    return {paper_id: found[each.key] for paper_id, each in asked().items() if each.key in found} if found else {}


def numbers(asked: Mapping[str, Subject], known: Mapping[str, Sequence[Fact]]) -> KnownNumbers:
    """The arXiv numbers that services are sure of, of papers whose digests say none."""
    found: dict[str, dict[str, str]] = {}
    for paper_id, own in known.items():
        paper = asked[paper_id]
        sure = [fact.value for fact in own if fact.field == Field.ARXIV_ID and fact.verdict is Verdict.SURE]
        if sure and not paper.arxiv_id:
            title = title_id(normalised_title(paper.title) or paper.title)
            found.setdefault(title, {})[paper.key] = str(sure[0])
    return found
