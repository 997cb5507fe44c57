"""Requests to Zotero's web API: its version, the key in a header, pauses as it asks for them, what refusals mean.

Zotero asks for a pause by `Backoff` (after any answer) and by `Retry-After` (429 and 503); both are kept. The key
stands in a header alone: never in an address, a message or a log.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from components.net.client import GuardedClient
from components.net.rate_limiter import requested_pause
from components.net.request import RETRYABLE, HttpResult, Timeouts

ADDRESS = "https://api.zotero.org"
BATCH = 50  # objects of one request, the most that Zotero takes
TRIES = 4
LONGEST_PAUSE = 600.0  # seconds; who asks for more is asked again another time
MOST_BYTES = 32_000_000  # of an answer: fifty items with their abstracts, twice over
TIMEOUTS = Timeouts(connect=8.0, first_byte=60.0, body=60.0, all=120.0)
_KEY = re.compile(r"[A-Za-z0-9]{16,64}")


class ZoteroError(RuntimeError):
    """Zotero cannot be asked, or refuses; the message is a sentence for whoever sends."""


class ConflictError(RuntimeError):
    """The library changed since it was looked at (412), or this very request was carried out before."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Zotero answers: the JSON, the library's version, and how many results there are in all."""

    content: Any
    version: int = 0
    total: int = 0


def checked_key(written: str) -> str:
    """The key as it is sent. Raises ZoteroError for a text that is none."""
    key = written.strip()
    if not _KEY.fullmatch(key):
        raise ZoteroError("This is no key to Zotero: it has 24 letters and digits. Make one on Zotero’s page of keys.")
    return key


class Zotero:
    """Zotero as one key opens it. One request at a time."""

    def __init__(
        self,
        client: GuardedClient,
        key: str,
        address: str = ADDRESS,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
        on_pause: Callable[[float], object] = lambda _: None,
    ) -> None:
        """`on_pause` is told how many seconds are waited because Zotero asked for it, and 0 when that is over."""
        self._client, self._key, self._address = client, key, address.rstrip("/")
        self._sleep, self._clock, self._on_pause = sleep, clock, on_pause
        self._not_before = 0.0

    async def get(self, path: str, **parameters: object) -> Answer:
        """What is at a path; None as content where nothing is (404). Raises ZoteroError."""
        query = f"?{urlencode(parameters)}" if parameters else ""
        result = await self._ask(f"{self._address}/{path}{query}")
        return Answer(None) if result.status == 404 else self._read(result)

    async def post(self, path: str, objects: Sequence[Mapping[str, Any]], *, version: int | None) -> Answer:
        """Write at most `BATCH` objects; each has its own fate in the answer. Raises ZoteroError, ConflictError.

        `version` is the library's as it was looked at: nothing is written where it has changed since. A write without
        one gets a token, which Zotero takes once in twelve hours. So a request whose answer was lost is never carried
        out twice.
        """
        once = {"If-Unmodified-Since-Version": str(version)} if version is not None else _write_token()
        headers = {"Content-Type": "application/json", **once}
        result = await self._ask(f"{self._address}/{path}", headers, json.dumps(objects).encode())
        if result.status == 412:
            raise ConflictError
        if result.status in (404, 409, 413, 428):
            raise ZoteroError(_REFUSALS[result.status])
        return self._read(result)

    async def _ask(
        self, url: str, headers: Mapping[str, str] | None = None, content: bytes | None = None
    ) -> HttpResult:
        """One request, again after a pause or a broken connection. Raises ZoteroError."""
        sentence = ""
        for turn in range(TRIES):
            await self._wait()
            result = await self._client.send(
                url,
                {"Zotero-API-Version": "3", "Zotero-API-Key": self._key, **(headers or {})},
                method="GET" if content is None else "POST",
                content=content or b"",
                most_bytes=MOST_BYTES,
                timeouts=TIMEOUTS,
                follow=False,
            )
            self._note_pause(_seconds(result.headers.get("backoff", "")))
            if result.failure is not None:
                sentence = f"Zotero cannot be reached: {result.failure.value}."
                if result.failure not in RETRYABLE:
                    raise ZoteroError(sentence)
            elif (status := result.status or 0) == 429 or status >= 500:
                asked = requested_pause(result.headers)
                sentence = "Zotero is busy. Send again later: what is there already is not sent twice."
                self._note_pause(asked if asked is not None else self._growing(turn))
                continue
            elif status == 403:
                raise ZoteroError(
                    "Zotero refuses this key: it does not exist any more, or may not write there. "
                    "Make a new one with write access."
                )
            elif not result.whole:
                sentence = "Zotero’s answer broke off."
            else:
                return result
            await self._sleep(self._growing(turn))
        raise ZoteroError(sentence)

    async def _wait(self) -> None:
        left = self._not_before - self._clock()
        if left <= 0:
            return
        if left > LONGEST_PAUSE:
            raise ZoteroError(f"Zotero asks to wait {left / 60:.0f} minutes. Send again then: the rest is sent.")
        self._on_pause(left)
        await self._sleep(left)
        self._on_pause(0.0)

    def _note_pause(self, seconds: float) -> None:
        if seconds > 0:
            self._not_before = max(self._not_before, self._clock() + seconds)

    def _growing(self, turn: int) -> float:
        return float(2**turn) * (1 + random.random() / 2)

    def _read(self, result: HttpResult) -> Answer:
        if result.status != 200:
            raise ZoteroError(f"Zotero answers {result.status}, which is not understood here.")
        try:
            content = json.loads(result.body)
        except ValueError as error:
            raise ZoteroError("Zotero gives an answer that cannot be read.") from error
        number = {name: result.headers.get(name, "") for name in ("last-modified-version", "total-results")}
        version, total = (int(text[:15]) if text.isascii() and text.isdigit() else 0 for text in number.values())
        return Answer(content, version, total)


_REFUSALS = {
    404: "Zotero has no such library any more. Connect again.",
    409: "This library of Zotero is locked at present. Send again later.",
    413: "Zotero takes no request as large as this.",
    428: "Zotero does not take this request.",
}


def _write_token() -> dict[str, str]:
    return {"Zotero-Write-Token": secrets.token_hex(16)}


def _seconds(written: str) -> float:
    text = written.strip()
    return float(text[:9]) if text.isascii() and text.isdigit() else 0.0
