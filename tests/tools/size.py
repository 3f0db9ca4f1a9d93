# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what people have to maintain: size.py [FOLDER]

Lines of files that git tracks, without generated ones (linguist-generated in .gitattributes) and lock files; words of the documentation without the generated
pages. FOLDER: another checkout; without it, this one.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath

LOCKS = {"package-lock.json", "constraints.txt", "importer.txt"}
SCRIPTS = {".css", ".html", ".js", ".jsx", ".mjs", ".cjs"}
#: The sizes: name, unit, folders, and the suffixes that count; none for all.
SIZES = (
    ("Python in plugins", "lines", ("plugins",), {".py"}),
    ("web", "lines", ("web", "assistant", "plugins"), SCRIPTS),
    ("YAML in roles and playbooks", "lines", ("roles", "playbooks"), {".yml"}),
    ("sandbox", "lines", ("sandbox",), {".py", ".yml", *SCRIPTS}),
    ("tests", "lines", ("tests",), {".py", ".yml", ".sh", ".json", *SCRIPTS}),
    ("documentation", "words", ("docs", "README.md", "CONTRIBUTING.md", "examples"), {".md"}),
    ("files", "files", (".",), set()),
)


def tracked(root: Path) -> Iterator[PurePath]:
    """The files of a checkout that people write."""
    named = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True).stdout
    asked = ["git", "check-attr", "-z", "--stdin", "linguist-generated"]
    found = subprocess.run(asked, cwd=root, input=named, capture_output=True, text=True, check=True).stdout.split("\0")
    for path, value in zip(found[0::3], found[2::3], strict=False):
        if value == "unspecified" and PurePath(path).name not in LOCKS and (root / path).is_file():
            yield PurePath(path)


def size(root: Path, path: PurePath, unit: str) -> int:
    """The size of a file in a unit."""
    if unit == "files":
        return 1
    text = (root / path).read_text(encoding="utf-8")
    return len(text.split()) if unit == "words" else len(text.splitlines())


def main() -> int:
    """Print the sizes; the exit code."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2]).resolve()
    files = list(tracked(root))
    for name, unit, folders, suffixes in SIZES:
        those = [path for path in files if not suffixes or path.suffix in suffixes]
        within = [path for path in those if any(path.is_relative_to(folder) for folder in folders)]
        print(f"{name:<28} {sum(size(root, path, unit) for path in within):>7,} {unit}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
