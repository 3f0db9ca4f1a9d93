# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds values that should be a library's own, such as the day of a signed form, but that several libraries get from one place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ...module_utils._core.errors import first_of, quoted
from .._variables.origin import origin, place_of
from .expressions import has_expression
from .findings import ERROR, Finding

#: The variables for which each library has its own value. A consortium can share a key, so no keys are here.
OWN = ("library_contact", "preflight_authorisation_form", "reshare_symbol", "reshare_tenant", "wms_registry_id")
_REMEDY = "Remove it there, and set it for each library by itself, for example in its file in host_vars."
_MOST_NAMED = 5


def values_of_run(task_vars: Mapping[str, Any], extra: Collection[str]) -> dict[str, Any]:
    """The values that the command line or the play gives to all libraries of the run. extra: the variables of the command line."""
    of_inventory = task_vars["hostvars"].raw_get(task_vars["inventory_hostname"])
    values = {name: task_vars[name] for name in OWN if name in task_vars}
    return {
        name: value
        for name, value in values.items()
        if name in extra or (place_of(value)[1] and origin(value) != origin(of_inventory.get(name)))
    }


def shared_values(
    given: Mapping[str, Mapping[str, Any]],
    encrypted: Mapping[str, Collection[str]],
    selected: Collection[str],
    of_run: Mapping[str, Any],
) -> Iterator[Finding]:
    """A finding for each selected library and value. given: the variables of all libraries as written. encrypted: by library, those that cannot be
    decrypted here. of_run: as from values_of_run."""
    for name in OWN:
        holders: dict[tuple[Any, str], dict[str, Any]] = {}
        for library in sorted(given):
            value = None if name in encrypted[library] else given[library].get(name)
            if name in of_run and library in selected:
                value = of_run[name]
            elif name in of_run and _source(value) == _source(of_run[name]):
                # The command line also sets the values of libraries that are not in the run.
                continue
            if value not in (None, "", {}) and not has_expression(str(value)):
                holders.setdefault((_source(value), str(value)), {})[library] = value
        for shared in (shared for shared in holders.values() if len(shared) > 1):
            message = _message(name, shared)
            for library in (library for library in shared if library in selected):
                yield Finding(ERROR, "shared", library, name, message, _REMEDY, *place_of(shared[library]))


def _source(value: Any) -> Any:
    """Identifies the place of a value. A place without a line, such as a plugin, gives several libraries the same object."""
    return origin(value) if place_of(value)[1] else id(value)


def _message(name: str, values: Mapping[str, Any]) -> str:
    value = next(iter(values.values()))
    where = "" if place_of(value)[1] else f" ({origin(value) or 'a plugin'})"
    return f"{name} is that of one library, but one place{where} gives it to {first_of([quoted([value]) for value in values], _MOST_NAMED)}."
