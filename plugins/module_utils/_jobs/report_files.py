# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The task that compares OCLC's report files with the configuration of a library."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from .._core.errors import ValidationError
from .._core.objects import Declaration
from .._core.values import Day
from .._task.arguments import Arguments
from .._task.task import Call, Result, Task
from .._wms.catalogue import DECLARABLE
from .._wms.objects.patrons import PATRON_ACCOUNT
from .._wms.report_files import paths, reports
from .._wms.report_findings import BORROWING, LENDING, Evidence, Wanted, read
from .._wms.resolution import Objects, Resolver, declared_objects
from . import declared, wms
from .clients import Clients
from .policy_resolution import objects_of


def report_task() -> Task:
    """The work of oclc_report_info."""
    arguments: Arguments = {
        "paths": {"type": "list", "elements": "path", "required": True},
        "institution_symbol": {"type": "str"},
        "configuration": {"type": "dict", "default": {}},
        "holding_location": {"type": "str"},
        "shelving_location": {"type": "str"},
        "lending_patron_type": {"type": "str"},
        "since": {"type": "str"},
    }

    def perform(call: Call) -> Result:
        clients = Clients(call, wms.scopes(call, ()))
        wanted = _wanted(call, clients)
        evidence = Evidence()
        for path in paths(call.params["paths"]):
            read(reports(path), call.params["institution_symbol"], wanted, evidence)
        return {
            "files": evidence.files,
            "patron_types": dict(sorted(evidence.patron_types.items())),
            "accounts": [evidence.accounts[barcode] for barcode in sorted(evidence.accounts)],
            "loans": {direction: evidence.loans[direction] for direction in (BORROWING, LENDING)},
            "findings": [finding.result() for finding in evidence.findings],
            **clients.result(),
        }

    return Task(arguments, perform, DECLARABLE)


def _wanted(call: Call, clients: Clients) -> Wanted:
    declarations = declared.declare_all(call.params_raw.get("configuration") or {}, (), DECLARABLE)
    only_declared = declared_objects(declarations)
    return Wanted(
        existing=Resolver(_existing(call, clients, only_declared)),
        declared=Resolver(only_declared),
        accounts=_accounts(declarations),
        holding_location=call.params["holding_location"],
        shelving_location=call.params["shelving_location"],
        lending_patron_type=call.params["lending_patron_type"],
        since=_since(call.params["since"]),
        today=datetime.now(UTC).date(),
    )


def _existing(call: Call, clients: Clients, only_declared: Objects) -> Objects:
    """The existing configuration, or the declared one if neither a record nor a service is set."""
    if call.params["wms_record_dir"] or call.params["wms_configuration_url"]:
        return objects_of(call, clients, None)
    return only_declared


def _accounts(declarations: Mapping[str, Declaration]) -> dict[str, Mapping[str, Any]]:
    declaration = declarations.get(PATRON_ACCOUNT.name, Declaration(()))
    return {item.identity[0]: item.fields for item in declaration.items if item.state != "absent"}


def _since(given: str | None) -> date | None:
    try:
        day = Day().normalise(given)
    except ValueError as fault:
        raise ValidationError([f"since {fault}"]) from None
    return date.fromisoformat(day) if day else None
