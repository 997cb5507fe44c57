"""Writes the stores of older versions that the tests open: `python -m tests.store.older.write COMMIT …`.

Each commit is checked out beside the repository and its own code fills a store in SQLite and one in PostgreSQL; both
are kept here as SQL. To be run once for a version, when it is released.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.store import postgres

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[2]
FILL = HERE / "fill.py"


def main(commits: list[str]) -> None:
    """Write two files a commit."""
    for commit in commits:
        with tempfile.TemporaryDirectory() as folder:
            checkout = Path(folder, "checkout")
            git = ["git", "-C", str(REPOSITORY), "worktree"]
            subprocess.run([*git, "add", "--quiet", "--detach", str(checkout), commit], check=True)
            try:
                (HERE / f"{commit}.sqlite.sql").write_text(of_sqlite(checkout, Path(folder, "atlas.sqlite")), "utf-8")
                (HERE / f"{commit}.postgresql.sql").write_text(of_postgres(checkout), "utf-8")
            finally:
                subprocess.run([*git, "remove", "--force", str(checkout)], check=True)


def of_sqlite(checkout: Path, file: Path) -> str:
    """The SQL of a store that a checkout fills in SQLite."""
    fill(checkout, f"sqlite:///{file}")
    with sqlite3.connect(file) as connection:
        return "".join(f"{line}\n" for line in connection.iterdump())


def of_postgres(checkout: Path) -> str:
    """The SQL of a store that a checkout fills in PostgreSQL, without what only psql understands."""
    url = postgres.new_database("older")
    fill(checkout, url)
    dumped = subprocess.run(
        [postgres.BINARIES / "pg_dump", "--inserts", "--no-owner", "--no-privileges", url],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    unwanted = ("--", "\\", "SET ", "SELECT pg_catalog.set_config")
    lines = (line for line in dumped.splitlines() if line.strip() and not line.startswith(unwanted))
    return "".join(f"{line}\n" for line in lines)


def fill(checkout: Path, url: str) -> None:
    """Fill a store by the code of a checkout."""
    subprocess.run([sys.executable, str(FILL), url], cwd=checkout, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
