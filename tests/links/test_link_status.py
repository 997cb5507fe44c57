"""Links as a curator sees them: verdict, age, acts, promises, exports."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.links.extract.extraction import find_links
from components.links.extract.promises import find_promises
from components.links.link import Kind, Link
from components.links.link_status import LinkDecision, LinkStatus, PromiseOutcome, age, link_statuses, promise_outcome
from components.links.verdict import State, Verdict
from components.sharing.formats import link_table

A, B = "https://example.org/a", "https://example.org/b"
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def verdict(url: str, state: State, final: str = "") -> Verdict:
    return Verdict(url, state, 200, final or url, (url,), 0.1, "a reason", NOW.isoformat())


def test_one_standing_an_address_with_all_its_papers() -> None:
    links = {"p1": [Link(A, A, Kind.CODE), Link(B, B)], "p2": [Link(A, A)]}
    found = link_statuses(links, {A: verdict(A, State.MOVED, B)}, {B: LinkDecision(note="ours")})
    assert [(one.link.url, one.papers, one.decision.note) for one in found] == [
        (A, ("p1", "p2"), ""),
        (B, ("p1",), "ours"),
    ]
    assert (found[0].offer(), found[1].offer()) == (B, "")
    assert found[0].host == "example.org"
    assert found[1].verdict is None


def test_what_a_curator_decided_counts() -> None:
    act = LinkDecision(accepted_until="2026-03-10", replacement=B)
    one = LinkStatus(Link(A, A), (), verdict(A, State.MOVED, B), act)
    assert one.address == B
    assert one.offer() == ""
    assert one.is_accepted(date(2026, 3, 10))
    assert not one.is_accepted(date(2026, 3, 11))


@given(st.builds(LinkDecision, st.text(max_size=10), st.text(max_size=20), st.text(max_size=40)))
def test_a_decision_is_read_back_from_its_text(decision: LinkDecision) -> None:
    assert LinkDecision.from_text(decision.to_text()) == decision


@pytest.mark.parametrize("text", ["", "x", "[]", "3", "null", '{"other": 1}'])
def test_what_is_no_act_is_none(text: str) -> None:
    assert LinkDecision.from_text(text) == LinkDecision()


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=5), "5 hours ago"),
        (timedelta(days=1, hours=3), "1 day ago"),
        (timedelta(days=40), "40 days ago"),
    ],
)
def test_age(before: timedelta, words: str) -> None:
    assert age((NOW - before).isoformat(), NOW) == words
    assert age("", NOW) == "never"


@pytest.mark.parametrize(
    ("text", "state", "outcome"),
    [
        (f"See {A}.", State.ALIVE, PromiseOutcome.NO_PROMISE),
        (f"Code is available at {A}.", State.ALIVE, PromiseOutcome.THERE),
        (f"Code is available at {A}.", State.MOVED, PromiseOutcome.THERE),
        (f"Code is available at {A}.", State.DEAD, PromiseOutcome.BROKEN),
        (f"Code will be released at {A}.", State.SUSPECT, PromiseOutcome.BROKEN),
        (f"Code is available at {A}.", State.LIMITED, PromiseOutcome.UNKNOWN),
        (f"Code is available at {A}.", None, PromiseOutcome.UNKNOWN),
        ("Code is available at this https URL.", None, PromiseOutcome.LOST),
        ("Code will be released.", None, PromiseOutcome.NO_LINK),
    ],
)
def test_what_became_of_a_promise(text: str, state: State | None, outcome: PromiseOutcome) -> None:
    assert promise_outcome(find_promises(text), find_links(text), {A: verdict(A, state)} if state else {}) is outcome


HOSTILE = [LinkStatus(Link(A, A), ("p1",), verdict(A, State.DEAD), LinkDecision(note="=HYPERLINK(1)"))]
TITLES = {"p1": "<b>A</b> [x](http://e.org) | *y*"}


def test_csv_is_whole_and_runs_nothing() -> None:
    text = link_table.to_csv(HOSTILE, TITLES).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    assert (row["url"], row["state"], row["papers"]) == (A, "dead", TITLES["p1"])
    assert row["note"] == "'=HYPERLINK(1)"


def test_json_says_the_same() -> None:
    [row] = json.loads(link_table.to_json(HOSTILE))
    assert (row["url"], row["state"], row["status"], row["papers"]) == (A, "dead", 200, ["p1"])
    assert row["chain"] == [A]
    assert set(row) == set(link_table.HEADER)


def test_markdown_shows_titles_as_text() -> None:
    text = link_table.to_markdown([*HOSTILE, LinkStatus(Link(B, B), (), None, LinkDecision())], TITLES)
    assert f"]({A})" in text.splitlines()[0]
    assert "\\<b\\>" in text
    assert "](http://e.org)" not in text
    assert text.splitlines()[1].endswith("(unchecked)")
