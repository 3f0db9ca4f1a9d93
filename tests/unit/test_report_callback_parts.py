# SPDX-License-Identifier: GPL-3.0-or-later

"""The report callback: the name of a playbook, the secrets of all libraries, and work in proportion to the number of libraries."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.template import trust_as_template
from ansible.vars.hostvars import HostVars
from ansible.vars.manager import VariableManager

from ansible_collections.reshare.wms.plugins.callback import report as callback
from ansible_collections.reshare.wms.plugins.plugin_utils._comparison.outcomes import document
from ansible_collections.reshare.wms.plugins.plugin_utils._comparison.results import dump
from ansible_collections.reshare.wms.plugins.plugin_utils._report import data
from ansible_collections.reshare.wms.plugins.plugin_utils._variables import secrets
from support.environment import ROOT

PLAYBOOKS = ROOT / "playbooks"
COLLECTION = "collections/ansible_collections/reshare/wms/playbooks"


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """A checkout to which the collection is a link, and a project with a playbook and a link into the collection."""
    checkout, project = tmp_path / "checkout/playbooks", tmp_path / "project"
    for folder in (checkout, project, tmp_path / Path(COLLECTION).parents[1]):
        folder.mkdir(parents=True)
    (checkout / "onboard.yml").touch()
    (tmp_path / Path(COLLECTION).parent).symlink_to(checkout.parent)
    (project / "site.yml").touch()
    (project / "playbooks").mkdir()
    (project / "playbooks/site.yml").touch()
    installed = tmp_path / "installed/ansible_collections/reshare/wms/playbooks"
    installed.mkdir(parents=True)
    (installed / "drift.yml").touch()
    (project / "nightly.yml").symlink_to(installed / "drift.yml")
    monkeypatch.chdir(project)
    return tmp_path


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("site.yml", "site.yml"),
        ("./site.yml", "site.yml"),
        ("playbooks/site.yml", "site.yml"),
        ("../project/playbooks/site.yml", "site.yml"),
        ("{folders}/project/site.yml", "site.yml"),
        ("/site.yml", "site.yml"),
        # What Ansible makes of reshare.wms.onboard.
        ("{folders}/" + COLLECTION + "/onboard.yml", "reshare.wms.onboard"),
        ("../" + COLLECTION + "/onboard.yml", "reshare.wms.onboard"),
        ("nightly.yml", "reshare.wms.drift"),
    ],
)
def test_a_playbook_has_a_name_however_its_path_is_written(folders, given, name):
    assert callback._name(given.format(folders=folders)) == name


def test_a_bare_name_in_the_folder_of_a_collection_is_a_playbook_of_the_collection(folders, monkeypatch):
    monkeypatch.chdir(folders / "installed/ansible_collections/reshare/wms/playbooks")
    assert callback._name("drift.yml") == "reshare.wms.drift"


class Walked(dict):
    """Variables that count how often they are walked."""

    counts: Counter[int] = Counter()

    def items(self):
        self.counts[id(self)] += 1
        return super().items()


def finished(count: int, monkeypatch: pytest.MonkeyPatch, reported: int | None = None):
    """The callback at the end of a run with that many libraries, and how often Ansible collected the variables of a library."""
    loader = DataLoader()
    inventory = InventoryManager(loader, parse=False)
    variables = VariableManager(loader, inventory)
    HostVars(inventory, variables, loader)
    shared = Walked(consortium=Walked({"api_token": "token-of-all"}))
    for number in range(count):
        name = f"library{number}"
        inventory.add_host(name)
        inventory.get_host(name).vars = {
            "wms_secret": f"secret-of-{name}",
            "reshare_password": trust_as_template("{{ 'password-of-' ~ inventory_hostname }}"),
        }
        variables.set_nonpersistent_facts(name, {"shared_result": shared})
    asked: Counter[str] = Counter()
    collect = VariableManager.get_vars

    def counted(self, *arguments, **options):
        asked[str(options.get("host"))] += 1
        return collect(self, *arguments, **options)

    monkeypatch.setattr(VariableManager, "get_vars", counted)
    report = callback.CallbackModule()
    report._variables, report._loader = variables, loader
    report._hosts = {f"library{number}" for number in range(count if reported is None else reported)}
    Walked.counts.clear()
    return report, asked


def test_the_variables_of_a_library_are_collected_and_walked_once(monkeypatch):
    report, asked = finished(20, monkeypatch)
    found = report._secrets()
    assert {f"secret-of-library{number}" for number in range(20)} < found
    assert {f"password-of-library{number}" for number in range(20)} < found
    assert "token-of-all" in found
    # One more for the hosts of the inventory. No library has the variables of the others.
    assert asked.total() == 21
    assert set(asked.values()) == {1}
    # The result of a task that ran once for all libraries.
    assert set(Walked.counts.values()) == {1}


def test_nothing_is_evaluated_for_a_library_that_has_no_result(monkeypatch):
    report, _asked = finished(2, monkeypatch, reported=1)
    found = report._secrets()
    assert {"secret-of-library0", "password-of-library0", "secret-of-library1"} < found
    assert "password-of-library1" not in found


def test_the_secret_of_a_library_is_masked_in_the_part_of_another():
    parts = [{"messages": [{"level": "failed", "text": f"secret-of-{other} is wrong"}]} for other in ("b", "a")]
    masked = secrets.masked(parts, ["secret-of-a", "secret-of-b"])
    assert [part["messages"][0]["text"] for part in masked] == ["******** is wrong"] * 2


@pytest.mark.parametrize(
    ("hosts", "folder", "ignored"),
    [
        (["localhost"], PLAYBOOKS, True),
        ("localhost", PLAYBOOKS, True),
        (["all"], PLAYBOOKS, False),
        (["localhost"], Path("/srv/consortium/playbooks"), False),
    ],
)
def test_a_playbook_that_needs_no_library_is_not_reported(hosts, folder, ignored):
    play = SimpleNamespace(hosts=hosts, get_path=lambda: f"{folder}/summary.yml:9")
    assert callback._needs_no_library(play) is ignored


def test_only_a_report_is_replaced_by_a_report(tmp_path):
    path = tmp_path / "drift.json"
    for text, expected in ((dump({**data.FILE.head}), True), (document({}), False), ("", False)):
        path.write_text(text, encoding="utf-8")
        assert data.is_report(path) is expected
