# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Variables that are set by an old name.

An inventory may have a variable with that name for something else, so an old name is accepted from the command line only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from .specification import OldName
from .variables import Library, Problem, Unevaluated, is_own


def accepted(names: Iterable[OldName], library: Library, extra: Collection[str]) -> tuple[list[OldName], list[OldName]]:
    """The old names that are on the command line, and those that only other variables of the library have.

    extra: the names on the command line. A name that the consortium lists as its own is none of this collection.
    """
    given = [one for one in names if one.name in library.given and not is_own(one.name, library.given)]
    return [one for one in given if one.name in extra], [one for one in given if one.name not in extra]


def renamed(names: Iterable[OldName], library: Library) -> tuple[dict[str, Any], list[Problem]]:
    """The values, by the present names, of variables that are set by an old name, and the problems of such values.

    names: the old names on the command line.
    """
    values: dict[str, Any] = {}
    found: list[Problem] = []
    for one in names:
        try:
            value = library.evaluate(library.given[one.name])
            if one.variable in library.given and library.evaluate(library.given[one.variable]) != value:
                told = f"{one.variable} and its old name {one.name} are both set."
                found.append(Problem(one.name, "invalid", told, f"Remove {one.name}."))
            values[one.variable] = value
        except Unevaluated as fault:
            found.append(Problem(one.name, "invalid", f"{one.name} {fault}."))
    return values, found
