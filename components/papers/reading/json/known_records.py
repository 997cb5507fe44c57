"""Records as well-known services and programs write them in JSON, under the names that `fields.paper_of` knows.

OpenReview wraps each value, Zotero keeps a record under "data" and people under "creators", OpenAlex writes an abstract
as places of its words and people as authorships, DBLP has "info", Kaggle's dump of arXiv dates the versions.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from components.papers.reading.dates import mail_date

_LONGEST_ABSTRACT = 20_000  # words: beyond that, places are no abstract's
_WRAPPERS = ("data", "info", "content", "work", "item")  # a record's own fields stand below one of these
_WRITERS = ("author", "")  # kinds of Zotero's creators that wrote the paper; others edited, translated …


def plain_record(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The record with its fields at the top, under plain names; as it is where nothing is known about its form."""
    record = _unwrapped(record)
    found: dict[str, Any] = {}
    places = record.get("abstract_inverted_index")
    if isinstance(places, Mapping) and (text := _in_order(places)):
        found["abstract"] = text
    if isinstance(record.get("authorships"), list):
        found["authors"] = [_display_name(one) for one in record["authorships"]]
    if isinstance(record.get("creators"), list) and any(isinstance(one, Mapping) for one in record["creators"]):
        found["creators"] = [_creator(one) for one in record["creators"] if _wrote(one)]
    if isinstance(record.get("authors"), Mapping):
        found["authors"] = _dblp_authors(record["authors"])
    location = record.get("primary_location")
    if isinstance(location, Mapping):
        found["url"] = [location.get("landing_page_url"), record.get("url")]
        found["venue"] = location.get("source") or record.get("venue")
    custom = record.get("custom")
    if isinstance(custom, Mapping) and isinstance(custom.get("categories"), list):  # as we write CSL
        found["categories"] = custom["categories"]
    if record.get("is_retracted") is True:
        found["status"] = "retracted"
    if isinstance(record.get("archiveID"), str):
        found["arxiv_id"] = record["archiveID"]
    if isinstance(record.get("ee"), (str, list)):
        found["url"] = record["ee"]
    if isinstance(record.get("forum"), str) and "/" not in record["forum"]:
        found["url"] = f"https://openreview.net/forum?id={record['forum']}"
        found["published"] = _of_milliseconds(record.get("pdate") or record.get("cdate"))
    versions = record.get("versions")
    if isinstance(versions, list) and versions and isinstance(versions[0], Mapping):
        found["published"] = mail_date(str(versions[0].get("created", "")))
    found = {name: value for name, value in found.items() if value}
    return {**record, **found} if found else record


def _unwrapped(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """A record whose title stands one level below, raised; OpenReview's {"value": …} opened."""
    for name in _WRAPPERS:
        inner = record.get(name)
        if isinstance(inner, Mapping) and "title" in inner and not isinstance(record.get("title"), str):
            record = {**{key: value for key, value in record.items() if key != name}, **inner}
            break
    if any(isinstance(value, Mapping) and value.keys() == {"value"} for value in record.values()):
        return {
            name: value["value"] if isinstance(value, Mapping) and value.keys() == {"value"} else value
            for name, value in record.items()
        }
    return record


def _in_order(places: Mapping[str, Any]) -> str:
    words: dict[int, str] = {}
    for word, at in places.items():
        if isinstance(word, str) and isinstance(at, list):
            words.update((place, word) for place in at if isinstance(place, int))
    return " ".join(words[place] for place in sorted(words)[:_LONGEST_ABSTRACT])


def _display_name(authorship: Any) -> str:
    author = authorship.get("author") if isinstance(authorship, Mapping) else None
    name = author.get("display_name") if isinstance(author, Mapping) else None
    return name if isinstance(name, str) else ""


def _wrote(creator: Any) -> bool:
    return isinstance(creator, Mapping) and str(creator.get("creatorType") or "") in _WRITERS


def _creator(creator: Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(creator.get("name"), str):
        return {"name": creator["name"]}
    return {"given": creator.get("firstName"), "family": creator.get("lastName")}


def _dblp_authors(authors: Mapping[str, Any]) -> list[str]:
    people = authors.get("author")
    people = people if isinstance(people, list) else [people]
    texts = [one.get("text") if isinstance(one, Mapping) else one for one in people]
    return [text.rstrip("0123456789 ") for text in texts if isinstance(text, str)]


def _of_milliseconds(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 4e12:
        return ""
    return datetime.fromtimestamp(value / 1000, UTC).date().isoformat()
