# SPDX-License-Identifier: GPL-3.0-or-later

"""Evaluates the expressions in the defaults and variables of the roles without Ansible, which would compile each of them anew in each worker.

Names, constants, members, conditions, Jinja's filters default and list, and what this collection computes (``reshare.wms.``) are known. An
expression with anything else is left to Ansible, so a value is always the same as Ansible's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Protocol

from ansible.errors import AnsibleError, AnsibleUndefinedVariable, AnsibleValueOmittedError
from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from ...module_utils._core.errors import TaskError

_PREFIX = "reshare.wms."
_LOOKUP = f"{_PREFIX}role_configuration"


class NamedValues(Protocol):
    """The variables of a library."""

    def written(self, name: str) -> Any:
        """The value that the name of a variable has in an expression."""

    def filters(self) -> Mapping[str, Callable[..., Any]]:
        """The filters of this collection."""

    def role_configuration(self, names: Sequence[str]) -> Any:
        """The result of the lookup."""


Evaluate = Callable[[NamedValues], Any]


class LeftToAnsible(Exception):
    """Only Ansible can evaluate the expression."""


@cache
def quick(text: str) -> Evaluate | None:
    """The function that evaluates an expression; None if only Ansible can. It raises LeftToAnsible if that depends on a value."""
    if not text.startswith("{{") or "{%" in text or "{#" in text:
        return None
    try:
        match SandboxedEnvironment().parse(text).body:
            case [nodes.Output(nodes=[only])]:
                return _evaluator(only)
        return None
    except (TemplateSyntaxError, LeftToAnsible):
        return None


def _evaluator(node: nodes.Node) -> Evaluate:
    match node:
        case nodes.Name():
            return _name(node.name)
        case nodes.Const():
            return lambda _variables: node.value
        case nodes.List():
            items = [_evaluator(item) for item in node.items]
            return lambda variables: [item(variables) for item in items]
        case nodes.Dict(items=[]):
            return lambda _variables: {}
        case nodes.Getattr():
            return _member(_evaluator(node.node), node.attr)
        case nodes.CondExpr(test=test, expr1=yes, expr2=no) if no is not None:
            return _condition(_evaluator(test), _evaluator(yes), _evaluator(no))
        case nodes.Compare(expr=left, ops=[nodes.Operand(op="eq", expr=right)]):
            pair = _evaluator(left), _evaluator(right)
            return lambda variables: pair[0](variables) == pair[1](variables)
        case nodes.Filter(node=given) if given is not None and not (node.dyn_args or node.dyn_kwargs or node.kwargs):
            return _filter(node.name, _evaluator(given), [_evaluator(arg) for arg in node.args])
        case nodes.Call(node=nodes.Name(name="lookup"), args=[nodes.Const(value=plugin), *terms]) if plugin == _LOOKUP:
            names = [term.value for term in terms if isinstance(term, nodes.Const)]
            return _looked_up(names)
    raise LeftToAnsible


def _name(name: str) -> Evaluate:
    if name == "omit":
        raise LeftToAnsible
    constants = {"none": None, "None": None}
    return (lambda _variables: None) if name in constants else lambda variables: variables.written(name)


def _member(owner: Evaluate, name: str) -> Evaluate:
    def evaluate(variables: NamedValues) -> Any:
        holder = owner(variables)
        if not isinstance(holder, Mapping) or name not in holder:
            # A method, such as items.
            if hasattr(holder, name):
                raise LeftToAnsible
            raise AnsibleUndefinedVariable(f"object of type {type(holder).__name__!r} has no attribute {name!r}")
        return holder[name]

    return evaluate


def _condition(test: Evaluate, yes: Evaluate, no: Evaluate) -> Evaluate:
    return lambda variables: yes(variables) if test(variables) else no(variables)


def _filter(name: str, given: Evaluate, arguments: list[Evaluate]) -> Evaluate:
    own = name.removeprefix(_PREFIX)
    if name == "default":
        return _default(given, arguments)
    if name == "list" and not arguments:
        return lambda variables: list(given(variables))
    if own == name:
        raise LeftToAnsible
    if own == "if_set":
        return _if_set(given)
    return _computed(own, given, arguments)


def _looked_up(names: list[str]) -> Evaluate:
    def evaluate(variables: NamedValues) -> Any:
        try:
            return variables.role_configuration(names)
        except TaskError as fault:
            raise AnsibleError(str(fault)) from None

    return evaluate


def _computed(name: str, given: Evaluate, arguments: list[Evaluate]) -> Evaluate:
    def evaluate(variables: NamedValues) -> Any:
        if name not in variables.filters():
            raise LeftToAnsible
        values = [part(variables) for part in (given, *arguments)]
        try:
            return variables.filters()[name](*values)
        except (AttributeError, LookupError, TaskError, TypeError, ValueError) as fault:
            # Ansible would repeat the text of a cause.
            raise AnsibleError(str(fault)) from None

    return evaluate


def _default(given: Evaluate, arguments: list[Evaluate]) -> Evaluate:
    if not 1 <= len(arguments) <= 2:
        raise LeftToAnsible

    def evaluate(variables: NamedValues) -> Any:
        try:
            value = given(variables)
        except AnsibleUndefinedVariable:
            return arguments[0](variables)
        is_empty = len(arguments) == 2 and arguments[1](variables) and not value
        return arguments[0](variables) if is_empty else value

    return evaluate


def _if_set(given: Evaluate) -> Evaluate:
    def evaluate(variables: NamedValues) -> Any:
        value = given(variables)
        if value is None:
            raise AnsibleValueOmittedError
        return value

    return evaluate
