"""The two small pages that mails link to: one to confirm a subscription, one to end it. Each asks once more."""

from __future__ import annotations

from html import escape

from components.sharing.formats import web_page

ACTS = {
    "confirm": ("Get mails about “{}”?", "Yes, send them", "Confirmed. The next mail comes when something is new."),
    "end": ("Unsubscribe from mails about “{}”?", "Unsubscribe", "Unsubscribed. You will get no further mail."),
}
STYLE = "button { font: inherit; padding: .5rem 1.2rem; cursor: pointer; }"


def question(act: str, search: str) -> str:
    """The page that asks; its button posts to its own address."""
    asks, button, _ = ACTS[act]
    form = f'<form method="post"><button type="submit">{escape(button)}</button></form>\n'
    return _head(asks.format(search)) + form + web_page.FOOT


def done(act: str) -> str:
    """The page that says it is done."""
    return _head(ACTS[act][2]) + web_page.FOOT


def _head(words: str) -> str:
    return web_page.HEAD.format(title=escape(words), style=web_page.STYLE + STYLE, about="Digest Atlas")
