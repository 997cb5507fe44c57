"""What each kind of value in a workspace may be: values that come from outside are judged by it before they are stored.

A kind that is not known here is of another version, or nobody's.
"""

from __future__ import annotations

import json
import re

from components.curation.annotations import decisions, duplicate_decisions, match_decisions, notes, tags, topic_edits
from components.curation.annotations.annotation_set import RANK_KIND
from components.curation.annotations.decisions import Decision
from components.curation.annotations.fractional_index import RANK
from components.curation.annotations.tags import TagError
from components.curation.ranking import named_interests as interests
from components.curation.ranking.named_interests import InterestError

LONGEST_ID = 2_000  # bytes: of an address that a decision about a link names; ids of papers are much shorter
LONGEST_EDIT, LONGEST_RANK = 2_000_000, 4_000  # characters
LINK = "link"  # decisions about links, under the link's address
_LINK_FIELDS = {
    "accepted_until": re.compile(r"(?:\d{4}-\d\d-\d\d)?"),
    "replacement": re.compile(r"(?:https?://\S{1,2000})?"),
}
_LONGEST_LINK_NOTE = 2_000
_EDIT_ID = re.compile(r"[\w.:-]{1,64}")


def trouble(kind: str, paper_id: str, value: str) -> str:
    """Why a value cannot be kept, in words that complete "… was left out: it"; "" for one that can."""
    if not is_id(paper_id):
        return "names no paper"
    if kind == decisions.KIND:
        known = value in {Decision.STARRED, Decision.LATER, Decision.HIDDEN}
        return "" if known else f"is no decision (“{_shown(value)}”)"
    if kind == notes.RATING:
        return "" if value in notes.RATINGS else f"is no rating from 1 to {notes.BEST} (“{_shown(value)}”)"
    if kind == notes.NOTE:
        if len(value) > notes.LONGEST:
            return f"is a note of {len(value):,} characters; {notes.LONGEST:,} is the most"
        return "" if value and notes.clean(value) == value else "is a note with characters that none may have"
    if kind.startswith(tags.PREFIX):
        return "" if value == "1" and _is_tag(kind[len(tags.PREFIX) :]) else f"is no tag (“{_shown(kind)}”)"
    if kind.startswith(duplicate_decisions.PREFIX):
        pair = is_id(kind[len(duplicate_decisions.PREFIX) :]) and value in ("same", "different")
        return "" if pair else "does not say whether two papers are the same"
    if kind.startswith(match_decisions.PREFIX):
        record = match_decisions.key_of(kind) and value in ("same", "different")
        return "" if record else "does not say whether a record is a paper"
    if kind == RANK_KIND:
        return "" if len(value) <= LONGEST_RANK and RANK.fullmatch(value) else "is no place in a shortlist"
    if kind == LINK:
        return "" if _is_about_link(value) else "says nothing about a link"
    if kind.startswith(interests.PREFIX):
        return "" if value == "1" and _is_interest(kind[len(interests.PREFIX) :], paper_id) else "is no interest"
    if kind.startswith(topic_edits.PREFIX):
        return "" if _is_edit(kind[len(topic_edits.PREFIX) :], value) else "is no edit of topics"
    return f"is of a kind that is not known here (“{_shown(kind)}”)"


def is_id(text: str) -> bool:
    """Whether a text can name a paper, or the address that a decision is about."""
    return bool(text) and len(text.encode("utf-8", "replace")) <= LONGEST_ID and text.isprintable()


def _is_tag(name: str) -> bool:
    try:
        return tags.clean_name(name) == name
    except TagError:
        return False


def _is_interest(kind: str, name: str) -> bool:
    try:
        return kind in {each.value for each in interests.Kind} and interests.clean_name(name) == name
    except InterestError:
        return False


def _is_about_link(value: str) -> bool:
    given = _object(value)
    if not given or not given.keys() <= {*_LINK_FIELDS, "note"}:
        return False
    note = given.get("note", "")
    texts = {name: given.get(name, "") for name in _LINK_FIELDS}
    fitting = all(isinstance(text, str) and _LINK_FIELDS[name].fullmatch(text) for name, text in texts.items())
    return fitting and isinstance(note, str) and len(note) <= _LONGEST_LINK_NOTE


def _is_edit(edit_id: str, value: str) -> bool:
    return bool(_EDIT_ID.fullmatch(edit_id)) and len(value) <= LONGEST_EDIT and bool(_object(value))


def _object(value: str) -> dict[str, object]:
    try:
        given = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"
