# SPDX-License-Identifier: GPL-3.0-or-later

"""The text of an e-mail with a worksheet or questionnaire. It is English, as the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .._core.contacts import Contact
from .._core.texts import counted, one_line
from .environment import in_words


@dataclass(frozen=True)
class _Wording:
    """The words for one kind of page. subject: of the library. item: a part of the page. task: what to do. file: what the page makes."""

    subject: str
    item: str
    task: str
    file: str


_WORDING: Mapping[str, _Wording] = {
    "worksheet": _Wording(
        "Changes in OCLC WMS for {library}",
        "change",
        "make the changes in OCLC Service Configuration, from top to bottom",
        "confirmation",
    ),
    "questionnaire": _Wording(
        "Questions about OCLC WMS at {library}",
        "question",
        "look at the screens of OCLC Service Configuration and enter what they show. Change nothing on the screens",
        "answers",
    ),
    "audit": _Wording(
        "Please check OCLC WMS at {library}",
        "question",
        "compare the values with the screens of OCLC Service Configuration, and correct on the page what differs. Change nothing on the screens",
        "answers",
    ),
}

_TEXT = """\
Dear {name},

{rehearsal}{lead} {count} for {library}.
{sent_back}{due}
1. Save the attached file {attachment} on your computer, and open it in a web browser.
2. As the page describes, {task}.
3. At the end of the page, download the {file}, and reply to this e-mail with the downloaded file attached.

You do not have to do everything at once: the browser keeps what you enter.
If something cannot be done, write the reason on the page.

{signature}
"""
_SENT_BACK = "Changes that were sent back after a check: {}. The page shows the reasons.\n"
_REHEARSAL = "This is a rehearsal with a test system. Change nothing at your library because of it.\n\n"


@dataclass(frozen=True)
class Letter:
    """An e-mail about a page.

    page: its name, one of PAGES. library: its name for people. count: of the steps or questions. sent_back: of the steps that were
    confirmed and sent back. due: a day in ISO format.
    reminder: whether the same page was sent before. attachment: the name of the attached file. signature: the name of the sender.
    """

    page: str
    library: str
    count: int
    due: str | None
    sent_back: int
    reminder: bool
    rehearsal: bool
    attachment: str
    signature: str

    @property
    def subject(self) -> str:
        """The subject, in one line."""
        marks = f"{'Rehearsal: ' if self.rehearsal else ''}{'Reminder: ' if self.reminder else ''}"
        return one_line(marks + _WORDING[self.page].subject.format(library=self.library))

    def text(self, contact: Contact) -> str:
        """The text for a person."""
        wording = _WORDING[self.page]
        return _TEXT.format(
            name=contact.name,
            rehearsal=_REHEARSAL if self.rehearsal else "",
            lead="Not complete yet: the page that was sent before has" if self.reminder else "The attached page has",
            count=counted(self.count, wording.item),
            library=one_line(self.library),
            sent_back=_SENT_BACK.format(self.sent_back) if self.sent_back else "",
            due=f"Please send your answer by {in_words(date.fromisoformat(self.due))}.\n" if self.due else "",
            attachment=self.attachment,
            task=wording.task,
            file=wording.file,
            signature=self.signature,
        )
