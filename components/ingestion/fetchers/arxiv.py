"""arXiv's announcements: today's batch from its feed, earlier days from its archive (OAI-PMH), by date.

The feed holds the present batch only, and says by `announce_type` what is new, cross-listed or replaced. The archive
gives records by the day they changed, with the date of every version: one whose only version is from those days is new.
Both count as one service, asked one question at a time (`Outside.arxiv_lane`). Source: info.arxiv.org/help/{rss,oa}.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from components.ingestion.fetchers.announcements import BEFORE_ITEM, KEY, kind_of
from components.ingestion.fetchers.outside import Arrived, FetchFailedError, Outside
from components.ingestion.source import Announced, SourceSpec
from components.papers.paper import DigestFile
from components.papers.reading.dates import mail_date
from components.papers.reading.xml_tree import local_name, root_of, text_in

MOST_PAGES = 60  # of a category
_FRESH = timedelta(days=10)  # a first version this much older than its announcement was changed, not announced
_TITLE = re.compile(r"<title>([^<]{0,300})</title>")


def fetch(spec: SourceSpec, periods: Sequence[str], current: str, outside: Outside) -> Arrived:
    """The papers announced on these days; the present day is asked for alone. Raises FetchFailedError."""
    if list(periods) == [current]:
        return Arrived(((current, _batch(spec, current, outside)),))
    return Arrived(tuple(_from_archive(spec, periods, outside)))


def _batch(spec: SourceSpec, period: str, outside: Outside) -> DigestFile:
    """The feed, without what is not wanted of it."""
    address = f"{outside.arxiv_feed}/{quote(spec.what, safe='+.-')}"
    text = outside.get(address, lane=outside.arxiv_lane).body.decode("utf-8", "replace")
    if not re.search(r"<(?:rss|rdf:RDF)\b", text[:5_000]):
        raise FetchFailedError("arXiv sent no feed. It is asked again later.")
    title = _TITLE.search(text[:5_000])
    if title and "error" in title[1].lower():
        raise FetchFailedError(f"arXiv knows no category {spec.what}.")
    kept = "".join(_wanted(part, spec) for part in BEFORE_ITEM.split(text))
    return DigestFile(f"arxiv {period}.xml", kept.encode())


def _wanted(part: str, spec: SourceSpec) -> str:
    """An item with what follows it; only that where the item is not wanted."""
    if not part.startswith("<item") or kind_of(part) in spec.announced:
        return part
    return part.partition("</item>")[2]


def _from_archive(spec: SourceSpec, periods: Sequence[str], outside: Outside) -> Iterator[tuple[str, DigestFile]]:
    """A file a day with the records that came into the archive on it."""
    by_day: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for category in spec.what.split("+"):
        for record in _records(category, min(periods), outside):
            announced = _announced(record, spec.what.split("+")) if record else Announced.NEW
            if record and announced in spec.announced and record["datestamp"] in periods:
                record[KEY] = None if announced is Announced.NEW else str(announced)
                by_day[record["datestamp"]].setdefault(record["arxiv_id"], record)
    for period in periods:
        papers = [{**record, "datestamp": None, "versions": None} for record in by_day[period].values()]
        yield period, DigestFile(f"arxiv {period}.json", orjson.dumps(papers))


def _records(category: str, first: str, outside: Outside) -> Iterator[dict[str, Any]]:
    archive, _, subject = category.partition(".")
    group = archive if archive in _GROUPS else "physics"
    name = f"{group}:{archive}:{subject}" if subject else archive if archive == group else f"{group}:{archive}"
    query = {"verb": "ListRecords", "metadataPrefix": "arXivRaw", "set": name, "from": first}
    for _ in range(MOST_PAGES):
        answer = outside.get(f"{outside.arxiv_archive}?{urlencode(query)}", lane=outside.arxiv_lane)
        root = root_of(answer.body.decode("utf-8", "replace"))
        if root is None or local_name(root) != "oai-pmh":
            raise FetchFailedError("arXiv's archive sent nothing that can be read. It is asked again later.")
        errors = [each for each in root.iter() if local_name(each) == "error"]
        if errors and errors[0].get("code") != "noRecordsMatch":
            raise FetchFailedError(f"arXiv's archive answers: {text_in(errors[0])[:200]}")
        yield from (_record(each) for each in root.iter() if local_name(each) == "record")
        token = next((text_in(each) for each in root.iter() if local_name(each) == "resumptiontoken"), "")
        if not token:
            return
        query = {"verb": "ListRecords", "resumptionToken": token}
    raise FetchFailedError(f"arXiv's archive has more than {MOST_PAGES} pages for {category}. Choose fewer categories.")


# Archives that are groups of their own; all others belong to physics.
_GROUPS = frozenset({"cs", "math", "stat", "eess", "econ", "q-bio", "q-fin"})


def _record(element: Any) -> dict[str, Any]:
    """The fields of a record under the names that `papers.reading.fields` knows; empty for a deleted one."""
    found: dict[str, Any] = {"versions": []}
    for part in element.iter():
        name = local_name(part)
        if name == "version":
            dates = [text_in(each) for each in part if local_name(each) == "date"]
            found["versions"].append(mail_date(dates[0]) if dates else "")
        elif name in ("id", "title", "authors", "abstract", "categories", "datestamp", "doi"):
            found[name] = " ".join(text_in(part).split())
    if not found.get("id") or not found.get("title") or not found.get("datestamp"):
        return {}
    first = next(iter(found["versions"]), "")
    return {
        "arxiv_id": found["id"],
        "title": found["title"],
        "abstract": found.get("abstract", ""),
        "authors": found.get("authors", ""),
        "categories": found.get("categories", "").split(),
        "doi": found.get("doi", ""),
        "published": first,
        "datestamp": found["datestamp"][:10],
        "versions": found["versions"],
    }


def _announced(record: dict[str, Any], categories: Sequence[str]) -> Announced:
    """How a record that came on a day was announced on it."""
    try:
        age = date.fromisoformat(record["datestamp"]) - date.fromisoformat(record["published"][:10])
    except ValueError:
        age = timedelta(0)
    if len(record["versions"]) > 1 or age > _FRESH:
        return Announced.REPLACE
    return Announced.NEW if set(record["categories"][:1]) & set(categories) else Announced.CROSS
