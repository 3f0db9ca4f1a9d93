# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The little that tasks in different processes must know of each other: logins (login_guard.py), and calls made lately.

It lives in a directory of the operator's own (mode 0700), in files named by salted hashes: nothing in it tells a key, a
secret or a library.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import random
import secrets
import stat
import struct
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from .._core.errors import Fault

#: How long a task waits for others that hold a file, in seconds.
LONGEST_HELD = 300.0


class SharedState:
    """The directory. Made on first use."""

    def __init__(self, directory: str | None = None):
        self._path = Path(directory or Path(tempfile.gettempdir(), f"reshare-wms-{os.getuid()}"))

    def file(self, *parts: str) -> Path:
        """The file that belongs to some credentials or address."""
        digest = hmac.new(self._salt(), "\0".join(parts).encode(), hashlib.sha256).hexdigest()
        return self._path / digest[:40]

    def _salt(self) -> bytes:
        self._own_directory()
        salt = self._path / "salt"
        with self.locked(salt) as handle:
            if not (found := handle.read()):
                found = secrets.token_bytes(32)
                handle.write(found)
        return found

    def _own_directory(self) -> None:
        with self.usable():
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            status = self._path.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid() or status.st_mode & 0o077:
            raise Fault(
                f"the state directory {self._path} must be a directory of your own that nobody else can read or write; "
                "set state_dir to another one"
            )

    @contextmanager
    def locked(self, path: Path) -> Iterator[IO[bytes]]:
        """The file, made if need be, open for reading and writing, held by this process alone."""
        with self.usable(), self.opened(path) as handle:
            for _try in self.tries():
                if lock(handle):
                    yield handle
                    return

    def opened(self, path: Path) -> IO[bytes]:
        """The file, made if need be, open for reading and writing without a buffer."""
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)

    def tries(self) -> Iterator[None]:
        """One item for each try to get what another task holds. Raises a Fault once that takes too long."""
        until = uptime() + LONGEST_HELD
        while uptime() < until:
            yield
            time.sleep(random.uniform(0.01, 0.03))
        raise Fault(
            f"another task has been holding a file of the state directory {self._path} for {LONGEST_HELD:g} s; end a run that "
            "hangs or is suspended, or set state_dir to another directory"
        )

    @contextmanager
    def usable(self) -> Iterator[None]:
        """Files of the directory are read or written meanwhile. Raises a Fault where they can't be."""
        try:
            yield
        except OSError as fault:
            raise Fault(f"the state directory {self._path} can't be used: {fault.strerror}; set state_dir") from None


class Pace:
    """Keeps calls with one key to a number in any minute, across processes.

    Identity Management allows 120 calls a minute per key (oclc-apis.md 1.6).

    The file has a slot for each of them, which says when that call was last seen under way; the next call takes the slot
    of the longest ago. A slot is written in one go, so a process that is killed leaves none half written. Times are of the
    machine's own clock, which nobody sets back or forward.
    """

    def __init__(self, state: SharedState, *credentials: str, calls: int = 120, seconds: float = 60.0):
        self._state = state
        self._file = state.file("pace", *credentials)
        self._calls = calls
        self._seconds = seconds

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until one more call may be made, which is made meanwhile. Nobody knows when it arrives, so it counts until
        some time after its end."""
        slot = self._take()
        try:
            yield
        finally:
            with self._state.locked(self._file) as handle:
                _stamp(handle, slot)

    def _take(self) -> int:
        while True:
            with self._state.locked(self._file) as handle:
                seen = self._slots(handle.read())
                slot = seen.index(min(seen))
                pause = seen[slot] + self._seconds - uptime()
                if pause <= 0:
                    _stamp(handle, slot)
                    return slot
            time.sleep(pause)

    def _slots(self, raw: bytes) -> list[float]:
        """When the call of each slot was last seen; long ago where it is empty, or from before the machine started."""
        never, now = float("-inf"), uptime()
        seen = [at if at <= now else never for (at,) in _SLOT.iter_unpack(raw[: len(raw) // _SLOT.size * _SLOT.size])]
        return [*seen, *[never] * self._calls][: self._calls]


_SLOT = struct.Struct("d")


def _stamp(handle: IO[bytes], slot: int) -> None:
    handle.seek(slot * _SLOT.size)
    handle.write(_SLOT.pack(uptime()))


def lock(handle: IO[bytes]) -> bool:
    """Hold a file for this process alone until it is closed. Returns False where another one holds it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def uptime() -> float:
    """The time since the machine started, the same for all its processes."""
    return time.clock_gettime(time.CLOCK_MONOTONIC)
