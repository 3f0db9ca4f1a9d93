# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of the roles for one library, and what the roles declare with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ansible.errors import AnsibleError
from ansible.template import Templar

from .._variables.variable_values import Values
from . import borrowing, lending, reshare_settings
from .merging import Configuration, merged

#: The functions that make what a role declares for a library.
ROLES: Mapping[str, Callable[[Values], Configuration]] = {
    "borrowing": borrowing.role_configuration,
    "lending": lending.role_configuration,
    "reshare_settings": reshare_settings.role_configuration,
}
#: The variables of roles that have what these roles declare.
DECLARED: Mapping[str, Sequence[str]] = {
    "borrowing_declared": ("borrowing",),
    "enable_reshare_circulation": ("borrowing", "lending"),
    "lending_declared": ("lending",),
    "reshare_settings_declared": ("reshare_settings",),
}
#: The functions that make the value of a variable that is null, of other variables.
COMPOSED: Mapping[str, Callable[[Values], Any]] = {
    "borrowing_configuration": borrowing.configuration,
    "lending_accounts": lending.accounts,
    "lending_configuration": lending.configuration,
    "lending_former_partner_accounts": lending.former_partner_accounts,
    "lending_loan_period": lending.loan_period,
    "lending_partner_accounts": lending.partner_accounts,
    "lending_partner_symbols": lending.partner_symbols,
    "reshare_settings_configuration": reshare_settings.configuration,
    "reshare_settings_partner_accounts": reshare_settings.partner_accounts,
    "reshare_settings_patron_search": reshare_settings.patron_search,
}
_WORD = re.compile(r"\w+")


class LibraryValues(Values):
    """The values of the variables of a library, with those of the roles that follow from others."""

    def __init__(self, variables: Mapping[str, Any], templar: Templar):
        super().__init__(variables, templar)
        #: The variables that are being composed: an expression in one of those from which they follow has only what is written in them.
        self._within: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        """The value of a variable. Raises AnsibleError if it cannot be evaluated, or is not defined."""
        given = super().__getitem__(name)
        if given is not None or name not in COMPOSED:
            return given
        self._within.add(name)
        try:
            return COMPOSED[name](self)
        except (AttributeError, TypeError, ValueError) as fault:
            raise AnsibleError(f"{name} cannot be evaluated: {fault}") from fault
        finally:
            self._within.discard(name)

    def _is_composed(self, name: str) -> bool:
        return name in COMPOSED and name not in self._within and self._variables.get(name, ...) is None

    def _templated(self, expression: Any) -> Any:
        """Ansible knows only what is written in a variable."""
        names = _WORD.findall(expression) if isinstance(expression, str) else []
        composed = {name: self[name] for name in names if self._is_composed(name)}
        if not composed:
            return super()._templated(expression)
        variables = {**self._variables, **composed}
        return self._templar.copy_with_new_env(available_variables=variables).template(expression)

    def role_configuration(self, roles: Iterable[str]) -> Configuration:
        """One configuration of all these roles. Raises AnsibleError, or ValidationError."""
        return merged(*(ROLES[role](self) for role in roles))
