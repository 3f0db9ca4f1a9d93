# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks of a library, before changes and before its link goes live. They change nothing."""

from __future__ import annotations

from .._core.checks import checks_result, waived
from .._jobs import circulation_store, recorded_evidence, reshare
from .._task.task import Call, Result, task
from .._wms.objects.patrons import PATRON_ACCOUNT
from . import crosslink, oclc, tenant_checks
from .accounts import lending_accounts
from .applied import applies, nothing_differs, tenant_applies
from .basis import APPLIED, EXPECTED, OCLC, RESHARE, CheckedLibrary, Made
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
        "expectations": [one.data for one in library.judgements],
        "evidence": recorded_evidence.dates(library.evidence),
        **clients.result(),
    }


def _all_checks(library: CheckedLibrary) -> Made:
    """All checks. A login comes before the checks that need it."""
    library.read_ahead()
    guarded = library.guarded
    yield from oclc.key(library)
    yield guarded("circulation_plan", lambda _library: applies("circulation_plan", library.circulation), OCLC)
    yield lending_accounts(library)
    yield guarded("patron_types", oclc.patron_types, OCLC)
    yield guarded("legacy_notifications", oclc.legacy, OCLC)
    yield oclc.form(library)
    yield tenant_checks.login(library)
    yield guarded("reshare_tenant", tenant_checks.tenant, RESHARE)
    yield guarded("reshare_version", tenant_checks.version, RESHARE)
    yield guarded("reshare_permissions", tenant_checks.permissions, RESHARE)
    yield guarded("reshare_plan", tenant_applies, RESHARE)
    yield guarded("locations", oclc.locations, OCLC)
    if library.expected["stage"] == APPLIED:
        yield guarded("nothing_pending", CheckedLibrary.pending, OCLC)
        yield guarded("nothing_differs", nothing_differs, OCLC)
    yield from policies(library)
    if library.expected["patron_check"]:
        yield guarded("patron_check", tenant_checks.patrons, RESHARE)
    if library.expected["crosslink_export"]:
        yield crosslink.export(library)
