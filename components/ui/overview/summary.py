"""The heading of the overview: how many papers, from which digests, about which topics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from components.text import counted, short
from components.ui.shared.text import in_a_sentence
from components.workspace.view import View

NO_BREAK = "\u00a0"  # a space at which no line ends
_MOST_NAMES = 3  # digests given by name; of more, only the number
_LONGEST = 60  # characters of a digest's name
_MOSTLY = 0.5  # share of papers in the two largest areas from which the sentence says "mostly"


def sentence(view: View) -> str:
    """One sentence about the shown papers, of which there is at least one; plain text."""
    shown, total = len(view.shown), len(view.catalogue)
    amount = counted(total, "paper") if shown == total else f"{shown:,} of {counted(total, 'paper')}"
    return f"{amount}{_origin(view.shown, view.digest_labels)}{_subjects(view.shown)}"


def _origin(shown: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Which digests list the papers: " from the digests A and B"; "" where none does."""
    digest_ids = {digest_id for row in shown["digests"] for digest_id in row}
    names = [short(label, _LONGEST).replace(" ", NO_BREAK) for each, label in labels.items() if each in digest_ids]
    if not names:
        return ""
    if len(names) > _MOST_NAMES:
        return f" from {len(names):,} digests"
    return f" from the {'digest' if len(names) == 1 else 'digests'} {_enumerated(names)}"


def _subjects(shown: pd.DataFrame) -> str:
    """The names of the two largest areas: ", mostly about A and B"; "" where there are none."""
    names = shown.loc[shown["area_name"] != "", "area_name"]
    if names.empty:
        return ""
    amounts = names.value_counts()
    first = [in_a_sentence(str(name).split(", ")[0]) for name in amounts.index[:2]]
    about = " and ".join(dict.fromkeys(first))
    if len(amounts) == 1:
        return f", about {about}"
    if amounts.iloc[:2].sum() >= _MOSTLY * len(shown):
        return f", mostly about {about}"
    return f"; the largest groups are about {about}"


def _enumerated(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
