# SPDX-License-Identifier: GPL-3.0-or-later

"""The types of the fields on the screens: the accepted values, and the canonical form that is compared and sent.

Every type converts a value from a person or a service to a canonical, JSON-serialisable value (``normalise``) and back to
the form that a person writes (``show``), and compares two of them (``same``). ``None`` is a blank field throughout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .addresses import credentials, shown
from .errors import ValidationError
from .json_shape import SCALAR, Shape
from .texts import LONGEST_NAME, counted, look_alike, same_text

if TYPE_CHECKING:
    from .fields import Field

NO_LIMIT = "No Limit"
ALL = "All"
UNITS = ("minutes", "hours", "days", "weeks", "months")
#: The largest number of a period. OCLC documents no limit; a larger one is a mistake in the number or the unit.
LARGEST_PERIOD = 99_999

_YES = {"yes", "true", "on", "y", "1"}
_NO = {"no", "false", "off", "n", "0"}
#: The separators allowed between the words of "No Limit". Compiled here once, so that the workers inherit it.
_SEPARATORS = re.compile(r"[\s_-]+")
_WHITE_SPACE = re.compile(r"\s")
_WRITTEN_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DAY_AND_TIME = re.compile(r"(\S*?)(?:[T ][0-9]{2}:[0-9]{2}\S*)?")
_WEB = ("http://", "https://")

#: How a screen or page shows a value: one line; one of several values; one value per line; a table; a number with a unit; a number beside the
#: switch No Limit.
TEXT, CHOICE, LINES, ROWS, PERIOD, LIMIT = "text", "choice", "lines", "rows", "period", "limit"


@dataclass(frozen=True)
class ObjectReference:
    """A reference to another object: its kind and identity, and the label of the field that refers to it."""

    kind: str
    identity: tuple[str, ...]
    label: str

    @property
    def target(self) -> tuple[str, tuple[str, ...]]:
        """The other object."""
        return self.kind, self.identity


class FieldType:
    """A type of field. ``normalise`` raises ValueError with the problem and the accepted form."""

    #: How a screen or page shows the value: one of the constants above.
    control = TEXT
    #: The name under which the scripts of the pages know the type.
    script_name = "text"
    #: The values to choose from; none if every text is possible.
    choices: tuple[str, ...] = ()
    #: What a missing value means; in free fields, a missing label.
    unset: Any = None
    #: Whether the value maps labels that are not in the reference to their values.
    is_free = False

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields of an entry, if the value is a list of entries."""
        return ()

    @property
    def named_kind(self) -> str:
        """The kind of object that a value of this type, or each entry of it, names; blank if it names none."""
        return ""

    @property
    def referenced_kinds(self) -> Sequence[str]:
        """The kinds to which values can refer."""
        return ()

    def labels(self, label: str) -> Sequence[str]:
        """The ways in which screens write a label of this type."""
        return (label,)

    @property
    def argument(self) -> Mapping[str, Any]:
        """The type in Ansible's argument spec."""
        return {"type": "str"}

    @property
    def shape(self) -> Shape:
        """The shape of the values that a system may send, readable or not."""
        return SCALAR

    def normalise(self, given: Any) -> Any:
        """The canonical form of a value from a person or a service; None for a blank."""
        raise NotImplementedError

    def read(self, sent: Any) -> Any:
        """The canonical form of a value from a system. An unreadable value is kept unchanged, so that it appears as a
        difference and is not lost."""
        try:
            return self.normalise(sent)
        except (ValueError, ValidationError):
            return sent

    def show(self, canonical: Any) -> Any:
        """The form in which a person writes a canonical value."""
        return canonical

    def same(self, left: Any, right: Any) -> bool:
        """Whether two canonical values mean the same."""
        return bool(left == right)

    def as_shown(self, seen: Any, known: Sequence[Any]) -> Any:
        """The first known value that a screen shows in the same way as the seen value; the seen value if there is none."""
        return next((state for state in known if self.same(state, seen)), seen)

    def contains_secret(self, canonical: Any) -> bool:
        """Whether a value must not be shown as it is."""
        return False

    def uses(self, label: str, canonical: Any, beside: Mapping[str, Any]) -> Iterator[ObjectReference]:
        """The references in a value. beside: the fields of the same object or row."""
        return iter(())

    def text(self, canonical: Any) -> str:
        """The value as a person enters or ticks it; several values have one line each."""
        return entered(self.show(canonical))

    @property
    def script(self) -> dict[str, Any]:
        """How the scripts of the pages compare and check a value, without members that are empty."""
        return {"form": self.script_name, **({"choices": list(self.choices)} if self.choices else {})}


def entered(shown: Any) -> str:
    """The text that a person enters or ticks for a value in written form (``show``); empty for a blank."""
    if shown is None:
        return ""
    if isinstance(shown, bool):
        return "Yes" if shown else "No"
    return "\n".join(map(str, shown)) if isinstance(shown, list) else str(shown)


@dataclass(frozen=True)
class Text(FieldType):
    """One or more lines. Leading and trailing blanks are ignored; an empty text is blank. folds: whether systems ignore case. exact: compared as it is."""

    longest: int | None = None
    forbidden: tuple[str, ...] = ()
    folds: bool = False
    exact = False

    def same(self, left: Any, right: Any) -> bool:
        return bool(left == right) if self.exact else same_text(left, right, self.folds)

    def normalise(self, given: Any) -> str | None:
        if given is None:
            return None
        if isinstance(given, (dict, list)):
            raise ValueError(f"is {short(given)}; write a text")
        refuse_boolean(given)
        text = str(given).strip()
        if self.longest is not None and len(text) > self.longest:
            raise ValueError(f"has {counted(len(text), 'character')}, {self.longest} are allowed: {short(text)}")
        for part in self.forbidden:
            if part in text:
                raise ValueError(f"must not contain '{part}': {short(text)}")
        return text or None

    @property
    def script(self) -> dict[str, Any]:
        longest = {} if self.longest is None else {"longest": self.longest}
        return {**super().script, **longest, **({"forbidden": list(self.forbidden)} if self.forbidden else {})}


def refuse_boolean(given: Any) -> None:
    """Raise ValueError for a boolean in place of a text: YAML reads the code NO as one."""
    if isinstance(given, bool):
        raise ValueError(
            f"is the boolean {str(given).lower()}; write the text in quotes (YAML reads on, off, yes and no without quotes as booleans)"
        )


class Parsed(FieldType):
    """A value that is parsed from a text. An empty text is a blank field."""

    def normalise(self, given: Any) -> Any:
        text = Text(longest=LONGEST_NAME).normalise(given)
        return None if text is None else self.parse(text)

    def parse(self, text: str) -> Any:
        """The canonical form of a text. Raises ValueError, as normalise."""
        raise NotImplementedError


class WebAddress(Text):
    """A web address. Passwords and keys in it are not shown."""

    exact = True

    def normalise(self, given: Any) -> str | None:
        text = super().normalise(given)
        if text is not None and not _has_a_host(text):
            raise ValueError(f"is '{shown(text)}'; write a full address that begins with https://")
        return text

    def show(self, canonical: Any) -> Any:
        return canonical if canonical is None else shown(canonical)

    def contains_secret(self, canonical: Any) -> bool:
        return next(credentials(canonical), None) is not None


def _has_a_host(address: str) -> bool:
    try:
        return not _WHITE_SPACE.search(address) and address.startswith(_WEB) and bool(urlsplit(address).hostname)
    except ValueError:
        return False


@dataclass(frozen=True)
class Choice(Parsed):
    """One of the values on the screen. Input is case-insensitive."""

    choices: tuple[str, ...]

    control, script_name = CHOICE, "choice"

    @property
    def argument(self) -> Mapping[str, Any]:
        return {"type": "str", "choices": list(self.choices)}

    def parse(self, text: str) -> str:
        for option in self.choices:
            if option.casefold() == text.casefold():
                return option
        raise ValueError(f"is '{text}'; choose one of {', '.join(self.choices)}")


@dataclass(frozen=True)
class YesNo(FieldType):
    """A check box or a Yes/No choice."""

    unset: bool = False

    control, script_name = CHOICE, "yesno"
    choices = ("Yes", "No")

    @property
    def argument(self) -> Mapping[str, Any]:
        return {"type": "bool"}

    def same(self, left: Any, right: Any) -> bool:
        return (self.unset if left is None else left) == (self.unset if right is None else right)

    def normalise(self, given: Any) -> bool | None:
        if given is None or isinstance(given, bool):
            return given
        value = self.written(given)
        if value is None:
            raise ValueError(f"is {short(given)}; write yes or no")
        return value

    @staticmethod
    def written(given: Any) -> bool | None:
        """The boolean for a word as in YAML: on, yes, true; off, no, false. None for any other word."""
        text = str(given).strip().casefold()
        return True if text in _YES else False if text in _NO else None

    @property
    def script(self) -> dict[str, Any]:
        return {**super().script, "unset": entered(self.unset)}


class Duration(Parsed):
    """A period as a number and a unit, such as ``28 days``; canonical ``{"value": 28, "unit": "days"}``."""

    control, script_name = PERIOD, "period"

    _written = re.compile(r"(?P<value>[+-]?\d+)\s*(?P<unit>[A-Za-z]*)")

    @property
    def shape(self) -> Shape:
        return ({"value": int, "unit": str}, None)

    def normalise(self, given: Any) -> Any:
        if isinstance(given, Mapping):
            if set(given) != {"value", "unit"}:
                raise ValueError(f"is {short(dict(given))}; write a number and a unit, for example '28 days'")
            given = f"{given['value']} {given['unit'] or ''}"
        return super().normalise(given)

    def parse(self, text: str) -> dict[str, Any]:
        match = self._written.fullmatch(text)
        if match is None:
            raise ValueError(f"is '{text}'; write a number and a unit, for example '28 days'")
        value, unit = int(match["value"]), match["unit"].casefold()
        if not 0 <= value <= LARGEST_PERIOD:
            raise ValueError(f"is '{text}'; the number of a period is 0 to {LARGEST_PERIOD}")
        if not unit:
            raise ValueError(f"is '{text}', without a unit; write for example '{value} days' ({', '.join(UNITS)})")
        for known in UNITS:
            if unit in (known, known[:-1]):
                return {"value": value, "unit": known}
        raise ValueError(f"is '{text}'; the unit must be one of {', '.join(UNITS)}")

    def show(self, canonical: Any) -> str | None:
        if canonical is None:
            return None
        unit = canonical["unit"][:-1] if canonical["value"] == 1 else canonical["unit"]
        return f"{canonical['value']} {unit}"

    def same(self, left: Any, right: Any) -> bool:
        """A week equals 7 days (wms-circulation.md 6.12)."""
        return super().same(left, right) or (_days(left) is not None and _days(left) == _days(right))


def _days(period: Any) -> int | None:
    """The number of days in a period of days or weeks; None for any other value."""
    length = {"days": 1, "weeks": 7}.get(period["unit"]) if isinstance(period, Mapping) else None
    return None if length is None else length * period["value"]


class Limit(Parsed):
    """A whole number, or ``No Limit``."""

    control, script_name = LIMIT, "limit"

    def parse(self, text: str) -> int | str:
        if is_no_limit(text):
            return NO_LIMIT
        if not text.isdecimal():
            raise ValueError(f"is '{text}'; write a whole number of 0 or more, or '{NO_LIMIT}'")
        return int(text)


class Integer(Parsed):
    """A whole number."""

    script_name = "number"

    @property
    def argument(self) -> Mapping[str, Any]:
        return {"type": "int"}

    @property
    def shape(self) -> Shape:
        return (int, None)

    def parse(self, text: str) -> int:
        if not text.removeprefix("-").isdecimal():
            raise ValueError(f"is '{text}'; write a whole number")
        return int(text)


class Money(Parsed):
    """An amount in the institution's currency, canonical as text with two places: ``"0.50"``."""

    script_name = "amount"

    def parse(self, text: str) -> str:
        try:
            amount = Decimal(text)
            if not amount.is_finite() or amount < 0 or amount != round(amount, 2):
                raise InvalidOperation
        except InvalidOperation:
            raise ValueError(f"is '{text}'; write an amount of 0 or more, for example 0.50") from None
        return f"{amount:.2f}"


class MoneyLimit(Money):
    """An amount, or ``No Limit``."""

    control, script_name = LIMIT, "amount limit"

    def parse(self, text: str) -> str:
        return NO_LIMIT if is_no_limit(text) else super().parse(text)


def split_names(cell: str | None) -> list[str]:
    """The names in one cell of a screen, separated by semicolons."""
    return [name for name in (part.strip() for part in (cell or "").split(";")) if name]


def join_names(names: Iterable[str]) -> str:
    """The text of a cell with these names, without a semicolon at its start or end."""
    return "; ".join(names)


class Day(Parsed):
    """A date, ``YYYY-MM-DD``. A time after it, as services send it, is removed."""

    script_name = "day"

    def parse(self, text: str) -> str:
        written = _DAY_AND_TIME.fullmatch(text)
        day = text if written is None else written[1]
        try:
            return date.fromisoformat(day).isoformat()
        except ValueError:
            reason = "there is no such day" if _WRITTEN_DAY.fullmatch(day) else "write a date as YYYY-MM-DD"
            raise ValueError(f"is '{text}'; {reason}") from None


@dataclass(frozen=True)
class SetOf(FieldType):
    """A set of values of one type: order and repetition don't matter."""

    of: FieldType

    control, script_name = LINES, "lines"

    def labels(self, label: str) -> Sequence[str]:
        """Also in the singular: OCLC's pages write *Alternate Pickup Location* and *Alternative Pickup Locations*."""
        return (label, label.removesuffix("s"))

    @property
    def argument(self) -> Mapping[str, Any]:
        return {"type": "list", "elements": self.of.argument["type"]}

    @property
    def shape(self) -> Shape:
        return ([self.of.shape], None)

    def normalise(self, given: Any) -> list[Any] | None:
        if given is None:
            return None
        if not isinstance(given, list):
            raise ValueError(f"is {short(given)}; write a list")
        return sorted({value for value in map(self.of.normalise, given) if value is not None}) or None

    def show(self, canonical: Any) -> Any:
        return None if canonical is None else [self.of.show(value) for value in canonical]

    @property
    def named_kind(self) -> str:
        return self.of.named_kind

    @property
    def referenced_kinds(self) -> Sequence[str]:
        return self.of.referenced_kinds

    def uses(self, label: str, canonical: Any, beside: Mapping[str, Any]) -> Iterator[ObjectReference]:
        for value in canonical:
            yield from self.of.uses(label, value, beside)

    @property
    def script(self) -> dict[str, Any]:
        named = {"reference": self.named_kind} if self.named_kind else {}
        return {**super().script, **named, "of": self.of.script}


@dataclass(frozen=True)
class Reference(Text):
    """The name of another object.

    kind: the kind of the object named.
    within: the field of the same object with the other part of its identity (a shelving location is identified by its
        holding location and its name).
        wildcard: the value that means every object, if the column has one.
    """

    kind: str = ""
    within: str | None = None
    wildcard: str | None = None

    def normalise(self, given: Any) -> str | None:
        text = super().normalise(given)
        if self.wildcard is None:
            return text
        return self.wildcard if text is None or text.casefold() == self.wildcard.casefold() else text

    @property
    def named_kind(self) -> str:
        return self.kind

    @property
    def referenced_kinds(self) -> Sequence[str]:
        return (self.kind,)

    def uses(self, label: str, canonical: Any, beside: Mapping[str, Any]) -> Iterator[ObjectReference]:
        if canonical != self.wildcard:
            identity = (canonical,) if self.within is None else (beside.get(self.within) or "", canonical)
            yield ObjectReference(self.kind, identity, label)

    @property
    def script(self) -> dict[str, Any]:
        own = {"reference": self.kind, "within": self.within, "wildcard": self.wildcard}
        return {**super().script, **{name: value for name, value in own.items() if value is not None}}


@dataclass(frozen=True)
class Wildcard(Text):
    """A text column of a map whose blank is ``All``."""

    def normalise(self, given: Any) -> str:
        text = super().normalise(given)
        # No object can show that the text is misspelt: the row would never apply.
        if text is not None and (reason := look_alike(text)):
            raise ValueError(reason)
        return ALL if text is None or text.casefold() == ALL.casefold() else text

    @property
    def script(self) -> dict[str, Any]:
        return {**super().script, "wildcard": ALL}


def is_no_limit(text: str) -> bool:
    return _SEPARATORS.sub("", text).casefold() == "nolimit"


def short(given: Any) -> str:
    """A value in quotes for a message; a long one is cut off."""
    shown = repr(given)
    return shown if len(shown) <= 60 else shown[:57] + "..."
