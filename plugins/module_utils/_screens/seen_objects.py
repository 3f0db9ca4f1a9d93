# SPDX-License-Identifier: GPL-3.0-or-later

"""Values of a screen as an object of a kind, canonical."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .._core.errors import ValidationError
from .._core.objects import Kind
from .._core.values import LINES, ROWS, Input
from .grid import Open
from .inputs import nested
from .labels import plain
from .numbers import decimal_mark, plain_number
from .screen import Reading, Sighting, as_text
from .words import value_words
from .words.reasons import reason

_CURRENCY = re.compile(value_words.CURRENCY)


def sighted(kind: Kind, found: Reading, seen: Mapping[Input, Any], label: str | None) -> Iterator[Sighting]:
    """The object with these texts, if they identify one. What is not valid becomes open in found. label: of the row."""
    fields: dict[str, Any] = {}
    mark = decimal_mark(as_text(value) for one, value in seen.items() if one.value.script_name in value_words.AMOUNTS)
    for one, value in seen.items():
        try:
            fields[one.name] = _normalised(one, value, mark)
        except (ValueError, ValidationError) as fault:
            problems = fault.problems if isinstance(fault, ValidationError) else [str(fault)]
            found.open += [
                Open(label or one.title, f"{one.label} {problem}" if label else problem) for problem in problems
            ]
    identity = kind.identify(fields)
    if fields and all(identity):
        yield Sighting(kind, identity, nested(kind.schema, fields))


def _normalised(one: Input, value: Any, mark: str | None) -> Any:
    """The canonical value of a text. mark: the one before fractions on this screen."""
    if one.value.control == ROWS:
        return one.value.normalise(value)
    if one.value.control == LINES:
        parts = value if isinstance(value, tuple) else re.split(r"[;\n]", value)
        return one.value.normalise([part.strip() for part in parts if part.strip()])
    if not isinstance(value, str) and len(value) > 1:
        raise ValueError(reason("several_values"))
    text = as_text(value).strip()
    if one.value.script_name == "yesno":
        text = value_words.YES_NO.get(plain(text), text)
    if one.value.script_name in value_words.AMOUNTS:
        text = _CURRENCY.sub("", text)
    if one.value.script_name in value_words.NUMBERS:
        number = plain_number(text, mark)
        if number is None:
            raise ValueError(reason("thousands", text=text))
        text = number.replace("(s)", "s")
    return one.value.normalise(text)
