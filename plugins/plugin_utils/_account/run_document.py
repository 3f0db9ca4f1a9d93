# SPDX-License-Identifier: GPL-3.0-or-later

"""The account of a run: one JSON document. Lines, page, Markdown, plan, alert, metrics, status and going back are made from it.

It contains data of results only, without secrets. The names of persons are only in ``plan.by``, in the approvals of applied plans, and in
the texts of exceptions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...module_utils._core.checks import FAIL, LATER, PASS, UNKNOWN, WAIVED
from ...module_utils._core.json_shape import ANYTHING, COUNT, TIME, Closed, Each, OneOf, Shape
from ...module_utils._record.sources import HOW
from .._file_format import FileFormat
from .._inventory.findings import SEVERITIES
from .._inventory.output import ACCOUNT
from .states import CODES_OF_REASONS, FAILED, LINKS, NO_LIBRARIES, NOT_CHECKABLE, STATES, STOP_STATES

#: Plain data, as in JSON.
Data = dict[str, Any]

#: The maximum size of a file in bytes: about a thousand libraries. A larger account is written without the values of its changes.
LARGEST = 64 * 1024 * 1024

WMS, RESHARE = SYSTEMS = ("wms", "reshare")
#: The statuses of a change: made, made in the record only, found in check mode, added to a worksheet.
DONE, IN_RECORD, WOULD, ASKED = STATUSES = ("done", "recorded", "would", "asked")
#: The action of an object with which items can still be lent to a partner that is not declared.
LEFT_OVER = "left over"
#: The level of a message that changes no state; the others are two of the states.
WARNING = "warning"
#: What is in the place of a value that Ansible has hidden.
HIDDEN = "(hidden by Ansible)"
#: The values of sandbox.
YES, NO, NOT_KNOWN = SANDBOX = ("yes", "no", "unknown")

TEXT_OR_NULL: Shape = (str, None)
_FINGERPRINT = re.compile("[0-9a-f]{64}")
_STATE, _REASONS, _SYSTEM = OneOf(tuple(STATES)), [OneOf(CODES_OF_REASONS)], OneOf(SYSTEMS)
_OBJECT: dict[str, Shape] = {
    "kind": TEXT_OR_NULL,
    "name": TEXT_OR_NULL,
    "identity": (dict, None),
    "title": TEXT_OR_NULL,
}
_OBJECT_TEXTS = {
    "kind": "name of the module",
    "identity": "the fields that identify the object",
    "title": "for messages",
}
_COUNTS = Closed(dict.fromkeys(HOW, COUNT))
_KNOWN = Closed({**_OBJECT, "fields": _COUNTS, "how": str, "at": str, "days": (COUNT, None), "stale": bool})

_CHANGE = Closed(
    {
        **{"system": _SYSTEM, **_OBJECT, "action": str, "what": [str], "status": OneOf(STATUSES)},
        **{"before": ANYTHING, "after": ANYTHING, "earlier": (dict, None)},
    },
    about={
        **_OBJECT_TEXTS,
        "before": "the managed fields before the change; null without an object",
        "earlier": "what the change replaces, as a configuration that restores it; null if there was nothing",
        "status": "recorded if made in the record only, would if found in check mode, asked if added to a worksheet",
    },
)
_STEP = Closed(
    {
        **{"system": _SYSTEM, **_OBJECT, "reason": _REASONS[0]},
        **dict.fromkeys(("since", "remark", "waits_for"), TEXT_OR_NULL),
        "holders": [str],
    },
    about={
        **_OBJECT_TEXTS,
        "reason": "steps, questions, approval or waits",
        "waits_for": "the object that a person has to create first, or what has to be confirmed at other libraries",
        "holders": "these libraries",
    },
)
_CHECK = Closed(
    {
        **{"heading": str, "name": str, "title": str, "status": OneOf((FAIL, UNKNOWN, LATER, WAIVED, PASS))},
        **{"detail": str, "remedy": str, "reason": TEXT_OR_NULL},
    },
    about={"reason": "why it was waived"},
)
_MESSAGE = Closed(
    {
        **{"level": OneOf((FAILED, NOT_CHECKABLE, WARNING)), "code": (*_REASONS, None)},
        **{"system": (_SYSTEM, None), "kind": TEXT_OR_NULL, "text": str},
    },
    about={"kind": "of the object concerned, if it is one"},
)
_PAGE = Closed(
    {
        **{"page": str, "path": str, "open": COUNT, "waiting_for_approval": COUNT, "overdue": bool},
        **dict.fromkeys(("since", "due", "sent", "why"), TEXT_OR_NULL),
    },
    about={"sent": "when it was sent to the contact", "why": "why it would be sent now"},
)
_SYSTEM_STATE = Closed({"state": (_STATE, None), "reasons": _REASONS, "message": str})
_LIBRARY = Closed(
    {
        **{"state": (_STATE, None), "reasons": _REASONS, "link": OneOf(tuple(LINKS)), "changed": COUNT},
        **{"wms_registry_id": TEXT_OR_NULL, "reshare_tenant": TEXT_OR_NULL, "sandbox": OneOf(SANDBOX)},
        **{"systems": Closed(dict.fromkeys(SYSTEMS, _SYSTEM_STATE)), "compared": [str], "changes": [_CHANGE]},
        **{"pending": [_STEP], "checks": [_CHECK], "ready": (bool, None), "messages": [_MESSAGE], "pages": [_PAGE]},
        **{"wave": bool, "worksheet": TEXT_OR_NULL, "questionnaire": TEXT_OR_NULL, "sent": [str], "went_live": bool},
        "exceptions": [Closed({"text": str, "until": str, "ended": bool})],
        "to_except": [Closed({"object": str, "reason": str, **dict.fromkeys(("field", "refused"), TEXT_OR_NULL)})],
        "remarks": [Closed({"at": TEXT_OR_NULL, "remark": TEXT_OR_NULL, **_OBJECT}, about=_OBJECT_TEXTS)],
        "withdrawn": (Closed(dict.fromkeys(("at", "reason", "removed"), TEXT_OR_NULL)), None),
        "stops": [Closed({"code": str, "state": OneOf(tuple(STOP_STATES))})],
        "verification": (
            Closed({"state": OneOf((PASS, FAIL, UNKNOWN)), "transactions": bool, "left_behind": [str]}),
            None,
        ),
        "plan": (
            Closed(
                {**dict.fromkeys(("fingerprint", "made", "by", "approved_by"), TEXT_OR_NULL), "applies": (bool, None)}
            ),
            None,
        ),
        "evidence": [
            {**dict.fromkeys(("report", "file", "first", "last", "imported"), TEXT_OR_NULL), "loans": (COUNT, None)}
        ],
        "knowledge": (
            Closed({"fields": _COUNTS, "oldest": (_KNOWN, None), "stale": [_KNOWN], "stated": [_KNOWN]}),
            None,
        ),
        "fingerprint": (_FINGERPRINT, None),
    },
    about={
        "state": "null if nothing was judged, or only one of the systems was compared, without a difference: what an earlier run found still holds",
        "reasons": "codes, the reason of the state first",
        "changed": "the number of objects that this run changed, or would change",
        "compared": "the kinds of objects that were compared with the inventory",
        "ready": "whether the go-live checks passed; null if they were not made",
        "wave": "whether nothing was applied, because an earlier wave has open steps",
        "worksheet": "path",
        "questionnaire": "path",
        "pages": "those that wait for the contact",
        "sent": "the pages that this run sent",
        "exceptions": "those of the library in consortium_exceptions",
        "to_except": "what people could not do, by the answers that this run imported; refused: why it cannot be excepted",
        "remarks": "of people, stated by a person; without an object, about the whole file",
        "withdrawn": "when and why the library was withdrawn, and when it was removed",
        "stops": "what the playbook withdraw has stopped, and what not; empty for other playbooks",
        "verification": "of the link, with NCIP messages; transactions: whether test items were lent",
        "plan": "the plan that was applied",
        "evidence": "the reports of OCLC in its record, as preflight_info returns them",
        "knowledge": "how the objects in WMS were learnt",
        "fingerprint": "of the identities and the changes, if this run can be a plan",
    },
)
FINDING = Closed(
    {
        **{"severity": OneOf(SEVERITIES), "code": str, "library": TEXT_OR_NULL},
        **{"variable": TEXT_OR_NULL, "message": str, "remedy": str, "file": TEXT_OR_NULL, "line": (COUNT, None)},
    },
    about={"code": "docs/connection.md"},
)
#: The members of the document.
_MEMBERS = Closed(
    {
        **{"playbook": str, "command": str},
        **{"started": TIME, "finished": TIME, "check_mode": bool, "sandbox": OneOf(SANDBOX)},
        "versions": Closed(dict.fromkeys(("collection", "ansible_core", "python"), str)),
        **{"state": (OneOf((*STATES, NO_LIBRARIES)), None), "complete": bool, "shortened": bool, "messages": [str]},
        "plan": (Closed({"by": str, "fingerprint": _FINGERPRINT}), None),
        "libraries": Each(_LIBRARY),
        "consortium": (Closed({"summary": str, "findings": [FINDING], "pairs": list, "complete": bool}), None),
        "next": [
            Closed(
                {"why": str, "libraries": [str], "playbook": str, "command": str},
                about={"command": "without options of the command line that can contain secrets"},
            )
        ],
    },
    about={
        "playbook": "names, in their order",
        "command": "without options of the command line that can contain secrets",
        "started": "UTC",
        "finished": "UTC",
        "sandbox": "yes if any result came from the sandbox: a rehearsal",
        "state": "the worst of all libraries; null if nothing was judged",
        "complete": "whether the run came to its end",
        "shortened": "whether the values of the changes are left out, because they are too large",
        "messages": "what is wrong with the run as a whole, and with no single library",
        "plan": "who made the run as a plan, and the fingerprint of the whole; null if it cannot be one",
        "consortium": "the libraries compared with each other",
        "next": "what to do next, the most urgent first",
    },
)
#: The file of an account.
FILE = FileFormat(ACCOUNT, 1, "the account of a run of this collection", _MEMBERS)


def text(document: Mapping[str, Any]) -> str:
    """The text of the file of an account."""
    return json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n"


def entries(document: Mapping[str, Any], part: str) -> Iterator[tuple[str, Data]]:
    """The changes, steps, checks or messages of all libraries, each with the name of its library."""
    for name, library in document["libraries"].items():
        yield from ((name, entry) for entry in library[part])


def by_state(document: Mapping[str, Any], member: str = "state") -> dict[Any, list[str]]:
    """The names of the libraries by their ``state`` or ``link``: only states that occur, the worst first, and those that were not judged last."""
    order = [*reversed(STATES), *LINKS, None]
    names: dict[Any, list[str]] = {}
    for name, library in document["libraries"].items():
        names.setdefault(library[member], []).append(name)
    return dict(sorted(names.items(), key=lambda item: order.index(item[0])))
