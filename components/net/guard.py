"""The guard between digests, which are hostile, and the machine this runs on: no request reaches a private address.

Two gates. `permitted_url` parses a URL once, with the library that will connect, and refuses it by its form.
`GuardedBackend` sits under httpcore's connection pool, sees every connection (literal addresses, redirects, refilled
pools), resolves a name once, checks every address of it and connects to a checked one; TLS still uses the name.
Redirects are followed by the callers, which ask `permitted_url` for each of them.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from components.net.addresses import is_forbidden, parse_literal
from components.net.streams import AsyncioBackend

MESSAGE = "address not permitted"
PORTS = frozenset({80, 443})
KNOWN_NAMES = ("arxiv.org", "github.com", "example.com")  # where not even these resolve, there is no network
_NAMES = frozenset({"localhost", "metadata", "metadata.google.internal", "instance-data"})
_SUFFIXES = (
    ".localhost", ".local", ".internal", ".home.arpa", ".onion", ".invalid", ".test", ".example", ".localdomain",
    ".lan", ".intranet", ".corp", ".home", ".private", ".arpa", ".alt",
    ".consul", ".cluster", ".i2p", ".bit",  # no public names: service discovery, other naming systems
)  # fmt: skip
_NAME = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]*[a-z0-9]\Z")
_USER = re.compile(r"[^/?#]*//[^/?#]*@")
_UNWRITABLE = re.compile(r"[\x00-\x20\x7f\\]")


class RefusedError(Exception):
    """An address that must not be asked. The message is the same for every reason, so that nothing can be learnt."""

    def __init__(self) -> None:
        super().__init__(MESSAGE)


class UnresolvedError(Exception):
    """A name that has no address.

    `gone` tells a name that does not exist from a resolver that did not answer; `offline` says that no name is found
    here at all, so that this one is not to blame.
    """

    def __init__(self, host: str, *, gone: bool, offline: bool = False) -> None:
        super().__init__(f"{host} does not exist" if gone else f"the name {host} could not be looked up")
        self.gone = gone
        self.offline = offline


class AllowedAddressError(ValueError):
    """An allowed address that is not a literal loopback address."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be asked. `allowed` are literal loopback addresses that count as public, on any port: for tests."""

    allowed: frozenset[str] = frozenset()
    ports: frozenset[int] = PORTS

    @classmethod
    def allowing(cls, addresses: Iterable[str], ports: frozenset[int] = PORTS) -> Policy:
        """The usual policy with some loopback addresses allowed; raises AllowedAddressError."""
        kept = set()
        for written in addresses:
            address = parse_literal(written)
            if address is None or not address.is_loopback:
                raise AllowedAddressError(f"“{written}” is not one loopback address such as 127.0.0.1.")
            kept.add(str(address))
        return cls(allowed=frozenset(kept), ports=ports)

    def allows(self, address: str, port: int) -> bool:
        """Whether one literal address may be connected to."""
        found = parse_literal(address)
        if found is None:
            return False
        if str(found) in self.allowed:
            return True
        return port in self.ports and not is_forbidden(found)


def permitted_url(written: str, policy: Policy) -> httpx.URL:
    """The URL as the connecting library parses it; raises RefusedError by its form, before anything is sent."""
    if _UNWRITABLE.search(written):
        raise RefusedError
    try:
        url = httpx.URL(written)
        host = url.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise RefusedError from error
    if url.scheme not in ("http", "https") or url.userinfo or _USER.match(written):
        raise RefusedError
    port = url.port if url.port is not None else (443 if url.scheme == "https" else 80)
    if parse_literal(host) is not None:
        if not policy.allows(host, port):
            raise RefusedError
        return url
    if port not in policy.ports or not is_public_name(host):
        raise RefusedError
    return url


def is_public_name(host: str) -> bool:
    """Whether a host is a name of the public internet: neither a local name nor an address written as a number."""
    name = host.lower().rstrip(".")
    return _NAME.match(name) is not None and name not in _NAMES and not name.endswith(_SUFFIXES)


HostLookup = Callable[[str, int], list[str]]


def system_lookup(host: str, port: int) -> list[str]:
    """Every address of a name, from the system's resolver, IPv4 first. Blocks; raises socket.gaierror."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return sorted(dict.fromkeys(str(answer[4][0]) for answer in answers), key=lambda address: ":" in address)


class Resolver:
    """Resolves host names in threads of its own, each name once, with a deadline.

    asyncio's own pool resolves six names at a time on two cores, and one that hangs would keep the process alive.
    """

    def __init__(
        self,
        lookup: HostLookup = system_lookup,
        *,
        deadline: float = 5.0,
        at_once: int = 32,
        witnesses: Sequence[str] | None = None,
    ) -> None:
        """`witnesses` are names that surely exist, to tell a missing name from a missing network.

        By default they are `KNOWN_NAMES` where the system's resolver is used.
        """
        self._lookup = lookup
        self._witnesses = witnesses if witnesses is not None else KNOWN_NAMES if lookup is system_lookup else ()
        self._resolving_works: asyncio.Task[bool] | None = None
        self._deadline = deadline
        self._places = asyncio.Semaphore(at_once)
        self._known: dict[str, asyncio.Task[list[str]]] = {}

    async def addresses(self, host: str, port: int) -> list[str]:
        """Every address of a name; raises UnresolvedError."""
        task = self._known.get(host)
        if task is None:
            task = self._known[host] = asyncio.create_task(self._look_up(host, port))
        try:
            return await asyncio.shield(task)
        except UnresolvedError as error:
            if not error.gone:  # a resolver that did not answer may answer the next time
                self._known.pop(host, None)
            raise

    async def _look_up(self, host: str, port: int) -> list[str]:
        loop = asyncio.get_running_loop()
        async with self._places:
            answer: asyncio.Future[list[str]] = loop.create_future()
            threading.Thread(target=self._ask, args=(loop, answer, host, port), daemon=True).start()
            try:
                async with asyncio.timeout(self._deadline):
                    return await answer
            except TimeoutError:
                raise UnresolvedError(host, gone=False) from None
            except socket.gaierror as error:
                gone = error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
                offline = gone and not await self._names_resolve()
                raise UnresolvedError(host, gone=gone and not offline, offline=offline) from None
            except (OSError, UnicodeError):
                raise UnresolvedError(host, gone=False) from None

    async def _names_resolve(self) -> bool:
        """Whether any name resolves: without a network many resolvers say of every name that it does not exist."""
        if self._resolving_works is None:
            self._resolving_works = asyncio.create_task(self._ask_witnesses())
        return await asyncio.shield(self._resolving_works)

    async def _ask_witnesses(self) -> bool:
        loop = asyncio.get_running_loop()
        for witness in self._witnesses:
            answer: asyncio.Future[list[str]] = loop.create_future()
            threading.Thread(target=self._ask, args=(loop, answer, witness, 443), daemon=True).start()
            with contextlib.suppress(OSError, UnicodeError):
                async with asyncio.timeout(self._deadline):
                    if await answer:
                        return True
        return not self._witnesses

    def _ask(self, loop: asyncio.AbstractEventLoop, answer: asyncio.Future[list[str]], host: str, port: int) -> None:
        try:
            found: list[str] | BaseException = self._lookup(host, port)
        except (OSError, UnicodeError) as error:
            found = error
        try:
            loop.call_soon_threadsafe(_settle, answer, found)
        except RuntimeError:  # the loop ended while the resolver was still at work
            return


def _settle(answer: asyncio.Future[list[str]], found: list[str] | BaseException) -> None:
    if answer.done():
        return
    if isinstance(found, BaseException):
        answer.set_exception(found)
    else:
        answer.set_result(found)


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens every connection of `transport`: the only way to a socket."""

    def __init__(self, policy: Policy, resolver: Resolver, inner: httpcore.AsyncNetworkBackend | None = None) -> None:
        self._policy = policy
        self._resolver = resolver
        self._inner = inner or AsyncioBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a checked address of a host; raises RefusedError before any packet, UnresolvedError."""
        addresses = await self._checked(host, port)
        deadline = None if timeout is None else time.monotonic() + timeout
        failure: Exception = httpcore.ConnectError("no address")
        for address in addresses[:3]:
            left = None if deadline is None else max(0.05, deadline - time.monotonic())
            try:
                return await self._inner.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                if left is not None and left <= 0.05:
                    break
        raise failure

    async def _checked(self, host: str, port: int) -> list[str]:
        if parse_literal(host) is not None:
            addresses = [str(parse_literal(host))]
        elif port in self._policy.ports and is_public_name(host):
            addresses = await self._resolver.addresses(host, port)
        else:
            raise RefusedError
        if not addresses or not all(self._policy.allows(address, port) for address in addresses):
            raise RefusedError
        return addresses

    async def connect_unix_socket(
        self,
        path: str,  # noqa: ARG002
        timeout: float | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """Never: a socket file is no address of the internet."""
        raise RefusedError

    def sleep(self, seconds: float) -> Awaitable[None]:  # type: ignore[override]
        """Pause, as the pool asks between its own attempts."""
        return self._inner.sleep(seconds)
