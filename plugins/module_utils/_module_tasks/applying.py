# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that apply declared objects: one object, or the whole configuration of a library in one system."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from .._core.errors import Faults, ValidationError, candidates, similar
from .._core.objects import FORMER_SYMBOLS, Declaration, Identity, Kind, Owner
from .._core.reconcile import Reconciler
from .._core.store import Stores
from .._core.withheld import without
from .._task.arguments import Arguments
from .._task.task import Call, Result, Task
from .._wms.objects.locations import listed_in
from . import excepted
from .clients import Clients
from .identity_proof import prove

#: Applies declarations: returns the result, and the objects of each kind afterwards.
Reconcile = Callable[[Call, Mapping[str, Declaration]], tuple[Result, dict[str, list[Mapping[str, Any]]]]]

#: The option for the diff of an earlier task, which in check mode has written nothing.
EARLIER: Arguments = {"earlier_diff": {"type": "dict"}}


def object_task(kind: Kind, reconcile: Reconcile) -> Task:
    """The task of a module for one kind: it applies an object, an entry, a page, or rows of a table."""

    def perform(call: Call) -> Result:
        declaration = kind.declare(_given(kind, call))
        result, after = reconcile(call, {kind.name: declaration})
        identity = declaration.items[0].identity if kind.listed else ()
        return {**result, "object": kind.shown(identity, after[kind.name])}

    return Task(kind.arguments, perform, (kind,))


def proving_reconciler(
    call: Call,
    clients: Clients,
    system: str,
    kinds: Sequence[Kind],
    stores: Stores,
    helpers: Sequence[Kind] = (),
    registry_ids: Iterable[str | None] = (),
    refuse: Callable[[Reconciler], None] = lambda _made: None,
) -> Reconciler:
    """The reconciler of a task. Before its first write, it proves the identity of the library, and calls *refuse* for the last checks.

    registry_ids: as for ``prove``.
    """

    @cache
    def proof() -> None:
        prove(call, clients, system, made, registry_ids)
        refuse(made)

    made = Reconciler(kinds, stores, helpers, created_earlier(call), proof, call.params["parallel_requests"])
    return made


def declare_all(configuration: Any, prune: Sequence[str], kinds: Sequence[Kind]) -> dict[str, Declaration]:
    """The declarations of a whole configuration, by kind. Raises ValidationError with the problems of all kinds."""
    if not isinstance(configuration, Mapping):
        problem = "configuration must be a dictionary whose keys are kinds of objects"
        raise ValidationError(problem, fields=["configuration"])
    known = {kind.plural: kind for kind in kinds}
    faults = Faults()
    for plural in map(str, configuration):
        if plural not in known:
            problem = (
                f"configuration contains '{plural}', which is not a kind of object. {similar(plural, list(known))}"
            )
            faults.note(ValidationError(problem, fields=[plural], meant=candidates(plural, list(known))))
    for plural in prune:
        if plural not in configuration:
            problem = f"prune contains '{plural}', which configuration does not contain"
            faults.note(ValidationError(problem, fields=["prune"]))
    declared = {}
    for plural, given in configuration.items():
        if plural in known and (given or plural in prune):
            with faults.noted():
                declared[known[plural].name] = known[plural].declare(given, prune=plural in prune)
    faults.report()
    return declared


def owned(call: Call, wanted: Mapping[str, Declaration]) -> Mapping[str, Declaration]:
    """The declarations with the library that owns their objects, and without withheld and excepted fields."""
    withheld = [*call.params["withheld"], *excepted.withheld_of(wanted, excepted.effective(call, wanted))]
    return {name: replace(without(withheld, name, items), owner=owner(call)) for name, items in wanted.items()}


def owner(call: Call) -> Owner | None:
    """The library that owns marked objects; None unless its registry ID and symbol are known."""
    registry_id, symbol = (str(call.params[name] or "").strip() for name in ("wms_registry_id", "reshare_symbol"))
    return Owner(registry_id, symbol) if registry_id and symbol else None


def exported(reconciler: Reconciler, kinds: Sequence[Kind], identities: Sequence[Identity] = ()) -> Result:
    """The current objects of these kinds, in a result. identities: as for ``Store.read``."""
    reconciler.prefetch([kind.name for kind in kinds])
    exports = {kind.plural: kind.export(reconciler.current(kind, identities)) for kind in kinds}
    return {"configuration": {plural: value for plural, value in exports.items() if value}}


def removals(configuration: Any, kinds: Sequence[Kind]) -> Any:
    """A configuration that removes the objects of the given one. Pages cannot be removed; shelving locations are kept, because the library
    may use them for other items."""
    if not isinstance(configuration, Mapping):
        return configuration
    known = {kind.plural: kind for kind in kinds}
    return {name: known[name].removing(given) if name in known else given for name, given in configuration.items()}


def kinds_argument(kinds: Sequence[Kind]) -> dict[str, Any]:
    """An option that names some of these kinds."""
    return {"type": "list", "elements": "str", "choices": [kind.plural for kind in kinds]}


def created_earlier(call: Call) -> Mapping[str, set[Identity]]:
    """The objects that an earlier task in check mode would have created, by kind. Only shelving locations are needed: only objects
    of the same task refer to the other objects. Raises ValidationError."""
    diff = call.params.get("earlier_diff")
    if not diff or not call.check_mode:
        return {}
    try:
        return listed_in(diff)
    except (AttributeError, KeyError, TypeError):
        problem = "earlier_diff must be the diff that circulation_configuration returned"
        raise ValidationError(problem, fields=["earlier_diff"]) from None


def _given(kind: Kind, call: Call) -> Any:
    fields = {name: call.params_raw[name] for name in kind.arguments if name in call.params_raw}
    if FORMER_SYMBOLS in kind.arguments:
        fields[FORMER_SYMBOLS] = call.params[FORMER_SYMBOLS]
    return [fields] if kind.listed else fields
