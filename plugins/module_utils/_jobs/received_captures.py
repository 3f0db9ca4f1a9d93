# SPDX-License-Identifier: GPL-3.0-or-later

"""Captures among received files, and in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .._answers import captures, importing
from .._answers.captures import ReceivedCapture, Shown
from .._answers.importing import Observed
from .._answers.received import Skipped, SubmittedFile
from .._core.objects import Declaration
from .._record.content import ScreenLabel
from .._record.record_store import RecordStore
from .._record.steps import before_live
from .._screens.labels import of_entries
from .._task.task import Call, Result
from . import record_options, record_views

#: Imports one file completely or not at all.
Refusals = Callable[[RecordStore, Path], AbstractContextManager[None]]


def evidence(call: Call, store: RecordStore, file: SubmittedFile, by: str) -> Shown:
    """What the captures in a received file show. by: who made it. Raises RejectedFile if one is damaged."""
    labels = record_options.labels(call)
    found = captures.read(str(file.path), file.content.get("captures") or [], store.now, labels)
    captures.learn(store, found, by)
    kinds = [kind for kind in record_options.recorded_kinds(call) if not store.readable(kind)]
    return captures.evidence(found, captures.screens(store, kinds, labels, {}))


def observe(
    call: Call,
    store: RecordStore,
    files: Sequence[SubmittedFile],
    by: str,
    refusals: Refusals,
    declared: Mapping[str, Declaration],
) -> list[Observed]:
    """Record what captures show. A damaged file is rejected, and the others are imported."""
    found: list[ReceivedCapture] = []
    labels = record_options.labels(call)
    for file in files:
        with refusals(store, file.path):
            found += captures.read(str(file.path), file.content, store.now, labels, len(found))
    captures.learn(store, found, by)
    observed = importing.observe(store, record_options.recorded_kinds(call), found, labels, by, declared)
    live = [one for capture in observed for one in capture.objects if one.goes_live]
    others = before_live(record_views.pending(store))
    if live and others:
        call.warn(
            f"{live[-1].title} was seen enabled while steps are pending ({', '.join(others)}): the link is live already. Set Enable to No on the "
            "screen until these steps are done"
        )
    return observed


def skipped(observed: Sequence[Observed]) -> list[Skipped]:
    """The parts of captures without effect."""
    return [one for capture in observed for one in capture.skipped]


def result(observed: Sequence[Observed], labels: Iterable[ScreenLabel]) -> Result:
    """The values about captures in a result. labels: what persons stated about texts on the screens."""
    stated = of_entries((one.path, one.text) for one in labels)
    return {"captures": [_result(one) for one in observed], "screen_labels": stated}


def _result(one: Observed) -> dict[str, Any]:
    objects = [{**found.data, "fields": found.kind.show(found.seen)} for found in one.objects]
    differs = [{**found.data, **asdict(each)} for found in one.objects for each in found.differs]
    return {
        "path": one.source,
        "at": one.capture.at,
        "screen": one.kind.name if one.kind is not None else None,
        "objects": objects,
        "differs": differs,
        "open": [asdict(each) for each in one.open],
        "unplaced": one.unplaced,
    }


def changed(observed: Sequence[Observed]) -> bool:
    """Whether the record changed."""
    return any(one.changed for capture in observed for one in capture.objects)


def diff(observed: Sequence[Observed]) -> tuple[Result, Result]:
    """The confirmed fields that changed, before and after, by the title of their object."""
    before: Result = {}
    after: Result = {}
    for one in (one for capture in observed for one in capture.objects if one.after):
        before[one.title] = {**one.before, **before.get(one.title, {})}
        after[one.title] = {**after.get(one.title, {}), **one.after}
    return ({"seen": before}, {"seen": after}) if after else ({}, {})
