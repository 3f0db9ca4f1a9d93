# SPDX-License-Identifier: GPL-3.0-or-later

"""The two ways to run a module, in the controller and as an ordinary module, are equivalent for every task."""

from __future__ import annotations

import json
import re

import pytest
from ansible.parsing.vault import VaultLib, VaultSecret

from support.canaries import PASSWORD, SECRET, traces
from support.controller import Controller, Run, Vaulted, dump
from support.library import Library
from support.waiting import wait_until

ORDINARY = ("-e", "reshare_wms_inline=false")
# Ordinary modules take much longer, so `make test` runs only the inline ones.
both_ways = pytest.mark.parametrize(
    "arguments", [(), pytest.param(ORDINARY, marks=pytest.mark.long)], ids=["inline", "ordinary"]
)
AS_WITH_ANY_MODULE = {"async": {"async": 60, "poll": 1}, "become": {"become": True, "become_method": "pretend"}}

WEEKS = {"name": "Weeks", "loan_period": "4 weeks"}
ROW = {"patron_policy": "Student", "loan_policy": "One year"}

#: Tasks of every sort. test_every_module.py tests that every module has the same result in both ways.
TASKS = [
    {
        "name": "loop",
        "reshare.wms.loan_policy": {"name": "{{ item }}", "loan_period": "{{ item | length }} days"},
        "loop": ["Short", "Somewhat longer"],
    },
    {"name": "check", "reshare.wms.loan_policy": WEEKS, "check_mode": True},
    {"name": "make", "reshare.wms.loan_policy": WEEKS},
    {"name": "again", "reshare.wms.loan_policy": WEEKS},
    {"name": "null", "reshare.wms.loan_policy": {"name": "Weeks", "loan_period": None}},
    {"name": "remove", "reshare.wms.loan_policy": {"name": "Weeks", "state": "absent"}},
    {"name": "map", "reshare.wms.loan_policy_map": {"rows": [ROW]}},
    {
        "name": "warning",
        "reshare.wms.loan_policy_map": {
            "rows": [{"material_format": "Book", "loan_policy": "Four weeks", "precedence": 2}]
        },
    },
    {
        "name": "bulk",
        "reshare.wms.circulation_configuration": {
            "configuration": {
                "bill_reasons": [{"name": "Lost"}],
                "loan_policies": [{"name": "Days", "loan_period": "{{ 3 }} days"}],
            }
        },
    },
    {"name": "secret", "reshare.wms.reshare_setting": {"key": "wms_api_secret", "value": "hush"}},
    {"name": "export", "reshare.wms.circulation_configuration_info": {"kinds": ["loan_policies", "loan_policy_map"]}},
    {"name": "bad period", "reshare.wms.loan_policy": {"name": "Bad", "loan_period": "28"}},
    {"name": "bad choice", "reshare.wms.loan_policy": {"name": "Bad", "circulates": "sometimes"}},
    {"name": "bad type", "reshare.wms.loan_policy_map": {"rows": "Student"}},
    {"name": "bad row", "reshare.wms.loan_policy_map": {"rows": [{"patron": "Student"}]}},
    {"name": "no name", "reshare.wms.loan_policy": {"loan_period": "1 day"}},
    {"name": "unknown option", "reshare.wms.loan_policy": {"name": "Bad", "period": "1 day"}},
    {"name": "unknown name", "reshare.wms.loan_policy": {"name": "Bad", "overdue_notification_policy": "Overdu"}},
    {"name": "in use", "reshare.wms.loan_policy": {"name": "One year", "state": "absent"}},
    {
        "name": "half done",
        "reshare.wms.circulation_configuration": {
            "configuration": {
                "bill_reasons": [{"name": "Half"}],
                "patron_accounts": [
                    {
                        "barcode": "LEND-2",
                        "patron_type": "Faculty",
                        "home_branch": "{{ wms_main_branch }}",
                        "family_name": "Lending",
                        "email": "taken@example.org",
                        "expires": "2099-12-31",
                    }
                ],
            }
        },
    },
    {
        "name": "environment",
        "reshare.wms.loan_policy": {"name": "From the environment", "wms_secret": None},
        "environment": {"RESHARE_WMS_SECRET": "{{ library_options.wms_secret }}"},
    },
    {"name": "wrong secret", "reshare.wms.loan_policy": {"name": "Never", "wms_secret": "wrong"}},
    {"name": "refused before", "reshare.wms.loan_policy": {"name": "Never", "wms_secret": "wrong"}},
]
FAILING = {
    "bad period", "bad choice", "bad type", "bad row", "no name", "unknown option", "unknown name", "in use", "half done",
    "wrong secret", "refused before",
}  # fmt: skip


def comparable(run: Run, library: Library) -> list[tuple[str, str, dict]]:
    """The outcome of a run without values that differ legitimately."""
    lines = [line for line in run.lines if line["host"] == library.name and line["status"] != "stats"]
    return [(line["task"], line["status"], plain(line["result"])) for line in lines]


def plain(result: dict) -> dict:
    """A result without values that depend on how it was run."""
    ours = {name: value for name, value in result.items() if name != "invocation" and not name.startswith("_ansible")}
    # Ansible adds empty ones to the failure of a process.
    for name in ("warnings", "deprecations"):
        if ours.get(name) == []:
            del ours[name]
    if "results" in ours:
        ours["results"] = [plain(one) for one in ours["results"]]
    if "msg" in ours:
        ours["msg"] = re.sub(r"\d+ s ago", "just now", ours["msg"])
    return {**ours, "ansible_facts": None}


@pytest.fixture
def two_runs(make, tmp_path) -> tuple[Library, Run, Run]:
    patron = {"barcode": "TAKEN", "borrowerCategory": "Student", "homeBranch": "91NN", "email": "taken@example.org"}
    library = make(patrons=[patron])
    tasks = [{**task, "ignore_errors": True} for task in TASKS]
    runs = []
    for number, arguments in enumerate([(), ORDINARY]):
        # A library in the initial state, without data that the first run has cached for the second.
        library.install()
        library.state_dir = str(tmp_path / f"state{number}")
        (tmp_path / str(number)).mkdir()
        runs.append(Controller(tmp_path / str(number)).play(tasks, library, *arguments, "--diff"))
    return library, *runs


@pytest.mark.long
@pytest.mark.matrix
def test_both_ways_return_the_same_results(two_runs):
    library, inline, ordinary = two_runs
    assert len(comparable(inline, library)) == len(TASKS)
    for one, other in zip(comparable(inline, library), comparable(ordinary, library), strict=True):
        assert one == other
    failed = {task for task, status, _unused in comparable(inline, library) if status == "ignored"}
    assert failed == FAILING
    # Each was really run in its own way: only an ordinary module returns its invocation.
    assert not any("invocation" in result for result in inline.results("make", library))
    assert all("invocation" in result for result in ordinary.results("make", library))
    # The output for people is the same too.
    for run in (inline, ordinary):
        assert run.status == 0
        assert "[WARNING]: This run used the rehearsal sandbox" in run.output
        assert re.search(r"^\+ +loan_period: 4 weeks$", run.output, re.MULTILINE)
        assert "Traceback" not in run.output
        assert "hush" not in run.output


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
    defaults = {
        "reshare.wms.loan_policy": {"loan_period": "99 days"},
        "reshare.wms.bill_reason": {"state": "absent"},
    }
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
