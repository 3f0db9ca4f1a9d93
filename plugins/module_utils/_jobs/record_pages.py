# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""The pages that are saved with a record."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .._answers import questions
from .._answers.questions import Question
from .._answers.worksheet import Sheet, first_asked, sheet
from .._pages import page
from .._record.content import WORKSHEET
from .._record.file import Worksheets
from .._record.record_store import RecordStore
from .._task.task import Call
from .people import for_people
from .record_options import labels, record_file
from .record_results import pending


def worksheet(call: Call, store: RecordStore) -> Worksheets:
    """The worksheet of a library; removed without pending steps."""
    whole = sheet(store.content, pending(store), labels(call)) if store.content.is_pending else None
    return _rendered(call, WORKSHEET, whole, (page.worksheet_html, page.worksheet_markdown))


def questionnaire(call: Call, store: RecordStore, asked: Sequence[Question], name: str) -> Worksheets:
    """The page with these questions, one of PAGES; removed without any."""
    whole = questions.sheet(store, asked, labels(call)) if asked else None
    return _rendered(call, name, whole, (page.questionnaire_html, page.questionnaire_markdown))


def _rendered(call: Call, name: str, whole: Sheet | None, renders: Sequence[Callable[[Sheet], str]]) -> Worksheets:
    """The files of a page, with what its head shows to people; none of them without its content."""
    files = [record_file(call).page(suffix, name) for suffix in ("html", "md")]
    if whole is None:
        return dict.fromkeys(files)
    people = for_people(call)
    assignee = None if people.contact is None else people.contact.name
    shown = {**whole, "display_name": people.name, "assignee": assignee, "due": people.due(first_asked(whole))}
    return {file: render(shown) for file, render in zip(files, renders)}
