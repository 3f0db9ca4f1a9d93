# SPDX-License-Identifier: GPL-3.0-or-later

"""The files that name a person: the records, which are rewritten, and all others, which are listed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from ...module_utils._core.errors import FileError, ValidationError
from ...module_utils._core.files import below, check_folder, read_regular
from ...module_utils._record import document, erasure
from ...module_utils._record.content import RecordData
from ...module_utils._record.file import RecordFile
from ...module_utils._screens.patches import FORMAT
from ...module_utils._wms.catalogue import DECLARABLE
from .person_name import PersonName, pseudonym

#: The maximum size of a file in bytes, and the maximum number of files.
LARGEST, MOST = 64_000_000, 10_000
_IS_RECORD = re.compile(r"^library:.*^token:", re.MULTILINE | re.DOTALL)
_HEAD = 1000
#: The line with the author of a patch of a known screen, as ``_screens.patches.text_of`` writes it: the ID of the patch does not depend on it.
_PERSON = re.compile(r'(?m)^( "by": )("(?:[^"\\]|\\.)*")(?=,?$)')
_FORMAT = f'"format": "{FORMAT}"'
_MANUALLY = "Nothing was changed"


@dataclass
class NamedFiles:
    """The files with the name of a person. records: the new text of each record. others: files of other kinds, which are not changed. unread: files that were
    not searched, since they are not texts, or are links."""

    records: dict[Path, str | None] = field(default_factory=dict)
    others: list[Path] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)


def named_files(person: PersonName, folders: Iterable[Path], day: str) -> tuple[str, NamedFiles]:
    """A pseudonym that no other person has in these folders, and the files. Raises ValidationError for a folder that does not exist, and for too many
    files; FileError for a damaged record, or a file that cannot be read."""
    named, texts, screens, taken = NamedFiles(), dict[Path, str](), dict[Path, str](), set[int]()
    for path, text in _texts(folders, named.unread):
        taken |= {int(number or 1) for number in re.findall(rf"a person(?: (\d{{1,9}}))? \(erased {day}\)", text)}
        if _is_record(path, text):
            texts[path] = text
        elif _FORMAT in text[:_HEAD] and path.suffix == ".json":
            screens[path] = text
        elif person.is_in(text) or person.is_in(path.name):
            named.others.append(path)
    name = next(pseudonym(day, number) for number in count(1) if number not in taken)
    for path, text in texts.items():
        content = _record(path, text)
        _refuse_waiting(person, path, content)
        changed = erasure.renamed(content, lambda text: person.replaced(text, name))
        if changed != content:
            named.records[path] = document.dump(changed, DECLARABLE)
            if person.is_in(str(named.records[path])):
                named.others.append(path)
    for path, text in screens.items():
        changed_text = _PERSON.sub(
            lambda match: match[1] + json.dumps(person.replaced(json.loads(match[2]), name), ensure_ascii=False),
            text,
            count=1,
        )
        if changed_text != text:
            named.records[path] = changed_text
        if person.is_in(changed_text):
            named.others.append(path)
    return name, named


@contextmanager
def locked(folders: Iterable[Path], holds: bool) -> Iterator[None]:
    """Lock the records in the folders, like the tasks that write them. holds: False in check mode."""
    with ExitStack() as stack:
        for path, text in _texts(folders, []) if holds else ():
            if _is_record(path, text):
                stack.enter_context(RecordFile(str(path.parent), path.stem, "", DECLARABLE).locked())
        yield


def _refuse_waiting(person: PersonName, path: Path, content: RecordData) -> None:
    """Raise ValidationError if a step of the person waits for approval: another person has to approve it, which the pseudonym could not show."""
    for plural, changes in content.pending.items():
        if any(
            pending.confirmed and person.is_in(pending.confirmed.source.attribution.by) for pending in changes.values()
        ):
            raise ValidationError(
                f"{path}: a step of {plural} that '{person.text}' confirmed waits for approval. {_MANUALLY}. Let another person "
                "approve it or send it back first",
                about=str(path),
                fields=["person"],
            )


def _is_record(path: Path, text: str) -> bool:
    return path.suffix == ".yml" and bool(_IS_RECORD.search(text[:_HEAD]))


def _record(path: Path, text: str) -> RecordData:
    try:
        return document.load(text, DECLARABLE)
    except document.Damaged as fault:
        raise FileError(f"{path}, {str(fault).rstrip('.')}. {_MANUALLY}. Correct the record", str(path)) from None


def _texts(folders: Iterable[Path], unread: list[Path]) -> Iterator[tuple[Path, str]]:
    """The text files, each once. The others are added to unread."""
    known: set[Path] = set()
    for given in folders:
        check_folder(given, "folders")
        for path in below(given.resolve(), _refuse):
            if path in known:
                continue
            known.add(path)
            if len(known) > MOST:
                raise ValidationError(f"the folders have more than {MOST} files; set fewer folders", fields=["folders"])
            text = None if path.is_symlink() else _text(path)
            # An e-mail can have the name in attachments, which are not plain text.
            if text is None or path.suffix == ".eml":
                unread.append(path)
            if text is not None:
                yield path, text


def _text(path: Path) -> str | None:
    """The text of a file; None if it is not a text, or is too large to be searched."""
    try:
        content = read_regular(path, LARGEST + 1)
        return None if len(content) > LARGEST or b"\0" in content else content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    except OSError as fault:
        raise _unreadable(path, fault) from None


def _refuse(fault: OSError) -> None:
    """Raise FileError for a folder that cannot be read: the name could be in its files."""
    raise _unreadable(fault.filename, fault)


def _unreadable(path: Path | str, fault: OSError) -> FileError:
    return FileError(f"{path} cannot be read: {fault.strerror}. {_MANUALLY}", str(path))
