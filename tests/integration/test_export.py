# SPDX-License-Identifier: GPL-3.0-or-later

"""The result of an _info module can be declared unchanged, and then changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from reshare_wms_sandbox import seed
from reshare_wms_sandbox.testing import comparable

from support.controller import Controller, run
from support.library import Library

#: The libraries of the demonstration, which have different histories.
CONSORTIUM = yaml.safe_load(seed.bundled().read_text(encoding="utf-8"))["libraries"]


@pytest.fixture(params=[member["name"] for member in CONSORTIUM])
def member(request, make):
    """A library with the consortium's configuration, under a number of its own."""
    given = next(one for one in CONSORTIUM if one["name"] == request.param)
    library = make()
    for part in ("branches", "configuration", "patrons"):
        library.seed[part] = given.get(part, [])
    library.seed["reshare"]["mod_rs"] = given["reshare"].get("mod_rs", "2.18.8")
    kept = {
        name: value for name, value in given["reshare"].items() if name not in ("tenant", "users", "logins", "mod_rs")
    }
    library.seed["reshare"].update(kept)
    for entry in library.seed["reshare"]["directory"]:
        # A value that exists twice is corrected: another test covers that.
        properties = entry.get("custom_properties", {})
        entry["custom_properties"] = {name: values[:1] for name, values in properties.items()}
    library.install()
    return library


def test_an_exported_configuration_changes_nothing(member):
    barcodes = [patron["barcode"] for patron in member.seed["patrons"]]
    before = member.settled()
    exported = run("circulation_configuration_info", member, barcodes=barcodes)
    assert exported["changed"] is False
    configuration = exported["configuration"]
    assert configuration["loan_policy_map"]["exact"] is True
    assert {one["barcode"] for one in configuration.get("patron_accounts", [])} == set(barcodes)
    again = run("circulation_configuration", member, configuration=configuration)
    assert again.get("msg") is None
    assert again["changed"] is False
    assert again["diff"] == {"before": {}, "after": {}}
    assert not member.writes()
    assert member.settled() == before


def test_an_exported_tenant_changes_nothing(member):
    before = member.settled()
    exported = run("reshare_configuration_info", member)
    assert exported["changed"] is False
    configuration = exported["configuration"]
    # Values of another adapter can be exported, but are rejected like a misspelling.
    configuration["settings"] = {key: value for key, value in configuration["settings"].items() if value != "NCIP"}
    again = run("reshare_configuration", member, configuration=configuration)
    assert again.get("msg") is None
    assert again["changed"] is False
    assert again["diff"] == {"before": {}, "after": {}}
    assert not member.writes()
    assert member.settled() == before


def test_an_exported_configuration_can_be_applied_to_another_library(make):
    """All objects of one library are created in an empty one with the same branches."""
    one, other = make(), make(configuration={})
    other.seed["configuration"] = {}
    other.install()
    configuration = run("circulation_configuration_info", one)["configuration"]
    made = run("circulation_configuration", other, configuration=configuration)
    assert made.get("msg") is None
    # Objects that do not depend on each other are created at the same time.
    expected = one.configuration | {"holding_codes": other.configuration["holding_codes"]}
    assert comparable(other.configuration) == comparable(expected)
    exported = run("circulation_configuration_info", other)["configuration"]
    assert comparable(exported) == comparable(configuration)


def test_a_map_out_of_precedence_order_is_not_reordered(make):
    rows = [
        {"loan_policy": "Four weeks"},
        {"holding_location": "TSTM", "shelving_location": "Stacks", "loan_policy": "One year"},
        {"patron_policy": "Student", "loan_policy": "One year", "precedence": 3},
        # The screens allow a row to exist twice.
        {"holding_location": "TSTM", "shelving_location": "Stacks", "loan_policy": "Four weeks"},
    ]
    library = make(configuration={"loan_policy_map": {"rows": rows}})
    configuration = run("circulation_configuration_info", library, kinds=["loan_policy_map"])["configuration"]
    assert [row["loan_policy"] for row in configuration["loan_policy_map"]["rows"]] == [
        row["loan_policy"] for row in rows
    ]
    again = run("circulation_configuration", library, configuration=configuration)
    assert again["changed"] is False
    # Rows that can never apply are reported.
    assert any("can never apply" in warning for warning in again["warnings"])


def test_secrets_are_not_exported(library):
    run("reshare_setting", library, key="wms_api_secret", value="hush")
    run("reshare_setting", library, key="wms_registry_id", value=library.id)
    settings = run("reshare_configuration_info", library)["configuration"]["settings"]
    assert settings["wms_registry_id"] == library.id
    assert not {"wms_api_key", "wms_api_secret", "wms_connector_password"} & set(settings)


def test_accounts_are_exported_by_their_barcodes_only(library):
    found = run("circulation_configuration_info", library, barcodes=["NOBODY"])["configuration"]
    assert "patron_accounts" not in found
    assert not [call for call in library.calls() if call[0] == "identity" and call[1] != "search"]


# What the playbook declared writes is what onboard applies: the playbook apply accepts it


ONBOARD, APPLY = "reshare.wms.onboard", "reshare.wms.apply"


def declared(path: Path, library: Library) -> dict[str, Any]:
    """The variables in the file of a library."""
    return yaml.safe_load((path / library.name / "declared.yml").read_text(encoding="utf-8"))


def test_what_is_declared_changes_nothing_after_onboard_nor_onboard_after_it(
    make, controller: Controller, tmp_path: Path
):
    onboarded, applied = libraries = make(), make()
    # The directory of each has these symbols.
    common: dict[str, Any] = {
        "lending_account_pattern": "FOR-{symbol}",
        "lending_partner_symbols": ["RESHARE:ALF", "RESHARE:BET"],
        "borrowing_hold_limits": {"Student": 3},
        "reshare_settings_connector": {"address": "https://c.example", "username": "u", "password": "connector-secret"},
    }
    variables = {library.name: common for library in libraries}
    written = controller.playbook(
        "reshare.wms.declared", libraries, "-e", f"declared_dir={tmp_path}", variables=variables
    )
    assert written.status == 0, written.output
    for library in libraries:
        assert not library.calls()
        text = (tmp_path / library.name / "declared.yml").read_text(encoding="utf-8")
        assert library.secret not in text and "connector-secret" not in text
    again = controller.playbook(
        "reshare.wms.declared", libraries, "-e", f"declared_dir={tmp_path}", variables=variables
    )
    assert [again.stats(library)["changed"] for library in libraries] == [0, 0]

    whole = {library.name: {**common, **declared(tmp_path, library)} for library in libraries}
    for first, second, library in ((ONBOARD, APPLY, onboarded), (APPLY, ONBOARD, applied)):
        for playbook in (first, second):
            done = controller.playbook(playbook, library, variables=whole if playbook == APPLY else variables)
            assert done.status == 0, done.output
            if playbook == first:
                assert done.stats(library)["changed"] > 0
                library.reset()
        assert (done.stats(library)["changed"], library.writes().total()) == (0, 0)
    assert (onboarded.live, applied.live) == (True, True)


def test_without_a_folder_it_is_printed(library: Library, controller: Controller):
    done = controller.playbook("reshare.wms.declared", library)
    assert (done.status, library.calls().total()) == (0, 0)
    assert f"# {library.name}\n---\ncirculation_configuration:\n" in done.output
    assert library.secret not in done.output
