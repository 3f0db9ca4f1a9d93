# SPDX-License-Identifier: GPL-3.0-or-later

"""The headings of a screen and the texts above its fields. One that is not understood can say that nothing on the screen counts: *Preview*."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import screen_words as words
from .inputs import column
from .labels import is_unset, plain, words_of
from .screen import SeenScreen, as_text, with_and_without_verbs
from .value_doubts import HARMLESS, HINT, PART_WORDS, explains
from .whole import is_of_rows

_SEPARATORS, _DEFAULTS = map(re.compile, (words.DIVIDERS, words.DEFAULTS))
_SITE_WORDS = frozenset(words.SITE_WORDS.split())
_LETTER = re.compile(r"[^\W\d_]")


class ScreenTexts:
    """What is understood of the texts of a screen."""

    def __init__(self, screen: SeenScreen):
        self._screen = screen
        labels, kind = screen.labels, screen.kind
        names = {name for one in screen.inputs for name in screen.names[one]}
        sections = {name for some in screen.sections.values() for name in some}
        columns = {name for one in kind.columns for name in labels.of(kind, column(one))}
        own = names | sections | columns | labels.screens(kind) | {plain(kind.label)}
        self._words = {word for name in own for word in words_of(name).split()} - {*words.DENYING}
        texts = (*labels.parts(kind), *_judged(screen), *_choices(screen), *labels.all_known, *labels.menus)
        self._known = own | labels.all_screens | {*map(plain, texts)}

    @property
    def unknown(self) -> list[str]:
        """The texts, or parts of them, that are not understood, each once, in the order of the screen."""
        capture = self._screen.capture
        texts = (text for text in (*capture.headings, *capture.notes) if not self._is_known(text))
        parts = (part.strip() for text in texts for part in _SEPARATORS.split(text))
        return [part for part in dict.fromkeys(parts) if not self._is_known(part)]

    def _is_known(self, text: str) -> bool:
        """Whether a text is a label, the name of a screen or object, or explains the screen."""
        name = plain(text)
        labels = self._screen.labels
        if _LETTER.search(name) is None or labels.is_note(text) or labels.is_blank(text) or is_unset(text):
            return True
        if with_and_without_verbs([name]) & self._known or HARMLESS.search(name) or HINT.search(name):
            return True
        if self._screen.capture.tables and is_of_rows(text):
            return True
        if _DEFAULTS.search(name):
            return False
        return {*words_of(text).split()} <= self._words | PART_WORDS | _SITE_WORDS or explains(name, self._words)


def _judged(screen: SeenScreen) -> Iterator[str]:
    """The texts of fields and tables, which are judged there."""
    yield from screen.capture.pagers
    for item in screen.capture.fields:
        yield from (item.label, as_text(item.value), *item.beside, *item.group)
    for table in screen.capture.tables:
        yield from (table.label, *table.group[-1:], *table.grid.header)


def _choices(screen: SeenScreen) -> Iterator[str]:
    """The values that the inputs of the screen can have."""
    return (choice for one in screen.inputs for choice in one.value.choices or ())
