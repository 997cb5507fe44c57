"""The page that brings a backup back, of any size that a workspace may have, and says what became of it."""

from __future__ import annotations

from html import escape

from components.curation.backups.restoring import Restored
from components.server.pages.mail_page import STYLE
from components.settings import MEGABYTE, settings
from components.sharing.formats import web_page
from components.text import counted

NO_COOKIE = "This browser has no papers of its own. Open the app first, then come back to this page."
_FORM = """<form method="post" enctype="multipart/form-data">
<p><input type="file" name="file" accept=".zip,.jsonl" required aria-label="Backup"></p>
<button type="submit">Restore it</button></form>
"""


def question() -> str:
    """The page with the form."""
    return _page(
        "Restore a backup",
        [
            "Where nothing was kept yet, everything comes back exactly, history and undo included. Otherwise its "
            "values are added as one step that undo takes back, and its digests and searches where they are missing.",
            f"A workspace here may have {settings().workspace_digests:,} digests of "
            f"{settings().workspace_bytes / MEGABYTE:g} MB together.",
        ],
        _FORM,
    )


def restored(done: Restored) -> str:
    """What was brought back, and what was left out."""
    words = "Everything is as in the backup" if done.exactly else "Added to what was here"
    searches = counted(done.searches, "search", "searches")
    lists = (
        [f"{counted(done.lists, 'list')} filled together came back closed. Open them again: Picks → Share."]
        if done.lists
        else []
    )
    counts = f"{counted(done.values, 'value')}, {counted(done.digests, 'digest')}, {searches}"
    return _page(
        "Restored",
        [f"{words}: {counts}.", *lists, *done.skipped],
        '<p><a href="./">Go to the papers</a></p>\n',
    )


def notice(words: str, *, again: bool = False) -> str:
    """A page that only says this; `again` offers the form once more."""
    return _page("Restore a backup", [words], _FORM if again else "")


def _page(title: str, paragraphs: list[str], rest: str) -> str:
    head = web_page.HEAD.format(title=escape(title), style=web_page.STYLE + STYLE, about="Digest Atlas")
    return f"{head}{''.join(f'<p>{escape(words)}</p>' for words in paragraphs)}\n{rest}{web_page.FOOT}"
