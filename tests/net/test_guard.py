"""The guard by itself: which addresses may be asked, in every disguise they come in."""

from __future__ import annotations

import asyncio
import ipaddress

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.net.addresses import embedded_ipv4, is_forbidden, parse_literal
from components.net.guard import AllowedAddressError, GuardedBackend, Policy, RefusedError, Resolver, permitted_url

FORBIDDEN = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "2001:10::1",
    "2001:20::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.0.1",
    "172.32.0.1",
    "192.0.1.1",
    "198.17.0.1",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450:4001::1",
    "64:ff9b::8.8.8.8",
    "::ffff:8.8.8.8",
    "2001:4860:4860::8888",
]


@pytest.mark.parametrize("address", FORBIDDEN)
def test_forbidden_address(address: str) -> None:
    assert is_forbidden(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address(address: str) -> None:
    assert not is_forbidden(ipaddress.ip_address(address))


REFUSED = [
    *(f"http://{address}/" for address in FORBIDDEN if ":" not in address),
    *(f"http://[{address}]/" for address in FORBIDDEN if ":" in address),
    "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/", "http://017700000001/",
    "http://127.1/", "http://127.0.1/", "http://127.0.0.1./", "http://127.0.0.01/", "http://1.1.1.1.1/", "http://256.1.1.1/",
    "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://127．0．0．1/", "http://１２７.0.0.1/", "http://%31%32%37.0.0.1/",
    "http://localhost/", "http://LOCALHOST./", "http://x.localhost/", "http://localhost.localdomain/", "http://printer/",
    "http://printer.local/", "http://db.internal/", "http://router.home.arpa/", "http://x.onion/", "http://x.invalid/",
    "http://vault.service.consul/", "http://db.default.svc.cluster/", "http://x.i2p/", "http://X.BIT./",
    "http://x.test/", "http://x.lan/", "http://1.0.0.127.in-addr.arpa/", "http://metadata.google.internal/",
    "http://metadata/",
    "http://user@example.org/", "http://user:word@example.org/", "http://@example.org/", "http://:@example.org/",
    "http://example.org@127.0.0.1/", "http://127.0.0.1#@example.org/", "http://example.org\\@127.0.0.1/",
    "http://example.org:22/", "http://example.org:6379/", "http://example.org:8080/", "http://example.org:0/",
    "http://example.org:65536/", "http://example.org:x/", "http://93.184.216.34:25/", "http://[::1%25lo]/",
    "http://[fe80::1%25eth0]/",
    "http://[::1", "http://[]/", "http://[127.0.0.1]/", "http://", "http:///", "http:", "//example.org/",
    "example.org", "",
    "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "javascript:alert(1)", "data:text/html,x",
    "ws://example.org/", "http+unix://x/", "http://exa mple.org/", "http://example.org/\r\nX: y", "http://example.org\t/",
    " http://example.org/", "http://example.org/\x00", "http://-example.org/", "http://example..org/", "http://.org/",
    "http://" + "a" * 64 + ".org/", "http://" + "a." * 200 + "org/", "http://example.org:80:80/", "http://example.1/",
]  # fmt: skip


@pytest.mark.parametrize("url", REFUSED)
def test_refused_by_its_form(url: str) -> None:
    with pytest.raises(RefusedError, match=r"^address not permitted$"):
        permitted_url(url, Policy())


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "https://example.org", "HTTPS://Example.ORG/a?b#c", "http://example.org:80/",
        "https://example.org:443/", "http://example.org./", "https://93.184.216.34/", "http://[2606:4700::1111]/",
        "https://müller.de/", "https://xn--mller-kva.de/", "https://a_b.example.org/", "https://medium.com/@user/post",
        "https://example.org/?mail=a@b.org", "https://例子.中国/",
    ],
)  # fmt: skip
def test_permitted(url: str) -> None:
    assert permitted_url(url, Policy()).scheme in ("http", "https")


def test_one_allowed_address_loosens_no_other() -> None:
    policy = Policy.allowing(["127.0.0.1"])
    assert permitted_url("http://127.0.0.1:8000/", policy).port == 8000
    for url in ("http://127.0.0.2/", "http://localhost/", "http://2130706433/", "http://[::1]/", "http://10.0.0.1/"):
        with pytest.raises(RefusedError):
            permitted_url(url, policy)


@pytest.mark.parametrize(
    "written", ["localhost", "10.0.0.1", "127.0.0.0/8", "0.0.0.0", "8.8.8.8", "", "2130706433", "::ffff:10.0.0.1"]
)
def test_only_literal_loopback_can_be_allowed(written: str) -> None:
    with pytest.raises(AllowedAddressError):
        Policy.allowing([written])


class Recorder(httpcore.AsyncNetworkBackend):
    """Notes every connection asked for, and opens none."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    async def connect_tcp(self, host, port, *_options):
        self.asked.append((host, port))
        raise httpcore.ConnectError("unreachable")


def connected(host: str, port: int, answers: list[str]) -> list[tuple[str, int]]:
    async def run() -> list[tuple[str, int]]:
        recorder = Recorder()
        backend = GuardedBackend(Policy(), Resolver(lambda _host, _port: answers), recorder)
        with pytest.raises((RefusedError, httpcore.ConnectError)):
            await backend.connect_tcp(host, port)
        return recorder.asked

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("host", "port", "answers"),
    [
        ("127.0.0.1", 80, []),
        ("2130706433", 80, ["8.8.8.8"]),
        ("localhost", 80, ["8.8.8.8"]),
        ("example.org", 22, ["8.8.8.8"]),
        ("example.org", 80, ["8.8.8.8", "10.0.0.1"]),
        ("example.org", 80, ["2606:4700::1111", "fe80::1"]),
        ("example.org", 80, ["::ffff:127.0.0.1"]),
        ("example.org", 80, []),
    ],
)
def test_the_connection_itself_refuses(host: str, port: int, answers: list[str]) -> None:
    assert connected(host, port, answers) == []


def test_the_connection_goes_to_checked_addresses_only() -> None:
    assert connected("example.org", 443, ["8.8.8.8", "1.1.1.1"]) == [("8.8.8.8", 443), ("1.1.1.1", 443)]


def test_no_socket_file_is_opened() -> None:
    backend = GuardedBackend(Policy(), Resolver.__new__(Resolver), Recorder())
    with pytest.raises(RefusedError):
        asyncio.run(backend.connect_unix_socket("/var/run/docker.sock"))


@given(st.ip_addresses(v=4))
def test_an_address_carried_in_ipv6_is_judged_as_itself(address: ipaddress.IPv4Address) -> None:
    forbidden = is_forbidden(address)
    assert is_forbidden(ipaddress.ip_address(f"::ffff:{address}")) is forbidden
    assert is_forbidden(ipaddress.ip_address(f"64:ff9b::{address}")) is forbidden
    assert is_forbidden(ipaddress.ip_address(f"::{address}"))


@given(st.ip_addresses())
def test_nothing_that_python_calls_private_is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    inside = embedded_ipv4(address) or address
    if inside.is_private or inside.is_multicast or inside.is_reserved or inside.is_link_local:
        assert is_forbidden(address)


@given(st.text(max_size=30))
def test_any_text_is_either_an_address_or_refused(text: str) -> None:
    for written in (text, f"http://{text}/", f"https://{text}"):
        try:
            url = permitted_url(written, Policy())
        except RefusedError:
            continue
        host = url.raw_host.decode()
        found = parse_literal(host)
        assert found is None or not is_forbidden(found)
