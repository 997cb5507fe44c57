"""Fixtures of the page tests: pages run by Streamlit's AppTest through the real entry point, without a browser.

open_page("map", query={"q": "causal"}) -> AppTest, already run once, in a data folder of the test's own
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pytest
from streamlit.testing.v1 import AppTest

from components.settings import settings
from components.ui import loaders, shell, visitor

MAIN = Path(__file__).resolve().parents[2] / "pages" / "main.py"
PATIENCE = 30  # seconds; the first run of a process reads the digests
SCRIPTS = {Path(entry.script).stem: entry.script for entry in shell.PAGES}


class OpenPage(Protocol):
    """Opens a page by name; `token` makes the visitor somebody who was here before."""

    def __call__(
        self, page: str = "table", query: Mapping[str, str | Sequence[str]] | None = None, token: str = ""
    ) -> AppTest: ...


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data folder for each test; what is cached of the bundled digests stays, it cannot change."""
    folder = tmp_path / "data"
    monkeypatch.setenv("DIGEST_ATLAS_DATA", str(folder))
    for other in ("DIGEST_ATLAS_CACHE", "DATABASE_URL"):
        monkeypatch.delenv(other, raising=False)
    settings.cache_clear()
    loaders.store.clear()
    yield folder
    loaders.store().dispose()
    loaders.store.clear()
    settings.cache_clear()


@pytest.fixture
def open_page() -> OpenPage:
    """A way to open pages of the app as a visitor does, each time in a browser session of its own."""

    def begin(page: str = "table", query: Mapping[str, str | Sequence[str]] | None = None, token: str = "") -> AppTest:
        app = AppTest.from_file(MAIN, default_timeout=PATIENCE)
        for name, value in (query or {}).items():
            app.query_params[name] = value if isinstance(value, str) else list(value)
        if token:
            app.session_state[visitor._SESSION_KEY] = token
        if page != next(iter(SCRIPTS)):  # the default page has no address of its own to switch to
            app.switch_page(SCRIPTS[page])
        return app.run()

    return begin
