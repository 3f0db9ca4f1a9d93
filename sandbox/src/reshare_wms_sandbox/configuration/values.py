# SPDX-License-Identifier: GPL-3.0-or-later

"""The canonical values of fields. The JSON schema of each states the same rules as its validation."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema

NO_LIMIT = "No Limit"
ALL = "All"

#: OCLC does not document a limit for numbers; these are plausible.
LARGEST_PERIOD = 99_999
LARGEST_LIMIT = 999_999_999

_CONTROL = r"\u0000-\u001f\u007f"
_LINE = rf"^[^\u0020{_CONTROL}]([^{_CONTROL}]*[^\u0020{_CONTROL}])?$"
_TEXT = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"
_MONEY = r"^(0|[1-9][0-9]{0,8})\.[0-9]{2}$"


def _value(check: Callable[[Any], Any], schema: dict[str, Any]) -> Any:
    return Annotated[Any, PlainValidator(check), WithJsonSchema(schema)]


def _matching(pattern: str, what: str, longest: int | None = None) -> tuple[Callable[[Any], Any], dict[str, Any]]:
    # fullmatch, because "$" also matches before a final newline.
    compiled = re.compile(pattern.removeprefix("^").removesuffix("$"))
    schema: dict[str, Any] = {"type": "string", "pattern": pattern}
    if longest is not None:
        schema["maxLength"] = longest

    def check(given: Any) -> Any:
        if not isinstance(given, str) or not compiled.fullmatch(given):
            raise ValueError(f"must be {what}")
        if longest is not None and len(given) > longest:
            raise ValueError(f"has {len(given)} characters, the maximum is {longest}")
        return given

    return check, schema


def line(longest: int | None = None) -> Any:
    """A text of one line without leading or trailing blanks."""
    return _value(*_matching(_LINE, "a text of one line, not empty, without leading or trailing blanks", longest))


def text(longest: int | None = None) -> Any:
    """A text of any number of lines; an empty text is a blank field."""
    return _value(*_matching(_TEXT, "a text without control characters", longest))


def _day(given: Any) -> Any:
    if not isinstance(given, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", given, re.ASCII):
        raise ValueError("must be a date, YYYY-MM-DD")
    date.fromisoformat(given)
    return given


def _limit(given: Any) -> Any:
    if given == NO_LIMIT or (isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= LARGEST_LIMIT):
        return given
    raise ValueError(f"must be a whole number from 0 to {LARGEST_LIMIT}, or '{NO_LIMIT}'")


def _money_or_no_limit(given: Any) -> Any:
    if given == NO_LIMIT or (isinstance(given, str) and re.fullmatch(_MONEY[1:-1], given)):
        return given
    raise ValueError(f"must be an amount such as '0.50', or '{NO_LIMIT}'")


Line, Line30, Line50, Line255 = line(), line(30), line(50), line(255)
Text, Text500, Text50000 = text(), text(500), text(50_000)
Day = _value(_day, {"type": "string", "format": "date"})
Money = _value(*_matching(_MONEY, "an amount such as '0.50'"))
Limit = _value(
    _limit,
    {"anyOf": [{"type": "integer", "minimum": 0, "maximum": LARGEST_LIMIT}, {"const": NO_LIMIT, "type": "string"}]},
)
MoneyLimit = _value(
    _money_or_no_limit,
    {"anyOf": [{"type": "string", "pattern": _MONEY}, {"const": NO_LIMIT, "type": "string"}]},
)

_line, _unused = _matching(_LINE, "a text of one line")
_text, _unused = _matching(_TEXT, "a text without control characters")


def _label(given: Any) -> Any:
    try:
        return _line(given)
    except ValueError:
        raise ValueError(
            "each label must be a text of one line, not empty, without leading or trailing blanks"
        ) from None


def _labels(given: Any) -> Any:
    if not isinstance(given, dict):
        raise ValueError("must be an object with labels of the screen and their values")
    for label, value in given.items():
        _label(label)
        if isinstance(value, str):
            _text(value)
        elif value is not None and not isinstance(value, (bool, int, float)):
            raise ValueError(f"'{label}' must have a single plain value")
    return given


def _switches(given: Any) -> Any:
    if not isinstance(given, dict) or not all(isinstance(value, bool) for value in given.values()):
        raise ValueError("must be an object with names and the values true or false")
    for name in given:
        _label(name)
    return given


_NAMES = {"propertyNames": {"type": "string", "pattern": _LINE}}
Labels = _value(
    _labels,
    {
        "type": "object",
        **_NAMES,
        "additionalProperties": {
            "anyOf": [{"type": "string", "pattern": _TEXT}, {"type": ["boolean", "number", "null"]}]
        },
    },
)
Switches = _value(_switches, {"type": "object", **_NAMES, "additionalProperties": {"type": "boolean"}})


class Duration(BaseModel):
    """A period: a number and its unit."""

    model_config = ConfigDict(
        extra="forbid", strict=True, json_schema_extra={"examples": [{"value": 28, "unit": "days"}]}
    )

    value: Annotated[int, Field(ge=0, le=LARGEST_PERIOD)]
    unit: Literal["minutes", "hours", "days", "weeks", "months"]
