# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that the playbooks write: their places are checked before the first request, and their folders are created."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.action.output_files import ActionModule
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.specification import specification
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.variables import LibraryVariables, problems
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
