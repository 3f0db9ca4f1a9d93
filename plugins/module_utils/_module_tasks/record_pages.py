# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages of a library that wait for its contact: what is open on them, when they were sent, and whether they have to be sent now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .._answers.worksheet import Sheet, first_asked, items
from .._core.errors import TaskError
from .._core.files import read_regular
from .._pages.page import embedded
from .._record.content import PAGES, RecordData, Sent
from .._record.file import RecordFile
from .._record.sources import now
from .._task.task import Call, Result, task
from .record_options import ForPeople, for_people, record_file

#: The reasons for an e-mail that follow from the page: it has steps that were not sent yet, or were sent back since, or the library has another contact.
NEW, SENT_BACK, CONTACT = "new", "sent_back", "contact"

#: The maximum size of a page, in bytes.
_LARGEST = 10_000_000


@dataclass(frozen=True)
class Page:
    """A page that waits for the contact. name: one of PAGES. content: the HTML text. sheet: the data in it. sent: the latest e-mail
    with it."""

    name: str
    path: Path
    content: str
    sheet: Sheet
    sent: Sent | None

    @property
    def todo(self) -> list[dict[str, Any]]:
        """Its steps or questions, without the steps that wait for approval."""
        return [item for item in items(self.sheet) if not item.get("confirmed")]

    @property
    def steps(self) -> tuple[str, ...]:
        """The digests of its steps; the names of its questions, which have none."""
        return tuple(map(_number, self.todo))

    @property
    def open(self) -> int:
        """The number of its steps or questions that nobody has answered. Impossible steps do not count: they wait for the consortium."""
        return sum(not step.get("impossible") for step in self.todo)

    @property
    def sent_back(self) -> list[dict[str, Any]]:
        """Its steps that were sent back and not confirmed again."""
        return [step for step in self.todo if step.get("sent_back")]

    def why(self, people: ForPeople) -> str | None:
        """Why the page has to be sent now; None if it need not be."""
        if not self.steps:
            return None
        unsent = set(self.steps) - set(self.sent.steps if self.sent is not None else ())
        if self.sent is None or unsent:
            return SENT_BACK if unsent & set(map(_number, self.sent_back)) else NEW
        email = None if people.contact is None else people.contact.email
        return CONTACT if email not in (None, self.sent.to) else None

    def warn_of_unknown_outcome(self, call: Call) -> None:
        """Warn if it is unknown whether the latest e-mail with it arrived."""
        if self.sent is not None and not self.sent.accepted:
            call.warn(
                f"it is unknown whether the e-mail with the {self.name} of {self.sent.at} reached {self.sent.to}, because the run or "
                "the connection was interrupted, or another run is sending it now. Ask the contact, or set again to send it again "
                "(playbook: worksheet_again)"
            )

    def data(self, people: ForPeople) -> Result:
        """The page, its contact and its dates in a result."""
        sent, asked = self.sent, first_asked(self.sheet)
        due = sent.due if sent is not None else people.due(asked)
        return {
            "page": self.name,
            "path": str(self.path),
            "steps": len(self.steps),
            "open": self.open,
            "waiting_for_approval": len(items(self.sheet)) - len(self.todo),
            "sent_back": [{"title": step["title"], **step["sent_back"]} for step in self.sent_back],
            "since": asked,
            "due": due,
            "overdue": due is not None and due < now()[:10],
            **{name: getattr(sent, name, None) for name in ("to", "first", "at", "accepted")},
            "reminders": 0 if sent is None else sent.reminders,
            "why": self.why(people),
        }


def pages(file: RecordFile, content: RecordData) -> Iterator[Page]:
    """The pages of the library, as the last run wrote them."""
    for name in PAGES:
        path = file.page("html", name)
        try:
            text = read_regular(path, _LARGEST).decode("utf-8")
            sheet = embedded(text)
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as fault:
            raise TaskError(f"{path} cannot be read ({fault}); run the playbook again that writes it") from None
        if sheet["record"] != content.token:
            raise TaskError(
                f"{path} was written for another record; run the playbook again that writes it, or remove the file"
            )
        yield Page(name, path, text, sheet, content.sent.get(name))


@task({})
def info_task(call: Call) -> Result:
    """The work of record_info."""
    people, file = for_people(call), record_file(call)
    content = file.load()
    waiting, answered = list(pages(file, content)), content.last_answer
    for page in waiting:
        page.warn_of_unknown_outcome(call)
    for name, other in file.patches().conflicts():
        call.warn(
            f"the patches {name} and {other} of known screens give one drawing two values, so neither counts. Look at the screen, and revoke the wrong one "
            "with reshare.wms.receive (receive_revoked)"
        )
    return {
        "changed": False,
        "overview": {
            "display_name": people.name,
            "contact": None if people.contact is None else asdict(people.contact),
            "last_answer": None if answered is None else asdict(answered),
            "pages": [page.data(people) for page in waiting],
        },
        "sandbox": bool(content.rehearsal),
    }


def _number(item: Mapping[str, Any]) -> str:
    """The digest of a step, or the name of a question."""
    return str(item.get("digest", item["name"]))
