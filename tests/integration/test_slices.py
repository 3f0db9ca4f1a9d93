# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A job in four slices with few libraries; `make soak-slices` uses two hundred."""

from __future__ import annotations

import pytest

from soak.slices import Sliced

pytestmark = pytest.mark.long


def test_slices_side_by_side_lose_nothing_and_do_not_disable_the_key(tmp_path):
    assert Sliced(12, tmp_path / "slices").run() == []
