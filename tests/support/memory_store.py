# SPDX-License-Identifier: GPL-3.0-or-later

"""A store in memory with versions and injected faults, for tests of the planner."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from threading import RLock
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._core.errors import WriteConflict
from ansible_collections.reshare.wms.plugins.module_utils._core.fields import filled
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import CurrentObject, Identity, Kind
from ansible_collections.reshare.wms.plugins.module_utils._core.store import Store

#: A lock cannot be copied, so it is not a member of a store.
_WRITES = RLock()


class MemoryStore(Store):
    """before_write is called before each write with a running number; it can change the store or raise.

    lose: given the same number, whether the response to a write is lost after the write. several: how many writes to a kind may be in flight.
    """

    def __init__(self, content: Mapping[str, Any] | None = None, several: int = 1):
        self._several = several
        self.objects: dict[str, dict[str, tuple[int, dict[str, Any]]]] = {}
        self.reads: list[str] = []
        self.writes: list[tuple[str, str]] = []
        self._version = 0
        self.disable_faults()
        for collection, items in (content or {}).items():
            for fields in items:
                self.put(collection, fields)

    def disable_faults(self) -> None:
        """Disable faults, and restart the numbering."""
        self.before_write: Callable[[int], None] = lambda number: None
        self.lose: Callable[[int], bool] = lambda number: False
        self._attempts = self.looks = 0
        self.reads.clear()
        self.writes.clear()

    def put(self, collection: str, fields: Mapping[str, Any], handle: str | None = None) -> str:
        """Store an object as another user would. Returns its id."""
        self._version += 1
        there = self.objects.setdefault(collection, {})
        handle = handle or f"id{self._version}"
        there[handle] = (self._version, copy.deepcopy(filled(fields)))
        return handle

    def snapshot(self) -> dict[str, list[dict[str, Any]]]:
        """All stored objects that are not empty, without IDs and versions."""
        content = {
            name: [fields for _version, fields in there.values() if fields] for name, there in self.objects.items()
        }
        return {name: objects for name, objects in content.items() if objects}

    def read(self, kind: Kind, identities: Sequence[Identity]) -> list[CurrentObject]:
        self.reads.append(kind.collection)
        there = self.objects.setdefault(kind.collection, {})
        if not there and not kind.listed:
            self.put(kind.collection, {}, "page")
        return [
            kind.received(handle, str(version), copy.deepcopy(fields)) for handle, (version, fields) in there.items()
        ]

    def at_once(self, kind: Kind) -> int:
        return self._several

    def by_id(self, kind: Kind, id: str) -> CurrentObject | None:
        self.looks += 1
        found = self.objects[kind.collection].get(id)
        return None if found is None else kind.received(id, str(found[0]), copy.deepcopy(found[1]))

    def create(self, kind: Kind, fields: Mapping[str, Any]) -> str:
        made: str = self._write("create", kind, None, lambda: self.put(kind.collection, fields))
        return made

    def replace(self, kind: Kind, stored: CurrentObject, fields: Mapping[str, Any]) -> None:
        kept = stored.replaced_by(fields)
        self._write("replace", kind, stored, lambda: self.put(kind.collection, kept, stored.id))

    def remove(self, kind: Kind, stored: CurrentObject) -> None:
        self._write("remove", kind, stored, lambda: self.objects[kind.collection].pop(stored.id))

    def _write(self, what: str, kind: Kind, stored: CurrentObject | None, do: Callable[[], Any]) -> Any:
        with _WRITES:
            self._attempts += 1
            number = self._attempts
            self.before_write(number)
            there = self.objects[kind.collection]
            if stored is not None and (stored.id not in there or str(there[stored.id][0]) != stored.version):
                raise WriteConflict("somebody else wrote")
            made = do()
            self.writes.append((what, kind.name))
            if self.lose(number):
                raise WriteConflict("the answer got lost", uncertain=True)
            return made
