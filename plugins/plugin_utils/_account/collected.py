# SPDX-License-Identifier: GPL-3.0-or-later

"""Collects the part of a library's account that is in its results, before the library is judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from ...module_utils._core.checks import FAIL, LATER, PASS, UNKNOWN, WAIVED
from ...module_utils._core.errors import first_of
from ...module_utils._core.json_shape import dictionaries
from ...module_utils._core.reviewed_plan import viewed
from ...module_utils._task.result_warnings import result_warnings
from .._inventory.findings import ERROR
from .._inventory.registered import Registered
from .families import families, family_of
from .results import about, first_go_live, includes, knowledge, members, still_usable
from .run_document import ASKED, DONE, IN_RECORD, LEFT_OVER, NO, NOT_KNOWN, RESHARE, WARNING, WMS, WOULD, YES, Data
from .states import APPROVAL, CHECK, FAILED, NOT_CHECKABLE, NOT_SEEN, QUESTIONS, STEPS, STOPPED, UNREACHABLE, reason_of

#: The heading of the checks of a role.
_HEADINGS = {"preflight": "Preconditions", "enable_reshare": "Before going live", "verify": "Verification"}
#: The members of results with objects that a person or a look at the system settled, each with the action in the account.
_SETTLED = {
    "confirmed": "confirmed",
    "read_back": "found in place",
    "recorded": "recorded",
    "discarded": "no longer asked for",
}
#: The number of libraries that are named of those for which a field waits.
_NAMED = 5
_NO_VALUES = dict.fromkeys(("before", "after", "earlier"))
#: The modules that send NCIP messages to verify the link.
_VERIFYING = ("ncip_probe", "ncip_verification")
#: The messages for a library that failed at a task without a registered result, and for one that the run did not finish.
_ENDED = {"level": FAILED, "code": "error", "text": "See the message of the task that failed"}
_NOT_REACHED = {
    "level": NOT_CHECKABLE,
    "code": STOPPED,
    "text": "The run ended before it was through with this library",
}


@dataclass(frozen=True)
class Result:
    """A registered result of a library, or one result of a loop. check: whether its task changed nothing, because it was in check mode."""

    of: Registered
    data: Mapping[str, Any]
    check: bool

    @property
    def failed(self) -> bool:
        """Whether the task failed, or left a failure to a later task (record_import)."""
        return self.data.get("failed") is True or "failure" in self.data or self.unreachable

    @property
    def unreachable(self) -> bool:
        """Whether Ansible did not get to the host on which the task was to run."""
        return self.data.get("unreachable") is True

    @property
    def in_record(self) -> bool:
        """Whether its module only writes to the record what people sent, and compares nothing."""
        return str(self.of.module).startswith("record_")

    @property
    def compares(self) -> bool:
        """Whether it compares objects with what is declared."""
        module = self.of.module or "validate_"
        return not (self.in_record or module.startswith("validate_") or module.endswith("_info"))

    @property
    def failure(self) -> Mapping[str, Any]:
        """The failure as data."""
        failure = self.data.get("failure")
        return failure if isinstance(failure, Mapping) else {}


def results(names: Iterable[Registered], variables: Mapping[str, Any], check: bool) -> list[Result]:
    """The results of a library, in the order of the tasks. variables: its variables, with the registered ones."""
    results = []
    for name in names:
        value = variables.get(name.name)
        if isinstance(value, Mapping) and not value.get("skipped"):
            looped = value.get("results")
            items = dictionaries(looped) if isinstance(looped, list) else [value]
            results += [Result(name, item, check) for item in items if not item.get("skipped")]
    return results


def collected(results: Sequence[Result], ended: bool, complete: bool) -> Data:
    """The members of a library's account that its results contain. ended: whether no further task runs for the library, because one failed. complete:
    whether the run came to its end."""
    own = [result for result in results if not result.of.once]
    of_run = next((result for result in results if result.of.once and result.failed), None)
    messages = [*_failures(own), *_verdicts(own), *_warnings(own)]
    checks = _checks(own)
    explained = any(message["level"] != WARNING for message in messages) or any(
        check["status"] in (FAIL, UNKNOWN) for check in checks
    )
    if not explained and of_run:
        messages.append({**_NOT_REACHED, "code": reason_of(of_run.failure.get("code")), "system": None, "kind": None})
    elif not explained and (ended or not complete):
        messages.append({**(_ENDED if ended else _NOT_REACHED), "system": None, "kind": None})
    changes = [change for result in own for change in _changes(result)]
    return {
        **_facts(own),
        "sandbox": sandbox(own),
        "compared": list(
            dict.fromkeys(kind for result in own if result.compares and not result.failed for kind in _declared(result))
        ),
        "changes": changes,
        "pending": _steps(own),
        "checks": checks,
        "messages": messages,
        "knowledge": knowledge(result.data for result in own),
    }


def withheld(results: Iterable[Result], library: str) -> Data:
    """What the library waits for, as the task for all libraries found: the member ``wave``, and more steps for the member ``pending``."""
    steps: list[Data] = []
    wave = False
    for result in results:
        wave |= library in _list(result.data.get("waiting"))
        fields = result.data.get("withheld")
        for field in dictionaries(fields.get(library) if isinstance(fields, Mapping) else ()):
            waits = field["waits_for"]
            texts = "; ".join(f"{first_of(names, _NAMED)}: {what}" for what, names in waits.items())
            named = {**about(field), "name": " / ".join(field["identity"].values())}
            reason = {"reason": field["code"], "waits_for": texts, "holders": list(chain(*waits.values()))}
            steps.append({"system": WMS, **named, **reason, "since": None, "remark": None})
    return {"wave": wave, "pending": steps}


def sandbox(results: Iterable[Result]) -> str:
    """Whether results came from the sandbox."""
    answers = {result.data.get("sandbox") for result in results} & {True, False}
    return YES if True in answers else NO if answers else NOT_KNOWN


def run_messages(results: Iterable[Result]) -> list[str]:
    """What is wrong with the run as a whole: the failures of tasks for all libraries."""
    return list(dict.fromkeys(_text(result) for result in results if result.of.once and result.failed))


def _failures(results: Iterable[Result]) -> Iterator[Data]:
    for result in results:
        if result.failed:
            no_answer = result.failure.get("no_answer") is True and not result.data.get("changed")
            unknown = result.check or result.unreachable or no_answer or result.failure.get("code") == NOT_SEEN
            kind = _blamed(result)
            yield {
                "level": NOT_CHECKABLE if unknown else FAILED,
                "code": UNREACHABLE if result.unreachable else reason_of(result.failure.get("code")),
                "system": system_of(kind) if kind else _system(result),
                "kind": kind,
                "text": _text(result),
            }


def _verdicts(results: Iterable[Result]) -> Iterator[Data]:
    """What makes a library fail after the last lines: a report file that contradicts the inventory, or systems that the collection must not be used for yet."""
    for result in results:
        findings = dictionaries(result.data.get("findings"))
        texts = [finding.get("message") for finding in findings if finding.get("severity") == ERROR]
        document = result.data.get("document")
        assumptions = dictionaries(document.get("assumptions")) if isinstance(document, Mapping) else []
        for text in [*texts, *(assumption.get("meaning") for assumption in assumptions if assumption.get("stops"))]:
            yield {"level": FAILED, "code": CHECK, "system": None, "kind": None, "text": str(text)}


def _text(result: Result) -> str:
    return str(result.data.get("msg") or "The task failed and gave no reason")


def _warnings(results: Iterable[Result]) -> Iterator[Data]:
    """The warnings, each once, without those that repeat a value of a result."""
    own = ((result, str(text)) for result in results for text in _list(result.data.get("warnings")))
    for text in dict.fromkeys(text for result, text in own if text not in result_warnings(result.data)):
        yield {"level": WARNING, "code": None, "system": None, "kind": None, "text": text}


def _blamed(result: Result) -> str | None:
    """The kind that a failure concerns. None for a task about many kinds: its result does not contain which one failed."""
    if result.of.module in families():
        return result.of.module
    kinds = _declared(result)
    return kinds[0] if len(kinds) == 1 else None


def _system(result: Result) -> str | None:
    """The system of a task; None if it is about both or neither."""
    if str(result.of.module).startswith("reshare"):
        return RESHARE
    return WMS if result.compares else None


def system_of(kind: str) -> str:
    """The system of a kind of objects."""
    return RESHARE if family_of(kind).group == "ReShare" else WMS


def _declared(result: Result) -> list[str]:
    counts = result.data.get("declared")
    return list(map(str, counts)) if isinstance(counts, Mapping) else []


def _changes(result: Result) -> Iterator[Data]:
    if result.of.module is None or result.of.module.endswith("_info"):
        return
    steps = list(dictionaries(result.data.get("pending_steps")))
    diff = result.data.get("diff") or {}
    for change in dictionaries(result.data.get("changes")):
        waits = any(includes(change, step) for step in steps)
        status = IN_RECORD if result.in_record else WOULD if result.check else ASKED if waits else DONE
        yield {
            "system": system_of(str(change.get("kind"))),
            **about(change),
            "action": str(change.get("action") or ""),
            "what": list(map(str, change.get("what") or ())),
            "status": status,
            **viewed(change, diff, family_of(str(change.get("kind"))).plural),
            "earlier": change.get("earlier"),
        }
    for left in still_usable(result.data) if result.check else ():
        yield {
            "system": system_of(str(left["kind"])),
            **left,
            "action": LEFT_OVER,
            "what": [],
            "status": WOULD,
            **_NO_VALUES,
        }
    for key, action in _SETTLED.items():
        for settled in dictionaries(result.data.get(key)):
            yield {"system": WMS, **about(settled), "action": action, "what": [], "status": IN_RECORD, **_NO_VALUES}


def goes_live_first(results: Iterable[Result]) -> bool:
    """Whether one of the changes makes the link live for the first time."""
    every = (result.data for result in results)
    return any(first_go_live(data, change) for data in every for change in dictionaries(data.get("changes")))


def _steps(results: Iterable[Result]) -> list[Data]:
    """The pending steps and the questions, each once. A change that is not on a worksheet yet is pending in this check run only: it is drift."""
    steps: list[Data] = []
    for result in results:
        new = [*dictionaries(result.data.get("changes"))] if result.check else []
        for step in dictionaries(result.data.get("pending_steps")):
            if not any(includes(change, step) for change in new):
                reason = APPROVAL if step.get("confirmed") else STEPS
                system = system_of(str(step.get("kind")))
                # The remark of a confirmed step is the name of a person.
                remark = {"remark": step.get("remark") if reason == STEPS else None}
                steps.append(
                    {
                        **{"system": system, **about(step), "reason": reason},
                        **{**members(step, "since", "waits_for"), "holders": [], **remark},
                    }
                )
        for question in dictionaries(result.data.get("questions")):
            nothing = dict.fromkeys(("since", "remark", "waits_for"))
            steps.append({"system": WMS, **about(question), "reason": QUESTIONS, "holders": [], **nothing})
    return [step for at, step in enumerate(steps) if step not in steps[:at]]


def _checks(results: Iterable[Result]) -> list[Data]:
    """The checks of all results, those that need attention first; of several results of a check, the last one."""
    checks: dict[tuple[str, str], Data] = {}
    for result in results:
        heading = _HEADINGS.get(result.of.role, "Checks")
        for check in dictionaries(result.data.get("checks")):
            if check.get("status") in _ORDER:
                texts = {key: str(check.get(key) or "") for key in ("name", "title", "status", "detail", "remedy")}
                checks[heading, texts["name"]] = {
                    "heading": heading,
                    **texts,
                    "title": texts["title"] or texts["name"],
                    "reason": check.get("reason"),
                }
    return sorted(checks.values(), key=lambda check: _ORDER.index(check["status"]))


_ORDER = (FAIL, UNKNOWN, LATER, WAIVED, PASS)


def _facts(results: Iterable[Result]) -> Data:
    """The members about the library as a whole: the latest value of each."""
    facts: Data = {
        **dict.fromkeys(("wms_registry_id", "reshare_tenant", "worksheet", "questionnaire", "ready", "withdrawn")),
        **dict.fromkeys(("plan", "verification", "live")),
        **{"pages": [], "sent": [], "remarks": [], "evidence": [], "exceptions": [], "to_except": []},
    }
    for result in results:
        facts |= dict(_facts_of(result.data))
        facts["remarks"] += [
            {**members(remark, "at", "remark"), **about(remark)} for remark in dictionaries(result.data.get("remarks"))
        ]
        if result.of.module in _VERIFYING and not result.check:
            facts["verification"] = _verification(facts["verification"], result.data)
    return facts


def _facts_of(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in ("wms_registry_id", "reshare_tenant", "live", "ready"):
        if name in data:
            yield name, data[name]
    if "worksheet" in data:
        yield "worksheet", str(data["worksheet"] or "") or None
    if isinstance(data.get("questionnaires"), list):
        yield "questionnaire", next(map(str, data["questionnaires"]), None)
    if isinstance(overview := data.get("overview"), Mapping):
        yield "pages", [_page(page) for page in dictionaries(overview.get("pages"))]
    if isinstance(data.get("sent"), list):
        yield "sent", [str(mail.get("page")) for mail in dictionaries(data["sent"])]
    if isinstance(data.get("exceptions"), list):
        yield (
            "exceptions",
            [members(entry, "text", "until", "ended") for entry in dictionaries(data["exceptions"])],
        )
    if isinstance(data.get("to_except"), list):
        yield (
            "to_except",
            [members(entry, "object", "field", "reason", "refused") for entry in dictionaries(data["to_except"])],
        )
    if "withdrawn" in data:
        yield "withdrawn", _withdrawn(data["withdrawn"])
    if isinstance(data.get("plan"), Mapping):
        yield "plan", members(data["plan"], "fingerprint", "made", "by", "approved_by", "applies")
    if "evidence" in data:
        parts = ("report", "file", "first", "last", "imported", "loans")
        yield "evidence", [members(report, *parts) for report in dictionaries(data["evidence"])]


def _page(page: Mapping[str, Any]) -> Data:
    """A page that waits for the contact. The contact is a person, and not named."""
    shown = members(page, "page", "path", "open", "waiting_for_approval", "since", "due", "overdue", "why")
    return {**shown, "sent": page.get("at") if page.get("to") else None}


def _withdrawn(withdrawal: Any) -> Data | None:
    """When and why the library was withdrawn, and when it was removed, as far as it is known."""
    if not isinstance(withdrawal, Mapping):
        return None
    removed = withdrawal.get("removed")
    return {
        **members(withdrawal, "at", "reason"),
        "removed": removed.get("at") or "" if isinstance(removed, Mapping) else None,
    }


def _verification(before: Mapping[str, Any] | None, data: Mapping[str, Any]) -> Data:
    """The verification of the link. before: the results so far."""
    # A probe lends nothing, and does not return this list.
    lent = "left_behind" in data and bool(data.get("changed"))
    left = [str(item.get("detail")) for item in dictionaries(data.get("left_behind"))]
    earlier = before or {"state": PASS, "transactions": False, "left_behind": []}
    states = [earlier["state"], *(check.get("status") for check in dictionaries(data.get("checks")))]
    return {
        "state": next((state for state in (FAIL, UNKNOWN) if state in states), PASS),
        "transactions": earlier["transactions"] or lent,
        "left_behind": [*earlier["left_behind"], *left],
    }


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
