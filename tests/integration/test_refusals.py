# SPDX-License-Identifier: GPL-3.0-or-later

"""Invalid input causes an error that names the library, the object and the remedy, and the other libraries continue."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from support.controller import Controller, Run, dump, run
from support.library import Library
from support.library_operations import LibraryOperations
from support.library_record import Record

ONBOARD = "reshare.wms.onboard"


def more(**objects: list[dict]) -> dict:
    return {"borrowing_more": objects}


def setting(**values: str) -> dict:
    return {"reshare_settings_more": {"settings": values}}


INVALID, MISSING = "invalid", "unknown_reference"
HOLDING_CODE = {"code": MISSING, "object": "Holding Code 'TSTN'", "fields": [], "candidates": ["TSTM", "TSTA"]}


def failure(code: str, about: str | None = None, *fields: str, similar: list[str] | None = None, **more: Any) -> dict:
    """The failure of a task, as far as it is compared."""
    return {"code": code, "object": about, "fields": list(fields), "candidates": similar or [], "status": None, **more}


#: Errors in an inventory, and the failure. NN stands for a library's number, an ellipsis for a missing variable.
WRONG: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "wrong secret": ({"wms_secret": "wrong"}, failure("refused", status=401)),
    "wrong password": ({"reshare_password": "wrong"}, failure("refused", status=422)),
    "wrong tenant": ({"reshare_tenant": "tenant-of-nobody"}, failure("refused", status=400)),
    "wrong institution": ({"wms_registry_id": "128807"}, failure("refused", status=403)),
    "no secret": ({"wms_secret": None}, failure(INVALID, None, "wms_secret")),
    "no configuration service": (
        {"wms_configuration_url": None},
        failure(INVALID, None, "wms_record_dir", "wms_configuration_url"),
    ),
    "wrong address": (
        {"wms_configuration_url": "http://127.0.0.1:PORT/configuration/v1"},
        failure("unreachable", no_answer=True),
    ),
    "misspelt policy": (
        more(loan_policy_map=[{"patron_policy": "Student", "loan_policy": "Four week"}]),
        failure(MISSING, "Loan Policy 'Four week'", similar=["Four weeks"]),
    ),
    "misspelt holding code": (
        {"borrowing_holding_location": "TSTN"},
        # Two objects refer to it.
        failure(MISSING, parts=[HOLDING_CODE, HOLDING_CODE]),
    ),
    "shelving location without holding location": (
        more(loan_policy_map=[{"shelving_location": "Stacks", "loan_policy": "One year"}]),
        failure(INVALID, "Loan Policy Map, row 2", "holding_location"),
    ),
    "period without unit": ({"borrowing_loan_period": "28"}, failure(INVALID, None, "borrowing_loan_period")),
    "duplicate row": (
        more(
            loan_policy_map=[{"patron_policy": "Student", "loan_policy": name} for name in ("One year", "Four weeks")]
        ),
        failure(INVALID, "Loan Policy Map 'Student / All / All / All'"),
    ),
    "barcode in another case": (
        {"lending_account_barcode": "taken-NN"},
        failure(INVALID, "Patron Account 'taken-NN'", similar=["TAKEN-NN"]),
    ),
    "in use": (
        more(loan_policies=[{"name": "One year", "state": "absent"}]),
        failure("in_use", "Loan Policy 'One year'"),
    ),
    "NCIP in capitals": (
        setting(borrower_check="NCIP"),
        failure(INVALID, "ReShare setting 'borrower_check'", "borrower_check"),
    ),
    "blank method": (setting(accept_item=""), failure(INVALID, "ReShare setting 'accept_item'", "accept_item")),
    "misspelt kind": (
        more(loan_policy=[{"name": "A"}]),
        failure(INVALID, None, "loan_policy", similar=["loan_policy_map", "loan_policies", "loan_limit_policies"]),
    ),
    "undefined secret": (
        {"wms_secret": "{{ vault_secret }}", "lending_account_barcode": "{{ account }}-NN"},
        failure(INVALID, None, "lending_account_barcode", "wms_secret"),
    ),
    "misspelt choice": ({"lending_account_state": "verify"}, failure(INVALID, None, "lending_account_state")),
}

#: Words in the messages: the system or the object, the problem, and the remedy. One case for each kind of message.
MESSAGES = {
    "wrong secret": [
        "/token returned HTTP 401",
        "Check wms_key and wms_secret",
        "whether it is enabled",
        "do not start the run again",
    ],
    "wrong password": ["Password does not match", "Check reshare_username, reshare_password"],
    "wrong tenant": ["No such Tenant tenant-of-nobody", "Check reshare_", "reshare_tenant"],
    "wrong institution": ["not allowed to view contextInstitutionId 128807", "wms_key or wms_registry_id", "ask OCLC"],
    "no secret": ["wms_secret is missing"],
    "no configuration service": ["set wms_record_dir if people make", "or wms_configuration_url"],
    "wrong address": ["GET http://127.0.0.1:PORT/configuration/v1/institutions/9NN/", "connection refused"],
    "misspelt policy": [
        "Loan Policy Map: Loan Policy refers to Loan Policy 'Four week', which does not exist",
        "Similar: 'Four weeks'",
    ],
    "misspelt holding code": ["Shelving Location 'Interlibrary Loan': there is no Holding Code 'TSTN'", "'TSTM'"],
    "shelving location without holding location": [
        "Loan Policy Map, row 2: Shelving Location (shelving_location) 'Stacks' requires Holding Location (holding_location)"
    ],
    "period without unit": ["borrowing_loan_period is '28', without a unit", "'28 days'"],
    "duplicate row": ["Loan Policy Map 'Student / All / All / All' is declared 2 times in one task"],
    "barcode in another case": ["'TAKEN-NN', which differs only in upper and lower case", "Use this spelling"],
    "in use": ["Loan Policy 'One year' cannot be removed: it is in use by Loan Policy Map", "Remove it there first"],
    "NCIP in capitals": ["ReShare setting borrower_check is 'NCIP'; write exactly one of", "ncip"],
    "blank method": [
        "ReShare setting 'accept_item' would make mod-rs report success without any call to WMS",
        "'ncip'",
    ],
    "misspelt kind": [
        "configuration contains 'loan_policy', which is not a kind of object",
        "Similar: ",
        "'loan_policies'",
    ],
    "misspelt choice": ["lending_account_state", "'present', 'verified'"],
    "undefined secret": [
        "lending_account_barcode cannot be evaluated: 'account' is undefined",
        "wms_secret cannot be evaluated: 'vault_secret' is undefined",
    ],
}


@pytest.fixture(scope="module")
def unused_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="module")
def onboarded(sandbox, tmp_path_factory, unused_port) -> tuple[Run, dict[str, Library]]:
    """One onboarding of a valid library among many invalid ones."""
    directory = tmp_path_factory.mktemp("onboarding")
    patron = {"barcode": "TAKEN-NN", "borrowerCategory": "Student", "homeBranch": "91NN", "familyName": "Reader"}
    libraries = {case: Library(sandbox, directory / "state", patrons=[patron]) for case in [*WRONG, "good"]}
    variables = {}
    for case, (wrong, _unused) in WRONG.items():
        library = libraries[case]
        given = library.numbered(wrong)
        if case == "wrong address":
            given = {name: value.replace("PORT", str(unused_port)) for name, value in given.items()}
        variables[library.name] = given
    done = Controller(directory).playbook(ONBOARD, libraries.values(), "--forks", "4", variables=variables)
    return done, libraries


def test_the_valid_library_among_invalid_ones_is_configured(onboarded):
    done, libraries = onboarded
    assert done.status == 2
    assert done.stats(libraries["good"])["failures"] == 0
    assert libraries["good"].configuration["ill_settings"]["reshare"]["enable"] is True
    assert "Traceback" not in done.output


@pytest.mark.parametrize("case", WRONG)
def test_errors_in_the_inventory_fail_that_library(onboarded, case):
    done, libraries = onboarded
    library = libraries[case]
    expected, failure = library.numbered(WRONG[case][1]), done.failed(library)["failure"]
    known = {name: value for name, value in failure.items() if name in expected}
    assert known == {name: value for name, value in expected.items() if value}


@pytest.mark.parametrize("case", MESSAGES)
def test_the_message_names_the_library_the_object_and_the_remedy(onboarded, unused_port, case):
    done, libraries = onboarded
    library = libraries[case]
    text = done.failure(library)
    assert text.startswith(f"{library.name}: ")
    for part in library.numbered(MESSAGES[case]):
        assert part.replace("PORT", str(unused_port)) in text
    assert f"[{library.name}]: FAILED!" in done.output


@pytest.mark.parametrize("case", WRONG)
def test_a_rejected_task_writes_nothing(onboarded, case):
    _unused, libraries = onboarded
    assert not libraries[case].writes()


# Logins: five failures disable a key or lock an account.


def test_a_refused_secret_is_tried_once_and_a_corrected_one_at_once_as_the_message_says(library, controller):
    wrong = {library.name: {"wms_secret": "wrong"}}
    first = controller.playbook(ONBOARD, library, variables=wrong)
    assert first.status == 2
    assert library.calls()["token", "token", "POST"] == 1

    library.reset()
    second = controller.playbook(ONBOARD, library, variables=wrong)
    assert second.failed(library)["failure"]["code"] == "refused"
    assert "Corrected credentials are tried at once; if they are rejected, too" in second.failure(library)
    assert not library.calls()

    LibraryOperations(library).onboard()
    assert library.configuration["ill_settings"]["reshare"]["enable"] is True


def share_a_key(make, number: int) -> list[Library]:
    """Give libraries of a consortium one key."""
    first = make()
    rest = [make(wskeys=[]) for _unused in range(number - 1)]
    first.wskey["contexts"] = [library.id for library in (first, *rest)]
    first.install()
    for library in rest:
        library.seed["wskeys"] = [first.wskey]
    return [first, *rest]


def test_a_refused_secret_of_a_shared_key_is_tried_once(make, controller):
    """They run in parallel processes: five failures in five minutes would disable the key for all."""
    libraries = share_a_key(make, 6)
    wrong = {library.name: {"wms_secret": "wrong"} for library in libraries}
    done = controller.playbook(ONBOARD, libraries, "--forks", "6", variables=wrong)
    assert done.status == 2
    assert sum(library.calls()["token", "token", "POST"] for library in libraries) == 1
    assert libraries[0].key_works()
    # Tasks that need other scopes report the same.
    for library in libraries:
        failed = run("patron_account", library, barcode="X", wms_secret="wrong")
        assert failed["failure"]["code"] == "refused"
    assert libraries[0].key_works()


def test_a_key_that_one_institution_refuses_still_works_for_another(make):
    first, second = share_a_key(make, 2)
    first.wskey["contexts"] = [first.id]
    first.install()
    refused = run("bill_reason", second, name="Lost")
    assert refused["failure"]["code"] == "refused"
    assert run("bill_reason", first, name="Lost")["changed"] is True


# Single modules, and errors that are rare in an inventory


def refused(library: Library, module: str, **arguments: object) -> dict[str, Any]:
    """The failure of a task that wrote nothing."""
    before = library.settled()
    failed = run(module, library, **arguments)
    assert failed["failed"] is True
    assert failed["changed"] is False
    assert library.settled() == before
    assert not library.writes()
    assert failed["msg"].startswith(f"{library.name}: ")
    return failed["failure"]


@pytest.mark.parametrize(
    ("module", "arguments", "error"),
    [
        (
            "loan_limit_policy",
            {"name": "A", "loan_count_limit": "-1"},
            ("invalid", "Loan Limit Policy 'A'", ["loan_count_limit"], []),
        ),
        (
            "bill_structure",
            {"name": "A", "bill_reason": "Fine", "bill_type": "Fixed Bill", "amount": "-2"},
            ("invalid", "Bill Structure 'A'", ["amount"], []),
        ),
        (
            "hold_request_policy",
            {"name": "A", "hold_fixed_due_dates": ["30.6.2027"]},
            ("invalid", "Hold Request Policy 'A'", ["hold_fixed_due_dates"], []),
        ),
        (
            "notification_policy",
            {"name": "A", "notification_type": "X", "start_text": "x" * 501},
            ("invalid", "Notification Policy 'A'", ["start_text"], []),
        ),
        ("borrower_category", {"name": "x" * 31}, ("invalid", f"Borrower Category '{'x' * 31}'", ["name"], [])),
        (
            "shelving_location",
            {"holding_code": "TSTM", "name": "A; B"},
            ("invalid", "Shelving Location 'A; B'", ["name"], []),
        ),
        (
            "collection_type_policy",
            {"name": "A", "locations": [{"holding_location": "TSTM", "shelving_location": "Reserves"}]},
            ("invalid", "Collection Type Policy 'A'", ["locations"], []),
        ),
        (
            "notification_settings",
            {"notification_types": {"Loan Overdue": "perhaps"}},
            ("invalid", "Next-Generation Notifications General Settings", ["notification_types"], []),
        ),
        (
            "patron_account",
            {"barcode": "X", "patron_type": "Faculty", "family_name": "X"},
            ("invalid", "Patron Account 'X'", ["home_branch", "expires"], []),
        ),
        ("reshare_setting", {"key": "max_requests"}, ("invalid", None, ["value"], [])),
    ],
)
def test_a_module_rejects_an_error(library, module, arguments, error):
    """The code, object, fields and similar names of the error."""
    failure = refused(library, module, **arguments)
    assert (failure["code"], failure.get("object"), failure.get("fields", []), failure.get("candidates", [])) == error


def test_every_problem_of_a_configuration_is_reported_at_once(library):
    failure = refused(
        library,
        "circulation_configuration",
        configuration={
            "loan_policies": [{"name": "A", "loan_period": "28"}, {"name": "B", "loan_perod": "28 days"}],
            "hold_limit_policies": [{"verified_hold_count_limit": 3}],
        },
    )
    assert [(one["code"], one["object"], one["fields"]) for one in failure.get("parts", [])] == [
        (INVALID, "Loan Policy 'A'", ["loan_period"]),
        (INVALID, "Loan Policy 'B'", ["loan_perod"]),
        (INVALID, "Hold Limit Policy", ["name"]),
    ]


def test_two_objects_of_one_name_are_not_guessed_between(make):
    library = make(configuration={"bill_reasons": [{"name": "Fine"}, {"name": "Lost"}, {"name": "Lost"}]})
    failure = refused(library, "bill_reason", name="Lost", accounting_code="1")
    assert (failure["code"], failure.get("object")) == (INVALID, "Bill Reason 'Lost'")


def test_the_message_about_a_setting_behind_a_switched_off_feature_names_the_switch(make):
    library = make(reshare={"settings": {"wmsSettings.feature_flag": "false"}})
    failed = run("reshare_setting", library, key="wms_api_key", value="a-new-key")
    assert (failed["failure"]["code"], failed["failure"].get("object")) == (MISSING, "ReShare setting 'wms_api_key'")
    assert "Switched off by 'wmsSettings.feature_flag'" in failed["msg"]


def test_an_account_without_write_permission_is_reported_and_the_message_has_a_remedy(make):
    reader = {
        "username": "reader",
        "password": "password of the reader",
        "permissions": ["rs.settings.read", "directory.entry.read"],
    }
    library = make(reshare={"mod_rs": "2.19.0", "users": [reader]})
    failed = run("reshare_setting", library, key="max_requests", value="5")
    failure = failed["failure"]
    assert (failure["code"], failure.get("status"), failure.get("permission")) == ("refused", 403, "rs.settings.put")
    assert "ask the hosting provider to grant it" in failed["msg"]


# The roles in a playbook of one's own, where no playbook of the collection has validated the variables before


#: By role, a text where a list is meant. Ansible's own validation of role arguments takes it for a list with one entry.
TEXTS = {
    "borrowing": "borrowing_hold_request_patron_types",
    "lending": "lending_former_patron_types",
    "reshare_settings": "lending_adopted_accounts",
    "enable_reshare": "borrowing_pickup_locations",
    "preflight": "borrowing_bill_notice_patron_types",
    "verify": "lending_partner_symbols",
    "onboard": "borrowing_former_policy_names",
}


def test_a_role_rejects_a_text_where_a_list_is_meant_before_any_request(make, controller: Controller):
    """With and without a record. The sound libraries are configured in the same run."""
    libraries = {role: make() for role in TEXTS}
    sound, record = make(), Record(make(), controller.directory / "record")
    variables = {library.name: {"role": role, TEXTS[role]: "Student"} for role, library in libraries.items()}
    variables[libraries["borrowing"].name] |= Record(libraries["borrowing"], record.directory).variables
    variables |= {sound.name: {"role": "borrowing"}, record.library.name: {"role": "borrowing", **record.variables}}
    playbook = controller.directory / "role.yml"
    task = {"ansible.builtin.include_role": {"name": "reshare.wms.{{ role }}"}}
    playbook.write_text(dump([{"hosts": "all", "gather_facts": False, "tasks": [task]}]), encoding="utf-8")

    run = controller.playbook(str(playbook), [*libraries.values(), sound, record.library], variables=variables)
    for role, library in libraries.items():
        assert run.failure(library) == f"{library.name}: {TEXTS[role]} must be a list."
        assert not library.calls()
    assert [run.stats(library)["changed"] for library in (sound, record.library)] == [1, 1]
    assert record.steps
