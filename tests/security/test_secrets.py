# SPDX-License-Identifier: GPL-3.0-or-later

"""No response, error or address puts a secret into a result, and no secret changes a decision."""

from __future__ import annotations

import base64
import html
import importlib
import json
from typing import Any
from urllib.parse import quote

import pytest
from ansible.errors import AnsibleParserError
from ansible.inventory.data import InventoryData
from ansible.module_utils.testing import patch_module_args
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import inventory_loader

from support.canaries import PASSWORD, SECRET, traces
from support.controller import Run, dump, run
from support.library import Library

pytestmark = pytest.mark.matrix


def test_traces_of_a_secret_are_detected():
    for prefix in ("", "x", "xx"):
        assert traces(base64.b64encode(f"{prefix}canary-one".encode()).decode())


@pytest.fixture
def guarded(make):
    """A library with secrets that every encoding changes."""
    return make(wskey={"secret": SECRET}, reshare={"users": [{"username": "admin", "password": PASSWORD}]})


ECHOES = {
    "plain": lambda text: text,
    "json": lambda text: json.dumps({"detail": f"Who is {text}?"}),
    "json in json": lambda text: json.dumps({"detail": json.dumps({"sent": text})}),
    "html": lambda text: f"<html><title>{html.escape(text)}</title></html>",
    "html, decimal": lambda text: f"<p>{''.join(f'&#{ord(one)};' for one in text)}</p>",
    "url": lambda text: f"secret={quote(text, safe='')}&x=1",
    "hexadecimal": lambda text: text.encode().hex(),
    "base64": lambda text: base64.b64encode(f"key:{text}".encode()).decode(),
    "cut": lambda text: "x " * 140 + text,
    "cut by the service": lambda text: f"Refused: {text[:14]}...",
}


@pytest.mark.parametrize("echo", ECHOES)
def test_an_error_that_repeats_what_was_sent_shows_no_secret(guarded, echo):
    kind = "application/json" if echo.startswith("json") else "text/html"
    asked = {"reshare_setting": {"key": "max_requests", "value": "3"}, "bill_reason": {"name": "Lost"}}
    for system, module in (("configuration", "bill_reason"), ("gateway", "reshare_setting")):
        for secret in (SECRET, PASSWORD):
            guarded.fault(system, status=400, body=ECHOES[echo](secret), content_type=kind)
            failed = run(module, guarded, **asked[module])
            assert failed["failure"].get("status") == 400
            assert traces(str(failed)) == []
            guarded.clear_faults()


def error(result: dict[str, Any]) -> tuple[str, list[str]]:
    """The code and fields of the error of a failed result."""
    return result["failure"]["code"], result["failure"].get("fields", [])


@pytest.mark.parametrize("given", [["canary-one"], {"canary-two": ["canary-three"]}])
@pytest.mark.parametrize("option", ["wms_key", "wms_secret", "reshare_password"])
def test_a_secret_that_is_no_text_is_refused_by_name_before_any_call(library, option, given):
    library.reset()
    failed = run("bill_reason", library, **{"name": "Lost", option: given})
    assert error(failed) == ("invalid", [option])
    assert not library.calls()


@pytest.mark.parametrize("given", ["e", "abc", " ab ", 123])
def test_a_secret_that_is_too_short_to_be_masked_is_refused_by_name_before_any_call(library, given):
    library.reset()
    for option in ("wms_key", "wms_secret", "reshare_password"):
        failed = run("bill_reason", library, **{"name": "Lost", option: given})
        assert error(failed) == ("invalid", [option])
    failed = run("reshare_setting", library, key="wms_api_secret", value=given)
    assert error(failed) == ("invalid", ["ReShare setting wms_api_secret"])
    assert not library.calls()


@pytest.mark.parametrize(
    "option", ["wms_registry_id", "wms_key", "wms_secret", "reshare_tenant", "reshare_username", "reshare_password"]
)
def test_a_credential_with_a_line_break_is_refused_by_name_before_any_call(library, option):
    library.reset()
    failed = run("bill_reason", library, name="Lost", **{option: "canary-secret\n"})
    assert error(failed) == ("invalid", [option])
    assert f"{option} begins or ends with white space, such as a line break; remove it" in failed["msg"]
    assert "canary" not in failed["msg"] and not library.calls()


def test_a_short_secret_from_the_environment_is_rejected_too(library, monkeypatch):
    monkeypatch.setenv("RESHARE_WMS_SECRET", "abc")
    failed = run("bill_reason", library, name="Lost", wms_secret=None)
    assert error(failed) == ("invalid", ["wms_secret"])


def test_settings_that_are_no_texts_are_refused_without_their_values(library):
    for value in (["canary-one"], {"canary-two": "canary-three"}):
        for settings in ({"wms_api_secret": value}, {"WSKey": value}, {"wms_connector_pwd": value}):
            failed = run("reshare_configuration", library, configuration={"settings": settings}, allow_unknown=True)
            assert failed["failed"]
            assert traces(str(failed)) == []


def with_credentials(address: str) -> str:
    return address.replace("://", "://canary-user:canary-password@")


def test_no_address_shows_credentials(library):
    done = run(
        "bill_reason",
        library,
        name="Lost",
        wms_configuration_url=with_credentials(library.options["wms_configuration_url"]),
    )
    assert done["changed"]
    assert traces(str(done)) == []
    for option, module, more in (
        ("wms_configuration_url", "bill_reason", {"name": "Lost"}),
        ("wms_token_url", "bill_reason", {"name": "Lost"}),
        ("reshare_url", "reshare_configuration_info", {}),
    ):
        for address in (
            "http://canary-user:canary-password@127.0.0.1:9/x?apikey=canary-key",
            "https://u:canary/pa#ss@nowhere",
        ):
            failed = run(module, library, **{**more, option: address, "retries": 0})
            assert failed["failed"]
            assert traces(str(failed)) == []


def test_an_address_in_a_setting_shows_no_credentials(library):
    library.set_setting("wms_connector_address", "https://canary-user:canary-old@connector.example/")
    done = run(
        "reshare_setting",
        library,
        key="wms_connector_address",
        value="https://u:canary-new@connector.example/x?apikey=canary",
    )
    assert done["changed"]
    assert done["diff"]["after"] != done["diff"]["before"]
    exported = run("reshare_configuration_info", library)
    assert "wms_connector_address" not in exported["configuration"]["settings"]
    wrong = run("reshare_setting", library, key="wms_connector_address", value="ftp://u:canary-new@connector.example")
    assert [traces(str(one)) for one in (done, exported, wrong)] == [[], [], []]


def test_a_login_that_the_inventory_plugin_is_refused_shows_no_password(guarded, tmp_path):
    guarded.fault("gateway", times=-1, status=400, body=json.dumps({"message": f"Wrong: {PASSWORD}"}))
    options = {name: guarded.options[name] for name in ("reshare_tenant", "reshare_username", "state_dir")}
    file = tmp_path / "reshare_directory.yml"
    address = with_credentials(guarded.options["reshare_url"])
    for password in (PASSWORD, "abc"):
        configured = {
            "plugin": "reshare.wms.directory",
            "reshare_url": address,
            "reshare_password": password,
            **options,
        }
        file.write_text(dump(configured), encoding="utf-8")
        with pytest.raises(AnsibleParserError) as failed:
            inventory_loader.get("reshare.wms.directory").parse(InventoryData(), DataLoader(), str(file), cache=False)
        assert traces(str(failed.value)) == []
    assert "reshare_password has fewer than 4 characters" in str(failed.value)


# Decisions. In each of these, the secret is a word that playbooks use in conditions.

WORDS = ["False", "fail", "true", "changed", "pass", "unknown"]
LONG = "nothing-like-any-word"


@pytest.fixture
def libraries(make):
    """Libraries that differ only in their secrets; those of the last one are realistic."""
    user = "admin"
    return [
        make(wskey={"secret": one}, reshare={"users": [{"username": user, "password": one}]}) for one in (*WORDS, LONG)
    ]


def outcome(run: Run, library: Library) -> dict[str, int]:
    """The outcome of a library. Tasks that run once for all libraries count as ok or skipped for the first."""
    return {name: number for name, number in run.stats(library).items() if name not in ("ok", "skipped")}


def test_no_secret_takes_a_library_live_or_makes_a_failed_check_pass(libraries, controller):
    unsigned = {one.name: {"preflight_authorisation_form": ""} for one in libraries}
    refused = controller.playbook("reshare.wms.onboard", libraries, variables=unsigned)
    assert refused.status == 2
    assert {one.seed["wskeys"][0]["secret"]: one.live for one in libraries} == dict.fromkeys((*WORDS, LONG), False)
    outcomes = [outcome(refused, one) for one in libraries]
    assert outcomes == [outcomes[-1]] * len(libraries)
    assert outcomes[-1]["failures"] == 1

    play = {"hosts": "all", "gather_facts": False, "roles": ["reshare.wms.preflight", "reshare.wms.verify"]}
    playbook = controller.directory / "decisions.yml"
    playbook.write_text(dump([play]), encoding="utf-8")
    for one in libraries:
        one.fault("ncip", times=-1, status=400, body="Bad Request")
    failed = controller.playbook(str(playbook), libraries)
    assert failed.status == 2
    outcomes = [outcome(failed, one) for one in libraries]
    assert outcomes == [outcomes[-1]] * len(libraries)
    # All passed preflight, and none passed verification.
    assert outcomes[-1]["failures"] == 1
    probed = [failed.result("Probe NCIP with the library's key and agencies", one) for one in libraries]
    assert [one["failed_checks"] for one in probed] == [1] * len(libraries)


def test_nothing_goes_to_the_system_log(library, monkeypatch, capsys):
    logged = []
    monkeypatch.setattr("syslog.syslog", lambda *arguments: logged.append(arguments))
    monkeypatch.setattr("ansible.module_utils.basic.has_journal", False, raising=False)
    imported = importlib.import_module("ansible_collections.reshare.wms.plugins.modules.reshare_configuration")
    settings = {"settings": {"wms_api_secret": SECRET}}
    with patch_module_args({**library.options, "configuration": settings}), pytest.raises(SystemExit):
        imported.TASK.main()
    assert logged == []
    assert '"changed": true' in capsys.readouterr().out


def test_a_setting_whose_label_sounds_secret_is_masked(library):
    """Settings of the screens beyond the known fields are declared by label."""
    policy = {
        "name": "Weeks",
        "loan_period": "4 weeks",
        "other_settings": {"Gateway password": SECRET, "Colour": "blue"},
    }
    for arguments in (
        {"configuration": {"loan_policies": [policy]}},
        {"configuration": {"loan_policies": [policy], "bill_reasons": 1}},
    ):
        result = run("circulation_configuration", library, **arguments)
        assert traces(json.dumps(result)) == []
    assert library.find_object("loan_policies", "Weeks")["other_settings"] == policy["other_settings"]
    assert "blue" in json.dumps(run("loan_policy", library, **policy)["object"])
