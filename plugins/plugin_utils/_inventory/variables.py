# SPDX-License-Identifier: GPL-3.0-or-later

"""Compares the variables of a library with those of the collection, without any request."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any

from ...module_utils._core.errors import TaskError, similar
from ...module_utils._core.values import Integer, YesNo
from ...module_utils._module_tasks.withdrawal import confirmed_live
from ...module_utils._record.file import RecordFile
from ...module_utils._task.arguments import CONNECTION
from ...module_utils._wms.catalogue import DECLARABLE
from ...module_utils._wms.objects.ill_settings import ILL_SETTINGS
from .._roles.role_defaults import COMPOSED
from .agreement import DEFAULT_ACCOUNT, ComparedLibrary, barcode_findings, texts
from .findings import ERROR, WARNING, Finding, error
from .option_types import TYPES, OptionType, check, check_received
from .received_places import Places
from .selection import names
from .specification import INSTEAD, Specification

#: The prefixes of the variables of the collection.
_WORDS = """
    consortium borrowing lending reshare wms enable_reshare preflight verify onboard add_library plan drift export
    receive ask truth_table first_contact validate alert worksheet declared
    forget_person fetch_answers remove_library restore status withdraw advance
"""
PREFIXES = tuple(f"{word}_" for word in _WORDS.split())
#: The variable that lists a consortium's own variables with one of these prefixes.
OWN = "reshare_wms_own_variables"

#: The variable for a library that should not be live, and its value that ends the comparison with the inventory.
_STATE, _REMOVED = "enable_reshare_state", "removed"

#: The similarity from which a name with another beginning counts as misspelt, and the maximum difference in length, in characters.
_SIMILAR, _TYPED = 0.9, 2
#: Ansible's variables for the other hosts of the inventory.
_INVENTORY = re.compile(r"\b(?:groups|hostvars)\b")
#: The variables with the symbols of partners: a list, or the keys of a dictionary.
_PARTNERS = frozenset({"lending_partner_symbols", "lending_partner_accounts", "reshare_settings_partner_accounts"})


class Unevaluated(Exception):
    """The expression in a variable cannot be evaluated. The text is the reason."""


@dataclass(frozen=True)
class LibraryVariables:
    """The variables of one library.

    given: as written. evaluate: returns the value of an expression, or raises Unevaluated. composed: returns the value of a variable that is null and
    follows from others, or raises Unevaluated. elsewhere: required options that need not
    be variables. places: from which Ansible reads. today: in ISO format; by default the day of this machine's
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
        value = self.evaluate(self.given.get(name))
        return self.composed(name) if value is None and name in self.given else value


def removal(library: LibraryVariables, name: str) -> dict[str, Any] | None:
    """The withdrawal of a library that was removed (withdrawn), and whether its link is live (live). None if it was not removed, or is to be enabled
    again. With a record, both are from the record. Without one, the withdrawal is from the inventory, and the link is unknown. Errors in a record are left
    to the tasks that use it."""
    with suppress(Unevaluated, ValueError, TaskError):
        if not _connection(library, "wms_record_dir"):
            return _stated(library) if library.evaluate(library.given.get(_STATE)) == _REMOVED else None
        if name not in names(library.evaluate(library.given.get("enable_reshare_again"))):
            return _recorded(library, name)
    return None


def _stated(library: LibraryVariables) -> dict[str, Any]:
    unknown = {"by": None, "at": None}
    reason = library.evaluate(library.given.get("enable_reshare_reason")) or None
    return {"withdrawn": {**unknown, "reason": reason, "removed": unknown}, "live": None}


def _recorded(library: LibraryVariables, name: str) -> dict[str, Any] | None:
    folder, registry_id = (str(_connection(library, name)) for name in ("wms_record_dir", "wms_registry_id"))
    content = RecordFile(folder, name, registry_id, DECLARABLE).removed()
    if content is None or content.withdrawal is None:
        return None
    # The link was disabled before the removal; somebody can have seen it live since then.
    return {"withdrawn": content.withdrawal.data, "live": bool(confirmed_live(content.known(ILL_SETTINGS)))}


def _connection(library: LibraryVariables, name: str) -> Any:
    """A connection option of the library, from its variables or the environment."""
    variables = CONNECTION[name]["fallback"][1]
    return library.evaluate(library.given.get(name)) or next(filter(None, map(os.environ.get, variables)), None)


def problems(library: LibraryVariables, specification: Specification, required: Iterable[str]) -> list[Finding]:
    """The problems of the variables of a library, by name. required: the options that it has to set."""
    required = frozenset(required)
    problems = [
        *_unknown(library.given, specification),
        *_results(library.given, specification),
        *_missing(library, specification, required),
        *_keys_of_reshare(library, specification, required),
        *_invalid(library, specification),
        *_shared_email(library),
        *_partners_of_slice(library, required),
        *_unrecorded_removal(library),
    ]
    return sorted(problems, key=lambda finding: finding.variable or "")


def doubts(library: LibraryVariables, specification: Specification) -> Iterator[Finding]:
    """Warnings about valid values that are probably mistakes."""
    for name in sorted(library.given.keys() & specification.options.keys()):
        doubtful = TYPES[specification.options[name].get("type", "str")].doubtful
        if doubtful and not _is_default(value := library.given[name], specification.defaults.get(name)):
            # An invalid value is a problem.
            with suppress(ValueError, Unevaluated):
                if doubt := doubtful(library.evaluate(value)):
                    remedy = "Check the number and its unit."
                    yield Finding(WARNING, "period_long", None, name, f"{name} {doubt}.", remedy)


def is_listed(name: str, given: Mapping[str, Any], variable: str = OWN) -> bool:
    """Whether a variable that has a list of names and patterns lists a name."""
    patterns = given.get(variable)
    return isinstance(patterns, list) and any(fnmatchcase(name, str(pattern)) for pattern in patterns)


def _unknown(given: Mapping[str, Any], specification: Specification) -> Iterator[Finding]:
    options, others = specification.options, specification.results | specification.internal
    for name in given:
        if name in options or name in others or not _ours(name, options):
            continue
        if not is_listed(name, given):
            remedy = f"{similar(name, options)} List a variable of your own in {OWN}."
            yield error("unknown", name, f"{name} is not a variable of this collection.", remedy)


def _ours(name: str, options: Collection[str]) -> bool:
    """Whether a name seems to be a variable of this collection: it has one of the prefixes, or is similar to an option."""
    plain = name.casefold().replace("-", "_")
    if plain.startswith(PREFIXES):
        return True
    # Only few need the slow comparison: a run has hundreds of names.
    alike = [option for option in options if option[0] == plain[:1] and abs(len(option) - len(plain)) <= _TYPED]
    return bool(get_close_matches(plain, alike, 1, _SIMILAR))


def _results(given: Mapping[str, Any], specification: Specification) -> Iterator[Finding]:
    """The results of tasks that were set as variables. A result is a dictionary or a list of dictionaries, never a text."""
    for name in specification.results:
        if isinstance(given.get(name), str):
            meant = similar(name, specification.options)
            yield error("result", name, f"{name} is a result of this collection's tasks and cannot be set.", meant)


def _missing(library: LibraryVariables, specification: Specification, required: Iterable[str]) -> Iterator[Finding]:
    for name in sorted(required):
        if library.given.get(name) in (None, "") and name not in library.elsewhere:
            description = specification.options[name].get("description") or ""
            yield error("missing", name, f"{name} is missing.", description)


def _keys_of_reshare(
    library: LibraryVariables, specification: Specification, required: Collection[str]
) -> Iterator[Finding]:
    """The key and secret in ReShare's settings, if a run has its own from the environment."""
    for name, other in INSTEAD.items():
        if name in required and library.given.get(name) in (None, ""):
            given = library.given.get(other)
            if name in library.elsewhere and (given in (None, "") or _is_default(given, specification.defaults[other])):
                yield without_key_of_reshare(name)


def without_key_of_reshare(name: str, severity: str = ERROR) -> Finding:
    """The finding about a key or secret that only the environment has, by the name of its variable."""
    message = f"{INSTEAD[name]} is missing. ReShare sends requests of its own, with the key in its settings."
    remedy = f"Set it, or {name}: the environment of a run is not written into ReShare."
    return Finding(severity, "missing", None, INSTEAD[name], message, remedy)


def _invalid(library: LibraryVariables, specification: Specification) -> Iterator[Finding]:
    for name in sorted(library.given.keys() & specification.options.keys()):
        option, value = specification.options[name], library.given[name]
        default = specification.defaults.get(name)
        if _is_blank(option, value, default) or _is_default(value, default):
            continue
        try:
            if name in library.uses and value != default:
                for undefined in library.undefined(value):
                    raise Unevaluated(f"cannot be evaluated: '{undefined}' is undefined")
            if reason := library.misread(value):
                raise ValueError(reason)
            kind = TYPES[option.get("type", "str")]
            # A play that is not for libraries does not use the folder of their records.
            is_apart = kind.apart and (name in library.uses or not kind.as_written)
            if is_apart or _has_to_be_evaluated(option, kind, value):
                value = library.evaluate(value)
            check(option, value)
            if option.get("type") == "received":
                check_received(value, library.places)
            if kind.compare:
                kind.compare(value, library.today)
            if kind.unwritable and name in library.writes and (problem := kind.unwritable(str(value))):
                raise ValueError(f"is {str(value)!r}, where nothing can be written: {problem}")
            if is_apart and (problem := library.places.written_problem(str(value))):
                raise ValueError(problem)
            if name in _PARTNERS:
                _without_itself(value, library.given.get("reshare_symbol"))
        except (ValueError, Unevaluated) as fault:
            yield error("invalid", name, f"{name} {fault}.")


def _is_blank(option: Mapping[str, Any], value: Any, default: Any) -> bool:
    """Whether a blank variable is valid. It is not if the variable is for entries: all of them may have been removed."""
    if value is None:
        return default not in ({}, [])
    return value == "" and option.get("type") not in ("dict", "list") and not option.get("required")


def _is_default(value: Any, default: Any) -> bool:
    """Whether a value is the expression of a role's default. The variables in it are checked themselves."""
    return isinstance(value, str) and value == default and "{{" in value


def _has_to_be_evaluated(option: Mapping[str, Any], kind: OptionType, value: Any) -> bool:
    return not kind.as_written or bool(option.get("choices")) if isinstance(value, str) else kind.wholly


def _without_itself(symbols: Iterable[Any], own: Any) -> None:
    """Raise ValueError for the library itself: ReShare rejects it, but only after the accounts of all partners were created."""
    names = {str(own).upper(), str(own).upper().rpartition(":")[2]} if own else ()
    for symbol in symbols or ():
        if str(symbol).strip().upper() in names:
            raise ValueError(f"contains {str(symbol)!r}, which is the library itself, not a partner; remove it")


def _shared_email(library: LibraryVariables) -> Iterator[Finding]:
    """OCLC seems to reject an e-mail address that another account has (oclc-apis.md 2.6), so a shared address has to be declared."""
    given = library.given
    if not given.get("lending_account_email"):
        return
    with suppress(Unevaluated, ValueError):
        accounts = library.value("lending_accounts") or []
        if len(accounts) > 1 and not YesNo().normalise(library.evaluate(given.get("lending_account_email_shared"))):
            yield error(
                "invalid",
                "lending_account_email",
                f"lending_account_email is one address for {len(accounts)} lending accounts. OCLC seems to accept an e-mail address for one "
                "account only (inferred). Set lending_account_email_shared to true to try it, or set no address.",
            )


def taken_accounts(library: LibraryVariables) -> list[Finding]:
    """Lending accounts with two meanings. Those of a pattern take long to evaluate, so this is done only if one of them can be the default account."""
    given = library.given
    with suppress(Unevaluated):
        own = texts({DEFAULT_ACCOUNT: library.evaluate(given.get(DEFAULT_ACCOUNT))})
        if given.get("lending_partner_accounts") in (None, COMPOSED["lending_partner_accounts"]):
            pattern = str(library.evaluate(given.get("lending_account_pattern")) or "")
            alike = re.escape(pattern).replace(re.escape("{symbol}"), ".*")
            if pattern and not any(re.fullmatch(alike, barcode) for barcode in own.values()):
                return []
        accounts = texts(library.value("lending_partner_accounts"))
        findings = barcode_findings(ComparedLibrary("", {}, accounts=accounts, taken=own))
        return [replace(finding, code="invalid") for finding in findings]
    return []


def _unrecorded_removal(library: LibraryVariables) -> Iterator[Finding]:
    """With a record, only the record can state a removal: the link was confirmed as disabled before."""
    with suppress(Unevaluated, ValueError, TaskError):
        stated = _STATE in library.given and library.evaluate(library.given[_STATE]) == _REMOVED
        if (
            stated
            and _connection(library, "wms_record_dir")
            and _recorded(library, str(library.given.get("inventory_hostname"))) is None
        ):
            yield error(
                "invalid",
                _STATE,
                f"{_STATE} is '{_REMOVED}', but the record of the library does not state a removal. With wms_record_dir, only the record does.",
                f"Remove {_STATE}. To remove the library, run reshare.wms.withdraw, and then reshare.wms.remove_library.",
            )


def _partners_of_slice(library: LibraryVariables, required: Collection[str]) -> Iterator[Finding]:
    """The inventory of a slice lacks the libraries of the other slices, so a library cannot collect its partners from it."""
    given = library.given
    if "lending_account_barcode" not in required or given.get("reshare_wms_slices") is None:
        return
    with suppress(Unevaluated, ValueError):
        partners = given.get("lending_partner_symbols")
        collected = partners is None or (isinstance(partners, str) and _INVENTORY.search(partners))
        if collected and Integer().normalise(library.evaluate(given["reshare_wms_slices"])) != 1:
            yield error(
                "missing",
                "lending_partner_symbols",
                "lending_partner_symbols is collected from the inventory, and that of a slice (reshare_wms_slices) lacks the libraries of the "
                "other slices. List the symbols of all partners in it.",
            )
