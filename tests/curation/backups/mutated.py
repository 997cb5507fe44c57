"""Mutated backups: each is brought back or refused, all that pages show of it can be asked for, no other one changes.

    python -m tests.curation.backups.mutated 2000 [SEED]

Backups of a workspace with something of every kind, as zip and as first releases wrote them, are changed at random:
bytes of the file, values of its lines (other types, extremes, odd times, huge texts), lines that come twice, elsewhere
or not at all. Prints what went wrong, and a line at the end; exit status 1 where something did. Whole pages are drawn
of some of them by `tests/pages/test_mutated_backups.py`.
"""

from __future__ import annotations

import io
import json
import os
import random
import sys
import tempfile
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine

from components.curation.annotations import (
    decisions,
    duplicate_decisions,
    events,
    match_decisions,
    notes,
    shortlist,
    tags,
    topic_edits,
)
from components.curation.annotations.decisions import Decision
from components.curation.annotations.events import Change
from components.curation.annotations.topic_edits import StoredEdit
from components.curation.backups.container import BackupError
from components.curation.backups.restoring import restore
from components.curation.backups.writing import write
from components.curation.group_lists import contributions, lists
from components.curation.group_lists.paper_copy import PaperCopy
from components.curation.searches import feed_addresses, saved_searches
from components.curation.workspaces import dates, uploads
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.papers.paper import DigestFile
from components.settings import settings

PAPERS = ("title:4fdd1ff91b1c", "arxiv:2404.06773", "title:000000000001")
ODD: tuple[Any, ...] = (
    None, True, -1, 0, 1, 2**31, 2**63, 2**80, 1.5, float("nan"), "", " ", "²", "5.0", "x" * 100_000, "\x00", "\ud800",
    "a\nb", "\u202e", "2026-01-01T00:00:00", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+14:00", "2026-01-01",
    "soon", [], {}, [[[]]], ["a", 1], "../../etc/passwd", "<script>alert(1)</script>", "decision", "rating", "note",
    "place", "tag/x", "pair/b", "topics/1", "link", "starred", "hidden", "5", "9" * 5_000, "0", "\u2028", "=1+1",
    "-x", "*",
        "title:4fdd1ff91b1c", '{"act": "rename"}', "[" * 2_000,
)  # fmt: skip
LIST_KINDS = ("group_list", "group_list_person", "group_list_paper", "group_list_opinion")
KINDS = ("value", "event", "batch", "search", "digest", "hidden", "x", *LIST_KINDS)


def fill(engine: Engine, workspace: str) -> None:
    """Put something of every kind into a workspace."""
    uploads.add(engine, workspace, DigestFile("mine.csv", b"title,abstract\nA Paper of Mine,About something of mine\n"))
    uploads.add(
        engine, workspace, DigestFile("two.json", b'[{"title": "Another Paper", "abstract": "Says another thing."}]')
    )
    uploads.hide(engine, workspace, "attention-mar-14-aaaaaa")
    decisions.decide(engine, workspace, {PAPERS[0]: Decision.STARRED, PAPERS[1]: Decision.HIDDEN}, "1")
    decisions.decide(engine, workspace, {PAPERS[2]: Decision.STARRED}, "2")
    decisions.decide(engine, workspace, {PAPERS[1]: Decision.LATER}, "3")
    decisions.undo(engine, workspace, "u")
    tags.tag(engine, workspace, PAPERS[:2], "To read", "4")
    notes.write(engine, workspace, PAPERS[0], "Ask\nAna 🙂", "5")
    notes.rate(engine, workspace, {PAPERS[0]: 4}, "6")
    duplicate_decisions.decide_duplicates(engine, workspace, {(PAPERS[0], PAPERS[2]): "different"}, "7")
    shortlist.move(engine, workspace, PAPERS[2], "", "8")
    edit = {"id": "2026-1", "act": "rename", "groups": [[PAPERS[0]]], "words": "Mine"}
    topic_edits.append(engine, workspace, [StoredEdit("2026-1", PAPERS[0], json.dumps(edit))], "Renamed a topic", "9")
    events.apply(engine, workspace, [Change("https://a.org", "link", '{"note": "old"}')], "10", "Wrote about a link")
    match_decisions.decide_matches(engine, workspace, {("ab" * 32, "crossref", "10.1/x"): (PAPERS[0], "same")}, "11")
    saved_searches.save(engine, workspace, "mine", "q=x", PAPERS)
    group = lists.create(engine, workspace, "Together", "Read\nthese")
    ann, ben = (contributions.join(engine, group, new_token(), name, "") for name in ("Ann", "Ben"))
    for person, paper_id in ((ann, PAPERS[0]), (ben, PAPERS[1]), (None, PAPERS[2])):
        contributions.add(engine, group, person, paper_id, PaperCopy("A Paper", "Of ours", links=("https://a.org",)))
    contributions.vote(engine, group, ben, PAPERS[0], is_for=True)
    contributions.remark(engine, group, ann, PAPERS[1], "Two\nlines 🙂")


def backup_of(engine: Engine, workspace: str) -> bytes:
    """The zip."""
    out = io.BytesIO()
    write(engine, workspace, out)
    return out.getvalue()


def lines_of(content: bytes) -> list[Any]:
    """The lines of a zip's `workspace.jsonl`."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [json.loads(line) for line in archive.read("workspace.jsonl").splitlines()]


def mutate(content: bytes, chance: random.Random) -> bytes:
    """The backup with one to five things changed."""
    if chance.random() < 0.2:  # the bytes of the file
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 5)):
            place = chance.randrange(len(damaged))
            damaged[place : place + chance.choice((0, 1, 1, 40))] = chance.randbytes(chance.choice((0, 1, 1, 30)))
        return bytes(damaged)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    lines: list[Any] = [json.loads(line) for line in parts["workspace.jsonl"].splitlines()]
    if chance.random() < 0.4:
        lines = _as_first_releases(lines, parts)
    for _ in range(chance.randint(1, 5)):
        chance.choice(CHANGES)(lines, chance)
    written = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    if isinstance(lines[0], dict) and lines[0].get("version") == 1:
        return written
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (parts | {"workspace.jsonl": written}).items():
            if chance.random() > 0.03:
                archive.writestr(
                    name, part if name == "workspace.jsonl" or chance.random() > 0.1 else chance.randbytes(50)
                )
    return out.getvalue()


def _as_first_releases(lines: list[Any], parts: dict[str, bytes]) -> list[Any]:
    import base64

    lines[0]["version"] = 1
    for line in lines:
        if "digest" in line:
            row = line["digest"]
            row["content"] = base64.b64encode(parts[row.pop("file")]).decode()
    return lines


def _value(lines: list[Any], chance: random.Random) -> None:
    """Another value in one field of a line."""
    line = chance.choice(lines[1:])
    row = next(iter(line.values()), None) if isinstance(line, dict) else None
    if isinstance(row, dict) and row:
        row[chance.choice(list(row))] = chance.choice(ODD)


def _swap(lines: list[Any], chance: random.Random) -> None:
    """A field's value from another line of the same or another kind."""
    one, other = (
        next(iter(line.values())) if isinstance(line, dict) and line else None for line in chance.sample(lines[1:], 2)
    )
    if isinstance(one, dict) and isinstance(other, dict) and one and other:
        one[chance.choice(list(one))] = chance.choice(list(other.values()))


def _gone(lines: list[Any], chance: random.Random) -> None:
    """A field that is missing, or a line."""
    place = chance.randrange(1, len(lines))
    row = next(iter(lines[place].values()), None) if isinstance(lines[place], dict) else None
    if isinstance(row, dict) and row and chance.random() < 0.6:
        row.pop(chance.choice(list(row)))
    elif len(lines) > 3:
        lines.pop(place)


def _twice(lines: list[Any], chance: random.Random) -> None:
    """A line again, somewhere else."""
    lines.insert(chance.randrange(1, len(lines) + 1), json.loads(json.dumps(chance.choice(lines[1:]))))


def _order(lines: list[Any], chance: random.Random) -> None:
    """The lines in another order."""
    rest = lines[1:]
    chance.shuffle(rest)
    lines[1:] = rest


def _other(lines: list[Any], chance: random.Random) -> None:
    """Something else for a line, or another kind."""
    place = chance.randrange(1, len(lines))
    if isinstance(lines[place], dict) and lines[place] and chance.random() < 0.6:
        row = next(iter(lines[place].values()))
        lines[place] = {chance.choice(KINDS): row}
    else:
        lines[place] = chance.choice(ODD)


CHANGES: tuple[Callable[[list[Any], random.Random], None], ...] = (
    _value, _value, _value, _value, _swap, _gone, _twice, _order, _other,
)  # fmt: skip


def look(engine: Engine, workspace: str) -> None:
    """Ask for everything that pages, feeds and mails show of a workspace."""
    from components.finding.filters import Filters
    from components.sharing.feeds import feed
    from components.sharing.formats.export_formats import EXPORT_FORMATS
    from components.sharing.lists import fill_page, filling, snapshot
    from components.ui.picks import history_list
    from components.workspace import view

    now = view.of(engine, workspace, Filters(), exact=True)
    assert len(now.shown) == (now.catalogue["decision"] != "hidden").sum()
    _ = now.annotations.shortlist, now.sentence
    for each in decisions.log(engine, workspace, 200):
        history_list.when(each.at)
    events.papers(engine, workspace)
    arrived, changed = dates.digest_dates(engine, workspace), dates.change_dates(engine, workspace)
    feed.items(now.shown, now.digest_labels, arrived, changed, "2026-01-01T00:00:00+00:00")
    for search in saved_searches.searches(engine, workspace):
        search.new(now.catalogue["paper_id"])
        feed_addresses.address(engine, workspace, search.name)
    for group in lists.lists_of(engine, workspace):
        papers, people = contributions.papers_of(engine, group), contributions.people_of(engine, group)
        fill_page.to_text(group, papers, people, fill_page.Visitor(is_owner=True))
        snapshot.read(filling.frozen(now, papers, with_remarks=True))
    curated = now.catalogue[now.catalogue["decision"] != "inbox"]
    for form in EXPORT_FORMATS:
        form.write(curated, now.digest_labels, now.catalogue)
    again = io.BytesIO()
    write(engine, workspace, again)
    while decisions.undo(engine, workspace) is not None:  # what undo writes is what the backup said
        pass
    view.of(engine, workspace, Filters(), exact=True)


def main() -> int:
    """Run so many; the exit status."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    return 1 if run(count, seed) else 0


def run(count: int, seed: int, say: Callable[[str], None] = print) -> int:
    """Restore `count` mutated backups and look at what became of each; returns how many went wrong."""
    from components.workspace import caches

    outcomes: Counter[str] = Counter()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DIGEST_ATLAS_DATA"] = folder
        settings.cache_clear()  # else the store is whichever one was named before
        caches.forget_store()
        engine = caches.store()
        source, neighbour = workspace_id(engine, new_token()), workspace_id(engine, new_token())
        for workspace in (source, neighbour):
            fill(engine, workspace)
        whole, untouched = backup_of(engine, source), _lines(engine, neighbour)
        for number in range(count):
            chance = random.Random(f"{seed} {number}")
            content, workspace = mutate(whole, chance), workspace_id(engine, new_token())
            if chance.random() < 0.3:
                fill(engine, workspace)
            try:
                restored = restore(engine, workspace, io.BytesIO(content), "r")
                outcomes[
                    "whole" if restored.exactly else "with something left out" if restored.skipped else "added"
                ] += 1
                look(engine, workspace)
            except (BackupError, uploads.UploadError):
                outcomes["refused"] += 1
                look(engine, workspace)
            except Exception:
                wrong += 1
                say(f"{number}: {traceback.format_exc()}")
        if _lines(engine, neighbour) != untouched:
            wrong += 1
            say("another workspace changed")
        engine.dispose()
        caches.forget_store()
    say(f"{count} mutated backups: {dict(outcomes)}; {wrong} went wrong")
    return wrong


def _lines(engine: Engine, workspace: str) -> list[Any]:
    """What a workspace holds, without the time of the backup."""
    with zipfile.ZipFile(io.BytesIO(backup_of(engine, workspace))) as archive:
        return archive.read("workspace.jsonl").splitlines()[1:]


if __name__ == "__main__":
    sys.exit(main())
