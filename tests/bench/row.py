"""One benchmark figure beside its budget and, where there is one, beside a peer's figure."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

PEERS_VARIABLE = "DIGEST_ATLAS_BENCH_PEERS"


@dataclass(frozen=True)
class Row:
    """What was measured (`figure` in `unit`), what it may be (`budget`, same unit) and what others reach (`peer`).

    `more_is_better` turns the budget from a ceiling into a floor (recall, agreement). A row without a budget is
    only told, never judged.
    """

    what: str
    figure: float
    unit: str
    budget: float | None = None
    peer: str = ""
    more_is_better: bool = False

    @property
    def kept(self) -> bool | None:
        """Whether the budget is kept; None without a budget."""
        if self.budget is None:
            return None
        return self.figure >= self.budget if self.more_is_better else self.figure <= self.budget

    @property
    def verdict(self) -> str:
        """The word printed for it: "kept", "BROKEN" or nothing."""
        return {None: "", True: "kept", False: "BROKEN"}[self.kept]


def peers_wanted() -> bool:
    """Whether slow measurements of other tools were asked for (the default) or left out (`--without-peers`)."""
    return os.environ.get(PEERS_VARIABLE, "1") != "0"


def quantity(value: float, unit: str) -> str:
    """A figure with its unit, to three significant digits, never in powers of ten: "3.42 s", "12,300 papers"."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f} {unit}".strip()


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned text: what, figure, budget, peer, verdict."""
    cells = [("what", "figure", "budget", "peer", "verdict")]
    for row in rows:
        bound = "" if row.budget is None else ("≥ " if row.more_is_better else "≤ ") + quantity(row.budget, row.unit)
        cells.append((row.what, quantity(row.figure, row.unit), bound, row.peer, row.verdict))
    widths = [max(len(line[column]) for line in cells) for column in range(5)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column in (1, 2) else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    )
