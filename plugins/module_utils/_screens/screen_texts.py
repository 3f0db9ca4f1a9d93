# SPDX-License-Identifier: GPL-3.0-or-later

"""The headings of a screen and the texts above its fields. One that is not understood can say that nothing on the screen counts: *Preview*."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from .capture import STATIC, SWITCH, SeenField, SeenTable
from .inputs import column
from .labels import is_beginning, is_unset, plain, words_of
from .maps import above_title, maps
from .screen import SeenScreen, as_text, with_and_without_verbs
from .value_doubts import HARMLESS, HINT, SENTENCE, explains
from .whole import is_about_order, is_button, is_of_rows
from .words import site_words, text_words
from .words.vocabulary import NAMES, PART_WORDS, SITE_WORDS

_SEPARATORS, _CLAUSES, _DEFAULTS, _NO_NAME = map(
    re.compile, (text_words.DIVIDERS, text_words.CLAUSES, text_words.DEFAULTS, text_words.NO_NAME)
)
#: Before the name of a site, its picture; behind it, the number of news for who is signed in.
_SIGNS, _NEWS = re.compile(r"^[^\w\s(]+ ?(?=\w)"), re.compile(r" [0-9]{1,3}$")
#: Around the parts of a text.
_MARKS = " .,|"
#: Between the parts of a text that are not judged.
_BARS = re.compile(r" \| ")
_INITIALS, _PERSON, _NUMBERED, _NOW = map(
    re.compile, (site_words.INITIALS, site_words.PERSON, text_words.NUMBERED, text_words.NOW)
)
_SIGNED_IN, _PROGRAM = re.compile(site_words.SIGNED_IN, re.IGNORECASE), re.compile(site_words.PROGRAM)
_PRODUCT = re.compile(site_words.PRODUCT)
_OTHER_SITE, _INSTITUTION, _GROUP_OF_LIBRARIES = map(
    re.compile, (site_words.OTHER_SITE, site_words.INSTITUTION, site_words.GROUP_OF_LIBRARIES)
)
_COPYRIGHT, _TITLE_PARTS, _PHRASE = map(re.compile, (site_words.COPYRIGHT, text_words.SEPARATORS, site_words.PHRASE))
_VERSION, _VERSION_ONLY = re.compile(site_words.NAME_AND_VERSION), re.compile(site_words.VERSION)
#: The most words in the name of a site.
_LONGEST_SITE = 3
#: The words of a menu: fewer can be the name of a branch.
_SHORTEST_MENU = 4
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile("[0-9]")
_NUMBER, _SHORTCUT = re.compile(r" [0-9.]+$"), re.compile(site_words.SHORTCUT)
_RELEASE = re.compile(site_words.RELEASE)


class ScreenTexts:
    """What is understood of the texts of a screen."""

    def __init__(self, screen: SeenScreen):
        self._screen = screen
        self._tables = maps(screen) if screen.kind.columns else []
        labels, kind = screen.labels, screen.kind
        names = {name for one in screen.inputs for name in screen.names[one]}
        sections = {name for some in screen.sections.values() for name in some}
        columns = {name for one in kind.columns for name in labels.of(kind, column(one))}
        columns |= {plain(field.label) for one in screen.inputs for field in one.value.columns}
        own = names | sections | columns | labels.screens(kind) | {plain(kind.label)}
        self._words = {word for name in own for word in words_of(name).split()} - {*text_words.DENYING}
        texts = (
            *labels.parts(kind),
            *_judged(screen, self._tables),
            *(choice for one in screen.inputs for choice in one.value.choices or ()),
            *labels.all_known,
            *labels.menus,
        )
        self._known = own | labels.all_screens | {*map(plain, texts)}

    @property
    def unknown(self) -> list[str]:
        """The texts, or parts of them, that are not understood, each once, in the order of the screen."""
        capture = self._screen.capture
        captions = (table.label for table in self._tables)
        parts = (part for text in (*capture.headings, *capture.notes, *captions) for part in self._unknown_in(text))
        return [*dict.fromkeys((*parts, *self._of_site, *self._sentences)), *self._fields_above]

    @cached_property
    def _around_screen(self) -> list[str]:
        """The texts in the head and foot of the site, and those above the title of a map."""
        above = (text for table in self._tables for text in above_title(self._screen, table.grid))
        return [*self._screen.capture.site, *(text for text in above if not is_button(text))]

    @property
    def _of_site(self) -> Iterator[str]:
        """What is not understood of the texts around the screen. A name there is that of a program, or of who is signed in."""
        for text in self._around_screen:
            yield from (part for part in self._unknown_in(text) if ": " in text or not _is_name(part))

    @property
    def _fields_above(self) -> Iterator[str]:
        """The fields above the object that are not understood: *Site: North*."""
        for item in self._screen.fields_above:
            value = as_text(item.value)
            text = f"{item.label.rstrip(' :')}: {value}"
            is_silent = _NOW.search(plain(value)) or self._is_menu(item) or (item.control == SWITCH and value == "No")
            unknown = [*self._unknown_in(item.label), *self._unknown_in(self._entry(value))]
            if unknown and not is_silent and not self._is_known(text):
                yield text

    def _unknown_in(self, text: str) -> list[str]:
        """The parts of a text that are not understood. The name of the site begins it, and that of the library divides it, too:
        *Circulus Elm City Library Sign out*."""
        if is_beginning(text) and not self._screen.labels.is_note(text):
            return [text]
        if self._is_known(text):
            return []
        whole = _PROGRAM.sub(lambda found: " | " if self._program(found) else found[0], text)
        unsigned = _SIGNS.sub("", whole)
        if self._site and unsigned.startswith(self._site):
            whole = _NEWS.sub("", unsigned.removeprefix(self._site))
        for name in self._screen.labels.library:
            whole = whole.replace(name, f" | {name} | ")
        unknown = [whole]
        for divider in (_BARS, _CLAUSES, _SEPARATORS):
            parts = (part for one in unknown for part in divider.split(one))
            unknown = [part for part in parts if not self._is_known(part.strip(_MARKS))]
        # The group to which the library belongs can stand beside its name.
        has_group = self._names_library(text)
        shown = (part.strip(_MARKS) for part in unknown)
        return [part for part in shown if not (has_group and _GROUP_OF_LIBRARIES.search(plain(part)))]

    def _is_of_library(self, text: str) -> bool:
        """Whether a text is a part of the name of the library: *Elm University*, of *Elm University Library*."""
        return " " in text and any(f" {text} " in f" {name} " for name in self._screen.labels.library)

    def _names_library(self, text: str) -> bool:
        return any(name in text for name in self._screen.labels.library)

    @property
    def _sentences(self) -> Iterator[str]:
        """The sentences beside the map of the screen, which can be about more than the number of rows."""
        beside = (text for table in self._tables for text in table.grid.around if not is_button(text))
        parts = (part for text in beside for part in self._unknown_in(text))
        return (part for part in parts if SENTENCE.search(plain(part)) and _NO_NAME.search(part))

    def _entry(self, text: str) -> str:
        """What the chosen entry of a list has beside a heading of the screen, which is judged as such: *Music scores, changed on 1 May 2027*."""
        heading = next((one for one in self._screen.capture.headings if text.startswith(f"{one} ")), "")
        return text.removeprefix(heading).strip()

    def _is_menu(self, item: SeenField) -> bool:
        """Whether a text can only be the entries of a menu beside the name of the site."""
        found = words_of(as_text(item.value)).split()
        if item.control != STATIC or len(found) < _SHORTEST_MENU:
            return False
        screens = {word for name in self._screen.labels.all_screens for word in words_of(name).split()}
        return {*found} <= PART_WORDS | SITE_WORDS | screens

    @cached_property
    def _site(self) -> str:
        """The name of the site: the end of the title, or its beginning before the name of a screen, with which the first text on the page begins, one in
        its head or foot, or one that goes on with a version; or with which the name goes on. Blank if it can be that of a library, and that of this one
        does not stand beside it."""
        capture = self._screen.capture
        first, *others = _TITLE_PARTS.split(capture.title)
        is_screen = others and plain(others[-1]) in self._screen.labels.all_screens
        above = (item.label for item in self._screen.fields_above[:1])
        versions = (text for text in capture.notes[1:] if _VERSION.search(text))
        starts = [*capture.headings[:1], *capture.notes[:1], *versions, *capture.site, *above]
        names: list[str] = [*others[-1:], *([first] if is_screen else [])]
        for name in filter(None, names):
            found = [one for one in starts if _begins(_SIGNS.sub("", one), name)]
            if found and _can_be_site(name, any(map(self._names_library, found))):
                return name
        return ""

    @cached_property
    def _brand(self) -> str:
        """The first text in the head of the site, if it can only be its name."""
        first = next(iter(self._around_screen), "")
        return first if _can_be_site(first) and not (_PHRASE.search(first) or _DIGIT.search(first)) else ""

    @cached_property
    def _programs(self) -> set[str]:
        """The names of programs that stand with their version somewhere on the page, which that of a library or of settings does not."""
        texts = (*self._screen.capture.headings, *self._screen.capture.texts)
        return {name for text in texts for name in map(self._program, _PROGRAM.finditer(text)) if name}

    def _program(self, found: re.Match[str]) -> str:
        """The name of a program that a text has with its version. Blank if it can be that of something else."""
        name = found[1].strip()
        named = {*words_of(name).split()}
        others = named - SITE_WORDS
        # Words of parts of a screen can be in the name of a program beside one that only sites have: *Loan Config 7.2*.
        own = self._words if named & SITE_WORDS - PART_WORDS else self._words | PART_WORDS
        small = {word for word in name.split() if word.islower()}
        is_other = (
            named == {"version"}
            or _OTHER_SITE.search(" ".join(others))
            or not own.isdisjoint(others)
            or small - SITE_WORDS - PART_WORDS
        )
        return "" if is_other or len(name.split()) > _LONGEST_SITE else name

    def _is_owner(self, text: str) -> bool:
        """Whether the copyright of the site belongs to whom a text names: *Circulus*, where *(c) 2026 Circulus Systems* stands."""
        owners = (_COPYRIGHT.sub("", plain(one)) for one in self._screen.capture.texts if _COPYRIGHT.search(plain(one)))
        return _can_be_site(text) and any(f"{one} ".startswith(f" {plain(text)} ") for one in owners)

    def _begins_program(self, text: str) -> bool:
        """Whether a text is the name of a program that stands with its version elsewhere, or the beginning of it, with or without a number."""
        return any(_is_beginning_of(_NUMBER.sub("", text), name) for name in self._programs)

    def _is_known(self, text: str) -> bool:
        """Whether a text is a label, the name of a screen or object, or explains the screen."""
        name = _NUMBERED.sub("", plain(text))
        labels = self._screen.labels
        # The letter of a help text stands directly behind a label.
        forms = with_and_without_verbs(map(plain, (*self._screen.forms(text), name, text.removesuffix("i"))))
        if (
            not all(map(_LETTER.search, forms))
            or _INITIALS.search(text)
            or labels.is_note(text)
            or labels.is_blank(text)
            or is_unset(text)
            or _is_beginning_of(text, self._site)
            or text == self._brand != ""
            or self._is_owner(text)
            or (_PERSON.search(text) and _can_be_site(text))
            or (_SIGNED_IN.search(text) and _can_be_site(_SIGNED_IN.sub("", text)))
            or self._begins_program(text)
            or (_PRODUCT.search(text.casefold()) and _can_be_site(text, True))
            or self._is_of_library(text)
        ):
            return True
        if forms & self._known or HARMLESS.search(name) or HINT.search(name) or is_about_order(text):
            return True
        if self._screen.capture.tables and is_of_rows(text):
            return True
        if _DEFAULTS.search(name):
            return False
        return {*words_of(text).split()} <= self._words | PART_WORDS | SITE_WORDS or explains(name, self._words)


def _is_beginning_of(text: str, name: str) -> bool:
    """Whether a text is a name, or the first words of it."""
    return text != "" and f"{name} ".startswith(f"{text} ")


def _begins(text: str, name: str) -> bool:
    """Whether a text begins with a name, or is the beginning of it."""
    return text.startswith(name) or _is_beginning_of(text, name)


def _is_name(text: str) -> bool:
    """Whether a text can only be the name of a program, language or person, the letter of who is signed in, or the version of the program, also beside the
    words of a menu."""
    folded = text.casefold()
    is_known = _VERSION_ONLY.search(folded) or _SHORTCUT.search(folded) or _NUMBER.sub("", folded) in NAMES
    if is_known or len(text) == 1 or set() < {*words_of(_RELEASE.sub(" ", text)).split()} <= SITE_WORDS:
        return True
    # A single word, or a number, can be that of any thing, and capital letters hide a sentence.
    is_open = _PHRASE.search(text) or " " not in text or _DIGIT.search(text) or text == text.upper()
    return not (is_open or any(pattern.search(folded) for pattern in (_OTHER_SITE, _INSTITUTION, _DEFAULTS)))


def _can_be_site(name: str, is_beside_library: bool = False) -> bool:
    """is_beside_library: whether the name of the library stands beside it."""
    is_other = _OTHER_SITE.search(name.casefold()) or (not is_beside_library and _INSTITUTION.search(name.casefold()))
    return not is_other and len(name.split()) <= _LONGEST_SITE


def _judged(screen: SeenScreen, maps_shown: Sequence[SeenTable]) -> Iterator[str]:
    """The texts of fields and tables, which are judged there. The caption and heading of another table than a map is about that table."""
    yield from screen.capture.pagers
    for item in screen.capture.fields[len(screen.fields_above) :]:
        yield from (item.label, as_text(item.value), *item.beside, *item.group)
    for table in screen.capture.tables:
        yield from (*table.grid.header, *(() if table in maps_shown else (table.label, *table.group[-1:])))
