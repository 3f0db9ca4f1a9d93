# SPDX-License-Identifier: GPL-3.0-or-later

"""Follows all worksheets of a folder with the assistant, in Chromium with the extension: (`make demo-screens`)

Each library's screens have another markup. Prints what each library costs: clicks, those of them in the panel, and typed characters,
beside the characters that a person would type without the assistant.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

from support.assistant_browser import assistant_browser
from support.screen_examples import MARKUPS
from support.screen_librarian import ScreenLibrarian


def main() -> int:
    """Follow the worksheets."""
    parser = argparse.ArgumentParser(
        prog="python -m screens", description="Follow the worksheets of a folder with the assistant."
    )
    parser.add_argument("address", help="of the sandbox")
    parser.add_argument("worksheets", type=Path)
    parser.add_argument("--inbox", type=Path, required=True)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, assistant_browser(Path(folder)) as browser:
        worksheets = sorted(given.worksheets.glob("*.html"))
        for worksheet, markup in zip(worksheets, cycle(MARKUPS)):
            library, started = worksheet.stem, time.monotonic()
            effort = ScreenLibrarian(browser, given.address, markup).follow(
                worksheet, f"The librarian of {library}", given.inbox
            )
            counts = effort.clicks
            most = max(counts.values())
            at = ", ".join(str(step) for step, count in counts.items() if count == most)
            print(
                f"{library} (markup {markup}): {len(counts)} steps, {counts.total()} clicks ({most} at most, in step {at}), "
                f"{effort.in_panel.total()} of them in the panel ({max(effort.in_panel.values())} at most), "
                f"{effort.typed} characters typed instead of {effort.written}, {time.monotonic() - started:.0f} s",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
