# SPDX-License-Identifier: GPL-3.0-or-later

"""The tasks of onboard up to their first request, with their action plugins, in this process."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Any
from unittest.mock import Mock, patch

from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.task import Task
from ansible.plugins.action import ActionBase
from ansible.template import Templar, trust_as_template

from ansible_collections.reshare.wms.plugins.action import (
    circulation_configuration,
    reshare_configuration,
    validate_variables,
)
from ansible_collections.reshare.wms.plugins.module_utils._http.session import Session
from support.controller_action import result_of
from support.environment import ROOT


class FirstRequest(BaseException):
    """A task was about to send a request."""


#: The tasks in their order, with the arguments that roles/onboard has for them.
TASKS: tuple[tuple[type[ActionBase], dict[str, Any]], ...] = (
    (validate_variables.ActionModule, {"roles": ["onboard"]}),
    (
        circulation_configuration.ActionModule,
        {
            "configuration": "{{ enable_reshare_circulation }}",
            "ill_settings": {"reshare": "{{ enable_reshare_section.enabled }}"},
        },
    ),
    (reshare_configuration.ActionModule, {"configuration": "{{ reshare_settings_declared }}"}),
)


def results(variables: dict[str, Any], loader: DataLoader) -> Iterator[dict[str, Any]]:
    """The results of the tasks that end before their first request, up to the one that fails. variables: of a library, without those of the roles."""
    with tempfile.TemporaryDirectory() as state, patch.object(Session, "_send", side_effect=FirstRequest):
        every = {**role_variables(loader, "defaults"), **variables, **role_variables(loader, "vars")}
        every.setdefault("reshare_wms_state_dir", state)
        for plugin, arguments in TASKS:
            try:
                result = _run(plugin, arguments, every, loader)
            except FirstRequest:
                continue
            except AnsibleError as fault:
                result = {"failed": True, "msg": str(fault)}
            yield result
            if result.get("failed"):
                # Ansible runs no other task for the library.
                return


def role_variables(loader: DataLoader, part: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path in sorted((ROOT / "roles").glob(f"*/{part}/main.yml")):
        found |= loader.load_from_file(str(path), trusted_as_template=True) or {}
    return found


def _run(plugin: type[ActionBase], arguments: Any, variables: dict[str, Any], loader: DataLoader) -> dict[str, Any]:
    templar = Templar(loader, variables)
    task = Task()
    task.check_mode = True
    task.args = templar.template(_trusted(arguments))
    connection = Mock(transport="local")
    action = plugin(task, connection, Mock(become=False, check_mode=True), loader, templar, None)
    return result_of(action, variables)


def _trusted(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _trusted(one) for name, one in value.items()}
    return trust_as_template(value) if isinstance(value, str) else value
