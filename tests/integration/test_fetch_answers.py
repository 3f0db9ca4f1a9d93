# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers are fetched from a mailbox of a real IMAP server, or from a folder: what counts, what is settled, what is tried again, and what hostile
mails and servers do."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import socket
import ssl
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme

from ansible_collections.reshare.wms.plugins.action.fetch_answers import ActionModule
from ansible_collections.reshare.wms.plugins.module_utils._answers import inbox
from ansible_collections.reshare.wms.plugins.plugin_utils._fetching import fetching, settled
from support.controller_action import perform
from support.imap_server import ADDRESS, PASSWORD, USERNAME, ImapServer, imap_server
from support.library_record import Record

TOKEN = {"adams": "1" * 32, "baker": "2" * 32}
CONTACTS = {"adams": "jane.doe@adams.example", "baker": "john.roe@baker.example"}


REMEDY = "Correct the cause, or use fetch_answers_settled"
MANY = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"


def record(library: str) -> str:
    number = [*TOKEN].index(library) + 1
    head = f"version: 1\nlibrary: {library}\nwms_registry_id: '10010{number}'\ntoken: '{TOKEN[library]}'\n"
    return f"{head}confirmed: {{}}\npending: {{}}\nhistory: []\n"


def answers(library: str = "adams", **other: Any) -> bytes:
    """The file that a page of the library made. other: members that differ, and a remark that makes it another file."""
    number = [*TOKEN, "nobody"].index(library) + 1
    content = {"format": "reshare.wms answers", "version": 1, "library": library, "registry_id": f"10010{number}"}
    content |= {
        "record": TOKEN.get(library, "3" * 32),
        "by": "Jane Doe",
        "at": "2026-11-26T09:00:00Z",
        "answers": {},
        **other,
    }
    return json.dumps(content).encode()


def mail(sender: str, *files: tuple[str, bytes], **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = sender, "Re: Worksheet"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("[External] Here is the file.")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def zipped(**files: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return whole.getvalue()


class Consortium:
    """Two libraries with records, the folder for their answers, and the options of the mailbox."""

    def __init__(self, folder: Path, server: ImapServer | None = None):
        self.inbox, self.record, self.state = folder / "received", folder / "record", folder / "state"
        self.record.mkdir()
        self.variables: dict[str, dict[str, Any]] = {}
        for number, library in enumerate(TOKEN, 1):
            (self.record / f"{library}.yml").write_text(record(library), encoding="utf-8")
            contact = {"name": "Somebody", "email": CONTACTS[library]}
            own = {"wms_record_dir": str(self.record), "wms_registry_id": f"10010{number}", "library_contact": contact}
            self.variables[library] = own
        self.options: dict[str, Any] = {"folder": str(self.inbox), "libraries": [*TOKEN], "state_dir": str(self.state)}
        if server is not None:
            self.options |= {"imap_host": ADDRESS, "imap_port": server.port, "ca_path": server.ca_path}
            self.options |= {"imap_username": USERNAME, "imap_password": PASSWORD}

    def fetch(self, check: bool = False, **other: Any) -> dict[str, Any]:
        """The result of the task. No secret is in it."""
        result = perform(ActionModule, check, {"hostvars": self.variables}, **{**self.options, **other})
        assert PASSWORD not in str(result)
        return result

    def files(self) -> list[bytes]:
        """The files for receive, which finds them all and reads them."""
        found = [one.path for one in inbox.find([str(self.inbox)], "adams", True, None)] if self.inbox.exists() else []
        assert all(inbox.read_file(path).library in TOKEN for path in found)
        return sorted(path.read_bytes() for path in found)


def why(result: dict[str, Any], part: str = "unsettled") -> list[str]:
    assert len(result[part]) == result[f"{part}_count"]
    return [one["why"] for one in result[part]]


@pytest.fixture
def server() -> Iterator[ImapServer]:
    with imap_server() as running:
        yield running


def test_answers_come_in_by_mail_once_and_the_mailbox_is_not_changed(server, tmp_path):
    here = Consortium(tmp_path, server)
    here.variables["baker"]["fetch_answers_senders"] = ["office@BAKER.example"]
    both = mail(CONTACTS["adams"], ("a.json", answers(remark="1")), ("b.json", answers("baker")))
    server.deliver(
        [
            mail(f"Jane <{CONTACTS['adams'].upper()}>", ("../../etc/adams.json", answers())),
            mail(CONTACTS["adams"], ("again.json", answers())),
            both,
            mail(
                "office@baker.example", ("answers.zip", zipped(x__json=answers("baker", remark="2"), logo__png=b"PNG"))
            ),
            mail(CONTACTS["adams"], ("forwarded.eml", mail("mallory@x.example", ("c.json", answers(remark="3"))))),
        ]
    )
    shown = here.fetch(check=True)
    assert not here.inbox.exists()
    done = here.fetch()
    assert (done["changed"], done["fetched"], done["unsettled"]) == (True, shown["fetched"], shown["unsettled"])
    expected = [answers(), *(answers(remark=str(number)) for number in (1, 3)), answers("baker", remark="2")]
    assert here.files() == sorted(expected)
    # The contact of one library sent a file of another one.
    assert [(one["why"], one["sender"]) for one in done["unsettled"]] == [("unknown_sender", CONTACTS["adams"])]
    assert [one["library"] for one in done["fetched"]] == ["adams", "baker", "adams", "adams"]
    assert (server.count(), server.flags()) == (5, [])
    for path in here.inbox.glob("[!.]*.json"):
        path.unlink()
    # Also if they were imported and moved away.
    assert here.fetch()["changed"] is False
    assert here.files() == []
    server.deliver([mail(CONTACTS["adams"], ("new.json", answers(remark="later")))])
    assert [one["source"] for one in here.fetch()["fetched"]] == ["6"]


def test_one_file_of_several_libraries_counts_for_those_of_which_the_sender_is_a_contact(server, tmp_path):
    here = Consortium(tmp_path, server)
    files = [json.loads(answers(one)) for one in TOKEN]
    both = json.dumps({"format": "reshare.wms files", "version": 1, "files": files}).encode()
    server.deliver([mail(CONTACTS["adams"], ("libraries.files.json", both))])
    done = here.fetch()
    assert [one["library"] for one in done["fetched"]] == ["adams"] and why(done) == ["unknown_sender"]
    here.variables["baker"]["fetch_answers_senders"] = [CONTACTS["adams"]]
    assert [one["library"] for one in here.fetch()["fetched"]] == ["baker"]
    assert sorted(json.loads(one)["library"] for one in here.files()) == ["adams", "baker"]


def test_a_schedule_need_not_have_a_mailbox(tmp_path):
    here = Consortium(tmp_path)
    done = here.fetch(optional=True)
    assert (done["changed"], done["fetched"], done["left"]) == (False, [], 0)
    for both in ({"optional": False}, {"optional": True, "source": str(tmp_path), "imap_host": ADDRESS}):
        assert "set either fetch_answers_imap_host or fetch_answers_source" in here.fetch(**both)["msg"]


def test_what_does_not_count_is_settled_once_or_tried_again(server, tmp_path):
    here = Consortium(tmp_path, server)
    jane = CONTACTS["adams"]
    bomb = zipped(**{"x__json": b"[" * 8_000_000})
    nested = zipped(a__zip=zipped(b__zip=zipped(c__zip=zipped(d__zip=zipped(e__json=answers())))))
    capture = json.dumps({"format": "reshare.wms capture", "library": "adams"}).encode()
    parts = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (one, one) for one in range(2000)
    )
    without = [
        (mail("mallory@x.example", ("a.json", answers())), "unknown_sender"),
        (mail(f"{jane}, mallory@x.example", ("a.json", answers())), "unknown_sender"),
        (b"Subject: none\r\n\r\n\r\n", "unknown_sender"),
        (b"From: \xff\xfe <\xe9@adams.example>\r\nSubject: =?x-none?b?//8=?= \xff\r\n\r\n\r\n", "unknown_sender"),
        (mail(jane, Auto_Submitted="auto-replied"), "automatic"),
        (mail(jane, ("winmail.dat", b"x"), Return_Path="<>"), "automatic"),
        (mail("mailer-daemon@adams.example", Return_Path="<>"), "unknown_sender"),
        (mail(jane), "no_answer"),
        (mail(jane, *((f"{one}.txt", b"x") for one in range(300))), "no_answer"),
        (mail(jane, ("slides.zip", zipped(**{f"{one}__txt": b"" for one in range(500)}))), "no_answer"),
    ]
    tried = [
        (mail(jane, ("a.json", answers(record="0" * 32))), "other_record"),
        (mail(jane, ("a.json", answers(registry_id="1"))), "other_record"),
        (mail(jane, ("a.json", answers().replace(b"adams", b"\\u202eother"))), "other_library"),
        (mail(jane, ("a.json", answers(version=2))), "other_version"),
        (mail(jane, ("a.json", b'{"library": "adams"')), "damaged"),
        (mail(jane, ("a.json", b"")), "damaged"),
        (mail(jane, ("a.json", b"[" * 100_000)), "damaged"),
        (mail(jane, ("a.json", capture)), "other_format"),
        (mail(jane, ("a.zip", b"PK\x03\x04" + b"x" * 1000)), "unusable"),
        (mail(jane, ("winmail.dat", b"\x78\x9f\x3e\x22" + answers())), "unusable"),
        (mail(jane, ("bomb.zip", bomb)), "damaged"),
        (mail(jane, ("nested.zip", nested)), "unusable"),
        (b"From: %s\r\n" % jane.encode() + parts, "unusable"),
        (b"From: %s\r\n\r\n" % jane.encode() + (b"x" * 900 + b"\r\n") * 28_000, "unusable"),
        (b"From: %s\r\n" % jane.encode() + b"Content-Type: message/rfc822\r\n\r\n" * 50_000, "unusable"),
        (b"From: %s\r\n" % jane.encode() + MANY + b"--x\r\n\r\n" * 200_000, "unusable"),
        (b"From: %s\r\n" % jane.encode() + b"A: b\r\n" * 600_000, "unusable"),
        (mail(jane, ("many.zip", zipped(**{f"{one}__txt": b"" for one in range(1500)}))), "unusable"),
    ]
    server.deliver([message for message, _why in [*tried, *without]])
    first, second = here.fetch(), here.fetch()
    assert first.get("msg") is None
    # The newest are first.
    assert why(first, "settled") == [reason for _message, reason in reversed(without)]
    assert why(first) == why(second) == [reason for _message, reason in reversed(tried)]
    assert [one["source"] for one in second["unsettled"]] == [str(number) for number in range(len(tried), 0, -1)]
    assert second["warnings"] == [f"{len(tried)} e-mails or files are not settled: see unsettled. {REMEDY}"]
    assert (why(second, "settled"), second["changed"], here.files()) == ([], False, [])
    assert "\u202e" not in json.dumps(first, ensure_ascii=False)
    assert [path.name for path in here.inbox.iterdir()] == [".settled"]
    assert not re.search("jane|mallory|worksheet|example", (here.inbox / ".settled").read_text(encoding="utf-8"), re.I)
    assert server.flags() == []


def test_each_attached_file_is_judged_by_itself(server, tmp_path):
    """A file that cannot be opened, or a large one, before the answers does not hide them. Only what may have answers leaves the e-mail unsettled."""
    here, jane = Consortium(tmp_path, server), CONTACTS["adams"]
    encrypted = bytearray(zipped(x__json=answers(remark="x")))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        encrypted[encrypted.index(mark) + (6 if mark.endswith(b"\x04") else 8)] |= 1
    slides = zipped(a__xml=b"<a/>", media__bin=os.urandom(6_000_000))
    harmless = [("photo.jpg", b"\xff\xd8" + os.urandom(8_000_000)), ("slides.pptx", slides)]
    hiding = [
        ("locked.zip", bytes(encrypted)),
        ("broken.zip", zipped(x__json=b"{}")[:-9]),
        *[("bomb.zip", zipped(**{"x__json": b"[" * 8_000_000}))] * 17,
    ]
    server.deliver(
        [
            mail(jane, *harmless, ("a.json", answers())),
            mail(jane, *hiding, ("a.json", answers(remark="1"))),
            mail(jane, ("all.zip", zipped(a__json=b"{", b__json=answers(remark="2")))),
            mail(jane, ("all.zip", zipped(b__pptx=slides, c__json=answers(remark="3")))),
        ]
    )
    done = here.fetch()
    assert here.files() == sorted([answers(), *(answers(remark=str(number)) for number in (1, 2, 3))])
    zipped_too, hidden = done["unsettled"]
    assert (zipped_too["why"], hidden["why"]) == ("damaged", "unusable")
    assert "x.json is damaged or encrypted, in a ZIP file; broken.zip is a damaged ZIP file;" in hidden["reason"]
    assert hidden["reason"].endswith("; and 14 more")
    again = here.fetch()
    assert (again["changed"], again["unsettled"]) == (False, done["unsettled"])


def test_one_person_answers_for_several_libraries_in_one_mail(tmp_path):
    """Each file is that of the library whose record it proves, whoever sent it, and whatever its name is."""
    here, source, jane, eve = Consortium(tmp_path), tmp_path / "source", "Jane@Example.org", "eve@example.org"
    for library, address in (("adams", "jane@example.org"), ("baker", "JANE@example.org")):
        here.variables[library]["library_contact"]["email"] = address
    # The deputy of one library is nobody at the other one.
    here.variables["adams"]["library_contact"]["deputy"] = {"name": "Eve", "email": "Eve@Example.org"}
    both = [("../../baker.json", answers(remark="1")), ("adams.worksheet\u202ejson.exe", answers("baker"))]
    forged = answers("baker", record=TOKEN["adams"], remark="2")
    mails = {
        "both": mail(jane, *both, *both),
        "one good": mail(jane, ("a.json", answers(remark="3")), ("b.json", forged), ("c.json", answers("nobody"))),
        "deputy": mail(eve, ("a.json", answers(remark="4")), ("b.json", answers("baker", remark="5"))),
    }
    source.mkdir()
    for name, content in mails.items():
        (source / f"{name}.eml").write_bytes(content)
    done = here.fetch(source=str(source))
    fetched = sorted((one["library"], Path(one["source"]).stem, one["sender"]) for one in done["fetched"])
    assert fetched == [
        ("adams", "both", jane.casefold()),
        ("adams", "deputy", eve),
        ("adams", "one good", jane.casefold()),
        ("baker", "both", jane.casefold()),
    ]
    assert here.files() == sorted([*(answers(remark=text) for text in "134"), answers("baker")])
    assert [(Path(one["source"]).stem, one["why"]) for one in done["unsettled"]] == [
        ("deputy", "unknown_sender"),
        ("one good", "other_record"),
    ]
    assert "is for baker, but not from one of its contacts" in done["unsettled"][0]["reason"]
    assert "c.json is for 'nobody'" in done["unsettled"][1]["reason"]


def part(kind: str, content: bytes) -> bytes:
    return b"--x\r\nContent-Type: %s\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n" % (
        kind.encode(),
        base64.encodebytes(content),
    )


def test_no_form_of_an_email_hides_its_answers(tmp_path):
    """An answer in another form than the usual ones is fetched, or its e-mail stays unsettled."""
    here, source, jane = Consortium(tmp_path), tmp_path / "source", CONTACTS["adams"]
    head = b"From: %s\r\n" % jane.encode() + MANY
    encrypted = b"-----BEGIN PGP MESSAGE-----\r\n"
    mails = {
        "program": mail(jane, ("a.json", answers(remark="1")), Auto_Submitted="auto-generated", Return_Path="<>"),
        "encoded": head + part("message/rfc822", mail(jane, ("a.json", answers(remark="2")))),
        "mac": mail(jane, ("a.zip", zipped(**{"a__json": answers(remark="3"), "__MACOSX/._a__json": b"\0\5\26\7"}))),
        "rar": mail(jane, ("a.zip", zipped(a__rar=b"Rar!"))),
        "text": head + part("text/plain", encrypted),
        "parts": (head + part("application/json", answers())).replace(b"boundary=x", b"boundary=y"),
    }
    source.mkdir()
    for name, content in mails.items():
        (source / f"{name}.eml").write_bytes(content)
    (source / "outlook.msg").write_bytes(b"\xd0\xcf\x11\xe0")
    done = here.fetch(source=str(source))
    assert here.files() == sorted(answers(remark=str(number)) for number in (1, 2, 3))
    assert [Path(one["source"]).stem for one in done["unsettled"]] == ["outlook", "parts", "rar", "text"]
    assert done["settled"] == []


def test_an_answer_that_came_while_the_record_had_a_conflict_is_fetched_later(server, tmp_path):
    here, path = Consortium(tmp_path, server), tmp_path / "record" / "adams.yml"
    path.write_text(f"<<<<<<< ours\n{record('adams')}", encoding="utf-8")
    server.deliver(
        [
            mail(CONTACTS["adams"], ("a.json", answers())),
            mail(CONTACTS["baker"], ("b.json", answers("baker"))),
            mail("new@adams.example", ("c.json", answers(remark="new"))),
        ]
    )
    done = here.fetch()
    assert (why(done), why(done, "settled"), here.files()) == (["no_record"], ["unknown_sender"], [answers("baker")])
    path.write_text(record("adams"), encoding="utf-8")
    here.variables["adams"]["fetch_answers_senders"] = ["new@adams.example"]
    done = here.fetch()
    assert (why(done), done["warnings"], len(done["fetched"])) == ([], [], 2)
    assert here.files() == sorted([answers(), answers("baker"), answers(remark="new")])


def test_a_person_settles_an_email_with_a_reason(server, tmp_path):
    here = Consortium(tmp_path, server)
    server.deliver([mail(CONTACTS["adams"], (f"{one}.zip", b"PK\x03\x04")) for one in "ab"])
    key = here.fetch()["unsettled"][0]["digest"]
    for wrong in ({key: " "}, {key: None}, {key[1:]: "reason"}, {key: "x" * 2001}):
        assert here.fetch(settled=wrong)["failure"]["fields"] == ["settled"]
    done = here.fetch(settled={key: "Nothing in it"})
    assert [(one["digest"], one["why"], one["reason"]) for one in done["settled"]] == [(key, "person", "Nothing in it")]
    assert "1 e-mail or file is not settled" in done["warnings"][0]
    again = here.fetch()
    assert (again["settled"], [one["source"] for one in again["unsettled"]]) == ([], ["1"])
    assert "Nothing" not in (here.inbox / ".settled").read_text(encoding="utf-8")


def test_a_mailbox_with_ten_thousand_messages(server, tmp_path):
    here = Consortium(tmp_path, server)
    server.deliver([mail(CONTACTS["adams"], ("a.json", answers()))])
    server.deliver(f"From: news@x.example\r\nSubject: News {one}\r\n\r\nText\r\n".encode() for one in range(10_000))
    done = here.fetch()
    assert (done["settled_count"], len(done["settled"]), done["left"]) == (10_000, 100, 0)
    assert [one["source"] for one in done["fetched"]] == ["1"]
    assert here.fetch()["settled_count"] == 0


def test_a_rejected_login_is_not_repeated_and_an_unknown_certificate_gets_none(server, tmp_path):
    here = Consortium(tmp_path, server)
    wrong = {"imap_password": f"{PASSWORD}-wrong"}
    first, second = here.fetch(**wrong), here.fetch(**wrong)
    assert "rejected the login of office" in first["msg"] and "login not sent" in second["msg"]
    assert first["failure"]["code"] == second["failure"]["code"] == "refused"
    assert "is not trusted" in here.fetch(ca_path=None)["msg"]
    assert "has no mailbox 'Answers'" in here.fetch(imap_mailbox="Answers")["msg"]
    assert here.fetch().get("msg") is None


def test_files_of_a_folder_are_taken_and_left_where_they_are(tmp_path):
    here, source = Consortium(tmp_path), tmp_path / "share"
    (source / "adams").mkdir(parents=True)
    # Windows' Notepad can save it so.
    saved = answers(remark="4").decode().encode("utf-16")
    for name, content in {
        "adams/worksheet.json": answers(),
        "all.zip": zipped(a__json=answers(), b__json=answers("baker")),
        "mail.eml": mail(CONTACTS["adams"], ("a.json", answers(remark="1"))),
        "forged.eml": mail("mallory@x.example", ("a.json", answers(remark="2"))),
        "saved.eml": mail(CONTACTS["adams"], ("a.json", saved)),
        "notes.txt": b"notes",
        ".hidden.json": answers(remark="3"),
    }.items():
        (source / name).write_bytes(content)
    (source / "link.json").symlink_to(here.record / "adams.yml")
    before = sorted(source.rglob("*"))
    done = here.fetch(source=str(source))
    assert here.files() == sorted([answers(), answers("baker"), answers(remark="1"), answers(remark="4")])
    assert (why(done), why(done, "settled")) == ([], ["unknown_sender", "no_answer"])
    again = here.fetch(source=str(source))
    assert (again["changed"], again["settled"], sorted(source.rglob("*"))) == (False, [], before)


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({}, "imap_host"),
        ({"source": "/", "imap_host": "x"}, "imap_host"),
        ({"source": "/nowhere"}, "source"),
        ({"imap_host": "x", "imap_username": "a\r\nb", "imap_password": PASSWORD}, "imap_username"),
        ({"imap_host": "x", "imap_username": "a", "imap_password": PASSWORD, "imap_port": 0}, "imap_username"),
        ({"imap_host": "x", "imap_username": "a", "imap_password": PASSWORD, "timeout": 0}, "timeout"),
    ],
)
def test_invalid_options_are_named(tmp_path, options, field):
    failure = Consortium(tmp_path).fetch(**options)["failure"]
    assert failure["code"] == "invalid" and field in failure.get("fields", [])


def test_a_line_that_a_killed_run_did_not_complete_settles_nothing(tmp_path):
    """Wherever it ends, its file is fetched again, and the next line is complete."""
    here, source = Consortium(tmp_path), tmp_path / "share"
    source.mkdir()
    (source / "a.json").write_bytes(answers())
    here.fetch(source=str(source))
    (line,) = (here.inbox / ".settled").read_text(encoding="utf-8").strip().splitlines()
    for end in range(len(line)):
        (here.inbox / ".settled").write_text(f"\n{line[:end]}", encoding="utf-8")
        assert here.fetch(source=str(source))["changed"], line[:end]
        assert not here.fetch(source=str(source))["changed"], line[:end]


def test_runs_at_the_same_time_keep_what_the_others_settled(tmp_path):
    one, other = (settled.Settled(tmp_path, False) for _run in range(2))
    one.add("1" * 32, "fetched")
    other.add("2" * 32, "no_answer")
    both = settled.Settled(tmp_path, False)
    assert [both.get(digit * 32) for digit in "12"] == ["fetched", "no_answer"]


def test_a_link_in_the_place_of_what_is_settled_is_not_followed(tmp_path):
    here, source, victim = Consortium(tmp_path), tmp_path / "share", tmp_path / "victim"
    for folder in (source, here.inbox):
        folder.mkdir()
    (source / "a.json").write_bytes(answers())
    victim.touch()
    (here.inbox / ".settled").symlink_to(victim)
    assert here.fetch(source=str(source))["failure"]["code"] == "file_error"
    assert victim.read_bytes() == b""


Script = Callable[[ssl.SSLSocket, bytes, str], None]


class ScriptedServer:
    """An IMAP server of which each reply is scripted. script: called with each command about messages, with its tag and text."""

    def __init__(self, folder: Path, script: Script):
        authority = trustme.CA()
        self.ca_path = str(folder / "ca.pem")
        authority.cert_pem.write_to_path(self.ca_path)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(ADDRESS).configure_cert(self._context)
        self._socket = socket.create_server((ADDRESS, 0))
        self._script = script
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                plain, _address = self._socket.accept()
                with suppress(OSError), self._context.wrap_socket(plain, server_side=True) as sock:
                    self._converse(sock)

    def _converse(self, sock: ssl.SSLSocket) -> None:
        sock.sendall(b"* OK ready\r\n")
        lines = sock.makefile("rb")
        for line in lines:
            tag, _blank, command = line.decode().strip().partition(" ")
            name = command.split(" ")[0]
            if name == "CAPABILITY":
                sock.sendall(b"* CAPABILITY IMAP4REV1 AUTH=PLAIN\r\n")
            elif name == "AUTHENTICATE":
                sock.sendall(b"+ \r\n")
                lines.readline()
            elif name == "EXAMINE":
                sock.sendall(b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n")
            else:
                self._script(sock, tag.encode(), command)
                continue
            sock.sendall(f"{tag} OK done\r\n".encode())


def listed(sock: ssl.SSLSocket, tag: bytes, command: str, sender: str = CONTACTS["adams"]) -> bool:
    """Reply to a search and for headings: three messages. Returns whether it was another command."""
    if "SEARCH" in command:
        sock.sendall(b"* SEARCH 1 2 3\r\n%s OK done\r\n" % tag)
    elif "HEADER.FIELDS" in command:
        text = f"From: {sender}\r\n\r\n".encode()
        for uid in re.findall(r"FETCH ([\d,]+)", command)[0].split(","):
            about = b"* %s FETCH (UID %s RFC822.SIZE 100 BODY[HEADER]<0> {%d}\r\n%s)\r\n"
            sock.sendall(about % (uid.encode(), uid.encode(), len(text), text))
        sock.sendall(tag + b" OK done\r\n")
    else:
        return True
    return False


def message(uid: int) -> bytes:
    return mail(CONTACTS["adams"], (f"{uid}.json", answers(remark=str(uid))))


def send_message(sock: ssl.SSLSocket, tag: bytes, command: str, upto: int | None = None) -> None:
    uid = int(re.findall(r"FETCH (\d+)", command)[0])
    content = message(uid)
    whole = b"* %d FETCH (UID %d BODY[]<0> {%d}\r\n%s)\r\n%s OK done\r\n" % (uid, uid, len(content), content, tag)
    sock.sendall(whole[:upto])


@pytest.fixture
def scripted(tmp_path) -> Iterator[Callable[[Script], Consortium]]:
    """A consortium with the mailbox of a scripted server."""
    servers = []

    def start(script: Script) -> Consortium:
        servers.append(ScriptedServer(tmp_path, script))
        return Consortium(tmp_path, ImapServer(servers[-1].port, tmp_path, servers[-1].ca_path, 0))

    yield start
    for one in servers:
        one.close()


def test_after_a_dropped_connection_the_next_run_continues(scripted):
    drops, downloaded = [True], []

    def script(sock: ssl.SSLSocket, tag: bytes, command: str) -> None:
        if listed(sock, tag, command):
            downloaded.append(command)
            second = "FETCH 2 " in command and drops
            send_message(sock, tag, command, 200 if second else None)
            if second:
                drops.clear()
                raise ConnectionError

    here = scripted(script)
    done = here.fetch()
    assert (done["failure"]["code"], done["left"], done["changed"]) == ("unreachable", 2, True)
    assert [one["source"] for one in done["fetched"]] == ["3"]
    assert here.files() == [answers(remark="3")]
    done = here.fetch()
    assert ([one["source"] for one in done["fetched"]], done["left"]) == (["2", "1"], 0)
    assert here.files() == [answers(remark=str(uid)) for uid in (1, 2, 3)]
    downloaded.clear()
    assert (here.fetch()["changed"], downloaded) == (False, [])


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (b"* 1 FETCH (UID 1 BODY[]<0> {99999999999}\r\n", "sends endless replies"),
        (b"* 1 FETCH (UID 1 BODY[]<0> {5000}\r\nshort", "did not complete the conversation within 2 s"),
        (b"* 1 FETCH " + b"x" * 5_000_000, "sends endless replies"),
        (b"HTTP/1.1 200 OK\r\n", "does not respond like a mail server"),
        (b"* BYE overloaded\r\n", "ended the connection"),
        (b"", "did not complete the conversation within 2 s"),
    ],
    ids=["too large", "too small", "endless line", "another protocol", "bye", "silent"],
)
def test_a_server_that_lies_ends_the_run_and_nothing_is_half_done(scripted, reply, text):
    def script(sock: ssl.SSLSocket, tag: bytes, command: str) -> None:
        if listed(sock, tag, command):
            sock.sendall(reply)

    here = scripted(script)
    done = here.fetch(timeout=2)
    assert text in done["msg"] and done["msg"].endswith("The next run looks at the rest.")
    assert (done["changed"], done["left"], here.files()) == (False, 3, [])


def test_a_message_that_is_larger_than_the_server_stated_is_not_opened(scripted):
    def script(sock: ssl.SSLSocket, tag: bytes, command: str) -> None:
        if listed(sock, tag, command):
            content = b"x" * 25_000_001
            about = b"* 1 FETCH (UID 1 BODY[]<0> {%d}\r\n%s)\r\n%s OK done\r\n"
            sock.sendall(about % (len(content), content, tag))

    here = scripted(script)
    done = here.fetch()
    assert (why(done), here.files()) == (["unusable"] * 3, [])


def test_the_window_of_60_days_begins_before_the_last_run_that_left_nothing(scripted, monkeypatch):
    """A pause of the runs, or an e-mail that nobody settles, loses nothing."""
    asked, open_mail = [], [False]

    def script(sock: ssl.SSLSocket, tag: bytes, command: str) -> None:
        asked.extend(re.findall("SINCE (.+)", command))
        sender = CONTACTS["adams"] if open_mail[0] else "news@x.example"
        if listed(sock, tag, command, sender):
            content = mail(sender, ("a.json", b"{"))
            about = b"* 1 FETCH (UID 1 BODY[]<0> {%d}\r\n%s)\r\n%s OK done\r\n"
            sock.sendall(about % (len(content), content, tag))

    here = scripted(script)
    for day, is_open in (("12-01", False), ("12-02", False), ("12-30", True), ("12-31", False), ("11-30", False)):
        open_mail[0] = is_open
        monkeypatch.setattr(fetching, "now", lambda day=day: f"2026-{day}T09:00:00Z")
        assert bool(here.fetch()["unsettled"]) == is_open
    # After the first run; a day later; again, because an e-mail was not settled; and by a clock that is slow.
    assert asked == ["02-Oct-2026", "02-Oct-2026", "03-Oct-2026", "03-Oct-2026", "01-Oct-2026"]


def test_headings_without_numbers_are_no_reply(scripted):
    def script(sock: ssl.SSLSocket, tag: bytes, command: str) -> None:
        if "SEARCH" in command:
            sock.sendall(b"* SEARCH 1 x\r\n%s OK done\r\n" % tag)

    assert "does not respond like a mail server" in scripted(script).fetch()["msg"]


def test_a_reply_is_fetched_imported_and_its_person_erased(library, controller, server, tmp_path):
    """All that a librarian does is to reply with the file."""
    one = Record(library, tmp_path / "record")
    one.declare(loan_policies=[{"name": "Weeks", "loan_period": "28 days"}])
    confirmed = one.confirmation(one.steps)
    received, archive = tmp_path / "received", tmp_path / "archive"
    archive.mkdir()
    server.deliver([mail("jane.doe@adams.example", (f"{library.name}.json", json.dumps(confirmed).encode()))])
    own = {"library_contact": {"name": "Jane Doe", "email": "jane.doe@adams.example"}}
    mailbox = {"folder": str(received), "imap_host": ADDRESS, "imap_port": server.port}
    mailbox |= {"imap_username": USERNAME, "imap_password": PASSWORD}
    fetching = {f"fetch_answers_{name}": value for name, value in mailbox.items()}
    receiving = {"receive_files": str(received), "receive_archive": str(archive)}
    variables = {library.name: {**one.variables, **own}}

    def play(playbook: str, **extra: Any) -> Any:
        done = controller.playbook(f"reshare.wms.{playbook}", library, "-e", json.dumps(extra), variables=variables)
        assert done.status == 0, done.output
        assert PASSWORD not in done.output
        return done

    assert (
        "1 fetched, 0 without answers, 0 not settled, 0 left"
        in play("fetch_answers", reshare_wms_ca_path=server.ca_path, **fetching).output
    )
    play("receive", **receiving)
    assert one.pending("loan_policies") == []
    assert [path.name for path in archive.iterdir()] == [f"{library.name}.worksheet-{digest(confirmed)}.json"]
    by = {event["by"] for event in one.content["history"]}
    assert by == {"Jane Doe"}
    folders = [str(one.directory), str(archive), str(received)]
    found = play("forget_person", forget_person_name="Jane Doe", forget_person_folders=folders).output
    assert all("erased" in event["by"] for event in one.content["history"])
    # The received file is listed, and not changed.
    (kept,) = archive.iterdir()
    assert kept.name in found
    assert one.declare(loan_policies=[{"name": "Weeks", "loan_period": "28 days"}])["changed"] is False


def digest(content: Any) -> str:
    return settled.digest(json.dumps(content).encode())
