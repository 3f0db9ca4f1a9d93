# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs modules and playbooks as users do."""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import yaml
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.plugins.loader import connection_loader
from ansible.template import Templar

from ansible_collections.reshare.wms.plugins.plugin_utils._action import module_action
from ansible_collections.reshare.wms.plugins.plugin_utils._action.run_memory import RunMemory
from support import ansible_starter
from support.controller_action import result_of
from support.environment import ROOT
from support.library import Library
from support.process_tree import cpu_seconds, process_tree
from support.returned_values import undocumented
from support.waiting import PATIENCE, wait_until

_PLUGINS = Path(__file__).with_name("ansible_plugins")
_ACTIONS = "ansible_collections.reshare.wms.plugins.action"
_SETTINGS = {
    "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
    "ANSIBLE_NOCOLOR": "1",
    # Off by default from 2.21 on.
    "ANSIBLE_INJECT_INVOCATION": "1",
    "ANSIBLE_CALLBACK_PLUGINS": str(_PLUGINS / "callback"),
    "ANSIBLE_CALLBACKS_ENABLED": "recorder",
    "ANSIBLE_BECOME_PLUGINS": str(_PLUGINS / "become"),
}
#: The environment of a run of which a test changes nothing.
_USUAL = ansible_starter.without_late({**os.environ, **_SETTINGS})


def run(
    module: str, library: Library, check: bool = False, *, memory: RunMemory | None = None, **arguments: Any
) -> dict[str, Any]:
    """Run a module as the action plugin does, without starting Ansible. Returns its result, whose values all have to be
    documented. memory: of the run; by default, the task is a run of its own."""
    loader, context = DataLoader(), PlayContext()
    given = json.loads(json.dumps({**library.options, **arguments}))
    plugin = importlib.import_module(f"{_ACTIONS}.{module}").ActionModule
    action = plugin(
        task=Task.load({f"reshare.wms.{module}": given, "check_mode": check}),
        connection=connection_loader.get("ansible.builtin.local", context),
        play_context=context,
        loader=loader,
        templar=Templar(loader),
        shared_loader_obj=None,
    )
    with mock.patch.object(module_action, "RUN", RunMemory() if memory is None else memory):
        result = result_of(action, {"inventory_hostname": library.name})
    assert undocumented(module, result) == []
    return result


@dataclass
class Run:
    """The outcome of a playbook."""

    status: int
    output: str
    lines: list[dict[str, Any]] = field(default_factory=list)

    def result(self, task: str, library: Library) -> dict[str, Any]:
        """The result of a task; if several tasks have that name, the last one."""
        return self.results(task, library)[-1]

    def results(self, task: str, library: Library) -> list[dict[str, Any]]:
        return [line["result"] for line in self._of(library) if line["task"] and line["task"].split(" : ")[-1] == task]

    def changes(self, library: Library) -> list[dict[str, Any]]:
        """The results of the tasks that changed something."""
        return [line["result"] for line in self._of(library) if line["task"] and line["result"].get("changed")]

    def failure(self, library: Library) -> str:
        """The message of a library's failed task."""
        return self.failed(library)["msg"]

    def failed(self, library: Library) -> dict[str, Any]:
        """The result of a library's failed task."""
        return next(line["result"] for line in self._of(library) if line["status"] == "failed")

    def stats(self, library: Library) -> dict[str, int]:
        """The counts of ok, changed, failures and so on."""
        return self.stats_by_host[library.name]

    @property
    def stats_by_host(self) -> dict[str, dict[str, int]]:
        return {line["host"]: line["result"] for line in self.lines if line["status"] == "stats"}

    def _of(self, library: Library) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["host"] == library.name]


@dataclass
class Started:
    """A running playbook."""

    process: ansible_starter.Process
    output: Path
    record: Path

    def end(self) -> Run:
        """Wait for its end. Returns its outcome."""
        try:
            status = self.process.wait(timeout=5 * PATIENCE)
        except BaseException:
            self.kill()
            raise
        lines = self.record.read_text(encoding="utf-8").splitlines() if self.record.exists() else []
        return Run(status, self.output.read_text(encoding="utf-8"), [json.loads(line) for line in lines])

    def use_processor(self, seconds: float) -> float:
        """Let it run until it has used that many seconds of processor time, or ends. Returns the seconds that it has
        used."""
        used = 0.0

        def enough() -> bool:
            nonlocal used
            used = max(used, cpu_seconds(self.process.pid))
            return used >= seconds or self.process.ended()

        wait_until(enough, 5 * PATIENCE)
        return used

    def kill(self) -> bool:
        """Kill it with all its workers, which are not in its process group. Returns whether it was still running."""
        if self.process.ended():
            return False
        # Stopped first, so that it starts no further workers.
        os.kill(self.process.pid, signal.SIGSTOP)
        for process in process_tree(self.process.pid):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.process.wait()
        return True


@dataclass
class Controller:
    """The machine that runs ansible-playbook, with a directory for the files of a test."""

    directory: Path
    runs: int = 0

    def play(
        self, tasks: list[dict[str, Any]], libraries: Library | Iterable[Library], *arguments: str, **more: Any
    ) -> Run:
        """Run tasks for libraries, whose connection options are module defaults."""
        play = {
            "hosts": "all",
            "gather_facts": False,
            "module_defaults": {"group/reshare.wms.all": "{{ library_options }}"},
            "tasks": tasks,
        }
        playbook = self.directory / "playbook.yml"
        playbook.write_text(dump([play]), encoding="utf-8")
        return self.playbook(str(playbook), libraries, *arguments, **more)

    def playbook(
        self,
        playbook: str,
        libraries: Library | Iterable[Library] | Path,
        *arguments: str,
        variables: dict[str, dict[str, Any]] | None = None,
        cwd: Path = ROOT,
        **environment: str,
    ) -> Run:
        """Run a playbook. libraries: or the path of an inventory. variables: additional ones by library; an ellipsis
        removes a variable. cwd: the current directory of the command."""
        return self.start(playbook, libraries, *arguments, variables=variables, cwd=cwd, **environment).end()

    def start(
        self,
        playbook: str,
        libraries: Library | Iterable[Library] | Path,
        *arguments: str,
        variables: dict[str, dict[str, Any]] | None = None,
        cwd: Path = ROOT,
        **environment: str,
    ) -> Started:
        """Start a playbook without waiting for its end."""
        inventory = libraries if isinstance(libraries, Path) else self._inventory(libraries, variables or {})
        self.runs += 1
        record = self.directory / f"results-{self.runs}.jsonl"
        output = self.directory / f"output-{self.runs}.txt"
        process = ansible_starter.start(
            ["-i", str(inventory), playbook, *arguments],
            cwd,
            {**os.environ, **_SETTINGS, **self._folders(), "RECORDER_FILE": str(record), **environment},
            output,
            _USUAL,
        )
        return Started(process, output, record)

    def _inventory(self, libraries: Library | Iterable[Library], variables: dict[str, dict[str, Any]]) -> Path:
        libraries = [libraries] if isinstance(libraries, Library) else list(libraries)
        given = {one.name: {**one.variables, **variables.get(one.name, {})} for one in libraries}
        hosts = {name: {key: value for key, value in one.items() if value is not ...} for name, one in given.items()}
        common = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
        path = self.directory / "inventory/libraries.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(dump({"all": {"hosts": hosts, "vars": common}}), encoding="utf-8")
        return path

    def _folders(self) -> dict[str, str]:
        return {"ANSIBLE_REMOTE_TMP": str(self.directory / "tmp"), "ANSIBLE_ASYNC_DIR": str(self.directory / "async")}


class Vaulted(str):
    """A text that is written to YAML with Ansible Vault."""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(Vaulted, lambda dumper, text: dumper.represent_scalar("!vault", str(text), style="|"))


def dump(data: Any) -> str:
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False)
