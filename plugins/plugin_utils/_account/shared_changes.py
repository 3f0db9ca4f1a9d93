# SPDX-License-Identifier: GPL-3.0-or-later

"""The changes of a run as lines: those that several libraries have are shown once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from ...module_utils._core.errors import first_of
from ...module_utils._core.texts import counted, one_line
from .differences import blocks
from .lines import libraries
from .run_document import Data

#: The playbooks whose summary shows, with --check, what would change at several libraries.
PLAYBOOKS = ("advance", "apply", "onboard")
#: The maximum number of libraries that a heading names.
_NAMED = 4


def change_lines(document: Data) -> Iterator[str]:
    """Each change with its difference, those of the most libraries first. With many libraries, a change at only one is shown without its difference."""
    where: dict[str, list[str]] = defaultdict(list)
    for name, library in document["libraries"].items():
        for change in library["changes"]:
            shown = {member: change[member] for member in ("title", "action", "before", "after")}
            where[json.dumps(shown, default=str)].append(name)
    together: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for text, its in where.items():
        together[tuple(its)].append(json.loads(text))
    for names, changes in sorted(together.items(), key=lambda item: -len(item[0])):
        number = counted(len(changes), "change")
        same = number if len(names) == 1 else "The same change" if len(changes) == 1 else f"The same {number}"
        whole = len(names) == len(document["libraries"]) or len(names) > _NAMED
        named = f" ({first_of(names, _NAMED)})" if whole and len(names) < len(document["libraries"]) else ""
        brief = len(names) == 1 and len(document["libraries"]) > _NAMED
        hint = " (--diff shows the values)" if brief else ""
        yield f"{same} at {libraries(len(names)) if whole else first_of(names, _NAMED)}{named}{hint}:"
        for change in changes:
            yield one_line(f"  {change['title']} {change['action']}")
            yield from () if brief else _difference(change)


def _difference(change: Mapping[str, Any]) -> Iterator[str]:
    for sign, lines in blocks(change["before"], change["after"]):
        yield from (f"    {sign} {one_line(line)}".rstrip() for line in lines or [""])
