# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The files of a library in the record directory: one writer at a time, and never half a file."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator, Mapping, Sequence
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
        text = self._text()
        if text is None:
            return Content(self._library, self._registry_id)
        try:
            content = document.load(text, self._kinds)
        except document.Damaged as fault:
            raise document.Damaged(f"{self.path}, {str(fault).rstrip('.')}. {_REPAIR}") from None
        self._refuse_other(content)
        return content

    def save(self, content: Content, worksheets: Mapping[Path, str | None]) -> None:
        """Replace the record and the worksheets that follow from it. A record that says the same stays as a person has written
        it."""
        text, new = self._text(), document.dump(content, self._kinds)
        before = Content(self._library, self._registry_id) if text is None else document.load(text, self._kinds)
        same = document.dump(before, self._kinds) == new
        replace({self.path: _reads(self.path) if same else new, **worksheets})

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the files of the library alone: other tasks, also on other machines that share the directory, wait."""
        lock = self.directory / f".{self._library}.lock"
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as fault:
            raise Fault(f"the record {self.path} can't be written: {fault.strerror}; check wms_record_dir") from None
        with os.fdopen(descriptor, "r+b") as handle:
            self._hold(handle.fileno())
            yield

    def _hold(self, descriptor: int) -> None:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() > until:
                    raise Fault(
                        f"another run has held the record {self.path} for {PATIENCE:.0f} s; try later"
                    ) from None
                time.sleep(0.05)
            except OSError as fault:
                raise Fault(f"the record {self.path} can't be locked: {fault.strerror}") from None

    def _text(self) -> str | None:
        """The record as it stands; None where there is none."""
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise Fault(f"the record {self.path} can't be read: {fault.strerror}") from None
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            line = raw.count(b"\n", 0, fault.start) + 1
            raise document.Damaged(f"{self.path}, line {line}: this is not UTF-8. {_REPAIR}") from None

    def _refuse_other(self, content: Content) -> None:
        if (content.library, content.registry_id) != (self._library, self._registry_id):
            raise Fault(
                f"{self.path} is the record of {content.library} (institution {content.registry_id}), not of {self._library} "
                f"(institution {self._registry_id}); put each library's record under its own name, or correct wms_registry_id"
            )


_REPAIR = "Nothing was changed. Mend it by hand, or take the last good version from your repository"


def replace(texts: Mapping[Path, str | None]) -> bool:
    """Put texts in the place of files, None taking one away. Everything is written beside them first, so that all of them
    stay as they are if anything goes wrong. Returns whether anything changed.

    The caller holds the library's files alone, so what stands beside them was left by a killed run, and goes.
    """
    before = {path: _reads(path) for path in texts}
    changed = {path: text for path, text in texts.items() if before[path] != text}
    path, replaced = None, []
    try:
        for path, text in changed.items():
            _write_beside(path, text)
        for path, text in changed.items():
            _put(path, text)
            replaced.append(path)
    except OSError as fault:
        for done in replaced:
            with suppress(OSError):
                _write_beside(done, before[done])
                _put(done, before[done])
        raise Fault(f"{path} can't be written: {fault.strerror}. It is as it was before") from None
    finally:
        for one in texts:
            with suppress(OSError):
                _beside(one).unlink()
    return bool(changed)


def differ(texts: Mapping[Path, str | None]) -> bool:
    """Whether replacing would change anything."""
    return any(_reads(path) != text for path, text in texts.items())


def _reads(path: Path) -> str | None:
    with suppress(OSError, UnicodeDecodeError):
        return path.read_text(encoding="utf-8")
    return None


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _put(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
    else:
        os.replace(_beside(path), path)


def _write_beside(path: Path, text: str | None) -> None:
    if text is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with _beside(path).open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
