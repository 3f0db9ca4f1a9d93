# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Tasks that apply the configuration of a library's ReShare tenant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from .._core.errors import CallFailed, TaskError, ValidationError
from .._core.objects import AboutObject, Declaration, Kind
from .._core.reconcile import Outcome, Reconciler
from .._core.store import Store
from .._reshare import ownership, versions
from .._reshare.directory import Directory
from .._reshare.objects.directory_entries import DIRECTORY_ENTRY
from .._reshare.objects.patron_ids import PATRON_IDS
from .._reshare.objects.setting_fields import is_secret
from .._reshare.objects.settings import SETTING, refuse_pretence, with_unknown
from .._reshare.settings_store import AppSettings
from .._reshare.tables_store import Tables
from .._reshare.tenant_catalogue import DECLARABLE
from .._task.arguments import RESHARE, Arguments
from .._task.task import Call, Result, Secrets, Task, outcome_result
from .._wms import identity, metadata, service
from .._wms.catalogue import NAMED_BY_RESHARE
from .._wms.objects.locations import HOLDING_CODE
from .._wms.objects.patrons import PATRON_ACCOUNT
from . import applying, left_over_accounts, record
from .clients import Clients, StoreRouter
from .identity_proof import ProofSources, prove

#: Options that allow unusual settings.
ON_PURPOSE = {
    "allow_none": {"type": "bool", "default": False},
    "allow_unknown": {"type": "bool", "default": False},
}


def object_task(kind: Kind) -> Task:
    """The work of a module for one kind of row or entry."""
    return applying.object_task(kind, _reconcile)


def setting_task() -> Task:
    """The work of reshare_setting."""
    arguments: Arguments = {
        "key": {"type": "str", "required": True, "no_log": False},
        "value": {"type": "str"},
        **ON_PURPOSE,
    }

    def perform(call: Call) -> Result:
        if "value" not in call.params_raw:
            raise ValidationError(
                "option 'value' is required; null resets the setting to its default", fields=["value"]
            )
        key = call.params["key"]
        setting, *others = _kinds(call, [key])
        declaration = setting.declare({key: call.params_raw["value"]})
        result = _reconcile(call, {setting.name: declaration}, (setting, *others))[0]
        shown = setting.schema[key].value
        return {**result, "object": {"key": key, "value": shown.show(shown.normalise(call.params_raw["value"]))}}

    return Task(arguments, perform, (SETTING,), _setting_secrets)


def patron_ids_task() -> Task:
    """The work of reshare_institutional_patron_ids."""
    arguments: Arguments = {
        "partners": {"type": "dict", "required": True},
        "former": {"type": "list", "elements": "str", "default": []},
        "purge": {"type": "bool", "default": False},
    }

    def perform(call: Call) -> Result:
        given = {"partners": call.params_raw["partners"], **{name: call.params[name] for name in ("former", "purge")}}
        return _reconcile(call, {PATRON_IDS.name: PATRON_IDS.declare(given)})[0]

    return Task(arguments, perform, (PATRON_IDS,))


def configuration_task() -> Task:
    """The work of reshare_configuration."""
    arguments: Arguments = {"configuration": {"type": "dict", "required": True}, **ON_PURPOSE, **applying.EARLIER}

    def perform(call: Call) -> Result:
        configuration = call.params_raw["configuration"]
        kinds = _kinds(call, _declared_settings(configuration))
        return _reconcile(call, applying.declare_all(configuration, (), kinds), kinds)[0]

    return Task(arguments, perform, DECLARABLE, _configuration_secrets)


def configuration_info_task() -> Task:
    """The work of reshare_configuration_info."""
    arguments: Arguments = {
        "kinds": {"type": "list", "elements": "str", "choices": [kind.plural for kind in DECLARABLE]}
    }

    def perform(call: Call) -> Result:
        wanted = call.params["kinds"] or [kind.plural for kind in DECLARABLE]
        clients = Clients(call)
        reconciler = Reconciler(DECLARABLE, store(call, clients))
        kinds = [kind for kind in DECLARABLE if kind.plural in wanted]
        if SETTING in kinds:
            for fault in SETTING.twice(reconciler.current(SETTING)):
                call.warn(str(fault))
        found = {kind.plural: kind.export(reconciler.current(kind)) for kind in kinds}
        configuration = {plural: value for plural, value in found.items() if value}
        return {"configuration": configuration, **clients.result()}

    return Task(arguments, perform, DECLARABLE)


def info_task() -> Task:
    """The work of reshare_info."""

    def perform(call: Call) -> Result:
        clients = Clients(call)
        # A rejected login gives no information about the tenant.
        clients.gateway.log_in()
        tenant = call.params["reshare_tenant"]
        modules = versions.modules(clients.gateway, tenant)
        readable = versions.readable(clients.gateway)
        return {
            "modules": modules,
            "interfaces": versions.interfaces(clients.gateway, tenant),
            "readable": sorted(name for name, fault in readable.items() if fault is None),
            "refused": [
                {"name": name, "reason": str(fault), "permission": fault.permission, "status": fault.status}
                for name, fault in readable.items()
                if fault is not None
            ],
            "wms2_lacks": versions.wms2_lacks(modules),
            **clients.result(),
        }

    return Task({}, perform)


def _kinds(call: Call, settings: Iterable[str]) -> tuple[Kind, ...]:
    """The kinds that can be declared, on request with settings beyond the catalogue."""
    return (with_unknown(settings), *DECLARABLE[1:]) if call.params["allow_unknown"] else DECLARABLE


def _reconcile(
    call: Call, wanted: Mapping[str, Declaration], declarable: Sequence[Kind] = DECLARABLE
) -> tuple[Result, dict[str, list[Mapping[str, Any]]]]:
    if SETTING.name in wanted and not call.params["allow_none"]:
        refuse_pretence(wanted)
    clients = Clients(call, _lookup_scopes(call) or [call.params["wms_scim_scope"] or identity.SCOPE])

    @cache
    def proof() -> None:
        evidence = ProofSources(
            (lambda: reconciler.current(HOLDING_CODE)) if _lookup_scopes(call) else None,
            lambda: reconciler.current(SETTING, [(ownership.REGISTRY_ID,)]),
            lambda: reconciler.current(PATRON_IDS),
        )
        prove(call, clients, RESHARE, evidence, _declared_ids(wanted))
        refuse_abandoned(call, reconciler, wanted)

    reconciler = Reconciler(
        looked_up(call, declarable), store(call, clients), created=applying.created_earlier(call), prove=proof
    )
    if SETTING.name in wanted:
        _refuse_old_version(call, clients, reconciler, wanted[SETTING.name])
    outcome = reconciler.run(wanted, call.check_mode)
    for warning in [*outcome.warnings, *_not_followed(clients, outcome, call.check_mode)]:
        call.warn(warning)
    if PATRON_IDS.name in wanted:
        outcome.left_over += _left_over(call, reconciler, wanted)
    return {**outcome_result(outcome), **clients.result()}, outcome.after


def _left_over(call: Call, reconciler: Reconciler, wanted: Mapping[str, Declaration]) -> Iterator[AboutObject]:
    """The active accounts that this collection made for the library and whose partners are not declared, with the institutional patron IDs that
    name them."""
    partners = _released(reconciler, wanted, replaced=False)
    for barcode in left_over_accounts.active(call, partners):
        yield AboutObject(PATRON_ACCOUNT, (barcode,))
        yield AboutObject(PATRON_IDS, (partners[barcode],))


def refuse_abandoned(call: Call, reconciler: Reconciler, wanted: Mapping[str, Declaration]) -> None:
    """Refuse to replace the last values that name accounts which this collection made for the library, and which can still be used: afterwards no
    system would show that they exist, since Identity Management cannot list accounts."""
    if PATRON_IDS.name in wanted:
        left_over_accounts.refuse(call, _released(reconciler, wanted, replaced=True))


def _released(reconciler: Reconciler, wanted: Mapping[str, Declaration], replaced: bool) -> dict[str, str]:
    """The barcodes of partners that nothing declares, as PATRON_IDS.released returns them, without the default account."""
    settings = wanted[SETTING.name].items if SETTING.name in wanted else ()
    shared = {item.fields["value"] for item in settings if item.identity == ("default_institutional_patron_id",)}
    found = PATRON_IDS.released(reconciler.current(PATRON_IDS), wanted[PATRON_IDS.name], replaced)
    return {barcode: partner for barcode, partner in found.items() if barcode not in shared}


def looked_up(call: Call, declarable: Sequence[Kind] = DECLARABLE) -> Sequence[Kind]:
    """The kinds in which references are looked up. Those of WMS are read only if possible and if new rows refer to them."""
    return (*NAMED_BY_RESHARE, *declarable) if _lookup_scopes(call) else declarable


def _lookup_scopes(call: Call) -> list[str]:
    """The scopes that the token needs to look up names in WMS; none if that is not possible."""
    if call.params["wms_configuration_url"]:
        return [service.SCOPE]
    return [metadata.SCOPE] if call.params["wms_record_dir"] and call.params["wms_read_locations"] else []


def _declared_ids(wanted: Mapping[str, Declaration]) -> list[str | None]:
    """The declared values of the tenant's setting for the registry ID."""
    items = wanted[SETTING.name].items if SETTING.name in wanted else ()
    return [item.fields["value"] for item in items if item.identity == (ownership.REGISTRY_ID,)]


def lists_read(reconciler: Reconciler) -> dict[str, list[Mapping[str, Any]]]:
    """The lists of the tenant that were read, by the names that versions.readable has for them."""
    names = {SETTING.name: "settings", PATRON_IDS.name: "directory"}
    read = {names.get(kind.name, kind.name): reconciler.known(kind) for kind in DECLARABLE}
    return {name: [one.fields for one in rows] for name, rows in read.items() if rows is not None}


def _refuse_old_version(call: Call, clients: Clients, reconciler: Reconciler, declaration: Declaration) -> None:
    """Refuse an adapter that mod-rs does not have: mod-rs accepts its name, and then every call fails (reshare.md 1.1, 1.10)."""
    wants = any(
        item.identity == ("host_lms_integration",) and item.fields["value"] == "wms2" for item in declaration.items
    )
    keys = [item.identity for item in declaration.items]
    if not wants or SETTING.export(reconciler.current(SETTING, keys)).get("host_lms_integration") == "wms2":
        return
    modules = versions.modules(clients.gateway, call.params["reshare_tenant"])
    lacks = "; ".join(versions.wms2_lacks(modules))
    if modules is None:
        call.warn(lacks)
    elif lacks:
        raise TaskError(lacks, SETTING.describe("host_lms_integration"))


def _not_followed(clients: Clients, outcome: Outcome, check_mode: bool) -> Iterator[str]:
    """Wait for mod-rs's copy of the directory: a value has an effect only once the copy has it."""
    changes = [change for change in outcome.changes if change.kind is PATRON_IDS and change.after is not None]
    if check_mode or not changes:
        return
    expected = {
        change.after["slug"]: next(iter(change.after["patron_ids"]), None) for change in changes if change.after
    }
    try:
        behind = Directory(clients.gateway).not_followed(expected)
    except CallFailed as fault:
        # The value was written; only whether mod-rs has it is unknown.
        yield f"the institutional patron IDs in mod-rs's copy of the directory could not be read: {fault}"
        return
    if behind:
        yield (
            f"mod-rs's copy of the directory does not yet contain the institutional patron IDs of {', '.join(behind)}; run this "
            "again later, and ask the hosting provider if they are still missing"
        )


def store(call: Call, clients: Clients, named: Store | None = None) -> StoreRouter:
    """The stores of ReShare behind one gateway, and of WMS for references.

    named: the store with the objects of WMS, if already known.
    """
    # With a record, pending objects are valid references too: they are declared.
    wms = cache(
        lambda: (
            named
            or (
                record.opened_for_reading(call, clients, starts=True)
                if call.params["wms_record_dir"]
                else clients.configuration
            )
        )
    )
    settings = cache(lambda: AppSettings(clients.gateway))
    tables = cache(lambda: Tables(clients.gateway))
    directory = cache(lambda: Directory(clients.gateway))

    def store_of(kind: Kind) -> Store:
        if kind in NAMED_BY_RESHARE:
            return wms()
        if kind in (DIRECTORY_ENTRY, PATRON_IDS):
            return directory()
        return settings() if kind.name == SETTING.name else tables()

    return StoreRouter(store_of)


def _setting_secrets(options: Mapping[str, Any]) -> Secrets:
    return _secrets({str(options.get("key")): options.get("value")})


def _configuration_secrets(options: Mapping[str, Any]) -> Secrets:
    return configuration_secrets(options.get("configuration"))


def configuration_secrets(configuration: Any) -> Secrets:
    """The secrets in the configuration of a tenant, which is not validated yet."""
    return _secrets(_declared_settings(configuration))


def _declared_settings(configuration: Any) -> Mapping[str, Any]:
    """The settings in a configuration that is not validated yet."""
    settings = configuration.get(SETTING.plural) if isinstance(configuration, Mapping) else None
    return settings if isinstance(settings, Mapping) else {}


def _secrets(settings: Mapping[Any, Any]) -> Secrets:
    return {f"ReShare setting {key}": value for key, value in settings.items() if is_secret(str(key))}
