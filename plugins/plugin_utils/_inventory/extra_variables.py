# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks the names of extra variables (-e), and of tags: Ansible accepts any name, so a misspelt one has no effect, and a run without a plan, a file or
a limit does more than was meant.

A name that the caller's inventory or playbook contains belongs to the caller.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path
from typing import Any

from ansible import context
from ansible.utils.vars import load_extra_vars

from ...module_utils._core.errors import quoted
from .findings import Finding, error
from .received_places import Places, folder_of, places
from .selection import SPECIAL, TAGS, our_playbook
from .specification import Specification
from .variables import OWN, PREFIXES, is_listed

#: The variable that lists other names which the command line may set.
EXTRA = "reshare_wms_extra_variables"
#: The variables of Ansible and of its controllers, which pass them to every playbook.
_OF_CONTROLLERS = ("ansible_*", "awx_*", "tower_*")
#: The name under which Ansible has a text after -e that is not name=value.
_NO_NAME = "_raw_params"
#: Variables that only the inventory sets, with the reason.
_OF_THE_INVENTORY = {
    "enable_reshare_state": "It would withdraw, remove or enable every library of the run. To withdraw libraries, run reshare.wms.withdraw; "
    "set the state of a library in its host_vars",
}

_FOLDERS = ("group_vars", "host_vars")
#: The folders beside a playbook of the caller with files that can use a variable.
_OF_PLAYBOOKS = (*_FOLDERS, "roles", "tasks", "templates", "vars")
_ENDINGS = ("", ".yml", ".yaml", ".json", ".ini", ".toml", ".j2", ".py", ".sh")
#: Larger files, in bytes, are not searched.
_LARGEST = 4 * 1024 * 1024
_COMMENT = re.compile(r"(?m)(^|\s)#.*$")
#: The minimum number of letters at the beginning of a word that count as the word.
_STEM = 4
#: The number of names that a message has.
_NAMED = 3


def problems_of_run(task_vars: Mapping[str, Any], loader: Any, specification: Specification) -> list[Finding]:
    """The problems of the names on the command line of this run, from the variables of a task."""
    playbooks = context.CLIARGS.get("args") or ()
    extra, ours = load_extra_vars(loader), playbooks_of_run(playbooks)
    # An extra variable can use another one.
    own = [str(value) for value in extra.values() if "{{" in str(value)]
    problems = extra_problems(
        extra, task_vars, ours, specification, chain(own, caller_texts(places(task_vars), playbooks))
    )
    if ours is None:
        # A playbook of the caller can use the roles.
        problems += [error("resembles", "tags", text) for text in misspelt_tags(TAGS, task_vars, playbooks)]
    return problems


def playbooks_of_run(given: Iterable[str]) -> list[str] | None:
    """The names of the playbooks on the command line; None if one of them is not of this collection."""
    names = [our_playbook(playbook) for playbook in given]
    return None if None in names else [name for name in names if name]


def extra_problems(
    extra: Collection[str],
    given: Mapping[str, Any],
    playbooks: Sequence[str] | None,
    specification: Specification,
    texts: Iterable[str] = (),
) -> list[Finding]:
    """The problems of the names on the command line.

    given: all variables. playbooks: those of the run; None if one is not of this collection. texts: the caller's inventory and playbooks.
    """
    own = frozenset[str]().union(*(specification.of_runs.get(name, ()) for name in playbooks or ()))
    problems = [
        problem
        for name in extra
        if not any(fnmatchcase(name, pattern) for pattern in _OF_CONTROLLERS)
        and not is_listed(name, given, EXTRA)
        and not is_listed(name, given, OWN)
        for problem in _problems(name, own, playbooks, specification)
    ]
    suspected = {str(problem.variable) for problem in problems if problem.code == "resembles"}
    used = _used(suspected, texts) if suspected else ()
    return sorted((row for row in problems if row.variable not in used), key=lambda row: row.variable or "")


def caller_texts(places: Places, playbooks: Iterable[str]) -> Iterator[str]:
    """The files of the caller in which a variable can be used, without comments: those of the inventory, the caller's playbooks, and the files
    of roles, tasks, templates and variables beside them."""
    roots: list[Path] = []
    for source in map(Path, places.sources):
        roots += [source, *(folder_of(source) / name for name in _FOLDERS)]
    for playbook in playbooks:
        if not our_playbook(playbook):
            roots += [Path(playbook), *(Path(playbook).parent / name for name in _OF_PLAYBOOKS)]
    for path in dict.fromkeys(path for root in roots for path in _files(root)):
        text = _read(path)
        if text:
            yield _COMMENT.sub("", text)


def near(name: str, options: Iterable[str]) -> list[str]:
    """The options for which a name can be meant, the nearest first."""
    written, words = _letters(name), _words(name)
    ranked = []
    for option in options:
        target = _letters(option)
        most = _allowed(min(len(written), len(target)))
        distance = _distance(written, target, most)
        if distance is not None:
            ranked.append((distance, option))
        elif _has_same_words(words, option):
            ranked.append((most + 1, option))
    return [option for _rank, option in sorted(ranked)]


def misspelt_tags(known: Collection[str], task_vars: Mapping[str, Any], playbooks: Iterable[str]) -> list[str]:
    """A sentence about each tag, in a run with a playbook of the caller, that is similar to a tag of this collection: with it, nothing of the collection
    would run, or something that should be left out. known: the tags of the collection. playbooks: on the command line."""
    options = {"--tags": "ansible_run_tags", "--skip-tags": "ansible_skip_tags"}
    given = [(option, tag) for option, name in options.items() for tag in task_vars.get(name) or ()]
    meant = {tag: near(tag, known) for _option, tag in given if tag not in SPECIAL and tag not in known}
    suspected = {tag for tag in meant if meant[tag]}
    used = _used(suspected, caller_texts(places(task_vars), playbooks)) if suspected else ()
    return [
        f"{option} {tag}: reshare.wms has no such tag. Similar: {quoted(meant[tag])}. If it is yours, name it in your playbook."
        for option, tag in given
        if tag in suspected and tag not in used
    ]


def _problems(
    name: str, own: Collection[str], playbooks: Sequence[str] | None, specification: Specification
) -> Iterator[Finding]:
    if name == _NO_NAME:
        message = "A text after -e sets no variable, so it has no effect."
        yield error("invalid", "-e", message, "Write -e name=value, or -e @file for a file of variables.")
    elif name in _OF_THE_INVENTORY:
        message = f"{name} cannot be set on the command line (-e). {_OF_THE_INVENTORY[name]}."
        yield error("invalid", name, message)
    elif name.startswith(PREFIXES) and name in specification.internal | specification.results:
        # It would have precedence over what the tasks of this collection set, such as that a library is left alone.
        message = f"{name} is set by the tasks of this collection, and cannot be set on the command line (-e)."
        yield error("invalid", name, message, "Leave it out.")
    elif name in specification.options:
        owners = [playbook for playbook, options in specification.of_runs.items() if name in options]
        if playbooks and owners and name not in own:
            theirs = f"{'playbook' if len(owners) == 1 else 'playbooks'} {quoted(sorted(owners))}"
            message = f"{name} has no effect in {quoted(playbooks)}: it is a variable of the {theirs}."
            yield error("no_effect", name, message, "Leave it out, or run that playbook.")
    else:
        meant = near(name, specification.options)
        # What this run uses comes first.
        meant.sort(key=lambda option: option not in own)
        if meant:
            message = (
                f"{name} is not a variable of this collection, so it has no effect. Similar: {quoted(meant[:_NAMED])}."
            )
            yield error("resembles", name, message, f"If it is yours, list it in {EXTRA}.")


def _used(names: Collection[str], texts: Iterable[str]) -> set[str]:
    """The names that are words of one of the texts."""
    left = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names)))})(?!\w)")
    return {name for text in texts for name in left.findall(text)}


def _files(root: Path) -> Iterator[Path]:
    if root.is_dir():
        for folder, _folders, names in os.walk(root):
            yield from (Path(folder, name) for name in sorted(names) if Path(name).suffix in _ENDINGS)
    elif root.is_file():
        yield root


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace") if path.stat().st_size <= _LARGEST else None
    except OSError:
        return None


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _words(name: str) -> list[str]:
    return sorted(filter(None, re.split(r"[^a-z0-9]+", name.casefold())))


def _allowed(length: int) -> int:
    """The number of typing errors in a name of that length."""
    return 1 if length < 8 else 2 if length < 16 else 3


def _has_same_words(words: Sequence[str], option: str) -> bool:
    """Whether a name has the words of an option in any order and any form: all of them, all without its prefix, all but one of several, or
    one more."""
    others = _words(option)
    left = _left_over(words, others)
    if left == 0 or (left == 1 and (len(words) > 1 or len(words) > len(others))):
        return True
    rests = (_words(option.removeprefix(prefix)) for prefix in PREFIXES if option.startswith(prefix))
    return any(_left_over(words, rest) == 0 for rest in rests)


def _left_over(words: Sequence[str], others: Sequence[str]) -> int | None:
    """The number of words that only the longer name has; None if the shorter one has another word."""
    fewer, more = sorted((words, others), key=len)
    left = list(more)
    for word in fewer:
        other = next((other for other in left if _same_word(word, other)), None)
        if other is None:
            return None
        left.remove(other)
    return len(left)


def _same_word(left: str, right: str) -> bool:
    if left == right:
        return True
    stem = os.path.commonprefix([left, right])
    shorter = min(len(left), len(right))
    # confirm, confirmed and confirmation; lend and lending.
    return shorter >= _STEM and (
        len(stem) == shorter or len(stem) > _STEM and len(stem) >= max(len(left), len(right)) / 2
    )


def _distance(left: str, right: str, most: int) -> int | None:
    """The number of letters to add, remove, replace or swap with the next one; None if it is more than *most*."""
    if abs(len(left) - len(right)) > most:
        return None
    before: list[int] = []
    row = list(range(len(right) + 1))
    for number, letter in enumerate(left, 1):
        earlier, before, row = before, row, [number]
        for at, theirs in enumerate(right, 1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != theirs))
            if number > 1 and at > 1 and letter == right[at - 2] and left[number - 2] == theirs:
                cost = min(cost, earlier[at - 2] + 1)
            row.append(cost)
    return row[-1] if row[-1] <= most else None
