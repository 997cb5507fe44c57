"""Sharing from the pages: a list at a short address, and the feeds of saved searches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pandas as pd
import streamlit as st

from components.curation import shared_lists
from components.curation.searches import feed_addresses, saved_searches, subscriptions
from components.curation.searches.saved_searches import SavedSearch, SearchError
from components.finding.filters import Filters
from components.settings import settings
from components.sharing.feeds import opml
from components.text import counted
from components.ui.picks import program_key, site_download
from components.ui.shared.site import base
from components.ui.shared.text import escaped, plain
from components.workspace import allowances
from components.workspace.allowances import Allowance
from components.workspace.view import View

_NEWS = "_share_news"


def draw(view: View, papers: pd.DataFrame) -> None:
    """A menu to share these papers as a list, to take lists back, and to follow saved searches."""
    menu = st.popover("Share", icon=":material/share:", key="share", on_change="rerun", width="content")
    if not menu.open:
        return
    with menu:
        _new_list(view, papers)
        _own_lists(view)
        _feeds(view)
        site_download.draw(view, papers)
        program_key.draw(view)


def _new_list(view: View, papers: pd.DataFrame) -> None:
    with st.form("share_form", border=False, clear_on_submit=True):
        title = st.text_input("Share as a list", placeholder="Title", max_chars=shared_lists.LONGEST_TITLE)
        introduction = st.text_area(
            "Introduction",
            placeholder="Why these papers (optional)",
            max_chars=shared_lists.LONGEST_INTRODUCTION,
            height=80,
            label_visibility="collapsed",
        )
        notes = st.checkbox("With my notes and tags", help="Decisions are never shared")
        if st.form_submit_button(f"Share {counted(len(papers), 'paper')}", type="primary"):
            st.session_state[_NEWS] = _share(view, papers, title, introduction, notes)
            st.rerun()
    if news := st.session_state.pop(_NEWS, ""):
        st.info(plain(news))


def _share(view: View, papers: pd.DataFrame, title: str, introduction: str, notes: bool) -> str:
    """Share the papers as they are now; what is wrong with it in words, or nothing."""
    from components.sharing.lists import snapshot

    content = snapshot.take(papers, view.digest_labels, view.analysis, with_notes=notes)
    grant = allowances.take_all(view.engine, Allowance.KEPT, view.requester, len(content))
    if grant is None:
        return allowances.KEPT_MUCH
    try:
        shared_lists.share(view.engine, view.workspace, title, introduction, len(papers), content)
    except shared_lists.ListError as trouble:
        allowances.give_back(view.engine, grant, grant.amount)
        return str(trouble)
    return ""


def _own_lists(view: View) -> None:
    for shared in shared_lists.lists(view.engine, view.workspace):
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.markdown(
                f"[{plain(shared.title)}]({base()}/list/{shared.address}) · {counted(shared.papers, 'paper')}",
                width="stretch",
            )
            st.button(
                "Stop sharing",
                type="tertiary",
                key=f"take_back_{shared.address}",
                help="The link stops working",
                on_click=_take_back,
                args=(view, shared.address),
            )
        st.code(f"{base()}/list/{shared.address}", language=None)


def _feeds(view: View) -> None:
    searches = saved_searches.searches(view.engine, view.workspace)
    names = [search.name for search in searches]
    if not names:
        return
    here = base()  # the file is made when it is asked for, where no page says so
    st.download_button(
        "Download all feeds (OPML)",
        data=lambda: _opml(view, searches, here),
        file_name="digest-atlas-feeds.opml",
        mime=opml.MIME,
        icon=":material/rss_feed:",
        on_click="ignore",
        help="One file with the feed of each saved search, for your feed reader",
    )
    name = st.selectbox("Follow a saved search", names, index=None, placeholder="Choose one", key="share_search")
    if not name:
        return
    try:
        secret = feed_addresses.address(view.engine, view.workspace, name)
    except SearchError as gone:  # deleted in another tab
        st.info(str(gone))
        return
    st.code(f"{base()}/feed/{secret}.atom\n{base()}/feed/{secret}.json", language=None)
    st.button(
        "Replace the addresses",
        type="tertiary",
        icon=":material/refresh:",
        help="The old addresses stop working",
        on_click=_renew,
        args=(view, name),
    )

    _mails(view, next(search for search in saved_searches.searches(view.engine, view.workspace) if search.name == name))


def _opml(view: View, searches: Sequence[SavedSearch], here: str) -> str:
    """The feeds of the searches that are still there, as one file."""
    found = []
    for search in searches:
        with suppress(SearchError):  # deleted in another tab
            secret = feed_addresses.address(view.engine, view.workspace, search.name)
            found.append((search.name, f"{here}/feed/{secret}.atom", f"{here}/table?{search.address}"))
    return opml.to_text("Digest Atlas", found)


def _mails(view: View, search: SavedSearch) -> None:
    """The search as a mail to download, and by mail where the server can send."""
    st.download_button(
        "Download as an email (.eml)",
        data=letter(view, search, base()),
        file_name="papers.eml",
        mime="message/rfc822",
        icon=":material/mail:",
        on_click="ignore",
        help="The papers it shows now, to open in your mail program",
    )
    if not settings().mail_server or settings().demo:
        return
    with st.form("subscribe", border=False, clear_on_submit=True):
        email = st.text_input("Get new papers by email", placeholder="name@example.org")
        period = st.segmented_control(
            "How often",
            list(subscriptions.Period),
            format_func=lambda value: f"Every {value}",
            default=subscriptions.Period.WEEK,
            label_visibility="collapsed",
        )
        if st.form_submit_button("Subscribe"):
            st.session_state[_NEWS] = _subscribe(view, search.name, email, period or subscriptions.Period.WEEK)
            st.rerun()
    for each in subscriptions.subscriptions_of(view.engine, view.workspace):
        waits = f": {each.odd}" if each.odd else "" if each.confirmed_at else ", not confirmed yet"
        st.button(
            f"Unsubscribe {plain(each.email)} (every {each.period}{waits})",
            type="tertiary",
            key=f"end_{each.token[:6]}",
            help=plain(each.search),
            on_click=_end,
            args=(view, each.token),
        )


def letter(view: View, search: SavedSearch, where: str) -> Callable[[], bytes]:
    """What a search shows now as a mail to nobody yet, made when it is asked for; `where` the app lies."""
    at = datetime.now(UTC)

    def write() -> bytes:
        from components.sharing.formats.entry import entries
        from components.sharing.mail import digest_mail
        from components.sharing.mail.message import message

        wanted = Filters.from_params(parse_qs(search.address)).known(view.catalogue)
        rows = view.catalogue[wanted.mask(view.catalogue)]
        sentence = wanted.describe(view.catalogue, view.digest_labels)
        addresses = digest_mail.Addresses(f"{where}/?{search.address}")
        papers = entries(rows, view.digest_labels)
        made = digest_mail.compose(papers, (), search.name, sentence, at.date(), addresses, wanted.query)
        if made is None:
            made = digest_mail.MailDigest(f"{search.name}: no papers", sentence, f"<p>{escaped(sentence)}</p>", ())
        sender = settings().mail_from or "digest-atlas@localhost"
        return bytes(message(made.subject, made.text, made.html, sender=sender, to=sender, at=at, name=made.subject))

    return write


def _subscribe(view: View, name: str, email: str, period: subscriptions.Period) -> str:
    """Ask the owner of an address whether they want the mails; what became of it in words."""
    from components.sharing.mail import delivery, smtp

    try:
        asked = subscriptions.subscribe(view.engine, view.workspace, name, email, period)
    except subscriptions.SubscriptionError as trouble:
        return str(trouble)
    if asked is None:
        return "This address has these mails already, or has a mail to confirm them."
    try:
        with smtp.connect(settings().mail_server) as connection:
            smtp.send(connection, delivery.confirmation(asked, settings(), datetime.now(UTC)))
    except smtp.MailError as trouble:
        subscriptions.end(view.engine, asked.token)
        return str(trouble)
    return f"A mail to {asked.email} asks to confirm. Nothing else is sent until then."


def _renew(view: View, name: str) -> None:
    with suppress(SearchError):  # deleted in another tab: the menu says so
        feed_addresses.address(view.engine, view.workspace, name, renew=True)


def _take_back(view: View, address: str) -> None:
    shared_lists.unshare(view.engine, view.workspace, address)


def _end(view: View, token: str) -> None:
    subscriptions.end(view.engine, token)
