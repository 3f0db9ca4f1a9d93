# SPDX-License-Identifier: GPL-3.0-or-later

"""Some worlds in which OCLC and ReShare are otherwise than assumed, others for each commit; `make test-contrary` has all of them."""

from __future__ import annotations

import pytest

from contrary.pairs import draw, pairs
from contrary.run import travel
from contrary.stored import risen

#: Worlds whose systems wait by the clock, or answer otherwise after a time: a busy machine can be too slow for them.
TIMED = {"oauth-token-lifetime=unit", "gateway-login=unit", "scim-search-delay=delayed", "directory-copy-delay=delayed"}


@pytest.mark.long
@pytest.mark.parametrize("mode", ["service", "record"])
def test_worlds_that_the_commit_draws_are_as_the_catalogue_says(sandbox, tmp_path, mode):
    drawn = draw("worlds", [pair for pair in pairs() if mode in pair.modes and str(pair) not in TIMED], 10)
    print(f'make test-contrary ARGS="{mode} {" ".join(map(str, drawn))}"')
    verdicts = travel(sandbox, tmp_path / "worlds", drawn, mode)
    print(*verdicts, sep="\n")
    assert [str(verdict) for verdict in verdicts if verdict.wrong] == []
    assert [*risen(verdicts)] == []
