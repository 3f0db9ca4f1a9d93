# SPDX-License-Identifier: GPL-3.0-or-later

"""A job in four slices with few libraries; `tests/tools/measure slices` uses two hundred."""

from __future__ import annotations

import pytest

from soak.slices import Sliced

pytestmark = pytest.mark.long


def test_slices_side_by_side_lose_nothing_and_do_not_disable_the_key(tmp_path):
    assert Sliced(12, tmp_path / "slices").run() == []
