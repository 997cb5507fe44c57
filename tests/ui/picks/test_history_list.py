import pytest

from components.ui.picks.history_list import when

AT = "2026-01-21T14:05:00.000000+00:00"


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        (None, "21 Jan 2026, 14:05 UTC"),
        ("Europe/Berlin", "21 Jan 2026, 15:05 CET"),
        ("Asia/Tokyo", "21 Jan 2026, 23:05 JST"),
        ("Nowhere/At All", "21 Jan 2026, 14:05 UTC"),
        ("../../etc/passwd", "21 Jan 2026, 14:05 UTC"),
    ],
)
def test_a_moment_has_its_year_and_its_zone(zone, shown):
    assert when(AT, zone) == shown


@pytest.mark.parametrize("at", ["", "soon", "2026-01-01T00:00:00", "9999-12-31T23:59:59+00:00"])
def test_a_time_that_somebody_wrote_by_hand_is_shown(at):
    assert when(at, "Asia/Tokyo")
