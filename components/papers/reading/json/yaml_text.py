"""YAML: one paper a file, a list of papers, or one paper a document.

Aliases are refused: with them a small file can expand without end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from components.papers.reading.content import Content
from components.papers.reading.fields import common_day, resolve_dates, role_of
from components.papers.reading.json.collecting import Collected, collect
from components.papers.reading.outcome import Reading

SHAPE = "YAML"

_FIRST = re.compile(
    r"\s*(?:%YAML.*\n)?(?:#.*\n\s*)*(?:---[^\n]*\n\s*)?(?:-\s+)?[\"']?(?P<name>[^\W\d][\w -]{0,40})[\"']?\s*:(?:\s|$)"
)
_TITLE = re.compile(r"^[ \t]*(?:-[ \t]+)?[\"']?title[\"']?[ \t]*:", re.M | re.I)
_DEEPEST = 40
_MOST_PIECES = 400_000  # lines and list entries; the parser is slow


def recognise(content: Content) -> bool:
    """Starts with a key, and has a title and another field of a paper among its keys."""
    if not _FIRST.match(content.head) or not _TITLE.search(content.head):
        return False
    if content.text.count("\n") + content.text.count(",") > _MOST_PIECES:
        return False
    keys = set(re.findall(r"^[ \t]*(?:-[ \t]+)?[\"']?([A-Za-z_][\w -]{0,30})[\"']?\s*:(?=\s|$)", content.head, re.M))
    roles = {role_of(key) for key in keys} - {"", "title", "id"}
    return bool(roles)


def read(content: Content) -> Reading:
    """All records of all documents, as far as they can be parsed."""
    collected = Collected()
    for value in _documents(content.text):
        if isinstance(value, (list, Mapping)):
            collect(value, collected)
        elif value is not None:
            return Reading()  # prose after the first document: front matter, not YAML
    papers = resolve_dates(collected.papers)
    return Reading(tuple(papers), collected.date or common_day(papers), tuple(collected.notes))


def _documents(text: str) -> list[Any]:
    """The documents, or none where the text is no YAML, nests too deep or uses aliases."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        depth = 0
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
                depth += 1
            elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                depth -= 1
            if depth > _DEEPEST or isinstance(event, yaml.AliasEvent):
                return []
        return list(yaml.load_all(text, Loader=loader))
    except (yaml.YAMLError, RecursionError, ValueError, TypeError):
        return []
