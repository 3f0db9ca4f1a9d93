# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs make targets in parallel, says every minute what is running, prints the output of each at its end, and finally a table and the slowest
tests.

    run_parts.py NAME TARGET ...

NAME is the name of the run. Targets start in the given order, the longest first, three at a time. After a failure no further target starts.
A target can have variables: test-core:CORE=2.22:PYTHON=/usr/bin/python3.13.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

LOGS = Path(".build/log")
SHOWN = 20
#: More than there are processors, since most parts wait at times.
AT_ONCE = 3
#: So many parts have the processors first. The shorter ones use what these leave, so that the last parts end together.
AHEAD = 2
#: Seconds between two lines about the running parts.
SIGN_OF_LIFE = 60


@dataclass(frozen=True)
class Outcome:
    """A finished part. seconds: its wall-clock time. processor: its processor time. closing: the last line of its output.

    The processor time is without browsers, whose processes are no longer those of the part when they end."""

    part: str
    passed: bool
    seconds: float
    processor: float
    closing: str


def run(part: str, is_ahead: bool) -> Outcome:
    """Run one target with its output in a log file."""
    target, *variables = part.split(":")
    log = LOGS / f"{re.sub('[^A-Za-z0-9.=-]+', '_', part)}.log"
    begun = time.monotonic()
    with log.open("w", encoding="utf-8") as file:
        # The output is stored in log files: no colours.
        environment = {**os.environ, "NO_COLOR": "1"}
        command = [*([] if is_ahead else ["nice"]), os.environ.get("MAKE", "make"), target, *variables]
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=file, stderr=file)
        _id, status, usage = os.wait4(process.pid, 0)
    output = log.read_text(encoding="utf-8", errors="replace")
    print(f"\n== make {' '.join([target, *variables])}\n{output}", flush=True)
    lines = [line for line in output.splitlines() if line.strip() and not line.startswith("make[")]
    seconds, processor = time.monotonic() - begun, usage.ru_utime + usage.ru_stime
    return Outcome(part, status == 0, seconds, processor, lines[-1] if lines else "")


def run_all(parts: list[str]) -> Iterator[Outcome]:
    """Run the targets, and yield outcomes in order of completion. No further target starts after a failure."""
    waiting = list(parts)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running: dict[Future[Outcome], tuple[str, float]] = {}
        while waiting or running:
            while waiting and len(running) < AT_ONCE:
                part = waiting.pop(0)
                running[pool.submit(run, part, part in parts[:AHEAD])] = part, time.monotonic()
            ended, _running = wait(running, SIGN_OF_LIFE, FIRST_COMPLETED)
            if not ended:
                now = time.monotonic()
                print("..", ", ".join(f"{part} {now - begun:.0f} s" for part, begun in running.values()), flush=True)
            for future in ended:
                del running[future]
                outcome = future.result()
                if not outcome.passed:
                    waiting.clear()
                yield outcome


def slowest() -> list[tuple[float, str]]:
    """Seconds and names of the slowest tests, from pytest's reports."""
    found = []
    for report in LOGS.glob("*.xml"):
        for case in ElementTree.parse(report).iter("testcase"):
            found.append((float(case.get("time", 0)), f"{case.get('classname')}::{case.get('name')}"))
    return sorted(found, reverse=True)[:SHOWN]


def main() -> int:
    """Run the targets. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name")
    parser.add_argument("targets", nargs="+")
    options = parser.parse_args()

    LOGS.mkdir(parents=True, exist_ok=True)
    for report in LOGS.glob("*.xml"):
        report.unlink()
    print(f"{options.name}, {AT_ONCE} parts at a time, with logs in {LOGS}: {' '.join(options.targets)}", flush=True)
    begun = time.monotonic()
    outcomes = list(run_all(options.targets))
    passed = len(outcomes) == len(options.targets) and all(outcome.passed for outcome in outcomes)

    print(f"\n== {options.name}: the slowest {SHOWN} tests")
    for seconds, name in slowest():
        print(f"{seconds:7.1f} s  {name}")
    print(f"\n== {options.name}")
    width = max(len(outcome.part) for outcome in outcomes)
    for outcome in outcomes:
        word = "passed" if outcome.passed else "FAILED"
        times = f"{outcome.seconds:5.0f} s ({outcome.processor:5.0f} s processor)"
        print(f"{word:6} {times}  {outcome.part:{width}}  {outcome.closing}")
    processor = sum(outcome.processor for outcome in outcomes)
    total = f"{time.monotonic() - begun:.0f} s ({processor:.0f} s processor, without browsers)"
    print(f"{options.name} {'passed' if passed else 'FAILED'} in {total}")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
