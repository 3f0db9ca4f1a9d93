# SPDX-License-Identifier: GPL-3.0-or-later

"""Captures of objects, made from the specs: as the assistant would see their screens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Fields, Kind
from ansible_collections.reshare.wms.plugins.module_utils._core.values import LINES, PERIOD, ROWS, Input, YesNo, entered
from ansible_collections.reshare.wms.plugins.module_utils._screens.grid import cell
from ansible_collections.reshare.wms.plugins.module_utils._screens.inputs import value_at
from ansible_collections.reshare.wms.plugins.module_utils._screens.screen import Sighting
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE

KINDS = {kind.name: kind for kind in DECLARABLE}
AT = "2026-11-25T09:30:00Z"


def capture(items: list[dict[str, Any]], *headings: str, at: str = AT) -> dict[str, Any]:
    """A capture with these items below headings."""
    titles = [{"type": "heading", "text": text, "level": 1} for text in headings]
    head = {"format": "reshare.wms capture", "version": 1, "at": at, "title": "", "address": "https://worldcat.org/x"}
    return {**head, "items": [*titles, *items]}


def grid_of(kind: Kind, fields: Fields) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a map, as on the screen. fields: canonical."""
    rows = [[cell(row, column) for column in kind.columns] for row in fields["rows"]]
    return [column.label for column in kind.columns], rows


def whole_table(header: list[str], rows: list[list[str]]) -> dict[str, Any]:
    """A table of which a person stated that it is whole."""
    return {**table_item(header, rows), "all_rows": True}


def table_item(header: list[str], rows: list[list[str]], label: str = "", *group: str) -> dict[str, Any]:
    """A table of a screen."""
    shown = {"type": "table", "label": label, "group": list(group), "header": header, "rows": rows}
    return {**shown, "around": [], "doubts": []}


def field(label: str, value: Any, control: str = "text", *group: str) -> dict[str, Any]:
    """An input of a screen."""
    return {"type": "field", "label": label, "value": value, "control": control, "group": list(group), "state": []}


def drawn(name: str, fields: Fields, at: str = AT, whole: bool = False) -> dict[str, Any]:
    """A capture of the screen of one object. fields: as a person writes them. whole: whether all other inputs are on the screen too, blank."""
    kind = KINDS[name]
    if kind.columns:
        rows = {"rows": [kind.schema.complete(row) for row in fields["rows"]]}
        items = [whole_table(*grid_of(kind, rows))]
    else:
        blank = dict.fromkeys(kind.schema.names) if whole else {}
        items = [item for one in _inputs(kind, {**blank, **fields}) for item in _items(*one)]
    return capture(items, kind.screen_path[-1], at=at)


def _inputs(kind: Kind, fields: Fields) -> Iterator[tuple[Input, Any]]:
    canonical = kind.schema.declare(fields)
    for one in kind.schema.inputs([canonical]):
        value = value_at(canonical, one.name)
        if value is not ...:
            yield one, value


def _items(one: Input, value: Any) -> Iterator[dict[str, Any]]:
    group = [] if one.section is None else [one.section]
    if one.value.control == ROWS:
        columns = list(one.value.schema)
        rows = [[cell(row, column) for column in columns] for row in value or ()]
        header = [column.label for column in columns]
        yield table_item(header, rows, one.label, *group)
    elif one.value.control == PERIOD:
        yield field(one.label, "" if value is None else str(value["value"]), "text", *group)
        yield field(one.label, "days" if value is None else value["unit"], "choice", *group)
    elif one.value.control == LINES:
        yield field(one.label, one.value.show(value) or [], "choices", *group)
    else:
        is_switch = isinstance(one.value, YesNo)
        text = entered(one.value.show(value)) or ("No" if is_switch else "")
        yield field(one.label, text, "switch" if is_switch else one.value.control, *group)


#: Texts that a value, cell or label can be replaced by.
_TEXTS = (
    *(
        "",
        " ",
        "--",
        "None",
        "n/a",
        "Select one",
        "Please choose",
        "All",
        "No",
        "Yes",
        "No Limit",
        "Policy\u2026",
        "cut off...",
    ),
    *(
        "28",
        "28 day(s)",
        "28 Tage",
        "2 h",
        "3 m",
        "(blank)",
        "\u2014",
        "2027-01-15, 2027-08-20",
        "3 policies selected",
        "A, b",
        "\u20ac 2.50",
        "\u2713",
        "Unlimited",
        "Any",
        "Choose an option",
        "28 days",
        "4 weeks",
        "2 days 12 hours",
        "1,000",
        "1.50",
        "-1",
        "a; b",
        "2026-11-26",
        "\u00c4\u00df\u200b",
        "'",
        '"x"',
    ),
)
_PAGERS = (
    *("1 2 3 Next", "2 of 2 rows", "Page 1 of 1 (2 rows)", "Showing 1 to 2 of 2 (filtered from 60)"),
    "Page 1 of 1",
    "Page 1 of 3",
    "1-2 of 2",
    "1 - 2 of 60",
    "2 rows",
    "more rows appear while the table is scrolled",
)
_BESIDE = (
    *(
        "Superseded",
        "Use default: Yes",
        "Policy Name: x",
        ": 21 days",
        "Unit: days",
        "Tage",
        "days (default)",
        "Length of a loan",
        "Only for renewals",
    ),
    *(
        "Default: 28",
        "7/50",
        "On",
        "Off",
        "$",
        "%",
        "No Limit: Yes",
        "Replaced by 21 days since May",
        "2 of 3",
        "\u2014",
    ),
)
_NOTES = (
    "Preview mode",
    "Inactive",
    "Unsaved changes",
    "Status: Draft",
    "0 means unlimited",
    "28 = No Limit",
    "Amounts in cents",
    "Loans",
)
#: Texts and buttons around a table.
_AROUND = (
    *(
        "",
        "1",
        "2",
        "\u203a",
        "Next",
        "Add row",
        "Rows per page: 2",
        "25 / page",
        "Search:",
        ": Main",
        "Patron Policy: Guests",
    ),
    *(
        "1 of 2 selected",
        "Sorted by Loan Policy",
        "Order by: position",
        "Guests \u00d7",
        "2\u4ef6\u4e2d 60",
        "Updated 10:45, 2 rows",
    ),
    *("Total: 2", "All 2 rows", "60 rows", "Affichage de 1 \u00e0 2 sur 2", "Clear filter", "Load more"),
)


def changed(chance: Random, given: dict[str, Any]) -> dict[str, Any]:
    """A capture with a few parts of its screen changed at random."""
    items = [dict(item) for item in given["items"]]
    for _change in range(chance.randint(1, 3)):
        at = chance.randrange(len(items)) if items else 0
        item = items[at] if items else {"type": "heading", "text": "", "level": 1}
        kind = chance.choice(("drop", "double", "change", "change", "change", "pager", "filter", "note"))
        if kind == "drop":
            items[at : at + 1] = []
        elif kind == "double":
            items.insert(chance.randint(0, len(items)), item)
        elif kind == "pager":
            items.append({"type": "pager", "text": chance.choice(_PAGERS)})
        elif kind == "note":
            items.append({"type": chance.choice(("note", "site")), "text": chance.choice(_NOTES)})
        elif kind == "filter":
            items.insert(0, field(chance.choice(("Search", "Find a row", "Location")), chance.choice(_TEXTS)))
        elif items:
            items[at] = _changed(chance, item)
    labels = chance.choice(
        ({}, {}, {}, {"blank": ["None"]}, {"names": ["None"]}, {"loan_policy": {"parts": ["Restricted loan"]}})
    )
    return {**given, "items": items, "labels": labels}


def _changed(chance: Random, item: dict[str, Any]) -> dict[str, Any]:
    text = chance.choice(_TEXTS)
    if item["type"] in ("heading", "pager", "unread", "note", "site"):
        return {
            **item,
            "text": chance.choice((text, f"Edit {item['text']}", f"New {item['text']}", item["text"].upper())),
        }
    if item["type"] == "field":
        name = chance.choice(("label", "value", "value", "control", "group", "state", "option", "beside"))
        labels = (
            text,
            item["label"].upper(),
            f"* {item['label']} *",
            f"{item['label']} (days)",
            "Number",
            f" {item['label']}: (required)",
        )
        choices = {
            "label": labels,
            "value": (text, [text], [text, "b"]),
            "control": ("choice", "switch", "static"),
            "group": (
                [],
                [text],
                ["Restricted loan"],
                ["General", "Loan periods"],
                ["Institution defaults"],
                [item["label"]],
            ),
            "state": (["disabled"], ["readonly", "changed"], ["invalid"], []),
            "option": (0, 2),
            "beside": tuple([one] for one in (*_BESIDE, text)),
        }
        return {**item, name: chance.choice(choices[name])}
    rows = [list(row) for row in item["rows"]]
    name = chance.choice(
        ("header", "cell", "row", "total", "short", "sorted", "all_rows", "own_order", "around", "doubts", "left_out")
    )
    if name == "header":
        header = list(item["header"])
        header[chance.randrange(len(header))] = text
        return {**item, "header": header}
    about_rows = {
        **{"sorted": text, "all_rows": True, "own_order": True, "left_out": [0], "doubts": [{"row": 0, "code": "new"}]},
        "around": [*item["around"], chance.choice((*_PAGERS, *_AROUND, text))],
    }
    if name in about_rows:
        return {**item, name: about_rows[name]}
    if name == "total":
        return {**item, "total": chance.choice((len(rows), 0, 60))}
    if rows and name == "row":
        rows.append([*chance.choice(rows)])
    elif rows and name == "short":
        rows[-1] = rows[-1][:-1]
    elif rows and rows[0]:
        rows[0][chance.randrange(len(rows[0]))] = text
    return {**item, "rows": rows}


CASES = json.loads((Path(__file__).parent / "capture_cases.json").read_text(encoding="utf-8"))


#: Labels that nobody can state: unknown names, or of another form.
WRONG_LABELS: list[Any] = [
    [],
    {"loan_polcy": {}},
    {"loan_policy": []},
    {"loan_policy": {"field": {}}},
    {"loan_policy": {"fields": {"loan_perod": ["x"]}}},
    {"loan_policy": {"fields": {"loan_period": "x"}}},
    {"loan_policy": {"screen": [""]}},
    {"blank": "None"},
    {"ill_settings": {"fields": {"reshare.enabled": ["x"]}}},
    {"loan_policy": {"fields": {"loan_period": [1]}}},
    {"names": ["None", " "]},
    {"loan_policy": {"fields": []}},
    {"loan_policy": {"fields": {"": ["x"]}}},
]


def capture_of(case: dict[str, Any]) -> dict[str, Any]:
    """The capture of one of the cases, whose items need not have the members that say nothing."""
    silent = {"field": {"state": []}, "table": {"around": [], "doubts": []}}
    items = [{**silent.get(item["type"], {}), **item} for item in case["items"]]
    stated = {"labels": case["stated"]} if "stated" in case else {}
    return {**capture(items, *case["headings"]), "title": case.get("title", ""), **stated}


def as_shown(sighting: Sighting) -> dict[str, Any]:
    """The texts of an object, by the names of its inputs, or row by row."""
    kind, fields = sighting.kind, sighting.fields
    if kind.columns:
        rows = [
            [entered(field.value.show(row.get(field.name))).replace("\n", "; ") for field in kind.columns]
            for row in fields["rows"]
        ]
        return {"key": sighting.key, "rows": rows}
    texts = {}
    for one in kind.schema.inputs([fields]):
        value: Any = fields
        for part in one.name.split("."):
            value = value.get(part, ...) if value is not ... else ...
        if value is not ...:
            texts[one.name] = entered(one.value.show(value))
    return {"key": sighting.key, "fields": texts}


def numbered_pages(rows: list[dict[str, Any]], size: int, **stated: bool) -> list[dict[str, Any]]:
    """Captures of the pages of a hold limit matrix without a pager, with a column that numbers the rows. stated: of each table."""
    found = []
    for start in range(0, len(rows), size):
        page = drawn("hold_limit_matrix", {"rows": rows[start : start + size]})
        for item in page["items"]:
            if item["type"] == "table":
                item.pop("all_rows", None)
                numbers = map(str, range(start + 1, len(rows) + 1))
                cells = [[number, *row] for number, row in zip(numbers, item["rows"])]
                item.update(header=["#", *item["header"]], rows=cells, **stated)
        found.append(page)
    return found


def pages_of(name: str, rows: list[dict[str, Any]], size: int, at: str = AT) -> list[dict[str, Any]]:
    """Captures of the pages of a map, each with a pager and a field with the number of the page."""
    found = []
    for start in range(0, len(rows), size):
        page = drawn(name, {"rows": rows[start : start + size]}, at)
        last = min(start + size, len(rows))
        for item in page["items"]:
            item.pop("all_rows", None)
        paging = [
            field("Page", str(start // size + 1)),
            {"type": "pager", "text": f"{start + 1} - {last} of {len(rows)}"},
        ]
        found.append({**page, "items": [*page["items"], *paging, {"type": "pager", "text": "1 2 3 Next"}]})
    return found
