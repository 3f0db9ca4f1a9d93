# SPDX-License-Identifier: GPL-3.0-or-later

"""The built collection: its files, and the paths that its playbooks use when only the artifact is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
from os.path import normpath
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.parsing.dataloader import DataLoader

from ansible_collections.reshare.wms.plugins.module_utils._task.arguments import CONNECTION
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.specification import specification
from support.artifact import Artifact, build, copy_checkout, galaxy, shipped
from support.controller import Controller, Run
from support.environment import BUILD, ROOT
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


# The execution environment, ansible-navigator and the files in examples/controller. No image is built: that needs a
# container engine


def example(name: str) -> str:
    """The text of an example."""
    return (ROOT / "examples/controller" / name).read_text(encoding="utf-8")


def tasks(name: str) -> list[dict[str, Any]]:
    return DataLoader().load(example(name))


def builder(*arguments: str) -> str:
    command = [str(Path(sys.executable).with_name("ansible-builder")), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=True).stdout


@pytest.mark.long
def test_the_builder_finds_the_packages_of_the_collection_with_their_bounds():
    found = yaml.safe_load(builder("introspect", str(BUILD / "collections")).partition("---\n")[2])
    packages = [line.partition("#")[0].strip() for line in found["python"]]
    assert [re.sub(r"[<>=].*", "", one) for one in packages] == ["defusedxml", "requests", "urllib3"]
    assert all(re.search(r">=[\d.]+,<\d+$", one) for one in packages)


@pytest.mark.long
def test_the_builder_accepts_the_example_of_an_execution_environment(tmp_path):
    definition = tmp_path / "execution-environment.yml"
    definition.write_text(example(definition.name), encoding="utf-8")
    files = ("--file", str(definition), "--output-filename", "Containerfile")
    builder("create", *files, "--context", str(tmp_path / "context"))
    assert "python3.12" in (tmp_path / "context/Containerfile").read_text(encoding="utf-8")
    wanted = yaml.safe_load((tmp_path / "context/_build/requirements.yml").read_text(encoding="utf-8"))
    assert [one["name"] for one in wanted["collections"]] == ["reshare.wms"]


def test_the_credential_types_set_environment_variables_of_the_connection_options():
    known = {variable: option for option in CONNECTION.values() for variable in option.get("fallback", (None, []))[1]}
    for task in tasks("credential_types.yml"):
        kind = task["awx.awx.credential_type"]
        fields = {field["id"]: field for field in kind["inputs"]["fields"]}
        assert sorted(kind["inputs"]["required"]) == sorted(fields)
        injected = {value.strip("{} "): variable for variable, value in kind["injectors"]["env"].items()}
        assert injected.keys() == fields.keys()
        for name, variable in injected.items():
            assert variable in known
            assert name == "key" or fields[name].get("secret", False) == bool(known[variable].get("no_log"))


def test_the_job_templates_fit_the_playbooks_and_variables_of_the_collection():
    found = [task.get("awx.awx.job_template") for task in tasks("job_templates.yml")]
    templates = {one["name"]: one for one in found if one}
    for template in templates.values():
        assert (ROOT / "playbooks" / template["playbook"]).exists() or tasks(template["playbook"])
        assert template.get("extra_vars", {}).keys() <= specification().options.keys()
    sliced = [one for one in templates.values() if "job_slice_count" in one]
    assert [one["job_slice_count"] for one in sliced] == [one["extra_vars"]["reshare_wms_slices"] for one in sliced]
    workflow = tasks("job_templates.yml")[-1]["awx.awx.workflow_job_template"]["workflow_nodes"]
    assert {node["unified_job_template"]["name"] for node in workflow} == templates.keys()


def test_the_answers_of_a_survey_are_variables_of_its_playbook():
    (task,) = tasks("survey.yml")
    template = task["awx.awx.job_template"]
    assert (ROOT / "playbooks" / template["playbook"]).exists()
    assert {question["variable"] for question in template["survey_spec"]["spec"]} <= specification().options.keys()
    assert template["ask_limit_on_launch"] is template["survey_enabled"] is True
    assert all(question["required"] for question in template["survey_spec"]["spec"])


@pytest.mark.long
def test_navigator_runs_a_playbook_with_the_settings_of_the_example(tmp_path):
    """Without the image: that needs a container engine."""
    folder = tmp_path / "consortium"
    shutil.copytree(ROOT / "examples/consortium", folder)
    command = [str(Path(sys.executable).with_name("ansible-navigator")), "run", "reshare.wms.validate", "--ee", "false"]
    environment = {name: value for name, value in os.environ.items() if name != "ANSIBLE_CONFIG"}
    # It writes a cache to the home folder.
    environment |= {"HOME": str(tmp_path), "ANSIBLE_COLLECTIONS_PATH": str(BUILD / "collections")}
    before = {path.name for path in folder.iterdir()}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "No error and no warning in 6 libraries." in done.stdout
    assert {path.name for path in folder.iterdir()} == before
