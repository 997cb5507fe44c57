"""The key to a visitor's Zotero as it is kept: readable with the workspace's token alone."""

from __future__ import annotations

from components.curation.workspaces.tokens import new_token
from components.curation.zotero.accounts import _sealed, _unsealed


def test_only_the_token_opens_what_was_sealed_with_it():
    token, key = new_token(), "P9NiFoyLeZu2bZNvvuQPDWsd"
    sealed = _sealed(key, token)
    assert key.encode() not in sealed
    assert _unsealed(sealed, token) == key
    assert _unsealed(sealed, new_token()) == ""


def test_the_same_key_is_never_sealed_alike_and_what_is_damaged_opens_nothing():
    token = new_token()
    assert _sealed("one", token) != _sealed("one", token)
    sealed = bytearray(_sealed("one", token))
    sealed[-1] ^= 1
    assert _unsealed(bytes(sealed), token) == ""
    assert _unsealed(b"", token) == ""
