# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that the playbooks write: their places are checked before the first request, and their folders are created."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.template import is_trusted_as_template
from ansible.vars.manager import VariableManager
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.action.output_files import ActionModule
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.received_places import Places
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.specification import specification
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.unused_files import unreadable_files, unused_files
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.variables import LibraryVariables, problems
from ansible_collections.reshare.wms.plugins.plugin_utils._variables.origin import reading
from support.controller_action import perform
from support.environment import ROOT

SPECIFICATION = specification()


def written(check: bool = False, **given: Any) -> dict[str, Any]:
    """The result of the task."""
    return perform(ActionModule, check, **given)


def problem(name: str, path: Path, writes: Any = None) -> str:
    """The problem of an option of a playbook with that value."""
    library = LibraryVariables({name: str(path)}, writes={name} if writes is None else writes)
    return "".join(one.sentence for one in problems(library, SPECIFICATION, ()))


def test_folders_are_created_and_a_second_run_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", "/dev/null/nowhere")
    path = tmp_path / "reports/today/drift.json"
    given = {"folder": str(tmp_path), "files": {"reports/today/drift.json": "{}\n", "new.txt": "\udcff"}}
    assert written(check=True, **given)["changed"] is True
    assert list(tmp_path.iterdir()) == []
    result = written(**given)
    assert (result["changed"], result["paths"]) == (True, [str(path), str(tmp_path / "new.txt")])
    assert (path.read_text(encoding="utf-8"), (tmp_path / "new.txt").read_text(encoding="utf-8")) == ("{}\n", "?")
    assert written(check=True, **given)["changed"] is written(**given)["changed"] is False


def test_a_link_is_replaced_and_not_followed(tmp_path):
    (tmp_path / "elsewhere").write_text("kept", encoding="utf-8")
    (tmp_path / "drift.json").symlink_to(tmp_path / "elsewhere")
    assert written(files={str(tmp_path / "drift.json"): "new"})["changed"] is True
    assert (tmp_path / "elsewhere").read_text(encoding="utf-8") == "kept"
    assert not (tmp_path / "drift.json").is_symlink()


@pytest.mark.parametrize("check", [True, False])
def test_nothing_is_written_if_one_file_cannot_be(tmp_path, check):
    (tmp_path / "folder").mkdir()
    result = written(check=check, files={str(tmp_path / "one"): "1", str(tmp_path / "folder"): "2"})
    assert (result["failed"], result["failure"]["code"]) == (True, "file_error")
    assert result["msg"] == f"{tmp_path}/folder cannot be written: it is not a file."
    assert not (tmp_path / "one").exists()


@pytest.mark.parametrize("name", ["status_page", "alert_last_file", "alert_metrics_file", "validate_json"])
def test_the_place_of_a_file_is_checked_before_the_first_request(tmp_path, name):
    (tmp_path / "file").touch()
    assert problem(name, tmp_path / "new/folder/x.json") == problem(name, tmp_path / "file") == ""
    assert f"{tmp_path}/file is not a folder" in problem(name, tmp_path / "file/x.json")
    assert "it is not a file" in problem(name, tmp_path)
    # Another playbook writes the file, perhaps on another machine.
    assert problem(name, tmp_path, writes=()) == ""


@pytest.mark.parametrize("name", ["truth_table_dir", "export_dir", "add_library_dir", "first_contact_dir"])
def test_the_place_of_a_folder_is_checked_before_the_first_request(tmp_path, name):
    (tmp_path / "file").touch()
    assert problem(name, tmp_path / "new/folder") == problem(name, tmp_path) == ""
    assert f"{tmp_path}/file is not a folder" in problem(name, tmp_path / "file")


def test_playbooks_and_roles_write_their_files_with_one_module():
    texts = [
        path.read_text(encoding="utf-8") for part in ("playbooks", "roles") for path in (ROOT / part).rglob("*.yml")
    ]
    assert not [text for text in texts if "ansible.builtin.copy" in text or "ansible.builtin.template" in text]


# Files of variables that Ansible does not read are found, and no other ones: Ansible itself is asked which it reads


INVENTORY = "all:\n  children:\n    consortium: {hosts: {adams: , valley: }}\n    wave1: {hosts: {adams: }}\n"
GROUPS = {"all": ["adams", "valley"], "ungrouped": [], "consortium": ["adams", "valley"], "wave1": ["adams"]}


def write(folder: Path, *names: str) -> Places:
    """An inventory with these files of variables. Each sets a variable of its own."""
    (folder / "hosts.yml").write_text(INVENTORY, encoding="utf-8")
    for number, name in enumerate(names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"variable_{number}: 1\n", encoding="utf-8")
    return Places((str(folder / "hosts.yml"),), str(folder / "playbooks"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("a: 1\nb:\n\t- 2\n", ":3:1: YAML parsing failed: Tabs are usually invalid in YAML."),
        ('a: "1\n', "YAML parsing failed: While scanning a quoted scalar found unexpected end of stream."),
        ("a: 1\n<<<<<<< HEAD\nb: 2\n", ":2: git has not resolved a conflict"),
        ("a 1\n", "has no variables: each is a line such as name: value."),
        ("- a\n", "has no variables"),
        # Only a setting of Ansible makes it an error.
        ("a: 1\na: 2\n", None),
        *(
            (text, None)
            for text in (
                "",
                "---\n",
                "\ufeffa: 1\r\n",
                "a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  00\n",
                "$ANSIBLE_VAULT;1.1;AES256\n00\n",
            )
        ),
    ],
)
def test_a_file_that_ansible_cannot_read_is_named(tmp_path, content, reason):
    names = "group_vars/all.yml", "host_vars/adams/more.yml", "host_vars/other.yml", "host_vars/valley/.more.yml"
    places = write(tmp_path, *names[:1])
    for name in names[1:]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    loader = DataLoader()
    sentences = list(unreadable_files(places, GROUPS, reading(loader)))
    assert [str(tmp_path / names[1]) in one for one in sentences] == [True] * bool(reason)
    assert all(str(reason) in one for one in sentences)


def test_expressions_in_a_file_that_was_looked_at_are_evaluated_by_ansible(tmp_path):
    places, loader = write(tmp_path, "group_vars/all.yml"), DataLoader()
    path = tmp_path / "group_vars/all.yml"
    path.write_text('a: 1\na: 2\nb: "{{ a }}"\n', encoding="utf-8")
    assert list(unreadable_files(places, GROUPS, reading(loader))) == []
    assert is_trusted_as_template(loader.load_from_file(str(path), trusted_as_template=True)["b"])


def found(places: Places) -> list[tuple[str, tuple[str, ...]]]:
    return [(f"{one.path.parent.name}/{one.path.name}", one.libraries) for one in unused_files(places, GROUPS)]


@pytest.mark.parametrize(
    ("name", "libraries"),
    [
        ("group_vars/consortum.yml", ("adams", "valley")),
        ("group_vars/wave-1.yml", ("adams",)),
        ("group_vars/Wave1/main.yml", ("adams",)),
        ("group_vars/staging.yaml", ()),
        ("host_vars/adms.yml", ("adams",)),
        # Of a former library, or misspelt.
        ("host_vars/hill.yml", ()),
        ("host_vars/va11ey.yml", ()),
    ],
)
def test_a_name_of_no_group_or_host_is_found_with_the_libraries_that_lack_it(tmp_path, name, libraries):
    places = write(tmp_path, name, "host_vars/valley.yml", "group_vars/all.yml")
    (path, concerned), *others = found(places)
    assert (name.startswith(path), concerned, others) == (True, libraries, [])


def test_files_without_variables_are_left_alone(tmp_path):
    names = ("host_vars/adams.yml", "host_vars/valley/main.yml")
    assert (
        found(write(tmp_path, *names, "group_vars/README.md", "group_vars/.wave.yml", "host_vars/adms.yml.orig")) == []
    )


def test_a_file_beside_a_folder_of_the_same_name_is_found_with_the_remedy(tmp_path):
    (one,) = unused_files(write(tmp_path, "group_vars/all.yml", "group_vars/all/vault.yml"), GROUPS)
    assert one.explanation == "group_vars/all.yml is not read: Ansible reads group_vars/all/ in its place."


_FILES = [
    f"{folder}/{name}{ending}"
    for folder, names in (("group_vars", ["all", "wave1", "wave2"]), ("host_vars", ["adams", "valley"]))
    for name in names
    for ending in ("/main.yml", ".yml", ".yaml", ".json", "")
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.sampled_from(_FILES), max_size=6).map(sorted))
def test_exactly_the_files_that_ansible_does_not_read_are_found(tmp_path_factory, names):
    names = [name for name in names if not (f"{name}/main.yml" in names and "." not in name)]
    folder = tmp_path_factory.mktemp("inventory")
    places = write(folder, *names)
    unread = {path for path, _libraries in found(places)}
    loader = DataLoader()
    inventory = InventoryManager(loader=loader, sources=list(places.sources))
    manager = VariableManager(loader=loader, inventory=inventory)
    variables = {key for host in inventory.get_hosts() for key in manager.get_vars(host=host)}
    # The names of folders are compared, not those of the files in them; a file without an ending that is not read has no name to compare.
    expected = {name.removesuffix("/main.yml") for at, name in enumerate(names) if f"variable_{at}" not in variables}
    assert unread == {name for name in expected if "." in name or f"{name}/main.yml" in names}
