# SPDX-License-Identifier: GPL-3.0-or-later

"""What people have to do after a run, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from ...module_utils._core.checks import FAIL, UNKNOWN
from ...module_utils._core.errors import first_of
from ...module_utils._core.texts import counted, without_name
from ...module_utils._record.content import WORKSHEET
from ...module_utils._reshare.objects.patron_ids import PATRON_IDS
from .families import family_of
from .library_state import is_confirmed
from .run_document import IN_RECORD, LEFT_OVER, WARNING, WOULD, Data, entries
from .states import APPROVAL, DRIFT, FAILED, GO_LIVE, NOT_CHECKABLE, QUESTIONS, STEPS

#: What follows a task: the same playbook again, the one that repairs what a comparison found, the same one without --check, handing over pages, or another
#: playbook.
AGAIN, REPAIR, FOR_REAL, HAND_OVER, SEND, RECEIVE, APPLY = (
    *("again", "repair", "for_real", "hand_over"),
    *("send_worksheets", "receive", "onboard"),
)
#: Not playbooks: RECEIVE with an approval, and APPLY with the accounts of partners that left.
APPROVE, FAREWELL = "approve", "farewell"

#: The maximum number of kinds that are listed for a library.
_NAMED = 4

#: A library, and its item.
_Items = Iterator[tuple[str, "Item"]]


@dataclass
class Item:
    """A task for people at some libraries. text: the finding. advice: the remedy. path: the file for it."""

    text: str
    advice: str = ""
    path: str | None = None
    libraries: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class TaskGroup:
    """Tasks of equal urgency. problem: whether something is wrong or unknown, and a person has to correct it. then: what follows."""

    title: str
    items: list[Item]
    then: str = ""
    problem: bool = False

    @property
    def libraries(self) -> list[str]:
        """The libraries with a task."""
        return list(dict.fromkeys(name for item in self.items for name in item.libraries))


#: What follows an import: nothing is changed before a person has seen the changes.
COMPARE = "Compare with the inventory"


def task_groups(document: Data) -> list[TaskGroup]:
    """All tasks. Equal tasks of several libraries are one item."""
    again = FOR_REAL if document["check_mode"] else AGAIN
    groups = [
        TaskGroup("Fix failures", [*map(Item, document["messages"]), *_messages(document, FAILED)], AGAIN, True),
        TaskGroup("Fix failed checks", _checks(document, FAIL), REPAIR, True),
        TaskGroup("Resolve what could not be checked", _unchecked(document), AGAIN, True),
        TaskGroup("Complete the pages", _items(_new_pages(document)), SEND),
        TaskGroup("Hand over the pages", _items(_pages(document, sent=False)), SEND),
        TaskGroup("Import the answers", _items(_pages(document, sent=True)), RECEIVE),
        TaskGroup("Have a second person approve the steps", _items(_to_approve(document)), APPROVE),
        TaskGroup("Remove or renew the exceptions that ended", _items(_ended(document)), problem=True),
        TaskGroup(COMPARE, _items(_recorded(document)), FOR_REAL if document["check_mode"] else APPLY),
        TaskGroup("Review the differences", _items(_differing(document)), again),
        TaskGroup("Block the accounts of partners that are not declared", _items(_left_over(document)), FAREWELL, True),
        TaskGroup("Go live", _items(_ready(document)), APPLY),
        TaskGroup("Read the warnings", _messages(document, WARNING)),
    ]
    return [group for group in groups if group.items]


def was_sent(page: Mapping[str, object]) -> bool:
    """Whether a page that waits for the contact was sent as it is now."""
    return bool(page["sent"]) and page["why"] is None


def ready_to_go_live(document: Data) -> list[str]:
    """The libraries whose link is not live although the go-live checks passed and nothing is pending: it was held back. A link that is in no record is
    not live, either."""
    libraries = {} if document["check_mode"] else document["libraries"]
    return [name for name, library in libraries.items() if library["ready"] and GO_LIVE in library["reasons"]]


def _items(named: _Items) -> list[Item]:
    items: dict[tuple[str, str, str | None], Item] = {}
    for name, item in named:
        first = items.setdefault((item.text, item.advice, item.path), item)
        if name not in first.libraries:
            first.libraries.append(name)
    return list(items.values())


def _texts(document: Data, chosen: Callable[[Data], Iterable[str]]) -> list[Item]:
    """The chosen texts of each library, without its name."""
    return _items(
        (name, Item(without_name(text, name)))
        for name, library in document["libraries"].items()
        for text in chosen(library)
    )


def _messages(document: Data, level: str) -> list[Item]:
    return _texts(
        document, lambda library: [message["text"] for message in library["messages"] if message["level"] == level]
    )


def _unchecked(document: Data) -> list[Item]:
    return [*_messages(document, NOT_CHECKABLE), *_checks(document, UNKNOWN)]


def _checks(document: Data, status: str) -> list[Item]:
    """The details of checks. If they differ between libraries, one library is the example."""
    details: dict[tuple[str, str], dict[str, str]] = {}
    for name, library in document["libraries"].items():
        for check in library["checks"]:
            if check["status"] == status:
                details.setdefault((check["title"], check["remedy"]), {})[name] = without_name(check["detail"], name)
    items = []
    for (title, remedy), several in details.items():
        first, *others = several.items()
        same = all(detail == first[1] for name, detail in others)
        shown = f": {'' if same else f'for example at {first[0]}: '}{first[1]}" if first[1] else ""
        items.append(Item(f"{title}{shown}", remedy, libraries=list(several)))
    return items


def _new_pages(document: Data) -> _Items:
    """The steps and questions that this run found; the pages that wait for the contacts are other tasks."""
    for name, library in document["libraries"].items():
        there = {page["page"] == WORKSHEET for page in library["pages"]}
        for reason, path, word in ((STEPS, "worksheet", "step"), (QUESTIONS, "questionnaire", "question")):
            count = sum(step["reason"] == reason for step in library["pending"])
            if count and (reason == STEPS) not in there and document["check_mode"] is False:
                yield name, Item(f"{counted(count, f'{word} is', f'{word}s are')} open", path=library[path])


def _pages(document: Data, sent: bool) -> _Items:
    """The pages that wait for the contacts. sent: those that were sent, or the others."""
    for name, library in document["libraries"].items():
        for page in library["pages"]:
            if not is_confirmed(page) and sent == was_sent(page):
                where = f", sent on {page['sent'][:10]}" if sent else ""
                due = f", {'overdue since' if page['overdue'] else 'due'} {page['due']}" if page["due"] else ""
                yield name, Item(f"{page['page']}: {page['open']} open{where}{due}", path=page["path"])


def _to_approve(document: Data) -> _Items:
    for name, library in document["libraries"].items():
        reasons = {step["reason"] for step in library["pending"] if not step["waits_for"]}
        if any(map(is_confirmed, library["pages"])) or reasons == {APPROVAL}:
            yield name, Item("the steps of the worksheet are confirmed", path=library["worksheet"])


def _ended(document: Data) -> _Items:
    for name, entry in entries(document, "exceptions"):
        if entry["ended"]:
            yield name, Item(entry["text"])


def _recorded(document: Data) -> _Items:
    """The libraries with new values in their records that were not compared. Those with open questions are left out: the objects in question would become
    steps, as if they did not exist."""
    for name, library in document["libraries"].items():
        kinds = {change["kind"] for change in library["changes"] if change["status"] == IN_RECORD}
        asked = any(step["reason"] == QUESTIONS for step in library["pending"])
        if kinds and not asked and not library["compared"]:
            yield name, Item(_labels(kinds))


def _differing(document: Data) -> _Items:
    for name, library in document["libraries"].items():
        would = [change for change in library["changes"] if change["status"] == WOULD]
        kinds = {change["kind"] for change in would if change["action"] != LEFT_OVER}
        if kinds and DRIFT in (library["state"], *(system["state"] for system in library["systems"].values())):
            yield name, Item(_labels(kinds))


def former_accounts(library: Data) -> dict[str, str]:
    """The accounts that no declared partner has and that can still be used: their barcodes by symbol. In the changes, each is followed by its patron ID."""
    left = [change for change in library["changes"] if change["action"] == LEFT_OVER]
    pairs = pairwise(left)
    accounts = {str(to["name"]): str(account["name"]) for account, to in pairs if to["kind"] == PATRON_IDS.name}
    return dict(sorted(accounts.items()))


def _left_over(document: Data) -> _Items:
    for name, library in document["libraries"].items():
        for symbol, barcode in former_accounts(library).items():
            yield name, Item(f"no declared partner has the account '{barcode}', of {symbol}, which can still be used")


def _labels(kinds: Iterable[str]) -> str:
    labels = sorted(family_of(kind).label for kind in kinds)
    # One more label is as short as the words "and 1 more".
    return first_of(labels, len(labels) if len(labels) == _NAMED + 1 else _NAMED)


def _ready(document: Data) -> _Items:
    ready = ready_to_go_live(document)
    for name, library in document["libraries"].items():
        if GO_LIVE in library["reasons"]:
            first = "the go-live checks passed" if name in ready else "everything else is as declared"
            yield name, Item(f"{first}, and the link is not live")
