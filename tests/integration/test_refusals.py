# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Invalid input causes an error that names the library, the object and the remedy, and the other libraries continue."""

from __future__ import annotations

import socket

import pytest

from support.controller import Controller, Run, run
from support.library import Library
from support.library_operations import LibraryOperations

ONBOARD = "reshare.wms.onboard"


def more(**objects: list[dict]) -> dict:
    return {"borrowing_more": objects}


def setting(**values: str) -> dict:
    return {"reshare_settings_more": {"settings": values}}


#: Errors in an inventory, and the words in the message. NN stands for a library's number, an ellipsis for a missing
#: variable.
WRONG_VARIABLES = {
    "wrong secret": ({"wms_secret": "wrong"}, ["/token returned HTTP 401", "Check wms_key and wms_secret"]),
    "wrong password": (
        {"reshare_password": "wrong"},
        ["Password does not match", "Check reshare_username, reshare_password"],
    ),
    "wrong tenant": (
        {"reshare_tenant": "tenant-of-nobody"},
        ["No such Tenant tenant-of-nobody", "Check reshare_", "reshare_tenant"],
    ),
    "wrong institution": (
        {"wms_registry_id": "128807"},
        ["not allowed to view contextInstitutionId 128807", "Ask OCLC"],
    ),
    "no secret": ({"wms_secret": None}, ["wms_secret is missing"]),
    "no configuration service": (
        {"wms_configuration_url": None},
        ["set wms_record_dir if people make", "or wms_configuration_url"],
    ),
    "wrong address": (
        {"wms_configuration_url": "http://127.0.0.1:PORT/configuration/v1"},
        ["GET http://127.0.0.1:PORT/configuration/v1/institutions/9NN/", "connection refused"],
    ),
    "misspelt policy": (
        more(loan_policy_map=[{"patron_policy": "Student", "loan_policy": "Four week"}]),
        [
            "Loan Policy Map: Loan Policy refers to Loan Policy 'Four week', which does not exist",
            "Similar: 'Four weeks'",
        ],
    ),
    "misspelt patron type": (
        {"borrowing_hold_request_patron_types": ["Studnt"]},
        [
            "Hold Request Policy Map: Patron Policy refers to Patron Type Policy 'Studnt', which does not exist",
            "Similar: 'Student'",
        ],
    ),
    "misspelt branch": (
        {"wms_main_branch": "91NN0"},
        [
            "Patron Account 'RESHARE-NN': Home Branch refers to Branch '91NN0', which does not exist",
            "Similar: ",
            "'91NN'",
        ],
    ),
    "misspelt holding code": (
        {"borrowing_holding_location": "TSTN"},
        ["Shelving Location 'Interlibrary Loan': there is no Holding Code 'TSTN'", "Similar: ", "'TSTM'"],
    ),
    "misspelt shelving location": (
        more(loan_policy_map=[{"holding_location": "TSTM", "shelving_location": "Stack", "loan_policy": "One year"}]),
        [
            "Loan Policy Map: Shelving Location refers to Shelving Location 'Stack' in TSTM, which does not exist",
            "Similar: 'Stacks'",
        ],
    ),
    "shelving location without holding location": (
        more(loan_policy_map=[{"shelving_location": "Stacks", "loan_policy": "One year"}]),
        [
            "Loan Policy Map, row 2: Shelving Location (shelving_location) 'Stacks' requires Holding Location (holding_location)"
        ],
    ),
    "period without unit": (
        {"borrowing_loan_period": "28"},
        ["borrowing_loan_period is '28', without a unit", "'28 days'"],
    ),
    "negative period": (
        {"borrowing_hold_shelf_period": "-3 days"},
        [
            "borrowing_hold_shelf_period is '-3 days'",
            "cannot be negative",
        ],
    ),
    "duplicate row": (
        more(
            loan_policy_map=[{"patron_policy": "Student", "loan_policy": name} for name in ("One year", "Four weeks")]
        ),
        ["Loan Policy Map 'Student / All / All / All' is declared 2 times in one task"],
    ),
    "barcode in another case": (
        {"lending_account_barcode": "taken-NN"},
        [
            "Patron Account 'taken-NN' does not exist",
            "'TAKEN-NN', which differs only in upper and lower case",
            "Use this spelling",
        ],
    ),
    "in use": (
        more(loan_policies=[{"name": "One year", "state": "absent"}]),
        ["Loan Policy 'One year' cannot be removed: it is in use by Loan Policy Map", "Remove it there first"],
    ),
    "NCIP in capitals": (
        setting(borrower_check="NCIP"),
        ["ReShare setting borrower_check is 'NCIP'; write exactly one of", "ncip"],
    ),
    "blank method": (
        setting(accept_item=""),
        ["ReShare setting 'accept_item' would make mod-rs report success without any call to WMS", "'ncip'"],
    ),
    "method none": (
        setting(check_out_item="none"),
        ["ReShare setting 'check_out_item' would make mod-rs report success without any call to WMS", "'ncip'"],
    ),
    "misspelt setting": (
        setting(borrower_chek="ncip"),
        ["ReShare setting 'borrower_chek' is not a known field", "Similar: 'borrower_check'"],
    ),
    "misspelt kind": (
        more(loan_policy=[{"name": "A"}]),
        ["configuration contains 'loan_policy', which is not a kind of object", "Similar: ", "'loan_policies'"],
    ),
}

#: Errors that the argument specs of the roles find; Ansible itself names the library.
WRONG_TYPES = {
    "missing variable": (
        {"borrowing_holding_location": ...},
        ["borrowing_holding_location is missing"],
    ),
    "missing branch": ({"wms_main_branch": ...}, ["wms_main_branch is missing"]),
    "list for a dictionary": ({"borrowing_pickup_notice": ["Ready"]}, ["borrowing_pickup_notice", "dict"]),
    "text for a dictionary": ({"lending_overdue_notice": "Overdue!"}, ["lending_overdue_notice", "dict"]),
    "misspelt choice": ({"lending_account_state": "verify"}, ["lending_account_state", "'present', 'verified'"]),
}

WRONG = {**WRONG_VARIABLES, **WRONG_TYPES}
#: These fail after circulation was configured.
LATER = {"wrong password", "wrong tenant", "NCIP in capitals", "blank method", "method none", "misspelt setting"}


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
    libraries = {case: Library(sandbox, directory / "state", patrons=[patron]) for case in [*WRONG, "good", "html"]}
    libraries["html"].answer_with_html("configuration")
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


@pytest.mark.parametrize("case", WRONG_VARIABLES)
def test_errors_in_the_inventory_are_explained(onboarded, unused_port, case):
    done, libraries = onboarded
    library = libraries[case]
    text = done.failure(library)
    assert text.startswith(f"{library.name}: ")
    for part in library.numbered(WRONG[case][1]):
        assert part.replace("PORT", str(unused_port)) in text
    assert f"[{library.name}]: FAILED!" in done.output


@pytest.mark.parametrize("case", WRONG_TYPES)
def test_wrong_types_in_the_inventory_are_explained(onboarded, case):
    done, libraries = onboarded
    for part in WRONG[case][1]:
        assert part in done.failure(libraries[case])


@pytest.mark.parametrize("case", WRONG)
def test_a_rejected_task_writes_nothing(onboarded, case):
    _unused, libraries = onboarded
    library = libraries[case]
    if case in LATER:
        assert library.find_object("loan_policies", "ReShare borrowing")
        assert not library.configuration["ill_settings"]
        assert library.settings()["borrower_check"] is None
    else:
        assert not library.writes()


def test_an_html_page_in_place_of_a_response_is_explained(onboarded):
    done, libraries = onboarded
    text = done.failure(libraries["html"])
    assert "/configuration/v1/institutions/" in text
    assert "returned HTTP 200 with an HTML page ('Sign in') instead of JSON; check the URL" in text


# Logins: five failures disable a key or lock an account.


def test_a_refused_secret_is_tried_once_and_a_corrected_one_at_once(library, controller):
    wrong = {library.name: {"wms_secret": "wrong"}}
    first = controller.playbook(ONBOARD, library, variables=wrong)
    assert first.status == 2
    assert library.calls()["token", "token", "POST"] == 1

    library.reset()
    second = controller.playbook(ONBOARD, library, variables=wrong)
    assert "rejected these credentials" in second.failure(library)
    assert "Corrected credentials are tried at once" in second.failure(library)
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


def test_a_refused_password_is_tried_once_and_a_corrected_one_at_once(library):
    setting = {"key": "max_requests", "value": "3"}
    for _unused in range(6):
        failed = run("reshare_setting", library, **setting, reshare_password="wrong")
        assert failed["failure"]["code"] == "refused"
    assert library.logins() == 1
    assert run("reshare_setting", library, **setting)["changed"] is True


# Single modules, and errors that are rare in an inventory


def refused(library: Library, module: str, **arguments: object) -> str:
    """The message of a failure that wrote nothing."""
    before = library.settled()
    failed = run(module, library, **arguments)
    assert failed["failed"] is True
    assert failed["changed"] is False
    assert library.settled() == before
    assert not library.writes()
    assert failed["msg"].startswith(f"{library.name}: ")
    return failed["msg"]


@pytest.mark.parametrize(
    ("module", "arguments", "part"),
    [
        ("loan_policy", {"name": "A", "loan_period": "2 fortnights"}, "the unit must be one of minutes, hours, days, weeks, months"),
        ("loan_policy", {"name": "A", "loan_period": "soon"}, "write a number and a unit, for example '28 days'"),
        ("loan_policy", {"name": "A", "overdue_periodic_bill": "Daily"}, "Bill Structure 'Daily', which does not exist. "),
        ("loan_limit_policy", {"name": "A", "loan_count_limit": "-1"}, "write a whole number of 0 or more, or 'No Limit'"),
        ("bill_structure", {"name": "A", "bill_reason": "Fine", "bill_type": "Fixed Bill", "amount": "-2"}, "write an amount of 0 or more"),
        ("bill_structure", {"name": "A", "bill_type": "Fixed Bill"}, "requires Bill Reason (bill_reason)"),
        ("hold_request_policy", {"name": "A", "hold_fixed_due_dates": ["30.6.2027"]}, "write a date as YYYY-MM-DD"),
        ("notification_policy", {"name": "A", "notification_type": "X", "start_text": "x" * 501}, "500 are allowed"),
        ("borrower_category", {"name": "x" * 31}, "30 are allowed"),
        ("patron_type_policy", {"name": "Visitors"}, "refers to Borrower Category 'Visitors', which does not exist. Similar: 'Visitor'"),
        (
            "patron_type_policy",
            {"name": "Visitor", "every_limit": "No Limit", "outstanding_bill_value_limit": "5"},
            "Outstanding Bill Value Limit is 5.00; declare one of them",
        ),
        (
            "patron_type_policy",
            {"name": "Visitor", "every_limit": "No Limit", "max_claimed_lost": 0},
            "Max number claimed lost is 0; declare one of them",
        ),
        ("shelving_location", {"holding_code": "TSTM", "name": "A; B"}, "must not contain ';'"),
        ("shelving_location", {"holding_code": "TSTM", "name": "STACKS"}, "'Stacks', which differs only in upper and lower case"),
        ("shelving_location", {"holding_code": "TSTM", "name": "Reserves", "state": "absent"}, "Collection Type Policy 'Closed'"),
        ("loan_policy_map", {"rows": [{"patron_policy": "Student"}]}, "the row for Patron Policy Student requires Loan Policy"),
        ("loan_policy_map", {"rows": [], "exact": True}, "exact with no row would empty the table"),
        ("hold_limit_matrix", {"rows": [{"hold_limit_policy": "ten"}]}, "'Ten', which differs only in upper and lower case"),
        ("collection_type_policy", {"name": "A", "locations": [{"holding_location": "TSTX"}]}, "Holding Code 'TSTX'"),
        (
            "collection_type_policy",
            {"name": "A", "locations": [{"holding_location": "TSTM", "shelving_location": "Reserves"}]},
            "is already in Collection Type Policy 'Closed'",
        ),
        ("ill_settings", {"reshare": {"enable": True}}, "cannot be enabled without Temporary Item Holding Location and Temporary"),
        ("ill_settings", {"relais_d2d": {"temporary_item_holding_location": "TST"}}, "Holding Code 'TST', which does not exist"),
        ("notification_settings", {"notification_types": {"Loan Overdue": "perhaps"}}, "write yes or no"),
        ("borrower_category", {"name": "Student", "state": "absent"}, "in use by Patron Type Policy 'Student'"),
        ("notification_policy", {"name": "Overdue", "state": "absent"}, "in use by Loan Policy 'Four weeks'"),
        ("bill_reason", {"name": "Fine", "state": "absent"}, "in use by Bill Structure 'Daily fine', Bill Structure 'Hold fee'"),
        ("patron_account", {"barcode": "X", "patron_type": "Faculty", "family_name": "X"}, "requires Home Branch"),
        ("patron_account", {"barcode": 'X"', "patron_type": "Faculty"}, "must not contain '\"'"),
        ("reshare_setting", {"key": "max_requests", "value": "few"}, "write a whole number of 0 or more"),
        ("reshare_setting", {"key": "ncip_server_address", "value": "ncip.example"}, "write a full address that begins with https://"),
        ("reshare_setting", {"key": "local_symbols", "value": "X"}, "ReShare has no setting 'local_symbols'"),
        ("reshare_setting", {"key": "max_requests"}, "option 'value' is required"),
        ("circulation_configuration", {"configuration": {"bill_reasons": {"name": "A"}}}, "must be a list of dictionaries"),
        ("circulation_configuration", {"configuration": {}, "prune": ["bill_reasons"]}, "prune contains 'bill_reasons'"),
        ("reshare_configuration", {"configuration": {"setting": {}}}, "configuration contains 'setting', which is not a kind of object. Similar: 'settings'"),
    ],
)  # fmt: skip
def test_a_module_explains_an_error(library, module, arguments, part):
    assert part in refused(library, module, **arguments)


def test_every_problem_of_a_configuration_is_reported_at_once(library):
    text = refused(
        library,
        "circulation_configuration",
        configuration={
            "loan_policies": [{"name": "A", "loan_period": "28"}, {"name": "B", "loan_perod": "28 days"}],
            "hold_limit_policies": [{"verified_hold_count_limit": 3}],
        },
    )
    assert "Loan Policy 'A'" in text
    assert "Loan Policy 'B': 'loan_perod' is not a known field. Similar: 'loan_period'" in text
    assert "Hold Limit Policy: has no Policy Name (name)" in text


def test_two_objects_of_one_name_are_not_guessed_between(make):
    library = make(configuration={"bill_reasons": [{"name": "Fine"}, {"name": "Lost"}, {"name": "Lost"}]})
    assert "Bill Reason 'Lost' exists 2 times (ids " in refused(
        library, "bill_reason", name="Lost", accounting_code="1"
    )


@pytest.mark.parametrize("value", ["none", None, ""])
def test_a_method_can_be_disabled_explicitly(library, value):
    run("reshare_setting", library, key="borrower_check", value="ncip")
    library.reset()
    text = refused(library, "reshare_setting", key="borrower_check", value=value)
    assert "would make mod-rs report success without any call to WMS" in text
    assert run("reshare_setting", library, key="borrower_check", value=value, allow_none=True)["changed"] is True
    assert library.settings()["borrower_check"] == (value or None)


def test_a_setting_that_exists_twice_is_not_guessed_between(library):
    library.add_setting({"key": "max_requests", "section": "requests", "value": "9"})
    library.reset()
    text = refused(library, "reshare_setting", key="max_requests", value="5")
    assert "ReShare setting 'max_requests' exists 2 times (ids " in text


def test_a_setting_behind_a_switched_off_feature_is_named_with_the_switch(make):
    library = make(reshare={"settings": {"wmsSettings.feature_flag": "false"}})
    text = refused(library, "reshare_setting", key="wms_api_key", value="a-new-key")
    assert "ReShare has no setting 'wms_api_key'" in text
    assert "Switched off by 'wmsSettings.feature_flag'" in text


SEES_NO_SECTION = {
    "username": "desk",
    "password": "password of the desk",
    "permissions": ["rs.settings.get", "rs.settings.item.get", "rs.settings.put"],
}


@pytest.mark.parametrize("module", ["reshare_configuration", "reshare_configuration_info"])
def test_the_permission_that_an_account_without_settings_lacks_is_named(make, module):
    library = make(reshare={"mod_rs": "2.19.0", "users": [SEES_NO_SECTION]})
    arguments = {} if module.endswith("info") else {"configuration": {"settings": {"max_requests": 5}}}
    failed = run(module, library, **arguments)
    assert "permission rs.settings.getsection.all" in failed["msg"]
    assert "An incomplete list cannot be used" in failed["msg"]
    assert not library.writes()


def test_an_account_without_write_permission_is_reported(make):
    reader = {"username": "reader", "password": "password of the reader", "permissions": ["rs.settings.read"]}
    library = make(reshare={"mod_rs": "2.19.0", "users": [reader]})
    failed = run("reshare_setting", library, key="max_requests", value="5")
    assert "HTTP 403" in failed["msg"]
    assert "requires permission: rs.settings.put" in failed["msg"]
    assert "Ask the hosting provider" in failed["msg"]
