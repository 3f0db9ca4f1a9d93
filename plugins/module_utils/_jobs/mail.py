# SPDX-License-Identifier: GPL-3.0-or-later

"""Sends the worksheets and questionnaires of a library to its contact by e-mail: each once, and again if there is a reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from .._answers.worksheet import first_asked
from .._core import contacts
from .._core.errors import TaskError, ValidationError
from .._http.deadline import valid_timeout
from .._http.state_dir import StateDirectory
from .._mail.message import Sender, message
from .._mail.smtp import PORTS, MailServer, UnknownDelivery, send
from .._pages.letter import Letter
from .._record.content import PAGES, SENT, Event, RecordData, Sent
from .._record.file import RecordFile
from .._record.sources import Attribution, now, parsed
from .._task.task import Call, Result, task
from .record_options import ForPeople, for_people, record_file
from .record_pages import NEW, SENT_BACK, Page, pages

#: The other reasons for an e-mail: nothing was answered for reminder_days, or the option again.
REMINDER, AGAIN = "reminder", "again"


@task(
    {
        "smtp_host": {"type": "str", "required": True},
        "smtp_port": {"type": "int"},
        "smtp_security": {"type": "str", "choices": list(PORTS), "default": "starttls"},
        "smtp_username": {"type": "str"},
        "smtp_password": {"type": "str", "no_log": True},
        "sender": {"type": "str", "required": True},
        "sender_name": {"type": "str"},
        "reply_to": {"type": "str"},
        "reminder_days": {"type": "int", "default": 0},
        "again": {"type": "bool", "default": False},
    }
)
def mail_task(call: Call) -> Result:
    """The work of worksheet_mail."""
    server, sender, people = _server(call), _sender(call), for_people(call)
    file = record_file(call)
    return _Mailing(call, server, sender, people, file, file.load()).run()


def _server(call: Call) -> MailServer:
    params = call.params
    username, password = params["smtp_username"] or None, params["smtp_password"] or ""
    problems = (
        [] if params["smtp_host"].strip() else ["worksheet_smtp_host is empty; set it to the name of the mail server"]
    )
    if (username is None) != (not password):
        problems.append(
            "set worksheet_smtp_username and worksheet_smtp_password both, or neither for a server without a login"
        )
    if username is not None and params["smtp_security"] == "none":
        problems.append(
            "worksheet_smtp_security is none, but a login needs an encrypted connection; use starttls or tls"
        )
    if not f"{username}{password}".isascii():
        problems.append("worksheet_smtp_username and worksheet_smtp_password must have ASCII characters only")
    port = params["smtp_port"] or PORTS[params["smtp_security"]]
    if not 1 <= port <= 65535:
        problems.append(f"worksheet_smtp_port is {port}; use a number from 1 to 65535")
    if problems:
        raise ValidationError(
            *problems, fields=["smtp_host", "smtp_username", "smtp_password", "smtp_security", "smtp_port"]
        )
    return MailServer(
        host=params["smtp_host"],
        port=port,
        security=params["smtp_security"],
        timeout=valid_timeout(params["timeout"]),
        username=username,
        password=password,
        **{name: params[name] for name in ("validate_certs", "ca_path")},
    )


def _sender(call: Call) -> Sender:
    params = call.params
    problems = [
        f"{name} {problem}"
        for name in ("sender", "reply_to")
        if params[name] and (problem := contacts.address_problem(params[name]))
    ]
    if params["sender_name"] and (problem := contacts.name_problem(params["sender_name"])):
        problems.append(f"sender_name {problem}")
    if not 0 <= params["reminder_days"] <= 365:
        problems.append("reminder_days must be a number from 0 (no reminders) to 365")
    if problems:
        raise ValidationError(*problems, fields=["sender", "sender_name", "reply_to", "reminder_days"])
    return Sender(params["sender"], params["sender_name"], params["reply_to"])


@dataclass(frozen=True)
class _Note:
    """An e-mail that is in the record before it is handed over, so that it is not sent a second time after an interrupted run.

    sent: the e-mail as accepted. token: of the record. made: the e-mail.
    """

    page: Page
    reason: str
    sent: Sent
    token: str
    made: bytes

    @property
    def unknown(self) -> Sent:
        """The e-mail in the record while its outcome is unknown."""
        return replace(self.sent, accepted=False)

    @property
    def data(self) -> Result:
        """The e-mail in the result."""
        sent = self.sent
        latest = {"to": sent.to, "at": sent.at, "due": sent.due, "steps": len(sent.steps)}
        return {"page": self.page.name, "why": self.reason, **latest}


@dataclass
class _Mailing:
    """The e-mails of one run to one library.

    The record is locked, and read again, whenever it is changed, but not while an e-mail is sent: its note keeps other runs from sending
    it. In check mode, the record is changed in memory only.
    """

    call: Call
    server: MailServer
    sender: Sender
    people: ForPeople
    file: RecordFile
    content: RecordData

    def run(self) -> Result:
        """Send the pages that have to be sent."""
        notes = []
        with self._locked():
            before = _summary(self.content)
            forgot = self._forget()
        for name in PAGES:
            with self._locked():
                note = self._note(name)
            if note is not None:
                notes.append(note)
                self._deliver(note)
        with self._locked():
            return {
                "changed": forgot or bool(notes),
                "sent": [note.data for note in notes],
                "sandbox": bool(self.content.rehearsal),
                "diff": {"before": before, "after": _summary(self.content)},
            }

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """The current content of the record; in check mode, that of the run."""
        if self.call.check_mode:
            yield
            return
        with self.file.locked():
            self.content = self.file.load()
            yield

    def _save(self) -> None:
        if not self.call.check_mode:
            self.file.save(self.content, {})

    def _forget(self) -> bool:
        """Forget the e-mails with pages that are complete, so that the same steps are sent if they are requested again later."""
        done = self.content.sent.keys() - {page.name for page in pages(self.file, self.content)}
        for name in done:
            del self.content.sent[name]
        if done:
            self._save()
        return bool(done)

    def _note(self, name: str) -> _Note | None:
        """The e-mail with a page, noted in the record; None if it has not to be sent."""
        page = next((page for page in pages(self.file, self.content) if page.name == name), None)
        if page is None:
            return None
        page.warn_of_unknown_outcome(self.call)
        reason = self._reason(page)
        if reason is None:
            return None
        contact = self.people.contact
        if contact is None or contact.email is None:
            raise ValidationError(
                f"the {name} cannot be sent: set library_contact with name and email", fields=["library_contact"]
            )
        sent, token = self._sent(page, reason, contact.email), self.content.token
        made = message(
            self.sender, contact, self._letter(page, sent, reason), page.content, f"{token}.{name}.{sent.at}"
        )
        note = _Note(page, reason, sent, token, made)
        self.content.sent[name] = sent if self.call.check_mode else note.unknown
        self._save()
        return note

    def _reason(self, page: Page) -> str | None:
        """Why the page has to be sent now; None if it has not."""
        sent, why = page.sent, page.why(self.people)
        if sent is None or not page.steps or why in (NEW, SENT_BACK):
            return why
        if self.call.params["again"]:
            return AGAIN
        return why or (REMINDER if self._has_to_be_reminded(page, sent) else None)

    def _has_to_be_reminded(self, page: Page, sent: Sent) -> bool:
        days, answered = self.call.params["reminder_days"], self.content.last_answer
        since, present = parsed(max(sent.at, answered.at) if answered else sent.at), parsed(now())
        overdue = since is not None and present is not None and present - since >= timedelta(days=days)
        return bool(days and page.open and overdue)

    def _sent(self, page: Page, reason: str, to: str) -> Sent:
        before, at = page.sent if reason not in (NEW, SENT_BACK) else None, now()
        first = at if before is None else before.first
        return Sent(
            to=to,
            first=first,
            at=at,
            due=self.people.due(first_asked(page.sheet) or first),
            reminders=(before.reminders if before else 0) + (reason == REMINDER),
            accepted=True,
            steps=page.steps,
        )

    def _letter(self, page: Page, sent: Sent, reason: str) -> Letter:
        return Letter(
            page=page.name,
            sent_back=len(page.sent_back),
            library=self.people.name,
            count=len(page.steps),
            due=sent.due,
            reminder=reason == REMINDER,
            rehearsal=bool(self.content.rehearsal),
            attachment=page.path.name,
            signature=self.sender.shown,
        )

    def _deliver(self, note: _Note) -> None:
        """Hand the e-mail over, and record the outcome."""
        if self.call.check_mode:
            return
        to = note.sent.to
        try:
            send(self.server, StateDirectory(self.call.params["state_dir"]), note.made, self.sender.email, to)
        except UnknownDelivery as fault:
            raise UnknownDelivery(
                f"{fault}. It is not sent again automatically: ask the person at {to} whether it arrived, or send it again with option again"
            ) from None
        except TaskError:
            with self._locked():
                self._withdraw(note)
            raise
        with self._locked():
            self._accept(note)

    def _accept(self, note: _Note) -> None:
        """Record that the mail server accepted the e-mail, unless the record has since been replaced, or there is a later e-mail."""
        if self.content.token != note.token:
            return
        current = self.content.sent.get(note.page.name)
        if current is None or current.at <= note.sent.at:
            self.content.sent[note.page.name] = note.sent
        what = f"{note.page.name.capitalize()} sent to {note.sent.to}"
        what += " as a reminder" if note.reason == REMINDER else ""
        self.content.history.append(Event(Attribution(self.sender.shown, note.sent.at), SENT, what))
        self._save()

    def _withdraw(self, note: _Note) -> None:
        """Restore what the record had before the note, unless another run has changed it since."""
        if self.content.token != note.token or self.content.sent.get(note.page.name) != note.unknown:
            return
        del self.content.sent[note.page.name]
        self.content.sent |= {} if note.page.sent is None else {note.page.name: note.page.sent}
        self._save()


def _summary(content: RecordData) -> dict[str, Any]:
    """What was sent, for a diff."""
    return {
        name: {"to": sent.to, "steps": len(sent.steps), "due": sent.due, "reminders": sent.reminders}
        for name, sent in sorted(content.sent.items())
    }
