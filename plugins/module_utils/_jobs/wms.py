# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Tasks that apply a library's WMS objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, partial
from typing import Any

from .._core.errors import Faults, TaskError, ValidationError, first_of
from .._core.objects import ADOPTED, AboutObject, Declaration, Identity, Kind
from .._core.reconcile import Interrupted, Outcome, Reconciler
from .._core.store import Store
from .._core.texts import counted
from .._record import knowledge
from .._record.record_store import RecordStore
from .._task.arguments import WMS
from .._task.task import Call, Result, Task, outcome_result
from .._wms import account_expiry, identity, service
from .._wms.catalogue import DECLARABLE, HELPERS, KINDS
from .._wms.objects.ill_settings import ILL_SETTINGS
from .._wms.objects.locations import HOLDING_CODE
from .._wms.objects.patrons import PATRON_ACCOUNT, lent_to
from .._wms.resolution import Resolver, declared_objects
from . import applying, record, withdrawal
from .clients import Clients, StoreRouter
from .identity_proof import ProofSources, of_tenant, prove

#: The number of objects that a warning names.
_NAMED = 4


def object_task(kind: Kind) -> Task:
    """The work of a module for one kind."""
    return applying.object_task(kind, _reconcile)


def ill_settings_task() -> Task:
    """The work of ill_settings: the page, and whether the library is withdrawn."""
    task = object_task(ILL_SETTINGS)
    return replace(task, arguments={**task.arguments, **withdrawal.ARGUMENTS, **applying.EARLIER})


def configuration_task() -> Task:
    """The work of circulation_configuration."""
    prunable = [kind for kind in DECLARABLE if kind.prunable and kind is not PATRON_ACCOUNT]
    arguments = {
        "configuration": {"type": "dict", "required": True},
        "prune": applying.prune_argument(prunable),
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
        "ill_settings": {"type": "dict"},
        **applying.EARLIER,
    }

    def perform(call: Call) -> Result:
        configuration, prune = call.params_raw["configuration"], call.params["prune"]
        page = _compared_page(call, configuration)
        if call.params["state"] == "absent":
            if prune:
                raise ValidationError("prune cannot be combined with state absent", fields=["prune", "state"])
            configuration = applying.removals(configuration, DECLARABLE)
        return _reconcile(call, applying.declare_all(configuration, prune, DECLARABLE), page)[0]

    return Task(arguments, perform, DECLARABLE)


def _compared_page(call: Call, configuration: Any) -> Mapping[str, Declaration]:
    """The declaration of the option ill_settings, which is only compared."""
    page = call.params_raw.get(ILL_SETTINGS.plural)
    if page and isinstance(configuration, Mapping) and configuration.get(ILL_SETTINGS.plural):
        problem = "option ill_settings only compares the page: set either it, or ill_settings in configuration"
        raise ValidationError(problem, fields=[ILL_SETTINGS.plural])
    return applying.declare_all({ILL_SETTINGS.plural: page}, (), DECLARABLE)


def configuration_info_task() -> Task:
    """The work of circulation_configuration_info."""
    arguments = {
        "kinds": {"type": "list", "elements": "str", "choices": [kind.plural for kind in DECLARABLE]},
        "barcodes": {"type": "list", "elements": "str", "default": []},
    }

    def perform(call: Call) -> Result:
        wanted = call.params["kinds"] or [kind.plural for kind in DECLARABLE]
        barcodes = [(barcode,) for barcode in call.params["barcodes"]]
        kinds = [kind for kind in DECLARABLE if kind.plural in wanted and (kind is not PATRON_ACCOUNT or barcodes)]
        clients = Clients(call, scopes(call, [kind.name for kind in kinds]))
        kept = record.opened_for_reading(call, clients).without_pending() if call.params["wms_record_dir"] else None
        reconciler = Reconciler(known(call, [kind.name for kind in kinds]), _store(clients, kept))
        reconciler.prefetch([kind.name for kind in kinds])
        found = {kind.plural: kind.export(reconciler.current(kind, barcodes)) for kind in kinds}
        result: Result = {"configuration": {plural: value for plural, value in found.items() if value}}
        if kept is not None:
            there = [AboutObject(kind, identity) for kind in kinds for identity in kept.known(kind)]
            result |= record.knowledge(call, kept, knowledge.of_objects(kept, there))
        return {**result, **clients.result()}

    return Task(arguments, perform, DECLARABLE)


def _reconcile(
    call: Call, wanted: Mapping[str, Declaration], compared: Mapping[str, Declaration] | None = None
) -> tuple[Result, dict[str, list[Mapping[str, Any]]]]:
    """compared: the page that enables the link, which is only compared with the existing one."""
    wanted, compared, faults = applying.owned(call, wanted), compared or {}, Faults()
    with faults.noted():
        check_options(call, {**wanted, **compared})
    with faults.noted():
        check_expiry(call, wanted)
    faults.report()
    clients = Clients(call, scopes(call, {**wanted, **compared}) or [call.params["wms_scim_scope"] or identity.SCOPE])
    outcome, noted, link = None, False, {}
    # An account alone is not in the record, which is then only asked for names.
    starts = not {*wanted, *compared} - {PATRON_ACCOUNT.name} and not call.params["wms_manual_accounts"]
    try:
        with record.opened(call, clients, starts=starts) if call.params["wms_record_dir"] else nullcontext() as kept:
            if kept is not None:
                noted = withdrawal.note(call, kept.content)
                wanted, compared = (withdrawal.held_back(call, kept.content, one) for one in (wanted, compared))
            reconciler, proof = _reconciler(call, clients, kept, known(call, {**wanted, **compared}))
            if noted:
                proof()
            # Read together with the page, the locations in it cost no additional request.
            page = {*wanted, *compared} & {ILL_SETTINGS.name}
            reconciler.prefetch({*wanted, *compared, *(ILL_SETTINGS.references if page else ())})
            if kept is not None and kept.content.new and not starts:
                record.refuse_existing_accounts(call, _own_accounts(reconciler, wanted))
            withdrawal.refuse_if_live(call, kept is not None and not noted, partial(_live, reconciler, kept))
            outcome = reconciler.run(wanted, call.check_mode)
            if compared:
                link = _link(reconciler, kept, compared, outcome)
    except TaskError as fault:
        if outcome is None or kept is None:
            raise
        # The record could not be saved, but a system may already have been changed.
        outcome.changes = [change for change in outcome.changes if not kept.defers_writes(change.kind)]
        outcome.pending = []
        raise Interrupted(fault, outcome) from fault
    shown = {**wanted, **compared} if link.get("ill_settings_in_place") else wanted
    return {**_result(call, clients, kept, outcome, shown, noted), **link}, outcome.after


def _reconciler(
    call: Call, clients: Clients, kept: RecordStore | None, kinds: Sequence[Kind]
) -> tuple[Reconciler, Callable[[], None]]:
    """The reconciler of these kinds, and the proof that it needs before its first write."""

    @cache
    def proof() -> None:
        locations = (lambda: reconciler.current(HOLDING_CODE)) if HOLDING_CODE in kinds else None
        prove(call, clients, WMS, ProofSources(locations, *of_tenant(clients)))

    reconciler = Reconciler(kinds, _store(clients, kept), HELPERS, applying.created_earlier(call), proof)
    return reconciler, proof


def _result(
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
    _warn_left_over(call, outcome)
    result = {**outcome_result(outcome), **clients.result()}
    if kept is not None:
        result |= record.result(call, clients, kept)
        result |= record.knowledge(call, kept, knowledge.of_declared(kept, DECLARABLE, shown))
        _warn_stale(call, result["knowledge"]["stale"])
        result["changed"] |= bool(kept.read_back) or noted
    if "withdrawal" in call.params:
        # In check mode nothing was recorded.
        unnoted = noted and call.check_mode and result["withdrawn"]
        result["live"] = withdrawal.is_live(kept, outcome, call.check_mode)
        result["withdrawn"] = withdrawal.stated(call, None if unnoted else result.get("withdrawn"))
    return result


def _own_accounts(reconciler: Reconciler, wanted: Mapping[str, Declaration]) -> list[Identity]:
    """The declared accounts that exist, without those that somebody else created."""
    items = wanted[PATRON_ACCOUNT.name].items if PATRON_ACCOUNT.name in wanted else ()
    found = reconciler.current(PATRON_ACCOUNT, [item.identity for item in items]) if items else ()
    there = set(PATRON_ACCOUNT.identities(one.fields for one in found))
    return [item.identity for item in items if item.state == "present" and item.identity in there]


def _link(
    reconciler: Reconciler, kept: RecordStore | None, page: Mapping[str, Declaration], outcome: Outcome
) -> Result:
    """The values about the page that enables the link, after the changes of a task that only compares it."""
    try:
        in_place = reconciler.in_place(page)
    except TaskError as fault:
        raise Interrupted(fault, outcome) from fault
    outcome.count |= {ILL_SETTINGS.name: 1} if in_place else {}
    return {"ill_settings_in_place": in_place, "live": _live(reconciler, kept)}


def _live(reconciler: Reconciler, kept: RecordStore | None) -> bool | None:
    """Whether the link is live; with a record as confirmed, None if that is not known."""
    if kept is not None:
        return withdrawal.confirmed_live(kept)
    return bool((reconciler.current(ILL_SETTINGS)[0].fields.get("reshare") or {}).get("enable"))


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


def check_options(call: Call, kinds: Iterable[str]) -> None:
    """Raise a TaskError for all options with which objects of these kinds cannot be applied. Nothing is read or sent, so the validation of
    an inventory makes the same check."""
    faults = Faults()
    with faults.noted():
        Clients(call).check_options()
    with faults.noted():
        known(call, kinds)
    if call.params["wms_record_dir"]:
        with faults.noted():
            record.check_options(call)
    faults.report()


def check_expiry(call: Call, wanted: Mapping[str, Declaration]) -> None:
    """Raise ValidationError for declared accounts that have expired, and warn about those that expire soon: once for all accounts with the
    same warning."""
    today, resolver = datetime.now(UTC).date(), Resolver(declared_objects(wanted))
    warned: dict[str, list[str]] = {}
    refuse_expired(wanted, today)
    for title, fields in _expiring(wanted):
        periods = resolver.loan_periods(fields.get("patron_type"))
        for warning in account_expiry.near(fields["expires"], today, periods):
            warned.setdefault(warning, []).append(title)
    for warning, titles in warned.items():
        call.warn(f"{first_of(titles, _NAMED)}: {warning}. {account_expiry.LATER_DATE}.")


def refuse_expired(wanted: Mapping[str, Declaration], today: date) -> None:
    """Raise ValidationError for declared accounts that have expired."""
    faults = Faults()
    for title, fields in _expiring(wanted):
        if problem := account_expiry.past(fields["expires"], today):
            text = f"{problem}. {account_expiry.LATER_DATE}"
            faults.note(ValidationError(text, fields=["expires"]).concerning(title))
    faults.report()


def _expiring(wanted: Mapping[str, Declaration]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The declared accounts with a date, each with its title. Accounts that are only verified, blocked or removed may have any
    date."""
    for item in wanted[PATRON_ACCOUNT.name].items if PATRON_ACCOUNT.name in wanted else ():
        if item.fields.get("expires") is not None and item.state in ("present", ADOPTED) and lent_to(item):
            yield PATRON_ACCOUNT.described(item.identity), item.fields


def known(call: Call, wanted: Iterable[str]) -> tuple[Kind, ...]:
    """The kinds in which references are looked up."""
    if call.params["wms_record_dir"]:
        return KINDS if call.params["wms_read_locations"] else DECLARABLE
    if call.params["wms_configuration_url"]:
        return KINDS
    if set(wanted) - {PATRON_ACCOUNT.name}:
        raise ValidationError(
            "set wms_record_dir if people make the changes on the screens, or wms_configuration_url for a configuration service "
            "(as an option, or as an inventory variable if a role is used)",
            fields=["wms_record_dir", "wms_configuration_url"],
        )
    # Without a configuration store, the references of an account cannot be looked up; OCLC checks them.
    return (PATRON_ACCOUNT,)


def store(call: Call, clients: Clients, pending: bool = False, kept: RecordStore | None = None) -> StoreRouter:
    """The existing objects, read-only: with a record the confirmed ones, and on request the pending ones too. kept: the record, if it is open."""
    if not call.params["wms_record_dir"]:
        return _store(clients, None)
    kept = record.opened_for_reading(call, clients) if kept is None else kept
    return _store(clients, kept if pending else kept.without_pending())


def _store(clients: Clients, kept: RecordStore | None) -> StoreRouter:
    """Patron accounts are in Identity Management, all other objects in Service Configuration or its record."""

    def store_of(kind: Kind) -> Store:
        if kept is not None and (kind is not PATRON_ACCOUNT or kept.defers_writes(kind)):
            return kept
        return clients.accounts if kind is PATRON_ACCOUNT else clients.configuration

    return StoreRouter(store_of)


def scopes(call: Call, kinds: Iterable[str]) -> list[str]:
    """The scopes that one token needs for these kinds."""
    accounts = [call.params["wms_scim_scope"] or identity.SCOPE] if PATRON_ACCOUNT.name in kinds else []
    if call.params["wms_record_dir"]:
        return list(dict.fromkeys([*accounts, *record.scopes(call)]))
    return [*accounts, service.SCOPE] if call.params["wms_configuration_url"] else accounts
