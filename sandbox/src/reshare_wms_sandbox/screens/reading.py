# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the values that a form sends. What a person entered is kept as it is, valid or not: the models of the configuration service check it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..configuration import strict
from ..configuration.kinds import Kind
from ..configuration.values import NO_LIMIT
from . import shapes
from .shapes import Field, Form

#: The values of a form, by name.
Sent = Mapping[str, Sequence[str]]
#: The part of a name that stands for the fields that a table does not show.
REST = "_rest"
_LONGEST_NAME = 300
#: The forms of fields that a row always sends, unless there are radio buttons for two options.
_ALWAYS = (Form.CHOICE, Form.TEXT, Form.LINES)


class Unreadable(Exception):
    """A form that no screen sends."""


def entered(kind: Kind, sent: Sent, shown: Sent, saved: Mapping[str, Any], is_table: bool) -> dict[str, Any]:
    """The fields that a form has. shown: the values that the form had when it was opened. saved: the fields from which they came: a value
    that is still shown stays as it is saved. Raises Unreadable."""
    fields = (shapes.table(kind),) if is_table else shapes.fields(kind)
    before, after = _Form(shown), _Form(sent)
    found = _merged(saved, before.fields(fields, "", saved), after.fields(fields, "", saved))
    if unknown := after.unknown:
        raise Unreadable(f"The screen has no field '{unknown[0][:80]}'.")
    return {**found, "rows": found.get("rows", [])} if is_table else found


def _merged(saved: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(saved)
    for name, value in after.items():
        there = saved.get(name)
        if isinstance(value, dict) and isinstance(there, dict) and value.keys() != {"value", "unit"}:
            merged[name] = _merged(there, before.get(name) or {}, value)
        elif name not in saved or before.get(name) != value:
            merged[name] = value
    return {name: value for name, value in merged.items() if value is not None}


class _Form:
    """The values of one form."""

    def __init__(self, sent: Sent):
        self._sent = sent
        self._used: set[str] = set()

    @property
    def unknown(self) -> list[str]:
        """The names that belong to no field."""
        return [name for name in self._sent if name not in self._used]

    def fields(self, fields: Sequence[Field], prefix: str, saved: Mapping[str, Any]) -> dict[str, Any]:
        return {one.name: self._value(one, prefix + one.name, saved.get(one.name)) for one in fields}

    def _value(self, field: Field, name: str, saved: Any) -> Any:
        match field.form:
            case Form.ROWS:
                return list(self._rows(field, f"{name}.")) or None
            case Form.SECTION:
                return self.fields(field.fields, f"{name}.", saved or {})
            case Form.SWITCHES | Form.SETTINGS:
                return self._labelled(field, f"{name}.", saved or {}) or None
            case Form.PERIOD:
                number, unit = self._one(f"{name}.value"), self._one(f"{name}.unit")
                return {"value": _number(number), "unit": unit} if number else None
            case Form.LIMIT:
                number = self._one(name)
                if self._yes_no(f"{name}.no_limit"):
                    return NO_LIMIT
                return (_number(number) if field.whole else number) if number else None
            case Form.YES_NO:
                return self._yes_no(name)
            case Form.SEVERAL:
                self._used.add(name)
                return [text for text in self._sent.get(name, ()) if text] or None
            case _:
                return self._one(name) or None

    def _rows(self, field: Field, prefix: str) -> Iterator[dict[str, Any]]:
        """The rows of a table, in the order in which they were sent."""
        for key in _keys(self._sent, prefix):
            within = f"{prefix}{key}."
            if any(
                one.form in _ALWAYS and len(one.options) != 2 and within + one.name not in self._sent
                for one in field.fields
            ):
                raise Unreadable("A row is incomplete.")
            found = self.fields(field.fields, within, {})
            rest = self._rest(within + REST)
            if rest.keys() & found.keys():
                raise Unreadable("A row has the same field twice.")
            yield {**rest, **{name: value for name, value in found.items() if value is not None}}

    def _rest(self, name: str) -> dict[str, Any]:
        try:
            found = strict.loads(self._one(name).encode() or b"{}")
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise Unreadable("A row is incomplete.")
        return found

    def _labelled(self, field: Field, prefix: str, saved: Mapping[str, Any]) -> dict[str, Any]:
        """The fields with labels that no schema has: those that were saved, and those that a person added."""
        labels = dict.fromkeys([*saved, *(name.removeprefix(prefix) for name in self._sent if name.startswith(prefix))])
        found: dict[str, Any] = {}
        for label in labels:
            there = saved.get(label)
            if field.form is Form.SWITCHES or isinstance(there, bool):
                found[label] = self._yes_no(prefix + label)
            elif prefix + label not in self._sent:
                # Somebody added it after the form was opened.
                found[label] = there
            else:
                text = self._one(prefix + label)
                typed = isinstance(there, (int, float)) and re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", text, re.ASCII)
                found[label] = (float(text) if "." in text else int(text)) if typed else text or None
        return found

    def _one(self, name: str) -> str:
        """The single value of that name, with the line breaks of a text."""
        self._used.add(name)
        texts = self._sent.get(name, ())
        if len(texts) > 1:
            raise Unreadable(f"The field '{name[:80]}' was sent {len(texts)} times.")
        return texts[0].replace("\r\n", "\n").replace("\r", "\n") if texts else ""

    def _yes_no(self, name: str) -> bool:
        text = self._one(name)
        if text not in ("", "Yes", "No"):
            raise Unreadable(f"The field '{name[:80]}' must be Yes or No.")
        return text == "Yes"


def _keys(sent: Sent, prefix: str) -> list[str]:
    """The keys of the rows of a table."""
    rest = (name.removeprefix(prefix) for name in sent if name.startswith(prefix) and len(name) < _LONGEST_NAME)
    return list(dict.fromkeys(key for key, dot, _name in (one.partition(".") for one in rest) if dot))


def _number(text: str) -> Any:
    """A whole number as a number; any other text unchanged."""
    return int(text) if re.fullmatch(r"-?\d{1,15}", text, re.ASCII) else text
