# SPDX-License-Identifier: GPL-3.0-or-later

"""A report as a self-contained web page: no other file, no network. Equal data result in equal text."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2

from ...module_utils._core.checks import FAIL, LATER, PASS, UNKNOWN, WAIVED
from ...module_utils._core.texts import counted, without_name
from ...module_utils._pages.environment import environment, in_words, render
from ...module_utils._record.sources import ANSWER, HOW, oldest_first
from .._comparison.results import members
from .._inventory.agreement import pair_words
from ._assets import ASSETS
from .cells import (
    ASKED,
    CHANGED,
    DONE,
    DRIFT,
    FAILED,
    IN_PLACE,
    IN_RECORD,
    NOT_CHECKABLE,
    NOT_PART,
    PENDING,
    RECORDED,
    STATED,
    STATES,
    WOULD,
)
from .consortium import MOST, finding_rows, pair_libraries, pair_rows
from .data import Data, changed, entries
from .differences import blocks
from .families import WHOLE_RESHARE, WHOLE_WMS, Family, family_of, in_order
from .links import WITHDRAWN
from .todo import task_groups

#: The maximum number of columns with words, at the width of a laptop; wider tables show only signs at first.
_WITH_WORDS = 7
#: The number of libraries that a page about more of them shows before its button *Show all* or a filter is used: a browser needs seconds for the others.
AT_FIRST = 200


@dataclass(frozen=True)
class Look:
    """The display of a state or of the outcome of a check. sign: distinguishes it without colours. tile: the text for the libraries in the state. worry: of
    a state that the headline contains, the text for one library, and for several."""

    sign: str
    word: str
    meaning: str
    tile: str = ""
    worry: tuple[str, str] | None = None


#: The worst first.
LOOKS = {
    FAILED: Look("\u2715", "failed", "A task failed, or a check did not pass.", "failed", ("failed", "failed")),
    NOT_CHECKABLE: Look(
        "?",
        "not checked",
        "The library could not be reached, or the run ended earlier.",
        "could not be reached or checked",
        ("could not be checked in full", "could not be checked in full"),
    ),
    DRIFT: Look(
        "\u2260",
        "drift",
        "Not as declared. In check mode: a normal run would change this.",
        "not as declared (drift)",
        ("is not as declared", "are not as declared"),
    ),
    PENDING: Look(
        "\u2026",
        "pending",
        "A manual step or a question is pending, see the worksheet or the questionnaire.",
        "with pending steps or questions",
        ("has pending steps", "have pending steps"),
    ),
    RECORDED: Look(
        "\u270e",
        "recorded",
        "What people confirmed or answered is in the record. It was not compared with the inventory.",
        "recorded, not compared",
        (
            "has new values in its record, not compared with the inventory",
            "have new values in their records, not compared with the inventory",
        ),
    ),
    STATED: Look(
        "\u25cb",
        HOW[ANSWER],
        "As declared, but at least one value is only stated by a person: it was not read from OCLC, seen on the screen, or shown by a report "
        "file.",
        f"as declared, {HOW[ANSWER]}",
        (f"is as declared, {HOW[ANSWER]}", f"are as declared, {HOW[ANSWER]}"),
    ),
    CHANGED: Look("\u00b1", "changed", "This run applied the declared configuration.", "changed, now in place"),
    IN_PLACE: Look("\u2713", "in place", "As declared; nothing had to be changed.", "already in place"),
    NOT_PART: Look("\u2013", "not part of this run", "This run did not check it.", "with nothing to report"),
}

_WORRIES = {state: look.worry for state, look in LOOKS.items() if look.worry}

#: The text for a change, by its status.
BECAME = {DONE: "%s", IN_RECORD: "%s in the record", WOULD: "would be %s", ASKED: "to be %s by a person"}

CHECKS = {
    FAIL: Look(LOOKS[FAILED].sign, "failed", FAILED),
    UNKNOWN: Look("?", "cannot be checked", NOT_CHECKABLE),
    LATER: Look("\u2026", "checked later", PENDING),
    WAIVED: Look("\u007e", "waived", PENDING),
    PASS: Look(LOOKS[IN_PLACE].sign, "passed", IN_PLACE),
}


#: The same for a run that only made checks: nothing else is known of the libraries.
_PASSED = Look(LOOKS[IN_PLACE].sign, "passed", "Every check passed, or was waived.", "passed their checks")


def html(data: Data, title: str | None, other: Path) -> str:
    """The page. title: the text above the headline. other: the JSON file, in the folder of the page."""
    found, states = data["libraries"], {state: names for state, names in data["summary"].items() if names}
    columns = [family_of(kind) for kind in in_order({kind for one in found.values() for kind in one["families"]})]
    names = sorted(found, key=lambda name: (STATES.index(found[name]["state"]), name))
    ids = {name: f"l{at}" for at, name in enumerate(names, start=1)}
    equal = _equal_details(found)
    return render(
        _environment().get_template("report.html"),
        style=ASSETS["report.css"] + state_signs(looks(data)),
        script=ASSETS["report.js"],
        title=title or "ReShare and WMS: report of a run",
        headline=headline(data),
        outcome=outcome(data),
        data=data,
        inventory=data.get("inventory"),
        other=other.name,
        address=partial(_address, other.parent),
        rehearsal="this run",
        find="Find a name or message",
        filters=[("Show only", states)] if len(states) > 1 else [],
        writer="callback reshare.wms.report",
        seconds=_span(data),
        columns=columns,
        groups=[(group, list(some)) for group, some in groupby(columns, key=lambda one: one.group)],
        rows=[(name, ids[name], found[name]) for name in names],
        anchors=ids,
        at_first=AT_FIRST,
        equal=equal,
        equal_numbers={
            (name, one.kind): at for at, (names, one, _entry) in enumerate(equal, start=1) for name in names
        },
        todo=task_groups(data),
        known=_known(found),
        compact=len(columns) > _WITH_WORDS,
        shown=_shown(data, len(columns)),
        looks=looks(data),
    )


def _address(folder: Path, path: str) -> str:
    """The address of a file for a page in that folder, which is valid as long as both are where they were written."""
    return quote(os.path.relpath(path, folder), errors="replace")


def looks(data: Data) -> Mapping[str, Look]:
    """The display of each state in this report."""
    return {**LOOKS, IN_PLACE: _PASSED} if _only_checks(data) else LOOKS


def _equal_details(libraries: Mapping[str, Data]) -> list[tuple[list[str], Family, Data]]:
    """The details that several libraries have: their names, the family, and the details."""
    where: dict[str, list[str]] = defaultdict(list)
    entries: dict[str, tuple[Family, Data]] = {}
    for name, library in libraries.items():
        for kind, entry in library["families"].items():
            if _has_details(entry) and not entry["message"]:
                changes = [members(change, "title", "action", "status", "what") for change in entry["changes"]]
                shown = json.dumps([kind, entry["pending_steps"], changes, entry["diff"]], default=str)
                entries.setdefault(shown, (family_of(kind), entry))
                where[shown].append(name)
    return [(names, *entries[shown]) for shown, names in where.items() if len(names) > 1]


def state_signs(shown: Mapping[str, Look]) -> str:
    """The style that shows the sign of each state before its word. Elements for it would be half of the elements of a large table."""
    return "".join(
        f":is(.bare, .mark).{state}:not(.checked)::before, .matrix td.{state}:not(.checked) > a::before "
        f'{{ content: "{look.sign}"; content: "{look.sign}" / ""; }}\n'
        for state, look in shown.items()
    )


def _known(libraries: Mapping[str, Data]) -> list[tuple[str, Data]]:
    """The libraries with a record, with how their objects were learnt; the one with the oldest value first."""
    recorded = [
        (name, one["knowledge"]) for name, one in libraries.items() if one["knowledge"] and one["knowledge"]["oldest"]
    ]
    return sorted(recorded, key=lambda one: (*oldest_first(one[1]["oldest"]["days"], one[1]["oldest"]["at"]), one[0]))


def _shown(data: Data, columns: int) -> list[str]:
    """The states in the table."""
    families = [library["families"] for library in data["libraries"].values()]
    found = {state for state, names in data["summary"].items() if names}
    found |= {NOT_PART for one in families if len(one) < columns}
    found |= {family["state"] for one in families for family in one.values()}
    return [state for state in LOOKS if state in found]


def headline(data: Data) -> str:
    """The state of all libraries, in one sentence."""
    if data.get("inventory") and _only_checks(data):
        return str(data["inventory"]["summary"]).rstrip(".")
    total = len(data["libraries"])
    if len(data["summary"][NOT_PART]) == total:
        return "The run failed" if data["messages"] else "Nothing to report"
    steps = any(not step["question"] for _name, step in entries(data, "pending_steps"))
    questions = {} if steps else {PENDING: ("has open questions", "have open questions")}
    return sentence(data["summary"], total, _WORRIES | questions, _all_well(data))


def sentence(
    states: Mapping[str, Sequence[str]], total: int, worries: Mapping[str, tuple[str, str]], well: tuple[str, str]
) -> str:
    """The number of libraries in the first of these states that has any. well: the text if none has one."""
    for state, (one, many) in worries.items():
        if count := len(states[state]):
            words = one if count == 1 else many
            return f"The library {words}" if total == 1 else f"{count} of {total} libraries {words}"
    return f"The library {well[0]}" if total == 1 else f"All {total} libraries {well[1]}"


def _all_well(data: Data) -> tuple[str, str]:
    """The text for libraries without a worry: for one library, and for several."""
    if _only_checks(data):
        return ("passed its checks", "passed their checks")
    withdrawn = len(data["links"][WITHDRAWN])
    if withdrawn == len(data["libraries"]):
        return ("is withdrawn", "are withdrawn")
    return ("is in place", "are in place" + (f", {withdrawn} of them withdrawn" if withdrawn else ""))


def outcome(data: Data) -> str:
    """The changes of the run, and the links, in a few sentences."""
    return " ".join([changes(data), *_links(data)])


def changes(data: Data) -> str:
    """The changes of the run, in a sentence."""
    *others, last = _made(data) or [""]
    return f"This run {', and '.join(filter(None, (', '.join(others), last)))}." if last else _nothing_made(data)


def _made(data: Data) -> list[str]:
    lent = sum(bool((library["verification"] or {}).get("transactions")) for library in data["libraries"].values())
    sent = sum(bool(library["sent"]) for library in data["libraries"].values())
    recorded = changed(data, IN_RECORD)
    made = {
        "made changes at {}": changed(data, DONE),
        "wrote to the record of {}": recorded,
        "added steps to the worksheet of {}": changed(data, ASKED),
        "sent e-mails to the contacts of {}": 0 if data["check_mode"] else sent,
        "lent and returned test items at {}": lent,
        "changed nothing in WMS or ReShare": recorded and not changed(data, DONE),
    }
    return [text.format(libraries(count)) for text, count in made.items() if count]


def _nothing_made(data: Data) -> str:
    if data["check_mode"]:
        return "Check mode: nothing was changed in this run."
    if _only_checks(data):
        return "This run only made checks."
    worry = any(data["summary"][state] for state in _WORRIES if state != STATED)
    return f"Nothing {'was changed in WMS or ReShare' if worry else 'had to be changed'} in this run."


def _links(data: Data) -> Iterator[str]:
    """The state of the links, as far as this run read it."""
    known = [library["live"] for library in data["libraries"].values() if library["live"] is not None]
    if known:
        yield f"The link is live at {sum(known)} of {libraries(len(known))}."
    if withdrawn := len(data["links"][WITHDRAWN]):
        yield f"{counted(withdrawn, 'library is', 'libraries are')} withdrawn."


def libraries(count: int) -> str:
    """A number of libraries."""
    return counted(count, "library", "libraries")


def _only_checks(data: Data) -> bool:
    """Whether the run compared no object."""
    return not any(library["families"] for library in data["libraries"].values())


def templates(**known: Any) -> jinja2.Environment:
    """The templates of the reports, with their filters, and the names that they know."""
    made = environment(ASSETS)
    made.filters.update(day=_day, brief_day=_brief_day, moment=_moment, duration=_duration, without_name=without_name)
    made.globals.update(known)
    return made


@cache
def _environment() -> jinja2.Environment:
    return templates(
        checks=CHECKS,
        became=BECAME,
        tally=_tally,
        by_heading=_by_heading,
        without_details=_without_details,
        blocks=blocks,
        has_details=_has_details,
        most=MOST,
        finding_rows=finding_rows,
        pair_libraries=pair_libraries,
        pair_rows=pair_rows,
        pair_words=pair_words,
        how=HOW,
    )


def _tally(library: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The number of checks of a library by outcome, without passed ones if there are others."""
    counts = {status: sum(check["status"] == status for check in library["checks"]) for status in CHECKS}
    found = [(status, count) for status, count in counts.items() if count]
    return found[:-1] if len(found) > 1 and found[-1][0] == PASS else found


def _without_details(library: Mapping[str, Any], state: str, columns: Sequence[Family]) -> str:
    """The labels of the families in a state that have no details."""
    states = {kind: one for kind, one in library["families"].items() if kind not in (WHOLE_WMS, WHOLE_RESHARE)}
    held = {kind for kind, one in states.items() if one["state"] == state and not _has_details(one)}
    return "everything" if held and held == set(states) else ", ".join(one.label for one in columns if one.kind in held)


def _has_details(family: Mapping[str, Any]) -> bool:
    """Whether a family has details."""
    return bool(family["changes"] or family["pending_steps"] or family["message"])


def _by_heading(library: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """The checks by heading."""
    for title in dict.fromkeys(check["heading"] for check in library["checks"]):
        yield title, [check for check in library["checks"] if check["heading"] == title]


def _span(data: Data) -> float:
    started, finished = (datetime.fromisoformat(data[key]) for key in ("started", "finished"))
    return (finished - started).total_seconds()


def _day(text: Any) -> str:
    """A date for people. A text that is not a date is not changed."""
    try:
        day = datetime.fromisoformat(str(text))
    except ValueError:
        return str(text)
    return in_words(day)


def _brief_day(text: str) -> str:
    """The same for a column of dates: on one line, and with a short month."""
    return re.sub(r"^(\d+) (\w{3})\w* (\d{4})$", "\\1\xa0\\2\xa0\\3", _day(text))


def _moment(text: str) -> str:
    """A time for people."""
    time = datetime.fromisoformat(text)
    zone = f"{time:%z}"
    return f"{_day(text)}, {time:%H:%M} (UTC{'' if zone == '+0000' else f'{zone[:3]}:{zone[3:]}'})"


def _duration(seconds: float) -> str:
    """A duration for people."""
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
