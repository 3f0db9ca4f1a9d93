# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether the declared configuration can be applied, and was applied."""

from __future__ import annotations

from .._core.checks import Check
from .._jobs import record, record_views
from .._jobs.planning import Plan
from .._record import knowledge
from .._record.sources import HOW
from .._wms.catalogue import DECLARABLE
from .basis import OCLC, CheckedLibrary, Found, NotPossible, failed, passed, see


def applies(name: str, plan: Plan) -> Check:
    """Whether a plan is possible."""
    if plan.fault is None:
        return passed(name)
    if plan.interrupted:
        raise plan.fault
    return failed(name, plan.fault)


def tenant_applies(library: CheckedLibrary) -> Check:
    """Whether the plan of the tenant is possible. It refers to objects of the circulation configuration."""
    # After a rejected login at OCLC, no plan of it is made.
    if OCLC not in library.closed and library.circulation.interrupted:
        raise NotPossible(see("circulation_plan"))
    return applies("reshare_plan", library.tenant_plan)


def nothing_differs(library: CheckedLibrary) -> Found:
    """With a record, the detail says how much of it was only stated by a person."""
    lacking = library.lacking()
    if lacking or not library.call.params["wms_record_dir"]:
        return lacking
    store = record.opened_for_reading(library.call, library.clients)
    known = knowledge.of_declared(store, DECLARABLE, library.circulation.wanted)
    fields = record_views.knowledge(library.call, store, known)["knowledge"]["fields"]
    counts = ", ".join(f"{count} {HOW[how]}" for how, count in fields.items() if count)
    return passed("nothing_differs", f"number of values: {counts}" if counts else "")
