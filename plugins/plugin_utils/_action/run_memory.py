# SPDX-License-Identifier: GPL-3.0-or-later

"""Memory that the tasks of one run share. Ansible's parent process imports this module, and its workers inherit the memory. Facts and files
could be those of another run, or be set by a user, and would prove nothing."""

from __future__ import annotations

import hashlib
import mmap
import struct
from typing import Any

from ansible import context

from ...module_utils._task.run_state import RunState

#: A slot: the digest of a key, and a number.
_SLOT = struct.Struct("24sQ")
_SLOTS = 1 << 15
_FREE, _LOST = bytes(24), b"\xff" * 24


class RunMemory:
    """A number for each key, 0 at first. Workers write without a lock: two tasks of the same library do not run at the same time. If two
    keys have the same slot, it belongs to the first one, and the number of the other one is unknown."""

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
        """Make the number of a key unknown."""
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
        """Make the number of writes unknown: a task in a separate process does not count its writes here."""
        self._memory.lose(f"writes {self._library}")


#: The memory of this run.
RUN = RunMemory()
#: The key of the number of playbooks of this run whose accounts are closed.
CLOSED = "account"


def note_result(library: str, task: Any) -> None:
    """Note a registered result if the account of an earlier playbook on the same command line is closed."""
    if closed := RUN.get(CLOSED):
        # Ansible 2.21 changed a name to a dictionary by name.
        for name in [task.register] if isinstance(task.register, str) else task.register or ():
            RUN.add(_registered(closed, "" if task.run_once else library, name))


def is_of_earlier_playbook(library: str, name: str, once: bool) -> bool:
    """Whether a registered result is from an earlier playbook on the command line: Ansible keeps the results of all. once: whether it is one result for
    all libraries."""
    closed = RUN.get(CLOSED)
    several = len(context.CLIARGS.get("args") or ()) > 1
    return bool(several and closed) and RUN.get(_registered(closed, "" if once else library, name)) == 0


def _registered(closed: int | None, library: str, name: str) -> str:
    return f"registered {closed} {library} {name}"
