# SPDX-License-Identifier: GPL-3.0-or-later

"""Captures: what a person saw on a screen, as the assistant writes it. A capture is hostile until it is parsed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Union

from .._core.json_shape import COUNT, ByType, MaximumRule, NumberRule, OneOf, ShapeError, TextRule, fit
from .grid import Grid
from .words.limits import LONGEST_AROUND, LONGEST_TEXT, MOST_AROUND, MOST_ITEMS

FORMAT, VERSION = "reshare.wms capture", 1

HEADING, FIELD, TABLE, UNREAD, PAGER, NOTE, SITE = "heading", "field", "table", "unread", "pager", "note", "site"
#: The kinds of inputs in a capture.
CHOICE, CHOICES, STATIC, SWITCH = "choice", "choices", "static", "switch"
#: What a capture says about an input. apart: a text that cannot be edited, drawn in another way than the others, as no other text is.
STATES = ("disabled", "readonly", "required", "invalid", "changed", "apart")
#: Why a row of a table may be none.
DOUBTS = ("struck_through", "disabled", "changed", "new", "group", "hidden_part")

#: A value as a person sees it; a list where several are chosen. Union: for the pylint of ansible-test.
Seen = Union[str, tuple[str, ...]]  # noqa: UP007

_TEXT = TextRule(LONGEST_TEXT, blank=True)
_GROUP = ([_TEXT], None)
#: total: the number of rows according to the table. sorted: the header of the column by which it is sorted.
_ABOUT_ROWS = {"total": (int, None), "sorted": (_TEXT, None)}
#: What a person stated beside the capture: that these are all rows, in their own order; of doubtful rows, which ones count and which ones do not.
_STATED = {"all_rows": (bool, None), "own_order": (bool, None), "counted": ([COUNT], None), "left_out": ([COUNT], None)}
#: around: the short texts, headings and names of buttons that belong to the table: toolbars, pagers, filters. doubts: rows that may be no rows of it, and why.
_AROUND = {
    "around": MaximumRule(MOST_AROUND, TextRule(LONGEST_AROUND, blank=True)),
    "doubts": [{"row": COUNT, "code": OneOf(DOUBTS)}],
}
#: option: the place of the chosen option, from 0. options: how many there are.
#: beside: the short texts, and the controls with their values, that stand beside the input and are no part of its label or value.
_ABOUT_VALUE = {
    **{"option": (int, None), "options": (int, None)},
    "beside": (MaximumRule(MOST_AROUND, TextRule(LONGEST_AROUND, blank=True)), None),
}
_STATE = {"state": [OneOf(STATES)]}
_ITEMS: dict[str, dict[str, Any]] = {
    HEADING: {"text": _TEXT},
    FIELD: {"label": _TEXT, "value": (_TEXT, [_TEXT]), "control": _TEXT, "group": _GROUP, **_STATE, **_ABOUT_VALUE},
    TABLE: {
        **{"label": (_TEXT, None), "group": _GROUP, "header": [_TEXT], "rows": [[_TEXT]]},
        **{**_AROUND, **_ABOUT_ROWS, **_STATED},
    },
    UNREAD: {"text": _TEXT},
    PAGER: {"text": _TEXT},
    NOTE: {"text": _TEXT},
    SITE: {"text": _TEXT},
}
SHAPE = {
    **{"format": OneOf((FORMAT,)), "version": NumberRule(VERSION), "at": str, "title": str, "address": str},
    "items": MaximumRule(MOST_ITEMS, ByType(_ITEMS)),
    "labels": (dict, None),
}


@dataclass(frozen=True)
class SeenField:
    """An input with its value. group: the labels of what contains it, outermost first. The others are as in a capture."""

    label: str
    value: Seen
    control: str
    group: tuple[str, ...]
    state: tuple[str, ...] = ()
    option: int | None = None
    beside: tuple[str, ...] = ()

    @property
    def disabled(self) -> bool:
        """Whether nobody can change it now."""
        return "disabled" in self.state


@dataclass(frozen=True)
class SeenTable:
    """A table."""

    label: str
    group: tuple[str, ...]
    grid: Grid


@dataclass(frozen=True)
class Capture:
    """What was seen on one screen. at: when, UTC, as ``2026-11-26T09:30:00Z``. labels: what a person stated about texts on the screens, as
    wms_screen_labels would have it; they are checked by labels.ScreenLabels. notes: the texts above the fields, and others that can say that values do
    not count. site: such texts in the head and foot of the site. missing: the part of a map that no capture of its pages shows."""

    at: str
    title: str
    address: str
    headings: tuple[str, ...]
    fields: tuple[SeenField, ...]
    tables: tuple[SeenTable, ...]
    pagers: tuple[str, ...]
    notes: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    labels: Mapping[str, Any] = field(default_factory=dict)
    missing: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """All texts that are no labels or headings."""
        return (*self.notes, *self.site)


def parse(given: Any) -> Capture:
    """A capture from parsed JSON. Raises ShapeError for anything else."""
    fit(given, {"format": str, "version": int})
    if given["format"] != FORMAT:
        raise ShapeError(f"is not '{FORMAT}'", ("format",))
    if given["version"] != VERSION or _is_older(given):
        raise ShapeError("was made by another version of the assistant; update it, and read the screen again")
    fit(given, SHAPE)
    tables = tuple(map(_table, _of(given, TABLE)))
    fields = tuple(map(_field, _of(given, FIELD)))
    texts = {kind: tuple(item["text"] for item in _of(given, kind)) for kind in (HEADING, PAGER, NOTE, SITE)}
    where = (given["at"], given["title"], given["address"])
    around = (texts[PAGER], texts[NOTE], texts[SITE])
    return Capture(*where, texts[HEADING], fields, tables, *around, given.get("labels") or {})


def _is_older(given: Any) -> bool:
    """Whether an item lacks members that every capture of the present tool has."""
    members = {FIELD: _STATE.keys(), TABLE: _AROUND.keys()}
    items = given.get("items")
    known = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return any(members.get(str(item.get("type")), set()) - item.keys() for item in known)


def _of(given: Any, kind: str) -> Iterator[dict[str, Any]]:
    return (item for item in given["items"] if item["type"] == kind)


def _field(item: dict[str, Any]) -> SeenField:
    value = item["value"]
    seen = value if isinstance(value, str) else tuple(value)
    about = (tuple(item["state"]), item.get("option"), tuple(item.get("beside") or ()))
    return SeenField(item["label"], seen, item["control"], _group(item), *about)


def _table(item: dict[str, Any]) -> SeenTable:
    doubtful = {one["row"]: one["code"] for one in item["doubts"]}
    # Only a doubtful row can be left out.
    out, counted = ({*(item.get(name) or ())} & doubtful.keys() for name in ("left_out", "counted"))
    rows = [(at, row) for at, row in enumerate(item["rows"]) if at not in out]
    doubts = {at: code for at, code in doubtful.items() if at not in out | counted}
    grid = Grid(
        item["header"],
        [row for _at, row in rows],
        item.get("total"),
        item.get("sorted"),
        item.get("all_rows") is True,
        [f"row {at + 1}" for at, _row in rows],
        item.get("own_order") is True,
        tuple(item["around"]),
        {number: doubts[at] for number, (at, _row) in enumerate(rows) if at in doubts},
    )
    return SeenTable(item.get("label") or "", _group(item), grid)


def _group(item: dict[str, Any]) -> tuple[str, ...]:
    found: Sequence[str] = item.get("group") or ()
    return tuple(found)
