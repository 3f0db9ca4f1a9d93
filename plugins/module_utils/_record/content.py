# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""What is known of a library's Service Configuration: confirmed objects, pending changes, and who said what when.

Two states follow from it: the *confirmed* one, and the *wanted* one, which is what the library will be when everything
pending is confirmed. Tasks are planned against the wanted state; what is pending is always the difference of the two, so
it never holds more than is needed, and a change of mind simply makes another difference.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .._core.objects import Identity, Kind

#: Canonical fields of an object; a field that is None is known to be blank. A table has the one field ``rows``.
Fields = Mapping[str, Any]


@dataclass(frozen=True)
class AboutObject:
    """What is said or asked about one object, page or table."""

    kind: Kind
    identity: Identity

    @property
    def name(self) -> str:
        """What tells it from the others of a library: ``loan_policies/ReShare borrowing``."""
        return "/".join([self.kind.plural, *self.identity])

    @property
    def title(self) -> str:
        """The object, for people."""
        return self.kind.described(self.identity)


@dataclass(frozen=True)
class Attribution:
    """Who said something, and when: UTC, as ``2026-11-25T09:30:00Z``."""

    by: str
    at: str


@dataclass(frozen=True)
class Confirmed:
    """An object as a person found it, or left it, on the screen. fields: None where there is none."""

    fields: Fields | None
    said: Attribution


@dataclass(frozen=True)
class Pending:
    """A change that a person still has to make.

    fields: what is otherwise afterwards; None where the object goes.
    since: the day it was first asked for. impossible: why it could not be done, and who said so.
    """

    fields: Fields | None
    since: str
    impossible: tuple[str, Attribution] | None = None

    def applied(self, known: Fields | None) -> Fields | None:
        """The object after the change; None where it is gone."""
        return None if self.fields is None else {**(known or {}), **self.fields}


#: What a line of the history is about: the closed list of its codes.
FOUND, NOT_FOUND, READ_BACK = "found", "not_found", "read_back"
CONFIRMED, IMPOSSIBLE, DISCARDED = "confirmed", "impossible", "discarded"
WITHDRAWN, WITHDRAWAL_ENDED = "withdrawn", "withdrawal_ended"
EVENTS = (FOUND, NOT_FOUND, READ_BACK, CONFIRMED, IMPOSSIBLE, DISCARDED, WITHDRAWN, WITHDRAWAL_ENDED)


@dataclass(frozen=True)
class Event:
    """A line of the history.

    event: one of EVENTS. what: the same for people. object: the name of the object (AboutObject.name), None for the whole library.
    step: the fingerprint of the confirmed change, where there is one.
    """

    said: Attribution
    event: str
    what: str
    object: str | None = None
    remark: str | None = None
    step: str | None = None


@dataclass(frozen=True)
class Withdrawal:
    """That the library's link was taken down on purpose, and stays down until somebody enables it again. reason: why."""

    said: Attribution
    reason: str | None = None


def new_token() -> str:
    """A random name for a record: no other record has it."""
    return secrets.token_hex(16)


@dataclass
class RecordData:
    """The record of one library. Objects are kept by the plural of their kind, then by identity.

    token: random; worksheets and the files that they make carry it, so that they fit no other record.
    rehearsal: whether OCLC's systems were the sandbox; None until one of them has answered.
    withdrawal: set while the library is withdrawn.
    upgraded: whether it was read from a file of an older schema.
    """

    library: str
    registry_id: str
    token: str = field(default_factory=new_token)
    rehearsal: bool | None = None
    withdrawal: Withdrawal | None = None
    upgraded: bool = field(default=False, compare=False)
    confirmed: dict[str, dict[Identity, Confirmed]] = field(default_factory=dict)
    pending: dict[str, dict[Identity, Pending]] = field(default_factory=dict)
    history: list[Event] = field(default_factory=list)

    @property
    def label(self) -> dict[str, Any]:
        """What every worksheet says of the record that it is made from."""
        return {
            "library": self.library,
            "registry_id": self.registry_id,
            "record": self.token,
            "rehearsal": bool(self.rehearsal),
        }

    @property
    def is_blank(self) -> bool:
        """Whether nothing was ever asked for or confirmed."""
        return not (self.history or self.withdrawal or self.is_pending or any(self.confirmed.values()))

    @property
    def is_pending(self) -> bool:
        """Whether anything waits for a person."""
        return any(self.pending.values())

    def withdraw(self, said: Attribution, reason: str | None) -> None:
        """Somebody withdraws the library. Who did so first, and when, stays; a new reason takes the place of the old one."""
        before = self.withdrawal
        if before is None or reason not in (None, before.reason):
            self.withdrawal = Withdrawal(said, reason)
            self.history.append(Event(said, WITHDRAWN, "Library withdrawn", remark=reason))

    def end_withdrawal(self, said: Attribution) -> None:
        """Somebody lets the library go live again."""
        if self.withdrawal is not None:
            self.withdrawal = None
            self.history.append(Event(said, WITHDRAWAL_ENDED, "Withdrawal ended"))

    def known(self, kind: Kind) -> dict[Identity, Fields]:
        """The confirmed objects of a kind."""
        confirmed = self.confirmed.get(kind.plural, {})
        return {identity: one.fields for identity, one in confirmed.items() if one.fields is not None}

    def found(
        self, kind: Kind, identity: Identity, there: Fields | None, said: Attribution, remark: str | None
    ) -> None:
        """Somebody says what was there before anything was asked for, or that there is no such thing."""
        self.confirm(kind, identity, there, said)
        about = AboutObject(kind, identity)
        event, what = (FOUND, "found") if there is not None else (NOT_FOUND, "not there")
        self.history.append(Event(said, event, f"{about.title} {what}", about.name, remark))

    def was_found(self, kind: Kind, identity: Identity) -> bool:
        """Whether a person reported the object as existing before anything was requested."""
        name = AboutObject(kind, identity).name
        return any(event.event == FOUND and event.object == name for event in self.history)

    def ask(self, kind: Kind, identity: Identity, known: Fields | None, wanted: Fields | None, since: str) -> None:
        """Let the object become what is wanted: pending becomes what that needs, which may be nothing."""
        waiting = self.pending.setdefault(kind.plural, {})
        before = waiting.pop(identity, None)
        change = difference(known, wanted)
        if change is None:
            return
        fields = None if change.fields is None else {**kind.naming(identity), **change.fields}
        same = before is not None and before.fields == fields
        waiting[identity] = before if before is not None and same else Pending(fields, since)

    def confirm(self, kind: Kind, identity: Identity, there: Fields | None, said: Attribution) -> None:
        """Somebody says what is there, or that there is no such thing; nothing more is asked of it."""
        self.pending.get(kind.plural, {}).pop(identity, None)
        self.confirmed.setdefault(kind.plural, {})[identity] = Confirmed(there, said)


def difference(known: Fields | None, wanted: Fields | None) -> Pending | None:
    """The change that makes what is known what is wanted; None where it is that already."""
    if wanted is None:
        return None if known is None else Pending(None, "")
    there = known or {}
    changed = {name: value for name, value in wanted.items() if name not in there or there[name] != value}
    changed |= {name: None for name, value in there.items() if name not in wanted and value is not None}
    if changed == {"rows": []} and known is None:
        # A table of which nothing is known is as good as an empty one.
        return None
    return Pending(changed, "") if changed else None


def fingerprint(kind: Kind, identity: Identity, known: Fields | None, wanted: Fields | None) -> str:
    """A change in 16 digits; another object, state before or state after makes another one."""
    text = json.dumps([kind.plural, identity, known, wanted], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
