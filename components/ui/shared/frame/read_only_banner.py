"""Letting somebody look: a link that shows a workspace and can change nothing in it, and what its recipients see."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from components.curation.workspaces import device_codes
from components.curation.workspaces.workspaces import SignedOutError, read_token, renew_read_token
from components.ui.shared import session, site, url_state
from components.workspace.view import View

_TOKEN, _OWN = "_look_token", "_own_link"


def banner(view: View) -> None:
    """Say whose papers these are, where they are not the visitor's own."""
    if view.read_only:
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.markdown(
                "**Somebody shared these papers with you; you can look but not change anything.**", width="content"
            )
            st.button("Back to my papers", type="tertiary", key="look_back", on_click=url_state.leave_shared)
    elif session.is_signed_out():
        st.warning(
            "Your other devices were signed out, and this page with them. Reload it. If your papers are not back then, "
            "make a link for this browser on the device that has them: Picks → History → Backup.",
            icon=":material/logout:",
        )
    elif url_state.shared_token():
        st.warning("This link no longer works: it was replaced, or not copied completely.", icon=":material/link_off:")


def draw(view: View) -> None:
    """The part of a menu that makes such a link, and makes it invalid by a new one."""
    if view.read_only:
        return
    st.button(
        "Create a view-only link",
        icon=":material/visibility:",
        key="look_make",
        width="stretch",
        help="Anyone who has it can see your digests, decisions, tags and notes, but change nothing",
        on_click=_make,
        args=(view,),
    )
    if token := st.session_state.get(_TOKEN):
        st.code(_link(token), language=None, wrap_lines=True)
        st.button(
            "Replace this link; it stops working",
            type="tertiary",
            key="look_renew",
            on_click=_make,
            args=(view,),
            kwargs={"renew": True},
        )


def draw_own(view: View) -> None:
    """The part of a menu about one's other browsers: a link that opens this workspace there, and an end to all."""
    if view.read_only:
        return
    st.button(
        "Create a link for another device of mine",
        icon=":material/devices:",
        key="own_make",
        width="stretch",
        help=f"Good once, for {device_codes.MINUTES} minutes. Whoever opens it can change everything you have",
        on_click=_make_code,
        args=(view,),
    )
    if code := st.session_state.get(_OWN):
        st.code(f"{site.base()}/open/{code}", language=None, wrap_lines=True)
    st.link_button(
        "Sign out my other devices",
        f"{site.here() or site.base()}/sign-out",  # where this browser's cookie is
        icon=":material/logout:",
        width="stretch",
        help="Asks once more. Afterwards only this browser has your papers",
    )


def _make_code(view: View) -> None:
    try:
        st.session_state[_OWN] = device_codes.create(view.engine, session.token())
    except SignedOutError as trouble:
        st.toast(str(trouble), icon=":material/error:")


def _make(view: View, renew: bool = False) -> None:
    make = renew_read_token if renew else read_token
    st.session_state[_TOKEN] = make(view.engine, session.token())


def _link(token: str) -> str:
    return f"{site.base()}/?{urlencode({url_state.LOOK: token})}"
