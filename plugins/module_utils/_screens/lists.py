# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of objects on a screen. A list may be incomplete: nothing follows from what it does not show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from .._core.objects import Identity
from .._core.values import Input, YesNo
from .capture import SeenTable
from .grid import Grid, Open, unclear
from .labels import is_cut_off, plain
from .numbers import UNIT_LABELS, is_unit
from .screen import Reading, SeenScreen, Sighting
from .seen_objects import sighted
from .words.reasons import reason


def lists(screen: SeenScreen) -> list[SeenTable]:
    """The tables with objects of the screen."""
    return screen.tables([screen.names[one] for one in screen.identity])


def read_list(screen: SeenScreen) -> Reading:
    """The objects in the rows of the lists."""
    found = Reading(screen.kind)
    objects: dict[Identity, list[Sighting]] = {}
    for table in lists(screen):
        found.open += screen.doubted(table.grid)
        for one in _in_rows(screen, table.grid, found):
            objects.setdefault(one.identity, []).append(one)
    for first, *others in objects.values():
        if all(other.fields == first.fields for other in others):
            found.objects.append(first)
        else:
            found.open.append(Open(first.title, reason("listed_twice")))
    return found


def _in_rows(screen: SeenScreen, grid: Grid, found: Reading) -> Iterator[Sighting]:
    """The objects in the rows of one table. What is not certain becomes open in found."""
    header = [plain(text) for text in grid.header]
    shown = _shown(screen, header)
    labels = {name for names in screen.names.values() for name in names}
    for number, cells in enumerate(grid.rows):
        if number in grid.doubts:
            continue
        label = screen.row_title(grid, number)
        if any(plain(cells[at]) in labels for one, at in shown.items() if one in screen.identity and at < len(cells)):
            # A table of labels and values.
            found.open.append(Open(label, reason("label")))
            continue
        texts = {one.name: _with_unit(cells, at, header) for one, at in shown.items() if at < len(cells)}
        for entry in screen.kind.spread(texts):
            seen = {one: entry[one.name] for one in shown if one.name in entry}
            yield from sighted(screen.kind, found, _certain(screen, found, seen, label), label)


def _shown(screen: SeenScreen, header: Sequence[str]) -> dict[Input, int]:
    """The inputs that are columns of a list, with their places."""
    places = {one: [at for at, text in enumerate(header) if text in screen.names[one]] for one in screen.inputs}
    return {one: at[0] for one, at in places.items() if len(at) == 1}


def _certain(screen: SeenScreen, found: Reading, texts: Mapping[Input, str], label: str) -> dict[Input, str]:
    """The texts of a row that are certain. A switch without a text can be a picture."""
    seen = {}
    for one, given in texts.items():
        text = "" if screen.labels.is_blank(given) else given
        if why := reason("cut_off") if is_cut_off(text) else unclear(one.value, text, screen.labels):
            found.open.append(Open(label, f"{one.label}: '{text}' {why}"))
        elif text or not isinstance(one.value, YesNo):
            seen[one] = screen.labels.with_known_names(text, one.value)
    return seen


def _with_unit(cells: Sequence[str], at: int, header: Sequence[str]) -> str:
    """The text of a cell; a number with the unit that stands in the next column."""
    text = cells[at]
    following = cells[at + 1].strip() if at + 1 < min(len(cells), len(header)) else ""
    belongs = is_unit(following) and UNIT_LABELS.search(header[at + 1]) is not None
    return f"{text.strip()} {following}" if belongs and re.fullmatch("[0-9]+", text.strip()) else text
