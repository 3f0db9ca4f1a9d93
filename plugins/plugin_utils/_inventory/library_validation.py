# SPDX-License-Identifier: GPL-3.0-or-later

"""Validates the variables of one library of an inventory."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import PurePath
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.parsing.vault import EncryptedString

from ...module_utils._checks.check_texts import NO_FORM, REMEDIES, TITLES
from ...module_utils._core.checks import read_waivers
from ...module_utils._core.errors import TaskError, ValidationError
from ...module_utils._core.redaction import Redactor
from ...module_utils._core.values import Day, Duration, Integer
from ...module_utils._module_tasks import circulation_store, wms
from ...module_utils._task.arguments import CONNECTION, VARIABLES, unmarked
from ...module_utils._task.task import Call, drop_blank_connection
from ...module_utils._wms import account_expiry
from .._variables.origin import is_encrypted, place_of
from .._variables.secrets import SECRETS, is_public
from .declarations import CORRECT, EXPECTATIONS, LibraryDeclarations
from .expressions import has_expression, syntax_fault
from .findings import NOTE, WARNING, Finding, error
from .received_places import Places
from .specification import EXPIRATION_DATE, INSTEAD, Specification, in_environment
from .variables import LibraryVariables, Unevaluated, doubts, problems, without_key_of_reshare
from .walk import NOT_READ, Walk

_ROLES = ("onboard", "preflight", "verify")
_WAIVERS = "preflight_waivers"
#: A waiver causes a warning in this number of days before its end.
_WAIVER_DAYS = 14
#: A holding code. Those in OCLC's documentation are in ASCII; letters of other scripts look the same.
_HOLDING_CODE = re.compile("[!-~]{4}")
_ACCOUNTS = "lending_accounts"
_MASKED = "From ansible-core 2.22 on, Ansible masks their texts and numbers wherever they are shown, in results and reports, too."
#: The codes of problems that can be the cause of a fault in a declaration.
_CAUSES = ("missing", "invalid")

#: What is left out for a library that should not be live, by its state.
_NOT_COMPARED = {
    "disabled": "no go-live check is made",
    "removed": "a library whose link is disabled is neither configured nor compared",
}


class LibraryValidation:
    """The validation of a library. today: in ISO format. ignored: the options that have no effect in an inventory. blamed: as for LibraryDeclarations."""

    def __init__(
        self,
        walk: Walk,
        library: str,
        specification: Specification,
        places: Places,
        today: str,
        ignored: Collection[str],
        blamed: dict[Finding, tuple[str, Any]],
    ):
        self._specification, self._places, self._today, self._ignored = specification, places, today, ignored
        self._misread, self._library = walk.misread, library
        self._given, self._public, self._variables = walk.given[library], walk.public[library], walk.variables(library)
        self._outside, self._encrypted = walk.outside[library], walk.encrypted[library] & specification.options.keys()
        self._declarations = LibraryDeclarations(walk, library, specification.options, today, blamed)

    def findings(self) -> Iterator[Finding]:
        """The findings about the variables of this library alone."""
        return (replace(finding, library=self._library) for finding in self._findings())

    def _findings(self) -> Iterator[Finding]:
        problems = [problem for problem in self._problems() if problem.variable not in self._outside]
        for finding in problems:
            remedy = f"Set it. {finding.remedy}".rstrip() if finding.code == "missing" else finding.remedy or CORRECT
            yield replace(finding, remedy=remedy)
        yield from doubts(self._as_in_a_run, self._specification)
        for variable in self._encrypted:
            message = f"{variable} is encrypted and was not validated."
            remedy = "Run this with the vault password, or do not encrypt it."
            yield Finding(WARNING, "encrypted", None, variable, message, remedy)
        yield from self._masked()
        yield from self._unread()
        wrong = {
            *self._encrypted,
            *(self._outside.keys() & self._specification.options.keys()),
            *(problem.variable or "" for problem in problems if problem.code in _CAUSES),
        }
        for variable in sorted(self._specification.options.keys() & self._given.keys() - wrong):
            if fault := syntax_fault(self._given[variable]):
                yield self._unevaluated(variable, Unevaluated(f"cannot be evaluated: {fault}"), wrong)
        for variable in self._declarations.inputs:
            try:
                self._variables.evaluate(self._public[variable])
            except Unevaluated as fault:
                if variable not in wrong:
                    yield self._unevaluated(variable, fault, wrong)
        yield from self._connection(wrong)
        yield from self._declarations.findings(wrong)
        if not wrong & {*EXPECTATIONS}:
            yield from self._declarations.expectations()
        if "enable_reshare_state" not in wrong:
            yield from self._not_enabled()
        yield from self._dates()
        yield from self._holding_codes()
        if _WAIVERS not in wrong:
            yield from self._waivers()
        yield from self._declarations.exceptions()

    @cached_property
    def _as_in_a_run(self) -> LibraryVariables:
        return LibraryVariables(
            # If the library sets no accounts, it has those of the role.
            {**self._public, _ACCOUNTS: self._public.get(_ACCOUNTS) or self._variables.accounts},
            self._variables.evaluate,
            elsewhere=in_environment(),
            places=self._places,
            today=self._today,
            uses=self._specification.used_by(_ROLES, ()),
            undefined=self._variables.undefined,
            misread=self._misread,
        )

    def _problems(self) -> list[Finding]:
        required = set[str]()
        if not self._declarations.are_whole:
            required = self._specification.required_by(_ROLES) - SECRETS - self._encrypted
        # In an inventory, a variable that plays or tasks of this collection set has no effect, or an unexpected one.
        return problems(self._as_in_a_run, replace(self._specification, internal=frozenset()), required)

    def _masked(self) -> Iterator[Finding]:
        """The encrypted variables that are not secrets: Ansible masks what it decrypts."""
        files: dict[str, list[str]] = {}
        for variable, value in self._given.items():
            path, _line = place_of(value)
            if path and is_public(variable, value) and is_encrypted(path):
                files.setdefault(path, []).append(variable)
        for path, variables in files.items():
            message = f"{PurePath(path).name} is encrypted as a whole, and has variables that are no secrets by their names: {', '.join(sorted(variables))}."
            remedy = f"Move them to a file that is not encrypted. {_MASKED}"
            yield Finding(WARNING, "encrypted_file", None, variables[0], message, remedy)
        for variable in sorted(self._specification.options.keys() & self._given.keys() - self._encrypted):
            if isinstance(value := self._given[variable], EncryptedString) and is_public(variable, value):
                message = f"{variable} is encrypted, and no secret by its name."
                yield Finding(WARNING, "encrypted", None, variable, message, f"Do not encrypt it. {_MASKED}")

    @staticmethod
    def _unevaluated(variable: str, fault: Unevaluated, wrong: set[str]) -> Finding:
        wrong.add(variable)
        return error("invalid", variable, f"{variable} {fault}.", "Correct the expression.")

    def _unread(self) -> Iterator[Finding]:
        """The variables that are only known in a run, or have no effect."""
        for variable in self._ignored:
            if variable in self._given:
                message = f"{variable} has no effect in an inventory, because it is read from the command line only."
                yield Finding(WARNING, "no_effect", None, variable, message, "Remove it, and set it with -e.")
        for variable, used in self._outside.items():
            message = f"{variable} was not evaluated: it uses {', '.join(used)}, which can read or run something outside the inventory."
            yield Finding(NOTE, "not_evaluated", None, variable, message)
        uses, undefined = self._specification.used_by(_ROLES, ()), self._variables.undefined
        for variable in sorted(uses & self._given.keys()):
            # For secrets, whose values the other checks do not see.
            known = list(undefined(self._public.get(variable)))
            for name in undefined(self._given[variable]):
                if name not in known:
                    message = f"{variable} cannot be evaluated: '{name}' is undefined."
                    yield Finding(NOTE, "missing", None, variable, message, "Set it in the inventory of the run.")
        set_here = {
            variable
            for variable, value in self._given.items()
            if value is not None and not (isinstance(value, str) and not value)
        }
        environment = in_environment()
        for variable in sorted(() if self._declarations.are_whole else SECRETS - set_here):
            if INSTEAD.get(variable) in set_here:
                continue
            if variable not in environment:
                remedy = "Set it in the inventory or in the environment of the run."
                yield Finding(NOTE, "missing", None, variable, f"{variable} is missing.", remedy)
            elif variable in INSTEAD:
                yield without_key_of_reshare(variable, NOTE)

    def _connection(self, wrong: set[str]) -> Iterator[Finding]:
        """The connection options that the tasks of the collection refuse."""
        options: dict[str, Any] = {"library": self._library}
        for option, variable in VARIABLES.items():
            if option in options or variable not in self._given or variable in wrong:
                continue
            try:
                options[option] = self._connection_option(variable)
            except Unevaluated as fault:
                # A text is assumed.
                options[option] = NOT_READ
                yield self._unevaluated(variable, fault, wrong)
        for problem in list(_connection_faults(options, self._declarations.kinds)):
            variables = [VARIABLES.get(field, field) for field in problem.fields]
            concerned = next((name for name in variables if name in self._given), next(iter(variables), None))
            if concerned not in wrong:
                yield error("invalid", concerned, f"{problem}.", CORRECT if problem.fields else "")

    def _connection_option(self, variable: str) -> Any:
        """The value of a connection option as a task gets it; that of a secret only if it is plain text. Raises Unevaluated."""
        if variable in SECRETS:
            written = self._given[variable]
            plain = written is None or isinstance(written, (str, int, float)) and not has_expression(str(written))
            return written if plain else NOT_READ
        # A value that cannot be decrypted here is in self._encrypted.
        return self._variables.evaluate(self._public.get(variable, NOT_READ))

    def _holding_codes(self) -> Iterator[Finding]:
        """Holding codes of another length than OCLC documents (wms-circulation.md 6.1, oclc-apis.md 4.1)."""
        test = self._variables.value("verify_lending")
        codes = [("borrowing_holding_location", self._variables.value("borrowing_holding_location"))]
        codes += [("verify_lending", test.get("holding_location"))] if isinstance(test, Mapping) else []
        for variable, code in codes:
            if code not in (None, "") and not _HOLDING_CODE.fullmatch(str(code).strip()):
                message = f"{variable} has the holding code {ascii(code)}. OCLC documents that a holding code has four characters."
                yield Finding(
                    WARNING, "holding_code", None, variable, message, "Check the Holding Codes Translation Table."
                )

    def _not_enabled(self) -> Iterator[Finding]:
        """A state with which the library is not compared. Set for a group, or by mistake, it would apply to live libraries."""
        state = self._variables.value("enable_reshare_state")
        if state in _NOT_COMPARED:
            message = (
                f"enable_reshare_state is '{state}': the link is expected to be disabled, and {_NOT_COMPARED[state]}."
            )
            yield Finding(
                WARNING, "not_enabled", None, "enable_reshare_state", message, "Remove it if the library is to be live."
            )

    def _dates(self) -> Iterator[Finding]:
        """The warnings of onboard and preflight about a date on which accounts expire."""
        days = self._variables.canonical("preflight_account_days", Integer()) or 0
        period = self._variables.canonical("lending_loan_period", Duration())
        for variable, option in self._specification.options.items():
            day = self._variables.canonical(variable, Day()) if option.get("type") == EXPIRATION_DATE else None
            if day and day >= self._today:
                today, lent = date.fromisoformat(self._today), [period] if period else []
                for warning in account_expiry.near(day, today, lent, max(days, account_expiry.ENOUGH_DAYS)):
                    remedy = f"{account_expiry.LATER_DATE}."
                    yield Finding(WARNING, "expires", None, variable, f"{variable}: {warning}.", remedy)

    def _waivers(self) -> Iterator[Finding]:
        given = self._variables.value(_WAIVERS)
        waivers = read_waivers(given if isinstance(given, Mapping) else {}, list(TITLES))
        form = waivers.get("authorisation_form")
        dated = self._given.get("preflight_authorisation_form") not in (None, "")
        if not dated and (form is None or form.ended(self._today)) and not self._declarations.are_whole:
            message = f"{TITLES['authorisation_form']}: no, {NO_FORM}."
            remedy = REMEDIES["authorisation_form"]
            yield Finding(WARNING, "missing", None, "preflight_authorisation_form", message, remedy)
        for check, waiver in waivers.items():
            remedy = "Remove the waiver if the check passes now, or set another date."
            if waiver.ended(self._today):
                message = f"The waiver of the check '{check}' ended on {waiver.until}."
                yield error("expired", _WAIVERS, message, remedy)
            elif waiver.until and self._left(waiver.until) < _WAIVER_DAYS:
                message = f"The waiver of the check '{check}' ends on {waiver.until}."
                yield Finding(WARNING, "expires", None, _WAIVERS, message, remedy)

    def _left(self, day: str) -> int:
        """The number of days until a day."""
        return (date.fromisoformat(day) - date.fromisoformat(self._today)).days


def _connection_faults(given: Mapping[str, Any], kinds: Iterable[str]) -> Iterator[ValidationError]:
    """The reasons why a task that applies objects of these kinds ends before its first request with these connection options, with the options
    concerned. given: as in the task."""
    params = dict(given)
    drop_blank_connection(params)
    if refusal := wms.configuration_task.refusal(params):
        yield from _single_faults(refusal)
    validated = ArgumentSpecValidator(unmarked(CONNECTION)).validate(params)
    if validated.error_messages:
        yield from (ValidationError(message) for message in validated.error_messages)
        return
    try:
        call = Call(validated.validated_parameters, params, True, Redactor(()))
        circulation_store.check_options(call, circulation_store.connect(call), kinds)
    except TaskError as fault:
        yield from _single_faults(fault)


def _single_faults(fault: TaskError) -> Iterator[ValidationError]:
    """One fault for each problem, with the options that it names, or else with all options of its part."""
    for part in fault.parts or (fault,):
        problems = part.problems if isinstance(part, ValidationError) else (str(part),)
        for problem in problems:
            named = tuple(field for field in part.fields if field in problem)
            yield ValidationError(problem.rstrip("."), fields=named or part.fields)
