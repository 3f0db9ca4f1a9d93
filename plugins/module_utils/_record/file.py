# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of a library in the record directory: locked by one writer at a time, and replaced atomically."""

from __future__ import annotations

import fcntl
import os
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Optional

from .._core.errors import FileError, Locked, NoRecord, OtherLibrary, ValidationError
from .._core.files import is_unfinished, read_regular, remedy, replace, sweep, write_new
from .._core.objects import Kind
from .._screens import patches
from .._screens.patches import Patch, Patches
from . import document
from .content import AUDIT, PAGES, QUESTIONNAIRE, WORKSHEET, RecordData

#: The maximum size of a record, in bytes: some 15,000 lines of history.
LARGEST = 4_000_000

#: The folder of the pages in the record directory.
WORKSHEETS = "worksheets"

#: How long a task waits for another one that writes the same record, in seconds.
PATIENCE = 600.0

#: Files that are saved with a record: their texts, None to remove one. Optional: for the pylint of ansible-test.
PageTexts = dict[Path, Optional[str]]  # noqa: UP045


class RecordFile:
    """The record of one library, and its pages for people.

    directory: the record directory. Pages are in its folder WORKSHEETS.
    """

    def __init__(self, directory: str, library: str, registry_id: str, kinds: Sequence[Kind]):
        if not library or library in (".", "..") or "/" in library or "\0" in library:
            raise ValidationError(
                f"'{library}' cannot be the name of a file; set option library to another name", fields=["library"]
            )
        for ending in (f".{QUESTIONNAIRE}", f".{AUDIT}"):
            if library.casefold().endswith(ending):
                # The worksheet of that library and the questionnaire of another one would be the same file.
                raise ValidationError(
                    f"the name '{library}' ends with {ending}; set option library to another name", fields=["library"]
                )
        self.directory = Path(directory).expanduser()
        self.path = self.directory / f"{library}.yml"
        self._library = library
        self._registry_id = registry_id
        self._kinds = kinds

    def page(self, suffix: str, name: str = WORKSHEET) -> Path:
        """Where a page of this name (one of PAGES) is: suffix ``html`` or ``md``."""
        ending = "" if name == WORKSHEET else f".{name}"
        return self.directory / WORKSHEETS / f"{self._library}{ending}.{suffix}"

    def load(self, starts: bool = False) -> RecordData:
        """The content of the record; a new one if there is no record yet. Raises Damaged; OtherLibrary for a record of another library
        or under another name; NoRecord if the record was lost. starts: whether the task starts one on purpose if it was lost."""
        text = self._text()
        if text is None:
            try:
                self._refuse_lost(starts)
                return RecordData(self._library, self._registry_id, new=True)
            except (OtherLibrary, NoRecord):
                # Another run can have made it meanwhile, with its page.
                if (text := self._text()) is None:
                    raise
        try:
            content = document.load(text, self._kinds)
        except document.Damaged as fault:
            raise self._damaged(str(fault).rstrip("."), fault.fields) from None
        self._refuse_other(content)
        return content

    def patches(self, only: str = "*") -> Patches:
        """The patches of the known screens, which all libraries of the record directory share. only: the name of one of their folders."""
        by_name = {kind.name: kind for kind in self._kinds}
        return Patches(patches.read_patches(self.directory / patches.FOLDER, by_name, only))

    def removed(self) -> RecordData | None:
        """The record of a library that was removed, else None. Parsed only if it has the word ``removed:``."""
        content = self.withdrawn("removed:")
        return content if content and content.withdrawal and content.withdrawal.removed else None

    def withdrawn(self, word: str = "withdrawn:") -> RecordData | None:
        """The record of a withdrawn library, else None. The record is parsed only if it has this word."""
        text = self._text()
        content = self.load() if text is not None and word in text else None
        return content if content and content.withdrawal else None

    def save(self, content: RecordData, pages: PageTexts) -> None:
        """Replace the record and the pages that are saved with it. A record with unchanged content stays as a person has written
        it. A blank record to which no page refers is not created."""
        path, new = self.path, document.dump(content, self._kinds)
        if len(new.encode()) > LARGEST:
            raise FileError(f"{self._too_large()}, so it was not changed", str(path))
        for file in (path, *pages):
            sweep(file)
        if (text := self._text()) is None:
            needed = not content.is_blank or any(pages.values())
        else:
            needed = text != new and document.dump(document.load(text, self._kinds), self._kinds) != new
        # First: the record names them, and without it they do no harm.
        self._add(content.patches)
        replace({path: new, **pages} if needed else pages)

    def _add(self, more: Iterable[Patch]) -> None:
        """Add patches, each in a file of its own. Another run can have added the same one."""
        for patch in more:
            name, text = patches.text_of(patch)
            path = self.directory / patches.FOLDER / name
            if path.exists():
                continue
            _refuse_link(path.parent)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as fault:
                text = f"{path} cannot be written: {fault.strerror}; {remedy(fault, 'wms_record_dir')}"
                raise FileError(text, str(path)) from None
            try:
                write_new(path, text)
            except FileError:
                if not path.exists():
                    raise

    def lost(self, why: str) -> NoRecord:
        """The error for a record that is missing although something shows that the library was configured before."""
        others = any(_records(self.directory))
        alone = "" if others else f" {self.directory} has no record of any library."
        return NoRecord(
            f"the record {self.path} does not exist, but {why}, so the library was configured before.{alone} Nothing was changed. Restore the "
            "record from your repository or a backup, or correct wms_record_dir. If there is none, start a new one: run reshare.wms.ask for this "
            "library, and import the answers",
            str(self.path),
        )

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Lock the files of the library: other tasks wait, also on other machines that share the directory."""
        lock = self.directory / f".{self._library}.lock"
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            descriptor = self._open_lock(lock)
        except OSError as fault:
            raise FileError(
                f"the record {self.path} cannot be written: {fault.strerror}; {remedy(fault, 'wms_record_dir')}",
                str(self.path),
            ) from None
        try:
            self._hold(descriptor)
            yield
        finally:
            os.close(descriptor)

    def _open_lock(self, lock: Path) -> int:
        flags = os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            return os.open(lock, os.O_RDWR | flags, 0o666)
        except PermissionError:
            # Created by another operator with a strict umask: most file systems also allow a reader to lock.
            return os.open(lock, os.O_RDONLY | flags, 0o666)

    def _refuse_links(self) -> None:
        """Refuse links in the record directory, which can itself be a link: whoever may change the repository could make a job write elsewhere."""
        for path in (self.path, self.directory / WORKSHEETS, self.directory / patches.FOLDER):
            _refuse_link(path)

    def _too_large(self) -> str:
        return f"the record {self.path} is larger than {LARGEST // 1_000_000} MB"

    def _hold(self, descriptor: int) -> None:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() > until:
                    raise Locked(
                        f"another run has locked the record {self.path} for {PATIENCE:.0f} s; retry later",
                        str(self.path),
                    ) from None
                time.sleep(0.05)
            except OSError as fault:
                text = f"the record {self.path} cannot be locked: {fault.strerror}; {remedy(fault, 'wms_record_dir')}"
                raise FileError(text, str(self.path)) from None

    def _text(self) -> str | None:
        """The text of the record; None if there is none."""
        self._refuse_links()
        try:
            raw = read_regular(self.path, LARGEST + 1)
        except FileNotFoundError:
            return None
        except OSError as fault:
            text = f"the record {self.path} cannot be read: {fault.strerror}; {remedy(fault, 'wms_record_dir')}"
            raise FileError(text, str(self.path)) from None
        if len(raw) > LARGEST:
            raise FileError(f"{self._too_large()}; restore the last good version from your repository", str(self.path))
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            line = raw.count(b"\n", 0, fault.start) + 1
            raise self._damaged(f"line {line}: this is not UTF-8") from None

    def _damaged(self, problem: str, fields: Sequence[str] = ()) -> document.Damaged:
        return document.Damaged(f"{self.path}, {problem}. {_REPAIR}", str(self.path), fields=fields)

    def _refuse_other_name(self) -> None:
        """Refuse a new record if the institution has a record under another name: the library was renamed."""
        for path in _records(self.directory):
            if self._registry_id in _registry_ids(path):
                raise OtherLibrary(
                    f"the record {self.path} does not exist, but {path} belongs to the same institution {self._registry_id}. If "
                    f"{self._library} is the new name of {path.stem}, rename the file to {self.path.name} and set "
                    f"'library: {self._library}' in it; otherwise correct wms_registry_id",
                    str(path),
                )

    def _refuse_lost(self, starts: bool) -> None:
        self._refuse_other_name()
        if not starts and (path := self._left_behind()) is not None:
            raise self.lost(f"{path} is of this library")

    def _left_behind(self) -> Path | None:
        """A page of this library, or an earlier record of its institution: a backup, or one in an archive below the folder."""
        for name in PAGES:
            for suffix in ("html", "md"):
                if os.path.lexists(page := self.page(suffix, name)):
                    return page
        # A file that another run is writing, or was writing when it was killed, was never the record.
        kept = (path for path in _files(self.directory) if not is_unfinished(path))
        return next((path for path in kept if self._registry_id in _registry_ids(path)), None)

    def _refuse_other(self, content: RecordData) -> None:
        if (content.library, content.registry_id) == (self._library, self._registry_id):
            return
        remedy = "put each library's record under its own name, or correct wms_registry_id"
        if content.registry_id == self._registry_id:
            remedy = f"if {self._library} is the new name of {content.library}, set 'library: {self._library}' in it"
        raise OtherLibrary(
            f"{self.path} is the record of {content.library} (institution {content.registry_id}), not of {self._library} "
            f"(institution {self._registry_id}); {remedy}",
            str(self.path),
        )


def _refuse_link(path: Path) -> None:
    if path.is_symlink():
        raise FileError(f"{path} is a symbolic link; replace it by the file or folder itself", str(path))


def _records(directory: Path) -> list[Path]:
    """The files that can be records, by their names."""
    return sorted(directory.glob("*.yml"))


def _files(directory: Path) -> Iterator[Path]:
    """The files of a folder and of the folders in it, without hidden folders, pages and patches."""
    count = 0
    for folder, folders, names in os.walk(directory):
        folders[:] = sorted(
            name for name in folders if name not in (WORKSHEETS, patches.FOLDER) and not name.startswith(".")
        )
        for name in sorted(names):
            count += 1
            if count > _MOST_FILES:
                return
            yield Path(folder, name)


def _registry_ids(path: Path) -> list[str]:
    """The registry IDs in the head of a record, which may be damaged further down; none for a file that is not a record."""
    try:
        head = read_regular(path, _HEAD).decode("utf-8", "replace")
    except OSError:
        return []
    return _REGISTRY_ID.findall(head) if _LIBRARY.search(head) else []


#: Enough for the first keys of a record.
_HEAD = 1000
#: A record directory has a few files per library.
_MOST_FILES = 10_000
_LIBRARY = re.compile(r"^library:", re.MULTILINE)
_REGISTRY_ID = re.compile(r"""^wms_registry_id: *['"]?(\w+)""", re.MULTILINE)
_REPAIR = "Nothing was changed. Correct the file manually, or restore the last good version from your repository"
