# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that arrive by e-mail or in a folder: judged by the token of their worksheet and by their sender, and written where receive reads them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from ...module_utils._answers import inbox, received
from ...module_utils._answers.received import CONFIRMATION, SIGNED, RejectedFile
from ...module_utils._core.errors import FileError, TaskError, ValidationError
from ...module_utils._core.files import below, check_folder, read_regular, replace
from ...module_utils._core.texts import LONGEST_NAME, one_line
from ...module_utils._http.state_dir import StateDirectory
from ...module_utils._mail import imap
from ...module_utils._record.content import RecordData
from ...module_utils._record.sources import now
from .fetched import Fetched, Watermark, digest
from .mails import Attachment, ClaimedSender, Unusable, attachments, sender

#: A run begins no message after that many timeouts; the rest is for the next run.
_LONGEST_RUN = 20
#: The maximum number of files in a folder, and of e-mails that a result names.
_MOST_FILES, MOST_NAMED = 10_000, 100

#: Why an e-mail or a file was put aside.
AUTOMATIC, UNKNOWN_SENDER, NO_ANSWER, UNUSABLE = "automatic", "unknown_sender", "no_answer", "unusable"
OTHER_FORMAT, OTHER_LIBRARY, NO_RECORD = "other_format", "other_library", "no_record"


@dataclass(frozen=True)
class Library:
    """A library. senders: the addresses of its contacts, in lower case. load: returns its record."""

    senders: frozenset[str]
    load: Callable[[], RecordData]


@dataclass(frozen=True)
class PutAside:
    """An e-mail or file that does not count. source: the number of the e-mail in the mailbox, or a path."""

    source: str
    sender: str | None
    subject: str | None
    why: str
    reason: str


@dataclass
class FetchOutcome:
    """What a run found. put_aside_count: also those that are not named. left: the number of messages for the next run."""

    fetched: list[dict[str, Any]] = field(default_factory=list)
    put_aside: list[dict[str, Any]] = field(default_factory=list)
    put_aside_count: int = 0
    left: int = 0


@dataclass
class Fetching:
    """A run. folder: where files are written. check_mode: whether nothing is written."""

    folder: Path
    libraries: dict[str, Library]
    fetched: Fetched
    check_mode: bool
    outcome: FetchOutcome = field(default_factory=FetchOutcome)

    def from_folder(self, source: Path) -> None:
        """Take the files of a folder and of the folders in it. Whoever may write there is trusted as the folder of received files is."""
        for path in _files(source):
            name = str(path)
            try:
                content = read_regular(path, imap.LARGEST + 1)
            except OSError as fault:
                self._put_aside(name, None, UNUSABLE, f"cannot be read: {fault.strerror}")
                continue
            if len(content) > imap.LARGEST:
                self._put_aside(name, None, UNUSABLE, _TOO_LARGE)
            elif path.suffix.casefold() != ".eml":
                self._open(name, path.name, content, None)
            elif self._is_of_contact(name, found := sender(content)):
                self._open(name, path.name, content, found)

    def from_mailbox(self, mailbox: imap.Mailbox, state: StateDirectory, again: bool) -> None:
        """Take the messages that were not looked at yet; all if again. If the connection ends, the next run continues with the first message that is
        not complete."""
        key = digest(f"{mailbox.username}\0{mailbox.address}\0{mailbox.name}".encode())
        with imap.opened(mailbox, state) as source:
            uids = source.uids(0 if again else self.fetched.after(key, source.validity))
            self.outcome.left = len(uids)
            try:
                self._take_all(source, uids, key, monotonic() + _LONGEST_RUN * mailbox.timeout)
            finally:
                self._save()

    def _take_all(self, source: imap.OpenMailbox, uids: list[int], key: str, until: float) -> None:
        for headings in source.headings(uids):
            for one in headings:
                if monotonic() > until:
                    return
                self._take(source, one)
                self.fetched.mailboxes[key] = Watermark(source.validity, one.uid)
                self.outcome.left -= 1
        # Messages that were deleted meanwhile have no heading.
        self.outcome.left = 0

    def _take(self, source: imap.OpenMailbox, heading: imap.Heading) -> None:
        """Take one message. Only one from a contact is downloaded."""
        name, found = str(heading.uid), sender(heading.fields)
        if not self._is_of_contact(name, found):
            return
        content = source.message(heading.uid) if heading.size <= imap.LARGEST else None
        if content is None:
            self._put_aside(name, found, UNUSABLE, _TOO_LARGE)
        else:
            self._open(name, "message.eml", content, found)

    def _is_of_contact(self, name: str, found: ClaimedSender) -> bool:
        """Whether an e-mail is from a contact of a library, as it claims. If not, it is put aside."""
        if found.is_automatic:
            self._put_aside(
                name, found, AUTOMATIC, "is an automatic reply, or one about an e-mail that was not delivered"
            )
        elif not any(found.address in library.senders for library in self.libraries.values()):
            text = "has a sender that is not in library_contact or fetch_answers_senders of a library"
            self._put_aside(name, found, UNKNOWN_SENDER, text)
        else:
            return True
        return False

    def _open(self, source: str, name: str, content: bytes, found: ClaimedSender | None) -> None:
        """Take the answers in an e-mail or file. found: None for a file without a sender."""
        count = 0
        try:
            for one in attachments(name, content):
                count += 1
                self._judge(source, one, found)
        except Unusable as fault:
            self._put_aside(source, found, UNUSABLE, str(fault))
        else:
            if not count and found is not None:
                text = "has no file with answers. What Outlook packs into winmail.dat is not read: ask for an e-mail in HTML or plain text"
                self._put_aside(source, found, NO_ANSWER, text)

    def _judge(self, source: str, one: Attachment, found: ClaimedSender | None) -> None:
        """Write a file if it counts."""
        key = digest(one.content)
        if key in self.fetched.files:
            return
        try:
            file = inbox.parse(Path(one.name), one.content)
            if file.format not in SIGNED or file.library is None:
                text = f"{one.name} is no confirmation and has no answers. Import it with receive_files if it is right"
                self._put_aside(source, found, OTHER_FORMAT, text)
                return
            library = self.libraries.get(file.library)
            if library is None:
                text = f"{one.name} is for '{file.library[:LONGEST_NAME]}', which is no library of this run"
                self._put_aside(source, found, OTHER_LIBRARY, text)
                return
            if found is not None and found.address not in library.senders:
                text = f"{one.name} is for {file.library}, of which the sender is no contact"
                self._put_aside(source, found, UNKNOWN_SENDER, text)
                return
            received.check(file, library.load(), now())
        except RejectedFile as fault:
            self._put_aside(source, found, fault.why, str(fault).rstrip("."))
        # The next run can read the record, and takes the same message.
        except FileError:
            raise
        except TaskError as fault:
            self._put_aside(source, found, NO_RECORD, f"{one.name}: {str(fault).rstrip('.')}")
        else:
            self._write(source, file.library, file.format, one, found)

    def _write(self, source: str, library: str, format: str, one: Attachment, found: ClaimedSender | None) -> None:  # pylint: disable=redefined-builtin
        key, kind = digest(one.content), "worksheet" if format == CONFIRMATION else "answers"
        path = self.folder / f"{library}.{kind}-{key}.json"
        if not self.check_mode:
            replace({path: one.content.decode(json.detect_encoding(one.content))})
        self.fetched.files.append(key)
        address = None if found is None else found.address
        self.outcome.fetched.append(
            {"path": str(path), "library": library, "format": format, "source": source, "sender": address}
        )
        self._save()

    def _put_aside(self, source: str, found: ClaimedSender | None, why: str, reason: str) -> None:
        self.outcome.put_aside_count += 1
        if len(self.outcome.put_aside) < MOST_NAMED:
            address, subject = (None, None) if found is None else (found.address, found.subject)
            self.outcome.put_aside.append(asdict(PutAside(source, address, subject, why, one_line(reason))))

    def _save(self) -> None:
        if not self.check_mode:
            self.fetched.write()


_TOO_LARGE = f"is larger than {imap.LARGEST // 1_000_000} MB"


def _files(source: Path) -> Iterator[Path]:
    """The files of a folder and of the folders in it, without links."""
    check_folder(source, "source")
    paths = sorted(path for path in below(source) if path.is_file() and not path.is_symlink())
    if len(paths) > _MOST_FILES:
        raise ValidationError(f"{source} has more than {_MOST_FILES} files; move old ones away", fields=["source"])
    yield from paths
