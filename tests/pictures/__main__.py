# SPDX-License-Identifier: GPL-3.0-or-later

"""Run as `python -m pictures` (with tests/ on the path): see `make pictures`. Writes docs/pictures."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from reshare_wms_sandbox.testing import running

from support import environment

environment.prepare()

# After the environment, which it reads, and before anything of the collection, for which it brings its own importer.
from ansible.plugins.loader import init_plugin_loader  # noqa: E402

init_plugin_loader()

from support.page_browser import chromium  # noqa: E402

from .pages import HEIGHT, PICTURES, WIDTH, Desk  # noqa: E402

FOLDER = environment.ROOT / "docs/pictures"


def main() -> int:
    """Write every picture. Returns the exit code."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, chromium(Path(folder, "chromium")) as browser, running() as address:
        desk = Desk(browser, Path(folder), address)
        for name, show in PICTURES.items():
            with desk.media(WIDTH):
                top = show(desk)
                path = FOLDER / f"{name}.png"
                path.write_bytes(desk.screenshot(WIDTH, HEIGHT, top))
                print(f"{path.relative_to(environment.ROOT)}: {path.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
