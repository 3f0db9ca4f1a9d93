# SPDX-License-Identifier: GPL-3.0-or-later

"""How much of the screens in captures is labelled and written as the specs have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .._core.objects import Kind
from .._core.values import ROWS, Input
from .capture import Capture, SeenTable
from .forms import read_form
from .input_values import InputValues
from .inputs import column
from .labels import ScreenLabels, is_cut_off, plain
from .recognition import named_screens
from .screen import SeenScreen, as_text
from .words.row_words import NO_VALUE


@dataclass(frozen=True)
class LegibleScreen:
    """What one capture of a screen shows. kind: its name. found, lacking: the names of the inputs or columns whose labels it has, and has not.
    unknown: the labels or headers that belong to none. unclear: the inputs whose values were not understood. repeated: how many names are in a list
    more than once. is_list: whether it shows a list of objects, not the inputs of one. words: how often each word for *all* is in the columns that select."""

    kind: str
    found: frozenset[str]
    lacking: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    unclear: frozenset[str] = frozenset()
    repeated: int = 0
    is_list: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class LegibleCapture:
    """What one capture shows. marked: whether labels end with a colon or an asterisk. cut_off: how many texts are. screen: None if it is not known,
    or could be several."""

    marked: bool
    cut_off: int
    screen: LegibleScreen | None


#: What a cell can have that means all, in the words of a finding.
ALL_WORDS = {"all": "All", "any": "Any", "": "blank"}


def legible(capture: Capture, kinds: Sequence[Kind], labels: ScreenLabels) -> LegibleCapture:
    """What a capture shows of the labels and words that the specs have."""
    marked = any(one.label.rstrip().endswith((":", "*")) for one in capture.fields)
    texts = [as_text(one.value) for one in capture.fields]
    texts += [text for table in capture.tables for row in table.grid.rows for text in row]
    found = [one for one in map(_screen, named_screens(capture, kinds, labels, {})) if one.found]
    return LegibleCapture(marked, sum(map(is_cut_off, texts)), found[0] if len(found) == 1 else None)


def _screen(screen: SeenScreen) -> LegibleScreen:
    values = InputValues(screen)
    wanted = [one for one in screen.inputs if one.value.control != ROWS]
    found = [one for one in wanted if values.of(one)]
    if screen.kind.columns or not found:
        return _table(screen)
    titles = {one.label for one in read_form(values).open}
    return LegibleScreen(
        screen.kind.name,
        _names(found),
        _names(one for one in wanted if one not in found),
        frozenset(plain(item.label) for item in values.unplaced() if item.label),
        _names(one for one in found if one.title in titles),
    )


def _names(inputs: Iterator[Input] | Sequence[Input]) -> frozenset[str]:
    return frozenset(one.name for one in inputs)


def _table(screen: SeenScreen) -> LegibleScreen:
    """The columns of a map, or the names of a list, in the table that has most of them."""
    kind = screen.kind
    wanted = [column(one) for one in kind.columns] or screen.identity
    names = {one: screen.labels.of(kind, one) for one in wanted}
    table = max(screen.capture.tables, key=lambda one: len(_columns(one, names)), default=None)
    if table is None:
        return LegibleScreen(kind.name, frozenset())
    places = _columns(table, names)
    known = set(NO_VALUE).union(*names.values(), *screen.names.values())
    return LegibleScreen(
        kind.name,
        _names(list(places)),
        _names([one for one in wanted if one not in places]),
        frozenset(map(plain, table.grid.header)) - known,
        repeated=_repeated(kind, table, places),
        is_list=not kind.columns,
        words=tuple(_words(kind, table, places)),
    )


def _columns(table: SeenTable, names: dict[Input, set[str]]) -> dict[Input, int]:
    """The place of each column that the table has once."""
    header = [plain(text) for text in table.grid.header]
    found = {one: [at for at, text in enumerate(header) if text in known] for one, known in names.items()}
    return {one: at[0] for one, at in found.items() if len(at) == 1}


def _repeated(kind: Kind, table: SeenTable, places: dict[Input, int]) -> int:
    if kind.columns or not places:
        return 0
    rows = [tuple(row[at].strip() for at in places.values() if at < len(row)) for row in table.grid.rows]
    return sum(count > 1 for row, count in Counter(rows).items() if all(row))


def _words(kind: Kind, table: SeenTable, places: dict[Input, int]) -> Iterator[str]:
    for one, at in places.items():
        if one.name in kind.selectors:
            texts = (plain(row[at]) for row in table.grid.rows if at < len(row))
            yield from (ALL_WORDS[text] for text in texts if text in ALL_WORDS)
