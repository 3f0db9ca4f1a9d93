# SPDX-License-Identifier: GPL-3.0-or-later

"""Why the value of an input on a screen may not count."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import cached_property

from .._core.values import LIMIT, LINES, NO_LIMIT, TEXT, Input
from .capture import CHOICE, CHOICES, STATIC, Seen, SeenField
from .labels import is_beginning, is_cut_off, is_missing, plain, words_of
from .numbers import UNIT_LABELS, is_unit
from .screen import SeenScreen, as_text, names_in, with_and_without_verbs
from .words import text_words, value_words
from .words.vocabulary import EXPLAINING, PART_WORDS

#: The code of a reason.
OTHER_PART = "other_part"
HINT = re.compile(value_words.HINT)
_SET_APART, _BRACKETED = re.compile(value_words.SET_APART), re.compile(value_words.BRACKETED)
HARMLESS, _HARMLESS_BESIDE, SENTENCE, _REFUTES, _CURRENCY, _BREAKS = map(
    re.compile,
    (
        text_words.HARMLESS,
        text_words.HARMLESS_BESIDE,
        text_words.SENTENCE,
        text_words.REFUTES,
        value_words.CURRENCY_SIGN,
        text_words.BREAKS,
    ),
)
_NO_FRACTION = re.compile(r"[.,]0{1,2}$")
#: Before a heading: the triangle that folds what is below it.
_MARKS = re.compile(r"^[\W_]+")
_NOT_YET = re.compile(text_words.NOT_YET)


class ValueDoubts:
    """The doubts about the values of a screen."""

    def __init__(self, screen: SeenScreen):
        self._screen = screen
        self._is_view = _is_view(screen.capture.fields)

    def about(self, at: int, one: Input, value: Seen) -> tuple[str, dict[str, str]] | None:
        """Why the value of an input does not count, if so: the code of a reason, and its values. at: the place of its field in the capture."""
        item = self._screen.capture.fields[at]
        is_identity = one.name in self._screen.kind.identity_fields
        # A value that is disabled among others that are not can be a default that does not count.
        if item.disabled and not self._is_view and not is_identity:
            return "disabled", {}
        for state in ("invalid", "changed"):
            if state in item.state:
                return state, {}
        if hint := self._hint(item, one, value):
            return "hint", {"text": hint}
        if beside := next((text for text in item.beside if not self._is_harmless(text, one, value)), None):
            return "beside", {"text": beside}
        if one.section is None and (group := self._other_part(item, one)):
            return OTHER_PART, {"group": group}
        if not is_identity and self._is_unclear(item, one, value):
            return "unclear", {}
        # The text of a native list is whole.
        is_drawn = item.control in (CHOICE, STATIC) and item.option is None
        return ("cut_off", {}) if is_drawn and is_cut_off(as_text(value)) else None

    def _hint(self, item: SeenField, one: Input, value: Seen) -> str | None:
        """A text on the screen by which a number can be another one: *0 means unlimited*, *in cents*."""
        texts = (*self._screen.capture.texts, *item.beside)
        return next((text for text in texts if self._is_hint(text, one, value, True)), None)

    @staticmethod
    def _is_hint(text: str, one: Input, value: Seen, is_about_value: bool) -> bool:
        """Whether a text says what a number means, the value of an input or another one."""
        found = HINT.search(text.casefold())
        if found is None or one.value.script_name not in (*value_words.AMOUNTS, "limit"):
            return False
        number = re.sub("[^0-9]", "", _NO_FRACTION.sub("", as_text(value).strip()))
        return (found[1] is None or found[1].lstrip("-") == number) is is_about_value

    def _is_harmless(self, text: str, one: Input, value: Seen) -> bool:
        """Whether a text or control beside an input is known not to change what its value means."""
        if is_beginning(text):
            return False
        # A control can be described with its value: *Open list; Selected: days:*.
        for described in (text, text.rstrip(": ")):
            label, colon, shown = described.rpartition(":")
            name = plain(label)
            is_silent = UNIT_LABELS.search(name) or all(map(is_harmless_beside, map(plain, _BREAKS.split(name))))
            if colon and (name in self._known_labels or (is_silent and self._is_part(plain(shown), one, value))):
                return True
        return all(self._explains(part, one, value) for part in map(plain, _BREAKS.split(text)))

    def _explains(self, text: str, one: Input, value: Seen) -> bool:
        # The picture or word of a state shows that of a switch.
        state = value_words.YES_NO.get(plain(as_text(value)), value)
        if text in value_words.SWITCHED and state in ("Yes", "No"):
            return value_words.SWITCHED[text] == state
        is_about_other = self._is_hint(text, one, value, False)
        if is_about_other or self._is_part(text, one, value) or is_harmless_beside(text) or self._is_heading(text, one):
            return True
        known = (*self._known_labels, self._screen.kind.label, as_text(value))
        return explains(text, {word for one in known for word in words_of(one).split()})

    def _is_heading(self, text: str, one: Input) -> bool:
        """Whether a text can only be the heading of a part of the screen. Beside a number it can be what is counted."""
        own = {*words_of(self._screen.kind.label).split()}
        can_be_counted = one.value.script_name in value_words.NUMBERS and text not in self._headings
        return not can_be_counted and set() < {*words_of(text).split()} <= PART_WORDS | own

    def _is_part(self, text: str, one: Input, value: Seen) -> bool:
        """Whether a text is a part of a value or label, or shows that there is none."""
        is_amount = one.value.script_name in value_words.AMOUNTS and _CURRENCY.search(text) is not None
        return (
            is_unit(text)
            or is_amount
            or text in self._known_labels
            or set() < {*words_of(text).split()} <= {*words_of(as_text(value)).split()}
            or self._screen.labels.is_blank(text)
        )

    @cached_property
    def _headings(self) -> set[str]:
        return {*map(plain, self._screen.capture.headings)}

    @cached_property
    def _known_labels(self) -> set[str]:
        """The labels of all inputs of the screen, and of the switches beside limits."""
        return {*value_words.UNLIMITED}.union(*self._screen.names.values())

    def _other_part(self, item: SeenField, one: Input) -> str | None:
        """The heading above a field that can make another thing of it: *Restricted loan*."""
        if not item.group:
            return None
        # The heading of another field makes no other name of the object.
        own_names = self._known_labels if one in self._screen.identity else self._screen.names[one]
        names = (*own_names, self._screen.kind.label)
        own = {word for name in names for word in words_of(name).split()}
        # What is above the name of the screen is no part of it.
        named = (at for at in reversed(range(len(item.group))) if self._names_screen(item.group[at]))
        for group in item.group[next(named, -1) + 1 :]:
            is_known = self._known_headings & with_and_without_verbs(names_in(_MARKS.sub("", group)))
            if not is_known and not {*words_of(group).split()} - PART_WORDS <= own:
                return group
        return None

    def _names_screen(self, heading: str) -> bool:
        return plain(_MARKS.sub("", heading)) in self._screen.labels.screens(self._screen.kind)

    @cached_property
    def _known_headings(self) -> set[str]:
        """The headings of the screen and its parts, and the values of the inputs that identify the object."""
        screen, kind = self._screen, self._screen.kind
        named = {name for one in screen.identity for name in screen.names[one]}
        fields = enumerate(screen.capture.fields)
        values = [*screen.named, *(item.value for at, item in fields if screen.items[at].label in named)]
        return {*screen.labels.screens(kind), *map(plain, (*screen.labels.parts(kind), *map(as_text, values)))}

    def _is_unclear(self, item: SeenField, one: Input, value: Seen) -> bool:
        """Whether a text can mean that nothing is chosen: a reference that was not typed and that nothing knows, or one of certain words."""
        kind, labels = one.value.named_kind, self._screen.labels
        if one.value.control == LIMIT and value == NO_LIMIT:
            return False
        if not isinstance(value, str) or not value:
            return False
        # In a view, a dash or a text in brackets can be a text, or mean that there is none.
        if not kind and item.control == STATIC:
            is_absent = one.value.script_name == TEXT and is_missing(value)
            return labels.is_mark(value) or is_absent or _BRACKETED.search(value) is not None
        is_listed = (item.option or 0) > 0 and not _SET_APART.search(value.casefold())
        if is_listed or not (kind or item.control == CHOICE):
            return bool(kind) and labels.can_be_nothing(value, kind)
        if kind and item.control in (CHOICE, STATIC):
            names = value.split("\n") if one.value.control == LINES else [value]
            return not all(labels.is_name(name, kind) for name in names)
        return not is_choice(one, value) and labels.can_be_nothing(value, kind)


def is_harmless_beside(text: str) -> bool:
    """Whether a (plain) text beside a field does not change what its value means."""
    return (HARMLESS.search(text) or _HARMLESS_BESIDE.search(text)) is not None


def explains(text: str, known: Set[str]) -> bool:
    """Whether a text is a sentence whose words are all those of explanations, or known ones: of the labels on the screen, or of a value."""
    if ":" in text or SENTENCE.search(text) is None or _REFUTES.search(text):
        return False
    asserted = words_of(_NOT_YET.sub(" ", text))
    return {*asserted.split()} <= known - {*text_words.DENYING} | EXPLAINING


def is_choice(one: Input, text: str) -> bool:
    """Whether a text is one of the values that an input can have."""
    return plain(text) in map(plain, one.value.choices or ())


def _is_view(fields: Sequence[SeenField]) -> bool:
    """Whether nothing on a screen can be changed. A drop-down in which nobody can type does not always show it, if several texts do."""
    open_ones = [item for item in fields if item.control != STATIC and not {"disabled", "readonly"} & {*item.state}]
    read_only = [item for item in fields if item.control == TEXT and "readonly" in item.state]
    return not open_ones or (
        len(read_only) > text_words.MOST_READ_ONLY and all(item.control in (CHOICE, CHOICES) for item in open_ones)
    )
