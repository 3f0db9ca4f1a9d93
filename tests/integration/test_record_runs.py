# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs with a record: pending steps, steps that depend on others, the worksheet, and that nothing is written twice."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._record import sources
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.patrons import without_limits
from support.controller import run
from support.library import Library
from support.library_record import Record, objects, titles

POLICY = {"name": "Weeks", "loan_period": "4 weeks"}
SHELF = {"holding_code": "TSTM", "name": "Interlibrary Loan"}
PAIR = {"holding_location": "TSTM", "shelving_location": "Interlibrary Loan"}
LIVE = {
    "enable": True,
    "temporary_item_holding_location": "TSTM",
    "temporary_item_shelving_location": "Interlibrary Loan",
}
#: The same at a location that exists.
ENABLED = {**LIVE, "temporary_item_holding_location": "TSTA", "temporary_item_shelving_location": "Stacks"}
ACCOUNT = {
    "barcode": "LEND-NN",
    "patron_type": "Partner",
    "home_branch": "91NN",
    "family_name": "ReShare lending",
    "expires": "2099-12-31",
}
#: A selection of everything: an entry, objects, tables, pages, an account.
EVERYTHING: dict[str, Any] = {
    "shelving_locations": [SHELF],
    "borrower_categories": [{"name": "Partner", "description": "Of other libraries"}],
    "patron_type_policies": [{"name": "Partner", **without_limits()}],
    "loan_policies": [POLICY, {"name": "Months", "loan_period": "2 months", "overdue_periodic_bill": None}],
    "loan_policy_map": [{**PAIR, "loan_policy": "Weeks"}, {"patron_policy": "Partner", "loan_policy": "Months"}],
    "notification_settings": {"notification_types": {"Loan Overdue": True}},
    "patron_accounts": [ACCOUNT],
    "ill_settings": {"reshare": LIVE},
}

#: The requests until a record is started: whether the tenant shows that the library was configured before, and the proof of identity.
LOOK = {
    ("gateway", "login-with-expiry", "POST"): 1,
    ("settings", "appSettings", "GET"): 1,
    ("directory", "entry", "GET"): 1,
    ("token", "token", "POST"): 1,
}


@pytest.fixture
def record(library: Library, tmp_path: Path) -> Record:
    return Record(library, tmp_path / "record")


@pytest.fixture
def everything(library: Library) -> dict[str, Any]:
    return library.numbered(EVERYTHING)


def without_warnings(result: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in result.items() if name != "warnings"}


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> str:
    """The current date, which does not change during the test."""
    moment = sources.now()
    monkeypatch.setattr(sources, "now", lambda: moment)
    return moment[:10]


def waits(kind: str, identity: dict[str, str], title: str, since: str, first: str | None = None) -> dict[str, Any]:
    """A pending step without a person's remark. first: the object that has to be created before."""
    about = {"kind": kind, "name": " / ".join(identity.values()), "identity": identity, "title": title}
    remark = None if first is None else f"waits for {first}"
    return {**about, "rows": [], "since": since, "remark": remark, "waits_for": first, "confirmed": None}


@pytest.mark.parametrize(
    ("module", "arguments"),
    [("loan_policy", POLICY), ("circulation_configuration", {"configuration": {"loan_policies": [POLICY]}})],
)
def test_a_difference_becomes_pending_and_a_second_run_adds_nothing(record, today, module, arguments):
    made = record.run(module, **arguments)
    assert made.get("msg") is None
    assert (made["changed"], made["pending"], made["sandbox"]) == (True, True, True)
    assert made["pending_steps"] == [waits("loan_policy", {"name": "Weeks"}, "Loan Policy 'Weeks'", today)]
    assert made["diff"]["after"] == {"loan_policies": {"Weeks": POLICY}}
    assert made["worksheet"] == str(record.worksheet())
    assert record.pending("loan_policies") == [POLICY]
    assert titles(record.steps) == ["Loan Policy 'Weeks'"]
    assert record.worksheet("md").read_text(encoding="utf-8").count("- [ ]") == 1
    files = record.files()
    assert len(files) == 3

    again = record.run(module, **arguments)
    assert (again["changed"], again["pending"], again["changes"]) == (False, True, [])
    assert again["diff"] == {"before": {}, "after": {}}
    assert again["pending_steps"] == made["pending_steps"]
    assert again["worksheet"] == made["worksheet"]
    assert record.files() == files
    assert record.library.calls() == LOOK


def test_worksheet_and_questionnaire_carry_what_the_assistant_needs(record):
    record.run("loan_policy", **POLICY)
    record.run("notification_policy", name="Media late", notification_type="Loan Overdue")
    asked = {"loan_policies": [{"name": "A", "overdue_notification_policy": "Books late"}]}
    record.run(
        "record_questions", configuration=asked, library_contact={"name": "Jane Doe", "email": "jane@example.edu"}
    )
    for data in record.worksheet_data(), record.worksheet_data(".questionnaire"):
        screens = data["screens"]
        screen, library = screens["catalogue"]["loan_policy"], screens["library"]
        assert (screen["plural"], library["registry_id"]) == ("loan_policies", record.library.id)
        assert "Regular Loan Period" in [one["label"] for one in screen["inputs"]]
        assert "Weeks" in library["names"]["loan_policy"]
        assert "Media late" in library["names"]["notification_policy"]
        assert library["symbol"] == record.library.symbol.rpartition(":")[2]
    # Those of the declared objects that the page asks about, and the person who gets it.
    assert {"A", "Weeks"} <= {*library["names"]["loan_policy"]}
    assert {"Books late", "Media late"} <= {*library["names"]["notification_policy"]}
    assert library["people"] == ["Jane Doe"]


# The results contain the time at which an account was read.
@pytest.mark.usefixtures("today")
def test_check_mode_predicts_the_run_and_writes_nothing(record, everything):
    pretended = record.declare(check=True, **everything)
    assert not record.directory.exists()
    done = record.declare(**everything)
    assert without_warnings(pretended) == without_warnings(done)
    record.confirm(record.steps[:3])
    files = record.files()
    more = {"loan_policies": [{**POLICY, "loan_period": "3 weeks"}], "patron_accounts": everything["patron_accounts"]}
    pretended = record.declare(check=True, **more)
    assert record.files() == files
    assert without_warnings(pretended) == without_warnings(record.declare(**more))


def test_a_new_declaration_replaces_the_pending_step(record):
    record.declare(loan_policies=[POLICY])
    changed = record.declare(loan_policies=[{"name": "Weeks", "loan_period": "3 weeks", "circulates": "always"}])
    assert changed["changed"] is True
    assert changed["diff"]["before"] == {"loan_policies": {"Weeks": POLICY}}
    assert record.pending("loan_policies") == [{"name": "Weeks", "circulates": "always", "loan_period": "3 weeks"}]
    gone = record.run("loan_policy", name="Weeks", state="absent")
    assert (gone["changed"], gone["pending"], gone["object"]) == (True, False, None)
    assert record.content["pending"] == {}
    assert not record.worksheet().exists()
    assert not record.worksheet("md").exists()


def test_two_tasks_put_their_rows_into_one_map(record):
    record.declare(loan_policies=[POLICY, {"name": "Months"}], borrower_categories=[{"name": "Partner"}])
    record.declare(patron_type_policies=[{"name": "Partner"}], shelving_locations=[SHELF])
    lending = {"rows": [{"patron_policy": "Partner", "loan_policy": "Months"}]}
    borrowing = {"rows": [{**PAIR, "loan_policy": "Weeks"}]}
    everything = {"patron_policy": "All", "material_format": "All", **dict.fromkeys(PAIR, "All")}
    for task in (lending, borrowing):
        made = record.run("loan_policy_map", **task)
        row = {name: task["rows"][0].get(name, "All") for name in everything}
        # A task reports its own row, and the pending step all rows of the map.
        assert [(one["name"], one["identity"], one["rows"]) for one in made["changes"]] == [("", {}, [row])]
        assert row in made["pending_steps"][0]["rows"]
    assert [row["loan_policy"] for row in record.pending("loan_policy_map")] == ["Weeks", "Months"]
    files = record.files()
    for task in (borrowing, lending):
        again = record.run("loan_policy_map", **task)
        assert (again["changed"], objects(again["pending_steps"])) == (False, [("loan_policy_map", "")])
    assert record.files() == files
    record.confirm()
    assert [row["loan_policy"] for row in record.library.rows("loan_policy_map")] == [
        "Weeks",
        "One year",
        "Months",
        "Four weeks",
    ]


def test_a_removal_waits_and_is_confirmed(record):
    rows = [{"loan_policy": "Weeks"}, {"material_format": "Book", "loan_policy": "Days"}]
    record.declare(loan_policies=[POLICY, {"name": "Days"}], loan_policy_map=rows)
    record.confirm()
    assert record.error("loan_policy", name="Weeks", state="absent") == ("in_use", "Loan Policy 'Weeks'", [])
    record.declare(
        loan_policies=[{"name": "Weeks", "state": "absent"}],
        loan_policy_map=[{"material_format": "All", "state": "absent"}],
    )
    assert record.content["pending"]["loan_policies"][0]["remove"] == {"name": "Weeks"}
    made = [(step["title"], step["action"]) for step in record.steps]
    assert made == [("Loan Policy Map", "updated"), ("Loan Policy 'Weeks'", "removed")]
    run("loan_policy_map", record.library, rows=[{"loan_policy": "Four weeks"}])
    assert record.confirm(record.steps[1:])["pending"] is True
    assert record.library.find_object("loan_policies", "Weeks") is None
    assert record.confirmed("loan_policies") == [{"name": "Days"}]


def test_the_last_row_of_a_map_can_be_removed(record):
    record.declare(loan_policies=[POLICY], loan_policy_map=[{"loan_policy": "Weeks"}])
    record.confirm()
    gone = record.declare(loan_policy_map=[{"material_format": "All", "state": "absent"}])
    assert (gone["changed"], gone["pending"]) == (True, True)
    (step,) = record.steps
    assert step["asked"] == ["gone: everything -> Loan Policy Weeks"]
    record.confirm()
    again = record.declare(loan_policy_map=[{"material_format": "All", "state": "absent"}])
    assert (again["changed"], again["pending"]) == (False, False)


def test_withdrawing_without_known_settings_requests_enable_no(record):
    made = record.run("ill_settings", reshare={"enable": False})
    assert (made["changed"], made["pending"]) == (True, True)
    record.declare(loan_policies=[POLICY])
    # Disabling the link depends on no other step.
    assert titles(record.steps) == ["ILL Settings", "Loan Policy 'Weeks'"]
    assert record.worksheet_data()["locked"] == []
    settings = record.steps[0]
    assert [(line["label"], line["value"]) for line in settings["lines"]] == [("ReShare: Enable", "No")]
    record.confirm([settings])
    assert record.run("ill_settings", reshare={"enable": False})["changed"] is False


def test_a_withdrawn_library_is_not_enabled_until_somebody_ends_that(record):
    mark = {"by": "Jane Doe", "reason": "Merger."}
    pretended = record.run("ill_settings", True, reshare={"enable": False}, withdrawal=mark)
    assert (pretended["changed"], pretended["withdrawn"]) == (True, {"by": None, "at": None, "reason": "Merger."})
    assert not record.path.exists()
    withdrawn = record.run("ill_settings", reshare={"enable": False}, withdrawal=mark)["withdrawn"]
    assert withdrawn == {**mark, "at": record.content["withdrawn"]["at"]} == record.content["withdrawn"]
    record.confirm()

    # Whichever task enables it: the switch stays off, and the result shows who withdrew it, when and why.
    configuration = {"ill_settings": {"reshare": ENABLED}}
    for module, arguments in (
        ("ill_settings", {"reshare": ENABLED}),
        ("circulation_configuration", {"configuration": configuration}),
    ):
        for check in (True, False):
            held = record.run(module, check, **arguments)
            assert (held["changed"], held["pending"], held["withdrawn"]) == (False, False, withdrawn)
    assert record.run("ill_settings", reshare={"enable": False}, withdrawal={"by": "John Roe"})["changed"] is False
    assert record.content["withdrawn"] == withdrawn

    end = {"state": "absent", "by": "Jane Doe"}
    assert record.run("ill_settings", True, reshare=ENABLED, withdrawal=end)["changed"] is True
    assert record.content["withdrawn"] == withdrawn
    ended = record.run("ill_settings", reshare=ENABLED, withdrawal=end)
    assert (ended["pending"], ended["withdrawn"]) == (True, None)
    assert "withdrawn" not in record.content
    assert [event["event"] for event in record.content["history"] if "ithdraw" in event["event"]] == [
        *("withdrawn", "withdrawal_ended")
    ]
    record.confirm()
    assert record.run("ill_settings", reshare=ENABLED)["changed"] is False


def test_a_withdrawn_library_that_is_live_all_the_same_is_asked_to_disable_it(record):
    record.run("ill_settings", reshare=ENABLED)
    record.confirm()
    assert record.run("ill_settings", withdrawal={"by": "Jane Doe"})["pending"] is False
    asked = record.run("ill_settings", reshare=ENABLED)
    assert (asked["changed"], asked["pending"]) == (True, True)
    assert [(line["label"], line["value"]) for line in record.steps[0]["lines"]] == [("ReShare: Enable", "No")]


@pytest.mark.parametrize(
    "given", [{"by": " "}, {"by": "x" * 201}, {"by": "Jane\u202e Doe"}, {"by": "Jane Doe", "reason": "x" * 2001}]
)
def test_a_withdrawal_without_a_name_or_with_a_wrong_text_is_refused(record, given):
    field = "reason" if "reason" in given else "by"
    error = record.error("ill_settings", reshare={"enable": False}, withdrawal=given)
    assert error == ("invalid", None, [f"withdrawal.{field}"])


def test_ill_settings_are_told_but_not_asked_for_until_everything_else_is_confirmed(record, today, everything):
    del everything["patron_accounts"]
    record.declare(**everything)
    sheet = record.worksheet_data()
    assert (sheet["last"], sheet["locked"]) == ([], ["ILL Settings"])
    text = record.worksheet("md").read_text(encoding="utf-8")
    assert text.rindex("Last: changes that go live") > text.rindex("- [ ]")
    assert "Temporary Item Holding Location" not in text
    record.confirm(record.steps[:-1])
    assert record.worksheet_data()["last"] == []
    assert record.confirm()["pending_steps"] == [waits("ill_settings", {}, "ILL Settings", today)]
    sheet = record.worksheet_data()
    assert (sheet["groups"], sheet["locked"], titles(record.steps)) == ([], [], ["ILL Settings"])
    assert record.confirm()["worksheet"] is None
    assert record.library.configuration["ill_settings"]["reshare"] == LIVE


def test_an_account_whose_patron_type_is_pending_waits_and_is_made_afterwards(record, today):
    account = record.library.numbered(ACCOUNT)
    declared = {"borrower_categories": [{"name": "Partner"}], "patron_accounts": [account]}
    pretended = record.declare(check=True, **declared)
    made = record.declare(**declared)
    expected = waits(
        "patron_account",
        {"barcode": account["barcode"]},
        f"Patron Account '{account['barcode']}'",
        today,
        "Borrower Category 'Partner'",
    )
    assert expected in made["pending_steps"]
    assert without_warnings(pretended) == without_warnings(made)
    # Also if the task declares only the account.
    alone = record.run("patron_account", **account)
    assert (alone["changed"], alone["pending"], alone["pending_steps"]) == (False, True, [expected])
    assert not record.library.writes()
    record.confirm()
    record.library.reset()
    done = record.declare(**declared)
    assert (done["changed"], done["pending"]) == (True, False)
    assert [change["action"] for change in done["changes"]] == ["created"]
    assert record.library.writes() == {("identity", "users", "POST"): 1}
    assert record.declare(**declared)["changed"] is False


def test_an_account_that_is_only_checked_waits_for_its_patron_type_too(record):
    """Libraries that load patrons by file cannot load the account before its patron type exists."""
    account = record.library.numbered(ACCOUNT)
    declared = {"borrower_categories": [{"name": "Partner"}], "patron_accounts": [{**account, "state": "verified"}]}
    for check in (True, False):
        waiting = record.declare(check, **declared)["pending_steps"]
        first = {one["name"]: one["waits_for"] for one in waiting if one["kind"] == "patron_account"}
        assert first[account["barcode"]] == "Borrower Category 'Partner'"
    record.confirm()
    code, described, _fields = record.error("patron_account", **account, state="verified")
    assert (code, described) == ("differs", f"Patron Account '{account['barcode']}'")


def test_locations_that_can_be_read_need_no_confirmation(record):
    record.declare(shelving_locations=[SHELF])
    record.make_steps()
    seen = record.declare(shelving_locations=[SHELF])
    assert (seen["changed"], seen["pending"]) == (True, False)
    assert [one["identity"] for one in seen["read_back"]] == [SHELF]
    assert record.content["pending"] == {}
    (event,) = record.content["history"]
    assert (event["by"], event["event"], event["object"]) == (
        "read back",
        "read_back",
        "shelving_locations/TSTM/Interlibrary Loan",
    )
    # Somebody removes it again.
    run("shelving_location", record.library, **SHELF, state="absent")
    assert record.declare(shelving_locations=[SHELF])["pending"] is True


def test_where_locations_can_not_be_read_people_confirm_them(make, tmp_path):
    record = Record(make(wskey={"scopes": ["SCIM"]}), tmp_path / "record")
    by_hand = {"wms_read_locations": False}
    declared = {
        "shelving_locations": [SHELF],
        "loan_policies": [POLICY],
        "loan_policy_map": [{**PAIR, "loan_policy": "Weeks"}],
    }
    made = record.run("circulation_configuration", configuration=declared, **by_hand)
    assert made.get("msg") is None
    assert len(record.steps) == 3
    letter = record.send_file(record.confirmation(record.steps))
    taken = record.run("record_import", files=[letter], **by_hand)
    assert (taken["pending"], len(taken["confirmed"])) == (False, 3)
    assert record.confirmed("shelving_locations") == [SHELF]
    assert record.run("circulation_configuration", configuration=declared, **by_hand)["changed"] is False
    assert record.library.calls() == LOOK


def test_accounts_made_by_hand_are_on_the_worksheet_and_are_looked_up(record):
    by_hand = {"wms_manual_accounts": True}
    account = record.library.numbered({**ACCOUNT, "patron_type": "Faculty"})
    record.declare(borrower_categories=[{"name": "Faculty"}])
    record.confirm()
    made = record.run("patron_account", **account, **by_hand)
    assert (made["pending"], made["object"]["expires"]) == (True, "2099-12-31")
    (step,) = record.steps
    assert ("Expiration Date", "2099-12-31") in [(line["label"], line["value"]) for line in step["lines"]]
    assert not [call for call in record.library.writes() if call[0] == "identity"]
    record.make_steps()
    assert record.run("patron_account", **account, **by_hand)["read_back"][0]["name"] == account["barcode"]
    assert record.run("patron_account", **account, **by_hand)["pending"] is False
    later = record.run("patron_account", **{**account, "expires": "2098-12-31"}, **by_hand)
    assert later["diff"]["before"]["patron_accounts"][account["barcode"]]["expires"] == "2099-12-31"


def test_a_record_with_accounts_can_be_read_by_a_task_that_does_not_ask_for_them(record):
    record.declare(borrower_categories=[{"name": "Faculty"}])
    record.confirm()
    account = record.library.numbered({**ACCOUNT, "patron_type": "Faculty"})
    record.run("patron_account", **account, wms_manual_accounts=True)
    seen = record.run("circulation_configuration_info", kinds=["borrower_categories"])
    assert seen.get("msg") is None
    assert record.declare(loan_policies=[POLICY])["changed"] is True
    assert [one["barcode"] for one in record.pending("patron_accounts")] == [account["barcode"]]


def test_info_returns_only_confirmed_or_read_objects(record, everything):
    record.declare(**everything)
    record.confirm(record.steps[1:4])
    found = record.run("circulation_configuration_info")
    assert found["changed"] is False
    assert found["configuration"] == {
        "shelving_locations": run("circulation_configuration_info", record.library)["configuration"][
            "shelving_locations"
        ],
        "borrower_categories": [{"name": "Partner", "description": "Of other libraries"}],
        "patron_type_policies": everything["patron_type_policies"],
        "loan_policies": [{"name": "Months", "loan_period": "2 months"}],
    }


def test_the_file_does_not_depend_on_the_order_of_tasks(record, everything, tmp_path):
    record.declare(**everything)
    whole = record.path.read_bytes()
    other = Record(record.library, tmp_path / "other")
    del everything["patron_accounts"]
    tasks = [
        {plural: [one] if isinstance(value, list) else value} for plural, value in everything.items() for one in value
    ]
    random.Random(7).shuffle(tasks)
    tasks.sort(key=lambda task: next(iter(task)) in ("loan_policy_map", "patron_type_policies", "ill_settings"))
    tasks.sort(key=lambda task: next(iter(task)) in ("loan_policy_map", "ill_settings"))
    for task in tasks:
        other.declare(**task)
    assert other.path.read_bytes() == whole.replace(record.content["token"].encode(), other.content["token"].encode())
    assert [one["name"] for one in other.pending("loan_policies")] == ["Months", "Weeks"]


def test_the_record_says_who_confirmed_what_and_when(record):
    record.declare(loan_policies=[POLICY], bill_reasons=[{"name": "Lost"}])
    # Clocks differ: a few hours in the future are accepted.
    first, second = (f"{datetime.now(UTC) + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}" for hours in (1, 2))
    record.confirm(record.steps[:1], by="Jane Doe", at=first, remark="by telephone")
    record.confirm(by="John Roe", at=second)
    content = record.content
    assert (content["library"], content["wms_registry_id"]) == (record.library.name, record.library.id)
    (reason,), (policy,) = content["confirmed"]["bill_reasons"], content["confirmed"]["loan_policies"]
    assert (reason["by"], reason["at"]) == ("Jane Doe", first)
    assert policy == {"fields": POLICY, "how": "answer", "by": "John Roe", "at": second}
    lines = [
        tuple(event.get(name) for name in ("at", "by", "event", "object", "remark")) for event in content["history"]
    ]
    assert lines == [
        (first, "Jane Doe", "confirmed", "bill_reasons/Lost", "by telephone"),
        (second, "John Roe", "confirmed", "loan_policies/Weeks", None),
    ]
    # For people who read the file.
    assert [event["what"] for event in content["history"]] == [
        "Bill Reason 'Lost' created",
        "Loan Policy 'Weeks' created",
    ]


def test_comments_in_the_file_stay_while_nothing_changes(record):
    record.declare(loan_policies=[POLICY])
    text = record.path.read_text(encoding="utf-8").replace("pending:", "# Jane does it on Monday\npending:")
    record.path.write_text(text, encoding="utf-8")
    assert record.declare(loan_policies=[POLICY])["changed"] is False
    assert record.path.read_text(encoding="utf-8") == text
