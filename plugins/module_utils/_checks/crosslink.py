# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether the export of a tenant to CrossLink, ReShare's successor, would accept its data (reshare.md 5.6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from .._core.checks import INVALID, UNSUPPORTED, WAIVED, Check, Problem
from .._core.objects import Kind
from .._reshare.directory import Directory, refdata
from .._reshare.objects.lending_tables import LOCATION, SHELVING_LOCATION, SITE
from .._reshare.objects.setting_fields import METHODS
from .._reshare.objects.settings import SETTING, effective
from .basis import PLANNED, RESHARE, CheckedLibrary

NAME = "crosslink_export"
#: Why the check never stops a library.
NOT_NEEDED = "the link does not depend on it"
#: The highest supply preference that the export accepts.
HIGHEST_PREFERENCE = 10_000

#: The settings of NCIP that the export needs, and those that show that a tenant uses NCIP.
_NEEDED = ("ncip_server_address", "ncip_from_agency")
_NCIP = (*_NEEDED, "ncip_to_agency")
#: The adapters that become the vendor WMS.
_WMS = ("wms", "wms2")

#: The objects of a kind, as fields.
Rows = Callable[[Kind], Sequence[Mapping[str, Any]]]


def export(library: CheckedLibrary) -> Check:
    """The check, which never stops a library: a failed or inconclusive one is waived."""
    check = library.guarded(NAME, _problems, RESHARE)
    return replace(check, status=WAIVED, reason=NOT_NEEDED) if check.stops else check


def _problems(library: CheckedLibrary) -> list[Problem]:
    plan = library.tenant_plan
    rows = plan.after if library.expected["stage"] == PLANNED else plan.now
    # Rows that exist twice are searched in the current objects, because the plan has only one object for each key.
    twice = [Problem(str(fault), INVALID, fault.object) for fault in SETTING.twice(plan.reconciler.current(SETTING))]
    consortia = [
        entry
        for entry in Directory(library.clients.gateway).entries(full=False)
        if refdata(entry.get("type")) == "consortium"
    ]
    return [*settings(rows), *twice, *preferences(rows), *_consortia(len(consortia))]


def settings(rows: Rows) -> Iterator[Problem]:
    """The settings that the export or CrossLink's broker would reject."""
    values = {str(row.get("key")): effective(row) for row in rows(SETTING)}
    adapter = values.get("host_lms_integration")
    if adapter in _WMS:
        why = "CrossLink's broker rejects the circulation system WMS as not yet supported (inferred from its source)"
        yield _setting("host_lms_integration", f"is '{adapter}', but {why}", UNSUPPORTED)
    uses_ncip = any(values.get(key) for key in _NCIP) or any(values.get(key) == "ncip" for key in METHODS)
    for key in _NEEDED if uses_ncip else ():
        if not str(values.get(key) or "").strip():
            yield _setting(key, "is blank, but the export needs an address and a from-agency for NCIP", INVALID)


def _setting(key: str, problem: str, code: str) -> Problem:
    title = SETTING.describe(key)
    return Problem(f"{title} {problem}", code, title, ("value",))


def preferences(rows: Rows) -> Iterator[Problem]:
    """The rows of the lending tables that the export would reject."""
    for kind in (LOCATION, SHELVING_LOCATION, SITE):
        for row in rows(kind):
            preference = row.get("supply_preference")
            if isinstance(preference, int) and preference > HIGHEST_PREFERENCE:
                title = kind.describe(kind.title(row))
                text = f"{title} has the supply preference {preference}, but the export accepts at most {HIGHEST_PREFERENCE}"
                yield Problem(text, INVALID, title, ("supply_preference",))


def _consortia(number: int) -> Iterator[Problem]:
    if number != 1:
        yield Problem(f"the directory has {number} consortia, but the export needs exactly one", INVALID, "directory")
