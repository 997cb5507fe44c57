"""When a paper's gist is worth a line of its own, and how a summary by a machine is marked."""

from __future__ import annotations

import pandas as pd

WHAT = "The sentence of the abstract that says what the paper does"
MACHINE_WRITTEN = "Machine-written summary from the digest:"


def own_gist(paper: pd.Series) -> str:
    """A paper's gist; "" where it is all of the abstract, which stands below it anyway."""
    gist = str(paper["gist"])
    return "" if gist == " ".join(paper["abstract"].split()) else gist
