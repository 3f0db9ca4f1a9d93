# SPDX-License-Identifier: GPL-3.0-or-later

"""The truth table of a library in a task: checks its cases, and shows the present table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._core.checks import FAIL, PASS, UNKNOWN
from .._core.errors import ValidationError
from .._core.texts import counted
from .._task.task import Call
from .._wms.cases import Case, read_cases
from .._wms.expectations import DIFFERS, UNDECIDED, Judgement, judge_cases, present_cases, summary
from .._wms.resolution import ItemLocation, Objects


def declared_cases(call: Call) -> list[Case]:
    """The cases in the option expectations."""
    try:
        return read_cases(call.params_raw.get("expectations") or [])
    except ValidationError as fault:
        raise ValidationError(*[f"option expectations: {problem}" for problem in fault.problems]) from None


def judged(call: Call, cases: Sequence[Case], objects: Objects) -> list[Judgement]:
    """The result for each case of a library."""
    return judge_cases(cases, objects, _temporary_location(call.params["expected"]), complete=_complete(call))


def outcome(judgements: Sequence[Judgement]) -> tuple[str, str]:
    """The status of the check, and its detail."""
    for status, state in ((FAIL, DIFFERS), (UNKNOWN, UNDECIDED)):
        if any(judgement.state == state for judgement in judgements):
            return status, summary(judgements, state)
    return PASS, counted(len(judgements), "case")


def present(call: Call, objects: Objects) -> list[dict[str, Any]]:
    """The present truth table. The options holding_location and shelving_location are the temporary location."""
    return present_cases(objects, _temporary_location(call.params), complete=_complete(call))


def _temporary_location(options: Mapping[str, Any]) -> ItemLocation:
    return options["holding_location"], options["shelving_location"]


def _complete(call: Call) -> bool:
    """Whether all objects are known: a record has only confirmed ones."""
    return not call.params["wms_record_dir"]
