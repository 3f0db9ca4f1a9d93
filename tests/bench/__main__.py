# SPDX-License-Identifier: GPL-3.0-or-later

"""Run as `python -m bench [SIZE ...]` (with tests/ on the path): see `make bench`.

BENCH_PATTERN gives each partner a separate lending account (RESHARE-{symbol}); BENCH_SAMPLE is the maximum number of
libraries for the slow ways. BENCH_COMPARE: a commit that is measured in turn with the checkout, instead of all that.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import sys
from pathlib import Path
from typing import Any

from ansible import constants
from reshare_wms_sandbox.testing import running

from support.environment import BUILD, ROOT

from . import comparison, floor, playbooks, report
from .libraries import Consortium, Library
from .measure import Cost, run
from .report import Size

FOLDER = BUILD / "bench"
ONBOARD = str(ROOT / "playbooks/onboard.yml")
SIZES = (20, 100)
#: How often a short run is repeated; the median counts.
REPEATED = 3
SAMPLE = int(os.environ.get("BENCH_SAMPLE", "2"))
#: Seconds before each response: always the same, or drawn at random between both.
LATENCY, DRAWN = 0.2, (0.05, 0.8)
#: The most libraries that are measured with latency: more would take hours.
MOST_LATENCY = 100
#: The fewest libraries that are measured with latency at random, which takes minutes for a few libraries too.
FEWEST_DRAWN = 50
_LATENCIES = f"{LATENCY * 1000:g}, at random {DRAWN[0] * 1000:g} to {DRAWN[1] * 1000:g}"
#: Libraries at once when there is latency, as the documentation recommends for distant services.
MANY_FORKS = 20
#: Inventory variables that the playbooks need in addition to the usual ones.
INVENTORIES = {"uri.yml": "inventory_uri.json", "literal.yml": "inventory_literal.json"}
#: The measurements with uri loops: name, way of reading, arguments.
URI = (
    ("uri_first", "each"),
    ("uri_noop", "each"),
    ("uri_wms_noop", "each", "--tags", "wms"),
    ("uri_once_noop", "once"),
)


class Bench:
    """One size: a sandbox with that many libraries, and every way of doing the work."""

    def __init__(self, size: int, pattern: str, forks: int):
        self.size, self.pattern, self.forks = size, pattern, forks
        self.libraries = [Library(number) for number in range(1, size + 1)]
        self.sample = self.libraries[:SAMPLE]
        self.consortium = Consortium("", self.libraries, pattern)
        self.load = os.getloadavg()[0]
        #: The kinds of the configuration service that a no-op run reads, as in its URLs.
        self.kinds: list[str] = []

    def measure(self) -> Size:
        """Run all measurements."""
        shutil.rmtree(FOLDER / "state", ignore_errors=True)
        database = FOLDER / "sandbox.sqlite"
        for path in FOLDER.glob("sandbox.sqlite*"):
            path.unlink()
        # Both sandboxes need the same address, because ReShare's settings contain it.
        address = ["--port", str(_free_port()), "--database", str(database)]
        with running(*address) as base:
            self.consortium.base = base
            size = self._without_latency()
        self.forks = MANY_FORKS
        if self.size <= MOST_LATENCY:
            with running(*address, "--latency", str(LATENCY)):
                size.costs |= self._first_run("latency", size.costs["noop"])
                size.costs["noop_latency"] = self._play("noop_latency", ONBOARD)
                size.costs["floor_noop_latency"] = self._floor("floor_noop_latency", size.costs["noop"])
        if FEWEST_DRAWN <= self.size <= MOST_LATENCY:
            with running(*address, "--latency", str(DRAWN[0]), "--latency-max", str(DRAWN[1])):
                size.costs |= self._first_run("drawn", size.costs["noop"])
        return size

    def _first_run(self, latency: str, noop: Cost) -> dict[str, Cost]:
        """A first run, and a script that sends as many requests with the same concurrency: the reads of a no-op run, then a
        small one, repeated."""
        self.consortium.install_all()
        first = self._play(f"first_{latency}", ONBOARD)
        return {
            f"first_{latency}": first,
            f"floor_first_{latency}": self._floor(f"floor_first_{latency}", noop, first.requests),
        }

    def _without_latency(self) -> Size:
        self.consortium.install_all()
        self.consortium.inventory(FOLDER / "inventory.json")
        playbooks.write(FOLDER, self.pattern)
        before = [self.consortium.settled(one.registry_id) for one in self.sample]
        start = self._play("empty", "empty.yml", few=True).wall
        costs = {"first": self._play("first", ONBOARD), "noop": self._play("noop", ONBOARD, times=REPEATED)}
        desired = {
            library.name: playbooks.desired(library, old, self.consortium.settled(library.registry_id))
            for library, old in zip(self.sample, before)
        }
        one = desired[self.sample[0].name]
        self.kinds = sorted(set(one["bench_reads"]))
        costs["wms_noop"] = self._play("wms_noop", "wms.yml", times=REPEATED)
        costs["nothing"] = self._play("nothing", "nothing.yml", times=REPEATED)
        self.consortium.inventory(FOLDER / INVENTORIES["literal.yml"], self._literal())
        costs["wms_literal_noop"] = self._play("wms_literal_noop", "literal.yml", times=REPEATED)
        costs["floor_noop"] = self._floor("floor_noop", costs["noop"], times=REPEATED)
        playbooks.write_empty_tasks(FOLDER, tasks(FOLDER / "noop.log", self.libraries[-1].name))
        costs["tasks"] = self._play("tasks", "tasks.yml", times=REPEATED)
        inline = ["-e", '{"reshare_wms_inline": false}']
        costs["process_noop"] = self._play("process_noop", ONBOARD, *inline, few=True).scaled(self.size, start)
        self.consortium.inventory(FOLDER / INVENTORIES["uri.yml"], desired)
        self.consortium.install_all(self.sample)
        for name, way, *arguments in URI:
            cost = self._play(name, "uri.yml", "-e", f"bench_way={way}", *arguments, few=True)
            costs[name] = cost.scaled(self.size, start)
        quiet = [costs[name] for name in costs if "noop" in name] + [self._play("agreement", ONBOARD, few=True)]
        if any(cost.writes for cost in quiet):
            raise RuntimeError(f"the ways did not do the same work: no-op runs wrote {[cost.writes for cost in quiet]}")
        return Size(self.size, playbooks.count(one), start, self.load, costs)

    def _literal(self) -> dict[str, dict[str, Any]]:
        """The values that the roles declare for each library, without expressions."""
        self._play("declared", "declared.yml")
        log = (FOLDER / "declared.log").read_text(encoding="utf-8")
        matches = re.finditer(r"^ok: \[(\S+)\] => (?={)", log, re.MULTILINE)
        decoder = json.JSONDecoder()
        return {one[1]: {"bench_circulation": decoder.raw_decode(log, one.end())[0]["msg"]} for one in matches}

    def _play(self, name: str, playbook: str, *arguments: str, few: bool = False, times: int = 1) -> Cost:
        libraries = self.sample if few else self.libraries
        limit = ["--limit", ",".join(one.name for one in libraries)] if few else []
        path = str(FOLDER / playbook)
        inventory = FOLDER / INVENTORIES.get(playbook, "inventory.json")
        command = ["ansible-playbook", path, "-i", str(inventory), *limit, *arguments]
        command += ["-e", f"run_file={FOLDER / f'{name}.run.json'}"]
        environment = {
            "RESHARE_WMS_STATE_DIR": str(FOLDER / "state"),
            "ANSIBLE_FORKS": str(self.forks),
            "ANSIBLE_CALLBACK_RESULT_FORMAT": "json",
            "ANSIBLE_INJECT_FACT_VARS": "false",
            "ANSIBLE_CALLBACKS_ENABLED": "reshare.wms.run",
        }
        return self._run(name, command, len(libraries), environment, times)

    def _floor(self, name: str, cost: Cost, requests: int = 0, times: int = 1) -> Cost:
        calls = floor.plan(self.consortium, cost.calls, self.kinds, FOLDER / "floor.json", requests)
        command = [sys.executable, "-m", "bench.floor", str(calls), str(self.forks)]
        return self._run(name, command, self.size, {"PYTHONPATH": str(ROOT / "tests")}, times)

    def _run(self, name: str, command: list[str], libraries: int, environment: dict[str, str], times: int = 1) -> Cost:
        log = FOLDER / f"{name}.log"
        costs = [run(command, self.consortium, libraries, environment, log, ROOT) for _turn in range(times)]
        cost = sorted(costs, key=lambda one: one.wall)[times // 2]
        print(f"{self.size:4} {name:14} {cost.wall:8.2f} s", file=sys.stderr, flush=True)
        return cost


def tasks(log: Path, library: str) -> int:
    """The number of tasks that a run executed for a library, from its output."""
    (recap,) = re.findall(rf"^{library} +: (.*)$", log.read_text(encoding="utf-8"), re.MULTILINE)
    counted = dict(part.split("=") for part in recap.split())
    return int(counted["ok"]) + int(counted["skipped"])


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def main() -> None:
    """Measure the sizes on the command line, or all sizes, and report."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    FOLDER.mkdir(parents=True, exist_ok=True)
    if commit := os.environ.get("BENCH_COMPARE"):
        print(*(comparison.compare(commit, size, MANY_FORKS) for size in sizes), sep="\n")
        return
    pattern, forks = os.environ.get("BENCH_PATTERN", ""), constants.config.get_config_value("DEFAULT_FORKS")
    chart = ROOT / "docs/developers/bench.svg" if tuple(sizes) == SIZES and not pattern else FOLDER / "bench.svg"
    found = []
    for size in sizes:
        found.append(Bench(size, pattern, forks).measure())
        print(report.table(found[-1], f"{forks}, with latency {MANY_FORKS}", _LATENCIES), flush=True)
        chart.write_text(report.chart(found, forks), encoding="utf-8")
        print(report.line(found[-1]), flush=True)
    print(f"Chart: {chart.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
