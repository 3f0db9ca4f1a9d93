# SPDX-License-Identifier: GPL-3.0-or-later

"""The outcome of a comparison, as one of a closed list of states: for each system, each library and the run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ...module_utils._core.checks import FAIL, LATER, PASS, UNKNOWN, WAIVED
from ...module_utils._core.errors import quoted
from ...module_utils._core.json_shape import Closed, Each, OneOf
from ...module_utils._jobs.left_over_accounts import farewell
from ...module_utils._reshare.objects.patron_ids import PATRON_IDS
from .._inventory.findings import ERROR
from .results import (
    ABOUT,
    ABOUT_TEXTS,
    FINDING,
    KNOWLEDGE,
    LIVE,
    WITHDRAWN,
    FileFormat,
    about,
    dump,
    first_go_live,
    includes,
    is_unread_removal,
    knowledge,
    still_usable,
)

#: The states of a system and of a library, from the best to the worst. Drift is the worst because it is certain; after another
#: failure, something is unknown.
IN_PLACE, STATED, PENDING, NOT_CHECKABLE, UNREACHABLE, REFUSED, BAD_INPUT, DRIFT = STATES = (
    *("in_place", "stated", "pending", "not_checkable", "unreachable", "refused", "bad_input", "drift"),
)
#: The state of a run that compared nothing.
NO_LIBRARIES = "no_libraries"

_STATE = OneOf(STATES)
_ABOUT = Closed(ABOUT, about=ABOUT_TEXTS)
_SYSTEM = Closed({"state": _STATE, "drift": [_ABOUT], "pending": [_ABOUT], "message": str})
_CHECK = {"name": str, "title": str, "status": OneOf((FAIL, UNKNOWN, WAIVED, LATER))}
_LIBRARY = Closed(
    {
        **{"state": _STATE, "live": (bool, None), "sandbox": bool, "withdrawn": (WITHDRAWN, None)},
        **{"systems": Closed({"wms": _SYSTEM, "reshare": _SYSTEM}), "drift": [_ABOUT], "pending": [_ABOUT]},
        **{"checks": [_CHECK], "message": str, "knowledge": (KNOWLEDGE, None)},
    },
    about={
        "live": LIVE,
        "sandbox": "whether any of its results came from the sandbox",
        "checks": "as preflight_info returns them",
        "knowledge": "how the objects in WMS were learnt",
    },
)
#: A drift file.
FILE = FileFormat(
    "reshare.wms drift",
    1,
    Closed(
        {
            "finished": re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z"),
            **{"state": OneOf((*STATES, NO_LIBRARIES)), "message": str, "sandbox": bool},
            **{"libraries": Each(_LIBRARY), "consortium": [FINDING]},
        },
        about={"finished": "UTC", "sandbox": "whether any result came from the sandbox: a rehearsal"},
    ),
)

#: The states of failed results, by the code of the failure. The state for all other codes is NOT_CHECKABLE.
_FAILURES = {"invalid": BAD_INPUT, "unreachable": UNREACHABLE, "refused": REFUSED}

#: The go-live checks that fail if a system rejects the login, or the account lacks a permission.
_LOGINS = ("wms_key", "wms_institution", "reshare_login", "reshare_permissions")

Result = Mapping[str, Any]


def worst(states: Iterable[str]) -> str:
    """The worst of several states."""
    return max(states, key=STATES.index, default=IN_PLACE)


def library_outcome(
    systems: Mapping[str, Sequence[Result]],
    checks: Result | None = None,
    complaint: str = "",
    withdrawn: Mapping[str, Any] | None = None,
    live: bool | None = None,
) -> dict[str, Any]:
    """The outcome of a library.

    systems: the results of the tasks that compared each system. checks: the result of the go-live checks, if they were
    run. complaint: the checks that did not pass, in words. withdrawn: the person who withdrew it, if it is withdrawn. live: whether the
    link is live, if it is known.
    """
    checks = checks or {}
    found = {name: _system_outcome(results) for name, results in systems.items()}
    texts = [*(one["message"] for one in found.values()), str(checks.get("msg") or ""), complaint]
    left = [one for results in systems.values() for result in results for one in still_usable(result)]
    if symbols := [str(one["name"]) for one in left if one["kind"] == PATRON_IDS.name]:
        texts.append(
            f"no declared partner has the symbol {quoted(symbols)}, and its account can still be used. {farewell(symbols)}"
        )
    texts += ["removed, link not read"] if is_unread_removal(withdrawn, live) else []
    return {
        "state": worst([*(one["state"] for one in found.values()), _checks_state(checks)]),
        "live": live,
        "sandbox": any(
            result.get("sandbox") is True for results in (*systems.values(), [checks]) for result in results
        ),
        "withdrawn": dict(withdrawn) if withdrawn else None,
        "systems": found,
        "drift": _objects(entry for one in found.values() for entry in one["drift"]),
        "pending": _objects(entry for one in found.values() for entry in one["pending"]),
        "checks": [check for check in checks.get("checks") or () if check["status"] != PASS],
        "knowledge": knowledge(result for results in systems.values() for result in results),
        "message": _sentences(texts),
    }


def document(
    libraries: Mapping[str, Mapping[str, Any]], consortium: Sequence[Mapping[str, Any]] = (), message: str = ""
) -> str:
    """The text of a drift file. consortium: the findings about what does not fit between the libraries. message: the reason if nothing was compared."""
    apart = [BAD_INPUT for finding in consortium if finding["severity"] == ERROR]
    state = worst([*(one["state"] for one in libraries.values()), *apart]) if libraries else NO_LIBRARIES
    content = {
        **FILE.head,
        "finished": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "state": state,
        "message": message,
        "sandbox": any(one["sandbox"] for one in libraries.values()),
        "libraries": dict(libraries),
        "consortium": list(consortium),
    }
    return dump(content)


def _system_outcome(results: Sequence[Result]) -> dict[str, Any]:
    changes = [(change, first_go_live(result, change)) for result in results for change in result.get("changes") or ()]
    drift = _objects(
        [
            *(change for change, first in changes if not first),
            *(one for result in results for one in still_usable(result)),
        ]
    )
    # A library that goes live with the next onboard, or when somebody approves it, is not live on purpose.
    held = [change for change, first in changes if first]
    steps = _objects([*held, *(step for result in results for step in result.get("pending_steps") or ())])
    # A change that is on no worksheet yet is pending only in this check mode run: it is drift.
    pending = [step for step in steps if not any(includes(change, step) for change in drift)]
    failed = [result for result in results if result.get("failed")]
    states = [DRIFT] * bool(drift) + [PENDING] * bool(pending) + [_failure_state(result) for result in failed]
    known = knowledge(results)
    states += [STATED] * bool(known and known["stated"])
    return {
        "state": worst(states),
        "drift": drift,
        "pending": pending,
        "message": _sentences(str(result.get("msg") or "") for result in failed),
    }


def _checks_state(checks: Result) -> str:
    if checks.get("failed"):
        return _failure_state(checks)
    states = {FAIL: DRIFT, UNKNOWN: NOT_CHECKABLE}
    return worst(
        REFUSED if check["status"] == FAIL and check["name"] in _LOGINS else states.get(check["status"], IN_PLACE)
        for check in checks.get("checks") or ()
    )


def _failure_state(result: Result) -> str:
    return _FAILURES.get((result.get("failure") or {}).get("code", ""), NOT_CHECKABLE)


def _sentences(texts: Iterable[str]) -> str:
    found = dict.fromkeys(text.rstrip(".") for text in texts if text)
    return f"{'; '.join(found)}." if found else ""


def _objects(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each object once."""
    found: list[dict[str, Any]] = []
    for one in map(about, entries):
        if one not in found:
            found.append(one)
    return found
