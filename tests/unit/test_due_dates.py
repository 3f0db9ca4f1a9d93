# SPDX-License-Identifier: GPL-3.0-or-later

"""Due dates: the formats in responses, and whether a due date matches a period (oclc-apis.md 3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.checks import FAIL, PASS, UNKNOWN
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import CallFailed
from ansible_collections.reshare.wms.plugins.module_utils._wms import due_dates


@pytest.mark.parametrize(
    "text, moment",
    [
        ("2018-02-01T12:34:56Z", datetime(2018, 2, 1, 12, 34, 56, tzinfo=UTC)),
        ("2018-02-01T12:34:56-05:00", datetime(2018, 2, 1, 17, 34, 56, tzinfo=UTC)),
        ("2018-02-01T12:34:56+0530", datetime(2018, 2, 1, 7, 4, 56, tzinfo=UTC)),
        ("2018-02-01T12:34:56.000Z", datetime(2018, 2, 1, 12, 34, 56, tzinfo=UTC)),
        ("2018-02-01T12:34:56.123456789+01:00", datetime(2018, 2, 1, 11, 34, 56, tzinfo=UTC)),
        ("2018-02-01 12:34:56Z", datetime(2018, 2, 1, 12, 34, 56, tzinfo=UTC)),
        (" 2018-02-01T12:34Z\n", datetime(2018, 2, 1, 12, 34, tzinfo=UTC)),
        ("2018-02-01T12:34:56", datetime(2018, 2, 1, 12, 34, 56)),
        ("2018-02-01T12:34:56.5", datetime(2018, 2, 1, 12, 34, 56)),
    ],
)
def test_every_format_of_a_due_date_is_read(text, moment):
    due = due_dates.parse_due_date(text)
    assert due.moment == moment and due.time
    assert str(due) == text.strip() + ("" if moment.tzinfo else " (in an unknown time zone)")


@pytest.mark.parametrize("text", ["2018-02-01", "2018-02-01Z", "2018-02-01-05:00"])
def test_a_due_date_without_a_time_is_read(text):
    due = due_dates.parse_due_date(text)
    assert not due.time and due.day(UTC) == date(2018, 2, 1)
    assert str(due) == f"{text} (without a time)"


@pytest.mark.parametrize(
    "text",
    [
        *("", "tomorrow", "01/02/2018", "2018-02-30T00:00:00Z", "2018-02-01T24:00:00Z", "2018-02-01T12:34:56 EST"),
        *(
            "1517488496",
            "2018-02-01T12:34:56+25:00",
            "0000-01-01",
            "12018-02-01T00:00:00Z",
            "\u0661018-02-01",
            "2018-W05",
        ),
    ],
)
def test_an_unknown_format_is_quoted(text):
    with pytest.raises(CallFailed, match="check OCLC's documentation") as caught:
        due_dates.parse_due_date(text)
    assert f"'{text}'" in str(caught.value)


@given(st.text(max_size=30) | st.from_regex(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?)?"))
def test_any_due_date_is_one_or_a_fault(text):
    try:
        due = due_dates.parse_due_date(text)
    except CallFailed:
        return
    for number, unit in [(28, "days"), (3, "hours"), (1, "months")]:
        status, why = due_dates.judge_due_date({"value": number, "unit": unit}, [START], due)
        assert status in (PASS, FAIL, UNKNOWN) and bool(why) == (status != PASS)


START = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


def judged(number: int, unit: str, due: str, start: datetime = START) -> str:
    moments = [start, start + timedelta(seconds=3)]
    return due_dates.judge_due_date({"value": number, "unit": unit}, moments, due_dates.parse_due_date(due))[0]


@pytest.mark.parametrize(
    "number, unit, due, status",
    [
        # On the day: in UTC, in the zone of the response, or as written.
        (28, "days", "2026-12-28T23:59:00Z", PASS),
        (28, "days", "2026-12-28T00:00:00Z", PASS),
        (28, "days", "2026-12-28T23:59:00-05:00", PASS),
        (28, "days", "2026-12-28T23:59:00", PASS),
        (28, "days", "2026-12-28", PASS),
        (4, "weeks", "2026-12-28T23:59:00Z", PASS),
        # Correct only in a zone that is not known to be the library's: 23:59 in New York.
        (28, "days", "2026-12-29T04:59:00Z", UNKNOWN),
        (28, "days", "2026-12-27T23:59:00Z", UNKNOWN),
        # Later, because of a closed day; and earlier.
        (28, "days", "2026-12-30T23:59:00Z", UNKNOWN),
        (28, "days", "2027-11-30T23:59:00Z", UNKNOWN),
        (28, "days", "2026-12-27T12:00:00Z", FAIL),
        (28, "days", "2026-12-26T23:59:00Z", FAIL),
        (28, "days", "2026-12-03T23:59:00-05:00", FAIL),
        (28, "days", "2026-12-26", FAIL),
        # Months end on the same day, or at the end of the month.
        (3, "months", "2027-02-28T23:59:00Z", PASS),
        (12, "months", "2027-11-30T23:59:00Z", PASS),
        (12, "months", "2027-11-20T23:59:00Z", FAIL),
        # Hours, within five minutes.
        (3, "hours", "2026-11-30T15:00:03Z", PASS),
        (3, "hours", "2026-11-30T15:04:59Z", PASS),
        (3, "hours", "2026-11-30T14:55:00Z", PASS),
        (3, "hours", "2026-11-30T15:05:03Z", PASS),
        (3, "hours", "2026-11-30T15:05:34Z", UNKNOWN),
        (3, "hours", "2026-11-30T09:56:00-05:00", PASS),
        (180, "minutes", "2026-11-30T15:00:00.000Z", PASS),
        (3, "hours", "2026-11-30T15:06:00Z", UNKNOWN),
        (3, "hours", "2026-11-30T14:54:00Z", FAIL),
        (3, "hours", "2026-11-30T15:00:00", PASS),
        (3, "hours", "2026-11-30T10:00:00", UNKNOWN),
        (3, "hours", "2026-11-30", PASS),
        # In the last year, and outside the range of dates.
        (12 * (9999 - 2026), "months", "9999-11-30T23:59:00Z", PASS),
        (99_999_999, "days", "2026-12-28T23:59:00Z", UNKNOWN),
        (10**30, "weeks", "2026-12-28T23:59:00Z", UNKNOWN),
        (99_999_999, "months", "2026-12-28T23:59:00Z", UNKNOWN),
        (99_999_999, "hours", "2026-12-28T23:59:00Z", UNKNOWN),
        (28, "days", "9999-12-31T23:59:59Z", UNKNOWN),
        (28, "days", "0001-01-01T00:00:00+14:00", FAIL),
    ],
)
def test_a_due_date_is_judged_by_the_period(number, unit, due, status):
    assert judged(number, unit, due) == status


@pytest.mark.parametrize(
    ("due", "status", "why"),
    [
        # At the beginning of the day 11 hours before UTC, and a minute earlier.
        ("2026-12-27T13:00:00Z", UNKNOWN, "only if the library is in another time zone"),
        ("2026-12-27T12:59:00Z", FAIL, "it is earlier"),
        # At the end of the day 12 hours after UTC, and a minute later.
        ("2026-12-29T11:59:00Z", UNKNOWN, "only if the library is in another time zone"),
        ("2026-12-29T12:00:00Z", UNKNOWN, "it is later"),
    ],
)
def test_a_day_of_any_zone_is_possible_and_no_other(due, status, why):
    found, reason = due_dates.judge_due_date({"value": 28, "unit": "days"}, [START], due_dates.parse_due_date(due))
    assert found == status and why in reason


def test_a_loan_around_midnight_may_start_on_either_day():
    start = datetime(2026, 11, 30, 23, 59, 58, tzinfo=UTC)
    assert judged(28, "days", "2026-12-28", start) == PASS
    assert judged(28, "days", "2026-12-29", start) == PASS


@given(
    start=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    zone=st.sampled_from(due_dates.ZONES),
    days=st.integers(1, 400),
    earlier=st.integers(0, 30),
)
def test_a_library_in_any_zone_is_never_wrongly_blamed(start, zone, days, earlier):
    due = datetime.combine(start.astimezone(zone).date() + timedelta(days=days), datetime.max.time(), zone)
    for written in (due.isoformat(), due.astimezone(UTC).isoformat(), due.replace(tzinfo=None).isoformat()):
        assert judged(days, "days", written, start) != FAIL
    assert judged(days, "days", due.isoformat(), start) == PASS
    if earlier > 2:
        assert judged(days, "days", (due - timedelta(days=earlier)).isoformat(), start) == FAIL


@pytest.mark.parametrize("number", [*range(1, 37), 1199, 1200, 1201])
def test_a_period_of_months_has_the_days_that_its_loans_can_have(number):
    starts = [date(2027, 1, 1) + timedelta(days=day) for day in range(4 * 365 + 1)]
    days = {(due_dates.last_day(start, number, "months") - start).days for start in starts}
    fewest, most = due_dates.days_of({"value": number, "unit": "months"})
    assert fewest <= min(days) and max(days) <= most
    if number <= 1200:
        assert {fewest, most} <= days


@pytest.mark.parametrize(
    ("number", "unit", "days"), [(3, "days", 3), (2, "weeks", 14), (36, "hours", 1.5), (720, "minutes", 0.5)]
)
def test_other_periods_have_one_length(number, unit, days):
    assert due_dates.days_of({"value": number, "unit": unit}) == (days, days)
