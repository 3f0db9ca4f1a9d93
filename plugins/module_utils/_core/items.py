# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The declared items of a kind, checked before they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .errors import Faults, ValidationError
from .fields import Field
from .objects import Fields, Identity, Kind


def as_list(kind: Kind, given: Any) -> list[Fields]:
    """The declared items of a kind, checked to be a list of dictionaries."""
    if not isinstance(given, list) or not all(isinstance(item, Mapping) for item in given):
        raise ValidationError([f"{kind.plural} must be a list of dictionaries"], fields=[kind.plural])
    return given


def as_absent(given: Any) -> Any:
    """The declared items of a kind, each with state absent. Invalid ones stay as they are, for ``declare`` to reject."""
    if not isinstance(given, list):
        return given
    return [{**one, "state": "absent"} if isinstance(one, Mapping) else one for one in given]


def read_state(raw: Fields, allowed: Sequence[str]) -> str:
    """The declared state of an item."""
    state = raw.get("state") or "present"
    if state not in allowed:
        raise ValidationError([f"state is '{state}'; it must be one of {', '.join(allowed)}"], fields=["state"])
    return state


def refuse_blank(identity: Iterable[Field], fields: Fields) -> None:
    """Raise ValidationError if a field that identifies an object is blank."""
    missing = [field for field in identity if fields.get(field.name) is None]
    if missing:
        raise ValidationError((f"has no {field.title}" for field in missing), fields=(field.name for field in missing))


def refuse_repeated(kind: Kind, identities: Iterable[Identity]) -> None:
    """Raise ValidationError for identities that are declared more than once in one task."""
    faults = Faults()
    for identity, count in Counter(identities).items():
        if count > 1:
            title = kind.described(identity)
            faults.note(ValidationError([f"{title} is declared {count} times in one task"], title))
    faults.report()
