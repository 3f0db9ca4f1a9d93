# SPDX-License-Identifier: GPL-3.0-or-later

"""The way back: the inverse of what runs changed since a day, as declarations to be reviewed and applied like any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ...module_utils._core.errors import ValidationError
from ...module_utils._core.objects import Kind
from ...module_utils._core.redaction import MASK, leaves
from ...module_utils._reshare.objects.patron_ids import PATRON_IDS
from ...module_utils._reshare.objects.settings import SETTING, pretends
from ...module_utils._reshare.tenant_catalogue import DECLARABLE as OF_RESHARE
from ...module_utils._wms.catalogue import DECLARABLE as OF_WMS
from ...module_utils._wms.objects.ill_settings import ILL_SETTINGS
from ...module_utils._wms.objects.patrons import PATRON_ACCOUNT
from .run_document import ASKED, DONE, HIDDEN, NOT_KNOWN, Data

#: The playbooks that apply declarations. Others (withdraw, remove_library) end something on purpose.
_PLAYBOOKS = ("reshare.wms.onboard", "reshare.wms.advance", "reshare.wms.apply")
_KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (*OF_WMS, *OF_RESHARE)}
#: Why an object is left alone.
_LEFT_ALONE = {
    ILL_SETTINGS.name: "only onboard and withdraw enable and disable the link",
    PATRON_ACCOUNT.name: "patron accounts follow from the partners",
    PATRON_IDS.name: "patron IDs follow from the partners",
}
_SHORTENED = "the account of the run has no values, because they are too large"
_SECRET = "its earlier value is a secret, which no account has"  # noqa: S105
_PRETENCE = "with its earlier value, ReShare would report success without any call to WMS"


@dataclass(frozen=True)
class Made:
    """The changes that a run made at a library, the oldest first. shortened: whether their values are missing."""

    library: str
    changes: list[Data]
    shortened: bool
    sandbox: str


@dataclass
class _Back:
    """An object before its first change. given: its declaration. reason: why it is left alone."""

    title: str
    given: Any = None
    reason: str = ""


@dataclass
class WayBack:
    """The declarations of a library, by system, and the objects that are left alone, each with the reason."""

    circulation_configuration: dict[str, Any] = field(default_factory=dict)
    reshare_configuration: dict[str, Any] = field(default_factory=dict)
    left_alone: dict[str, str] = field(default_factory=dict)


def made(since: str) -> Any:
    """A function that keeps of an account what its run changed on this day or later (UTC, ``2026-11-27``)."""

    def keep(_file: str, at: datetime, account: Data) -> list[Made]:
        if at.date().isoformat() < since or account["check_mode"] or account["playbook"] not in _PLAYBOOKS:
            return []
        return [
            Made(name, changes, account["shortened"], library["sandbox"])
            for name, library in account["libraries"].items()
            if (changes := [change for change in library["changes"] if change["status"] in (DONE, ASKED)])
        ]

    return keep


def way_back(runs: Iterable[list[Made]]) -> dict[str, WayBack]:
    """The way back of each library. runs: the oldest first. Raises ValidationError if some are rehearsals, and others are not."""
    of_libraries: dict[str, list[Made]] = {}
    for made in (made for run in runs for made in run):
        of_libraries.setdefault(made.library, []).append(made)
    return {name: _of_library(name, several) for name, several in sorted(of_libraries.items())}


def _of_library(name: str, runs: list[Made]) -> WayBack:
    if len({run.sandbox for run in runs} - {NOT_KNOWN}) > 1:
        raise ValidationError(
            f"{name}: some of the runs are rehearsals with the sandbox, and others are not. Move the accounts of the rehearsals to another folder"
        )
    changes: dict[tuple[str, str], list[Data]] = {}
    back = WayBack()
    for run in runs:
        for change in run.changes:
            if run.shortened:
                back.left_alone[str(change["title"])] = _SHORTENED
            elif change["kind"] in _KINDS:
                changes.setdefault((change["kind"], str(change["identity"])), []).append(change)
    for (kind, _identity), several in changes.items():
        single = _back(_KINDS[kind], several)
        if single.reason or single.given is None:
            back.left_alone |= {single.title: single.reason} if single.reason else {}
            continue
        of_reshare = any(_KINDS[kind] is other for other in OF_RESHARE)
        configuration = back.reshare_configuration if of_reshare else back.circulation_configuration
        configuration[_KINDS[kind].plural] = _combined(configuration.get(_KINDS[kind].plural), single.given)
    return back


def _back(kind: Kind, changes: list[Data]) -> _Back:
    first = changes[0]
    title = str(first["title"])
    if kind.name in _LEFT_ALONE:
        return _Back(title, reason=_LEFT_ALONE[kind.name])
    if any(leaf == MASK or HIDDEN in str(leaf) for change in changes for leaf in leaves(change["earlier"])):
        return _Back(title, reason=_SECRET)
    if first["earlier"] is None:
        gone = changes[-1]["after"] is None
        return _Back(title, None if gone else [{**(first["identity"] or {}), "state": "absent"}])
    given = _given(kind, first)
    for later in changes[1:]:
        if later["earlier"] is not None:
            given = _filled(kind, given, _given(kind, later))
    if kind is SETTING and any(pretends(key, value) for key, value in (given or {}).items()):
        return _Back(title, reason=_PRETENCE)
    return _Back(title, given or None)


def _given(kind: Kind, change: Data) -> Any:
    """The state before a change, in the form that ``declare`` accepts. Raises ValidationError for anything else."""
    earlier = change["earlier"]
    if not (isinstance(earlier, Mapping) and list(earlier) == [kind.plural]):
        raise ValidationError(f"{change['title']}: its earlier values in an account are damaged")
    if earlier[kind.plural]:
        kind.declare(earlier[kind.plural])
    return earlier[kind.plural]


def _filled(kind: Kind, first: Any, later: Any) -> Any:
    """An earlier declaration of an object, with the members that only a later one has. A row of a map is replaced as a whole."""
    if not isinstance(first, list):
        return _deep(first, later)
    names = kind.selectors or kind.identity_fields
    rows = {tuple(str(row.get(name)) for name in names): row for row in later}
    for row in first:
        key = tuple(str(row.get(name)) for name in names)
        # An object that existed at first can have been added again later.
        more = {name: value for name, value in rows.get(key, {}).items() if name != "state"}
        rows[key] = row if kind.columns else _deep(row, more)
    return list(rows.values())


def _deep(first: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """The members of both dictionaries; if both have a member, the first one's is used."""
    inner = dict(_inner(first, later))
    return {**later, **first, **inner}


def _inner(first: Mapping[str, Any], later: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in first.items():
        if isinstance(value, Mapping) and isinstance(later.get(name), Mapping):
            yield name, _deep(value, later[name])


def _combined(first: Any, other: Any) -> Any:
    """Two declarations of one kind, about different objects."""
    if isinstance(first, Mapping) and isinstance(other, Mapping):
        return {**first, **{name: _combined(first.get(name), value) for name, value in other.items()}}
    return [*first, *other] if isinstance(first, list) else other
