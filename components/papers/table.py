"""The two frames of a library: a row a paper with the best of its records, and a row a paper and digest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import pandas as pd

from components.papers.paper import Digest
from components.papers.rows import APPEARANCE_COLUMNS, PAPER_COLUMNS, Columns


def papers_frame(columns: Columns) -> pd.DataFrame:
    """The frame of `rows.paper_columns`."""
    return _frame(columns, PAPER_COLUMNS)


def appearances_frame(columns: Columns) -> pd.DataFrame:
    """The frame of `rows.appearance_columns`."""
    return _frame(columns, APPEARANCE_COLUMNS)


def content_version(papers: pd.DataFrame, appearances: pd.DataFrame, digests: Sequence[Digest] = ()) -> str:
    """The hash of everything in the two frames that is shown and of what digests are called, as 16 hex digits."""
    content = hashlib.sha256(repr([(one.digest_id, one.label, one.name) for one in digests]).encode())
    for frame in (papers, appearances):
        for name in frame.columns.difference(["raw_title", "raw_abstract"]):
            values = frame[name].tolist()
            text = "\x1e".join(values) if frame[name].dtype == "str" else repr(values)
            content.update(text.encode("utf-8", "surrogatepass") + b"\x1f")
    return content.hexdigest()[:16]


def _frame(columns: Columns, kinds: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(values, dtype=kinds[name]) for name, values in columns.items()})
