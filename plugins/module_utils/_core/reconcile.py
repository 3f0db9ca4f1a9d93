# SPDX-License-Identifier: GPL-3.0-or-later

"""Reconciling: read the current objects, plan, check references, write, and report the changes.

The store is only an interface here; nothing in this module depends on where objects are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from .errors import (
    CallFailed,
    Differs,
    Faults,
    InUse,
    OtherLibrary,
    TaskError,
    UnknownReference,
    Unowned,
    ValidationError,
    WriteConflict,
    candidates,
    first_of,
    similar,
)
from .fields import not_blank
from .left_over import left_over, users_of
from .objects import (
    EXISTING,
    AboutObject,
    Change,
    CurrentObject,
    Declaration,
    Fields,
    Identity,
    Kind,
    KindPlan,
    PendingStep,
)
from .order import in_order, independent, still_held
from .read_back import ReadBack
from .side_by_side import side_by_side
from .store import Store, Stores, Written
from .texts import is_listed
from .values import ObjectReference

#: How often the same change is tried after a WriteConflict.
ATTEMPTS = 5
#: How many users of an object a warning names.
_NAMED = 3


@dataclass
class Outcome:
    """The result of a run, or in check mode the predicted result.

    changes: in the order of the plan. after: the objects of each declared kind afterwards.
    pending: the manual steps that are still pending, from this run or earlier ones.
    count: how many objects, rows or settings of each kind the run manages.
    left_over: objects without any reference after the changes, or declared with state=existing. unseen: the changes that were accepted
    and that the system does not show as written.
    """

    changes: list[Change] = field(default_factory=list)
    unseen: list[Change] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    pending: list[PendingStep] = field(default_factory=list)
    after: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    count: dict[str, int] = field(default_factory=dict)
    left_over: list[AboutObject] = field(default_factory=list)

    def diff(self) -> dict[str, dict[str, Any]]:
        """The changes before and after, by kind and name, for Ansible's diff mode."""
        sides: dict[str, dict[str, Any]] = {"before": {}, "after": {}}
        for change in self.changes:
            name, views = change.name, {"before": change.before_view, "after": change.after_view}
            for side, view in views.items():
                if view is not None and name:
                    sides[side].setdefault(change.kind.plural, {})[name] = dict(view)
                elif view is not None:
                    sides[side][change.kind.plural] = dict(view)
        return sides


class Interrupted(TaskError):
    """An error in the middle of a run. outcome: of the changes made before. texts: what happened, if it is more than the error."""

    def __init__(self, fault: TaskError, outcome: Outcome, *texts: str):
        super().__init__(". ".join(text.rstrip(".") for text in texts) or str(fault))
        self.fault = fault
        self.outcome = outcome


class Reconciler:
    """Applies the declarations of one library.

    kinds: every kind in the store, in the order in which objects must be created. A reference to any other kind is not
        checked here; the system checks it.
        helpers: the kinds whose objects have an effect only if another object refers to them: left-over ones are reported.
        created: objects by kind that an earlier task in check mode would have created: references to them are valid.
        prove: called before each change, also in check mode. Raises a TaskError if nothing may be changed.
        at_once: how many stores may be read at the same time.
    """

    def __init__(
        self,
        kinds: Sequence[Kind],
        stores: Stores,
        helpers: Sequence[Kind] = (),
        created: Mapping[str, Collection[Identity]] | None = None,
        prove: Callable[[], None] = lambda: None,
        at_once: int = 1,
    ):
        self.prove = prove
        self._at_once = at_once
        self._helpers = helpers
        self._created = created or {}
        self._kinds = {kind.name: kind for kind in kinds}
        self._store = stores
        self._current: dict[str, list[CurrentObject]] = {}
        self._after: dict[str, list[Mapping[str, Any]]] = {}
        self._deferrals: list[Change] = []
        self._prefetched: set[str] = set()
        self._read_back = ReadBack(stores, self._planned_after, at_once)
        # Declared objects of kinds that cannot be planned: references to them are valid.
        self._unplanned: dict[str, set[Identity]] = {}

    def run(self, declared: Mapping[str, Declaration], check_mode: bool, alone: bool = False) -> Outcome:
        """Plan everything, then write it unless in check mode.

        declared: by the name of the kind. alone: whether no other task of the same run can create the objects referred to here.
        Raises a TaskError with all problems before anything is written, or Interrupted afterwards.
        """
        outcome = Outcome(count={name: len(declaration.items) for name, declaration in declared.items()})
        self.read_ahead(declared)
        try:
            writes = self._plan_all(declared, outcome, tolerant=check_mode and not alone)
        except CallFailed:
            raise
        except TaskError:
            self._refuse_other_library()
            raise
        wanted = {(name, item.identity) for name, stated in declared.items() for item in stated.items}
        outcome.left_over = [
            *left_over(self._kinds.values(), self._helpers, writes, wanted, self.planned_state),
            *self._kept(declared),
        ]
        try:
            if check_mode:
                self._simulate(writes, outcome)
            else:
                self._write(writes, declared, outcome)
        finally:
            outcome.pending += self._pending_steps(declared)
        outcome.after = {
            name: [*map(not_blank, self._after.get(self._kinds[name].collection, ()))] for name in declared
        }
        return outcome

    def _refuse_other_library(self) -> None:
        """Raise OtherLibrary if the systems belong to another library: then the errors of a plan would mislead."""
        try:
            self.prove()
        except OtherLibrary:
            raise
        except TaskError:
            return

    def in_place(self, declared: Mapping[str, Declaration]) -> bool:
        """Whether these objects are as declared after the run, and no manual step for them is pending. Nothing is written, not
        even on a worksheet. Raises a TaskError with all problems."""
        return not self.changes(declared) and not any(self._pending_steps(declared))

    def changes(self, declared: Mapping[str, Declaration]) -> list[Change]:
        """The changes that a run would make. Nothing is written. Raises a TaskError with all problems."""
        self.prefetch(declared)
        return self._plan_all(declared, Outcome(), tolerant=True)

    def _kept(self, declared: Mapping[str, Declaration]) -> Iterator[AboutObject]:
        """The objects that are declared with state=existing and exist."""
        for name, declaration in declared.items():
            kind, kept = self._kinds[name], [item for item in declaration.items if item.state == EXISTING]
            there = set(kind.identities(self.planned_state(kind))) if kept else ()
            yield from (AboutObject(kind, item.identity) for item in kept if item.identity in there)

    def prefetch(self, kinds: Collection[str]) -> None:
        """Announce the kinds, by name, that will be read."""
        for store, share in self._shares(kinds).items():
            self._prefetch(store, share)

    def read_ahead(self, declared: Mapping[str, Declaration], later: Collection[str] = ()) -> None:
        """Read the declared kinds, those of different stores at the same time. later: other kinds, by name, that will be read."""
        identities = {name: [item.identity for item in declaration.items] for name, declaration in declared.items()}
        shares = self._shares({*declared, *later})
        calls = [partial(self._read_share, store, share, identities) for store, share in shares.items()]
        for call in side_by_side(calls, self._at_once):
            call.result()

    def _shares(self, kinds: Collection[str]) -> dict[Store, list[Kind]]:
        """Kinds by their store, which is created here, because two threads could create it twice."""
        shares: dict[Store, list[Kind]] = {}
        for kind in self._kinds.values():
            if kind.name in kinds:
                shares.setdefault(self._store(kind), []).append(kind)
        return shares

    def _prefetch(self, store: Store, share: Sequence[Kind]) -> None:
        fresh = [kind for kind in share if kind.name not in self._prefetched]
        self._prefetched.update(kind.name for kind in fresh)
        if fresh:
            store.prefetch(fresh)

    def _read_share(self, store: Store, share: Sequence[Kind], wanted: Mapping[str, Sequence[Identity]]) -> None:
        self._prefetch(store, share)
        for kind in share:
            # Reading a record needs no request.
            if kind.name in wanted and not store.defers_writes(kind):
                self.current(kind, wanted[kind.name])

    def has(self, kind: Kind) -> bool:
        """Whether references to objects of this kind are checked, and so its objects can be read."""
        return kind.name in self._kinds

    def known(self, kind: Kind) -> list[CurrentObject] | None:
        """The objects of a kind if they were read, without reading them."""
        return self._current.get(kind.collection)

    def current(self, kind: Kind, identities: Sequence[Identity] = ()) -> list[CurrentObject]:
        """The current objects of a kind, read once."""
        if kind.collection not in self._current:
            self._current[kind.collection] = self._store(kind).read(kind, identities)
        return self._current[kind.collection]

    def _plan_all(self, declared: Mapping[str, Declaration], outcome: Outcome, tolerant: bool) -> list[Change]:
        """The changes to write, in order. Raises a TaskError with all problems."""
        changes: list[Change] = []
        writes: list[Change] = []
        faults = Faults()
        for kind in self._kinds.values():
            if kind.name in declared:
                self._unplanned[kind.name] = {item.identity for item in declared[kind.name].items}
                with faults.noted():
                    plan = self._plan(kind, declared[kind.name])
                    outcome.warnings += plan.warnings
                    changes += plan.changes
                    del self._unplanned[kind.name]
        with faults.noted():
            self._refuse_missing(changes, outcome, tolerant)
        with faults.noted():
            self._refuse_in_use(changes)
        ordered = self._in_order(changes)
        with faults.noted():
            self._refuse_held(ordered)
        for change in ordered:
            with faults.noted():
                if not self._waits_to_be_verified(change, outcome):
                    writes.append(change)
        faults.report()
        outcome.warnings += [*self._shared(changes, declared), *self._changed_for_others(writes, declared)]
        return writes

    def _plan(self, kind: Kind, declaration: Declaration) -> KindPlan:
        current = self.current(kind, [item.identity for item in declaration.items])
        plan = kind.plan(current, declaration)
        self._refuse_unowned(plan)
        replaced = {change.stored.id: change.after for change in plan.changes if change.stored is not None}
        after = [replaced.get(stored.id, stored.known) for stored in current]
        made = [change.after for change in plan.changes if change.stored is None and change.unmet is None]
        self._after[kind.collection] = [fields for fields in [*after, *made] if fields is not None]
        return plan

    @staticmethod
    def _refuse_unowned(plan: KindPlan) -> None:
        """Refuse to change objects that this collection did not create, or to request it from a person."""
        unowned = {change.title: change.unowned for change in plan.changes if change.unowned}
        if unowned:
            raise Unowned(". ".join(unowned.values()), _single(unowned))

    def planned_state(self, kind: Kind) -> list[Mapping[str, Any]]:
        """The objects of a kind as they are after this run. A field that is known to be blank can be None."""
        if kind.collection not in self._after:
            self._after[kind.collection] = [stored.known for stored in self.current(kind)]
        return self._after[kind.collection]

    def _refuse_missing(self, changes: Sequence[Change], outcome: Outcome, tolerant: bool) -> None:
        refused: dict[str, list[str]] = {}
        expected: dict[str, list[str]] = {}
        missing: dict[str | None, UnknownReference] = {}
        for change, kind, fault in self._missing(changes):
            # In check mode, an earlier task of the same run may be the one that creates it.
            if tolerant and kind.create_hint is None:
                expected.setdefault(str(fault), []).append(change.title)
            else:
                refused.setdefault(str(fault), []).append(change.title)
                missing[fault.object] = fault
        outcome.warnings += [
            f"{problem} Outside check mode this task fails unless an earlier task creates it."
            for problem in _with_titles(expected)
        ]
        if missing:
            name = _single(missing)
            meant = missing[name].candidates if name else ()
            fault = UnknownReference(" ".join(_with_titles(refused)), name, meant=meant)
            raise fault if len(missing) == 1 else fault.consisting_of(missing.values())

    def _refuse_in_use(self, changes: Sequence[Change]) -> None:
        users = dict(self._users([change for change in changes if change.removes]))
        if users:
            raise InUse(" ".join(users.values()), _single(users))

    @staticmethod
    def _refuse_held(ordered: Sequence[Change]) -> None:
        faults = Faults()
        for change, entry in still_held(ordered):
            text = (
                f"{change.title} cannot take over {entry}, because the object that has it is changed later in this task. "
                "Remove it from that object in an earlier task"
            )
            faults.note(ValidationError(text, about=change.title))
        faults.report()

    def _missing(self, changes: Sequence[Change]) -> Iterator[tuple[Change, Kind, UnknownReference]]:
        """An error for each reference to an object that will not exist, and the kind of that object."""
        known: dict[str, set[Identity]] = {}
        for change in changes:
            for use in (use for use in change.uses if use.kind in self._kinds):
                kind = self._kinds[use.kind]
                if kind.name not in known:
                    known[kind.name] = {*kind.identities(self.planned_state(kind)), *self._created.get(kind.name, ())}
                unplanned = self._unplanned.get(kind.name, ())
                if not is_listed(use.identity, known[kind.name]) and use.identity not in unplanned:
                    yield change, kind, self._not_there(kind, use, known[kind.name])

    def _not_there(self, kind: Kind, use: ObjectReference, known: Collection[Identity]) -> UnknownReference:
        *outer, name = use.identity
        if outer == [""]:
            problem = f"{use.label} '{name}' requires the field with its location."
            return UnknownReference(problem, kind.describe(name))
        within = f" in {outer[0]}" if outer else ""
        names = [identity[-1] for identity in known if list(identity[:-1]) == outer]
        return UnknownReference(
            f"{use.label} refers to {kind.label} '{name}'{within}, which does not exist. "
            f"{similar(name, names)}{self._advice(kind)}",
            kind.described(use.identity),
            meant=candidates(name, names),
        )

    def _shared(self, changes: Sequence[Change], declared: Mapping[str, Declaration]) -> Iterator[str]:
        """A warning for each declared object that already exists, if no declared object referred to it before this run: it
        probably belongs to the library."""
        named = {(use.kind, use.identity) for change in changes for use in change.uses}
        for kind in self._kinds.values():
            if kind.shared is None or kind.name not in declared:
                continue
            there = set(kind.identities(stored.fields for stored in self.current(kind)))
            for item in declared[kind.name].items:
                first = item.identity in there and (kind.name, item.identity) in named
                if first and item.state == "present" and item.identity not in self._named_already(kind, declared):
                    yield f"{kind.described(item.identity)} {kind.shared}"

    def _changed_for_others(self, changes: Sequence[Change], declared: Mapping[str, Declaration]) -> Iterator[str]:
        """A warning for each existing object that changes and that undeclared objects or rows also use: perhaps it is the library's own object
        of the same name."""
        existing = [change for change in changes if change.stored is not None and change.kind.listed]
        changed = {(change.kind.name, change.identity): change for change in existing}
        mine: set[tuple[str, Identity]] = set()
        others: dict[tuple[str, Identity], list[str]] = {}
        for name, declaration in declared.items() if changed else ():
            kind = self._kinds[name]
            mine |= {use.target for use in kind.declared_uses(declaration)}
            for title, fields in kind.undeclared(self.current(kind), declaration):
                for key in {use.target for use in kind.uses(fields)} & changed.keys():
                    others.setdefault(key, []).append(title)
        for key, users in others.items():
            if key in mine:
                yield (
                    f"{changed[key].title} exists and changes, and {first_of(users, _NAMED)} {'uses' if len(users) == 1 else 'use'} it, too, "
                    "without being declared here: the new values apply there as well. If this is not meant, declare another name"
                )

    def _named_already(self, kind: Kind, declared: Collection[str]) -> set[Identity]:
        users = [other for other in self._kinds.values() if other.name in declared and kind.name in other.references]
        uses = (use for other in users for existing in self.current(other) for use in other.uses(existing.fields))
        return {use.identity for use in uses if use.kind == kind.name}

    def _advice(self, kind: Kind) -> str:
        """The advice for an unknown name: who creates such objects, or that only confirmed objects are known."""
        if kind.create_hint is not None:
            return f" {kind.create_hint}"
        defers_writes = self._store(kind).defers_writes(kind)
        return " If it exists at the library, adopt it (reshare.wms.ask), or declare it." if defers_writes else ""

    def _users(self, removals: Sequence[Change]) -> Iterator[tuple[str, str]]:
        """The title of each removed object that other objects will still refer to, and the problem."""
        users = users_of(self._kinds.values(), {change.kind.name for change in removals}, self.planned_state)
        for change in removals:
            keys = ((change.kind.name, identity) for identity in change.removes)
            titles = dict.fromkeys(title for key in keys for title in users.get(key, {}).values())
            if titles:
                yield (
                    change.title,
                    f"{change.title} cannot be removed: it is in use by {', '.join(titles)}. Remove it there first.",
                )

    def _simulate(self, changes: Sequence[Change], outcome: Outcome) -> None:
        for change in changes:
            if self._deferred(change, outcome):
                continue
            self.prove()
            if self._store(change.kind).defers_writes(change.kind):
                self._send(change)
            outcome.changes.append(change)

    def _deferred(self, change: Change, outcome: Outcome) -> bool:
        """Whether a change has to wait, because it refers to an object that a person has yet to create, or removes an object
        to which an object with a deferred change still refers."""
        if self._store(change.kind).defers_writes(change.kind):
            blocking = next((deferral for deferral in self._deferrals if _names(deferral, change)), None)
            if blocking is not None:
                outcome.pending.append(_put_off(change, blocking.title, None))
            return blocking is not None
        for use in change.uses:
            kind = self._kinds.get(use.kind)
            for step in self._store(kind).pending_steps(kind) if kind is not None else ():
                if step.new and step.identity == use.identity:
                    self._deferrals.append(change)
                    outcome.pending.append(_put_off(change, step.title, step.since))
                    return True
        return False

    def _waits_to_be_verified(self, change: Change, outcome: Outcome) -> bool:
        """Whether an object with state=verified cannot exist yet, because an object that it refers to is only created by this
        run or by a person. Raises Differs otherwise."""
        if change.unmet is None:
            return False
        for use in change.uses:
            kind = self._kinds.get(use.kind)
            if kind is None:
                continue
            asked = {step.identity: step.since for step in self._store(kind).pending_steps(kind) if step.new}
            there = set(kind.identities(stored.fields for stored in self.current(kind)))
            if use.identity in asked or use.identity not in there:
                outcome.pending.append(_put_off(change, kind.describe(use.identity[-1]), asked.get(use.identity)))
                return True
        raise Differs(change.unmet, change.title)

    def _pending_steps(self, declared: Mapping[str, Declaration]) -> Iterator[PendingStep]:
        for name, declaration in declared.items():
            mine = {item.identity for item in declaration.items}
            everything = declaration.exact or declaration.prune
            kind = self._kinds[name]
            for step in self._store(kind).pending_steps(kind):
                if everything or (step.identity if step.row is None else step.row) in mine:
                    yield step

    def _write(self, changes: list[Change], declared: Mapping[str, Declaration], outcome: Outcome) -> None:
        planned = {change.key: number for number, change in enumerate(changes)}
        stopped: TaskError | None = None
        try:
            self._write_all(list(changes), declared, outcome)
        except Interrupted as interrupted:
            stopped = interrupted.fault
        finally:
            outcome.changes.sort(key=lambda change: planned.get(change.key, len(planned)))
        self._read_written(declared, outcome, stopped)

    def _read_written(
        self, declared: Mapping[str, Declaration], outcome: Outcome, stopped: TaskError | None = None
    ) -> None:
        """Read what was written. Raises Interrupted for what is not there. stopped: the error that ended the writes."""
        unseen, fault = self._read_back.finish(declared)
        outcome.unseen += unseen
        outcome.changes = _without(outcome.changes, unseen)
        if first := stopped or fault:
            raise Interrupted(first, outcome, *(str(error) for error in (fault, stopped) if error))

    def _write_all(self, left: list[Change], declared: Mapping[str, Declaration], outcome: Outcome) -> None:
        attempts = Counter[str]()
        while left:
            batch = self._batch(left, outcome)
            if not batch:
                continue
            if self._read_back.precedes(batch):
                self._read_written(declared, outcome)
            self.prove()
            at_once = self._store(batch[0].kind).at_once(batch[0].kind)
            calls = side_by_side([partial(self._send, change) for change in batch], at_once)
            sent = [(change, call.exception()) for change, call in zip(batch, calls)]
            done = [change for change, fault in sent if fault is None]
            self._read_back.note(call.result() for call in calls if call.exception() is None)
            outcome.changes += done
            left = _without(left, done)
            conflicts = [(change, fault) for change, fault in sent if isinstance(fault, WriteConflict)]
            for _change, fault in sent:
                if fault is not None and not isinstance(fault, WriteConflict):
                    # Writes with an unknown outcome that were carried out are reported, too.
                    with suppress(Interrupted):
                        self._again(conflicts, left, declared, outcome)
                    raise Interrupted(fault, outcome) if isinstance(fault, TaskError) else fault
            for change, moved in conflicts:
                # Another run that makes the same changes can cause one conflict for each change.
                attempts[change.title] += 1
                if attempts[change.title] >= ATTEMPTS:
                    raise Interrupted(moved, outcome) from moved
            left = self._again(conflicts, left, declared, outcome)

    def _batch(self, left: list[Change], outcome: Outcome) -> list[Change]:
        """The next changes to write at the same time. Changes that have to wait are removed from *left*."""

        def at_once(kind: Kind) -> int:
            return self._store(kind).at_once(kind)

        together = left[:1] if at_once(left[0].kind) == 1 else independent(left, at_once)
        waiting = [change for change in together if self._deferred(change, outcome)]
        left[:] = _without(left, waiting)
        return _without(together, waiting)

    def _planned_after(
        self, kind: Kind, read: Mapping[str, CurrentObject | None], declaration: Declaration
    ) -> list[Change]:
        """The changes that are still planned. read: objects of the kind by their ID, read after a change; None for one that is not there."""
        # After an error, the kind may not have been read again.
        there = {**{stored.id: stored for stored in self._current.get(kind.collection, ())}, **read}
        self._current[kind.collection] = current = [existing for existing in there.values() if existing is not None]
        # planned_state stays as it was, without values that the system fills in: check mode shows the same.
        return list(kind.plan(current, declaration).changes)

    def _in_order(self, changes: Sequence[Change]) -> list[Change]:
        return in_order(list(self._kinds.values()), changes)

    def _send(self, change: Change) -> Written | None:
        """Send a change. Returns it if it has to be read afterwards."""
        store = self._store(change.kind)
        id = None if change.stored is None else change.stored.id
        try:
            if change.stored is None:
                id = store.create(change.kind, change.after or {})
            elif change.after is None:
                store.remove(change.kind, change.stored)
            else:
                store.replace(change.kind, change.stored, change.after)
        except TaskError as fault:
            # The error of a store names the request; its object is only known here.
            fault.object = fault.object or change.title
            raise
        return None if id is None or store.defers_writes(change.kind) else Written(change, id)

    def _again(
        self,
        conflicts: Sequence[tuple[Change, WriteConflict]],
        left: list[Change],
        declared: Mapping[str, Declaration],
        outcome: Outcome,
    ) -> list[Change]:
        """The changes still to write after conflicts and lost responses: their kinds are read and planned again."""
        stopped: Interrupted | None = None
        for kind in dict.fromkeys(change.kind for change, _moved in conflicts):
            try:
                left = self._kind_again(
                    kind, [conflict for conflict in conflicts if conflict[0].kind is kind], left, declared, outcome
                )
            except Interrupted as fault:
                stopped = stopped or fault
        if stopped is not None:
            raise stopped
        return left

    def _kind_again(
        self,
        kind: Kind,
        conflicts: Sequence[tuple[Change, WriteConflict]],
        left: list[Change],
        declared: Mapping[str, Declaration],
        outcome: Outcome,
    ) -> list[Change]:
        del self._current[kind.collection]
        try:
            fresh = self._plan(kind, declared[kind.name]).changes
        except TaskError as fault:
            raise Interrupted(fault, outcome) from fault
        lost: WriteConflict | None = None
        for change, moved in conflicts:
            still = any((again.name, again.action) == (change.name, change.action) for again in fresh)
            if still and not moved.may_repeat:
                lost = lost or moved
            if not still and moved.uncertain:
                outcome.changes.append(change)
            if not moved.uncertain:
                outcome.warnings += [
                    text
                    for again in fresh
                    if again.key == change.key
                    for text in _written_since(again, change.before_view)
                ]
        if lost is not None:
            raise Interrupted(lost, outcome)
        return self._in_order([*fresh, *(other for other in left if other.kind is not kind)])


def _written_since(again: Change, known: Fields | None) -> Iterator[str]:
    """A warning if somebody else has written other values since this run read the managed fields: both runs succeed, and the last one wins."""
    before, now = known or {}, again.before_view or {}
    written = [f"{name}: {now.get(name)}" for name in sorted({*before, *now}) if before.get(name) != now.get(name)]
    if written:
        yield (
            f"{again.title}: somebody else has written other values during this run ({', '.join(written)}). The values of this inventory are written "
            "over them. Find out whether another inventory declares them: two runs would undo each other"
        )


def _with_titles(titles: Mapping[str, Sequence[str]]) -> list[str]:
    """The problems, each with the titles of the objects that have it."""
    return [f"{', '.join(dict.fromkeys(named))}: {problem}" for problem, named in titles.items()]


def _single(objects: Mapping[Any, Any]) -> Any:
    """The object of an error, if there is only one; else None."""
    return next(iter(objects)) if len(objects) == 1 else None


def _without(changes: Sequence[Change], done: Sequence[Change]) -> list[Change]:
    """The changes that are not in *done*. Two changes can be equal, so they are compared by ``id``."""
    gone = {id(change) for change in done}
    return [change for change in changes if id(change) not in gone]


def _names(change: Change, removal: Change) -> bool:
    """Whether the current object of a change refers to an object that another change removes."""
    gone = {(removal.kind.name, identity) for identity in removal.removes}
    return change.stored is not None and any(use.target in gone for use in change.kind.uses(change.stored.fields))


def _put_off(change: Change, what: str, since: str | None) -> PendingStep:
    return PendingStep(
        change.kind, change.identity, since, new=change.stored is None, remark=f"waits for {what}", waits_for=what
    )
