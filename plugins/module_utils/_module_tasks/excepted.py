# SPDX-License-Identifier: GPL-3.0-or-later

"""Exceptions (consortium_exceptions): until their day, the excepted fields are removed from the declarations and the worksheet of the library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from .._core.errors import quoted, similar
from .._core.objects import AboutObject, Declaration, DesiredObject, Kind
from .._core.reconcile import Reconciler
from .._core.redaction import leaves
from .._core.values import NO_LIMIT, is_no_limit
from .._core.withheld import EXCEPTED, withheld
from .._record.content import DISCARDED, Event
from .._record.record_store import RecordStore
from .._record.sources import Attribution, now
from .._task.arguments import SYSTEMS
from .._task.task import Call
from .._wms.catalogue import CONFIGURATION, DECLARABLE, READ_ONLY
from .._wms.objects.locations import SHELVING_LOCATION

#: The agreement with all partners.
ALL_PARTNERS = "all"
_LOCATIONS = {kind.name for kind in (*READ_ONLY, SHELVING_LOCATION)}


@dataclass(frozen=True)
class LibraryException:
    """An exception of a library, with the members of an entry. object: the title of an object. field: name or label of its field; None for all.
    agreement: a partner, or ALL_PARTNERS. value: what the library has instead. until: the last day, in ISO format."""

    library: str
    reason: str
    by: str
    until: str
    object: str | None = None
    field: str | None = None
    agreement: str | None = None
    value: str | None = None

    @property
    def title(self) -> str:
        """What is excepted, for people."""
        partner = "all partners" if self.agreement == ALL_PARTNERS else self.agreement
        return ", ".join(filter(None, [self.object or f"the agreement with {partner}", self.field]))

    def ended(self, today: str) -> bool:
        """Whether its last day is over. today: in ISO format."""
        return self.until < today

    def data(self, today: str) -> dict[str, Any]:
        """For results. text: a sentence."""
        instead, when = f" ({self.value} instead)" if self.value else "", "ended on" if self.ended(today) else "until"
        text = f"{self.title}{instead}: exception by {self.by}, {when} {self.until}: {self.reason}"
        return {"text": text, **asdict(self), "ended": self.ended(today)}

    def is_about(self, title: str, kind: Kind, field: str) -> bool:
        """Whether it excepts this field of the object with this title. Fields that identify an object, or that it cannot be created without, stay declared."""
        column = kind.schema[field]
        named = field not in kind.identity_fields and not column.required and self.field in (None, field, column.label)
        return named and self.object == title

    def fields(self, kind: Kind, item: DesiredObject) -> list[str]:
        """The declared fields of an object that it excepts."""
        return [name for name in item.fields if self.is_about(_title(kind, item), kind, name)]

    def refusal(self, declared: Mapping[str, Declaration]) -> str | None:
        """Why it has no effect on these declarations of its library, as the end of a sentence; None if it has an effect, or is about an agreement."""
        objects = {_title(kind, item): (kind, item) for kind, item in _items(declared)}
        if self.agreement:
            return None
        if self.object not in objects:
            return f"is not a declared object. {similar(str(self.object), objects).rstrip('.')}"
        kind, item = objects[self.object]
        if kind.columns:
            return "cannot be excepted: its rows decide which policies apply to a loan. Except a field of the policy"
        left = self.fields(kind, item)
        named = {kind.name, *(other for name in left for other in kind.schema[name].value.referenced_kinds)}
        if kind not in CONFIGURATION or named & _LOCATIONS:
            return "cannot be excepted: the identity of the library, or every loan, depends on it"
        if not left:
            names = [kind.schema[name].label for name in replace(self, field=None).fields(kind, item)]
            return f"has no such declared field that can be excepted. {similar(str(self.field), names).rstrip('.')}"
        limits = [name for name in left if any(map(is_no_limit, leaves(item.fields[name])))]
        return (
            f"is declared as {NO_LIMIT} ({quoted(limits)}), and nobody can override a limit in a checkout by ReShare"
            if limits
            else None
        )


def effective(call: Call, declared: Mapping[str, Declaration]) -> list[LibraryException]:
    """The exceptions that count in a task with these declarations."""
    return [exception for exception in _present(call) if exception.refusal(declared) is None]


def refused(call: Call, declared: Mapping[str, Declaration]) -> dict[str, str]:
    """For exceptions of declared objects without an effect, the reason, as a sentence by the title of the object."""
    there = {_title(kind, item) for kind, item in _items(declared)}
    present = [exception for exception in _present(call) if exception.object in there]
    reasons = {str(exception.object): (exception.title, exception.refusal(declared)) for exception in present}
    return {name: f"the exception of {title} does not count: it {why}" for name, (title, why) in reasons.items() if why}


def _present(call: Call) -> list[LibraryException]:
    """The library's exceptions of objects that have not ended. In a run that writes to no system, ended ones count too: such a run does not ask people, and
    must not fail until another run has asked again."""
    compares, today = set(call.params["left_out"]) == set(SYSTEMS), now()[:10]
    entries = [LibraryException(**exception) for exception in call.params["consortium_exceptions"]]
    own = (entry for entry in entries if entry.library == call.params["library"] and entry.object)
    return [exception for exception in own if compares or not exception.ended(today)]


def withheld_of(declared: Mapping[str, Declaration], exceptions: Iterable[LibraryException]) -> list[dict[str, Any]]:
    """What is excepted, as in the option ``withheld``."""
    return [
        withheld(AboutObject(kind, item.identity), kind.schema[name], EXCEPTED).data
        for exception, kind, item in _excepted(declared, exceptions)
        for name in exception.fields(kind, item)
    ]


def withdraw_steps(call: Call, kept: RecordStore, declared: Mapping[str, Declaration]) -> bool:
    """End the steps that ask for excepted fields. declared: still with these fields. Returns whether there were any."""
    before = len(kept.content.history)
    for exception, kind, item in _excepted(declared, effective(call, declared)):
        if not exception.ended(kept.now[:10]) and kept.leave_out(kind, item.identity, exception.fields(kind, item)):
            key, what = AboutObject(kind, item.identity).key, f"{exception.title} excepted until {exception.until}"
            by = Attribution(exception.by, kept.now)
            kept.content.history.append(Event(by, DISCARDED, what, key, exception.reason))
    return len(kept.content.history) > before


def warn(call: Call, reconciler: Reconciler, declared: Mapping[str, Declaration]) -> None:
    """Warn about exceptions that do not count, and about exceptions of fields that are as declared anyway. declared: with the excepted fields."""
    for text in refused(call, declared).values():
        call.warn(f"{text}.")
    for exception, kind, item in _excepted(declared, effective(call, declared)):
        wanted = {name: item.fields[name] for name in exception.fields(kind, item)}
        stored = (existing for existing in reconciler.current(kind) if kind.identify(existing.fields) == item.identity)
        if any(not kind.compare(existing, wanted)[0] for existing in stored):
            title = exception.title
            call.warn(f"the exception of {title} is not needed any more: it is as declared. Remove the exception.")


def proposed(
    call: Call, store: RecordStore, declared: Mapping[str, Declaration], steps: Iterable[AboutObject]
) -> Iterator[dict[str, Any]]:
    """Proposed exceptions for these impossible steps, as parts of entries. refused: why an exception has no effect; None if it has one."""
    for kind, identity, title in ((step.kind, step.identity, step.title) for step in steps):
        change = store.content.pending_of(kind)[identity]
        reason = "" if change.impossible is None else change.impossible.remark
        if kind.listed and identity not in store.known(kind):
            why = "does not exist, and no exception settles that. Ask the library again, or declare another object"
            yield {"object": title, "field": None, "reason": reason, "refused": why}
            continue
        names = () if kind.columns else (change.fields or {}).keys() - set(kind.identity_fields)
        labels: list[str | None] = [*sorted(kind.schema[name].label for name in names)]
        for field in labels or [None]:
            exception = LibraryException(call.library, reason, "", "", object=title, field=field)
            yield {"object": title, "field": field, "reason": reason, "refused": exception.refusal(declared)}


def _excepted(
    declared: Mapping[str, Declaration], exceptions: Iterable[LibraryException]
) -> Iterator[tuple[LibraryException, Kind, DesiredObject]]:
    for exception in exceptions:
        yield from (
            (exception, kind, item) for kind, item in _items(declared) if exception.object == _title(kind, item)
        )


def _items(declared: Mapping[str, Declaration]) -> Iterator[tuple[Kind, DesiredObject]]:
    for kind in DECLARABLE:
        if kind.name in declared:
            yield from ((kind, item) for item in declared[kind.name].items if item.state != "absent")


def _title(kind: Kind, item: DesiredObject) -> str:
    return kind.label if kind.columns else kind.described(item.identity)
