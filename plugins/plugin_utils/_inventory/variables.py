# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compares the variables of a library with those of the collection, without any request."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._checks.check_texts import TITLES
from ansible_collections.reshare.wms.plugins.module_utils._core.checks import read_waivers
from ansible_collections.reshare.wms.plugins.module_utils._core.contacts import (
    address_problem,
    contact_of,
    name_problem,
)
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import (
    TaskError,
    ValidationError,
    quoted,
    similar,
)
from ansible_collections.reshare.wms.plugins.module_utils._core.values import (
    Day,
    Duration,
    Integer,
    WebAddress,
    YesNo,
    refuse_boolean,
)
from ansible_collections.reshare.wms.plugins.module_utils._record.file import RecordFile
from ansible_collections.reshare.wms.plugins.module_utils._wms.cases import read_cases
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE
from ansible_collections.reshare.wms.plugins.module_utils._wms.notices import text_problem
from ansible_collections.reshare.wms.plugins.module_utils._wms.periods import whole_days
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.selection import names
from ansible_collections.reshare.wms.plugins.plugin_utils._spreadsheets.expectations_table import read_file

from .agreement import DEFAULT_ACCOUNT, ComparedLibrary, barcode_findings, texts
from .output import file_problem, folder_problem
from .received_places import Places
from .specification import EXPIRATION_DATE, PAST_DATE, Specification

#: The prefixes of the variables of the collection.
PREFIXES = (
    *(
        "consortium_",
        "borrowing_",
        "lending_",
        "reshare_",
        "wms_",
        "enable_reshare_",
        "preflight_",
        "verify_",
        "onboard_",
    ),
    *("add_library_", "plan_", "drift_", "export_", "receive_", "ask_", "truth_table_"),
    *("validate_", "fleet_", "alert_", "worksheet_", "capture_"),
    *("declared_", "tables_", "commit_record_", "remove_library_", "summary_", "withdraw_"),
)
#: The variable that lists a consortium's own variables with one of these prefixes.
OWN = "reshare_wms_own_variables"

_FIRST_WORDS = (
    *("consortium", "borrowing", "lending", "reshare", "circulation", "preflight", "verify", "onboard"),
    *("ask", "receive", "enable", "export", "drift", "remove", "validate", "library", "worksheet"),
)
#: Ansible's variables for the other hosts of the inventory.
_INVENTORY = re.compile(r"\b(?:groups|hostvars)\b")
_DIGITS = re.compile("[0-9]+")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class VariableProblem:
    """A problem of a variable. code: unknown, result, missing, or invalid. remedy: unless the message contains it."""

    variable: str
    code: str
    explanation: str
    remedy: str = ""

    @property
    def message(self) -> str:
        """The explanation and the remedy."""
        return f"{self.explanation} {self.remedy}".rstrip()


class Unevaluated(Exception):
    """The expression in a variable cannot be evaluated. The text is the reason."""


@dataclass(frozen=True)
class LibraryVariables:
    """The variables of one library.

    given: as written. evaluate: returns the value of an expression, or raises Unevaluated. composed: returns the value of a variable that is null and
    follows from others, or raises Unevaluated. elsewhere: required options that need not
    be variables. places: the places where received files must not be. today: in ISO format; by default the day of this machine's
    clock in UTC. uses: the variables that the run uses, whose values must not refer to an undefined variable. undefined: returns the
    undefined variables to which a value refers, without evaluating it. misread: returns why YAML did not read a value as it is written.
    writes: the variables whose files the run writes, as far as they have such a type.
    """

    given: Mapping[str, Any]
    evaluate: Callable[[Any], Any] = lambda value: value
    composed: Callable[[str], Any] = lambda name: None
    elsewhere: Collection[str] = ()
    places: Places = Places((), os.devnull)
    today: str = field(default_factory=lambda: datetime.now(UTC).date().isoformat())
    uses: Collection[str] = ()
    undefined: Callable[[Any], Iterable[str]] = lambda value: ()
    misread: Callable[[Any], str | None] = lambda value: None
    writes: Collection[str] = ()

    def value(self, name: str) -> Any:
        """The value of a variable; None if it is not defined. Raises Unevaluated."""
        found = self.evaluate(self.given.get(name))
        return self.composed(name) if found is None and name in self.given else found


def removal(library: LibraryVariables, name: str) -> dict[str, Any] | None:
    """The withdrawal of a library that was removed, as the inventory or the record states it; None if it was not removed, or is to be enabled
    again. Errors in a record are those of the tasks that use it."""
    given = library.given
    with suppress(Unevaluated, ValueError, TaskError):
        if library.evaluate(given.get("enable_reshare_state")) == "removed":
            unknown = {"by": None, "at": None}
            return {
                **unknown,
                "reason": library.evaluate(given.get("enable_reshare_reason")) or None,
                "removed": unknown,
            }
        folder, registry_id = (library.evaluate(given.get(one)) for one in ("wms_record_dir", "wms_registry_id"))
        if folder and name not in names(library.evaluate(given.get("enable_reshare_again"))):
            withdrawal = RecordFile(str(folder), name, str(registry_id), DECLARABLE).removal()
            return None if withdrawal is None else withdrawal.data
    return None


def problems(library: LibraryVariables, specification: Specification, required: Iterable[str]) -> list[VariableProblem]:
    """The problems of the variables of a library, by name. required: the options that it has to set."""
    required = frozenset(required)
    found = [
        *_unknown(library.given, specification),
        *_results(library.given, specification),
        *_missing(library, specification, required),
        *_invalid(library, specification),
        *_shared_email(library),
        *_partners_of_slice(library, required),
    ]
    return sorted(found, key=lambda problem: problem.variable)


def is_listed(name: str, given: Mapping[str, Any], variable: str = OWN) -> bool:
    """Whether a variable that has a list of names and patterns lists a name."""
    patterns = given.get(variable)
    return isinstance(patterns, list) and any(fnmatchcase(name, str(pattern)) for pattern in patterns)


def _unknown(given: Mapping[str, Any], specification: Specification) -> Iterator[VariableProblem]:
    options, others = specification.options, specification.results | specification.internal
    for name in given:
        if name in options or name in others or not _ours(name, options):
            continue
        if not is_listed(name, given):
            remedy = f"{similar(name, options)} List a variable of your own in {OWN}."
            yield VariableProblem(name, "unknown", f"{name} is not a variable of this collection.", remedy)


def _ours(name: str, options: Collection[str]) -> bool:
    """Whether a name seems to be a variable of this collection: it has one of the prefixes, or is similar to an option."""
    if name.startswith(PREFIXES):
        return True
    first = name.partition("_")[0]
    candidates = [word for word in _FIRST_WORDS if word[0] == first[:1]]
    return bool(get_close_matches(first, candidates, 1, 0.8) and get_close_matches(name, options, 1, 0.85))


def _results(given: Mapping[str, Any], specification: Specification) -> Iterator[VariableProblem]:
    """The results of tasks that were set as variables. A result is a dictionary or a list of dictionaries, never a text."""
    for name in specification.results:
        if isinstance(given.get(name), str):
            meant = similar(name, specification.options)
            yield VariableProblem(
                name, "result", f"{name} is a result of this collection's tasks and cannot be set.", meant
            )


def _missing(
    library: LibraryVariables, specification: Specification, required: Iterable[str]
) -> Iterator[VariableProblem]:
    for name in sorted(required):
        if library.given.get(name) in (None, "") and name not in library.elsewhere:
            yield VariableProblem(
                name, "missing", f"{name} is missing.", specification.options[name].get("description") or ""
            )


def _invalid(library: LibraryVariables, specification: Specification) -> Iterator[VariableProblem]:
    for name in sorted(library.given.keys() & specification.options.keys()):
        option, value = specification.options[name], library.given[name]
        if (
            value is None
            or (value == "" and not option.get("required"))
            or _is_default(value, specification.defaults.get(name))
        ):
            continue
        try:
            if name in library.uses and value != specification.defaults.get(name):
                _refuse_undefined(library.undefined(value))
            if reason := library.misread(value):
                raise ValueError(reason)
            if _has_to_be_evaluated(option, value):
                value = library.evaluate(value)
            _check(option, value)
            if option.get("type") == "received":
                _received(value, library.places)
            if option.get("type") in _COMPARED:
                _COMPARED[option["type"]](value, library.today)
            if option.get("type") in _OUTPUT and name in library.writes:
                _can_be_written(option["type"], value)
            if name in _PARTNERS:
                _without_itself(value, library.given.get("reshare_symbol"))
        except (ValueError, Unevaluated) as fault:
            yield VariableProblem(name, "invalid", f"{name} {fault}.")


def _refuse_undefined(names: Iterable[str]) -> None:
    for name in names:
        raise Unevaluated(f"cannot be evaluated: '{name}' is undefined")


def _is_default(value: Any, default: Any) -> bool:
    """Whether a value is the expression of a role's default. The variables in it have checks of their own."""
    return isinstance(value, str) and value == default and "{{" in value


def _has_to_be_evaluated(option: Mapping[str, Any], value: Any) -> bool:
    if isinstance(value, str):
        return option.get("type", "str") not in _AS_WRITTEN or bool(option.get("choices"))
    return option.get("type") in _WHOLLY_EVALUATED


def _shared_email(library: LibraryVariables) -> Iterator[VariableProblem]:
    """OCLC seems to reject an e-mail address that another account has (oclc-apis.md 2.6), so one for several accounts has to be declared."""
    given = library.given
    if not given.get("lending_account_email"):
        return
    with suppress(Unevaluated, ValueError):
        accounts = library.value("lending_accounts") or []
        if len(accounts) > 1 and not YesNo().normalise(library.evaluate(given.get("lending_account_email_shared"))):
            yield VariableProblem(
                "lending_account_email",
                "invalid",
                f"lending_account_email is one address for {len(accounts)} lending accounts. OCLC seems to accept an e-mail address for one "
                "account only (inferred). Set lending_account_email_shared to true to try it, or set no address.",
            )


def taken_accounts(library: LibraryVariables) -> list[VariableProblem]:
    """Lending accounts with two meanings. The accounts of a pattern take long to evaluate, so only if one of them can be the default one."""
    given = library.given
    with suppress(Unevaluated):
        own = texts({DEFAULT_ACCOUNT: library.evaluate(given.get(DEFAULT_ACCOUNT))})
        if given.get("lending_partner_accounts") is None:
            pattern = str(library.evaluate(given.get("lending_account_pattern")) or "")
            alike = re.escape(pattern).replace(re.escape("{symbol}"), ".*")
            if pattern and not any(re.fullmatch(alike, barcode) for barcode in own.values()):
                return []
        accounts = texts(library.value("lending_partner_accounts"))
        found = barcode_findings(ComparedLibrary("", {}, accounts=accounts, taken=own))
        return [VariableProblem(one.variable or "", "invalid", one.message, one.remedy) for one in found]
    return []


def _partners_of_slice(library: LibraryVariables, required: Collection[str]) -> Iterator[VariableProblem]:
    """The inventory of a slice lacks the libraries of the other slices, so a library cannot collect its partners from it."""
    given = library.given
    if "lending_account_barcode" not in required or given.get("reshare_wms_slices") is None:
        return
    with suppress(Unevaluated, ValueError):
        partners = given.get("lending_partner_symbols")
        collected = partners is None or (isinstance(partners, str) and _INVENTORY.search(partners))
        if collected and Integer().normalise(library.evaluate(given["reshare_wms_slices"])) != 1:
            yield VariableProblem(
                "lending_partner_symbols",
                "missing",
                "lending_partner_symbols is collected from the inventory, and that of a slice (reshare_wms_slices) lacks the libraries of the "
                "other slices. List the symbols of all partners in it.",
            )


def _check(option: Mapping[str, Any], value: Any) -> None:
    """Raise ValueError, with the end of a sentence, for an invalid value of an option. No text quotes a value that may be secret."""
    _CHECKS[option.get("type", "str")](value)
    elements = option.get("elements")
    if elements and isinstance(value, list):
        for number, one in enumerate(value, 1):
            try:
                _CHECKS[elements](one)
            except ValueError as fault:
                raise ValueError(f"entry {number} {fault}") from None
    choices = option.get("choices") or ()
    for one in value if isinstance(value, list) else [value]:
        if choices and one not in choices:
            raise ValueError(f"is {str(one)!r}; use one of {quoted(choices)}")


def _received(value: Any, places: Places) -> None:
    for path in value if isinstance(value, list) else [value]:
        problem = places.problem(str(path))
        if problem:
            raise ValueError(problem)


def _can_be_written(kind: str, value: Any) -> None:
    if problem := _OUTPUT[kind](str(value)):
        raise ValueError(f"is {str(value)!r}, where nothing can be written: {problem}")


def _text(value: Any) -> None:
    refuse_boolean(value)
    if isinstance(value, (Mapping, list)):
        raise ValueError("must be a text")


def _dictionary(value: Any) -> None:
    if not isinstance(value, Mapping):
        raise ValueError("must be a dictionary")


def _list(value: Any) -> None:
    if not isinstance(value, list):
        raise ValueError("must be a list")


def _accounts(value: Any) -> None:
    _list(value)
    for number, one in enumerate(value, 1):
        if not isinstance(one, Mapping) or one.get("barcode") in (None, ""):
            raise ValueError(f"entry {number} must be a dictionary with a barcode")


def _count(value: Any) -> None:
    """No variable of the collection is a negative number."""
    number = Integer().normalise(value)
    if number is not None and number < 0:
        raise ValueError(f"is {number}; write 0 or more")


def _paths(value: Any) -> None:
    for path in value if isinstance(value, list) else [value]:
        try:
            _text(path)
        except ValueError:
            raise ValueError("must be a path or a list of paths") from None


def _number(value: Any) -> None:
    try:
        float(value)
    except (TypeError, ValueError):
        raise ValueError("must be a number") from None


def _not_in_the_past(value: Any, today: str) -> None:
    day = Day().normalise(value)
    if day is not None and day < today:
        raise ValueError(f"is {day}, which is in the past")


def _not_in_the_future(value: Any, today: str) -> None:
    day = Day().normalise(value)
    if day is not None and day > today:
        raise ValueError(f"is {day}, which is in the future")


def _without_itself(symbols: Iterable[Any], own: Any) -> None:
    """ReShare rejects it, but only after the accounts of all partners were created."""
    names = {str(own).upper(), str(own).upper().rpartition(":")[2]} if own else ()
    for symbol in symbols or ():
        if str(symbol).strip().upper() in names:
            raise ValueError(f"contains {str(symbol)!r}, which is the library itself, not a partner; remove it")


def _period_above_zero(value: Any) -> None:
    period = Duration().normalise(value)
    if period is not None and period["value"] == 0:
        raise ValueError(f"is {str(value)!r}; write a period of more than 0")


def _days_above_zero(value: Any) -> None:
    whole_days(value)
    _period_above_zero(value)


def _url(value: Any) -> None:
    _text(value)
    beginning, expression, _end = str(value).partition("{{")
    # Expressions are not evaluated. One at the beginning can be the whole address, and a host can stand for one behind https://.
    if beginning or not expression:
        try:
            WebAddress().normalise(f"{beginning}host" if expression else value)
        except ValueError:
            raise ValueError("is not a full address that begins with https://") from None


def _registry_id(value: Any) -> None:
    _text(value)
    # An expression is not evaluated.
    if "{{" not in str(value) and not _DIGITS.fullmatch(str(value).strip()):
        raise ValueError(
            f"is '{value}'; write the number of the institution in the WorldCat Registry, which has only digits"
        )


def _placeholders(allowed: str, needed: bool) -> Callable[[Any], None]:
    def check(value: Any) -> None:
        _text(value)
        for placeholder in _PLACEHOLDER.findall(str(value)):
            if placeholder != allowed:
                raise ValueError(f"contains {placeholder}; the only placeholder is {allowed}")
        if needed and allowed not in str(value):
            raise ValueError(f"does not contain {allowed}, so it is the same for all partners")

    return check


def _identity_url(value: Any) -> None:
    _placeholders("{registry_id}", needed=False)(value)
    _url(value)


def _expectations(value: Any) -> None:
    try:
        read_cases(value)
    except ValidationError as fault:
        raise ValueError(str(fault).rstrip(".")) from None


def _expectations_file(value: Any) -> None:
    _text(value)
    try:
        read_file(str(value))
    except ValidationError as fault:
        raise ValueError(f"names a file that cannot be used: {str(fault).rstrip('.')}") from None


def _waivers(value: Any) -> None:
    _dictionary(value)
    try:
        read_waivers(value, list(TITLES))
    except ValidationError as fault:
        problems = (problem.removeprefix("option waivers: ").rstrip(".") for problem in fault.problems)
        raise ValueError(f"is wrong: {'; '.join(problems)}") from None


def _contact(value: Any) -> None:
    _dictionary(value)
    contact_of(value)


def _display_name(value: Any) -> None:
    if problem := name_problem(value):
        raise ValueError(problem)


def _address(value: Any) -> None:
    if problem := address_problem(value):
        raise ValueError(problem)


def _notice(value: Any) -> None:
    _dictionary(value)
    problem = text_problem(value)
    if problem:
        raise ValueError(problem)


#: By type of option, the function that raises ValueError for an invalid value.
_CHECKS: dict[str, Callable[[Any], Any]] = {
    "raw": lambda value: None,
    "received": _paths,
    "str": _text,
    "path": _text,
    "output_file": _text,
    "output_folder": _text,
    "url": _url,
    "registry_id": _registry_id,
    "dict": _dictionary,
    "list": _list,
    "bool": YesNo().normalise,
    "int": _count,
    "float": _number,
    "date": Day().normalise,
    EXPIRATION_DATE: Day().normalise,
    PAST_DATE: Day().normalise,
    "waivers": _waivers,
    "period": Duration().normalise,
    "period_above_zero": _period_above_zero,
    "period_of_days": _days_above_zero,
    "notice": _notice,
    "contact": _contact,
    "display_name": _display_name,
    "address": _address,
    "accounts": _accounts,
    "account_pattern": _placeholders("{symbol}", needed=True),
    "identity_url": _identity_url,
    "expectations": _expectations,
    "expectations_file": _expectations_file,
}
#: By type of date, the function that compares it with the day of the run.
_COMPARED = {EXPIRATION_DATE: _not_in_the_past, PAST_DATE: _not_in_the_future}
#: By type of a file, or of a folder of files, that a playbook writes, the function that returns why it cannot.
_OUTPUT: dict[str, Callable[[str], str | None]] = {"output_file": file_problem, "output_folder": folder_problem}
#: The variables with the symbols of partners: a list, or the keys of a dictionary.
_PARTNERS = frozenset({"lending_partner_symbols", "lending_partner_accounts", "reshare_settings_partner_accounts"})
#: Types for which every text is valid, or which are checked only as they are written, so that an expression, which may use a secret, need not be evaluated.
_AS_WRITTEN = frozenset({"raw", "str", "path", "url", "registry_id"})
#: Types whose values contain values that are checked, so that the expressions in them are evaluated.
_WHOLLY_EVALUATED = frozenset({"expectations", "contact", "waivers"})
