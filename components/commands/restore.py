"""Bring a backup back, of any size that a workspace may have: into a workspace that is named, or into a new one.

Examples:
  python -m components backup workspace.zip --workspace AAAAAAAAAAAAAAAAAAAAAA
  python -m components restore workspace.zip

An empty workspace is then exactly as the backup; to one in use its values are added as one step that can be undone.
A new workspace is opened in a browser by the address that is printed, once, within ten minutes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HOME = "http://localhost:8501"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and where it goes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a backup: a .zip, or a .jsonl of the first releases")
    parser.add_argument("--workspace", metavar="TOKEN", help="the workspace’s token, or its id; without it a new one")


def run(arguments: argparse.Namespace) -> int:
    """Restore; 1 where the backup is refused or cannot be opened, 2 where there is no such workspace or no store."""
    from uuid import uuid4

    from components.commands.shared.workspace_argument import UnknownWorkspaceError, workspace_of
    from components.curation.backups.container import BackupError
    from components.curation.backups.restoring import restore
    from components.curation.workspaces import device_codes
    from components.curation.workspaces.tokens import new_token
    from components.curation.workspaces.uploads import UploadError
    from components.settings import SettingsError, settings
    from components.store.database import StoreError, open_store
    from components.text import counted

    token = arguments.workspace or new_token()
    try:
        engine = open_store()
        workspace = workspace_of(engine, token)
    except (SettingsError, StoreError, UnknownWorkspaceError) as trouble:
        print(trouble, file=sys.stderr)
        return 2
    try:
        with arguments.file.open("rb") as file:
            restored = restore(engine, workspace, file, uuid4().hex)
    except OSError as trouble:
        print(f"{arguments.file}: cannot be opened ({trouble.strerror or trouble}). Check the name.", file=sys.stderr)
        return 1
    except (BackupError, UploadError) as refused:
        print(f"{arguments.file}: {refused}", file=sys.stderr)
        return 1
    for sentence in restored.skipped:
        print(sentence, file=sys.stderr)
    values, digests = counted(restored.values, "value"), counted(restored.digests, "digest")
    print(f"Restored {values}, {digests}, {counted(restored.searches, 'search', 'searches')}.")
    if not arguments.workspace:
        code = device_codes.create(engine, token)
        print(f"Open it within ten minutes: {settings().address or HOME}/open/{code}")
    engine.dispose()
    return 0
