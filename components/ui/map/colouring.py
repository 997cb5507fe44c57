"""What the colours of the map mean: which group each paper belongs to under each way of colouring.

At most eight hues and a grey, told apart by everybody; numbers and dates become a few steps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from components.curation.annotations.decisions import Decision
from components.landscape.result import Analysis
from components.links.verdict import State
from components.ui.shared.colours import topic_colour
from components.ui.shared.topics import topic_colours
from components.workspace.jobs import registry
from components.workspace.view import View

FILTERED_BY = {"topic": "topics", "digest": "digests", "decision": "decisions"}
_GREY = {True: "#6B7785", False: "#8B95A1"}
_STEPS = 6  # of numbers and dates
# From little to much, readable on both grounds: one hue, five lightnesses, as the eye orders them.
_RAMP = {
    False: ("#9DB2F5", "#7390F2", "#4A6BEF", "#2F4FC4", "#1E3488"),
    True: ("#3A4F9E", "#4A6BEF", "#7390F2", "#A3B7FA", "#D7E0FF"),
}


@dataclass(frozen=True, slots=True)
class Colouring:
    """Groups as (name, colour, filter value), and which of them each paper belongs to."""

    groups: list[tuple[str, str, str]]
    group: np.ndarray


def offered(view: View) -> dict[str, str]:
    """The ways to colour that say something about these papers, and what they are called."""
    ways = {"topic": "Topic", "digest": "Digest", "decision": "Decision", "links": "Links"}
    if (view.catalogue["published"].str.len() >= len("2026-01")).any():
        ways["date"] = "Date"
    if view.catalogue["votes"].notna().any():
        ways["votes"] = "Votes"
    if (view.catalogue["decision"] == Decision.STARRED).any():
        ways["picks"] = "Similarity to my picks"
    if view.catalogue["tags"].map(len).any():
        ways["tag"] = "Tag"
    return ways


def colouring(view: View, analysis: Analysis, by: str, dark: bool) -> Colouring:
    """Group the visit's papers in one of the offered ways."""
    return _WAYS[by](view, analysis, view.catalogue, dark)


def _by_topic(view: View, analysis: Analysis, papers: pd.DataFrame, dark: bool) -> Colouring:
    del view, papers
    colours = topic_colours(analysis, dark)
    return Colouring(
        [(topic.name, colour, topic.slug) for topic, colour in zip(analysis.topics, colours, strict=True)],
        analysis.topic.astype(np.int64),
    )


def _by_digest(view: View, analysis: Analysis, papers: pd.DataFrame, dark: bool) -> Colouring:
    del analysis
    digests = list(view.digest_labels)
    groups = [(view.digest_labels[each], topic_colour(number, 0, dark), each) for number, each in enumerate(digests)]
    groups.append(("In several", _GREY[dark], ""))
    place = {digest: number for number, digest in enumerate(digests)}
    group = [place.get(seen[0], 0) if len(seen) == 1 else len(digests) for seen in papers["digests"]]
    return Colouring(groups, np.array(group))


def _by_decision(view: View, analysis: Analysis, papers: pd.DataFrame, dark: bool) -> Colouring:
    del view, analysis
    names = list(Decision)
    hues = {Decision.STARRED: 4, Decision.LATER: 5, Decision.HIDDEN: 6}
    groups = [
        (
            "Undecided" if name == Decision.INBOX else name.capitalize(),
            topic_colour(hues[name], 0, dark) if name in hues else _GREY[dark],
            str(name),
        )
        for name in names
    ]
    return Colouring(groups, _places(papers["decision"], [str(name) for name in names]))


def _by_links(view: View, analysis: Analysis, papers: pd.DataFrame, dark: bool) -> Colouring:
    del view, analysis
    alive, unsure, dead, unchecked, none = range(5)
    groups = [
        ("A link is alive", topic_colour(2, 0, dark), ""),
        ("No link surely alive", topic_colour(4, 0, dark), ""),
        ("All links are dead", topic_colour(6, 0, dark), ""),
        ("Links not checked", topic_colour(5, 0, dark), ""),
        ("No link", _GREY[dark], ""),
    ]
    reaching = {state.value for state in State if state.reaches}

    def place(states: Sequence[str]) -> int:
        if not states:
            return none
        if reaching.intersection(states):
            return alive
        if set(states) == {State.DEAD.value}:
            return dead
        return unchecked if "unchecked" in states else unsure

    return Colouring(groups, np.array([place(states) for states in papers["states"]]))


def _places(values: pd.Series, names: Sequence[str]) -> np.ndarray:
    place = {name: number for number, name in enumerate(names)}
    return np.array([place.get(value, 0) for value in values])


def _by_date(view: View, analysis: Analysis, papers: pd.DataFrame, dark: bool) -> Colouring:
    del view, analysis
    months = papers["published"].where(papers["published"].str.match(r"\d{4}-\d{2}"), "").str[:7]
    known = sorted(set(months) - {""})
    steps = [str(part[0]) for part in np.array_split(np.array(known), min(len(known), _STEPS - 1)) if len(part)]
    step_of = {month: int(np.searchsorted(steps, month, side="right")) - 1 for month in known} | {"": _GREY_PLACE}
    place = [step_of[month] for month in months]
    names = [f"from {month}" for month in steps]
    return _stepped(names, place, "No date", dark)


def _by_votes(view: View, analysis: Analysis, papers: pd.DataFrame, dark: bool) -> Colouring:
    del view, analysis
    floors = (0, 5, 20, 50, 100)
    votes = papers["votes"].to_numpy(dtype=float, na_value=np.nan)
    place = np.where(np.isnan(votes), _GREY_PLACE, np.searchsorted(floors, votes, side="right") - 1).tolist()
    return _stepped(["0 to 4 votes", "5 to 19", "20 to 49", "50 to 99", "100 and more"], place, "Votes unknown", dark)


def _by_picks(view: View, analysis: Analysis, papers: pd.DataFrame, dark: bool) -> Colouring:
    """By how near the nearest pick is, in five steps of equally many papers."""
    del analysis
    picked = np.flatnonzero(papers["decision"] == Decision.STARRED).tolist()
    nearness = registry.embeddings(view.library.version, view.library.papers).nearness().to_group(picked)
    floors = np.quantile(nearness, [0.2, 0.4, 0.6, 0.8])
    place = np.searchsorted(floors, nearness, side="right").tolist()
    return _stepped(
        ["least similar fifth", "less similar", "middle", "more similar", "most similar fifth"], place, "", dark
    )


def _by_tag(view: View, analysis: Analysis, papers: pd.DataFrame, dark: bool) -> Colouring:
    """By the first of a paper's tags among the seven that most papers have."""
    del view, analysis
    counts = papers["tags"].explode().value_counts()
    names = [str(name) for name in counts.index[:7]]
    groups = [(name, topic_colour(number, 0, dark), "") for number, name in enumerate(names)]
    place = [next((names.index(tag) for tag in tags if tag in names), len(names)) for tags in papers["tags"]]
    return Colouring([*groups, ("None of these", _GREY[dark], "")], np.array(place, dtype=np.int64))


_GREY_PLACE = -1


def _stepped(names: Sequence[str], place: Sequence[int], unknown: str, dark: bool) -> Colouring:
    """Groups from little to much; the place −1 is the grey group at the end."""
    groups = [(name, _RAMP[dark][number], "") for number, name in enumerate(names)]
    if unknown:
        groups.append((unknown, _GREY[dark], ""))
    return Colouring(
        groups, np.array([len(names) if where == _GREY_PLACE else where for where in place], dtype=np.int64)
    )


_Way = Callable[[View, Analysis, pd.DataFrame, bool], Colouring]
_WAYS: Mapping[str, _Way] = {
    "topic": _by_topic,
    "digest": _by_digest,
    "decision": _by_decision,
    "links": _by_links,
    "date": _by_date,
    "votes": _by_votes,
    "picks": _by_picks,
    "tag": _by_tag,
}
