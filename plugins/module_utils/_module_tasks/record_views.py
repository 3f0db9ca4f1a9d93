# SPDX-License-Identifier: GPL-3.0-or-later

"""The record of a library as shown in the results of tasks, and on pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from .._answers import questions
from .._answers.questions import Question
from .._answers.worksheet import Sheet, first_asked, sheet
from .._core.objects import AboutObject
from .._pages import page
from .._record.content import WORKSHEET
from .._record.file import PageTexts
from .._record.knowledge import Knowledge, of_objects
from .._record.record_store import RecordStore
from .._record.sources import summary
from .._record.steps import Step, steps
from .._task.task import Call, Result, pending_steps_result
from .._wms.catalogue import DECLARABLE
from .record_options import for_people, record_file


def result(call: Call, store: RecordStore) -> Result:
    """The values about the record in every result."""
    withdrawal = store.content.withdrawal
    return {
        "read_back": [about.data for about in store.read_back],
        "withdrawn": None if withdrawal is None else withdrawal.data,
        "worksheet": str(record_file(call).page("html")) if store.content.is_pending else None,
    }


def knowledge(call: Call, store: RecordStore, known: Iterable[Knowledge]) -> Result:
    """The value ``knowledge`` of a result: the sources of these objects' fields, and their age."""
    entries = [entry.entry(store.now, call.params["wms_knowledge_days"]) for entry in known]
    return {"knowledge": {**summary(entries), "objects": entries}}


def knowledge_of(call: Call, store: RecordStore, objects: Iterable[AboutObject]) -> Result:
    """Like ``knowledge``, for objects of the record."""
    return knowledge(call, store, of_objects(store, objects))


def pending(store: RecordStore) -> list[Step]:
    """All pending steps of the library, including those of other tasks."""
    return steps(DECLARABLE, store)


def pending_result(store: RecordStore) -> Result:
    """The values about the pending steps in a result."""
    steps = [step for kind in DECLARABLE for step in store.pending_steps(kind)]
    return {"pending": bool(steps), "pending_steps": pending_steps_result(steps)}


def worksheet(call: Call, store: RecordStore) -> PageTexts:
    """The worksheet of a library; removed if no step is pending."""
    whole = (
        sheet(
            store,
            pending(store),
            fills=call.params["wms_fill"],
        )
        if store.content.is_pending
        else None
    )
    return _rendered(call, WORKSHEET, whole, (page.worksheet_html, page.worksheet_markdown))


def questionnaire(call: Call, store: RecordStore, asked: Sequence[Question], name: str) -> PageTexts:
    """The page with these questions; removed if there are none. name: one of PAGES."""
    whole = questions.sheet(store, asked) if asked else None
    return _rendered(call, name, whole, (page.questionnaire_html, page.questionnaire_markdown))


def _rendered(call: Call, name: str, whole: Sheet | None, renders: Sequence[Callable[[Sheet], str]]) -> PageTexts:
    """The files of a page, with the head that people see. whole: its content; without it, they have no texts."""
    files = [record_file(call).page(suffix, name) for suffix in ("html", "md")]
    if whole is None:
        return dict.fromkeys(files)
    people = for_people(call)
    assignee = None if people.contact is None else people.contact.name
    shown = {
        **whole,
        "screens": _with_head(call, whole["screens"], assignee),
        "display_name": people.name,
        "assignee": assignee,
        "due": people.due(first_asked(whole)),
    }
    return {file: render(shown) for file, render in zip(files, renders)}


def _with_head(call: Call, screens: Mapping[str, Any], assignee: str | None) -> dict[str, Any]:
    """The data for the assistant, with what the head of a screen shows: the symbol of the library, and the person who works there."""
    library = screens["library"]
    people = sorted({*library["people"], *filter(None, [assignee])})
    # Screens show the symbol without its authority.
    symbol = str(call.params["reshare_symbol"] or "").rpartition(":")[2]
    return {**screens, "library": {**library, "symbol": symbol, "people": people}}
