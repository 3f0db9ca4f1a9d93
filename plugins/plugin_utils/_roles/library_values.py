# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of the roles for one library, and what the roles declare with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible.errors import AnsibleError
from ansible.template import Templar

from .._variables.variable_values import NotEvaluated, Values
from .computed import FILTERS
from .merging import Configuration, merged
from .role_defaults import COMPOSED
from .withdrawn import of_withdrawal

_WORD = re.compile(r"\w+")


class LibraryValues(Values):
    """The values of the variables of a library. null means the default of a role, if that is composed of other variables."""

    def __init__(self, variables: Mapping[str, Any], templar: Templar):
        super().__init__(variables, templar)
        #: The variables that are being composed. In the expressions from which they follow, they have only what is written in them.
        self._within: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        """The value of a variable. Raises AnsibleError if it cannot be evaluated, or is not defined."""
        given = super().__getitem__(name)
        if given is not None or name not in COMPOSED:
            return given
        self._within.add(name)
        try:
            return self.of(COMPOSED[name])
        except AnsibleError as fault:
            raise NotEvaluated.of(name, fault) from None
        finally:
            self._within.discard(name)

    def _is_composed(self, name: str) -> bool:
        return name in COMPOSED and name not in self._within and self._variables.get(name, ...) is None

    def _by_ansible(self, expression: Any) -> Any:
        """Ansible itself knows only what is written in a variable, so it gets the composed values."""
        names = _WORD.findall(expression) if isinstance(expression, str) else []
        composed = {name: self[name] for name in names if self._is_composed(name)}
        if not composed:
            return super()._by_ansible(expression)
        variables = {**self._variables, **composed}
        return self._templar.copy_with_new_env(available_variables=variables).template(expression)

    def filters(self) -> Mapping[str, Callable[..., Any]]:
        """The filters of the roles."""
        return FILTERS

    def role_configuration(self, names: Sequence[str]) -> Configuration:
        """One configuration of the parts in these variables; a dictionary has the stops of a withdrawn library. Raises AnsibleError, or ValidationError."""
        given = [self[name] for name in names]
        declared = merged(*(part for parts in given if not isinstance(parts, Mapping) for part in parts))
        for stops in given:
            if isinstance(stops, Mapping):
                declared = of_withdrawal(self, declared, stops)
        return declared
