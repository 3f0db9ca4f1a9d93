# SPDX-License-Identifier: GPL-3.0-or-later

"""What came of a run: a few lines for the person who started it, and the same as data."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...module_utils._core.checks import UNKNOWN
from ...module_utils._core.errors import first_of
from ...module_utils._core.texts import counted, one_line
from . import report_page
from .cells import DRIFT, FAILED, NOT_CHECKABLE, NOT_PART
from .data import Data, ready_to_go_live, went_live
from .links import NOT_READ, links_line
from .next_steps import CommandLine, last_playbook, next_steps
from .todo import APPLY, task_groups

#: The maximum number of libraries that a line names, and of problems that are shown.
_NAMED, _PROBLEMS = 4, 5
#: The checks of role verify that show which parts of the verification ran, and the variable with the test patron and item of each part.
_PARTS = {
    "borrow_checkout": ("a loan as borrower", "verify_borrowing"),
    "lend_checkout": ("a loan as lender", "verify_lending"),
}
_PROBE = "ncip_probe"


def run_summary(data: Data, line: CommandLine) -> Data:
    """The summary of a report. line: how the run was started."""
    steps = next_steps(data, line)
    found = {
        "states": {state: names for state, names in data["summary"].items() if names},
        "links": {link: names for link, names in data["links"].items() if names},
        "went_live": went_live(data),
        "ready_to_go_live": ready_to_go_live(data),
        "pages": _pages(data),
        "next": steps,
    }
    return {**found, "lines": [*map(one_line, _lines(data, found, line))]}


def _lines(data: Data, found: Data, line: CommandLine) -> Iterator[str]:
    yield _states(data)
    yield report_page.changes(data)
    if len(data["links"][NOT_READ]) < len(data["libraries"]):
        some = {"Went live": found["went_live"], "Ready to go live": found["ready_to_go_live"]}
        named = [f"{words}: {first_of(names, _NAMED)}." for words, names in some.items() if names]
        yield " ".join([links_line(data["links"]), *named])
    if line.left_out and last_playbook(data) == APPLY:
        yield f"Not checked, because of the tags: {', '.join(line.left_out)}."
    yield from _verified(data)
    if found["pages"]:
        yield f"Pages: {_places(found['pages'])}"
    yield from _problems(data)
    yield from step_lines(data, found["next"], line)


def _problems(data: Data) -> Iterator[str]:
    """What people have to correct, each once, at most libraries first. That of a single library is above, at its task."""
    total = len(data["libraries"])
    # Its verdict, which follows, has no reasons.
    drift = last_playbook(data) == "drift"
    items = [item for group in task_groups(data) if group.problem for item in group.items if drift or total > 1]
    items.sort(key=lambda item: -len(item.libraries))
    most = len(items) if drift else _PROBLEMS
    for item in items[:most]:
        who = f"All {total} libraries" if len(item.libraries) == total > 1 else first_of(item.libraries, _NAMED)
        yield f"{who or 'Run'}: {'. '.join(filter(None, (item.text.rstrip('.'), item.advice)))}"
    if more := len(items[most:]):
        yield f"{counted(more, 'more problem')}: see above, or the report."


def step_lines(data: Data, steps: Sequence[Data], line: CommandLine) -> Iterator[str]:
    """A line for each step, with its command."""
    for step in steps:
        who = (
            "" if len(step["libraries"]) in (0, len(data["libraries"])) else f" ({first_of(step['libraries'], _NAMED)})"
        )
        others = (
            f", with your other options -e{' except plan_file' if line.plan else ''}" if line.has_others(step) else ""
        )
        yield f"Next, {_first_small(step['why'])}{who}{others}: {step['command']}"
    if not steps:
        yield "Next: no command is needed."


def _states(data: Data) -> str:
    """The number of libraries in each state, and the names of those that need attention."""
    looks = report_page.looks(data)
    total = len(data["libraries"])
    parts = []
    for state, names in data["summary"].items():
        if names:
            named = total > 1 and (state in (FAILED, NOT_CHECKABLE, DRIFT) or len(names) == 1)
            # The word for it is that of a part of a library.
            word = looks[state].tile if state == NOT_PART else looks[state].word
            parts.append(f"{len(names)} {word}" + (f" ({first_of(names, _NAMED)})" if named else ""))
    whole = next(iter(data["libraries"])) if total == 1 else report_page.libraries(total)
    return f"{whole}: {', '.join(parts) if total > 1 else parts[0].partition(' ')[2]}."


def _verified(data: Data) -> Iterator[str]:
    """The parts of the verification that ran, and those that were left out."""
    checks = {
        name: {one["name"]: one["status"] for one in library["checks"]} for name, library in data["libraries"].items()
    }
    made = {name: found for name, found in checks.items() if _PROBE in found}
    if not made:
        return
    sent = [name for name, found in made.items() if found[_PROBE] != UNKNOWN]
    parts = [f"an NCIP probe at {report_page.libraries(len(sent))}"]
    for check, (words, _variable) in _PARTS.items():
        ran = [name for name in made if made[name].get(check, UNKNOWN) != UNKNOWN]
        parts += [f"{words} at {report_page.libraries(len(ran))}"] if ran else []
    yield f"Verified: {', '.join(parts)}."
    for check, (words, variable) in _PARTS.items():
        if left := [name for name in sent if check not in made[name]]:
            yield f"Left out, for want of {variable} (a test patron and a test item): {words} at {first_of(left, _NAMED)}."


def _pages(data: Data) -> list[str]:
    """The worksheets and questionnaires of the libraries, as paths."""
    found = (library[page] for library in data["libraries"].values() for page in ("worksheet", "questionnaire"))
    return list(dict.fromkeys(path for path in found if path))


def _places(pages: Sequence[str]) -> str:
    """The path of a page, or the number of the pages in each folder."""
    if len(pages) == 1:
        return short(pages[0])
    folders: dict[str, int] = {}
    for page in pages:
        folders[str(Path(page).parent)] = folders.get(str(Path(page).parent), 0) + 1
    return ", ".join(f"{counted(number, 'page')} in {short(folder)}/" for folder, number in folders.items())


def short(path: str) -> str:
    """A path, relative to the present directory if it is in it."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative


def _first_small(text: str) -> str:
    return text[:1].lower() + text[1:]
