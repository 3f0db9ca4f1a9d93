# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


# This is a private part of the collection: it may change in any release.
"""Tasks over a library's WMS objects: one object, or everything that is declared for the library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.errors import Invalid, similar
from .._core.kinds import EntryKind, ObjectKind
from .._core.objects import Declaration, Kind
from .._core.reconcile import Reconciler
from .._core.tables import TableKind
from .._wms import identity, service
from .._wms.catalogue import DECLARABLE, KINDS
from .._wms.objects.patrons import PATRON_ACCOUNT
from .arguments import object_arguments
from .connect import Connection, WmsStore
from .task import Call, Result, Task, outcome_result


def object_task(kind: Kind) -> Task:
    """The work of a module for one kind: an object, an entry, a page, or rows of a table."""

    def perform(call: Call) -> Result:
        declaration = kind.declare(_given(kind, call))
        result, after = _reconcile(call, {kind.name: declaration})
        return {**result, "object": _object_after(kind, declaration, after[kind.name])}

    return Task(object_arguments(kind), perform)


def configuration_task() -> Task:
    """The work of circulation_configuration."""
    arguments = {
        "configuration": {"type": "dict", "required": True},
        "prune": {
            "type": "list",
            "elements": "str",
            "default": [],
            "choices": [
                kind.plural for kind in DECLARABLE if isinstance(kind, ObjectKind) and kind is not PATRON_ACCOUNT
            ],
        },
    }

    def perform(call: Call) -> Result:
        declared = declare_all(call.declared["configuration"], call.params["prune"])
        return _reconcile(call, declared)[0]

    return Task(arguments, perform)


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
        connection = Connection(call, _scopes(call, [kind.name for kind in kinds]))
        reconciler = Reconciler(KINDS, WmsStore(connection))
        found = {kind.plural: kind.export(reconciler.current(kind, barcodes)) for kind in kinds}
        configuration = {plural: value for plural, value in found.items() if value}
        return {"configuration": configuration, **connection.result()}

    return Task(arguments, perform)


def declare_all(configuration: Any, prune: list[str]) -> dict[str, Declaration]:
    """What a whole configuration declares, by kind. Raises Invalid with the problems of all kinds."""
    if not isinstance(configuration, Mapping):
        raise Invalid(["configuration must be a dictionary of the kinds of objects"])
    kinds = {kind.plural: kind for kind in DECLARABLE}
    problems = [
        f"configuration has no '{plural}'. {similar(str(plural), list(kinds))}"
        for plural in configuration
        if plural not in kinds
    ]
    problems += [f"prune names '{plural}', which is not declared" for plural in prune if plural not in configuration]
    declared = {}
    for plural, given in configuration.items():
        if plural in kinds and (given or plural in prune):
            try:
                declared[kinds[plural].name] = kinds[plural].declare(given, prune=plural in prune)
            except Invalid as fault:
                problems += fault.problems
    if problems:
        raise Invalid(problems)
    return declared


def _reconcile(call: Call, declared: Mapping[str, Declaration]) -> tuple[Result, dict[str, list[Mapping[str, Any]]]]:
    connection = Connection(call, _scopes(call, list(declared)))
    # Without a configuration store, what an account names can't be looked up, and is left to OCLC.
    kinds = KINDS if call.params["wms_configuration_url"] else (PATRON_ACCOUNT,)
    if kinds is not KINDS and set(declared) - {PATRON_ACCOUNT.name}:
        call.require("wms_configuration_url")
    outcome = Reconciler(kinds, WmsStore(connection)).run(declared, call.check_mode)
    for warning in outcome.warnings:
        call.warn(warning)
    return {**outcome_result(outcome), **connection.result()}, outcome.after


def _scopes(call: Call, kinds: list[str]) -> list[str]:
    """What one token must allow for these kinds."""
    scopes = [call.params["wms_scim_scope"] or identity.SCOPE] if PATRON_ACCOUNT.name in kinds else []
    if call.params["wms_configuration_url"]:
        scopes.append(service.SCOPE)
    return scopes


def _given(kind: Kind, call: Call) -> Any:
    if isinstance(kind, TableKind):
        return {name: call.declared[name] for name in ("rows", "exact") if name in call.declared}
    fields = {name: call.declared[name] for name in kind.record.names if name in call.declared}
    if isinstance(kind, (ObjectKind, EntryKind)):
        return [{**fields, "state": call.params["state"]}]
    return fields


def _object_after(kind: Kind, declaration: Declaration, after: list[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The object as it is after the task, None where it is gone."""
    if isinstance(kind, TableKind):
        (table,) = after
        return {"rows": [kind.record.show(kind.record.read(row)) for row in table.get("rows", ())]}
    if not declaration.items[0].identity:
        (page,) = after
        return kind.record.show(kind.record.read(page))
    (item,) = declaration.items
    if isinstance(kind, EntryKind):
        there = item.identity in kind.identities(after)
        return dict(zip(kind.record.names, item.identity)) if there else None
    found = next((fields for fields in after if (kind.title(fields),) == item.identity), None)
    return None if found is None else kind.record.show(kind.record.read(found))
