"""Send papers of a workspace to Zotero: what is new is created, tags and notes along; run again it changes nothing.

The key is the one kept in the workspace (Picks → Share), else the setting DIGEST_ATLAS_ZOTERO_KEY; it is never printed.
Without --filter the starred papers are sent. Ctrl-C stops; what was sent is known.

Examples, the second of papers that were starred:
  python -m components star TabPFN "The Quest for the Right Mediator" --workspace AAAAAAAAAAAAAAAAAAAAAA
  python -m components zotero --workspace AAAAAAAAAAAAAAAAAAAAAA --collection "To read"

Exit status 1 where not every paper could be sent, 2 where nothing can be sent as asked.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from components.commands.agents import opened
from components.commands.shared.progress_line import follow

if TYPE_CHECKING:
    import pandas as pd

    from components.curation.zotero.accounts import Account, ZoteroLibrary
    from components.workspace.view import View


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose papers, which of them, and where to."""
    parser.add_argument("--workspace", required=True, metavar="TOKEN", help="the workspace’s token, or its id")
    parser.add_argument("--filter", default="", metavar="ADDRESS", help="what a page’s address has after its ?")
    parser.add_argument("--library", default="", metavar="NAME", help="a group’s name, or users/… or groups/…")
    parser.add_argument("--collection", default=None, metavar="NAME", help="made where the library has none of it")


def run(arguments: argparse.Namespace) -> int:
    """Send; 1 where not all could be sent, 2 where the workspace, the key or the library is none."""
    from components.curation.zotero import accounts
    from components.sharing.formats.entry import entries
    from components.sharing.zotero.api import ZoteroError
    from components.sharing.zotero.job import SendJob
    from components.store.trouble import StoreError

    try:
        with opened.opened(arguments) as look:
            view = look()
            papers = entries(_wanted(view, arguments.filter), view.digest_labels)
            if not papers:
                print("There is nothing to send: no paper is starred, or none fits the filter.", file=sys.stderr)
                return opened.WRONG
            key, account = _account(view, arguments.workspace)
            library = _library(account, arguments.library)
            before = account.chosen[1] if account.chosen[0] == library.path else ""
            collection = before if arguments.collection is None else arguments.collection.strip()
            job = SendJob(view.engine, view.workspace, key, library, collection, papers, view.library.aliases)
            follow(job, lambda: job.sentence)
            accounts.choose(view.engine, view.workspace, library.path, collection)
    except (opened.CannotOpenError, StoreError, ZoteroError) as trouble:
        print(trouble, file=sys.stderr)
        return opened.WRONG
    for sentence in (*job.outcome.failed, *filter(None, (job.error,))):
        print(sentence, file=sys.stderr)
    print(job.sentence)
    return 1 if job.error or job.stopped or job.outcome.failed else 0


def _wanted(view: View, address: str) -> pd.DataFrame:
    from dataclasses import replace
    from urllib.parse import parse_qs

    from components.curation.annotations.decisions import Decision
    from components.finding.filters import Filters

    if not address:
        return view.catalogue[view.catalogue["decision"] == Decision.STARRED]
    return replace(view, filters=Filters.from_params(parse_qs(address.partition("?")[2] or address))).shown


def _account(view: View, token: str) -> tuple[str, Account]:
    """The key and what it opens. Raises ZoteroError."""
    from components.curation.workspaces.tokens import TOKEN
    from components.curation.zotero import accounts
    from components.settings import settings
    from components.sharing.zotero.api import ZoteroError, checked_key
    from components.sharing.zotero.job import connect

    kept = accounts.read(view.engine, view.workspace)
    key = accounts.key_of(view.engine, token) if kept and TOKEN.fullmatch(token) else ""
    if kept and key:
        return key, kept
    if not settings().zotero_key:
        raise ZoteroError(
            "There is no key to Zotero: connect it on the page Picks, under Share, and give the workspace’s token "
            "here; or set DIGEST_ATLAS_ZOTERO_KEY."
        )
    key = checked_key(settings().zotero_key)
    return key, connect(key)


def _library(account: Account, name: str) -> ZoteroLibrary:
    """The library of this name, else the last one sent to, else the visitor's own. Raises ZoteroError."""
    from components.sharing.zotero.api import ZoteroError

    wanted = name or account.chosen[0] or account.libraries[0].path
    found = next((each for each in account.libraries if wanted in (each.path, each.name)), None)
    if found is None:
        known = ", ".join(f"{each.name} ({each.path})" for each in account.libraries)
        raise ZoteroError(f"This key may not write to a library “{wanted}”. It may write to: {known}.")
    return found
