# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting for something that other threads or processes do."""

from __future__ import annotations

import time
from collections.abc import Callable

#: Seconds after which something is considered to hang, however busy the machine is.
PATIENCE = 120


def wait_until(condition: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait until it holds, but not forever."""
    until = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)
