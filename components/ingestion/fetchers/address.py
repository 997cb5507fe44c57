"""A feed or a page at an address: asked for with what its server gave to recognise it by, so that it may say 304."""

from __future__ import annotations

from components.ingestion.fetchers.outside import Arrived, Outside
from components.ingestion.source import SourceKind, SourceSpec
from components.papers.paper import DigestFile

_ACCEPT = {
    SourceKind.FEED: "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5",
    SourceKind.PAGE: "text/html,application/xhtml+xml,*/*;q=0.8",
}


def fetch(spec: SourceSpec, period: str, outside: Outside, etag: str = "", modified: str = "") -> Arrived:
    """What lies there. Validators are sent back as they came. Raises FetchFailedError."""
    headers = {"Accept": _ACCEPT[spec.kind]}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}
    answer = outside.get(spec.what, headers)
    if answer.status == 304:
        return Arrived(etag=etag, modified=modified, unchanged=True)
    kind = answer.headers.get("content-type", "")
    ending = (
        "json" if "json" in kind else "html" if "html" in kind else "xml" if spec.kind is SourceKind.FEED else "txt"
    )
    return Arrived(
        ((period, DigestFile(f"{spec.label}.{ending}", answer.body)),),
        etag=_validator(answer.headers.get("etag", "")),
        modified=_validator(answer.headers.get("last-modified", "")),
    )


def _validator(text: str) -> str:
    return text if len(text) <= 300 and text.isascii() and text.isprintable() else ""
