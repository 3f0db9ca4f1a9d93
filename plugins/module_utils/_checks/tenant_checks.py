# SPDX-License-Identifier: GPL-3.0-or-later

"""The checks of the library's ReShare tenant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._core.checks import LATER, NOT_APPLIED, OTHER_LIBRARY, UNSUPPORTED, Check, Problem
from .._core.errors import CallFailed, TaskError
from .._core.reconcile import Reconciler
from .._module_tasks import identity_proof
from .._reshare import patron_check, versions
from .._reshare.objects.patron_ids import PATRON_IDS
from .._reshare.objects.settings import SETTING
from .._reshare.tenant_catalogue import DECLARABLE
from .._wms.objects.patrons import PATRON_ACCOUNT
from .accounts import barcodes
from .basis import PLANNED, RESHARE, CheckedLibrary, Found, failed, passed, unknown
from .check_texts import APPLY, NOT_LISTED, TITLES


def login(library: CheckedLibrary) -> Check:
    """Whether the tenant accepts the login."""
    try:
        library.clients.gateway.log_in()
    except TaskError as fault:
        library.closed[RESHARE] = "reshare_login"
        return library.judged("reshare_login", fault)
    return passed("reshare_login")


def tenant(library: CheckedLibrary) -> list[Problem]:
    """Whether the tenant belongs to the library."""
    current = library.tenant_plan.reconciler.current
    texts = identity_proof.other_tenant(library.call, lambda: current(SETTING), lambda: current(PATRON_IDS))
    return [Problem(text, OTHER_LIBRARY, identity_proof.tenant(library.call)) for text in texts]


def version(library: CheckedLibrary) -> Check:
    """Whether the version of mod-rs supports WMS2."""
    try:
        modules = library.clients.gateway.modules
    except CallFailed as fault:
        return unknown("reshare_version", fault, NOT_LISTED)
    if lacks := versions.wms2_lacks(modules):
        return failed("reshare_version", [Problem(lacks, UNSUPPORTED, "mod-rs")])
    return passed("reshare_version", f"mod-rs {modules.get('mod-rs')}")


def permissions(library: CheckedLibrary) -> list[Problem]:
    """Whether the account may read the configuration."""
    plan = library.tenant_plan
    # After the changes, the link does not depend on lists that no declared object needs.
    probe = library.expected["stage"] == PLANNED or plan.fault is not None
    lists = versions.readable(library.clients.gateway, _lists_read(plan.reconciler), probe=probe)
    alike: dict[str, list[tuple[str, CallFailed]]] = {}
    for name, fault in lists.items():
        if fault is not None:
            alike.setdefault(str(fault).removeprefix(str(fault.request)), []).append((name, fault))
    return [problem for faults in alike.values() for problem in _unreadable(faults)]


def _unreadable(faults: Sequence[tuple[str, CallFailed]]) -> list[Problem]:
    """A problem for each of these lists, which cannot be read for the same reason. All have the same text, with the first request."""
    names = ", ".join(name.replace("_", " ") for name, _fault in faults)
    text = f"{names}: {str(faults[0][1]).rstrip('.')}"
    return [Problem.of(fault, name, text) for name, fault in faults]


def patrons(library: CheckedLibrary) -> Found:
    """Made later if accounts or settings have to be applied first."""
    if library.expected["stage"] == PLANNED and (library.lacking() or library.pending()):
        why = "only possible once the declared configuration is applied; checked before the link is enabled"
        return Check("patron_check", TITLES["patron_check"]).decided(LATER, [Problem(why, NOT_APPLIED)])
    settings = {str(row.get("key")): row.get("value") for row in library.tenant_plan.now(SETTING)}
    key, secret = (str(settings.get(name) or "") for name in ("wms_api_key", "wms_api_secret"))
    guard = library.clients.login_guard(patron_check.judge_response, key, secret)
    pace = library.clients.identity_pace(key)
    problems = patron_check.problems(library.clients.gateway, guard, pace.slot, barcodes(library.circulation.wanted))
    return (_not_accepted(library, barcode, fault) for barcode, fault in problems)


def _not_accepted(library: CheckedLibrary, barcode: str, fault: CallFailed) -> Problem:
    title = PATRON_ACCOUNT.describe(barcode)
    changing = title in library.circulation.changes or library.tenant_plan.changes
    return Problem.of(fault, title, remedy=APPLY if changing else "")


def _lists_read(reconciler: Reconciler) -> dict[str, list[Mapping[str, Any]]]:
    """The lists of the tenant that were read, by their names in versions.readable."""
    names = {SETTING.name: "settings", PATRON_IDS.name: "directory"}
    read = {names.get(kind.name, kind.name): reconciler.known(kind) for kind in DECLARABLE}
    return {name: [row.fields for row in rows] for name, rows in read.items() if rows is not None}
