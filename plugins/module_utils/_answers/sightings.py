# SPDX-License-Identifier: GPL-3.0-or-later

"""Judges what a capture shows of an object, field by field: it is new for the record, older than the record, or stays open. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from .._core.objects import AboutObject, Fields
from .._record.content import Confirmed, PendingChange
from .._record.record_store import RecordStore
from .._record.sources import HOW, is_ahead
from .._record.steps import Step
from .answers import Answer
from .comparison import Difference, as_known, differences
from .received import Skipped


@dataclass(frozen=True)
class Open:
    """Something on a screen that was not recorded, with the reason. label: of the input or table."""

    label: str
    reason: str


@dataclass(frozen=True)
class Sight(AboutObject):
    """An object in a capture, beside the record. wanted: its declared fields."""

    store: RecordStore
    answer: Answer
    wanted: Fields

    @cached_property
    def confirmed(self) -> Confirmed | None:
        """The object in the record."""
        return self.store.content.confirmed_of(self.kind).get(self.identity)

    @cached_property
    def change(self) -> PendingChange | None:
        """Its pending change."""
        return self.store.content.pending_of(self.kind).get(self.identity)

    @cached_property
    def known(self) -> Fields | None:
        """Its confirmed fields."""
        return None if self.confirmed is None else self.confirmed.fields

    @cached_property
    def asked(self) -> Fields | None:
        return self.known if self.change is None else self.change.applied(self.known)

    @cached_property
    def seen(self) -> Fields:
        """The fields that the capture shows (canonical)."""
        return as_known(self.kind, self.answer.fields or {}, self.asked, self.wanted, self.known)

    @property
    def digest(self) -> str | None:
        """The digest of its pending step."""
        return (
            None if self.change is None else Step(self.kind, self.identity, self.change, self.known, self.asked).digest
        )

    @property
    def differs(self) -> list[Difference]:
        """The fields that are not as the record or the declaration wants them."""
        change = self.change
        if change is not None and change.fields is None:
            wanted = None
        elif change is not None and change.fields is not None and self.kind.columns:
            wanted = self.kind.rebased(self.known, change.fields, self.seen)
        else:
            wanted = {**(self.asked or {}), **self.wanted}
        return differences(self.kind, self.seen, wanted)


@dataclass
class News:
    """The fields that the record learns from a capture. open: what a person has to look at. skipped: fields that are older than the record's."""

    fields: Fields = field(default_factory=dict)
    open: list[Open] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def judge_sighting(sight: Sight, source: str) -> News:
    """What is new in a capture. source: of the capture, for messages."""
    later = {name: value for name, value in sight.seen.items() if _is_later(sight, name)}
    partial = dict(_partial(sight, later))
    news = News({name: value for name, value in later.items() if name not in partial})
    news.open = [Open(sight.kind.schema[name].label, reason) for name, reason in partial.items()]
    old = [name for name in sight.seen if name not in later and _differs(sight, name)]
    if old and sight.confirmed is not None:
        news.skipped.append(_older(sight, sight.confirmed, old, source))
    if news.fields and (problems := _problems(sight, news.fields)):
        news.open += [Open(sight.title, problem) for problem in problems]
        news.fields = {}
    return news


def _older(sight: Sight, confirmed: Confirmed, names: Sequence[str], source: str) -> Skipped:
    """The result for fields that have a later value in the record."""
    latest = max((confirmed.source_of(name) for name in names), key=lambda known: known.attribution.at)
    labels = ", ".join(sight.kind.schema[name].label for name in names if name in sight.kind.schema.names)
    reason = f"{labels or 'it'}: {HOW[latest.how]} ({latest.attribution.at}), not earlier than the capture"
    attribution = sight.answer.source.attribution
    history = sight.store.content.history
    return Skipped(
        source, sight.key, reason, (sight.key, attribution) in ((event.object, event.attribution) for event in history)
    )


def _is_later(sight: Sight, name: str) -> bool:
    """Whether the record lacks a field, or its time there is earlier, or in the future."""
    at, change, known = sight.answer.source.attribution.at, sight.change, sight.confirmed
    if change is not None and change.confirmed is not None and name in (change.fields or ()):
        return change.confirmed.source.attribution.at < at
    if known is None or (known.fields is not None and name not in known.fields):
        return True
    before = known.source_of(name).attribution.at
    return before < at or is_ahead(before, sight.store.now)


def _differs(sight: Sight, name: str) -> bool:
    """Whether the record has another value of a field, or does not have the object."""
    return sight.known is None or bool(differences(sight.kind, {name: sight.seen[name]}, sight.known))


def _partial(sight: Sight, news: Fields) -> Iterator[tuple[str, str]]:
    """Free fields that are new to the record but lack labels that are asked for, with the reason: the record would have these labels as blank."""
    for column in sight.kind.schema:
        if column.value.is_free and column.name in news and column.name not in (sight.known or {}):
            asked = {*((sight.asked or {}).get(column.name) or ()), *(sight.wanted.get(column.name) or ())}
            if missing := sorted(asked - set(news[column.name] or ())):
                yield column.name, f"the screen does not show {', '.join(missing)}"


def _problems(sight: Sight, news: Fields) -> Sequence[str]:
    """Why the record cannot have these fields together."""
    kind = sight.kind
    return (
        [] if kind.columns else [str(fault) for fault in kind.schema.half_named(kind.updated(sight.known or {}, news))]
    )
