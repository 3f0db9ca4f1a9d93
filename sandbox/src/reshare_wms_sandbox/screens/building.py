# SPDX-License-Identifier: GPL-3.0-or-later

"""Builds a screen from the state. Labels, types of controls and options are those of the JSON schema of the kind.

Fields that the schema does not know, and a precedence, have no place on a screen. A blank yes/no is shown as No, and the
unit of a blank period as days, because a check box and a drop-down always show something.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..configuration import references
from ..configuration.kinds import Kind, Shape
from ..configuration.values import ALL, NO_LIMIT
from . import shapes
from .model import Control, Grid, Line, Row, Screen, Section
from .reading import Sent
from .shapes import Field, Form
from .subjects import Subject

if TYPE_CHECKING:
    from ..sandbox import Sandbox

ROWS_PER_PAGE = 50
_YES_NO = ("Yes", "No")
#: The key of the row that *Add* adds. A page replaces it with a key of its own.
BLANK = "~"

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Entries:
    """What a person entered and did not save. body: the fields. errors: what is wrong with them, by path. before: the values with which
    the form was opened."""

    body: Json
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    before: Sent = field(default_factory=dict)


def listing(sandbox: Sandbox, library: str, kind: Kind, page: int | None = None) -> Screen | None:
    """The list of objects. page: for 50 rows instead of all. None if there is no such page."""
    names = [document.body[kind.identity] for document in sandbox.state.documents(library, kind.plural)]
    start, size = _part(names, page)
    label = next(one.label for one in shapes.fields(kind) if one.name == kind.identity)
    rows = tuple(Row(((Control("static", (name,)),),), name=name) for name in names[start : start + size])
    menu = kind.screen_path
    grid = Grid("", (label,), rows, start + 1, len(names))
    return Screen(menu[-1], menu, (Section("", grids=(grid,)),)) if rows or page is None else None


def form(
    sandbox: Sandbox, library: str, subject: Subject, entries: Entries | None = None, page: int | None = None
) -> Screen | None:
    """The form of an object, a table or a page of settings. None if there is no such page."""
    kind, body = subject.kind, subject.body
    menu = kind.screen_path
    builder = _Builder(sandbox, library, kind, subject.is_new, entries)
    fields = entries.body if entries else body or {}
    if not subject.is_table:
        heading = menu[-1] if kind.shape is Shape.PAGE else kind.label
        whole = Screen(f"New {heading}" if subject.is_new else heading, menu, tuple(builder.sections(fields)))
        return whole if page is None else None
    start, size = _part(fields["rows"], page)
    grid = builder.grid(shapes.table(kind), "rows", fields["rows"], start, size)
    return Screen(menu[-1], menu, (Section("", grids=(grid,)),)) if grid.rows or page is None else None


def _part(rows: Sequence[Any], page: int | None) -> tuple[int, int]:
    """The first row of a page, and the number of its rows."""
    return (0, len(rows)) if page is None else ((page - 1) * ROWS_PER_PAGE, ROWS_PER_PAGE)


class _Builder:
    def __init__(self, sandbox: Sandbox, library: str, kind: Kind, is_new: bool, entries: Entries | None):
        self._sandbox, self._library, self._kind, self._is_new = sandbox, library, kind, is_new
        self._entries = entries
        self._names: dict[tuple[str, str | None], list[str]] = {}

    def sections(self, body: Json) -> Iterator[Section]:
        yield from self._sections(shapes.fields(self._kind), body, "", "")

    def _sections(self, fields: Iterable[Field], body: Json, label: str, prefix: str) -> Iterator[Section]:
        lines: list[Line] = []
        grids: list[Grid] = []
        inner: list[Section] = []
        key = ""
        for one in fields:
            value, name = body.get(one.name), prefix + one.name
            if one.form is Form.ROWS:
                grids.append(self.grid(one, name, value or []))
            elif one.form is Form.SECTION:
                inner += self._sections(one.fields, value or {}, one.label, f"{name}.")
            elif one.form is Form.SWITCHES:
                switches = (self._line(text, name, _yes_no("switch", on)) for text, on in (value or {}).items())
                inner.append(Section(one.label, tuple(switches), key=f"{name}."))
            elif one.form is Form.SETTINGS:
                lines += [self._line(text, name, _free(given)) for text, given in (value or {}).items()]
                key = f"{name}."
            else:
                controls = self._controls(one, body, name, in_section=bool(label))
                lines.append(Line(one.label, self._marked(controls, name), one.required, self._errors(name)))
        if lines or grids or key:
            yield Section(label, tuple(lines), tuple(grids), key)
        yield from inner

    def _line(self, label: str, name: str, control: Control) -> Line:
        """The line of a field whose label is in no schema."""
        whole = f"{name}.{label}"
        return Line(label, self._marked((_named(control, whole),), whole), errors=self._errors(whole))

    def grid(self, table: Field, name: str, rows: Sequence[Json], start: int = 0, size: int | None = None) -> Grid:
        used = {one.name: list(dict.fromkeys(_each(row.get(one.name) for row in rows))) for one in table.fields}
        end = len(rows) if size is None else start + size
        shown = tuple(self._row(table, row, f"{name}.{start + at}.", used) for at, row in enumerate(rows[start:end]))
        is_whole = self._kind.shape is not Shape.ROWS and len(shown) == len(rows)
        blank = self._row(table, {}, f"{name}.{BLANK}.", used) if is_whole else None
        errors = [
            f"Row {number}: {text}" for number in range(1, len(rows) + 1) for text in self._own(f"{name}.{number - 1}")
        ]
        header = tuple(one.label for one in table.fields)
        return Grid(
            table.label if name != "rows" else "", header, shown, start + 1, len(rows), blank, name, tuple(errors)
        )

    def _row(self, table: Field, row: Json, key: str, used: Mapping[str, list[str]]) -> Row:
        cells = tuple(
            self._marked(self._controls(one, row, key + one.name, used[one.name]), key + one.name)
            for one in table.fields
        )
        known = {one.name for one in table.fields}
        rest = json.dumps({name: value for name, value in row.items() if name not in known})
        return Row(cells, key, rest, row[self._kind.identity] if self._kind.shape is Shape.ROWS else None)

    def _controls(
        self, one: Field, body: Json, name: str, used: Iterable[str] = (), in_section: bool = False
    ) -> tuple[Control, ...]:
        value = body.get(one.name)
        if one.name in self._kind.fixed and not self._is_new:
            return (Control("static", _texts(value)),)
        match one.form:
            case Form.PERIOD:
                return _period(one, value, name)
            case Form.LIMIT:
                return _limit(one, value, name)
            case Form.YES_NO:
                is_radio = in_section or one.label.endswith("?")
                return (_named(_yes_no("radio" if is_radio else "switch", value), name),)
            case Form.SEVERAL:
                known = dict.fromkeys([*used, *_texts(value), *self._offered(one)])
                return (Control("choices", _texts(value), tuple(known), name=name),)
            case Form.CHOICE:
                return (self._choice(one, body, name, used),)
        return (Control("lines" if one.form is Form.LINES else "text", _texts(value), name=name),)

    def _choice(self, one: Field, body: Json, name: str, used: Iterable[str]) -> Control:
        """A drop-down, or radio buttons if there are two options."""
        value, within = body.get(one.name), (one.target or {}).get("within")
        if one.is_column:
            value, first = value or ALL, [ALL]
        else:
            # A required field has a blank option only while it has no value.
            first = [""] if not one.required or value is None else []
        options = one.options or self._existing(one, (body.get(within) or ALL) if within else None, used)
        choices = tuple(dict.fromkeys([*first, *options, *_texts(value)]))
        kind = "radio" if len(one.options) == 2 else "choice"
        depends = name.removesuffix(one.name) + within if within else ""
        return Control(kind, _texts(value), choices, name=name, within=depends)

    def _existing(self, one: Field, within: str | None, used: Iterable[str]) -> list[str]:
        if one.target is None:
            return [*used, *self._offered(one)]
        place = (one.target["collection"].replace("-", "_"), within)
        if place not in self._names:
            self._names[place] = references.names(self._sandbox.state, self._library, *place)
        return self._names[place]

    def _offered(self, one: Field) -> list[str]:
        """The options of a column that refers to no object: the formats of the library's items, the names of its branches."""
        library = self._sandbox.libraries[self._library]
        if one.name == "material_format":
            return sorted({item.material_format for item in library.items})
        return [branch.name for branch in library.branches if branch.name] if one.name.endswith("_locations") else []

    def _marked(self, controls: tuple[Control, ...], path: str) -> tuple[Control, ...]:
        """The controls, with what is wrong with their field, and whether they were changed."""
        if self._entries is None:
            return controls
        before, errors = self._entries.before, self._errors(path)
        return tuple(
            _with(one, changed=list(one.sent) != list(before.get(one.name, ())), errors=errors) if one.name else one
            for one in controls
        )

    def _errors(self, path: str) -> tuple[str, ...]:
        """What is wrong with a field or a part of it."""
        found = self._entries.errors if self._entries else {}
        return tuple(text for name, texts in found.items() if f"{name}.".startswith(f"{path}.") for text in texts)

    def _own(self, path: str) -> list[str]:
        """What is wrong with a row as a whole."""
        return list(self._entries.errors.get(path, ())) if self._entries else []


def _with(control: Control, **changes: Any) -> Control:
    return Control(**{**vars(control), **changes})


def _named(control: Control, name: str) -> Control:
    return _with(control, name=name)


def _period(one: Field, value: Json | None, name: str) -> tuple[Control, ...]:
    unit = value["unit"] if value else "days"
    return (
        Control("number", _texts(value and value["value"]), name=f"{name}.value"),
        Control("choice", (unit,), one.options, name=f"{name}.unit"),
    )


def _limit(one: Field, value: Any, name: str) -> tuple[Control, ...]:
    unlimited = value == NO_LIMIT
    return (
        Control("number" if one.whole else "text", _texts(None if unlimited else value), name=name),
        _named(_yes_no("switch", unlimited, NO_LIMIT), f"{name}.no_limit"),
    )


def _yes_no(control: str, value: bool | None, label: str = "") -> Control:
    return Control(control, ("Yes" if value else "No",), _YES_NO, label)


def _free(value: Any) -> Control:
    """A setting whose label is not in the schema: its value decides how it is shown."""
    if isinstance(value, bool):
        return _yes_no("switch", value)
    return Control("lines" if "\n" in str(value) else "text", _texts(value))


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(str, _each([value])))


def _each(values: Iterable[Any]) -> Iterator[Any]:
    """The values that are not blank, also those in lists."""
    for value in values:
        if isinstance(value, list):
            yield from _each(value)
        elif value not in (None, ""):
            yield value
