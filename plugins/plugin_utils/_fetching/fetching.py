# SPDX-License-Identifier: GPL-3.0-or-later

"""Fetches answers from e-mails or a folder: judges them by the token of their worksheet and by their sender, and writes them where receive reads them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any

from ...module_utils._answers import inbox, received
from ...module_utils._answers.received import CONFIRMATION, SIGNED, RejectedFile, SubmittedFile
from ...module_utils._core.errors import TaskError, ValidationError
from ...module_utils._core.files import below, check_folder, read_regular
from ...module_utils._core.files import replace as replace_files
from ...module_utils._core.texts import LONGEST_NAME, one_line
from ...module_utils._http.state_dir import StateDirectory
from ...module_utils._mail import imap
from ...module_utils._record.content import RecordData
from ...module_utils._record.sources import now
from .received_mail import TOO_LARGE, Attachment, ClaimedSender, Opener, sender
from .settled import Settled, digest

#: After this number of timeouts, a run begins no further message; the rest is for the next run.
_LONGEST_RUN = 20
#: The maximum number of files in a folder, and of e-mails that a result names.
_MOST_FILES, MOST_NAMED = 10_000, 100
#: The maximum number of problems in the reason of an e-mail.
_MOST_PROBLEMS = 5

#: Why an e-mail or a file is settled: its answers were fetched, it has none, or a person settled it. An unknown sender is compared again in each run, because a
#: contact may have been added.
FETCHED, AUTOMATIC, UNKNOWN_SENDER, NO_ANSWER, PERSON = "fetched", "automatic", "unknown_sender", "no_answer", "person"
_AUTOMATIC = "is an automatic reply, or one about an e-mail that was not delivered"
#: Why an e-mail or file is not settled, besides the reasons for rejected files.
UNUSABLE, OTHER_FORMAT, OTHER_LIBRARY, NO_RECORD = "unusable", "other_format", "other_library", "no_record"


@dataclass(frozen=True)
class Library:
    """A library. senders: the addresses of its contacts, in lower case. load: returns its record."""

    senders: frozenset[str]
    load: Callable[[], RecordData]


@dataclass(frozen=True)
class Incoming:
    """An e-mail or file. source: the number of the e-mail in the mailbox, or a path. author: None for a file without a sender."""

    source: str
    digest: str
    author: ClaimedSender | None


@dataclass
class FetchOutcome:
    """What a run found: the files with answers, what it settled without answers, and what is not settled. The counts include what is not named.
    left: the number of messages for the next run."""

    fetched: list[dict[str, Any]] = field(default_factory=list)
    settled: list[dict[str, Any]] = field(default_factory=list)
    settled_count: int = 0
    unsettled: list[dict[str, Any]] = field(default_factory=list)
    unsettled_count: int = 0
    left: int = 0


@dataclass
class Fetching:
    """A run. It names the e-mails and files that it does not settle; the next run tries them again.

    folder: where files are written. by_person: a person's reasons for settling e-mails, by their digests. check_mode: whether nothing is written."""

    folder: Path
    libraries: dict[str, Library]
    settled: Settled
    by_person: Mapping[str, str]
    check_mode: bool
    outcome: FetchOutcome = field(default_factory=FetchOutcome)

    def from_folder(self, source: Path) -> None:
        """Process the files of a folder and of the folders in it. Whoever can write there is trusted, as in the folder of received files."""
        for path in _files(source):
            try:
                content = read_regular(path, imap.LARGEST + 1)
            except OSError as fault:
                unread = Incoming(str(path), digest(bytes(path)), None)
                self._keep(unread, (UNUSABLE, f"cannot be read: {fault.strerror}"))
                continue
            author = sender(content) if path.suffix.casefold() == ".eml" else None
            self._take(Incoming(str(path), digest(content), author), path.name, content)

    def from_mailbox(self, mailbox: imap.Mailbox, state: StateDirectory) -> None:
        """Process the messages of the window that are not settled, the newest first, so that those that no run has tried come before the others."""
        key, today = digest(f"{mailbox.username}\0{mailbox.address}\0{mailbox.name}".encode()), now()[:10]
        since, until = self.settled.window(key, today), monotonic() + _LONGEST_RUN * mailbox.timeout
        with imap.opened(mailbox, state) as source:
            uids = source.uids(since)
            self.outcome.left = len(uids)
            for headings in source.headings(uids):
                for heading in headings:
                    if monotonic() > until:
                        return
                    self._download(source, f"{key} {source.validity}", heading)
                    self.outcome.left -= 1
        # Messages that were deleted meanwhile have no heading.
        self.outcome.left = 0
        if not self.outcome.unsettled_count:
            self.settled.add(key, today)

    def _download(self, source: imap.OpenMailbox, mailbox: str, heading: imap.Heading) -> None:
        """Process one message. It is downloaded only if it is from a contact and not settled. mailbox: the one to which the numbers of messages belong."""
        sent = Incoming(str(heading.uid), digest(b"%d " % heading.size + heading.fields), sender(heading.fields))
        number = digest(f"{mailbox} {sent.source} {sent.digest}".encode())
        known = self.settled.get(number)
        if self._is_settled(sent) or (known and self._is_settled(replace(sent, digest=known))):
            return
        if heading.size > imap.LARGEST:
            self._keep(sent, (UNUSABLE, TOO_LARGE))
        elif (content := source.message(heading.uid)) is not None:
            mail = replace(sent, digest=digest(content))
            self.settled.add(number, mail.digest)
            self._take(mail, "message.eml", content)

    def _is_settled(self, sent: Incoming) -> bool:
        """Whether an e-mail is settled, also by what its header alone shows."""
        known = self.settled.get(sent.digest)
        if known not in (None, UNKNOWN_SENDER):
            return True
        if sent.digest in self.by_person:
            self._settle(sent, PERSON, self.by_person[sent.digest])
        elif sent.author and not any(sent.author.address in library.senders for library in self.libraries.values()):
            what = f"{_AUTOMATIC}, and has" if sent.author.is_automatic else "has"
            text = f"{what} a sender that is not in library_contact or fetch_answers_senders of a library. If it has answers, add the sender"
            self._settle(sent, UNKNOWN_SENDER, text)
        else:
            return False
        return True

    def _take(self, sent: Incoming, name: str, content: bytes) -> None:
        """Fetch the answers in an e-mail or file, unless it is settled."""
        if self._is_settled(sent):
            return
        opener, answers, problems = Opener(), 0, []
        for single in (part for attachment in opener.file(name, content) for part in _single(attachment)):
            try:
                file = self._judge(sent, single)
            except RejectedFile as fault:
                problems.append((fault.why, str(fault)))
            except TaskError as fault:
                problems.append((NO_RECORD, f"{single.name}: {fault}"))
            else:
                answers += 1
                if file is not None:
                    self._write(sent, file, single.content)
        # A program that forwards e-mails or keeps tickets can mark e-mails of people as automatic.
        is_automatic = sent.author is not None and sent.author.is_automatic
        if not (answers or problems or is_automatic) and opener.unknown:
            text = "has a format that is not read, such as winmail.dat or an encrypted e-mail: ask for an e-mail in HTML or plain text, or look into it"
            problems.append((UNUSABLE, f"{opener.unknown[0]} {text}"))
        if problems:
            self._keep(sent, *problems)
        elif answers:
            self.settled.add(sent.digest, FETCHED)
        elif is_automatic:
            self._settle(sent, AUTOMATIC, f"{_AUTOMATIC}, without answers")
        else:
            self._settle(sent, NO_ANSWER, "has no file with answers")

    def _judge(self, sent: Incoming, attachment: Attachment) -> SubmittedFile | None:
        """A file with valid answers; None if it was fetched before. Raises RejectedFile, and other errors if the record cannot be read."""
        if attachment.problem:
            raise RejectedFile(f"{attachment.name} {attachment.problem}", UNUSABLE)
        if self.settled.get(digest(attachment.content)) == FETCHED:
            return None
        file = inbox.parse_file(Path(attachment.name), attachment.content)
        if file.format not in SIGNED or file.library is None:
            text = (
                f"{attachment.name} is no confirmation and has no answers. Import it with receive_files if it is right"
            )
            raise RejectedFile(text, OTHER_FORMAT)
        library = self.libraries.get(file.library)
        if library is None:
            text = f"{attachment.name} is for '{file.library[:LONGEST_NAME]}', which is not a library of this run"
            raise RejectedFile(text, OTHER_LIBRARY)
        if sent.author and sent.author.address not in library.senders:
            raise RejectedFile(
                f"{attachment.name} is for {file.library}, but not from one of its contacts", UNKNOWN_SENDER
            )
        received.check(file, library.load(), now())
        return file

    def _write(self, sent: Incoming, file: SubmittedFile, content: bytes) -> None:
        key, kind = digest(content), "worksheet" if file.format == CONFIRMATION else "answers"
        path = self.folder / f"{file.library}.{kind}-{key}.json"
        if not self.check_mode:
            replace_files({path: content.decode(json.detect_encoding(content))})
        self.settled.add(key, FETCHED)
        about = {"path": str(path), "library": file.library, "format": file.format, "source": sent.source}
        self.outcome.fetched.append({**about, "sender": sent.author and sent.author.address})

    def _settle(self, sent: Incoming, why: str, reason: str) -> None:
        """Settle an e-mail or file without answers. Only this run names it."""
        if self.settled.get(sent.digest) is None:
            self.outcome.settled_count += 1
            _name(self.outcome.settled, sent, why, reason)
        self.settled.add(sent.digest, why)

    def _keep(self, sent: Incoming, *problems: tuple[str, str]) -> None:
        """Name an e-mail or file that the next run tries again."""
        self.outcome.unsettled_count += 1
        texts = [text.rstrip(".") for _why, text in problems]
        more = [f"and {len(texts) - _MOST_PROBLEMS} more"] if len(texts) > _MOST_PROBLEMS else []
        _name(self.outcome.unsettled, sent, problems[0][0], "; ".join(texts[:_MOST_PROBLEMS] + more))


def _single(attachment: Attachment) -> list[Attachment]:
    """The files in a file of several libraries, or the file itself."""
    try:
        files = inbox.single(inbox.parse_file(Path(attachment.name), attachment.content))
    except RejectedFile:
        return [attachment]
    several = [replace(attachment, content=inbox.text(file.content).encode()) for file in files if file.beside]
    return several or [attachment]


def _name(named: list[dict[str, Any]], sent: Incoming, why: str, reason: str) -> None:
    if len(named) < MOST_NAMED:
        address, subject = (sent.author.address, sent.author.subject) if sent.author else (None, None)
        about = {"source": sent.source, "digest": sent.digest, "sender": address, "subject": subject}
        named.append({**about, "why": why, "reason": one_line(reason)})


def _files(source: Path) -> Iterator[Path]:
    """The files of a folder and of the folders in it, without links."""
    check_folder(source, "source")
    paths = sorted(path for path in below(source) if path.is_file() and not path.is_symlink())
    if len(paths) > _MOST_FILES:
        raise ValidationError(f"{source} has more than {_MOST_FILES} files; move old ones away", fields=["source"])
    yield from paths
