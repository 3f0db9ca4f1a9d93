# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Reconciling: read what is there, plan, check what names what, write, and tell what was done.

The store that it works on is only an interface here; nothing in this module knows where objects live.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from .errors import Fault, InUse, Missing, StateMoved, similar
from .objects import Change, Declaration, Identity, Kind, KindPlan, Stored

#: How often a write that meets another state is tried.
ATTEMPTS = 5


class Store(Protocol):
    """Where objects live. Every method raises CallFailed when a call fails for good, and every write StateMoved when
    it met another state than the one planned on."""

    def read(self, kind: Kind, identities: Sequence[Identity]) -> list[Stored]:
        """The objects of a kind: all of them, or at least those with the given identities. A table or page is a list
        of one."""

    def create(self, kind: Kind, fields: Mapping[str, Any]) -> bool:
        """Make an object. True: it is made. False: a person still has to make it."""

    def replace(self, kind: Kind, stored: Stored, fields: Mapping[str, Any]) -> bool:
        """Put *fields* in the place of what is stored. Returns like create."""

    def remove(self, kind: Kind, stored: Stored) -> bool:
        """Remove an object. Returns like create."""


@dataclass
class Outcome:
    """What a run did, or in check mode would do.

    changes: in the order they were written. after: the objects of each declared kind afterwards.
    pending: what a person still has to do.
    """

    changes: list[Change] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    pending: list[Change] = field(default_factory=list)
    after: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)

    def diff(self) -> dict[str, dict[str, Any]]:
        """Before and after of what changes, by kind and name, as Ansible shows it."""
        sides: dict[str, dict[str, Any]] = {"before": {}, "after": {}}
        for change in self.changes:
            for side, view in (("before", change.before_view), ("after", change.after_view)):
                if view is None:
                    continue
                if change.name:
                    sides[side].setdefault(change.kind.plural, {})[change.name] = dict(view)
                else:
                    sides[side][change.kind.plural] = dict(view)
        return sides


class Interrupted(Fault):
    """A fault in the middle of a run. outcome: what had been done before."""

    def __init__(self, fault: Fault, outcome: Outcome):
        super().__init__(str(fault))
        self.outcome = outcome


class Reconciler:
    """Brings the declared kinds of one library to their declared state.

    kinds: every kind that the store holds, in the order in which objects must come to exist. A reference to any other
        kind can't be looked up and is left to the system.
    """

    def __init__(self, kinds: Sequence[Kind], store: Store):
        self._kinds = {kind.name: kind for kind in kinds}
        self._store = store
        self._current: dict[str, list[Stored]] = {}
        self._after: dict[str, list[Mapping[str, Any]]] = {}

    def run(self, declared: Mapping[str, Declaration], check_mode: bool) -> Outcome:
        """Plan everything, then write it unless in check mode.

        declared: by the name of the kind. Raises a Fault before anything is written, or Interrupted after.
        """
        outcome = Outcome()
        writes = []
        for kind in self._kinds.values():
            if kind.name in declared:
                plan = self._plan(kind, declared[kind.name])
                outcome.warnings += plan.warnings
                writes += plan.changes
        self._check(writes, outcome, tolerant=check_mode)
        if check_mode:
            outcome.changes = self._in_order(writes)
        else:
            self._write(self._in_order(writes), declared, outcome)
        outcome.after = {name: self._after.get(self._kinds[name].collection, []) for name in declared}
        return outcome

    def current(self, kind: Kind, identities: Sequence[Identity] = ()) -> list[Stored]:
        """What is there of a kind, read once."""
        if kind.collection not in self._current:
            self._current[kind.collection] = self._store.read(kind, identities)
        return self._current[kind.collection]

    def _plan(self, kind: Kind, declaration: Declaration) -> KindPlan:
        current = self.current(kind, [item.identity for item in declaration.items])
        plan = kind.plan(current, declaration)
        replaced = {change.stored.id: change.after for change in plan.changes if change.stored is not None}
        after = [replaced.get(one.id, one.fields) for one in current]
        made = [change.after for change in plan.changes if change.stored is None]
        self._after[kind.collection] = [fields for fields in [*after, *made] if fields is not None]
        return plan

    def _fields(self, kind: Kind) -> list[Mapping[str, Any]]:
        """The objects of a kind as they are after this run."""
        if kind.collection not in self._after:
            self._after[kind.collection] = [one.fields for one in self.current(kind)]
        return self._after[kind.collection]

    def _check(self, changes: Sequence[Change], outcome: Outcome, tolerant: bool) -> None:
        problems = list(dict.fromkeys(problem for change in changes for problem in self._missing(change)))
        if problems and tolerant:
            # An earlier task of the same run, only pretended in check mode, may be what makes it.
            outcome.warnings += [
                f"{problem} The run fails here unless an earlier task makes it." for problem in problems
            ]
        elif problems:
            raise Missing(" ".join(problems))
        users = [problem for change in changes for problem in self._users(change)]
        if users:
            raise InUse(" ".join(users))

    def _missing(self, change: Change) -> Iterator[str]:
        for use in change.uses:
            kind = self._kinds.get(use.kind)
            if kind is None:
                continue
            known = kind.identities(self._fields(kind))
            if use.identity not in known:
                *outer, name = use.identity
                if outer == [""]:
                    yield f"{change.title}: {use.label} '{name}' needs the field beside it that says where it is."
                    continue
                within = f" in {outer[0]}" if outer else ""
                names = [identity[-1] for identity in known if list(identity[:-1]) == outer]
                yield (
                    f"{change.title}: {use.label} names {kind.label} '{name}'{within}, "
                    f"which doesn't exist. {similar(name, names)}"
                )

    def _users(self, change: Change) -> Iterator[str]:
        gone = {(change.kind.name, identity) for identity in change.removes}
        if not gone:
            return
        users = []
        for kind in self._kinds.values():
            if not any(reference == change.kind.name for reference in kind.references):
                continue
            for fields in self._fields(kind):
                if any((use.kind, use.identity) in gone for use in kind.uses(fields)):
                    users.append(kind.describe(kind.title(fields)))
        if users:
            yield (f"{change.title} can't be removed: it is in use by {', '.join(users)}. Take it out there first.")

    def _write(self, changes: list[Change], declared: Mapping[str, Declaration], outcome: Outcome) -> None:
        waiting, attempts = list(changes), 0
        while waiting:
            change = waiting[0]
            try:
                done = self._send(change)
            except StateMoved as moved:
                attempts += 1
                if attempts >= ATTEMPTS:
                    raise Interrupted(moved, outcome) from moved
                waiting = self._again(moved, waiting, declared, outcome)
                continue
            except Fault as fault:
                raise Interrupted(fault, outcome) from fault
            waiting.pop(0)
            attempts = 0
            outcome.changes.append(change)
            if not done:
                outcome.pending.append(change)

    def _in_order(self, changes: Sequence[Change]) -> list[Change]:
        """What others need comes first: everything made and edited in the kinds' order, then removals in reverse."""
        order = {name: number for number, name in enumerate(self._kinds)}
        kept = [change for change in changes if change.action != "removed"]
        gone = [change for change in changes if change.action == "removed"]
        kept.sort(key=lambda change: order[change.kind.name])
        gone.sort(key=lambda change: -order[change.kind.name])
        return [*kept, *gone]

    def _send(self, change: Change) -> bool:
        if change.stored is None:
            return self._store.create(change.kind, change.after or {})
        if change.after is None:
            return self._store.remove(change.kind, change.stored)
        return self._store.replace(change.kind, change.stored, change.after)

    def _again(
        self,
        moved: StateMoved,
        waiting: Sequence[Change],
        declared: Mapping[str, Declaration],
        outcome: Outcome,
    ) -> list[Change]:
        """What is still to be written after somebody else wrote, or an answer got lost: read and plan that kind anew."""
        change, *others = waiting
        kind = change.kind
        del self._current[kind.collection]
        try:
            fresh = self._plan(kind, declared[kind.name]).changes
        except Fault as fault:
            raise Interrupted(fault, outcome) from fault
        still = [again for again in fresh if (again.name, again.action) == (change.name, change.action)]
        if still and not moved.may_repeat:
            raise Interrupted(moved, outcome)
        if not still and moved.uncertain:
            outcome.changes.append(change)
        return self._in_order([*fresh, *(other for other in others if other.kind is not kind)])
