# SPDX-License-Identifier: GPL-3.0-or-later

"""Imports answers into the record: judged first, then stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .._core.errors import ValidationError
from .._core.objects import AboutObject, Declaration, Fields
from .._record.content import CONFIRMED, FOUND, IMPOSSIBLE, NOT_FOUND, SEEN, Event, Reason
from .._record.record_store import RecordStore
from .._record.sources import ANSWER, Source
from .._record.steps import Step
from . import judging, sightings
from .answers import Answer
from .comparison import Difference, as_known, differences
from .judging import Accepted, Known
from .received import Imported, Remark, Signed, Skipped
from .sent_screens import SentScreens, Shown, with_seen
from .sightings import Open, Sight


def apply(
    store: RecordStore, signed: Signed, answers: Iterable[Answer | ValidationError], shown: Shown | None = None
) -> Imported:
    """Import the answers of one file, completely or not at all. shown: what its captures show. Raises the errors of judge_answers."""
    # Objects that can be read from a system take precedence over answers.
    store.look()
    known = Known(store, shown or {})
    accepted, skipped = judging.judge_answers(known, signed, answers)
    taken = Imported(skipped=skipped)
    for answer in accepted:
        _take(store, answer, known.pending.get(answer.key), signed, taken)
    if signed.remark and (taken.confirmed or taken.impossible or taken.recorded):
        taken.remarks.append(Remark(signed.attribution, signed.remark))
    return taken


#: The text in the history about an object, by event.
_WHAT = {
    CONFIRMED: "{title} {action}",
    SEEN: "{title} {action}",
    IMPOSSIBLE: "{title} could not be {action}",
    FOUND: "{title} found",
    NOT_FOUND: "{title} not there",
}


def _take(store: RecordStore, accepted: Accepted, asked: Step | None, signed: Signed, taken: Imported) -> None:
    """Store an answer that counts. asked: the pending step about the object, even if the answer is to another question."""
    step, attribution = accepted.step, signed.attribution
    remark = accepted.answer.remark or signed.remark
    what = _WHAT[accepted.event].format(title=accepted.title, action=None if step is None else step.action)
    digest = None if step is None else step.digest
    request = accepted.answer.request
    if step is not None and request is not None and request.impossible is not None:
        reason = Reason(request.impossible, attribution)
        store.content.pending[step.kind.plural][step.identity] = replace(step.change, impossible=reason)
        taken.impossible.append(step)
        taken.remarks.append(Remark(attribution, reason.remark, step))
        remark, digest = reason.remark, None
    else:
        with store.learning(accepted.kind, accepted.identity, attribution):
            source = Source(ANSWER, attribution)
            store.content.confirm(accepted.kind, accepted.identity, accepted.there, source, accepted.names)
            _credit(store, accepted)
        if step is None:
            taken.recorded.append(AboutObject(accepted.kind, accepted.identity))
            if asked is not None and store.content.pending_of(accepted.kind).get(accepted.identity) is None:
                # So that a later confirmation of that step has no effect.
                digest = asked.digest
        else:
            taken.confirmed.append(step)
    store.content.history.append(Event(attribution, accepted.event, what, accepted.key, remark, digest))


def _credit(store: RecordStore, accepted: Accepted) -> None:
    """Record as seen the answered fields that the screen shows with the same value."""
    if accepted.shown is None or accepted.there is None:
        return
    seen = as_known(accepted.kind, accepted.shown.seen, accepted.stated)
    for name, source in accepted.shown.sources.items():
        if name in accepted.stated and not differences(accepted.kind, {name: seen[name]}, accepted.stated):
            store.content.observe(accepted.kind, accepted.identity, {name: seen[name]}, source)


@dataclass(frozen=True)
class Observation(AboutObject):
    """An object on a screen, and the result for the record.

    fields: as a person writes them. differs: the differences from what the record or the declaration wants. changed: whether the record
    changed. before, after: the confirmed fields whose values changed, as a person writes them. goes_live: whether the screen shows the link as enabled.
    """

    fields: Fields
    differs: Sequence[Difference]
    changed: bool
    before: Fields
    after: Fields
    goes_live: bool


@dataclass
class Observed:
    """What a screen in a file shows, and the result for the record. kind: its label. at: when it was captured; None if it shows no object. skipped: fields
    that are older than the record's."""

    source: str
    kind: str
    at: str | None = None
    found: Observation | None = None
    open: list[Open] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def observe(
    store: RecordStore, source: str, sent: SentScreens, declared: Mapping[str, Declaration] | None = None
) -> list[Observed]:
    """Record what the screens in a file show, the earliest first. source: the file, for messages. declared: the declarations to compare with, by kind.

    Objects that can be read from a system are not taken: the system is more reliable.
    """
    seen = []
    for shown in sent.objects:
        kind, identity, stated = shown.kind, shown.identity, (declared or {}).get(shown.kind.name)
        result = Observed(source, kind.label, shown.source.attribution.at)
        seen.append(result)
        if store.readable(kind):
            result.open.append(Open(kind.label, "it is read from OCLC; what a screen shows of it is not used"))
            continue
        wanted = {} if kind.columns or stated is None else kind.declared_fields(stated).get(identity, {})
        answer = Answer(shown.key, shown.source, shown.fields, AboutObject(kind, identity))
        _observe(store, Sight(kind, identity, store, answer, wanted), result)
    return [*seen, *(Observed(source, label, open=[Open(label, reason)]) for label, reason in sent.open)]


def _observe(store: RecordStore, sight: Sight, result: Observed) -> None:
    """Record the new fields of one object."""
    kind, identity, source = sight.kind, sight.identity, sight.answer.source
    differs, change, known = sight.differs, sight.change, sight.known or {}
    news = sightings.judge_sighting(sight, result.source)
    result.open += news.open
    result.skipped += news.skipped
    before = (sight.confirmed, change)
    if news.fields:
        with store.learning(kind, identity, source.attribution):
            store.content.observe(kind, identity, news.fields, source)
    after = Sight(kind, identity, store, sight.answer, sight.wanted)
    changed, left = before != (after.confirmed, after.change), after.change
    if changed:
        # Whether the capture showed that the step is done: nothing is left of it, or it now waits for approval.
        done = change is not None and (left is None or (change.confirmed is None and left.confirmed is not None))
        event = Event(
            source.attribution,
            SEEN,
            f"{sight.title} seen on the screen",
            sight.key,
            step=sight.digest if done else None,
        )
        store.content.history.append(event)
    new, shown = after.known or {}, kind.show(sight.seen)
    names = [name for name in new if new[name] != known.get(name, ...)] if changed else []
    earlier = kind.show({name: known[name] for name in names if name in known})
    later = {name: with_seen(earlier.get(name), shown[name]) for name in names}
    goes_live = kind.switches(sight.seen) is True
    result.found = Observation(kind, identity, shown, differs, changed, earlier, later, goes_live)
