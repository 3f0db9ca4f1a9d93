# SPDX-License-Identifier: GPL-3.0-or-later

"""The status of each library: its state and since when, its link, whose turn it is, and the playbook to run next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...module_utils._core.texts import one_line
from .confirmed import WELL, state_word
from .library_state import is_confirmed
from .lines import links_line, step_lines, waits_lines
from .next_steps import CommandLine, add_step, next_steps
from .over_time import LibraryHistory
from .run_document import Data, entries
from .states import (
    ENDED,
    GO_LIVE,
    LINKS,
    LIVE,
    NOT_CHECKABLE,
    NOT_READ,
    PENDING,
)
from .to_do import APPLY, COMPARE, was_sent

_HEAD = ("library", "state", "since", "link", "waits for", "next")
_COLUMNS = [name.replace(" ", "_") for name in _HEAD]
#: Whose turn it is.
OPERATOR, SECOND_PERSON, AN_EARLIER_WAVE = "the operator", "a second person", "an earlier wave"


def library_status(document: Data, before: Mapping[str, LibraryHistory], line: CommandLine) -> Data:
    """The libraries, as data and as lines.

    document: the account of a run that looked at the records and at ILL Settings. before: the libraries as the accounts of earlier runs show them.
    """
    rows = [
        _status_row(document, name, before.get(name) or LibraryHistory(), line.mail) for name in document["libraries"]
    ]
    steps = next_steps(document, line)
    waiting = {name for step in steps for name in step["libraries"]}
    done = {row["library"] for row in rows if row["link"] in ENDED or row["link"] == LIVE and row["state"] in WELL}
    held = {name for name, library in document["libraries"].items() if _held_by(library)}
    left = [row["library"] for row in rows if row["library"] not in waiting | done | held]
    if left:
        kept = ("-e", f"run_file={line.run_file or 'runs/'}")
        add_step(steps, COMPARE, left, line.named(left, len(rows), APPLY, "--check", "--diff", *kept))
    for row in rows:
        its = (step["playbook"] for step in steps if row["library"] in step["libraries"])
        # A person's task without a playbook can come first.
        row["next"] = next(filter(None, its), "")
    exceptions: dict[str, list[str]] = {}
    for name, entry in entries(document, "exceptions"):
        exceptions.setdefault(name, []).append(entry["text"])
    excepted = [f"{name}: {text}" for name, texts in exceptions.items() for text in texts]
    more = (*waits_lines(document), *excepted, *step_lines(document, steps, line))
    lines = [*_table(rows), links_line(document), *more]
    shown = [one_line(text) for text in lines if text]
    return {"libraries": rows, "next": steps, "exceptions": exceptions, "lines": shown}


def _status_row(document: Data, name: str, before: LibraryHistory, mail: bool) -> dict[str, Any]:
    library = document["libraries"][name]
    now = library["state"]
    # This run compares nothing: it finds only what waits for people, and what cannot be read.
    link = library["link"] if library["link"] != NOT_READ else before.link
    # A library that only has to go live has no open page.
    held = before.state != PENDING or GO_LIVE in before.reasons and link != LIVE
    state = now if now in (PENDING, NOT_CHECKABLE) else before.state if held else None
    since = before.since if state == before.state else _since(library)
    whose = [] if link in ENDED else [*dict.fromkeys(_waits_for(library, mail))]
    if not whose and link not in ENDED and not (link == LIVE and state in WELL):
        whose = [OPERATOR]
    row = dict(zip(_COLUMNS, (name, state or "", since[:10] if since else "", link, ", ".join(whose), "")))
    return {**row, "confirmed": before.confirmed if state in WELL else None, "waits": whose}


def _since(library: Data) -> str | None:
    """The day since which the oldest page has waited."""
    return min((page["since"] for page in library["pages"] if page["since"]), default=None)


def _waits_for(library: Data, mail: bool) -> list[str]:
    pages = library["pages"]
    waits = [_sent(page) for page in pages if was_sent(page) and not is_confirmed(page)]
    waits += [SECOND_PERSON for page in pages if is_confirmed(page)]
    # Without a mail server, pages are handed over in another way.
    waits = waits or ([] if mail else [f"its contact ({page['page']})" for page in pages if page["open"]])
    return [*waits, *_held_by(library)]


def _held_by(library: Data) -> list[str]:
    """The other libraries whose turn it is."""
    return [
        *([AN_EARLIER_WAVE] if library["wave"] else []),
        *(name for step in library["pending"] for name in step["holders"]),
    ]


def _sent(page: Data) -> str:
    return f"its contact (sent {page['sent'][:10]}{', overdue' if page['overdue'] else ''})"


def _table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = [_HEAD, *(tuple(_cell(column, row) for column in _COLUMNS) for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(_HEAD))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines]


def _cell(column: str, row: Mapping[str, Any]) -> str:
    """A cell in words."""
    value: str = row[column]
    if column == "state":
        return state_word(value, row["confirmed"])
    return LINKS[value].word if column == "link" else value
