"""A fixed budget of damaged digests: none crashes, none loses a paper without saying so."""

import pytest

from tests.papers.reading.mutated import trouble_with


@pytest.mark.parametrize("start", range(0, 250, 25))
def test_damaged_digests_are_survived(start):
    troubles = [trouble for seed in range(start, start + 25) if (trouble := trouble_with(seed)[0])]
    assert not troubles
