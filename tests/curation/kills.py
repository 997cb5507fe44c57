"""Writers that are killed while they write, and what is found afterwards: for a test and for a benchmark."""

from __future__ import annotations

import multiprocessing
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from types import ModuleType

from sqlalchemy import select

from components.curation.annotations.decisions import Decision, current, decide
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.store.database import open_store, reading
from components.store.schema import batches, events


@dataclass
class Outcome:
    """Of decisions: begun, acknowledged, then lost; found though never begun; and kept in part only."""

    kills: int = 0
    begun: set[str] = field(default_factory=set)
    acknowledged: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    invented: set[str] = field(default_factory=set)
    torn: int = 0


def kill_writers(url: str, kills: int, seed: int = 0) -> Outcome:
    """Start a writer, kill it (SIGKILL) at a random moment of its writing, look at the store; `kills` times."""
    source = random.Random(seed)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["components.curation.annotations.decisions", "components.store.database"])
    engine = open_store(url)
    workspace = workspace_id(engine, new_token())
    outcome = Outcome()
    for turn in range(kills):
        receiver, sender = context.Pipe(duplex=False)
        writer = context.Process(target=_write, args=(url, workspace, turn, sender), daemon=True)
        with _no_main_module():
            writer.start()
        sender.close()
        for _ in ("begun", "acknowledged"):  # it writes now, and the first is kept
            _note(receiver, outcome)
        time.sleep(source.uniform(0.0, 0.08))
        writer.kill()
        writer.join()
        while _note(receiver, outcome):
            pass
        outcome.kills += 1
    found = set(current(engine, workspace))
    outcome.lost = outcome.acknowledged - found
    outcome.invented = found - outcome.begun
    with reading(engine) as connection:
        steps = {row.seq: row.changes for row in connection.execute(select(batches.c.seq, batches.c.changes))}
        kept = connection.execute(select(events.c.batch, events.c.paper_id)).all()
    outcome.torn = sum(steps.values()) - len(kept) + len({row.paper_id for row in kept} ^ found)
    engine.dispose()
    return outcome


@contextmanager
def _no_main_module() -> Iterator[None]:
    """A new process runs its parent's main script again; page tests leave a page there, which cannot run so."""
    real = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = real


def _write(url: str, workspace: str, turn: int, sender: Connection) -> None:
    """Decide about three papers at a time, for ever; say before and after each what is done."""
    engine = open_store(url)
    for number in range(10**9):
        papers = [f"{turn}-{number}-{part}" for part in range(3)]
        sender.send(("begun", papers))
        decide(engine, workspace, dict.fromkeys(papers, Decision.STARRED), f"{turn}-{number}")
        sender.send(("acknowledged", papers))


def _note(receiver: Connection, outcome: Outcome) -> bool:
    """Note one message of the writer; False when there is none any more."""
    try:
        word, papers = receiver.recv()
    except (EOFError, OSError):
        return False
    getattr(outcome, word).update(papers)
    return True
