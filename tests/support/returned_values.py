# SPDX-License-Identifier: GPL-3.0-or-later

"""Compares the values that modules return with their documentation, in both directions within lists: every entry has every value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ansible.plugins.loader import fragment_loader
from ansible.utils.plugin_docs import get_docstring

from support.environment import ROOT

#: Values that every Ansible module can return; Ansible's own documentation describes them.
_COMMON = {"changed", "failed", "msg", "warnings", "exception", "invocation"}

_TYPES = {"str": str, "int": int, "bool": bool, "list": list, "dict": Mapping}


def undocumented(module: str, result: Mapping[str, Any]) -> list[str]:
    """The values of a result that the module's RETURN does not describe, or describes with another type."""
    own = {name: value for name, value in result.items() if name not in _COMMON and not name.startswith("_ansible_")}
    return list(_beyond("", own, documented(module)))


@cache
def documented(module: str) -> dict[str, Any]:
    """The RETURN of a module, with its fragments."""
    path = ROOT / f"plugins/modules/{module}.py"
    _documentation, _examples, values, _metadata = get_docstring(str(path), fragment_loader, plugin_type="module")
    return values


def _beyond(path: str, values: Mapping[str, Any], described: Mapping[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        if name not in described:
            yield f"{path}{name} is not documented"
        elif value is not None:
            yield from _unlike(f"{path}{name}", value, described[name])


def _unlike(path: str, value: Any, described: Mapping[str, Any]) -> Iterator[str]:
    if described["type"] in _TYPES and not isinstance(value, _TYPES[described["type"]]):
        yield f"{path} is documented as {described['type']}"
        return
    elements = value if isinstance(value, list) else [value]
    for element in elements:
        if described["type"] == "list" and not isinstance(element, _TYPES.get(described.get("elements"), object)):
            yield f"{path} is documented as a list of {described.get('elements')}"
        elif "contains" in described and isinstance(element, Mapping):
            yield from _beyond(f"{path}.", element, described["contains"])
            if described["type"] == "list":
                yield from (f"{path}.{name} is missing" for name in described["contains"] if name not in element)
