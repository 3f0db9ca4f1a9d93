# SPDX-License-Identifier: GPL-3.0-or-later

"""The changes that an edit makes in a JSON document. Each operator changes the value at a key of a member or list."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from typing import Any

#: Changes the value at a key of a parent; to: the second part of the operator.
Operator = Callable[[Any, Any, Any], None]


def apply(document: Any, path: str, operator: str, to: Any) -> Any:
    """The document after an operator was applied at a path: keys separated by slashes; * is any key, ** any depth. An empty path is the
    whole document."""
    root = {"": document}
    *above, last = ["", *path.split("/")] if path else [""]
    parents: list[Any] = [root]
    for part in above:
        parents = [child for parent in parents for child in _children(parent, part)]
    for parent in parents:
        for key in _keys(parent, last, operator in _MAKING):
            OPERATORS[operator](parent, key, to)
    return root[""]


def _children(parent: Any, part: str) -> Iterator[Any]:
    if part != "**":
        yield from (parent[key] for key in _keys(parent, part, making=False))
        return
    yield parent
    if isinstance(parent, dict | list):
        for child in parent.values() if isinstance(parent, dict) else parent:
            yield from _children(child, part)


def _keys(parent: Any, part: str, making: bool) -> list[Any]:
    """The keys that a part of a path names, the last first, so that keys stay valid while they are removed."""
    if isinstance(parent, list):
        return [at for at in reversed(range(len(parent))) if part in ("*", str(at))]
    if not isinstance(parent, dict):
        return []
    return list(parent) if part == "*" else [part] if making or part in parent else []


def _drop(parent: Any, key: Any, to: Any) -> None:
    """to: if given, only this value, or an object with these members."""
    value = parent[key]
    has = isinstance(value, dict) and isinstance(to, dict) and to and to.items() <= value.items()
    if to is None or has or (type(value), value) == (type(to), to):
        del parent[key]


def _keep(parent: Any, key: Any, to: list[str]) -> None:
    """Keep these members of an object."""
    parent[key] = {name: value for name, value in parent[key].items() if name in to}


def _rename(parent: Any, key: Any, to: str) -> None:
    parent[to] = parent.pop(key)


def _put(parent: Any, key: Any, to: Any) -> None:
    parent[key] = to


def _fill(parent: Any, key: Any, to: Any) -> None:
    if parent.get(key) is None:
        parent[key] = to


_TYPES: dict[str, Callable[[Any], Any]] = {
    "text": lambda value: str(value).lower() if isinstance(value, bool) else str(value),
    "number": lambda value: int(value) if str(value).isdigit() else value,
    "list": lambda value: [value],
    "words": lambda value: str(value).split(),
    "labelled": lambda value: {"value": value, "label": value},
    "value": lambda value: value.get("value", value) if isinstance(value, dict) else value,
}


def _retype(parent: Any, key: Any, to: str) -> None:
    parent[key] = _TYPES[to](parent[key])


def _add(parent: Any, key: Any, to: int) -> None:
    parent[key] += to


def _case(parent: Any, key: Any, to: str) -> None:
    if isinstance(parent[key], str):
        parent[key] = parent[key].upper() if to == "upper" else parent[key].lower()


def _sub(parent: Any, key: Any, to: list[str]) -> None:
    """Replace a pattern in a text."""
    if isinstance(parent[key], str):
        parent[key] = re.sub(to[0], to[1], parent[key])


def _reverse(parent: Any, key: Any, _to: Any) -> None:
    parent[key] = parent[key][::-1]


def _double(parent: Any, key: Any, _to: Any) -> None:
    if isinstance(parent[key], list):
        parent[key] = [copy.deepcopy(one) for one in parent[key] for _twice in range(2)]


def _append(parent: Any, key: Any, to: Any) -> None:
    parent[key] = [*parent[key], to]


def _sort(parent: Any, key: Any, to: str) -> None:
    """Sort the names in a text with this separator."""
    parent[key] = to.join(sorted(parent[key].split(to)))


OPERATORS: dict[str, Operator] = {
    **{"drop": _drop, "keep": _keep, "rename": _rename, "put": _put, "fill": _fill, "retype": _retype, "add": _add},
    **{"case": _case, "sub": _sub, "reverse": _reverse, "double": _double},
    **{"append": _append, "sort": _sort},
}
#: Operators that also apply where the last key is missing.
_MAKING = {"put", "fill"}
