"""Topics to look at rather than to read: areas as a treemap, topics over digests and months, what is rising."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from components.finding.filters import all_counts
from components.landscape.insights import growth, topic_profile
from components.landscape.result import Analysis
from components.text import counted, short
from components.ui.shared import choice, url_state
from components.ui.shared.colours import contrast
from components.ui.shared.text import escaped
from components.ui.shared.topics import growth_list, topic_colours
from components.workspace.view import View

_INKS = ("#FFFFFF", "#0F1419")
_OVER = "topics_over"
_COLUMNS = 12  # digests or months side by side, the latest
_LISTED = 12  # regions of the answer about what is rising
_EVERYTHING_ELSE = "all others"


def treemap(view: View, analysis: Analysis) -> None:
    """Areas and the topics in them, as large as their papers under the filters."""
    import plotly.graph_objects as go

    dark = st.context.theme.type == "dark"
    amounts = all_counts(view.catalogue, view.filters, ["topics"])["topics"]
    colours = topic_colours(analysis, dark)
    ids, labels, parents, sizes, fills = [], [], [], [], []
    for number, area in enumerate(analysis.areas):
        inside = [place for place, topic in enumerate(analysis.topics) if topic.area == number]
        alone = len(inside) == 1
        if not alone:
            ids.append(f"area {number}")
            labels.append(escaped(area.name))
            parents.append("")
            sizes.append(sum(amounts.get(analysis.topics[place].slug, 0) for place in inside))
            fills.append(colours[inside[0]])
        for place in inside:
            topic = analysis.topics[place]
            ids.append(topic.slug)
            labels.append(escaped(topic.name))
            parents.append("" if alone else f"area {number}")
            sizes.append(amounts.get(topic.slug, 0))
            fills.append(colours[place])
    figure = go.Figure(
        go.Treemap(
            ids=ids,
            labels=labels,
            parents=parents,
            values=sizes,
            branchvalues="total",
            marker={"colors": fills, "line": {"width": 1}},
            textfont={"color": [_ink(fill) for fill in fills]},
            texttemplate="%{label}<br>%{value}",
            hovertemplate="%{label}<br>%{value} papers<extra></extra>",
            tiling={"pad": 2},
        )
    )
    figure.update_layout(margin={"l": 0, "r": 0, "t": 8, "b": 0}, height=560)
    st.plotly_chart(figure, key="topic_treemap", config={"displayModeBar": False})
    st.caption(
        f"{counted(len(analysis.topics), 'topic')}, sized by the papers shown. "
        "Click an area to open it, the bar above to close it."
    )


def _ink(fill: str) -> str:
    """The colour of words that is read best on a fill."""
    return max(_INKS, key=lambda ink: contrast(ink, fill))


def over_time(view: View, analysis: Analysis) -> None:
    """Each topic's share of each digest, or of each month where papers have dates."""
    ways = {"digests": "By digest"}
    if view.catalogue["month"].replace("", None).nunique() > 1:
        ways["month"] = "By month"
    by = url_state.one_of("over", ways)
    if len(ways) > 1:
        choice.draw("Over", "over", ways, _OVER)
    columns = _columns(view, by)
    if len(columns) < 2:
        st.info("With two or more digests, this shows how topics grew and shrank.", icon=":material/calendar_month:")
    else:
        st.html(_table(analysis, columns))
    _rising(view, analysis)


def _columns(view: View, by: str) -> dict[str, np.ndarray]:
    """Label → which rows of the catalogue, the latest last."""
    shown = view.mask
    if by == "month":
        months = view.catalogue["month"].to_numpy(dtype=object)
        latest = sorted({month for month in months if month})[-_COLUMNS:]
        return {month: (months == month) & shown for month in latest}
    digests = view.catalogue["digests"]
    chosen = list(view.digest_labels.items())[-_COLUMNS:]
    return {
        label: np.fromiter((digest_id in each for each in digests), bool, len(digests)) & shown
        for digest_id, label in chosen
    }


def _table(analysis: Analysis, columns: Mapping[str, np.ndarray]) -> str:
    """Topics down, digests or months across; a bar is as long as the topic's share there."""
    colours = topic_colours(analysis, st.context.theme.type == "dark")
    totals = {label: max(int(rows.sum()), 1) for label, rows in columns.items()}
    counts = {
        label: np.bincount(analysis.topic[rows], minlength=len(analysis.topics)) for label, rows in columns.items()
    }
    most = max(float((found / totals[label]).max()) for label, found in counts.items()) or 1.0
    head = "".join(f'<div style="opacity:.74;font-size:.88em">{escaped(short(label, 26))}</div>' for label in columns)
    lines = []
    for number, topic in enumerate(analysis.topics):
        cells = "".join(
            f'<div style="display:flex;align-items:center;gap:6px"><div style="height:8px;border-radius:4px;'
            f"background:{colours[number]};width:{max(1.0, 72 * found[number] / totals[label] / most):.0f}%;"
            f'{"opacity:.15" if not found[number] else ""}"></div><span style="font-size:.85em;opacity:.8">'
            f"{found[number] or ''}</span></div>"
            for label, found in counts.items()
        )
        lines.append(f"<div>{escaped(topic.name)}</div>{cells}")
    grid = f"grid-template-columns:minmax(130px,2fr) repeat({len(columns)},minmax(64px,1fr))"
    return (
        f'<div style="overflow-x:auto"><div style="display:grid;{grid};gap:7px 12px;align-items:center">'
        f"<div></div>{head}{''.join(lines)}</div></div>"
    )


def _rising(view: View, analysis: Analysis) -> None:
    """Which topics one digest, or the time since a day, brought more of than chance would."""
    labels = view.digest_labels
    dates = sorted({str(date) for date in view.library.appearances["date"].dropna() if date})[1:]
    newer = {f"digest {each}": label for each, label in labels.items()} if len(labels) > 1 else {}
    last = max(len(newer) - 1, 0)
    newer |= {f"date {each}": f"since {each}" for each in dates}
    if not newer:
        return
    new = st.selectbox("Topics that grew with", list(newer), last, newer.__getitem__, key="rising_new", width=280)
    others = {"": _EVERYTHING_ELSE} | {each: label for each, label in labels.items() if f"digest {each}" != new}
    old = ""
    if new.startswith("digest") and len(others) > 2:
        old = st.selectbox("Compared with", list(others), format_func=others.__getitem__, key="rising_old", width=280)
    found = _grown(view, analysis, new, old)
    listed = growth_list([region for region in found.regions[:_LISTED] if region.new])
    st.html(f"<div>{escaped(found.sentence)}</div>{listed}")


def _grown(view: View, analysis: Analysis, new: str, old: str) -> growth.Growth:
    appearances = view.library.appearances
    kind, _, name = new.partition(" ")
    if kind == "date":
        return growth.growth(analysis, growth.new_since(appearances, name))
    held = appearances.groupby("digest_id")["paper_id"].agg(set)
    newer = held.get(name, set())
    older = held.get(old, set()) if old else set(analysis.paper_ids) - growth.new_with(appearances, [name])
    return topic_profile.rising_topics(analysis, older, newer)
