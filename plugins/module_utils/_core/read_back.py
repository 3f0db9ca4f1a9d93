# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a system shows a change that it accepted. A response to a write is not proof: it can come from a proxy, or echo what was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from .errors import CallFailed, NotSeen, TaskError
from .objects import Change, CurrentObject, Declaration, Kind
from .side_by_side import side_by_side
from .store import Store, Stores, Written
from .waiting import SHOWN_WITHIN, until_shown

_OLD = (
    f"the change was accepted, but {SHOWN_WITHIN:g} s later the system still shows the state before it: written, not seen yet. Either it is delayed, or it "
    "was not carried out. Run this again later; if it stays so, compare the object on the screen"
)
_NOT_READ = "the change was accepted, but could not be read afterwards: written, not seen yet"
_OTHER = (
    "the system accepted the change but did not store it as sent, or somebody else changed it at the same time. Compare the object on the screen, and run "
    "this again"
)


@dataclass(frozen=True)
class Unseen:
    """A change that a system does not show. now: the object with its ID, None if it is not there. again: the change that would still be planned, if any.
    problem: why nothing can be planned any more, such as a name stored in another form. withheld: as returned by ``Store.withheld``."""

    written: Written
    now: CurrentObject | None
    again: Change | None
    problem: str = ""
    withheld: str | None = None

    @property
    def change(self) -> Change:
        """The change that was accepted."""
        return self.written.change

    @property
    def is_old(self) -> bool:
        """Whether every field that the change concerns is still as before it. That can be a delay; any other difference cannot."""
        before, after = self.change.sides
        if self.now is None or after is None:
            return True
        if before is None or self.problem:
            return False
        changed = [name for name in {*before, *after} if before.get(name) != after.get(name)]
        return all(self.now.fields.get(name) == before.get(name) for name in changed)

    @property
    def lost(self) -> list[str]:
        """The collection's own fields that are not as sent; no plan compares them."""
        if self.now is None or self.change.after is None:
            return []
        now, sent, kind = self.now.fields, self.change.after, self.change.kind
        own = [name for name in kind.own_fields if name in self.change.what]
        return [name for name in own if not kind.schema[name].value.same(now.get(name), sent.get(name))]

    @property
    def is_seen(self) -> bool:
        """Whether the object is there as written, or gone as removed."""
        is_there = (self.now is None) == (self.change.after is None)
        return is_there and self.again is None and not (self.lost or self.problem)

    @property
    def fields(self) -> list[str]:
        """The names of the fields that are not as written; empty if the object does not exist."""
        if self.now is None:
            return []
        planned = (
            [] if self.again is None else [name for name in self.again.what if name in self.change.kind.schema.names]
        )
        others = [] if self.again is None or planned else [*(self.again.after_view or ())]
        return list(dict.fromkeys([*planned, *others, *self.lost]))

    @property
    def text(self) -> str:
        """The object, and each of its ``fields`` in words."""
        kind, planned = self.change.kind, self.again or self.change
        stored = {} if self.now is None or self.again is not None else kind.show(self.now.fields)
        before, after = stored or planned.before_view or {}, planned.after_view or {}
        shown = [kind.difference(name, before.get(name), after.get(name), self.fields) for name in self.fields]
        words = "; ".join(filter(None, [*shown, self.problem.rstrip(".")]))
        return f"{self.change.title} ({words})" if words else self.change.title


class ReadBack:
    """Reads what was written. stores: returns the store of a kind. plan: returns the changes of a kind that are still planned, given its objects by ID
    as they were read, and the declaration. at_once: how many stores may be read at the same time."""

    def __init__(
        self,
        stores: Stores,
        plan: Callable[[Kind, Mapping[str, CurrentObject | None], Declaration], list[Change]],
        at_once: int,
    ):
        self._stores, self._plan, self._at_once = stores, plan, at_once
        self._written: list[Written] = []

    def note(self, written: Iterable[Written | None]) -> None:
        """Add changes that have to be read."""
        self._written += [write for write in written if write is not None]

    def precedes(self, changes: Sequence[Change]) -> bool:
        """Whether a written change has to be visible before these are made: they refer to its object, or contain a page of settings, which enables it."""
        names = {(written.kind.name, written.change.identity) for written in self._written}
        if names and any(not change.kind.listed and not change.kind.columns for change in changes):
            return True
        # The change of a cell has the identity of its owner.
        targets = {(use.kind, use.identity[:length]) for change in changes for use in change.uses for length in (1, 2)}
        return not names.isdisjoint(targets)

    def finish(self, declared: Mapping[str, Declaration]) -> tuple[list[Change], TaskError | None]:
        """Read all added changes, again while a system can be delayed. Returns the changes that the systems do not show, and the error."""
        left = [Unseen(written, None, None) for written in self._written]
        self._written = []

        def look() -> list[Unseen]:
            nonlocal left
            left = self._look([unseen.written for unseen in left], declared)
            return left

        fault: TaskError | None = None
        try:
            fault = _fault(until_shown(look))
        except CallFailed as failed:
            # A response that was understood, such as that of another institution, keeps its own error.
            unread = failed.status is not None or failed.no_answer
            fault = _of(left, f"{_NOT_READ}. {failed}", NotSeen) if unread else failed
        return [change.written.change for change in left], fault

    def _look(self, written: Sequence[Written], declared: Mapping[str, Declaration]) -> list[Unseen]:
        """The changes that the systems do not show at this moment."""
        shares: dict[Store, list[Written]] = {}
        for write in written:
            shares.setdefault(self._stores(write.kind), []).append(write)
        looks = side_by_side([partial(store.as_stored, share) for store, share in shares.items()], self._at_once)
        read: dict[Kind, dict[str, CurrentObject | None]] = {}
        for share, look in zip(shares.values(), looks):
            for write, now in zip(share, look.result()):
                read.setdefault(write.kind, {})[write.id] = now
        again: dict[str, Change] = {}
        problems: dict[Kind, str] = {}
        for kind, objects in read.items():
            gone = {write.change.identity for write in written if write.kind is kind and write.change.after is None}
            declaration = declared[kind.name]
            items = tuple(item for item in declaration.items if item.identity not in gone)
            try:
                again |= {change.key: change for change in self._plan(kind, objects, replace(declaration, items=items))}
            except TaskError as fault:
                problems[kind] = str(fault)
        looked = [
            Unseen(
                write,
                read[write.kind][write.id],
                again.get(write.change.key),
                problems.get(write.kind, "") if write.change.after is not None else "",
                self._stores(write.kind).withheld(write.change),
            )
            for write in written
        ]
        return [unseen for unseen in looked if not unseen.is_seen]


def _fault(unseen: Sequence[Unseen]) -> TaskError | None:
    """The error for these changes; if a delay cannot explain some of them, for these only."""
    if other := [change for change in unseen if not change.is_old]:
        return _of(other, _OTHER, CallFailed)
    return _of(unseen, _OLD, NotSeen) if unseen else None


def _of(unseen: Sequence[Unseen], text: str, error: type[TaskError]) -> TaskError:
    """One error for these changes."""

    def about(some: Sequence[Unseen]) -> TaskError:
        withheld = next((change.withheld for change in some if change.withheld), None)
        lacks = f". The account seems to lack the permission {withheld}" if withheld else ""
        return error(
            f"{'; '.join(difference.text for difference in some)}: {text}{lacks}",
            about=some[0].change.title if len(some) == 1 else None,
            fields=[name for difference in some for name in difference.fields],
            permission=withheld,
        )

    fault = about(unseen)
    return fault if len(unseen) == 1 else fault.consisting_of([about([difference]) for difference in unseen])
