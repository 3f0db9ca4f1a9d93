# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting for other threads or processes."""

from __future__ import annotations

import time
from collections.abc import Callable

#: Seconds after which a process counts as hanging, even on a busy machine.
PATIENCE = 120


def wait_until(condition: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait until a condition holds, with a limit."""
    until = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)
