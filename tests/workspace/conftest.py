"""A store of the test's own, and a workspace in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from components.curation.workspaces import workspaces
from components.curation.workspaces.tokens import new_token
from components.settings import settings
from components.workspace import caches


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setenv("DIGEST_ATLAS_DATA", str(tmp_path))
    monkeypatch.setenv("DIGEST_ATLAS_DATABASE_URL", "sqlite")
    settings.cache_clear()
    caches.forget_store()
    yield caches.store()
    caches.store().dispose()
    caches.forget_store()
    settings.cache_clear()


@pytest.fixture
def workspace(engine: Engine) -> str:
    return workspaces.workspace_id(engine, new_token())
