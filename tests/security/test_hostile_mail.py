# SPDX-License-Identifier: GPL-3.0-or-later

"""A hostile or broken mail server cannot delay a run without limit or fill its memory, and no name can become a header."""

from __future__ import annotations

import email
import email.header
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from email import policy
from itertools import repeat
from pathlib import Path

import pytest
import trustme
from hypothesis import example, given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core.contacts import Contact, address_problem
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import TaskError
from ansible_collections.reshare.wms.plugins.module_utils._http import deadline
from ansible_collections.reshare.wms.plugins.module_utils._http.state_dir import StateDirectory
from ansible_collections.reshare.wms.plugins.module_utils._mail.message import Sender, message
from ansible_collections.reshare.wms.plugins.module_utils._mail.smtp import MailServer, UnknownDelivery, send
from ansible_collections.reshare.wms.plugins.module_utils._pages.letter import Enclosed, Letter
from support.certificates import authority, ca_path

__all__ = ["authority", "ca_path"]

#: A slow server ends some time after every client that keeps its deadline has disconnected.
DRIPS, PAUSE = 100, 0.02
#: The deadline of a conversation with it, in seconds, and that of a conversation that ends for another reason.
DEADLINE, LONG = 0.3, 60.0

#: The conversation about an e-mail: what an ordinary server replies. The greeting has no command, and the handshake no reply.
USUAL = {
    "greeting": b"220 ready\r\n",
    "EHLO": b"250-here\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n",
    "STARTTLS": b"220 go\r\n",
    "handshake": b"",
    "EHLO over TLS": b"250-here\r\n250 AUTH PLAIN\r\n",
    "AUTH": b"235 ok\r\n",
    "MAIL": b"250 ok\r\n",
    "RCPT": b"250 ok\r\n",
    "DATA": b"354 go\r\n",
    "e-mail": b"250 ok\r\n",
    "QUIT": b"221 bye\r\n",
}
SLOW = [(stage, b"250-x\r\n") for stage in USUAL if stage != "QUIT"]


def dripped(again: bytes) -> Iterator[bytes]:
    for _number in range(DRIPS):
        yield again
        time.sleep(PAUSE)


@pytest.fixture(scope="module")
def context(authority: trustme.CA) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(made)
    return made


@pytest.fixture
def serve(context: ssl.SSLContext, ca_path: str) -> Iterator[Callable[..., MailServer]]:
    """Start a server that replies as usual, except in one stage. Returns it for a client."""
    listeners: list[socket.socket] = []

    def start(hostile: str, parts: Iterable[bytes], timeout: float = LONG) -> MailServer:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def converse(peer: socket.socket) -> None:
            for stage, usual in USUAL.items():
                if stage not in ("greeting", "handshake"):
                    received, end = b"", b"\r\n.\r\n" if stage == "e-mail" else b"\r\n"
                    while not received.endswith(end):
                        received += peer.recv(65536) or end
                for part in parts if stage == hostile else [usual]:
                    peer.sendall(part)
                if stage == "handshake" and hostile != stage:
                    peer = context.wrap_socket(peer, server_side=True)
            peer.close()

        def run() -> None:
            with suppress(OSError), listener.accept()[0] as peer:
                converse(peer)

        threading.Thread(target=run, daemon=True).start()
        host, port = listener.getsockname()
        login = {"username": "a", "password": "b"}
        return MailServer(host=host, port=port, security="starttls", timeout=timeout, ca_path=ca_path, **login)

    yield start
    for listener in listeners:
        listener.close()


@pytest.fixture
def deliver(tmp_path: Path) -> Callable[[MailServer], None]:
    return lambda server: send(
        server, StateDirectory(str(tmp_path / "state")), b"Subject: x\r\n\r\n.\r\n", "a@example.org", ["b@example.org"]
    )


@pytest.mark.parametrize(
    ("stage", "again"),
    [*SLOW, ("greeting", b""), ("greeting", b"2"), ("handshake", b""), ("e-mail", b""), ("e-mail", b"2")],
)
def test_a_slow_conversation_ends_with_the_deadline(serve, deliver, stage, again):
    with pytest.raises(TaskError) as raised:
        deliver(serve(stage, dripped(again), DEADLINE))
    # Drips of a handshake are no handshake.
    assert raised.value.code == ("unexpected_response" if stage == "handshake" and again else "unreachable")


@pytest.mark.parametrize("again", [b"2" * 4096, b"250-x\r\n" * 512], ids=["line", "lines"])
@pytest.mark.parametrize("stage", ["greeting", "EHLO over TLS", "AUTH", "e-mail"])
def test_an_endless_reply_is_not_read(serve, deliver, stage, again):
    with pytest.raises(TaskError, match="sends endless replies") as raised:
        deliver(serve(stage, repeat(again)))
    assert isinstance(raised.value, UnknownDelivery) == (stage == "e-mail")
    # A login without a reply may count as a failed one.
    assert raised.value.code == ("unreachable" if stage in ("AUTH", "e-mail") else "unexpected_response")


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (b"SSH-2.0-x\r\n", "does not respond like a mail server"),
        (b"-1 x\r\n", "does not respond like a mail server"),
        (b"334 x\r\n334 x\r\n", "does not respond like a mail server"),
        (b"250", "ended the connection"),
    ],
    ids=ascii,
)
@pytest.mark.parametrize("stage", ["greeting", "MAIL", "e-mail"])
def test_what_is_no_reply_is_not_taken_for_one(serve, deliver, stage, reply, words):
    """Also not for one that accepts the e-mail."""

    def ended() -> Iterator[bytes]:
        yield reply
        raise OSError

    with pytest.raises(TaskError, match=words) as raised:
        deliver(serve(stage, ended()))
    assert isinstance(raised.value, UnknownDelivery) == (stage == "e-mail")


@pytest.mark.parametrize("parts", [dripped(b"2"), repeat(b"2" * 4096), [b"x\r\n"]], ids=["slow", "endless", "none"])
def test_an_accepted_mail_is_accepted_whatever_follows(serve, deliver, parts):
    deliver(serve("QUIT", parts, 2.0))


@pytest.mark.parametrize(
    ("stage", "reply", "code", "words"),
    [
        ("greeting", "421 too busy", "unexpected_response", "retry later"),
        ("greeting", "554 no", "unexpected_response", "SMTP 554 no"),
        ("STARTTLS", "454 TLS not available", "unexpected_response", "rejected STARTTLS .*retry later"),
        ("AUTH", "454 4.7.0 later", "unexpected_response", "retry later, or contact the operator"),
        (
            "AUTH",
            "504 5.5.4 unknown mechanism",
            "unexpected_response",
            "check worksheet_smtp_port and worksheet_smtp_security",
        ),
        ("AUTH", "535 5.7.8 no", "refused", "correct worksheet_smtp_username and worksheet_smtp_password"),
        ("MAIL", "530 5.7.0 log in first", "unexpected_response", "the server requires a login or encryption"),
        ("RCPT", "554 5.7.1 relay denied", "unexpected_response", "a rule of the server forbids it"),
        ("RCPT", "550 5.1.1 unknown", "unexpected_response", "check the address in library_contact"),
        ("RCPT", "552 5.2.2 full", "unexpected_response", "the mailbox does not accept it"),
        ("e-mail", "552 5.3.4 too big", "unexpected_response", "contact the operator of the mail server"),
    ],
)
def test_the_message_about_a_rejection_names_the_side_that_can_correct_it(serve, deliver, stage, reply, code, words):
    with pytest.raises(TaskError, match=words) as raised:
        deliver(serve(stage, [f"{reply}\r\n".encode()]))
    assert raised.value.code == code
    assert str(raised.value).endswith("Nothing was sent")


def test_the_resolver_shares_the_deadline(monkeypatch):
    blocked = threading.Event()
    monkeypatch.setattr(deadline.socket, "getaddrinfo", lambda *_given, **_options: blocked.wait())
    with pytest.raises(TimeoutError):
        deadline.connected("mail.example", 25, deadline.Deadline(0.05))
    blocked.set()


# Headers

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
ENCODED = st.builds("=?utf-8?{}?{}?=".format, st.sampled_from("qQbB"), st.text("=0DA_Bcc:evil@x ", max_size=40))
NAME = TEXT | ENCODED | st.builds(str.__add__, TEXT, ENCODED)
ATTACK = "=?utf-8?q?A=0D=0ABcc=3A_evil=40x?="


@given(sender=NAME, contact=NAME, library=NAME, file=NAME)
@example(ATTACK, ATTACK, ATTACK, ATTACK)
@example("a\r\nBcc: evil@x", "a\r\n\r\nb", "\r\n\r\n", "a\r\nb")
@example(" a", "a  b", "a ", '"')
@example("A" * 200, "é" * 200, "A" * 200, "é" * 200)
def test_names_are_data_in_every_header(sender, contact, library, file):
    enclosed = Enclosed(library, 1, None, 0, False, f"a{file}.html", "x")
    letter = Letter("worksheet", [enclosed, enclosed], False, "Office")
    person = Contact(contact, "a@example.org", Contact(contact, "b@example.org"))
    made = message(Sender("office@example.org", sender, "answers@example.org"), person, letter, "1")
    head = made.partition(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) < 998
    for read in (policy.default, policy.compat32):
        parsed = email.message_from_bytes(made, policy=read)
        names = ["From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted"]
        assert sorted(parsed.keys()) == sorted([*names, "Content-Type", "MIME-Version"])
        _text, attached, _other = parsed.get_payload()
        assert sorted(attached.keys()) == sorted(
            ["Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Content-Disposition"]
        )
    people = (
        ("From", sender, "office@example.org"),
        ("To", contact, "a@example.org"),
        ("Cc", contact, "b@example.org"),
    )
    for header, name, address in people:
        assert decoded(parsed[header].rpartition(" <")[0]) == name
        assert parsed[header].rpartition(" <")[2] == f"{address}>"
    assert decoded(parsed["Subject"]) == letter.subject
    assert attached.get_filename() == enclosed.file


def decoded(header: str) -> str:
    """A header as RFC 2047 defines it."""
    parts = email.header.decode_header(header)
    return "".join(part if isinstance(part, str) else part.decode(encoding or "ascii") for part, encoding in parts)


def test_an_address_has_no_encoded_word():
    assert address_problem("=?utf-8?q?a?=@example.org")
