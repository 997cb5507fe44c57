"""Links: which code and demo links live, and what to do about those that do not."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

import streamlit as st

from components.links.link_status import LinkStatus
from components.text import counted
from components.ui.links import link_card, link_downloads, link_list, link_progress, link_rows
from components.ui.links.link_rows import Row
from components.ui.shared import states
from components.ui.shared.paper import decide, link_actions, paper_card
from components.ui.shared.session import current
from components.workspace.jobs import registry

view = current()
if states.explain_if_empty(view):
    st.stop()

jobs, by, acts = registry.link_jobs(view.workspace), link_list.grouping(), link_actions.current(view)
checking = jobs.running  # asked once: a check that ends while the page is drawn must not leave half of each view


def look() -> tuple[list[LinkStatus], list[Row]]:
    """The links of the shown papers as they stand now, with what a running check has found so far."""
    fresh = jobs.check.verdicts() if jobs.check is not None and checking else {}
    verdicts = {**view.verdicts, **fresh}
    found = link_rows.known(view, verdicts, acts)
    return found, link_rows.rows(view, found, verdicts, by)


def head(made: Sequence[Row]) -> None:
    """How the links are grouped, and what can be done with those in view."""
    shown = link_rows.chosen(made, link_list.only())
    urls, offers = list(dict.fromkeys(row.url for row in shown if row.url)), link_rows.offers(shown)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        link_list.choose_grouping()
        if urls and not checking and not view.read_only:
            link_progress.button(view, urls)
        if offers and not view.read_only:
            st.button(
                f"Use {counted(len(offers), 'new address', 'new addresses')}",
                icon=":material/forward:",
                help=link_list.offered(offers),
                on_click=link_actions.use_all,
                args=(view, offers),
            )
        if urls:
            link_downloads.draw(view, shown)
        if not view.read_only:
            decide.undo_button(view)


def table(made: Sequence[Row]) -> None:
    """The rows of the groups that are chosen."""
    link_list.table(view, link_rows.chosen(made, link_list.only()), by)


def running(beside: tuple[str, str]) -> None:
    """The same while a check runs, drawn anew again and again; the whole page when it ends or something is opened."""
    if jobs.check is None or not jobs.running or link_list.beside() != beside:
        st.rerun()
    link_progress.bar(view, jobs.check)
    now = look()[1]
    link_list.totals(link_rows.counts(now, by), by)
    table(now)


link_progress.last(view)
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
        link_card.beside(view, opened, found)
elif paper:
    content = paper_card.beside(view)
with content:
    if checking:
        st.fragment(running, run_every=link_progress.interval(len(made)))((opened, paper))
    else:
        table(made)
