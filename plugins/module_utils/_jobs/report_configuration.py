# SPDX-License-Identifier: GPL-3.0-or-later

"""The configuration with which OCLC's reports are compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from .._core.errors import ValidationError
from .._core.objects import Declaration
from .._core.values import Day
from .._record.record_store import RecordStore
from .._task.task import Call
from .._wms.report_findings import Wanted
from .._wms.resolution import Objects, Resolver, declared_objects
from . import record_options, recorded_evidence
from .circulation_store import objects_of
from .clients import Clients


def configuration(
    call: Call, clients: Clients, declarations: Mapping[str, Declaration], store: RecordStore | None = None
) -> Wanted:
    """The configuration with which reports are compared. store: the record, if it is open."""
    only_declared = declared_objects(declarations)
    return Wanted(
        existing=Resolver(_existing(call, clients, only_declared, store)),
        expected=Resolver(only_declared),
        accounts=recorded_evidence.declared_accounts(declarations),
        holding_location=call.params["holding_location"],
        shelving_location=call.params["shelving_location"],
        lending_patron_type=call.params["lending_patron_type"],
        since=_since(call, declarations, store),
        today=datetime.now(UTC).date(),
    )


def _existing(call: Call, clients: Clients, only_declared: Objects, store: RecordStore | None) -> Objects:
    """The existing configuration, or the declared one if neither a record nor a service is set."""
    if call.params["wms_record_dir"] or call.params["wms_configuration_url"]:
        return objects_of(call, clients, None, store)
    return only_declared


def _since(call: Call, declarations: Mapping[str, Declaration], store: RecordStore | None) -> date | None:
    try:
        day = Day().normalise(call.params["since"])
    except ValueError as fault:
        raise ValidationError(f"since {fault}") from None
    if day:
        return date.fromisoformat(day)
    if call.params["wms_record_dir"]:
        content = record_options.record_file(call).load() if store is None else store.content
        return recorded_evidence.since(content, declarations)
    return None
