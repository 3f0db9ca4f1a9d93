# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that apply a library's WMS objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .._core.errors import ValidationError
from .._core.objects import AboutObject, Declaration, Kind
from .._task.task import Call, Result, Task, task
from .._wms.catalogue import DECLARABLE
from .._wms.objects.ill_settings import ILL_SETTINGS
from .._wms.objects.patrons import PATRON_ACCOUNT
from . import applying, circulation_store, record_views, withdrawal
from .circulation import apply


def object_task(kind: Kind) -> Task:
    """The work of a module for one kind."""
    return applying.object_task(kind, apply)


def ill_settings_task() -> Task:
    """The work of ill_settings: the page, and whether the library is withdrawn."""
    page = object_task(ILL_SETTINGS)
    return replace(page, arguments={**page.arguments, **withdrawal.ARGUMENTS, **applying.EARLIER})


_PRUNABLE = [kind for kind in DECLARABLE if kind.prunable and kind is not PATRON_ACCOUNT]


@task(
    {
        "configuration": {"type": "dict", "required": True},
        "prune": {**applying.kinds_argument(_PRUNABLE), "default": []},
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
        "ill_settings": {"type": "dict"},
        **applying.EARLIER,
    },
    DECLARABLE,
)
def configuration_task(call: Call) -> Result:
    """The work of circulation_configuration."""
    configuration, prune = call.params_raw["configuration"], call.params["prune"]
    page = _compared_page(call, configuration)
    if call.params["state"] == "absent":
        if prune:
            raise ValidationError("prune cannot be combined with state absent", fields=["prune", "state"])
        configuration = applying.removals(configuration, DECLARABLE)
    return apply(call, applying.declare_all(configuration, prune, DECLARABLE), page)[0]


def _compared_page(call: Call, configuration: Any) -> Mapping[str, Declaration]:
    """The declaration of the option ill_settings, which is only compared."""
    page = call.params_raw.get(ILL_SETTINGS.plural)
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
