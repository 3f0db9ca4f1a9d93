# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that apply a library's WMS objects, and their results, which include whether its link is live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from typing import Any

from .._core.errors import Faults, TaskError, ValidationError, first_of
from .._core.objects import AboutObject, Declaration, Kind
from .._core.reconcile import Interrupted, Outcome, Reconciler
from .._core.texts import counted
from .._record import knowledge
from .._record.record_store import RecordStore
from .._task.arguments import RESHARE
from .._task.task import Call, Result, Task, outcome_result, task
from .._wms.catalogue import DECLARABLE
from .._wms.objects.ill_settings import ILL_SETTINGS
from .._wms.objects.patrons import PATRON_ACCOUNT
from . import applying, circulation_store, excepted, record, record_views, reshare, withdrawal
from .account_dates import check_expiry
from .clients import Clients
from .planning import Plan, refuse_tenant
from .record_refusals import refuse_existing_accounts

_PRUNABLE = [kind for kind in DECLARABLE if kind.prunable and kind is not PATRON_ACCOUNT]
#: The number of objects that a warning names.
_NAMED = 4


def object_task(kind: Kind) -> Task:
    """The task of a module for one kind."""
    return applying.object_task(kind, apply)


def ill_settings_task() -> Task:
    """The task of ill_settings: it applies the page, and records whether the library is withdrawn."""
    page = object_task(ILL_SETTINGS)
    return replace(page, arguments={**page.arguments, **withdrawal.ARGUMENTS, **applying.EARLIER})


@task(
    {
        "configuration": {"type": "dict", "required": True},
        "prune": {**applying.kinds_argument(_PRUNABLE), "default": []},
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
        "ill_settings": {"type": "dict"},
        "reshare_configuration": {"type": "dict"},
        **applying.EARLIER,
    },
    DECLARABLE,
    reshare.secrets_in("reshare_configuration"),
)
def configuration_task(call: Call) -> Result:
    """The work of circulation_configuration."""
    configuration, prune = call.params_raw["configuration"], call.params["prune"]
    page = compared_page(call.params_raw.get(ILL_SETTINGS.plural), configuration)
    if call.params["state"] == "absent":
        if prune:
            raise ValidationError("prune cannot be combined with state absent", fields=["prune", "state"])
        configuration = applying.removals(configuration, DECLARABLE)
    return apply(call, applying.declare_all(configuration, prune, DECLARABLE), page)[0]


def compared_page(page: Any, configuration: Any) -> Mapping[str, Declaration]:
    """The declaration of the option ill_settings, which is only compared. configuration: what is applied. Raises ValidationError."""
    if page and isinstance(configuration, Mapping) and configuration.get(ILL_SETTINGS.plural):
        problem = "option ill_settings only compares the page: set either it, or ill_settings in configuration"
        raise ValidationError(problem, fields=[ILL_SETTINGS.plural])
    return applying.declare_all({ILL_SETTINGS.plural: page}, (), DECLARABLE)


@task(
    {
        "kinds": applying.kinds_argument(DECLARABLE),
        "barcodes": {"type": "list", "elements": "str", "default": []},
    },
    DECLARABLE,
)
def configuration_info_task(call: Call) -> Result:
    """The work of circulation_configuration_info."""
    wanted = call.params["kinds"] or [kind.plural for kind in DECLARABLE]
    barcodes = [(barcode,) for barcode in call.params["barcodes"]]
    kinds = [kind for kind in DECLARABLE if kind.plural in wanted and (kind is not PATRON_ACCOUNT or barcodes)]
    names = [kind.name for kind in kinds]
    clients = circulation_store.connect(call, names)
    kept = circulation_store.recorded(call, clients)
    reconciler = circulation_store.reader(call, clients, kept, names)
    result = applying.exported(reconciler, kinds, barcodes)
    if kept is not None:
        there = [AboutObject(kind, identity) for kind in kinds for identity in kept.known(kind)]
        result |= record_views.knowledge_of(call, kept, there)
    return {**result, **clients.result()}


def apply(
    call: Call, declared: Mapping[str, Declaration], compared: Mapping[str, Declaration] | None = None
) -> tuple[Result, dict[str, list[Mapping[str, Any]]]]:
    """Apply declarations. Returns the result, and the objects of each kind afterwards.

    compared: the page that enables the link, which is only compared with the existing one.
    """
    wanted, compared = applying.owned(call, declared), applying.owned(call, compared or {})
    clients = circulation_store.connect(call, {**wanted, **compared})
    _refuse_wrong(call, clients, wanted, compared)
    outcome, kept, noted, recorded, link = None, None, False, False, {}
    # If only accounts are declared, which are not in the record, it is only read, to look up names.
    starts = not {*wanted, *compared} - {PATRON_ACCOUNT.name} and not call.params["wms_manual_accounts"]
    try:
        with record.opened(call, clients, starts=starts) if call.params["wms_record_dir"] else nullcontext() as kept:
            if kept is not None:
                recorded, noted = withdrawal.note(call, kept.content)
                wanted, compared = (withdrawal.held_back(call, kept.content, items) for items in (wanted, compared))
                noted |= excepted.withdraw_steps(call, kept, declared)
            refuse = partial(_refuse_later_tasks, call, clients, wanted, compared)
            reconciler = circulation_store.reconciler(call, clients, kept, {**wanted, **compared}, refuse)
            if noted:
                reconciler.prove()
            # The locations to which the page refers are read together with it, without an additional request.
            page = {*wanted, *compared} & {ILL_SETTINGS.name}
            reconciler.read_ahead({**wanted, **compared}, ILL_SETTINGS.references if page else ())
            if kept is not None and kept.content.new and not starts:
                refuse_existing_accounts(call, reconciler, wanted)
            withdrawal.refuse_if_live(call, recorded, partial(withdrawal.live, reconciler, _known(kept)))
            outcome = reconciler.run(wanted, call.check_mode)
            excepted.warn(call, reconciler, declared)
            if compared:
                link = _link_result(reconciler, kept, compared, outcome)
    except TaskError as fault:
        if outcome is None or kept is None:
            raise
        raise Interrupted(fault, _unsaved(outcome, kept)) from fault
    shown = {**wanted, **compared} if link.get("ill_settings_in_place") else wanted
    return {**_task_result(call, clients, kept, outcome, shown, noted), **link}, outcome.after


def _unsaved(outcome: Outcome, kept: RecordStore) -> Outcome:
    """The outcome if the record could not be saved: only the changes that were made in a system."""
    outcome.changes = [change for change in outcome.changes if not kept.defers_writes(change.kind)]
    outcome.pending = []
    return outcome


def _refuse_wrong(
    call: Call, clients: Clients, wanted: Mapping[str, Declaration], compared: Mapping[str, Declaration]
) -> None:
    """Raise a TaskError with all problems that can be found without reading anything."""
    faults = Faults()
    with faults.noted():
        circulation_store.check_options(call, clients, {**wanted, **compared})
    with faults.noted():
        check_expiry(call, wanted)
    faults.report()


def _refuse_later_tasks(
    call: Call,
    clients: Clients,
    wanted: Mapping[str, Declaration],
    compared: Mapping[str, Declaration],
    reconciler: Reconciler,
) -> None:
    """Raise a TaskError if a later task of the run would be rejected, so that the run does not make only a part of its changes."""
    if compared:
        reconciler.in_place(compared)
    configuration = call.params_raw.get("reshare_configuration")
    if configuration and RESHARE not in call.params["left_out"]:
        refuse_tenant(call, clients, configuration, Plan(reconciler, wanted, Outcome(), None))


def _task_result(
    call: Call,
    clients: Clients,
    kept: RecordStore | None,
    outcome: Outcome,
    shown: Mapping[str, Declaration],
    noted: bool,
) -> Result:
    """The result of a task; also shows its warnings. shown: the declarations whose sources in the record are in the result. noted: whether the
    withdrawal or the steps in the record changed."""
    for warning in [*outcome.warnings, *(() if kept is None else kept.warnings)]:
        call.warn(warning)
    for warning in () if kept is None else kept.shared_warnings:
        call.warn_alike(warning)
    _warn_left_over(call, outcome)
    result = {**outcome_result(outcome), **clients.result()}
    if kept is not None:
        result |= record_views.result(call, kept)
        result |= record_views.knowledge(call, kept, knowledge.of_declared(kept, DECLARABLE, shown))
        _warn_stale(call, result["knowledge"]["stale"])
        result["changed"] |= bool(kept.read_back) or noted
    if "withdrawal" in call.params:
        # In check mode, the withdrawal was not saved in the record.
        unnoted = noted and call.check_mode and result["withdrawn"]
        result["live"] = _live_after(kept, outcome, call.check_mode)
        result["withdrawn"] = withdrawal.stated(call, None if unnoted else result.get("withdrawn"))
    return result


def _warn_stale(call: Call, stale: Sequence[Mapping[str, Any]]) -> None:
    if stale:
        titles = first_of([entry["title"] for entry in stale], _NAMED)
        call.warn(
            f"values in the record are older than {counted(call.params['wms_knowledge_days'], 'day')} (wms_knowledge_days), or of an unknown age: "
            f"{titles}. Run reshare.wms.ask, and send the library the questionnaire."
        )


def _warn_left_over(call: Call, outcome: Outcome) -> None:
    accounts = [about.title for about in outcome.left_over if about.kind is PATRON_ACCOUNT]
    others = [about.title for about in outcome.left_over if about.kind is not PATRON_ACCOUNT]
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


def _link_result(
    reconciler: Reconciler, kept: RecordStore | None, page: Mapping[str, Declaration], outcome: Outcome
) -> Result:
    """The values about the page that enables the link, which this task only compares, after its changes."""
    try:
        in_place = reconciler.in_place(page)
    except TaskError as fault:
        raise Interrupted(fault, outcome) from fault
    outcome.count |= {ILL_SETTINGS.name: 1} if in_place else {}
    return {"ill_settings_in_place": in_place, "live": withdrawal.live(reconciler, _known(kept))}


def _known(kept: RecordStore | None) -> withdrawal.Known | None:
    """The page as confirmed in the record; None without a record."""
    return None if kept is None else kept.known(ILL_SETTINGS)


def _live_after(kept: RecordStore | None, outcome: Outcome, check_mode: bool) -> bool | None:
    """Whether ILL Settings have Enable: Yes in the section ReShare after the task; with a record, as confirmed there, and None if it is not known."""
    if kept is not None:
        return withdrawal.confirmed_live(kept.known(ILL_SETTINGS))
    section = outcome.after[ILL_SETTINGS.name][0].get("reshare") or {}
    for change in outcome.changes if check_mode else ():
        if "reshare" in change.what:
            section = {**section, "enable": False, **((change.before_view or {}).get("reshare") or {})}
    return bool(section.get("enable"))
