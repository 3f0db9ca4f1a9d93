# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the messages of a mailbox over IMAP with TLS, within deadlines and with bounded replies. Nothing in the mailbox is changed: it is opened with
EXAMINE, and parts are read with BODY.PEEK."""

from __future__ import annotations

import calendar
import imaplib
import io
import re
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from email.utils import formatdate
from typing import Any

from .._core.errors import CallFailed
from .._http.deadline import BoundedReader, Deadline, TooLong, connected
from .._http.login_guard import LoginGuard, Verdict
from .._http.no_answer import NoAnswer
from .._http.response import Response
from .._http.state_dir import StateDirectory
from .mail_connection import NoReply, Server, context, tls_failure, why_ended

PORT = 993

#: The maximum size of a message in bytes: a file of a page has at most 5 MB, more when encoded, and can be one of several.
LARGEST = 25_000_000
#: The maximum size of the replies to a command, and of one line of them: the UIDs of half a million messages.
_MOST_REPLIES, _LONGEST_LINE = LARGEST + 5_000_000, 4_000_000
#: The number of headings that a command reads, and the bytes of each.
_AT_ONCE, _HEADING = 100, 8192
_FIELDS = "FROM SUBJECT AUTO-SUBMITTED RETURN-PATH CONTENT-TYPE DATE MESSAGE-ID"

#: The codes of a rejected login that are not about the credentials (RFC 5530).
_LATER = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "[CONTACTADMIN]")

_UID, _SIZE = re.compile(rb"\bUID (\d{1,10})\b"), re.compile(rb"\bRFC822\.SIZE (\d{1,19})\b")
_NUMBERS = re.compile(rb"[\d ]*")


@dataclass(frozen=True, kw_only=True)
class Mailbox(Server):
    """A mailbox. name: such as INBOX. The timeout is for each command."""

    OPTIONS = ("fetch_answers_imap_host", "fetch_answers_imap_port")

    username: str
    password: str
    name: str


@dataclass(frozen=True)
class Heading:
    """The beginning of a message. size: in bytes, as the server has it. fields: of its header, not parsed."""

    uid: int
    size: int
    fields: bytes


class OpenMailbox:
    """A mailbox that is open for reading. validity: its UIDVALIDITY; UIDs are valid as long as it is the same."""

    def __init__(self, client: _ImapClient, validity: int):
        self._client, self.validity = client, validity

    def uids(self, since: date) -> list[int]:
        """The UIDs of the messages that the server received since a day, the newest first."""
        day = "-".join(formatdate(calendar.timegm(since.timetuple())).split()[1:4])
        listed = b" ".join(self._client.ask("SEARCH", None, f"SINCE {day}"))
        if not _NUMBERS.fullmatch(listed):
            raise NoReply
        return sorted({*map(int, listed.split())}, reverse=True)

    def headings(self, uids: Sequence[int]) -> Iterator[list[Heading]]:
        """The beginnings of messages, in groups. Messages that were deleted meanwhile are left out."""
        for start in range(0, len(uids), _AT_ONCE):
            some = uids[start : start + _AT_ONCE]
            parts = f"(UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({_FIELDS})]<0.{_HEADING}>)"
            headings = [_heading(*reply) for reply in self._fetch(some, parts)]
            yield sorted((heading for heading in headings if heading.uid in {*some}), key=lambda heading: -heading.uid)

    def message(self, uid: int) -> bytes | None:
        """A message, or the beginning of one that is too large; None if it was deleted."""
        texts = [literal for _about, literal in self._fetch([uid], f"(UID BODY.PEEK[]<0.{LARGEST + 1}>)")]
        return texts[0] if len(texts) == 1 else None

    def _fetch(self, uids: Sequence[int], parts: str) -> Iterator[tuple[bytes, bytes]]:
        """The replies with a literal: the text around it, and the literal itself."""
        replies = self._client.ask("FETCH", ",".join(map(str, uids)), parts)
        for reply, following in zip(replies, [*replies[1:], b""]):
            if isinstance(reply, tuple):
                yield reply[0] + b" " + (following if isinstance(following, bytes) else b""), reply[1]


def _heading(about: bytes, fields: bytes) -> Heading:
    uid, size = _UID.search(about), _SIZE.search(about)
    if uid is None or size is None:
        raise NoReply
    return Heading(int(uid[1]), int(size[1]), fields)


@contextmanager
def opened(mailbox: Mailbox, state: StateDirectory) -> Iterator[OpenMailbox]:
    """Open a mailbox for reading. Errors of the connection become a TaskError."""
    client: _ImapClient | None = None
    try:
        client = _ImapClient(mailbox)
        _log_in(mailbox, state, client)
        yield OpenMailbox(client, _examined(mailbox, client))
    except ssl.SSLError as fault:
        raise tls_failure(mailbox, fault) from None
    except (imaplib.IMAP4.error, OSError) as fault:
        said_goodbye = client is not None and client.untagged_responses.get("BYE")
        raise _ended(mailbox, ConnectionError() if said_goodbye else fault) from None
    finally:
        if client is not None:
            with suppress(OSError):
                client.shutdown()


def _ended(mailbox: Mailbox, fault: Exception) -> CallFailed:
    cause = NoReply() if isinstance(fault, imaplib.IMAP4.error) else fault
    text = f"the {mailbox.address} {'; '.join(why_ended(mailbox, cause))}. The next run looks at the rest"
    return CallFailed(text) if isinstance(cause, (NoReply, TooLong)) else NoAnswer(text, arrived=False)


class _ImapClient(imaplib.IMAP4):
    """A client whose commands end at their deadlines, however slowly the server sends or reads. Replies are bounded.

    imaplib connects, reads and sends with these methods only.
    """

    def __init__(self, mailbox: Mailbox):
        self._mailbox = mailbox
        self.sock: Any = None
        self._reader: Any = None
        self._deadline = Deadline(mailbox.timeout)
        self._left = _MOST_REPLIES
        super().__init__(mailbox.host, mailbox.port)

    def open(self, host: str = "", port: int = PORT, timeout: float | None = None) -> None:
        """Connect, and encrypt the connection."""
        self.host, self.port = host, port
        tls = context(self._mailbox)
        self.sock = connected(host, port, self._deadline)
        self.sock.settimeout(self._deadline.left)
        self.sock = tls.wrap_socket(self.sock, server_hostname=host)
        raw = self.sock.makefile("rb", buffering=0)
        self._reader = io.BufferedReader(BoundedReader(raw, self.sock, self._deadline))

    def ask(self, command: str, *arguments: Any) -> list[Any]:
        """The replies to a command about messages by their UIDs."""
        self._renew()
        status, replies = self.uid(command, *arguments)
        if status != "OK":
            raise NoReply
        return [reply for reply in replies if reply is not None]

    def perform(self, command: Callable[[], tuple[str, Any]]) -> str:
        """The status of another command."""
        self._renew()
        return command()[0]

    def _renew(self) -> None:
        """Start the deadline and the bound of the next command."""
        self._deadline.renew(self._mailbox.timeout)
        self._left = _MOST_REPLIES

    def read(self, size: int) -> bytes:
        """Exactly this many bytes. The size is stated by the server, so it is bounded."""
        if size > self._left:
            raise TooLong
        self._left -= size
        data: bytes = self._reader.read(size)
        if len(data) < size:
            raise ConnectionError
        return data

    def readline(self) -> bytes:
        """A line."""
        line: bytes = self._reader.readline(min(_LONGEST_LINE, self._left) + 1)
        self._left -= len(line)
        if self._left < 0 or len(line) > _LONGEST_LINE:
            raise TooLong
        if not line.endswith(b"\n"):
            raise ConnectionError
        return line

    def send(self, data: Any) -> None:
        """Send all bytes."""
        left = memoryview(data)
        while left:
            self.sock.settimeout(self._deadline.left)
            left = left[self.sock.send(left) :]

    def shutdown(self) -> None:
        """Close the connection."""
        if self.sock is not None:
            self.sock.close()


def _log_in(mailbox: Mailbox, state: StateDirectory, client: _ImapClient) -> None:
    """Log in once, with one mechanism. Text of the server is not shown: it could repeat the password."""
    if "AUTH=PLAIN" not in client.capabilities:
        raise CallFailed(
            f"the {mailbox.address} offers no login with user name and password (AUTH=PLAIN); check fetch_answers_imap_host and fetch_answers_imap_port"
        )
    credentials = f"\0{mailbox.username}\0{mailbox.password}".encode()

    def attempt() -> Response:
        try:
            status = client.perform(lambda: client.authenticate("PLAIN", lambda _challenge: credentials))
        except imaplib.IMAP4.abort:
            raise NoAnswer(f"the {mailbox.address} may have got the login: it ended the connection") from None
        except imaplib.IMAP4.error as fault:
            status = "LATER" if str(fault).startswith(_LATER) else "NO"
        except OSError as fault:
            raise NoAnswer(f"the {mailbox.address} may have got the login: it {why_ended(mailbox, fault)[0]}") from None
        return Response(mailbox.address, {"OK": 200, "LATER": 429}.get(status, 401), {}, "", {})

    guard = LoginGuard(state, _verdict, mailbox.address, mailbox.username, mailbox.password)
    verdict = _verdict(guard.login(attempt))
    if verdict is Verdict.NEITHER:
        raise CallFailed(f"the {mailbox.address} accepts no login now; retry later")
    if verdict is Verdict.REFUSED:
        raise CallFailed(
            f"the {mailbox.address} rejected the login of {mailbox.username}; correct fetch_answers_imap_username and "
            "fetch_answers_imap_password, or check whether the server accepts logins with passwords for this mailbox",
            refused=True,
        )


def _verdict(answer: Response) -> Verdict:
    return {200: Verdict.ACCEPTED, 429: Verdict.NEITHER}.get(answer.status, Verdict.REFUSED)


def _examined(mailbox: Mailbox, client: _ImapClient) -> int:
    """Open the mailbox so that nothing in it can be changed. Returns its UIDVALIDITY."""
    quoted = '"' + mailbox.name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if client.perform(lambda: client.select(quoted, readonly=True)) != "OK":
        raise CallFailed(f"the {mailbox.address} has no mailbox '{mailbox.name}'; correct fetch_answers_imap_mailbox")
    validity = client.response("UIDVALIDITY")[1][-1]
    if not isinstance(validity, bytes) or not validity.isdigit():
        raise NoReply
    return int(validity)
