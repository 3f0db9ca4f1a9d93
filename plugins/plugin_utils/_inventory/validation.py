# SPDX-License-Identifier: GPL-3.0-or-later

"""Validates a whole inventory offline: each library's variables and declarations, and the libraries against each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import Any

from ...module_utils._core.addresses import shown
from ...module_utils._core.errors import ValidationError, similar
from ...module_utils._core.texts import one_line
from ...module_utils._core.values import Duration, Integer
from ...module_utils._module_tasks.excepted import ALL_PARTNERS, LibraryException
from ...module_utils._wms.objects.loans import LOAN_POLICY
from .._variables.secrets import Search, masked
from .agreement import BORROWING, DEFAULT_ACCOUNT, LENDING, ComparedLibrary, consortium, consortium_findings, texts
from .declarations import EXCEPTIONS, exceptions_of
from .duplicates import NAMES
from .findings import ERROR, WARNING, Finding, in_order
from .library_validation import LibraryValidation
from .option_types import TYPES
from .received_places import Places
from .shared_values import shared_values
from .specification import Specification
from .unused_files import REMEDY, unused_files
from .walk import NOT_READ, Variables, Walk

#: The variables that decide where secrets are sent, besides the addresses.
_OF_CONNECTION = (
    *("reshare_settings_connector", "reshare_settings_ncip_address", "reshare_settings_patron_search"),
    *("reshare_wms_validate_certs", "reshare_wms_ca_path", "worksheet_smtp_host", "worksheet_smtp_security"),
)


class Validation:
    """The validation of an inventory.

    selected: the libraries of the run; the others only count as members of the consortium. today: in ISO format. ignored: the options that
    have no effect in an inventory. of_run: the values that the run gives to all its libraries.
    """

    def __init__(
        self,
        walk: Walk,
        selected: Collection[str],
        specification: Specification,
        places: Places,
        today: str,
        ignored: Collection[str] = (),
        of_run: Mapping[str, Any] | None = None,
    ):
        self._walk, self._selected, self._specification = walk, selected, specification
        self._places, self._today, self._ignored, self._of_run = places, today, ignored, of_run or {}
        self._members = members(walk, selected)
        self._libraries = [member.library for member in self._members]

    def consortium(self) -> dict[str, Any]:
        """The libraries of the consortium and their pairs, as data."""
        return consortium(self._members)

    def addresses(self) -> dict[str, dict[str, str]]:
        """The addresses to which the secrets of the selected libraries are sent, and how they are protected, by variable. An expression that is not
        evaluated here is shown as written. Every variable with such an expression is included, because it could be part of an address."""
        named = {
            name for name, option in self._specification.options.items() if TYPES[option.get("type", "str")].address
        }
        addresses = {}
        for library in sorted(set(self._libraries).intersection(self._selected)):
            given, outside = self._walk.given[library], self._walk.outside[library]
            of_parts = {name for name in outside if isinstance(given[name], str)}
            names = (named | of_parts).union(_OF_CONNECTION) & given.keys()
            addresses[library] = {name: self._address(library, name) for name in sorted(names)}
        return addresses

    def _address(self, library: str, name: str) -> str:
        written = self._walk.given[library][name]
        unknown = written if isinstance(written, str) else "not readable here"
        value = unknown if name in self._walk.outside[library] else self._walk.variables(library).value(name, unknown)
        address = str(value.get("address") if isinstance(value, Mapping) else value)
        return shown(address) if address.startswith("http") else one_line(address)

    @cached_property
    def consortium_findings(self) -> list[Finding]:
        """The findings about differences between libraries."""
        compared = consortium_findings(self._members, self._selected, self._today)
        given = {name: self._walk.given[name] for name in self._libraries}
        shared = list(shared_values(given, self._walk.encrypted, self._selected, self._of_run))
        known = {(finding.library, finding.variable) for finding in shared}
        others = (row for row in compared if row.code != "duplicate" or (row.library, row.variable) not in known)
        return in_order([*shared, *self._finished(other for other in others if other.library in self._selected)])

    def findings(self) -> list[Finding]:
        """All findings."""
        given = self._specification, self._places, self._today, self._ignored
        blamed: dict[Finding, tuple[str, Any]] = {}
        selected = [name for name in self._libraries if name in self._selected]
        own = [row for name in selected for row in LibraryValidation(self._walk, name, *given, blamed).findings()]
        named = (finding for name in selected for finding in self._misnamed(name))
        return in_order(
            [*self._finished(own), *self._finished(named), *self.consortium_findings, *self._unused_files()]
        )

    def _misnamed(self, name: str) -> Iterator[Finding]:
        """The exceptions that a library reads, and that have no effect because of the names in them."""
        known = {*self._libraries, ALL_PARTNERS}
        for exception in exceptions_of(self._walk.variables(name)):
            text = f"The exception of {exception.library} ({exception.title}) has no effect:"
            if unknown := sorted({exception.library, exception.agreement or ALL_PARTNERS} - known):
                text += f" '{unknown[0]}' is no library of the inventory. {similar(unknown[0], self._libraries)}"
                yield Finding(ERROR, "invalid", name, EXCEPTIONS, text, "Correct the name.")
            elif exception not in exceptions_of(self._walk.variables(exception.library)):
                text += f" {exception.library} does not read it."
                yield Finding(ERROR, "invalid", name, EXCEPTIONS, text, "Set it in group_vars/all.yml, or there.")

    def _unused_files(self) -> Iterator[Finding]:
        for file in unused_files(self._places, self._walk.groups):
            for library in file.libraries or (None,):
                if library is None or library in self._selected:
                    yield Finding(WARNING, "unused_file", library, None, file.explanation, REMEDY, str(file.path))

    def _finished(self, findings: Iterator[Finding] | list[Finding]) -> list[Finding]:
        """The findings in order, with their places and without secrets, without the consequences of values that were not read."""
        return in_order(self._placed(finding) for finding in findings if NOT_READ not in finding.message)

    def _placed(self, finding: Finding) -> Finding:
        if finding.library is None:
            return finding
        file, line = self._walk.where_set(finding.library, finding.variable)
        secrets = Search().secrets(self._walk.readable(finding.library), lambda written: written)
        texts = masked({"message": finding.message, "remedy": finding.remedy}, secrets)
        return replace(finding, **texts, file=file, line=line)


def members(walk: Walk, selected: Collection[str] = ()) -> list[ComparedLibrary]:
    """The libraries of an inventory: its hosts with an identity, and the selected ones."""
    return [
        _member(walk, name)
        for name, given in walk.public.items()
        if name in selected or "wms_registry_id" in given or "reshare_symbol" in given
    ]


def _member(walk: Walk, name: str) -> ComparedLibrary:
    variables = walk.variables(name)
    identities = {name: variables.value(name) for name in NAMES}
    if "circulation_configuration" in walk.public[name]:
        return ComparedLibrary(name, identities)
    partners = variables.value("lending_partner_symbols")
    titles = {LENDING: "lending_policy_name", BORROWING: "borrowing_policy_name"}
    titles = {period: LOAN_POLICY.describe(str(variables.value(policy))) for period, policy in titles.items()}
    exceptions = {
        key: exception
        for exception in exceptions_of(variables, name)
        for key in (*titles, exception.agreement or ALL_PARTNERS)
        if exception.agreement or exception.is_about(titles.get(key, ""), LOAN_POLICY, "loan_period")
    }
    return ComparedLibrary(
        name,
        identities,
        borrowing=_period(variables, BORROWING, exceptions),
        lending=_period(variables, LENDING, exceptions),
        agreed=variables.canonical("consortium_loan_period", Duration()),
        transit=variables.canonical("consortium_transit_days", Integer()) or 0,
        partners=[str(partner).strip() for partner in partners] if isinstance(partners, list) else None,
        accounts=texts(variables.value("lending_partner_accounts")),
        patron_ids=texts(variables.value("reshare_settings_partner_accounts")),
        barcodes={str(account.get("barcode")) for account in variables.accounts},
        taken=texts({DEFAULT_ACCOUNT: variables.value(DEFAULT_ACCOUNT), "verify_borrowing": _barcode(variables)}),
        exceptions=exceptions,
    )


def _period(variables: Variables, name: str, exceptions: Mapping[str, LibraryException]) -> Any:
    """A period of a library; if it is excepted, the value that the library has instead. None if it is not known."""
    with suppress(ValueError, ValidationError):
        return (
            Duration().normalise(exceptions[name].value)
            if name in exceptions
            else variables.canonical(name, Duration())
        )
    return None


def _barcode(variables: Variables) -> Any:
    """The barcode of the test patron."""
    test = variables.value("verify_borrowing")
    return test.get("patron_barcode") if isinstance(test, Mapping) else None
