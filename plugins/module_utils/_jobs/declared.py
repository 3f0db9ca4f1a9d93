# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


# This is a private part of the collection: it may change in any release.
"""Tasks that apply declared objects: one object, or the whole configuration of a library in one system."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .._core.errors import ValidationError, similar
from .._core.fields import filled
from .._core.kinds import EntryKind, ObjectKind
from .._core.objects import Declaration, Kind
from .._core.tables import TableKind
from .._core.values import ALL
from .._task.arguments import object_arguments
from .._task.task import Call, Result, Task

#: Applies declarations: returns the result, and the objects of each kind afterwards.
Reconcile = Callable[[Call, Mapping[str, Declaration]], tuple[Result, dict[str, list[Mapping[str, Any]]]]]


def object_task(kind: Kind, reconcile: Reconcile) -> Task:
    """The work of a module for one kind: an object, an entry, a page, or rows of a table."""

    def perform(call: Call) -> Result:
        declaration = kind.declare(_given(kind, call))
        result, after = reconcile(call, {kind.name: declaration})
        return {**result, "object": _object_after(kind, declaration, after[kind.name])}

    return Task(object_arguments(kind), perform, (kind,))


def declare_all(configuration: Any, prune: Sequence[str], kinds: Sequence[Kind]) -> dict[str, Declaration]:
    """The declarations of a whole configuration, by kind. Raises ValidationError with the problems of all kinds."""
    if not isinstance(configuration, Mapping):
        raise ValidationError(["configuration must be a dictionary whose keys are kinds of objects"])
    known = {kind.plural: kind for kind in kinds}
    problems = [
        f"configuration contains '{plural}', which is not a kind of object. {similar(str(plural), list(known))}"
        for plural in configuration
        if plural not in known
    ]
    problems += [
        f"prune contains '{plural}', which configuration does not contain"
        for plural in prune
        if plural not in configuration
    ]
    declared = {}
    for plural, given in configuration.items():
        if plural in known and (given or plural in prune):
            try:
                declared[known[plural].name] = known[plural].declare(given, prune=plural in prune)
            except ValidationError as fault:
                problems += fault.problems
    if problems:
        raise ValidationError(problems)
    return declared


def removals(configuration: Any, kinds: Sequence[Kind]) -> Any:
    """A configuration that removes the objects of another one. Pages cannot be removed; shelving locations and rows for everything are
    kept, because the library may use them for other items."""
    if not isinstance(configuration, Mapping):
        return configuration
    found = dict(configuration)
    for kind in kinds:
        if kind.plural not in found:
            continue
        given = found.pop(kind.plural)
        if isinstance(kind, TableKind):
            rows = given.get("rows") if isinstance(given, Mapping) else given
            found[kind.plural] = [row for row in _absent(rows) if not _for_everything(kind, row)]
        elif isinstance(kind, ObjectKind):
            found[kind.plural] = _absent(given)
    return found


def _absent(given: Any) -> list[Any]:
    return [{**one, "state": "absent"} if isinstance(one, Mapping) else one for one in given or ()]


def _for_everything(kind: TableKind, row: Any) -> bool:
    return isinstance(row, Mapping) and all(row.get(name) in (None, ALL) for name in kind.selectors)


def prune_argument(kinds: Sequence[Kind]) -> dict[str, Any]:
    """The option that names the kinds whose undeclared objects are removed."""
    return {"type": "list", "elements": "str", "default": [], "choices": [kind.plural for kind in kinds]}


def _given(kind: Kind, call: Call) -> Any:
    if isinstance(kind, TableKind):
        return {name: call.params_raw[name] for name in ("rows", "exact") if name in call.params_raw}
    fields = {name: call.params_raw[name] for name in kind.record.names if name in call.params_raw}
    if isinstance(kind, ObjectKind) and kind.former_marks:
        fields[kind.former_marks] = call.params[kind.former_marks]
    if kind.listed:
        return [{**fields, "state": call.params["state"]}]
    return fields


def _object_after(kind: Kind, declaration: Declaration, after: list[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The object after the task, None if it was removed."""
    if isinstance(kind, TableKind):
        (table,) = after
        return kind.show(table)
    if not declaration.items[0].identity:
        (page,) = after
        return kind.record.show(filled(kind.record.read(page)))
    (item,) = declaration.items
    if isinstance(kind, EntryKind):
        there = item.identity in kind.identities(after)
        return dict(zip(kind.record.names, item.identity)) if there else None
    found = next((fields for fields in after if kind.identify(fields) == item.identity), None)
    return None if found is None else kind.record.show(kind.record.read(found))
