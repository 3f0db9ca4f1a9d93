# SPDX-License-Identifier: GPL-3.0-or-later

"""The withdrawal of a library: it is in the record, and no task enables the library's link before the withdrawal ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from .._answers import received
from .._core.errors import ValidationError
from .._core.objects import Declaration, Fields, Identity
from .._core.reconcile import Outcome, Reconciler
from .._record.content import RecordData, Withdrawal
from .._record.sources import Attribution, now
from .._task.arguments import Arguments
from .._task.task import Call
from .._wms.catalogue import DECLARABLE
from .._wms.objects.ill_settings import ILL_SETTINGS
from . import applying, record, record_options
from .clients import Clients
from .planning import Plan

_WITHDRAW_FIRST = (
    "Nothing was removed. Run reshare.wms.withdraw for this library, wait until all items are returned, and remove it then; with a record, import the "
    "confirmation of the withdrawal first (reshare.wms.receive)"
)

#: The page as confirmed in a record, if it is known.
Known = Mapping[Identity, Fields]

#: The option of the module ill_settings.
ARGUMENTS: Arguments = {
    "withdrawal": {
        "type": "dict",
        "options": {
            "state": {"type": "str", "choices": ["present", "absent", "removed"], "default": "present"},
            "by": {"type": "str", "required": True},
            "reason": {"type": "str"},
            "if_live": {"type": "str", "choices": ["disable", "fail"], "default": "disable"},
        },
    }
}


def note(call: Call, content: RecordData) -> tuple[bool, bool]:
    """Record or end the withdrawal as declared. Returns whether the record had a withdrawal before that was not a removal (the link can still be live
    then), and whether the record changed."""
    option, before = call.params.get("withdrawal"), content.withdrawal
    if option:
        attribution = Attribution(_checked("by", option["by"], received.person_problem), now())
        if option["state"] == "absent":
            content.end_withdrawal(attribution)
        elif option["state"] == "removed":
            if content.withdrawal is None:
                raise _refused("the library is not withdrawn")
            content.remove(attribution)
        else:
            content.withdraw(attribution, _reason(option))
    return before is not None and before.removed is None, content.withdrawal != before


def keep_former(
    call: Call, clients: Clients, reconciler: Reconciler, wanted: Mapping[str, Declaration]
) -> dict[str, Any]:
    """The values that a stop of the ReShare tenant replaces, as a configuration that restores them; with a record, they are saved there before anything
    is written. A row that does not exist yet gets blank fields. Raises a TaskError."""
    reconciler.prove()
    former: dict[str, Any] = {}
    for change in reconciler.changes(wanted):
        blank = {**dict.fromkeys(change.what), **change.kind.naming(change.identity)}
        former |= change.earlier or {change.kind.plural: [blank]}
    if call.params["wms_record_dir"] and not call.check_mode:
        with record.opened(call, clients) as kept:
            if kept.content.withdrawal is None:
                raise ValidationError(
                    "the library is not withdrawn in its record, which has to keep what the stop replaces. Nothing was changed. Run reshare.wms.withdraw "
                    "without --tags",
                    fields=["stop"],
                )
            kept.content.keep_former(call.params["stop"], former)
    return former


def refuse_if_live(call: Call, recorded: bool, live: Callable[[], bool | None]) -> None:
    """Raise ValidationError if a live link contradicts the declaration: a removal needs a withdrawal first, and with if_live=fail a live library is
    not withdrawn. recorded: whether the record had the withdrawal before. live: returns None if it is not known whether the link is live."""
    option = call.params.get("withdrawal")
    if not option:
        return
    if option["state"] == "removed" and (there := live()) is not False:
        raise _refused("the link is live" if there else "nobody has confirmed that the link is disabled")
    if option["state"] == "present" and option["if_live"] == "fail" and not recorded and live():
        name = call.library
        raise ValidationError(
            f"the link is live and declared as disabled or removed (enable_reshare_state). Only reshare.wms.withdraw disables a live link: run it with "
            f"--limit {name} -e withdraw_libraries={name}, or remove the variable",
            fields=["enable_reshare_state"],
        )


def live(reconciler: Reconciler, known: Known | None) -> bool | None:
    """Whether the link is live; with a record, as confirmed there, and None if that is not known. known: None without a record."""
    if known is not None:
        return confirmed_live(known)
    return bool((reconciler.current(ILL_SETTINGS)[0].fields.get("reshare") or {}).get("enable"))


def confirmed_live(known: Known) -> bool | None:
    """Whether the link is live as confirmed in a record; None if the record does not contain it."""
    section = (known.get(()) or {}).get("reshare") or {}
    return bool(section["enable"]) if "enable" in section else None


def held_back(call: Call, content: RecordData, wanted: Mapping[str, Declaration]) -> Mapping[str, Declaration]:
    """The declaration for a withdrawn library: unchanged, except that ReShare is not enabled."""
    page = wanted.get(ILL_SETTINGS.name)
    withdrawal = content.withdrawal
    if page is None or withdrawal is None or not (page.items[0].fields.get("reshare") or {}).get("enable"):
        return wanted
    call.warn(
        f"{_in_words(withdrawal)}. ReShare stays disabled. To enable it again, run reshare.wms.onboard with --limit {call.library} "
        f"-e enable_reshare_again={call.library}."
    )
    disabled = {**page.items[0].fields, **ILL_SETTINGS.schema.declare({"reshare": {"enable": False}})}
    return {**wanted, ILL_SETTINGS.name: replace(page, items=(replace(page.items[0], fields=disabled),))}


def plan_ill_settings(call: Call, circulation: Plan, page: Any) -> Outcome:
    """The outcome of ill_settings in check mode, after the circulation configuration is applied. The task needs the options
    ARGUMENTS. Raises a TaskError."""
    wanted: Mapping[str, Declaration] = applying.owned(
        call, applying.declare_all({ILL_SETTINGS.plural: page}, (), DECLARABLE)
    )
    recorded, known = False, None
    if call.params["wms_record_dir"]:
        content = record_options.record_file(call).load()
        recorded, _noted = note(call, content)
        known = content.known(ILL_SETTINGS)
        wanted = held_back(call, content, wanted)
    refuse_if_live(call, recorded, partial(live, circulation.reconciler, known))
    return circulation.reconciler.run(wanted, check_mode=True, alone=True)


def stated(call: Call, noted: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The withdrawal in a result. noted: the record's; without it, the withdrawal that the task declares."""
    option = call.params.get("withdrawal")
    if noted is not None:
        return dict(noted)
    return {"by": None, "at": None, "reason": _reason(option)} if option and option["state"] != "absent" else None


def _in_words(withdrawal: Withdrawal) -> str:
    reason = f" ({withdrawal.reason.rstrip('.')})" if withdrawal.reason else ""
    return f"withdrawn on {withdrawal.attribution.at[:10]}{reason}"


def _refused(reason: str) -> ValidationError:
    return ValidationError(f"{reason}. {_WITHDRAW_FIRST}", fields=["withdrawal.state"])


def _reason(option: Mapping[str, Any]) -> str | None:
    reason = (option["reason"] or "").strip()
    return _checked("reason", reason, received.remark_problem) if reason else None


def _checked(name: str, text: str, problem: Callable[[str, str], str | None]) -> str:
    if not text.strip():
        raise ValidationError(f"option withdrawal: {name} must not be empty", fields=[f"withdrawal.{name}"])
    if reason := problem(f"option withdrawal: {name}", text):
        raise ValidationError(reason, fields=[f"withdrawal.{name}"])
    return text.strip()
