# SPDX-License-Identifier: GPL-3.0-or-later

"""The values that the inputs of a screen have in a capture."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .._core.values import LIMIT, LINES, NO_LIMIT, PERIOD, TEXT, Input
from .capture import CHOICE, STATIC, SWITCH, Seen, SeenField
from .labels import is_unset, plain, words_of
from .numbers import UNIT_LABELS, day_in, days_of, is_unit, period_in, unit_in
from .screen import SeenScreen, as_text
from .value_doubts import OTHER_PART, ValueDoubts, is_choice
from .words import text_words, value_words

_DEFAULTS = re.compile(text_words.DEFAULTS)
#: The doubts about values that do not count beside others.
_UNCOUNTED = ("disabled", OTHER_PART)


class InputValues:
    """The values of the inputs of a screen. doubtful: why the value of an input does not count: the code of a reason, and its values."""

    def __init__(self, screen: SeenScreen):
        self.screen = screen
        self.doubtful: dict[Input, tuple[str, dict[str, str]]] = {}
        self._doubts = ValueDoubts(screen)
        self._used: set[int] = set()

    def of(self, one: Input) -> list[Seen]:
        """The different values of an input."""
        sure: dict[Seen, None] = {}
        others: dict[Seen, None] = {}
        defaults: dict[Seen, None] = {}
        at = 0
        while at < len(self.screen.items):
            used = 1
            if self._is(at, one):
                value, used, index = self._value(at, one)
                self._used |= set(range(at, at + used))
                doubt = self._doubts.about(index, one, value)
                if doubt is None and self._goes_on(at, at + used):
                    doubt = "goes_on", {"label": self.screen.capture.fields[at + used].label}
                if doubt:
                    self.doubtful[one] = doubt
                if doubt is None or doubt[0] not in _UNCOUNTED:
                    sure[value] = None
                elif doubt[0] == OTHER_PART:
                    (defaults if _DEFAULTS.search(plain(doubt[1]["group"])) else others)[value] = None
            at += used
        unlimited = one.value.control == LIMIT and self._is_unlimited(one)
        if (unlimited or sure) and others.keys() <= sure.keys() and self.doubtful.get(one, ("",))[0] in _UNCOUNTED:
            # Another field shows the value that counts.
            del self.doubtful[one]
        if unlimited:
            return [*(value for value in sure if value), NO_LIMIT]
        found = list({**sure, **others} or defaults)
        # A view can have the name above it only.
        return self.screen.named if not found and self.screen.identity == [one] else found

    def unplaced(self) -> Iterator[SeenField]:
        """The fields of the capture that belong to no input whose values were read."""
        return (item for at, item in enumerate(self.screen.capture.fields) if at not in self._used)

    def _is(self, at: int, one: Input) -> bool:
        """Whether a field of the capture is an input."""
        item, sections = self.screen.items[at], self.screen.sections
        labels = {item.label, item.qualified}
        if one.value.script_name in value_words.NUMBERS:
            labels |= {item.outer, ": ".join(item.group[-2:]) if item.outer else ""}
            labels |= {item.bare} if one.value.control == PERIOD else set()
        if not labels & self.screen.names[one]:
            return False
        if one.section is not None:
            return not sections[one.section].isdisjoint(item.group)
        return all(names.isdisjoint(item.group) for names in sections.values())

    def _value(self, at: int, one: Input) -> tuple[Seen, int, int]:
        """The value of an input, how many items of the capture it has, and the place of the one that shows it."""
        labels = self.screen.labels
        item = self.screen.capture.fields[at]
        # A text can be a period, too: In-House Use Period.
        if (one.value.control == PERIOD or one.value.script_name == TEXT) and (period := self._period(at)):
            return *period, at
        if one.value.control == LIMIT and item.control == CHOICE and (limit := self._limit(at, one)):
            return limit
        if one.value.control == LINES and (entries := self._list(at)):
            return *entries, at
        if not isinstance(item.value, str):
            if one.value.control == LINES:
                return tuple(day_in(text) or text for text in item.value), 1, at
            is_period = one.value.control == PERIOD and len(item.value) == 1
            return period_in(item.value[0]) if is_period else item.value, 1, at
        can_be_blank = one.value.named_kind or item.control == CHOICE or self._is_dash(item, one)
        if can_be_blank and not is_choice(one, item.value) and labels.is_blank(item.value):
            return "", 1, at
        if self._is_absent(item, one):
            return "", 1, at
        if one.value.control == PERIOD:
            return period_in(item.value), 1, at
        return labels.with_known_names(_chosen(item, one), one.value), 1, at

    @staticmethod
    def _is_dash(item: SeenField, one: Input) -> bool:
        """Whether a view shows a mark where a text cannot be the value."""
        return (
            item.control == STATIC
            and one.value.script_name != TEXT
            and not as_text(item.value).strip(value_words.DASHES)
        )

    @staticmethod
    def _is_absent(item: SeenField, one: Input) -> bool:
        """Whether a view shows a word such as *Not set* where no word can be the value, or drawn in another way than the values."""
        can_be_word = one.value.script_name not in value_words.WORDLESS and "apart" not in item.state
        return item.control == STATIC and not can_be_word and is_unset(as_text(item.value))

    def _list(self, at: int) -> tuple[tuple[str, ...], int] | None:
        """The entries of a list in several inputs of one label, of which those behind the first one can have none; or the days in one text."""
        fields = self.screen.capture.fields
        end = at + 1
        while end < len(fields) and fields[at].control == fields[end].control == TEXT and self._is_entry(at, end):
            end += 1
        texts = (as_text(item.value) for item in fields[at:end] if item.value)
        found = tuple(day_in(one) or one for one in texts)
        if end - at > 1:
            return found, end - at
        days = days_of(as_text(fields[at].value))
        return (tuple(days), 1) if days else None

    def _is_entry(self, at: int, other: int) -> bool:
        """Whether an item has the label of an earlier one, with a number (*Fixed due date 2*), or none."""
        item, following = self.screen.items[at], self.screen.items[other]
        own, others = ({word.rstrip("s") for word in words_of(one.label).split()} for one in (item, following))
        is_named = not following.label or bool(own & others) and all(map(str.isdecimal, others - own))
        return is_named and following.group in (item.group, (*item.group, item.label))

    def _goes_on(self, at: int, end: int) -> bool:
        """Whether an item that was not read with a field can be one of it: in a part that has its label, or with its label and a number."""
        if end == len(self.screen.items):
            return False
        item, following = self.screen.items[at], self.screen.items[end]
        if self.screen.knows(following) or following.label in value_words.UNLIMITED:
            return False
        return following.group == (*item.group, item.label) or (bool(following.label) and self._is_entry(at, end))

    def _period(self, at: int) -> tuple[str, int] | None:
        """The text of a period in several items, or whose unit is in its label; None of another one."""
        fields, items = self.screen.capture.fields, self.screen.items
        item, following = fields[at], fields[at + 1 : at + 3]
        if following and self._belongs(at, at + 1):
            number, unit = as_text(item.value).strip(), as_text(following[0].value).strip()
            # The unit can stand before its number.
            number, unit = (unit, number) if is_unit(number) else (number, unit)
            if is_unit(unit) and unit != number:
                if len(following) > 1 and is_unit(items[at + 2].label) and following[1].value:
                    return f"{number} {unit} {as_text(following[1].value)} {items[at + 2].label}", 3
                return (f"{number} {unit_in(unit)}" if number else ""), 2
        number = as_text(item.value).strip()
        return (f"{number} {unit_in(items[at].unit)}", 1) if items[at].unit and number.isdecimal() else None

    def _limit(self, at: int, one: Input) -> tuple[str, int, int] | None:
        """The value of a limit that is a choice between No Limit and a number behind it; None of another one."""
        fields = self.screen.capture.fields
        text = plain(as_text(fields[at].value))
        behind = self.screen.items[at + 1].label if at + 1 < len(fields) and fields[at + 1].control == TEXT else None
        # The number can be named by its radio button: *Limit to*.
        is_named = behind is not None and (not behind or value_words.UNLIMITED.get(behind) == "No")
        has_number = is_named or (behind is not None and self._is(at + 1, one))
        if value_words.UNLIMITED.get(text) == "Yes":
            return NO_LIMIT, 2 if has_number else 1, at
        if has_number and not any(one.isdigit() for one in text):
            return as_text(fields[at + 1].value), 2, at + 1
        return None

    def _is_unlimited(self, one: Input) -> bool:
        """Whether a switch beside an input shows that there is no limit. The input itself may be hidden then."""
        fields, items = self.screen.capture.fields, self.screen.items
        beside = [
            at
            for at, item in enumerate(fields)
            if item.control == SWITCH and items[at].label in value_words.UNLIMITED and self._is_beside(at, one)
        ]
        self._used |= set(beside)
        return any(fields[at].value == value_words.UNLIMITED[items[at].label] for at in beside)

    def _is_beside(self, at: int, one: Input) -> bool:
        group = self.screen.items[at].group
        if at > 0 and self._is(at - 1, one) and self.screen.items[at - 1].group == group:
            return True
        return bool(group) and any(
            label == group[-1] or label.startswith(f"{group[-1]}:") for label in self.screen.names[one]
        )

    def _belongs(self, at: int, following: int) -> bool:
        """Whether an item can be the second half of the one before it."""
        item, other = self.screen.items[at], self.screen.items[following]
        # A label around a drop-down can contain its value: *weeks Unit*.
        is_same = other.label == item.label or bool(UNIT_LABELS.search(other.label)) or is_unit(other.label)
        return is_same and all(isinstance(self.screen.capture.fields[one].value, str) for one in (at, following))


def _chosen(item: SeenField, one: Input) -> str:
    """The text of a field. That of the first radio button begins with the label of its group if that belongs to it, too."""
    text = as_text(item.value)
    rest = text.removeprefix(f"{item.label} ")
    return rest if item.control == CHOICE and is_choice(one, rest) else text
