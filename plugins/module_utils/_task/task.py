# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


# This is a private part of the collection: it may change in any release.
"""A task: turns a module's parameters into a run, and a run into Ansible's result.

The same task runs as a process of its own (``Task.main``) or inside the controller (plugins/action).
"""

from __future__ import annotations

import copy
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._core.errors import CallFailed, Fault
from .._core.objects import Waiting
from .._core.reconcile import Interrupted, Outcome
from .._http import session
from .arguments import CONNECTION, Arguments

Result = dict[str, Any]


@dataclass
class Call:
    """What a task was called with.

    params: validated, defaults filled. declared: as written, so that null can be told from not mentioned.
    """

    params: Mapping[str, Any]
    declared: Mapping[str, Any]
    check_mode: bool
    warnings: list[str] = field(default_factory=list)

    @property
    def library(self) -> str:
        """The library's name for messages."""
        return self.params["library"] or self.params["wms_registry_id"] or self.params["reshare_tenant"] or "library"

    def warn(self, text: str) -> None:
        """A warning that names the library."""
        self.warnings.append(f"{self.library}: {text}")

    def require(self, *names: str) -> list[Any]:
        """The values of connection options that this task can't do without."""
        missing = [name for name in names if not self.params[name]]
        if missing:
            raise Fault(f"set {', '.join(missing)} (as option, or as inventory variable where a role is used)")
        return [self.params[name] for name in names]


@dataclass(frozen=True)
class Task:
    """A module's work.

    arguments: its options besides the connection. perform: does it. secrets: values in what was declared that must
    never be shown, besides those of options marked no_log.
    """

    arguments: Arguments
    perform: Callable[[Call], Result]
    secrets: Callable[[Mapping[str, Any]], set[str]] = lambda declared: set()

    @property
    def argument_spec(self) -> Arguments:
        """All options."""
        return {**copy.deepcopy(CONNECTION), **copy.deepcopy(self.arguments)}

    def main(self) -> None:
        """Run as an ordinary module."""
        module = _Module(self)
        call = Call(module.params, module.declared, module.check_mode)
        result = self.run(call)
        for warning in result.pop("warnings"):
            module.warn(warning)
        if result.get("failed"):
            module.fail_json(**result)
        module.exit_json(**result)

    def run(self, call: Call) -> Result:
        """Do the work. Returns Ansible's result, ``warnings`` always among it; a Fault becomes a failed one."""
        try:
            session.require_libraries()
            result = {"changed": False, "pending": False, **self.perform(call)}
        except Interrupted as stopped:
            told = {"msg": _interrupted(call, stopped), "no_answer": _no_answer(stopped.fault)}
            result = {"failed": True, **told, **outcome_result(stopped.outcome)}
        except Fault as fault:
            told = {"msg": f"{call.library}: {fault}", "no_answer": _no_answer(fault)}
            result = {"failed": True, "changed": False, **told}
        except Exception as bug:  # pylint: disable=broad-exception-caught
            # What no one expected; Ansible shows the trace back on request only, with secrets taken out.
            result = {
                "failed": True,
                "changed": False,
                "msg": f"{call.library}: unexpected {type(bug).__name__}: {bug}. Please report this as a bug",
                "exception": traceback.format_exc(),
            }
        return {**result, "warnings": list(dict.fromkeys(call.warnings))}


class _Module(AnsibleModule):
    """An AnsibleModule that remembers what was written, before defaults were filled in."""

    def __init__(self, task: Task):
        self._task = task
        super().__init__(argument_spec=task.argument_spec, supports_check_mode=True)

    def _load_params(self) -> None:
        super()._load_params()
        drop_blank_connection(self.params)
        self.declared = copy.deepcopy(self.params)
        self.no_log_values |= self._task.secrets(self.declared)


def drop_blank_connection(params: dict[str, Any]) -> None:
    """Take out connection options without a value: null means not set."""
    for name in CONNECTION:
        if name in params and params[name] in (None, ""):
            del params[name]


def outcome_result(outcome: Outcome) -> Result:
    """The part of a result that every task has that can change something."""
    return {
        "changed": bool(outcome.changes),
        "declared": outcome.declared,
        "pending": bool(outcome.pending),
        "waiting": waiting_result(outcome.pending),
        "diff": outcome.diff(),
        "changes": [
            {
                "kind": change.kind.name,
                "name": change.name,
                "title": change.title,
                "action": change.action,
                "what": list(change.what),
            }
            for change in outcome.changes
        ],
    }


def waiting_result(pending: Sequence[Waiting]) -> list[dict[str, Any]]:
    """Each object once: several rows of a table can wait."""
    found = {one.title: {"title": one.title, "since": one.since, "remark": one.remark} for one in pending}
    return list(found.values())


def _no_answer(fault: Fault) -> bool:
    """Whether a system could not be reached, rather than something being wrong with what was asked of it."""
    return isinstance(fault, CallFailed) and (fault.status is None or fault.status >= 500)


def _interrupted(call: Call, stopped: Interrupted) -> str:
    changes = stopped.outcome.changes
    told = ", ".join(f"{change.title} {change.action}" for change in changes)
    return f"{call.library}: {str(stopped).rstrip('.')}. Done before: {told or 'nothing'}."
