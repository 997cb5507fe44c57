"""What GitHub knows about a repository: renamed, archived, empty, only promised, stars, last push.

One request a repository (60 an hour without a token, 5,000 with one), a second for the readme where asked. Source:
GitHub REST API, "Get a repository" and "Get a repository README", version 2022-11-28.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from components.links.check import signals
from components.links.lookup.client import LookupClient
from components.net.client import RequestError

# First segments of paths on github.com that are not owners.
_NOT_OWNERS = frozenset(
    {
        *("about", "apps", "collections", "explore", "features", "join", "login", "marketplace", "notifications"),
        *(
            "orgs",
            "pricing",
            "search",
            "security",
            "settings",
            "site",
            "sponsors",
            "stars",
            "topics",
            "trending",
            "users",
        ),
    }
)
SHORT_README = 400  # characters: a readme shorter than this, without a code block, has nothing to run


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository as GitHub describes it."""

    asked: str  # "owner/name" of the link
    full_name: str  # the name it has now
    archived: bool = False
    empty: bool = False
    fork: bool = False
    stars: int = 0
    pushed_at: str = ""  # ISO 8601
    licence: str = ""  # SPDX identifier, "" if none is recognised
    promised: bool | None = None  # the readme only says that the code is to come; None where it was not read

    @property
    def renamed(self) -> bool:
        """True where the link has an older name."""
        return self.asked.lower() != self.full_name.lower()

    @property
    def address(self) -> str:
        """Where it is now."""
        return f"https://github.com/{self.full_name}"

    def notes(self) -> list[str]:
        """What a curator should know, in words."""
        found = [(self.empty, "empty"), (bool(self.promised), "code still to come"), (self.archived, "archived")]
        words = [word for true, word in found if true]
        if self.renamed:
            words.append(f"renamed to {self.full_name}")
        if self.fork:
            words.append("a fork")
        return words


def repository_of(url: str) -> str:
    """ "owner/name" where a link leads into a repository on GitHub; "" elsewhere."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    if (parts.hostname or "").removeprefix("www.") != "github.com" or len(segments) < 2:
        return ""
    if segments[0].lower() in _NOT_OWNERS:
        return ""
    return f"{segments[0]}/{segments[1].removesuffix('.git')}"


async def look_up(client: LookupClient, url: str, *, read_readme: bool = False) -> Repository | None:
    """What GitHub says about a link's repository; None where there is none. Raises RequestError, RateLimitedError."""
    asked = repository_of(url)
    if not asked:
        return None
    base, token = client.services.github, client.services.github_token
    headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    path = quote(asked)
    found = await client.get_json(f"{base}/repos/{path}", headers)
    if found is None:
        return None
    promised: bool | None = None
    if read_readme and found.get("size"):
        headers["Accept"] = "application/vnd.github.raw+json"
        readme = await client.get(f"{base}/repos/{path}/readme", headers)
        promised = readme.status == 404 or _only_promises(readme.body.decode("utf-8", "replace"))
    return _repository(asked, found, promised)


def _repository(asked: str, found: dict[str, Any], promised: bool | None) -> Repository:
    name = found.get("full_name")
    if not isinstance(name, str) or "/" not in name:
        raise RequestError("GitHub gives an answer without a repository's name.")
    licence = found.get("license")
    return Repository(
        asked=asked,
        full_name=name,
        archived=bool(found.get("archived")),
        empty=found.get("size") == 0,
        fork=bool(found.get("fork")),
        stars=int(found.get("stargazers_count") or 0),
        pushed_at=str(found.get("pushed_at") or ""),
        licence=str(licence.get("spdx_id") or "") if isinstance(licence, dict) else "",
        promised=promised,
    )


def _only_promises(readme: str) -> bool:
    """Whether a readme has nothing to run: it says that the code is to come, or it is short and has no code block."""
    has_code = "```" in readme or "\n    " in readme
    if has_code:
        return False
    return signals.TO_COME.search(readme) is not None or len(readme.strip()) < SHORT_README
