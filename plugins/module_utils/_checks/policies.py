# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether the policies apply as ReShare needs them, by the maps, the library's own expectations, and OCLC's reports."""

from __future__ import annotations

from .._core.checks import DIFFERS, FAIL, NOT_KNOWN, PASS, Check, Problem
from .._core.texts import counted
from .._jobs import recorded_evidence, truth_tables
from .._wms import resolution
from .._wms.expectations import Judgement
from .._wms.objects.loans import LOAN_POLICY, LOAN_POLICY_MAP
from .._wms.proof import Proof
from .._wms.report_files import LABELS
from .basis import OCLC, CheckedLibrary, Made, failed, passed, unknown


class Policies:
    """The checks of the policies of one library."""

    def __init__(self, library: CheckedLibrary):
        self._library = library
        self._cases = truth_tables.declared_cases(library.call)
        self.judgements: list[Judgement] = []

    def all(self) -> Made:
        """Each check, if its objects are declared."""
        library, circulation = self._library, self._library.call.params["circulation_configuration"]
        if circulation and library.expected["holding_location"]:
            yield from library.guarded("borrowed_items", self.borrowed, OCLC)
        if circulation and library.expected["lending_patron_type"]:
            yield from library.guarded("lent_items", self.lent, OCLC)
        if self._cases:
            yield from library.guarded("expectations", self.expectations, OCLC)
        if circulation:
            yield from self.evidence()

    def borrowed(self) -> list[Problem]:
        """Whether the declared policies apply to borrowed items."""
        for warning in self._maps(self._library.objects).short_holds():
            self._library.call.warn(warning)
        return self._library.found(lambda objects: self._maps(objects).borrowed(), self._library.objects)

    def lent(self) -> list[Problem]:
        """Whether they apply to lent items, without limits."""
        patron_type = self._library.expected["lending_patron_type"]
        return self._library.found(lambda objects: self._maps(objects).lent(patron_type), self._library.objects)

    def expectations(self) -> Check:
        """Whether the library's own expectations are met."""
        self.judgements = truth_tables.judged(self._library.call, self._cases, self._library.objects)
        status, detail = truth_tables.outcome(self.judgements)
        if status == FAIL:
            return failed("expectations", self._library.found(self._unmet, self._library.objects))
        remedy = "Import the existing configuration (reshare.wms.ask), or remove the column from the case."
        if status == PASS:
            return passed("expectations", detail)
        return unknown("expectations", Problem(detail, NOT_KNOWN), remedy)

    def _unmet(self, objects: resolution.Objects) -> list[Problem]:
        status, detail = truth_tables.outcome(truth_tables.judged(self._library.call, self._cases, objects))
        return [Problem(detail, DIFFERS)] if status == FAIL else []

    def _maps(self, objects: resolution.Objects) -> Proof:
        place = (self._library.expected["holding_location"], self._library.expected["shelving_location"])
        return Proof(
            objects, self._library.circulation.wanted, place, recorded_evidence.patron_types(self._library.evidence)
        )

    def evidence(self) -> Made:
        """Made if loans were compared, and the maps and policies have neither changed since nor are to be changed."""
        if not self._library.evidence or self._library.content is None or OCLC in self._library.closed:
            return
        plan = self._library.circulation
        changing = {one.kind for one in (*plan.outcome.changes, *plan.outcome.pending)} & {LOAN_POLICY, LOAN_POLICY_MAP}
        known = [] if plan.fault or changing else recorded_evidence.about_loans(self._library.content, plan.wanted)
        if first := recorded_evidence.contradiction(known):
            yield failed("evidence", [first])
        elif known:
            shown = (
                f"{LABELS[one.report]}: {counted(sum(one.loans.values()), 'loan')} until {one.last}" for one in known
            )
            yield passed("evidence", "; ".join(shown))
