# SPDX-License-Identifier: GPL-3.0-or-later

"""Where objects are kept: the interface of all stores."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from .errors import TaskError
from .objects import Change, CurrentObject, Identity, Kind, PendingStep
from .side_by_side import side_by_side


@dataclass(frozen=True)
class Written:
    """A change that a system has accepted. id: of the object in the system."""

    change: Change
    id: str

    @property
    def kind(self) -> Kind:
        """The kind of the object."""
        return self.change.kind


class Store(ABC):
    """Keeps objects. Every method raises CallFailed if a request fails, and every write raises WriteConflict if the object
    changed since it was read. A store that cannot write a kind raises a TaskError."""

    @abstractmethod
    def read(self, kind: Kind, identities: Sequence[Identity]) -> list[CurrentObject]:
        """The objects of a kind: all, or at least those with the given identities. A table or page is a list of one."""

    def prefetch(self, kinds: Sequence[Kind]) -> None:  # noqa: B027 (most stores have nothing to do)
        """Announces that all these kinds will be read, so that a store can read them together."""

    def create(self, kind: Kind, fields: Mapping[str, Any]) -> str | None:
        """Create an object. Returns its ID; None if writes are deferred."""
        raise TaskError(f"{kind.describe(kind.title(fields))} cannot be created by this collection")

    def replace(self, kind: Kind, stored: CurrentObject, fields: Mapping[str, Any]) -> None:
        """Replace the fields of a stored object by *fields*."""
        raise TaskError(f"{kind.describe(kind.title(fields))} cannot be changed by this collection")

    def remove(self, kind: Kind, stored: CurrentObject) -> None:
        """Remove an object."""
        raise TaskError(f"{kind.describe(kind.title(stored.fields))} cannot be removed by this collection")

    def defers_writes(self, kind: Kind) -> bool:
        """Whether writes to a kind only change a draft that the caller saves or drops. They are also made in check mode, so
        that it shows the steps that would be pending."""
        return False

    def by_id(self, kind: Kind, id: str) -> CurrentObject | None:
        """The object of that ID as it is now; None if there is none."""
        raise TaskError(f"one {kind.label} cannot be read by this collection")

    def as_stored(self, written: Sequence[Written]) -> list[CurrentObject | None]:
        """These objects as they are now, each read by its ID; None for one that is not there."""
        looks = [partial(self.by_id, write.kind, write.id) for write in written]
        return [look.result() for look in side_by_side(looks, self.at_once(written[0].kind))]

    def in_lists(self, written: Sequence[Written]) -> list[CurrentObject | None]:
        """Like ``as_stored``, from the lists of their kinds."""
        identities: dict[Kind, list[Identity]] = {}
        for write in written:
            identities.setdefault(write.kind, []).append(write.change.identity)
        lists = {kind: {stored.id: stored for stored in self.read(kind, wanted)} for kind, wanted in identities.items()}
        return [lists[write.kind].get(write.id) for write in written]

    def withheld(self, change: Change) -> str | None:
        """The permission without which the system accepts such a change and does not store it, if there is one."""
        return None

    def at_once(self, kind: Kind) -> int:
        """How many writes to different objects of a kind may be in flight; 1 if each may depend on the one before."""
        return 1

    def pending_steps(self, kind: Kind) -> list[PendingStep]:
        """The pending steps of a kind, after all writes."""
        return []


#: Returns the store of a kind, which is created when first used.
Stores = Callable[[Kind], Store]
