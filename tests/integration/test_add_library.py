# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of a new library are looked up, and written once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.controller import Controller, Run, run
from support.library import Library

ADD = "reshare.wms.add_library"
#: One branch with one holding code.
ONE_BRANCH = [
    {"name": "Main", "registry_id": "91NN", "holding_code": "TSTM", "shelving_locations": "Stacks; Reference"}
]
LOOKED_UP = ("wms_main_branch", "borrowing_holding_location", "reshare_symbol", "reshare_settings_pickup_entries")
#: Without what is looked up, and what a person states.
NEW = dict.fromkeys(
    [*LOOKED_UP, "wms_registry_id", "reshare_tenant", "reshare_username", "lending_account_barcode"], ...
)
ENTRIES = ("directory", "entry", "GET")


def entered(library: Library, **more: Any) -> dict[str, Any]:
    """What the hosting provider of the tenant has written to the library."""
    return {name: library.variables[name] for name in ("reshare_tenant", "reshare_username")} | more


def add(
    controller: Controller,
    libraries: list[Library],
    *options: str,
    variables: dict[str, Any] | None = None,
    **values: Any,
) -> Run:
    given = json.dumps({"add_library_variables": values})
    return controller.playbook(ADD, libraries, *options, "-e", given, variables=variables)


def file(controller: Controller, library: Library) -> Path:
    return controller.directory / f"inventory/host_vars/{library.name}.yml"


def findings(
    controller: Controller, libraries: list[Library], library: Library, variables: dict[str, dict[str, Any]]
) -> tuple[int, dict[str, str]]:
    """The exit code of validate, and the codes of its findings about the library's file, by variable."""
    done = controller.playbook("reshare.wms.validate", libraries, "--limit", library.name, variables=variables)
    found = done.result("Validate the variables of all libraries", library)["findings"]
    path = str(file(controller, library))
    return done.status, {one["variable"]: one["code"] for one in found if one["file"] == path}


# Reading


def test_what_both_systems_have_is_returned(library):
    found = run("library_info", library)
    assert (found["refused"], found["institution_name"]) == ({}, library.numbered("Library NN"))
    assert [
        (one["holding_code"], one["branch_registry_id"], one["shelving_locations"]) for one in found["holding_codes"]
    ] == [("TSTM", library.branch, ["Stacks", "Reference", "Reserves"]), ("TSTA", library.numbered("92NN"), ["Stacks"])]
    assert found["directory"] == library.numbered(
        {
            "institutions": [{"slug": "us", "name": "Library NN", "symbols": ["RESHARE:LNN"], "managed": True}],
            "pickup_locations": [{"slug": "us-main", "name": "Main", "lms_location_code": None}],
        }
    )
    assert library.writes() == {}


def test_a_missing_permission_is_no_failure(make):
    library = make(
        wskey={"scopes": ["SCIM"]},
        reshare={"users": [{"username": "a", "password": "secret-NN", "permissions": ["rs.all"]}]},
    )
    found = run("library_info", library)
    assert (found["holding_codes"], found["directory"]) == (None, None)
    assert "get_holding_codes" in found["refused"]["holding_codes"]
    assert "directory.entry.collection.get" in found["refused"]["directory"]
    skipped = run("library_info", library, wms_read_locations=False)
    assert skipped["refused"]["holding_codes"] == "wms_read_locations is false"
    # Some gateways respond with an empty list.
    empty = make()
    empty.fault(*ENTRIES, times=-1, truncate_list=True)
    assert set(run("library_info", empty)["refused"]) == {"directory"}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"wms_secret": "wrong-secret"}, "refused"),
        ({"reshare_password": "wrong-password"}, "refused"),
        ({"wms_metadata_url": "http://127.0.0.1:9"}, "unreachable"),
        ({"reshare_url": "http://127.0.0.1:9"}, "unreachable"),
        ({"wms_key": None, "reshare_tenant": None}, "invalid"),
    ],
)
def test_what_can_be_corrected_is_a_failure(library, options, code):
    failed = run("library_info", library, **{**options, "retries": 0})
    assert failed["failure"]["code"] == code
    assert failed["msg"].startswith(f"{library.name}: ")
    if code == "invalid":
        assert "wms_key, reshare_tenant" in failed["msg"]


# The file


@pytest.mark.matrix
def test_a_new_library_gets_a_file_that_is_valid_and_never_changed(make, controller):
    library, partner = make(branches=ONE_BRANCH), make()
    variables = {library.name: NEW}
    options = ("--limit", library.name, "--diff")
    planned = add(controller, [library, partner], *options, "--check", variables=variables, **entered(library))
    path = file(controller, library)
    assert (planned.status, path.exists(), library.writes()) == (0, False, {})
    done = add(controller, [library, partner], *options, variables=variables, **entered(library))
    assert (done.status, library.writes()) == (0, {})
    text = path.read_text(encoding="utf-8")
    assert [one.result("Write the variables", library)["diff"]["after"] for one in (planned, done)] == [text, text]
    assert yaml.safe_load(text) == {
        **entered(library),
        "wms_registry_id": library.id,
        "lending_account_barcode": library.numbered("LNN-RESHARE-01"),
        "wms_main_branch": library.branch,
        "borrowing_holding_location": "TSTM",
        "reshare_symbol": library.numbered("RESHARE:LNN"),
        "reshare_settings_pickup_entries": {"us-main": library.branch},
    }
    assert not [secret for secret in (library.key, library.secret) if secret in text]
    assert findings(controller, [library, partner], library, variables) == (0, {})

    calls = library.calls()
    again = add(controller, [library, partner], *options, variables=variables, **entered(library))
    assert again.failed(library)["failure"] == {"code": "file_error", "object": str(path)}
    assert (again.status, path.read_text(encoding="utf-8"), library.calls()) == (2, text, calls)


#: An expression, and its value, which occurs nowhere else.
EXPRESSION, VALUE = "{{ 41991 * 3 }}", "125973"


@pytest.mark.matrix
def test_several_libraries_whose_variables_are_in_the_inventory(make, controller):
    """One has several branches, one cannot read locations, one has expressions in its names, one has no symbol, one has a wrong password."""
    several, denied, wrong = make(), make(wskey={"scopes": ["SCIM"]}), make()
    places = {"type": "Branch", "status": "Managed", "parent": "us", "tags": ["pickup"]}
    entries = [
        {"slug": "us", "name": EXPRESSION, "status": "Managed", "symbols": [f"RESHARE:{EXPRESSION}"]},
        {"slug": "us-main", "name": f"Main {EXPRESSION}\n- x", **places},
    ]
    hostile = make(
        branches=[{**ONE_BRANCH[0], "name": EXPRESSION, "shelving_locations": EXPRESSION}],
        reshare={"directory": entries},
    )
    unnamed = make(reshare={"directory": [{"slug": "us", "name": "Us", "status": "Managed"}]})
    libraries = [several, denied, hostile, unnamed, wrong]
    variables: dict[str, dict[str, Any]] = {one.name: dict.fromkeys(LOOKED_UP, ...) for one in libraries}
    variables[wrong.name]["reshare_password"] = "canary-password"
    done = controller.playbook(ADD, libraries, variables=variables)
    assert done.status == 2
    assert done.result("Read the branches, holding codes and directory entries", wrong)["failure"]["code"] == "refused"
    assert not file(controller, wrong).exists()
    assert "canary" not in done.output

    texts = {one.name: file(controller, one).read_text(encoding="utf-8") for one in (several, denied, hostile, unnamed)}
    assert several.numbered("\n# - '92NN'  # Annex\nwms_main_branch: null\n") in texts[several.name]
    assert "# wms_main_branch: " in texts[denied.name] and "get_holding_codes" in texts[denied.name]
    # What a person has to decide is found, at its line, and nothing in the files is evaluated.
    missing = {"wms_main_branch": "missing", "borrowing_holding_location": "missing"}
    assert findings(controller, libraries, several, variables) == (2, missing)
    missing |= {"reshare_settings_pickup_entries": "invalid"}
    assert findings(controller, libraries, denied, variables) == (2, missing)
    missing |= {"reshare_symbol": "symbol_missing"}
    assert findings(controller, libraries, unnamed, variables) == (2, missing)
    valid = controller.playbook("reshare.wms.validate", libraries, "--limit", hostile.name, variables=variables)
    assert valid.status == 0
    outputs = [*texts.values(), done.output, valid.output, json.dumps(done.lines + valid.lines)]
    assert not [text for text in outputs if VALUE in text]
    assert f'reshare_symbol: !unsafe "RESHARE:{EXPRESSION}"' in texts[hostile.name]


@pytest.mark.long
@pytest.mark.parametrize(("way", "then"), [("service", "preflight"), ("record", "ask")])
def test_the_written_file_is_enough_to_onboard(make, controller, tmp_path, way, then):
    library = make(branches=ONE_BRANCH, configuration={"hold_pickup_locations_map": {"rows": []}})
    record = {"wms_record_dir": str(tmp_path / "record"), "wms_configuration_url": ...}
    variables = {library.name: {**NEW, **(record if way == "record" else {})}}
    assert add(controller, [library], variables=variables, **entered(library)).status == 0
    for playbook in ("validate", then, "onboard"):
        done = controller.playbook(f"reshare.wms.{playbook}", library, variables=variables)
        assert done.status == 0, done.output
    if way == "service":
        settings = library.state()["configuration"]["ill_settings"]["reshare"]
        assert (settings["enable"], settings["temporary_item_holding_location"]) == (True, "TSTM")
    else:
        assert (tmp_path / f"record/worksheets/{library.name}.html").exists()
