# SPDX-License-Identifier: GPL-3.0-or-later

"""The outcome of a run, in a few lines for the person who started it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from ...module_utils._core.checks import FAIL, UNKNOWN
from ...module_utils._core.errors import first_of
from ...module_utils._core.texts import counted, one_line
from .._variables.variables_yaml import flow_yaml
from .confirmed import as_confirmed, confirmed_at
from .next_steps import CommandLine, last_playbook
from .run_document import ASKED, DONE, IN_RECORD, YES, Data, by_state, entries
from .states import DRIFT, FAILED, LINKS, NOT_CHECKABLE, NOT_JUDGED, NOT_READ, STATES, STOPPED
from .stops import stop_lines
from .to_do import APPLY, ready_to_go_live, task_groups

#: The maximum number of libraries that a line names, and of problems that are shown.
_NAMED, _PROBLEMS = 4, 5
#: The number of days of a proposed exception, and the maximum number of characters of its reason.
_EXCEPTED_DAYS, _REASON = 90, 500
#: The checks of role verify that show which parts of the verification ran, and the variable with the test patron and item of each part.
_PARTS = {
    "borrow_checkout": ("a loan as borrower", "verify_borrowing"),
    "lend_checkout": ("a loan as lender", "verify_lending"),
}
_PROBE = "ncip_probe"
#: The playbooks that change nothing.
_READING = (
    "declared",
    "drift",
    "export",
    "fetch_answers",
    "first_contact",
    "preflight",
    "status",
    "truth_table",
    "validate",
)


def run_lines(document: Data, line: CommandLine) -> list[str]:
    """The last lines of a run."""
    return [f"{document['playbook']}:", *(f"  {one_line(text)}" for text in _lines(document, line) if text)]


def states_line(document: Data) -> str:
    """The number of libraries in each state, with the names of those that need attention."""
    total = len(document["libraries"])
    if not total:
        return "No library was part of this run."
    parts = []
    for state, names in by_state(document).items():
        named = total > 1 and (state in (FAILED, NOT_CHECKABLE, DRIFT) or len(names) == 1)
        checked = state is None and all(document["libraries"][name]["checks"] for name in names)
        word = "checks passed" if checked else (STATES.get(state) or NOT_JUDGED).word
        who = f" ({first_of(names, _NAMED)})" if named else ""
        parts.append(
            f"{len(names)} {word}{who}{as_confirmed([confirmed_at(document['libraries'][name]) for name in names])}"
        )
    whole = next(iter(document["libraries"])) if total == 1 else libraries(total)
    return f"{whole}: {', '.join(parts) if total > 1 else parts[0].partition(' ')[2]}."


def changes_line(document: Data) -> str:
    """What the run changed, in a sentence; empty for a playbook that changes nothing."""
    made = [text.format(libraries(count)) for text, count in _made(document).items() if count]
    *others, last = made or [""]
    known = f"This run {', and '.join(filter(None, (', '.join(others), last)))}." if last else ""
    if _is_interrupted(document):
        return f"{known} It is not known what the interrupted task changed: the next run shows it.".lstrip()
    if known:
        return known
    if last_playbook(document) in _READING:
        return ""
    return "Check mode: nothing was changed." if document["check_mode"] else "Nothing was changed in WMS or ReShare."


def links_line(document: Data) -> str:
    """The number of libraries in each state of the link; empty if no link was read."""
    links = by_state(document, "link")
    counts = [f"{len(names)} {LINKS[link].word}" for link, names in links.items()]
    return "" if list(links) in ([], [NOT_READ]) else f"Links: {', '.join(counts)}."


def waits_lines(document: Data) -> Iterator[str]:
    """What waits for other libraries: a line for each field that others have to confirm first, and one for the waves that have not started."""
    waits: dict[tuple[str, str], list[str]] = {}
    for name, step in entries(document, "pending"):
        if step["holders"]:
            waits.setdefault((step["title"], step["waits_for"]), []).append(name)
    for (title, waits_for), names in waits.items():
        yield f"{title} ({first_of(names, _NAMED)}) waits for {waits_for}."
    if waves := [name for name, library in document["libraries"].items() if library["wave"]]:
        yield f"Waiting for the steps of an earlier wave: {first_of(waves, _NAMED)}."


def step_lines(document: Data, steps: Sequence[Data], line: CommandLine) -> Iterator[str]:
    """A line for each step, with its command."""
    total = len(document["libraries"])
    for step in steps:
        who = "" if len(step["libraries"]) in (0, total) else f" ({first_of(step['libraries'], _NAMED)})"
        others = ", with your other options -e" if step["command"] and line.has_others(step) else ""
        command = f"{others}: {step['command']}" if step["command"] else "."
        yield f"Next, {step['why'][:1].lower()}{step['why'][1:]}{who}{command}"
    if not steps:
        yield "Next: no command is needed."


def libraries(count: int) -> str:
    """A number of libraries."""
    return counted(count, "library", "libraries")


def short(path: str) -> str:
    """A path, relative to the current directory if it is inside."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative


def _lines(document: Data, line: CommandLine) -> Iterator[str]:
    if document["sandbox"] == YES:
        yield "Rehearsal: with the sandbox, not with the systems of the libraries."
    yield states_line(document)
    yield changes_line(document)
    live = {
        "Went live": [name for name, library in document["libraries"].items() if library["went_live"]],
        "Ready to go live": ready_to_go_live(document),
    }
    named = [f"{words}: {first_of(names, _NAMED)}." for words, names in live.items() if names]
    if links := " ".join(filter(None, [links_line(document), *named])):
        yield links
    if line.left_out and last_playbook(document) == APPLY:
        yield f"Not checked, because of the tags: {', '.join(line.left_out)}."
    yield from _verified(document)
    yield from waits_lines(document)
    if pages := _pages(document):
        yield f"Pages: {_places(pages)}"
    yield from _problems(document)
    yield from stop_lines(document)
    yield from _to_except(document, line)
    yield from step_lines(document, document["next"], line)
    if line.account:
        yield f"Account: {short(line.account)}"


def _to_except(document: Data, line: CommandLine) -> Iterator[str]:
    """What people could not do, as entries of consortium_exceptions to paste."""
    until = (datetime.fromisoformat(document["finished"]) + timedelta(days=_EXCEPTED_DAYS)).date().isoformat()
    asked = list(entries(document, "to_except")) if line.by else []
    for name, entry in asked:
        if entry["refused"]:
            yield f"{name} could not do this: {', '.join(filter(None, (entry['object'], entry['field'])))}. It {entry['refused']}"
    if pasted := [(name, entry) for name, entry in asked if not entry["refused"]]:
        yield "Could not be done. Ask again, or add to consortium_exceptions in group_vars/all.yml:"
        for name, entry in pasted:
            about = {key: entry[key] for key in ("object", "field") if entry[key]}
            reason = " ".join(entry["reason"].split())
            reason = reason if len(reason) <= _REASON else f"{reason[: _REASON - 1]}\u2026"
            yield f"- {flow_yaml({'library': name, **about, 'reason': reason, 'by': line.by, 'until': until})}"


def _is_interrupted(document: Data) -> bool:
    """Whether a task that can have changed something had no result."""
    stopped = any(message["code"] == STOPPED for _name, message in entries(document, "messages"))
    reading = document["check_mode"] or last_playbook(document) in _READING
    return stopped and not (document["complete"] or reading)


def _made(document: Data) -> dict[str, int]:
    def at(*statuses: str) -> int:
        return len({name for name, change in entries(document, "changes") if change["status"] in statuses})

    libraries = document["libraries"].values()
    return (
        {
            "made changes at {}": at(DONE),
            "wrote to the record of {}": at(IN_RECORD),
            "added steps to the worksheet of {}": at(ASKED),
            "sent e-mails to the contacts of {}": 0
            if document["check_mode"]
            else sum(bool(library["sent"]) for library in libraries),
            "lent and returned test items at {}": sum(
                bool((library["verification"] or {}).get("transactions")) for library in libraries
            ),
            "changed nothing in WMS or ReShare": at(IN_RECORD) and not at(DONE),
        }
        if not document["check_mode"]
        else {}
    )


def _problems(document: Data) -> Iterator[str]:
    """What people have to correct, each once, the problem of the most libraries first. For a single library, Ansible has shown it at the task."""
    if last_playbook(document) == "validate":
        # Its table has the problems.
        return
    total, drift = len(document["libraries"]), last_playbook(document) == "drift"
    items = [item for group in task_groups(document) if group.problem for item in group.items if drift or total > 1]
    items.sort(key=lambda item: -len(item.libraries))
    most = len(items) if drift else _PROBLEMS
    for item in items[:most]:
        who = f"All {total} libraries" if len(item.libraries) == total > 1 else first_of(item.libraries, _NAMED)
        yield f"{who or 'Run'}: {'. '.join(filter(None, (item.text.rstrip('.'), item.advice)))}"
    if more := len(items[most:]):
        yield f"{counted(more, 'more problem')}: see above, or the account of the run (run_file)."


def _verified(document: Data) -> Iterator[str]:
    """The parts of the verification that ran, and those that were left out. After a probe that failed, no loan is made."""
    members = document["libraries"].items()
    checks = {name: {check["name"]: check["status"] for check in library["checks"]} for name, library in members}
    made = {name: results for name, results in checks.items() if _PROBE in results}
    if not made:
        return
    passed = [name for name, results in made.items() if results[_PROBE] not in (FAIL, UNKNOWN)]
    parts = [f"an NCIP probe at {libraries(len(passed))}"]
    for check, (words, _variable) in _PARTS.items():
        ran = [name for name in made if made[name].get(check, UNKNOWN) != UNKNOWN]
        parts += [f"{words} at {libraries(len(ran))}"] if ran else []
    yield f"Verified: {', '.join(parts)}."
    for check, (words, variable) in _PARTS.items():
        if left := [name for name in passed if check not in made[name]]:
            yield f"Left out, for want of {variable} (a test patron and a test item): {words} at {first_of(left, _NAMED)}."


def _pages(document: Data) -> list[str]:
    """The worksheets and questionnaires of the libraries, as paths."""
    pages = (library[page] for library in document["libraries"].values() for page in ("worksheet", "questionnaire"))
    return list(dict.fromkeys(path for path in pages if path))


def _places(pages: Sequence[str]) -> str:
    """The path of a page, or the number of the pages in each folder."""
    if len(pages) == 1:
        return short(pages[0])
    folders: dict[str, int] = {}
    for page in pages:
        folders[str(Path(page).parent)] = folders.get(str(Path(page).parent), 0) + 1
    return ", ".join(f"{counted(number, 'page')} in {short(folder)}/" for folder, number in folders.items())
