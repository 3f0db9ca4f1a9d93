# SPDX-License-Identifier: GPL-3.0-or-later

"""A configuration as tables for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...module_utils._answers.table_files import ENDING, OBJECTS
from ...module_utils._core import spreadsheet
from ...module_utils._core.objects import Declaration, Kind
from ...module_utils._jobs.applying import declare_all
from ...module_utils._screens.grid import table
from ...module_utils._wms.catalogue import DECLARABLE

_HEADER = ("Screen", "Object", "Field", "Value")


def documents(configuration: Mapping[str, Any]) -> dict[str, str]:
    """The CSV documents of a configuration, by the names of their files: one for each map or matrix, and one for all other objects.

    configuration: as the bulk module accepts it. Raises ValidationError.
    """
    declared = declare_all(configuration, (), DECLARABLE)
    found = {}
    objects: list[tuple[str, ...]] = []
    for kind in (kind for kind in DECLARABLE if kind.name in declared):
        if kind.columns:
            (fields,) = kind.declared_objects(declared[kind.name])
            grid = table(kind, fields)
            found[f"{kind.name}{ENDING}"] = spreadsheet.write(grid.header, grid.rows)
        else:
            objects += _objects(kind, declared[kind.name])
    return {**found, OBJECTS: spreadsheet.write(_HEADER, objects)}


def _objects(kind: Kind, declaration: Declaration) -> Iterator[tuple[str, ...]]:
    """A row for each field of the objects of a kind."""
    for item in declaration.items:
        title = kind.described(item.identity)
        if item.state != "present":
            yield (kind.screen, title, "state", item.state)
        for line in kind.schema.lines(None, item.fields):
            yield (kind.screen, title, line.label, line.value.replace("\n", "; "))
