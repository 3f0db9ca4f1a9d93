# SPDX-License-Identifier: GPL-3.0-or-later

"""The secrets among the variables of libraries.

Results of this collection contain none. Names of tasks and results of other modules can contain some.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from ansible.errors import AnsibleError

from ...module_utils._core.redaction import Redactor, leaves, sounds_secret
from ...module_utils._task.arguments import CONNECTION, VARIABLES

#: Members of the report's data that have one of a fixed set of values.
_FIXED = ("action", "kind", "level", "state", "status")

#: The variables of the connection that are secrets.
SECRETS = {variable for name, variable in VARIABLES.items() if CONNECTION[name].get("no_log")}
_PUBLIC = {*VARIABLES.values()} - SECRETS


def masked(data: Any, secrets: Iterable[str]) -> Any:
    """Data of the report without the secrets."""
    return Redactor(secrets, frozenset(_words(data))).data(data)


def secret_name(name: str) -> bool:
    """Whether the variable of that name has a secret."""
    # The variables of other roles and plugins have the same endings: reshare_settings_wms_key.
    return name.endswith(tuple(SECRETS)) or (name not in _PUBLIC and sounds_secret(name))


def is_public(name: str, value: Any) -> bool:
    """Whether a variable has a text or number that is not a secret by its name. value: as it is written."""
    if secret_name(name) or value is None or isinstance(value, bool):
        return False
    if isinstance(value, Mapping):
        return any(is_public(str(key), item) for key, item in value.items())
    # A value of another type can be encrypted, without a password here.
    return (
        any(is_public(name, item) for item in value)
        if isinstance(value, list)
        else not (isinstance(value, str) and not value)
    )


class Search:
    """The search for secrets in the variables of many libraries, which have the same values for the variables of their groups and for the
    results of tasks that ran once: the members of each are walked once."""

    def __init__(self) -> None:
        self._walked: dict[int, tuple[Mapping[str, Any], list[Any]]] = {}

    def secrets(self, variables: Mapping[str, Any], evaluate: Callable[[Any], Any]) -> Iterator[str]:
        """The secrets of a library. variables: as they are written. evaluate: returns the value of what is written; raises AnsibleError."""
        for written in self._written(variables):
            # A value that cannot be evaluated or decrypted is not shown anywhere.
            with suppress(AnsibleError):
                yield from [leaf for leaf in leaves(evaluate(written)) if leaf not in ("True", "False")]

    def _written(self, variables: Mapping[str, Any]) -> Iterator[Any]:
        for name, written in variables.items():
            if secret_name(str(name)):
                yield written
            elif isinstance(written, Mapping):
                yield from self._members(written)

    def _members(self, variables: Mapping[str, Any]) -> list[Any]:
        if id(variables) not in self._walked:
            self._walked[id(variables)] = (variables, list(self._written(variables)))
        return self._walked[id(variables)][1]


def _words(data: Any) -> Iterator[str]:
    """The keys and fixed values that the page and programs depend on."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            yield name
            if name in _FIXED and isinstance(value, str):
                yield value
            yield from _words(value)
    elif isinstance(data, list):
        for item in data:
            yield from _words(item)
