# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Builds a screen from the state. Labels, types of controls and options are those of the JSON schema of the kind.

Fields that the schema does not know, and a precedence, have no place on a screen. A blank yes/no is shown as No, and the
unit of a blank period as days, because a check box and a drop-down always show something.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from ..configuration import references
from ..configuration.kinds import Kind, Shape
from ..configuration.values import ALL, NO_LIMIT
from ..state import State
from .model import Control, Grid, Line, Screen, Section

ROWS_PER_PAGE = 50
_YES_NO = ("Yes", "No")
_PRECEDENCE = "precedence"

Json = Mapping[str, Any]


def screen(state: State, library: str, kind: Kind, name: str | None = None, page: int | None = None) -> Screen | None:
    """The screen of an object; without a name the list of objects, the table or the page of settings.

    page: of a table, for 50 rows instead of all. None if there is no such object or page.
    """
    bodies = [document.body for document in state.documents(library, kind.plural)]
    menu = tuple(kind.screen.split(" > "))
    builder = _Builder(state, library, kind)
    if name is not None:
        bodies = [body for body in bodies if kind.listed and body[kind.identity] == name]
    if name is not None or kind.shape is Shape.PAGE:
        heading = menu[-1] if name is None else kind.label
        return Screen(heading, menu, builder.form(bodies[0])) if bodies and page is None else None
    grid = builder.table(bodies[0]["rows"] if kind.shape is Shape.TABLE else bodies, page)
    return Screen(menu[-1], menu, (Section("", grids=(grid,)),)) if grid.rows or page is None else None


@cache
def _schema(kind: Kind) -> Json:
    return kind.fields.model_json_schema()


class _Builder:
    def __init__(self, state: State, library: str, kind: Kind):
        self._state, self._library, self._kind = state, library, kind
        self._schema = _schema(kind)
        self._names: dict[tuple[str, str | None], list[str]] = {}

    def form(self, body: Json) -> tuple[Section, ...]:
        return tuple(self._sections(self._schema, body))

    def table(self, rows: Sequence[Json], page: int | None) -> Grid:
        """The rows of a table, or the list of objects."""
        size = len(rows) if page is None else ROWS_PER_PAGE
        start = 0 if page is None else (page - 1) * size
        if self._kind.shape is Shape.OBJECTS:
            label = self._schema["properties"][self._kind.identity]["title"]
            names = tuple(((Control("static", (row[self._kind.identity],)),),) for row in rows)
            return Grid("", (label,), names[start : start + size], start + 1, len(rows))
        return self._grid("", self._schema, rows, start, size)

    def _sections(self, model: Json, body: Json, label: str = "") -> Iterator[Section]:
        lines: list[Line] = []
        grids: list[Grid] = []
        inner: list[Section] = []
        for name, field in model["properties"].items():
            value, shape = body.get(name), self._branches(field)[0]
            if "items" in shape and "$ref" in shape["items"]:
                grids.append(self._grid(field["title"], self._resolved(shape["items"]), value or []))
            elif "properties" in shape and not _is_period(shape):
                inner += self._sections(shape, value or {}, field["title"])
            elif shape.get("additionalProperties") == {"type": "boolean"}:
                switches = (Line(one, (_yes_no("switch", on),)) for one, on in (value or {}).items())
                inner.append(Section(field["title"], tuple(switches)))
            elif shape["type"] == "object" and not _is_period(shape):
                lines += [Line(one, (_free(text),)) for one, text in (value or {}).items()]
            else:
                required = name in model.get("required", ())
                lines.append(Line(field["title"], self._controls(name, field, body, in_section=bool(label)), required))
        if lines or grids:
            yield Section(label, tuple(lines), tuple(grids))
        yield from inner

    def _grid(self, label: str, model: Json, rows: Sequence[Json], start: int = 0, size: int | None = None) -> Grid:
        columns = {name: field for name, field in model["properties"].items() if name != _PRECEDENCE}
        used = {name: list(dict.fromkeys(_each(row.get(name) for row in rows))) for name in columns}
        shown = rows[start:] if size is None else rows[start : start + size]
        cells = tuple(
            tuple(self._controls(name, field, row, used[name]) for name, field in columns.items()) for row in shown
        )
        return Grid(label, tuple(field["title"] for field in columns.values()), cells, start + 1, len(rows))

    def _controls(
        self, name: str, field: Json, body: Json, used: Iterable[str] = (), in_section: bool = False
    ) -> tuple[Control, ...]:
        value, branches = body.get(name), self._branches(field)
        shape = branches[0]
        if name in self._kind.fixed:
            return (Control("static", _texts(value)),)
        if _is_period(shape):
            return _period(shape, value)
        if len(branches) > 1:
            return _limit(shape, value)
        if shape["type"] == "boolean":
            return (_yes_no("radio" if in_section or field["title"].endswith("?") else "switch", value),)
        if shape["type"] == "array":
            return (Control("choices", _texts(value), tuple(dict.fromkeys([*used, *_texts(value)]))),)
        options = self._options(field, shape, body, used)
        if options is None:
            return (_written(shape, value),)
        if field.get("default") == ALL:
            value, first = value or ALL, [ALL]
        else:
            first = [] if "default" not in field else [""]
        choices = tuple(dict.fromkeys([*first, *options, *_texts(value)]))
        return (Control("radio" if len(options) == 2 and "enum" in shape else "choice", _texts(value), choices),)

    def _options(self, field: Json, shape: Json, body: Json, used: Iterable[str]) -> list[str] | None:
        """The options of a drop-down; None for a field in which a person writes."""
        if "x-reference" in field:
            target = field["x-reference"]
            within = target.get("within")
            return self._existing(target["collection"].replace("-", "_"), within and (body.get(within) or ALL))
        if field.get("default") == ALL:
            return list(used)
        if "const" in shape:
            return [shape["const"]]
        return shape.get("enum")

    def _existing(self, collection: str, within: str | None) -> list[str]:
        place = (collection, within)
        if place not in self._names:
            self._names[place] = references.names(self._state, self._library, *place)
        return self._names[place]

    def _branches(self, field: Json) -> list[Json]:
        """The alternatives of a field, without null."""
        return [self._resolved(one) for one in field.get("anyOf", [field]) if one.get("type") != "null"]

    def _resolved(self, schema: Json) -> Json:
        reference = schema.get("$ref")
        return schema if reference is None else self._schema["$defs"][reference.rpartition("/")[2]]


def _is_period(shape: Json) -> bool:
    return set(shape.get("properties", ())) == {"value", "unit"}


def _period(shape: Json, value: Json | None) -> tuple[Control, ...]:
    unit = value["unit"] if value else "days"
    return (
        Control("number", _texts(value and value["value"])),
        Control("choice", (unit,), tuple(shape["properties"]["unit"]["enum"])),
    )


def _limit(shape: Json, value: Any) -> tuple[Control, ...]:
    unlimited = value == NO_LIMIT
    return (
        Control("number" if shape["type"] == "integer" else "text", _texts(None if unlimited else value)),
        _yes_no("switch", unlimited, NO_LIMIT),
    )


def _yes_no(control: str, value: bool | None, label: str = "") -> Control:
    return Control(control, ("Yes" if value else "No",), _YES_NO, label)


def _free(value: Any) -> Control:
    """A setting whose label is not in the schema: its value decides how it is shown."""
    if isinstance(value, bool):
        return _yes_no("switch", value)
    return Control("lines" if "\n" in str(value) else "text", _texts(value))


def _written(shape: Json, value: Any) -> Control:
    several_lines = re.match(shape.get("pattern", "-"), "a\nb")
    return Control("lines" if several_lines else "text", _texts(value))


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(str, _each([value])))


def _each(values: Iterable[Any]) -> Iterator[Any]:
    """The values that are not blank, also those in lists."""
    for value in values:
        if isinstance(value, list):
            yield from _each(value)
        elif value not in (None, ""):
            yield value
