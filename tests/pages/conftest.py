"""Fixtures of the page tests: pages run by Streamlit's AppTest through the real entry point, without a browser.

open_page("map", query={"q": "causal"}) -> AppTest, already run once, in a data folder of the test's own
cookies  the browser's cookies, a dict: all pages of a test belong to one visitor until a test changes it
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Protocol

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime import context as streamlit_context
from streamlit.testing.v1 import AppTest

from components.curation.workspaces.tokens import new_token
from components.settings import settings
from components.ui.shared.frame import pages
from components.workspace import caches
from components.workspace.visitor import COOKIE

MAIN = Path(__file__).resolve().parents[2] / "pages" / "main.py"
PATIENCE = 90  # seconds; the first run of a process reads the digests, and a busy machine is slow
SCRIPTS = {Path(entry.script).stem: entry.script for entry in pages.PAGES}


class OpenPage(Protocol):
    """Opens a page by name under an address."""

    def __call__(self, page: str = "table", query: Mapping[str, str | Sequence[str]] | None = None) -> AppTest: ...


@pytest.fixture(scope="session", autouse=True)
def installed_components() -> Iterator[None]:
    """Let Streamlit look for components in the installed packages once for all AppTests: three quarters of their time.

    Each AppTest begins by reading the metadata of every package, which stays the same during a run.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data folder for each test; what is cached of the bundled digests stays, it cannot change."""
    folder = tmp_path / "data"
    monkeypatch.setenv("DIGEST_ATLAS_DATA", str(folder))
    for other in ("DIGEST_ATLAS_CACHE", "DIGEST_ATLAS_DATABASE_URL", "DATABASE_URL"):
        monkeypatch.delenv(other, raising=False)
    settings.cache_clear()
    caches.forget_store()
    yield folder
    caches.store().dispose()
    caches.forget_store()
    settings.cache_clear()


@pytest.fixture(autouse=True)
def cookies(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the browser sends; AppTest by itself has only a mock there."""
    sent = {COOKIE: new_token()}
    request = SimpleNamespace(cookies=sent, headers=[], remote_ip="127.0.0.1")
    monkeypatch.setattr(streamlit_context, "_get_client_context", lambda: request)
    return sent


@pytest.fixture(autouse=True)
def patient_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a page wait for what it was given until that is read: AppTest does not run a page again by itself."""
    monkeypatch.setattr("components.ui.digests.add_digests._AT_ONCE", PATIENCE)


@pytest.fixture
def open_page() -> OpenPage:
    """A way to open pages of the app as a visitor does, each time in a session of its own."""

    def begin(page: str = "table", query: Mapping[str, str | Sequence[str]] | None = None) -> AppTest:
        app = AppTest.from_file(MAIN, default_timeout=PATIENCE)
        for name, value in (query or {}).items():
            app.query_params[name] = value if isinstance(value, str) else list(value)
        app.switch_page(SCRIPTS[page])
        return app.run()

    return begin
