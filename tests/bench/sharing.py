"""How long exports, feeds and a mail of 14,000 papers take, whether two visitors' work mixes, what the image weighs."""

from __future__ import annotations

import random
import re
import tempfile
import time
from datetime import date
from importlib import metadata
from pathlib import Path

import numpy as np

from components.curation.annotations import decisions, events, notes, tags
from components.curation.annotations.decisions import Decision
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.sharing.feeds import atom, feed, json_feed
from components.sharing.feeds.feed import Feed
from components.sharing.formats.entry import entries
from components.sharing.formats.export_formats import EXPORT_FORMATS
from components.sharing.lists import snapshot
from components.sharing.mail import choosing, digest_mail
from components.store.database import open_store
from tests.bench.finding import shelf
from tests.bench.row import Row

START = "2026-01-01T00:00:00.000000+00:00"
PAPERS, ACTIONS = 14_000, 10_000
MEGABYTE = 1_000_000
LEFT_OUT = {"tests", "nbextension", "labextension", "share"}  # folders that the Dockerfile deletes
LEFT_OUT_SUFFIXES = {".pyc", ".pyi", ".pyx", ".pxd", ".h", ".map"}
BYTECODE = 1.19  # bytes of it for a byte of Python, as the image's libraries were compiled


def rows(count: int = PAPERS) -> list[Row]:
    """Seconds by form, milliseconds of feeds and mail, values that went astray, megabytes of libraries."""
    catalogue = shelf(count, np.random.default_rng(0))
    found = []
    for form in EXPORT_FORMATS:
        form.write(catalogue.head(5))  # its library is imported
        start = time.perf_counter()
        form.write(catalogue)
        found.append(Row(f"export {count:,} papers as {form.label}", time.perf_counter() - start, "s", 2))
    start = time.perf_counter()
    items = feed.items(catalogue, {}, {}, {}, START)
    told = Feed(feed.urn("x"), "T", "", "https://a.org", "https://a.org/x", "https://a.org/y", START, items)
    for writer in (atom, json_feed):
        writer.to_text(told)
    found.append(Row(f"Atom and JSON Feed of {count:,} papers", (time.perf_counter() - start) * 1000, "ms", 100))
    start = time.perf_counter()
    digest_mail.compose(choosing.by_talk(entries(catalogue), (), date(2026, 1, 1)), "S", "s", digest_mail.Addresses())
    found.append(Row(f"mail of {count:,} papers", (time.perf_counter() - start) * 1000, "ms"))
    start = time.perf_counter()
    snapshot.take(catalogue.head(1000), {}, None, with_notes=True)
    found.append(Row("list of 1,000 papers copied", (time.perf_counter() - start) * 1000, "ms"))
    found.append(Row(f"values of another after {ACTIONS:,} actions of two visitors", astray(ACTIONS), "values", 0))
    return [*found, *weights()]


def astray(actions: int) -> int:
    """How many values two visitors, who act at random in turn, have that they did not give or took back."""
    chance = random.Random(0)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_store(f"sqlite:///{folder}/atlas.sqlite")
        visitors = [workspace_id(engine, new_token()) for _ in range(2)]
        # What each should have: a stack of states, the last is now; undo goes back by one.
        meant: list[list[dict[tuple[str, str], str]]] = [[{}], [{}]]
        for number in range(actions):
            who = chance.randrange(2)
            workspace, past = visitors[who], meant[who]
            paper, batch = f"title:{chance.randrange(40):012x}", str(number)
            act = chance.randrange(5)
            state = dict(past[-1])
            if act == 0:
                decisions.undo(engine, workspace, batch)
                if len(past) > 1:
                    past.pop()
                continue
            if act == 1:
                tags.tag(engine, workspace, [paper], f"tag {who}", batch)
                state[paper, f"{tags.PREFIX}tag {who}"] = "1"
            elif act == 2:
                notes.write(engine, workspace, paper, f"{who} says {number}", batch)
                state[paper, notes.NOTE] = f"{who} says {number}"
            else:
                decision = chance.choice(list(Decision))
                decisions.decide(engine, workspace, {paper: decision}, batch)
                state.pop((paper, decisions.KIND), None)
                if decision != Decision.INBOX:
                    state[paper, decisions.KIND] = str(decision)
            if state != past[-1]:
                past.append(state)
        wrong = 0
        for workspace, past in zip(visitors, meant, strict=True):
            kept = {(paper, kind): value for paper, kind, value in events.values_of_kinds(engine, workspace, "")}
            wrong += len(set(kept.items()) ^ set(past[-1].items()))
        engine.dispose()
    return wrong


def weights() -> list[Row]:
    """Megabytes of the libraries that an image holds, beside those that Streamlit's own template needs; of ours."""
    ours = needed(set(re.findall(r"^([\w.-]+)==", Path("requirements.txt").read_text("utf-8"), re.MULTILINE)))
    alone = needed({"streamlit"})
    own = sum(
        file.stat().st_size
        for name in ("app.py", "components", "data", "pages")
        for file in [Path(name), *Path(name).rglob("*")]
        if file.is_file() and file.suffix != ".pyc"
    )
    return [
        Row("libraries in the image", weight(ours), "MB", peer=f"{weight(alone):,.0f} MB for `streamlit init`’s app"),
        Row("our own files in the image", own / MEGABYTE, "MB"),
    ]


def needed(names: set[str]) -> set[str]:
    """These distributions and all that they require, by name."""
    found: set[str] = set()
    waiting = {name.split("[")[0].lower() for name in names}
    while waiting:
        name = waiting.pop()
        try:
            required = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        found.add(name)
        plain = {line.split(";")[0] for line in required if "extra ==" not in line}
        parted = {
            "".join(sign if sign.isalnum() or sign in "-_." else " " for sign in line).split()[0] for line in plain
        }
        waiting |= {each.lower() for each in parted} - found
    return found


def weight(names: set[str]) -> float:
    """Megabytes of the files of some distributions, with bytecode, without what the Dockerfile leaves out."""
    size = 0.0
    for name in names:
        for file in metadata.files(name) or ():
            path = Path(str(file.locate()))
            left_out = LEFT_OUT & set(file.parts) or path.suffix in LEFT_OUT_SUFFIXES
            if not left_out and path.is_file():
                size += path.stat().st_size * (1 + BYTECODE * (path.suffix == ".py"))
    return size / MEGABYTE
