"""The services there are, in the order in which titles are asked: quick ones without a key first."""

from __future__ import annotations

from collections.abc import Mapping

from components.enrichment.services.arxiv import Arxiv
from components.enrichment.services.crossref import Crossref
from components.enrichment.services.datacite import DataCite
from components.enrichment.services.github import GitHub
from components.enrichment.services.hugging_face import HuggingFace
from components.enrichment.services.openalex import OpenAlex
from components.enrichment.services.openreview import OpenReview
from components.enrichment.services.semantic_scholar import SemanticScholar
from components.enrichment.services.service import Service
from components.net import openreview

SERVICES: tuple[type[Service], ...] = (
    HuggingFace, Arxiv, OpenAlex, SemanticScholar, Crossref, DataCite, OpenReview, GitHub,
)  # fmt: skip
ADDRESSES: Mapping[str, str] = {
    HuggingFace.id: "https://huggingface.co",
    Arxiv.id: "https://export.arxiv.org",
    OpenAlex.id: "https://api.openalex.org",
    SemanticScholar.id: "https://api.semanticscholar.org",
    Crossref.id: "https://api.crossref.org",
    DataCite.id: "https://api.datacite.org",
    OpenReview.id: openreview.ADDRESS,
    GitHub.id: "https://api.github.com",
}
OFF_AT_FIRST = frozenset({OpenReview.id})
NAMES: Mapping[str, str] = {kind.id: kind.name for kind in SERVICES}
ABOUT_CODE = frozenset(kind.id for kind in SERVICES if kind.about_code)


def services(
    keys: Mapping[str, str],
    contact: str = "",
    addresses: Mapping[str, str] = ADDRESSES,
    chosen: frozenset[str] | None = None,
) -> list[Service]:
    """Those that are chosen (by default all but `OFF_AT_FIRST`), with their keys by `Service.id`."""
    wanted = chosen if chosen is not None else frozenset(NAMES) - OFF_AT_FIRST
    return [kind(addresses[kind.id], keys.get(kind.id, ""), contact) for kind in SERVICES if kind.id in wanted]
