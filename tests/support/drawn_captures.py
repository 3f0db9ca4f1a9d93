# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Captures of objects, made from the specs: as a capture tool would see their screens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Fields, Kind
from ansible_collections.reshare.wms.plugins.module_utils._core.values import LINES, PERIOD, ROWS, Input, YesNo, entered
from ansible_collections.reshare.wms.plugins.module_utils._screens.grid import cell, table
from ansible_collections.reshare.wms.plugins.module_utils._screens.inputs import value_at
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE

KINDS = {kind.name: kind for kind in DECLARABLE}
AT = "2026-11-25T09:30:00Z"


def capture(items: list[dict[str, Any]], *headings: str, at: str = AT) -> dict[str, Any]:
    """A capture with these items below headings."""
    titles = [{"type": "heading", "text": text, "level": 1} for text in headings]
    head = {"format": "reshare.wms capture", "version": 1, "at": at, "title": "", "address": "https://worldcat.org/x"}
    return {**head, "items": [*titles, *items]}


def field(label: str, value: Any, control: str = "text", *group: str) -> dict[str, Any]:
    """An input of a screen."""
    return {"type": "field", "label": label, "value": value, "control": control, "group": list(group)}


def drawn(name: str, fields: Fields, at: str = AT, whole: bool = False) -> dict[str, Any]:
    """A capture of the screen of one object. fields: as a person writes them. whole: whether all other inputs are on the screen too, blank."""
    kind = KINDS[name]
    if kind.columns:
        rows = {"rows": [kind.schema.complete(row) for row in fields["rows"]]}
        grid = table(kind, rows)
        items = [{"type": "table", "label": "", "group": [], "header": list(grid.header), "rows": list(grid.rows)}]
    else:
        blank = dict.fromkeys(kind.schema.names) if whole else {}
        items = [item for one in _inputs(kind, {**blank, **fields}) for item in _items(*one)]
    return capture(items, kind.screen.rpartition(" > ")[2], at=at)


def _inputs(kind: Kind, fields: Fields) -> Iterator[tuple[Input, Any]]:
    canonical = kind.schema.declare(fields)
    for one in kind.schema.inputs([canonical]):
        value = value_at(canonical, one.name)
        if value is not ...:
            yield one, value


def _items(one: Input, value: Any) -> Iterator[dict[str, Any]]:
    group = [] if one.section is None else [one.section]
    if one.value.control == ROWS:
        columns = list(one.value.schema)
        rows = [[cell(row, column) for column in columns] for row in value or ()]
        header = [column.label for column in columns]
        yield {"type": "table", "label": one.label, "group": group, "header": header, "rows": rows}
    elif one.value.control == PERIOD:
        yield field(one.label, "" if value is None else str(value["value"]), "text", *group)
        yield field(one.label, "days" if value is None else value["unit"], "choice", *group)
    elif one.value.control == LINES:
        yield field(one.label, one.value.show(value) or [], "choices", *group)
    else:
        is_switch = isinstance(one.value, YesNo)
        text = entered(one.value.show(value)) or ("No" if is_switch else "")
        yield field(one.label, text, "switch" if is_switch else one.value.control, *group)
