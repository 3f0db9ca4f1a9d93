# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task that applies WMS objects returns, with whether the link of the library is live, and its warnings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._core.errors import TaskError, first_of
from .._core.objects import Declaration
from .._core.reconcile import Interrupted, Outcome, Reconciler
from .._core.texts import counted
from .._record import knowledge
from .._record.record_store import RecordStore
from .._task.task import Call, Result, outcome_result
from .._wms.catalogue import DECLARABLE
from .._wms.objects.ill_settings import ILL_SETTINGS
from .._wms.objects.patrons import PATRON_ACCOUNT
from . import record_views, withdrawal
from .clients import Clients

#: The number of objects that a warning names.
_NAMED = 4


def task_result(
    call: Call,
    clients: Clients,
    kept: RecordStore | None,
    outcome: Outcome,
    shown: Mapping[str, Declaration],
    noted: bool,
) -> Result:
    """The result of a task, and its warnings. shown: the declarations of which a record shows how they were learnt. noted: whether the withdrawal
    in the record changed."""
    for warning in [*outcome.warnings, *(() if kept is None else kept.warnings)]:
        call.warn(warning)
    for warning in () if kept is None else kept.shared_warnings:
        call.warn_alike(warning)
    _warn_left_over(call, outcome)
    result = {**outcome_result(outcome), **clients.result()}
    if kept is not None:
        result |= record_views.result(call, clients, kept)
        result |= record_views.knowledge(call, kept, knowledge.of_declared(kept, DECLARABLE, shown))
        _warn_stale(call, result["knowledge"]["stale"])
        result["changed"] |= bool(kept.read_back) or noted
    if "withdrawal" in call.params:
        # In check mode nothing was recorded.
        unnoted = noted and call.check_mode and result["withdrawn"]
        result["live"] = live_after(kept, outcome, call.check_mode)
        result["withdrawn"] = withdrawal.stated(call, None if unnoted else result.get("withdrawn"))
    return result


def _warn_stale(call: Call, stale: Sequence[Mapping[str, Any]]) -> None:
    if stale:
        titles = first_of([one["title"] for one in stale], _NAMED)
        call.warn(
            f"values in the record are older than {counted(call.params['wms_knowledge_days'], 'day')} (wms_knowledge_days), or of an unknown age: "
            f"{titles}. Run reshare.wms.ask, and send the library the questionnaire."
        )


def _warn_left_over(call: Call, outcome: Outcome) -> None:
    accounts = [one.title for one in outcome.left_over if one.kind is PATRON_ACCOUNT]
    others = [one.title for one in outcome.left_over if one.kind is not PATRON_ACCOUNT]
    if others:
        call.warn(
            f"left over, because no other known object refers to it: {', '.join(others)}. Remove it with state absent, or, if "
            "it has a former name of the policies, list that name in borrowing_former_policy_names or lending_former_policy_names. "
            "If a Next-Generation template replaces it, list legacy in consortium_former_notifications."
        )
    if accounts:
        call.warn(
            f"left over, because items may still be on loan to it: {', '.join(accounts)}. When all items are returned, remove it with "
            "state absent (role lending: lending_former_account_state)."
        )


def link_result(
    reconciler: Reconciler, kept: RecordStore | None, page: Mapping[str, Declaration], outcome: Outcome
) -> Result:
    """The values about the page that enables the link, after the changes of a task that only compares it."""
    try:
        in_place = reconciler.in_place(page)
    except TaskError as fault:
        raise Interrupted(fault, outcome) from fault
    outcome.count |= {ILL_SETTINGS.name: 1} if in_place else {}
    return {"ill_settings_in_place": in_place, "live": live(reconciler, kept)}


def live(reconciler: Reconciler, kept: RecordStore | None) -> bool | None:
    """Whether the link is live; with a record as confirmed, None if that is not known."""
    if kept is not None:
        return confirmed_live(kept)
    return bool((reconciler.current(ILL_SETTINGS)[0].fields.get("reshare") or {}).get("enable"))


def live_after(kept: RecordStore | None, outcome: Outcome, check_mode: bool) -> bool | None:
    """Whether ILL Settings have Enable: Yes in the section ReShare after the task: with a record as confirmed, None if it is not known."""
    if kept is not None:
        return confirmed_live(kept)
    section = outcome.after[ILL_SETTINGS.name][0].get("reshare") or {}
    for change in outcome.changes if check_mode else ():
        if "reshare" in change.what:
            section = {**section, "enable": False, **((change.before_view or {}).get("reshare") or {})}
    return bool(section.get("enable"))


def confirmed_live(kept: RecordStore) -> bool | None:
    """The same as confirmed in the record."""
    section = (kept.known(ILL_SETTINGS).get(()) or {}).get("reshare") or {}
    return bool(section["enable"]) if "enable" in section else None
