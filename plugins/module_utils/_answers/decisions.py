# SPDX-License-Identifier: GPL-3.0-or-later

"""Decisions about pending steps: a second person approves them, or sends them back with a reason; an operator discards them.

Names are not authenticated. So an approval is a second look at the screens, but does not prove who looked.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

from .._core.errors import Faults, ValidationError, candidates, similar
from .._core.objects import AboutObject
from .._core.texts import hidden
from .._record.content import APPROVED, DISCARDED, SENT_BACK, Event, Reason
from .._record.record_store import RecordStore
from .._record.sources import Attribution
from .._record.steps import Step, before_live, steps
from .._wms.catalogue import DECLARABLE
from .received import Imported

#: Small Cyrillic and Greek letters with the look of a Latin one.
_LATIN = str.maketrans("аеорсухіјѕԁһоԛԝαοορυνικ", "aeopcyxijsdhoqwaoopuvik")


def review(
    store: RecordStore, approved: Sequence[str], sent_back: Mapping[str, str], attribution: Attribution
) -> Imported:
    """End approved steps, and request those that are sent back again.

    approved: titles or keys; ``all`` means every confirmed step that is not sent back. sent_back: the reasons by titles or keys. attribution: the
    second person. Raises ValidationError, before anything changes, for a step that is not confirmed, or was confirmed by that person.
    """
    store.look()
    pending = steps(DECLARABLE, store)
    reasons = {step.key: reason for title, reason in sent_back.items() for step in _confirmed(pending, [title])}
    approve = [step for step in _confirmed(pending, approved) if step.key not in reasons]
    _refuse_same_person(approve, attribution)
    _refuse_early(pending, approve)
    back = [step for step in pending if step.key in reasons]
    for step in approve:
        _approve(store, step, attribution)
    for step in back:
        _send_back(store, step, reasons[step.key], attribution)
    return Imported(approved=[*approve], sent_back=[*back])


def discard(store: RecordStore, names: Sequence[str], attribution: Attribution) -> list[AboutObject]:
    """Discard pending changes. A run that still declares them requests them again.

    names: as for ``chosen``. Returns the steps.
    """
    dropped: list[AboutObject] = []
    for step in chosen(steps(DECLARABLE, store), names):
        store.content.pending_of(step.kind).pop(step.identity)
        store.content.history.append(Event(attribution, DISCARDED, f"{step.title} no longer requested", step.key))
        dropped.append(step)
    return dropped


def chosen(pending: Sequence[Step], names: Sequence[str]) -> list[Step]:
    """The steps with those titles or keys; ``all`` means every step on the worksheet, without steps that go live while
    others are pending. Raises ValidationError for a name that is not pending."""
    if list(names) == ["all"]:
        return [step for step in pending if not step.goes_live] or list(pending)
    steps, faults = [], Faults()
    for name in names:
        step = next((asked for asked in pending if name in (asked.title, asked.key)), None)
        if step is None:
            titles = [asked.title for asked in pending]
            text = f"no pending step is named '{name}'. {similar(name, titles)}"
            faults.note(ValidationError(text, about=name, meant=candidates(name, titles)))
        elif step not in steps:
            steps.append(step)
    faults.report()
    return steps


def is_same_person(name: str, other: str) -> bool:
    """Whether two names look equal to a reader: in their visible letters, marks and digits, in any case. A letter that looks like a Latin letter counts as
    that letter."""
    return _read(name) == _read(other)


def _read(name: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold().translate(_LATIN))
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LMN" and not hidden(char))


def _confirmed(pending: Sequence[Step], names: Sequence[str]) -> list[Step]:
    """The steps with these names, which have to be confirmed; ``all`` means every confirmed step."""
    if list(names) == ["all"]:
        return [step for step in pending if step.change.confirmed is not None]
    steps, faults = chosen(pending, names), Faults()
    for step in steps:
        if step.change.confirmed is None:
            text = f"{step.title} is not confirmed yet; import its confirmation before it is approved or sent back"
            faults.note(ValidationError(text, about=step.title))
    faults.report()
    return steps


def _refuse_same_person(approve: Sequence[Step], attribution: Attribution) -> None:
    own = [
        step.title
        for step in approve
        if step.change.confirmed is not None
        and is_same_person(step.change.confirmed.source.attribution.by, attribution.by)
    ]
    if own:
        text = f"the same person confirmed {', '.join(own)}; another person has to approve that"
        raise ValidationError(text, about=own[0] if len(own) == 1 else None, fields=["approved_by"])


def _refuse_early(pending: Sequence[Step], approve: Sequence[Step]) -> None:
    live = [step for step in approve if step.goes_live]
    others = before_live(pending, approve)
    if live and others:
        text = f"{live[0].title} goes live, while these steps are pending: {', '.join(others)}. Approve it after them"
        raise ValidationError(text, about=live[0].title)


def _approve(store: RecordStore, step: Step, attribution: Attribution) -> None:
    confirmed, content = step.change.confirmed, store.content
    if confirmed is not None:
        there = step.wanted if confirmed.seen is None else confirmed.seen
        content.confirm(step.kind, step.identity, there, confirmed.source, step.change.fields or ())
        content.history.append(Event(attribution, APPROVED, f"{step.title} approved", step.key, step=step.digest))


def _send_back(store: RecordStore, step: Step, reason: str, attribution: Attribution) -> None:
    change = replace(step.change, confirmed=None, sent_back=Reason(reason, attribution))
    store.content.pending[step.kind.plural][step.identity] = change
    what = f"{step.title} sent back"
    store.content.history.append(Event(attribution, SENT_BACK, what, step.key, reason, step.digest))
