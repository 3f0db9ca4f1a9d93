# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of a new library, from what OCLC and the ReShare directory have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.plugins.loader import connection_loader
from ansible.template import Templar

from ansible_collections.reshare.wms.plugins.action.library_variables import ActionModule
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.new_library import (
    HOLDING_LOCATION,
    MAIN_BRANCH,
    PICKUP_ENTRIES,
    SYMBOL,
    Facts,
    NewLibrary,
)
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.new_library_file import file_of, text
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.specification import specification
from support.controller_action import result_of


class Loader(yaml.SafeLoader):
    """Reads Ansible's tag."""


Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))


def code(code: str, branch: str, name: str, *shelves: str) -> dict[str, Any]:
    return {
        "holding_code": code,
        "branch_registry_id": branch,
        "branch_name": name,
        "default_symbol": None,
        "shelving_locations": list(shelves),
    }


def pickup(slug: str, name: str, location: str | None = None) -> dict[str, Any]:
    return {"slug": slug, "name": name, "lms_location_code": location}


MAIN = code("TSTM", "911", "Main Library", "Stacks", "Interlibrary Loan")
ANNEX = code("TSTA", "912", "Annex", "Stacks")
US = {"slug": "us", "name": "Our College", "symbols": ["ISIL:US-OUR", "RESHARE:OUR"]}


def facts(codes: Any = (MAIN,), pickups: Any = (), institutions: Any = (US,), **refused: str) -> Facts:
    directory = {"institutions": list(institutions), "pickup_locations": list(pickups)}
    return Facts(
        {
            "holding_codes": None if "holding_codes" in refused else list(codes),
            "directory": None if "directory" in refused else directory,
            "refused": refused,
        }
    )


def written(found: Facts, inventory: dict[str, Any] | None = None, **entered: Any) -> dict[str, Any]:
    """The variables in the file, which are those that the text has."""
    new = NewLibrary(found, inventory or {}, entered)
    document = text("us", new, {}, "Interlibrary Loan")
    assert (yaml.load(document, Loader) or {}) == {
        name: value if isinstance(value, dict) else str(value) for name, value in new.written().items()
    }
    return new.written()


def undecided(found: Facts, **declared: Any) -> dict[str, list[str]]:
    return {one.name: one.values for one in NewLibrary(found, declared, {}).undecided()}


ONE_OF_EACH = {MAIN_BRANCH: "911", HOLDING_LOCATION: "TSTM", SYMBOL: "RESHARE:OUR"}


def test_the_only_possible_values_are_written():
    one = facts(pickups=[pickup("us-main", "Desk")])
    assert written(one) == {**ONE_OF_EACH, PICKUP_ENTRIES: {"us-main": "911"}}
    assert undecided(one) == {}
    # Those of the inventory are not repeated.
    assert written(one, {**ONE_OF_EACH, PICKUP_ENTRIES: {"us-main": "911"}}) == {}
    assert list(written(one, wms_registry_id=9, reshare_tenant="us"))[:2] == ["wms_registry_id", "reshare_tenant"]


def test_what_a_person_has_to_decide_is_listed_in_comments():
    several = facts([MAIN, ANNEX], [pickup("us-main", "MAIN library"), pickup("us-desk", "Desk")])
    assert written(several) == {SYMBOL: "RESHARE:OUR", PICKUP_ENTRIES: {"us-main": "911"}}
    assert undecided(several) == {
        MAIN_BRANCH: ["911", "912"],
        HOLDING_LOCATION: ["TSTM", "TSTA"],
        f"{PICKUP_ENTRIES}.us-desk": ["911", "912"],
    }
    document = text("us", NewLibrary(several, {}, {}), {"lending_account_barcode": "A barcode."}, "")
    # Each line can be uncommented.
    assert "\n# wms_main_branch: '912'  # Annex\n" in document
    assert "\n#   us-desk: '911'  # Main Library\n" in document
    assert document.endswith("No system has lending_account_barcode. A barcode.\n# lending_account_barcode:\n")
    # The main branch determines the proposed holding code.
    assert written(several, wms_main_branch="912")[HOLDING_LOCATION] == "TSTA"


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        (pickup("p", "Main Library", "912"), "912"),  # as stored in the entry
        (pickup("p", "Main Library", "999"), None),  # no branch of the library
        (pickup("p", "annex"), "912"),
        (pickup("p", "Elsewhere"), None),
    ],
)
def test_the_branch_of_a_pickup_location(entry, value):
    found = written(facts([MAIN, ANNEX], [entry])).get(PICKUP_ENTRIES)
    assert found == (None if value is None else {"p": value})


def test_two_branches_with_one_name_are_not_certain():
    same = code("TSTB", "913", "Main Library")
    assert PICKUP_ENTRIES not in written(facts([MAIN, same], [pickup("p", "Main Library")]))


@pytest.mark.parametrize("symbols", [[], ["RESHARE:A", "RESHARE:B"], ["ISIL:A", "OCLC:B"]])
def test_a_symbol_that_is_not_certain(symbols):
    found = facts(institutions=[{**US, "symbols": symbols}])
    assert SYMBOL not in written(found)
    assert undecided(found)[SYMBOL] == symbols


def test_what_could_not_be_read_is_stated_with_its_reason():
    found = facts(holding_codes="the token lacks the scope.", directory="no permission")
    assert written(found) == {}
    reasons = {one.name: one.reason for one in NewLibrary(found, {}, {}).undecided()}
    assert set(reasons) == {MAIN_BRANCH, HOLDING_LOCATION, SYMBOL, PICKUP_ENTRIES}
    assert reasons[MAIN_BRANCH].startswith("the token lacks the scope. Look it up on the screen ")
    assert reasons[SYMBOL].startswith("no permission. Look it up in ")
    # Nothing can be different from what is not known.
    assert list(NewLibrary(found, {MAIN_BRANCH: "1", PICKUP_ENTRIES: {"x": "1"}}, {}).differences()) == []
    # The directory alone has a pickup location's branch.
    alone = facts(pickups=[pickup("p", "P", "911"), pickup("q", "Q")], holding_codes="no")
    assert written(alone)[PICKUP_ENTRIES] == {"p": "911"}


def test_declared_values_are_compared():
    found = facts([MAIN, ANNEX], [pickup("us-main", "Main Library"), pickup("us-annex", "Annex", "912")])

    def differences(**declared: Any) -> dict[str, tuple[str | None, list[str]]]:
        return {
            one["variable"]: (one["declared"], one["found"]) for one in NewLibrary(found, declared, {}).differences()
        }

    right = {
        "wms_main_branch": 911,
        HOLDING_LOCATION: "TSTA",
        SYMBOL: "OUR",
        PICKUP_ENTRIES: {"us-main": "912", "us-annex": 912},
    }
    assert differences(**right) == {}
    wrong = {
        "wms_main_branch": "1",
        HOLDING_LOCATION: "X",
        SYMBOL: "A:X",
        PICKUP_ENTRIES: {"us-annex": "911", "gone": "1"},
    }
    assert differences(**wrong) == {
        MAIN_BRANCH: ("1", ["911", "912"]),
        HOLDING_LOCATION: ("X", ["TSTM", "TSTA"]),
        SYMBOL: ("A:X", ["ISIL:US-OUR", "RESHARE:OUR"]),
        f"{PICKUP_ENTRIES}.us-annex": ("911", ["912"]),
        f"{PICKUP_ENTRIES}.us-main": (None, ["911", "912"]),
        f"{PICKUP_ENTRIES}.gone": ("1", []),
    }


def test_an_existing_shelving_location_of_the_same_name_is_mentioned():
    new = NewLibrary(facts(), {}, {})
    assert "# borrowing_shelving_location:" in text("us", new, {}, "Interlibrary Loan").splitlines()
    assert "borrowing_shelving_location" not in text("us", new, {}, "ReShare")


@pytest.mark.parametrize(
    "hostile",
    [
        "a\nwms_main_branch: evil",
        "a\x85wms_main_branch: evil",
        "a\u2028b: c",
        "\ufffe",
        "# : {{ 1 }}",
        "- 'x",
        "x" * 500,
        "\u202e",
    ],
)
def test_no_text_of_a_system_leaves_its_place(hostile):
    codes = [code("TSTM", "911", hostile, hostile), code(hostile, hostile, hostile)]
    for given in (codes[:1], codes):
        found = facts(
            given,
            [pickup(hostile, hostile), pickup("p", hostile, hostile)],
            [{**US, "name": hostile, "symbols": [hostile]}],
        )
        assert set(written(found)) <= {MAIN_BRANCH, HOLDING_LOCATION, SYMBOL, PICKUP_ENTRIES}
        document = text("us", NewLibrary(found, {}, {}), {}, hostile)
        # Expressions are only in comments and in texts that Ansible does not evaluate.
        assert not [
            line
            for line in document.splitlines()
            if "{{" in line.partition("  # ")[0] and line[0] != "#" and "!unsafe" not in line
        ]


def test_the_file_that_ansible_reads(tmp_path: Path):
    file = tmp_path / "us/library.yml"
    assert file_of(tmp_path, "us") == (file, False)
    file.parent.mkdir()
    (file.parent / "vault.yml").touch()
    assert file_of(tmp_path, "us") == (file, False)
    file.symlink_to(tmp_path / "nowhere")
    assert file_of(tmp_path, "us") == (file, True)
    (tmp_path / "us.yaml").touch()
    assert file_of(tmp_path, "us") == (tmp_path / "us.yaml", True)


# The task


def task(folder: Path | None, entered: dict[str, Any], check: bool = False, **variables: Any) -> dict[str, Any]:
    """The result of the task for the host `us`, beside a host `alpha`."""
    loader, context = DataLoader(), PlayContext()
    found = {"holding_codes": [MAIN, ANNEX], "directory": {"institutions": [US], "pickup_locations": []}, "refused": {}}
    given = {"facts": found, "entered": entered, **({} if folder is None else {"folder": str(folder)})}
    action = ActionModule(
        task=Task.load({"reshare.wms.library_variables": given, "check_mode": check}),
        connection=connection_loader.get("ansible.builtin.local", context),
        play_context=context,
        loader=loader,
        templar=Templar(loader),
        shared_loader_obj=None,
    )
    hosts = {"us": variables, "alpha": {"wms_registry_id": "7", "reshare_symbol": "RESHARE:ALF"}}
    return result_of(
        action, {"inventory_hostname": "us", "groups": {"all": list(hosts)}, "hostvars": hosts, **variables}
    )


@pytest.mark.parametrize(
    ("entered", "code", "texts"),
    [
        ({MAIN_BRANCH: "1"}, "unknown_reference", ["wms_main_branch is '1'", "Known: '911', '912'"]),
        ({PICKUP_ENTRIES: ["x"]}, "invalid", ["reshare_settings_pickup_entries must be a dictionary"]),
        ({"wms_secret": "canary"}, "invalid", ["wms_secret is a secret"]),
        ({"lending_acount_barcode": "x"}, "invalid", ["Similar: 'lending_account_barcode'"]),
        ({"wms_registry_id": "7"}, "invalid", ["'alpha', 'us' have the same wms_registry_id '7'"]),
        ({SYMBOL: "RESHARE:ALF"}, "invalid", ["'alpha', 'us' have the same reshare_symbol"]),
    ],
)
def test_stated_values_are_checked(tmp_path, entered, code, texts):
    failed = task(tmp_path, entered)
    assert (failed["failed"], failed["changed"], failed["failure"]["code"]) == (True, False, code)
    assert all(part in failed["msg"] for part in ["us: ", *texts]) and "canary" not in failed["msg"]
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_written_once_and_not_in_check_mode(tmp_path):
    entered = {MAIN_BRANCH: "912", "lending_account_barcode": "OUR-1"}
    planned = task(tmp_path, entered, check=True)
    assert (planned["changed"], list(tmp_path.iterdir())) == (True, [])
    done = task(tmp_path, entered)
    path = tmp_path / "us/library.yml"
    assert (done["changed"], done["path"], done["diff"]) == (True, str(path), planned["diff"])
    assert path.read_text(encoding="utf-8") == done["diff"]["after"]
    assert (
        yaml.safe_load(done["diff"]["after"])
        == done["variables"]
        == {
            "lending_account_barcode": "OUR-1",
            MAIN_BRANCH: "912",
            HOLDING_LOCATION: "TSTA",
            SYMBOL: "RESHARE:OUR",
        }
    )
    # Required variables that neither a system nor a person gave.
    assert {"wms_registry_id", "lending_account_expires"} < {one["variable"] for one in done["undecided"]}

    again = task(tmp_path, {**entered, "lending_account_barcode": "OUR-2"}, **done["variables"])
    assert again["changed"] is False and "diff" not in again
    assert again["differences"] == [{"variable": "lending_account_barcode", "declared": "OUR-1", "found": ["OUR-2"]}]


def test_no_file_is_written_for_a_library_that_has_its_variables(tmp_path):
    everything = dict.fromkeys(specification().required_by(["onboard"]), "x") | {
        MAIN_BRANCH: "911",
        HOLDING_LOCATION: "TSTM",
        SYMBOL: "OUR",
        PICKUP_ENTRIES: {},
    }
    found = task(tmp_path, {MAIN_BRANCH: None}, **everything)
    assert (found["changed"], found["undecided"], found["differences"]) == (False, [], [])
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_can_not_be_written_is_a_failure(tmp_path):
    (tmp_path / "us").mkdir()
    (tmp_path / "host_vars").write_text("", encoding="utf-8")
    for folder, reason in ((None, "set add_library_dir"), (tmp_path / "host_vars", "cannot be written")):
        assert reason in task(folder, {})["msg"]
