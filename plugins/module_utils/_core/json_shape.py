# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""JSON from elsewhere: read once, checked once where it comes in, so that nothing behind that has to doubt it.

A *shape* says what is relied on, written as the data itself is: ``{"id": ID, "rows": [{"code": SCALAR}]}``. A type stands for
its values, a list of one shape for a list of such, a dictionary for an object with at least these members, a pattern for the
texts that it matches, and a tuple for any of several. What is missing counts as null, so a member may be missing where its
shape admits None. What no shape speaks of may be anything.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

Shape = Any

ANYTHING = object
SCALAR = (str, int, float, bool, None)
#: What can go into the path of an address, where ``..`` would lead elsewhere.
ID = (int, re.compile(r"(?!\.\.?$).+", re.DOTALL))
#: What can go into a header.
HEADER = re.compile(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?")

#: The depth that no answer of any system here comes near.
DEEPEST = 50

_NAMES = {str: "text", int: "whole number", float: "number", bool: "truth value", list: "list", dict: "object"}
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


class ShapeError(ValueError):
    """JSON of another shape. The text says where, and what is wrong there."""


def load(text: str | bytes, shape: Shape = ANYTHING) -> Any:
    """The data in a text. Raises ValueError for what is no JSON or can't be worked with, and ShapeError for another shape."""
    if isinstance(text, bytes):
        text = text.decode(json.detect_encoding(text))
    try:
        found = json.loads(text.removeprefix("\ufeff"), parse_float=_finite, parse_constant=_finite)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    _refuse_deep(found, DEEPEST)
    if _HALF.search(text):
        # Half a surrogate pair, which JSON can hold, is no text.
        found = json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
    _fit(found, shape, "")
    return found


def _finite(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(f"{written} is not a number")
    return number


def _refuse_deep(value: Any, left: int) -> None:
    if isinstance(value, (dict, list)):
        if not left:
            raise ValueError("nested too deeply")
        for inner in value.values() if isinstance(value, dict) else value:
            _refuse_deep(inner, left - 1)


def _fit(value: Any, shape: Shape, path: str) -> None:
    """Raise ShapeError where a value has not that shape."""
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
    """Whether a value is of one kind, whatever is in it."""
    if kind is None:
        return value is None
    if isinstance(kind, re.Pattern):
        return isinstance(value, str) and kind.fullmatch(value) is not None
    wanted = kind if isinstance(kind, type) else type(kind)
    # To Python a truth value is a number.
    return isinstance(value, wanted) and (not isinstance(value, bool) or wanted in (bool, object))


def _name(kind: Shape) -> str | None:
    if kind is None:
        return None
    return "fitting text" if isinstance(kind, re.Pattern) else _NAMES[kind if isinstance(kind, type) else type(kind)]
