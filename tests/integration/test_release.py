# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A release, as a dry run: changelog, artifact, and its import into Galaxy."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.artifact import Artifact, build, copy_checkout, shipped
from support.environment import BUILD, ROOT

pytestmark = pytest.mark.long
VERSION = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["version"]
CHANGELOG = {"CHANGELOG.md", "changelogs/changelog.yaml"}
#: Starts galaxy-importer without its time limit of three minutes for ansible-lint, which a busy machine needs.
IMPORT = """
import runpy, subprocess
communicate = subprocess.Popen.communicate
subprocess.Popen.communicate = lambda self, input=None, timeout=None: communicate(self, input)
runpy.run_module("galaxy_importer.main", run_name="__main__", alter_sys=True)
"""


@pytest.fixture(scope="module")
def release(tmp_path_factory) -> tuple[Path, Artifact]:
    """A checkout after the command for a release, and the artifact."""
    checkout = tmp_path_factory.mktemp("release") / "checkout"
    copy_checkout(checkout)
    command = [sys.executable, "-m", "antsibull_changelog", "release", "--version", VERSION, "--date", "2026-11-26"]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return checkout, build(checkout)


def changes(checkout: Path) -> dict[str, Any]:
    """What the changelog has about the release."""
    text = (checkout / "changelogs/changelog.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["releases"][VERSION]


def test_the_changelog_contains_every_fragment_and_every_new_part(release):
    checkout, _artifact = release
    assert [*(checkout / "changelogs/fragments").glob("*.yml")] == []
    released = changes(checkout)
    assert released["changes"]["release_summary"]
    assert f"v{VERSION}".replace(".", "\\.") in (checkout / "CHANGELOG.md").read_text(encoding="utf-8")
    if VERSION == "1.0.0":
        modules = {path.stem for path in ROOT.glob("plugins/modules/*.py")}
        assert {module["name"] for module in released["modules"]} == modules
        assert {role["name"] for role in released["objects"]["role"]} == {path.name for path in ROOT.glob("roles/*")}
        plays = {path.stem: yaml.safe_load(path.read_text("utf-8"))[0]["name"] for path in ROOT.glob("playbooks/*.yml")}
        assert {one["name"]: one["description"] for one in released["objects"]["playbook"]} == plays


def test_the_artifact_contains_the_changelog_and_nothing_else_of_the_release(release):
    _checkout, artifact = release
    assert artifact.files == shipped() | CHANGELOG | {"FILES.json", "MANIFEST.json"}


def test_galaxy_imports_the_artifact_without_a_warning(release):
    _checkout, artifact = release
    importer = BUILD / "venv/importer/bin"
    assert importer.exists(), "make setup-importer prepares the environment of galaxy-importer"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "PYTHON"))},
        **{"PATH": f"{importer}{os.pathsep}{os.environ['PATH']}", "GALAXY_IMPORTER_CONFIG": os.devnull},
        "HOME": str(artifact.path.parent),
    }
    command = [str(importer / "python"), "-c", IMPORT, str(artifact.path)]
    done = subprocess.run(
        command, cwd=artifact.path.parent, env=environment, capture_output=True, text=True, timeout=1800, check=False
    )
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    assert "Importer processing completed successfully" in output
    assert re.findall(r"^.*(?:WARNING|ERROR).*$", output, re.M) == []
