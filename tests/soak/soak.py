# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs under random faults, and the state after them."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reshare_wms_sandbox.testing import comparable, running

from bench.libraries import Consortium, Library
from bench.measure import Cost
from support.environment import ROOT
from support.process_tree import memory, open_files, process_tree

from . import watch
from .watch import Held

#: Faults that can happen in any system.
EFFECTS: list[dict[str, Any]] = [
    {"status": 500, "body": "Internal error"},
    {"status": 502, "body": "<title>Bad gateway</title>", "content_type": "text/html"},
    {"status": 503, "body": "Try later", "headers": {"Retry-After": "0"}},
    {"status": 504},
    {"status": 429, "headers": {"Retry-After": "0"}},
    {"status": 200, "body": "<title>Sign in</title>", "content_type": "text/html"},
    {"delay": 0.1},
    {"cut": "before"},
    {"cut": "after"},
    {"cut": "middle"},
    {"truncate_list": True},
]

#: The allowed growth from the first to the last runs: a share, plus MiB or files.
GROWTH, SLACK = 1.1, 8


@dataclass(frozen=True)
class Turn:
    """One run of the playbook over all libraries. failed: the libraries on which it failed. bugs: lines of its output
    that no user should see."""

    name: str
    status: int
    failed: int
    bugs: list[str]
    cost: Cost
    held: Held


class Soak:
    """That many libraries, and runs under faults that affect a share of the calls.

    seed: of the random generator. folder: for all files. tell: called with each turn at its end.
    """

    def __init__(
        self,
        libraries: int,
        runs: int,
        seed: int,
        folder: Path,
        tell: Callable[[Turn], None] = lambda turn: None,
        probability: float = 0.05,
    ):
        self.libraries = [Library(number) for number in range(1, libraries + 1)]
        self.turns: list[Turn] = []
        self._runs, self._seed, self._probability = runs, seed, probability
        self._folder, self._tell = folder, tell

    def run(self) -> list[str]:
        """Run the test. Returns the errors that were found."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        others = set(process_tree(os.getpid()))
        with running("--database", str(self._folder / "sandbox.sqlite")) as base:
            (self._sandbox,) = set(process_tree(os.getpid())) - others
            self._consortium = Consortium(base, self.libraries)
            self._inventory = self._consortium.inventory(self._folder / "inventory.json")
            return list(self._problems())

    def _problems(self) -> Iterator[str]:
        self._undisturbed()
        yield from self._disturbed()
        # As if it started some minutes later, when logins without a response no longer count.
        shutil.rmtree(self._folder / "state")
        clean, again = self._turn("clean"), self._turn("no-op")
        yield from (f"{turn.name}: {bug}" for turn in self.turns for bug in turn.bugs)
        yield from (f"{turn.name}: no account" for turn in self.turns if not self._log(turn.name, ".json").exists())
        if clean.failed or clean.status:
            yield f"the clean run failed for {clean.failed} libraries, with status {clean.status}"
        if again.cost.writes:
            yield f"the run after the clean one wrote {again.cost.writes} times"
        for library in self.libraries:
            yield from self._differences(library)

    def _undisturbed(self) -> None:
        """The final state of each library without faults."""
        self._consortium.install_all()
        if self._turn("undisturbed").status:
            raise RuntimeError(f"the run without faults failed; see {self._folder}/undisturbed.log")
        self._expected = {library: self._state(library) for library in self.libraries}

    def _disturbed(self) -> Iterator[str]:
        self._consortium.install_all()
        turns = []
        for number in range(1, self._runs + 1):
            chance = {"probability": self._probability, "seed": self._seed + number}
            self._consortium.inject_fault(EFFECTS, times=-1, **chance)
            turns.append(self._turn(f"run {number}"))
            self._consortium.clear_faults()
            for library in filter(self._is_live, self.libraries):
                yield from (f"run {number}, live: {problem}" for problem in self._differences(library))
        yield from _grown(turns)

    def _is_live(self, library: Library) -> bool:
        return bool(self._state(library)["configuration"]["ill_settings"].get("reshare", {}).get("enable"))

    def _differences(self, library: Library) -> Iterator[str]:
        """The libraries whose state differs from that without faults."""
        return (f"{library.name}:{one}" for one in _differences(self._expected[library], self._state(library)))

    def _state(self, library: Library) -> dict[str, Any]:
        return comparable(self._consortium.settled(library.registry_id))

    def _log(self, name: str, ending: str = ".log") -> Path:
        return self._folder / f"{name.replace(' ', '-')}{ending}"

    def _turn(self, name: str) -> Turn:
        self._consortium.reset_calls()
        log = self._log(name)
        account = f"run_file={self._log(name, '.json')}"
        command = ["ansible-playbook", str(ROOT / "playbooks/onboard.yml"), "-i", str(self._inventory), "-e", account]
        environment = {
            "RESHARE_WMS_STATE_DIR": str(self._folder / "state"),
            "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_DISPLAY_OK_HOSTS": "no",
            "ANSIBLE_DISPLAY_SKIPPED_HOSTS": "no",
            "ANSIBLE_CALLBACKS_ENABLED": "reshare.wms.run",
        }
        status, seconds, held = watch.run(command, ROOT, environment, log)
        text = log.read_text(encoding="utf-8")
        # When the sandbox responds to this, it has closed the connections of the command, which has ended.
        calls = self._consortium.calls()
        held = replace(held, sandbox=memory(self._sandbox), sandbox_files=open_files(self._sandbox))
        cost = Cost(seconds, 0, held.process, held.all, len(self.libraries), calls)
        turn = Turn(name, status, len(_FAILED.findall(text)), _BUG.findall(text), cost, held)
        self.turns.append(turn)
        self._tell(turn)
        return turn


_FAILED = re.compile(r" failed=[1-9]")
_BUG = re.compile(r".*(?:Traceback|report this as a bug).*")


def _grown(turns: Sequence[Turn]) -> Iterator[str]:
    """The values that grew too much from the first to the last runs, of one of their processes or of the sandbox. The
    total of all processes depends on how many workers were seen at once."""
    third = -(-len(turns) // 3)
    first, last = Held.most(turn.held for turn in turns[:third]), Held.most(turn.held for turn in turns[-third:])
    for name in ("process", "process_files", "sandbox", "sandbox_files"):
        before, after = getattr(first, name), getattr(last, name)
        if after > before * GROWTH + SLACK:
            yield f"{name} grew from {before:.0f} to {after:.0f}"


def _differences(expected: Any, found: Any, place: str = "") -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(found, dict):
        for name in sorted({*expected, *found}):
            yield from _differences(expected.get(name), found.get(name), f"{place} {name}")
    elif expected != found:
        yield f"{place} is {found}, not {expected}"
