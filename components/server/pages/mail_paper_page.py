"""The small page on which a paper of a mail is starred, hidden or put back. It asks once more."""

from __future__ import annotations

from html import escape

from components.sharing.formats import web_page
from components.text import short

# act → (question, button, answer); {} is the title
ACTS = {
    "star": ("Star “{}”?", "Star", "Starred “{}”."),
    "hide": ("Hide “{}”?", "Hide", "Hid “{}”. Its like will come later in your mails."),
    "undo": ("Put “{}” back?", "Put back", "“{}” is undecided again."),
}
STYLE = "button { font: inherit; padding: .5rem 1.2rem; cursor: pointer; }"
_LONGEST = 200


def question(act: str, title: str) -> str:
    """The page that asks; its button posts to its own address."""
    asks, button, _ = ACTS[act]
    return _head(asks.format(short(title, _LONGEST))) + _form(button) + web_page.FOOT


def done(act: str, title: str, back: str) -> str:
    """The page that says it is done, with a button that takes it back by posting to `back`; "" for none."""
    undo = _form("Undo", back) if back else ""
    return _head(ACTS[act][2].format(short(title, _LONGEST))) + undo + web_page.FOOT


def _form(button: str, to: str = "") -> str:
    action = f' action="{escape(to)}"' if to else ""
    return f'<form method="post"{action}><button type="submit">{escape(button)}</button></form>\n'


def _head(words: str) -> str:
    return web_page.HEAD.format(title=escape(words), style=web_page.STYLE + STYLE, about="Digest Atlas")
