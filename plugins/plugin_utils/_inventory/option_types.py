# SPDX-License-Identifier: GPL-3.0-or-later

"""The types of the options of roles and playbooks. Some of them do not exist in Ansible's argument specs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ...module_utils._checks.check_texts import TITLES
from ...module_utils._core.checks import read_waivers
from ...module_utils._core.contacts import address_problem, contact_of, name_problem
from ...module_utils._core.errors import ValidationError, quoted
from ...module_utils._core.values import Day, Duration, Integer, WebAddress, YesNo, refuse_boolean, short
from ...module_utils._task.arguments import CONNECTION
from ...module_utils._wms.cases import read_cases
from ...module_utils._wms.due_dates import days_of, whole_days
from ...module_utils._wms.notices import text_problem
from .._spreadsheets.expectations_table import read_file
from .output import file_problem, folder_problem, run_file_problem
from .received_places import Places

#: A longer period, in days, is probably a mistake in its number or unit.
_LONGEST = 366
#: The maximum number of characters of a text in an exception.
_EXCEPTION = 1000
_DIGITS = re.compile("[0-9]+")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class OptionType:
    """A type of option. check: raises ValueError, with the end of a sentence, for an invalid value; no text quotes a value that may be secret.

    as_written: every text is valid, or the text is checked as written, so that an expression, which may use a secret, need not be evaluated.
    wholly: the values inside a value are checked, so the expressions in it are evaluated. any_text: any text can be a value. path:
    environment variables in it are replaced. address: secrets are sent there.
    compare: compares a day with that of the run. doubtful: returns the end of a sentence about a valid value that is probably a mistake.
    unwritable: returns why a playbook cannot write the file, or the files of the folder. apart: written
    files that Ansible must not read as inventory or variables.
    """

    check: Callable[[Any], Any]
    as_written: bool = False
    wholly: bool = False
    any_text: bool = False
    path: bool = False
    address: bool = False
    compare: Callable[[Any, str], None] | None = None
    doubtful: Callable[[Any], str | None] | None = None
    unwritable: Callable[[str], str | None] | None = None
    apart: bool = False


def check(option: Mapping[str, Any], value: Any) -> None:
    """Raise ValueError, with the end of a sentence, for an invalid value of an option."""
    value = _with_texts(value)
    TYPES[option.get("type", "str")].check(value)
    elements = option.get("elements")
    if elements and isinstance(value, list):
        for number, item in enumerate(value, 1):
            try:
                TYPES[elements].check(item)
            except ValueError as fault:
                raise ValueError(f"entry {number} {fault}") from None
    choices = option.get("choices") or ()
    for item in value if isinstance(value, list) else [value]:
        if choices and item not in choices:
            raise ValueError(f"is {short(str(item))}; use one of {quoted(choices)}")


def _with_texts(value: Any) -> Any:
    """A value with texts in the place of dates, as modules get it: YAML reads 2031-12-31 without quotes as a date."""
    if isinstance(value, Mapping):
        return {name: _with_texts(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_with_texts(item) for item in value]
    return str(value) if isinstance(value, date) else value


def check_received(value: Any, places: Places) -> None:
    """Raise ValueError for a path of received files in a place from which Ansible reads variables."""
    for path in value if isinstance(value, list) else [value]:
        problem = places.problem(str(path))
        if problem:
            raise ValueError(problem)


def _text(value: Any) -> None:
    refuse_boolean(value)
    if isinstance(value, (Mapping, list)):
        raise ValueError("must be a text")


def _dictionary(value: Any) -> None:
    if not isinstance(value, Mapping):
        raise ValueError(f"must be a dictionary{_remedy(value, '{}')}")


def _pickup_entries(value: Any) -> None:
    _dictionary(value)
    for slug, branch in value.items():
        if branch in (None, ""):
            raise ValueError(
                f"has no branch for {short(str(slug))}; write the branch's Registry ID, or remove the entry"
            )


def _list(value: Any) -> None:
    if not isinstance(value, list):
        raise ValueError(f"must be a list{_remedy(value, '[]')}")


def _remedy(value: Any, empty: str) -> str:
    """What to do about an empty value: all entries below a variable may have been removed."""
    return f"; write {empty}, or remove the variable" if value in (None, "") else ""


def _accounts(value: Any) -> None:
    _list(value)
    for number, account in enumerate(value, 1):
        if not isinstance(account, Mapping) or account.get("barcode") in (None, ""):
            raise ValueError(f"entry {number} must be a dictionary with a barcode")


def _not_negative(value: Any) -> None:
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


def _period_above_zero(value: Any) -> None:
    period = Duration().normalise(value)
    if period is not None and period["value"] == 0:
        raise ValueError(f"is {str(value)!r}; write a period of more than 0")


def _days_above_zero(value: Any) -> None:
    whole_days(value)
    _period_above_zero(value)


def _long_period(value: Any) -> str | None:
    period = Duration().normalise(value)
    return (
        None if period is None or days_of(period)[0] <= _LONGEST else f"is {Duration().show(period)}, more than a year"
    )


def _url(value: Any) -> None:
    _text(value)
    beginning, expression, _end = str(value).partition("{{")
    # Expressions are not evaluated. One at the beginning can be the whole address; one after https:// is checked as if it were a host.
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
            f"is {short(str(value))}; write the number of the institution in the WorldCat Registry, which has only digits"
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


def _exceptions(value: Any) -> None:
    _list(value)
    option = "consortium_exceptions"
    for number, entry in enumerate(value, 1):
        errors = ArgumentSpecValidator({option: CONNECTION[option]}).validate({option: [entry]}).error_messages
        problems = [error.removesuffix(f" found in {option}").replace(f"{option}.", "unsupported ") for error in errors]
        texts = [] if errors else [name for name, text in entry.items() if not 0 < len(str(text).strip()) <= _EXCEPTION]
        problems += [f"{name} is blank or has more than {_EXCEPTION} characters" for name in texts]
        try:
            Day().normalise(None if errors else entry["until"])
        except ValueError as fault:
            problems.append(f"until {fault}")
        if problems:
            raise ValueError(f"has a wrong entry {number}: {problems[0]}")


def _contact(value: Any) -> None:
    _dictionary(value)
    contact_of(value)


def _notice(value: Any) -> None:
    _dictionary(value)
    _refusing(text_problem)(value)


def _refusing(problem_of: Callable[[Any], str | None]) -> Callable[[Any], None]:
    """problem_of: returns the reason why a value is invalid."""

    def check(value: Any) -> None:
        if problem := problem_of(value):
            raise ValueError(problem)

    return check


#: The types by their names in a specification.
TYPES = {
    "raw": OptionType(lambda value: None, as_written=True, any_text=True),
    "str": OptionType(_text, as_written=True, any_text=True),
    "path": OptionType(_text, as_written=True, any_text=True, path=True),
    "dict": OptionType(_dictionary),
    "pickup_entries": OptionType(_pickup_entries),
    "list": OptionType(_list),
    "bool": OptionType(YesNo().normalise),
    "int": OptionType(_not_negative),
    "float": OptionType(_number),
    "received": OptionType(_paths, path=True),
    "output_file": OptionType(_text, unwritable=file_problem, apart=True),
    "run_file": OptionType(_text, unwritable=run_file_problem, apart=True),
    "output_folder": OptionType(_text, unwritable=folder_problem, apart=True),
    "variables_folder": OptionType(_text, unwritable=folder_problem),
    "record_folder": OptionType(_text, as_written=True, path=True, apart=True),
    "url": OptionType(_url, as_written=True, any_text=True, address=True),
    "identity_url": OptionType(_identity_url, any_text=True, address=True),
    "registry_id": OptionType(_registry_id, as_written=True, any_text=True),
    "date": OptionType(Day().normalise),
    "expiration_date": OptionType(Day().normalise, compare=_not_in_the_past),
    "past_date": OptionType(Day().normalise, compare=_not_in_the_future),
    "period": OptionType(Duration().normalise, doubtful=_long_period),
    "period_above_zero": OptionType(_period_above_zero, doubtful=_long_period),
    "period_of_days": OptionType(_days_above_zero, doubtful=_long_period),
    "notice": OptionType(_notice),
    "waivers": OptionType(_waivers, wholly=True),
    "exceptions": OptionType(_exceptions, wholly=True),
    "contact": OptionType(_contact, wholly=True),
    "display_name": OptionType(_refusing(name_problem), any_text=True),
    "address": OptionType(_refusing(address_problem), any_text=True),
    "accounts": OptionType(_accounts),
    "account_pattern": OptionType(_placeholders("{symbol}", needed=True), any_text=True),
    "expectations": OptionType(_expectations, wholly=True),
    "expectations_file": OptionType(_expectations_file, path=True),
}
