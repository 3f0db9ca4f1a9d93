# SPDX-License-Identifier: GPL-3.0-or-later

"""What the screens in received files show, in the result of a task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from .._answers.importing import Observation, Observed
from .._answers.received import Skipped
from .._record.record_store import RecordStore
from .._record.steps import before_live
from .._task.task import Call, Result
from . import record_views


def warn_of_early(call: Call, store: RecordStore, observed: Sequence[Observed]) -> None:
    """Warn if a screen shows a link that is live while steps are pending."""
    live = [observation for observation in _observations(observed) if observation.goes_live]
    others = before_live(record_views.pending(store))
    if live and others:
        call.warn(
            f"{live[-1].title} was seen enabled while steps are pending ({', '.join(others)}): the link is live already. Set Enable to No on the "
            "screen until these steps are done"
        )


def _observations(observed: Sequence[Observed]) -> Iterator[Observation]:
    return (screen.found for screen in observed if screen.found is not None)


def skipped(observed: Sequence[Observed]) -> list[Skipped]:
    """The answers without an effect; none if the file was imported before."""
    return [answer for screen in observed for answer in screen.skipped]


def result(observed: Sequence[Observed], store: RecordStore) -> Result:
    """The values about screens in a result."""
    return {
        "screens": [_result(screen) for screen in observed],
        "known_screens": [patch["id"] for patch in store.content.patches],
        "reopened": [event.what for event in store.reopened],
    }


def _result(observed: Observed) -> dict[str, Any]:
    shown: dict[str, Any] = {"object": None, "differs": []}
    if observed.found is not None:
        about = observed.found.data
        differs = [{**about, **asdict(difference)} for difference in observed.found.differs]
        shown = {"object": {**about, "fields": observed.found.fields}, "differs": differs}
    opened = [asdict(reason) for reason in observed.open]
    return {"path": observed.source, "at": observed.at, "screen": observed.kind, **shown, "open": opened}


def changed(observed: Sequence[Observed], store: RecordStore) -> bool:
    """Whether the record or the known screens changed."""
    return bool(store.content.patches or store.reopened) or any(
        observation.changed for observation in _observations(observed)
    )


def diff(observed: Sequence[Observed]) -> tuple[Result, Result]:
    """The confirmed fields that changed, before and after, by the title of their object."""
    before: Result = {}
    after: Result = {}
    for seen in (seen for seen in _observations(observed) if seen.after):
        title = seen.title
        before[title] = {**seen.before, **before.get(title, {})}
        after[title] = {**after.get(title, {}), **seen.after}
    return ({"seen": before}, {"seen": after}) if after else ({}, {})
