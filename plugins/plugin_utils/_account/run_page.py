# SPDX-License-Identifier: GPL-3.0-or-later

"""The account of a run as a self-contained web page: no other file, no network. Equal data result in equal text."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2

from ...module_utils._core.checks import FAIL, LATER, PASS, UNKNOWN, WAIVED
from ...module_utils._core.texts import counted, without_name
from ...module_utils._pages.environment import environment, in_words, render
from ...module_utils._record.sources import HOW, oldest_first
from .._inventory.agreement import pair_words
from ._assets import ASSETS
from .confirmed import as_confirmed, confirmed_at
from .consortium import MOST, finding_rows, pair_libraries, pair_rows
from .differences import blocks
from .families import family_of, in_order
from .lines import changes_line, links_line
from .run_document import ASKED, DONE, IN_RECORD, WOULD, YES, Data, by_state
from .states import (
    DRIFT,
    FAILED,
    IN_PLACE,
    LINKS,
    NO_LIBRARIES,
    NOT_CHECKABLE,
    NOT_JUDGED,
    NOT_READ,
    PENDING,
    REASONS,
    STATED,
    STATES,
    Word,
)
from .to_do import task_groups

#: The number of libraries that a page shows at first, until its button *Show all* or a filter is used: a browser needs seconds for more.
AT_FIRST = 200
#: The name of a state on the page for a library that was not judged.
NONE = "not_judged"
LOOKS = {**dict(reversed(STATES.items())), NONE: NOT_JUDGED}

#: The text for a change, by its status.
BECAME = {DONE: "%s", IN_RECORD: "%s in the record", WOULD: "would be %s", ASKED: "to be %s by a person"}
#: The outcomes of checks, each with the state whose colour it has.
CHECKS = {
    FAIL: Word(STATES[FAILED].sign, "failed", FAILED),
    UNKNOWN: Word("?", "cannot be checked", NOT_CHECKABLE),
    LATER: Word("\u2026", "checked later", PENDING),
    WAIVED: Word("\u007e", "waived", PENDING),
    PASS: Word(STATES[IN_PLACE].sign, "passed", IN_PLACE),
}
#: The columns that are shown if a library has something in them.
_COLUMNS = {"reasons": "Why", "link": "Link", "changed": "Changes", "pending": "Waiting"}
_EMPTY: tuple[object, ...] = ([], 0, NOT_READ)
#: The states that the headline names, the worst first.
_WORRIES = (DRIFT, FAILED, NOT_CHECKABLE, PENDING, STATED)


def html(document: Data, path: Path) -> str:
    """The page. path: of the file with the account, in the folder of the page."""
    libraries = document["libraries"]
    order = [*LOOKS]
    names = sorted(libraries, key=lambda name: (order.index(libraries[name]["state"] or NONE), name))
    ids = {name: f"l{at}" for at, name in enumerate(names, start=1)}
    entries = {name: _entries(library) for name, library in libraries.items()}
    equal = _equal(entries)
    numbers = {(name, entry.kind): at for at, (some, entry) in enumerate(equal, start=1) for name in some}
    return render(
        _environment().get_template("run.html"),
        style=ASSETS["run.css"] + signs(LOOKS),
        script=ASSETS["run.js"],
        title=f"{document['playbook']}: the account of a run",
        headline=headline(document),
        outcome=" ".join(filter(None, [changes_line(document), links_line(document)])),
        data=document,
        rehearsal=document["sandbox"] == YES,
        filters=[("Show only", _filter(by_state(document)))],
        file=path,
        address=partial(address, path.parent),
        seconds=_span(document),
        rows=[(name, ids[name], libraries[name]) for name in names],
        columns={
            key: title for key, title in _COLUMNS.items() if any(row[key] not in _EMPTY for row in libraries.values())
        },
        anchors=ids,
        entries=entries,
        equal=equal,
        equal_numbers=numbers,
        todo=task_groups(document),
        known=_known(libraries),
        confirmed={name: as_confirmed([confirmed_at(library)]) for name, library in libraries.items()},
        shown=[state for state in LOOKS if any((library["state"] or NONE) == state for library in libraries.values())],
    )


def headline(document: Data) -> str:
    """The state of all libraries, in one sentence."""
    if document["state"] == NO_LIBRARIES:
        return "No library was part of this run"
    if document["state"] is None and document["consortium"]:
        return str(document["consortium"]["summary"]).rstrip(".")
    confirmed = {name: confirmed_at(library) for name, library in document["libraries"].items()}
    return sentence(by_state(document), confirmed)


def sentence(states: Mapping[Any, Sequence[str]], confirmed: Mapping[str, str | None]) -> str:
    """The number of libraries in the worst of their states. states: the names by state. confirmed: of each library, as ``confirmed_at``."""
    total = len(confirmed)
    for state in (*_WORRIES, IN_PLACE):
        if names := states.get(state):
            every = f"All {total}" if state == IN_PLACE and len(names) == total else f"{len(names)} of {total}"
            who, words = "The library" if total == 1 else f"{every} libraries", STATES[state]
            ending = words.one if len(names) == 1 else words.many
            return f"{who} {ending}{as_confirmed([confirmed[name] for name in names])}"
    return "Nothing was compared with the inventory"


def signs(looks: Mapping[str, Word]) -> str:
    """The style that shows the sign of each state before its word. Separate elements for the signs would be half of a large table's elements."""
    return "".join(
        f':is(.bare, .mark).{state}::before {{ content: "{look.sign}"; content: "{look.sign}" / ""; }}\n'
        for state, look in looks.items()
    )


def templates(**known: Any) -> jinja2.Environment:
    """The templates of these pages, with their filters, and the names that they know."""
    made = environment(ASSETS)
    made.filters.update(day=_day, moment=_moment, duration=_duration, without_name=without_name)
    made.globals.update(known, not_judged=NONE, counted=counted, at_first=AT_FIRST, reasons=REASONS, links=LINKS)
    return made


@cache
def _environment() -> jinja2.Environment:
    return templates(
        looks=LOOKS,
        checks=CHECKS,
        became=BECAME,
        by_heading=_by_heading,
        blocks=blocks,
        most=MOST,
        finding_rows=finding_rows,
        pair_libraries=pair_libraries,
        pair_rows=pair_rows,
        pair_words=pair_words,
        how=HOW,
    )


class Entry:
    """The changes and the pending steps of a kind at a library."""

    def __init__(self, kind: str):
        self.kind, self.label = kind, family_of(kind).label
        self.changes: list[Data] = []
        self.steps: list[Data] = []

    @property
    def key(self) -> str:
        """Equal for entries with the same content."""
        return json.dumps([self.kind, self.changes, self.steps], default=str)


def _entries(library: Data) -> list[Entry]:
    entries: dict[str, Entry] = {}
    for change in library["changes"]:
        entries.setdefault(str(change["kind"]), Entry(str(change["kind"]))).changes.append(change)
    for step in library["pending"]:
        entries.setdefault(str(step["kind"]), Entry(str(step["kind"]))).steps.append(step)
    return [entries[kind] for kind in in_order(entries)]


def _equal(entries: Mapping[str, list[Entry]]) -> list[tuple[list[str], Entry]]:
    """The entries that several libraries have, each with the names of these libraries."""
    where: dict[str, list[str]] = defaultdict(list)
    first: dict[str, Entry] = {}
    for name, several in entries.items():
        for entry in several:
            first.setdefault(entry.key, entry)
            where[entry.key].append(name)
    return [(names, first[key]) for key, names in where.items() if len(names) > 1]


def _filter(states: Mapping[Any, Sequence[str]]) -> dict[str, Sequence[str]]:
    filters = {state or NONE: names for state, names in states.items()}
    return filters if len(filters) > 1 else {}


def _known(libraries: Mapping[str, Data]) -> list[tuple[str, Data]]:
    """The libraries with a record, with how their objects were learnt; the one with the oldest value first."""
    knowledge = ((name, library["knowledge"] or {}) for name, library in libraries.items())
    known = [(name, summary, summary["oldest"]) for name, summary in knowledge if summary.get("oldest")]
    known.sort(key=lambda row: (*oldest_first(row[2]["days"], row[2]["at"]), row[0]))
    return [(name, summary) for name, summary, _oldest in known]


def _by_heading(library: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """The checks by heading."""
    for title in dict.fromkeys(check["heading"] for check in library["checks"]):
        yield title, [check for check in library["checks"] if check["heading"] == title]


def address(folder: Path, path: str | Path) -> str:
    """The address of a file for a page in that folder, which is valid as long as both are where they were written."""
    return quote(os.path.relpath(path, folder), errors="replace")


def _span(document: Data) -> float:
    started, finished = (datetime.fromisoformat(document[key]) for key in ("started", "finished"))
    return (finished - started).total_seconds()


def _day(text: Any) -> str:
    """A date for people, on one line. A text that is not a date is not changed."""
    try:
        day = in_words(datetime.fromisoformat(str(text)))
    except ValueError:
        return str(text)
    return re.sub(r"^(\d+) (\w{3})\w* (\d{4})$", "\\1\xa0\\2\xa0\\3", day)


def _moment(text: str) -> str:
    """A time for people."""
    return f"{_day(text)}, {text[11:16]} (UTC)"


def _duration(seconds: float) -> str:
    """A duration for people."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
