"""Which IP addresses a program on a public machine may connect to on behalf of strangers.

`ipaddress.is_global` alone says yes to multicast, site-local, IPv4-compatible, NAT64, 6to4 and cloud metadata
addresses, so the list here is explicit, and an address with an IPv4 address inside is checked for both.
Sources: the IANA special-purpose address registries; Microsoft's documentation for 168.63.129.16.
"""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address

_FORBIDDEN_4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's platform address
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)

_FORBIDDEN_6 = tuple(
    IPv6Network(block)
    for block in (
        "::/96",  # unspecified, loopback, IPv4-compatible
        "::ffff:0:0:0/96",  # IPv4-translated
        "64:ff9b:1::/48",  # local NAT64
        "100::/64",
        "100:0:0:1::/64",
        "2001::/23",  # Teredo, benchmarking, ORCHID and the rest of the protocol assignments
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)

_NAT64 = IPv6Network("64:ff9b::/96")


def parse_literal(host: str) -> Address | None:
    """The IP address that a host is written as; None where it is a name or no canonical address (such as 0x7f.1)."""
    try:
        address = ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        return None
    return address


def embedded_ipv4(address: Address) -> IPv4Address | None:
    """The IPv4 address inside an IPv6 one: IPv4-mapped or NAT64 (other embeddings are forbidden as blocks)."""
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def is_forbidden(address: Address) -> bool:
    """True for every address that is not a public one of the internet."""
    inside = embedded_ipv4(address)
    if inside is not None:
        return is_forbidden(inside)
    if isinstance(address, IPv4Address):
        return any(address in block for block in _FORBIDDEN_4) or not address.is_global
    if any(address in block for block in _FORBIDDEN_6):
        return True
    return address.is_multicast or address.is_reserved or address.is_site_local or not address.is_global


def network(address: str) -> str:
    """What counts as one address: of IPv6 the first 64 bits, which one customer has to themselves (RFC 6177)."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
