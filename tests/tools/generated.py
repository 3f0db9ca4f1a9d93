# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programs of `make docs` share: they write the texts that they make, or, with --check, name those that are not current."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
END = "<!-- End -->\n"


def finish(made: Mapping[Path, str], how: str = "make docs") -> int:
    """Write these files, or check them; the exit code. how: the command that writes them."""
    old = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in old:
        if "--check" in sys.argv:
            print(f"{path.relative_to(ROOT)} is not current: run {how}")
        else:
            path.write_text(made[path], encoding="utf-8")
    return int("--check" in sys.argv and bool(old))


def with_part(path: Path, start: str, content: str) -> str:
    """The text of a page with this content between the lines start and END."""
    pattern = rf"(?<={re.escape(start)})(?s:.*?)(?={re.escape(END)})"
    renewed, count = re.subn(pattern, lambda _found: content, path.read_text(encoding="utf-8"))
    if count != 1:
        raise SystemExit(f"{path.relative_to(ROOT)} needs these two lines once:\n{start}{END}")
    return renewed
