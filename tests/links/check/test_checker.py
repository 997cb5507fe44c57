"""Every odd behaviour of the server against the verdict it deserves, and how the way there was."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from components.links.check.checker import CheckSettings, check_all
from components.links.verdict import State, Verdict
from components.net import guard
from components.net.rate_limiter import RatePolicy
from components.net.request import Timeouts
from tests.links.server import BEHAVIOURS, OddServer

ADDRESSES = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
CERTIFICATES = Path(__file__).parents[1] / "certificates"
SECURE_NAME = "papers.atlas-check.org"
QUICK = CheckSettings(
    allow_addresses=ADDRESSES,
    rate_policy=RatePolicy(gap=0.0, at_once_per_host=64),
    timeouts=Timeouts(connect=2.0, first_byte=3.0, body=0.4),
    backoff=0.05,
)


def checked(urls: list[str], settings: CheckSettings = QUICK) -> dict[str, Verdict]:
    found: dict[str, Verdict] = {}
    asyncio.run(check_all(urls, lambda verdict: found.__setitem__(verdict.url, verdict), settings=settings))
    return found


def one(url: str, settings: CheckSettings = QUICK) -> Verdict:
    return checked([url], settings)[url]


@pytest.fixture(scope="module")
def verdicts(server: OddServer) -> dict[str, Verdict]:
    """All behaviours at once: those that ask for a pause on an address of their own, so that they hold up no other."""
    server.forget()
    places = {path: "127.0.0.2" if "429" in path or "503-once" in path else "127.0.0.1" for path in BEHAVIOURS}
    found = checked([server.url(path, places[path]) for path in BEHAVIOURS])
    return {path: found[server.url(path, places[path])] for path in BEHAVIOURS}


@pytest.mark.parametrize("path", list(BEHAVIOURS))
def test_verdict(verdicts: dict[str, Verdict], path: str) -> None:
    verdict = verdicts[path]
    assert verdict.state.value == BEHAVIOURS[path], verdict
    assert verdict.reason
    assert verdict.checked_at
    assert verdict.chain[0] == verdict.url


@pytest.mark.parametrize(
    ("path", "status", "steps", "final"),
    [
        ("/ok", 200, 1, "/ok"),
        ("/301", 200, 2, "/ok"),
        ("/chain", 200, 5, "/ok"),
        ("/to-404", 404, 2, "/404"),
        ("/utf-8-location", 200, 2, "/stra%C3%9Fe?q=%C3%BC"),
        ("/meta-refresh", 200, 2, "/ok"),
        ("/ten-steps", 200, 11, "/ok"),
    ],
)
def test_chain(verdicts: dict[str, Verdict], path: str, status: int, steps: int, final: str) -> None:
    verdict = verdicts[path]
    assert verdict.status == status
    assert len(verdict.chain) == steps
    assert verdict.final_url.endswith(final)
    assert verdict.final_url == verdict.chain[-1]


@pytest.mark.parametrize("path", [path for path, state in BEHAVIOURS.items() if state == "refused"])
def test_a_refusal_tells_nothing(verdicts: dict[str, Verdict], path: str) -> None:
    assert verdicts[path].reason == "address not permitted"
    assert verdicts[path].status is None
    assert verdicts[path].final_url == ""


@pytest.mark.parametrize("path", ["/429-long", "/403-wait", "/403-spent"])
def test_a_long_pause_is_not_waited_for_but_said(verdicts: dict[str, Verdict], path: str) -> None:
    assert verdicts[path].retry_at > verdicts[path].checked_at
    assert "ask again after" in verdicts[path].reason


def test_nothing_is_asked_twice_that_answered(server: OddServer) -> None:
    server.forget()
    checked([server.url(path) for path in ("/ok", "/404", "/301", "/403", "/soft-404", "/login-wall")])
    asked = [request.path for request in server.log]
    assert sorted(asked) == sorted(["/ok", "/404", "/301", "/ok", "/403", "/soft-404", "/login-wall"])
    assert {request.method for request in server.log} == {"GET"}


def test_no_cookie_reaches_another_host(server: OddServer) -> None:
    server.forget()
    checked([server.url("/cookie-to-other")])
    assert [request.headers.get("cookie") for request in server.log] == [None, None]


def test_a_body_is_read_no_further_than_judging_needs(server: OddServer) -> None:
    assert one(server.url("/huge")).status == 200
    assert one(server.url("/pdf")).status == 200


def test_the_same_address_with_a_fragment_keeps_it(server: OddServer) -> None:
    verdict = one(server.url("/301#results"))
    assert verdict.state is State.MOVED
    assert verdict.final_url.endswith("/ok#results")


def test_a_host_has_no_more_requests_than_it_may(server: OddServer) -> None:
    server.forget()
    places = ADDRESSES[1:]
    urls = [server.url(f"/latency?ms=30&n={number}", place) for number in range(8) for place in places]
    checked(urls, replace(QUICK, rate_policy=RatePolicy(at_once_per_host=2, gap=0.0)))
    for place in places:
        assert len([request for request in server.log if request.address == place]) == 8
        assert 1 <= server.most_in_flight[place] <= 2


def test_hosts_do_not_hold_up_one_another(server: OddServer) -> None:
    order: list[str] = []
    rate_policy = RatePolicy(at_once_per_host=1, gap=0.0)
    urls = [server.url(f"/latency?ms=100&n={number}") for number in range(5)] + [server.url("/ok", "127.0.0.3")]
    asyncio.run(
        check_all(urls, lambda verdict: order.append(verdict.url), settings=replace(QUICK, rate_policy=rate_policy))
    )
    assert order[0].startswith("http://127.0.0.3")


def test_a_host_that_limits_again_and_again_is_left_alone(server: OddServer) -> None:
    server.forget()
    rate_policy = RatePolicy(at_once_per_host=1, gap=0.0)
    urls = [server.url(f"/429-long?n={number}", "127.0.0.3") for number in range(12)]
    found = checked(urls, replace(QUICK, rate_policy=rate_policy))
    assert {verdict.state for verdict in found.values()} == {State.LIMITED}
    assert len(server.log) == 5
    assert "not asked" in found[urls[-1]].reason


def test_stopping_leaves_the_rest_without_a_verdict(server: OddServer) -> None:
    found: list[Verdict] = []
    rate_policy = RatePolicy(at_once_per_host=1, gap=0.0)
    urls = [server.url(f"/latency?ms=20&n={number}") for number in range(50)]
    stop = lambda: len(found) >= 3  # noqa: E731
    asyncio.run(check_all(urls, found.append, stop, replace(QUICK, rate_policy=rate_policy)))
    assert len(found) == 3


def _names(answers: dict[str, list[str]], asked: list[str] | None = None):
    def lookup(host: str, _port: int) -> list[str]:
        if asked is not None:
            asked.append(host)
        if host not in answers:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        if not answers[host]:
            raise socket.gaierror(socket.EAI_AGAIN, "ask again")
        return answers[host]

    return lookup


def by_name(server: OddServer, answers: dict[str, list[str]], asked: list[str] | None = None) -> CheckSettings:
    return replace(QUICK, lookup=_names(answers, asked), ports=frozenset({server.port}), retries=1)


@pytest.mark.parametrize(
    ("answers", "state", "reason"),
    [
        (["127.0.0.1"], State.ALIVE, "it answers"),
        (["10.0.0.1"], State.REFUSED, "address not permitted"),
        (["127.0.0.1", "10.0.0.1"], State.REFUSED, "address not permitted"),
        (["127.0.0.9"], State.REFUSED, "address not permitted"),
        (["::1"], State.REFUSED, "address not permitted"),
        (["::ffff:127.0.0.1"], State.REFUSED, "address not permitted"),
        ([], State.DOWN, "the host name could not be looked up"),
        (None, State.DEAD, "the host name does not exist"),
    ],
)
def test_every_answer_for_a_name_counts(
    server: OddServer, answers: list[str] | None, state: State, reason: str
) -> None:
    known = {} if answers is None else {"papers.example.org": answers}
    verdict = one(f"http://papers.example.org:{server.port}/ok", by_name(server, known))
    assert (verdict.state, verdict.reason) == (state, reason)


def offline(_host: str, _port: int) -> list[str]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def test_without_a_network_no_link_is_called_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "system_lookup", offline)
    found = checked(["https://papers.example.org/a", "https://code.example.org/b"], replace(QUICK, lookup=offline))
    assert {(verdict.state, verdict.is_conclusive) for verdict in found.values()} == {(State.DOWN, False)}


def test_a_name_is_dead_only_where_other_names_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(host: str, port: int) -> list[str]:
        return ["8.8.8.8"] if host in guard.KNOWN_NAMES else offline(host, port)

    monkeypatch.setattr(guard, "system_lookup", lookup)
    verdict = one("https://papers.example.org/a", replace(QUICK, lookup=lookup))
    assert (verdict.state, verdict.reason) == (State.DEAD, "the host name does not exist")


def test_a_refused_name_is_never_connected_to(server: OddServer) -> None:
    server.forget()
    answers = {"papers.example.org": ["127.0.0.1", "192.168.0.1"]}
    one(f"http://papers.example.org:{server.port}/ok", by_name(server, answers))
    assert server.log == []


def test_a_name_is_looked_up_once_for_a_whole_run(server: OddServer) -> None:
    asked: list[str] = []
    settings = by_name(server, {"papers.example.org": ["127.0.0.1"]}, asked)
    found = checked([f"http://papers.example.org:{server.port}/latency?ms=5&n={n}" for n in range(20)], settings)
    assert {verdict.state for verdict in found.values()} == {State.ALIVE}
    assert asked == ["papers.example.org"]


def test_a_resolver_that_hangs_is_not_waited_for() -> None:
    gate = threading.Event()

    def lookup(_host: str, _port: int) -> list[str]:
        gate.wait(20)
        return []

    settings = replace(QUICK, lookup=lookup, lookup_deadline=0.2, retries=0)
    verdict = one("http://papers.example.org/", settings)
    gate.set()
    assert (verdict.state, verdict.reason) == (State.DOWN, "the host name could not be looked up")


def test_a_guessed_scheme_falls_back_to_http(server: OddServer) -> None:
    url = server.url("/ok").replace("http://", "https://")
    quick = replace(QUICK, timeouts=Timeouts(connect=0.3), retries=0)
    assert one(url, quick).state is State.DOWN
    verdict = one(url, replace(quick, guessed_scheme=frozenset({url})))
    assert (verdict.url, verdict.state) == (url, State.ALIVE)
    assert verdict.final_url == server.url("/ok")


@pytest.fixture(scope="module")
def secure() -> Iterator[OddServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / "certificate.pem", CERTIFICATES / "key.pem")
    names: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    running = OddServer(addresses=("127.0.0.1",), context=context, names=names).start()
    yield running
    running.stop()


def trusting(secure: OddServer, name: str) -> CheckSettings:
    trusted = ssl.create_default_context(cafile=str(CERTIFICATES / "certificate.pem"))
    return replace(by_name(secure, {name: ["127.0.0.1"]}), tls=trusted)


def test_tls_keeps_the_name_on_a_pinned_connection(secure: OddServer) -> None:
    secure.names.clear()
    verdict = one(f"https://{SECURE_NAME}:{secure.port}/ok", trusting(secure, SECURE_NAME))
    assert verdict.state is State.ALIVE
    assert secure.names == [SECURE_NAME]


@pytest.mark.parametrize(
    ("name", "trusts", "reason"),
    [
        ("other.atlas-check.org", True, "the secure connection failed: its certificate is for another name"),
        (SECURE_NAME, False, "the secure connection failed: its certificate is signed by itself"),
    ],
)
def test_a_wrong_certificate_is_down(secure: OddServer, name: str, trusts: bool, reason: str) -> None:
    settings = trusting(secure, name)
    verdict = one(f"https://{name}:{secure.port}/ok", settings if trusts else replace(settings, tls=None))
    assert (verdict.state, verdict.reason) == (State.DOWN, reason)


def test_no_proxy_is_taken_from_the_environment(server: OddServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    assert one(server.url("/ok")).state is State.ALIVE
