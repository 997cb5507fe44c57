import numpy as np
import pytest

from components.curation.ranking.progress import RUN, expected, progress


def falling(rate, decay, count, seed):
    """Decisions whose stars grow rarer, and how many a reader of `count` more papers would still star on average."""
    turns = np.arange(2 * count)
    chances = rate * np.exp(-decay * turns)
    stars = np.random.default_rng(seed).random(count) < chances[:count]
    return stars.tolist(), chances[count:].sum()


@pytest.mark.parametrize("seed", range(5))
def test_what_is_left_to_find_is_estimated_once_stars_grow_rare(seed):
    stars, rest = falling(0.6, 0.006, 500, seed)
    estimate = expected(stars, 500)
    assert estimate is not None
    assert abs(estimate - rest) < 6


@pytest.mark.parametrize(
    ("stars", "left"),
    [
        ([], 100),
        ([True, False] * 20, 1000),
        ([True, False] * 200, 1000),
        ([False] * 200, 1000),
        ([False] * 100 + [True] * 100, 1000),
    ],
)
def test_no_number_is_given_while_nothing_can_be_said(stars, left):
    assert expected(stars, left) is None


@pytest.mark.parametrize(
    ("stars", "left", "hint"),
    [
        ([], 0, ""),
        ([], 10, ""),
        ([True], 0, "Everything is decided."),
        ([True] * 3, 10, ""),
        ([True] + [False] * RUN, 10, f"None of the last {RUN} papers was for you. It may be time to stop."),
        ([False] * RUN, 10, ""),
        ([True] * 20 + [False] * 200, 100, "Probably none of those left is for you."),
    ],
)
def test_a_hint_is_one_sentence(stars, left, hint):
    assert progress(stars, left).hint == hint


def test_progress_counts():
    now = progress([True, False, True, False, False], 7)
    assert (now.decided, now.starred, now.left, now.run, now.expected) == (5, 2, 7, 2, None)
    assert progress([False, False], 7).run == 2
