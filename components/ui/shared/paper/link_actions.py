"""What a curator decides about a link (accept, replace, note), kept as steps that can be taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit
from uuid import uuid4

from sqlalchemy import Connection

from components.curation.annotations import events
from components.curation.annotations.events import Change
from components.links.domains import ascii_host, is_public_name, normal_url
from components.links.link_status import LinkDecision
from components.text import counted
from components.ui.shared.paper import decide
from components.workspace.view import View

KIND = "link"  # of the change; what it is about is the address in place of a paper's id
LONGEST_NOTE, LONGEST_ADDRESS = 2_000, 2_000  # characters
_HASHED = "sha256:"


class AddressError(ValueError):
    """An address that cannot stand in for another; the message says why."""


def current(view: View) -> dict[str, LinkDecision]:
    """address → what was decided about it, for every address about which something was."""
    return _decisions(view, events.values(view.engine, view.workspace, KIND))


def accept(view: View, url: str, until: date | None) -> None:
    """Do not complain about a link until a day; None complains again."""
    sentence = f"Accepted a link until {until.isoformat()}" if until else "Stopped accepting a link"
    _change(view, url, sentence, accepted_until=until.isoformat() if until else "")


def note(view: View, url: str, text: str) -> None:
    """Write a note about a link; an empty one takes it away."""
    kept = "".join(sign for sign in text if sign.isprintable() or sign in "\n\t").strip()[:LONGEST_NOTE]
    _change(view, url, "Wrote a note about a link" if kept else "Removed a note about a link", note=kept)


def use(view: View, url: str, address: str) -> None:
    """Let an address stand in for a link; "" goes back to the link itself. Raises AddressError."""
    address = read_address(address) if address else ""
    sentence = "Replaced the address of a link" if address else "Restored the original address of a link"
    _change(view, url, sentence, replacement=address)


def use_all(view: View, offers: Mapping[str, str]) -> None:
    """Take every new address on offer (address → new address) as one step."""
    changes = {}
    for url, new in offers.items():
        with suppress(AddressError):
            changes[url] = {"replacement": read_address(new)}
    _keep(view, changes, f"Used the new addresses of {counted(len(changes), 'link')}")


def read_address(written: str) -> str:
    """The web address a person typed, or a host answered with, in its normal form; raises AddressError."""
    written = written.strip()
    if len(written) > LONGEST_ADDRESS:
        raise AddressError(f"This address has {len(written):,} characters; it may have {LONGEST_ADDRESS:,}.")
    try:
        parts = urlsplit(written if "://" in written else f"https://{written}")
        host, port = ascii_host(parts.hostname or ""), parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    spaced = any(sign.isspace() or not sign.isprintable() for sign in written)
    if parts.scheme not in ("http", "https") or parts.username is not None or spaced or not is_public_name(host):
        raise AddressError(f"“{written[:80]}” is not one web address such as https://example.org/paper.")
    rest = parts._replace(scheme="", netloc="").geturl()
    return normal_url(parts.scheme, "", host, str(port or ""), rest)


def _change(view: View, url: str, sentence: str, **values: str) -> None:
    _keep(view, {url: values}, sentence)


def _keep(view: View, wanted: Mapping[str, Mapping[str, str]], sentence: str) -> None:
    """Change some fields of what is decided about addresses; the others stay as another tab may just have set them."""
    if not decide.may_change(view):
        return

    def changes(connection: Connection) -> list[Change]:
        kept = events.values_within(connection, view.workspace, KIND)
        acts = _decisions(view, kept)
        found = []
        for url, values in wanted.items():
            act = replace(acts.get(url, LinkDecision()), **values)
            found.append(Change(url if url in kept else _key(url), KIND, act.to_text() or None))
        return found

    events.apply(view.engine, view.workspace, changes, uuid4().hex, sentence)


def _decisions(view: View, kept: Mapping[str, str]) -> dict[str, LinkDecision]:
    if any(key.startswith(_HASHED) for key in kept):
        urls = {_key(link.url): link.url for links in view.links.values() for link in links}
    else:
        urls = {}
    return {urls.get(key, key): LinkDecision.from_text(text) for key, text in kept.items()}


def _key(url: str) -> str:
    """An address as the event log names it: by its hash where it is longer than an index of PostgreSQL may hold."""
    if len(url.encode()) <= LONGEST_ADDRESS:
        return url
    return f"{_HASHED}{hashlib.sha256(url.encode()).hexdigest()}"
