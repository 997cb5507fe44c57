"""Asking, on a click, those who know more about a link: GitHub, the Hugging Face Hub, two archives.

One thread a question, so that a page never waits. Not here: what is asked and understood (`links.github`, `links.hub`,
`links.archives`).
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from enum import Enum

from components.links.verdict import State, Verdict


class LookupSource(Enum):
    """Who can be asked; the value is the name on the button."""

    GITHUB = "Ask GitHub"
    HUB = "Ask Hugging Face"
    ARCHIVES = "Find an archived copy"


@dataclass(frozen=True, slots=True)
class LookupResult:
    """What one of them said: lines to read, and addresses that may stand in for the link, with their names."""

    lines: tuple[str, ...] = ()
    addresses: tuple[tuple[str, str], ...] = ()


def sources_for(url: str, verdict: Verdict | None) -> list[LookupSource]:
    """Who may know more about a link: its own service, and the archives where it does not work."""
    from components.links.lookup import github, hub

    found = [LookupSource.GITHUB] if github.repository_of(url) else [LookupSource.HUB] if hub.entry_of(url)[0] else []
    works = verdict is None or verdict.state.reaches or verdict.state is State.REFUSED
    return found if works else [*found, LookupSource.ARCHIVES]


class LookupJob:
    """One question, asked as soon as it is made; may be looked at from any thread."""

    def __init__(self, url: str, source: LookupSource) -> None:
        self.url, self.source = url, source
        self.result = LookupResult()
        self.error = ""
        self._thread = threading.Thread(target=self._run, name="link-inquiry", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """True until there is an answer, or a sentence why there is none."""
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
    from components.net.client import Inquirer, Services

    async with Inquirer(Services.usual()) as inquirer:
        if source is LookupSource.GITHUB:
            return _of_repository(await github.look_up(inquirer, url, read_readme=True))
        if source is LookupSource.HUB:
            return _of_entry(await hub.look_up(inquirer, url))
        copies = await archives.copies(inquirer, url)
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
