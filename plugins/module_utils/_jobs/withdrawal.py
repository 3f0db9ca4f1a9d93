# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


# This is a private part of the collection: it may change in any release.
"""The withdrawal of a library: it is in the record, and no task enables ReShare there before the withdrawal ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .._core.errors import ValidationError
from .._core.objects import Declaration
from .._core.reconcile import Outcome
from .._record import received
from .._record.content import RecordData, Withdrawal
from .._record.sources import Attribution
from .._record.store import RecordStore
from .._task.arguments import Arguments
from .._task.task import Call
from .._wms.catalogue import ILL_SETTINGS
from . import record

#: The option of the module ill_settings.
ARGUMENTS: Arguments = {
    "withdrawal": {
        "type": "dict",
        "options": {
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
            "by": {"type": "str", "required": True},
            "reason": {"type": "str"},
        },
    }
}


def note(call: Call, content: RecordData) -> bool:
    """Record or end the withdrawal as declared. Returns whether the record changed."""
    option, before = call.params.get("withdrawal"), content.withdrawal
    if option:
        said = Attribution(_checked("by", option["by"], received.LONGEST_NAME), record.now())
        if option["state"] == "absent":
            content.end_withdrawal(said)
        else:
            content.withdraw(said, _reason(option))
    return content.withdrawal != before


def held_back(call: Call, content: RecordData, wanted: Mapping[str, Declaration]) -> Mapping[str, Declaration]:
    """The declaration for a withdrawn library: unchanged, except that ReShare is not enabled."""
    page = wanted.get(ILL_SETTINGS.name)
    withdrawal = content.withdrawal
    if page is None or withdrawal is None or not (page.items[0].fields.get("reshare") or {}).get("enable"):
        return wanted
    call.warn(
        f"{_told(withdrawal)}. ReShare stays disabled. To enable it again, run reshare.wms.onboard for this library with "
        "-e enable_reshare_again=true."
    )
    disabled = {**page.items[0].fields, **ILL_SETTINGS.schema.declare({"reshare": {"enable": False}})}
    return {**wanted, ILL_SETTINGS.name: replace(page, items=(replace(page.items[0], fields=disabled),))}


def stated(call: Call, noted: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The withdrawal in a result. noted: that of the record; without one, only the task declares it."""
    option = call.params.get("withdrawal")
    if noted is not None:
        return dict(noted)
    return {"by": None, "at": None, "reason": _reason(option)} if option and option["state"] == "present" else None


def is_live(kept: RecordStore | None, outcome: Outcome, check_mode: bool) -> bool | None:
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


def _told(withdrawal: Withdrawal) -> str:
    reason = f" ({withdrawal.reason.rstrip('.')})" if withdrawal.reason else ""
    return f"withdrawn by {withdrawal.said.by} on {withdrawal.said.at[:10]}{reason}"


def _reason(option: Mapping[str, Any]) -> str | None:
    reason = (option["reason"] or "").strip()
    return _checked("reason", reason, received.LONGEST_REMARK) if reason else None


def _checked(name: str, text: str, longest: int) -> str:
    if not text.strip():
        raise ValidationError([f"option withdrawal: {name} must not be empty"], fields=[f"withdrawal.{name}"])
    if told := received.too_long(f"option withdrawal: {name}", text, longest):
        raise ValidationError([told], fields=[f"withdrawal.{name}"])
    return text.strip()
