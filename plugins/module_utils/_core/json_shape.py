# SPDX-License-Identifier: GPL-3.0-or-later

"""JSON: parsed and checked once on input, so that later code can rely on its structure.

A *shape* is the required structure, written like the data: ``{"id": ID, "rows": [{"code": SCALAR}]}``. A type stands for its
values, a list with one shape for a list of values of that shape, a dictionary for an object with at least these members, and a
pattern for the texts that it matches. A tuple stands for any of its shapes: at most one each for texts, lists and objects, and
no tuple. A missing member counts as null, so it may be missing if its shape allows None. Other members may have any value.

A `Rule` is a stricter shape. The files that this collection defines have rules, and docs/schemas is made from them.
"""

from __future__ import annotations

import json
import math
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from typing import Any

from .errors import similar
from .texts import one_line

Shape = Any
#: The names of members and the numbers of elements that lead to a value.
Path = tuple[Any, ...]

ANYTHING = object
#: In place of a missing required member. (It has to be there even if it may be null.)
MISSING = object()
SCALAR = (str, int, float, bool, None)
#: Values that are allowed in the path of a URL. ``..`` is not.
ID = (int, re.compile(r"(?!\.\.?$).+", re.DOTALL))
#: Values that are allowed in a header.
HEADER = re.compile(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?")
#: Times in UTC: ``2026-11-25T09:30:00Z``.
TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")

#: The maximum depth; known responses are far below it.
DEEPEST = 50

#: The types of parsed JSON that contain other values. (Parsed JSON has no subclasses of them, and isinstance takes twice the time.)
_CONTAINERS = (dict, list)

_NAMES = {str: "text", int: "whole number", float: "number", bool: "truth value", list: "list", dict: "object"}
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


class ShapeError(ValueError):
    """JSON with another structure. The text has the path and the problem."""

    def __init__(self, problem: str, path: Path = ()):
        super().__init__(f"{path_text(path) or 'it'} {problem}")
        self.problem, self.path = problem, path


def path_text(path: Path) -> str:
    """A path as a text: ``pending.loan_policies[0].set``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{one_line(str(part))}" for part in path).lstrip(".")


class Rule(ABC):
    """A shape for values of one type, with its own check."""

    type: type

    @abstractmethod
    def check(self, value: Any, path: Path) -> None:
        """Raise ShapeError if a value of this type does not fit; its contents are not checked."""

    def inner(self, value: Any) -> Iterator[tuple[Any, Any, Shape]]:
        """The contents of a value: names or numbers, values, and their shapes."""
        yield from ()

    def together(self, values: Sequence[Any]) -> Iterator[tuple[list[Any], Shape]]:
        """The contents of several values, by shape. Raises ShapeError like ``check``."""
        # By the id of a shape, which need not be hashable.
        inside: dict[int, tuple[list[Any], Shape]] = {}
        for value in values:
            self.check(value, ())
            for _name, inner, shape in self.inner(value):
                inside.setdefault(id(shape), ([], shape))[0].append(inner)
        yield from inside.values()


@dataclass(frozen=True)
class Closed(Rule):
    """An object with these members and no others. required: members that have to be there. optional: members that may be missing.
    either: two optional members, of which exactly one is there. about: descriptions of members."""

    required: Mapping[str, Shape]
    optional: Mapping[str, Shape] = field(default_factory=dict)
    either: tuple[str, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    type = dict

    def check(self, value: Any, path: Path) -> None:
        check_names(value, [*self.required, *self.optional], path)
        if self.either and len(value.keys() & set(self.either)) != 1:
            raise ShapeError(f"must have either {' or '.join(self.either)}", path)

    def inner(self, value: Any) -> Iterator[tuple[Any, Any, Shape]]:
        shapes = {**self.required, **self.optional}
        return (
            (name, value.get(name, MISSING), shape)
            for name, shape in shapes.items()
            if name in value or name in self.required
        )

    def together(self, values: Sequence[Any]) -> Iterator[tuple[list[Any], Shape]]:
        if self.either or not set().union(*values) <= {*self.required, *self.optional}:
            for value in values:
                self.check(value, ())
        for name, shape in self.required.items():
            yield [*map(itemgetter(name), values)], shape
        for name, shape in self.optional.items():
            yield [value[name] for value in values if name in value], shape


@dataclass(frozen=True)
class Each(Rule):
    """An object whose members have one shape. names: the allowed members; empty for any."""

    shape: Shape
    names: Sequence[str] = ()
    type = dict

    def check(self, value: Any, path: Path) -> None:
        check_names(value, self.names or value, path)

    def inner(self, value: Any) -> Iterator[tuple[Any, Any, Shape]]:
        return ((name, inner, self.shape) for name, inner in value.items())


@dataclass(frozen=True)
class MaximumRule(Rule):
    """A list of at most that many values of one shape."""

    most: int
    shape: Shape
    type = list

    def check(self, value: Any, path: Path) -> None:
        if len(value) > self.most:
            raise ShapeError(f"has more than {self.most} items", path)

    def inner(self, value: Any) -> Iterator[tuple[Any, Any, Shape]]:
        return ((number, inner, self.shape) for number, inner in enumerate(value))


@dataclass(frozen=True)
class OneOf(Rule):
    """One of several texts."""

    values: Sequence[str]
    type = str

    def check(self, value: Any, path: Path) -> None:
        if value not in self.values:
            raise ShapeError(f"must be one of {', '.join(self.values)}", path)


@dataclass(frozen=True)
class TextRule(Rule):
    """A text. longest: the maximum number of characters; None for any. blank: whether it may be blank."""

    longest: int | None = None
    blank: bool = False
    type = str

    def check(self, value: Any, path: Path) -> None:
        if not self.blank and not value.strip():
            raise ShapeError("is blank", path)
        if self.longest is not None and len(value) > self.longest:
            raise ShapeError(f"has {len(value)} characters; write at most {self.longest}", path)


@dataclass(frozen=True)
class NumberRule(Rule):
    """A whole number that is not negative. only: the only number that fits; None for any."""

    only: int | None = None
    type = int

    def check(self, value: Any, path: Path) -> None:
        if value != self.only if self.only is not None else value < 0:
            raise ShapeError(f"must be {'a number from 0' if self.only is None else self.only}", path)


def check_names(value: Mapping[Any, Any], known: Iterable[str], path: Path) -> None:
    """Raise ShapeError for a member whose name is not known."""
    if unknown := [name for name in value if name not in known]:
        raise ShapeError(f"is an unknown key. {similar(str(unknown[0]), sorted(known))}", (*path, unknown[0]))


COUNT = NumberRule()


def dictionaries(value: Any) -> list[Any]:
    """The dictionaries in a list, without its other elements; none if the value is not a list."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def load(text: str | bytes, shape: Shape = ANYTHING) -> Any:
    """The data in a text. Raises ValueError for invalid or unusable JSON, and ShapeError for another structure."""
    if isinstance(text, bytes):
        text = text.decode(json.detect_encoding(text))
    try:
        data = json.loads(text.removeprefix("\ufeff"), parse_float=_finite, parse_constant=_finite)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    _refuse_deep(data)
    if _HALF.search(text):
        # JSON can contain half a surrogate pair, which is not valid text.
        data = json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
    fit(data, shape)
    return data


def fit(value: Any, shape: Shape) -> None:
    """Raise ShapeError if parsed JSON has another structure."""
    if not _all_fit([value], shape):
        _fit(value, shape, ())


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
    """Whether all values have that shape. Unlike _fit, it does not find the path of a wrong value, but takes a fraction of the
    time: a list can have thousands of rows, and members of the same shape are checked together for all rows."""
    kinds = shape if isinstance(shape, tuple) else (shape,)
    if object in kinds:
        return True
    types = {*map(type, values)}
    rest = types - {type(None) if kind is None else kind for kind in kinds if kind is None or isinstance(kind, type)}
    if len(types) == 1:
        return all(_fit_as(type_, values, kinds) for type_ in rest)
    return all(_fit_as(type_, [value for value in values if isinstance(value, type_)], kinds) for type_ in rest)


def _fit_as(type_: type, values: Sequence[Any], kinds: Sequence[Shape]) -> bool:
    """Like _all_fit, for values of one type: texts, lists, objects, or values of a rule."""
    rule = next((kind for kind in kinds if isinstance(kind, Rule) and kind.type is type_), None)
    if rule is not None:
        return _follow(values, rule)
    wanted = re.Pattern if type_ is str else type_
    fitting: Any = next((kind for kind in kinds if isinstance(kind, wanted)), None)
    if fitting is None:
        return False
    if type_ is str:
        return all(map(fitting.fullmatch, values))
    if type_ is list:
        return _all_fit([*chain.from_iterable(values)], fitting[0])
    return all(_all_fit([value.get(name) for value in values], inner) for name, inner in fitting.items())


def _follow(values: Sequence[Any], rule: Rule) -> bool:
    """Like _all_fit, for values of the type of a rule."""
    try:
        return all(_all_fit(inner, shape) for inner, shape in rule.together(values))
    except (ShapeError, KeyError):  # KeyError: a required member is missing
        return False


def _fit(value: Any, shape: Shape, path: Path) -> None:
    """Raise ShapeError if a value does not have that shape."""
    if value is MISSING:
        raise ShapeError("is missing", path)
    kinds = shape if isinstance(shape, tuple) else (shape,)
    fitting = next((kind for kind in kinds if _is(value, kind)), ...)
    if fitting is ...:
        wanted = " or ".join(dict.fromkeys(filter(None, map(_name, kinds))))
        raise ShapeError(f"is {'missing' if value is None else f'not of type {wanted}'}", path)
    inner: Iterator[tuple[Any, Any, Shape]] = iter(())
    if isinstance(fitting, Rule):
        fitting.check(value, path)
        inner = fitting.inner(value)
    elif isinstance(fitting, list):
        inner = ((number, item, fitting[0]) for number, item in enumerate(value))
    elif isinstance(fitting, dict):
        inner = ((name, value.get(name), shape) for name, shape in fitting.items())
    for name, item, inner_shape in inner:
        _fit(item, inner_shape, (*path, name))


def _is(value: Any, kind: Shape) -> bool:
    """Whether a value has the type of a shape, whatever it contains."""
    if kind is None:
        return value is None
    if isinstance(kind, re.Pattern):
        return isinstance(value, str) and kind.fullmatch(value) is not None
    wanted = _type(kind)
    # In Python a boolean is a number.
    return isinstance(value, wanted) and (not isinstance(value, bool) or wanted in (bool, object))


def _type(kind: Shape) -> type:
    if isinstance(kind, Rule):
        return kind.type
    return kind if isinstance(kind, type) else type(kind)


def _name(kind: Shape) -> str | None:
    if kind is None:
        return None
    return "fitting text" if isinstance(kind, re.Pattern) else _NAMES[_type(kind)]
