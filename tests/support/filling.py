# SPDX-License-Identifier: GPL-3.0-or-later

"""Filling the form on a page as the extension does it: the script runs in a world of its own, and gets the requests of a worksheet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._core.composites import Input
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Kind
from ansible_collections.reshare.wms.plugins.module_utils._core.values import entered
from support.scripts import in_node, script
from support.widget_screens import Screen

REGISTRY_ID = "100101"


class Hands:
    """The functions of fill.js in the page that the browser shows now. browser: a webdriver of selenium."""

    def __init__(self, browser: Any):
        self.browser = browser
        tree = browser.execute_cdp_cmd("Page.getFrameTree", {})["frameTree"]
        world = {"frameId": tree["frame"]["id"], "worldName": "reshare.wms"}
        self.context = browser.execute_cdp_cmd("Page.createIsolatedWorld", world)["executionContextId"]
        self._evaluate(script("fill.js"))

    def document(self) -> str:
        found: str = self._evaluate("reshareWms.document()")
        return found

    def look(self) -> dict[str, Any]:
        return self._evaluate("reshareWms.look()")

    def plan(self, request: Mapping[str, Any]) -> dict[str, Any]:
        return self._evaluate(f"reshareWms.plan({json.dumps(request)})")

    def fill(self, request: Mapping[str, Any]) -> dict[str, Any]:
        return self._evaluate(f"reshareWms.fill({json.dumps(request)})")

    def begin(self, request: Mapping[str, Any]) -> None:
        """Fill without waiting for the result."""
        self._evaluate(f"void (globalThis.filling = reshareWms.fill({json.dumps(request)}))")

    def end(self) -> dict[str, Any]:
        return self._evaluate("filling")

    def undo(self) -> dict[str, Any]:
        return self._evaluate("reshareWms.undo()")

    def place(self, request: Mapping[str, Any]) -> dict[str, Any]:
        return self._evaluate(f"reshareWms.markPlace({json.dumps(request)})")

    def marks(self) -> list[str]:
        """The texts of the marks on the page, which its own scripts cannot read."""
        document = self.browser.execute_cdp_cmd("DOM.getDocument", {"depth": -1, "pierce": True})
        return [text for text in _closed_texts(document["root"]) if text]

    def _evaluate(self, expression: str) -> Any:
        given = {"expression": expression, "contextId": self.context, "awaitPromise": True, "returnByValue": True}
        found = self.browser.execute_cdp_cmd("Runtime.evaluate", given)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")


def _closed_texts(node: Mapping[str, Any], is_closed: bool = False) -> Iterator[str]:
    if is_closed and node.get("nodeName") == "#text":
        yield node["nodeValue"]
    for child in (*node.get("children", ()), *node.get("shadowRoots", ())):
        yield from _closed_texts(child, is_closed or child.get("shadowRootType") == "closed")


def request(screen: Screen, wanted: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """The request that gives the object on a screen this body (canonical)."""
    kind = screen.kind
    shown = {one["name"] for one in screen.data["fields"]}
    inputs = [(one, *values) for one, values in kind.schema.inputs(wanted, screen.body) if one.name in shown]
    fields = [
        {**_described(one), "value": _text(one, value), "before": _text(one, before)}
        for one, value, before in inputs
        if value is not ...
    ]
    identity = [
        {**_described(one), "value": _text(one, before)}
        for one, _value, before in inputs
        if one.name in kind.identity_fields
    ]
    return {
        **_about(kind),
        "sections": [*_sections(one for one, *_values in inputs)],
        "object": {"is_new": False, "identity": identity},
        "fields": fields,
        **more,
    }


def _about(kind: Kind) -> dict[str, Any]:
    return {
        "registry_id": REGISTRY_ID,
        "typed_registry_id": REGISTRY_ID,
        "screen": {"names": [kind.label, kind.screen_path[-1]], "label": kind.label},
    }


def fields_request(kind: Kind, **wanted: tuple[str, str, str]) -> dict[str, Any]:
    """The request that gives fields of a screen of that kind a value: the label, the form, the value. They were blank."""
    fields = [
        {
            "name": name,
            "label": label,
            "labels": [label],
            "section": None,
            **_script(form),
            "value": value,
            "before": None,
        }
        for name, (label, form, value) in wanted.items()
    ]
    return {**_about(kind), "sections": [], "object": {"is_new": False, "identity": []}, "fields": fields}


def _script(form: str) -> dict[str, Any]:
    return {"form": form, "of": {"form": "text"}} if form == "lines" else {"form": form}


def row_request(
    kind: Kind, cells: Sequence[str], before: Sequence[str] | None, **beside: Sequence[Sequence[str]]
) -> dict[str, Any]:
    """The request that gives a row of a map these cells. beside: the texts that the rows above and below its place can have."""
    fields = [
        {**_described(Input(one.name, one.label, one.value)), "value": cell, "before": there}
        for one, cell, there in zip(kind.columns, cells, before or [None] * len(cells))
    ]
    return {
        **_about(kind),
        "sections": [],
        "object": {"is_new": False, "identity": []},
        "fields": fields,
        "row": {"is_new": before is None, **beside},
    }


def rows_request(kind: Kind, *rows: tuple[Sequence[str], Sequence[str] | None]) -> dict[str, Any]:
    """The request that gives several rows of a map these cells, each with those before."""
    made = [row_request(kind, cells, before) for cells, before in rows]
    for number, one in enumerate(made):
        for field in one["fields"]:
            field["name"] = f"{number}.{field['name']}"
    fields = [field for one in made for field in one["fields"]]
    return {**made[0], "fields": fields, "row": None, "rows": [{**one["row"], "fields": one["fields"]} for one in made]}


def _described(one: Input) -> dict[str, Any]:
    section = [one.section] if one.section else None
    return {"name": one.name, "label": one.label, "labels": _labels(one.label), "section": section, **one.value.script}


@cache
def _labels(label: str) -> list[str]:
    """The labels that an input can have on a screen, as the panel makes them."""
    source = 'import { labelsFor } from "./assistant/read/labelled.js";\nresult = labelsFor({ label: given[0] });'
    found: list[str] = in_node(source, label)
    return found


def _sections(inputs: Iterable[Input]) -> list[list[str]]:
    found = dict.fromkeys(one.section for one in inputs if one.section)
    return [[section] for section in found]


def _text(one: Input, value: Any) -> str:
    """A value as a worksheet shows it."""
    return entered(one.value.show(None if value is ... else value))
