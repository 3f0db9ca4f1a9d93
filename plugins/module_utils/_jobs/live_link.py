# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Whether the link of a library is live: Enable in the section ReShare of ILL Settings."""

from __future__ import annotations

from collections.abc import Mapping

from .._core.errors import TaskError
from .._core.objects import Declaration
from .._core.reconcile import Interrupted, Outcome, Reconciler
from .._record.record_store import RecordStore
from .._task.task import Result
from .._wms.objects.ill_settings import ILL_SETTINGS


def compared(
    reconciler: Reconciler, kept: RecordStore | None, page: Mapping[str, Declaration], outcome: Outcome
) -> Result:
    """The values about the page that enables the link, after the changes of a task that only compares it."""
    try:
        in_place = reconciler.in_place(page)
    except TaskError as fault:
        raise Interrupted(fault, outcome) from fault
    outcome.count |= {ILL_SETTINGS.name: 1} if in_place else {}
    return {"ill_settings_in_place": in_place, "live": live(reconciler, kept)}


def live(reconciler: Reconciler, kept: RecordStore | None) -> bool | None:
    """Whether the link is live; with a record as confirmed, None if that is not known."""
    if kept is not None:
        return confirmed_live(kept)
    return bool((reconciler.current(ILL_SETTINGS)[0].fields.get("reshare") or {}).get("enable"))


def live_after(kept: RecordStore | None, outcome: Outcome, check_mode: bool) -> bool | None:
    """Whether ILL Settings have Enable: Yes in the section ReShare after the task: with a record as confirmed, None if it is not known."""
    if kept is not None:
        return confirmed_live(kept)
    section = outcome.after[ILL_SETTINGS.name][0].get("reshare") or {}
    for change in outcome.changes if check_mode else ():
        if "reshare" in change.what:
            section = {**section, "enable": False, **((change.before_view or {}).get("reshare") or {})}
    return bool(section.get("enable"))


def confirmed_live(kept: RecordStore) -> bool | None:
    """The same as confirmed in the record."""
    section = (kept.known(ILL_SETTINGS).get(()) or {}).get("reshare") or {}
    return bool(section["enable"]) if "enable" in section else None
