# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of a library are checked before anything is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible import context
from ansible.parsing.dataloader import DataLoader
from ansible.utils.context_objects import CLIArgs
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, nodes

from ansible_collections.reshare.wms.plugins.module_utils._record.content import RecordData
from ansible_collections.reshare.wms.plugins.module_utils._record.document import dump
from ansible_collections.reshare.wms.plugins.module_utils._record.sources import Attribution
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.extra_variables import (
    caller_texts,
    extra_problems,
    near,
    playbooks_of_run,
    problems_of_run,
)
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.received_places import Places, places
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.selection import tag_problems
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.specification import specification
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.variables import (
    LibraryVariables,
    Unevaluated,
    problems,
    removal,
    taken_accounts,
)
from support.environment import ROOT

PLAYBOOKS = sorted((ROOT / "playbooks").glob("*.yml"))
#: Playbooks that run once on localhost.
WITHOUT_LIBRARY = {"alert", "capture", "forget_person", "restore"}
SPECIFICATION = specification()
NOW = "2026-11-26T10:15:00Z"
REMOVED = {"by": None, "at": None, "removed": {"by": None, "at": None}}
#: A library with everything that a run needs.
SOUND: dict[str, Any] = {
    "wms_registry_id": "100101",
    "wms_main_branch": 100111,
    "borrowing_holding_location": "ADMM",
    "lending_account_barcode": "ADM-RESHARE-01",
    "lending_account_expires": "2099-12-31",
}


def found(required: frozenset[str] = SPECIFICATION.required["onboard"], **changes: Any) -> list[tuple[str, str]]:
    """The errors of a valid library with some variables changed; an ellipsis removes a variable."""
    given = {name: value for name, value in {**SOUND, **changes}.items() if value is not ...}
    return [(problem.variable, problem.code) for problem in problems(LibraryVariables(given), SPECIFICATION, required)]


def message(**changes: Any) -> str:
    (problem,) = problems(LibraryVariables({**SOUND, **changes}), SPECIFICATION, ())
    return problem.sentence


def test_a_sound_library_has_no_problem():
    assert found() == []


def test_everything_is_found_at_once_and_sorted_by_name():
    changes = {
        "borrowing_loan_perod": "3 weeks",
        "reshare_symbl": "RESHARE:ADM",
        "lending_account_pattern": "RS-{Symbol}",
    }
    assert found(**changes, wms_main_branch=..., borrowing_pickup_locations="Main", borrowing_loan_period="28") == [
        ("borrowing_loan_period", "invalid"),
        ("borrowing_loan_perod", "unknown"),
        ("borrowing_pickup_locations", "invalid"),
        ("lending_account_pattern", "invalid"),
        ("reshare_symbl", "unknown"),
        ("wms_main_branch", "missing"),
    ]


@pytest.mark.parametrize(
    ("name", "similar"),
    [
        ("borrowing_loan_perod", "borrowing_loan_period"),
        ("reshare_symbl", "reshare_symbol"),
        ("recieve_files", "receive_files"),
        ("preflight_waiver", "preflight_waivers"),
        ("wms_reed_locations", "wms_read_locations"),
        ("circulation_expectation", "circulation_expectations"),
        ("library_contct", "library_contact"),
        ("reshare_WMS_timeout", "reshare_wms_timeout"),
        # The prefix itself is misspelt.
        ("borowing_loan_period", "borrowing_loan_period"),
        ("wm_sconfiguration_url", "wms_configuration_url"),
        # Ansible accepts such names, and nothing reads them.
        ("lending-account_email", "lending_account_email"),
        ("BORROWING_LOAN_PERIOD", "borrowing_loan_period"),
    ],
)
def test_a_misspelt_variable_is_named_with_the_similar_one(name, similar):
    assert found(**{name: "x"}) == [(name, "unknown")]
    assert f"'{similar}'" in message(**{name: "x"})


@pytest.mark.parametrize(
    "name",
    [
        "library_system",
        "sandbox_url",
        "ansible_connection",
        "answers_total",
        "captured_by",
        "borrower",
        "vaulted_wms_key",
    ],
)
def test_a_variable_of_the_consortium_is_left_alone(name):
    assert found(**{name: "x"}) == []


def test_variables_of_the_consortium_with_our_prefixes_can_be_listed():
    own = {"reshare_wms_own_variables": ["wms_contact", "lending_desk_*"]}
    assert found(**own, wms_contact="x", lending_desk_phone="x", lending_dsk="x") == [("lending_dsk", "unknown")]


def test_the_result_of_a_task_is_nothing_to_set_but_no_mistake_of_a_later_play():
    assert found(receive_result="received/") == [("receive_result", "result")]
    assert found(preflight_result={"ready": True}) == []


WRONG: dict[str, Any] = {
    "borrowing_holding_location": False,
    "borrowing_loan_period": "28",
    "borrowing_hold_shelf_period": "10 fortnights",
    "borrowing_hold_request_period": "0 days",
    "borrowing_pickup_locations": "Main",
    "borrowing_pickup_notice": "ready",
    "borrowing_overdue_notice": {"sbject": "Overdue"},
    "consortium_loan_period": "4 months",
    "lending_loan_period": "0 weeks",
    "lending_account_email": "ill desk",
    "consortium_transit_days": "two weeks",
    "consortium_former_notifications": "legacy",
    "consortium_notifications": "next",
    "lending_account_expires": "31.12.2035",
    "lending_account_state": "absent",
    "preflight_account_days": "soon",
    "wms_read_locations": "perhaps",
    "wms_identity_url": "https://{registry}.example.org",
    "wms_token_url": "https://",
    "wms_metadata_url": "https:// metadata.example.org",
    "reshare_url": "reshare.example.org",
    "wms_registry_id": "1OO101",
    "reshare_replaced_registry_id": 100101.0,
    "reshare_wms_timeout": "soon",
    "lending_accounts": [{"barcode": "A"}, "B"],
    "reshare_settings_pickup_entries": {"main": "911", "desk": None},
    "drift_fails_on": ["drifted"],
    "library_contact": {"name": "Jane Doe", "email": "jane@@example.org"},
    "library_display_name": "Adams\nCollege",
    "worksheet_due_days": -1,
    "receive_files": ["reports", {"path": "more"}],
    "worksheet_sender": "office",
    "circulation_expectations": [{"location": "temporary", "loan_period": "112"}],
    "circulation_expectations_file": "/nonexistent.csv",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_value_that_can_not_be_meant_is_refused(name):
    assert found(**{name: WRONG[name]}) == [(name, "invalid")]


def test_a_wrong_case_is_named_with_its_number_its_column_and_the_remedy(tmp_path):
    cases = [{"fine": None}, {"patron_type": "Student", "loan_polcy": "A"}]
    assert "case 2: 'loan_polcy' is not a known field. Similar: 'loan_policy'" in message(
        circulation_expectations=cases
    )
    file = tmp_path / "cases.csv"
    file.write_text("patron_type;loan_period\nStudent;28 days\nFaculty;28\n", encoding="utf-8")
    text = message(circulation_expectations_file=str(file))
    assert f"{file}: line 3: Regular Loan Period (loan_period) is '28', without a unit" in text


@pytest.mark.parametrize(
    ("pattern", "part"),
    [("RS-{Symbol}", "{Symbol}"), ("RS-{}", "{}"), ("RESHARE", "{symbol}"), ("{symbol}-{symbl}", "{symbl}")],
)
def test_a_pattern_for_accounts_has_the_one_placeholder(pattern, part):
    assert part in message(lending_account_pattern=pattern)
    assert found(lending_account_pattern="RS-{symbol}") == []


@pytest.mark.parametrize("name", sorted(SPECIFICATION.required["onboard"]))
@pytest.mark.parametrize("value", [..., None, ""])
def test_what_is_required_is_neither_left_out_nor_empty(name, value):
    assert (name, "missing") in found(**{name: value})


@pytest.mark.parametrize(
    ("changes", "code"),
    [({}, "invalid"), ({"lending_account_email_shared": True}, None), ({"lending_accounts": [{"barcode": "A"}]}, None)],
)
def test_one_e_mail_address_for_several_accounts_has_to_be_declared(changes, code):
    given = {"lending_account_email": "ill@library.example", "lending_accounts": [{"barcode": "A"}, {"barcode": "B"}]}
    assert found(**{**given, **changes}) == ([] if code is None else [("lending_account_email", code)])


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("lending_partner_symbols", ["RESHARE:B", "RESHARE:A"], "invalid"),
        ("lending_partner_symbols", ["a"], "invalid"),
        ("lending_partner_symbols", ["OTHER:A", "RESHARE:B"], None),
        ("lending_partner_symbols", None, None),
        ("reshare_settings_partner_accounts", {"reshare:a": "LEND-1"}, "invalid"),
        ("reshare_settings_partner_accounts", {"RESHARE:B": "LEND-1"}, None),
    ],
)
def test_a_library_is_not_its_own_partner(name, value, code):
    assert found(reshare_symbol="RESHARE:A", **{name: value}) == ([] if code is None else [(name, code)])


COLLECTED = "{{ groups['all'] | map('extract', hostvars, 'reshare_symbol') }}"


@pytest.mark.parametrize(
    ("slices", "partners", "code"),
    [
        (4, {}, "missing"),
        ("4", {"lending_partner_symbols": COLLECTED}, "missing"),
        (4, {"lending_partner_symbols": ["RESHARE:B"]}, None),
        (4, {"lending_partner_symbols": "{{ our_groups | difference([reshare_symbol]) }}"}, None),
        (1, {}, None),
        ("four", {"lending_partner_symbols": []}, "invalid"),
    ],
)
def test_a_slice_lists_its_partners_which_its_inventory_lacks(slices, partners, code):
    # An expression has no type here.
    problems = {found_code for _name, found_code in found(reshare_wms_slices=slices, **partners)}
    assert problems >= {code} if code else "missing" not in problems


@pytest.mark.parametrize("value", [None, ""])
@pytest.mark.parametrize("name", ["reshare_settings_connector", "borrowing_hold_request_patron_types"])
def test_a_variable_whose_entries_were_all_removed_is_wrong(name, value):
    assert found(**{name: value}) == [(name, "invalid")]


def test_a_notice_that_is_not_sent_is_valid():
    assert found(borrowing_overdue_notice=None, lending_recall_notice={}) == []


def test_what_is_set_elsewhere_is_not_missing():
    library = LibraryVariables({}, elsewhere={"wms_key"})
    assert [one.variable for one in problems(library, SPECIFICATION, ("wms_key", "wms_secret"))] == [
        # The environment of the run is not written into ReShare.
        "reshare_settings_wms_key",
        "wms_secret",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reshare_url", "{{ gateway }}/okapi"),
        ("reshare_url", "https://{{ host }}:9130"),
        ("wms_identity_url", "http://[::1]:8099/{registry_id}/idaas"),
        ("wms_registry_id", 128807),
        ("wms_registry_id", "{{ registry[inventory_hostname] }}"),
    ],
)
def test_an_address_and_a_number_of_the_registry_are_not_evaluated(name, value):
    assert found(**{name: value}) == []


def test_with_a_record_only_the_record_states_a_removal(tmp_path, monkeypatch):
    stated = {**SOUND, "enable_reshare_state": "removed", "inventory_hostname": "adams"}
    assert found(**stated) == []
    unread = {"withdrawn": {**REMOVED, "reason": None}, "live": None}
    assert removal(LibraryVariables(stated), "adams") == unread
    # From a variable, or from the environment.
    monkeypatch.setenv("RESHARE_WMS_RECORD_DIR", str(tmp_path))
    assert found(**stated) == [("enable_reshare_state", "invalid")]
    assert removal(LibraryVariables(stated), "adams") is None
    content = RecordData("adams", SOUND["wms_registry_id"])
    content.withdraw(Attribution("Jane Doe", NOW), None)
    content.remove(Attribution("Jane Doe", NOW))
    (tmp_path / "adams.yml").write_text(dump(content, DECLARABLE), encoding="utf-8")
    assert found(**stated) == []
    recorded = removal(LibraryVariables(SOUND), "adams")
    assert recorded is not None and (recorded["live"], recorded["withdrawn"]["removed"]["by"]) == (False, "Jane Doe")


def test_no_secret_is_evaluated_or_told():
    def evaluate(value: Any) -> Any:
        raise AssertionError(f"{value} was evaluated")

    given = {
        **SOUND,
        "wms_secret": "{{ vaulted }}",
        "reshare_password": ["canary"],
        "reshare_settings_wms_secret": "{{ vaulted }}",
    }
    del given["lending_account_expires"]
    (problem,) = problems(LibraryVariables(given, evaluate), SPECIFICATION, ())
    assert problem.variable == "reshare_password"
    assert "canary" not in problem.sentence


def test_an_expression_is_judged_by_its_value():
    values = {"{{ weeks }}": "4 weeks", "{{ list }}": ["Main"]}

    def evaluate(value: Any) -> Any:
        if value not in values:
            raise Unevaluated("cannot be evaluated")
        return values[value]

    given = {
        "borrowing_loan_period": "{{ weeks }}",
        "borrowing_pickup_locations": "{{ list }}",
        "lending_loan_period": "{{ day }}",
    }
    (problem,) = problems(LibraryVariables(given, evaluate), SPECIFICATION, ())
    assert (problem.variable, problem.code) == ("lending_loan_period", "invalid")


@pytest.mark.parametrize(("uses", "refused"), [(["reshare_url"], ["reshare_url"]), (["wms_url"], [])])
def test_a_value_that_the_run_uses_cannot_refer_to_an_undefined_variable(uses, refused):
    given = {**SOUND, "reshare_url": "{{ missing }}"}
    library = LibraryVariables(given, uses=uses, undefined=lambda value: ["missing"] if "{{" in str(value) else [])
    found = problems(library, SPECIFICATION, ())
    assert [(one.variable, one.code) for one in found] == [(name, "invalid") for name in refused]


@pytest.mark.parametrize(
    ("roles", "options", "used"),
    [
        (["onboard"], [], {"wms_secret", "reshare_symbol", "lending_more"}),
        (["onboard"], ["onboard_waves"], {"wms_secret", "reshare_symbol", "lending_more", "onboard_waves"}),
        ([], ["onboard_waves"], set()),
    ],
)
def test_a_play_for_libraries_uses_their_variables_and_its_own_options(roles, options, used):
    some = {"wms_secret", "reshare_symbol", "lending_more", "onboard_waves", "worksheet_smtp_password"}
    assert SPECIFICATION.used_by(roles, options) & some == used


# The specification


def test_the_defaults_of_the_roles_are_as_their_types_say():
    defaults: dict[str, Any] = {}
    for path in (ROOT / "roles").glob("*/defaults/main.yml"):
        defaults |= yaml.safe_load(path.read_text(encoding="utf-8"))
    plain = {name: value for name, value in defaults.items() if not (isinstance(value, str) and "{{" in value)}
    assert problems(LibraryVariables(plain), SPECIFICATION, ()) == []


@pytest.mark.parametrize("path", PLAYBOOKS, ids=lambda path: path.stem)
def test_a_playbook_begins_with_the_checks(path):
    play, *more = yaml.safe_load(path.read_text(encoding="utf-8"))
    # A playbook that imports others has one more play, with the summary.
    assert not more or any("ansible.builtin.import_playbook" in one for one in more)
    assert play["hosts"].startswith("{{ lookup('reshare.wms.libraries'") or path.stem in WITHOUT_LIBRARY
    first = play["tasks"][0]
    first = first["block"][0] if "block" in first else first
    checks = ("reshare.wms.validate_variables", "reshare.wms.validate_inventory")
    assert first.get("ansible.builtin.import_tasks") == "tasks/whole_run.yml" or not first.keys().isdisjoint(checks)
    assert "roles" not in play


@pytest.mark.parametrize("path", PLAYBOOKS, ids=lambda path: path.stem)
def test_the_variables_in_a_playbook_are_known(path):
    used = {name.name for name in Environment().parse(path.read_text(encoding="utf-8")).find_all(nodes.Name)}
    magic = {
        "dict",
        "omit",
        "groups",
        "hostvars",
        "inventory_hostname",
        "item",
        "lookup",
        "query",
        *(name for name in used if name.startswith("ansible_")),
    }
    assert used - magic <= SPECIFICATION.options.keys() | SPECIFICATION.results | SPECIFICATION.internal


@pytest.mark.parametrize(
    ("given", "variables"),
    [
        ({"lending_account_barcode": "RESHARE-FIR"}, ["lending_account_barcode"]),
        ({"lending_account_barcode": "FIR"}, []),
        ({"lending_account_barcode": "FIR", "lending_account_pattern": "RESHARE-{symbol}"}, []),
        ({"lending_partner_accounts": {"RESHARE:A": "A", "RESHARE:B": "A"}}, ["lending_partner_accounts"]),
        ({"lending_partner_accounts": ["A"]}, []),
        ({"lending_account_barcode": ...}, []),
    ],
)
def test_a_lending_account_belongs_to_one_partner(given, variables):
    accounts = {"lending_partner_accounts": {"RESHARE:FIR": "RESHARE-FIR"}}
    variables_given = {name: value for name, value in {**SOUND, **accounts, **given}.items() if value is not ...}
    assert [problem.variable for problem in taken_accounts(LibraryVariables(variables_given))] == variables


def test_the_accounts_of_a_pattern_are_evaluated_only_if_one_can_be_the_default_account():
    def evaluated(barcode: str) -> list[str]:
        seen: list[str] = []
        written = {"lending_account_pattern": "RESHARE-{symbol}", "lending_partner_accounts": None}
        given = {"lending_account_barcode": barcode, **written}
        taken_accounts(LibraryVariables(given, composed=seen.append))
        return seen

    assert (evaluated("RESHARE-FIR"), evaluated("ADM-RESHARE-01")) == (["lending_partner_accounts"], [])


# Tags


@pytest.mark.parametrize(
    ("known", "run", "skip"),
    [
        ((), ["circulation"], []),
        ((), ["tagged"], []),
        ((), ["never"], []),
        ((), ["all"], ["untagged"]),
        ((), ["all"], ["circulation"]),
        (("one", "two"), ["on"], []),
        (("one", "two"), ["one", "tow"], []),
        (("one", "two"), ["all"], ["tow"]),
        (("one", "two"), ["all"], ["one", "two"]),
        (("one", "two"), ["untagged"], []),
        (("one", "two"), ["one"], ["one"]),
    ],
)
def test_tags_that_leave_nothing_or_are_misspelt_are_refused(known, run, skip):
    assert len(tag_problems(known, run, skip)) == 1


@pytest.mark.parametrize(
    ("known", "run", "skip"),
    [
        ((), ["all"], []),
        ((), ["untagged"], []),
        (("one", "two"), ["one"], []),
        (("one", "two"), ["all"], ["two"]),
        (("one",), ["tagged"], []),
    ],
)
def test_tags_that_leave_something_are_fine(known, run, skip):
    assert tag_problems(known, run, skip) == []


# Files from other people


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("project/inventory/inbox", "project/received/old", "project/site/files", "received"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "project/inventory/libraries.yml").touch()
    (tmp_path / "project/linked").symlink_to(tmp_path / "project/inventory/inbox")
    return tmp_path


def of(project: Path, source: str) -> Places:
    sources = [str(project / "project" / source), "adams,baker"]
    return places({"ansible_inventory_sources": sources, "playbook_dir": str(project / "project/site")})


@pytest.mark.parametrize("source", ["inventory", "inventory/libraries.yml"])
@pytest.mark.parametrize(
    "path",
    [
        "inventory",
        "inventory/inbox",
        "inventory/inbox/a.json",
        "linked",
        "site/files",
        "received/host_vars/a.json",
        "received/../inventory/inbox",
    ],
)
def test_received_files_where_ansible_reads_are_refused(project, source, path):
    assert of(project, source).problem(str(project / "project" / path))


@pytest.mark.parametrize("path", ["received", "received/a.json", "a.json"])
def test_received_files_beside_the_folder_of_an_inventory_are_refused(project, path):
    assert of(project, "inventory").problem(str(project / "project" / path))


def test_received_files_elsewhere_are_taken(project):
    assert of(project, "inventory").problem(str(project / "received")) is None
    assert of(project, "inventory").problem(str(project / "received/a.json")) is None
    assert of(project, "inventory/libraries.yml").problem(str(project / "project/received")) is None


def test_a_relative_path_is_one_of_the_current_directory(project, monkeypatch):
    monkeypatch.chdir(project / "project")
    assert of(project, "inventory").problem("../received") is None
    assert of(project, "inventory").problem("received")


# The names of extra variables: a misspelt one, or one of another playbook, is an error that names the right one


OPTIONS = sorted(SPECIFICATION.options)


def codes(*names: str, playbooks: list[str] | None = None, texts: tuple[str, ...] = (), **variables: Any) -> list[Any]:
    found = extra_problems(names, variables, playbooks or ["onboard"], SPECIFICATION, texts)
    return [(one.variable, one.code) for one in found]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("runfile", ["run_file"]),
        ("run-file", ["run_file"]),
        ("plna", ["plan"]),
        ("Plan", ["plan"]),
        ("reviewed_plan", ["plan"]),
        ("received_files", ["receive_files"]),
        ("file_receive", ["receive_files"]),
        ("record_dir", ["wms_record_dir"]),
        ("approved_by", ["plan_approved_by", "receive_approved_by"]),
        ("enablereshareagain", ["enable_reshare_again"]),
        ("worksheets_file", ["worksheet_overview_file"]),
        *(
            (name, [])
            for name in ("env", "stage", "target", "job_id", "git_branch", "backup_dir", "customer", "mail_to")
        ),
    ],
)
def test_a_similar_name_is_found_and_a_foreign_one_is_not(name, meant):
    assert near(name, OPTIONS) == meant


@given(st.sampled_from(OPTIONS), st.data())
@settings(max_examples=60)
def test_a_name_with_one_typing_error_has_the_right_one_among_the_similar_ones(option, data):
    place = data.draw(st.integers(0, len(option) - 1))
    letter = data.draw(st.sampled_from("abxyz_"))
    wrong = data.draw(
        st.sampled_from(
            [
                option[:place] + option[place + 1 :],
                option[:place] + letter + option[place:],
                option[:place] + letter + option[place + 1 :],
                option[:place] + option[place + 1 : place + 2] + option[place] + option[place + 2 :],
                option.upper(),
                option.replace("_", ""),
            ]
        )
    )
    assert option in near(wrong, OPTIONS)


def test_a_misspelt_name_is_an_error_that_names_what_this_playbook_uses_first():
    (found,) = extra_problems(["files"], {}, ["onboard"], SPECIFICATION)
    assert found.sentence == (
        "files is not a variable of this collection, so it has no effect. Similar: 'first_contact_files', 'receive_files'. "
        "If it is yours, list it in reshare_wms_extra_variables."
    )


def test_names_of_the_caller_and_of_a_controller_are_none_of_this_collection():
    names = ("runfile", "awx_job_id", "tower_job_id", "ansible_host")
    assert codes(*names) == [("runfile", "resembles")]
    assert codes(*names, reshare_wms_extra_variables=["runf*"]) == []
    assert codes(*names, reshare_wms_own_variables=["runfile"]) == []
    assert codes(*names, texts=("reshare_url: https://{{ runfile }}.example.org",)) == []
    assert codes(*names, texts=("floor_runfile: 2",)) == [("runfile", "resembles")]


def test_a_variable_of_another_playbook_has_no_effect_and_is_refused():
    for playbooks, refused in (
        (["onboard"], False),
        (["drift", "onboard"], False),
        (["apply"], True),
        (["drift"], True),
    ):
        expected = [("plan", "no_effect")] if refused else []
        assert codes("plan", "wms_record_dir", "lending_loan_period", playbooks=playbooks) == expected
    # The caller's own playbook can import any of them.
    assert extra_problems(["plan"], {}, None, SPECIFICATION) == []
    assert codes("plan", playbooks=["apply"], reshare_wms_extra_variables=["plan"]) == []


def test_a_state_is_of_the_inventory_and_a_text_without_a_name_sets_nothing():
    assert codes("enable_reshare_state") == [("enable_reshare_state", "invalid")]
    # They would have precedence over what the tasks find out.
    own = ["drift_removed", "onboard_awaits_answers", "reshare_wms_validation"]
    assert codes(*own) == [(name, "invalid") for name in own]
    assert codes("_raw_params") == [("-e", "invalid")]
    # The variables of a plan's file, with a wrong @.
    found = codes("format", "version", "made", "by", "fingerprint", "libraries")
    assert [name for name, _code in found] == ["by", "libraries"]


def test_every_variable_of_a_playbook_can_be_set_for_it():
    for playbook, options in SPECIFICATION.of_runs.items():
        assert codes(*options, playbooks=[playbook]) == []


def test_the_playbooks_of_a_run_are_known_unless_one_is_the_callers():
    ours = str(ROOT / "playbooks/drift.yml")
    assert playbooks_of_run(["reshare.wms.onboard", ours]) == ["onboard", "drift"]
    assert playbooks_of_run(["reshare.wms.onboard", "site.yml"]) is None


def test_a_misspelt_tag_of_a_role_in_a_playbook_of_the_caller_is_a_problem(tmp_path, monkeypatch):
    (tmp_path / "site.yml").write_text(
        "- hosts: all\n  roles: [reshare.wms.onboard]\n  tags: [web]\n", encoding="utf-8"
    )
    monkeypatch.setattr(context, "CLIARGS", CLIArgs({"args": (str(tmp_path / "site.yml"),)}))
    task_vars = {"playbook_dir": str(tmp_path), "ansible_run_tags": ["circulaton", "web"]}
    (found,) = problems_of_run(task_vars, DataLoader(), SPECIFICATION)
    assert found.message.startswith("--tags circulaton: reshare.wms has no such tag. Similar: 'circulation'.")


def test_the_callers_files_are_read_without_comments(tmp_path):
    for path, text in {
        "inventory/hosts.yml": "one: 1  # with -e two=2",
        "inventory/host_vars/adams/vars.yml": "three: '{{ four }}'",
        "play/site.yml": "five",
        "play/roles/own/tasks/main.yml": "six",
        "play/other/notes.yml": "seven",
        "play/roles/own/files/data.bin": "eight",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    places = Places((str(tmp_path / "inventory"), str(tmp_path / "missing")), str(tmp_path))
    read = sorted(caller_texts(places, ["reshare.wms.drift", str(tmp_path / "play/site.yml")]))
    assert read == ["five", "one: 1 ", "six", "three: '{{ four }}'"]
