"""Which papers of a search its feed holds, where it goes by interest: the best of each day on which papers came."""

from __future__ import annotations

import pandas as pd

from components.curation.searches.delivery import Delivery
from components.workspace.interest import order
from components.workspace.view import View


def choose(shown: View, arrived: pd.Series, delivery: Delivery) -> tuple[pd.DataFrame, dict[str, str]]:
    """(rows of the papers, paper_id → why it is among them); all but muted ones where nothing is ordered by interest.

    `arrived` says when each row of `shown.shown` came, ISO 8601. A number of papers is one of a day, so that a paper
    that was in the feed is not pushed out by those of later days.
    """
    by = order.of(shown)
    rows = shown.shown
    not_muted = ~rows["paper_id"].isin(by.pins.muted).to_numpy(dtype=bool)
    if not (delivery.by_interest and by.is_known):
        return rows[not_muted].reset_index(drop=True), {}
    kept: set[str] = set()
    for _, ids in rows["paper_id"][not_muted].groupby(arrived[not_muted].str[:10].to_numpy()):
        passing = [each for each in by.sorted(ids) if by.passes(each, delivery.at_least)]
        kept.update(passing[: delivery.most])
    chosen = rows[rows["paper_id"].isin(kept)].reset_index(drop=True)
    return chosen, {each: by.why(each) for each in chosen["paper_id"]}
