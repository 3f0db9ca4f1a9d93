# SPDX-License-Identifier: GPL-3.0-or-later

"""A person who has the files of a release, and nothing else of this project."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .artifact import galaxy
from .documentation import blocks
from .waiting import PATIENCE, wait_until

#: The page whose commands a newcomer types.
TUTORIAL = "docs/tutorial.md"
_ADDRESS = "http://127.0.0.1:8099"
_SERVE = "reshare-wms-sandbox serve --consortium --port 8099"


@dataclass
class Newcomer:
    """A person with an empty folder, in whose shell the installed collection and sandbox are found."""

    folder: Path
    environment: dict[str, str]
    outputs: list[str] = field(default_factory=list)

    @contextmanager
    def sandbox(self) -> Iterator[None]:
        """Run the command that serves the sandbox, on a free port, in a process of its own."""
        ready = self.folder.parent / "ready"
        command = [*_SERVE.replace("8099", "0").split(), "--ready-file", str(ready)]
        process = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL)
        try:
            wait_until(ready.exists, PATIENCE)
            self.environment["RESHARE_WMS_SANDBOX"] = ready.read_text(encoding="utf-8").strip()
            yield
        finally:
            process.terminate()
            process.wait()

    def write_inventory(self) -> None:
        """Write the inventory of the tutorial."""
        (inventory,) = blocks(TUTORIAL, "yaml")
        address = self.environment["RESHARE_WMS_SANDBOX"]
        (self.folder / "inventory.yml").write_text(inventory.replace(_ADDRESS, address), encoding="utf-8")

    def type(self, *lines: str) -> None:
        """Type commands. Each has to succeed."""
        for line in lines:
            given = {"cwd": self.folder, "env": self.environment, "timeout": 5 * PATIENCE}
            done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, **given)
            assert done.returncode == 0, (line, done.stdout, done.stderr)
            self.outputs.append(done.stdout)

    @property
    def compared(self) -> dict[str, object]:
        """What the last comparison says about the library."""
        account = json.loads((self.folder / "drift.json").read_text(encoding="utf-8"))
        return {name: account["libraries"]["adams"][name] for name in ("state", "link", "sandbox")}


def commands() -> list[str]:
    """The commands of the tutorial after those that install and serve the sandbox."""
    found = [line.removeprefix("$ ") for text in blocks(TUTORIAL, "console") for line in text.splitlines()]
    return found[found.index(_SERVE) + 1 :]


def install(collection: Path, wheel: Path, folder: Path) -> None:
    """Install the files of a release into a folder, in place of those of another release."""
    galaxy("install", str(collection), "--collections-path", str(folder / "collections"), "--no-deps", "--force")
    given = ["--quiet", "--no-deps", "--no-index", "--upgrade", "--target", str(folder / "packages"), str(wheel)]
    pip("install", *given)


def pip(*arguments: str) -> None:
    """Run pip."""
    subprocess.run([sys.executable, "-m", "pip", *arguments], timeout=PATIENCE, check=True)


@contextmanager
def newcomer(installed: Path, folder: Path) -> Iterator[Newcomer]:
    """A person with the sandbox running and the inventory written. folder: an empty one."""
    home = folder / "rehearsal"
    home.mkdir()
    programs = [installed / "packages/bin", Path(sys.executable).parent]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "PYTHON"))}
    environment |= {
        "PATH": os.pathsep.join([*map(str, programs), environment["PATH"]]),
        "PYTHONPATH": str(installed / "packages"),
        "ANSIBLE_COLLECTIONS_PATH": str(installed / "collections"),
        "ANSIBLE_NOCOLOR": "1",
        "HOME": str(folder),
    }
    person = Newcomer(home, environment)
    with person.sandbox():
        person.write_inventory()
        yield person
