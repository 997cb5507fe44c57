"""The workspace that a verb is about: one of the store, or one made of files that ends with the verb."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from components.workspace.view import View

WRONG = 2  # exit status where the workspace or the question is none


class CannotOpenError(ValueError):
    """A workspace or file that cannot be opened; the message says why."""


def add_workspace(parser: argparse.ArgumentParser) -> None:
    """Whose workspace is changed."""
    parser.add_argument("--workspace", required=True, metavar="TOKEN", help="the workspace’s token, or its id")
    add_json(parser)


def add_source(parser: argparse.ArgumentParser) -> None:
    """Where the papers come from: files, or a workspace; the bundled digests where neither is given."""
    parser.add_argument(
        "--files", nargs="+", type=Path, metavar="FILE", help="digests in any shape, or folders of them"
    )
    parser.add_argument("--workspace", metavar="TOKEN", help="a workspace’s token, or its id, instead of files")


def add_json(parser: argparse.ArgumentParser) -> None:
    """Whether the answer is for a program."""
    parser.add_argument("--json", action="store_true", help="print the whole answer as one JSON object")


def answer(arguments: argparse.Namespace, ask: Callable[[View], Any], line: Callable[[Any], str]) -> int:
    """Print what `ask` says of the workspace, as JSON or as `line` puts it; 2 where it cannot be answered."""
    from components.sharing.agents.references import QuestionError
    from components.store.trouble import StoreError

    try:
        with opened(arguments) as view:
            found = ask(view())
    except (CannotOpenError, QuestionError, StoreError) as trouble:
        print(trouble, file=sys.stderr)
        return WRONG
    if arguments.json:
        import orjson

        sys.stdout.buffer.write(orjson.dumps(found, option=orjson.OPT_APPEND_NEWLINE))
        sys.stdout.flush()
    else:
        print(line(found))
    return 0


@contextmanager
def opened(arguments: argparse.Namespace) -> Iterator[Callable[[], View]]:
    """What gives the workspace's view, looked up anew at each call. Raises CannotOpenError, StoreError."""
    from components.settings import SettingsError

    try:
        files = getattr(arguments, "files", None)
        if files:
            with _of_files(files) as view:
                yield view
        else:
            yield _of_store(arguments.workspace)
    except SettingsError as trouble:
        raise CannotOpenError(str(trouble)) from trouble


def _of_store(token: str | None) -> Callable[[], View]:
    from components.commands.shared.workspace_argument import UnknownWorkspaceError, workspace_of
    from components.curation.workspaces.tokens import new_token
    from components.finding.filters import Filters
    from components.store.database import store
    from components.workspace import view

    try:
        workspace = workspace_of(store(), token or new_token())
    except UnknownWorkspaceError as trouble:
        raise CannotOpenError(str(trouble)) from trouble
    return lambda: view.of(store(), workspace, Filters(), exact=True)


@contextmanager
def _of_files(paths: list[Path]) -> Iterator[Callable[[], View]]:
    from components.commands.read import digest_files
    from components.curation.workspaces import uploads
    from components.curation.workspaces.tokens import new_token
    from components.curation.workspaces.workspaces import workspace_id
    from components.finding.filters import Filters
    from components.store.database import open_store
    from components.workspace import assembly, view

    files, missing = digest_files(paths)
    if missing or not files:
        raise CannotOpenError("No digest to read." if not missing else "Correct the names of the files.")
    with tempfile.TemporaryDirectory() as folder:
        engine = open_store(f"sqlite:///{folder}/atlas.sqlite")
        try:
            workspace = workspace_id(engine, new_token())
            bundled = assembly.bundled_by_id()
            for file in files:
                uploads.add(engine, workspace, file)
            for digest_id in bundled:
                uploads.hide(engine, workspace, digest_id)
            yield lambda: view.of(engine, workspace, Filters(), exact=True)
        except uploads.UploadError as trouble:
            raise CannotOpenError(str(trouble)) from trouble
        finally:
            engine.dispose()
