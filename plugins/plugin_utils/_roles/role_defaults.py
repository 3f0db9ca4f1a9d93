# SPDX-License-Identifier: GPL-3.0-or-later

"""The defaults of the roles, as written. They are read once, when Ansible's parent process imports this module."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ansible.parsing.dataloader import DataLoader

from .._variables.quick_expressions import quick
from .._variables.variable_values import is_composed

_ROLES = Path(__file__).resolve().parents[3] / "roles"


@cache
def written(part: str) -> dict[str, Any]:
    """The variables in the files of a part (defaults, vars) of all roles."""
    defaults: dict[str, Any] = {}
    for path in sorted(_ROLES.glob(f"*/{part}/main.yml")):
        defaults |= DataLoader().load_from_file(str(path), trusted_as_template=True) or {}
    return defaults


#: The defaults that are composed of other variables. In an inventory, null stands for them.
COMPOSED = {name: value for name, value in written("defaults").items() if is_composed(value)}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield str(value)
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(item)


# Parsed once, in the parent process: otherwise, each worker would parse them.
for _text in _texts([written("defaults"), written("vars")]):
    quick(_text)
