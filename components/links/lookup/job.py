"""Looking a link up, on a click, at a service that knows more about it: GitHub, the Hugging Face Hub, two archives.

Each lookup runs in a thread of its own, so that a page never waits.
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from enum import Enum

from components.links.verdict import State, Verdict


class LookupSource(Enum):
    """A service that can be asked; the value is the label of its button."""

    GITHUB = "Ask GitHub"
    HUB = "Ask Hugging Face"
    ARCHIVES = "Find an archived copy"


@dataclass(frozen=True, slots=True)
class LookupResult:
    """The answer of a service: lines to read, and addresses that may replace the link, with their names."""

    lines: tuple[str, ...] = ()
    addresses: tuple[tuple[str, str], ...] = ()


def sources_for(url: str, verdict: Verdict | None) -> list[LookupSource]:
    """The services that may know more about a link: its own one, and the archives where the link does not work."""
    from components.links.lookup import github, hub

    found = [LookupSource.GITHUB] if github.repository_of(url) else [LookupSource.HUB] if hub.entry_of(url)[0] else []
    works = verdict is None or verdict.state.reaches or verdict.state is State.REFUSED
    return found if works else [*found, LookupSource.ARCHIVES]


class LookupJob:
    """One lookup, started when it is created; may be read from any thread."""

    def __init__(self, url: str, source: LookupSource) -> None:
        self.url, self.source = url, source
        self.result = LookupResult()
        self.error = ""
        self._thread = threading.Thread(target=self._run, name="link-lookup", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """True until there is a `result`, or in `error` a sentence why there is none."""
        return self._thread.is_alive()

    def wait(self, seconds: float) -> bool:
        """Block until it has ended; False where `seconds` passed first."""
        self._thread.join(seconds)
        return not self.running

    def _run(self) -> None:
        from components.net.client import RequestError

        try:
            self.result = asyncio.run(_ask(self.url, self.source))
        except RequestError as error:
            self.error = str(error)
        except Exception as error:
            self.error = f"There is no answer ({type(error).__name__}). Try again later."


async def _ask(url: str, source: LookupSource) -> LookupResult:
    from components.links.lookup import archives, github, hub
    from components.links.lookup.client import LookupClient, Services

    async with LookupClient(Services.usual()) as client:
        if source is LookupSource.GITHUB:
            return _of_repository(await github.look_up(client, url, read_readme=True))
        if source is LookupSource.HUB:
            return _of_entry(await hub.look_up(client, url))
        copies = await archives.copies(client, url)
        if not copies:
            return LookupResult(("Neither the Wayback Machine nor Software Heritage has a copy.",))
        named = tuple((f"{copy.archive}{f', {copy.taken}' if copy.taken else ''}", copy.address) for copy in copies)
        return LookupResult((), named)


def _of_repository(found: object) -> LookupResult:
    from components.links.lookup.github import Repository

    if not isinstance(found, Repository):
        return LookupResult(("GitHub has no such repository.",))
    facts = [f"{found.stars:,} {'star' if found.stars == 1 else 'stars'}"]
    facts += [f"last push {found.pushed_at[:10]}"] if found.pushed_at else []
    facts += [found.licence] if found.licence and found.licence != "NOASSERTION" else []
    moved = ((found.full_name, found.address),) if found.renamed else ()
    return LookupResult((" · ".join(facts), *found.notes()), moved)


def _of_entry(found: object) -> LookupResult:
    from components.links.lookup.hub import Entry

    if not isinstance(found, Entry):
        return LookupResult(("Hugging Face has no such entry.",))
    facts = [f"{found.likes:,} {'like' if found.likes == 1 else 'likes'}"]
    facts += [f"changed {found.changed[:10]}"] if found.changed else []
    folder = "" if found.kind == "models" else f"{found.kind}/"
    moved = found.asked.lower() != found.name.lower()
    address = ((found.name, f"https://huggingface.co/{folder}{found.name}"),) if moved else ()
    return LookupResult((" · ".join(facts), *found.notes()), address)
