# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks of a library, before changes and before its link goes live. They change nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.checks import checks_result, waived
from .._jobs import recorded_evidence, reshare, wms
from .._jobs.clients import Clients
from .._task.arguments import Arguments
from .._task.task import Call, Result, Secrets, Task
from .._wms.objects.patrons import PATRON_ACCOUNT
from .accounts import Accounts
from .applied import applies, nothing_differs
from .basis import APPLIED, EXPECTED, OCLC, RESHARE, CheckedLibrary, Made
from .check_texts import TITLES
from .oclc import Oclc
from .policies import Policies
from .tenant_checks import ReShare


def preflight_task() -> Task:
    """The work of preflight_info."""
    arguments: Arguments = {
        "circulation_configuration": {"type": "dict", "default": {}},
        "reshare_configuration": {"type": "dict", "default": {}},
        "expected": {"type": "dict", "apply_defaults": True, "options": EXPECTED},
        "expectations": {"type": "list", "elements": "dict", "default": []},
        "waivers": {"type": "dict", "default": {}},
    }

    def perform(call: Call) -> Result:
        clients = Clients(call, wms.scopes(call, [PATRON_ACCOUNT.name]))
        library = CheckedLibrary(call, clients)
        policies = Policies(library)
        made = sorted(_all(library, policies), key=lambda check: list(TITLES).index(check.name))
        checks = waived(made, call.params["waivers"], list(TITLES), library.today.isoformat())
        ready = not any(check.stops for check in checks)
        judgements = [one.data for one in policies.judgements]
        return {
            **checks_result(checks),
            "ready": ready,
            "expectations": judgements,
            "evidence": recorded_evidence.dates(library.evidence),
            **clients.result(),
        }

    return Task(arguments, perform, secrets=_secrets)


def _secrets(options: Mapping[str, Any]) -> Secrets:
    return reshare.configuration_secrets(options.get("reshare_configuration"))


def _all(library: CheckedLibrary, policies: Policies) -> Made:
    """All checks. A login comes before the checks that need it."""
    oclc, reshare_tenant = Oclc(library), ReShare(library)
    guarded = library.guarded
    yield from oclc.key()
    yield from guarded("circulation_plan", lambda: applies("circulation_plan", library.circulation), OCLC)
    yield from Accounts(library).lending_accounts()
    yield from guarded("patron_types", oclc.patron_types, OCLC)
    yield from guarded("legacy_notifications", oclc.legacy, OCLC)
    yield oclc.form()
    yield from reshare_tenant.login()
    yield from guarded("reshare_tenant", reshare_tenant.tenant, RESHARE)
    yield from guarded("reshare_version", reshare_tenant.version, RESHARE)
    yield from guarded("reshare_permissions", reshare_tenant.permissions, RESHARE)
    yield from guarded("reshare_plan", lambda: applies("reshare_plan", library.tenant_plan), RESHARE)
    yield from guarded("locations", oclc.locations, OCLC)
    if library.expected["stage"] == APPLIED:
        yield from guarded("nothing_pending", library.pending, OCLC)
        yield from guarded("nothing_differs", lambda: nothing_differs(library), OCLC)
    yield from policies.all()
    if library.expected["patron_check"]:
        yield from guarded("patron_check", reshare_tenant.patrons, RESHARE)
