# SPDX-License-Identifier: GPL-3.0-or-later

"""The built collection: its files, and the paths that its playbooks use when only the artifact is installed."""

from __future__ import annotations

import re
import subprocess
import tarfile
from os.path import normpath
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.artifact import Artifact, build, copy_checkout, galaxy, shipped
from support.controller import Controller, Run
from support.environment import ROOT
from support.library import Library
from support.library_record import Record
from support.run_account import account

#: A relative link in Markdown.
_LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)[^)]*\)")
#: Files that runs and people leave in a checkout.
_STRAY = (
    *("record/adams.yml", "record/worksheets/adams.html", "inbox/adams.json", "received/adams.confirmation.json"),
    *("runs/drift.json", "runs/drift.html", "inventory/host_vars/adams.yml", "vault-password"),
    *("docs/report.html", "plugins/report.json", "playbooks/host_vars/adams.yml", "playbooks/drift.json"),
    *("roles/onboard/record/adams.yml", "roles/onboard/files/adams.json", "meta/adams.json", "changelogs/notes.yml"),
)


@pytest.fixture(scope="module")
def artifact(tmp_path_factory) -> Artifact:
    """Built from a checkout with other files in it."""
    checkout = tmp_path_factory.mktemp("checkout")
    copy_checkout(checkout)
    for name in _STRAY:
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_text("canary\n", encoding="utf-8")
    return build(checkout)


@pytest.fixture
def installed(artifact, tmp_path) -> Path:
    """A folder of collections that contains only that artifact."""
    galaxy("install", str(artifact.path), "--collections-path", str(tmp_path / "collections"), "--no-deps", "--force")
    return tmp_path / "collections"


def test_the_artifact_holds_the_collection_and_nothing_else(artifact):
    assert artifact.files == shipped() | {"FILES.json", "MANIFEST.json"}


def test_every_relative_link_leads_to_a_file_of_the_artifact(artifact):
    """Users read these pages on Galaxy and in the installed collection."""
    with tarfile.open(artifact.path) as archive:
        texts = {name: archive.extractfile(name).read().decode() for name in artifact.files if name.endswith(".md")}
    links = {(name, normpath(Path(name).parent / link)) for name in texts for link in _LINK.findall(texts[name])}
    folders = {str(folder) for name in artifact.files for folder in Path(name).parents}
    assert {name.partition("/")[0] for name, _link in links} >= {"README.md", "docs", "roles"}
    assert sorted(one for one in links if one[1] not in artifact.files | folders) == []


def test_files_that_runs_create_in_a_checkout_are_ignored_by_git():
    left = [
        name for name in _STRAY if name.partition("/")[0] in ("record", "inbox", "received") or name.count("/") == 0
    ]
    left.remove("vault-password")
    done = subprocess.run(
        ["git", "check-ignore", *left], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.splitlines() == left


# Paths


def play(
    controller: Controller, installed: Path, playbook: str, library: Library, *arguments: str, **variables: Any
) -> Run:
    """Run a playbook of the installed collection in an empty folder."""
    here = controller.directory / "here"
    here.mkdir(exist_ok=True)
    settings = controller.directory / "ansible.cfg"
    settings.touch()
    environment = {"ANSIBLE_CONFIG": str(settings), "ANSIBLE_COLLECTIONS_PATH": str(installed)}
    return controller.playbook(
        f"reshare.wms.{playbook}", library, *arguments, variables={library.name: variables}, cwd=here, **environment
    )


def snapshot(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if "__pycache__" not in path.parts}


@pytest.mark.long
def test_relative_paths_start_at_the_current_directory(library, controller, installed, tmp_path):
    """In record mode too. The output contains every path that was written."""
    before, here = snapshot(installed), tmp_path / "here"
    record = Record(library, Path("record"))
    variables = {**record.variables, "sandbox_url": library.base}
    drift = play(controller, installed, "drift", library, "-e", "run_file=runs/drift.json")
    assert set(account(here / "runs/drift.json")["libraries"]) == {library.name}
    assert "Account: runs/drift.json" in drift.output

    exported = play(controller, installed, "export", library, "-e", "export_dir=exported")
    assert exported.status == 0
    written = here / "exported" / library.name / "exported.yml"
    assert yaml.safe_load(written.read_text(encoding="utf-8"))["circulation_configuration"]
    assert str(written) in exported.output

    asked = play(controller, installed, "ask", library, **variables)
    assert asked.status == 0
    sheet = here / f"record/worksheets/{library.name}.questionnaire.html"
    assert sheet.exists()
    assert str(sheet) in asked.output

    (tmp_path / "received").mkdir()
    confirmed = play(controller, installed, "receive", library, "-e", "receive_files=../received/", **variables)
    assert confirmed.status == 0
    assert snapshot(installed) == before
