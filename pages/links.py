"""Links: which code and demo links live, and what to do about those that do not."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

import streamlit as st

from components.links.standing import Standing
from components.ui import (
    decide,
    link_acts,
    link_card,
    link_downloads,
    link_list,
    link_progress,
    link_rows,
    loaders,
    paper_card,
    states,
)
from components.ui.link_rows import Row
from components.ui.text import counted
from components.ui.visit import current

visit = current()
if states.explains_emptiness(visit):
    st.stop()

desk, by, acts = loaders.link_desk(visit.workspace), link_list.grouping(), link_acts.current(visit)
checking = desk.running  # asked once: a check that ends while the page is drawn must not leave half of each view


def look() -> tuple[list[Standing], list[Row]]:
    """The links of the shown papers as they stand now, with what a running check has found so far."""
    fresh = desk.job.verdicts() if desk.job is not None and checking else {}
    verdicts = {**visit.verdicts, **fresh}
    found = link_rows.known(visit, verdicts, acts)
    return found, link_rows.rows(visit, found, verdicts, by)


def head(made: Sequence[Row]) -> None:
    """How the links are grouped, and what can be done with those in view."""
    shown = link_rows.chosen(made, link_list.only())
    urls, offers = list(dict.fromkeys(row.url for row in shown if row.url)), link_rows.offers(shown)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        link_list.choose_grouping()
        if urls and not checking and not visit.read_only:
            link_progress.button(visit, urls)
        if offers and not visit.read_only:
            st.button(
                f"Use {counted(len(offers), 'new address', 'new addresses')}",
                icon=":material/forward:",
                help=link_list.offered(offers),
                on_click=link_acts.use_all,
                args=(visit, offers),
            )
        if urls:
            link_downloads.draw(visit, shown)
        if not visit.read_only:
            decide.undo_button(visit)


def table(made: Sequence[Row]) -> None:
    """The rows of the groups that are chosen."""
    link_list.table(visit, link_rows.chosen(made, link_list.only()), by)


def running(beside: tuple[str, str]) -> None:
    """The same while a check runs, drawn anew again and again; the whole page when it ends or something is opened."""
    if desk.job is None or not desk.running or link_list.beside() != beside:
        st.rerun()
    link_progress.bar(visit, desk.job)
    now = look()[1]
    link_list.totals(link_rows.counts(now, by), by)
    table(now)


link_progress.last(visit)
found, made = look()
head(made)
if not made:
    st.info("The papers shown have no link in their abstracts.", icon=":material/link_off:")
    st.stop()

if not checking:
    link_list.totals(link_rows.counts(made, by), by)
opened, paper = link_list.beside()
content: AbstractContextManager[object] = nullcontext()  # the page itself: a container less to send
if opened:
    content, pane = st.columns([3, 2], gap="medium")
    with pane:
        link_card.beside(visit, opened, found)
elif paper:
    content = paper_card.beside(visit)
with content:
    if checking:
        st.fragment(running, run_every=link_progress.interval(len(made)))((opened, paper))
    else:
        table(made)
