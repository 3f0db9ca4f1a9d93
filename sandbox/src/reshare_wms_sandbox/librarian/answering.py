# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers the questions of a questionnaire with what is on the screens, as a person does who looks at them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .worksheets import Question


def answer(question: Question, screens: Mapping[str, Any]) -> Any:
    """The answer: the rows of a map, the values of the fields, or None for an object that does not exist. screens: the configuration, as in a seed."""
    plural, _slash, name = question.name.partition("/")
    # The configuration has no list for a kind of which the library has no object.
    there: Any = screens.get(plural) or ([] if name else {})
    if question.columns is not None:
        return there.get("rows", [])
    found = next((one for one in there if one.get("name") == name), None) if name else there
    return None if found is None else {field.name: _inside(found, field.name) for field in question.fields}


def _inside(found: Any, field: str) -> Any:
    for part in field.split("."):
        found = (found or {}).get(part)
    return found
