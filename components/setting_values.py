"""How the text of a setting is read. Each raises ValueError, or KeyError, for what cannot be used."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

MEGABYTE = 1_000_000
ANY = "*"  # as a proxy: whoever connects


def to_folder(text: str) -> Path:
    """A folder; `~` is expanded later."""
    return Path(text)


def to_count(text: str) -> int:
    """A number of things, 0 or more."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def to_megabytes(text: str) -> int:
    """Megabytes as bytes."""
    return int(float(text) * MEGABYTE) if float(text) > 0 else to_count(text)


def to_switch(text: str) -> bool:
    """Yes or no."""
    known = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    return known[text.strip().lower()]


def to_loopback(text: str) -> str:
    """An address of this machine only."""
    if not ipaddress.ip_address(text).is_loopback:
        raise ValueError(text)
    return text


def to_site(text: str) -> str:
    """The address of a site, without a slash at its end."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(text)
    return text.rstrip("/")


def to_sites(text: str) -> tuple[str, ...]:
    """Several of them, parted by spaces."""
    return tuple(to_site(each) for each in text.split())


def to_proxies(text: str) -> tuple[str, ...]:
    """Addresses and networks, parted by spaces or commas, as networks; or ANY."""
    found = text.replace(",", " ").split()
    return tuple(each if each == ANY else str(ipaddress.ip_network(each, strict=False)) for each in found)


def to_mail_server(text: str) -> str:
    """A mail server as smtp:// or smtps://."""
    parts = urlsplit(text)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path.strip("/"):
        raise ValueError(text)
    _ = parts.port  # raises where it is no number
    return text


def to_scheduler(text: str) -> str:
    """A Dask scheduler as tcp://host:port or tls://host:port."""
    parts = urlsplit(text)
    named = parts.scheme in {"tcp", "tls"} and parts.hostname and parts.port
    if not named or parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError(text)
    return text


def to_mailbox(text: str) -> str:
    """A plain mail address, such as name@example.org."""
    name, _, host = text.partition("@")
    odd = not text.isascii() or any(sign.isspace() or sign in "<>,;" for sign in text)
    if not name or "." not in host or odd:
        raise ValueError(text)
    return text


def as_text(value: object) -> str:
    """A value of TOML as one would write it in the environment."""
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def written(default: object, read: object) -> str:
    """A default as one would write it in the environment, to be read by `read`."""
    if read is to_megabytes and isinstance(default, int):
        return f"{default // MEGABYTE}"
    if isinstance(default, bool):
        return "yes" if default else "no"
    if isinstance(default, tuple):
        return " ".join(default)
    return "" if default is None else str(default)


def means(
    variable: str,
    read: Callable[[str], Any],
    description: str,
    demo: Any = None,
    secret: bool = False,
    formerly: str = "",
) -> dict[str, Any]:
    """The environment variable that changes a field, how its text is read, what it is in words.

    `demo` is the default of a public demo where that differs; the value of a `secret` is never shown. The name that a
    setting had `formerly` counts where the present one is not set.
    """
    return {
        "variable": variable,
        "read": read,
        "description": description,
        "demo": demo,
        "secret": secret,
        "formerly": formerly,
    }
