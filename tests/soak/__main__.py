# SPDX-License-Identifier: GPL-3.0-or-later

"""Run as `python -m soak LIBRARIES RUNS [SEED]` (with tests/ on the path): see tests/tools/measure."""

from __future__ import annotations

import random
import sys

from support.environment import BUILD

from .soak import Soak, Turn

_HEAD = f"""\
{"":12}{"":>9}{"failed":>11}{"":>10}{"":>8}{"memory, MiB":>29}{"open files":>29}
{"":12}{"seconds":>9}{"libraries":>11}{"requests":>10}{"writes":>8}{"process":>11}{"all":>9}{"sandbox":>9}\
{"process":>11}{"all":>9}{"sandbox":>9}"""


def tell(turn: Turn) -> None:
    """Print a line of the table."""
    cost, held = turn.cost, turn.held
    print(
        f"{turn.name:12}{cost.wall:>9.1f}{turn.failed:>11}{cost.requests:>10}{cost.writes:>8}"
        f"{held.process:>11.0f}{held.all:>9.0f}{held.sandbox:>9.0f}"
        f"{held.process_files:>11}{held.all_files:>9}{held.sandbox_files:>9}",
        flush=True,
    )


def main() -> int:
    """Run the soak test and report."""
    libraries, runs, *given = map(int, sys.argv[1:])
    seed = given[0] if given else random.randrange(1_000_000)
    print(
        f"{libraries} libraries, {runs} runs under faults (seed {seed}); maximum of the command, and the sandbox after it",
        _HEAD,
        sep="\n",
    )
    problems = Soak(libraries, runs, seed, BUILD / "soak", tell).run()
    print(*problems[:50], sep="\n")
    print(f"{len(problems)} problems" if problems else "All libraries have the same state as without faults.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
