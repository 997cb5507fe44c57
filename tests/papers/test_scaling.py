"""The command that measures growth: enough of everything is in it, each place can be run, and slow ones are told."""

from __future__ import annotations

import time

import pytest

from tests.papers import scaling
from tests.papers.scaling import GIVE_UP, LARGEST, PATTERNS, STEPS, Measured


def test_there_are_enough_patterns_and_lengths():
    assert len(set(PATTERNS)) >= 60
    assert (len(STEPS), max(STEPS), LARGEST) == (4, 8, 1_000_000)


@pytest.mark.parametrize("where", scaling.places())
def test_every_place_takes_a_run_of_each_pattern(where):
    number = list(scaling.places()).index(where)
    for pattern in PATTERNS[number % 7 :: 7]:
        measured = scaling.measure(where, scaling.places()[where], pattern, 600)
        assert (measured.where, measured.pattern) == (where, pattern)


def test_what_grows_too_fast_or_takes_too_long_is_bad():
    assert Measured("a", "b", (0.1, 0.2, 0.4, 0.9)).good
    assert Measured("a", "b", (0.5,)).good
    assert not Measured("a", "b", (0.1, 0.3, 0.8, 1.9)).good
    assert not Measured("a", "b", (0.5, 0.9, 1.6, 2.2)).good
    assert Measured("a", "b", (0.5, 0.9, 1.6, 2.2), papers=30_000).good


def test_what_never_ends_is_given_up(monkeypatch):
    monkeypatch.setattr(scaling, "GIVE_UP", 0.2)

    def endless(_run):
        while True:
            time.process_time()

    assert scaling.measure("endless", endless, "a", 8).seconds[-1] < GIVE_UP
