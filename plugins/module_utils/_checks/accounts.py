# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The check of the accounts to which items are lent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from .._core.checks import BLOCKED, EXPIRES, UNKNOWN, Check, Problem
from .._core.errors import TaskError
from .._core.evidence import PATRONS
from .._jobs import applying, recorded_evidence
from .._wms import account_expiry, resolution
from .._wms.catalogue import DECLARABLE
from .._wms.objects.patrons import PATRON_ACCOUNT
from .._wms.report_files import LABELS
from .basis import OCLC, PLANNED, CheckedLibrary, Made, failed, passed


class Accounts:
    """The check of the lending accounts of one library."""

    def __init__(self, library: CheckedLibrary):
        self._library = library

    def lending_accounts(self) -> Made:
        """From Identity Management; where it cannot be read, from OCLC's reports."""
        for check in self._library.guarded("lending_accounts", self._accounts, OCLC):
            yield (self._reported_accounts() if check.status == UNKNOWN else None) or check

    def _reported_accounts(self) -> Check | None:
        """The check of the declared accounts in the recorded patron report; None without one."""
        full, there = self._library.evidence.get(PATRONS), recorded_evidence.accounts(self._library.evidence)
        if full is None:
            return None
        try:
            wanted = applying.declare_all(
                self._library.call.params_raw.get("circulation_configuration") or {}, (), DECLARABLE
            )
        except TaskError:
            # Reported by the plan.
            return None
        problems = [*recorded_evidence.account_problems(self._library.evidence, wanted)]
        problems += self._all_unusable(self._library.barcodes(wanted), there)
        source = f"as {LABELS[PATRONS]} of {full.last} shows"
        if problems:
            shown = [replace(one, text=f"{one.text.rstrip('.')} ({source})") for one in problems]
            return failed("lending_accounts", shown)
        return passed("lending_accounts", source)

    def _accounts(self) -> list[Problem]:
        """The problems of declared accounts that exist or will exist."""
        plan, barcodes = self._library.circulation, self._library.barcodes(self._library.circulation.wanted)
        if plan.fault is not None and not plan.refused:
            # It is not known which accounts were read before a request failed.
            raise TaskError("see circulation_plan")

        def look(objects: resolution.Objects) -> Iterator[Problem]:
            there = {str(one.get("barcode")): one for one in (objects(PATRON_ACCOUNT) if barcodes else ())}
            return self._all_unusable(barcodes, there)

        return self._library.found(look, plan.after if self._library.expected["stage"] == PLANNED else plan.now)

    def _all_unusable(self, barcodes: Iterable[str], there: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
        return (problem for barcode in barcodes if barcode in there for problem in self._unusable(there[barcode]))

    def _unusable(self, account: Mapping[str, Any]) -> Iterator[Problem]:
        title, expires = f"The account {account.get('barcode')}", account.get("expires")
        about = PATRON_ACCOUNT.describe(str(account.get("barcode")))
        if account.get("blocked"):
            yield Problem(f"{title} is blocked", BLOCKED, about, ("blocked",), remedy="Unblock it in User Management.")
        elif expires:
            periods = self._loan_periods(account.get("patron_type"))
            enough = self._library.expected["account_days"]
            for text, remedy in account_expiry.problems(expires, self._library.today, periods, enough):
                yield Problem(f"{title}: {text}", EXPIRES, about, ("expires",), remedy=f"{remedy}.")

    def _loan_periods(self, patron_type: str | None) -> list[Mapping[str, Any]]:
        """The loan periods of an account; none if the maps cannot be read, which other checks report."""
        try:
            return self._library.resolver.loan_periods(patron_type)
        except TaskError:
            return []
