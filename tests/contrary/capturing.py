# SPDX-License-Identifier: GPL-3.0-or-later

"""Captures of the sandbox's screens as the assistant makes them in the markup ``app``, without a browser. A test compares both."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import Any

from reshare_wms_sandbox.configuration.kinds import BY_PLURAL, Shape
from reshare_wms_sandbox.librarian.browser import Browser

Item = dict[str, Any]

#: What the assistant calls the controls of a page; others have the same name.
_CONTROLS = {"number": "text", "lines": "text", "radio": "choice"}


def captures(browser: Browser, plurals: Collection[str]) -> Iterator[dict[str, Any]]:
    """A capture of each of these screens, and of each object in their lists."""
    for plural in sorted(plurals):
        browser.open(plural)
        names = browser.names if BY_PLURAL[plural].shape is Shape.OBJECTS else []
        yield _capture(browser)
        for name in names:
            browser.open(plural, name=name)
            yield _capture(browser)


def items(screen: dict[str, Any]) -> Iterator[Item]:
    """What the assistant finds on a screen."""
    yield {"type": "heading", "text": screen["heading"], "level": 1}
    for section in screen["sections"]:
        group = [section["label"]] if section["label"] else []
        if group:
            yield {"type": "heading", "text": section["label"], "level": 2}
        for line in section["lines"]:
            yield from _fields(line, group)
        for grid in section["grids"]:
            yield _table(grid, group)


def _capture(browser: Browser) -> dict[str, Any]:
    head = {"format": "reshare.wms capture", "version": 1, "at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    # The person states beside each table that it is whole; no page of it has further rows.
    assert all(len(grid["rows"]) == grid["total"] for grid in browser.tables)
    found = [{**one, "all_rows": True} if one["type"] == "table" else one for one in items(browser.screen)]
    return {**head, "title": "", "address": "", "items": found}


def _fields(line: dict[str, Any], group: list[str]) -> Iterator[Item]:
    labels = [one["label"] or line["label"] for one in line["controls"]]
    for at, (label, one) in enumerate(zip(labels, line["controls"], strict=True)):
        found = {
            "type": "field",
            "label": label,
            "control": _CONTROLS.get(one["type"], one["type"]),
            "value": _value(one),
        }
        if one["type"] == "choice":
            found |= {"option": one["options"].index(found["value"]), "options": len(one["options"])}
        beside = [
            text for other, near in enumerate(line["controls"]) if other != at for text in _beside(near, labels[other])
        ]
        yield {**found, "group": group, "state": [], **({"beside": beside} if beside else {})}


def _beside(control: dict[str, Any], label: str) -> list[str]:
    """The texts of a control that stands beside another one. Its own label is a text beside it, too."""
    own = [control["label"]] if control["label"] else []
    return [f"{label}: {_value(control)}".rstrip(), *own]


def _value(control: dict[str, Any]) -> Any:
    values = control["values"]
    return values if control["type"] == "choices" else values[0] if values else ""


def _table(grid: dict[str, Any], group: list[str]) -> Item:
    rows = [[str(at), *map(_cell, row["cells"]), ""] for at, row in enumerate(grid["rows"], start=1)]
    header = ["#", *grid["header"], "Actions"]
    found = {"type": "table", "label": grid["label"], "group": group, "header": header, "rows": rows}
    return {**found, "around": [], "doubts": []}


def _cell(controls: list[dict[str, Any]]) -> str:
    return "; ".join(text for control in controls for text in control["values"])
