"""Who asks: a visitor by their token, and the network address they come from."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Scope

from components.net.addresses import network
from components.settings import ANY
from components.workspace.visitor import token_in


@dataclass(frozen=True, slots=True)
class Caller:
    """By what somebody is counted."""

    visitor: str  # the token; the address where there is none, so that who throws cookies away gains nothing
    address: str  # as `network` gives it


def caller(scope: Scope) -> Caller:
    """Who sent this request; its client is the one that `ForwardedFor` found.

    A cookie counts only where it is a token: any other text could be made up anew for every request. So could tokens,
    which is why addresses are counted too.
    """
    address = network((scope.get("client") or ("unknown",))[0])
    return Caller(token_in(Headers(scope=scope).get("cookie", "")) or address, address)


def is_proxy(address: str, proxies: Sequence[str]) -> bool:
    """Whether an address is that of a proxy whose word counts; `proxies` as the setting gives them."""
    if ANY in proxies:
        return True
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return any((mapped or found) in ipaddress.ip_network(each) for each in proxies)


def client(peer: str, forwarded: str, proxies: Sequence[str]) -> str:
    """The address of who asks, given who connected and what `X-Forwarded-For` says.

    Each proxy appends who connected to it, so the list is read from its end, as long as those who wrote are known;
    what stands further left anybody may have written.
    """
    if not is_proxy(peer, proxies):
        return peer
    for each in reversed(forwarded.split(",")):
        found = _without_port(each.strip())
        if found is None:
            return peer
        if ANY in proxies or not is_proxy(found, proxies):
            return found
        peer = found
    return peer


def _without_port(text: str) -> str | None:
    """The address of "203.0.113.9:4711", "[2001:db8::1]:4711" or one without a port; None for what is none."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None
