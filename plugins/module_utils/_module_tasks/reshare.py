# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that apply the configuration of a library's ReShare tenant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from .._core.errors import CallFailed, ValidationError
from .._core.objects import Declaration, Kind
from .._core.reconcile import Outcome, Reconciler
from .._reshare import ownership
from .._reshare.directory import Directory
from .._reshare.objects.patron_ids import PATRON_IDS
from .._reshare.objects.setting_fields import is_secret
from .._reshare.objects.settings import SETTING, refuse_pretence, with_unknown
from .._reshare.tenant_catalogue import DECLARABLE
from .._task.arguments import RESHARE
from .._task.task import Call, Result, Secrets, Task, outcome_result, task
from . import applying, left_over_accounts, tenant_store, withdrawal
from .clients import Clients
from .tenant_version import refuse_old_version

_UNKNOWN = {"allow_unknown": {"type": "bool", "default": False}}


def secrets_in(option: str) -> Callable[[Mapping[str, Any]], Secrets]:
    """A function that finds the secrets in an option with the configuration of a tenant, which is not validated yet."""
    return lambda options: _secrets(_declared_settings(options.get(option)))


def _declared_settings(configuration: Any) -> Mapping[str, Any]:
    """The settings in a configuration that is not validated yet."""
    settings = configuration.get(SETTING.plural) if isinstance(configuration, Mapping) else None
    return settings if isinstance(settings, Mapping) else {}


def _secrets(settings: Mapping[Any, Any]) -> Secrets:
    return {f"ReShare setting {key}": value for key, value in settings.items() if is_secret(str(key))}


def object_task(kind: Kind) -> Task:
    """The task of a module for one kind of row or entry."""
    return applying.object_task(kind, apply)


@task(
    {
        "key": {"type": "str", "required": True, "no_log": False},
        "value": {"type": "str"},
        **_UNKNOWN,
    },
    (SETTING,),
    lambda options: _secrets({options.get("key"): options.get("value")}),
)
def setting_task(call: Call) -> Result:
    """The work of reshare_setting."""
    if "value" not in call.params_raw:
        raise ValidationError("option 'value' is required; null resets the setting to its default", fields=["value"])
    key = call.params["key"]
    setting, *others = _kinds(call, [key])
    declaration = setting.declare({key: call.params_raw["value"]})
    result = apply(call, {setting.name: declaration}, (setting, *others))[0]
    shown = setting.schema[key].value
    return {**result, "object": {"key": key, "value": shown.show(shown.normalise(call.params_raw["value"]))}}


@task(
    {
        "partners": {"type": "dict", "required": True},
        "former": {"type": "list", "elements": "str", "default": []},
        "purge": {"type": "bool", "default": False},
    },
    (PATRON_IDS,),
)
def patron_ids_task(call: Call) -> Result:
    """The work of reshare_institutional_patron_ids."""
    given = {"partners": call.params_raw["partners"], **{name: call.params[name] for name in ("former", "purge")}}
    return apply(call, {PATRON_IDS.name: PATRON_IDS.declare(given)})[0]


@task(
    {"configuration": {"type": "dict", "required": True}, "stop": {"type": "str"}, **_UNKNOWN, **applying.EARLIER},
    DECLARABLE,
    secrets_in("configuration"),
)
def configuration_task(call: Call) -> Result:
    """The work of reshare_configuration."""
    configuration = call.params_raw["configuration"]
    kinds = _kinds(call, _declared_settings(configuration))
    return apply(call, applying.declare_all(configuration, (), kinds), kinds)[0]


@task({"kinds": applying.kinds_argument(DECLARABLE)}, DECLARABLE)
def configuration_info_task(call: Call) -> Result:
    """The work of reshare_configuration_info."""
    wanted = call.params["kinds"] or [kind.plural for kind in DECLARABLE]
    clients = Clients(call)
    reconciler = Reconciler(DECLARABLE, tenant_store.stores(call, clients))
    kinds = [kind for kind in DECLARABLE if kind.plural in wanted]
    if SETTING in kinds:
        for fault in SETTING.twice(reconciler.current(SETTING)):
            call.warn(str(fault))
    return {**applying.exported(reconciler, kinds), **clients.result()}


def _kinds(call: Call, settings: Iterable[str]) -> tuple[Kind, ...]:
    """The kinds that can be declared. With allow_unknown, these settings need not be in the catalogue."""
    return (with_unknown(settings), *DECLARABLE[1:]) if call.params["allow_unknown"] else DECLARABLE


def apply(
    call: Call, wanted: Mapping[str, Declaration], declarable: Sequence[Kind] = DECLARABLE
) -> tuple[Result, dict[str, list[Mapping[str, Any]]]]:
    """Apply declarations. Returns the result, and the objects of each kind afterwards."""
    refuse_pretence(wanted)
    clients = Clients(call, tenant_store.lookup_scopes(call))
    reconciler = applying.proving_reconciler(
        call,
        clients,
        RESHARE,
        tenant_store.looked_up(call, declarable),
        tenant_store.stores(call, clients),
        registry_ids=_declared_ids(wanted),
        refuse=lambda made: left_over_accounts.refuse_abandoned(call, made, wanted),
    )
    reconciler.read_ahead(wanted)
    refuse_old_version(call, clients, reconciler, wanted)
    former = withdrawal.keep_former(call, clients, reconciler, wanted) if call.params.get("stop") else None
    outcome = reconciler.run(wanted, call.check_mode)
    for warning in [*outcome.warnings, *_not_followed(clients, outcome, call.check_mode)]:
        call.warn(warning)
    if PATRON_IDS.name in wanted:
        outcome.left_over += left_over_accounts.still_active(call, reconciler, wanted)
    kept = {} if former is None else {"stop": call.params["stop"], "former": former}
    return {**outcome_result(outcome), **kept, **clients.result()}, outcome.after


def _declared_ids(wanted: Mapping[str, Declaration]) -> list[str | None]:
    """The declared values of the tenant's setting for the registry ID."""
    items = wanted[SETTING.name].items if SETTING.name in wanted else ()
    return [item.fields["value"] for item in items if item.identity == (ownership.REGISTRY_ID,)]


def _not_followed(clients: Clients, outcome: Outcome, check_mode: bool) -> Iterator[str]:
    """Wait for mod-rs's copy of the directory: a value has no effect before the copy contains it."""
    changes = [change for change in outcome.changes if change.kind is PATRON_IDS and change.after is not None]
    if check_mode or not changes:
        return
    expected = {
        change.after["slug"]: next(iter(change.after["patron_ids"]), None) for change in changes if change.after
    }
    try:
        behind = Directory(clients.gateway).not_followed(expected)
    except CallFailed as fault:
        # Only a warning: the value was written, but it is unknown whether mod-rs has it.
        yield f"the institutional patron IDs in mod-rs's copy of the directory could not be read: {fault}"
        return
    if behind:
        yield (
            # The same text for every library, so that Ansible shows it once.
            "mod-rs's copy of the directory does not yet contain all institutional patron IDs; run this again later, and ask the hosting provider if "
            "they are still missing"
        )
