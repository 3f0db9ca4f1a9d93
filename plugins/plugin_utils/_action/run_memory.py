# SPDX-License-Identifier: GPL-3.0-or-later

"""Memory that the tasks of one run share. Ansible's parent process imports this module, and its workers inherit the memory. Facts and files
could be those of another run, or be set by a user, and would prove nothing."""

from __future__ import annotations

import hashlib
import mmap
import struct

from ...module_utils._task.run_state import RunState

#: A slot: the digest of a key, and a number.
_SLOT = struct.Struct("24sQ")
_SLOTS = 1 << 15
_FREE, _LOST = bytes(24), b"\xff" * 24


class RunMemory:
    """A number for each key, 0 at first. Workers write without a lock: two tasks of the same library do not run at the same time, and the
    slot of two keys belongs to the first one, so that the number of the other one is unknown."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _SLOT.size * _SLOTS)

    def get(self, key: str) -> int | None:
        """The number of a key; None if it is not known."""
        offset, digest = self._slot(key)
        owner, number = _SLOT.unpack_from(self._memory, offset)
        return number if owner == digest else 0 if owner == _FREE else None

    def add(self, key: str) -> None:
        """Add 1 to the number of a key."""
        offset, digest = self._slot(key)
        number = self.get(key)
        if number is not None:
            _SLOT.pack_into(self._memory, offset, digest, number + 1)

    def lose(self, key: str) -> None:
        """The number of a key is not known any more."""
        _SLOT.pack_into(self._memory, self._slot(key)[0], _LOST, 0)

    @staticmethod
    def _slot(key: str) -> tuple[int, bytes]:
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
        return _SLOT.size * (int.from_bytes(digest[24:]) % _SLOTS), digest[:24]


class SharedState(RunState):
    """What the tasks of a run share about the library of this name."""

    def __init__(self, memory: RunMemory, library: str):
        self._memory, self._library = memory, library

    def is_proven(self, connection: str) -> bool:
        return bool(self._memory.get(f"proven {self._library} {connection}"))

    def note_proven(self, connection: str) -> None:
        self._memory.add(f"proven {self._library} {connection}")

    @property
    def writes(self) -> int | None:
        return self._memory.get(f"writes {self._library}")

    def note_write(self) -> None:
        self._memory.add(f"writes {self._library}")

    def lose_writes(self) -> None:
        """A task that is a process of its own does not count its writes here."""
        self._memory.lose(f"writes {self._library}")


#: The memory of this run.
RUN = RunMemory()
