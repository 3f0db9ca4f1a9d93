# SPDX-License-Identifier: GPL-3.0-or-later

"""The directory with the state that tasks in different processes share: logins (login_guard.py) and the rate of requests
(rate_limit.py).

It belongs to the operator (mode 0700), and its files are named by salted hashes: nothing in it reveals a key, a secret or a library.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import random
import secrets
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from .._core.errors import FileError, Locked, ValidationError

#: How long a task waits for others that hold a file, in seconds.
LONGEST_HELD = 300.0

#: The largest number of directories that can share a limit: each has at least one of OCLC's 120 requests a minute.
MOST_SLICES = 120


class StateDirectory:
    """The directory. Created on first use.

    slices: the number of such directories that are in use with the same credentials at the same time.
    """

    def __init__(self, directory: str | None = None, slices: int = 1):
        if not 1 <= slices <= MOST_SLICES:
            raise ValidationError(f"option slices is {slices}; set it to 1 to {MOST_SLICES}", fields=["slices"])
        self._slices = slices
        self._path = Path(directory or Path(tempfile.gettempdir(), f"reshare-wms-{os.getuid()}"))

    def share(self, limit: int) -> int:
        """The part of a limit that may be used with this directory; at least one."""
        return max(1, limit // self._slices)

    def file(self, *parts: str) -> Path:
        """The file for these credentials, or for this address."""
        digest = hmac.new(self._salt(), "\0".join(parts).encode(), hashlib.sha256).hexdigest()
        return self._path / digest[:40]

    def _salt(self) -> bytes:
        self._own_directory()
        with self.locked(self._path / "salt") as handle:
            if not (salt := handle.read()):
                salt = secrets.token_bytes(32)
                handle.write(salt)
        return salt

    def _own_directory(self) -> None:
        with self.usable():
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            status = self._path.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid() or status.st_mode & 0o077:
            raise FileError(
                f"the state directory {self._path} must be a directory that you own and nobody else can read or write (mode "
                "0700); set state_dir to another directory",
                str(self._path),
            )

    @contextmanager
    def locked(self, path: Path) -> Iterator[IO[bytes]]:
        """The file, created if missing, open for reading and writing, locked by this process."""
        with self.usable(), self.opened(path) as handle:
            for _try in self.tries():
                if lock(handle):
                    yield handle
                    return

    def opened(self, path: Path) -> IO[bytes]:
        """The file, created if missing, open for reading and writing without a buffer."""
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)

    def tries(self) -> Iterator[None]:
        """One item for each attempt to lock a file that another task holds. Raises Locked after LONGEST_HELD seconds."""
        until = uptime() + LONGEST_HELD
        while uptime() < until:
            yield
            time.sleep(random.uniform(0.01, 0.03))
        raise Locked(
            f"another task has locked a file in the state directory {self._path} for {LONGEST_HELD:g} s; stop any run that hangs "
            "or is suspended, or set state_dir to another directory",
            str(self._path),
        )

    @contextmanager
    def usable(self) -> Iterator[None]:
        """A context for reading or writing files of the directory. Raises FileError for every OSError."""
        try:
            yield
        except OSError as fault:
            raise FileError(
                f"the state directory {self._path} cannot be used: {fault.strerror}; set state_dir to another directory",
                str(self._path),
            ) from None


def lock(handle: IO[bytes]) -> bool:
    """Lock a file for this process until it is closed. Returns False if another process has locked it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def uptime() -> float:
    """The time since the machine started, the same for all its processes."""
    return time.clock_gettime(time.CLOCK_MONOTONIC)
