"""One HTTP request: the response, or a failure from a closed list.

Only the start of a body is read; headers, bytes and time have limits. Redirects and retries are left to the callers.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

import httpcore
import httpx

from components.net.guard import RefusedError, UnresolvedError
from components.net.rate_limiter import limit_is_exhausted
from components.net.transport import HEADERS

BODY_BYTES = 65_536  # of a text, as far as the caller does not want more
JSON_BYTES = 1_048_576

NO_NETWORK = "there is no network here: no name is found"
REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})


class Failure(Enum):
    """Why there is no response; the value is the reason in words."""

    REFUSED = "address not permitted"
    NO_NAME = "the host name does not exist"
    NO_NETWORK = NO_NETWORK
    NO_LOOKUP = "the host name could not be looked up"
    NO_CONNECTION = "the host refuses the connection"
    TIMEOUT = "no answer in time"
    TLS = "the secure connection failed"
    RESET = "the connection broke off"
    EMPTY = "the host closed the connection without an answer"
    PROTOCOL = "the host does not answer in valid HTTP"


RETRYABLE = frozenset(
    {Failure.NO_LOOKUP, Failure.NO_CONNECTION, Failure.TIMEOUT, Failure.RESET, Failure.EMPTY, Failure.PROTOCOL}
)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds for each part of one request."""

    connect: float = 8.0
    first_byte: float = 15.0
    body: float = 3.0  # reading the start of the body; of one that comes too slowly, what came by then is returned
    all: float = 25.0


@dataclass(frozen=True, slots=True)
class HttpResult:
    """The outcome of one request: a status with headers and the start of a body, or a failure."""

    url: httpx.URL
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    location: str = ""
    cookies: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    whole: bool = False  # the body was read to its end
    failure: Failure | None = None
    detail: str = ""
    seconds: float = 0.0

    @property
    def is_html(self) -> bool:
        """True where the response is declared to be HTML, or is not declared at all and looks like it."""
        kind = self.headers.get("content-type", "").lower()
        return "html" in kind or (not kind and self.body.lstrip()[:1] == b"<")


def without_fragment(url: httpx.URL) -> httpx.URL:
    """The URL as it is sent. Returned as it is where it has no fragment: parsing it anew would be slow."""
    return url.copy_with(fragment=None) if "#" in str(url) else url


async def fetch(
    url: httpx.URL,
    transport: httpx.AsyncBaseTransport,
    timeouts: Timeouts,
    cookies: Mapping[str, str],
    more_headers: Mapping[str, str] | None = None,
    *,
    method: str = "GET",
    content: bytes = b"",
    body_bytes: int = BODY_BYTES,
    json_bytes: int = JSON_BYTES,
) -> HttpResult:
    """Ask for one URL, once; never raises for what a host does. `more_headers` are added to the usual ones.

    At most `body_bytes` of a text are read, `json_bytes` of JSON, and nothing of other types that are not short.
    """
    loop = asyncio.get_running_loop()
    started = loop.time()
    headers = [(name.encode(), value.encode()) for name, value in (HEADERS | dict(more_headers or {})).items()]
    if cookies:
        headers.append((b"Cookie", "; ".join(f"{name}={value}" for name, value in cookies.items()).encode("latin-1")))
    limits = {"connect": timeouts.connect, "read": timeouts.first_byte, "write": 10.0, "pool": None}
    try:
        async with asyncio.timeout(timeouts.all):
            request = httpx.Request(
                method, without_fragment(url), headers=headers, content=content or None, extensions={"timeout": limits}
            )
            response = await transport.handle_async_request(request)
            try:
                body, whole = await _start_of_body(response, body_bytes, json_bytes, timeouts.body)
            finally:
                await _close(response)
    except Exception as error:
        failure, detail = _failure(error)
        return HttpResult(url, failure=failure, detail=detail, seconds=loop.time() - started)
    return HttpResult(
        url,
        status=response.status_code,
        headers=response.headers,
        location=_location(response),
        cookies=_cookies(response),
        body=body,
        whole=whole,
        seconds=loop.time() - started,
    )


async def _close(response: httpx.Response) -> None:
    try:
        async with asyncio.timeout(1.0):
            await response.stream.aclose()  # type: ignore[union-attr]
    except Exception:
        return


async def _start_of_body(
    response: httpx.Response, body_bytes: int, json_bytes: int, seconds: float
) -> tuple[bytes, bool]:
    """(The first bytes, unpacked; whether that was all). Of a body that breaks off or is slow: what came."""
    kind = response.headers.get("content-type", "").lower()
    if response.status_code in (204, 304):
        return b"", True
    wanted = json_bytes if "json" in kind else body_bytes
    if kind and not any(word in kind for word in ("html", "text", "json", "xml")):
        wanted = 0
    length = response.headers.get("content-length", "")
    if not wanted and not (length.isdigit() and int(length) <= 4096):
        return b"", False
    parts: list[bytes] = []
    size = 0
    whole = False
    try:
        async with asyncio.timeout(seconds):
            async for part in response.stream:  # type: ignore[union-attr]
                parts.append(part)
                size += len(part)
                if size >= max(wanted, 4096):
                    break
            else:
                whole = True
    except (TimeoutError, httpcore.ReadTimeout, httpcore.ReadError, httpcore.RemoteProtocolError):
        whole = False
    body = b"".join(parts)[: max(wanted, 4096)]
    found = _unpack(body, response.headers.get("content-encoding", "").lower(), max(wanted, 4096))
    return found, whole and bool(found or not body)  # what cannot be unpacked is not known to be empty


def _unpack(body: bytes, encoding: str, limit: int) -> bytes:
    """At most `limit` bytes of a body that is compressed although nobody asked for that; b"" where it is damaged."""
    if encoding in ("", "identity"):
        return body
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return b""
    for bits in (47, -15):  # with the header of gzip or zlib; without one, as some servers send "deflate"
        with contextlib.suppress(zlib.error):
            return zlib.decompressobj(bits).decompress(body, limit)
    return b""


def _location(response: httpx.Response) -> str:
    """The Location header: UTF-8 where the bytes are, as browsers read it."""
    for name, value in response.headers.raw:
        if name.lower() == b"location":
            try:
                return value.decode("utf-8").strip()
            except UnicodeDecodeError:
                return value.decode("latin-1").strip()
    return ""


def _cookies(response: httpx.Response) -> tuple[tuple[str, str], ...]:
    """Names and values, a byte a character (Latin-1), so that they are sent back as they came in any encoding."""
    pairs = []
    lines = [value.decode("latin-1") for name, value in response.headers.raw if name.lower() == b"set-cookie"]
    for line in lines[:20]:
        name, equals, value = line.partition(";")[0].partition("=")
        if equals and name.strip() and len(line) < 4096:
            pairs.append((name.strip(), value.strip()))
    return tuple(pairs)


def _failure(error: BaseException) -> tuple[Failure, str]:
    """(The failure that an exception or one of its causes stands for, a detail in words or "")."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, RefusedError):
            return Failure.REFUSED, ""
        if isinstance(seen, UnresolvedError):
            return (Failure.NO_NAME if seen.gone else Failure.NO_NETWORK if seen.offline else Failure.NO_LOOKUP), ""
        if isinstance(seen, ssl.SSLError):
            return Failure.TLS, _tls_words(seen)
        if isinstance(seen, ConnectionRefusedError):
            return Failure.NO_CONNECTION, ""
        seen = seen.__cause__ or seen.__context__
    if isinstance(error, (TimeoutError, httpcore.TimeoutException)):
        return Failure.TIMEOUT, ""
    if isinstance(error, httpcore.ConnectError):
        return Failure.NO_CONNECTION, ""
    if isinstance(error, httpcore.RemoteProtocolError) and "without sending a response" in str(error):
        return Failure.EMPTY, ""
    if isinstance(error, (httpcore.ProtocolError, httpx.InvalidURL, ValueError)):
        return Failure.PROTOCOL, ""
    return Failure.RESET, ""


def _tls_words(error: ssl.SSLError) -> str:
    message = str(getattr(error, "verify_message", "") or "").lower()
    if "expired" in message:
        return "its certificate has expired"
    if "self" in message and "signed" in message:
        return "its certificate is signed by itself"
    if "hostname mismatch" in message or "not valid for" in message:
        return "its certificate is for another name"
    if message:
        return "its certificate cannot be verified"
    return ""


def is_limited(answer: HttpResult) -> bool:
    """429 everywhere; 403 where the headers say the rate limit is spent, as GitHub answers."""
    if answer.status == 429:
        return True
    return answer.status == 403 and (limit_is_exhausted(answer.headers) or "retry-after" in answer.headers)
