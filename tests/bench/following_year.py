"""A year of Daily Papers followed a day at a time: how long looks take, what memory, names of topics and the map do.

    python -m tests.bench.following_year ABSTRACTS [DAYS]

ABSTRACTS are JSON lines (`.xz` or plain) with arxiv_id, title, abstract and date. Of 14,000 of them, in the order of
their dates, an equal share lies in a file for each weekday of a year; a server on this machine shows the day that is
asked for. Every day the source is looked at as `follow` does, days before are looked at again for their votes, and
somebody opens the page: where the set has outgrown its map, a new one is computed and waited for, as on the page.
"""

from __future__ import annotations

import json
import lzma
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Engine

from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.finding.filters import Filters
from components.ingestion import source
from components.ingestion.fetchers.outside import Outside
from components.landscape.result import Analysis
from components.server import memory
from components.settings import settings
from components.store.database import open_store
from components.workspace import contexts
from components.workspace.following import rounds
from components.workspace.jobs import outgrown_map, registry
from components.workspace.view import View, of
from tests.bench.row import Row, table
from tests.browser.server import family, resident
from tests.ingestion.fetchers.api_server import FakeApi, running

PAPERS, YEAR = 14_000, 365
FIRST = datetime(2025, 11, 3, 13, tzinfo=UTC)  # a Monday
MEGABYTE = 1_000_000
MOVED = 1e-6  # of the map's width


class Days(FakeApi):
    """The Daily Papers of each day from the files in a folder; votes grow at every look."""

    folder = Path()

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes, bool]:
        day = path.partition("date=")[2][:10]
        file = self.folder / f"{day}.json"
        self.items = json.loads(file.read_bytes()) if file.exists() else []
        for item in self.items:
            item["paper"]["upvotes"] += len(self.asked)
        return super().answer(path)


@dataclass
class Figures:
    """What was measured, a value a day or a look."""

    looks: list[float] = field(default_factory=list)  # seconds
    pages: list[float] = field(default_factory=list)  # seconds of the first page after a day came
    memory: list[float] = field(default_factory=list)  # megabytes, of this process and those it started
    renamed: list[float] = field(default_factory=list)  # share of the day before's names that are gone
    redrawn: list[str] = field(default_factory=list)  # days on which the set had outgrown its map
    moved: list[float] = field(default_factory=list)  # share of old papers that moved, on the other days
    papers: int = 0

    def rows(self, days: int) -> list[Row]:
        """The figures beside their budgets."""
        told = f"redrawn when the set had doubled, on {len(self.redrawn)} days: {', '.join(self.redrawn)}"
        return [
            Row(
                f"{days} days, {len(self.looks):,} looks, {self.papers:,} papers: slowest look", max(self.looks), "s", 5
            ),
            Row("a look, median", float(np.median(self.looks)), "s"),
            Row("first page after a day came, median", float(np.median(self.pages)), "s"),
            Row("first page after a day came, slowest", max(self.pages), "s"),
            Row("memory with the processes it started, most after a day", max(self.memory), "MB", 690),
            Row("names of topics changed by a day, mean", 100 * float(np.mean(self.renamed)), "%", 2),
            Row("old papers that moved on a day without a new map, most", 100 * max(self.moved, default=0.0), "%", 0),
            Row("days with a new map", float(len(self.redrawn)), "", None, told),
        ]


def main(arguments: list[str]) -> None:
    """Print the figures."""
    days = int(arguments[1]) if len(arguments) > 1 else YEAR
    memory.prepare()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DIGEST_ATLAS_DATA"] = folder
        settings.cache_clear()
        api = _filled(Path(arguments[0]), Path(folder))
        with running(api):
            print(table(followed(api, open_store(f"sqlite:///{folder}/atlas.sqlite"), days).rows(days)))


def _filled(abstracts: Path, folder: Path) -> Days:
    """A file a weekday."""
    with lzma.open(abstracts, "rt") if abstracts.suffix == ".xz" else abstracts.open() as lines:
        every = [json.loads(line) for line in lines]
    dated = sorted(random.Random(0).sample(every, PAPERS), key=lambda each: (each["date"], each["arxiv_id"]))
    weekdays = [day for age in range(YEAR) if (day := (FIRST + timedelta(days=age)).date()).weekday() < 5]
    for number, day in enumerate(weekdays):
        some = dated[len(dated) * number // len(weekdays) : len(dated) * (number + 1) // len(weekdays)]
        (folder / f"{day}.json").write_text(json.dumps([_item(each, day) for each in some]))
    api = Days([])
    api.folder = folder
    return api


def _item(paper: dict[str, Any], day: date) -> dict[str, Any]:
    inner = {"id": paper["arxiv_id"], "title": paper["title"], "summary": paper["abstract"], "upvotes": 3}
    return {"paper": inner | {"publishedAt": f"{day}T00:00:00.000Z"}, "title": paper["title"], "numComments": 1}


def followed(api: Days, engine: Engine, days: int) -> Figures:
    """Follow for so many days."""
    workspace = workspace_id(engine, new_token())
    services = Outside(api=api.address, allow_addresses=("127.0.0.1",), sleep=lambda _: None)
    rounds.add(engine, workspace, [source.daily_papers("day")], FIRST)
    found, before = Figures(), None
    for age in range(days):
        now = FIRST + timedelta(days=age, minutes=45)
        began = time.perf_counter()
        for _ in rounds.follow(engine, services, lambda: now):  # noqa: B023 (used at once)
            found.looks.append(time.perf_counter() - began)
            began = time.perf_counter()
        view = _opened(engine, workspace, found, str(now.date()))
        if view.analysis is not None:
            if before is not None:
                _compare(before, view.analysis, found, redrawn=found.redrawn[-1:] == [str(now.date())])
            before = view.analysis
        found.papers = len(view.library.papers)
        found.memory.append(sum(resident(process) for process in family(os.getpid())) / MEGABYTE)
        contexts.kept.drop_unused(
            0.0
        )  # between two days nobody is there for a minute, after which housekeeping does so
        memory.give_back()
        print(f"{now.date()} {found.papers:6,} papers, {found.memory[-1]:.0f} MB", file=sys.stderr, flush=True)
    return found


def _opened(engine: Engine, workspace: str, found: Figures, day: str) -> View:
    """The page after a day came; with the map that it waits for."""
    began = time.perf_counter()
    view = of(engine, workspace, Filters())
    len(view.shown)
    found.pages.append(time.perf_counter() - began)
    if view.analysis is None:
        earlier = outgrown_map.start_from(view)
        key = outgrown_map.key_of(view, earlier)
        run = registry.analysis_run(key, view.library.papers, earlier)
        while not run.finished:
            time.sleep(0.2)
        if run.error:
            raise RuntimeError(run.error)
        outgrown_map.adopt(view, key)
        found.redrawn.append(day)
        view = of(engine, workspace, Filters())
    return view


def _compare(before: Analysis, now: Analysis, found: Figures, *, redrawn: bool) -> None:
    names = {topic.name for topic in now.topics}
    gone = [topic for topic in before.topics if topic.name not in names]
    found.renamed.append(len(gone) / len(before.topics))
    if redrawn:
        return
    rows = {paper_id: row for row, paper_id in enumerate(now.paper_ids)}
    kept = [(row, rows[paper_id]) for row, paper_id in enumerate(before.paper_ids) if paper_id in rows]
    old, new = (np.array(each) for each in zip(*kept, strict=True))
    width = float(np.ptp(before.xy, axis=0).max())
    found.moved.append(float((np.abs(before.xy[old] - now.xy[new]).max(axis=1) > MOVED * width).mean()))


if __name__ == "__main__":
    main(sys.argv[1:])
