"""Asking one service question after question: its lane, its limits, retries, and what an answer that is none means.

"Not asked" is not "not found": a limit, a challenge page, half a body or a broken connection never counts as an answer.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from components.enrichment.lanes import Lanes
from components.enrichment.services.service import Question, Service, UnreadableError
from components.net.client import GuardedClient
from components.net.rate_limiter import requested_pause
from components.net.request import RETRYABLE, Failure, HttpResult, Timeouts, is_limited

LIMITS = 3  # in a row, after which a service is left alone for the rest of the run
TRIES = 4  # of one question that breaks off or cannot be read
BROKEN = 3  # questions in a row that were given up, after which a service counts as out of order
LONGEST_PAUSE = 60.0  # seconds; who asks for more is left alone for the rest of the run
TIMEOUTS = Timeouts(connect=8.0, first_byte=25.0, body=20.0, all=45.0)

T = TypeVar("T")


class ClosedError(RuntimeError):
    """A service is not asked any more in this run; the message says why."""


class UnansweredError(RuntimeError):
    """One question has no answer; the message says why. `refused` where the service calls the question wrong."""

    def __init__(self, sentence: str, *, refused: bool = False) -> None:
        super().__init__(sentence)
        self.refused = refused


@dataclass
class Standing:
    """How it goes with one service in this run."""

    questions: int = 0  # sent, retries too
    limited: int = 0  # answers that asked for a pause
    closed: str = ""  # why it is not asked any more
    note: str = ""  # what a person should know though it goes on


class Asker:
    """One service in one run."""

    def __init__(
        self,
        service: Service,
        client: GuardedClient,
        lanes: Lanes,
        *,
        agent: str,
        timeouts: Timeouts = TIMEOUTS,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        first_wait: float = 1.0,
    ) -> None:
        """`agent` is what we call ourselves: name, version, address and contact.

        `first_wait` are the seconds before a question is asked again that got no answer; then twice as long.
        """
        self.service = service
        self.standing = Standing()
        self._client, self._lanes, self._agent, self._timeouts, self._sleep = client, lanes, agent, timeouts, sleep
        self._first_wait = first_wait
        self._limits_in_a_row = self._given_up = 0

    async def ask(self, make: Callable[[], Question], read: Callable[[bytes], T], missing: T) -> T:
        """What `read` makes of the answer; `missing` where the service says that there is nothing (404, 410).

        `make` is called for each try, since a refused key changes the question. Raises ClosedError, UnansweredError.
        """
        sentence = ""
        for turn in range(TRIES):
            if self.standing.closed:
                raise ClosedError(self.standing.closed)
            question = make()
            async with self._lanes.turn(self.service.id, self.service.present_pace):
                if self.standing.closed:
                    raise ClosedError(self.standing.closed)
                self.standing.questions += 1
                result = await self._client.send(
                    question.url,
                    {"User-Agent": self._agent, **question.headers},
                    method=question.method,
                    content=question.content,
                    most_bytes=question.most_bytes,
                    timeouts=self._timeouts,
                )
            if await self._was_limited(result):
                continue
            self._check_open(result)
            if result.status in (404, 410):
                self._went_well()
                return missing
            sentence = self._trouble(result)
            if not sentence:
                try:
                    found = read(result.body)
                except UnreadableError as error:
                    sentence = f"{self.service.name} gave an answer that cannot be read: {error}."
                else:
                    self._went_well()
                    return found
            if turn < TRIES - 1:
                await self._sleep(self._backoff(turn))
        self._give_up(sentence or f"{self.service.name} asked for a pause again and again.")
        raise UnansweredError(sentence)

    def _went_well(self) -> None:
        self._limits_in_a_row = self._given_up = 0

    def _give_up(self, sentence: str) -> None:
        """After several questions in a row without an answer, it is out of order."""
        self._given_up += 1
        if self._given_up >= BROKEN:
            self._close(sentence)

    def _close(self, sentence: str) -> None:
        self.standing.closed = sentence
        raise ClosedError(sentence)

    async def _was_limited(self, result: HttpResult) -> bool:
        """Whether it asked for a pause; waited for, in the lane that all processes share. Raises ClosedError."""
        name = self.service.name
        if not (is_limited(result) or (result.status == 503 and "retry-after" in result.headers)):
            return False
        self.standing.limited += 1
        self._limits_in_a_row += 1
        asked = requested_pause(result.headers)
        pause = asked if asked is not None else self._backoff(self._limits_in_a_row) * 2
        await self._lanes.pause(self.service.id, min(pause, 15 * LONGEST_PAUSE))
        helps = (
            f" With a key it gives {self.service.key_gives}." if self.service.key_gives and not self.service.key else ""
        )
        if pause > LONGEST_PAUSE:
            self._close(f"{name} asks to wait {_time(pause)}: the rest can be asked later.{helps}")
        if self._limits_in_a_row >= LIMITS:
            self._close(f"{name} asked for a pause {LIMITS} times in a row: the rest can be asked later.{helps}")
        return True

    def _check_open(self, result: HttpResult) -> None:
        """Raise ClosedError where the service lets no program in, or nothing can be reached."""
        name, service = self.service.name, self.service
        if result.failure in (Failure.REFUSED, Failure.NO_NETWORK, Failure.NO_NAME):
            self._close(f"{name} cannot be reached: {result.failure.value}.")
        if result.status in (401, 403) and service.key:
            self.standing.note = f"{name} refused the key in {service.key_setting}; it is asked without one."
            service.key = ""
            if service.by_title_needs_key:
                self.standing.note = f"{name} refused the key in {service.key_setting}."
            return
        if result.status in (401, 403, 407, 451) or b"ChallengeRequiredError" in result.body[:2_000]:
            self._close(f"{name} is closed to programs at present (it answers {result.status}).")
        if result.status == 200 and result.is_html:
            self._close(f"{name} is closed to programs at present: it answers with a page for people.")

    def _trouble(self, result: HttpResult) -> str:
        """Why an answer is none, "" where it is one. Raises UnansweredError for what asking again would not mend."""
        name = self.service.name
        if result.failure is not None:
            sentence = f"{name} gave no answer: {result.failure.value}."
            if result.failure not in RETRYABLE:
                self._give_up(sentence)
                raise UnansweredError(sentence)
            return sentence
        if result.status in (400, 413, 414, 422):
            raise UnansweredError(f"{name} does not understand the question ({result.status}).", refused=True)
        if result.status != 200:
            return f"{name} answers {result.status}."
        return "" if result.whole else f"{name} gave half an answer."

    def _backoff(self, turn: int) -> float:
        """1, 2, 4 … seconds, up to half as much more, so that many who wait do not come back together."""
        return self._first_wait * float(2**turn) * (1 + random.random() / 2)


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.0f} h"
