"""How many of a day's relevant papers the first ten of a mail by interest hold, on 2,019 papers that people labelled.

The labelled papers (see `ranking`) are dealt out in days of forty. From draws of some relevant papers as picks and 3
others as rejects, the mail of each day that has relevant papers is made as it would be sent; beside it the first ten
of the same papers as triage deals them, and as the digest has them: without votes, a mail by votes goes by that.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import orjson
import pandas as pd
from sqlalchemy import Engine

from components.curation.annotations import decisions
from components.curation.annotations.decisions import Decision
from components.curation.searches.delivery import Delivery
from components.curation.workspaces import uploads
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.finding.filters import Filters
from components.papers.paper import DigestFile
from components.sharing.mail.selection import select
from components.store.database import open_store
from components.workspace import view as workspace_view
from components.workspace.assembly import bundled_by_id
from components.workspace.view import View
from tests.bench.ranking import FILE, REJECTS
from tests.bench.row import Row

FIRST, A_DAY, DRAWS = 10, 40, 5
TODAY = date(2026, 1, 1)
Listing = Callable[[View, Sequence[str], set[str]], list[str]]


def rows() -> list[Row]:
    """Recall in the first ten beside what triage reaches; nothing where the labelled papers are not at hand."""
    if not FILE.is_file():
        return []
    frame = pd.read_csv(FILE, dtype={"title": str, "abstract": str}, keep_default_na=False)
    frame = frame[frame["title"].str.strip() != ""].drop_duplicates("title")
    with tempfile.TemporaryDirectory() as folder:
        engine = open_store(f"sqlite:///{Path(folder) / 'atlas.sqlite'}")
        workspace = _filled(engine, frame)
        papers = workspace_view.of(engine, workspace, Filters(), exact=True).catalogue
        labels = dict(zip(frame["title"].str.casefold(), frame["label_included"].astype(int), strict=True))
        relevant = {
            paper_id for paper_id, title in zip(papers["paper_id"], papers["title"], strict=True)
            if labels.get(title.casefold())
        }  # fmt: skip
        found = []
        for picks in (1, 5, 10, 30):
            ours, triage, listed = recalls(engine, workspace, relevant, picks, (_mail, _triage, _as_listed))
            what = f"{picks} picks: relevant papers of a day in the first {FIRST} of its mail"
            found.append(
                Row(
                    what,
                    ours,
                    "",
                    triage,
                    f"triage {triage:.2f}, as the digest has them {listed:.2f}",
                    more_is_better=True,
                )
            )
        engine.dispose()
    return found


def _filled(engine: Engine, frame: pd.DataFrame) -> str:
    """A workspace with the labelled papers as its only digest."""
    workspace = workspace_id(engine, new_token())
    for digest_id in bundled_by_id():
        uploads.hide(engine, workspace, digest_id)
    content = orjson.dumps(frame[["title", "abstract"]].to_dict("records"))
    uploads.add(engine, workspace, DigestFile("labelled.json", content))
    return workspace


def recalls(engine: Engine, workspace: str, relevant: set[str], picks: int, listings: Sequence[Listing]) -> list[float]:
    """The mean share of a day's relevant papers that each listing has among its first ten."""
    generator = np.random.default_rng(0)
    shares: list[list[float]] = [[] for _ in listings]
    for draw in range(DRAWS):
        every = sorted(workspace_view.of(engine, workspace, Filters()).catalogue["paper_id"])
        picked = generator.choice(sorted(relevant), picks, replace=False).tolist()
        put_away = generator.choice(sorted({*every} - relevant), REJECTS, replace=False).tolist()
        made = dict.fromkeys(every, Decision.INBOX) | dict.fromkeys(picked, Decision.STARRED)
        decisions.decide(engine, workspace, made | dict.fromkeys(put_away, Decision.HIDDEN), f"{picks} {draw}")
        view = workspace_view.of(engine, workspace, Filters(), exact=True)
        rest = generator.permutation(sorted({*every} - {*picked, *put_away})).tolist()
        for start in range(0, len(rest), A_DAY):
            day = rest[start : start + A_DAY]
            if wanted := relevant & {*day}:
                for each, listing in zip(shares, listings, strict=True):
                    each.append(len(wanted & {*listing(view, day, {*every} - {*day})[:FIRST]}) / len(wanted))
    return [float(np.mean(each)) for each in shares]


def _mail(view: View, _day: Sequence[str], told: set[str]) -> list[str]:
    return [one.paper.paper_id for one in select(view, told, Delivery(by_interest=True, most=FIRST), TODAY).new]


def _as_listed(view: View, day: Sequence[str], _told: set[str]) -> list[str]:
    return sorted(day, key=view.rows.__getitem__)


def _triage(view: View, day: Sequence[str], _told: set[str]) -> list[str]:
    assert view.ranking is not None
    return view.ranking.to_read({*day})
