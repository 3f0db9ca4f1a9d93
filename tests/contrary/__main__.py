# SPDX-License-Identifier: GPL-3.0-or-later

"""Run as `python -m contrary` (with tests/ on the path): see tests/tools/measure."""

from __future__ import annotations

import sys
import time

from support.environment import BUILD, prepare

prepare()
sys.path.insert(0, str(BUILD / "collections"))

# After the environment, which it reads, and before anything of the collection, for which it brings its own importer.
from ansible.plugins.loader import init_plugin_loader  # noqa: E402

init_plugin_loader()

from . import run  # noqa: E402

if __name__ == "__main__":
    started = time.monotonic()
    wrong = run.everything(BUILD / "contrary", sys.argv[1:])
    print(f"{wrong} wrong, {time.monotonic() - started:.0f} seconds")
    sys.exit(1 if wrong else 0)
