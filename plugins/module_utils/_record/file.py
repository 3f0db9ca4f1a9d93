# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The files of a library in the record directory: one writer at a time, and never half a file."""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from .._core.errors import Fault
from .._core.objects import Kind
from . import document
from .content import Content

#: How long a task waits for another one that writes the same record, in seconds.
PATIENCE = 600.0


class RecordFile:
    """The record of one library, and what is made from it.

    directory: the record directory. Worksheets are in its folder ``worksheets``.
    """

    def __init__(self, directory: str, library: str, registry_id: str, kinds: Sequence[Kind]):
        if not library or library in (".", "..") or "/" in library or "\0" in library:
            raise Fault(f"'{library}' can't be the name of a file; give the library another name (option library)")
        self.directory = Path(directory).expanduser()
        self.path = self.directory / f"{library}.yml"
        self._library = library
        self._registry_id = registry_id
        self._kinds = kinds

    def worksheet(self, suffix: str, purpose: str = "") -> Path:
        """Where a worksheet is: suffix ``html`` or ``md``."""
        return self.directory / "worksheets" / f"{self._library}{purpose}.{suffix}"

    def load(self) -> Content:
        """What the record says; an empty one where there is none yet. Raises Damaged, or Fault for another library's."""
        raw = self._read()
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as fault:
            line = raw.count(b"\n", 0, fault.start) + 1
            raise document.Damaged(f"{self.path}, line {line}: this is not UTF-8. {_REPAIR}") from None
        if not text.strip():
            return Content(self._library, self._registry_id)
        try:
            content = document.load(text, self._kinds)
        except document.Damaged as fault:
            raise document.Damaged(f"{self.path}, {fault}. {_REPAIR}") from None
        self._refuse_other(content)
        return content

    def save(self, content: Content) -> bool:
        """Replace the record, where it changed. Returns whether it did."""
        return write(self.path, document.dump(content, self._kinds))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the record alone: other tasks, also on other machines that share the directory, wait."""
        until = time.monotonic() + PATIENCE
        while True:
            descriptor = self._open()
            with os.fdopen(descriptor, "r+b") as handle:
                # Whoever held it before has put a new file in its place: only the lock on that one counts.
                if self._hold(descriptor, until) and self._is_current(descriptor):
                    try:
                        yield
                    finally:
                        # A record that nothing was written to leaves no file behind.
                        if not handle.read(1) and self._is_current(descriptor):
                            self.path.unlink()
                    return

    def _read(self) -> bytes:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as fault:
            raise Fault(f"the record {self.path} can't be read: {fault.strerror}") from None

    def _open(self) -> int:
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            return os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as fault:
            raise Fault(f"the record {self.path} can't be written: {fault.strerror}; check wms_record_dir") from None

    def _hold(self, descriptor: int, until: float) -> bool:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            except BlockingIOError:
                if time.monotonic() > until:
                    raise Fault(
                        f"another run has held the record {self.path} for {PATIENCE:.0f} s; try later"
                    ) from None
                time.sleep(0.05)
            except OSError as fault:
                raise Fault(f"the record {self.path} can't be locked: {fault.strerror}") from None

    def _is_current(self, descriptor: int) -> bool:
        try:
            return os.path.samestat(os.fstat(descriptor), os.stat(self.path))
        except FileNotFoundError:
            return False

    def _refuse_other(self, content: Content) -> None:
        if (content.library, content.registry_id) != (self._library, self._registry_id):
            raise Fault(
                f"{self.path} is the record of {content.library} (institution {content.registry_id}), not of {self._library} "
                f"(institution {self._registry_id}); put each library's record under its own name, or correct wms_registry_id"
            )


_REPAIR = "Nothing was changed. Mend it by hand, or take the last good version from your repository"


def remove(path: Path) -> bool:
    """Remove a file. Returns whether there was one."""
    try:
        path.unlink()
        return True
    except FileNotFoundError:
        return False
    except OSError as fault:
        raise Fault(f"{path} can't be removed: {fault.strerror}") from None


def write(path: Path, text: str) -> bool:
    """Replace a file at once, where its text changes; the old one stays if anything goes wrong. Returns whether it did."""
    try:
        if path.read_text(encoding="utf-8") == text:
            return False
    except (OSError, UnicodeDecodeError):
        pass
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
            os.fchmod(descriptor, 0o644)
            handle.write(text)
            handle.flush()
            os.fsync(descriptor)
        os.replace(temporary, path)
    except OSError as fault:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)
        raise Fault(f"{path} can't be written: {fault.strerror}. It is as it was before") from None
    return True
