"""Completing papers on a page: what would leave this machine and for whom, a switch a service, the price, the start.

Nothing is asked until the button is pressed.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.enrichment.record import Subject
from components.enrichment.services import registry as known
from components.enrichment.services.service import Service
from components.ui.shared.text import plain
from components.workspace import completing
from components.workspace.jobs import registry
from components.workspace.view import View

_CHOSEN = "completing_services"  # the ids of the services that are switched on, for the visit


def menu(view: View, paper_ids: Sequence[str] | None = None, key: str = "complete") -> None:
    """The menu that completes some papers, by default all of the digests; none while that goes on."""
    if view.read_only or registry.completion(view.workspace).running:
        return
    label = "Complete papers" if paper_ids is None or len(paper_ids) > 1 else "Complete"
    opened = st.popover(label, icon=":material/library_add_check:", key=key, on_change="rerun", help=_HELP)
    if opened.open:
        with opened:
            _form(view, paper_ids, key)


_HELP = "Looks up authors, dates, venues, code and citations"


def _form(view: View, paper_ids: Sequence[str] | None, key: str) -> None:
    asked = completing.subjects(view.library)
    some = list(asked.values()) if paper_ids is None else [asked[each] for each in paper_ids if each in asked]
    st.markdown(
        "Authors, dates, venues, code and citations, from services that collect them. What a digest says stays as it "
        "is; each value says who it is from."
    )
    chosen = _switches(key)
    priced = completing.price(view.engine, some, completing.services(chosen))
    st.markdown(f"**{plain(priced.sentence)}**" if chosen else "Switch a service on to ask it.")
    st.button(
        "Look up",
        type="primary",
        icon=":material/travel_explore:",
        disabled=not chosen or not priced.seconds,
        key=f"{key}_go",
        on_click=_start,
        args=(view, some, chosen),
    )


def _switches(key: str) -> list[str]:
    """A switch a service with what it is sent and what it gives; the ids of those that are on."""
    on = st.session_state.setdefault(_CHOSEN, set(known.NAMES) - known.OFF_AT_FIRST)
    st.caption("What leaves this machine, and for whom:")
    for service in completing.services(known.NAMES):
        wanted = st.toggle(
            f"**{service.name}** gets {service.sends}; gives {service.gives}",
            value=service.id in on,
            key=f"{key}_{service.id}",
            help=_about_key(service),
        )
        (on.add if wanted else on.discard)(service.id)
    return [name for name in known.NAMES if name in on]


def _about_key(service: Service) -> str | None:
    if not service.key_setting:
        return None
    if service.key:
        return f"Asked with the key in {service.key_setting}."
    return f"Works without a key. With one in {service.key_setting}: {service.key_gives}."


def _start(view: View, asked: Sequence[Subject], chosen: Sequence[str]) -> None:
    registry.completion(view.workspace).start(view.engine, view.requester, asked, chosen)
