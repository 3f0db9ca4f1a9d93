# SPDX-License-Identifier: GPL-3.0-or-later

"""Applies declared WMS objects."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from functools import partial
from typing import Any

from .._core.errors import Faults, TaskError
from .._core.objects import Declaration
from .._core.reconcile import Interrupted
from .._task.task import Call, Result
from .._wms.objects.ill_settings import ILL_SETTINGS
from .._wms.objects.patrons import PATRON_ACCOUNT
from . import applying, circulation_store, record, withdrawal
from .account_dates import check_expiry
from .circulation_result import link_result, live, task_result
from .clients import Clients
from .record_refusals import refuse_existing_accounts


def apply(
    call: Call, wanted: Mapping[str, Declaration], compared: Mapping[str, Declaration] | None = None
) -> tuple[Result, dict[str, list[Mapping[str, Any]]]]:
    """Apply declarations. Returns the result, and the objects of each kind afterwards.

    compared: the page that enables the link, which is only compared with the existing one.
    """
    wanted, compared = applying.owned(call, wanted), compared or {}
    clients = circulation_store.connect(call, {**wanted, **compared})
    _refuse_wrong(call, clients, wanted, compared)
    outcome, kept, noted, link = None, None, False, {}
    # An account alone is not in the record, which is then only asked for names.
    starts = not {*wanted, *compared} - {PATRON_ACCOUNT.name} and not call.params["wms_manual_accounts"]
    try:
        with record.opened(call, clients, starts=starts) if call.params["wms_record_dir"] else nullcontext() as kept:
            if kept is not None:
                noted = withdrawal.note(call, kept.content)
                wanted, compared = (withdrawal.held_back(call, kept.content, one) for one in (wanted, compared))
            reconciler = circulation_store.reconciler(call, clients, kept, {**wanted, **compared})
            if noted:
                reconciler.prove()
            # Read together with the page, the locations in it cost no additional request.
            page = {*wanted, *compared} & {ILL_SETTINGS.name}
            reconciler.read_ahead({**wanted, **compared}, ILL_SETTINGS.references if page else ())
            if kept is not None and kept.content.new and not starts:
                refuse_existing_accounts(call, reconciler, wanted)
            withdrawal.refuse_if_live(call, kept is not None and not noted, partial(live, reconciler, kept))
            outcome = reconciler.run(wanted, call.check_mode)
            if compared:
                link = link_result(reconciler, kept, compared, outcome)
    except TaskError as fault:
        if outcome is None or kept is None:
            raise
        # The record could not be saved, but a system may already have been changed.
        outcome.changes = [change for change in outcome.changes if not kept.defers_writes(change.kind)]
        outcome.pending = []
        raise Interrupted(fault, outcome) from fault
    shown = {**wanted, **compared} if link.get("ill_settings_in_place") else wanted
    return {**task_result(call, clients, kept, outcome, shown, noted), **link}, outcome.after


def _refuse_wrong(
    call: Call, clients: Clients, wanted: Mapping[str, Declaration], compared: Mapping[str, Declaration]
) -> None:
    """Raise a TaskError with all that is wrong before anything is read."""
    faults = Faults()
    with faults.noted():
        circulation_store.check_options(call, clients, {**wanted, **compared})
    with faults.noted():
        check_expiry(call, wanted)
    faults.report()
