# SPDX-License-Identifier: GPL-3.0-or-later

"""The state of a library after a run, with its reasons, and that of each of its systems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...module_utils._core.checks import FAIL, UNKNOWN
from ...module_utils._record.content import WORKSHEET
from .collected import system_of
from .run_document import RESHARE, SYSTEMS, WMS, WOULD, Data
from .states import (
    APPROVAL,
    CHECK,
    DRIFT,
    ENDED,
    EXCEPTED,
    EXCEPTION_ENDED,
    FAILED,
    GO_LIVE,
    IN_PLACE,
    INCONCLUSIVE,
    LIVE,
    NOT_CHECKABLE,
    OBJECTS,
    PENDING,
    QUESTIONS,
    REFUSED,
    STATED,
    STATES,
    STEPS,
    WAVE,
    worst,
)

#: The kind of the page that enables the link.
LINK = "ill_settings"
#: The go-live checks that fail if a system rejects the login, or the account lacks a permission.
_LOGINS = {"wms_key": WMS, "wms_institution": WMS, "reshare_login": RESHARE, "reshare_permissions": RESHARE}
#: The system of a check of the library as a whole.
_NEITHER = ""

#: A state that applies, with the code of its reason, and the system that it is about; None for both.
_Found = tuple[str, str | None, str | None]


def judged(library: Mapping[str, Any], goes_live: bool) -> Data:
    """The members ``state``, ``reasons`` and ``systems``. library: as collected, with its link. goes_live: whether one of its changes makes the link live for
    the first time. A library is as declared only if both its systems were compared."""
    judgements = [*_judgements(library, goes_live)]
    state, reasons = _worst(judgements)
    if state in (IN_PLACE, STATED) and len(compared_systems(library)) < len(SYSTEMS):
        state, reasons = None, []
    systems = {system: _system(library, judgements, system) for system in SYSTEMS}
    return {"state": state, "reasons": reasons, "systems": systems}


def compared_systems(library: Mapping[str, Any]) -> list[str]:
    """The systems whose objects were compared with the inventory. The page that enables the link is a part of no configuration."""
    systems = {system_of(kind) for kind in library["compared"] if kind != LINK}
    return [system for system in SYSTEMS if system in systems]


def is_confirmed(page: Mapping[str, Any]) -> bool:
    """Whether nothing is left on a page for its contact, and steps wait for a second person."""
    return bool(page["waiting_for_approval"]) and not page["open"]


def _judgements(library: Mapping[str, Any], goes_live: bool) -> Iterator[_Found]:
    for change in library["changes"]:
        if change["status"] == WOULD:
            # With pending steps, going live is held back on purpose.
            held = change["kind"] == LINK and (goes_live or (library["pending"] and _enables(change)))
            if not library["wave"]:
                yield (PENDING, GO_LIVE, WMS) if held else (DRIFT, OBJECTS, change["system"])
    if library["wave"]:
        yield PENDING, WAVE, None
    for step in library["pending"]:
        yield PENDING, step["reason"], step["system"]
    for page in library["pages"]:
        yield PENDING, APPROVAL if is_confirmed(page) else STEPS if page["page"] == WORKSHEET else QUESTIONS, WMS
    for message in library["messages"]:
        if message["level"] in (FAILED, NOT_CHECKABLE):
            yield message["level"], message["code"], message["system"]
    for check in library["checks"]:
        if check["status"] == UNKNOWN:
            yield NOT_CHECKABLE, INCONCLUSIVE, _NEITHER
        elif check["status"] == FAIL and check["name"] in _LOGINS:
            yield NOT_CHECKABLE, REFUSED, _LOGINS[check["name"]]
        elif check["status"] == FAIL:
            # If the link is not live, the failed check means that it cannot be made live.
            yield DRIFT if library["link"] == LIVE else FAILED, CHECK, _NEITHER
    # Going live was held back: nobody has asked for it yet.
    if library["ready"] and library["compared"] and library["link"] not in (LIVE, *ENDED):
        yield PENDING, GO_LIVE, WMS
    ended = {exception["ended"] for exception in library["exceptions"]}
    if True in ended:
        yield PENDING, EXCEPTION_ENDED, _NEITHER
    for system in compared_systems(library):
        yield IN_PLACE, EXCEPTED if system == WMS and False in ended else None, system
        if system == WMS and (library["knowledge"] or {}).get("stated"):
            yield STATED, STATED, WMS


def _enables(change: Mapping[str, Any]) -> bool:
    section = (change["after"] or {}).get("reshare") or {}
    return bool(section.get("enable"))


def _worst(judgements: Iterable[_Found]) -> tuple[str | None, list[str]]:
    """The worst state, and all reasons, those of the worst state first. The state is None without a judgement."""
    order = [*STATES]
    ranked = sorted(judgements, key=lambda judgement: -order.index(judgement[0]))
    reasons = dict.fromkeys(reason for _state, reason, _system in ranked if reason)
    if reasons.keys() - {GO_LIVE, STATED, EXCEPTED, EXCEPTION_ENDED}:
        # Going live is not the only thing left.
        reasons.pop(GO_LIVE, None)
    return (worst(state for state, _reason, _system in ranked) if ranked else None), list(reasons)


def _system(library: Mapping[str, Any], judgements: Iterable[_Found], system: str) -> Data:
    state, reasons = _worst(judgement for judgement in judgements if judgement[2] in (system, None))
    texts = (
        message["text"] for message in library["messages"] if message["code"] and message["system"] in (system, None)
    )
    return {"state": state, "reasons": reasons, "message": ". ".join(dict.fromkeys(text.rstrip(".") for text in texts))}
