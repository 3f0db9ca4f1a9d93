# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The little that tasks in different processes must know of each other: refused logins, and calls made lately.

It lives in a directory of the operator's own (mode 0700), in files named by salted hashes: nothing in it tells a key, a
secret or a library.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import secrets
import stat
import struct
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar

from .._core.errors import CallFailed, Fault

T = TypeVar("T")

#: How long a refusal is remembered, in seconds: OCLC counts failures over five minutes (oclc-apis.md 1.3).
REMEMBERED = 300.0


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
        with self.usable(), os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield handle

    @contextmanager
    def usable(self) -> Iterator[None]:
        """Files of the directory are read or written meanwhile. Raises a Fault where they can't be."""
        try:
            yield
        except OSError as fault:
            raise Fault(f"the state directory {self._path} can't be used: {fault.strerror}; set state_dir") from None


class LoginGuard:
    """Lets a refused login be tried once, not once per task and worker.

    Five failed logins disable an OCLC key (oclc-apis.md 1.3) or lock a ReShare account (reshare.md 3.1). Until some
    credentials have proven good, logins with them are made one at a time; after a refusal none is made for some minutes.
    Changed credentials are other credentials: they are tried at once.

    refusals: the HTTP statuses that say that the credentials are wrong. address: of what they log in to.
    """

    def __init__(self, state: SharedState, refusals: Collection[int], address: str, *credentials: str):
        self._state = state
        self._refusals = refusals
        self._address = address
        self._refused = state.file("refused", address, *credentials)
        self._proven = state.file("proven", address, *credentials)

    def login(self, attempt: Callable[[], T]) -> T:
        """Run a login, which raises CallFailed with one of those statuses where it is refused."""
        if _age(self._proven) < REMEMBERED and not _written(self._refused):
            return self._try(attempt)
        with self._state.locked(self._refused):
            self._refuse_known()
            return self._try(attempt)

    def _refuse_known(self) -> None:
        # Another task may clear it meanwhile: look once.
        age, words = _age(self._refused), self._refused.read_text(encoding="utf-8", errors="replace")
        if words and age < REMEMBERED:
            minutes = (REMEMBERED - age) / 60
            raise CallFailed(
                f"this login was refused {age:.0f} s ago ({words}) by {self._address}. It is not tried again for {minutes:.0f} "
                "more minutes, because five refusals disable it; correct the credentials, which are then tried at once",
                int(words.split()[-1]),
            )

    def _try(self, attempt: Callable[[], T]) -> T:
        try:
            found = attempt()
        except CallFailed as fault:
            if fault.status in self._refusals:
                with self._state.usable():
                    self._refused.write_text(f"HTTP {fault.status}", encoding="utf-8")
                    self._proven.unlink(missing_ok=True)
            raise
        with self._state.usable():
            self._proven.touch(mode=0o600)
            self._refused.write_bytes(b"")
        return found


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
                pause = seen[slot] + self._seconds - _uptime()
                if pause <= 0:
                    _stamp(handle, slot)
                    return slot
            time.sleep(pause)

    def _slots(self, raw: bytes) -> list[float]:
        """When the call of each slot was last seen; long ago where it is empty, or from before the machine started."""
        never, now = float("-inf"), _uptime()
        seen = [at if at <= now else never for (at,) in _SLOT.iter_unpack(raw[: len(raw) // _SLOT.size * _SLOT.size])]
        return [*seen, *[never] * self._calls][: self._calls]


_SLOT = struct.Struct("d")


def _stamp(handle: IO[bytes], slot: int) -> None:
    handle.seek(slot * _SLOT.size)
    handle.write(_SLOT.pack(_uptime()))


def _uptime() -> float:
    """The time since the machine started, the same for all its processes."""
    return time.clock_gettime(time.CLOCK_MONOTONIC)


def _age(path: Path) -> float:
    """How long ago a file was written. Where that is still to come, somebody has set the clock, or a file server's is ahead by
    as much."""
    try:
        return abs(time.time() - path.stat().st_mtime)
    except FileNotFoundError:
        return float("inf")


def _written(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False
