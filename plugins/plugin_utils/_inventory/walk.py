# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of all libraries, evaluated in one process: without a request, without their secrets, and without any expression that can read
or run something outside the inventory."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from ansible.errors import AnsibleError
from ansible.template import is_trusted_as_template, trust_as_template
from ansible.vars.hostvars import HostVarsVars

from ...module_utils._core.errors import ValidationError
from ...module_utils._core.json_shape import dictionaries
from ...module_utils._core.redaction import sounds_secret
from ...module_utils._core.values import FieldType
from .._roles.library_values import LibraryValues
from .._roles.role_defaults import written
from .._variables.origin import Place, misread, reading, where_set
from .._variables.secrets import secret_name
from . import expressions
from .option_types import TYPES, OptionType
from .specification import INSTEAD
from .variables import Unevaluated

#: Replaces each secret, and each text with an expression that is not evaluated. A message that contains it is a consequence of that.
NOT_READ = "not read by reshare.wms.validate"
#: Replaces such an expression where a text is not expected: no variable has this name.
_UNKNOWN = trust_as_template("{{ not_read_by_reshare_wms_validate }}")
#: Evaluated first, in this order: others refer to them many times, and Ansible would evaluate them each time.
_ACCOUNTS = "lending_accounts"
_SHARED = ("lending_partner_symbols", "lending_partner_accounts", "lending_former_partner_accounts", _ACCOUNTS)


class Walk:
    """All hosts of an inventory. groups: the hosts of each group. given: their variables as they are written. public: the same without
    secrets, without expressions that are not evaluated here, and without those that cannot be decrypted here, whose names are in encrypted.
    outside: for each host, the variables with such expressions, and what these use. options: the variables of the collection with their types."""

    def __init__(
        self, task_vars: Mapping[str, Any], templar: Any, loader: Any, options: Mapping[str, Mapping[str, Any]]
    ):
        self._templar, self._loader = templar, loader
        # The libraries share the files of their groups.
        self._text = cache(loader.get_text_file_contents)
        self._readable: dict[str, dict[str, Any]] = {}
        hostvars = task_vars["hostvars"]
        self.groups: Mapping[str, list[str]] = task_vars["groups"]
        self.given: dict[str, dict[str, Any]] = {name: hostvars.raw_get(name) for name in self.groups["all"]}
        self._roles = {part: written(part) for part in ("defaults", "vars")}
        types = {name: TYPES[option.get("type", "str")] for name, option in options.items()}
        read = {name: _Read(types) for name in self.given}
        shown = {name: read[name].public(given) for name, given in self.given.items()}
        self.outside: dict[str, dict[str, list[str]]] = {name: library.outside for name, library in read.items()}
        self.encrypted = {
            name: {variable for variable, value in variables.items() if not _can_be_read(value)}
            for name, variables in shown.items()
        }
        self.public = {
            name: {variable: value for variable, value in variables.items() if variable not in self.encrypted[name]}
            for name, variables in shown.items()
        }
        self._hosts = {name: _Host(given, loader=loader, host=name) for name, given in self.public.items()}
        #: The variables of a library, cached.
        self.variables = cache(self.library)

    def library(self, name: str, without: Collection[str] = ()) -> Variables:
        """The variables of a library as a task of the roles sees them. without: the variables of the library to leave out."""
        given = {key: value for key, value in self.public[name].items() if key not in without}
        # A key that is not in this inventory may be in that of the run.
        keys = dict.fromkeys(INSTEAD, NOT_READ)
        variables = {**keys, **self._roles["defaults"], **given, **self._roles["vars"], "hostvars": self._hosts}
        return Variables(self._templar, variables)

    def where_set(self, name: str, variable: str | None) -> Place:
        """Where a library sets a variable."""
        return where_set(self.given[name], variable or "", reading(self._loader))

    def misread(self, value: Any) -> str | None:
        """Why a value was not read as it is written, if that is known."""
        return misread(value, self._text)

    def readable(self, name: str) -> dict[str, Any]:
        """The variables of a library, without those that are encrypted and cannot be decrypted here."""
        if name not in self._readable:
            given = self.given[name].items()
            self._readable[name] = {variable: value for variable, value in given if _can_be_read(value)}
        return self._readable[name]


class _Host(HostVarsVars):
    """The variables of a host as other hosts read them. Each of those reads its symbol, so a text is evaluated once."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._texts: dict[str, str] = {}

    def __getitem__(self, key: str) -> Any:
        """The value of a variable. Raises AnsibleError."""
        if key in self._texts:
            return self._texts[key]
        value = super().__getitem__(key)
        if isinstance(value, str):
            self._texts[key] = value
        return value


class _LibraryValues(LibraryValues):
    """Evaluates each expression once: the checks of a library ask for the same variables."""

    def __init__(self, variables: Mapping[str, Any], templar: Any):
        super().__init__(variables, templar)
        self._known: dict[tuple[Any, ...], Any] = {}

    def _templated(self, expression: Any) -> Any:
        if not isinstance(expression, str):
            return super()._templated(expression)
        key = expression, is_trusted_as_template(expression), frozenset(self._within)
        if key not in self._known:
            self._known[key] = self._as_in_a_run(expression)
        return self._known[key]

    def _as_in_a_run(self, expression: str) -> Any:
        """The value. A lookup that fails is left to Ansible, so that the message is that of a run."""
        try:
            return super()._templated(expression)
        except AnsibleError:
            if "lookup(" not in expression:
                raise
            return self._by_ansible(expression)

    def forget(self) -> None:
        """Evaluate all expressions again, since a variable has another value."""
        self._known.clear()


class Variables:
    """The variables of one library. accounts: all its lending accounts; in its declarations, one stands for all that differ only in
    their barcodes."""

    def __init__(self, templar: Any, variables: dict[str, Any]):
        self.written = variables
        self._values = _LibraryValues(variables, templar.copy_with_new_env(available_variables=variables))
        for name in _SHARED:
            if name in variables:
                try:
                    variables[name] = self.of(name)
                except Unevaluated:
                    # The expressions that need it are reported.
                    continue
        self.accounts = dictionaries(self.value(_ACCOUNTS))
        if self.accounts:
            alike = {
                json.dumps({**account, "barcode": ""}, sort_keys=True): account for account in reversed(self.accounts)
            }
            variables[_ACCOUNTS] = list(alike.values())
            self._values.forget()

    def of(self, name: str) -> Any:
        """The value of a variable as plain data. Raises Unevaluated."""
        return self._plain(self._values.__getitem__, name)

    def evaluate(self, value: Any) -> Any:
        """The value of what is written in a variable as plain data. Raises Unevaluated."""
        return self._plain(self._values.of, value)

    def _plain(self, evaluate: Callable[[Any], Any], written: Any) -> Any:
        try:
            with _no_tracebacks():
                data = json.loads(json.dumps(evaluate(written), default=str))
        except (AnsibleError, TypeError, ValueError, RecursionError) as fault:
            lines = str(fault).splitlines() or [type(fault).__name__]
            reason = NOT_READ if _UNKNOWN.strip("{ }") in str(fault) else lines[0].rstrip(".")
            raise Unevaluated(f"cannot be evaluated: {reason}") from None
        if isinstance(data, str) and NOT_READ in data:
            raise Unevaluated(f"cannot be evaluated: {NOT_READ}")
        return data

    def undefined(self, value: Any) -> Iterator[str]:
        """The undefined variables to which a value certainly refers, as in a run: there, expressions that are not evaluated here have a value."""
        return (name for name in self._values.undefined(value) if name not in _UNKNOWN)

    def value(self, name: str, default: Any = None) -> Any:
        """The value of a variable, or the default if it has none."""
        try:
            value = self.of(name)
        except Unevaluated:
            return default
        return default if value is None else value

    def canonical(self, name: str, kind: FieldType) -> Any:
        """The canonical value of a variable; None for a wrong one, which is reported with its variable."""
        try:
            return kind.normalise(self.value(name))
        except (ValueError, ValidationError):
            return None


@contextmanager
def _no_tracebacks() -> Iterator[None]:
    """Print no traceback for generators that cannot be closed. Python 3.12 prints one if an expression refers to itself, in addition to the
    exception."""
    printed = sys.unraisablehook
    sys.unraisablehook = lambda unraisable: None if unraisable.exc_type is RecursionError else printed(unraisable)
    try:
        yield
    finally:
        sys.unraisablehook = printed


class _Read:
    """Reads the variables of a host. types: of the options, by name. outside: what the expressions that are not evaluated use, by variable."""

    def __init__(self, types: Mapping[str, OptionType]):
        self._types = types
        self.outside: dict[str, list[str]] = {}

    def public(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The variables without secrets and without expressions that are not evaluated."""
        return {
            name: NOT_READ if secret_name(name) and _is_text(value) else self._value(name, value, self._types.get(name))
            for name, value in given.items()
        }

    def _value(self, name: str, value: Any, kind: OptionType | None) -> Any:
        if isinstance(value, Mapping):
            return {
                key: NOT_READ if sounds_secret(str(key)) and _is_text(item) else self._value(name, item, None)
                for key, item in value.items()
            }
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self._value(name, item, kind) for item in value]
        if isinstance(value, str):
            used = expressions.outside(str(value)) if "{" in value and is_trusted_as_template(value) else ()
            if kind and kind.path and "$" in value:
                used = (*used, "an environment variable")
            if not used:
                return value
            self.outside[name] = [*dict.fromkeys([*self.outside.get(name, ()), *used])]
            return NOT_READ if kind is None or kind.any_text else _UNKNOWN
        return value if value is None or isinstance(value, (bool, int, float)) else _decrypted(value)


def _decrypted(value: Any) -> Any:
    """The plain text of a value of another type, such as an encrypted text or a date; the value itself if it cannot be decrypted here."""
    return json.loads(json.dumps(value, default=str)) if _can_be_read(value) else value


def _can_be_read(value: Any) -> bool:
    try:
        return json.dumps(value, default=str) is not None
    except (AnsibleError, TypeError, ValueError, RecursionError):
        return False


def _is_text(value: Any) -> bool:
    """Whether a value is a text, plain or encrypted. Other values are wrong for a secret, and are reported."""
    return value is not None and not isinstance(value, (bool, int, float, list, Mapping))
