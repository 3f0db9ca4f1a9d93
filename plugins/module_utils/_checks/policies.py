# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether the policies apply as ReShare needs them, by the maps, the library's own expectations, and OCLC's reports."""

from __future__ import annotations

from .._core.checks import DIFFERS, FAIL, NOT_KNOWN, PASS, Check, Problem
from .._core.texts import counted
from .._module_tasks import recorded_evidence, truth_tables
from .._wms import resolution
from .._wms.objects.loans import LOAN_POLICY, LOAN_POLICY_MAP
from .._wms.proof import Proof
from .._wms.report_files import LABELS
from .basis import OCLC, CheckedLibrary, Made, failed, passed, unknown


def policies(library: CheckedLibrary) -> Made:
    """The checks of policies whose objects are declared."""
    circulation = library.call.params["circulation_configuration"]
    if circulation and library.expected["holding_location"]:
        yield library.guarded("borrowed_items", borrowed, OCLC)
    if circulation and library.expected["lending_patron_type"]:
        yield library.guarded("lent_items", lent, OCLC)
    if library.cases:
        yield library.guarded("expectations", expectations, OCLC)
    if circulation:
        yield from evidence(library)


def borrowed(library: CheckedLibrary) -> list[Problem]:
    """Whether the declared policies apply to borrowed items."""
    for warning in _maps(library, library.objects).short_holds():
        library.call.warn(warning)
    return library.problems_in(lambda objects: _maps(library, objects).borrowed(), library.objects)


def lent(library: CheckedLibrary) -> list[Problem]:
    """Whether the declared policies apply to lent items, without limits."""
    patron_type = library.expected["lending_patron_type"]
    return library.problems_in(lambda objects: _maps(library, objects).lent(patron_type), library.objects)


def expectations(library: CheckedLibrary) -> Check:
    """Whether the library's own expectations are met."""
    library.judgements = truth_tables.judged(library.call, library.cases, library.objects)
    status, detail = truth_tables.outcome(library.judgements)
    if status == FAIL:
        return failed("expectations", library.problems_in(lambda objects: _unmet(library, objects), library.objects))
    remedy = "Import the existing configuration (reshare.wms.ask), or remove the column from the case."
    if status == PASS:
        return passed("expectations", detail)
    return unknown("expectations", Problem(detail, NOT_KNOWN), remedy)


def _unmet(library: CheckedLibrary, objects: resolution.Objects) -> list[Problem]:
    status, detail = truth_tables.outcome(truth_tables.judged(library.call, library.cases, objects))
    return [Problem(detail, DIFFERS)] if status == FAIL else []


def _maps(library: CheckedLibrary, objects: resolution.Objects) -> Proof:
    location = (library.expected["holding_location"], library.expected["shelving_location"])
    return Proof(objects, library.circulation.wanted, location, recorded_evidence.patron_types(library.evidence))


def evidence(library: CheckedLibrary) -> Made:
    """Made only if loans were compared, and Loan Policies and their map neither changed since nor are to change."""
    if not library.evidence or library.content is None or OCLC in library.closed:
        return
    plan = library.circulation
    changing = {about.kind for about in (*plan.outcome.changes, *plan.outcome.pending)} & {LOAN_POLICY, LOAN_POLICY_MAP}
    known = [] if plan.fault or changing else recorded_evidence.about_loans(library.content, plan.wanted)
    if first := recorded_evidence.contradiction(known):
        yield failed("evidence", [first])
    elif known:
        counts = ((file, sum(file.loans.values())) for file in known)
        shown = (f"{LABELS[file.report]}: {counted(count, 'loan')} until {file.last}" for file, count in counts)
        yield passed("evidence", "; ".join(shown))
