# SPDX-License-Identifier: GPL-3.0-or-later

"""What the roles declare for a library, as the variables of the playbook apply, without its secrets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from ...module_utils._core.redaction import sounds_secret
from .._variables.secrets import SECRETS, secret_name
from .._variables.variable_values import named_variable
from .._variables.variables_yaml import variables_yaml
from .library_values import LibraryValues
from .role_defaults import written

#: The variables that the roles compute from those of a library.
_OF_ROLES = written("vars").keys()
#: The beginnings of the names of variables that are not a library's.
_OTHERS = ("ansible_", "groups", "hostvars", "vars")


def declared_document(variables: Mapping[str, Any], templar: Any) -> str:
    """The YAML document. Each secret is replaced by the name of its variable, so that no secret is evaluated. Raises AnsibleError, or TaskError."""
    secrets = _Secrets()
    values = LibraryValues(secrets.replaced(variables), templar)
    section = values["enable_reshare_section"][values["enable_reshare_state"]]
    configurations = {
        "circulation_configuration": {
            **values.role_configuration(("borrowing_parts", "lending_parts")),
            "ill_settings": {"reshare": section},
        },
        "reshare_configuration": values.role_configuration(("reshare_settings_parts", "reshare_settings_stops")),
    }
    # An empty list or dictionary declares nothing.
    whole = {
        name: {kind: declared for kind, declared in kinds.items() if declared} for name, kinds in configurations.items()
    }
    return variables_yaml(whole, secrets.expressions)


class _Secrets:
    """Replaces secrets by texts that nobody else can have written. expressions: by such a text, the expression of the variable with the secret."""

    def __init__(self) -> None:
        self._prefix = uuid4().hex
        self.expressions: dict[str, str] = {}

    def replaced(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The variables, with a text for each secret. The secrets of the connection can be missing, since they can be in the environment."""
        return {
            **{name: self._text(name) for name in SECRETS},
            **{
                name: value
                if name.startswith(_OTHERS) or name in _OF_ROLES
                else self._value(name, value, secret_name(name))
                for name, value in variables.items()
            },
        }

    def _value(self, path: str, value: Any, secret: bool) -> Any:
        """path: the expression of the value."""
        if isinstance(value, dict):
            return {
                key: self._value(f"{path}[{str(key)!r}]", member, sounds_secret(str(key)))
                for key, member in value.items()
            }
        if isinstance(value, list):
            return [self._value(f"{path}[{at}]", entry, secret) for at, entry in enumerate(value)]
        # An encrypted value is not looked at. A reference to another secret is kept, since that secret is replaced itself.
        empty = value is None or isinstance(value, str) and not value
        return self._text(path) if secret and not empty and not secret_name(named_variable(value) or "") else value

    def _text(self, path: str) -> str:
        text = f"{self._prefix} {path}"
        self.expressions[text] = "{{ " + path + " }}"
        return text
