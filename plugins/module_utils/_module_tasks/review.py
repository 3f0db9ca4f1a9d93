# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan of a whole library, and its comparison with a reviewed plan."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .._answers import received
from .._core import reviewed_plan
from .._core.errors import NotApproved, ValidationError, failure
from .._core.reconcile import Outcome
from .._core.reviewed_plan import Comparison, ReviewedPlan
from .._reshare import tenant_catalogue
from .._task.task import Call, Result, outcome_result, task
from .._wms.catalogue import DECLARABLE
from .._wms.objects.patrons import PATRON_ACCOUNT
from . import circulation_store, reshare, withdrawal
from .clients import Clients
from .planning import Plan, plan_circulation, plan_reshare

#: The maximum of valid_days.
_LONGEST = 36_500

_KINDS = (*DECLARABLE, *tenant_catalogue.DECLARABLE)
_PLURALS = {kind.name: kind.plural for kind in _KINDS}


@task(
    {
        "circulation_configuration": {"type": "dict", "default": {}},
        "reshare_configuration": {"type": "dict", "default": {}},
        "ill_settings": {"type": "dict", "default": {}},
        **withdrawal.ARGUMENTS,
        "plan": {"type": "path"},
        "approved_by": {"type": "str"},
        "valid_days": {"type": "int", "default": reviewed_plan.VALID_DAYS},
    },
    _KINDS,
    reshare.secrets_in("reshare_configuration"),
)
def plan_task(call: Call) -> Result:
    """The work of plan_info."""
    plan, approved = None, None
    if not 1 <= call.params["valid_days"] <= _LONGEST:
        raise ValidationError(f"valid_days must be 1 to {_LONGEST} (plan_valid_days)", fields=["valid_days"])
    approver = call.params["approved_by"] or ""
    if problem := received.person_problem("approved_by (plan_approved_by)", approver) if approver.strip() else None:
        raise ValidationError(problem, fields=["approved_by"])
    if call.params["plan"]:
        # Before any request: most wrong plans are found without one.
        plan = reviewed_plan.load(Path(call.params["plan"]))
        plan.refuse_old(call.params["valid_days"], datetime.now(UTC))
        approved = plan.library(call.library, call.params["wms_registry_id"], call.params["reshare_tenant"])
    clients = circulation_store.connect(call, [PATRON_ACCOUNT.name])
    outcomes = _outcomes(call, clients)
    result = clients.result()
    # Masked, as in the plan.
    planned = json.loads(json.dumps(call.redactor.data(_result(outcomes)), default=str))
    if plan is None or approved is None:
        return {**result, "planned": planned, "plan": None}
    return {**result, **_judged(call, plan, approved, planned, result["sandbox"])}


def _outcomes(call: Call, clients: Clients) -> dict[str, list[Outcome]]:
    """The outcomes of all tasks of the library in check mode, by system. Raises a TaskError if one of them would fail."""
    circulation = plan_circulation(call, clients, call.params_raw.get("circulation_configuration") or {})
    tenant = plan_reshare(call, clients, call.params_raw.get("reshare_configuration") or {}, circulation)
    for plan in (circulation, tenant):
        if plan.fault is not None:
            raise plan.fault
    page = call.params_raw.get("ill_settings") or {}
    link = (
        [withdrawal.plan_ill_settings(call, circulation, page)] if page and not _waits(call, circulation, page) else []
    )
    return {"wms": [circulation.outcome, *link], "reshare": [tenant.outcome]}


def _waits(call: Call, circulation: Plan, page: Mapping[str, Any]) -> bool:
    """Whether the link is enabled in a later run, because steps of the worksheet are pending."""
    enables = bool((page.get("reshare") or {}).get("enable"))
    return enables and bool(call.params["wms_record_dir"] and circulation.outcome.pending)


def _result(outcomes: Mapping[str, list[Outcome]]) -> dict[str, Any]:
    changes, steps = [], []
    for system, several in outcomes.items():
        for outcome in several:
            result = outcome_result(outcome)
            changes += [
                {"system": system, **change, **reviewed_plan.viewed(change, result["diff"], _PLURALS[change["kind"]])}
                for change in result["changes"]
            ]
            steps += [{"system": system, **step} for step in result["pending_steps"]]
    return {"changes": changes, "pending_steps": steps}


def _judged(
    call: Call, plan: ReviewedPlan, approved: Mapping[str, Any], planned: Mapping[str, Any], sandbox: bool | None
) -> Result:
    """The comparison as a result, which is failed unless every change is approved."""
    comparison = reviewed_plan.compare(approved["changes"], planned["changes"])
    # An unknown system is not a contradiction: a run without a response changes nothing either.
    known = {approved["sandbox"], None if sandbox is None else "yes" if sandbox else "no"}
    same_system = not {"yes", "no"} <= known
    result: Result = {
        "plan": {
            **{name: getattr(plan, name) for name in ("fingerprint", "made", "by")},
            "approved_by": call.params["approved_by"],
            "applies": comparison.applies and same_system,
            "new": list(comparison.new),
            "different": [{"planned": change, "now": other} for change, other in comparison.different],
            "done": [{name: done[name] for name in ("system", "kind", "name", "title")} for done in comparison.done],
        }
    }
    if result["plan"]["applies"]:
        return {**result, "planned": planned}
    # Without the planned changes: Ansible shows the whole result of a failed task.
    fault = NotApproved(_refusal(plan, comparison, None if same_system else approved["sandbox"] == "yes"))
    return {**result, "failed": True, "msg": f"{call.library}: {fault}", "failure": failure(fault)}


def _refusal(plan: ReviewedPlan, comparison: Comparison, of_sandbox: bool | None) -> str:
    """of_sandbox: whether the plan, but not this run, used the sandbox, or the reverse; None if neither."""
    if of_sandbox is not None:
        made, met = ("the sandbox", "not the sandbox") if of_sandbox else ("other systems", "the sandbox")
        return f"the plan {plan.path} was made with {made}, but the systems of this run are {met}. Make a new plan"
    return (
        f"the changes are not those of the plan {plan.path}, made on {plan.made} by {plan.by}. {comparison.text}. Nothing was "
        "changed. Make a new plan for this library and have it approved"
    )
