# SPDX-License-Identifier: GPL-3.0-or-later

"""Sends the worksheets and questionnaires of a library to its contact by e-mail: each once, and again if there is a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from .._answers.worksheet import Sheet, first_asked, items
from .._core.errors import TaskError, ValidationError
from .._core.files import read_regular
from .._http.state_dir import StateDirectory
from .._mail.message import Sender, message
from .._mail.smtp import MailServer, UnknownDelivery, send
from .._pages.letter import Letter
from .._pages.page import embedded
from .._record.content import PAGES, SENT, Event, RecordData, Sent
from .._record.file import RecordFile
from .._record.sources import Attribution, now, parsed
from .._task.task import Call, Result
from .record_options import ForPeople

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


@dataclass(frozen=True)
class Note:
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
class Mailing:
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
                "overview": self._overview(),
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

    def _pages(self) -> Iterator[Page]:
        """The pages of the library, as the last run wrote them."""
        for name in PAGES:
            path = self.file.page("html", name)
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

    def _forget(self) -> bool:
        """Forget the e-mails with pages that are complete, so that the same steps are sent if they are requested again later."""
        done = self.content.sent.keys() - {page.name for page in self._pages()}
        for name in done:
            del self.content.sent[name]
        if done:
            self._save()
        return bool(done)

    def _note(self, name: str) -> Note | None:
        """The e-mail with a page, noted in the record; None if it has not to be sent."""
        page = next((page for page in self._pages() if page.name == name), None)
        if page is None:
            return None
        self._warn_of_unknown_outcome(page)
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
        note = Note(page, reason, sent, token, made)
        self.content.sent[name] = sent if self.call.check_mode else note.unknown
        self._save()
        return note

    def _warn_of_unknown_outcome(self, page: Page) -> None:
        if page.sent is not None and not page.sent.accepted:
            self.call.warn(
                f"it is unknown whether the e-mail with the {page.name} of {page.sent.at} reached {page.sent.to}, because the run or "
                "the connection was interrupted, or another run is sending it now. Ask the contact, or send it again with again "
                "(playbook: worksheet_again)"
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
        quiet = max(sent.at, answered.at) if answered else sent.at
        since, present = parsed(quiet), parsed(now())
        overdue = since is not None and present is not None and present - since >= timedelta(days=days)
        return REMINDER if days and page.open and overdue else None

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

    def _deliver(self, note: Note) -> None:
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

    def _accept(self, note: Note) -> None:
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

    def _withdraw(self, note: Note) -> None:
        """Restore what the record had before the note, unless another run has changed it since."""
        if self.content.token != note.token or self.content.sent.get(note.page.name) != note.unknown:
            return
        del self.content.sent[note.page.name]
        self.content.sent |= {} if note.page.sent is None else {note.page.name: note.page.sent}
        self._save()

    def _overview(self) -> Result:
        people, answered = self.people, self.content.last_answer
        return {
            "display_name": people.name,
            "contact": None if people.contact is None else asdict(people.contact),
            "last_answer": None if answered is None else asdict(answered),
            "pages": [_overview(people, page) for page in self._pages()],
        }


def _number(item: Mapping[str, Any]) -> str:
    """The digest of a step, or the name of a question."""
    return str(item.get("digest", item["name"]))


def _summary(content: RecordData) -> dict[str, Any]:
    """What was sent, for a diff."""
    return {
        name: {"to": sent.to, "steps": len(sent.steps), "due": sent.due, "reminders": sent.reminders}
        for name, sent in sorted(content.sent.items())
    }


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
        "overdue": due is not None and due < now()[:10],
        **{name: getattr(sent, name, None) for name in ("to", "first", "at", "accepted")},
        "reminders": 0 if sent is None else sent.reminders,
    }
