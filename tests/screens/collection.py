# SPDX-License-Identifier: GPL-3.0-or-later

"""How a collection of pages is read (`make screens COLLECTION=<folder> [TEACH=n]`): a page a line as JSON, and then the sums of each library.

The extension captures the pages in Chromium. Its reader reads them in Node, with truth.json as the person who teaches and answers.
Exit code 1: a value was wrong; 2: the collection is malformed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from screens.captured import captures, read_truth
from screens.catalogue import catalogue
from selenium.common.exceptions import NoSuchElementException

from support.environment import ROOT

MALFORMED = 2


def main() -> int:
    """Read a collection."""
    parser = argparse.ArgumentParser(prog="make screens", description="How a collection of pages is read.")
    parser.add_argument("collection", type=Path, help="a folder with truth.json")
    parser.add_argument("teach", type=int, nargs="?", default=1, help="how many pages of a kind are taught")
    parser.add_argument("--keep", type=Path, help="a file of captures: it is written, or used if it is there")
    given = parser.parse_args()
    try:
        truth = read_truth(given.collection)
    except (KeyError, OSError, TypeError, ValueError) as error:
        print(f"{given.collection}: {error}", file=sys.stderr)
        return MALFORMED
    return judge(given.collection, truth, given.teach, given.keep)


def judge(folder: Path, truth: dict[str, object], teach: int, keep: Path | None) -> int:
    """Print what is read, and return the exit code."""
    if keep and keep.exists():
        seen = json.loads(keep.read_text(encoding="utf-8"))
    else:
        try:
            seen = captures(folder, truth)
        except NoSuchElementException as error:
            print(f"{folder}: {error.msg}", file=sys.stderr)
            return MALFORMED
        if keep:
            keep.write_text(json.dumps(seen, ensure_ascii=False), encoding="utf-8")
    content = {"truth": truth, "captures": seen, "catalogue": catalogue(), "teach": teach}
    return subprocess.run(
        ["node", ROOT / "tests/screens/person.js"], input=json.dumps(content), text=True, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
