# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tasks of a library refuse by their connection options alone, found by the functions of these tasks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ...module_utils._core.errors import TaskError, ValidationError
from ...module_utils._core.redaction import Redactor
from ...module_utils._jobs import circulation_store, wms
from ...module_utils._task.arguments import CONNECTION, unmarked
from ...module_utils._task.task import Call, drop_blank_connection


def connection_faults(given: Mapping[str, Any], kinds: Iterable[str]) -> Iterator[ValidationError]:
    """The reasons why a task that applies objects of these kinds ends before its first request with these connection options, with the options
    concerned. given: as in the task."""
    params = dict(given)
    drop_blank_connection(params)
    if refusal := wms.configuration_task.refusal(params):
        yield from _single_faults(refusal)
    validated = ArgumentSpecValidator(unmarked(CONNECTION)).validate(params)
    if validated.error_messages:
        yield from (ValidationError(message) for message in validated.error_messages)
        return
    try:
        call = Call(validated.validated_parameters, params, True, Redactor(()))
        circulation_store.check_options(call, circulation_store.connect(call), kinds)
    except TaskError as fault:
        yield from _single_faults(fault)


def _single_faults(fault: TaskError) -> Iterator[ValidationError]:
    """One fault for each problem; with the one option that it names, if there are several problems."""
    for part in fault.parts or (fault,):
        problems = part.problems if isinstance(part, ValidationError) else (str(part),)
        for problem in problems:
            named = tuple(field for field in part.fields if field in problem)
            yield ValidationError(problem.rstrip("."), fields=named or part.fields)
