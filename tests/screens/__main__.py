# SPDX-License-Identifier: GPL-3.0-or-later

"""Follows all worksheets of a folder with the assistant, in Chromium with the extension (`make demo-screens`).

Prints what each library costs: all clicks, the clicks in the panel, the clicks that add a blank row on a page, the clicks that taught a screen or answered a
question, the steps that were ticked without a reading, and the typed characters, beside those that a person would type without the assistant.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from support.assistant_browser import assistant_browser
from support.screen_librarian import MOST, ScreenLibrarian


def main() -> int:
    """Follow the worksheets."""
    parser = argparse.ArgumentParser(
        prog="python -m screens", description="Follow the worksheets of a folder with the assistant."
    )
    parser.add_argument("address", help="of the sandbox")
    parser.add_argument("worksheets", type=Path)
    parser.add_argument("--inbox", type=Path, required=True)
    parser.add_argument(
        "--known",
        action="store_true",
        help=f"end with 1 if a screen had to be taught, a question answered, or a step costs more than {MOST} clicks beside those for rows and ticks",
    )
    parser.add_argument(
        "--counted", type=Path, required=True, help="a file to which a line of JSON is added for each worksheet"
    )
    given = parser.parse_args()
    is_too_much = False
    # Chromium can write into its profile until it has ended.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, assistant_browser(Path(folder)) as browser:
        for worksheet in sorted(given.worksheets.glob("*.html")):
            library, started = worksheet.stem, time.monotonic()
            effort = ScreenLibrarian(browser, given.address).follow(
                worksheet, f"The librarian of {library}", given.inbox
            )
            of_steps = effort.of_steps()
            most = max(of_steps.values())
            is_too_much |= bool(effort.answers) or most > MOST
            counted = {
                "library": library,
                "steps": len(effort.clicks),
                "clicks": effort.clicks.total(),
                "rows": effort.rows.total(),
                "most": most,
                "answers": len(effort.answers),
                "ticked": len(effort.ticked),
                "typed": effort.typed,
            }
            with given.counted.open("a", encoding="utf-8") as file:
                file.write(json.dumps(counted) + "\n")
            at = ", ".join(str(step) for step, count in of_steps.items() if count == most)
            print(
                f"{library}: {counted['steps']} steps, {counted['clicks']} clicks, {effort.in_panel.total()} of them in the panel, "
                f"{counted['rows']} for rows; "
                f"without these and ticks {most} at most, in step {at}; "
                f"{len(effort.answers)} to teach and answer {dict(Counter(effort.answers))}, {len(effort.ticked)} steps ticked without a reading, "
                f"{effort.typed} characters typed instead of {effort.written}, {time.monotonic() - started:.0f} s",
                flush=True,
            )
    return 1 if given.known and is_too_much else 0


if __name__ == "__main__":
    sys.exit(main())
