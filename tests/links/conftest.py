"""The odd server, once for all tests of this room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.links.server import OddServer


@pytest.fixture(scope="session")
def server() -> Iterator[OddServer]:
    running = OddServer().start()
    yield running
    running.stop()
