"""Topics as cards: name, size under the filters, phrases, a typical paper, and one button that filters every page."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components.finding.filters import all_counts
from components.landscape.analysis import Analysis, Topic
from components.ui import address
from components.ui.map_picture import topic_colours
from components.ui.text import counted, escaped, plain, short
from components.ui.visit import Visit

_BAR = "display:block;height:6px;border-radius:3px;background:{colour};width:{width:.1f}%;margin:.35em 0 .1em"
_DOT = "display:inline-block;width:.7em;height:.7em;border-radius:50%;background:{colour};margin-right:.45em"


def draw(visit: Visit, analysis: Analysis) -> None:
    """Draw all topics, those of one area (one hue) side by side, the largest area first."""
    amounts = all_counts(visit.catalogue, visit.filters, ["topics"])["topics"]
    most = max([*amounts.values(), 1])
    colours = dict(zip((t.slug for t in analysis.topics), topic_colours(analysis, _dark()), strict=True))
    _grid(visit, sorted(analysis.topics, key=lambda topic: topic.area), amounts, most, colours)


def _grid(visit: Visit, topics: list[Topic], amounts: Mapping[str, int], most: int, colours: Mapping[str, str]) -> None:
    for start in range(0, len(topics), 3):
        columns = st.columns(3, gap="small")
        for column, topic in zip(columns, topics[start : start + 3], strict=False):
            with column, st.container(border=True, height="stretch"):
                _card(visit, topic, amounts.get(topic.slug, 0), most, colours[topic.slug])


def _card(visit: Visit, topic: Topic, count: int, most: int, colour: str) -> None:
    on = topic.slug in visit.filters.topics
    number = f"{count} of {counted(topic.size, 'paper')}" if count != topic.size else counted(topic.size, "paper")
    st.html(
        f'<span style="{_DOT.format(colour=colour)}"></span><b>{escaped(topic.name)}</b>'
        f'<span style="{_BAR.format(colour=colour, width=100 * count / most)}"></span>'
        f'<span style="opacity:.72;font-size:.9em">{number} · {escaped(", ".join(_further(topic)))}</span>'
    )
    if topic.typical in visit.by_id.index:
        title = visit.by_id.at[topic.typical, "title"]
        st.button(
            plain(short(title, 44)),
            type="tertiary",
            help=f"The most typical paper: {plain(title)}",
            key=f"typical_{topic.slug}",
            on_click=address.open_one,
            args=(topic.typical,),
        )
    st.button(
        "Shown only" if on else "Show only this",
        icon=":material/filter_alt:",
        type="primary" if on else "secondary",
        key=f"topic_{topic.slug}",
        on_click=_toggle,
        args=(topic.slug,),
    )


def _further(topic: Topic) -> list[str]:
    """Phrases that the name does not say already."""
    name = topic.name.casefold()
    return [phrase for phrase in topic.phrases if phrase.casefold() not in name][:5]


def _toggle(slug: str) -> None:
    address.show(address.filters().toggled("topics", slug))


def _dark() -> bool:
    return st.context.theme.type == "dark"
