"""Abstracts that are none: boilerplate, and one text standing under many titles.

Not here: repairing text (`cleaning`). The paper is kept, its false abstract is not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

_BOILERPLATE = re.compile(
    r"(?:join the discussion on this paper page|(?:no|missing) abstract(?: (?:is )?(?:available|found|provided))?|"
    r"abstract (?:is )?(?:not |un)available|abstract not found|not available|coming soon|n/?a|none|null|nan|tbd|"
    r"abstract|-+|this paper has been withdrawn[^.]*|your daily dose of ai research from ak)[.!…]*",
    re.I,
)
_MANY = 3  # different titles over one text: two can be a renamed paper, three are not
_VARIABLE = re.compile(r"[\d\W_]+")


def boilerplate(abstract: str) -> bool:
    """Whether an abstract is nothing but a known stand-in for one."""
    return bool(abstract) and bool(_BOILERPLATE.fullmatch(abstract))


def repeated_abstracts(titles: Sequence[str], keys: Sequence[str], abstracts: Sequence[str]) -> dict[int, int]:
    """The records whose abstract stands, but for numbers and the title itself, under three or more different titles.

    `keys` are the normalised titles. Gives record number → how many titles share the text.
    """
    titles_of: defaultdict[str, set[str]] = defaultdict(set)
    records_of: defaultdict[str, list[int]] = defaultdict(list)
    for record, (title, abstract) in enumerate(zip(titles, abstracts, strict=True)):
        if not abstract:
            continue
        body = abstract.replace(title, " ") if len(title) > 2 else abstract
        key = _VARIABLE.sub(" ", body).casefold() if len(body) < 400 else body
        records_of[key].append(record)
        titles_of[key].add(keys[record])
    return {
        record: len(titles_of[key])
        for key, records in records_of.items()
        if len(titles_of[key]) >= _MANY
        for record in records
    }
