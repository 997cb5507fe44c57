"""What a visitor decided about records of services that may be a paper: this paper, or another one.

A decision names the paper by what it says (`papers.identity.paper_key`), since its id may change with the decision, and
the record by the service's own id: another record of the same service is another question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from sqlalchemy import Engine

from components.curation.annotations import events
from components.curation.annotations.events import Change

PREFIX = "match/"
KIND = re.compile(rf"{PREFIX}([0-9a-f]{{64}})/([a-z_]{{1,40}})/(\S{{1,500}})")

MatchKey = tuple[str, str, str]  # paper key, id of the service, the service's id of the record
MatchDecision = Literal["same", "different"]
_DESCRIPTIONS = {
    "same": "Confirmed that a record is this paper",
    "different": "Rejected a record as another paper",
    None: "Withdrew a decision about a record",
}


def kind_of(key: MatchKey) -> str:
    """The kind of the event about one record."""
    return f"{PREFIX}{'/'.join(key)}"


def key_of(kind: str) -> MatchKey | None:
    """What a kind is about; None for one that names no record."""
    found = KIND.fullmatch(kind)
    return (found[1], found[2], found[3]) if found else None


def decide_matches(
    engine: Engine, workspace: str, decided: Mapping[MatchKey, tuple[str, MatchDecision | None]], batch_id: str
) -> int:
    """Decide about records: key → (the paper's id, "same", "different" or None for no decision), as one batch.

    Returns how many decisions changed. A record whose id is no word (`KIND`) is left out.
    """
    changes = [
        Change(paper_id, kind_of(key), decision)
        for key, (paper_id, decision) in decided.items()
        if KIND.fullmatch(kind_of(key))
    ]
    return events.apply(engine, workspace, changes, batch_id, lambda real: _description([each.new for each in real]))


def _description(decisions: list[str | None]) -> str:
    if len(decisions) > 1:
        return f"Decided about {len(decisions):,} records whether they are these papers"
    return _DESCRIPTIONS.get(decisions[0], "Decided whether a record is this paper")
