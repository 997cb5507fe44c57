"""Look at the sources that are due, of every workspace, and keep what they bring: each look once, however often run.

Examples, the second a line of a crontab, for every half hour:
  python -m components follow --dry-run
  */30 * * * * cd digest-atlas && .venv/bin/python -m components follow

Visitors choose sources on the page Digests. Where none comes, as on GitHub Actions, this command follows by itself.
Example, which also writes the digests that came to files:
  python -m components follow --workspace AAAAAAAAAAAAAAAAAAAAAA --add "daily day 5" --folder digests

`--add` takes: daily day|week|month|trending [VOTES], arxiv CATEGORIES [cross] [replace], feed ADDRESS, page ADDRESS,
openreview VENUE, folder. Days that were missed are asked for afterwards, at most 31. `--folder` writes the digests of
that workspace to files as well. Prints one line a look. Exit status 1 where a source failed; it is tried again.
"""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

from components.ingestion.schedule import CAUGHT_UP
from components.ingestion.source import Announced, InvalidSourceError, SourceKind, SourceSpec, arxiv, daily_papers
from components.ingestion.source import feed as feed_at
from components.ingestion.source import openreview as venue_at
from components.ingestion.source import page as page_at


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What is followed, and whether anything is asked for."""
    parser.add_argument("--dry-run", action="store_true", help="say what would be asked for, ask for nothing")
    parser.add_argument("--source", default="", metavar="ID", help="look at this source only (32 letters and digits)")
    parser.add_argument("--workspace", metavar="TOKEN", help="the workspace that --add and --folder are about")
    parser.add_argument("--add", action="append", default=[], metavar="SOURCE", help="follow this source too")
    parser.add_argument(
        "--back", type=int, default=0, metavar="DAYS", help="begin so many days ago, 31 at most, with what --add names"
    )
    parser.add_argument("--folder", type=Path, metavar="FOLDER", help="also write the workspace's digests there")


def run(arguments: argparse.Namespace) -> int:
    """Look at what is due; 1 where a source failed, 2 where nothing can be followed at all."""
    from components.commands.shared.workspace_argument import UnknownWorkspaceError, workspace_of
    from components.ingestion.sources import TooManySourcesError
    from components.settings import SettingsError, settings
    from components.store.database import StoreError, store
    from components.workspace.following import rounds

    if not 0 <= arguments.back <= CAUGHT_UP.days:
        print(f"--back takes 0 to {CAUGHT_UP.days} days.", file=sys.stderr)
        return 2
    if (arguments.add or arguments.folder) and not arguments.workspace:
        print("Say whose with --workspace: the 22 letters and digits of the cookie digest_atlas.", file=sys.stderr)
        return 2
    try:
        engine, chosen = store(), settings()
        workspace = workspace_of(engine, arguments.workspace) if arguments.workspace else ""
        specs = [spec_of(text) for text in arguments.add]
        if specs and not arguments.dry_run:
            now = rounds.present()
            rounds.add(engine, workspace, specs, now, now - timedelta(days=arguments.back))
    except (SettingsError, StoreError, UnknownWorkspaceError, InvalidSourceError, TooManySourcesError) as trouble:
        print(trouble, file=sys.stderr)
        return 2
    failed = count = 0
    only = arguments.source
    outcomes = (
        rounds.would_follow(engine, only=only)
        if arguments.dry_run
        else rounds.follow(engine, rounds.outside(engine, chosen), only=only)
    )
    for outcome in outcomes:
        count, failed = count + 1, failed + outcome.failed
        when = f", {outcome.period}" if outcome.period else ""
        print(f"{outcome.label}{when}: {outcome.sentence}", flush=True)
    if not count:
        print("No source is due.", file=sys.stderr)
    if arguments.folder and not arguments.dry_run:
        _write(engine, workspace, arguments.folder)
    return 1 if failed else 0


def spec_of(text: str) -> SourceSpec:
    """The source that a text names, as "arxiv cs.CL+cs.LG cross". Raises InvalidSourceError."""
    kind, *words = text.split()
    if kind == "daily" and words:
        if len(words) > 1 and not words[1].isdigit():
            raise InvalidSourceError(f"“{words[1]}” is no number of votes.")
        return daily_papers(words[0], int(words[1]) if len(words) > 1 else 0)
    if kind == "arxiv" and words:
        known = {str(each) for each in Announced}
        if wrong := next((word for word in words[1:] if word not in known), ""):
            raise InvalidSourceError(f"arXiv announces new, cross and replace, not “{wrong}”.")
        return arxiv(words[0], (Announced.NEW, *map(Announced, words[1:])))
    if kind in ("feed", "page") and len(words) == 1:
        return feed_at(words[0]) if kind == "feed" else page_at(words[0])
    if kind == "openreview" and len(words) == 1:
        return venue_at(words[0])
    if kind == "folder" and not words:
        return SourceSpec(SourceKind.FOLDER)
    raise InvalidSourceError(f"“{text}” is no source. Write one like “arxiv cs.CL+cs.LG” or “daily day”.")


def _write(engine: Engine, workspace: str, folder: Path) -> None:
    """The digests of a workspace as files; one that is there with the same content stays as it is."""
    from components.curation.workspaces import uploads

    folder.mkdir(parents=True, exist_ok=True)
    for file in uploads.files(engine, workspace):
        path = folder / (file.name.replace("/", "_").replace("\\", "_").lstrip(".") or "digest")
        if not path.is_file() or path.read_bytes() != file.content:
            path.write_bytes(file.content)
