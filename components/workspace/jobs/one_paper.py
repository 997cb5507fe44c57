"""Where one paper that a visitor named is looked up: one thread, found again after a reload."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from sqlalchemy import Engine

from components.enrichment.lanes import Lanes
from components.papers.paper import DigestFile
from components.settings import settings
from components.workspace import completing


class OnePaperJob:
    """Holds at most one running look-up and what came of the last one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._file: DigestFile | None = None
        self.asked = ""  # what the visitor wrote
        self.trouble = ""  # why there is no paper, in a sentence

    @property
    def running(self) -> bool:
        """Whether a look-up is under way."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, engine: Engine, text: str, may: Callable[[], bool] = lambda: True) -> None:
        """Look for the paper that a text names; `may` is asked whether another may be looked for now."""
        with self._lock:
            if self.running:
                return
            self.asked, self.trouble, self._file = text, "", None
            if not may():
                self.trouble = "As many papers were looked up as may be within an hour. Try again later."
                return
            self._thread = threading.Thread(target=self._run, args=(engine, text), name="one-paper", daemon=True)
            self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Block until it has ended; False where `seconds` passed first."""
        if self._thread is not None:
            self._thread.join(seconds)
        return not self.running

    def take(self) -> DigestFile | None:
        """The paper as a digest, once; None before it is there and afterwards."""
        with self._lock:
            file, self._file = self._file, None
            return file

    def _run(self, engine: Engine, text: str) -> None:
        from components.enrichment.one_paper import NoSuchPaperError  # brings httpx, which no page needs before

        try:
            file = asyncio.run(_found(engine, text))
            with self._lock:
                self._file = file
        except NoSuchPaperError as error:
            self.trouble = str(error)
        except Exception as error:
            self.trouble = f"The paper could not be looked up ({type(error).__name__}). Try again later."


async def _found(engine: Engine, text: str) -> DigestFile:
    from components.enrichment import one_paper
    from components.enrichment.asking import Asker
    from components.enrichment.job import agent
    from components.net.client import GuardedClient
    from components.net.rate_limiter import RatePolicy

    own = settings()
    subject = one_paper.asked_for(text)
    allowed = (own.allow_address,) if own.allow_address else ()
    async with GuardedClient(allow_addresses=allowed, rate=RatePolicy(gap=0.0)) as client:
        lanes, names = Lanes(engine), agent(own.contact)
        askers = {each.id: Asker(each, client, lanes, agent=names) for each in completing.services()}
        return one_paper.as_digest(await one_paper.find(subject, askers))
