"""Write everything a workspace holds to a file: digests, decisions, tags, notes, searches, the whole history.

Example:
  python -m components backup workspace.zip --workspace AAAAAAAAAAAAAAAAAAAAAA

The workspace is named by the token that its browser has as the cookie `digest_atlas`, or by its id in the database.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and whose workspace."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the zip file to write")
    parser.add_argument("--workspace", required=True, metavar="TOKEN", help="the workspace’s token, or its id")


def run(arguments: argparse.Namespace) -> int:
    """Write the file; 1 where it cannot be written, 2 where there is no such workspace or no store."""
    from components.commands.shared.workspace_argument import UnknownWorkspaceError, workspace_of
    from components.curation.backups.writing import write
    from components.settings import SettingsError
    from components.store.database import StoreError, open_store

    try:
        engine = open_store()
        workspace = workspace_of(engine, arguments.workspace)
    except (SettingsError, StoreError, UnknownWorkspaceError) as trouble:
        print(trouble, file=sys.stderr)
        return 2
    try:
        with arguments.file.open("wb") as file:
            write(engine, workspace, file)
    except OSError as trouble:
        print(f"{arguments.file}: cannot be written ({trouble.strerror or trouble}).", file=sys.stderr)
        return 1
    finally:
        engine.dispose()
    print(f"{arguments.file}: {arguments.file.stat().st_size:,} bytes")
    return 0
