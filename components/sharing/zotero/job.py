"""Sending to Zotero beside the page: a daemon thread with its own event loop, found again by its workspace, stopped
between two requests or within one.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import Engine

from components.curation.zotero.accounts import Account, ZoteroLibrary
from components.net.background_run import BackgroundRun
from components.net.client import GuardedClient
from components.net.rate_limiter import RatePolicy
from components.settings import settings
from components.sharing.formats.entry import Entry
from components.sharing.zotero import access
from components.sharing.zotero.api import ADDRESS, Zotero, ZoteroError
from components.sharing.zotero.sending import Outcome, Sending
from components.store.trouble import StoreError
from components.text import counted

_log = logging.getLogger(__name__)
T = TypeVar("T")


class SendJob(BackgroundRun):
    """One run. Starts at once; every method may be called from any thread."""

    def __init__(
        self,
        engine: Engine,
        workspace: str,
        key: str,
        library: ZoteroLibrary,
        collection: str,
        papers: Sequence[Entry],
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        """`collection` is a name, "" for none; it is made where the library has none of it."""
        super().__init__()
        self.outcome = Outcome(len(papers))
        self.error = ""
        self.stopped = False
        self._pause = 0.0

        async def send(zotero: Zotero) -> None:
            into = await access.collection_key(zotero, library, collection)
            await Sending(zotero, engine, workspace, library, into, aliases).go(papers, self.outcome)

        self._thread = threading.Thread(target=self._work, args=(key, send), name="send-to-zotero", daemon=True)
        self._thread.start()

    @property
    def sentence(self) -> str:
        """How far it is, or how it ended, for a person."""
        now = self.outcome
        if self.running:
            pause = f" Zotero asked for a pause of {self._pause:.0f} s." if self._pause >= 1 else ""
            return f"Sending to Zotero: {now.done:,} of {counted(now.total, 'paper')}.{pause}"
        parts = [f"{now.created:,} new", f"{now.updated:,} updated", f"{now.unchanged:,} there already"]
        if now.gone:
            parts.append(f"{len(now.gone):,} deleted in Zotero, not sent again")
        if now.failed:
            parts.append(f"{len(now.failed):,} failed")
        begins = "Stopped" if self.stopped else "Not all sent" if self.error else "Sent to Zotero"
        return f"{begins}: {', '.join(parts)}."

    def _work(self, key: str, send: Callable[[Zotero], Awaitable[None]]) -> None:
        try:
            self.stopped = not asyncio.run(self._unless_stopped(_with_zotero(key, send, self._note_pause)))
        except ZoteroError as trouble:
            self.error = str(trouble)
        except StoreError as trouble:
            _log.error("%s", trouble)
            self.error = f"What was sent could not be noted. {trouble.kind.value.title}: {trouble.kind.value.visitor}"
        except Exception as error:
            _log.exception("sending to Zotero ended early")
            self.error = f"Sending ended early ({type(error).__name__}). Send again: nothing is sent twice."
        finally:
            self._ended.set()

    def _note_pause(self, seconds: float) -> None:
        self._pause = seconds


def connect(key: str) -> Account:
    """What a key opens, asked of Zotero now. Raises ZoteroError."""
    return asyncio.run(_with_zotero(key, access.account_of, lambda _: None))


async def _with_zotero(key: str, ask: Callable[[Zotero], Awaitable[T]], on_pause: Callable[[float], object]) -> T:
    own = settings()
    allowed = (own.allow_address,) if own.allow_address else ()
    address = f"{own.services}/zotero" if own.services else ADDRESS
    async with GuardedClient(allow_addresses=allowed, rate=RatePolicy(at_once_per_host=1, gap=0.0)) as client:
        return await ask(Zotero(client, key, address, on_pause=on_pause))
