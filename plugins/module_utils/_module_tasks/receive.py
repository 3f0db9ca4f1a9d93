# SPDX-License-Identifier: GPL-3.0-or-later

"""The import of what people send back: files of all formats, and confirmations and approvals in options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .._answers.received import Imported
from .._core.objects import AboutObject, Declaration
from .._record.sources import now
from .._task.task import Call, Result, task
from .._wms.catalogue import DECLARABLE
from .._wms.objects.ill_settings import ILL_SETTINGS
from . import (
    applying,
    ask,
    excepted,
    persons,
    received_files,
    received_reports,
    record,
    record_views,
    recorded_evidence,
    report_comparison,
    screen_reviews,
    seen_screens,
    withdrawal,
)


@task(
    {
        "files": {"type": "list", "elements": "path", "default": []},
        "shared": {"type": "bool", "default": False},
        "archive": {"type": "path"},
        "fail_on_rejected": {"type": "bool", "default": True},
        **persons.ARGUMENTS,
        **screen_reviews.ARGUMENTS,
        **report_comparison.ARGUMENTS,
    },
    DECLARABLE,
)
def import_task(call: Call) -> Result:
    """The work of record_import."""
    persons.refuse_together(call)
    box = received_files.find(call)
    wanted = applying.declare_all(call.params_raw.get("configuration") or {}, (), DECLARABLE)
    return _import(call, box, wanted)


def _import(call: Call, box: received_files.Inbox, wanted: Mapping[str, Declaration]) -> Result:
    # A change that is confirmed while reports are read counts as later than their import.
    clients, started = record.connect(call), now()
    with record.opened(call, clients) as store:
        before, evidence = _titles(record_views.pending(store)), received_reports.shown(store.content)
        outcome, seen = received_files.take(call, store, box, wanted)
        seen_screens.warn_of_early(call, store, seen)
        outcome.skipped += seen_screens.skipped(seen)
        spoken = persons.spoken(call, store)
        with box.refusals(store):
            outcome += persons.take(call, store, spoken)
        outcome += persons.decide(call, store)
        screen_reviews.take(call, store)
        compared = report_comparison.compare(call, clients, box, wanted, store)
        new = received_reports.keep_evidence(call, store.content, compared, started)
        written, questions = ask.write_again(call, store, wanted)
        after = _titles(record_views.pending(store))
    changed = [name for name, objects in outcome.changed.items() if objects] or store.read_back
    old_fields, new_fields = seen_screens.diff(seen)
    shown = received_reports.shown(store.content) if compared else {}
    return {
        **record_views.pending_result(store),
        **clients.result(),
        **record_views.result(call, store),
        "live": withdrawal.confirmed_live(store.known(ILL_SETTINGS)),
        **record_views.knowledge_of(call, store, [*outcome.confirmed, *outcome.approved, *outcome.recorded]),
        **{name: [about.data for about in objects] for name, objects in outcome.changed.items()},
        **seen_screens.result(seen, store),
        **report_comparison.result(compared),
        **questions,
        "changed": bool(changed) or seen_screens.changed(seen, store) or new or written or box.moves,
        "to_except": [*excepted.proposed(call, store, wanted, outcome.impossible)],
        "evidence": recorded_evidence.dates(store.content.evidence),
        **box.result(outcome),
        "diff": {
            "before": {"pending": before, **old_fields, **(evidence if compared else {})},
            "after": {"pending": after, **_recorded(outcome), **new_fields, **shown},
        },
    }


def _recorded(outcome: Imported) -> dict[str, list[str]]:
    return {"recorded": _titles(outcome.recorded)} if outcome.recorded else {}


def _titles(objects: Sequence[AboutObject]) -> list[str]:
    return [about.title for about in objects]
