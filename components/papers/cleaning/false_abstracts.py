"""Abstracts that are none: boilerplate, and one text standing under many titles.

The paper is kept, its false abstract is not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from components.papers.paper import Record

_BOILERPLATE = re.compile(
    r"(?:join the discussion on this paper page|(?:no|missing) abstract(?: (?:is )?(?:available|found|provided))?|"
    r"(?:there is |this (?:article|paper|item|record|entry) has )?no abstract(?: (?:is )?available)?"
    r"(?: (?:for|of|in) th(?:is|e) (?:article|paper|item|record|entry|work))?|"
    r"(?:the )?abstract (?:is |of th(?:is|e) (?:article|paper) is )?(?:not |un)available|"
    r"abstract not found|not available|coming soon|n/?a|none|null|nan|tbd|"
    r"abstract|-+|this paper has been withdrawn[^.]*|your daily dose of ai research from ak)[.!…]*",
    re.I,
)
_MANY = 3  # different titles over one text: two can be a renamed paper, three are not
_VARIABLE = re.compile(r"[\d\W_]+")


def is_boilerplate(abstract: str) -> bool:
    """Whether an abstract is nothing but a known stand-in for one."""
    return bool(abstract) and bool(_BOILERPLATE.fullmatch(abstract))


def repeated_abstracts(records: Sequence[Record]) -> dict[int, int]:
    """The records whose abstract stands, but for numbers and the title itself, under three or more different titles.

    Place in `records` → how many titles share the text.
    """
    titles_of: defaultdict[str, set[str]] = defaultdict(set)
    places_of: defaultdict[str, list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        if not record.abstract:
            continue
        body = record.abstract.replace(record.title, " ") if len(record.title) > 2 else record.abstract
        key = _VARIABLE.sub(" ", body).casefold() if len(body) < 400 else body
        places_of[key].append(place)
        titles_of[key].add(record.title_key)
    return {
        place: len(titles_of[key])
        for key, places in places_of.items()
        if len(titles_of[key]) >= _MANY
        for place in places
    }
