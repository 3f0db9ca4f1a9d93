# SPDX-License-Identifier: GPL-3.0-or-later

"""The results that the tasks of a playbook register, in their order, with the tasks of its roles and imported playbooks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .specification import COLLECTION, load

_PREFIX = "reshare.wms."
_ROLE, _TASKS = ("import_role", "include_role"), ("import_tasks", "include_tasks")
#: The actions whose results are used, besides the modules of this collection: they fail a library by a verdict.
_VERDICTS = ("ansible.builtin.assert", "ansible.builtin.fail")


@dataclass(frozen=True)
class Registered:
    """A registered result. module: the name within this collection; None for a verdict. role: the outermost role to which its task belongs, except
    onboard, which only combines others. once: whether it is one task for all libraries."""

    name: str
    module: str | None
    role: str
    once: bool


@cache
def registered(playbook: str) -> tuple[Registered, ...]:
    """The results of a playbook of this collection. playbook: its name within it. A variable that several tasks register is there once, at the last task."""
    path = COLLECTION / "playbooks" / f"{playbook}.yml"
    tasks_by_name: dict[str, Registered] = {}
    for task in _of_tasks(load(path), path, "") if path.is_file() else ():
        tasks_by_name.pop(task.name, None)
        tasks_by_name[task.name] = task
    return tuple(tasks_by_name.values())


def playbooks() -> list[str]:
    """The playbooks of this collection."""
    return sorted(path.stem for path in (COLLECTION / "playbooks").glob("*.yml"))


def _of_tasks(tasks: Any, path: Path, role: str) -> Iterator[Registered]:
    """tasks: plays, blocks or tasks of the file at this path."""
    for task in tasks or ():
        if imported := task.get("ansible.builtin.import_playbook"):
            yield from registered(Path(imported).stem)
        for part in ("tasks", "block", "rescue", "always"):
            yield from _of_tasks(task.get(part), path, role)
        if "register" in task and (result := _result(task, role)):
            yield result
        for words in _ROLE:
            yield from _of_role(task.get(f"ansible.builtin.{words}") or {}, role)
        for words in _TASKS:
            for file in _files(str(task.get(f"ansible.builtin.{words}") or ""), path.parent):
                yield from _of_tasks(load(file), file, role)


def _of_role(imported: Mapping[str, Any], role: str) -> Iterator[Registered]:
    name = str(imported.get("name") or "").removeprefix(_PREFIX)
    file = COLLECTION / "roles" / name / "tasks" / f"{imported.get('tasks_from', 'main')}.yml"
    if name and file.is_file():
        yield from _of_tasks(load(file), file, role or ("" if name == "onboard" else name))


def _files(written: str, folder: Path) -> list[Path]:
    """The files with tasks at a path. If it is an expression, those whose names it contains."""
    if "{{" not in written:
        return [folder / written] if written else []
    return [file for file in sorted(folder.glob("*.yml")) if f"'{file.stem}'" in written]


def _result(task: Mapping[str, Any], role: str) -> Registered | None:
    action = next((name for name in task if name.startswith(_PREFIX) or name in _VERDICTS), None)
    if action is None:
        return None
    module = None if action in _VERDICTS else action.removeprefix(_PREFIX)
    return Registered(str(task["register"]), module, role, bool(task.get("run_once")))
