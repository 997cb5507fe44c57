"""What the Hugging Face Hub knows about a model, dataset or Space: gated, disabled, asleep.

One request an entry, to `/api/{models,datasets,spaces}/{id}`. Source: the Hub's API documentation.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from components.links.lookup.client import LookupClient

_AWAKE = frozenset({"RUNNING", "RUNNING_BUILDING", "RUNNING_APP_STARTING"})
_ASLEEP = frozenset({"SLEEPING", "PAUSED", "STOPPED"})
_NOT_OWNERS = frozenset({"papers", "collections", "docs", "blog", "join", "login", "settings", "tasks", "api", "posts"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A model, dataset or Space as the Hub describes it."""

    kind: str  # "models", "datasets" or "spaces"
    name: str  # the name it has now
    asked: str
    gated: str = ""  # "auto" or "manual": access must be asked for; "" if open
    disabled: bool = False
    stage: str = ""  # of a Space: RUNNING, SLEEPING, BUILD_ERROR, …
    likes: int = 0
    changed: str = ""  # ISO 8601
    files: int | None = None  # None where the Hub did not say

    def notes(self) -> list[str]:
        """What a curator should know, in words."""
        words = []
        if self.disabled:
            words.append("disabled")
        if self.gated:
            words.append("gated: access is given by hand" if self.gated == "manual" else "gated: a login is needed")
        if self.stage in _ASLEEP:
            words.append("asleep: it wakes when visited" if self.stage == "SLEEPING" else "not running")
        elif self.stage and self.stage not in _AWAKE:
            words.append(f"not running ({self.stage.lower().replace('_', ' ')})")
        if self.files is not None and self.files == 0:
            words.append("empty")
        if self.asked.lower() != self.name.lower():
            words.append(f"renamed to {self.name}")
        return words


def entry_of(url: str) -> tuple[str, str]:
    """("models" | "datasets" | "spaces", "owner/name") of a link to the Hub; ("", "") elsewhere."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if host.endswith(".hf.space"):
        return "", ""  # owner and name are joined by a hyphen there: they cannot be told apart
    segments = [segment for segment in parts.path.split("/") if segment]
    if host not in ("huggingface.co", "hf.co") or len(segments) < 2:
        return "", ""
    kind = "models"
    if segments[0] in ("datasets", "spaces"):
        kind, segments = segments[0], segments[1:]
    if len(segments) < 2 or segments[0] in _NOT_OWNERS:
        return "", ""
    return kind, "/".join(segments[:2])


async def look_up(client: LookupClient, url: str) -> Entry | None:
    """What the Hub says about a link; None where it has no such entry. Raises RequestError, RateLimitedError."""
    kind, name = entry_of(url)
    if not kind:
        return None
    found = await client.get_json(f"{client.services.hub}/api/{kind}/{quote(name)}")
    if found is None:
        return None
    runtime, files = found.get("runtime"), found.get("siblings")
    gated = found.get("gated")
    kept = [file for file in files if not _is_frame(file)] if isinstance(files, list) else None
    return Entry(
        kind=kind,
        name=str(found.get("id") or name),
        asked=name,
        gated=gated if gated in ("auto", "manual") else "",
        disabled=bool(found.get("disabled")),
        stage=str(runtime.get("stage") or "") if isinstance(runtime, dict) else "",
        likes=int(found.get("likes") or 0),
        changed=str(found.get("lastModified") or ""),
        files=None if kept is None else len(kept),
    )


def _is_frame(file: object) -> bool:
    """True for the two files every entry is born with."""
    return isinstance(file, dict) and file.get("rfilename") in (".gitattributes", "README.md")
