# SPDX-License-Identifier: GPL-3.0-or-later

"""A line for each library: its state and since when, its link, for whom it waits, and the playbook to run next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...module_utils._core.texts import one_line
from .._report.cells import IN_PLACE, NOT_CHECKABLE, PENDING, RECORDED, STATED
from .._report.data import Data
from .._report.links import LINKS, LIVE, WITHDRAWN, links_line
from .._report.next_steps import CommandLine, add_step, next_steps
from .._report.report_page import LOOKS
from .._report.run_summary import step_lines
from .._report.todo import APPLY, is_confirmed, was_sent
from .history import NOT_COMPARED

_HEAD = ("library", "state", "since", "link", "waits for", "next")
_COLUMNS = [name.replace(" ", "_") for name in _HEAD]


def library_status(data: Data, before: Mapping[str, Data], line: CommandLine) -> Data:
    """The states of the libraries, as data and as lines.

    data: the report of a run that looked at the records and at ILL Settings. before: the libraries as earlier runs found them (history.py).
    """
    rows = [_library_row(data, name, before.get(name) or {}, line.mail) for name in data["libraries"]]
    steps = next_steps(data, line)
    waiting = {name for step in steps for name in step["libraries"]}
    done = [row["library"] for row in rows if row["state"] in (STATED, IN_PLACE) and row["link"] == LIVE]
    done += [row["library"] for row in rows if row["link"] == WITHDRAWN]
    left = [row["library"] for row in rows if row["library"] not in waiting and row["library"] not in done]
    if left:
        add_step(steps, "Compare with the inventory", left, line.named(left, len(rows), APPLY, "--check", "--diff"))
    for row in rows:
        row["next"] = next((step["playbook"] for step in steps if row["library"] in step["libraries"]), "")
    links = {link: [row["library"] for row in rows if row["link"] == link] for link in LINKS}
    lines = [*_table(rows), links_line(links), *step_lines(data, steps, line)]
    return {"libraries": rows, "next": steps, "lines": [*map(one_line, lines)]}


def _library_row(data: Data, name: str, before: Mapping[str, Any], mail: bool) -> Data:
    library = data["libraries"][name]
    pages = library["pages"]
    known, since = before.get("state") or NOT_COMPARED, before.get("since")
    state, sent = known, [one for one in pages if was_sent(one)]
    if library["state"] == NOT_CHECKABLE:
        state = NOT_CHECKABLE
    elif pages or library["worksheet"]:
        state = PENDING
    elif known == PENDING:
        # What people confirmed was not compared since.
        state, since = RECORDED, None
    if state == PENDING and not (known == PENDING and since):
        since = min((one["since"] for one in pages if one["since"]), default=None)
    elif state != known:
        since = None
    link = next(link for link, names in data["links"].items() if name in names)
    waits = [_contact(one) for one in sent if not is_confirmed(one)]
    waits += ["a second person" for one in pages if is_confirmed(one)]
    if not waits and not mail:
        # Without a mail server, pages are handed over in another way.
        waits = [one["page"] for one in pages if one["open"]]
    if not waits and not (link == LIVE and state in (IN_PLACE, STATED)):
        waits = ["the operator"]
    someone = "" if link == WITHDRAWN else ", ".join(dict.fromkeys(waits))
    cells = (name, state, since[:10] if since else "", link, someone, "")
    return dict(zip(_COLUMNS, cells))


def _contact(page: Mapping[str, Any]) -> str:
    """The person who has a page, and since when."""
    return f"{page['to']} (sent {page['at'][:10]}{', overdue' if page['overdue'] else ''})"


def _table(rows: Sequence[Mapping[str, str]]) -> list[str]:
    lines = [_HEAD, *(tuple(_cell(column, row[column]) for column in _COLUMNS) for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(_HEAD))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines]


def _cell(column: str, value: str) -> str:
    """A cell in words: a state has the one of a report."""
    if column == "state" and value in LOOKS:
        return LOOKS[value].word
    return value.replace("_", " ") if column in ("state", "link") else value
