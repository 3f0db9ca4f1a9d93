# SPDX-License-Identifier: GPL-3.0-or-later

"""The checks of OCLC's systems: key, locations, patron types, notifications, and the authorisation form."""

from __future__ import annotations

from .._core.checks import INVALID, LEGACY, NOT_KNOWN, Check, Problem
from .._core.errors import TaskError
from .._core.values import Day
from .._module_tasks import identity_proof, record, recorded_evidence
from .._wms import resolution
from .._wms.notices import notifications_in_use
from .._wms.oauth import OtherInstitution
from .._wms.objects.patrons import PATRON_TYPE_POLICY
from .basis import OCLC, RESHARE, CheckedLibrary, Found, Made, failed, passed, see, unknown
from .check_texts import NO_FORM


def key(library: CheckedLibrary) -> Made:
    """Whether OCLC accepts the key, and whether its token is for this institution."""
    try:
        library.clients.log_in_at_oclc()
    except OtherInstitution as fault:
        library.closed[OCLC] = "wms_institution"
        yield passed("wms_key")
        yield library.judged("wms_institution", fault)
        return
    except TaskError as fault:
        library.closed[OCLC] = "wms_key"
        yield library.judged("wms_key", fault)
        yield unknown("wms_institution", see("wms_key"))
        return
    yield passed("wms_key")
    yield passed("wms_institution")


def locations(library: CheckedLibrary) -> Found:
    """Whether locations can be looked up, and the institution has those in the library's variables. Problems in a plan are left out."""
    if library.call.params["wms_record_dir"] and not library.call.params["wms_read_locations"]:
        remedy = "Check the Holding Codes Translation Table, and waive this check with a reason."
        text = "the library's WSKey cannot read locations (wms_read_locations is false)"
        return unknown("locations", Problem(text, NOT_KNOWN, fields=("wms_read_locations",)), remedy)
    plans = [library.circulation, *([] if RESHARE in library.closed else [library.tenant_plan])]
    reported = " ".join(str(plan.fault) for plan in plans)
    others = identity_proof.other_locations(library.call, library.circulation.reconciler)
    return [Problem(str(other), other.code, other.object) for other in others if str(other.object) not in reported]


def patron_types(library: CheckedLibrary) -> Check:
    """Whether the patron types of the library are known."""
    # No patron of the library has the patron type of the lending accounts.
    known = {*library.resolver.patron_types(), *recorded_evidence.patron_types(library.evidence)}
    types = sorted(known - {library.expected["lending_patron_type"]})
    if types:
        return passed("patron_types", ", ".join(types))
    if library.call.params["wms_record_dir"] and record.has_adopted(library.call, resolution.MAPS):
        return passed("patron_types", "no map distinguishes patron types")
    remedy = "Import the existing configuration (reshare.wms.ask), or waive this check with a reason."
    why = Problem("no Patron Type Policy is known, and no map refers to one", NOT_KNOWN, PATRON_TYPE_POLICY.label)
    return unknown("patron_types", why, remedy)


def legacy(library: CheckedLibrary) -> Check:
    """Whether notifications continue to be sent."""
    summary, sent, legacy = notifications_in_use(library.circulation.now, library.objects, library.today)
    if sent:
        return passed("legacy_notifications", summary)
    return failed("legacy_notifications", [Problem(summary, LEGACY, name) for name in legacy])


def form(library: CheckedLibrary) -> Check:
    """Whether the authorisation form is declared as signed."""
    signed = library.expected["authorisation_form"]
    if not signed:
        return _unsigned(library, NO_FORM)
    try:
        day = Day().normalise(signed)
    except ValueError as fault:
        return _unsigned(library, f"the date {fault}")
    if day is None or day > library.today.isoformat():
        return _unsigned(library, f"{day} is in the future")
    return passed("authorisation_form", f"declared: {day}")


def _unsigned(library: CheckedLibrary, why: str) -> Check:
    return failed("authorisation_form", [Problem(why, INVALID, fields=("preflight_authorisation_form",))])
