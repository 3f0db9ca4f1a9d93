# SPDX-License-Identifier: GPL-3.0-or-later

"""Where objects are kept: the interface of all stores."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .errors import CallFailed, TaskError, WriteConflict
from .objects import Change, CurrentObject, Identity, Kind, PendingStep


def differing(wanted: Mapping[str, Any], kept: Mapping[str, Any]) -> list[str]:
    """The names of the fields that are not as wanted. A switch that is missing is off."""
    return [name for name, value in wanted.items() if kept.get(name, False if value is False else None) != value]


def not_kept(what: str, before: Mapping[str, Any], wanted: Mapping[str, Any], kept: Mapping[str, Any]) -> list[str]:
    """The names of the fields that a service accepted but did not change. Raises WriteConflict if one has a third value."""
    other = differing(wanted, kept)
    if any(kept.get(name) != before.get(name) for name in other):
        raise WriteConflict(
            f"{what} differs from what was written: someone else changed it, or the service did not store it as sent",
            uncertain=True,
        )
    return other


class Store(ABC):
    """Keeps objects. Every method raises CallFailed if a request fails, and every write raises WriteConflict if the object
    changed since it was read. A store without writes for a kind raises a TaskError."""

    @abstractmethod
    def read(self, kind: Kind, identities: Sequence[Identity]) -> list[CurrentObject]:
        """The objects of a kind: all, or at least those with the given identities. A table or page is a list of one."""

    def prefetch(self, kinds: Sequence[Kind]) -> None:  # noqa: B027 (most stores have nothing to do)
        """Announces that all these kinds will be read, so that a store can read them together."""

    def create(self, kind: Kind, fields: Mapping[str, Any]) -> None:
        """Create an object."""
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

    def reads_back(self, kind: Kind) -> bool:
        """Whether single writes to a kind are not checked: all its objects have to be read again after the last write."""
        return False

    def at_once(self, kind: Kind) -> int:
        """How many writes to different objects of a kind may be in flight; 1 if each may depend on the one before."""
        return 1

    def not_stored_error(self, changes: Sequence[Change]) -> CallFailed:
        """The error for writes of a kind that were accepted, after which the objects are as before."""
        titles = [change.title for change in changes]
        fields = dict.fromkeys(name for change in changes for name in change.what)
        about = titles[0] if len(titles) == 1 else None
        return CallFailed(f"{', '.join(titles)}: accepted, but not stored", about=about, fields=fields)

    def pending_steps(self, kind: Kind) -> list[PendingStep]:
        """The pending steps of a kind, after all writes."""
        return []


#: Returns the store of a kind, which is created when first used.
Stores = Callable[[Kind], Store]
