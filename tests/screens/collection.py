# SPDX-License-Identifier: GPL-3.0-or-later

"""Prints how a collection of pages is read (`make screens COLLECTION=<folder> [TEACH=n]`): a line of JSON for each page, then the sums of each library.

The extension captures the pages in Chromium. Its reader reads them in Node, with truth.json as the person who teaches and answers.
Exit code 1: a value was wrong; 2: the collection is malformed. (make prints this code, and itself ends with 2 in both cases.)
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from screens.captured import captures
from screens.catalogue import catalogue
from screens.truth import read_truth

from support.environment import ROOT

MALFORMED = 2


def main() -> int:
    """Read a collection."""
    parser = argparse.ArgumentParser(prog="make screens", description="How a collection of pages is read.")
    parser.add_argument("collection", type=Path, help="a folder with truth.json")
    parser.add_argument("teach", type=int, nargs="?", default=1, help="how many pages of a kind are taught")
    given = parser.parse_args()
    known = catalogue()
    try:
        truth = read_truth(given.collection, known)
        # The form of a row is only filled, and never read.
        truth["pages"] = [page for page in truth["pages"] if page.get("face") != "row"]
        seen = captures(given.collection, truth)
    except (OSError, ValueError) as error:
        print(f"{given.collection}: {error}", file=sys.stderr)
        return MALFORMED
    content = {"truth": truth, "captures": seen, "catalogue": known, "teach": given.teach}
    return subprocess.run(
        ["node", ROOT / "tests/screens/person.js"], input=json.dumps(content), text=True, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
