"""The pages that open one's workspace in another browser, or in no other any more. A look at them changes nothing."""

from __future__ import annotations

from html import escape

from components.server.pages.mail_page import STYLE
from components.sharing.formats import web_page

OVER = "This link was used already, or is more than ten minutes old. Make another one: Picks → History → Backup."
NO_COOKIE = "This browser has no papers of its own to sign other browsers out of."


def question() -> str:
    """The page that asks whether to open the workspace here; its button posts to its own address."""
    return _page(
        "Open these papers in this browser too?",
        "Decisions, tags, notes and digests of the browser that made this link will be here as well, and what you "
        "change in one is in the other. What this browser has had until now is no longer shown in it; download a "
        "backup first (Picks → History → Backup) if you want to keep it.",
        "Open them here",
    )


def sign_out() -> str:
    """The page that asks whether to sign all other browsers out."""
    return _page(
        "Sign out your other devices?",
        "Your papers stay open in this browser and in no other: links for other devices and view-only links that you "
        "made stop working too. Lists, feeds and mails stay as they are. Pages that are open elsewhere show nothing of "
        "yours at their next step; those in this browser need to be reloaded.",
        "Sign them out",
    )


def notice(words: str) -> str:
    """A page that only says this."""
    return _page(words)


def _page(title: str, words: str = "", button: str = "") -> str:
    head = web_page.HEAD.format(title=escape(title), style=web_page.STYLE + STYLE, about="Digest Atlas")
    form = f'<form method="post"><button type="submit">{escape(button)}</button></form>\n' if button else ""
    return f"{head}<p>{escape(words)}</p>\n{form}{web_page.FOOT}"
