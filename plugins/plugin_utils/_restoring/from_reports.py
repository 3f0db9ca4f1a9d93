# SPDX-License-Identifier: GPL-3.0-or-later

"""What the reports of earlier runs say was in place at a library at the end of a day: what their changes after it replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ...module_utils._core.errors import ValidationError
from ...module_utils._core.objects import AboutObject, Kind
from ...module_utils._reshare.tenant_catalogue import DECLARABLE as OF_RESHARE
from ...module_utils._wms.catalogue import DECLARABLE as OF_WMS
from .._report.cells import DONE
from .._report.data import Data
from .earlier_values import NOT_KEPT, NOT_THERE, EarlierObject, EarlierValues, earlier_object

_KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (*OF_WMS, *OF_RESHARE)}


@dataclass(frozen=True)
class Replaced:
    """A change that a run made. entry: as in its report, which ended at that time."""

    at: str
    about: AboutObject
    entry: Mapping[str, Any]

    @property
    def given(self) -> Any:
        """What was there, in the form that ``declare`` accepts. Raises ValidationError for anything else."""
        kind, given = self.about.kind, self.entry["earlier"]
        if not (isinstance(given, Mapping) and list(given) == [kind.plural]):
            raise ValidationError(f"{self.about.title}: its earlier values in the report of {self.at} are damaged")
        if given[kind.plural]:
            kind.declare(given[kind.plural])
        return given[kind.plural]


def of_reports(reports: Sequence[tuple[datetime, Data]], library: str, day: str) -> EarlierValues:
    """The objects that runs changed after the day. reports: the oldest first. Raises ValidationError if they say nothing about that day."""
    own = [(at.isoformat()[:19] + "Z", one) for at, one in reports if library in one["libraries"]]
    if not own or own[0][0][:10] > day:
        begin = "are not about this library" if not own else f"about this library begin on {own[0][0][:10]}"
        raise ValidationError(
            f"the reports {begin}, so nothing is known of {day}. Choose a later day, or add earlier reports",
            fields=["reports"],
        )
    # A run that changed nothing may have reached no system, so it shows neither.
    made = [(at, one["sandbox"], [*_replaced(at, one["libraries"][library])]) for at, one in own]
    kinds = {sandbox for _at, sandbox, replaced in made if replaced}
    if len(kinds) > 1:
        raise ValidationError(
            "some of the reports are of rehearsals, made against the sandbox, and others are not. Move those of rehearsals to another folder",
            fields=["reports"],
        )
    changes: dict[tuple[str, str], list[Replaced]] = {}
    for at, _sandbox, replaced in made:
        for change in replaced if at[:10] > day else ():
            changes.setdefault((change.about.kind.name, change.about.key), []).append(change)
    return EarlierValues([_object(several) for several in changes.values()], next(iter(kinds), None))


def _replaced(at: str, library: Data) -> Iterator[Replaced]:
    for family in library["families"].values():
        for entry in family["changes"]:
            kind = _KINDS.get(str(entry["kind"]))
            if entry["status"] == DONE and kind is not None:
                identity = tuple(str(value) for value in (entry["identity"] or {}).values())
                yield Replaced(at, AboutObject(kind, identity), entry)


def _object(changes: Sequence[Replaced]) -> EarlierObject:
    """An object before the first of these changes. What only a later one replaced was there before, too."""
    first = changes[0]
    if "earlier" in first.entry and first.entry["earlier"] is None:
        return earlier_object(first.about, None, NOT_THERE)
    if any("earlier" not in one.entry for one in changes):
        return earlier_object(first.about, None, NOT_KEPT)
    found: Any = first.given
    for one in changes[1:]:
        if one.entry["earlier"] is not None:
            found = _filled(first.about.kind, found, one.given)
    return earlier_object(first.about, found, NOT_THERE)


def _filled(kind: Kind, first: Any, later: Any) -> Any:
    """An earlier declaration of an object with what only a later one has. A row of a map is replaced as a whole."""
    if not isinstance(first, list):
        return _deep(first, later)
    names = kind.selectors or kind.identity_fields
    found = {tuple(one.get(name) for name in names): one for one in later}
    for one in first:
        key = tuple(one.get(name) for name in names)
        found[key] = one if kind.columns else _deep(one, found.get(key, {}))
    return list(found.values())


def _deep(first: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """The members of both; those of the first count."""
    inner = {
        name: _deep(value, later[name])
        for name, value in first.items()
        if isinstance(value, Mapping) and isinstance(later.get(name), Mapping)
    }
    return {**later, **first, **inner}
