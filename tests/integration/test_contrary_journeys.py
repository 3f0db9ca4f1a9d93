# SPDX-License-Identifier: GPL-3.0-or-later

"""Some worlds in which OCLC and ReShare are otherwise than assumed; `make test-long` has the rest."""

from __future__ import annotations

import pytest

from contrary.pairs import TIMED, draw, pairs
from contrary.run import travel
from contrary.stored import risen


@pytest.mark.parametrize(("live", "number"), [(False, 3), (True, 2)], ids=["from the start", "live"])
def test_drawn_worlds_are_as_the_catalogue_says(sandbox, tmp_path, live, number):
    """From the start, or once their links are live."""
    played = [pair for pair in pairs() if "service" in pair.modes and str(pair) not in TIMED]
    drawn = draw(f"worlds {live}", played, number)
    print(f"tests/tools/measure contrary service {' '.join(map(str, drawn))}")
    verdicts = travel(sandbox, tmp_path / "worlds", drawn, "service", live)
    print(*verdicts, sep="\n")
    # A world that only a change of a setting in its seed makes real is none at a live link.
    assert [str(verdict) for verdict in verdicts if verdict.wrong or not (verdict.acted or live)] == []
    assert [*risen(verdicts)] == []
