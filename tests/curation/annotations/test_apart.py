"""Two visitors who act at random in turn: neither ever has a value of the other, undo included."""

from tests.bench.sharing import astray


def test_two_visitors_work_never_mixes():
    assert astray(400) == 0
