# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Starting the rehearsal as a process of its own, for tests."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PATIENCE = 30


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
