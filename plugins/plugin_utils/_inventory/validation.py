# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Validates a whole inventory offline: each library's variables and declarations, and the libraries against each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._checks.check_texts import NO_FORM, REMEDIES, TITLES
from ansible_collections.reshare.wms.plugins.module_utils._core.addresses import shown
from ansible_collections.reshare.wms.plugins.module_utils._core.checks import read_waivers
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Kind
from ansible_collections.reshare.wms.plugins.module_utils._core.texts import counted, one_line
from ansible_collections.reshare.wms.plugins.module_utils._core.values import Day, Duration, Integer
from ansible_collections.reshare.wms.plugins.module_utils._reshare import tenant_catalogue as reshare
from ansible_collections.reshare.wms.plugins.module_utils._task.arguments import VARIABLES
from ansible_collections.reshare.wms.plugins.module_utils._wms import catalogue
from ansible_collections.reshare.wms.plugins.plugin_utils._variables.secrets import SECRETS, Search, masked

from .agreement import DEFAULT_ACCOUNT, ComparedLibrary, consortium, consortium_findings, texts
from .connection import connection_faults
from .declarations import Fault, declaration_faults, expectation_faults
from .duplicates import IDENTITIES
from .expressions import has_expression
from .findings import ERROR, NOTE, WARNING, Finding, in_order
from .received_places import Places
from .specification import EXPIRATION_DATE, INSTEAD, Specification, in_environment
from .unused_files import REMEDY, unused_files
from .variables import LibraryVariables, Unevaluated, problems
from .walk import NOT_READ, Variables, Walk

#: The declarations of a library, with the kinds that they can contain: those of the roles, and those of the playbook apply.
_OF_ROLES = {"enable_reshare_circulation": catalogue.DECLARABLE, "reshare_settings_declared": reshare.DECLARABLE}
_OF_APPLY = {"circulation_configuration": catalogue.DECLARABLE, "reshare_configuration": reshare.DECLARABLE}
_ROLES = ("onboard", "preflight", "verify")
#: The beginnings of the variables that end up in declarations; additional objects are looked at first.
_INPUTS = ("borrowing_", "lending_", "reshare_settings_", "wms_main_branch")
_MORE = "_more"
_WAIVERS = "preflight_waivers"
_EXPECTATIONS = "circulation_expectations"
#: The days before the end of a waiver in which it is a warning.
_WAIVER_DAYS = 14
#: The types of options with addresses, and the other variables that decide where secrets are sent.
_ADDRESSES = ("url", "identity_url")
_OF_CONNECTION = (
    *("reshare_settings_connector", "reshare_settings_ncip_address", "reshare_settings_patron_search"),
    *("reshare_wms_validate_certs", "reshare_wms_ca_path", "worksheet_smtp_host", "worksheet_smtp_security"),
)
#: The characters of a holding code.
_HOLDING_CODE = 4
_CORRECT = "Correct the variable."
_ACCOUNTS = "lending_accounts"
#: The codes of problems that can be the cause of a fault in a declaration.
_CAUSES = ("missing", "invalid")


class Validation:
    """The validation of an inventory.

    selected: the libraries of the run; the others only count as members of the consortium. today: in ISO format. ignored: the options that
    have no effect in an inventory.
    """

    def __init__(
        self,
        walk: Walk,
        selected: Collection[str],
        specification: Specification,
        places: Places,
        today: str,
        ignored: Collection[str] = (),
    ):
        self._walk, self._selected, self._specification = walk, selected, specification
        self._places, self._today, self._ignored = places, today, ignored
        self._variables = {
            name: walk.library(name) for name in walk.given if name in selected or _is_library(walk, name)
        }
        self._members = [self._member(name) for name in self._variables]
        self._blamed: dict[Fault, tuple[str, Any]] = {}

    def consortium(self) -> dict[str, Any]:
        """The libraries of the consortium and their pairs, as data."""
        return consortium(self._members)

    def addresses(self) -> dict[str, dict[str, str]]:
        """The addresses to which the secrets of the selected libraries are sent, and how they are protected, by variable. An expression that is not
        evaluated here is as it is written, as is every variable with such an expression, which could be a part of an address."""
        named = {name for name, option in self._specification.options.items() if option.get("type") in _ADDRESSES}
        found = {}
        for library in sorted(self._variables.keys() & set(self._selected)):
            given, outside = self._walk.given[library], self._walk.outside[library]
            of_parts = {name for name in outside if isinstance(given[name], str)}
            names = (named | of_parts).union(_OF_CONNECTION) & given.keys()
            found[library] = {name: self._address(library, name) for name in sorted(names)}
        return found

    def _address(self, library: str, name: str) -> str:
        written = self._walk.given[library][name]
        unknown = written if isinstance(written, str) else "not readable here"
        value = unknown if name in self._walk.outside[library] else self._variables[library].value(name, unknown)
        address = str(value.get("address") if isinstance(value, Mapping) else value)
        return shown(address) if address.startswith("http") else one_line(address)

    @cached_property
    def consortium_findings(self) -> list[Finding]:
        """The findings about differences between libraries."""
        found = consortium_findings(self._members, self._selected)
        return self._finished(one for one in found if one.library in self._selected)

    def findings(self) -> list[Finding]:
        """All findings."""
        own = [one for name in self._variables if name in self._selected for one in self._library(name)]
        return in_order([*self._finished(own), *self.consortium_findings, *self._unused_files()])

    def _unused_files(self) -> Iterator[Finding]:
        for one in unused_files(self._places, self._walk.groups):
            for library in one.libraries or (None,):
                if library is None or library in self._selected:
                    yield Finding(WARNING, "unused_file", library, None, one.explanation, REMEDY, str(one.path))

    def _finished(self, findings: Iterator[Finding] | list[Finding]) -> list[Finding]:
        """The findings with their places, without secrets, in order. Without the consequences of what was not read."""
        return in_order(self._placed(one) for one in findings if NOT_READ not in one.message)

    def _placed(self, finding: Finding) -> Finding:
        if finding.library is None:
            return finding
        file, line = self._walk.place(finding.library, finding.variable)
        secrets = Search().secrets(self._walk.readable(finding.library), lambda written: written)
        texts = masked({"message": finding.message, "remedy": finding.remedy}, secrets)
        return replace(finding, **texts, file=file, line=line)

    def _library(self, name: str) -> Iterator[Finding]:
        variables, given = self._variables[name], self._walk.public[name]
        applies, options = _applies(given), self._specification.options
        encrypted, outside = self._walk.encrypted[name] & options.keys(), self._walk.outside[name]
        required = set() if applies else self._specification.required_by(_ROLES) - SECRETS - encrypted
        library = LibraryVariables(
            # Without a pattern of its own, a library has the accounts of the role.
            {**given, _ACCOUNTS: given.get(_ACCOUNTS) or variables.accounts},
            variables.evaluate,
            elsewhere=in_environment(),
            places=self._places,
            today=self._today,
            uses=self._specification.used_by(_ROLES, ()),
            undefined=variables.undefined,
            misread=self._walk.misread,
        )
        found = [one for one in problems(library, self._specification, required) if one.variable not in outside]
        for one in found:
            remedy = f"Set it. {one.remedy}".rstrip() if one.code == "missing" else one.remedy or _CORRECT
            yield Finding(ERROR, one.code, name, one.variable, one.explanation, remedy)
        yield from self._encrypted(name, encrypted)
        yield from self._unread(name, applies)
        wrong = {
            *encrypted,
            *(outside.keys() & options.keys()),
            *(one.variable for one in found if one.code in _CAUSES),
        }
        for variable, reason in self._unevaluated(name).items():
            if variable not in wrong:
                wrong.add(variable)
                yield Finding(ERROR, "invalid", name, variable, f"{variable} {reason}.", "Correct the expression.")
        yield from self._connection(name, wrong)
        for declaration, kinds in (_OF_APPLY if applies else _OF_ROLES).items():
            yield from self._declaration(name, declaration, kinds, wrong)
        if not wrong & {_EXPECTATIONS, f"{_EXPECTATIONS}_file"}:
            yield from self._expectations(name)
        yield from self._dates(name)
        yield from self._holding_codes(name)
        if _WAIVERS not in wrong:
            yield from self._waivers(name)

    @staticmethod
    def _encrypted(name: str, variables: Iterable[str]) -> Iterator[Finding]:
        for variable in variables:
            message = f"{variable} is encrypted and was not validated."
            remedy = "Run this with the vault password, or do not encrypt it."
            yield Finding(WARNING, "encrypted", name, variable, message, remedy)

    def _unread(self, name: str, applies: bool) -> Iterator[Finding]:
        """What is only known in a run, or has no effect."""
        for variable in self._ignored:
            if variable in self._walk.given[name]:
                message = f"{variable} has no effect in an inventory, because it is read from the command line only."
                yield Finding(WARNING, "no_effect", name, variable, message, "Remove it, and set it with -e.")
        for variable, used in self._walk.outside[name].items():
            message = f"{variable} was not evaluated: it uses {', '.join(used)}, which can read or run something outside the inventory."
            yield Finding(NOTE, "not_evaluated", name, variable, message)
        uses, undefined = self._specification.used_by(_ROLES, ()), self._variables[name].undefined
        for variable in sorted(uses & self._walk.given[name].keys()):
            # Of secrets, which the other checks do not see.
            known = list(undefined(self._walk.public[name].get(variable)))
            for one in undefined(self._walk.given[name][variable]):
                if one not in known:
                    message = f"{variable} cannot be evaluated: '{one}' is undefined."
                    yield Finding(NOTE, "missing", name, variable, message, "Set it in the inventory of the run.")
        set_here = {
            variable for variable, value in self._walk.given[name].items() if value is not None and not _is_blank(value)
        }
        present = in_environment() | set_here
        for variable in sorted(() if applies else SECRETS - present):
            if INSTEAD.get(variable) not in present:
                remedy = "Set it in the inventory or in the environment of the run."
                yield Finding(NOTE, "missing", name, variable, f"{variable} is missing.", remedy)

    def _connection(self, name: str, wrong: set[str]) -> Iterator[Finding]:
        """What the tasks of the collection refuse by the connection options alone."""
        options: dict[str, Any] = {"library": name}
        for option, variable in VARIABLES.items():
            if option in options or variable not in self._walk.given[name] or variable in wrong:
                continue
            try:
                options[option] = self._connection_option(name, variable)
            except Unevaluated as fault:
                # A text is assumed.
                options[option] = NOT_READ
                yield Finding(ERROR, "invalid", name, variable, f"{variable} {fault}.", "Correct the expression.")
                wrong.add(variable)
        for one in list(connection_faults(options, self._kinds(name))):
            variables = [VARIABLES.get(field, field) for field in one.fields]
            concerned = next((one for one in variables if one in self._walk.given[name]), next(iter(variables), None))
            if concerned not in wrong:
                yield Finding(ERROR, "invalid", name, concerned, one.message, _CORRECT)

    def _connection_option(self, name: str, variable: str) -> Any:
        """The value of a connection option as a task gets it. Of a secret only if it is written as a plain text. Raises Unevaluated."""
        if variable in SECRETS:
            written = self._walk.given[name][variable]
            plain = written is None or isinstance(written, (str, int, float)) and not has_expression(str(written))
            return written if plain else NOT_READ
        # One that cannot be decrypted here is in encrypted.
        return self._variables[name].evaluate(self._walk.public[name].get(variable, NOT_READ))

    def _kinds(self, name: str) -> list[str]:
        """The kinds of objects that a library declares."""
        if not _applies(self._walk.public[name]):
            return [kind.name for kind in catalogue.DECLARABLE]
        given = self._variables[name].value("circulation_configuration")
        return [kind.name for kind in catalogue.DECLARABLE if isinstance(given, Mapping) and given.get(kind.plural)]

    def _holding_codes(self, name: str) -> Iterator[Finding]:
        """Holding codes of another length than OCLC documents (wms-circulation.md 6.1, oclc-apis.md 4.1)."""
        variables = self._variables[name]
        test, locations = variables.value("verify_lending"), variables.value("reshare_settings_locations")
        codes = [("borrowing_holding_location", variables.value("borrowing_holding_location"))]
        codes += [("verify_lending", test.get("holding_location"))] if isinstance(test, Mapping) else []
        rows = locations if isinstance(locations, list) else ()
        codes += [("reshare_settings_locations", one.get("code")) for one in rows if isinstance(one, Mapping)]
        for variable, code in codes:
            if code not in (None, "") and len(str(code).strip()) != _HOLDING_CODE:
                message = f"{variable} has the holding code '{code}'. OCLC documents that a holding code has {_HOLDING_CODE} characters."
                yield Finding(
                    WARNING, "holding_code", name, variable, message, "Check the Holding Codes Translation Table."
                )

    def _declaration(
        self, name: str, declaration: str, kinds: Sequence[Kind], wrong: Collection[str]
    ) -> Iterator[Finding]:
        variables = self._variables[name]
        if declaration not in variables.written:
            return
        try:
            faults = declaration_faults(variables.evaluate(variables.written[declaration]), kinds, self._today)
        except Unevaluated as fault:
            if not wrong:
                message = f"The declared configuration {fault}."
                yield Finding(ERROR, "declaration", name, None, message, "Correct the variables.")
            return
        for one in faults:
            variable = self._blame(name, declaration, kinds, one, len(faults))
            # A wrong value was reported with its variable; a fault without one is probably its consequence.
            if variable not in wrong and (variable or not wrong):
                yield Finding(one.severity, one.code, name, variable, one.message, one.remedy or _CORRECT)

    def _expectations(self, name: str) -> Iterator[Finding]:
        """The cases of the truth table that the declared configuration decides otherwise."""
        variables = self._variables[name]
        cases = variables.value("preflight_expectations")
        configuration = variables.value("enable_reshare_circulation") if cases else None
        if configuration is None:
            return
        place = variables.value("borrowing_holding_location"), variables.value("borrowing_shelving_location")
        given = next((one for one in (_EXPECTATIONS, f"{_EXPECTATIONS}_file") if variables.value(one)), None)
        for one in expectation_faults(cases, configuration, catalogue.DECLARABLE, place):
            yield Finding(one.severity, one.code, name, given, one.message, one.remedy or _CORRECT)

    def _unevaluated(self, name: str) -> dict[str, str]:
        """The variables whose expressions have no value, with the reason."""
        found = {}
        for variable in self._inputs(name):
            try:
                self._variables[name].evaluate(self._walk.public[name][variable])
            except Unevaluated as fault:
                found[variable] = str(fault)
        return found

    def _blame(self, name: str, declaration: str, kinds: Sequence[Kind], fault: Fault, count: int) -> str | None:
        """The variable without which a fault disappears."""
        if declaration in _OF_APPLY:
            return declaration
        given = self._walk.public[name]
        variable, value = self._blamed.get(fault, (None, None))
        # Libraries often have the same fault from the same variable of their group.
        if variable in given and given[variable] == value:
            return variable
        for candidate in self._inputs(name):
            variables = self._walk.library(name, without=(candidate,))
            try:
                left = declaration_faults(variables.evaluate(variables.written[declaration]), kinds, self._today)
            except (Unevaluated, KeyError):
                continue
            if fault not in left and len(left) < count:
                self._blamed[fault] = candidate, given[candidate]
                return candidate
        return None

    def _inputs(self, name: str) -> list[str]:
        options = self._specification.options
        found = [one for one in self._walk.public[name] if one in options and one.startswith(_INPUTS)]
        return sorted(found, key=lambda one: (not one.endswith(_MORE), one))

    def _dates(self, name: str) -> Iterator[Finding]:
        """Accounts that expire within the days for which preflight requires them."""
        variables = self._variables[name]
        days = _normal(Integer(), variables.value("preflight_account_days"))
        for variable, option in self._specification.options.items():
            if option.get("type") == EXPIRATION_DATE and days is not None:
                day = _normal(Day(), variables.value(variable))
                left = self._left(day) if day else days
                if 0 <= left < days:
                    message = f"{variable} is {day}, in {counted(left, 'day')}; preflight requires {days} (preflight_account_days)."
                    yield Finding(WARNING, "expires", name, variable, message, "Extend the accounts.")

    def _waivers(self, name: str) -> Iterator[Finding]:
        given = self._variables[name].value(_WAIVERS)
        waivers = read_waivers(given if isinstance(given, Mapping) else {}, list(TITLES))
        form = waivers.get("authorisation_form")
        dated = self._walk.given[name].get("preflight_authorisation_form") not in (None, "")
        if not dated and (form is None or form.ended(self._today)) and not _applies(self._walk.public[name]):
            message = f"{TITLES['authorisation_form']}: no, {NO_FORM}."
            remedy = REMEDIES["authorisation_form"]
            yield Finding(WARNING, "missing", name, "preflight_authorisation_form", message, remedy)
        for check, waiver in waivers.items():
            remedy = "Remove the waiver if the check passes now, or set another date."
            if waiver.ended(self._today):
                message = f"The waiver of the check '{check}' ended on {waiver.until}."
                yield Finding(ERROR, "expired", name, _WAIVERS, message, remedy)
            elif waiver.until and self._left(waiver.until) < _WAIVER_DAYS:
                message = f"The waiver of the check '{check}' ends on {waiver.until}."
                yield Finding(WARNING, "expires", name, _WAIVERS, message, remedy)

    def _left(self, day: str) -> int:
        """The number of days until a day."""
        return (date.fromisoformat(day) - date.fromisoformat(self._today)).days

    def _member(self, name: str) -> ComparedLibrary:
        variables = self._variables[name]
        identities = {one: variables.value(one) for one in {one for names in IDENTITIES for one in names}}
        if _applies(self._walk.public[name]):
            return ComparedLibrary(name, identities)
        partners = variables.value("lending_partner_symbols")
        return ComparedLibrary(
            name,
            identities,
            borrowing=_period(variables, "borrowing_loan_period"),
            lending=_period(variables, "lending_loan_period"),
            agreed=_period(variables, "consortium_loan_period"),
            transit=_normal(Integer(), variables.value("consortium_transit_days")) or 0,
            partners=[str(one).strip() for one in partners] if isinstance(partners, list) else None,
            accounts=texts(variables.value("lending_partner_accounts")),
            patron_ids=texts(variables.value("reshare_settings_partner_accounts")),
            barcodes={str(one.get("barcode")) for one in variables.accounts},
            taken=texts({DEFAULT_ACCOUNT: variables.value(DEFAULT_ACCOUNT), "verify_borrowing": _barcode(variables)}),
        )


def _applies(given: Mapping[str, Any]) -> bool:
    """Whether a library has a whole configuration, for the playbook apply, instead of the variables of the roles."""
    return "circulation_configuration" in given


def _is_blank(value: Any) -> bool:
    """Whether a value is a blank text. An encrypted one, which may not be readable here, is none."""
    return isinstance(value, str) and not value


def _is_library(walk: Walk, name: str) -> bool:
    return any(variable in walk.public[name] for variable in ("wms_registry_id", "reshare_symbol"))


def _period(variables: Variables, name: str) -> Mapping[str, Any] | None:
    period: Mapping[str, Any] | None = _normal(Duration(), variables.value(name))
    return period


def _normal(type_: Any, value: Any) -> Any:
    """The canonical value; None for a wrong one, which is reported with its variable."""
    try:
        return type_.normalise(value)
    except (ValueError, ValidationError):
        return None


def _barcode(variables: Variables) -> Any:
    """The barcode of the test patron."""
    test = variables.value("verify_borrowing")
    return test.get("patron_barcode") if isinstance(test, Mapping) else None
