# SPDX-License-Identifier: GPL-3.0-or-later

"""Which screen a capture shows, and by which reader it is read. What is ambiguous stays open.

The scripts of the pages recognise captures in the same way, for display, in files of the same names; both are tested with the same cases.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from .._core.objects import Fields, Kind
from .capture import CHOICE, STATIC, Capture
from .forms import is_form, read_form
from .grid import Open
from .input_values import InputValues
from .labels import ScreenLabels
from .lists import lists, read_list
from .maps import maps, read_map
from .screen import Reading, SeenScreen, as_text, names_in, with_and_without_verbs, without_verbs
from .screen_texts import ScreenTexts
from .words import limits, text_words
from .words.reasons import reason

#: So many fields of one screen alone tell which it is.
_TELLING = 3
_STATUS, _SCOPE, _SEVERAL = map(re.compile, (text_words.STATUS, text_words.SCOPE, text_words.SEVERAL))


def recognise(
    capture: Capture, kinds: Sequence[Kind], labels: ScreenLabels, known: Mapping[str, Sequence[Fields]]
) -> Reading:
    """The objects that a capture shows. known: by the name of a kind, objects whose free fields have labels that may be seen."""
    found = _screen(capture, kinds, labels, known)
    if isinstance(found, Open):
        return Reading(open=[found])
    reading = _read(*found)
    # Where a text says that nothing counts, no other one is asked about.
    is_asked = reading.objects or (found[0].screen.kind.columns and not _status(capture))
    unknown = ScreenTexts(found[0].screen).unknown if is_asked else []
    return _asked(reading, unknown) if unknown else reading


def _asked(reading: Reading, texts: Sequence[str]) -> Reading:
    """A screen whose objects count once somebody has answered what texts on it mean."""
    label = "" if reading.kind is None else reading.kind.label
    whole = Open(label, reason("screen_texts", texts=", ".join(f"'{text}'" for text in texts)))
    return replace(reading, objects=[], open=[whole, *reading.open])


def seen_names(
    capture: Capture, kinds: Sequence[Kind], labels: ScreenLabels, known: Mapping[str, Sequence[Fields]]
) -> list[tuple[str, str]]:
    """The names of the objects that a capture shows, each with the name of its kind, without reading their values. known: as above."""
    found = _screen(capture, kinds, labels, known)
    if isinstance(found, Open) or not found[0].screen.identity:
        return []
    values, is_not_saved = found
    reading = _read(InputValues(values.screen.with_names_only()), is_not_saved)
    return [(one.kind.name, one.identity[-1]) for one in reading.objects]


def _screen(
    capture: Capture, kinds: Sequence[Kind], labels: ScreenLabels, known: Mapping[str, Sequence[Fields]]
) -> tuple[InputValues, bool] | Open:
    """The screen, and whether it was not saved yet; why it is none that is known."""
    named = _named(capture)
    found = [InputValues(one) for one in named_screens(capture, kinds, labels, known)]
    fitting = [values for values in found if _fits(values)]
    # Its name alone does not show what an object is.
    fitting = [values for values in fitting if _shows_more(values)] or fitting
    if len(fitting) == 1:
        return fitting[0], _is_not_saved(named, labels.screens(fitting[0].screen.kind))
    return Open(next(iter(capture.headings), capture.title), _why_none(found, fitting))


def named_screens(
    capture: Capture, kinds: Sequence[Kind], labels: ScreenLabels, known: Mapping[str, Sequence[Fields]]
) -> list[SeenScreen]:
    """The screens that a heading or the title of a capture names, or otherwise another text on it, whatever else it shows; or that its labels tell."""
    texts = _named(capture), _names(capture.texts)
    named = ([kind for kind in kinds if labels.screens(kind) & names] for names in map(with_and_without_verbs, texts))
    found = next(filter(None, named), [])
    screens = [SeenScreen(capture, kind, labels, known.get(kind.name, ())) for kind in found or kinds]
    return screens if found else _told_by_labels(screens)


def _told_by_labels(screens: Sequence[SeenScreen]) -> list[SeenScreen]:
    """The only one of all screens with enough fields that no other one has."""
    shown = [(screen, screen.labels_shown) for screen in screens]
    times = Counter(name for _screen, names in shown for name in names)
    own = [screen for screen, names in shown if sum(times[name] == 1 for name in names) >= _TELLING]
    return own if len(own) == 1 else []


def _named(capture: Capture) -> set[str]:
    return _names((*capture.headings, capture.title))


def _names(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name in names_in(text)}


def _status(capture: Capture) -> str | None:
    """A text that says that the screen does not show what counts now: a draft, or changes that were not saved."""
    shown = [(item.control, f"{item.label.rstrip(' :')}: {as_text(item.value)}") for item in capture.fields]
    stated = (text for control, text in shown if control == STATIC)
    chosen = (text for control, text in shown if control == CHOICE)
    beside = (text for table in capture.tables for text in table.grid.around)
    texts = (capture.title, *capture.headings, *capture.texts, *stated, *beside)
    found = [text for text in texts if len(text) <= limits.LONGEST_AROUND and _STATUS.search(text.casefold())]
    found += [text for text in chosen if _SCOPE.search(text.casefold())]
    found += [text for _control, text in shown if _SEVERAL.search(text.casefold())]
    return next(iter(found), None)


def _is_not_saved(named: set[str], screens: set[str]) -> bool:
    """Whether the heading of a form shows that its values were not saved yet."""
    verbs = {name.split(" ")[0] for name in named - screens if without_verbs(name) in screens}
    return bool(verbs & {*text_words.NOT_SAVED})


def _why_none(found: Sequence[InputValues], fitting: Sequence[InputValues]) -> str:
    if fitting:
        return reason("several_screens", names=" or ".join(values.screen.kind.label for values in fitting))
    if found:
        return reason("other_screen", names=" or ".join(_needs(values.screen.kind) for values in found))
    return reason("no_screen")


def _needs(kind: Kind) -> str:
    """What the screen would have to show."""
    needed = kind.columns or [kind.schema[name] for name in kind.identity_fields]
    return ", ".join(one.label for one in needed) or kind.label


def _fits(values: InputValues) -> bool:
    """Whether the capture has the structure of the screen."""
    screen = values.screen
    if screen.kind.columns:
        return bool(maps(screen))
    if not screen.kind.identity_fields:
        return any(values.of(one) for one in screen.inputs)
    return is_form(values) or bool(lists(screen))


def _shows_more(values: InputValues) -> bool:
    """Whether the capture has more of the screen than the name of an object."""
    screen = values.screen
    return bool(screen.kind.columns) or any(values.of(one) for one in screen.inputs if one not in screen.identity)


def _read(values: InputValues, is_not_saved: bool) -> Reading:
    """The objects on the screen."""
    screen = values.screen
    if (status := _status(screen.capture)) is not None:
        return screen.open("status", text=status)
    if screen.kind.columns:
        return read_map(screen)
    if not screen.kind.identity_fields:
        return read_form(values)
    if not is_form(values):
        return read_list(screen)
    if is_not_saved:
        return screen.open("not_saved")
    form = read_form(values)
    listed = {one.identity for one in read_list(screen).objects}
    if listed and not {one.identity for one in form.objects} <= listed:
        return screen.open("other_form")
    return form
