# SPDX-License-Identifier: GPL-3.0-or-later

"""What was in place at a library at the end of a day, as a configuration: only what was changed since, and is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...module_utils._core.objects import AboutObject
from ...module_utils._core.redaction import MASK, leaves
from ...module_utils._reshare.objects.settings import SETTING, pretends
from ...module_utils._wms.objects.ill_settings import ILL_SETTINGS

#: Why an object is left alone.
UNKNOWN = "nothing is known of it on that day"
NOT_KEPT = "it was changed since, and its earlier values were not kept"
NOT_THERE = "it did not exist on that day; nothing is removed without its name"
SECRET = "its earlier value is a secret, which no report has"  # noqa: S105
PRETENCE = "with its earlier value, ReShare would report success without any call to WMS"
LINK = "only onboard and withdraw enable and disable the link"


@dataclass(frozen=True)
class EarlierObject(AboutObject):
    """An object that was changed after the day. given: what was there, in the form that ``declare`` accepts; None if it is left alone, for the
    reason."""

    given: Any = None
    reason: str = ""


@dataclass
class EarlierValues:
    """The objects of both systems. sandbox: whether they are those of the sandbox; None if that is not known."""

    objects: list[EarlierObject] = field(default_factory=list)
    sandbox: bool | None = None

    def configuration(self, kinds: Iterable[str]) -> dict[str, Any]:
        """What is restored of these kinds, in the form that the modules for a whole configuration accept."""
        found: dict[str, Any] = {}
        for one in self.objects:
            if one.given is not None and one.kind.name in kinds:
                found[one.kind.plural] = combined(found.get(one.kind.plural), one.given)
        return found

    @property
    def left_alone(self) -> list[dict[str, str]]:
        """The objects that are not restored, each with the reason."""
        return [{**one.data, "reason": one.reason} for one in self.objects if one.given is None]


def earlier_object(about: AboutObject, given: Any, reason: str = NOT_KEPT) -> EarlierObject:
    """An object with what was there; left alone if it cannot be restored. reason: why there is nothing to restore."""
    if about.kind is ILL_SETTINGS:
        return EarlierObject(about.kind, about.identity, None, LINK)
    if MASK in leaves(given):
        return EarlierObject(about.kind, about.identity, None, SECRET)
    if about.kind is SETTING and any(pretends(key, value) for key, value in (given or {}).items()):
        return EarlierObject(about.kind, about.identity, None, PRETENCE)
    return EarlierObject(about.kind, about.identity, given or None, reason)


def combined(first: Any, other: Any) -> Any:
    """Two declarations of one kind, about different objects."""
    if isinstance(first, Mapping) and isinstance(other, Mapping):
        return {**first, **{name: combined(first.get(name), value) for name, value in other.items()}}
    return [*first, *other] if isinstance(first, list) else other
