# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a module that has only an action plugin, in the process of the test."""

from __future__ import annotations

from typing import Any

from ansible.errors import AnsibleAction
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.plugins.action import ActionBase
from ansible.plugins.loader import connection_loader
from ansible.template import Templar


def perform(
    plugin: type[ActionBase], check: bool = False, variables: dict[str, Any] | None = None, **given: Any
) -> dict[str, Any]:
    """The result of a task with the option --diff. variables: those of the host."""
    loader, context = DataLoader(), PlayContext()
    name = plugin.__module__.rpartition(".")[2]
    action = plugin(
        task=Task.load({f"reshare.wms.{name}": given, "check_mode": check, "diff": True}),
        connection=connection_loader.get("ansible.builtin.local", context),
        play_context=context,
        loader=loader,
        templar=Templar(loader),
        shared_loader_obj=None,
    )
    return result_of(action, {"inventory_hostname": "localhost", **(variables or {})})


def result_of(action: ActionBase, variables: dict[str, Any]) -> dict[str, Any]:
    """The result of an action plugin, as Ansible has it: also that of a failed task, which is an exception."""
    try:
        result: dict[str, Any] = action.run(task_vars=variables)
    except AnsibleAction as failed:
        result = {"failed": True, **failed.result}
    return result
