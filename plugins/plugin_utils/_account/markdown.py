# SPDX-License-Identifier: GPL-3.0-or-later

"""The account of a run as Markdown that fits on a screen, for a comment on a pull request.

Every text that a library, a person or a system chose is shown as code: it cannot become markup, a link, or a mention of a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ...module_utils._core.errors import first_of
from ...module_utils._core.texts import one_line, without_name
from ...module_utils._pages.page import code_cell
from .._inventory.findings import NOTE, Finding, alike
from .differences import scalar
from .lines import changes_line, libraries, links_line
from .run_document import YES, Data
from .run_page import BECAME, headline
from .to_do import TaskGroup, task_groups

#: The maximum number of lines of the whole text, of the rows of a table, and of the characters of a cell.
LINES = 40
_ROWS = {"problems": 10, "changes": 12}
_WIDTH = 160
#: The maximum number of libraries that are named in a row.
_NAMED = 4

#: A row of a table, and the libraries to which it applies.
_Row = tuple[str, list[str]]


def markdown(document: Data) -> str:
    """The summary of an account."""
    total = len(document["libraries"])
    tasks = task_groups(document)
    lines = [
        f"### {headline(document)}",
        "",
        f"{code_cell(str(document['playbook']))}, finished {code_cell(str(document['finished']))}. {changes_line(document)} {links_line(document)}".rstrip(),
        *(["", _REHEARSAL] if document["sandbox"] == YES else []),
        *_table("Problem", [*_findings(document), *_problems(tasks)], _ROWS["problems"], total),
        *_table("Change", _changes(document), _ROWS["changes"], total),
        *_others(tasks),
    ]
    return "\n".join(lines) + "\n"


_REHEARSAL = "**Rehearsal**: compared with the sandbox, not with the systems of the libraries."


def _table(title: str, rows: Sequence[_Row], most: int, total: int) -> Iterator[str]:
    if not rows:
        return
    yield from ("", f"| {title} | Libraries |", "|---|---|")
    for text, names in rows[:most]:
        yield f"| {_short(text)} | {_names(names, total)} |"
    if rows[most:]:
        others = {name for _text, names in rows[most:] for name in names}
        yield f"| and {len(rows) - most} more, see the account | {libraries(len(others))} |"


def _findings(document: Data) -> Iterator[_Row]:
    """The findings in the inventory."""
    for finding, names in alike(Finding(**finding) for finding in (document["consortium"] or {}).get("findings") or ()):
        if finding.severity != NOTE:
            where = f"{finding.file.rpartition('/')[2]}:{finding.line}: " if finding.file else ""
            text = without_name(finding.message, str(names[0])) if len(names) == 1 else finding.message
            yield f"{finding.severity}: {where}{text}", [name or "inventory" for name in names]


def _problems(tasks: Iterable[TaskGroup]) -> Iterator[_Row]:
    for section in tasks:
        if section.problem:
            yield from ((item.text, item.libraries) for item in section.items)


def _others(tasks: Iterable[TaskGroup]) -> Iterator[str]:
    """The number of libraries with each other task."""
    counts = [f"{section.title}: {libraries(len(section.libraries))}." for section in tasks if not section.problem]
    if counts:
        yield from ("", " ".join(counts))


def _changes(document: Data) -> list[_Row]:
    """Each change once, with its libraries; those of the most libraries first."""
    rows: dict[str, list[str]] = {}
    for name, library in document["libraries"].items():
        for change in library["changes"]:
            rows.setdefault(_change(change), []).append(name)
    return sorted(rows.items(), key=lambda row: -len(row[1]))


def _change(change: Mapping[str, Any]) -> str:
    became = BECAME[change["status"]] % change["action"]
    updated = isinstance(change["before"], Mapping) and isinstance(change["after"], Mapping)
    details = "; ".join(_detail(str(what), change) for what in change["what"]) if updated else ""
    return f"{change['title']} {became}{f': {details}' if details else ''}"


def _detail(what: str, sides: Mapping[str, Any]) -> str:
    """A changed field, with both values or the number of added and removed rows."""
    before, after = (sides[side].get(what) for side in ("before", "after"))
    if isinstance(before, list) and isinstance(after, list):
        new, gone = (sum(item not in other for item in some) for some, other in ((after, before), (before, after)))
        return f"{what} (+{new} -{gone})" if new or gone else f"{what} (order)"
    if before == after or isinstance(before, Mapping) or isinstance(after, Mapping):
        return what
    return f"{what} {scalar(before)} \u2192 {scalar(after)}"


def _names(given: Iterable[str], total: int) -> str:
    names = list(dict.fromkeys(given))
    if len(names) == total > 1:
        return f"all {total} libraries"
    return first_of([_short(name) for name in names], _NAMED)


def _short(text: str) -> str:
    line = " ".join(one_line(text).split())
    return code_cell(line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}\u2026")
