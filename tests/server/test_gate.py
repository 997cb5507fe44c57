"""Answers that take long: few at once, some wait, the rest are told to ask again."""

from __future__ import annotations

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.server.gate import BusyError, Gate
from components.server.routes import table


def test_few_pass_at_once_and_one_address_has_half_of_the_places():
    async def ask() -> tuple[int, int, int]:
        gate, go = Gate(at_once=2, waiting=4), asyncio.Event()
        inside = most = 0

        async def work() -> str:
            nonlocal inside, most
            inside += 1
            most = max(most, inside)
            await go.wait()
            inside -= 1
            return "done"

        async def asks(address: str) -> str:
            try:
                return await gate.run(address, work)
            except BusyError:
                return "busy"

        waiting = [asyncio.ensure_future(asks(address)) for address in ("one",) * 50 + ("other",) * 50 + ("third",)]
        await asyncio.sleep(0.05)
        go.set()
        came = await asyncio.gather(*waiting)
        assert await asks("one") == "done"  # places are given back
        return came[:50].count("done"), came[50:100].count("done"), most

    assert asyncio.run(ask()) == (3, 3, 2)


def test_a_place_is_given_back_by_work_that_fails():
    async def ask() -> None:
        gate = Gate(at_once=1, waiting=1)

        async def fails() -> None:
            raise ValueError

        for _ in range(5):
            with pytest.raises(ValueError):  # noqa: PT011 (raised above)
                await gate.run("one", fails)

    asyncio.run(ask())


@pytest.mark.parametrize("path", ["/api/papers.json", "/feed/x.atom", "/list/x"])
def test_who_finds_no_place_is_told_so(monkeypatch, path):
    async def full(_self, _address, _work):
        raise BusyError

    monkeypatch.setattr(Gate, "run", full)
    answer = TestClient(Starlette(routes=table.routes())).get(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")
    words = answer.json()["error"] if "/api/" in path else answer.text
    assert words == "Many ask at this moment. Ask again in two seconds."
