# SPDX-License-Identifier: GPL-3.0-or-later

"""The files that name a person, with the texts that do not: records as the tasks write them, all other texts as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from ...module_utils._answers.decisions import is_same_person
from ...module_utils._core.errors import FileError, ValidationError
from ...module_utils._core.files import below, check_folder, read_regular
from ...module_utils._core.texts import one_line
from ...module_utils._record import document, erasure
from ...module_utils._record.content import RecordData
from ...module_utils._record.file import RecordFile
from ...module_utils._wms.catalogue import DECLARABLE
from .person_name import PersonName, pseudonym

#: The maximum size of a file in bytes, and the maximum number of files.
LARGEST, MOST = 64_000_000, 10_000
#: The maximum number of places in a file that a diff shows.
MOST_SHOWN = 20

_IS_RECORD = re.compile(r"^library:.*^token:", re.MULTILINE | re.DOTALL)
_HEAD = 1000
_MANUALLY = "Nothing was changed"


@dataclass
class NamingFiles:
    """The files with the name of a person. texts: the whole text of each. records: the records among them. named: files with the name in their own
    names. unread: files that are no texts, and links. others: names in records that a reader takes for the same one."""

    person: PersonName
    texts: dict[Path, str] = field(default_factory=dict)
    records: dict[Path, RecordData] = field(default_factory=dict)
    named: list[Path] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)
    others: set[str] = field(default_factory=set)
    _numbers: set[int] = field(default_factory=set)

    def replaced(self, day: str) -> tuple[str, dict[Path, str | None]]:
        """A pseudonym that no other person has in these folders, and the new text of each file."""
        name = next(pseudonym(day, number) for number in count(1) if number not in self._numbers)
        found: dict[Path, str | None] = {}
        for path, text in self.texts.items():
            if (content := self.records.get(path)) is None:
                found[path] = self.person.replaced(text, name)
                continue
            changed = erasure.renamed(content, lambda one: self.person.replaced(one, name))
            found[path] = document.dump(changed, DECLARABLE)
            if self.person.count(str(found[path])):
                raise ValidationError(
                    f"'{self.person.text}' is also a value of the configuration in {path}, so it may be no person. {_MANUALLY}. Correct "
                    "the value first, or replace the name in this file manually",
                    about=str(path),
                    fields=["person"],
                )
        return name, found

    def add(self, path: Path, text: str, day: str) -> None:
        """Take a file into account."""
        self._numbers |= {int(one or 1) for one in re.findall(rf"a person(?: (\d{{1,9}}))? \(erased {day}\)", text)}
        content = _record(path, text)
        if content is not None:
            self.others |= {one for one in _persons(content) if self._looks_like(one)}
        if self.person.count(text) or (content is not None and _names(content, self.person)):
            self.texts[path] = text
            if content is not None:
                self.records[path] = content
                self._refuse_waiting(path, content)

    def _looks_like(self, name: str) -> bool:
        return not self.person.count(name) and is_same_person(name, self.person.text)

    def _refuse_waiting(self, path: Path, content: RecordData) -> None:
        """Another person has to approve a step, which the pseudonym could not show."""
        for plural, changes in content.pending.items():
            for change in changes.values():
                if change.confirmed and self.person.count(change.confirmed.source.attribution.by):
                    raise ValidationError(
                        f"{path}: a step of {plural} that '{self.person.text}' confirmed waits for approval. {_MANUALLY}. Let another person approve "
                        "it or send it back first",
                        about=str(path),
                        fields=["person"],
                    )


def _record(path: Path, text: str) -> RecordData | None:
    """The content of a record; None for any other file. Raises FileError for a damaged record."""
    if path.suffix != ".yml" or not _IS_RECORD.search(text[:_HEAD]):
        return None
    try:
        return document.load(text, DECLARABLE)
    except document.Damaged as fault:
        raise FileError(f"{path}, {str(fault).rstrip('.')}. {_MANUALLY}. Correct the record", str(path)) from None


def _persons(content: RecordData) -> set[str]:
    found: set[str] = set()

    def note(text: str) -> str:
        found.add(text)
        return text

    erasure.renamed(content, note)
    return found


def _names(content: RecordData, person: PersonName) -> bool:
    """Whether a record names a person: YAML can write a name in ways of its own."""
    return any(map(person.count, _persons(content)))


@contextmanager
def locked(folders: Iterable[Path], holds: bool) -> Iterator[None]:
    """Lock the records in the folders and the folders in them, as the tasks do that write them. holds: False in check mode."""
    with ExitStack() as stack:
        for path in sorted(_paths(folders)) if holds else ():
            text = _text(path) if path.suffix == ".yml" else None
            if text is not None and _IS_RECORD.search(text[:_HEAD]):
                stack.enter_context(RecordFile(str(path.parent), path.stem, "", DECLARABLE).locked())
        yield


def find(person: PersonName, folders: Iterable[Path], day: str) -> NamingFiles:
    """The files in the folders that name a person. Raises ValidationError for a folder that does not exist, and for too many files."""
    found = NamingFiles(person)
    for number, path in enumerate(_paths(folders)):
        if number >= MOST:
            raise ValidationError(f"the folders have more than {MOST} files; set fewer folders", fields=["folders"])
        if person.count(path.name):
            found.named.append(path)
        text = None if path.is_symlink() else _text(path)
        # An e-mail can have the name in attachments, which are no plain text.
        if text is None or path.suffix == ".eml":
            found.unread.append(path)
        if text is not None:
            found.add(path, text, day)
    return found


def _paths(folders: Iterable[Path]) -> Iterator[Path]:
    """The files, each once."""
    known: set[Path] = set()
    for given in folders:
        check_folder(given, "folders")
        for path in below(given.resolve(), _refuse):
            if path not in known:
                known.add(path)
                yield path


def _text(path: Path) -> str | None:
    """The text of a file; None if it is no text, or too large to be searched."""
    try:
        content = read_regular(path, LARGEST + 1)
        return None if len(content) > LARGEST or b"\0" in content else content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    except OSError as fault:
        raise _unreadable(path, fault) from None


def _refuse(fault: OSError) -> None:
    """The name could be in the files of a folder that cannot be read."""
    raise _unreadable(fault.filename, fault)


def _unreadable(path: Path | str, fault: OSError) -> FileError:
    return FileError(f"{path} cannot be read: {fault.strerror}. {_MANUALLY}", str(path))


def differences(found: NamingFiles, new: Mapping[Path, Any], name: str) -> list[dict[str, str]]:
    """The places that change, for the option --diff."""
    shown = []
    for path in new:
        places = found.person.around(found.texts[path])[:MOST_SHOWN]
        before = "".join(f"{one_line(''.join(one))}\n" for one in places)
        after = "".join(f"{one_line(head + name + tail)}\n" for head, _name, tail in places)
        shown.append({"before_header": str(path), "before": before, "after_header": str(path), "after": after})
    return shown
