# SPDX-License-Identifier: GPL-3.0-or-later

"""The content of a library's record: confirmed objects, pending changes, and the history with persons and times.

It defines two states: the *confirmed* state, and the *wanted* state after all pending changes. Tasks are planned against
the wanted state. The pending changes are always the difference of the two states, so they contain no unnecessary step.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from .._core.evidence import FORMS, Evidence
from .._core.fields import filled, not_blank
from .._core.objects import AboutObject, Fields, Identity, Kind
from .read_captures import CaptureReading, Named
from .sources import REPORT, Attribution, Source


@dataclass(frozen=True)
class Confirmed:
    """An object as it is known. fields: None if it does not exist.

    source: of the object, and of all fields that are not in sources. sources: of the other fields, by name.
    """

    fields: Fields | None
    source: Source
    sources: Mapping[str, Source] = field(default_factory=dict)

    def source_of(self, name: str) -> Source:
        """The source of a field."""
        return self.sources.get(name, self.source)

    @property
    def latest(self) -> Source:
        """The latest source of the object."""
        return max((self.source, *self.sources.values()), key=lambda source: source.attribution.at)

    def learnt(self, fields: Fields | None, source: Source, names: Iterable[str]) -> Confirmed:
        """The object with these fields. The fields *names* were learnt from *source*; the others keep their sources."""
        sources = {name: source if name in set(names) else self.source_of(name) for name in fields or ()}
        return confirmed(fields, source, sources)


def confirmed(fields: Fields | None, source: Source, sources: Mapping[str, Source]) -> Confirmed:
    """An object, given the source of each field. The most frequent source is stored once. source: of an object without fields."""
    common = Counter(sources.values()).most_common()
    frequent = (candidate for candidate, count in common if count == common[0][1])
    shared = max(frequent, key=lambda candidate: candidate.attribution.at, default=source)
    return Confirmed(fields, shared, {name: source for name, source in sources.items() if source != shared})


@dataclass(frozen=True)
class Confirmation:
    """The confirmation of a pending change that waits for the approval of a second person.

    source: how it was confirmed, by whom and when. seen: a table as its capture showed it, if it has rows that nobody asked for.
    """

    source: Source
    seen: Fields | None = None


@dataclass(frozen=True)
class Reason:
    """The reason that a person gave, in the person's words."""

    remark: str
    attribution: Attribution

    @property
    def data(self) -> dict[str, str]:
        """As in the record and on pages."""
        return {"remark": self.remark, **self.attribution.data}


@dataclass(frozen=True)
class PendingChange:
    """A pending manual change.

    fields: the fields that change; None for a removal.
    since: the date of the first request. impossible: the reason why it could not be done.
    confirmed: set while it waits for approval. sent_back: the reason why its latest confirmation was not approved.
    """

    fields: Fields | None
    since: str
    impossible: Reason | None = None
    confirmed: Confirmation | None = None
    sent_back: Reason | None = None

    def applied(self, known: Fields | None) -> Fields | None:
        """The object after the change; None after a removal."""
        return None if self.fields is None else {**(known or {}), **self.fields}


#: The pages for people, by their names in the record, in results and in file names: the worksheet, the questionnaire about missing values,
#: and the one about old values.
PAGES = WORKSHEET, QUESTIONNAIRE, AUDIT = ("worksheet", "questionnaire", "audit")

#: What a line of the history is about: the closed list of its codes.
FOUND, NOT_FOUND, READ_BACK = "found", "not_found", "read_back"
CONFIRMED, IMPOSSIBLE, DISCARDED = "confirmed", "impossible", "discarded"
#: What the second person said about a confirmation.
APPROVED, SENT_BACK = "approved", "sent_back"
#: A capture of the screen showed the object. With a step: as that step requests.
SEEN = "seen"
#: A value is unknown again: a patch by which it was read was revoked.
REOPENED = "reopened"
WITHDRAWN, REMOVED, WITHDRAWAL_ENDED = "withdrawn", "removed", "withdrawal_ended"
#: A page for people was sent to the contact of the library.
SENT = "sent"
#: The lines that confirm or show an object.
_SETTLED = (FOUND, CONFIRMED, READ_BACK, SEEN)
EVENTS = (
    *(FOUND, NOT_FOUND, READ_BACK, CONFIRMED, IMPOSSIBLE, DISCARDED, APPROVED, SENT_BACK),
    *(SEEN, REOPENED, WITHDRAWN, REMOVED, WITHDRAWAL_ENDED, SENT),
)


@dataclass(frozen=True)
class Event:
    """A line of the history.

    event: one of EVENTS. what: the same for people. object: the key of the object (AboutObject.key), None for the whole library.
    step: the fingerprint of the confirmed change, where there is one.
    """

    attribution: Attribution
    event: str
    what: str
    object: str | None = None
    remark: str | None = None
    step: str | None = None


@dataclass(frozen=True)
class Withdrawal:
    """The withdrawal of a library: its link stays disabled until the withdrawal ends. reason: why. removed: who removed its configuration, which
    no task creates again before the withdrawal ends. former: by the code of each stop of its ReShare tenant, the configuration that it replaced."""

    attribution: Attribution
    reason: str | None = None
    removed: Attribution | None = None
    former: Mapping[str, Any] = field(default_factory=dict)

    @property
    def data(self) -> dict[str, Any]:
        """The same in results."""
        more = {"removed": self.removed and self.removed.data, "former": dict(self.former) or None}
        return {**self.attribution.data, "reason": self.reason, **not_blank(more)}


@dataclass(frozen=True)
class Sent:
    """The latest e-mail with a page for people.

    to: the address. first: the time of the first e-mail about these steps. at: of the latest one. due: the day, None without one.
    reminders: the number of reminders. accepted: whether the mail server accepted the latest e-mail; False if the outcome is unknown.
    steps: the digests of the steps or questions on the page.
    """

    to: str
    first: str
    at: str
    due: str | None
    reminders: int
    accepted: bool
    steps: tuple[str, ...]


@dataclass
class RecordData:
    """The record of one library. Objects are kept by the plural of their kind, then by identity.

    token: random; part of the worksheets and of the files made by them, so that they match no other record.
    rehearsal: whether OCLC's systems were the sandbox; None before their first response.
    withdrawal: set while the library is withdrawn.
    new: whether there is no file yet.
    evidence: in the latest report of each form.
    sent: the pages that were sent, by their names.
    readings: by the digest of a capture, how its values were read. named: what belongs to the library.
    patches: of known screens, which are saved with the record, in files of their own.
    """

    library: str
    registry_id: str
    token: str = field(default_factory=partial(secrets.token_hex, 16))
    rehearsal: bool | None = None
    withdrawal: Withdrawal | None = None
    new: bool = field(default=False, compare=False)
    confirmed: dict[str, dict[Identity, Confirmed]] = field(default_factory=dict)
    pending: dict[str, dict[Identity, PendingChange]] = field(default_factory=dict)
    history: list[Event] = field(default_factory=list)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    sent: dict[str, Sent] = field(default_factory=dict)
    readings: dict[str, CaptureReading] = field(default_factory=dict)
    named: Named = field(default_factory=Named)
    patches: list[Mapping[str, Any]] = field(default_factory=list, compare=False)

    @property
    def label(self) -> dict[str, Any]:
        """The values at the head of every worksheet: they identify its record. A task adds the name of the library for people, its contact,
        and the day on which the worksheet is due."""
        return {
            "library": self.library,
            "registry_id": self.registry_id,
            "record": self.token,
            "rehearsal": bool(self.rehearsal),
            "display_name": self.library,
            "assignee": None,
            "due": None,
        }

    @property
    def is_blank(self) -> bool:
        """Whether nothing was ever requested, confirmed or imported."""
        known = self.history or self.withdrawal or self.evidence or self.sent or self.named.names or self.named.people
        return not (known or self.is_pending or any(self.confirmed.values()))

    @property
    def is_pending(self) -> bool:
        """Whether a manual step is pending."""
        return any(self.pending.values())

    def withdraw(self, attribution: Attribution, reason: str | None) -> None:
        """Record a withdrawal. The first person and time are kept; a new reason replaces the old one."""
        before = self.withdrawal
        if before is None or reason not in (None, before.reason):
            self.withdrawal = replace(before or Withdrawal(attribution), attribution=attribution, reason=reason)
            self.history.append(Event(attribution, WITHDRAWN, "Library withdrawn", remark=reason))

    def keep_former(self, stop: str, former: Mapping[str, Any]) -> None:
        """Keep what a stop of the withdrawn library replaces. Only the first value is kept: a later look finds the stop itself."""
        if self.withdrawal is not None:
            self.withdrawal = replace(self.withdrawal, former={stop: former, **self.withdrawal.former})

    def remove(self, attribution: Attribution) -> None:
        """Record that the configuration of the withdrawn library is removed. The first person and time are kept."""
        if self.withdrawal is not None and self.withdrawal.removed is None:
            self.withdrawal = replace(self.withdrawal, removed=attribution)
            self.history.append(Event(attribution, REMOVED, "Library removed"))

    def end_withdrawal(self, attribution: Attribution) -> None:
        """End the withdrawal."""
        if self.withdrawal is not None:
            self.withdrawal = None
            self.history.append(Event(attribution, WITHDRAWAL_ENDED, "Withdrawal ended"))

    @property
    def last_answer(self) -> Attribution | None:
        """The latest answer of a person to a worksheet or questionnaire."""
        events = (CONFIRMED, IMPOSSIBLE, FOUND, NOT_FOUND, SEEN)
        answers = [event.attribution for event in self.history if event.event in events]
        return max(answers, key=lambda answer: answer.at, default=None)

    def pending_of(self, kind: Kind) -> dict[Identity, PendingChange]:
        """The pending changes of a kind."""
        return self.pending.get(kind.plural, {})

    def confirmed_of(self, kind: Kind) -> dict[Identity, Confirmed]:
        """The objects of a kind, with those that are known not to exist."""
        return self.confirmed.get(kind.plural, {})

    def known(self, kind: Kind) -> dict[Identity, Fields]:
        """The confirmed objects of a kind."""
        confirmed = self.confirmed_of(kind)
        return {identity: recorded.fields for identity, recorded in confirmed.items() if recorded.fields is not None}

    def was_found(self, kind: Kind, identity: Identity) -> bool:
        """Whether the existing state of the object is known: a person reported it before anything was requested, or a capture showed it."""
        key = AboutObject(kind, identity).key
        return any(event.event in (FOUND, SEEN) and event.object == key for event in self.history)

    def ask(self, kind: Kind, identity: Identity, known: Fields | None, wanted: Fields | None, since: str) -> None:
        """Set the wanted state of an object. The pending change becomes the difference, which may be empty."""
        changes = self.pending.setdefault(kind.plural, {})
        before = changes.pop(identity, None)
        change = difference(known, wanted)
        if change is None:
            return
        fields = None if change.fields is None else {**kind.naming(identity), **change.fields}
        changes[identity] = before if before is not None and before.fields == fields else PendingChange(fields, since)

    def forget(self, kind: Kind, identity: Identity, names: Sequence[str]) -> None:
        """Make these fields of a confirmed object unknown."""
        if names and (recorded := self.confirmed_of(kind).get(identity)) is not None and recorded.fields is not None:
            left = {name: value for name, value in recorded.fields.items() if name not in names}
            self.confirmed[kind.plural][identity] = recorded.learnt(left, recorded.source, ())

    def confirm(
        self, kind: Kind, identity: Identity, there: Fields | None, source: Source, names: Iterable[str] | None = None
    ) -> None:
        """Record the state of an object, or that it does not exist. Its pending change ends.

        names: the fields that were learnt from *source*; None for all. The others keep their sources.
        """
        self.pending_of(kind).pop(identity, None)
        self._learn(kind, identity, there, source, names)

    def observe(self, kind: Kind, identity: Identity, seen: Fields, source: Source) -> None:
        """Record the fields of an object that were seen. The part of its pending change that they fulfil ends. A confirmation that they
        contradict is removed.

        If only an unchanged part of a section or of free fields was seen, their source stays: nothing was learnt about the rest.
        """
        before = self.known(kind).get(identity, {})
        there = kind.updated(before, seen)
        names = [
            name for name in seen if there.get(name) != before.get(name, ...) or _is_whole(kind, name, there, seen)
        ]
        self._learn(kind, identity, there, source, names)
        changes = self.pending_of(kind)
        change = changes.pop(identity, None)
        if change is None:
            return
        left = difference(there, None if change.fields is None else kind.rebased(before, change.fields, there))
        if left is not None:
            fields = None if left.fields is None else {**kind.naming(identity), **left.fields}
            contradicted = left.fields is None or any(name in seen for name in left.fields)
            changes[identity] = replace(change, fields=fields, confirmed=None if contradicted else change.confirmed)

    @property
    def reports(self) -> list[Evidence]:
        """The evidence, in a fixed order."""
        return [self.evidence[report] for report in FORMS if report in self.evidence]

    def import_evidence(self, evidence: Evidence) -> bool:
        """Keep the evidence in a report, unless a later report of its form is known. Returns whether it is new."""
        before = self.evidence.get(evidence.report)
        if before is not None and (before.last or "") > (evidence.last or ""):
            return False
        if before is not None and replace(before, imported=evidence.imported) == evidence:
            return False
        self.evidence[evidence.report] = evidence
        return True

    def last_changed(self, kind: Kind, identity: Identity) -> str | None:
        """The latest time at which an object was confirmed or seen. A report does not count: it shows loans that were made before."""
        key = AboutObject(kind, identity).key
        times = [event.attribution.at for event in self.history if event.object == key and event.event in _SETTLED]
        recorded = self.confirmed_of(kind).get(identity)
        sources = () if recorded is None else (recorded.source, *recorded.sources.values())
        return max([*times, *(source.attribution.at for source in sources if source.how != REPORT)], default=None)

    def _learn(
        self, kind: Kind, identity: Identity, there: Fields | None, source: Source, names: Iterable[str] | None
    ) -> None:
        objects = self.confirmed.setdefault(kind.plural, {})
        before = objects.get(identity)
        if names is None or before is None or before.fields is None:
            objects[identity] = Confirmed(there, source)
        else:
            objects[identity] = before.learnt(there, source, names)


def _is_whole(kind: Kind, name: str, there: Fields, seen: Fields) -> bool:
    """Whether all of a field was seen. A table is always seen as a whole."""
    if kind.columns:
        return True
    return filled(kind.schema.part(there, {name: seen[name]})) == filled({name: there.get(name)})


def difference(known: Fields | None, wanted: Fields | None) -> PendingChange | None:
    """The change from the known to the wanted state; None if they are equal."""
    if wanted is None:
        return None if known is None else PendingChange(None, "")
    there = known or {}
    changed = {name: value for name, value in wanted.items() if name not in there or there[name] != value}
    changed |= {name: None for name, value in there.items() if name not in wanted and value is not None}
    if changed == {"rows": []} and known is None:
        # An unknown table counts as an empty one.
        return None
    return PendingChange(changed, "") if changed else None


def fulfils(kind: Kind, there: Fields | None, change: PendingChange, known: Fields | None) -> bool:
    """Whether an object is as a change requests. known: the object when the change was requested."""
    if there is None or change.fields is None:
        return there is None and change.fields is None
    return difference(there, kind.rebased(known, change.fields, there)) is None


def fingerprint(
    kind: Kind, identity: Identity, known: Fields | None, wanted: Fields | None, sent_back: str | None = None
) -> str:
    """A digest of a change: 16 digits, from the object, the state before and the state after. sent_back: when it was sent back, which
    makes it a new request."""
    about = [kind.plural, identity, known, wanted, *([sent_back] if sent_back else [])]
    text = json.dumps(about, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
