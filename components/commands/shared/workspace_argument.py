"""Which workspace a command line names."""

from __future__ import annotations

import re

from sqlalchemy import Engine

from components.curation.workspaces.workspaces import SignedOutError, TokenError, access

_ID = re.compile(r"[0-9a-f]{64}")


class UnknownWorkspaceError(ValueError):
    """A text that names no workspace; the message says what would."""


def workspace_of(engine: Engine, text: str) -> str:
    """The id of the workspace that a token opens, or that is named by its id. Raises UnknownWorkspaceError."""
    if _ID.fullmatch(text):
        return text
    try:
        found = access(engine, text)
    except TokenError as error:
        raise UnknownWorkspaceError(
            "This is no workspace: give the 22 letters and digits of the cookie digest_atlas, or the 64 of its id."
        ) from error
    if found.signed_out:
        raise UnknownWorkspaceError(str(SignedOutError()))
    return found.workspace
