"""What the papers are, in one sentence: how many, from which digests, mostly about what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from components.text import counted, short
from components.workspace.view import View

NO_BREAK = "\u00a0"  # a space at which no line ends
_NAMED = 3  # digests that are named; with more, their number says enough
_LONGEST = 60  # characters of a digest's name
_MOSTLY = 0.5  # share of the papers from which they are mostly about something


def sentence(view: View) -> str:
    """What the shown papers are; plain text. There is at least one paper."""
    shown, total = len(view.shown), len(view.catalogue)
    amount = counted(total, "paper") if shown == total else f"{shown:,} of {counted(total, 'paper')}"
    return f"{amount}{_origin(view.shown, view.digest_labels)}{_subjects(view.shown)}"


def _origin(shown: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Where the papers come from: " from the digests A and B"."""
    seen = {digest for digests in shown["digests"] for digest in digests}
    here = [short(label, _LONGEST).replace(" ", NO_BREAK) for digest, label in labels.items() if digest in seen]
    if not here:
        return ""
    if len(here) > _NAMED:
        return f" from {len(here):,} digests"
    return f" from the {'digest' if len(here) == 1 else 'digests'} {_listed(here)}"


def _subjects(shown: pd.DataFrame) -> str:
    """What they are about, by the names of their two largest areas; "" where they have none."""
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


def in_a_sentence(name: str) -> str:
    """A topic's name as it stands inside a sentence: "Causal models" → "causal models", "Vision Transformer" as is."""
    return name[:1].lower() + name[1:] if name[1:] == name[1:].lower() and len(name) > 1 else name


def _listed(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
