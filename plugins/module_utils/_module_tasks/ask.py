# SPDX-License-Identifier: GPL-3.0-or-later

"""The questions to a library: about fields that its configuration needs and the record lacks, and about old values of the record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._answers import questions
from .._answers.questions import Question
from .._core.errors import ValidationError
from .._core.files import differing
from .._core.objects import Declaration
from .._record.content import AUDIT, QUESTIONNAIRE
from .._record.record_store import RecordStore
from .._task.task import Call, Result, task
from .._wms.catalogue import BY_CONSEQUENCE, DECLARABLE
from . import applying, record, record_options, record_views


@task(
    {
        "configuration": {"type": "dict", "default": {}},
        "days": {"type": "int"},
        "all": {"type": "bool", "default": False},
    },
    DECLARABLE,
)
def questions_task(call: Call) -> Result:
    """The work of record_questions."""
    days = _days(call)
    clients = record.connect(call)
    wanted = applying.declare_all(call.params_raw.get("configuration") or {}, (), DECLARABLE)
    # Only adopting a library starts a record; questions about old values need an existing one.
    with record.opened(call, clients, starts=bool(wanted)) as store:
        kept = set(record_options.recorded_kinds(call))
        known = questions.recorded([kind for kind in BY_CONSEQUENCE if kind in kept], store)
        entries = {knowledge.key: knowledge.entry(store.now, days) for knowledge in known}
        old = questions.old(store, [entry for entry in known if call.params["all"] or entries[entry.key]["stale"]])
        missing = _missing_questions(call, store, wanted)
        if missing or old:
            record.identify(call, clients, store)
        asked = record_views.questionnaire(call, store, old, AUDIT)
        if "configuration" in call.params_raw:
            asked |= record_views.questionnaire(call, store, missing, QUESTIONNAIRE)
        store.page_texts |= asked
        written = bool(differing(asked))
    return {
        **record_views.pending_result(store),
        **clients.result(),
        **record_views.result(call, store),
        **record_views.knowledge(call, store, known),
        "changed": written,
        "questions": [_question(question, entries) for question in (*missing, *old)],
        "questionnaires": [str(path) for path, text in asked.items() if text and path.suffix == ".html"],
        "diff": {"before": {}, "after": {"questions": [question.title for question in (*missing, *old)]}},
    }


def _question(question: Question, entries: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """A question in a result. entries: the recorded objects, with their ages."""
    known = question.recorded is not None
    return {**(entries[question.key] if known else question.data), "recorded": known}


def _missing_questions(call: Call, store: RecordStore, wanted: Mapping[str, Declaration]) -> list[Question]:
    """The questions about declared fields that the record lacks."""
    return questions.missing(record_options.recorded_kinds(call), store, wanted)


def write_again(call: Call, store: RecordStore, wanted: Mapping[str, Declaration]) -> tuple[bool, Result]:
    """Write the questionnaire about missing values again if there is one. Returns whether a page changes, and the questions that are left."""
    path = record_options.record_file(call).page("html", QUESTIONNAIRE)
    left: list[Question] = []
    if "configuration" in call.params_raw and path.exists():
        left = _missing_questions(call, store, wanted)
        store.page_texts |= record_views.questionnaire(call, store, left, QUESTIONNAIRE)
    shown = {"questions": [_question(question, {}) for question in left], "questionnaires": [str(path)] if left else []}
    return bool(differing(store.page_texts)), shown


def _days(call: Call) -> int:
    given: int | None = call.params["days"]
    if given is not None and given < 0:
        raise ValidationError("option 'days' must be a number of days, or 0 if no value becomes stale", fields=["days"])
    days: int = call.params["wms_knowledge_days"] if given is None else given
    return days
