"""A store of its own for each test, and a server that answers as the services do for forty papers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from components.store.database import open_store
from tests.enrichment.entries import entry
from tests.enrichment.server import FakeServices, served


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_store(f"sqlite:///{tmp_path / 'atlas.sqlite'}")
    yield made
    made.dispose()


@pytest.fixture
def server() -> Iterator[FakeServices]:
    with served([entry(place) for place in range(40)]) as started:
        yield started
