# SPDX-License-Identifier: GPL-3.0-or-later

"""A task: the work of a module, from its parameters to Ansible's result.

The same task can run as a separate process (``Task.main``) or inside the controller (plugins/action).
"""

from __future__ import annotations

import copy
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ansible.module_utils.basic import AnsibleModule

from .._core.addresses import credentials
from .._core.errors import TaskError, ValidationError, failure
from .._core.objects import Kind, PendingStep
from .._core.reconcile import Interrupted, Outcome
from .._core.redaction import FEWEST, FEWEST_INSIDE, MASK, Redactor, leaves, sounds_secret
from .._core.texts import one_line, visible
from .._http import session
from .arguments import CONNECTION, Arguments
from .result_warnings import result_warnings
from .run_state import RunState
from .words import words

try:
    from ansible.module_utils.secrets import register_secrets  # pyright: ignore[reportMissingImports]
except ImportError:  # ansible-core before 2.22: it masks secrets only in what its own modules return
    register_secrets = None

Result = dict[str, Any]

#: Secret values, by the name of their option or setting.
Secrets = Mapping[str, Any]


@dataclass
class Call:
    """The parameters of a task.

    params: validated, with defaults. params_raw: as written, to distinguish null from not set. redactor: masks the secrets of the
    task. state: shared by the tasks of the run. writes: the number of writes of this task.
    """

    params: Mapping[str, Any]
    params_raw: Mapping[str, Any]
    check_mode: bool
    redactor: Redactor
    state: RunState = field(default_factory=RunState)
    warnings: list[str] = field(default_factory=list)
    writes: int = 0

    @property
    def library(self) -> str:
        """The library's name for messages."""
        return self.params["library"] or self.params["wms_registry_id"] or self.params["reshare_tenant"] or "library"

    def warn(self, text: str) -> None:
        """Add a warning that names the library."""
        self.warnings.append(one_line(f"{self.library}: {text}"))

    def warn_alike(self, text: str) -> None:
        """Add a warning that other libraries can have too, without the library's name, because Ansible shows equal warnings once. The report has the names."""
        self.warnings.append(one_line(text))

    def count_write(self) -> None:
        """Called before each write of the task."""
        self.writes += 1
        self.state.note_write()

    @property
    def written(self) -> str:
        """A sentence, without a full stop, about the writes so far: of this run for the library or, if that number is not known, of this task."""
        of_run = self.state.writes
        if of_run == 0:
            return "Nothing was written"
        writes = self.writes if of_run is None else of_run
        times = {0: "nothing", 1: "once"}.get(writes, f"{writes} times")
        return f"{'This task' if of_run is None else 'This run'} has written {times} for this library"

    def require(self, *names: str) -> list[Any]:
        """The values of required connection options. Raises a TaskError if one is missing."""
        missing = [name for name in names if not self.params[name]]
        if missing:
            raise ValidationError(
                f"set {', '.join(missing)} (as an option, or as an inventory variable if a role is used)",
                fields=missing,
            )
        return [self.params[name] for name in names]


@dataclass(frozen=True)
class Task:
    """A module's work.

    arguments: its options without the connection. perform: does the work. kinds: whose fields are in its results.
    secrets: finds those in declared data, in addition to options marked no_log.
    """

    arguments: Arguments
    perform: Callable[[Call], Result]
    kinds: Sequence[Kind] = ()
    secrets: Callable[[Mapping[str, Any]], Secrets] = lambda params: {}

    @property
    def argument_spec(self) -> Arguments:
        """All options."""
        return {**CONNECTION, **self.arguments}

    def main(self) -> None:
        """Run as an ordinary module."""
        module = _Module(self)
        result = self.run(module.params, module.params_raw, module.check_mode)
        for warning in result.pop("warnings"):
            module.warn(warning)
        if result.get("failed"):
            module.fail_json(**result)
        module.exit_json(**result)

    def redactor(self, *given: Mapping[str, Any]) -> Redactor:
        """The redactor for the secrets of the task. Ansible also masks them if possible."""
        secrets = {text for options in given for value in self._secrets(options).values() for text in leaves(value)}
        secrets |= {text for options in given for text in _address_secrets(options)}
        if register_secrets is not None:
            # Ansible masks registered secrets also inside words, so short ones are left out.
            register_secrets(text for text in secrets if len(text) >= FEWEST_INSIDE)
        return Redactor(secrets, self._words)

    def refusal(self, params: Mapping[str, Any]) -> ValidationError | None:
        """The error about invalid options: secrets that could not be masked, and connection options with white space around them, such as a line break at the
        end of an encrypted password, with which a login would be rejected."""
        given = {name: value for name, value in self._secrets(params).items() if value not in (None, "")}
        structures = [name for name, value in given.items() if isinstance(value, (list, tuple, Mapping))]
        short = [name for name, value in given.items() if len(str(value).strip()) < FEWEST]
        problems = [f"{name} must be a text, not a list or dictionary" for name in structures]
        problems += [
            f"{name} has fewer than {FEWEST} characters, which is too short to be masked; set a longer one"
            for name in short
        ]
        texts = {name: value for name in CONNECTION if isinstance(value := params.get(name), str) and name not in short}
        padded = [name for name, text in texts.items() if text != text.strip()]
        problems += [f"{name} begins or ends with white space, such as a line break; remove it" for name in padded]
        return ValidationError(*problems, fields=[*structures, *short, *padded]) if problems else None

    def run(
        self, params: Mapping[str, Any], params_raw: Mapping[str, Any], check_mode: bool, state: RunState | None = None
    ) -> Result:
        """Do the work. Returns Ansible's result without secrets, always with ``warnings``; a TaskError becomes a failed result."""
        redactor = self.redactor(params, params_raw)
        return redactor.data(self._run(Call(params, params_raw, check_mode, redactor, state or RunState())))

    @cached_property
    def marked(self) -> tuple[str, ...]:
        """The options marked no_log."""
        return tuple(name for name, option in {**CONNECTION, **self.arguments}.items() if option.get("no_log"))

    @cached_property
    def _words(self) -> frozenset[str]:
        return words({**CONNECTION, **self.arguments}, self.kinds)

    def _secrets(self, options: Mapping[str, Any]) -> Secrets:
        marked = {name: options[name] for name in self.marked if name in options}
        return {**marked, **dict(_labelled_secrets(options)), **self.secrets(options)}

    def _run(self, call: Call) -> Result:
        try:
            session.require_libraries()
            if refusal := self.refusal(call.params):
                raise refusal
            result = {"changed": False, **self.perform(call)}
            if result["changed"] and not call.check_mode and not call.writes:
                # A record or another file was written.
                call.count_write()
        except Interrupted as stopped:
            error = {"msg": _interrupted(call, stopped), "failure": failure(stopped.fault)}
            result = {"failed": True, **error, **outcome_result(stopped.outcome)}
        except TaskError as fault:
            error = {"msg": one_line(f"{call.library}: {fault}"), "failure": failure(fault)}
            result = {"failed": True, "changed": False, **error}
        except Exception as bug:  # pylint: disable=broad-exception-caught
            # Unexpected; Ansible shows the traceback on request only, without secrets.
            result = {
                "failed": True,
                "changed": False,
                "msg": one_line(f"{call.library}: unexpected {type(bug).__name__}: {bug}. Please report this as a bug"),
                "failure": {**failure(TaskError("")), "code": "bug"},
                "exception": visible(traceback.format_exc()),
            }
        return {**result, "warnings": list(dict.fromkeys([*call.warnings, *result_warnings(result)]))}


def task(
    arguments: Arguments,
    kinds: Sequence[Kind] = (),
    secrets: Callable[[Mapping[str, Any]], Secrets] = lambda params: {},
) -> Callable[[Callable[[Call], Result]], Task]:
    """Makes a Task of the function that does its work. The parameters are those of Task."""
    return lambda perform: Task(arguments, perform, kinds, secrets)


class _Module(AnsibleModule):
    """An AnsibleModule that keeps the parameters as written, without defaults."""

    def __init__(self, task: Task):
        self._task = task
        # Ansible changes the options that it gets.
        super().__init__(argument_spec=copy.deepcopy(task.argument_spec), supports_check_mode=True)

    def log(self, msg: Any, log_args: Any = None) -> None:
        """Write nothing to the system log: declared data can contain secrets."""

    def fail_json(self, msg: Any, **kwargs: Any) -> Any:
        """Called by Ansible for invalid options."""
        super().fail_json(msg, **{"failure": failure(ValidationError(str(msg))), **kwargs})

    def _load_params(self) -> None:
        super()._load_params()
        drop_blank_connection(self.params)
        self.params_raw = copy.deepcopy(self.params)

    def _return_formatted(self, kwargs: dict[str, Any]) -> None:
        # ansible-core before 2.22 would replace numbers and booleans that look like a secret with a text.
        self.no_log_values: set[str] = set()
        redactor = self._task.redactor(self.params, self.params_raw)
        super()._return_formatted(redactor.data({"invocation": {"module_args": self._shown_params}, **kwargs}))

    @property
    def _shown_params(self) -> dict[str, Any]:
        """The parameters, with every option marked no_log masked, whatever its value."""
        given = [name for name in self._task.marked if self.params.get(name) is not None]
        return {**self.params, **dict.fromkeys(given, MASK)}


def drop_blank_connection(params: dict[str, Any]) -> None:
    """Remove connection options without a value: null means not set."""
    for name in CONNECTION:
        if name in params and params[name] in (None, ""):
            del params[name]


def _labelled_secrets(params: Mapping[str, Any] | list[Any]) -> Iterator[tuple[str, str]]:
    """The texts in ``other_settings``, at any depth, whose labels look like names of secrets. Texts that are too short are words of the screen."""
    others = params.get("other_settings") if isinstance(params, Mapping) else None
    for label, value in others.items() if isinstance(others, Mapping) else ():
        if sounds_secret(str(label)) and isinstance(value, str) and len(value.strip()) >= FEWEST:
            yield f"other setting '{label}'", value
    for inner in params.values() if isinstance(params, Mapping) else params:
        # Parsed JSON: a test for these two types takes a fraction of the time of a test for Mapping.
        if isinstance(inner, (dict, list)):
            yield from _labelled_secrets(inner)


def _address_secrets(options: Mapping[str, Any]) -> Iterable[str]:
    addresses = (options[name] for name in CONNECTION if name.endswith("_url") and isinstance(options.get(name), str))
    return (text for address in addresses for text in credentials(address))


def outcome_result(outcome: Outcome) -> Result:
    """The common part of the results of all tasks that can change something."""
    return {
        "changed": bool(outcome.changes),
        "declared": outcome.count,
        "pending": bool(outcome.pending),
        "pending_steps": pending_steps_result(outcome.pending),
        "diff": outcome.diff(),
        "changes": [
            {
                **change.data,
                "rows": change.rows,
                "action": change.action,
                "what": list(change.what),
                "earlier": change.earlier,
            }
            for change in outcome.changes
        ],
        "left_over": [about.data for about in outcome.left_over],
    }


def pending_steps_result(pending: Sequence[PendingStep]) -> list[dict[str, Any]]:
    """One entry for each object, with the pending rows of a table."""
    entries: dict[str, dict[str, Any]] = {}
    for step in pending:
        rows = entries.get(step.key, {}).get("rows", [])
        rows = rows if step.row is None else [*rows, step.kind.naming_row(step.row)]
        entries[step.key] = {
            **step.data,
            "rows": rows,
            "since": step.since,
            "remark": step.remark,
            "waits_for": step.waits_for,
            "confirmed": step.confirmed,
        }
    return list(entries.values())


def _interrupted(call: Call, stopped: Interrupted) -> str:
    done, unseen = (
        ", ".join(f"{change.title} {change.action}" for change in changes)
        for changes in (stopped.outcome.changes, stopped.outcome.unseen)
    )
    not_seen = f" Written, but not seen: {unseen}." if unseen else ""
    return one_line(f"{call.library}: {str(stopped).rstrip('.')}. Done before: {done or 'nothing'}.{not_seen}")
