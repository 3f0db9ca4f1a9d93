# SPDX-License-Identifier: GPL-3.0-or-later

"""The tasks for people after a run, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from ...module_utils._core.checks import FAIL, UNKNOWN
from ...module_utils._core.errors import first_of
from ...module_utils._core.texts import counted, without_name
from ...module_utils._record.content import AUDIT, QUESTIONNAIRE, WORKSHEET
from .cells import CHANGED, DRIFT, FAILED, IN_PLACE, NOT_CHECKABLE, PENDING, RECORDED, STATED
from .data import Data, ready_to_go_live
from .families import family_of
from .run import VERDICT, WARNING


@dataclass
class Item:
    """A task for people at some libraries. text: the finding. advice: the remedy. path: the file for it."""

    text: str
    advice: str = ""
    path: str | None = None
    libraries: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class TaskGroup:
    """Tasks of equal urgency. problem: whether something is wrong or unknown, and a person has to correct it. then: the playbook to run afterwards."""

    title: str
    intro: str
    items: list[Item]
    problem: bool = False
    then: str = ""

    @property
    def libraries(self) -> list[str]:
        """The libraries with a task."""
        return list(dict.fromkeys(name for item in self.items for name in item.libraries))


def task_groups(data: Data) -> list[TaskGroup]:
    """All tasks. Equal tasks of several libraries are one item."""
    check = data["check_mode"]
    found = [
        TaskGroup("Fix failures", _FAILED, [*map(Item, data["messages"]), *_items(_failures(data))], True, AGAIN),
        TaskGroup("Fix failed checks", "", _items(_checks(data, FAIL)), True, AGAIN),
        TaskGroup("Resolve inconclusive checks", "", _items(_unchecked(data)), True, AGAIN),
        TaskGroup("Complete worksheets", _AFTER_CHECK if check else _SEND, _items(_worksheets(data)), then=SEND),
        TaskGroup(
            "Complete questionnaires",
            _AFTER_CHECK if check else _SEND_QUESTIONS,
            _items(_questionnaires(data)),
            then=SEND,
        ),
        TaskGroup("Hand over the pages", "", _items(_pages(data, sent=False)), then=SEND),
        TaskGroup("Import the answers", "", _items(_pages(data, sent=True)), then=RECEIVE),
        TaskGroup("Have a second person approve the steps", "", _items(_to_approve(data)), then=APPROVE),
        TaskGroup(
            "Compare with the inventory",
            _IMPORT if check else _COMPARE,
            _items(_recorded(data)),
            then=FOR_REAL if check else APPLY,
        ),
        TaskGroup(
            "Review differences",
            _WOULD_CHANGE if check else _STILL_DIFFERS,
            _items(_in_state(data, DRIFT)),
            then=FOR_REAL if check else AGAIN,
        ),
        TaskGroup("Go live", "", _items(_ready(data)), then=APPLY),
        TaskGroup("Read the warnings", "", _items(_messages(data, WARNING))),
    ]
    return [section for section in found if section.items]


#: The playbook to run after a task: the same one, the same one without --check, or another one.
AGAIN, FOR_REAL, SEND, RECEIVE, APPLY = "again", "for_real", "send_worksheets", "receive", "onboard"
#: Not a playbook: RECEIVE, with an approval.
APPROVE = "approve"

_FAILED = "Then run the playbook again; it continues from there."
_SEND = (
    "Send each library its worksheet. When the confirmation comes back, import it with reshare.wms.receive, and run "
    "reshare.wms.onboard again."
)
_SEND_QUESTIONS = "Send each library its questionnaire. When the answers come back, import them with reshare.wms.receive (-e receive_files=...)."
_COMPARE = (
    "The records have new values, and this run did not compare them with the inventory. Run reshare.wms.onboard: it applies what is "
    "missing, and enables a link whose steps are all confirmed."
)
_IMPORT = "To import the files, run the playbook without --check."
_AFTER_CHECK = (
    "This run was in check mode, so it wrote no worksheets. The worksheets of the last run are valid until a run without "
    "--check replaces them."
)
_WOULD_CHANGE = "To make these changes, run the same playbook without --check. reshare.wms.drift only compares: run reshare.wms.onboard after it."
_STILL_DIFFERS = (
    "After this run these libraries are not as declared. Review the differences, and run the playbook again."
)

#: The maximum number of families that are listed for a library.
_NAMED = 4

#: A library, and its item.
_Items = Iterator[tuple[str, Item]]


def _items(named: _Items) -> list[Item]:
    found: dict[tuple[str, str, str | None], Item] = {}
    for name, item in named:
        one = found.setdefault((item.text, item.advice, item.path), item)
        if name not in one.libraries:
            one.libraries.append(name)
    return list(found.values())


def _texts(data: Data, choose: Callable[[Data], Iterable[str]]) -> _Items:
    """The texts that are chosen of each library, without its name."""
    for name, library in data["libraries"].items():
        yield from ((name, Item(without_name(text, name))) for text in choose(library))


def _failures(data: Data) -> _Items:
    def failed(message: Data, library: Data) -> bool:
        verdict = message["level"] == VERDICT and not _shown_at_family(data, library, message)
        return verdict or message["level"] == FAILED

    return _texts(
        data,
        lambda library: [
            *(message["text"] for message in library["messages"] if failed(message, library)),
            *_family_messages(library, FAILED),
        ],
    )


def _shown_at_family(data: Data, library: Data, message: Data) -> bool:
    """Whether the report already contains the reason of a verdict: in the checks of its task, or, in check mode, in the differences."""
    stopping = {check["heading"] for check in library["checks"] if check["status"] in (FAIL, UNKNOWN)}
    return message["heading"] in stopping or (data["check_mode"] and library["state"] != FAILED)


def _family_messages(library: Data, state: str) -> list[str]:
    return [one["message"] for one in library["families"].values() if one["message"] and one["state"] == state]


def _unchecked(data: Data) -> _Items:
    yield from _texts(data, lambda library: _family_messages(library, NOT_CHECKABLE))
    yield from _messages(data, NOT_CHECKABLE)
    yield from _checks(data, UNKNOWN)


def _messages(data: Data, level: str) -> _Items:
    return _texts(data, lambda library: [one["text"] for one in library["messages"] if one["level"] == level])


def _checks(data: Data, status: str) -> _Items:
    """The details of checks; if they differ between libraries, those of one library as an example."""
    details: dict[tuple[str, str], dict[str, str]] = {}
    for name, library in data["libraries"].items():
        for check in library["checks"]:
            if check["status"] == status:
                found = details.setdefault((check["title"], check["remedy"]), {})
                found[name] = without_name(check["detail"], name)
    for (title, remedy), found in details.items():
        first, *others = found.items()
        same = all(detail == first[1] for name, detail in others)
        shown = f": {'' if same else f'for example at {first[0]}: '}{first[1]}" if first[1] else ""
        yield from ((name, Item(f"{title}{shown}", remedy)) for name in found)


def _worksheets(data: Data) -> _Items:
    for name, library, steps in _pending(data, questions=False, shown={WORKSHEET}):
        if _awaits_approval(library):
            continue
        waiting = sum(step["waits_for_approval"] for step in steps)
        more = f", {waiting} of them confirmed and to be approved by a second person" if waiting else ""
        yield name, Item(f"{counted(len(steps), 'step is', 'steps are')} pending{more}", path=library["worksheet"])


def _pages(data: Data, sent: bool) -> _Items:
    """The pages that wait for the contacts. sent: those that were sent, or the others."""
    for name, library in data["libraries"].items():
        for one in library["pages"]:
            if not is_confirmed(one) and sent == was_sent(one):
                where = f", sent to {one['to']} at {one['at']}" if sent else ""
                due = f", {'overdue' if one['overdue'] else 'due'} {one['due']}" if one["due"] else ""
                yield name, Item(f"{one['page']}: {one['open']} open{where}{due}", path=one["path"])


def is_confirmed(page: Data) -> bool:
    """Whether nothing is left on a page for its contact, and steps wait for a second person."""
    return bool(page["waiting_for_approval"]) and not page["open"]


def _awaits_approval(library: Data) -> bool:
    if pages := [page for page in library["pages"] if page["page"] == WORKSHEET]:
        return any(map(is_confirmed, pages))
    steps = [step for family in library["families"].values() for step in family["pending_steps"]]
    open_steps = [step for step in steps if not (step["waits_for_approval"] or step["waits_for"])]
    return not open_steps and any(step["waits_for_approval"] for step in steps)


def _to_approve(data: Data) -> _Items:
    for name, library in data["libraries"].items():
        if _awaits_approval(library):
            yield name, Item("the steps of the worksheet are confirmed", path=library["worksheet"])


def was_sent(page: Data) -> bool:
    """Whether a page that waits for the contact was sent as it is now."""
    return bool(page["to"]) and page["why"] is None


def _questionnaires(data: Data) -> _Items:
    for name, library, asked in _pending(data, questions=True, shown={QUESTIONNAIRE, AUDIT}):
        text = f"{counted(len(asked), 'question is', 'questions are')} open"
        yield name, Item(text, path=library["questionnaire"])


def _recorded(data: Data) -> _Items:
    """The libraries with new values in their records that nothing was compared with. With open questions, what is asked about would become steps, as if it
    did not exist."""
    done = {name for name, _library, _questions in _pending(data, questions=True)}
    for name, library in data["libraries"].items():
        if any(family["state"] in (STATED, CHANGED, IN_PLACE) for family in library["families"].values()):
            done.add(name)
    yield from (pair for pair in _in_state(data, RECORDED) if pair[0] not in done)


def _ready(data: Data) -> _Items:
    yield from ((name, Item("the go-live checks passed, and the link is not live")) for name in ready_to_go_live(data))
    for name, library in data["libraries"].items():
        # In check mode. Of all changes, only that which makes the link live for the first time can be pending without a step.
        changed = any(family["changes"] for family in library["families"].values())
        stepless = not any(family["pending_steps"] for family in library["families"].values())
        if data["check_mode"] and library["state"] == PENDING and changed and stepless:
            yield name, Item("everything else is as declared, and the link is not live yet")


def _pending(data: Data, questions: bool, shown: Collection[str] = ()) -> Iterator[tuple[str, Data, list[Data]]]:
    """The libraries with questions, or with steps, and these. shown: the pages that have them; those that wait for the contact are tasks of their own."""
    for name, library in data["libraries"].items():
        if any(page["page"] in shown for page in library["pages"]):
            continue
        steps = [step for family in library["families"].values() for step in family["pending_steps"]]
        if found := [step for step in steps if step["question"] is questions]:
            yield name, library, found


def _in_state(data: Data, state: str) -> _Items:
    """The libraries with families in a state, whatever their own one."""
    for name, library in data["libraries"].items():
        labels = [family_of(kind).label for kind, one in library["families"].items() if one["state"] == state]
        if labels:
            # One more family is as short as the words "and 1 more".
            most = len(labels) if len(labels) == _NAMED + 1 else _NAMED
            yield name, Item(first_of(labels, most))
