# SPDX-License-Identifier: GPL-3.0-or-later

"""The workflows of this repository on GitHub: they run what `.ci/run` runs, and can change nothing but the release of a tag."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from support.environment import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
#: The only job that may write: it runs nothing of the repository.
WRITES = "attach"
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(" ".join(re.findall(r"^([a-z][a-z -]*):", MAKEFILE, re.MULTILINE)).split())


def load(name: str) -> dict[str, Any]:
    """A workflow without the job that attaches the files of a release."""
    workflow = yaml.safe_load((ROOT / ".github/workflows" / name).read_text(encoding="utf-8"))
    workflow["jobs"].pop(WRITES, None)
    return workflow


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def filled(command: str, row: dict[str, str]) -> str:
    return re.sub(r"\$\{\{ matrix\.(\w+) \}\}", lambda found: row[found[1]], command)


def commands(job: dict[str, Any]) -> set[str]:
    """The commands of a job, with the values of its matrix in their places."""
    matrix = job.get("strategy", {}).get("matrix", {})
    rows = matrix.get("include") or [{name: value} for name, values in matrix.items() for value in values] or [{}]
    runs = [step["run"] for step in job["steps"] if "run" in step]
    return {filled(run, row) for run in runs for row in rows}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_command_is_a_target_of_make(path):
    """What a workflow runs can be run on any machine."""
    found = {command for job in load(path.name)["jobs"].values() for command in commands(job)}
    assert found
    for command in found:
        make, *words = command.split()
        assert make == "make"
        assert {word for word in words if "=" not in word} <= TARGETS


def test_the_parts_are_those_of_make_test_and_the_rest_of_the_matrix():
    """Each once: .ci/run runs `make test`, and `make test-matrix` with its parts that no ansible-core changes."""
    lines = re.findall("^(?:TEST|MATRIX)_PARTS := (.*)$", MAKEFILE, re.MULTILINE)
    groups = [command.split()[1:] for command in commands(load("tests.yml")["jobs"]["parts"])]
    assert sorted(target for group in groups for target in group) == sorted(" ".join(lines).split())


def test_the_matrix_has_every_release_on_every_version_of_python():
    script = (ROOT / "tests/tools/cores.sh").read_text(encoding="utf-8")
    rows = [row.split() for row in script.split('CORES="')[1].split('"')[0].splitlines()]
    matrix = load("tests.yml")["jobs"]["cores"]["strategy"]["matrix"]["include"]
    pairs = [(core, version) for core, _requirement, *versions in rows for version in versions]
    assert sorted((row["core"], row["python"]) for row in matrix) == sorted(pairs)


def test_every_action_is_pinned_by_its_digest_and_names_its_version():
    files = [*WORKFLOWS, *(ROOT / ".github/actions").glob("*/action.yml")]
    used = [line for file in files for line in re.findall("uses: (.*)$", file.read_text("utf-8"), re.MULTILINE)]
    outside = {line for line in used if not line.startswith("./")}
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line) for line in outside)
    assert len(outside) == len({line.partition("@")[0] for line in outside})
    local = {line for line in used if line.startswith("./")}
    assert all((ROOT / line / "action.yml").exists() for line in local)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_has_no_secret_and_no_right_to_write(path):
    """A pull request can change everything that it runs."""
    workflow = load(path.name)
    assert workflow["permissions"] == {"contents": "read"}
    assert "concurrency" in workflow
    assert not re.search(r"\{\{ secrets\.|github\.token|pull_request_target", str(workflow))
    # A text of a pull request, such as the name of its branch, in a command would be run.
    assert {name for step in steps(workflow) for name in re.findall(r"\{\{ (\w+)", step.get("run", ""))} <= {"matrix"}
    for job in workflow["jobs"].values():
        assert "permissions" not in job
        assert job["timeout-minutes"] <= 180
    checkouts = [step for step in steps(workflow) if step.get("uses", "").startswith("actions/checkout@")]
    assert len(checkouts) == len(workflow["jobs"])
    assert all(step["with"] == {"persist-credentials": False} for step in checkouts)


def test_only_the_tag_of_a_release_gets_a_right_to_write():
    """The job that has it takes files that were built twice and are equal, and runs nothing else."""
    paths = [path for path in WORKFLOWS if "write" in path.read_text(encoding="utf-8")]
    assert [path.name for path in paths] == ["release.yml"]
    workflow = yaml.safe_load(paths[0].read_text(encoding="utf-8"))
    assert set(workflow["on"]) == {"push"} and set(workflow["on"]["push"]) == {"tags"}
    assert set(workflow["jobs"]) == {"build", WRITES}
    used = [step.get("uses", step.get("run")).split("@")[0] for step in workflow["jobs"][WRITES]["steps"]]
    assert used[:3] == ["actions/download-artifact", "diff --recursive first second", "actions/attest-build-provenance"]
    assert len(used) == 4 and used[3].startswith('gh release create "$GITHUB_REF_NAME" ')
    assert not re.search(r"secrets\.", str(workflow))
