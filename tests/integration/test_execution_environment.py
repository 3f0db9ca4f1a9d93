# SPDX-License-Identifier: GPL-3.0-or-later

"""The execution environment, ansible-navigator and the files in examples/controller. No image is built: that needs a container engine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.parsing.dataloader import DataLoader

from ansible_collections.reshare.wms.plugins.module_utils._task.arguments import CONNECTION
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.specification import specification
from support.environment import BUILD, ROOT


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
