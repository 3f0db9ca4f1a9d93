# SPDX-License-Identifier: GPL-3.0-or-later

"""What was in place on a day, from the record and from the reports of a library."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.action.restore_info import _past_day
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import AboutObject, Fields, Kind
from ansible_collections.reshare.wms.plugins.module_utils._core.redaction import MASK
from ansible_collections.reshare.wms.plugins.module_utils._record import document
from ansible_collections.reshare.wms.plugins.module_utils._record.content import (
    CONFIRMED,
    Event,
    PendingChange,
    RecordData,
    Withdrawal,
)
from ansible_collections.reshare.wms.plugins.module_utils._record.sources import ANSWER, Attribution, Source
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE, ILL_SETTINGS
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.loans import LOAN_POLICY
from ansible_collections.reshare.wms.plugins.plugin_utils._restoring.earlier_values import (
    LINK,
    NOT_KEPT,
    NOT_THERE,
    PRETENCE,
    SECRET,
    UNKNOWN,
)
from ansible_collections.reshare.wms.plugins.plugin_utils._restoring.from_record import of_record
from ansible_collections.reshare.wms.plugins.plugin_utils._restoring.from_reports import of_reports

NAME = ("ReShare borrowing",)
MAP = next(kind for kind in DECLARABLE if kind.name == "loan_policy_map")


def record() -> RecordData:
    """A record that was started long ago."""
    first = Event(Attribution("Jane Doe", "2026-01-01T09:00:00Z"), "found", "started")
    return RecordData("adams", "100101", history=[first])


def learn(content: RecordData, day: str, fields: Fields | None, kind: Kind = LOAN_POLICY, name: Any = NAME) -> None:
    """Let a person confirm an object."""
    attribution = Attribution("Jane Doe", f"{day}T12:00:00Z")
    content.confirm(kind, name, fields, Source(ANSWER, attribution))
    content.history.append(Event(attribution, CONFIRMED, "confirmed", AboutObject(kind, name).key, step="0" * 16))


def canonical(**fields: Any) -> dict[str, Any]:
    return LOAN_POLICY.schema.declare({"name": NAME[0], **fields})


def found(content: RecordData, day: str) -> list[tuple[Any, str]]:
    """The declarations and reasons of the objects that changed since, as a record that was written and read again has them."""
    again = document.load(document.dump(content, DECLARABLE), DECLARABLE)
    assert again.earlier == content.earlier
    return [(one.given, one.reason if one.given is None else "") for one in of_record(again, day)]


def test_the_record_has_what_an_object_was_before_each_change():
    content = record()
    for day, fields in (
        ("2026-02-01", canonical(loan_period="7 days")),
        # Known since: nothing changes, but one field more is known.
        ("2026-03-01", canonical(loan_period="7 days", circulates="always")),
        ("2026-04-01", canonical(loan_period="28 days", circulates="always")),
        ("2026-05-01", canonical(loan_period="3 days", circulates="never")),
    ):
        learn(content, day, fields)
    named = {"name": NAME[0]}
    assert found(content, "2026-05-01") == []
    assert found(content, "2026-04-30") == [([{**named, "circulates": "always", "loan_period": "28 days"}], "")]
    assert found(content, "2026-03-31") == [([{**named, "circulates": "always", "loan_period": "7 days"}], "")]
    # Whether it circulated was not known then.
    assert found(content, "2026-02-28") == [([{**named, "loan_period": "7 days"}], "")]
    assert found(content, "2026-01-31") == [(None, UNKNOWN)]
    with pytest.raises(ValidationError, match="begins on 2026-01-01, so nothing is known of 2025-12-31"):
        of_record(content, "2025-12-31")


@example(["7 days", "7 days"], 0)
@given(st.lists(st.sampled_from(["7 days", "28 days", None]), min_size=1, max_size=8), st.integers(0, 7))
def test_what_is_declared_leads_back_to_each_earlier_day(periods, back):
    """None: the object did not exist."""
    content, states = record(), []
    for number, period in enumerate(periods):
        states.append(None if period is None else canonical(loan_period=period))
        learn(content, f"2026-02-{number + 1:02}", states[-1])
    at = min(back, len(states) - 1)
    then, now = states[at], states[-1]
    declared = found(content, f"2026-02-{at + 1:02}")
    if then is None:
        assert declared in ([], [(None, NOT_THERE)])
    else:
        restored = {**(now or {}), **(LOAN_POLICY.schema.declare(declared[0][0][0]) if declared else {})}
        assert restored == then


def test_a_map_goes_back_row_by_row():
    def rows(*policies: str) -> Fields:
        return {
            "rows": [MAP.schema.complete({"holding_location": f"TST{one[0]}", "loan_policy": one}) for one in policies]
        }

    content = record()
    learn(content, "2026-02-01", rows("A", "B"), MAP, ())
    learn(content, "2026-03-01", rows("B", "C"), MAP, ())
    ((declared, _reason),) = found(content, "2026-02-01")
    assert {(one["holding_location"], one["loan_policy"], one.get("state")) for one in declared} == {
        ("TSTA", "A", None),
        ("TSTC", "C", "absent"),
    }


def test_steps_that_were_requested_since_are_taken_back():
    content = record()
    learn(content, "2026-02-01", canonical(loan_period="7 days"))
    content.pending["loan_policies"] = {
        NAME: PendingChange(canonical(loan_period="28 days"), "2026-03-01"),
        ("Pilot",): PendingChange(LOAN_POLICY.schema.declare({"name": "Pilot"}), "2026-03-01"),
    }
    back = [{"name": NAME[0], "loan_period": "7 days"}]
    assert found(content, "2026-02-10") == [(None, UNKNOWN), (back, "")]
    assert found(content, "2026-03-01") == []


def test_what_cannot_be_restored_is_named():
    content = record()
    learn(content, "2026-02-01", {"reshare": {"enable": False}}, ILL_SETTINGS, ())
    learn(content, "2026-03-01", {"reshare": {"enable": True}}, ILL_SETTINGS, ())
    learn(content, "2026-02-01", canonical(loan_period="7 days"))
    learn(content, "2026-03-01", canonical(loan_period="28 days"))
    assert {reason for declared, reason in found(content, "2026-02-01") if declared is None} == {LINK}
    content.withdrawal = Withdrawal(Attribution("Jane Doe", "2026-04-01T12:00:00Z"), None)
    with pytest.raises(ValidationError, match="the library was withdrawn on 2026-04-01"):
        of_record(content, "2026-02-01")


# -------------------------------------------------------------------------------------------------------- reports


def entry(kind: str = "loan_policy", name: str = NAME[0], **more: Any) -> dict[str, Any]:
    about = {"kind": kind, "name": name, "identity": {"name": name} if name else {}, "title": f"{kind} {name}"}
    return {**about, "action": "updated", "what": [], "status": "done", **more}


def policy(**fields: Any) -> dict[str, Any]:
    return {"loan_policies": [{"name": NAME[0], **fields}]}


def reports(*changes: dict[str, Any], sandbox: bool = True) -> list[tuple[datetime, dict[str, Any]]]:
    """A report of the first of January, and one of each of these changes in the months after it."""
    return [
        (
            datetime(2026, month, 1, 12, tzinfo=UTC),
            {"sandbox": sandbox, "libraries": {"adams": {"families": {"any": {"changes": entries}}}}},
        )
        for month, entries in enumerate([[], *([one] for one in changes)], start=1)
    ]


def restored(*changes: dict[str, Any], day: str = "2026-01-31") -> list[tuple[Any, str]]:
    values = of_reports(reports(*changes), "adams", day)
    return [(one.given, one.reason if one.given is None else "") for one in values.objects]


def test_the_first_change_after_the_day_has_what_was_there():
    first = entry(earlier=policy(loan_period="7 days"))
    second = entry(earlier=policy(loan_period="28 days", circulates="always"))
    both = [{"name": NAME[0], "loan_period": "7 days", "circulates": "always"}]
    assert restored(first, second) == [(both, "")]
    assert restored(first, second, day="2026-02-01") == [(second["earlier"]["loan_policies"], "")]
    assert restored(first, second, day="2026-03-01") == []
    # Those of a run that only compared, of a worksheet, and of the record were not made.
    assert restored(*(entry(status=one, earlier=policy()) for one in ("would", "asked", "recorded"))) == []


def test_rows_and_settings_are_restored_from_the_first_change_of_each():
    row = {"holding_location": "TSTM", "shelving_location": "A", "loan_policy": "Old"}
    new = {"holding_location": "TSTM", "shelving_location": "B", "loan_policy": "New", "state": "absent"}
    tables = [
        entry("loan_policy_map", "", earlier={"loan_policy_map": rows})
        for rows in ([row], [{**row, "loan_policy": "Between"}, new])
    ]
    assert sorted(map(str, restored(*tables)[0][0])) == sorted(map(str, [row, new]))
    settings = [
        entry("reshare_setting", "max_requests", earlier={"settings": {"max_requests": value}}) for value in (5, 7)
    ]
    values = of_reports(reports(*settings), "adams", "2026-01-31")
    assert values.configuration({"reshare_setting"}) == {"settings": {"max_requests": 5}}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ([entry(action="created", earlier=None), entry(earlier=policy(loan_period="7 days"))], NOT_THERE),
        ([entry()], NOT_KEPT),
        ([entry(earlier=policy(loan_period="7 days")), entry()], NOT_KEPT),
        ([entry("ill_settings", "", earlier={"ill_settings": {"reshare": {"enable": False}}})], LINK),
        # The state of a new tenant.
        ([entry("reshare_setting", "borrower_check", earlier={"settings": {"borrower_check": None}})], PRETENCE),
        ([entry("reshare_setting", "borrower_check", earlier={"settings": {"borrower_check": "none"}})], PRETENCE),
        ([entry("reshare_setting", "wms_api_secret", earlier={"settings": {"wms_api_secret": MASK}})], SECRET),
    ],
)
def test_what_the_reports_do_not_have_is_named(changes, reason):
    assert restored(*changes) == [(None, reason)]


@pytest.mark.parametrize("earlier", [policy(loan_perod="7 days"), {"loan_policies": "x"}, {"bill_reasons": []}, {}])
def test_a_report_that_was_edited_is_an_error(earlier):
    with pytest.raises(ValidationError):
        restored(entry(earlier=earlier))


def test_reports_that_say_nothing_about_the_day_are_an_error():
    with pytest.raises(ValidationError, match="about this library begin on 2026-01-01"):
        of_reports(reports(), "adams", "2025-12-31")
    with pytest.raises(ValidationError, match="are not about this library"):
        of_reports(reports(), "baker", "2026-01-31")
    with pytest.raises(ValidationError, match="some of the reports are of rehearsals"):
        of_reports([*reports(entry()), *reports(entry(), sandbox=False)], "adams", "2026-01-31")


def test_a_run_that_reached_no_system_is_no_other_kind_of_run():
    """Such as one that an operator began without --limit."""
    found = of_reports([*reports(entry()), *reports(sandbox=False)], "adams", "2026-01-31")
    assert found.sandbox is True
    assert of_reports(reports(sandbox=False), "adams", "2026-01-31").sandbox is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2026-11-27", "is not over yet"),
        ("2027-01-01", "is not over yet"),
        ("2026-02-30", "there is no such day"),
        ("27.11.2026", "write a date as YYYY-MM-DD"),
        ("", "is not over yet"),
    ],
)
def test_only_a_day_that_is_over_can_be_restored(text, problem):
    now = datetime(2026, 11, 27, 23, 59, tzinfo=UTC)
    assert _past_day("2026-11-26", now) == "2026-11-26"
    with pytest.raises(ValidationError, match=problem):
        _past_day(text, now)
