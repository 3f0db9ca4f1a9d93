# SPDX-License-Identifier: GPL-3.0-or-later

"""Every module over the life of an object: each step in check mode, applied, and declared again."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._task.result_warnings import result_warnings
from ansible_collections.reshare.wms.plugins.plugin_utils._action.run_memory import RunMemory
from support import controller
from support.library import Library
from support.object_examples import ALL, CONFIGURATION, OTHERS, TABLES, Example

every_module = pytest.mark.parametrize("example", ALL, ids=str)
in_configuration = pytest.mark.parametrize("example", CONFIGURATION, ids=str)
clearable = pytest.mark.parametrize(
    "example", [one for one in ALL if "clear" in one.steps and one.plural != "institutional_patron_ids"], ids=str
)


@pytest.fixture
def library(make) -> Library:
    return make(configuration=OTHERS, reshare=TABLES)


@cache
def memory_of(_library: Library) -> RunMemory:
    return RunMemory()


def run(module: str, library: Library, check: bool = False, **arguments: Any) -> dict[str, Any]:
    """A task of the only run for this library, which proves its identity once."""
    return controller.run(module, library, check, memory=memory_of(library), **arguments)


def settle(library: Library, module: str, arguments: dict, filled_in: frozenset[str] = frozenset()) -> dict:
    """Run a step in check mode, apply it, and declare it again. Returns the result of applying it."""
    before = library.settled()
    library.reset()
    pretended = run(module, library, check=True, **arguments)
    assert pretended.get("msg") is None
    assert pretended["changed"] is True
    assert not library.writes()
    assert library.settled() == before

    made = run(module, library, **arguments)
    assert made.get("msg") is None
    # What depends on the moment: a link is live only after the change.
    own = {name: pretended[name] for name in ("warnings", "live") if name in pretended}
    assert {**made, **own} == pretended
    assert library.writes().total() == 1

    library.reset()
    again = run(module, library, **arguments)
    assert again["changed"] is False
    assert again["changes"] == []
    assert again["diff"] == {"before": {}, "after": {}}
    assert without(filled_in, again.get("object")) == without(filled_in, made.get("object"))
    assert not library.writes()
    return made


def without(names: Collection[str], fields: dict | None) -> dict | None:
    return fields and {name: value for name, value in fields.items() if name not in names}


@every_module
def test_each_step_is_predicted_exactly_applied_once_and_then_unchanged(library, example):
    for arguments in example.steps.values():
        made = settle(library, example.module, library.numbered(arguments), example.filled_in)
        assert made["pending"] is False
        assert made["sandbox"] is True
        assert set(result_warnings(made)) <= set(made["warnings"])
        (change,) = made["changes"]
        assert change["kind"] == example.module
        assert change["title"]
        assert {**change, "identity": identity(library.numbered(arguments), change)} == change
        assert bool(change["rows"]) == ("rows" in arguments)
        for row in change["rows"]:
            assert {name: value for name, value in row.items() if value != "All"} in conditions(arguments, row)


def identity(arguments: dict, change: dict) -> dict:
    """The identity of the object that a task declares."""
    declared = {"partner": next(iter(arguments.get("partners", [""]))), **arguments}
    return {name: declared[name] for name in change["identity"]}


def conditions(arguments: dict, row: dict) -> list[dict]:
    """The conditions of the rows that a task declares, without those that are All."""
    return [{name: value for name, value in one.items() if name in row and value != "All"} for one in arguments["rows"]]


def exported(library: Library, example: Example) -> object:
    """The value of an example's object from its _info module."""
    arguments = {"kinds": [example.plural]}
    if example.module.startswith("reshare_"):
        found = run("reshare_configuration_info", library, **arguments)["configuration"].get(example.plural, {})
    else:
        arguments["barcodes"] = [library.numbered("LEND-NN")]
        found = run("circulation_configuration_info", library, **arguments)["configuration"].get(example.plural, {})
    if example.plural == "settings":
        return {"key": "ncip_server_address", "value": found.get("ncip_server_address")}
    if not example.identity:
        return {name: value for name, value in found.items() if name != "exact"}
    identity = {name: library.numbered(example.steps["create"][name]) for name in example.identity}
    return next((one for one in found or () if identity.items() <= one.items()), None)


@pytest.mark.parametrize("example", [one for one in ALL if one.plural != "institutional_patron_ids"], ids=str)
def test_what_a_change_replaces_restores_it(library, example):
    system = "reshare" if example.module.startswith("reshare_") else "circulation"
    for arguments in example.steps.values():
        before = exported(library, example)
        (change,) = run(example.module, library, **library.numbered(arguments))["changes"]
        assert (change["earlier"] is None) is (change["action"] == "created")
        if change["earlier"] and any(change["earlier"].values()):
            back = run(f"{system}_configuration", library, configuration=change["earlier"])
            assert back.get("msg") is None
            assert without(example.filled_in, exported(library, example)) == without(example.filled_in, before)
            run(example.module, library, **library.numbered(arguments))


def test_institutional_patron_ids_are_exported_by_symbol(library):
    run("reshare_institutional_patron_ids", library, partners={"ALF": "LEND-1", "RESHARE:BET": "LEND-2"})
    found = run("reshare_configuration_info", library)["configuration"]["institutional_patron_ids"]
    assert found == {"partners": {"RESHARE:ALF": "LEND-1", "RESHARE:BET": "LEND-2"}}


@clearable
def test_a_field_set_to_null_becomes_blank_and_no_other_field(library, example):
    for step in ("create", "update"):
        run(example.module, library, **library.numbered(example.steps[step]))
    # The mark of an account depends on its other fields.
    before, after = (
        flat(without({"mark"}, run(example.module, library, **library.numbered(example.steps[step]))["object"]))
        for step in ("update", "clear")
    )
    cleared = {place for place, value in flat(library.numbered(example.steps["clear"])).items() if value is None}
    assert cleared
    gone = {place for place in before if after.get(place) is None}
    assert {place[: len(one)] for place in gone for one in cleared if len(one) <= len(place)} == cleared
    assert {place: value for place, value in before.items() if place not in gone} == {
        place: value for place, value in after.items() if value is not None
    }


def flat(value: object, place: tuple = ()) -> dict[tuple, object]:
    """The leaves of nested dictionaries and lists, by path."""
    if not isinstance(value, (dict, list)):
        return {place: value}
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    return {where: leaf for name, one in inner for where, leaf in flat(one, (*place, name)).items()}


@in_configuration
def test_unknown_fields_survive(library, example):
    """A newer screen has fields that this collection does not support."""
    run(example.module, library, **example.steps["create"])
    configuration = library.configuration
    del configuration["holding_codes"]
    library.seed["configuration"] = {plural: mark(content) for plural, content in configuration.items()}
    library.install()
    if example.module != "shelving_location":
        run(example.module, library, **example.steps["update"])
        assert marks(library.configuration[example.plural]) == marks(library.seed["configuration"][example.plural])


def mark(content: object) -> object:
    """Content with an unknown field in each object, row, page and section."""
    if isinstance(content, list):
        return [{**one, "new_on_the_screen": f"kept {number}"} for number, one in enumerate(content)]
    if "rows" in content:
        return {**content, "rows": mark(content["rows"]), "new_on_the_screen": "kept"}
    marked = {name: {**one, "new_in_section": "kept"} if name == "reshare" else one for name, one in content.items()}
    return {**marked, "new_on_the_screen": "kept"}


def marks(content: object) -> set[object]:
    return {(place[-1], value) for place, value in flat(content).items() if str(place[-1]).startswith("new_")}


def test_exact_takes_over_the_whole_table(library):
    rows = [{"patron_policy": "Student", "loan_policy": "One year"}, {"loan_policy": "Four weeks"}]
    made = settle(library, "loan_policy_map", {"rows": rows, "exact": True})
    assert [row["patron_policy"] for row in library.rows("loan_policy_map")] == ["Student", "All"]
    assert "- Patron Policy Faculty -> Loan Policy One year" in made["changes"][0]["what"]


def test_shelving_locations_keep_their_apostrophes_and_lose_a_loose_semicolon(make):
    branch = {
        "name": "Main",
        "registry_id": "91NN",
        "holding_code": "TSTM",
        "shelving_locations": " Children's Room ; Stacks;",
    }
    library = make(branches=[branch], configuration={"collection_type_policies": []})
    pretended = run("shelving_location", library, check=True, holding_code="TSTM", name="Librarian's Desk")
    assert any("starts or ends with a semicolon" in warning for warning in pretended["warnings"])
    run("shelving_location", library, holding_code="TSTM", name="Librarian's Desk")
    assert library.shelving_locations() == "Children's Room; Stacks; Librarian's Desk"


#: Names of the kinds that real lists of locations contain.
NAMES = [
    "Rare & Special",
    "Ref -- Desk",
    "Maps (2nd floor)",
    "Children's Room",
    f"Annex {'x' * 160}",
    "Music -- & (all)",
]


def test_names_that_exist_are_exported_and_declared_again(make):
    """OCLC's rules for new names do not apply to existing names."""
    branch = {
        "name": "Main",
        "registry_id": "91NN",
        "holding_code": "TSTM",
        "shelving_locations": " ; ".join(NAMES) + " ",
    }
    library = make(branches=[branch], configuration={"collection_type_policies": []})
    exported = run("circulation_configuration_info", library, kinds=["shelving_locations"])["configuration"]
    assert [one["name"] for one in exported["shelving_locations"]] == NAMES
    assert run("circulation_configuration", library, configuration=exported)["changed"] is False
    assert run("shelving_location", library, holding_code="TSTM", name="Desk")["changed"] is True
    assert run("shelving_location", library, holding_code="TSTM", name=NAMES[0], state="absent")["changed"] is True
    assert library.shelving_locations() == "; ".join([*NAMES[1:], "Desk"])


@pytest.mark.parametrize("name", ["Rare & Special", "Ref -- Desk", "x" * 151])
@pytest.mark.parametrize("check", [True, False])
def test_a_name_that_is_to_be_added_follows_the_rules(library, name, check):
    failed = run("shelving_location", library, check=check, holding_code="TSTM", name=name)
    assert f"Shelving Location '{name}' in TSTM does not exist, and cannot be added: it " in failed["msg"]
    assert not library.writes()


def test_a_shelving_location_that_was_there_before_is_warned_of_once(library):
    """A real library has items of its own at 'Interlibrary Loan'."""

    def declared(name, check=False):
        configuration = {
            "shelving_locations": [{"holding_code": "TSTM", "name": name}],
            "loan_policy_map": [{"holding_location": "TSTM", "shelving_location": name, "loan_policy": "Four weeks"}],
        }
        warnings = run("circulation_configuration", library, check, configuration=configuration)["warnings"]
        return [text for text in warnings if "are the first to refer to it" in text]

    (warning,) = declared("Reserves", check=True)
    assert "Shelving Location 'TSTM / Reserves' already exists" in warning
    assert "declare another name (borrowing_shelving_location)" in warning
    assert declared("Reserves") == [warning]
    assert declared("Reserves") == declared("Interlibrary Loan") == declared("Interlibrary Loan") == []


def test_a_renamed_case_is_not_a_second_object(library):
    failed = run("loan_policy", library, name="FOUR WEEKS", loan_period="1 day")
    assert "'Four weeks', which differs only in upper and lower case" in failed["msg"]


def test_a_fixed_field_is_not_changed(library):
    failed = run("bill_structure", library, name="Hold fee", bill_type="Periodic Bill", amount=None)
    assert "'Bill Type' can only be set on creation" in failed["msg"]


@pytest.mark.parametrize("example", [one for one in ALL if one.plural != "institutional_patron_ids"], ids=str)
def test_the_returned_object_is_the_object_afterwards(library, example):
    for arguments in example.steps.values():
        made = run(example.module, library, **library.numbered(arguments))
        assert made.get("msg") is None
        assert without(example.filled_in, made["object"]) == without(example.filled_in, exported(library, example))


@in_configuration
def test_nothing_else_is_touched(library, example):
    before = library.configuration
    for arguments in example.steps.values():
        run(example.module, library, **arguments)
    after = library.configuration
    if "remove" in example.steps:
        assert after == before
    else:
        assert {**after, example.plural: None} == {**before, example.plural: None}


def test_check_mode_does_not_promise_an_impossible_blank(library):
    run("reshare_item_loan_policy", library, code="In library", lendable=False)
    pretended = run("reshare_item_loan_policy", library, check=True, code="In library", lendable=None)
    made = run("reshare_item_loan_policy", library, code="In library", lendable=None)
    assert pretended.get("failed") == made.get("failed")


def test_prune_removes_undeclared_objects_and_reports_them(make):
    library = make(configuration={"bill_reasons": [{"name": name} for name in ("Fine", "Old", "Older")]})
    declared = {"configuration": {"bill_reasons": [{"name": "Fine"}]}, "prune": ["bill_reasons"]}
    pretended = run("circulation_configuration", library, check=True, **declared)
    assert sorted(pretended["diff"]["before"]["bill_reasons"]) == ["Old", "Older"]
    assert pretended["diff"]["after"] == {}
    made = run("circulation_configuration", library, **declared)
    assert made["diff"] == pretended["diff"]
    assert [reason["name"] for reason in library.configuration["bill_reasons"]] == ["Fine"]


def test_prune_with_an_empty_list_is_rejected(library):
    failed = run("circulation_configuration", library, configuration={"bill_reasons": []}, prune=["bill_reasons"])
    assert "prune with an empty list would remove all of them" in failed["msg"]
    assert library.configuration["bill_reasons"]


def test_every_page_of_a_list_is_read(make):
    """The sandbox sends 20 objects per page."""
    policies = [{"name": f"Policy {number}"} for number in range(45)]
    library = make(configuration={"long_overdue_policies": policies, "loan_policy_map": {"rows": []}})
    found = run("circulation_configuration_info", library, kinds=["long_overdue_policies"])
    assert len(found["configuration"]["long_overdue_policies"]) == 45
    library.reset()
    assert run("long_overdue_policy", library, name="Policy 44")["changed"] is False
    assert library.calls()["configuration", "long_overdue_policies", "GET"] == 3
