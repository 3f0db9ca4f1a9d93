# SPDX-License-Identifier: GPL-3.0-or-later

"""Values that each library has of its own, given to several libraries by one place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError

from ansible_collections.reshare.wms.plugins.filter.same_contact import same_contact
from ansible_collections.reshare.wms.plugins.module_utils._core.contacts import contact_of
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.duplicates import duplicates
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.shared_values import shared_values, values_of_run
from support.large_inventory import write_inventory
from support.offline_validation import loaded, validation

FORM, DAY = "preflight_authorisation_form", '"2026-09-01"'


def inventory(folder: Path, **files: str) -> Path:
    """Three libraries, of which no file of its own has the day of the form, and other files. The names of these have __ for /."""
    made = write_inventory(folder / "inventory", 3, {}, {f"lib00{number}": FORM for number in range(3)})
    for name, text in files.items():
        (made / name.replace("__", "/").replace("_yml", ".yml")).write_text(text, encoding="utf-8")
    return made


def shared(made: Path, *selected: str) -> list[tuple[str | None, str | None, str, int | None]]:
    found = [one for one in validation(made, *selected).findings() if one.code == "shared"]
    assert all(one.severity == "error" and "host_vars" in one.remedy for one in found)
    return [(one.library, one.variable, Path(one.file or "").name, one.line) for one in found]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("group_vars__consortium_yml", f"{FORM}: {DAY}\n", 1),
        ("group_vars__consortium_yml", f"{FORM}: 2026-09-01\n", 1),
        ("hosts_yml", f"all:\n  hosts:\n    lib[000:002]:\n      {FORM}: {DAY}\n", 4),
        ("hosts_yml", f"all:\n  vars:\n    {FORM}: {DAY}\n  hosts:\n    lib[000:002]:\n", 3),
        ("hosts", f"[other]\nlib[000:002] {FORM}=2026-09-01\n", 2),
        ("hosts", f"[other]\nlib[000:002]\n[other:vars]\n{FORM}=2026-09-01\n", 4),
        ("z_yml", f"plugin: ansible.builtin.constructed\ncompose:\n  {FORM}: \"'2026-09-01'\"\n", 3),
    ],
)
def test_the_day_of_the_form_that_one_place_gives_to_several_libraries_is_refused_with_its_place(
    tmp_path, name, text, line
):
    hosts = {"hosts_yml": "consortium:\n  hosts:\n    lib[000:002]:\n"}
    made = inventory(tmp_path, **{**hosts, name: text})
    file = Path(name.replace("__", "/").replace("_yml", ".yml")).name
    assert shared(made) == [(f"lib00{number}", FORM, file, line) for number in range(3)]
    # The other libraries are known, also if the run is for one.
    assert shared(made, "lib001") == [("lib001", FORM, file, line)]
    (found,) = {one.message for one in validation(made).findings() if one.code == "shared"}
    assert found == f"{FORM} is that of one library, but one place gives it to 'lib000', 'lib001', 'lib002'."
    assert "shared" in {one.code for one in validation(made).consortium_findings}


@pytest.mark.parametrize(
    "files",
    [
        {"host_vars__lib000_yml": f"{FORM}: {DAY}\n", "host_vars__lib001_yml": f"{FORM}: {DAY}\n"},
        {"hosts_yml": f"all:\n  hosts: {{a: {{{FORM}: {DAY}}}, b: {{{FORM}: {DAY}}}}}\n"},
        {
            "hosts_yml": f"one:\n  hosts:\n    lib000:\n  vars:\n    {FORM}: {DAY}\ntwo:\n  hosts:\n    lib001:\n    lib002:\n"
        },
        {"group_vars__all_yml": f'{FORM}: "{{{{ days[inventory_hostname] }}}}"\nwms_key: shared\n'},
        {"group_vars__all_yml": f'{FORM}: ""\nlibrary_contact: {{name: "{{{{ person }}}}"}}\n'},
        {
            "z_yml": f"plugin: ansible.builtin.constructed\ncompose:\n  {FORM}: \"'2026-09-1' ~ inventory_hostname[-1]\"\n"
        },
        {
            "group_vars__all_yml": "reshare_url: https://g.example\nwms_record_dir: /nowhere\nwms_key: shared by the consortium\n"
        },
    ],
)
def test_what_each_library_has_by_itself_and_what_a_consortium_can_share_is_not_refused(tmp_path, files):
    assert shared(inventory(tmp_path, **files)) == []


def test_a_contact_or_identity_of_a_group_is_one_finding_and_not_two(tmp_path):
    text = 'wms_registry_id: "1"\nreshare_tenant: both\nlibrary_contact:\n  name: Jane Doe\n'
    made = inventory(
        tmp_path, group_vars__pair_yml=text, hosts_yml="pair:\n  hosts:\n    a:\n    b:\nother:\n  hosts:\n    c:\n"
    )
    (made / "host_vars/c.yml").write_text('wms_registry_id: "1"\nreshare_symbol: RESHARE:C\n', encoding="utf-8")
    names = ["library_contact", "reshare_tenant", "wms_registry_id"]
    assert sorted((one, name) for one, name, *_rest in shared(made)) == [(one, name) for one in "ab" for name in names]
    duplicates = [one.library for one in validation(made).findings() if one.code == "duplicate"]
    assert duplicates == ["c"]


def test_a_value_of_the_run_counts_for_the_libraries_of_the_run(tmp_path):
    made = inventory(
        tmp_path,
        group_vars__all_yml="reshare_url: https://g.example\n",
        hosts_yml="all:\n  hosts:\n    lib[000:002]:\n",
    )
    _manager, hostvars, _loader = loaded(made)

    def of(given: dict[str, Any], extra: dict[str, Any], *selected: str) -> list[str | None]:
        variables = {name: {**hostvars.raw_get(name), **extra} for name in ("lib000", "lib001", "lib002")}
        task_vars = {**variables["lib000"], **given, "hostvars": hostvars, "inventory_hostname": "lib000"}
        return [
            one.library
            for one in shared_values(variables, dict.fromkeys(variables, ()), selected, values_of_run(task_vars, extra))
        ]

    given = {FORM: "2026-09-01"}
    assert of(given, given, "lib000", "lib001") == ["lib000", "lib001"]
    assert of(given, given, "lib000") == []
    # A value of the play has its place in a file.
    played = hostvars.raw_get("lib000")["reshare_url"]
    assert of({FORM: played}, {}, "lib000", "lib001") == ["lib000", "lib001"]
    assert of({FORM: played}, {}, "lib000") == of({}, {}, "lib000", "lib001") == []


@pytest.mark.parametrize(("values", "expected"), [("one", ["a", "b"]), ("two", [])])
def test_a_value_without_a_place_is_shared_if_a_plugin_gives_it_once(values, expected):
    day = "".join(["2026", "-09-01"])
    given = {"a": {FORM: day}, "b": {FORM: day if values == "one" else "".join(["2026", "-09-01"])}}
    found = list(shared_values(given, {"a": [], "b": []}, ["a", "b"], {}))
    assert [one.library for one in found] == expected
    assert all("one place (a plugin) gives it to 'a', 'b'." in one.message for one in found)


# Libraries of an inventory that are the same institution or tenant


IDENTITIES = {
    "valley": {
        "wms_registry_id": "1",
        "reshare_tenant": "valley",
        "reshare_symbol": "RESHARE:VAL",
        "reshare_url": "https://okapi.example",
    },
    "hill": {"wms_registry_id": 2, "reshare_tenant": "hill", "reshare_url": "https://okapi.example"},
    "lake": {"reshare_tenant": "valley", "reshare_url": "https://other.example"},
}


@pytest.mark.parametrize(
    ("copied", "reason"),
    [
        ({"wms_registry_id": 1}, "have the same wms_registry_id '1'"),
        ({"reshare_tenant": "valley"}, "have the same reshare_tenant 'valley' at https://okapi.example"),
        ({"reshare_tenant": "valley", "reshare_url": "https://okapi.example/"}, "have the same reshare_tenant"),
        ({"reshare_symbol": "RESHARE:VAL"}, "have the same reshare_symbol 'RESHARE:VAL' at https://okapi.example"),
        ({"wms_key": "shared by the consortium"}, None),
    ],
)
@pytest.mark.parametrize("selected", [["valley"], ["hill", "lake"], ["lake"]])
def test_two_libraries_that_are_the_same_are_refused(copied, reason, selected):
    libraries = {**IDENTITIES, "hill": {**IDENTITIES["hill"], **copied}}
    problems = [one.message for one in duplicates(libraries, selected)]
    if reason is None or selected == ["lake"]:
        assert problems == []
    else:
        (problem,) = problems
        assert problem.startswith(f"'hill', 'valley' {reason}")


# The libraries whose pages are sent to their contact in one e-mail


JANE = {"name": "Jane", "email": "Jane@Example.org"}
EVE = {"name": "Eve", "email": "eve@example.org"}


def library(name: str, contact: Any, **more: Any) -> dict[str, Any]:
    return {"inventory_hostname": name, "wms_registry_id": name, "library_contact": contact, **more}


def test_the_first_library_of_a_contact_gets_the_options_of_the_others():
    two = library("two", {"name": "Other", "email": "jane@example.org"}, wms_record_dir="record", wms_key="secret")
    found = same_contact([library("one", JANE), library("three", EVE), two, {"inventory_hostname": "four"}])
    (options,) = found["one"]["together"]
    assert options.pop("wms_record_dir").startswith("/")
    assert options == {"library": "two", "wms_registry_id": "two", "library_contact": two["library_contact"]}
    assert {name: (one["first"], len(one["together"])) for name, one in found.items()} == {
        **{"one": ("one", 1), "two": ("one", 0)},
        **{"three": ("three", 0), "four": ("four", 0)},
    }


class Unevaluated(dict[str, Any]):
    """The variables of a host, of which one refers to an undefined variable."""

    def get(self, key: str, default: Any = None) -> Any:
        if key == "wms_record_dir":
            raise UndefinedError("'x' is undefined")
        return super().get(key, default)


def test_a_library_whose_variables_cannot_be_evaluated_is_apart():
    found = same_contact([library("one", JANE), Unevaluated(library("bad", JANE)), library("two", JANE)])
    assert {name: [other["library"] for other in one["together"]] for name, one in found.items()} == {
        **{"one": ["two"], "two": [], "bad": []}
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (library("one", JANE), library("two", EVE)),
        (library("one", None), library("two", None)),
        (library("one", {"name": "Jane"}), library("two", {"name": "Jane"})),
        # A copy for a deputy would have the pages of the other library, and a reply would go elsewhere.
        (library("one", JANE), library("two", {**JANE, "deputy": EVE})),
        (library("one", JANE), library("two", JANE, worksheet_reply_to="other@example.org")),
        (library("one", JANE), library("two", JANE, worksheet_again=True)),
    ],
)
def test_libraries_with_other_e_mails_are_apart(first, second):
    assert [one["together"] for one in same_contact([first, second]).values()] == [[], []]


@pytest.mark.parametrize(
    ("deputy", "problem"),
    [
        ("eve@example.org", "has a deputy that is not a dictionary of name and email"),
        ({"name": "Eve"}, "has a deputy that is not a dictionary of name and email"),
        ({**EVE, "deputy": JANE}, "has a deputy that is not a dictionary of name and email"),
        ({**EVE, "email": "eve"}, "has a deputy that has an email that is not an e-mail address"),
        ({**EVE, "phone": 1}, "has a deputy that has the unknown key phone"),
    ],
)
def test_a_deputy_is_a_person_with_an_address(deputy, problem):
    with pytest.raises(ValueError, match=problem):
        contact_of({**JANE, "deputy": deputy})
    assert contact_of({**JANE, "deputy": EVE}).addresses == ["Jane@Example.org", "eve@example.org"]
