# SPDX-License-Identifier: GPL-3.0-or-later

"""Helpers for tests: starting the sandbox as a separate process, and comparing the states of libraries."""

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

#: Seconds. Only a process that hangs takes this long; one that exits is noticed at once.
_PATIENCE = 300

_ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
_PASSING = {"circRegistrationDate", "meta"}


@contextmanager
def running(*arguments: str) -> Iterator[str]:
    """Run a sandbox on a free port inside the context. Returns its base URL. arguments: for ``serve``."""
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
            raise RuntimeError("the sandbox did not start")
        time.sleep(0.02)
    return ready.read_text(encoding="utf-8").strip()


def comparable(state: Any, ordered: bool = False) -> Any:
    """A library's state without IDs and times and with sorted lists, so that states can be compared if the same changes
    were made at another time or in another order. Rows keep their order, which matters."""
    if isinstance(state, dict):
        return {name: comparable(one, name == "rows") for name, one in sorted(state.items()) if name not in _PASSING}
    if isinstance(state, list):
        found = [comparable(one) for one in state]
        return found if ordered else sorted(found, key=repr)
    return _ID.sub("an id", state) if isinstance(state, str) else state
