# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Checks the variables of a library against those that the collection reads, without any request."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import quoted, similar
from ansible_collections.reshare.wms.plugins.module_utils._core.values import Day, Duration, Integer, YesNo

from .received import Places
from .specification import Specification

#: Variables whose names begin so belong to the collection.
PREFIXES = (
    *("borrowing_", "lending_", "reshare_", "wms_", "enable_reshare_", "preflight_", "verify_", "onboard_"),
    *("plan_", "drift_", "export_", "confirm", "adopt_", "answers_"),
)
#: The list of a consortium's own variables that begin so all the same.
OWN = "reshare_wms_own_variables"

_FIRST_WORDS = ("borrowing", "lending", "reshare", "preflight", "verify", "onboard", "enable", "export", "drift")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class Problem:
    """Something wrong with a variable. code: unknown, result, missing, or invalid."""

    variable: str
    code: str
    message: str


class Unevaluated(Exception):
    """The expression in a variable has no value. The text says why."""


@dataclass(frozen=True)
class Library:
    """The variables of one library.

    given: as they are written. evaluate: gives the value of one with an expression, or raises Unevaluated. elsewhere: required
    options that need not be variables. places: where files from other people must not lie.
    """

    given: Mapping[str, Any]
    evaluate: Callable[[Any], Any] = lambda value: value
    elsewhere: Collection[str] = ()
    places: Places = Places((), os.devnull)


def problems(library: Library, specification: Specification, required: Iterable[str]) -> list[Problem]:
    """All that is wrong with the variables of a library, by name. required: the options that it has to set."""
    own = library.given.get(OWN)
    found = [
        *_unknown(library.given, specification, [str(name) for name in own] if isinstance(own, list) else []),
        *_results(library.given, specification),
        *_missing(library, specification, required),
        *_invalid(library, specification),
    ]
    return sorted(found, key=lambda problem: problem.variable)


def _unknown(given: Iterable[str], specification: Specification, own: Collection[str]) -> Iterator[Problem]:
    options, others = specification.options, specification.results | specification.internal
    for name in given:
        if name in options or name in others or not _ours(name, options):
            continue
        if not any(fnmatchcase(name, pattern) for pattern in own):
            remedy = f"{similar(name, options)} List a variable of your own in {OWN}."
            yield Problem(name, "unknown", f"{name} is not a variable of this collection. {remedy}")


def _ours(name: str, options: Collection[str]) -> bool:
    """Whether a name is meant for this collection: by its prefix, or as a misspelt one."""
    if name.startswith(PREFIXES):
        return True
    first = name.partition("_")[0]
    candidates = [word for word in _FIRST_WORDS if word[0] == first[:1]]
    return bool(get_close_matches(first, candidates, 1, 0.8) and get_close_matches(name, options, 1, 0.85))


def _results(given: Mapping[str, Any], specification: Specification) -> Iterator[Problem]:
    """Names of results that somebody set: a result is a dictionary, or a list of such."""
    for name in specification.results:
        if isinstance(given.get(name), str):
            meant = similar(name, specification.options)
            yield Problem(name, "result", f"{name} is a result of this collection's tasks and cannot be set. {meant}")


def _missing(library: Library, specification: Specification, required: Iterable[str]) -> Iterator[Problem]:
    for name in sorted(set(required)):
        if library.given.get(name) in (None, "") and name not in library.elsewhere:
            description = specification.options[name].get("description")
            yield Problem(name, "missing", f"{name} is missing." + (f" {description}" if description else ""))


def _invalid(library: Library, specification: Specification) -> Iterator[Problem]:
    for name in sorted(library.given.keys() & specification.options.keys()):
        option, value = specification.options[name], library.given[name]
        if value is None or (value == "" and not option.get("required")):
            continue
        try:
            if isinstance(value, str) and (option.get("type", "str") not in _AS_WRITTEN or option.get("choices")):
                value = library.evaluate(value)
            _check(option, value)
            if option.get("type") == "received":
                _received(value, library.places)
        except (ValueError, Unevaluated) as fault:
            yield Problem(name, "invalid", f"{name} {fault}.")


def _check(option: Mapping[str, Any], value: Any) -> None:
    """Raise ValueError, with the end of a sentence, if an option cannot have the value. No text quotes a value that may be secret."""
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


def _text(value: Any) -> None:
    if isinstance(value, bool):
        raise ValueError("is a yes/no value in YAML; put a text in quotes")
    if isinstance(value, (Mapping, list)):
        raise ValueError("must be a text")


def _dictionary(value: Any) -> None:
    if not isinstance(value, Mapping):
        raise ValueError("must be a dictionary")


def _list(value: Any) -> None:
    if not isinstance(value, list):
        raise ValueError("must be a list")


def _number(value: Any) -> None:
    try:
        float(value)
    except (TypeError, ValueError):
        raise ValueError("must be a number") from None


def _expiration_date(value: Any) -> None:
    day = Day().normalise(value)
    if day is not None and day < datetime.now(UTC).date().isoformat():
        raise ValueError(f"is {day}, which is in the past")


def _placeholders(allowed: str, needed: bool) -> Callable[[Any], None]:
    def check(value: Any) -> None:
        _text(value)
        for placeholder in _PLACEHOLDER.findall(str(value)):
            if placeholder != allowed:
                raise ValueError(f"contains {placeholder}; the only placeholder is {allowed}")
        if needed and allowed not in str(value):
            raise ValueError(f"does not contain {allowed}, so it is the same for all partners")

    return check


#: By type of option, what raises ValueError for a value that cannot be of the type.
_CHECKS: dict[str, Callable[[Any], Any]] = {
    "raw": lambda value: None,
    "received": lambda value: None,
    "str": _text,
    "path": _text,
    "dict": _dictionary,
    "list": _list,
    "bool": YesNo().normalise,
    "int": Integer().normalise,
    "float": _number,
    "date": Day().normalise,
    "expiration_date": _expiration_date,
    "period": Duration().normalise,
    "account_pattern": _placeholders("{symbol}", needed=True),
    "identity_url": _placeholders("{registry_id}", needed=False),
}
#: Types for which any text will do, so that an expression, which may ask for a secret, need not be evaluated.
_AS_WRITTEN = frozenset({"raw", "str", "path"})
