# SPDX-License-Identifier: GPL-3.0-or-later

"""The worksheet of a library: its steps as plain data."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from .._record.record_store import RecordStore
from .._record.steps import Step
from .._screens.inputs import cell
from .screen_data import screen_data

#: The caution of a step that ends the link.
URGENT = "Urgent: the consortium ends the link of your library to ReShare. It stays live until you save this page."

#: A worksheet as plain data, for the page and the Markdown text.
Sheet = dict[str, Any]


def sheet(store: RecordStore, steps: Sequence[Step], *, fills: bool = False) -> Sheet:
    """The content of a worksheet. ``groups``: the steps by screen, in order. ``last``: the steps that go live; while other
    steps are pending, it is empty, and ``locked`` has their titles. ``count``: the number of unconfirmed steps. ``fills``: whether the assistant may
    fill forms. ``screens``: the data for the assistant."""
    ordinary = [step for step in steps if not step.goes_live]
    live = [step for step in steps if step.goes_live]
    numbers = {step.key: number for number, step in enumerate(steps, start=1)}
    digest = hashlib.sha256("".join(step.digest for step in steps).encode()).hexdigest()[:16]
    return {
        **store.content.label,
        "digest": digest,
        "count": sum(step.change.confirmed is None for step in ordinary or live),
        "groups": _groups(ordinary, numbers),
        "last": _groups([] if ordinary else live, numbers),
        "locked": [step.title for step in live] if ordinary else [],
        "fills": fills,
        "screens": screen_data(store, [(step, fields or {}) for step in steps for fields in (step.known, step.wanted)]),
    }


def first_asked(sheet: Sheet) -> str | None:
    """The day on which the oldest step of a worksheet was requested; None for a questionnaire."""
    return min((item["since"] for item in items(sheet) if "since" in item), default=None)


def items(sheet: Sheet) -> list[dict[str, Any]]:
    """The steps of a worksheet, or the questions of a questionnaire."""
    groups = [*sheet["groups"], *(sheet.get("last") or ())]
    return [item for group in groups for item in group.get("steps") or group.get("questions") or ()]


def _groups(steps: Sequence[Step], numbers: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "screen": kind.screen_path,
            "label": kind.label,
            "cautions": [URGENT] if ends_link else list(kind.guide.cautions),
            "steps": [_step(step, numbers[step.key]) for step in group],
        }
        for (kind, ends_link), group in groupby(steps, key=lambda step: (step.kind, step.ends_link))
    ]


def _step(step: Step, number: int) -> dict[str, Any]:
    change = step.change
    return {
        "number": number,
        "name": step.key,
        "digest": step.digest,
        "title": step.title,
        "action": step.action,
        "how": step.kind.guide.how(step.action),
        "since": change.since,
        "lines": [asdict(line) for line in step.lines],
        "table": _table(step),
        "impossible": None if change.impossible is None else change.impossible.data,
        "sent_back": None if change.sent_back is None else change.sent_back.data,
        "confirmed": None if change.confirmed is None else change.confirmed.source.data,
        "asked": step.asked,
        "declares": step.declares,
    }


def _table(step: Step) -> dict[str, Any] | None:
    change = step.table
    if change is None or not (change.rows or change.gone):
        return None
    columns = step.kind.columns
    return {
        "columns": [field.label for field in columns],
        "rows": [
            {
                "mark": row.mark,
                "cells": [cell(row.row, field) for field in columns],
                "before": [cell(row.before or {}, field) for field in columns] if row.mark == "changed" else None,
                "where": row.where,
            }
            for row in change.rows
        ],
        "ordered": change.ordered,
        "why": change.why,
        "gone": [[cell(row.row, field) for field in columns] for row in change.gone],
    }
