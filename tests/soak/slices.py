# SPDX-License-Identifier: GPL-3.0-or-later

"""A job in slices, as Automation Controller runs it: each slice has the libraries of its own inventory and its own state directory. All
libraries share one key and one record directory. Run as `python -m soak.slices LIBRARIES` (with tests/ on the path): see tests/tools/measure."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ansible_runner
import yaml
from reshare_wms_sandbox.testing import running

from bench.libraries import SCOPES, Consortium, Library
from support.environment import BUILD, ROOT

SLICES = 4
#: The limit of Identity Management: requests with one key in that many seconds (oclc-apis.md 1.6).
CALLS, SECONDS = 120, 60.0
#: Failed logins that disable a key (oclc-apis.md 1.3).
FAILURES = 5

_SECRET = "secret of all"
_KEY = {"key": "key-of-all", "secret": _SECRET, "scopes": SCOPES}


@dataclass(frozen=True)
class Turn:
    """One run of a job. codes: the exit code of each slice. changed: the changes, by library. logins, requests: at the token endpoint, and to
    Identity Management. fastest: the largest number of requests to Identity Management in SECONDS."""

    name: str
    seconds: float
    codes: list[int]
    changed: dict[str, int]
    logins: int
    requests: int
    fastest: int


class Sliced:
    """That many libraries, and jobs for all of them. folder: for all files. tell: called with each turn at its end. pattern: of an account
    for each partner; if empty, a library has one account."""

    def __init__(
        self, libraries: int, folder: Path, tell: Callable[[Turn], None] = lambda turn: None, pattern: str = ""
    ):
        self.libraries = [Library(number) for number in range(1, libraries + 1)]
        self.turns: dict[str, Turn] = {}
        self._folder, self._tell, self._pattern = folder, tell, pattern

    def run(self) -> list[str]:
        """Run the jobs. Returns the errors that were found."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        with running("--database", str(self._folder / "sandbox.sqlite")) as base:
            self._consortium = Consortium(base, self.libraries, self._pattern)
            self._install()
            return list(self._problems())

    def _install(self) -> None:
        first, *others = self.libraries
        seed = first.seed(self.libraries)
        key = {**_KEY, "contexts": [one.registry_id for one in self.libraries]}
        self._consortium.install_all(others)
        self._consortium.install({**seed, "wskeys": [*seed["wskeys"], key]})

    def _problems(self) -> Iterator[str]:
        wrong = self._turn("wrong secret", {"wms_secret": "wrong"})
        if not 1 <= wrong.logins <= SLICES < FAILURES:
            yield f"the wrong secret was sent {wrong.logins} times"
        if not all(wrong.codes):
            yield f"a slice with the wrong secret succeeded: {wrong.codes}"
        record = {"wms_record_dir": str(self._folder / "record"), "wms_configuration_url": None}
        for name, variables in (("record", record), ("service", {})):
            first, again = self._turn(name, variables), self._turn(f"{name} not sliced", variables, slices=1)
            yield from (f"{turn.name}: exit codes {turn.codes}" for turn in (first, again) if any(turn.codes))
            yield from (f"{name}: {one} was not changed" for one, count in first.changed.items() if not count)
            # A row, account or setting that was lost would be declared again.
            yield from (f"{again.name}: {one} changed again" for one, count in again.changed.items() if count)
            yield from self._lost(turn.changed for turn in (first, again))
        yield from (
            f"{one.name}: {one.fastest} requests in a minute" for one in self.turns.values() if one.fastest > CALLS
        )
        yield from self._records()

    def _lost(self, results: Iterator[dict[str, int]]) -> Iterator[str]:
        names = {one.name for one in self.libraries}
        yield from (f"no result of {sorted(names ^ found.keys())}" for found in results if names != found.keys())

    def _records(self) -> Iterator[str]:
        for library in self.libraries:
            record = yaml.safe_load((self._folder / f"record/{library.name}.yml").read_text(encoding="utf-8"))
            if record["wms_registry_id"] != library.registry_id or not record["pending"]:
                yield f"the record of {library.name} is that of {record['wms_registry_id']}, or empty"
            if not (self._folder / f"record/worksheets/{library.name}.html").exists():
                yield f"{library.name} has no worksheet"
            if not self._consortium.state(library.registry_id)["configuration"]["ill_settings"].get("reshare"):
                yield f"{library.name} is not live"

    def _turn(self, name: str, variables: dict[str, Any], slices: int = SLICES) -> Turn:
        """Run a job for all libraries."""
        self._consortium.reset_calls()
        since = time.monotonic()
        started = [self._start(name, number, slices, variables) for number in range(slices)]
        for thread, _runner in started:
            thread.join()
        stats = [runner.stats or {} for _thread, runner in started]
        changed = {host: one.get("changed", {}).get(host, 0) for one in stats for host in _hosts(one)}
        calls, times = self._consortium.calls(), self._consortium.call_times(None, "identity")
        turn = Turn(
            name,
            time.monotonic() - since,
            [runner.rc for _thread, runner in started],
            changed,
            calls["token", "token", "POST"],
            len(times),
            _fastest(times),
        )
        self.turns[name] = turn
        self._tell(turn)
        return turn

    def _start(self, name: str, number: int, slices: int, variables: dict[str, Any]) -> tuple[Any, Any]:
        folder = self._folder / "runs" / name / str(number)
        (folder / "inventory").mkdir(parents=True)
        environment = {
            "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
            "ANSIBLE_HOME": str(BUILD / "ansible"),
            "RESHARE_WMS_STATE_DIR": str(self._folder / f"state-{number}-of-{slices}"),
            "ANSIBLE_CALLBACKS_ENABLED": "reshare.wms.run",
        }
        return ansible_runner.run_async(
            private_data_dir=str(folder),
            playbook=str(ROOT / "playbooks/onboard.yml"),
            inventory=str(self._inventory(folder / "inventory/hosts.json", number, slices, variables)),
            envvars={**os.environ, **environment},
            quiet=True,
        )

    def _inventory(self, path: Path, number: int, slices: int, variables: dict[str, Any]) -> Path:
        """The inventory of a slice: AWX leaves out the hosts of other slices."""
        self._consortium.inventory(path)
        inventory = json.loads(path.read_text(encoding="utf-8"))["all"]
        partners = {"lending_partner_symbols": "{{ slice_symbols | difference([reshare_symbol]) }}"}
        symbols = [one.variables["reshare_symbol"] for one in self.libraries]
        shared = {"wms_key": _KEY["key"], "wms_secret": _SECRET, "reshare_wms_slices": slices, **variables}
        inventory["vars"] |= {"slice_symbols": symbols, **partners}
        hosts = {}
        for name in sorted(inventory["hosts"])[number::slices]:
            own = inventory["hosts"][name]
            # ReShare sends no institution with its logins, so its key is that of the library.
            reshare = {"reshare_settings_wms_key": own["wms_key"], "reshare_settings_wms_secret": own["wms_secret"]}
            hosts[name] = {**own, **reshare, **shared}
        path.write_text(json.dumps({"all": {**inventory, "hosts": hosts}}), encoding="utf-8")
        return path


def _hosts(stats: dict[str, dict[str, int]]) -> set[str]:
    return {host for counts in stats.values() for host in counts}


def _fastest(times: Sequence[float]) -> int:
    """The largest number of times within SECONDS."""
    return max((sum(start <= one < start + SECONDS for one in times) for start in times), default=0)


def _tell(turn: Turn) -> None:
    changed = sum(map(bool, turn.changed.values()))
    print(
        f"{turn.name:20}{turn.seconds:>9.1f}{changed:>10}{turn.logins:>8}{turn.requests:>10}{turn.fastest:>16}",
        flush=True,
    )


def main() -> int:
    """Run the jobs and report."""
    libraries, *pattern = sys.argv[1:]
    print(f"{libraries} libraries, {SLICES} slices")
    print(f"{'':20}{'seconds':>9}{'changed':>10}{'logins':>8}{'requests':>10}{'most in 60 s':>16}")
    problems = Sliced(int(libraries), BUILD / "soak-slices", _tell, *pattern).run()
    print(*problems[:50], sep="\n")
    print(f"{len(problems)} problems" if problems else "No row was lost, and no limit exceeded.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
