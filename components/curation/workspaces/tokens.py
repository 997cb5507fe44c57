"""The secret tokens that open workspaces: what they look like and how a new one is made.

The middleware needs tokens before it needs a store, so this module imports nothing heavy.
"""

from __future__ import annotations

import re
import secrets

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")  # 128 random bits in URL-safe base 64


def new_token() -> str:
    """A new secret token: 22 URL-safe characters, 128 random bits."""
    return secrets.token_urlsafe(16)
