# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers of people in options instead of files: steps that are done, impossible or discarded, and the decisions of a second person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._answers import decisions, importing, received
from .._answers.answers import Answer, Request
from .._answers.received import Imported, Signed
from .._core.errors import ValidationError
from .._record.record_store import RecordStore
from .._record.sources import ANSWER, Attribution, Source, now
from .._task.arguments import Arguments
from .._task.task import Call
from . import record_views

ARGUMENTS: Arguments = {
    "by": {"type": "str"},
    "done": {"type": "list", "elements": "str", "default": []},
    "impossible": {"type": "dict", "default": {}},
    "discard": {"type": "list", "elements": "str", "default": []},
    "remark": {"type": "str"},
    "approved_by": {"type": "str"},
    "approved": {"type": "list", "elements": "str", "default": []},
    "sent_back": {"type": "dict", "default": {}},
}

#: The options for a person's answers without a file, and the options of the second person.
_SPOKEN, _REVIEW = ("done", "impossible", "discard"), ("approved", "sent_back")


def take(call: Call, store: RecordStore, spoken: Sequence[Answer]) -> Imported:
    """Import the answers in options. Raises TaskError before anything is changed."""
    if not spoken:
        return Imported()
    return importing.apply(
        store, Signed("this task", attribution(call), call.params["remark"], "Nothing was confirmed"), spoken
    )


def decide(call: Call, store: RecordStore) -> Imported:
    """Discard steps, and import the decisions of the second person."""
    outcome = _reviewed(call, store)
    if call.params["discard"]:
        outcome.discarded += decisions.discard(store, call.params["discard"], attribution(call))
    return outcome


def spoken(call: Call, store: RecordStore) -> list[Answer]:
    """The answers in the options done and impossible."""
    done, impossible = call.params["done"], call.params["impossible"]
    if not (done or impossible):
        return []
    pending = record_views.pending(store)
    given = _reasons("impossible", impossible)
    reasons = dict(zip((step.key for step in decisions.chosen(pending, list(given))), given.values()))
    made = [step for step in decisions.chosen(pending, done) if step.key not in reasons]
    _refuse_long("remark", call.params["remark"])
    source = Source(ANSWER, attribution(call))
    answers = [Answer(step.key, source, request=Request(step.digest)) for step in made]
    return [*answers, *(Answer(key, source, request=Request(None, (), reason)) for key, reason in reasons.items())]


def _reviewed(call: Call, store: RecordStore) -> Imported:
    """The second person's decisions in the options."""
    approved, sent_back = (call.params[name] for name in _REVIEW)
    if not (approved or sent_back):
        return Imported()
    reasons = _reasons("sent_back", sent_back)
    second = _attributed(call, "approved_by", "the name of the person who approves steps or sends them back")
    return decisions.review(store, approved, reasons, second)


def refuse_together(call: Call) -> None:
    """Refuse combined options. A step that a file shows as done is no longer pending, so the same task could not confirm it. A second person reviews steps
    that are already confirmed."""
    given = [[name for name in names if call.params[name]] for names in (("files",), _SPOKEN, _REVIEW)]
    used = [names for names in given if names]
    if len(used) > 1:
        first, second = used[:2]
        text = f"options {', '.join(first)} and {', '.join(second)} are mutually exclusive; use one task for each, in this order"
        raise ValidationError(text, fields=[*first, *second])


def _reasons(option: str, given: Mapping[str, Any]) -> dict[str, str]:
    """The reasons in an option, by the names of steps."""
    if not all(isinstance(reason, str) and reason.strip() for reason in given.values()):
        raise ValidationError(f"option '{option}' needs a reason for every step", fields=[option])
    for name, reason in given.items():
        _refuse_long(name, reason)
    return {name: reason.strip() for name, reason in given.items()}


def _refuse_long(name: str, text: str | None) -> None:
    if problem := received.remark_problem(name, text):
        raise ValidationError(problem, fields=[name])


def attribution(call: Call) -> Attribution:
    return _attributed(call, "by", "the name of the person who confirms, or who made the files")


def _attributed(call: Call, option: str, what: str) -> Attribution:
    """The person in an option, with the current time."""
    by = (call.params[option] or "").strip()
    if not by:
        raise ValidationError(
            f"option '{option}' is required (receive_{option} of the playbook): {what}", fields=[option]
        )
    if problem := received.person_problem(option, by):
        raise ValidationError(problem, fields=[option])
    return Attribution(by, now())
