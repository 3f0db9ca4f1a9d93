# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""JSON from other systems: parsed and checked once on input, so that later code can rely on its structure.

A *shape* is the required structure, written like the data: ``{"id": ID, "rows": [{"code": SCALAR}]}``. A type matches its
values, a list of one shape a list of such values, a dictionary an object with at least these members, a pattern the texts
that it matches, and a tuple any of several shapes: at most one each for texts, lists and objects, and no tuple. A missing
member counts as null, so it may be missing if its shape allows None. Members without a shape may have any value.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from itertools import chain
from typing import Any

Shape = Any

ANYTHING = object
SCALAR = (str, int, float, bool, None)
#: Values that are allowed in the path of a URL. ``..`` is not.
ID = (int, re.compile(r"(?!\.\.?$).+", re.DOTALL))
#: Values that are allowed in a header.
HEADER = re.compile(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?")

#: The maximum depth; known responses are far below it.
DEEPEST = 50

#: The types of parsed JSON that contain other values. (They have no subclasses there, and isinstance would take twice the time.)
_CONTAINERS = (dict, list)

_NAMES = {str: "text", int: "whole number", float: "number", bool: "truth value", list: "list", dict: "object"}
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


class ShapeError(ValueError):
    """JSON with another structure. The text has the path and the problem."""


def load(text: str | bytes, shape: Shape = ANYTHING) -> Any:
    """The data in a text. Raises ValueError for invalid or unusable JSON, and ShapeError for another structure."""
    if isinstance(text, bytes):
        text = text.decode(json.detect_encoding(text))
    try:
        found = json.loads(text.removeprefix("\ufeff"), parse_float=_finite, parse_constant=_finite)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    _refuse_deep(found)
    if _HALF.search(text):
        # JSON can contain half a surrogate pair, which is not valid text.
        found = json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
    fit(found, shape)
    return found


def fit(value: Any, shape: Shape) -> None:
    """Raise ShapeError if parsed JSON has another structure."""
    if not _all_fit([value], shape):
        _fit(value, shape, "")


def _finite(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(f"{written} is not a number")
    return number


def _refuse_deep(value: Any) -> None:
    level = [value] if type(value) in _CONTAINERS else []
    for _depth in range(DEEPEST):
        if not level:
            return
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if type(inner) in _CONTAINERS
        ]
    if level:
        raise ValueError("nested too deeply")


def _all_fit(values: Sequence[Any], shape: Shape) -> bool:
    """Whether all values have that shape, without the path of one that has not. A list can have thousands of rows: the
    members of the same name of all rows are looked at together, which takes a fraction of the time of _fit."""
    kinds = shape if isinstance(shape, tuple) else (shape,)
    if object in kinds:
        return True
    rest = {*map(type, values)} - {
        type(None) if kind is None else kind for kind in kinds if kind is None or isinstance(kind, type)
    }
    return all(_fit_as(type_, [value for value in values if isinstance(value, type_)], kinds) for type_ in rest)


def _fit_as(type_: type, values: Sequence[Any], kinds: Sequence[Shape]) -> bool:
    """The same for values of one type: texts, lists or objects."""
    wanted = re.Pattern if type_ is str else type_
    fitting: Any = next((kind for kind in kinds if isinstance(kind, wanted)), None)
    if fitting is None:
        return False
    if type_ is str:
        return all(map(fitting.fullmatch, values))
    if type_ is list:
        return _all_fit([*chain.from_iterable(values)], fitting[0])
    return all(_all_fit([value.get(name) for value in values], inner) for name, inner in fitting.items())


def _fit(value: Any, shape: Shape, path: str) -> None:
    """Raise ShapeError if a value does not have that shape."""
    kinds = shape if isinstance(shape, tuple) else (shape,)
    fitting = next((kind for kind in kinds if _is(value, kind)), ...)
    if fitting is ...:
        wanted = " or ".join(dict.fromkeys(filter(None, map(_name, kinds))))
        raise ShapeError(f"{path.lstrip('.') or 'it'} is {'missing' if value is None else f'not of type {wanted}'}")
    if isinstance(fitting, list):
        for number, inner in enumerate(value):
            _fit(inner, fitting[0], f"{path}[{number}]")
    elif isinstance(fitting, dict):
        for name, inner in fitting.items():
            _fit(value.get(name), inner, f"{path}.{name}")


def _is(value: Any, kind: Shape) -> bool:
    """Whether a value is of one type, whatever it contains."""
    if kind is None:
        return value is None
    if isinstance(kind, re.Pattern):
        return isinstance(value, str) and kind.fullmatch(value) is not None
    wanted = kind if isinstance(kind, type) else type(kind)
    # In Python a boolean is a number.
    return isinstance(value, wanted) and (not isinstance(value, bool) or wanted in (bool, object))


def _name(kind: Shape) -> str | None:
    if kind is None:
        return None
    return "fitting text" if isinstance(kind, re.Pattern) else _NAMES[kind if isinstance(kind, type) else type(kind)]
