"""Digests by source and month: which are put together, in what order, under what name."""

from datetime import date, timedelta

import pytest

from components.ui.digests.digest_groups import grouped

DAYS = [f"daily-papers-{date(2026, 5, 28) + timedelta(days=age)}.json" for age in range(9)]


def labels(months):
    return [(month.label, len(month.items), month.items[0]) for month in months]


def test_many_of_one_source_are_put_together_by_month_the_newest_first():
    alone, months = grouped([*DAYS, "notes.txt"], str)
    assert alone == ["notes.txt"]
    assert labels(months) == [
        ("Daily papers, June 2026", 5, "daily-papers-2026-06-05.json"),
        ("Daily papers, May 2026", 4, "daily-papers-2026-05-31.json"),
    ]


def test_a_few_stay_as_they_are():
    assert grouped(DAYS[:7], str) == (DAYS[:7], [])


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("arXiv cs.LG cs.CL 2026-06-03.json", "ArXiv cs.LG cs.CL, June 2026"),
        ("daily-papers-2026-W23.json", "Daily papers, June 2026"),
        ("daily-papers-2026-06.json", "Daily papers, June 2026"),
        ("daily-papers-trending-2026-06-03.json", "Daily papers trending, June 2026"),
        ("2026-06-03", "Digests, June 2026"),
    ],
)
def test_every_kind_of_period_is_read(name, label):
    assert [each[0] for each in labels(grouped([name], str, 1)[1])] == [label]


@pytest.mark.parametrize(
    "name", ["", "2026", "a-2026-13.json", "a-2026-02-30.txt", "a-2026-W60.json", "x" * 999, "-" * 9999]
)
def test_what_names_no_period_stands_alone(name):
    assert grouped([name], str, 1) == ([name], [])
