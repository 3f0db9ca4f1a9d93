# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The two tutorials: every command, as a newcomer types it, with the built collection and the sandbox's wheel alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from support.artifact import build, copy_checkout, galaxy
from support.documentation import blocks
from support.waiting import PATIENCE, wait_until

pytestmark = pytest.mark.long

FIRST, SECOND = "docs/tutorial.md", "docs/tutorial-worksheets.md"
ADDRESS = "http://127.0.0.1:8099"
SERVE = "reshare-wms-sandbox serve --consortium --port 8099"


@dataclass
class Newcomer:
    """A person with an empty folder, and nothing else of this project than what was installed."""

    folder: Path
    environment: dict[str, str]
    outputs: list[str] = field(default_factory=list)

    @contextmanager
    def sandbox(self) -> Iterator[None]:
        """The command that serves the sandbox, on a free port, in a shell of its own."""
        ready = self.folder.parent / "ready"
        command = [*SERVE.replace("8099", "0").split(), "--ready-file", str(ready)]
        process = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL)
        try:
            wait_until(ready.exists, PATIENCE)
            self.environment["RESHARE_WMS_SANDBOX"] = ready.read_text(encoding="utf-8").strip()
            yield
        finally:
            process.terminate()
            process.wait()

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(exist_ok=True)
        address = self.environment["RESHARE_WMS_SANDBOX"]
        (self.folder / name).write_text(text.replace(ADDRESS, address), encoding="utf-8")

    def type(self, page: str) -> None:
        """Type the commands of a page. Each has to succeed."""
        lines = [line.removeprefix("$ ") for text in blocks(page, "console") for line in text.splitlines()]
        assert lines[0] == SERVE
        for line in lines[1:]:
            command = ["bash", "-c", line]
            given = {"cwd": self.folder, "env": self.environment, "timeout": 5 * PATIENCE}
            done = subprocess.run(command, capture_output=True, text=True, check=False, **given)
            assert done.returncode == 0, (line, done.stdout, done.stderr)
            self.outputs.append(done.stdout)

    @property
    def compared(self) -> dict[str, object]:
        """What the last comparison says about the library."""
        drift = json.loads((self.folder / "drift.json").read_text(encoding="utf-8"))
        return {name: drift["libraries"]["adams"][name] for name in ("state", "live", "sandbox")}


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder with the collection and the sandbox, as they are installed from the files of a release."""
    folder = tmp_path_factory.mktemp("release")
    copy_checkout(folder / "checkout")
    collection = build(folder / "checkout").path
    galaxy("install", str(collection), "--collections-path", str(folder / "collections"), "--no-deps", "--force")
    offline = ["--quiet", "--no-deps", "--no-index"]
    pip(*["wheel", *offline, "--no-build-isolation", "--wheel-dir", str(folder), str(folder / "checkout/sandbox")])
    (wheel,) = folder.glob("*.whl")
    pip(*["install", *offline, "--target", str(folder / "packages"), str(wheel)])
    return folder


def pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", *arguments], timeout=PATIENCE, check=True)


@pytest.fixture
def newcomer(installed, tmp_path) -> Iterator[Newcomer]:
    """With the sandbox running and the first tutorial's inventory written."""
    folder = tmp_path / "rehearsal"
    folder.mkdir()
    programs = [installed / "packages/bin", Path(sys.executable).parent]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "PYTHON"))}
    environment |= {
        "PATH": os.pathsep.join([*map(str, programs), environment["PATH"]]),
        "PYTHONPATH": str(installed / "packages"),
        "ANSIBLE_COLLECTIONS_PATH": str(installed / "collections"),
        "ANSIBLE_NOCOLOR": "1",
        "HOME": str(tmp_path),
    }
    person = Newcomer(folder, environment)
    with person.sandbox():
        (inventory,) = blocks(FIRST, "yaml")
        person.write("inventory.yml", inventory)
        yield person


def test_a_link_goes_live_changes_and_is_withdrawn(newcomer):
    newcomer.type(FIRST)
    _validated, _shown, applied, _verified, again, changes, _changed, _drift, withdrawn = newcomer.outputs
    assert "changed=0" in again and "changed=0" not in applied
    assert all(f'"loan_period": "{days} days"' in changes for days in (56, 70))
    assert newcomer.compared == {"state": "in_place", "live": True, "sandbox": True}
    assert "enable_reshare_state: disabled" in withdrawn


def test_a_link_goes_live_by_worksheets(newcomer):
    (variables,) = blocks(SECOND, "yaml")
    newcomer.write("group_vars/all.yml", variables)
    newcomer.type(SECOND)
    assert newcomer.compared == {"state": "stated", "live": True, "sandbox": True}
    assert {path.name for path in (newcomer.folder.parent / "received").iterdir()} == {
        *("adams.answers.json", "adams.confirmation.json")
    }
