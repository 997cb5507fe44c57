"""Tags: words that a visitor gives to papers, to rename, merge, delete and filter by.

Every change is one batch that can be undone. Tags that differ in capitals only are one tag: the spelling that is
there already is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, Engine

from components.curation.annotations import events
from components.curation.annotations.events import Change

PREFIX = "tag/"
LONGEST = 60  # characters


class TagError(ValueError):
    """A text that cannot be a tag; the message says why."""


def clean_name(name: str) -> str:
    """The tag that a typed text means: white space joined, no # before it.

    Raises TagError when nothing is left, when it is too long, begins with "-" or holds a comma.
    """
    name = "".join(sign if sign.isprintable() else " " for sign in name)
    name = " ".join(name.split()).lstrip("#").strip()
    if not name:
        raise TagError("A tag needs at least one letter or digit.")
    if len(name) > LONGEST:
        raise TagError(f"This tag has {len(name)} characters; it may have {LONGEST}. Put the rest into a note.")
    if name.startswith("-") or "," in name:
        raise TagError(f"“{name}” cannot be a tag: a tag has no comma and does not begin with a minus sign.")
    return name


def tag(engine: Engine, workspace: str, paper_ids: Iterable[str], name: str, batch_id: str) -> int:
    """Give papers a tag; returns how many did not have it. Raises TagError."""
    name, papers = clean_name(name), list(paper_ids)

    def changes(connection: Connection) -> list[Change]:
        kind = PREFIX + _spelled(connection, workspace, name)
        return [Change(paper_id, kind, "1") for paper_id in papers]

    def describe(real: Sequence[Change]) -> str:
        return f"Tagged {_papers(real)} “{real[0].kind.removeprefix(PREFIX)}”"

    return events.apply(engine, workspace, changes, batch_id, describe)


def untag(
    engine: Engine,
    workspace: str,
    paper_ids: Iterable[str],
    name: str,
    batch_id: str,
    earlier: Mapping[str, Sequence[str]] | None = None,
) -> int:
    """Remove a tag from papers; returns how many had it. `earlier` as in `Library.earlier`."""
    changes = [Change(paper_id, PREFIX + name, None) for paper_id in paper_ids]
    return events.apply(
        engine, workspace, changes, batch_id, lambda real: f"Removed “{name}” from {_papers(real)}", earlier
    )


def rename(engine: Engine, workspace: str, old: str, new: str, batch_id: str) -> int:
    """Give a tag another name; where there is a tag of that name, the two become one. Returns how many papers had it.

    Raises TagError for a name that cannot be a tag.
    """
    new = clean_name(new)
    papers: list[str] = []

    def changes(connection: Connection) -> list[Change]:
        papers[:] = events.values_within(connection, workspace, PREFIX + old)
        name = new if new.casefold() == old.casefold() else _spelled(connection, workspace, new)
        if name == old:
            papers.clear()
        gone = [Change(paper_id, PREFIX + old, None) for paper_id in papers]
        return gone + [Change(paper_id, PREFIX + name, "1") for paper_id in papers]

    def describe(real: Sequence[Change]) -> str:
        name = next((change.kind.removeprefix(PREFIX) for change in real if change.new), new)
        return f"Renamed the tag “{old}” to “{name}”"

    events.apply(engine, workspace, changes, batch_id, describe)
    return len(papers)


def delete(engine: Engine, workspace: str, name: str, batch_id: str) -> int:
    """Remove a tag from every paper; returns how many had it."""

    def changes(connection: Connection) -> list[Change]:
        papers = events.values_within(connection, workspace, PREFIX + name)
        return [Change(paper_id, PREFIX + name, None) for paper_id in papers]

    return events.apply(
        engine, workspace, changes, batch_id, lambda real: f"Deleted the tag “{name}” ({_papers(real)})"
    )


def tags(engine: Engine, workspace: str) -> dict[str, tuple[str, ...]]:
    """paper_id → its tags in alphabetical order, for every paper that has one."""
    found: dict[str, list[str]] = {}
    for paper_id, name, _ in events.values_of_kinds(engine, workspace, PREFIX):
        found.setdefault(paper_id, []).append(name)
    return {paper_id: tuple(sorted(names, key=str.casefold)) for paper_id, names in found.items()}


def under_new_ids(tags: Mapping[str, tuple[str, ...]], aliases: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The same tags under the ids that papers have now; a paper that was two has the tags of both."""
    found: dict[str, set[str]] = {}
    for paper_id, names in tags.items():
        found.setdefault(aliases.get(paper_id, paper_id), set()).update(names)
    return {paper_id: tuple(sorted(names, key=str.casefold)) for paper_id, names in found.items()}


def names(engine: Engine, workspace: str) -> dict[str, int]:
    """Every tag of the workspace → how many papers have it, in alphabetical order."""
    return _counted(events.values_of_kinds(engine, workspace, PREFIX))


def _counted(rows: Iterable[tuple[str, str, str]]) -> dict[str, int]:
    counts = Counter(name for _, name, _ in rows)
    return {name: counts[name] for name in sorted(counts, key=str.casefold)}


def _spelled(connection: Connection, workspace: str, name: str) -> str:
    """The name as it is spelled here already, or as it is."""
    known = _counted(events.values_of_kinds_within(connection, workspace, PREFIX))
    return next((each for each in known if each.casefold() == name.casefold()), name)


def _papers(changes: Sequence[Change]) -> str:
    return "1 paper" if len(changes) == 1 else f"{len(changes):,} papers"
