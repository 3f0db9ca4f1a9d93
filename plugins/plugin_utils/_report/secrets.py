# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Masks a library's secrets in its part of the report.

Results of this collection contain none. Names of tasks and results of other modules can contain some.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from ansible.errors import AnsibleError

from ansible_collections.reshare.wms.plugins.module_utils._core.redaction import Redactor, leaves, sounds_secret
from ansible_collections.reshare.wms.plugins.module_utils._task.arguments import CONNECTION, VARIABLES

#: Members of the report's data that have one of a fixed set of values.
_FIXED = ("action", "kind", "level", "state", "status")

_SECRET = {VARIABLES[name] for name, option in CONNECTION.items() if option.get("no_log")}
_PUBLIC = {VARIABLES[name] for name in CONNECTION} - _SECRET


def masked(data: Any, variables: Mapping[str, Any]) -> Any:
    """The data of a library in the report, without the secrets in its variables."""
    return Redactor(_secrets(variables), frozenset(_words(data))).data(data)


def secret_name(name: str) -> bool:
    """Whether the variable of that name has a secret."""
    # The variables of other roles and plugins have the same endings: reshare_settings_wms_key.
    return name.endswith(tuple(_SECRET)) or (name not in _PUBLIC and sounds_secret(name))


def _secrets(variables: Mapping[str, Any]) -> Iterator[str]:
    for name in variables:
        # A value that cannot be evaluated or decrypted is nowhere to be seen.
        with suppress(AnsibleError):
            value = variables[name]
            if secret_name(str(name)):
                yield from [leaf for leaf in leaves(value) if leaf not in ("True", "False")]
            elif isinstance(value, Mapping):
                yield from _secrets(value)


def _words(data: Any) -> Iterator[str]:
    """The keys and fixed values that the page and programs depend on."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            yield name
            if name in _FIXED and isinstance(value, str):
                yield value
            yield from _words(value)
    elif isinstance(data, list):
        for one in data:
            yield from _words(one)
