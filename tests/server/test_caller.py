"""Who asks: tokens that are ones, and addresses as those write them who are believed."""

from __future__ import annotations

import pytest

from components.net.addresses import network
from components.server import descriptors
from components.server.caller import Caller, caller, client, is_proxy

TOKEN = "a" * 22


@pytest.mark.parametrize(
    ("cookie", "who"),
    [
        (f"a=1; digest_atlas={TOKEN}", TOKEN),
        ("digest_atlas=abc", "127.0.0.1"),  # made up: it counts for nothing
        ("digest_atlas=", "127.0.0.1"),
        ("", "127.0.0.1"),
        ("\x80=\x01", "127.0.0.1"),
    ],
)
def test_only_a_token_makes_a_visitor(cookie, who):
    scope = {"type": "http", "headers": [(b"cookie", cookie.encode("latin-1"))], "client": ("127.0.0.1", 5)}
    assert caller(scope) == Caller(who, "127.0.0.1")


def test_nobody_chooses_their_own_address():
    headers = [(b"x-forwarded-for", b"6.6.6.6"), (b"forwarded", b"for=6.6.6.6"), (b"x-real-ip", b"6.6.6.6")]
    assert caller({"type": "http", "headers": headers, "client": ("127.0.0.1", 5)}).address == "127.0.0.1"


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
    ],
)
def test_an_address_counts_as_what_one_customer_has(address, counted):
    assert network(address) == counted


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "found"),
    [
        ("203.0.113.1", "6.6.6.6", (), "203.0.113.1"),
        ("203.0.113.1", "6.6.6.6", ("127.0.0.1/32",), "203.0.113.1"),
        ("127.0.0.1", "6.6.6.6, 203.0.113.9", ("127.0.0.1/32",), "203.0.113.9"),
        ("::ffff:127.0.0.1", "203.0.113.9", ("127.0.0.1/32",), "203.0.113.9"),
        ("127.0.0.1", "6.6.6.6, 203.0.113.9, 10.1.2.3", ("127.0.0.1/32", "10.0.0.0/8"), "203.0.113.9"),
        ("127.0.0.1", "10.1.2.3", ("127.0.0.1/32", "10.0.0.0/8"), "10.1.2.3"),
        ("127.0.0.1", "203.0.113.9:4711", ("127.0.0.1/32",), "203.0.113.9"),
        ("::1", "[2001:db8::1]:4711", ("::1/128",), "2001:db8::1"),
        ("127.0.0.1", "6.6.6.6, nonsense", ("127.0.0.1/32",), "127.0.0.1"),
        ("127.0.0.1", "", ("127.0.0.1/32",), "127.0.0.1"),
        ("172.16.0.9", "6.6.6.6, 203.0.113.9", ("*",), "203.0.113.9"),
    ],
)
def test_the_list_of_a_proxy_is_read_from_its_end(peer, forwarded, proxies, found):
    assert client(peer, forwarded, proxies) == found


def test_what_is_no_address_is_no_proxy():
    assert not is_proxy("unknown", ("127.0.0.1/32",))
    assert is_proxy("unknown", ("*",))


def test_pages_are_as_many_as_there_are_descriptors_for():
    few = descriptors.pages(1024)
    assert 50 <= few <= 200
    assert few * descriptors.OF_A_PAGE + descriptors.OF_LEFT_PAGES + descriptors.OF_THE_REST <= 1024
    assert descriptors.pages(descriptors.WANTED) > 10_000
    assert descriptors.pages(64) == descriptors.FEWEST


def test_the_limit_of_descriptors_is_raised_as_far_as_the_system_allows():
    resource = pytest.importorskip("resource")
    soft, hard = before = resource.getrlimit(resource.RLIMIT_NOFILE)
    low = min(256, soft)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (low, hard))
        assert descriptors.limit() == low
        raised = descriptors.raise_limit(low + 50)
        assert raised == descriptors.limit() == low + 50
        assert descriptors.raise_limit(low) == low + 50  # never lowered
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
