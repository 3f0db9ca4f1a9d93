# SPDX-License-Identifier: GPL-3.0-or-later

"""A commit and the checkout, measured in turn on the same sandbox, so that other load of the machine affects both."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reshare_wms_sandbox.testing import running

from support.environment import BUILD, ROOT

from .libraries import Consortium, Library
from .measure import Cost, run

FOLDER = BUILD / "bench/comparison"
#: How often each run is repeated; the median of the processor time counts.
TURNS = 3
#: What is measured: the playbook, whether the libraries are as before the first run, and the inventory.
WAYS = {
    "first run, onboard": ("onboard", True, "service"),
    "no-op, onboard": ("onboard", False, "service"),
    "drift": ("drift", False, "service"),
    "first run, onboard, worksheets": ("onboard", True, "record"),
    "no-op, onboard, worksheets": ("onboard", False, "record"),
}


def compare(commit: str, size: int, forks: int) -> str:
    """The table of all measurements, before and after."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    consortium = Consortium("", [Library(number) for number in range(1, size + 1)])
    with checkout(commit) as before, running("--database", str(FOLDER / "sandbox.sqlite")) as base:
        consortium.base = base
        lines = [_HEAD.format(size=size, commit=commit)]
        for way in WAYS:
            costs: dict[Path, list[Cost]] = {before: [], ROOT: []}
            for _turn in range(TURNS):
                for tree, measured in costs.items():
                    measured.append(_measured(consortium, tree, way, forks))
            lines.append(_line(way, *map(_median, costs.values())))
            print(lines[-1], file=sys.stderr, flush=True)
    return "\n".join(lines)


@contextmanager
def checkout(commit: str) -> Iterator[Path]:
    """The files of a commit, importable as the collection, inside the context."""
    tree, git = FOLDER / "before", ("git", "-C", str(ROOT), "worktree")
    subprocess.run([*git, "prune"], check=True)
    subprocess.run([*git, "add", "--quiet", "--detach", str(tree), commit], check=True)
    try:
        link = tree / ".build/collections/ansible_collections/reshare/wms"
        link.parent.mkdir(parents=True)
        link.symlink_to("../../../..")
        yield tree
    finally:
        subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def _measured(consortium: Consortium, tree: Path, way: str, forks: int) -> Cost:
    playbook, is_first, mode = WAYS[way]
    folder = FOLDER / ("after" if tree == ROOT else "of_before")
    if is_first:
        shutil.rmtree(folder, ignore_errors=True)
        consortium.install_all()
    folder.mkdir(exist_ok=True)
    inventory = consortium.inventory(folder / "inventory.json")
    if mode == "record":
        _with_records(inventory, folder / "record")
    environment = {
        "ANSIBLE_CONFIG": str(tree / "ansible.cfg"),
        "ANSIBLE_FORKS": str(forks),
        "ANSIBLE_INJECT_FACT_VARS": "false",
        "ANSIBLE_CALLBACKS_ENABLED": "reshare.wms.run",
        "RESHARE_WMS_STATE_DIR": str(folder / "state"),
    }
    command = [
        "ansible-playbook",
        f"reshare.wms.{playbook}",
        "-i",
        str(inventory),
        "-e",
        f"run_file={folder / 'run.json'}",
    ]
    return run(command, consortium, len(consortium.libraries), environment, folder / "run.log", tree)


def _with_records(inventory: Path, records: Path) -> None:
    """Let people make the changes in WMS."""
    given = json.loads(inventory.read_text(encoding="utf-8"))
    del given["all"]["vars"]["wms_configuration_url"]
    given["all"]["vars"]["wms_record_dir"] = str(records)
    inventory.write_text(json.dumps(given), encoding="utf-8")


_HEAD = (
    "{size} libraries, {commit} and this checkout in turn. Seconds; ratio: of the processor time. The sandbox's own is not in CPU.\n"
    f"{'':34}{'wall':>9}{'after':>9}{'CPU':>9}{'after':>9}{'ratio':>8}{'sandbox':>9}{'after':>9}"
)


def _line(way: str, before: Cost, after: Cost) -> str:
    wall, cpu, sandbox = (
        f"{getattr(before, name):>9.2f}{getattr(after, name):>9.2f}" for name in ("wall", "cpu", "sandbox")
    )
    return f"{way:34}{wall}{cpu}{after.cpu / before.cpu:>8.2f}{sandbox}"


def _median(costs: list[Cost]) -> Cost:
    return sorted(costs, key=lambda one: one.cpu)[len(costs) // 2]
