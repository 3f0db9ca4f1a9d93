# SPDX-License-Identifier: GPL-3.0-or-later

"""The text of an e-mail with a worksheet or questionnaire. It is in English, like the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .._core.contacts import Contact
from .._core.errors import first_of
from .._core.texts import counted, one_line
from .environment import in_words


@dataclass(frozen=True)
class _Wording:
    """The words for one kind of page. subject: with the library. item: a part of the page. task: what to do. file: what the page generates."""

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

{rehearsal}{pages}
1. Save the attached file{s} on your computer, and open {each} in a web browser.
2. As the page describes, {task}.
3. At the end of the page, download the {file}, and reply to this e-mail with the downloaded file{s} attached.

You do not have to do everything at once: the browser keeps what you enter.
If something cannot be done, write the reason on the page.

{signature}
"""
_PAGE = "{lead} {count} for {library}: {file}.\n{sent_back}{due}"
_SENT_BACK = "Changes that were sent back after a check: {}. The page shows the reasons.\n"
_REHEARSAL = "This is a rehearsal with a test system. Change nothing at your library because of it.\n\n"
#: The number of libraries that a subject names.
_MOST_NAMED = 3


@dataclass(frozen=True)
class Enclosed:
    """A page in an e-mail.

    library: its name for people. count: the number of steps or questions. due: a day in ISO format. sent_back: the number of confirmed steps
    that were sent back. reminder: whether the same page was sent before. file: the name of the attached file. content: its text.
    """

    library: str
    count: int
    due: str | None
    sent_back: int
    reminder: bool
    file: str
    content: str

    def text(self, item: str) -> str:
        """The page in the text of the e-mail. item: the word for a step or question."""
        return _PAGE.format(
            lead="Not complete yet: the page that was sent before has" if self.reminder else "The attached page has",
            count=counted(self.count, item),
            library=one_line(self.library),
            file=self.file,
            sent_back=_SENT_BACK.format(self.sent_back) if self.sent_back else "",
            due=f"Please send your answer by {in_words(date.fromisoformat(self.due))}.\n" if self.due else "",
        )


@dataclass(frozen=True)
class Letter:
    """An e-mail about one page, or the same page of several libraries. page: its name, one of PAGES. signature: the name of the sender."""

    page: str
    enclosed: Sequence[Enclosed]
    rehearsal: bool
    signature: str

    @property
    def subject(self) -> str:
        """The subject, in one line. It names the libraries, since an automatic reply contains nothing else about them."""
        reminder = all(enclosed.reminder for enclosed in self.enclosed)
        marks = f"{'Rehearsal: ' if self.rehearsal else ''}{'Reminder: ' if reminder else ''}"
        names = first_of([page.library for page in self.enclosed], _MOST_NAMED)
        return one_line(marks + _WORDING[self.page].subject.format(library=names))

    def text(self, contact: Contact) -> str:
        """The text for a person."""
        wording, several = _WORDING[self.page], len(self.enclosed) > 1
        return _TEXT.format(
            name=contact.name,
            rehearsal=_REHEARSAL if self.rehearsal else "",
            pages="\n".join(enclosed.text(wording.item) for enclosed in self.enclosed),
            s="s" if several else "",
            each="each of them" if several else "it",
            task=wording.task,
            file=wording.file,
            signature=self.signature,
        )
