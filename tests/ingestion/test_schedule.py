"""When a source is looked at: pure, so every case is a moment and what was kept until then."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.ingestion import schedule, source
from components.ingestion.periods import Span
from components.ingestion.schedule import Followed, Look, LookOutcome, failed, pause_after, plan, settled

MONDAY = datetime(2026, 6, 1, 13, tzinfo=UTC)
DAY, ARXIV = source.daily_papers("day"), source.arxiv("cs.LG")
TRENDING, FEED = source.daily_papers("trending"), source.feed("https://example.org/feed.xml")


def followed(spec, created=MONDAY):
    return Followed("0" * 32, spec, created)


def after(spec, period, found, fresh, now, before=None):
    return settled(followed(spec), period, before, found, fresh, now)


@given(st.sampled_from(Span), st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_periods_follow_each_other(span, moment):
    key = span.key(moment.replace(tzinfo=UTC))
    start = span.start(key)
    assert start <= moment.replace(tzinfo=UTC) < span.start(span.after(key))
    assert span.key(start) == key
    assert span.before(span.after(key)) == key
    assert span.after(key) > key


def test_a_day_is_looked_at_when_it_is_half_over_and_three_times_more():
    assert plan(followed(DAY), {}, MONDAY - timedelta(hours=2)).groups == ()
    assert plan(followed(DAY), {}, MONDAY).groups == (("2026-06-01",),)
    look, dues = None, []
    moment = MONDAY
    while True:
        look = after(DAY, "2026-06-01", 9, 9 if look is None else 0, moment, look)
        if look.due is None:
            break
        dues.append((look.due - datetime(2026, 6, 1, 12, tzinfo=UTC)).days)
        moment = look.due
    assert dues == [1, 3, 7]
    assert (look.turn, look.fresh, look.outcome) == (4, 9, LookOutcome.NEW)


def test_missed_days_are_asked_for_oldest_first_and_a_month_at_most():
    looks = {"2026-06-01": Look("2026-06-01", MONDAY, LookOutcome.NEW)}
    found = plan(followed(DAY), looks, MONDAY + timedelta(days=3))
    assert found.groups == (("2026-06-02",), ("2026-06-03",), ("2026-06-04",))
    assert found.gaps == ()
    found = plan(followed(DAY), looks, MONDAY + timedelta(days=40))
    assert len(found.groups) == 32
    assert found.groups[0] == ("2026-06-10",)
    assert [gap.sentence for gap in found.gaps] == [
        "2026-06-02 to 2026-06-09: not looked at. 31 days are caught up with at most."
    ]


@pytest.mark.parametrize(("day", "closed"), [("2026-06-06", True), ("2026-06-07", True), ("2026-06-05", False)])
def test_a_day_without_papers_is_closed_at_weekends_only(day, closed):
    now = datetime.fromisoformat(f"{day}T13:00+00:00")
    look = after(DAY, day, 0, 0, now)
    assert (look.due is None) == closed
    if not closed:
        assert look.outcome is LookOutcome.WAITING
        assert after(DAY, day, 0, 0, now + timedelta(days=2), look).due is None


def test_a_stale_batch_is_asked_for_again_and_then_from_the_archive():
    now = datetime(2026, 6, 2, 5, 10, tzinfo=UTC)
    look = None
    for attempt in range(1, schedule.STALE_TRIES):
        look = after(ARXIV, "2026-06-02", 50, 0, now, look)
        assert (look.outcome, look.due, look.tries) == (LookOutcome.WAITING, now + timedelta(minutes=30), attempt)
        now = look.due
    look = after(ARXIV, "2026-06-02", 50, 0, now, look)
    assert look.due == datetime(2026, 6, 3, 5, tzinfo=UTC)
    assert "still shows an earlier batch" in look.sentence
    found = plan(
        followed(ARXIV), {"2026-06-01": Look("2026-06-01", MONDAY, LookOutcome.NEW), look.period: look}, look.due
    )
    assert found.groups == (("2026-06-02",), ("2026-06-03",))


def test_missed_days_of_arxiv_are_one_question_and_weekends_are_none():
    monday = datetime(2026, 6, 8, 6, tzinfo=UTC)
    looks = {"2026-06-03": Look("2026-06-03", MONDAY, LookOutcome.NEW)}
    wednesday = followed(ARXIV, datetime(2026, 6, 3, tzinfo=UTC))
    assert plan(wednesday, looks, monday).groups == (("2026-06-04", "2026-06-05"), ("2026-06-08",))
    friday = followed(ARXIV, datetime(2026, 6, 5, tzinfo=UTC))
    saturday = plan(friday, {"2026-06-05": Look("2026-06-05", MONDAY, LookOutcome.NEW)}, monday - timedelta(days=2))
    assert saturday.groups == ()
    assert saturday.next_at == datetime(2026, 6, 8, 5, tzinfo=UTC)


def test_a_look_at_night_finds_the_batch_before_and_the_day_is_looked_at_again():
    night = datetime(2026, 6, 2, 0, 30, tzinfo=UTC)
    look = after(ARXIV, "2026-06-02", 50, 50, night)
    assert look.due == datetime(2026, 6, 2, 5, tzinfo=UTC)
    stale = after(ARXIV, "2026-06-02", 50, 0, look.due, look)
    assert (stale.outcome, stale.due) == (LookOutcome.WAITING, look.due + schedule.STALE_PAUSE)
    good = after(ARXIV, "2026-06-02", 50, 50, stale.due, stale)
    assert (good.outcome, good.due, good.fresh) == (LookOutcome.NEW, None, 100)


def test_what_cannot_be_asked_for_later_is_a_gap():
    looks = {"2026-06-01": Look("2026-06-01", MONDAY, LookOutcome.NEW)}
    found = plan(followed(TRENDING), looks, MONDAY + timedelta(days=3))
    assert found.groups == (("2026-06-04",),)
    assert [gap.period for gap in found.gaps] == ["2026-06-02", "2026-06-03"]
    assert {gap.sentence.partition(":")[0] for gap in found.gaps} == {"2026-06-02 to 2026-06-03"}
    assert plan(followed(FEED), looks, MONDAY + timedelta(days=3)).gaps == ()


def test_a_failed_look_stays_due():
    retry = MONDAY + timedelta(hours=1)
    look = failed(followed(DAY), "2026-06-01", None, "It limits requests.", retry, MONDAY)
    assert (look.outcome, look.due, look.sentence) == (LookOutcome.FAILED, retry, "It limits requests.")
    kept = after(DAY, "2026-06-01", 9, 9, MONDAY)
    again = failed(followed(DAY), "2026-06-01", kept, "It limits requests.", retry, MONDAY)
    assert (again.outcome, again.due, again.found) == (LookOutcome.NEW, retry, 9)


def test_pauses_double_up_to_a_day_and_never_end():
    assert [pause_after(failures).total_seconds() / 3600 for failures in (1, 2, 3, 4, 5, 6, 99)] == [
        1, 2, 4, 8, 16, 24, 24,
    ]  # fmt: skip


@pytest.mark.parametrize(("hours", "due"), [(3, False), (30, True)])
def test_a_look_far_in_the_future_counts_as_due(hours, due):
    ahead = MONDAY + timedelta(hours=hours)
    looks = {"2026-06-01": Look("2026-06-01", ahead, LookOutcome.NEW, due=ahead + timedelta(days=300))}
    assert (plan(followed(DAY), looks, MONDAY).groups != ()) == due


@given(
    st.sampled_from([DAY, ARXIV, TRENDING, FEED, source.daily_papers("week"), source.daily_papers("month")]),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
)
def test_there_is_always_a_next_look_and_it_is_later(spec, moment):
    now = moment.replace(tzinfo=UTC)
    found = plan(followed(spec, now), {}, now)
    assert now < found.next_at <= now + timedelta(days=32)
