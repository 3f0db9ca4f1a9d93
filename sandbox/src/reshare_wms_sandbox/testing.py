# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""For tests: starting the rehearsal as a process of its own, and comparing what became of libraries."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: Seconds after which it is considered not to start, however busy the machine is.
_PATIENCE = 120

_ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
_PASSING = {"circRegistrationDate", "meta"}


@contextmanager
def running(*arguments: str) -> Iterator[str]:
    """The base URL of a rehearsal on a free port, served while the context lasts. arguments: for ``serve``."""
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder, "ready")
        command = [sys.executable, "-m", __package__, "serve", "--ready-file", str(ready), *arguments]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            yield _base(process, ready)
        finally:
            process.terminate()
            process.wait()


def _base(process: subprocess.Popen[bytes], ready: Path) -> str:
    until = time.monotonic() + _PATIENCE
    while not ready.exists():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError("the rehearsal didn't start")
        time.sleep(0.02)
    return ready.read_text(encoding="utf-8").strip()


def comparable(state: Any, ordered: bool = False) -> Any:
    """A library's state as it would be had the same been done at another time, or in another order: without ids and
    times, and lists sorted. Only rows stay in their order, which means something."""
    if isinstance(state, dict):
        return {name: comparable(one, name == "rows") for name, one in sorted(state.items()) if name not in _PASSING}
    if isinstance(state, list):
        found = [comparable(one) for one in state]
        return found if ordered else sorted(found, key=repr)
    return _ID.sub("an id", state) if isinstance(state, str) else state
