# SPDX-License-Identifier: GPL-3.0-or-later

"""The way back: the declarations that undo what runs changed since a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.filter.way_back import way_back as as_filter
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError
from ansible_collections.reshare.wms.plugins.module_utils._core.reconcile import Outcome, Reconciler
from ansible_collections.reshare.wms.plugins.module_utils._core.redaction import MASK
from ansible_collections.reshare.wms.plugins.module_utils._module_tasks.applying import declare_all
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE, KINDS
from ansible_collections.reshare.wms.plugins.plugin_utils._account.going_back import WayBack, made, way_back
from ansible_collections.reshare.wms.plugins.plugin_utils._account.run_document import text
from support import fuzzing
from support.account_examples import account_of, change, dated, outcome, step
from support.configuration_strategies import configurations
from support.malformed_data import changed_document
from support.memory_store import MemoryStore
from support.seeds import HOLDING_CODES

NAME = {"name": "ReShare borrowing"}
OLD, NEW = {"loan_period": "7 days"}, {"loan_period": "28 days"}


def policy(*, name: str = NAME["name"], **earlier: Any) -> dict[str, Any]:
    """An update of a Loan Policy, with what it replaced."""
    return change(name=name, before=OLD, after=NEW, earlier={"loan_policies": [{"name": name, **earlier}]})


def setting(key: str, value: Any) -> dict[str, Any]:
    return change("reshare_setting", key, {"value": value}, {"value": "x"}, earlier={"settings": {key: value}})


def rows(*earlier: dict[str, Any]) -> dict[str, Any]:
    return change("loan_policy_map", "", {"rows": ["a"]}, {"rows": ["b"]}, earlier={"loan_policy_map": [*earlier]})


CREATED, REMOVED = change(after=NEW, earlier=None), change(before=NEW, earlier={"loan_policies": [{**NAME, **NEW}]})


def run(*changes: Mapping[str, Any], system: str = "wms", **members: Any) -> dict[str, Any]:
    """The account of a run with these changes at one library."""
    return {**account_of({"adams": {system: outcome(*changes)}}, began=datetime(2026, 11, 1, tzinfo=UTC)), **members}


def back(*runs: dict[str, Any], since: str = "2026-01-01") -> dict[str, WayBack]:
    """The way back from these runs, one on each day from the first of December."""
    days = [datetime(2026, 12, number, 12, tzinfo=UTC) for number, _run in enumerate(runs, start=1)]
    return way_back(made(since)("run.json", day, one) for day, one in zip(days, runs))


def configuration(*runs: dict[str, Any], **given: Any) -> dict[str, Any]:
    """The declarations about WMS of the library."""
    return back(*runs, **given)["adams"].circulation_configuration


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([[policy(**OLD)]], [{**NAME, **OLD}]),
        # What each run replaced first.
        (
            [[policy(**OLD)], [policy(loan_period="28 days", circulates="never")]],
            [{**NAME, **OLD, "circulates": "never"}],
        ),
        ([[CREATED]], [{**NAME, "state": "absent"}]),
        ([[CREATED], [policy(**NEW)]], [{**NAME, "state": "absent"}]),
        ([[CREATED], [REMOVED]], None),
        ([[REMOVED]], [{**NAME, **NEW}]),
        ([[REMOVED], [CREATED]], [{**NAME, **NEW}]),
        ([[policy(**OLD)], [REMOVED]], [{**NAME, **OLD}]),
        ([[policy(**OLD), policy(name="Other", **OLD)]], [{**NAME, **OLD}, {"name": "Other", **OLD}]),
    ],
)
def test_an_object_is_declared_as_it_was_before_the_first_run(runs, expected):
    assert configuration(*(run(*changes) for changes in runs)).get("loan_policies") == expected


def test_a_row_of_a_map_goes_back_as_a_whole_and_a_new_one_is_absent():
    row = {"holding_location": "TSTM", "shelving_location": "A", "loan_policy": "Old"}
    new = {"holding_location": "TSTM", "shelving_location": "B", "loan_policy": "New", "state": "absent"}
    found = configuration(run(rows(row)), run(rows({**row, "loan_policy": "Between"}, new)))["loan_policy_map"]
    assert sorted(map(str, found)) == sorted(map(str, [row, new]))


def test_settings_of_reshare_go_back_too():
    found = back(run(setting("max_requests", 5), system="reshare"), run(setting("max_requests", 7), system="reshare"))[
        "adams"
    ]
    assert (found.reshare_configuration, found.circulation_configuration) == ({"settings": {"max_requests": 5}}, {})


def test_only_what_was_made_since_that_day_by_a_run_that_applies_counts():
    first, second = run(policy(**OLD)), run(policy(loan_period="28 days"))
    assert configuration(first, second, since="2026-12-02") == {"loan_policies": [{**NAME, **NEW}]}
    assert back(first, second, since="2026-12-03") == {}
    checked = account_of({"adams": {"wms": outcome(policy(**OLD))}}, check=True)
    received = account_of({"adams": {"imported": {"confirmed": [step()]}}}, "receive")
    assert back(checked, received) == {}
    # What withdraw or a farewell did is ended on purpose.
    assert back(*({**first, "playbook": f"reshare.wms.{name}"} for name in ("withdraw", "remove_library"))) == {}
    assert configuration({**first, "playbook": "reshare.wms.advance"}) != {}
    # A step that was added to a worksheet is taken back by the same declaration.
    asked = account_of({"adams": {"wms": outcome(policy(**OLD), pending_steps=[step()])}})
    assert configuration(asked) == {"loan_policies": [{**NAME, **OLD}]}


@pytest.mark.parametrize(
    ("one", "system", "reason"),
    [
        (
            change("ill_settings", "", {"reshare": {"enable": False}}, {"reshare": {"enable": True}}),
            "wms",
            "only onboard and withdraw",
        ),
        (change("patron_account", "A-1", None, {"barcode": "A-1"}), "wms", "follow from the partners"),
        (setting("wms_api_secret", MASK), "reshare", "a secret"),
        (setting("wms_api_secret", "$REDACTED$"), "reshare", "a secret"),
        (policy(loan_period="$REDACTED$"), "wms", "a secret"),
        # The state of a new tenant.
        (setting("borrower_check", None), "reshare", "without any call to WMS"),
    ],
)
def test_what_is_left_alone_is_named_with_the_reason(one, system, reason):
    found = back(run(one, system=system))["adams"]
    assert (found.circulation_configuration, found.reshare_configuration) == ({}, {})
    assert (list(found.left_alone), reason in found.left_alone[one["title"]]) == ([one["title"]], True)


def test_a_shortened_account_has_no_values():
    found = back(run(policy(**OLD), shortened=True))["adams"]
    assert (found.circulation_configuration, list(found.left_alone)) == ({}, ["Loan Policy 'ReShare borrowing'"])


def test_rehearsals_are_not_mixed_with_other_runs():
    real, rehearsal, neither = (run(policy(**OLD)) for _run in range(3))
    rehearsal["libraries"]["adams"]["sandbox"] = "yes"
    neither["libraries"]["adams"]["sandbox"] = "unknown"
    with pytest.raises(ValidationError, match="adams: some of the runs are rehearsals"):
        back(real, rehearsal)
    assert back(rehearsal, rehearsal) and back(real, neither)


@pytest.mark.parametrize(
    "earlier", [{"loan_policies": [{**NAME, "loan_perod": "7 days"}]}, {"loan_policies": "x"}, {"bill_reasons": []}, {}]
)
def test_an_account_that_was_edited_is_an_error(earlier):
    with pytest.raises(ValidationError):
        back(run({**policy(), "earlier": earlier}))


@given(st.data())
def test_any_value_in_an_account_is_an_error_or_harmless(data):
    several = [
        run(policy(**OLD), rows({"holding_location": "TSTM", "loan_policy": "Old"}), CREATED),
        run(policy(**NEW)),
    ]
    for one in several:
        for each in one["libraries"]["adams"]["changes"]:
            each["earlier"] = data.draw(changed_document(each["earlier"])) if each["earlier"] else None
    note(str(several)[:2000])
    if all(
        each["earlier"] is None or isinstance(each["earlier"], dict)
        for one in several
        for each in one["libraries"]["adams"]["changes"]
    ):
        try:
            back(*several)
        except ValidationError:
            return


def test_the_filter_reads_a_folder_and_names_what_it_leaves_out(tmp_path):
    (tmp_path / "a.json").write_text(text(dated(run(policy(**OLD)), "2026-11-30T12:00:00Z")), encoding="utf-8")
    (tmp_path / "b.json").write_text("{", encoding="utf-8")
    found = as_filter(str(tmp_path), "2026-11-30")
    assert found["libraries"]["adams"]["circulation_configuration"] == {"loan_policies": [{**NAME, **OLD}]}
    assert found["left_out"] == {"b.json": "is not JSON"}


# ---------------------------------------------------------------------------------------------- with the real differences


def apply(store: MemoryStore, declared: dict[str, Any]) -> Outcome:
    return Reconciler(KINDS, lambda _kind: store).run(declare_all(declared, (), DECLARABLE), False)


def account_of_outcome(done: Outcome) -> dict[str, Any]:
    """The account of a run with these changes."""
    changes = [
        {
            **one.data,
            "rows": [],
            "action": one.action,
            "what": [*one.what],
            "earlier": one.earlier,
            "views": (one.before_view, one.after_view),
        }
        for one in done.changes
    ]
    return run(*changes)


def content(store: MemoryStore) -> dict[str, list[str]]:
    """The objects in any order, without empty tables and fields: a field that is not set is as good as a blank one."""
    shown = {
        name: [{field: str(value).strip(";") for field, value in one.items() if value} for one in some]
        for name, some in store.snapshot().items()
    }
    return {name: sorted(str(sorted(one.items())) for one in some if one) for name, some in shown.items() if any(some)}


def without_positions(declared: dict[str, Any]) -> dict[str, Any]:
    """A configuration without accounts and the link, and without the positions of rows, which do not go back."""
    kept = {name: some for name, some in declared.items() if name not in ("patron_accounts", "ill_settings")}
    return {
        name: [{field: value for field, value in one.items() if field != "precedence"} for one in some]
        if isinstance(some, list)
        else some
        for name, some in kept.items()
    }


@fuzzing.times(0.1)
@given(*[configurations().map(without_positions)] * 3)
def test_what_is_declared_leads_back_to_what_was_there(first, second, third):
    """After two runs."""
    store = MemoryStore({"holding_codes": HOLDING_CODES})
    apply(store, first)
    before = content(store)
    found = back(account_of_outcome(apply(store, second)), account_of_outcome(apply(store, third)))
    if found:
        assert found["adams"].left_alone == {}
        note(str(found["adams"].circulation_configuration))
        apply(store, found["adams"].circulation_configuration)
    assert content(store) == before
