"""Text with labels ("Authors: …", "Upvotes: 52", a heading "Abstract") as named fields and the rest.

Newsletters and feed descriptions are written like that. What the fields mean: `fields`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from components.papers.reading.fields import role_of

_LABEL = re.compile(
    r"\s*(?:[-*+•>]\s+)?(?:\*\*|__|_|\*)?\s*(?P<name>[^\W\d][\w /-]{0,30}?)\s*(?:\*\*|__|_|\*)?\s*[:：]\s*(?:\*\*|__)?"
    r"\s*(?P<value>.*)",
    re.S,
)
_HEADING = re.compile(r"\s*(?:#{1,6}\s*)?(?:\*\*|__|<b>)?\s*(?P<name>[^\W\d][\w /-]{0,30}?)\s*(?:\*\*|__)?\s*[:：]?\s*")
_CATEGORY = re.compile(r"(?:main |primary )?categor(?:y|ies)", re.I)


@dataclass
class Labelled:
    """Fields by their label as written, and the paragraphs without a label."""

    fields: dict[str, str] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)


def split_labels(paragraphs: Iterable[str]) -> Labelled:
    """Sort paragraphs (lines within them count as lines) into labelled fields and the rest."""
    found = Labelled()
    under = ""  # the label a heading gives to the paragraphs after it
    for paragraph in paragraphs:
        going_on = ""
        for line in paragraph.split("\n"):
            line = " ".join(line.split())
            if not line:
                continue
            label = _LABEL.fullmatch(line)
            name = _known(label["name"]) if label else ""
            if label and name:
                under = going_on = ""
                if label["value"].strip():
                    _put(found, name, label["value"].strip())
                    going_on = name
                else:
                    under = name
                continue
            heading = _HEADING.fullmatch(line)
            if heading and _known(heading["name"]):
                under, going_on = _known(heading["name"]), ""
            elif going_on or under:
                _put(found, going_on or under, line.strip())
            else:
                found.rest.append(line.strip())
    return found


def _known(name: str) -> str:
    """The label, if it names a field of a paper."""
    words = " ".join(name.split())
    if _CATEGORY.fullmatch(words):
        return "categories"
    return words if role_of(words) not in ("", "title", "comment") else ""


def _put(found: Labelled, name: str, text: str) -> None:
    found.fields[name] = f"{found.fields[name]} {text}" if name in found.fields else text
