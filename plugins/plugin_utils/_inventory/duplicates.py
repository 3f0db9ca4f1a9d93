# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds hosts of an inventory that are the same institution or tenant, for example because variables were copied."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar

from ansible.errors import AnsibleError

from ...module_utils._core.addresses import shown
from ...module_utils._core.errors import first_of, quoted

#: The variables that two libraries cannot share. A WSKey can belong to a consortium (oclc-apis.md 1), and a barcode is unique only within
#: its institution.
_IDENTITIES = (("wms_registry_id",), ("reshare_tenant", "reshare_url"), ("reshare_symbol", "reshare_url"))
_MOST_NAMED = 5
NAMES = frozenset(name for names in _IDENTITIES for name in names)


@dataclass(frozen=True)
class Duplicate:
    """An identity that several libraries have. variables: its variables. value: their values."""

    remedy: ClassVar[str] = "Correct the variables of all but one."
    variables: tuple[str, ...]
    value: tuple[str, ...]
    libraries: tuple[str, ...]

    @property
    def message(self) -> str:
        """What is wrong, in the same words for each of the libraries."""
        names = first_of([quoted([name]) for name in self.libraries], _MOST_NAMED)
        identity = f"{self.variables[0]} '{self.value[0]}'"
        value = " at ".join([identity, *(shown(part) for part in self.value[1:] if part)])
        return f"{names} have the same {value}."

    @property
    def text(self) -> str:
        """What is wrong, and what to do."""
        return f"{self.message} {self.remedy}"


def identities(task_vars: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The identities of all hosts of the inventory, from the variables of a task."""
    values: dict[str, dict[str, Any]] = {}
    for host in task_vars["groups"]["all"]:
        # Looked up once: Ansible combines all variables of a host at each access.
        values[host], variables = {}, task_vars["hostvars"][host]
        for name in NAMES:
            # An expression without a value is reported for its own library.
            with suppress(AnsibleError):
                values[host][name] = variables.get(name)
    return values


def duplicates(libraries: Mapping[str, Mapping[str, Any]], selected: Collection[str]) -> Iterator[Duplicate]:
    """Each identity that several libraries have, if one of them is selected."""
    for variables in _IDENTITIES:
        holders: dict[tuple[str, ...], list[str]] = {}
        for name in sorted(libraries):
            if libraries[name].get(variables[0]) not in (None, ""):
                value = tuple(str(libraries[name].get(variable) or "").strip().rstrip("/") for variable in variables)
                holders.setdefault(value, []).append(name)
        for value, names in holders.items():
            if len(names) > 1 and not set(selected).isdisjoint(names):
                yield Duplicate(variables, value, tuple(names))
