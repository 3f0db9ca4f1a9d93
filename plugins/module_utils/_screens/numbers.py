# SPDX-License-Identifier: GPL-3.0-or-later

"""Numbers, units and days as a screen writes them: which mark divides thousands, and which begins a fraction, if the screen shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .._core.values import UNITS
from .words import date_words, value_words

_FRACTION, _GROUPED, _THOUSANDS = map(re.compile, (value_words.FRACTION, value_words.GROUPED, value_words.THOUSANDS))
#: The labels of the unit beside a number.
UNIT_LABELS = re.compile(value_words.UNIT_LABELS)
_UNITS = {**value_words.UNIT_WORDS, **{form: unit for unit in UNITS for form in (unit, unit[:-1])}}
_PERIOD_TEXT = re.compile(value_words.PERIOD_TEXT)
_DAY_MONTH, _MONTH_DAY, _IN_NUMBERS = map(
    re.compile, (date_words.DAY_MONTH, date_words.MONTH_DAY, date_words.DAY_IN_NUMBERS)
)
_DAY, _BETWEEN_DAYS = re.compile(date_words.DAY), re.compile(date_words.BETWEEN_DAYS)
_MONTHS = len(date_words.MONTHS)


def unit_in(text: str) -> str:
    """The unit of periods that a text is; blank for another text."""
    return _UNITS.get(text.casefold().replace("(s)", "s"), "")


def is_unit(text: str) -> bool:
    """Whether a text is a unit of periods."""
    return unit_in(text) != ""


def period_in(text: str) -> str:
    """The text of a period with the unit that the specs name; as it is, if it is none."""
    found = _PERIOD_TEXT.search(text.strip())
    return f"{found[1]} {unit_in(found[2])}" if found and is_unit(found[2]) else text


def day_in(text: str) -> str:
    """The day, as YYYY-MM-DD, of a text that cannot be read in two ways; blank for another text. There may be no such day."""
    if found := _IN_NUMBERS.search(text.strip()):
        return _day_in_numbers(found)
    found = _DAY_MONTH.search(_MONTH_DAY.sub(r"\2 \1 \3", text.strip().casefold()))
    numbers = [at for at, name in enumerate(date_words.MONTHS, 1) if found and found[2] in (name, name[:3], name[:4])]
    return f"{found[3]}-{numbers[0]:02}-{found[1]:0>2}" if found and numbers else ""


def days_of(text: str) -> list[str]:
    """The days of a text with one of them, or with several in numbers; none of another text."""
    days = [one if _DAY.search(one) else day_in(one) for one in _BETWEEN_DAYS.split(text)]
    if len(days) == 1 or not all(days):
        days = [day_in(text)]
    return [*filter(None, days)]


def _day_in_numbers(found: re.Match[str]) -> str:
    """Which number is the month is known where one of them can be none, where they are equal, or between points."""
    first, mark, second, year = found.groups()
    can_be_first, can_be_second = (int(one) <= _MONTHS for one in (first, second))
    if can_be_first and can_be_second and mark != "." and int(first) != int(second):
        return ""
    if can_be_second:
        return f"{year}-{second:0>2}-{first:0>2}"
    return f"{year}-{first:0>2}-{second:0>2}" if can_be_first else ""


def decimal_mark(amounts: Iterable[str]) -> str | None:
    """The mark before fractions on a screen, given its amounts; None if they do not show it, or not the same."""
    found = {mark for text in amounts for mark in (_shown(text.strip()),) if mark}
    return found.pop() if len(found) == 1 else None


def _shown(text: str) -> str | None:
    """The mark before fractions that one number proves."""
    if grouped := _GROUPED.search(text):
        return "," if grouped[1] == "." else "."
    fraction = _FRACTION.search(text)
    return None if fraction is None else fraction[1]


def plain_number(text: str, mark: str | None) -> str | None:
    """A number without marks for thousands, and with a point before its fraction; None if it can be read in two ways. mark: before fractions."""
    known = _shown(text) or mark
    if known is None:
        return None if _THOUSANDS.search(text) else text
    thousands = "." if known == "," else ","
    return re.sub(rf"(?<=[0-9])[{thousands}](?=[0-9]{{3}}(?![0-9]))", "", text).replace(known, ".")
