# SPDX-License-Identifier: GPL-3.0-or-later

"""The nights of examples/consortium: what people send back by mail is fetched, imported and committed, and whatever fails is taken up by the next night."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
import yaml
from reshare_wms_sandbox import librarian
from reshare_wms_sandbox.testing import running

from support import imap_server, mail_server
from support.consortium_scripts import EXAMPLE, Scripts
from support.waiting import wait_until
from support.webhook import webhook

CONTACT = "jane.doe@adams.example"
#: What the last line of an account of a run without news says, and so does the page.
NOTHING = "Nothing was changed in WMS or ReShare."


@dataclass
class Nights:
    """A consortium of which one library takes part, with a mailbox for the answers and a server for the worksheets. variables: of the library."""

    scripts: Scripts
    mailbox: imap_server.ImapServer
    sent: mail_server.MailServer
    variables: dict[str, Any] = field(default_factory=dict)

    def play(self, status: int = 0, **changed: Any) -> str:
        """A night with other variables, in a clone of its own: a hosted runner keeps nothing but the accounts."""
        shutil.rmtree(self.folder / "received", ignore_errors=True)
        name = "inventory/host_vars/adams.yml"
        variables = (EXAMPLE / name).read_text(encoding="utf-8") + yaml.safe_dump({**self.variables, **changed})
        (self.path / name).write_text(variables, encoding="utf-8")
        ended, output = self.scripts.run("nightly", "-e", "@rehearsal.yml", "--limit", "adams", ADVANCE="true")
        assert ended == status, output
        assert imap_server.PASSWORD not in output and mail_server.PASSWORD not in output
        return output

    def reply(self, sender: str = CONTACT) -> None:
        """Make the steps of the worksheet on the screens, and send back the file that the page saves."""
        answers = self.folder / "answers"
        answers.mkdir()
        assert librarian.play(self.path / "record/worksheets", self.scripts.address, answers, "Jane Doe") == 0
        message = EmailMessage()
        message["From"], message["Subject"] = sender, "Re: Worksheet"
        message.set_content("Done.")
        (file,) = answers.iterdir()
        message.add_attachment(file.read_bytes(), maintype="application", subtype="json", filename=file.name)
        shutil.rmtree(answers)
        self.mailbox.deliver([message.as_bytes()])

    @property
    def path(self) -> Path:
        return self.scripts.repository.path

    @property
    def folder(self) -> Path:
        return self.path.parent

    @property
    def pushed(self) -> list[str]:
        """The first lines of the messages of the pushed commits, the newest first."""
        return self.scripts.repository.subjects

    @property
    def record(self) -> dict[str, Any]:
        """The record that was pushed."""
        repository = self.scripts.repository
        return dict(
            yaml.safe_load(repository.git("--git-dir", str(repository.remote), "show", "main:record/adams.yml"))
        )

    def page(self, name: str) -> str:
        return (self.path / f"public/{name}.html").read_text(encoding="utf-8")


@pytest.fixture
def nights(tmp_path: Path) -> Iterator[Nights]:
    authority = trustme.CA()
    with (
        running("--consortium") as address,
        webhook() as receiver,
        imap_server.imap_server() as mailbox,
        mail_server.mail_server(authority, tmp_path) as sent,
    ):
        authorities = tmp_path / "ca.pem"
        authorities.write_bytes(authority.cert_pem.bytes() + Path(mailbox.ca_path).read_bytes())
        own = {
            **{"fetch_answers_imap_host": imap_server.ADDRESS, "fetch_answers_imap_port": mailbox.port},
            **{
                "fetch_answers_imap_username": imap_server.USERNAME,
                "fetch_answers_imap_password": imap_server.PASSWORD,
            },
            **{"worksheet_smtp_host": mail_server.ADDRESS, "worksheet_smtp_port": sent.port},
            **{"worksheet_smtp_username": mail_server.USERNAME, "worksheet_smtp_password": mail_server.PASSWORD},
            **{"worksheet_sender": "office@example.org", "reshare_wms_ca_path": str(authorities)},
            "library_contact": {"name": "Jane Doe", "email": CONTACT},
            "preflight_waivers": {"patron_types": "a new library"},
        }
        yield Nights(Scripts.create(tmp_path, address, receiver), mailbox, sent, own)


@pytest.mark.long
def test_three_nights_of_a_library_that_answers_by_mail(nights: Nights):
    # The first night sends the worksheet.
    nights.play()
    assert [str(one["To"]) for one in nights.sent.accepted] == [f"Jane Doe <{CONTACT}>"]
    assert nights.pushed[:2] == ["Records (1): alert.json", "Records (1): adams"]
    asked = {*nights.record["pending"]}
    assert "loan_policies" in asked
    assert "its contact (sent " in nights.page("directors")

    # The second one fetches the answer, goes on from there, and commits. The person is in the record, and on no page.
    nights.reply()
    output = nights.play()
    assert "1 fetched, 0 without answers, 0 not settled" in output
    assert "Jane Doe" in {event["by"] for event in nights.record["history"]}
    assert nights.record["pending"] == {} and "Ready to go live: adams." in output
    page = nights.page("directors")
    assert [
        text
        for text in ("Adams College", "Rehearsal", "objects were changed", "0 of 1 library is live")
        if text not in page
    ] == []
    assert not any("Jane" in nights.page(name) or CONTACT in nights.page(name) for name in ("index", "directors"))
    before, mails, changes = nights.pushed, len(nights.sent.accepted), page.partition("Changes since")[2]
    assert "pending" in changes

    # In the third one, nothing is new. It fetches the answer again, since it has another clone.
    nights.play()
    assert NOTHING in nights.page("index")
    assert nights.page("directors").partition("Changes since")[2] == changes
    assert (nights.pushed, len(nights.sent.accepted)) == (before, mails)
    assert {path.name.split("-")[3] for path in (nights.path / "runs").glob("*Z-*.json")} == {
        "advance",
        "fetch_answers",
        "night.json",
    }


@pytest.mark.long
def test_a_night_that_fails_loses_nothing_and_the_next_one_takes_it_up(nights: Nights):
    # Neither mail server works. The rest is done: the record with its steps is committed, and the page shows them.
    nights.sent.answers["DATA"] = "451 Try again later"
    output = nights.play(2, fetch_answers_imap_port=9)
    assert "127.0.0.1:9" in output and "451" in output
    assert (nights.sent.accepted, nights.pushed[:2]) == ([], ["Records (1): alert.json", "Records (1): adams"])
    asked = {*nights.record["pending"]}
    assert len(asked) > 5 and "pending" in nights.page("index")

    # An answer from an address that is not a contact's does not count: only what OCLC returns is settled. The page is sent now.
    nights.sent.answers.clear()
    nights.reply("home@adams.example")
    output = nights.play()
    assert "0 fetched, 1 without answers" in output and "unknown_sender" in output
    assert (len(nights.sent.accepted), asked - {*nights.record["pending"]}) == (1, {"shelving_locations"})

    # It counts as soon as somebody has added the address.
    assert "1 fetched" in nights.play(fetch_answers_senders=["home@adams.example"])
    assert (len(nights.sent.accepted), nights.record["pending"]) == (1, {})


# With a stub of ansible-playbook


@pytest.fixture
def copy(tmp_path: Path) -> Stub:
    return Stub(tmp_path)


class Stub:
    """A copy of the example whose scripts call a program that notes its first argument, and does what a file of that name contains."""

    def __init__(self, folder: Path):
        self.path, self.folder, self.calls = folder / "consortium", folder / "bin", folder / "calls"
        shutil.copytree(EXAMPLE, self.path)
        self.folder.mkdir()
        self.program(
            "ansible-playbook", f'echo "${{1#reshare.wms.}}" >> {self.calls}; [ ! -e "{folder}/$1" ] || . "{folder}/$1"'
        )
        (self.path / "ci/commit").write_text(f"#!/bin/sh\necho commit >> {self.calls}\n", encoding="utf-8")

    def program(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/bash\n{text}\n", encoding="utf-8")
        path.chmod(stat.S_IRWXU)

    def start(self, script: str) -> subprocess.Popen[str]:
        environment = {
            **os.environ,
            "PATH": f"{self.folder}:{os.environ['PATH']}",
            "ADVANCE": "true",
            "OCLC_REPORTS": "reports",
        }
        return subprocess.Popen(
            [f"ci/{script}"], cwd=self.path, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
        )

    @property
    def called(self) -> list[str]:
        return self.calls.read_text(encoding="utf-8").split()


NIGHT = ["fetch_answers", "advance", "commit", "drift", "alert", "status", "commit"]


def test_every_part_of_a_night_is_done_whatever_failed_before(copy: Stub):
    for name in ("fetch_answers", "drift"):
        (copy.folder.parent / f"reshare.wms.{name}").write_text("exit 2", encoding="utf-8")
    (copy.path / "reports").mkdir()
    (copy.path / "reports/superseded").touch()
    assert copy.start("nightly").wait() == 2
    assert copy.called == NIGHT
    assert (copy.path.parent / "received/archive").is_dir()


@pytest.mark.parametrize("second", ["nightly", "rollout", "weekly"])
def test_a_run_that_starts_during_a_night_does_nothing(copy: Stub, second: str):
    (copy.path / "reports").mkdir()
    (copy.path / "reports/superseded").touch()
    go, there = copy.path.parent / "go", copy.path.parent / "reshare.wms.advance"
    os.mkfifo(go)
    there.write_text(f"cat {go}", encoding="utf-8")
    first = copy.start("nightly")
    while not (copy.calls.exists() and "advance" in copy.called):
        assert first.poll() is None
    other = copy.start(second)
    assert (other.wait(), other.communicate()[1].count("another run in this clone has not ended")) == (75, 1)
    go.write_text("", encoding="utf-8")
    assert first.wait() == 0
    assert copy.called == NIGHT
    # A night that was killed leaves nothing that stops the next one.
    first = copy.start("nightly")
    while copy.called.count("advance") < 2:
        assert first.poll() is None
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    there.unlink()
    # Its processes can end a moment after the one that started them.
    wait_until(lambda: copy.start("nightly").wait() == 0)
