# SPDX-License-Identifier: GPL-3.0-or-later

"""Results as modules return them, and runs of consortia of any size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._core.json_shape import load
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import AboutObject
from ansible_collections.reshare.wms.plugins.module_utils._record.sources import HOW, summary
from ansible_collections.reshare.wms.plugins.module_utils._reshare.tenant_catalogue import (
    DECLARABLE as RESHARE_KINDS,
)
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE as WMS_KINDS
from ansible_collections.reshare.wms.plugins.plugin_utils._comparison.results import dump
from ansible_collections.reshare.wms.plugins.plugin_utils._report import data, report_page
from ansible_collections.reshare.wms.plugins.plugin_utils._report.cells import Result
from ansible_collections.reshare.wms.plugins.plugin_utils._report.families import (
    WHOLE_RESHARE,
    WHOLE_WMS,
    WMS,
    families,
    family_of,
)
from ansible_collections.reshare.wms.plugins.plugin_utils._report.run import Run

_KINDS = {kind.name: kind for kind in (*WMS_KINDS, *RESHARE_KINDS)}
KINDS = [kind for kind in families() if kind not in (WHOLE_WMS, WHOLE_RESHARE)]
OF_WMS = [kind for kind in KINDS if family_of(kind).group == WMS]
OF_RESHARE = [kind for kind in KINDS if kind.startswith("reshare")]

BORROWING = "reshare.wms.borrowing : Apply the circulation configuration for borrowed items"
TENANT = "reshare.wms.reshare_settings : Apply the configuration of the ReShare tenant"
PREFLIGHT = "reshare.wms.preflight : Check the preconditions"
STARTED, FINISHED = datetime(2026, 11, 26, 9, 30, tzinfo=UTC), datetime(2026, 11, 26, 9, 34, 5, tzinfo=UTC)


def result(
    library: str = "adams", module: str | None = "circulation_configuration", status: str = "ok", **given: Any
) -> Result:
    """A result; keywords are those of Result, and members of the data."""
    members = {"task", "check_mode", "action", "role", "source", "play", "once"}
    own = {key: value for key, value in given.items() if key in members}
    values = {key: value for key, value in given.items() if key not in members}
    own.setdefault("task", TENANT if str(module).startswith("reshare") else BORROWING)
    own.setdefault("source", own["task"])
    return Result(library=library, module=module, status=status, data=values, **own)


def outcome(*changes: Mapping[str, Any], declared: Iterable[str] = (), **more: Any) -> dict[str, Any]:
    """The data of a result with these changes."""
    sides: dict[str, dict[str, Any]] = {"before": {}, "after": {}}
    for change in changes:
        for side, view in zip(sides, change["views"]):
            if view is not None:
                plural = family_of(change["kind"]).plural
                if change["name"]:
                    sides[side].setdefault(plural, {})[change["name"]] = view
                else:
                    sides[side][plural] = view
    without_views = [{key: value for key, value in change.items() if key != "views"} for change in changes]
    kinds = [*declared, *(change["kind"] for change in changes)]
    return {
        "changed": bool(changes),
        "declared": dict.fromkeys(kinds, 1),
        "pending": bool(more.get("pending_steps")),
        "pending_steps": [],
        "diff": sides,
        "changes": without_views,
        "sandbox": False,
        **more,
    }


def about(kind: str, name: str) -> dict[str, Any]:
    """An object in a result."""
    return AboutObject(_KINDS[kind], tuple(name.split(" / ")) if name else ()).data


def change(
    kind: str = "loan_policy", name: str = "ReShare borrowing", before: Any = None, after: Any = None
) -> dict[str, Any]:
    """A change in a result."""
    action = "created" if before is None else "removed" if after is None else "updated"
    what = [field for field in (after or before) if (before or {}).get(field) != (after or {}).get(field)]
    return {**about(kind, name), "rows": [], "action": action, "what": what, "views": (before, after)}


def pending_step(
    kind: str = "loan_policy", name: str = "ReShare borrowing", remark: str | None = None
) -> dict[str, Any]:
    """A pending step."""
    return {**about(kind, name), "since": "2026-11-25", "remark": remark, "waits_for": None}


def check_result(
    name: str, status: str = "pass", detail: str = "", remedy: str = "", reason: str | None = None
) -> dict[str, Any]:
    """A check in a result."""
    title = {
        "wms_key": "OCLC accepts the WSKey, with all scopes",
        "authorisation_form": "OCLC has the signed authorisation form for ReShare",
        "reshare_version": "The ReShare version supports WMS2",
        "lending_accounts": "The lending accounts can be used",
    }.get(name, name)
    return {"name": name, "title": title, "status": status, "detail": detail, "remedy": remedy, "reason": reason}


def report_of(
    results: Iterable[Result],
    failures: Mapping[str, int] | None = None,
    finished: datetime = FINISHED,
    playbook: str = "reshare.wms.onboard",
    check_mode: bool = False,
) -> dict[str, Any] | None:
    """The report of a run with these results. failures: if some failed tasks do not end the run for their library."""
    run = Run(STARTED)
    run.playbooks.append(playbook)
    counted: dict[str, int] = {}
    for one in results:
        run.libraries[one.library].seconds += 1.25
        run.take(one)
        counted[one.library] = counted.get(one.library, 0) + (one.status == "failed")
    found = data.report(run, finished, check_mode, counted if failures is None else failures)
    if found is not None:
        # As the playbooks that read the JSON file do.
        load(dump(found), data.FILE.shape)
    return found


def html(report: dict[str, Any], title: str | None = None) -> str:
    """The HTML of a report."""
    return report_page.html(report, title, Path("/srv/consortium/reports/report.json"))


def object_name(kind: str) -> str:
    """The name of an object of a kind; None for maps, matrices and pages."""
    return "" if kind.endswith(("_map", "_matrix", "_settings")) else "ReShare borrowing"


POLICY = {
    "name": "ReShare borrowing",
    "circulates": "always",
    "loan_period": "28 days",
    "include_closed_days": False,
    "overdue_periodic_bill": None,
    "overdue_notification_policy": "ReShare borrowing overdue",
}
ROWS = [
    "Holding Location ADMM, Shelving Location Reference -> Loan Policy Does not circulate",
    "Patron Policy Faculty -> Loan Policy Semester",
    "everything -> Loan Policy Three weeks",
]
ROW = "Holding Location ADMM, Shelving Location Interlibrary Loan -> Loan Policy ReShare borrowing"
MAP = {"kind": "loan_policy_map", "name": "", "before": {"rows": ROWS}, "after": {"rows": [ROWS[0], ROW, *ROWS[1:]]}}
CREATED = change("loan_policy", before=None, after=POLICY)
SHORTER = change("loan_policy", before={"loan_period": "21 days"}, after={"loan_period": "28 days"})
CHECKED = {"module": "preflight_info", "task": PREFLIGHT, "role": "preflight"}
REFUSED = (
    "POST https://oauth.oclc.org/token returned HTTP 401: Unauthorized. The key or its secret is wrong: correct wms_key and "
    "wms_secret. Five refused logins in five minutes disable a key, so nothing is tried again for five minutes"
)

CHECKS = [
    check_result("wms_key"),
    check_result(
        "authorisation_form", "fail", "no day is declared", "Send OCLC the form, then set preflight_authorisation_form."
    ),
    check_result(
        "reshare_version",
        "unknown",
        "the gateway does not tell its modules",
        "Ask the hosting provider, or waive this.",
    ),
    check_result(
        "lending_accounts",
        "waived",
        "ADM-RESHARE-01 expires on 2026-12-31",
        reason="renewed by the patron load in December",
    ),
]


def knowledge(*kinds: str, how: str = "answer", days: int | None = 3, limit: int = 365) -> dict[str, Any]:
    """How an object of each of these kinds was learnt: four fields of that source and age."""
    entries = [
        {
            **about(kind, object_name(kind)),
            "fields": {**dict.fromkeys(HOW, 0), how: 4},
            **{"field": "loan_period", "how": how, "by": "Jane Doe", "days": days},
            "at": f"{STARTED - timedelta(days=days or 0):%Y-%m-%dT%H:%M:%SZ}",
            "stale": days is None or days > limit,
        }
        for kind in kinds
    ]
    return {**summary(entries), "objects": entries}


def _library(name: str, fate: int) -> list[Result]:
    """One library. fate: its outcome, one of eight: the last one has a record with what a person stated, and no change."""
    sandbox = {"sandbox": True}
    changes = [change(kind, object_name(kind), None, POLICY) for kind in OF_WMS]
    rows = change(**MAP)
    checks = result(name, "preflight_info", task=PREFLIGHT, role="preflight", checks=CHECKS[:1], ready=True)
    wms_in_place = result(name, **outcome(declared=OF_WMS, **sandbox))
    accounts = result(name, task="Lending", **outcome(declared=["patron_account"], **sandbox))
    tenant = result(name, "reshare_configuration", **outcome(declared=OF_RESHARE, **sandbox))
    setting = change("reshare_setting", "check_in_on_return", {"value": "off"}, {"value": "on"})
    if fate == 0:
        wrong = f"{name}: {REFUSED}"
        return [checks, result(name, status="failed", msg=wrong, changed=False, **sandbox)]
    if fate == 1:
        return [
            result(
                name, status="unreachable", msg="Failed to connect to the host: connection timed out", unreachable=True
            )
        ]
    if fate == 2:
        lacking = result(
            name, "reshare_configuration", task="Gate", check_mode=True, **outcome(setting, declared=OF_RESHARE)
        )
        return [checks, wms_in_place, accounts, tenant, lacking]
    if fate == 3:
        steps = [pending_step(one["kind"], one["name"]) for one in changes]
        steps[2]["remark"] = "The screen does not offer this type."
        sheet: dict[str, Any] = {"worksheet": f"/srv/consortium/record/worksheets/{name}.html", "read_back": []}
        sheet["knowledge"] = knowledge(*OF_WMS, days=400)
        overlap = f"{name}: the row for Faculty overlaps with one of the library's own"
        return [
            checks,
            result(name, **outcome(*changes, pending_steps=steps, warnings=[overlap], **sheet)),
            accounts,
            tenant,
        ]
    if fate == 4:
        account = change("patron_account", "ADM-RESHARE-01", None, {"barcode": "ADM-RESHARE-01", "blocked": False})
        shorter = change("loan_policy", "ReShare borrowing", {"loan_period": "21 days"}, {"loan_period": "28 days"})
        return [
            checks,
            result(name, **outcome(shorter, rows, declared=OF_WMS, **sandbox)),
            result(name, task="Lending", **outcome(account, **sandbox)),
            result(name, "reshare_configuration", **outcome(setting, declared=OF_RESHARE, **sandbox)),
        ]
    if fate == 5:
        failing = result(name, "preflight_info", task=PREFLIGHT, role="preflight", checks=CHECKS, ready=False)
        refused = {
            "task": "reshare.wms.preflight : Fail if a precondition is not met",
            "role": "preflight",
            "action": "ansible.builtin.fail",
        }
        return [failing, result(name, None, "failed", msg=f"{name}: not ready. ...", **refused)]
    if fate == 7:
        learnt = knowledge(*OF_WMS[:2], how="capture"), knowledge(*OF_WMS[2:4])
        return [
            checks,
            *(result(name, task=str(one), **outcome(knowledge=one, **sandbox)) for one in learnt),
            accounts,
            tenant,
        ]
    return [checks, wms_in_place, accounts, tenant]


def consortium_report(count: int) -> dict[str, Any]:
    """The report of a run over that many libraries, with some of each outcome."""
    names = ["adams", "baker", "curie", "darwin", "euler", "franklin"]
    fates = [6, 4, 3, 2, 0, 5]
    if count > len(names):
        names = [f"{('north', 'south', 'east', 'west')[at % 4]}-college-{at:03}" for at in range(1, count + 1)]
        fates = [at if at < 6 else (6, 4, 3, 6, 6, 7, 4, 6)[at % 8] for at in range(count)]
    found = report_of(one for name, fate in zip(names, fates) for one in _library(name, fate))
    assert found is not None
    return found


def onboarding_report(count: int, partners: int = 0) -> dict[str, Any]:
    """The report of a first run that creates every kind of object at every library, and one for each of these partners."""
    results = []
    for at in range(count):
        for module, kinds in (("circulation_configuration", OF_WMS), ("reshare_configuration", OF_RESHARE)):
            made = [change(kind, object_name(kind), None, {**POLICY, "name": f"ReShare {at}"}) for kind in kinds]
            if module == "reshare_configuration":
                made += [
                    change("reshare_setting", f"partner {one}", None, {"value": f"{at}"}) for one in range(partners)
                ]
            results.append(result(f"library-{at:03}", module, **outcome(*made)))
    found = report_of(results)
    assert found is not None
    return found
