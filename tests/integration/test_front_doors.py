# SPDX-License-Identifier: GPL-3.0-or-later

"""The two ways to run a module, in the controller and as an ordinary module: secrets, vaults, options and defaults, and the same results."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from ansible.parsing.vault import VaultLib, VaultSecret
from reshare_wms_sandbox.testing import comparable

from support.canaries import PASSWORD, SECRET, traces
from support.controller import Controller, Vaulted, dump
from support.environment import ROOT
from support.library import Library
from support.object_examples import ALL, OTHERS, TABLES
from support.waiting import wait_until

ORDINARY = ("-e", "reshare_wms_inline=false")
# Ordinary modules take much longer, so `make test` runs only the inline ones.
both_ways = pytest.mark.parametrize(
    "arguments", [(), pytest.param(ORDINARY, marks=pytest.mark.long)], ids=["inline", "ordinary"]
)
AS_WITH_ANY_MODULE = {"async": {"async": 60, "poll": 1}, "become": {"become": True, "become_method": "pretend"}}

WEEKS = {"name": "Weeks", "loan_period": "4 weeks"}

SECRETS = {
    "wms_secret": SECRET,
    "reshare_password": PASSWORD,
    "wms_api_key": "canary-api-key",
    "wms_api_secret": 'canary-api "sécret" /&',
    "wms_connector_password": "canary-connector\npassword",
    "ncip_from_agency_authentication": "canary-agency",
}


def settings(given: str) -> dict:
    return {"configuration": {"settings": given}}


@pytest.mark.matrix
@both_ways
def test_no_secret_is_ever_shown(make, controller, arguments):
    """No output, file or callback contains a secret, whatever options a task has."""
    library = make(
        wskey={"secret": SECRETS["wms_secret"]},
        reshare={"users": [{"username": "admin", "password": SECRETS["reshare_password"]}]},
    )
    # Values are in variables: Ansible itself shows the lines of a playbook around a failed task.
    hidden = {
        "many": {name: value for name, value in SECRETS.items() if name not in ("wms_secret", "reshare_password")},
        "misspelt": {"wms_api_secret": "canary-misspelt", "wms_api_secrets": "canary-unknown"},
        "unlike_text": {"wms_api_secret": ["canary-in-a-list"]},
        "one": "canary-one",
        "wrong": "canary-wrong",
    }
    bad = {"reshare.wms.loan_policy": {"name": "Bad", "loan_period": "28"}}
    # These never run in the controller, so they are part of one of the two runs.
    as_with_any = {} if arguments else AS_WITH_ANY_MODULE
    plain = {
        "circulation": {"reshare.wms.loan_policy": WEEKS},
        "loop": {"reshare.wms.loan_policy": {**WEEKS, "name": "{{ item }}"}, "loop": ["One", "Two"]},
        "check mode": {"reshare.wms.loan_policy": {**WEEKS, "name": "Three"}, "check_mode": True},
        **{name: {"reshare.wms.loan_policy": WEEKS, **keywords} for name, keywords in as_with_any.items()},
        "export": {"reshare.wms.reshare_configuration_info": {}},
        "rescued": {"block": [bad], "rescue": [{"ansible.builtin.debug": {"var": "ansible_failed_task.args"}}]},
    }
    one = {"reshare.wms.reshare_setting": {"key": "wms_api_secret", "value": "{{ hidden.one }}"}}
    named = {
        "one": one,
        **{f"one, {name}": {**one, **keywords} for name, keywords in as_with_any.items()},
        "many": {"reshare.wms.reshare_configuration": settings("{{ hidden.many }}")},
        "again": {"reshare.wms.reshare_configuration": settings("{{ hidden.many }}")},
    }
    failing = {
        "misspelt": {"reshare.wms.reshare_configuration": settings("{{ hidden.misspelt }}")},
        "unlike": {"reshare.wms.reshare_configuration": settings("{{ hidden.unlike_text }}")},
        "wrong secret": {"reshare.wms.loan_policy": {**WEEKS, "wms_secret": "{{ hidden.wrong }}"}},
        "wrong password": {"reshare.wms.reshare_configuration_info": {"reshare_password": "{{ hidden.wrong }}"}},
        "invalid": {"reshare.wms.loan_policy": {**WEEKS, "wms_secret": "{{ hidden.wrong }}", "retries": "many"}},
    }
    tasks = [{"name": name, **task} for group in (plain, named) for name, task in group.items()]
    tasks += [{"name": name, **task, "ignore_errors": True} for name, task in failing.items()]
    more = {library.name: {"hidden": hidden, "library_options": {}}}
    outputs = {
        "ANSIBLE_CALLBACKS_ENABLED": "recorder,ansible.builtin.junit,reshare.wms.run",
        "ANSIBLE_LOG_PATH": str(controller.directory / "ansible.log"),
        "JUNIT_OUTPUT_DIR": str(controller.directory / "junit"),
    }
    run = controller.play(tasks, library, *arguments, "-vvvv", "--diff", variables=more, **outputs)
    assert run.status == 0
    assert [line["task"] for line in run.lines if line["status"] == "ignored"] == list(failing)
    assert library.settings()["wms_api_secret"] == SECRETS["wms_api_secret"]
    assert "(secret, as declared)" in run.output
    assert traces(run.output) == []
    for line in run.lines[:-1]:
        arguments = line["args"] if line["task"] in plain else None
        assert (line["task"], traces(json.dumps([line["result"], arguments], ensure_ascii=False))) == (line["task"], [])
    # Ansible's wrapper of an async task removes its files shortly after the task.
    wait_until(lambda: not any(controller.directory.rglob("AnsiballZ_*")))
    given = {"libraries.yml", "playbook.yml", "results-1.jsonl"}
    written = {path.name: path for path in controller.directory.rglob("*") if path.is_file() and path.name not in given}
    assert "ansible.log" in written and list((controller.directory / "junit").iterdir())
    assert {
        name: found for name, path in written.items() if (found := traces(path.read_text("utf-8", "replace")))
    } == {}
    # The only deprecation warnings are Ansible's own.
    assert [line for line in run.output.splitlines() if "DEPRECATION" in line and "ANSIBLE_" not in line] == []


@pytest.mark.matrix
@both_ways
def test_onboarding_shows_no_secret(make, controller, arguments):
    library = make(
        wskey={"secret": SECRETS["wms_secret"]},
        reshare={"users": [{"username": "admin", "password": SECRETS["reshare_password"]}]},
    )
    connector = {
        "address": "https://connector.example",
        "username": "us",
        "password": SECRETS["wms_connector_password"],
    }
    # The inventory contains each secret once, as usual.
    more = {"reshare_settings_connector": connector, "library_options": {}}
    account = ("-e", f"run_file={controller.directory}/run.json")
    run = controller.playbook(
        "reshare.wms.onboard", library, *arguments, *account, "-vvvv", "--diff", variables={library.name: more}
    )
    assert run.status == 0
    assert library.settings()["wms_connector_password"] == SECRETS["wms_connector_password"]
    written = [path.read_text(encoding="utf-8") for path in controller.directory.glob("run.*")]
    assert [traces(text) for text in (run.output, *written)] == [[]] * 4


@pytest.mark.matrix
@both_ways
def test_vaulted_values_work(library, controller, tmp_path, arguments):
    password = tmp_path / "vault-password"
    password.write_text("open sesame", encoding="utf-8")
    vaulted = {
        **library.options,
        "wms_secret": encrypted(library.options["wms_secret"]),
        "reshare_password": encrypted(library.options["reshare_password"]),
    }
    more = {
        "library_options": vaulted,
        "vaulted_name": encrypted("From the vault"),
        "vaulted_value": encrypted("from the vault"),
    }
    tasks = [
        {"name": "reason", "reshare.wms.bill_reason": {"name": "{{ vaulted_name }}"}},
        {
            "name": "setting",
            "reshare.wms.reshare_setting": {"key": "wms_connector_username", "value": "{{ vaulted_value }}"},
        },
    ]
    run = controller.play(
        tasks, library, *arguments, "--vault-password-file", str(password), variables={library.name: more}
    )
    assert run.status == 0
    assert library.find_object("bill_reasons", "From the vault")
    assert library.settings()["wms_connector_username"] == "from the vault"


def test_without_the_vault_password_the_value_and_the_remedy_are_named(library, controller):
    """Whichever variable it is."""
    for name in ("wms_secret", "lending_account_barcode"):
        run = controller.playbook("reshare.wms.onboard", library, variables={library.name: {name: encrypted("x")}})
        assert run.status == 2
        assert re.search(
            r"no vault secrets found \(/\S+:\d+\)\. Nothing was run\. Give the right", run.failure(library)
        )
        assert "--ask-vault-pass" in run.failure(library)
    assert not library.calls()


def encrypted(text: str) -> Vaulted:
    secret = VaultSecret(b"open sesame")
    return Vaulted(VaultLib([("default", secret)]).encrypt(text, secret).decode())


@pytest.mark.long
@pytest.mark.matrix
def test_async_and_become_work_as_with_any_module(library, controller):
    tasks = [
        {"name": way, "reshare.wms.bill_reason": {"name": f"By {way}"}, **keywords}
        for way, keywords in AS_WITH_ANY_MODULE.items()
    ]
    run = controller.play(tasks, library)
    assert run.status == 0
    for way in AS_WITH_ANY_MODULE:
        result = run.result(way, library)
        assert "invocation" in result
        assert result["changed"] is True
        assert result["object"] == {"name": f"By {way}"}
        assert library.find_object("bill_reasons", f"By {way}")


def test_the_library_name_defaults_to_the_inventory_name(library, controller):
    bad = {"name": "Bad", "loan_period": "28"}
    tasks = [
        {"name": "inventory", "reshare.wms.loan_policy": bad},
        {"name": "stated", "reshare.wms.loan_policy": {**bad, "library": "Alexandria"}},
    ]
    run = controller.play([{**task, "ignore_errors": True} for task in tasks], library)
    assert run.result("inventory", library)["msg"].startswith(f"{library.name}: ")
    assert run.result("stated", library)["msg"].startswith("Alexandria: ")


@both_ways
def test_options_take_precedence_over_defaults_variables_and_environment(library, controller, arguments):
    """The address of the call shows which value was used."""
    nowhere, option = "http://127.0.0.1:9", "wms_configuration_url"
    policy = {"name": "Weeks", "retries": 0}
    defaults = {"group/reshare.wms.all": {option: f"{nowhere}/defaults"}}
    tasks = {
        "task": {"reshare.wms.loan_policy": {**policy, option: f"{nowhere}/task"}, "module_defaults": defaults},
        "defaults": {"reshare.wms.loan_policy": policy, "module_defaults": defaults},
        "variables": {"reshare.wms.loan_policy": policy},
        "environment": {"reshare.wms.loan_policy": {**policy, option: None}},
    }
    play = {
        "hosts": "all",
        "gather_facts": False,
        "ignore_errors": True,
        "tasks": [{"name": name, **task} for name, task in tasks.items()],
    }
    playbook = controller.directory / "front_doors.yml"
    playbook.write_text(dump([play]), encoding="utf-8")
    variables = {library.name: {"nowhere": nowhere, option: "{{ nowhere }}/variables"}}
    environment = {"RESHARE_WMS_CONFIGURATION_URL": f"{nowhere}/environment"}
    run = controller.playbook(str(playbook), library, *arguments, variables=variables, **environment)
    for name in tasks:
        assert f"{nowhere}/{name}/institutions/" in run.result(name, library)["msg"]


@both_ways
def test_a_default_of_one_module_never_reaches_another(library, controller, arguments):
    """With plugin_routing redirects, as of core 2.22, the defaults of all modules would be one dictionary."""
    defaults = {"reshare.wms.loan_policy": {"loan_period": "99 days"}, "reshare.wms.bill_reason": {"state": "absent"}}
    tasks = {
        "policy": {"reshare.wms.loan_policy": {"name": "Weeks"}},
        "reason": {"reshare.wms.bill_reason": {"name": "Lost"}},
    }
    run = controller.play(
        [{"name": name, **task, "module_defaults": defaults} for name, task in tasks.items()], library, *arguments
    )
    assert run.status == 0
    assert run.result("policy", library)["object"] == {"name": "Weeks", "loan_period": "99 days"}
    assert run.result("reason", library)["object"] is None


#: A task as a person writes it: YAML reads the barcode as 5349, and the name as a boolean.
MISREAD = """- hosts: all
  gather_facts: false
  ignore_errors: true
  tasks:
    - name: number
      reshare.wms.patron_account: {barcode: 0012345, family_name: Adams, patron_type: Student}
    - name: boolean
      reshare.wms.loan_policy: {name: NO, loan_period: 3 days}
"""


@pytest.mark.matrix
def test_a_value_that_yaml_reads_as_another_one_is_refused(library, controller):
    playbook = controller.directory / "misread.yml"
    playbook.write_text(MISREAD, encoding="utf-8")
    before = library.calls()
    run = controller.playbook(str(playbook), library)
    number, boolean = (run.result(name, library) for name in ("number", "boolean"))
    assert f"{library.name}: barcode contains a number in line 6 of misread.yml" in number["msg"]
    assert number["failure"].get("fields", []) == ["barcode"]
    assert "Policy Name (name) is the boolean false; write the text in quotes" in boolean["msg"]
    assert library.calls() == before


# Every module works on this ansible-core, in the controller and in a process of its own, with the same result


#: In make test: an object, a map, a setting and an export. A process takes a second of processor time, because Ansible packages it.
SAMPLE = ("loan_policy", "loan_policy_map", "reshare_setting", "circulation_configuration_info")

AGENCIES = {"from_agency": "9NN", "to_agency": "9NN"}
PLACE = {"holding_location": "TSTM", "shelving_location": "Stacks"}
POLICY = {"name": "Weeks", "loan_period": "4 weeks"}

TASKS: dict[str, dict[str, Any]] = {
    **{example.module: example.steps["create"] for example in ALL},
    "circulation_configuration": {"configuration": {"bill_reasons": [{"name": "Lost"}], "loan_policies": [POLICY]}},
    "circulation_configuration_info": {"kinds": ["bill_reasons", "loan_policy_map"]},
    "library_info": {},
    "library_variables": {"facts": {"holding_codes": [], "refused": {}}, "folder": "{{ received }}"},
    "first_contact": {"patron_barcode": "PATRON-1"},
    "fetch_answers": {
        "folder": "{{ runs }}/inbox",
        "libraries": ["{{ inventory_hostname }}"],
        "source": "{{ received }}",
    },
    "forget_person": {"person": "Jane Doe", "folders": ["{{ runs }}"]},
    "output_files": {"folder": "{{ runs }}", "files": {"new/text.txt": "text"}},
    "ncip_probe": {**AGENCIES, "barcode": "NO-SUCH-ITEM"},
    "ncip_verification": {
        **AGENCIES,
        "lending": {"item_barcode": "ITEM-1", "account_barcode": "LEND-NN", "patron_type": "Faculty", **PLACE},
    },
    "plan_info": {"circulation_configuration": {"loan_policies": [POLICY]}},
    "policy_resolution_info": {"patron_types": ["Faculty"], **PLACE},
    "preflight_info": {
        "circulation_configuration": {"loan_policies": [{"name": "Week"}]},
        "expected": {"holding_location": "TSTM"},
    },
    # Before there is a page, which would have to be sent.
    "worksheet_mail": {"smtp_host": "127.0.0.1", "sender": "office@example.org"},
    "record_info": {},
    "record_questions": {"configuration": {"loan_policies": [POLICY]}},
    "record_import": {"files": ["{{ received }}"], "by": "Jane", "lending_patron_type": "Faculty"},
    "reshare_configuration": {"configuration": {"settings": {"max_requests": 7}}},
    "reshare_configuration_info": {},
    "validate_inventory": {"libraries": ["{{ inventory_hostname }}"]},
    "validate_variables": {"roles": ["onboard"]},
    "withheld_info": {"libraries": ["{{ inventory_hostname }}"]},
}
#: These need a record instead of the configuration service.
WITH_RECORD = {"record_import", "record_info", "record_questions", "worksheet_mail"}
#: Values that depend on how and where a task was run.
OWN = {"invocation", "ansible_facts", "worksheet", "evidence", "path", "page", "json"}


def results(library: Library, directory: Path, modules: Collection[str], *arguments: str) -> dict[str, dict[str, Any]]:
    """The result of each of these modules. arguments: of ansible-playbook."""
    received = directory / "received"
    received.mkdir(parents=True)
    events = "Event Date;Event Loan Policy;Event Borrower Category\n2026-11-02;One year;Faculty\n"
    (received / "events.csv").write_text(events, encoding="utf-8")
    runs = directory / "runs"
    runs.mkdir()
    record = {"wms_record_dir": str(directory / "record"), "wms_configuration_url": None}
    tasks = [
        {
            "name": module,
            f"reshare.wms.{module}": {**library.numbered(given), **(record if module in WITH_RECORD else {})},
        }
        for module, given in TASKS.items()
        if module in modules
    ]
    variables = {library.name: {"received": str(received), "runs": str(runs)}}
    done = Controller(directory).play(tasks, library, *arguments, variables=variables)
    assert done.status == 0, done.output
    found = {module: done.result(module, library) for module in modules}
    # Only an ordinary module returns its invocation.
    assert ("invocation" in found["loan_policy"]) is bool(arguments)
    kept = {
        module: {name: one for name, one in result.items() if name not in OWN and not name.startswith("_ansible")}
        for module, result in found.items()
    }
    return library.unnumbered(json.loads(json.dumps(comparable(kept)).replace(str(directory), "FOLDER")))


def test_the_list_has_every_module():
    # The others need the variables of the roles, and the results of a playbook.
    assert {*TASKS, "declarations_info", "run_summary"} == {
        path.stem for path in (ROOT / "plugins/modules").glob("*.py")
    }


@pytest.mark.parametrize(
    "modules",
    [
        pytest.param(SAMPLE, marks=pytest.mark.matrix, id="sample"),
        pytest.param(tuple(TASKS), marks=pytest.mark.long, id="all"),
    ],
)
def test_every_module_gives_the_same_in_both_ways(make, tmp_path, modules):
    one, other = (make(configuration=OTHERS, reshare=TABLES) for _number in range(2))
    inline = results(one, tmp_path / "inline", modules)
    ordinary = results(other, tmp_path / "ordinary", modules, "-e", "reshare_wms_inline=false")
    assert [module for module in modules if inline[module] != ordinary[module]] == []
    assert inline == ordinary
    assert one.comparable() == other.comparable()
