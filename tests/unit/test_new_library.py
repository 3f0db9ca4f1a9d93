# SPDX-License-Identifier: GPL-3.0-or-later

"""The file of a new library, from what OCLC and the ReShare directory have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.reshare.wms.plugins.action.library_variables import ActionModule
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import FileError
from ansible_collections.reshare.wms.plugins.module_utils._core.files import write_new
from support.controller_action import perform


class Loader(yaml.SafeLoader):
    """Reads Ansible's tag."""


Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))

MAIN_BRANCH, HOLDING_LOCATION = "wms_main_branch", "borrowing_holding_location"
SYMBOL, PICKUP_ENTRIES = "reshare_symbol", "reshare_settings_pickup_entries"


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


MAIN = code("TSTM", "911", "Main Library", "Stacks", "Reserves")
ANNEX = code("TSTA", "912", "Annex", "Stacks")
US = {"slug": "us", "name": "Our College", "symbols": ["ISIL:US-OUR", "RESHARE:OUR"], "managed": True}
#: What is found and written for this library in every case.
CERTAIN = {"wms_registry_id": "9", "lending_account_barcode": "OUR-RESHARE-01"}


def facts(codes: Any = (MAIN,), pickups: Any = (), institutions: Any = (US,), **refused: str) -> dict[str, Any]:
    directory = {"institutions": list(institutions), "pickup_locations": list(pickups)}
    return {
        "wms_registry_id": "9",
        "institution_name": "Our college",
        "holding_codes": None if "holding_codes" in refused else list(codes),
        "directory": None if "directory" in refused else directory,
        "refused": refused,
    }


def task(
    folder: Path | None, found: dict[str, Any] | None, check: bool = False, entered: Any = None, **variables: Any
) -> dict[str, Any]:
    """The result of the task for the host `us`, beside a host `alpha`."""
    hosts = {"us": variables, "alpha": {"wms_registry_id": "7", "reshare_symbol": "RESHARE:ALF"}}
    common = {"inventory_hostname": "us", "groups": {"all": list(hosts)}, "hostvars": hosts}
    given = {"facts": found, "entered": entered or {}, **({} if folder is None else {"folder": str(folder)})}
    return perform(ActionModule, check, {**common, **variables}, **given)


@pytest.fixture
def text(tmp_path):
    """Returns the text of the file for these facts. The other arguments are variables of the inventory."""

    def text(found: dict[str, Any], **variables: Any) -> str:
        written = task(tmp_path, found, check=True, **variables)
        assert written["changed"] is True
        return str(written["diff"]["after"])

    return text


@pytest.fixture
def values(text):
    """Returns the variables in the file."""

    def values(found: dict[str, Any], **variables: Any) -> dict[str, Any]:
        return dict(yaml.load(text(found, **variables), Loader))

    return values


def test_the_only_possible_values_are_written_unless_the_inventory_has_them(values):
    one = facts(pickups=[pickup("us-main", "Desk")])
    found = {SYMBOL: "RESHARE:OUR", MAIN_BRANCH: "911", HOLDING_LOCATION: "TSTM", PICKUP_ENTRIES: {"us-main": "911"}}
    assert values(one) == CERTAIN | found
    del found[SYMBOL]
    has = {"reshare_symbol": "ISIL:OWN", "wms_registry_id": "9"}
    assert values(one, **has) == found | {"lending_account_barcode": "OWN-RESHARE-01"}


def test_where_several_values_are_possible_a_person_decides(text, values):
    several = facts([MAIN, ANNEX], [pickup("us-main", "MAIN library"), pickup("us-desk", "Desk")])
    assert values(several) == CERTAIN | {
        SYMBOL: "RESHARE:OUR",
        MAIN_BRANCH: None,
        HOLDING_LOCATION: None,
        PICKUP_ENTRIES: {"us-main": "911", "us-desk": None},
    }
    assert text(several).endswith("""
# wms_main_branch: the library has several branches. Replace null by one of these values:
# - '911'  # Main Library
# - '912'  # Annex
wms_main_branch: null
# borrowing_holding_location: several holding codes are possible. Replace null by one of these values:
# - TSTM  # Main Library, shelving locations: Stacks; Reserves
# - TSTA  # Annex, shelving locations: Stacks
borrowing_holding_location: null
# lending_account_barcode: proposed, for the account to which lent items are checked out. It can be any barcode that no
# patron of the library has.
lending_account_barcode: OUR-RESHARE-01
reshare_settings_pickup_entries:
  us-main: '911'  # Main Library
  # us-desk: the branch of the pickup location 'Desk' is not certain. Replace null by one of these values:
  # - '911'  # Main Library
  # - '912'  # Annex
  us-desk: null
""")
    # The main branch determines the likely holding code.
    assert values(several, wms_main_branch=912)[HOLDING_LOCATION] == "TSTA"


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        (pickup("p", "Main Library", "912"), "912"),  # as stored in the entry
        (pickup("p", "Main Library", "999"), None),  # no branch of the library
        (pickup("p", "annex"), "912"),
        (pickup("p", "Elsewhere"), None),
        (pickup("p", "Twice"), None),
    ],
)
def test_the_branch_of_a_pickup_location(values, entry, value):
    twice = [code("TST1", "913", "Twice"), code("TST2", "914", "Twice")]
    assert values(facts([MAIN, ANNEX, *twice], [entry]))[PICKUP_ENTRIES] == {"p": value}


PARTNERS = [
    {"slug": f"p{number}", "name": name, "symbols": [f"RESHARE:P{number}"], "managed": False}
    for number, name in enumerate(("Our College", "Our Collage", "Far University"))
]


@pytest.mark.parametrize(
    ("institutions", "name", "symbol", "candidates"),
    [
        # The tenant manages none: the library is found by its name, at OCLC or for people.
        (PARTNERS, None, "RESHARE:P0", []),
        (PARTNERS[1:], "far university", "RESHARE:P2", []),
        # A similar name is not enough, and other libraries are no candidates.
        (PARTNERS[1:], None, None, ["RESHARE:P1"]),
        (PARTNERS[2:], None, None, []),
        # Of several that the tenant manages, it is the one with the name.
        ([US, {**US, "name": "Annex", "symbols": ["RESHARE:ANX"]}], None, "RESHARE:OUR", []),
        ([{**one, "managed": True} for one in PARTNERS[1:]], None, None, ["RESHARE:P1", "RESHARE:P2"]),
    ],
)
def test_a_library_is_found_by_its_name(text, institutions, name, symbol, candidates):
    document = text(facts(institutions=institutions), wms_registry_id="9", library_display_name=name)
    assert yaml.safe_load(document)[SYMBOL] == symbol
    assert [line.split()[2] for line in document.splitlines() if line.startswith("# - RESHARE")] == candidates
    if not symbol and not candidates:
        assert "ask the hosting provider for the entry" in document.replace("\n# ", " ")


@pytest.mark.parametrize(
    ("found", "part"),
    [
        (
            {"institution_name": "The Consortium"},
            "institution 9 ('The Consortium'), and the ReShare directory has 'Our",
        ),
        ({"institution_name": None}, "institution 9 (its name was not read)"),
        (
            {"directory": None},
            "is the library's. Enter wms_registry_id in add_library_variables: '9' if both are this library, else the one in",
        ),
        # The name at OCLC alone does not show which entry of others is the library's.
        ({"directory": {"institutions": PARTNERS, "pickup_locations": []}}, "does not show which entry"),
        (
            {"wms_registry_id": None},
            "OCLC's response does not name the institution of the WSKey. Enter wms_registry_id",
        ),
        ({"wms_registry_id": None, "refused": {"wms_registry_id": "HTTP 403."}}, "HTTP 403. Enter wms_registry_id in"),
    ],
)
def test_the_key_of_another_institution_is_not_taken_for_that_of_the_library(tmp_path, found, part):
    failed = task(tmp_path, facts() | found)
    assert (failed["failed"], [*tmp_path.iterdir()]) == (True, [])
    assert part in failed["msg"]
    assert task(tmp_path, facts() | found, entered={"wms_registry_id": "9"})["changed"] is True


@pytest.mark.parametrize("symbols", [[], ["RESHARE:A", "RESHARE:B"], ["ISIL:A", "OCLC:B"]])
def test_a_symbol_that_is_not_certain(text, symbols):
    lines = text(facts(institutions=[{**US, "symbols": symbols}])).splitlines()
    assert [line.split()[2] for line in lines if line.startswith("# - ")] == symbols
    assert "reshare_symbol: null" in lines


def test_what_was_not_found_has_the_reason_and_the_place_to_look_it_up(text):
    denied = text(facts(holding_codes="the token lacks the scope.", directory="no permission"), wms_registry_id="9")
    assert set(yaml.safe_load(denied).values()) == {None}
    for line in (
        "# wms_main_branch: the token lacks the scope. Look it up on the screen ",
        "# reshare_symbol: no permission. Look it up in ReShare's app Directory; ",
    ):
        assert f"\n{line}" in denied
    nothing = text(facts(codes=[], institutions=[]), wms_registry_id="9")
    assert set(yaml.safe_load(nothing).values()) == {None}
    assert "\n# borrowing_holding_location: OCLC's Metadata API returned none. Look it up" in nothing
    # The directory alone has the branch of a pickup location.
    alone = facts(pickups=[pickup("p", "P", "911"), pickup("q", "Q")], holding_codes="no")
    assert yaml.safe_load(text(alone))[PICKUP_ENTRIES] == {"p": "911", "q": None}


def test_an_existing_shelving_location_with_the_name_of_that_for_borrowed_items_is_mentioned(text):
    remark = "# borrowing_holding_location: it already has the shelving location 'Reserves'."
    assert remark in text(facts(), borrowing_shelving_location="Reserves")
    assert remark not in text(facts())


@pytest.mark.parametrize(
    "hostile",
    [
        "a\nwms_main_branch: evil",
        "a\r# b",
        "a\x85wms_main_branch: evil",
        "a\u2028b: c",
        "\ufffe",
        "# : {{ 1 }}",
        "{% set x = 1 %}",
        "- 'x",
        "x null",
        "x" * 500,
        "\u202e",
        "\x1b[2J",
    ],
)
def test_no_text_of_a_system_leaves_its_place(text, hostile):
    codes = [code("TSTM", "911", hostile, hostile), code(hostile, hostile, hostile)]
    for given in ([code(hostile, hostile, hostile)], codes):
        places = [pickup(hostile, hostile), pickup("p", hostile, hostile)]
        document = text(facts(given, places, [{**US, "name": hostile, "symbols": [hostile]}]), wms_registry_id="9")
        found = yaml.load(document, Loader)
        assert set(found) == {SYMBOL, MAIN_BRANCH, HOLDING_LOCATION, PICKUP_ENTRIES, "lending_account_barcode"}
        assert (found[SYMBOL], set(found[PICKUP_ENTRIES])) == (hostile, {hostile, "p"})
        # A character that changes the direction of text is a part of a value only.
        assert all(one.isprintable() or one in "\n\u202e" for one in document)
        # Expressions are only in comments and in texts that Ansible does not evaluate.
        for line in document.splitlines():
            written = line.partition("  # ")[0].strip()
            assert written.startswith("#") or "!unsafe" in written or not ("{{" in written or "{%" in written)


# The task


@pytest.mark.parametrize(
    ("entered", "code", "part"),
    [
        ({PICKUP_ENTRIES: ["x"]}, "invalid", "reshare_settings_pickup_entries must be a dictionary"),
        ({"wms_secret": "canary"}, "invalid", "wms_secret is a secret"),
        ({"lending_acount_barcode": "x"}, "invalid", "Similar: 'lending_account_barcode'"),
        ({"wms_registry_id": "7"}, "invalid", "'alpha', 'us' have the same wms_registry_id '7'"),
        ({SYMBOL: "RESHARE:ALF"}, "invalid", "'alpha', 'us' have the same reshare_symbol"),
    ],
)
def test_entered_values_are_checked_before_the_first_request(tmp_path, entered, code, part):
    failed = task(tmp_path, None, entered=entered)
    assert (failed["failed"], failed["changed"], failed["failure"]["code"]) == (True, False, code)
    assert part in failed["msg"] and "canary" not in failed["msg"]


@pytest.mark.parametrize(
    ("found", "entered", "code", "part"),
    [
        (facts([MAIN, ANNEX]), {MAIN_BRANCH: 1}, "unknown_reference", "wms_main_branch is '1'"),
        (facts(institutions=[{**US, "symbols": ["RESHARE:ALF"]}]), {}, "invalid", "have the same reshare_symbol"),
    ],
)
def test_what_was_found_contradicts_an_entered_value_or_another_library(tmp_path, found, entered, code, part):
    failed = task(tmp_path, found, entered=entered)
    assert failed["failure"]["code"] == code
    assert part in failed["msg"]
    assert list(tmp_path.iterdir()) == []


def test_entered_values_are_for_one_library(tmp_path):
    failed = task(tmp_path, None, entered={"wms_registry_id": "9"}, ansible_play_hosts_all=["us", "alpha"])
    assert "select one with --limit" in failed["msg"]


def test_a_file_is_written_whole_and_not_in_check_mode(tmp_path):
    entered = {MAIN_BRANCH: "912", SYMBOL: "OUR", "wms_registry_id": 9, "lending_account_barcode": ""}
    found, folder = facts([MAIN, ANNEX], [pickup("p", "Annex")]), tmp_path / "host_vars"
    planned = task(folder, found, check=True, entered=entered)
    assert (planned["changed"], list(tmp_path.iterdir())) == (True, [])
    done = task(folder, found, entered=entered)
    assert (done["changed"], done["path"], done["diff"]) == (True, str(folder / "us.yml"), planned["diff"])
    assert [path.name for path in folder.iterdir()] == ["us.yml"]
    written = (folder / "us.yml").read_text(encoding="utf-8")
    assert written == done["diff"]["after"]
    assert yaml.safe_load(written) == {
        MAIN_BRANCH: "912",
        SYMBOL: "OUR",
        "wms_registry_id": "9",
        HOLDING_LOCATION: "TSTA",
        PICKUP_ENTRIES: {"p": "912"},
        "lending_account_barcode": "OUR-RESHARE-01",
    }


def test_no_file_is_written_for_a_library_that_has_the_variables(tmp_path):
    has = {**CERTAIN, MAIN_BRANCH: "911", HOLDING_LOCATION: "TSTM", SYMBOL: "OUR", PICKUP_ENTRIES: {}}
    assert task(tmp_path, facts(), entered={MAIN_BRANCH: None}, **has)["changed"] is False
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["us", "us.yml", "us.yaml", "us.json", "us/library.yml"])
def test_an_existing_file_is_an_error_before_the_first_request(tmp_path, name):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    for create in (lambda: path.symlink_to(tmp_path / "nowhere"), lambda: path.write_text("kept", encoding="utf-8")):
        create()
        for found in (None, facts()):
            failed = task(tmp_path, found)
            assert (failed["failure"]["code"], failed["failure"]["object"]) == ("file_error", str(path))
            assert f"move it to {tmp_path}/us/vault.yml" in failed["msg"]
        if path.is_symlink():
            path.unlink()
    assert path.read_text(encoding="utf-8") == "kept"


def test_the_file_is_beside_a_file_of_secrets(tmp_path):
    secrets = tmp_path / "us/vault.yml"
    secrets.parent.mkdir()
    secrets.touch()
    assert task(tmp_path, facts())["path"] == str(secrets.with_name("library.yml"))
    assert sorted(secrets.parent.iterdir()) == [secrets.with_name("library.yml"), secrets]


def test_a_file_that_was_created_in_the_meantime_is_kept(tmp_path):
    path = tmp_path / "us.yml"
    write_new(path, "first")
    with pytest.raises(FileError):
        write_new(path, "second")
    assert (list(tmp_path.iterdir()), path.read_text(encoding="utf-8")) == ([path], "first")


def test_a_file_that_cannot_be_written_is_a_failure(tmp_path):
    (tmp_path / "host_vars").write_text("", encoding="utf-8")
    for folder, reason in ((None, "set add_library_dir"), (tmp_path / "host_vars", "cannot be written")):
        assert reason in task(folder, facts())["msg"]
