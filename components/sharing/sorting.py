"""Papers put into an order that a program asks for by name."""

from __future__ import annotations

import numpy as np
import pandas as pd

# What each order is called → its column, and whether its greatest value comes first.
ORDERS = {
    "date": ("published", True),
    "year": ("year", True),
    "votes": ("votes", True),
    "stars": ("stars", True),
    "citations": ("citations", True),
    "seen": ("seen", True),
    "rating": ("rating", True),
    "reviewers": ("review_rating", True),
    "title": ("title", False),
    "venue": ("venue", False),
}
# Orders that pages know and that depend on more than the papers: here papers keep the order of their digests.
OF_PAGES = frozenset({"usual", "interest", "novelty", "mine"})


def in_order(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """The rows in one of `ORDERS`; equal ones keep theirs, those without a value come last."""
    if by not in ORDERS:
        return rows
    column, greatest_first = ORDERS[by]
    values = rows[column]
    if column in ("published", "year", "title", "venue"):
        texts = values.str.casefold()
        known = texts.str.match(r"\d{4}") if column == "published" else texts != ""
        ranks = texts.where(known.astype(bool)).rank(method="dense").to_numpy(dtype=float)
    else:
        ranks = values.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
        if column == "rating":
            ranks = np.where(ranks > 0, ranks, np.nan)
    return rows.iloc[np.argsort(-ranks if greatest_first else ranks, kind="stable")]  # NaN sorts last
