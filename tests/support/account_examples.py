# SPDX-License-Identifier: GPL-3.0-or-later

"""Results as modules return them, and the accounts of runs of consortia of any size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._core.objects import AboutObject
from ansible_collections.reshare.wms.plugins.module_utils._record.sources import HOW, summary
from ansible_collections.reshare.wms.plugins.module_utils._reshare.tenant_catalogue import DECLARABLE as RESHARE_KINDS
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE as WMS_KINDS
from ansible_collections.reshare.wms.plugins.plugin_utils._account import directors_page, run_page, status_page
from ansible_collections.reshare.wms.plugins.plugin_utils._account.account import RunData, account, moment
from ansible_collections.reshare.wms.plugins.plugin_utils._account.families import family_of
from ansible_collections.reshare.wms.plugins.plugin_utils._account.folder import LeftOut
from ansible_collections.reshare.wms.plugins.plugin_utils._account.next_steps import CommandLine
from ansible_collections.reshare.wms.plugins.plugin_utils._account.over_time import LibraryHistory, Seen, over_time
from ansible_collections.reshare.wms.plugins.plugin_utils._account.run_document import FILE, text
from ansible_collections.reshare.wms.plugins.plugin_utils._account.status import library_status

_KINDS = {kind.name: kind for kind in (*WMS_KINDS, *RESHARE_KINDS)}
OF_WMS = [kind.name for kind in WMS_KINDS if kind.name != "patron_account"]
OF_RESHARE = [kind.name for kind in RESHARE_KINDS]
OPTIONS = ("-i", "inventory")
STARTED = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
#: The variables that the tasks of a playbook register.
_REGISTERED = {
    "drift": {
        **{"wms": "drift_circulation", "link": "drift_switch", "checks": "preflight_result"},
        **{"reshare": "reshare_settings_result", "between": "drift_consortium", "valid": "reshare_wms_validation"},
    },
    "onboard": {
        **{"valid": "reshare_wms_validation", "wms": "onboard_circulation_result", "link": "enable_reshare_result"},
        **{"checks": "preflight_result", "reshare": "reshare_settings_result", "plan": "plan_result"},
    },
    "status": {"link": "status_link", "pages": "status_pages", "valid": "reshare_wms_validation"},
    "verify": {"probe": "verify_probe_result", "story": "verify_story_result"},
    "receive": {"imported": "receive_result"},
    "preflight": {"checks": "preflight_result"},
    "ask": {"asked": "ask_result"},
    "send_worksheets": {"mail": "worksheet_mail", "pages": "worksheet_pages"},
    "validate": {"between": "validate_result"},
}
#: A text that would be harmful in some of the formats has to be harmless in all of them.
HOSTILE = (
    "</noscript></script><img src=x onerror=alert(1)>'\"{{ 7000 * 7 }} @everyone <!channel> #1 [a](//evil.example) www.evil.example | ` **b**\n# heading"
    "\N{RIGHT-TO-LEFT OVERRIDE}\ud800"
)


def command_line(playbook: str = "onboard", **started: Any) -> CommandLine:
    """How a run was started."""
    return CommandLine(playbooks=[f"reshare.wms.{playbook}"], options=OPTIONS, **started)


def account_of(
    libraries: Mapping[str, Mapping[str, Any]],
    playbook: str = "onboard",
    check: bool = False,
    *,
    ended: Iterable[str] = (),
    began: datetime = STARTED,
    line: CommandLine | None = None,
    **run: Any,
) -> dict[str, Any]:
    """The account of a run, as read from its file. libraries: the results of each, by a name of _REGISTERED or by their variable; with a result about WMS and
    none about ReShare, ReShare is as declared. run: other members of RunData."""
    names = _REGISTERED.get(playbook, {})
    as_declared = {"reshare": outcome(declared=["reshare_setting"])}
    registered = {
        name: {names.get(key, key): value for key, value in ((as_declared if "wms" in own else {}) | own).items()}
        for name, own in libraries.items()
    }
    line = line or command_line(playbook, check=check)
    made = account(RunData(playbook, registered, set(ended), check, line, began, **run))
    return FILE.read(text(made).encode("utf-8", "replace"))


def dated(document: Mapping[str, Any], at: datetime | str) -> dict[str, Any]:
    """An account of a run that ended then."""
    return {**document, "finished": at if isinstance(at, str) else moment(at)}


def outcome(*changes: Mapping[str, Any], declared: Iterable[str] = (), **more: Any) -> dict[str, Any]:
    """A result with these changes."""
    sides: dict[str, dict[str, Any]] = {"before": {}, "after": {}}
    for one in changes:
        for side, view in zip(sides, one["views"]):
            if view is not None:
                plural = family_of(one["kind"]).plural
                sides[side] |= {plural: {**sides[side].get(plural, {}), one["name"]: view} if one["name"] else view}
    return {
        "changed": bool(changes),
        "declared": dict.fromkeys([*declared, *(one["kind"] for one in changes)], 1),
        "pending": bool(more.get("pending_steps")),
        "pending_steps": [],
        "diff": sides,
        "changes": [{key: value for key, value in one.items() if key != "views"} for one in changes],
        "sandbox": False,
        **more,
    }


def about(kind: str, name: str = "") -> dict[str, Any]:
    """An object in a result."""
    return AboutObject(_KINDS[kind], tuple(name.split(" / ")) if name else ()).data


def change(
    kind: str = "loan_policy", name: str = "ReShare borrowing", before: Any = None, after: Any = None, **more: Any
) -> dict[str, Any]:
    """A change in a result."""
    action = "created" if before is None else "removed" if after is None else "updated"
    what = [field for field in (after or before or {}) if (before or {}).get(field) != (after or {}).get(field)]
    return {**about(kind, name), "rows": [], "action": action, "what": what, "views": (before, after), **more}


def step(kind: str = "loan_policy", name: str = "ReShare borrowing", **more: Any) -> dict[str, Any]:
    """A pending step in a result."""
    return {**about(kind, name), "since": "2026-11-25", "remark": None, "waits_for": None, "confirmed": None, **more}


def check_result(name: str, status: str = "pass", detail: str = "", remedy: str = "", **more: Any) -> dict[str, Any]:
    """A check in a result."""
    return {"name": name, "title": f"{name} is well", "status": status, "detail": detail, "remedy": remedy} | more


def failed(message: str = "adams: it went wrong", code: str = "error", **failure: Any) -> dict[str, Any]:
    """The result of a failed task."""
    return {"failed": True, "changed": False, "msg": message, "failure": {"code": code, "no_answer": False, **failure}}


def waiting(page: str = "worksheet", **more: Any) -> dict[str, Any]:
    """The result of a look at the record: a page waits for the contact."""
    own = {"page": page, "path": f"/srv/{page}.html", "open": 3, "waiting_for_approval": 0, "since": "2026-11-12"}
    own |= {"due": "2026-11-20", "overdue": False, "to": "jane@example.edu", "at": "2026-11-13T09:30:00Z", "why": None}
    return {"changed": False, "overview": {"pages": [{**own, **more}]}}


def knowledge(*kinds: str, how: str = "answer", days: int = 3) -> dict[str, Any]:
    """How an object of each of these kinds was learnt: four fields of that source and age."""
    entries = [
        {
            **about(kind, object_name(kind)),
            "fields": {**dict.fromkeys(HOW, 0), how: 4},
            **{"field": "loan_period", "how": how, "by": "Jane Doe", "days": days, "stale": days > 365},
            "at": moment(STARTED - timedelta(days=days)),
        }
        for kind in kinds
    ]
    return {**summary(entries), "objects": entries}


def object_name(kind: str) -> str:
    """The name of an object of a kind; empty for maps, matrices and pages."""
    return "" if kind.endswith(("_map", "_matrix", "_settings")) else "ReShare borrowing"


def html(document: dict[str, Any]) -> str:
    """The page of an account."""
    return run_page.html(document, Path("/srv/consortium/runs/run.json"))


POLICY = {"name": "ReShare borrowing", "circulates": "always", "loan_period": "28 days", "overdue_bill": None}
ROWS = [
    "Holding Location ADMM, Shelving Location Reference -> Loan Policy Does not circulate",
    "Patron Policy Faculty -> Loan Policy Semester",
    "everything -> Loan Policy Three weeks",
]
ROW = "Holding Location ADMM, Shelving Location Interlibrary Loan -> Loan Policy ReShare borrowing"
MAP = change("loan_policy_map", "", {"rows": ROWS}, {"rows": [ROWS[0], ROW, *ROWS[1:]]})
CREATED = change(after=POLICY)
SHORTER = change(before={"loan_period": "21 days"}, after={"loan_period": "28 days"})
SETTING = change("reshare_setting", "check_in_on_return", {"value": "off"}, {"value": "on"})
SWITCH = change("ill_settings", "", {"reshare": {"enable": False}}, {"reshare": {"enable": True}})
NEVER_LIVE = {**SWITCH, "earlier": {"ill_settings": {"reshare": {"enable": None}}}}
IN_PLACE = outcome(declared=["loan_policy"])
LIVE = outcome(declared=["ill_settings"], live=True, withdrawn=None)
NOT_LIVE = outcome(declared=["ill_settings"], live=False, withdrawn=None)
WITHDRAWN = {"by": "Jane Doe", "at": "2026-11-26T09:30:00Z", "reason": "Merger"}
REFUSED = (
    "POST https://oauth.oclc.org/token returned HTTP 401: Unauthorized. The key or its secret is wrong: correct wms_key and "
    "wms_secret. Five refused logins in five minutes disable a key, so nothing is tried again for five minutes"
)
CHECKS = [
    check_result("wms_key", title="OCLC accepts the WSKey, with all scopes"),
    check_result(
        *("authorisation_form", "fail", "no day is declared", "Send OCLC the form, and set the day."),
        title="OCLC has the signed authorisation form for ReShare",
    ),
    check_result(
        *("reshare_version", "unknown", "the gateway does not return it", "Ask the hosting provider, or waive this."),
        title="The ReShare version supports WMS2",
    ),
    check_result(
        *("lending_accounts", "waived", "ADM-RESHARE-01 expires"),
        **{"title": "The lending accounts can be used", "reason": "renewed by the patron load"},
    ),
]


def _fate(name: str, fate: int) -> dict[str, Any]:
    """The results of a library. fate: one of eight."""
    whole = {"wms": outcome(declared=OF_WMS), "reshare": outcome(declared=OF_RESHARE), "link": LIVE}
    steps = [step(kind, object_name(kind)) for kind in OF_WMS]
    steps[2]["remark"] = "The screen does not offer this type."
    asked = [change(kind, object_name(kind), None, POLICY) for kind in OF_WMS]
    sheet = {"worksheet": f"/srv/consortium/record/worksheets/{name}.html", "knowledge": knowledge(*OF_WMS, days=400)}
    warned = {"warnings": [f"{name}: the row for Faculty overlaps with one of the library's own"]}
    learnt = knowledge(*OF_WMS[:2], how="capture")
    fates: list[dict[str, Any]] = [
        {"wms": failed(f"{name}: {REFUSED}", "refused")},
        {"wms": failed(f"{name}: connection timed out", "unreachable", no_answer=True)},
        {"wms": whole["wms"], "reshare": outcome(SETTING, declared=OF_RESHARE), "link": NOT_LIVE},
        {"wms": outcome(*asked, pending_steps=steps, **sheet, **warned), "reshare": whole["reshare"], "link": NOT_LIVE},
        {**whole, "wms": outcome(SHORTER, MAP, declared=OF_WMS), "reshare": outcome(SETTING)},
        {"checks": {"changed": False, "checks": CHECKS, "ready": False}},
        whole,
        {
            **whole,
            "wms": outcome(
                declared=OF_WMS, knowledge={**learnt, "objects": learnt["objects"] + knowledge(OF_WMS[2])["objects"]}
            ),
        },
    ]
    return fates[fate]


def consortium_account(count: int, check: bool = False) -> dict[str, Any]:
    """The account of a run over that many libraries, with some of each fate, with the sandbox."""
    names = ["adams", "baker", "curie", "darwin", "euler", "franklin"]
    fates = [6, 4, 3, 2, 0, 5]
    if count > len(names):
        names = [f"{('north', 'south', 'east', 'west')[at % 4]}-college-{at:03}" for at in range(1, count + 1)]
        fates = [at if at < 6 else (6, 4, 3, 6, 6, 7, 4, 6)[at % 8] for at in range(count)]
    libraries = {name: _fate(name, fate) for name, fate in zip(names, fates)}
    ended = [name for name, fate in zip(names, fates) if fate in (0, 1, 5)]
    made = account_of(libraries, check=check, ended=ended)
    return dated(made, STARTED + timedelta(minutes=4, seconds=5))


def onboarding_account(count: int, partners: int = 0) -> dict[str, Any]:
    """The account of a first run that creates every kind of object at every library, and one for each of these partners."""
    libraries = {}
    for at in range(count):
        own = {**POLICY, "name": f"ReShare {at}"}
        wms = [change(kind, object_name(kind), None, own) for kind in OF_WMS]
        reshare = [change(kind, object_name(kind), None, own) for kind in OF_RESHARE]
        reshare += [change("reshare_setting", f"partner {one}", None, {"value": f"{at}"}) for one in range(partners)]
        libraries[f"library-{at:03}"] = {"wms": outcome(*wms), "reshare": outcome(*reshare)}
    return account_of(libraries)


#: The time of the first of the weekly runs, on a Monday.
BEGAN = datetime(2025, 10, 6, 2, 0, 41, tzinfo=UTC)


def seen_on(day: int, **libraries: Mapping[str, Any]) -> Seen:
    """What a run found out, that many days after the first run. libraries: of each, the findings that are not empty."""
    at = BEGAN + timedelta(days=day)
    nothing = {
        "state": None,
        "reasons": [],
        "link": "not_read",
        "verified": None,
        "differing": [],
        "confirmed": None,
        "changed": 0,
    }
    found = {name: {**nothing, **own} for name, own in libraries.items()}
    return Seen(f"{at:%Y-%m-%d}.json", at, "reshare.wms.drift", False, found)


def status_html(count: int, weeks: int, title: str | None = None) -> str:
    """The page of a consortium of that size with a run each week, and libraries of every state."""
    _document, status, runs, before = _weeks(count, weeks)
    return status_page.html(status, runs, [LeftOut("old.json", "is not JSON")], before, title)


def directors_html(count: int, weeks: int, title: str | None = None, name: str = "The {} Library") -> str:
    """The page for directors of the same consortium. name: of each library, for people."""
    document, status, _runs, before = _weeks(count, weeks)
    document = dated(document, BEGAN + timedelta(days=7 * weeks))
    return directors_page.html(document, status, before, {one: name.format(one) for one in before}, title)


def _weeks(count: int, weeks: int) -> tuple[dict[str, Any], dict[str, Any], list[Seen], dict[str, LibraryHistory]]:
    """The account of a run of status, what it shows, the runs before it, and the libraries over time."""
    names = [f"{('north', 'south')[at % 2]}-college-{at:03}" for at in range(count)]
    runs = [seen_on(7 * week, **{name: _week(at, week) for at, name in enumerate(names)}) for week in range(weeks)]
    before = over_time(runs)
    look = {
        name: {
            "link": outcome(declared=["ill_settings"], live=before[name].link == "live" if before[name].state else None)
        }
        | ({"pages": waiting(overdue=True)} if before[name].state == "pending" else {})
        for name in names
    }
    document = account_of(look, "status", check=True)
    return document, library_status(document, before, command_line("status")), runs, before


def _week(at: int, week: int) -> dict[str, Any]:
    """What a run found out about the library with that number: it goes live after some weeks, and then has one of eight fates."""
    if week < at % 7:
        return {}
    if week < 8 + at % 5:
        return {"state": "pending", "reasons": ["steps"], "differing": ["ILL Settings"], "link": "not_live"}
    live: dict[str, Any] = {"state": "in_place", "link": "live", "confirmed": "2026-03-03T10:00:00Z"}
    fates = {
        0: {
            "state": "drift",
            "reasons": ["objects"],
            "differing": ["Loan Policy Map", "Loan Policy 'ReShare borrowing'"],
        },
        1: {"state": "stated", "reasons": ["stated"]},
        3: {"state": "not_checkable", "reasons": ["unreachable"]} if week % 4 else {},
        4: {"state": "failed", "reasons": ["check"]} if week > 30 else {},
        5: {"state": "drift", "reasons": ["objects"], "differing": ["ILL Settings"]} if week % 10 == 3 else {},
    }
    return live | fates.get(at % 8, {"verified": "pass"})
