# SPDX-License-Identifier: GPL-3.0-or-later

"""What a library could not do, until a day: consortium_exceptions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

from ansible_collections.reshare.wms.plugins.module_utils._core.texts import visible
from ansible_collections.reshare.wms.plugins.module_utils._core.withheld import without
from ansible_collections.reshare.wms.plugins.module_utils._module_tasks.applying import declare_all
from ansible_collections.reshare.wms.plugins.module_utils._module_tasks.excepted import LibraryException, withheld_of
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.loans import LOAN_POLICY_MAP
from ansible_collections.reshare.wms.plugins.module_utils._wms.proof import Proof
from ansible_collections.reshare.wms.plugins.plugin_utils._account import status_page
from ansible_collections.reshare.wms.plugins.plugin_utils._account.lines import run_lines
from ansible_collections.reshare.wms.plugins.plugin_utils._account.status import library_status
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.option_types import check
from ansible_collections.reshare.wms.plugins.plugin_utils._variables.variables_yaml import variables_yaml
from support.account_examples import IN_PLACE, LIVE, SHORTER, account_of, command_line, html, outcome, step
from support.large_inventory import write_inventory
from support.offline_validation import validation

ENTRY = LibraryException("adams", "No.", "Board", "2027-03-01", "Loan Policy 'ReShare lending'", "Regular Loan Period")
DECLARED = declare_all(
    {
        "shelving_locations": [{"holding_code": "ABCA", "name": "Interlibrary Loan"}],
        "loan_policies": [{"name": "ReShare lending", "circulates": "always", "loan_period": "126 days"}],
        "loan_policy_map": [{"patron_policy": "ReShare lending", "loan_policy": "ReShare lending"}],
        "loan_limit_policies": [{"name": "ReShare lending", "loan_count_limit": "No Limit", "loan_value_limit": 5}],
        "collection_type_policies": [
            {
                "name": "ReShare borrowing",
                "default_availability": "Available",
                "locations": [{"holding_location": "ABCA", "shelving_location": "Interlibrary Loan"}],
            }
        ],
        "notification_settings": {"notification_types": {"Overdue": True}},
        "ill_settings": {"reshare": {"enable": True}},
    },
    (),
    DECLARABLE,
)


def left(**changes: Any) -> list[str]:
    """The fields that are left of the Loan Policy."""
    withheld = withheld_of(DECLARED, [replace(ENTRY, **changes)])
    return list(without(withheld, "loan_policy", DECLARED["loan_policy"]).items[0].fields)


@pytest.mark.parametrize("field", ["Regular Loan Period", "loan_period"])
def test_an_excepted_field_leaves_the_declaration(field):
    assert left(field=field) == ["name", "circulates"]


def test_an_object_that_is_excepted_as_a_whole_keeps_what_identifies_it():
    assert left(field=None) == ["name"]


def test_other_objects_stay_declared():
    assert left(object="Loan Policy 'ReShare borrowing'") == ["name", "circulates", "loan_period"]


@pytest.mark.parametrize(
    ("title", "field", "reason"),
    [
        ("Loan Policy 'ReShare lending'", "Policy Name", "has no such declared field"),
        ("Loan Policy 'ReShare lending'", "Regular Loan Perod", "Similar: "),
        ("Loan Policy 'ReShare lending'", "Renew Period", "has no such declared field"),
        ("Loan Policy 'ReShare lendng'", None, "is not a declared object. Similar: 'Loan Policy 'ReShare lending''"),
        ("Loan Policy Map", None, "its rows decide which policies apply"),
        ("Shelving Location 'ABCA / Interlibrary Loan'", None, "the identity of the library, or every loan"),
        ("ILL Settings", None, "the identity of the library, or every loan"),
        ("Collection Type Policy 'ReShare borrowing'", None, "the identity of the library, or every loan"),
        ("Collection Type Policy 'ReShare borrowing'", "Locations", "the identity of the library, or every loan"),
        ("Collection Type Policy 'ReShare borrowing'", "Default availability", None),
        ("Loan Limit Policy 'ReShare lending'", "loan_count_limit", "is declared as No Limit"),
        ("Loan Limit Policy 'ReShare lending'", None, "is declared as No Limit"),
        ("Loan Limit Policy 'ReShare lending'", "loan_value_limit", None),
        ("Next-Generation Notifications General Settings", None, None),
    ],
)
def test_what_can_be_excepted(title, field, reason):
    found = replace(ENTRY, object=title, field=field).refusal(DECLARED)
    assert found is None if reason is None else reason in str(found)


@pytest.mark.parametrize(("circulates", "problems"), [("always", 0), ("never", 1), ("only with an override", 1)])
def test_the_gate_looks_at_whether_an_excepted_policy_makes_loans_possible(circulates, problems):
    """Circulates? is excepted, and so not compared with what is declared."""
    location = {"holding_location": "ABCA", "shelving_location": "Interlibrary Loan"}
    wanted = declare_all(
        {
            "loan_policies": [{"name": "ReShare borrowing", "loan_period": "112 days"}],
            "loan_policy_map": [{**location, "loan_policy": "ReShare borrowing"}],
        },
        (),
        DECLARABLE,
    )
    there = {
        "loan_policy": [{**wanted["loan_policy"].items[0].fields, "circulates": circulates}],
        "loan_policy_map": LOAN_POLICY_MAP.declared_objects(wanted["loan_policy_map"]),
    }
    proof = Proof(lambda kind: there.get(kind.name, []), wanted, ("ABCA", "Interlibrary Loan"))
    found = [one for one in proof.borrowed() if one.fields == ("circulates",)]
    assert [one.code for one in found] == ["unavailable"] * problems


HOSTILE = "\"It's\": {{ lookup('pipe', 'id') }}\n- no # comment \u2028 &x *y !z % @ `" + "x" * 900


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, None),
        ({"reason": HOSTILE}, None),
        ({"reason": "x" * 10_000}, "entry 1: reason is blank or has more than 1000 characters"),
        ({"by": " "}, "entry 1: by is blank or has more than 1000 characters"),
        ({"until": "soon"}, "entry 1: until is 'soon'"),
        ({"until": None}, "entry 1: missing required arguments: until"),
        ({"reasn": "x"}, "entry 1: unsupported reasn"),
        ({"agreement": "all"}, "entry 1: parameters are mutually exclusive: object|agreement"),
        ({"object": None, "field": None}, "entry 1: one of the following is required: object, agreement"),
        ({"object": None, "agreement": "all"}, "field"),
    ],
)
def test_an_entry_that_is_wrong_is_refused_with_its_number(changes, problem):
    entry = {"library": "adams", "object": "Loan Policy 'X'", "field": "loan_period", "reason": "No.", "by": "Board"}
    given = [{name: one for name, one in {**entry, "until": "2027-03-01", **changes}.items() if one is not None}]
    if problem is None:
        check({"type": "exceptions"}, given)
    else:
        with pytest.raises(ValueError) as raised:
            check({"type": "exceptions"}, given)
        assert problem in str(raised.value)


# -------------------------------------------------------------------------------------------------------------- validate

GOOD = {
    "library": "lib000",
    "object": "Loan Policy 'ReShare lending'",
    "field": "Regular Loan Period",
    "value": "84 days",
    "reason": "No.",
    "by": "Board",
    "until": "2026-11-26",
}


def found(tmp_path: Path, shared: list[dict[str, Any]] | None = None, own: Any = None, more: str = "") -> list[str]:
    """The errors about exceptions of three libraries. shared: the exceptions in group_vars/all.yml. own: those in the host_vars of the first one. more: its
    variables."""
    planted = [more, *([] if own is None else [dump({"consortium_exceptions": own})])]
    inventory = write_inventory(tmp_path / "inventory", 3, {"lib000": "\n".join(planted)}, {})
    if shared is not None:
        with (inventory / "group_vars/all.yml").open("a", encoding="utf-8") as file:
            file.write(dump({"consortium_exceptions": shared}))
    checked = validation(inventory).findings()
    return [
        f"{one.library}: {one.message}"
        for one in checked
        if one.variable == "consortium_exceptions" and one.severity == "error"
    ]


def dump(data: Any) -> str:
    return variables_yaml(data).removeprefix("---\n")


@pytest.mark.parametrize("place", ["shared", "own"])
def test_an_exception_counts_on_its_last_day_wherever_its_library_reads_it(tmp_path, place):
    assert found(tmp_path, **{place: [GOOD]}) == []
    assert [one.code for one in validation(tmp_path / "inventory").consortium_findings] == ["excepted"]
    # Its library need not be in the run.
    assert [one.code for one in validation(tmp_path / "inventory", "lib001").findings() if one.severity != "note"] == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"until": "2026-11-25"}, "ended on 2026-11-25"),
        ({"field": "Loan period"}, "it has no such declared field"),
        ({"object": "Loan Policy 'Own'"}, "it is not a declared object. Similar: "),
        ({"object": "Patron Type Policy 'ReShare lending'", "field": None}, "it is declared as No Limit"),
        ({"object": "ILL Settings", "field": None}, "it is not a declared object"),
        ({"object": "Loan Policy Map", "field": None}, "its rows decide"),
        ({"library": "lib00x"}, "'lib00x' is no library of the inventory. Similar: "),
        ({"object": None, "field": None, "agreement": "lib00x"}, "'lib00x' is no library of the inventory."),
        ({"library": "lib001"}, "lib001 does not read it"),
    ],
)
def test_an_exception_that_has_ended_or_no_effect_is_an_error_of_validate(tmp_path, changes, problem):
    (message,) = found(tmp_path, own=[{name: one for name, one in {**GOOD, **changes}.items() if one}])
    assert problem in message


def test_two_exceptions_for_one_field_are_an_error(tmp_path):
    assert [one for one in found(tmp_path, own=[GOOD, GOOD]) if "is there twice" in one]
    by_name = {**GOOD, "field": "loan_period"}
    assert [one for one in found(tmp_path / "2", own=[GOOD, by_name]) if "is there twice" in one]
    whole = {**GOOD, "field": None}
    assert [one for one in found(tmp_path / "3", own=[GOOD, whole]) if "is there twice" in one]


def test_a_removed_library_needs_no_exception(tmp_path):
    (message,) = found(
        tmp_path, shared=[GOOD], more="enable_reshare_state: removed\nwms_configuration_url: https://x.org"
    )
    assert "is not needed: the library is removed" in message


# --------------------------------------------------------------------------------------------- accounts, lines and pages


def valid(*exceptions: LibraryException, today: str = "2027-03-01") -> dict[str, Any]:
    """The result of the validation of a library with these exceptions."""
    return {"changed": False, "problems": [], "exceptions": [one.data(today) for one in exceptions]}


@pytest.mark.parametrize(
    ("today", "wms", "state", "reasons"),
    [
        ("2027-03-01", outcome(declared=["loan_policy"]), "in_place", ["excepted"]),
        ("2027-03-01", outcome(SHORTER), "drift", ["objects", "excepted"]),
        # The day after: a night without the field in the declaration, and then with a step for it.
        ("2027-03-02", outcome(declared=["loan_policy"]), "pending", ["exception_ended"]),
        (
            "2027-03-02",
            outcome(declared=["loan_policy"], pending_steps=[step()]),
            "pending",
            ["steps", "exception_ended"],
        ),
    ],
)
def test_a_night_on_the_last_day_and_on_the_day_after_does_not_fail_by_an_exception(today, wms, state, reasons):
    document = account_of({"adams": {"wms": wms, "link": LIVE, "valid": valid(ENTRY, today=today)}}, "drift", True)
    found = document["libraries"]["adams"]
    assert (found["state"], found["reasons"], found["systems"]["reshare"]["reasons"]) == (state, reasons, [])


def test_the_page_of_agreement_shows_all_exceptions():
    between = {"summary": "", "findings": [], "consortium": {"pairs": [], "complete": True}}
    document = account_of({"adams": {"wms": IN_PLACE, "between": between, "valid": valid(ENTRY)}}, "drift", True)
    section = html(document).partition("The libraries compared with each other")[2].partition("</section>")[0]
    assert "Regular Loan Period: exception by Board, until 2027-03-01: No." in section


def test_an_exception_that_ended_is_named_in_the_last_lines_of_a_night():
    document = account_of({"adams": {"wms": IN_PLACE, "valid": valid(ENTRY, today="2027-03-02")}}, "drift", True)
    words = "Loan Policy 'ReShare lending', Regular Loan Period: exception by Board, ended on 2027-03-01: No."
    assert f"  adams: {words.rstrip('.')}" in run_lines(document, command_line("drift"))


def test_status_shows_exceptions_in_its_lines_and_on_its_page():
    hostile = replace(ENTRY, reason=HOSTILE)
    look = {"adams": {"link": LIVE, "valid": valid(hostile, replace(ENTRY, object=None, field=None, agreement="all"))}}
    document = account_of(look, "status", True)
    found = library_status(document, {}, command_line("status"))
    lines = [line for line in found["lines"] if line.startswith("adams: ")]
    assert 'exception by Board, until 2027-03-01: "It\'s": {{ lookup(' in lines[0]
    assert lines[1] == "adams: the agreement with all partners: exception by Board, until 2027-03-01: No."
    page = status_page.html(found, [], [], {}, None)
    assert "the agreement with all partners: exception by Board" in page and "lookup(&#39;pipe&#39;" in page


ANSWER = {"object": "Loan Policy 'It''s'", "field": "Regular Loan Period", "reason": "No.", "refused": None}


@pytest.mark.parametrize("reason", ["No.", HOSTILE, "x" * 10_000, "'", "- a: b", "!vault x", "yes", "2027-03-01"])
def test_what_could_not_be_done_is_printed_as_a_line_to_paste(tmp_path, reason):
    imported = {"changed": True, "to_except": [{**ANSWER, "reason": reason}]}
    line = command_line("receive", by="Jane 'Doe' {{ 1 }}")
    document = account_of({"adams": {"imported": imported}}, "receive", line=line)
    lines = run_lines(document, line)
    (pasted,) = [one for one in lines if one.startswith("  - {")]
    file = tmp_path / "all.yml"
    file.write_text(f"consortium_exceptions:\n{pasted}\n", encoding="utf-8")
    loader = DataLoader()
    read = Templar(loader, {}).template(loader.load_from_file(str(file)))["consortium_exceptions"]
    check({"type": "exceptions"}, read)
    (entry,) = read
    assert {name: entry[name] for name in ("library", "object", "field", "by")} == {
        **{"library": "adams", "object": ANSWER["object"], "field": ANSWER["field"]},
        "by": "Jane 'Doe' {{ 1 }}",
    }
    begun = visible(" ".join(reason.split()))[:400]
    assert visible(entry["reason"])[:400] == begun
    assert (date.fromisoformat(entry["until"]) - date.fromisoformat(document["finished"][:10])).days == 90


def test_what_cannot_be_excepted_is_printed_with_the_reason():
    imported = {"changed": True, "to_except": [{**ANSWER, "refused": "is declared as No Limit"}]}
    line = command_line("receive", by="Jane Doe")
    lines = run_lines(account_of({"adams": {"imported": imported}}, "receive", line=line), line)
    assert f"  adams could not do this: {ANSWER['object']}, Regular Loan Period. It is declared as No Limit" in lines
    assert not [one for one in lines if one.startswith("  - {")]
