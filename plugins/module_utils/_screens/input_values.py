# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The values that the inputs of a screen have in a capture."""

from __future__ import annotations

from collections.abc import Iterator

from .._core.values import LIMIT, NO_LIMIT, PERIOD, Input
from . import screen_words as words
from .capture import CHOICE, SWITCH, Seen, SeenField
from .labels import plain
from .numbers import UNIT_LABELS, is_unit
from .screen import SeenScreen, told
from .value_doubts import ValueDoubts, is_choice


class InputValues:
    """The values of the inputs of a screen. doubtful: why the value of an input does not count: the code of a reason, and its values."""

    def __init__(self, screen: SeenScreen):
        self.screen = screen
        self.doubtful: dict[Input, tuple[str, dict[str, str]]] = {}
        self._doubts = ValueDoubts(screen)
        self._used: set[int] = set()

    def of(self, one: Input) -> list[Seen]:
        """The different values of an input."""
        found: dict[Seen, None] = {}
        at = 0
        while at < len(self.screen.items):
            used = 1
            if self._is(at, one):
                value, used = self._value(at, one)
                self._used |= set(range(at, at + used))
                if doubt := self._doubts.about(at, one, value):
                    self.doubtful[one] = doubt
                if doubt is None or doubt[0] != "disabled":
                    found[value] = None
            at += used
        unlimited = one.value.control == LIMIT and self._is_unlimited(one)
        if (unlimited or found) and self.doubtful.get(one, ("",))[0] == "disabled":
            # Another field shows the value that counts.
            del self.doubtful[one]
        return [*(value for value in found if value), NO_LIMIT] if unlimited else list(found)

    def unplaced(self) -> Iterator[SeenField]:
        """The fields of the capture that belong to no input whose values were read."""
        return (item for at, item in enumerate(self.screen.capture.fields) if at not in self._used)

    def _is(self, at: int, one: Input) -> bool:
        """Whether a field of the capture is an input."""
        item, sections = self.screen.items[at], self.screen.sections
        if not {item.label, item.qualified} & self.screen.names[one]:
            return False
        if one.section is not None:
            return not sections[one.section].isdisjoint(item.group)
        return all(names.isdisjoint(item.group) for names in sections.values())

    def _value(self, at: int, one: Input) -> tuple[Seen, int]:
        """The value of an input, and how many items of the capture it has."""
        fields, labels = self.screen.capture.fields, self.screen.labels
        item = fields[at]
        following = fields[at + 1] if at + 1 < len(fields) else None
        if one.value.control == PERIOD and following is not None and _belongs(item, following):
            number, unit = told(item.value).strip(), told(following.value).strip()
            # The unit can stand before its number.
            number, unit = (unit, number) if is_unit(number) else (number, unit)
            if is_unit(unit) and unit != number:
                return (f"{number} {unit}" if number else ""), 2
        if not isinstance(item.value, str):
            return item.value, 1
        can_be_blank = one.value.named_kind or item.control == CHOICE
        if can_be_blank and not is_choice(one, item.value) and labels.is_blank(item.value):
            return "", 1
        return labels.name_in(item.value, one.value.named_kind), 1

    def _is_unlimited(self, one: Input) -> bool:
        """Whether a switch beside an input shows that there is no limit. The input itself may be hidden then."""
        fields, items = self.screen.capture.fields, self.screen.items
        beside = [
            at
            for at, item in enumerate(fields)
            if item.control == SWITCH and items[at].label in words.UNLIMITED and self._is_beside(at, one)
        ]
        self._used |= set(beside)
        return any(fields[at].value == words.UNLIMITED[items[at].label] for at in beside)

    def _is_beside(self, at: int, one: Input) -> bool:
        group = self.screen.items[at].group
        if not group:
            return at > 0 and self._is(at - 1, one)
        return any(label == group[-1] or label.startswith(f"{group[-1]}:") for label in self.screen.names[one])


def _belongs(item: SeenField, following: SeenField) -> bool:
    """Whether an input can be the second half of the one before it."""
    label = plain(following.label)
    is_same = label == plain(item.label) or bool(UNIT_LABELS.search(label))
    return is_same and isinstance(item.value, str) and isinstance(following.value, str)
