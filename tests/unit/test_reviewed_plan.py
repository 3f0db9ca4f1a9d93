# SPDX-License-Identifier: GPL-3.0-or-later

"""The file of a plan: its fingerprints, its comparison, and files that are damaged or hostile."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core import reviewed_plan
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import NotApproved, TaskError, ValidationError
from ansible_collections.reshare.wms.plugins.plugin_utils._account import account as account_module
from ansible_collections.reshare.wms.plugins.plugin_utils._account.run_document import text
from support.account_examples import account_of, command_line, failed, outcome
from support.account_examples import change as change_result
from support.malformed_data import assert_data_or_error, changed_document, damaged_bytes, data_bytes, json_text

BEFORE, AFTER = {"loan_period": "14 days", "rows": ["a", "b"]}, {"loan_period": "28 days", "rows": ["a", "c"]}


def change(name: str = "A", system: str = "wms", **values: Any) -> dict[str, Any]:
    """The update of a Loan Policy, as the account has it."""
    about = {"system": system, "kind": "loan_policy", "name": name, "title": f"Loan Policy '{name}'"}
    return {
        **about,
        "identity": {"name": name},
        "action": "updated",
        "what": ["loan_period"],
        "before": BEFORE,
        "after": AFTER,
        **values,
    }


def update(name: str, changed: bool = True) -> dict[str, Any]:
    """The same in a result."""
    return change_result("loan_policy", name, BEFORE if changed else None, AFTER)


def planned(
    *changes: dict[str, Any], playbook: str = "onboard", check: bool = True, by: str = "John", **run: Any
) -> dict[str, Any]:
    """The account of a run that found these changes."""
    results = {"wms": outcome(*changes, wms_registry_id="100101", reshare_tenant="adams", sandbox=True)}
    return account_of({"adams": results}, playbook, check, by=by, **run)


PLAN = planned(update("A"), update("B", changed=False))
LIBRARY, TEXT = PLAN["libraries"]["adams"], text(PLAN)


def read(body: bytes) -> reviewed_plan.ReviewedPlan:
    with TemporaryDirectory() as directory:
        path = Path(directory, "plan.json")
        path.write_bytes(body)
        return reviewed_plan.load(path)


def judge(body: bytes) -> str:
    """The differences between the plan in a file and one change."""
    library = read(body).library("adams", "100101", "adams")
    return reviewed_plan.compare(library["changes"], [change()]).text


def test_a_fingerprint_depends_on_values_and_not_on_their_order():
    def fingerprint(*changes: dict[str, Any], registry_id: str = "100101") -> str:
        return reviewed_plan.fingerprint({**LIBRARY, "wms_registry_id": registry_id, "changes": [*changes]})

    one, other = change(), change("B")
    turned = {key: dict(reversed(value.items())) if isinstance(value, dict) else value for key, value in one.items()}
    same = fingerprint(one, other)
    assert fingerprint(other, dict(reversed(turned.items()))) == same
    others = [
        fingerprint(one),
        fingerprint(one, other, registry_id="100102"),
        fingerprint(one, {**other, "system": "reshare"}),
        fingerprint(one, {**other, "after": {"loan_period": "29 days", "rows": ["a", "c"]}}),
        # The order of the rows of a map decides which one applies.
        fingerprint(one, {**other, "after": {"loan_period": "28 days", "rows": ["c", "a"]}}),
        fingerprint(one, {**other, "after": None}),
    ]
    assert len({same, *others}) == len(others) + 1


@pytest.mark.parametrize(
    "given",
    [
        *(
            {"check": False},
            {"by": ""},
            {"by": "  "},
            {"complete": False},
            {"playbook": "apply"},
            {"playbook": "drift"},
        ),
        {"line": command_line(left_out=["reshare_settings"])},
    ],
)
def test_only_the_account_of_a_whole_check_of_onboard_by_a_person_is_a_plan(given):
    found = planned(update("A"), **given)
    assert (found["plan"], found["libraries"]["adams"]["fingerprint"]) == (None, None)
    with pytest.raises(ValidationError, match="is not a plan. A plan is the account"):
        judge(text(found).encode())
    assert account_of({}, check=True, by="John")["plan"] is None


def test_a_library_that_could_not_be_checked_is_not_in_a_plan():
    results = {"adams": {"wms": outcome(update("A"))}, "baker": {"wms": failed(code="unreachable")}}
    plan = read(text(account_of(results, check=True, by="John")).encode())
    assert plan.library("adams", None, None)["fingerprint"]
    with pytest.raises(NotApproved, match="could not check this library in full"):
        plan.library("baker", None, None)


def test_an_account_that_is_no_plan_although_a_person_asked_for_one_says_why(monkeypatch):
    for by in ("John\u034f", "\u3164", "J" * 201):
        found = planned(update("A"), by=by)
        assert (found["plan"], found["messages"][0].startswith("This account is no plan: plan_by ")) == (None, True)
    monkeypatch.setattr(account_module, "LARGEST", 100)
    found = planned(update("A"))
    assert (found["plan"], len(found["messages"]), "so it is no plan" in found["messages"][0]) == (None, 1, True)


def test_each_change_now_has_to_be_in_the_plan():
    def compared(*now: dict[str, Any]) -> tuple[bool, str]:
        found = reviewed_plan.compare([change(), change("B")], list(now))
        return found.applies, found.text

    assert compared(change("B"), change()) == (True, "")
    # Titles and summaries may change with the version of the collection.
    assert compared(change("B", title="Policy B", what=[]), change()) == (True, "")
    assert compared(change("B")) == (True, "No longer needed: Loan Policy 'A' updated")
    assert compared() == (True, "No longer needed: Loan Policy 'A' updated; Loan Policy 'B' updated")
    assert compared(change("C"), change()) == (
        False,
        'Not in the plan: Loan Policy \'C\' updated (loan_period from "14 days" to "28 days", rows from ["b"] to ["c"]). '
        "No longer needed: Loan Policy 'B' updated",
    )
    assert compared(change(), change("B", after={"loan_period": "9 days", "rows": ["a"]})) == (
        False,
        'Different: Loan Policy \'B\' (loan_period after the change: "28 days" in the plan, "9 days" now, '
        'rows after the change: ["c"] in the plan, nothing now)',
    )
    assert compared(change("B", before=None, action="created"))[1].startswith(
        "Different: Loan Policy 'B' (updated in the plan, created now)"
    )
    assert compared(change(), change("B", identity=["B", "TSTM"]))[1] == (
        "Different: Loan Policy 'B' (another object of this name)"
    )
    assert compared(change(system="reshare"))[0] is False


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("", "", ""),
        (TEXT, "", "is damaged"),
        (TEXT, "[]", "is damaged"),
        (TEXT[:-20], "", "is damaged"),
        ("reshare.wms run", "reshare.wms alert", "is not the account of a run of this collection"),
        ('"check_mode": true', '"check_mode": false', "was changed after it was made: the fingerprint of the file"),
        ("reshare.wms.onboard", "reshare.wms.apply", "was changed after it was made"),
        ('"version": 1', '"version": 2', "has version 2; this collection reads version 1"),
        ('"version": 1', '"version": true', "has version True"),
        ('"by": "John"', f'"by": "{"J" * 201}"', "is damaged: plan.by is not of type fitting text"),
        ('"by": "John"', '"by": "Jane"', "was changed after it was made: the fingerprint of the file"),
        ('"28 days"', '"280 days"', "was changed after it was made: the fingerprint of library 'adams'"),
        (LIBRARY["fingerprint"], "0" * 64, "was changed after it was made: the fingerprint of the file"),
        ('"100101"', '"100102"', "was changed after it was made"),
        ('"changes": [', '"changes": "none", "more": [', "library 'adams': changes is not of type list"),
    ],
)
def test_a_file_that_is_no_intact_plan_is_rejected(old, new, words):
    body = TEXT.replace(old, new) if old else TEXT
    if not words:
        assert judge(body.encode()) == "No longer needed: Loan Policy 'B' created"
        return
    with pytest.raises(ValidationError) as caught:
        judge(body.encode())
    assert words in str(caught.value)


def test_a_plan_is_for_one_institution_and_tenant():
    plan = read(TEXT.encode())
    for name, registry_id, tenant in (
        ("baker", "100101", "adams"),
        ("adams", "100102", "adams"),
        ("adams", "100101", None),
    ):
        with pytest.raises(NotApproved):
            plan.library(name, registry_id, tenant)


def test_what_is_no_regular_file_is_rejected(tmp_path):
    for path in (tmp_path / "missing", tmp_path, Path(""), Path("/dev/zero")):
        with pytest.raises(TaskError, match="cannot be read"):
            reviewed_plan.load(path)


@given(data=st.data())
def test_any_file_is_read_or_rejected(data):
    body = data.draw(data_bytes(json.loads(TEXT)) | damaged_bytes(TEXT.encode()))
    note(repr(body[:2000]))
    assert_data_or_error(lambda: judge(body))


@given(data=st.data())
def test_any_changes_with_a_correct_fingerprint_are_read_or_rejected(data):
    changed = json_text(data.draw(changed_document(LIBRARY)))
    try:
        library = json.loads(changed)
        library["fingerprint"] = reviewed_plan.fingerprint(library)
        document = {**PLAN, "libraries": {"adams": library}}
        document["plan"] = {"by": "John", "fingerprint": reviewed_plan.whole(document)}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        # Not a library with changes.
        return
    body = json.dumps(document).encode("utf-8", "surrogatepass")
    note(body)
    assert_data_or_error(lambda: judge(body))


@pytest.mark.parametrize(
    ("now", "part"),
    [
        ("2026-11-27T09:00:00+00:00", None),
        ("2026-12-11T09:00:00+00:00", None),
        ("2026-12-11T09:00:01+00:00", "2026-11-27T09:00:00Z, more than 14 days ago (plan_valid_days). Make a new plan"),
        ("2026-11-26T09:00:00+00:00", None),
        ("2026-11-26T08:59:59+00:00", "2026-11-27T09:00:00Z, which is in the future"),
    ],
)
def test_a_plan_ends_after_some_days(now, part):
    plan = reviewed_plan.ReviewedPlan(Path("plan.json"), "2026-11-27T09:00:00Z", "John", "0" * 64, {})
    if part is None:
        plan.refuse_old(14, datetime.fromisoformat(now))
        return
    with pytest.raises(NotApproved) as caught:
        plan.refuse_old(14, datetime.fromisoformat(now))
    assert part in str(caught.value)


def test_a_plan_with_an_impossible_time_is_damaged():
    plan = reviewed_plan.ReviewedPlan(Path("plan.json"), "2026-99-27T09:00:00Z", "John", "0" * 64, {})
    with pytest.raises(ValidationError):
        plan.refuse_old(14, datetime(2026, 11, 27, tzinfo=UTC))
