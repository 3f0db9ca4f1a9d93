# SPDX-License-Identifier: GPL-3.0-or-later

"""The values of a library's variables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from ansible.errors import AnsibleError, AnsibleUndefinedVariable, AnsibleValueOmittedError
from ansible.template import Templar, is_trusted_as_template, trust_as_template

from .quick_expressions import LeftToAnsible, quick

#: An expression that is only the name of a variable, with or without a default for an undefined one.
_NAME = re.compile(r"\{\{\s*(?P<name>[A-Za-z_]\w*)\s*(?P<default>\|\s*default\([^(),=]*\)\s*)?\}\}")
#: An expression that cannot be evaluated without that variable: its name, perhaps with the names or numbers of parts of it.
_REFERENCE = re.compile(r"""\{\{\s*(?P<name>[A-Za-z_]\w*)(?:\.\w+|\[(?:\d+|'[^']*'|"[^"]*")\])*\s*\}\}""")
#: Variables of Ansible that contain no expressions, or evaluate them themselves.
_OF_INVENTORY = ("groups", "hostvars")
#: Names that have a value in every expression.
_ALWAYS_DEFINED = frozenset({"true", "True", "false", "False", "none", "None", "omit"})


class NotEvaluated(AnsibleError):  # type: ignore[misc]  # Ansible has no types
    """The value of a variable cannot be evaluated. The message names the variable in which the fault is."""

    @classmethod
    def of(cls, name: str, fault: AnsibleError) -> AnsibleError:
        """The error about a variable with this fault."""
        return fault if isinstance(fault, cls) else cls(f"{name} cannot be evaluated: {fault}")


class Values:
    """Evaluates variables as Ansible does. An expression that is only the name of a variable is replaced by that variable first:
    most expressions in the roles' defaults are, and Ansible would compile each of them anew in each worker.

    variables: as written, by name.
    """

    def __init__(self, variables: Mapping[str, Any], templar: Templar):
        self._variables = variables
        self._templar = templar
        #: The variables that are being evaluated.
        self._open: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        """The value of a variable. Raises AnsibleError if it cannot be evaluated, or is not defined."""
        if name not in self._variables:
            raise AnsibleUndefinedVariable(f"{name!r} is undefined")
        try:
            return self.of(self._variables[name])
        except AnsibleError as fault:
            raise NotEvaluated.of(name, fault) from None

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a variable, or the default if it is not defined. Raises AnsibleError if it cannot be evaluated."""
        return self[name] if name in self._variables else default

    def of(self, written: Any) -> Any:
        """The value of what is written in a variable. Raises AnsibleError."""
        return self._evaluated(self._replaced(written, ()))

    def undefined(self, written: Any) -> Iterator[str]:
        """The undefined variables to which a value certainly refers by name, directly or through other variables. Nothing is evaluated."""
        return self._undefined(written, set())

    def _undefined(self, written: Any, seen: set[str]) -> Iterator[str]:
        for item in written.values() if isinstance(written, dict) else written if isinstance(written, list) else ():
            yield from self._undefined(item, seen)
        # A statement or comment may hide a name, or define it.
        if not isinstance(written, str) or re.search("{[%#]", written) or not is_trusted_as_template(written):
            return
        for match in _REFERENCE.finditer(written):
            name = match["name"]
            if name in seen or name in _ALWAYS_DEFINED:
                continue
            seen.add(name)
            if name in self._variables:
                yield from self._undefined(self._variables[name], seen)
            else:
                yield name

    def _evaluated(self, written: Any) -> Any:
        """The value. Only what is not literal is left to Ansible, which takes long for large structures."""
        if _is_literal(written):
            return written
        if isinstance(written, dict):
            return {key: item for key, value in written.items() for item in self._unless_omitted(value)}
        if isinstance(written, list):
            return [item for value in written for item in self._unless_omitted(value)]
        return self._templated(written)

    def _templated(self, expression: Any) -> Any:
        known = quick(str(expression)) if isinstance(expression, str) and is_trusted_as_template(expression) else None
        if known is not None:
            with suppress(LeftToAnsible):
                return known(self)
        return self._by_ansible(expression)

    def _by_ansible(self, expression: Any) -> Any:
        return self._templar.template(expression)

    def filters(self) -> Mapping[str, Callable[..., Any]]:
        """The filters of this collection that are evaluated without Ansible, by name."""
        return {}

    def role_configuration(self, names: Sequence[str]) -> Mapping[str, Any]:
        """The result of the lookup of this name."""
        raise LeftToAnsible

    def written(self, name: str) -> Any:
        """The value that the name of a variable has in an expression. Raises AnsibleUndefinedVariable."""
        if name in _OF_INVENTORY:
            return self._variables[name]
        if self._is_composed(name):
            return self[name]
        if name not in self._variables:
            raise AnsibleUndefinedVariable(f"{name!r} is undefined")
        if name in self._open:
            # Ansible reports the circle.
            return self._by_ansible(trust_as_template(f"{{{{ {name} }}}}"))
        self._open.add(name)
        try:
            return self.of(self._variables[name])
        except AnsibleUndefinedVariable:
            raise
        except AnsibleError as fault:
            raise NotEvaluated.of(name, fault) from None
        finally:
            self._open.discard(name)

    def _is_composed(self, name: str) -> bool:
        """Whether a variable has another value than what is written in it."""
        return False

    def _unless_omitted(self, written: Any) -> Iterator[Any]:
        """The value of an entry. An expression can remove the entry that it is in."""
        with suppress(AnsibleValueOmittedError):
            yield self._evaluated(written)

    def _replaced(self, written: Any, within: tuple[str, ...]) -> Any:
        """within: the variables that are being replaced. A reference to one of them is left to Ansible, which reports it."""
        if isinstance(written, dict):
            return {key: self._replaced(value, within) for key, value in written.items()}
        if isinstance(written, list):
            return [self._replaced(value, within) for value in written]
        match = _NAME.fullmatch(written) if isinstance(written, str) else None
        name = match["name"] if match else ""
        if not match or name not in self._variables or name in within or not is_trusted_as_template(written):
            return written
        if self._is_composed(name) or is_composed(self._variables[name]):
            return written
        value = self._replaced(self._variables[name], (*within, name))
        # The default is also for a variable whose own expression is undefined.
        return value if not match["default"] or _is_literal(value) else written


def named_variable(written: Any) -> str | None:
    """The name of the variable if what is written is an expression with only this name, else None."""
    match = _NAME.fullmatch(written) if isinstance(written, str) and is_trusted_as_template(written) else None
    return match["name"] if match and not match["default"] else None


def is_composed(written: Any) -> bool:
    """Whether a default is composed of other variables, and is not only the name of one."""
    if isinstance(written, str):
        return named_variable(written) is None and is_trusted_as_template(written) and quick(str(written)) is not None
    return not _is_literal(written)


def _is_literal(value: Any) -> bool:
    """Whether Ansible would return a value as it is: it contains no expression, and nothing that Ansible converts, such as a secret of the vault."""
    if isinstance(value, dict):
        return all(_is_literal(member) for member in value.values())
    if isinstance(value, list):
        return all(_is_literal(entry) for entry in value)
    return "{" not in value if isinstance(value, str) else value is None or isinstance(value, (bool, int, float))
