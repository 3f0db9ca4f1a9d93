# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan: the account of a run in check mode, whose changes were reviewed before they are applied (docs/changes.md#plans).

Everything in it is masked, so no fingerprint depends on a secret.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from . import json_shape
from .errors import NotApproved, ValidationError, quoted
from .files import read_regular
from .texts import LONGEST_NAME, counted

FORMAT, VERSION = "reshare.wms run", 1
#: The only playbook whose accounts are plans.
PLAYBOOK = "reshare.wms.onboard"

#: The maximum size of a file, in bytes: about a thousand libraries.
LARGEST = 64 * 1024 * 1024

#: The number of days for which a plan is valid, and how far another machine's clock may be ahead of this one's.
VALID_DAYS, _AHEAD = 14, timedelta(days=1)

#: The maximum length of a value in a message, in characters.
_LONGEST = 120

_FINGERPRINT = re.compile("[0-9a-f]{64}")
_TEXT = re.compile(r"(?s).{0,10000}")
_FILE = {
    "format": str,
    "version": int,
    "playbook": str,
    "check_mode": bool,
    "finished": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
    "plan": ({"by": re.compile(rf"(?s).{{1,{LONGEST_NAME}}}"), "fingerprint": _FINGERPRINT}, None),
    "libraries": dict,
}
_CHANGE = dict.fromkeys(("system", "kind", "name", "title", "action"), _TEXT)
_LIBRARY = {
    "wms_registry_id": (_TEXT, None),
    "reshare_tenant": (_TEXT, None),
    "sandbox": _TEXT,
    "changes": [{**_CHANGE, "before": (dict, None), "after": (dict, None)}],
    "fingerprint": (_FINGERPRINT, None),
}

#: Changes are equal if these members are. The changes are also sorted by them.
_COMPARED = ("system", "kind", "name", "identity", "action", "before", "after")

Data = dict[str, Any]


@dataclass(frozen=True)
class ReviewedPlan:
    """A plan as read from its file. libraries: not checked yet, see `library`."""

    path: Path
    made: str
    by: str
    fingerprint: str
    libraries: Mapping[str, Any]

    def refuse_old(self, days: int, now: datetime) -> None:
        """Raise NotApproved for a plan that is older than that number of days, or from the future: it would create objects again that a person
        has removed since."""
        try:
            made = datetime.fromisoformat(self.made)
        except ValueError:
            raise _damaged(self.path, "finished is not a time") from None
        if now - made > timedelta(days=days):
            problem = f"more than {counted(days, 'day')} ago (plan_valid_days)"
        elif made - now > _AHEAD:
            problem = "which is in the future; check the clock of the machine that made it"
        else:
            return
        raise NotApproved(
            f"the plan {self.path} was made on {self.made}, {problem}. Make a new plan and have it approved"
        )

    def library(self, name: str, registry_id: str | None, tenant: str | None) -> Data:
        """The part of one library. Raises NotApproved if the plan is not for this library, and ValidationError if it was
        edited."""
        if name not in self.libraries:
            raise NotApproved(
                f"the plan {self.path} does not contain this library. Make a new plan for it, or leave it out with --limit"
            )
        library: Data = self.libraries[name]
        try:
            json_shape.fit(library, _LIBRARY)
        except json_shape.ShapeError as fault:
            raise _damaged(self.path, f"library '{name}': {fault}") from None
        if library["fingerprint"] is None:
            raise NotApproved(
                f"the run that made the plan {self.path} could not check this library in full. Make a new plan"
            )
        if fingerprint(library) != library["fingerprint"]:
            raise _edited(self.path, f"library '{name}'")
        planned, here = (library.get("wms_registry_id"), library.get("reshare_tenant")), (registry_id, tenant)
        if planned != here:
            raise NotApproved(
                f"the plan {self.path} is for another library of this name: Registry ID and tenant are {_both(planned)} in the "
                f"plan, and {_both(here)} now. Make a new plan"
            )
        return library


@dataclass(frozen=True)
class Comparison:
    """The changes now, compared with those of the plan.

    new: changes of objects that the plan does not change. different: changes of objects that it changes otherwise, each after the
    planned change. done: planned changes that are not needed any more.
    """

    new: Sequence[Data]
    different: Sequence[tuple[Data, Data]]
    done: Sequence[Data]

    @property
    def applies(self) -> bool:
        """Whether every change now is one of the plan."""
        return not (self.new or self.different)

    @property
    def text(self) -> str:
        """The differences, for people."""
        parts = {
            "not in the plan": [f"{change['title']} {_in_words(change)}" for change in self.new],
            "different": [f"{now['title']} ({_difference(planned, now)})" for planned, now in self.different],
            "no longer needed": [f"{change['title']} {change['action']}" for change in self.done],
        }
        return ". ".join(f"{heading.capitalize()}: {'; '.join(texts)}" for heading, texts in parts.items() if texts)


def viewed(change: Mapping[str, Any], diff: Mapping[str, Any], plural: str) -> Data:
    """The object (or table or page) of a change before and after it, from the diff of the task's result. plural: of its kind."""
    return {side: _view((diff.get(side) or {}).get(plural), change.get("name")) for side in ("before", "after")}


def fingerprint(library: Mapping[str, Any]) -> str:
    """The fingerprint of a library: of its identities and changes. The order of keys and of changes does not matter."""
    changes = sorted(_canonical(_compared(change)) for change in library["changes"])
    identities = {name: library[name] for name in ("wms_registry_id", "reshare_tenant", "sandbox")}
    return _digest({**identities, "changes": changes})


def load(path: Path) -> ReviewedPlan:
    """Read a plan. Raises ValidationError for any file that is not a complete plan of this version."""
    try:
        text = read_regular(path, LARGEST + 1)
    except OSError as fault:
        raise ValidationError(f"the plan {path} cannot be read: {fault.strerror}") from None
    if len(text) > LARGEST:
        raise ValidationError(f"the plan {path} is larger than {LARGEST // 1024 // 1024} MiB")
    try:
        plan = json_shape.load(text, {"format": json_shape.ANYTHING, "version": json_shape.ANYTHING})
        if plan.get("format") != FORMAT:
            raise ValidationError(
                f"{path} is not the account of a run of this collection: its format is not '{FORMAT}'"
            )
        if plan.get("version") != VERSION or plan.get("version") is True:
            raise ValidationError(
                f"the plan {path} has version {str(plan.get('version'))[:20]}; this collection reads version {VERSION}. "
                "Make a new plan"
            )
        json_shape.fit(plan, _FILE)
    except ValueError as fault:
        raise _damaged(path, fault) from None
    if plan["plan"] is None:
        raise ValidationError(
            f"{path} is not a plan. A plan is the account (run_file) of a whole run of {PLAYBOOK} with --check, by a person (plan_by), that came to its "
            "end and has the values of all changes"
        )
    if whole(plan) != plan["plan"]["fingerprint"]:
        raise _edited(path, "the file")
    return ReviewedPlan(path, plan["finished"], plan["plan"]["by"], plan["plan"]["fingerprint"], plan["libraries"])


def compare(planned: Sequence[Data], now: Sequence[Data]) -> Comparison:
    """The changes now, compared with the planned ones."""
    approved = {_canonical(_compared(change)): change for change in planned}
    current = {_canonical(_compared(change)): change for change in now}
    left = {_object(change): change for text, change in approved.items() if text not in current}
    others = [change for text, change in current.items() if text not in approved]
    different = [(left[_object(change)], change) for change in others if _object(change) in left]
    elsewhere = {_object(change) for change in others}
    return Comparison(
        new=[change for change in others if _object(change) not in left],
        different=different,
        done=[change for key, change in left.items() if key not in elsewhere],
    )


def _damaged(path: Path, problem: object) -> ValidationError:
    return ValidationError(f"the plan {path} is damaged: {problem}. Make a new plan")


def _edited(path: Path, what: str) -> ValidationError:
    return ValidationError(
        f"the plan {path} was changed after it was made: the fingerprint of {what} does not match. Make a new plan"
    )


def whole(plan: Mapping[str, Any]) -> str:
    """The fingerprint of a whole plan: of its run and its maker, and of the fingerprints of its libraries."""
    parts = {
        name: library.get("fingerprint") if isinstance(library, Mapping) else library
        for name, library in plan["libraries"].items()
    }
    head = {name: plan[name] for name in ("format", "version", "playbook", "check_mode", "finished")}
    return _digest({**head, "by": plan["plan"]["by"], "libraries": parts})


def _view(kept: Any, name: Any) -> Any:
    return kept.get(name) if name and isinstance(kept, Mapping) else kept


def _digest(value: Any) -> str:
    return hashlib.sha256(_canonical(value).encode("ascii")).hexdigest()


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _compared(change: Mapping[str, Any]) -> Data:
    return {name: change.get(name) for name in _COMPARED}


def _object(change: Mapping[str, Any]) -> str:
    return _canonical([change["system"], change["kind"], change["name"]])


def _both(library: tuple[str | None, str | None]) -> str:
    return quoted(str(value) for value in library)


def _in_words(change: Mapping[str, Any]) -> str:
    """The action, and for an update the fields with their values before and after."""
    if change["before"] is None or change["after"] is None:
        return str(change["action"])
    fields = [f"{name} from {before} to {after}" for name, before, after in _unequal(change["before"], change["after"])]
    return f"{change['action']} ({', '.join(fields)})"


def _difference(planned: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """The difference between two changes of the same object."""
    if planned["action"] != now["action"]:
        return f"{planned['action']} in the plan, {now['action']} now"
    differing = [
        f"{name} {side} the change: {planned_value} in the plan, {value} now"
        for side in ("before", "after")
        for name, planned_value, value in _unequal(planned.get(side) or {}, now[side] or {})
    ]
    return ", ".join(differing) or "another object of this name"


def _unequal(left: Mapping[str, Any], right: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The fields with different values, and both values for people; of lists only the entries that differ."""
    for name in dict.fromkeys([*left, *right]):
        first, second = left.get(name), right.get(name)
        if _canonical(first) == _canonical(second):
            continue
        if isinstance(first, list) and isinstance(second, list):
            only = [entry for entry in first if entry not in second], [entry for entry in second if entry not in first]
            first, second = only if any(only) else (first, second)
        yield name, _short(first), _short(second)


def _short(value: Any) -> str:
    text = "nothing" if value is None or value == [] else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
