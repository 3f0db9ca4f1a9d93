# SPDX-License-Identifier: GPL-3.0-or-later

"""Run as `python -m widgets [LIBRARY ...]` (with tests/ on the path): see tests/tools/measure.

Writes the figures of all or some libraries into the documentation.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from support import environment

environment.prepare()

# After the environment, which it reads.
from support.page_browser import PageBrowser, chromium  # noqa: E402
from support.widget_matrix import LIBRARIES, measure, screens_of  # noqa: E402
from support.widget_table import title, write  # noqa: E402


def main() -> int:
    """Measure and write. Returns the exit code: 1 if a value is wrong."""
    columns, wrong = {}, 0
    with tempfile.TemporaryDirectory() as folder, chromium(Path(folder, "chromium")) as browser:
        page = PageBrowser(browser, Path(folder))
        for library in LIBRARIES:
            if sys.argv[1:] and library.name not in sys.argv:
                continue
            columns[library.title] = column = {}
            for _name, screen in screens_of(library):
                found = measure(page, library, screen)
                column[title(screen)] = str(found)
                wrong += len(found.wrong)
                print(
                    f"{library}: {title(screen)}: {found}",
                    *sorted(found.questions),
                    *(f"WRONG: {one}" for one in found.wrong),
                    sep="\n    ",
                )
    write(columns)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
