# SPDX-License-Identifier: GPL-3.0-or-later

"""Filling the form on a page as the extension does it: the script runs in a world of its own, and gets the plan that a person has confirmed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._core.composites import Input
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Kind
from ansible_collections.reshare.wms.plugins.module_utils._core.values import entered
from ansible_collections.reshare.wms.plugins.module_utils._screens.catalogue_data import catalogue
from support.scripts import in_node, script
from support.widget_screens import KIND, Screen

REGISTRY_ID = "100101"
SITE = {"typed_registry_id": REGISTRY_ID}
Task = dict[str, Any]
#: The plan for a task on the screen of a capture, without anything that is known of it.
_PLAN = """
import { knownFrom } from "./assistant/read/faces.js";
import { planOf, requestOf } from "./assistant/read/plan.js";
const [capture, task, catalogue, chosen, site] = given;
const library = { registry_id: site.registry_id, names: {}, people: [] };
const about = { known: knownFrom([], catalogue, capture), library, catalogue, kinds: task.kinds ?? [task.kind], chosen };
const plan = planOf(capture, task, about);
const plain = ({ code, label, name, shown, settings, value }) => ({ code, label, name, shown, settings, value });
result = { ...plan, reading: null, proposal: null, notes: plan.notes ?? [], fields: plan.fields.map(plain) };
result.request = plan.code ? null : requestOf(plan, capture, site);
"""


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

    def capture(self) -> dict[str, Any]:
        self._evaluate(script("look.js"))
        return self._evaluate("reshareWmsLook()")

    def plan(self, task: Task, **chosen: Any) -> dict[str, Any]:
        """What the panel proposes on this screen. chosen: what a person corrects: settings by the numbers of items, places."""
        looked = self.look()
        if looked["message"]:
            return {"code": looked["code"], "fields": [], "request": None}
        known = task.get("catalogue") or catalogue([(KIND[task["kind"]], {})])
        given = self.capture(), task, known, chosen, {"registry_id": REGISTRY_ID, **task.get("site", SITE)}
        planned: dict[str, Any] = in_node(_PLAN, *given)
        return planned

    def fill(self, task: Task, **chosen: Any) -> dict[str, Any]:
        """The result of the page, with the fields that were left."""
        planned = self.plan(task, **chosen)
        if not planned["request"]:
            return {**planned, "isFilled": self.look().get("isFilled", False), "restored": None}
        return self._with_left(planned, self._evaluate(f"reshareWms.fill({json.dumps(planned['request'])})"))

    def begin(self, task: Task) -> None:
        """Fill without waiting for the result."""
        self._evaluate(f"void (globalThis.filling = reshareWms.fill({json.dumps(self.plan(task)['request'])}))")

    def end(self) -> dict[str, Any]:
        return self._evaluate("filling")

    def undo(self) -> dict[str, Any]:
        return self._evaluate("reshareWms.undo()")

    @staticmethod
    def _with_left(planned: Mapping[str, Any], result: dict[str, Any]) -> dict[str, Any]:
        left = [one for one in planned["fields"] if one.get("code") not in (None, "already_so")]
        code = "partly" if result["code"] == "filled" and left else result["code"]
        return {**result, "code": code, "fields": [*result["fields"], *left, *planned["notes"]]}

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


def task(screen: Screen, wanted: Mapping[str, Any], is_new: bool = False) -> Task:
    """The task that gives the object on a screen this body (canonical)."""
    kind = screen.kind
    shown = {one["name"] for one in screen.data["fields"]}
    inputs = [(one, *values) for one, values in kind.schema.inputs(wanted, screen.body) if one.name in shown]
    fields = [
        {"name": one.name, "label": one.label, "value": _text(one, value), "before": _text(one, before)}
        for one, value, before in inputs
        if value is not ...
    ]
    identity = {
        one.name: [_text(one, value), _text(one, before)]
        for one, value, before in inputs
        if one.name in kind.identity_fields
    }
    return {"kind": kind.name, "isNew": is_new, "identity": identity, "fields": fields, "table": None}


def fields_task(**wanted: tuple[str, str, str]) -> Task:
    """The task that gives fields a value: the label, the form, the value. They were blank."""
    fields = [
        {"name": name, "label": label, "value": value, "before": None} for name, (label, _form, value) in wanted.items()
    ]
    inputs = [
        {"name": name, "label": label, "form": form, **({"of": {"form": "text"}} if form == "lines" else {})}
        for name, (label, form, _value) in wanted.items()
    ]
    known = {"loan_policy": {"plural": "loan_policies", "label": "Loan Policy", "identity": [], "inputs": inputs}}
    return {"kind": "loan_policy", "isNew": False, "identity": {}, "fields": fields, "table": None, "catalogue": known}


def row_task(kind: Kind, *rows: tuple[Sequence[str], Sequence[str] | None], **more: Any) -> Task:
    """The task that gives rows of a map these cells, each with the cells before."""
    made = [
        {
            "mark": "changed" if before else "new",
            "cells": [*cells],
            "before": before and [*before],
            "where": "",
            "isAsked": True,
        }
        for cells, before in rows
    ]
    table = {"ordered": False, "rows": [{**one, "number": at} for at, one in enumerate(made)], **more}
    return {"kind": kind.name, "isNew": False, "identity": {}, "fields": [], "table": table}


def _text(one: Input, value: Any) -> str:
    """A value as a worksheet shows it."""
    return entered(one.value.show(None if value is ... else value))
