# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Sends the worksheets and questionnaires of a library to its contact by e-mail: each once, and again if there is a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from .._core import contacts
from .._core.contacts import Contact
from .._core.errors import TaskError, ValidationError
from .._core.files import read_regular
from .._http.state_dir import StateDirectory
from .._mail.message import Sender, message
from .._mail.smtp import PORTS, MailServer, UnknownOutcome, send
from .._pages.letter import Letter
from .._pages.page import embedded
from .._record.content import PAGES, SENT, Event, RecordData, Sent
from .._record.file import RecordFile
from .._record.received import parsed
from .._record.sources import Attribution
from .._record.worksheet import Sheet, first_asked, items
from .._task.arguments import Arguments
from .._task.task import Call, Result, Task
from . import record
from .record import ForPeople

#: The reasons for an e-mail: the page has steps that were not sent yet, or were sent back since, the library has another contact, nothing
#: was answered for reminder_days, or the option again.
NEW, SENT_BACK, CONTACT, REMINDER, AGAIN = "new", "sent_back", "contact", "reminder", "again"

#: The maximum size of a page, in bytes.
_LARGEST = 10_000_000


@dataclass(frozen=True)
class Page:
    """A page that waits for the contact. name: one of PAGES. content: the HTML text. sheet: of which it was made. sent: the latest e-mail
    with it."""

    name: str
    path: Path
    content: str
    sheet: Sheet
    sent: Sent | None

    @property
    def todo(self) -> list[dict[str, Any]]:
        """Its steps or questions, without the steps that wait for approval."""
        return [one for one in items(self.sheet) if not one.get("confirmed")]

    @property
    def steps(self) -> tuple[str, ...]:
        """The digests of its steps; the names of its questions, which have none."""
        return tuple(map(_number, self.todo))

    @property
    def open(self) -> int:
        """The number of its steps or questions that nobody has answered. A step that was impossible waits for the consortium."""
        return sum(not one.get("impossible") for one in self.todo)

    @property
    def sent_back(self) -> list[dict[str, Any]]:
        """Its steps that were sent back and not confirmed again."""
        return [one for one in self.todo if one.get("sent_back")]


def mail_task() -> Task:
    """The work of worksheet_mail."""
    arguments: Arguments = {
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

    def perform(call: Call) -> Result:
        server, sender, people = _server(call), _sender(call), record.for_people(call)
        file = record.record_file(call)
        with nullcontext() if call.check_mode else file.locked():
            content = file.load()
            before = _summary(content)
            mailing = Mailing(call, server, sender, people, file, content)
            sent, changed = mailing.run()
        return {
            "changed": changed,
            "sent": sent,
            "overview": {
                "display_name": people.name,
                "contact": None if people.contact is None else asdict(people.contact),
                "last_answer": None if content.last_answer is None else asdict(content.last_answer),
                "pages": [_overview(people, page) for page in mailing.pages()],
            },
            "sandbox": bool(content.rehearsal),
            "diff": {"before": before, "after": _summary(content)},
        }

    return Task(arguments, perform)


@dataclass
class Mailing:
    """The e-mails of one run to one library. In check mode, the record is changed in memory only."""

    call: Call
    server: MailServer
    sender: Sender
    people: ForPeople
    file: RecordFile
    content: RecordData

    def run(self) -> tuple[list[Result], bool]:
        """Send the pages that have to be sent. Returns the e-mails, and whether the record was changed."""
        told, pages = [], list(self.pages())
        closed = self._forget(pages)
        for page in pages:
            self._warn_of_unknown_outcome(page)
            reason = self._reason(page)
            if reason is not None:
                told.append({"page": page.name, "why": reason, **self._send(page, reason)})
        if closed:
            self._save()
        return told, bool(told) or closed

    def pages(self) -> Iterator[Page]:
        """The pages of the library, as the last run wrote them."""
        for name, purpose in PAGES.items():
            path = self.file.worksheet("html", purpose)
            try:
                text = read_regular(path, _LARGEST).decode("utf-8")
                sheet = embedded(text)
            except FileNotFoundError:
                continue
            except (OSError, ValueError) as fault:
                raise TaskError(f"{path} cannot be read ({fault}); run the playbook again that writes it") from None
            if sheet["record"] != self.content.token:
                raise TaskError(
                    f"{path} was written for another record; run the playbook again that writes it, or remove the file"
                )
            yield Page(name, path, text, sheet, self.content.sent.get(name))

    def _forget(self, waiting: list[Page]) -> bool:
        """Forget the e-mails with pages that are complete, so that the same steps are sent if they are requested again later."""
        done = self.content.sent.keys() - {page.name for page in waiting}
        for name in done:
            del self.content.sent[name]
        return bool(done)

    def _warn_of_unknown_outcome(self, page: Page) -> None:
        if page.sent is not None and not page.sent.accepted:
            self.call.warn(
                f"it is unknown whether the e-mail with the {page.name} of {page.sent.at} reached {page.sent.to}, because the run or "
                "the connection was interrupted. Ask the contact, or send it again with again (playbook: worksheet_again)"
            )

    def _reason(self, page: Page) -> str | None:
        """Why the page has to be sent now; None if it has not."""
        sent, contact = page.sent, self.people.contact
        if not page.steps:
            return None
        unsent = set(page.steps) - set(sent.steps if sent is not None else ())
        if sent is None or unsent:
            return SENT_BACK if unsent & set(map(_number, page.sent_back)) else NEW
        if self.call.params["again"]:
            return AGAIN
        if contact is not None and contact.email not in (None, sent.to):
            return CONTACT
        days, answered = self.call.params["reminder_days"], self.content.last_answer
        quiet = max([sent.at, *([answered.at] if answered else [])])
        since, now = parsed(quiet), parsed(record.now())
        overdue = since is not None and now is not None and now - since >= timedelta(days=days)
        return REMINDER if days and page.open and overdue else None

    def _send(self, page: Page, reason: str) -> Result:
        contact = self.people.contact
        if contact is None or contact.email is None:
            raise ValidationError(
                [f"the {page.name} cannot be sent: set library_contact with name and email"], fields=["library_contact"]
            )
        before, now = page.sent if reason not in (NEW, SENT_BACK) else None, record.now()
        first = now if before is None else before.first
        sent = Sent(
            to=contact.email,
            first=first,
            at=now,
            due=self.people.due(first_asked(page.sheet) or first),
            reminders=(before.reminders if before else 0) + (reason == REMINDER),
            accepted=True,
            steps=page.steps,
        )
        if not self.call.check_mode:
            self._deliver(page, contact, sent, reason == REMINDER)
            what = f"{page.name.capitalize()} sent to {sent.to}" + (" as a reminder" if reason == REMINDER else "")
            self.content.history.append(Event(Attribution(self.sender.shown, now), SENT, what))
        self.content.sent[page.name] = sent
        self._save()
        return {"to": sent.to, "at": now, "due": sent.due, "steps": len(page.steps)}

    def _deliver(self, page: Page, contact: Contact, sent: Sent, reminder: bool) -> None:
        """Hand the e-mail over. It is in the record before, so that it is not sent a second time after an interrupted run."""
        letter = Letter(
            page=page.name,
            sent_back=len(page.sent_back),
            library=self.people.name,
            count=len(page.steps),
            due=sent.due,
            reminder=reminder,
            rehearsal=bool(self.content.rehearsal),
            attachment=page.path.name,
            signature=self.sender.shown,
        )
        number = f"{self.content.token}.{page.name}.{sent.at}"
        made = message(self.sender, contact, letter, page.content, number)
        self.content.sent[page.name] = replace(sent, accepted=False)
        self._save()
        try:
            send(self.server, StateDirectory(self.call.params["state_dir"]), made, self.sender.email, sent.to)
        except UnknownOutcome as fault:
            raise UnknownOutcome(
                f"{fault}. It is not sent again automatically: ask {contact.name} whether it arrived, or send it again with option again"
            ) from None
        except TaskError:
            del self.content.sent[page.name]
            self.content.sent |= {} if page.sent is None else {page.name: page.sent}
            self._save()
            raise

    def _save(self) -> None:
        if self.call.check_mode:
            return
        self.file.save(self.content, {})
        # The next save of this task must not replace the backup of the older schema.
        self.content.upgraded = False


def _number(item: Mapping[str, Any]) -> str:
    """The digest of a step, or the name of a question."""
    return str(item.get("digest", item["name"]))


def _summary(content: RecordData) -> dict[str, Any]:
    """What was sent, for a diff."""
    return {
        name: {"to": sent.to, "steps": len(sent.steps), "due": sent.due, "reminders": sent.reminders}
        for name, sent in sorted(content.sent.items())
    }


def _server(call: Call) -> MailServer:
    params = call.params
    username, password = params["smtp_username"] or None, params["smtp_password"] or ""
    problems = []
    if (username is None) != (not password):
        problems.append("set smtp_username and smtp_password both, or neither for a server without a login")
    if username is not None and params["smtp_security"] == "none":
        problems.append("smtp_security is none, but a login needs an encrypted connection; use starttls or tls")
    if not f"{username}{password}".isascii():
        problems.append("smtp_username and smtp_password must have ASCII characters only")
    port = params["smtp_port"] or PORTS[params["smtp_security"]]
    if not 1 <= port <= 65535:
        problems.append(f"smtp_port is {port}; use a number from 1 to 65535")
    if problems:
        raise ValidationError(problems, fields=["smtp_username", "smtp_password", "smtp_security", "smtp_port"])
    timeout, ca_path = params["timeout"], params["ca_path"]
    return MailServer(
        params["smtp_host"],
        port,
        params["smtp_security"],
        timeout,
        params["validate_certs"],
        ca_path,
        username,
        password,
    )


def _sender(call: Call) -> Sender:
    params = call.params
    problems = [
        f"{name} {told}"
        for name in ("sender", "reply_to")
        if params[name] and (told := contacts.address_problem(params[name]))
    ]
    if params["sender_name"] and (told := contacts.name_problem(params["sender_name"])):
        problems.append(f"sender_name {told}")
    if not 0 <= params["reminder_days"] <= 365:
        problems.append("reminder_days must be a number from 0 (no reminders) to 365")
    if problems:
        raise ValidationError(problems, fields=["sender", "sender_name", "reply_to", "reminder_days"])
    return Sender(params["sender"], params["sender_name"], params["reply_to"])


def _overview(people: ForPeople, page: Page) -> Result:
    """Who has the page, since when."""
    sent, asked = page.sent, first_asked(page.sheet)
    due = sent.due if sent is not None else people.due(asked)
    return {
        "page": page.name,
        "path": str(page.path),
        "steps": len(page.steps),
        "open": page.open,
        "waiting_for_approval": len(items(page.sheet)) - len(page.todo),
        "sent_back": [{"title": one["title"], **one["sent_back"]} for one in page.sent_back],
        "since": asked,
        "due": due,
        "overdue": due is not None and due < record.now()[:10],
        **{name: getattr(sent, name, None) for name in ("to", "first", "at", "accepted")},
        "reminders": 0 if sent is None else sent.reminders,
    }
