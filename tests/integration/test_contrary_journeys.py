# SPDX-License-Identifier: GPL-3.0-or-later

"""Some worlds in which OCLC and ReShare are otherwise than assumed, others for each commit; `make test-long` has the rest."""

from __future__ import annotations

from contrary.pairs import TIMED, draw, pairs
from contrary.run import travel
from contrary.stored import risen


def test_worlds_that_the_commit_draws_are_as_the_catalogue_says(sandbox, tmp_path):
    drawn = draw("worlds", [pair for pair in pairs() if "service" in pair.modes and str(pair) not in TIMED], 5)
    print(f"tests/tools/measure contrary service {' '.join(map(str, drawn))}")
    verdicts = travel(sandbox, tmp_path / "worlds", drawn, "service")
    print(*verdicts, sep="\n")
    assert [str(verdict) for verdict in verdicts if verdict.wrong or not verdict.acted] == []
    assert [*risen(verdicts)] == []
