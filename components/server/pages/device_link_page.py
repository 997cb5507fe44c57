"""The page that opens one's own workspace in another browser. It asks once more: a look alone changes nothing."""

from __future__ import annotations

from components.server.pages.mail_page import STYLE
from components.sharing.formats import web_page

_ASKS = "Open these papers in this browser too?"
_SAYS = (
    "Decisions, tags, notes and digests of the browser that made this link will be here as well, and what you change "
    "in one is in the other. What this browser has had until now is no longer shown in it; download a backup first "
    "(Picks → History → Backup) if you want to keep it."
)


def question() -> str:
    """The page that asks; its button posts to its own address."""
    head = web_page.HEAD.format(title=_ASKS, style=web_page.STYLE + STYLE, about="Digest Atlas")
    form = '<form method="post"><button type="submit">Open them here</button></form>\n'
    return f"{head}<p>{_SAYS}</p>\n{form}{web_page.FOOT}"
