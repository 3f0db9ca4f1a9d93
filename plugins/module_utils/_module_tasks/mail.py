# SPDX-License-Identifier: GPL-3.0-or-later

"""Sends the worksheets and questionnaires of libraries to their contacts by e-mail: each once, and again if there is a reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from .._answers.worksheet import first_asked
from .._core import contacts
from .._core.contacts import Contact
from .._core.errors import TaskError, ValidationError
from .._http.deadline import valid_timeout
from .._http.state_dir import StateDirectory
from .._mail.message import Sender, message
from .._mail.smtp import PORTS, MailServer, UnknownDelivery, send
from .._pages.letter import Enclosed, Letter
from .._record.content import PAGES, SENT, Event, RecordData, Sent
from .._record.sources import Attribution, now, parsed
from .._task.arguments import CONNECTION, unmarked
from .._task.task import Call, Result, task
from .record_options import for_people, record_file
from .record_pages import NEW, SENT_BACK, Page, pages

#: The other reasons for an e-mail: nothing was answered for reminder_days, or the option ``again`` is set.
REMINDER, AGAIN = "reminder", "again"
#: If the pages of an e-mail have this size, in characters, no further page is added.
_LARGEST = 5_000_000


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
        "together": {"type": "list", "elements": "dict", "default": []},
        "joined": {"type": "dict", "default": {}},
    }
)
def mail_task(call: Call) -> Result:
    """The work of worksheet_mail."""
    server, sender = _server(call), _sender(call)
    own, joined = _Mailing(call, sender), call.params["joined"]
    others = [*_others(call, sender)]
    sent = [*joined.get("sent", ())]
    for name in PAGES:
        if name not in [mail["page"] for mail in sent]:
            _send_page(server, name, own, others)
    sent += [note.data for note in own.notes]
    together = (own, *others) if call.params["together"] else ()
    return {
        "changed": own.changed or bool(joined),
        "sent": sent,
        "together": {mailing.call.library: mailing.data for mailing in together if mailing.changed},
        "sandbox": bool(own.content.rehearsal),
        "diff": {"before": joined.get("before", own.before), "after": _summary(own.content)},
    }


def _others(call: Call, sender: Sender) -> Iterator[_Mailing]:
    """The other libraries with the same contact. Libraries with errors are skipped: their own tasks report them."""
    for given in call.params["together"]:
        validated = ArgumentSpecValidator(unmarked(CONNECTION)).validate(given)
        params = {**call.params, **{name: validated.validated_parameters.get(name) for name in given}}
        if validated.error_messages:
            continue
        with suppress(TaskError):
            yield _Mailing(replace(call, params=params, warnings=[]), sender)


def _send_page(server: MailServer, name: str, own: _Mailing, others: Sequence[_Mailing]) -> None:
    """Send a page of all libraries in one e-mail. A page beyond the maximum size is left to the task of its library; so are the pages of a rehearsal
    if the first library is not in one, and the reverse."""
    notes = [note] if (note := own.note(name)) else []
    for other in others:
        is_alike = not notes or bool(other.content.rehearsal) == bool(notes[0].of.content.rehearsal)
        if is_alike and sum(len(each.enclosed.content) for each in notes) < _LARGEST:
            with suppress(TaskError):
                notes += [note] if (note := other.note(name)) else []
    if notes and not own.call.check_mode:
        _deliver(server, notes)


def _deliver(server: MailServer, notes: Sequence[_Note]) -> None:
    """Hand an e-mail over, and record the outcome in the record of each library."""
    page, own = notes[0].page.name, notes[0].of
    contact, sender = own.contact(page), own.sender
    names = dict.fromkeys(note.of.contact(page).name for note in notes)
    number = " ".join(f"{note.token}.{page}.{note.sent.at}" for note in notes)
    letter = Letter(page, [note.enclosed for note in notes], bool(own.content.rehearsal), sender.shown)
    made = message(sender, replace(contact, name=" and ".join(names)), letter, number)
    try:
        send(server, StateDirectory(own.call.params["state_dir"]), made, sender.email, contact.addresses)
    except UnknownDelivery as fault:
        raise UnknownDelivery(
            f"{fault}. It is not sent again automatically: ask the person at {contact.email} whether it arrived, or set option again to send it again"
        ) from None
    except TaskError:
        for note in notes:
            note.of.withdraw(note)
        raise
    for note in notes:
        note.of.accept(note)


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

    of: the mailing of its library. sent: the e-mail as accepted. token: of the record. enclosed: the page in the e-mail.
    """

    of: _Mailing
    page: Page
    reason: str
    sent: Sent
    token: str
    enclosed: Enclosed

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


class _Mailing:
    """The e-mails of one run to one library.

    The record is locked, and read again, whenever it is changed, but not while an e-mail is sent: its note keeps other runs from sending
    it. In check mode, the record is changed in memory only.
    """

    def __init__(self, call: Call, sender: Sender):
        self.call, self.sender = call, sender
        self._people, self._file = for_people(call), record_file(call)
        self.content = self._file.load()
        self.notes: list[_Note] = []
        with self._locked():
            self.before = _summary(self.content)
            self._forgot = self._forget()

    @property
    def changed(self) -> bool:
        """Whether the record was changed."""
        return self._forgot or bool(self.notes)

    @property
    def data(self) -> Result:
        """What the library's own task adds to its result."""
        return {"sent": [note.data for note in self.notes], "before": self.before}

    def contact(self, page: str) -> Contact:
        """The contact. Raises ValidationError if there is none with an address."""
        contact = self._people.contact
        if contact is None or contact.email is None:
            raise ValidationError(
                f"the {page} cannot be sent: set library_contact with name and email", fields=["library_contact"]
            )
        return contact

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Lock the record and load its current content; in check mode, keep the content in memory."""
        if self.call.check_mode:
            yield
            return
        with self._file.locked():
            self.content = self._file.load()
            yield

    def _save(self) -> None:
        if not self.call.check_mode:
            self._file.save(self.content, {})

    def _forget(self) -> bool:
        """Forget the e-mails with pages that are complete, so that the same steps are sent if they are requested again later."""
        done = self.content.sent.keys() - {page.name for page in pages(self._file, self.content)}
        for name in done:
            del self.content.sent[name]
        if done:
            self._save()
        return bool(done)

    def note(self, name: str) -> _Note | None:
        """The e-mail with a page, noted in the record; None if it need not be sent."""
        with self._locked():
            page = next((page for page in pages(self._file, self.content) if page.name == name), None)
            if page is None:
                return None
            page.warn_of_unknown_outcome(self.call)
            reason = self._reason(page)
            if reason is None:
                return None
            sent = self._sent(page, reason, str(self.contact(name).email))
            note = _Note(self, page, reason, sent, self.content.token, self._enclosed(page, sent, reason))
            self.content.sent[name] = sent if self.call.check_mode else note.unknown
            self._save()
            self.notes.append(note)
            return note

    def _reason(self, page: Page) -> str | None:
        """Why the page has to be sent now; None if it need not be."""
        sent, why = page.sent, page.why(self._people)
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
            due=self._people.due(first_asked(page.sheet) or first),
            reminders=(before.reminders if before else 0) + (reason == REMINDER),
            accepted=True,
            steps=page.steps,
        )

    def _enclosed(self, page: Page, sent: Sent, reason: str) -> Enclosed:
        return Enclosed(
            library=self._people.name,
            count=len(page.steps),
            due=sent.due,
            sent_back=len(page.sent_back),
            reminder=reason == REMINDER,
            file=page.path.name,
            content=page.content,
        )

    def accept(self, note: _Note) -> None:
        """Record that the mail server accepted the e-mail, unless the record has since been replaced, or there is a later e-mail."""
        with self._locked():
            if self.content.token != note.token:
                return
            current = self.content.sent.get(note.page.name)
            if current is None or current.at <= note.sent.at:
                self.content.sent[note.page.name] = note.sent
            what = f"{note.page.name.capitalize()} sent to {note.sent.to}"
            what += " as a reminder" if note.reason == REMINDER else ""
            self.content.history.append(Event(Attribution(self.sender.shown, note.sent.at), SENT, what))
            self._save()

    def withdraw(self, note: _Note) -> None:
        """Restore what the record had before the note, unless another run has changed it since."""
        with self._locked():
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
