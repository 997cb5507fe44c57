"""The mails of a saved search: one to download, and subscriptions where the server can send."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qs

import streamlit as st

from components.curation.searches import subscriptions
from components.curation.searches.saved_searches import SavedSearch
from components.finding.filters import Filters
from components.settings import settings
from components.ui.shared.site import base
from components.ui.shared.text import plain
from components.workspace.view import View


def draw(view: View, search: SavedSearch) -> str:
    """The search as a mail to download, and by mail where the server can send; news to show, or ""."""
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
        return ""
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
            return _subscribe(view, search.name, email, period or subscriptions.Period.WEEK)
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
    return ""


def letter(view: View, search: SavedSearch, where: str) -> Callable[[], bytes]:
    """What a search shows now as a mail to nobody yet, made when it is asked for; `where` the app lies."""
    at = datetime.now(UTC)

    def write() -> bytes:
        from components.sharing.mail import digest_mail
        from components.sharing.mail.message import message
        from components.sharing.mail.selection import select
        from components.workspace import view as views

        wanted = Filters.from_params(parse_qs(search.address)).known(view.catalogue)
        shown = views.of(view.engine, view.workspace, wanted, view.level, view.model, exact=True)
        chosen = select(shown, (), search.delivery, at.date())
        addresses = digest_mail.Addresses(f"{where}/?{search.address}")
        made = digest_mail.compose(chosen, search.name, shown.sentence, addresses)
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


def _end(view: View, token: str) -> None:
    subscriptions.end(view.engine, token)
