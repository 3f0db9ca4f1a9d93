# SPDX-License-Identifier: GPL-3.0-or-later

"""The soak test and a job in four slices with few libraries; `tests/tools/measure soak` and `slices` use two hundred."""

from __future__ import annotations

import pytest

from soak.slices import Sliced
from soak.soak import Soak

pytestmark = pytest.mark.long


def test_libraries_whose_systems_fail_at_random_end_as_if_nothing_had_gone_wrong(tmp_path):
    soak = Soak(libraries=3, runs=2, seed=3, folder=tmp_path / "soak")
    assert soak.run() == []
    assert sum(turn.failed for turn in soak.turns) > 0


def test_slices_side_by_side_lose_nothing_and_do_not_disable_the_key(tmp_path):
    assert Sliced(12, tmp_path / "slices").run() == []
