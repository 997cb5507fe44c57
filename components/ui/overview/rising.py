"""What is new among the papers, and which topics grew with it more than chance would give."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from components.landscape.insights import growth
from components.landscape.result import Analysis
from components.text import counted, short
from components.ui.shared.text import day
from components.workspace.view import View

_LISTED = 3  # topics of each
_LEAST, _MOST = 0.1, 0.6  # share of the dated papers that the latest years must hold to say something


@dataclass(frozen=True, slots=True)
class RisingTopic:
    """A topic with new papers."""

    slug: str
    name: str
    new: int
    grew: bool  # more than chance would give


@dataclass(frozen=True, slots=True)
class Rising:
    """One way to be new."""

    title: str
    sentence: str
    topics: tuple[RisingTopic, ...]


def rising(view: View, analysis: Analysis | None) -> list[Rising]:
    """What is new since the last visit, else with the last digest, and in the latest years; under the filters.

    Each where it can be told.
    """
    found = [_since_visit(view, analysis) or _with_digest(view, analysis), _with_years(view, analysis)]
    return [each for each in found if each is not None]


def _since_visit(view: View, analysis: Analysis | None) -> Rising | None:
    new = frozenset(view.catalogue.loc[view.catalogue["new"], "paper_id"])
    title = f"New since your last visit, {day(view.since)}" if new else ""
    return _described(view, analysis, title, new) if new and not view.read_only else None


def _with_digest(view: View, analysis: Analysis | None) -> Rising | None:
    if len(view.library.digests) < 2:
        return None
    digest = view.library.digests[-1]
    return _described(
        view,
        analysis,
        f"New with {short(digest.label, 40)}",
        growth.new_with(view.library.appearances, [digest.digest_id]),
    )


def _with_years(view: View, analysis: Analysis | None) -> Rising | None:
    years = view.catalogue["published"].str.extract(r"^(\d{4})", expand=False)
    known = years.dropna()
    if len(known) < len(years) / 2:
        return None
    amounts = known.value_counts().sort_index(ascending=False)
    enough = amounts.index[(amounts.cumsum() >= _LEAST * len(known)).to_numpy()]
    since = str(enough[0])
    late = years >= since
    if late.sum() > _MOST * len(known):
        return None
    title = f"From {since}" if since == amounts.index[0] else f"Since {since}"
    return _described(view, analysis, title, frozenset(view.catalogue["paper_id"][late.fillna(value=False)]))


def _described(view: View, analysis: Analysis | None, title: str, new: frozenset[str]) -> Rising | None:
    shown: pd.DataFrame = view.shown[view.shown["paper_id"].isin(new)]
    if shown.empty:
        return None
    amounts = Counter(shown["topic"])
    grown = [each.slug for each in growth.growth(analysis, new).grown if each.kind == "topic"] if analysis else []
    rose = [slug for slug in grown if amounts[slug]]
    order = rose or [str(slug) for slug, _ in amounts.most_common()]
    topics = tuple(
        RisingTopic(slug, view.topics[slug].name, amounts[slug], slug in grown)
        for slug in order[:_LISTED]
        if slug in view.topics
    )
    most = ", more than expected about" if rose else ", most of them about"
    return Rising(title, counted(len(shown), "paper") + (most if topics else ""), topics)
