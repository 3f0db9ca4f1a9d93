# SPDX-License-Identifier: GPL-3.0-or-later

"""The check of the accounts to which items are lent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from .._core.checks import BLOCKED, EXPIRES, UNKNOWN, Check, Problem
from .._core.errors import TaskError
from .._core.evidence import PATRONS
from .._core.objects import Declaration
from .._module_tasks import applying, recorded_evidence
from .._wms import account_expiry, resolution
from .._wms.catalogue import DECLARABLE
from .._wms.objects.patrons import PATRON_ACCOUNT, lent_to
from .._wms.report_files import LABELS
from .basis import OCLC, PLANNED, CheckedLibrary, NotPossible, failed, passed, see


def barcodes(wanted: Mapping[str, Declaration]) -> list[str]:
    """The barcodes of the declared accounts to which items are lent."""
    return [barcode for barcode, account in recorded_evidence.declared_accounts(wanted).items() if lent_to(account)]


def lending_accounts(library: CheckedLibrary) -> Check:
    """From Identity Management; if that is inconclusive, from OCLC's reports."""
    check = library.guarded("lending_accounts", _accounts, OCLC)
    return (_reported_accounts(library) if check.status == UNKNOWN else None) or check


def _reported_accounts(library: CheckedLibrary) -> Check | None:
    """The check of the declared accounts in the recorded patron report; None without one."""
    full, there = library.evidence.get(PATRONS), recorded_evidence.accounts(library.evidence)
    if full is None:
        return None
    try:
        wanted = applying.declare_all(library.call.params_raw.get("circulation_configuration") or {}, (), DECLARABLE)
    except TaskError:
        # Reported by the plan.
        return None
    problems = [*recorded_evidence.account_problems(library.evidence, wanted)]
    problems += _all_unusable(library, barcodes(wanted), there)
    source = f"as {LABELS[PATRONS]} of {full.last} shows"
    if problems:
        shown = [replace(problem, text=f"{problem.text.rstrip('.')} ({source})") for problem in problems]
        return failed("lending_accounts", shown)
    return passed("lending_accounts", source)


def _accounts(library: CheckedLibrary) -> list[Problem]:
    """The problems of declared accounts that exist or will exist."""
    plan, lending = library.circulation, barcodes(library.circulation.wanted)
    if plan.interrupted:
        # It is not known which accounts were read before a request failed.
        raise NotPossible(see("circulation_plan"))

    def look(objects: resolution.Objects) -> Iterator[Problem]:
        there = {str(account.get("barcode")): account for account in (objects(PATRON_ACCOUNT) if lending else ())}
        return _all_unusable(library, lending, there)

    return library.problems_in(look, plan.after if library.expected["stage"] == PLANNED else plan.now)


def _all_unusable(
    library: CheckedLibrary, lending: Iterable[str], there: Mapping[str, Mapping[str, Any]]
) -> Iterator[Problem]:
    return (problem for barcode in lending if barcode in there for problem in _unusable(library, there[barcode]))


def _unusable(library: CheckedLibrary, account: Mapping[str, Any]) -> Iterator[Problem]:
    title, expires = f"The account {account.get('barcode')}", account.get("expires")
    about = PATRON_ACCOUNT.describe(str(account.get("barcode")))
    if account.get("blocked"):
        yield Problem(f"{title} is blocked", BLOCKED, about, ("blocked",), remedy="Unblock it in User Management.")
    elif expires:
        periods = _loan_periods(library, account.get("patron_type"))
        enough = library.expected["account_days"]
        for text, remedy in account_expiry.problems(expires, library.today, periods, enough):
            yield Problem(f"{title}: {text}", EXPIRES, about, ("expires",), remedy=f"{remedy}.")


def _loan_periods(library: CheckedLibrary, patron_type: str | None) -> list[Mapping[str, Any]]:
    """The loan periods of an account; none if the maps cannot be read, which other checks report."""
    try:
        return library.resolver.loan_periods(patron_type)
    except TaskError:
        return []
