# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks of a library, before changes and before its link goes live. They change nothing."""

from __future__ import annotations

from .._core.checks import Check, checks_result, waived
from .._module_tasks import circulation_store, record, record_views, recorded_evidence, reshare
from .._module_tasks.planning import Plan
from .._record import knowledge
from .._record.sources import HOW
from .._task.task import Call, Result, task
from .._wms.catalogue import DECLARABLE
from .._wms.objects.patrons import PATRON_ACCOUNT
from . import crosslink, oclc, tenant_checks
from .accounts import lending_accounts
from .basis import APPLIED, EXPECTED, OCLC, RESHARE, CheckedLibrary, Found, Made, NotPossible, passed, see
from .check_texts import TITLES
from .policies import policies


@task(
    {
        "circulation_configuration": {"type": "dict", "default": {}},
        "reshare_configuration": {"type": "dict", "default": {}},
        "expected": {"type": "dict", "apply_defaults": True, "options": EXPECTED},
        "expectations": {"type": "list", "elements": "dict", "default": []},
        "waivers": {"type": "dict", "default": {}},
    },
    secrets=reshare.secrets_in("reshare_configuration"),
)
def preflight_task(call: Call) -> Result:
    """The work of preflight_info."""
    clients = circulation_store.connect(call, [PATRON_ACCOUNT.name])
    library = CheckedLibrary(call, clients)
    made = sorted(_all_checks(library), key=lambda check: list(TITLES).index(check.name))
    checks = waived(made, call.params["waivers"], list(TITLES), library.today.isoformat())
    ready = not any(check.stops for check in checks)
    return {
        **checks_result(checks),
        "ready": ready,
        "expectations": [judgement.data for judgement in library.judgements],
        "evidence": recorded_evidence.dates(library.evidence),
        **clients.result(),
    }


def _all_checks(library: CheckedLibrary) -> Made:
    """All checks. Each login is before the checks that need it."""
    library.read_ahead()
    guarded = library.guarded
    yield from oclc.key(library)
    yield guarded("circulation_plan", lambda _library: _applies(library, "circulation_plan", library.circulation), OCLC)
    yield lending_accounts(library)
    yield guarded("patron_types", oclc.patron_types, OCLC)
    yield guarded("legacy_notifications", oclc.legacy, OCLC)
    yield oclc.form(library)
    yield tenant_checks.login(library)
    yield guarded("reshare_tenant", tenant_checks.tenant, RESHARE)
    yield guarded("reshare_version", tenant_checks.version, RESHARE)
    yield guarded("reshare_permissions", tenant_checks.permissions, RESHARE)
    yield guarded("reshare_plan", _tenant_applies, RESHARE)
    yield guarded("locations", oclc.locations, OCLC)
    if library.expected["stage"] == APPLIED:
        yield guarded("nothing_pending", CheckedLibrary.pending, OCLC)
        yield guarded("nothing_differs", _nothing_differs, OCLC)
    yield from policies(library)
    if library.expected["patron_check"]:
        yield guarded("patron_check", tenant_checks.patrons, RESHARE)
    if library.expected["crosslink_export"]:
        yield crosslink.export(library)


def _applies(library: CheckedLibrary, name: str, plan: Plan) -> Check:
    """Whether a plan is possible."""
    if plan.fault is None:
        return passed(name)
    if plan.interrupted:
        raise plan.fault
    return library.judged(name, plan.fault)


def _tenant_applies(library: CheckedLibrary) -> Check:
    """The check of the tenant's plan, which refers to objects of the circulation configuration."""
    # After a rejected login at OCLC, the tenant's plan does not use the circulation plan.
    if OCLC not in library.closed and library.circulation.interrupted:
        raise NotPossible(see("circulation_plan"))
    return _applies(library, "reshare_plan", library.tenant_plan)


def _nothing_differs(library: CheckedLibrary) -> Found:
    """With a record, the detail of a passed check counts the values by source."""
    lacking = library.lacking()
    if lacking or not library.call.params["wms_record_dir"]:
        return lacking
    store = record.opened_for_reading(library.call, library.clients)
    known = knowledge.of_declared(store, DECLARABLE, library.circulation.wanted)
    fields = record_views.knowledge(library.call, store, known)["knowledge"]["fields"]
    counts = ", ".join(f"{count} {HOW[how]}" for how, count in fields.items() if count)
    return passed("nothing_differs", f"number of values: {counts}" if counts else "")
