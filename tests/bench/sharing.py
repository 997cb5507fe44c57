"""How long it takes to export 14,000 papers in each format."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from components.sharing import bibtex, csl_json, csv_table, jsonl, markdown, plain_text, ris, web_page, workbook
from tests.bench.finding import shelf
from tests.bench.row import Row

FORMATS: dict[str, Callable[[pd.DataFrame], str | bytes]] = {
    "CSV": csv_table.to_text,
    "Excel": workbook.to_text,
    "JSONL": jsonl.to_text,
    "CSL-JSON": csl_json.to_text,
    "BibTeX": bibtex.to_text,
    "RIS": ris.to_text,
    "Markdown": markdown.to_text,
    "web page": web_page.to_text,
    "plain text": plain_text.to_text,
}


def rows(count: int = 14_000) -> list[Row]:
    """Seconds by format."""
    catalogue = shelf(count, np.random.default_rng(0))
    found = []
    for name, to_text in FORMATS.items():
        start = time.perf_counter()
        to_text(catalogue)
        found.append(Row(f"export {count:,} papers as {name}", time.perf_counter() - start, "s", 2))
    return found
