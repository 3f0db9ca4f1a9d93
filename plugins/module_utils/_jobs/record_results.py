# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""What the result of a task has about the record of a library."""

from __future__ import annotations

from collections.abc import Iterable

from .._core.objects import AboutObject
from .._record.knowledge import Knowledge, of_objects
from .._record.record_store import RecordStore
from .._record.sources import summary
from .._record.steps import Step, steps
from .._task.task import Call, Result, pending_steps_result
from .._wms.catalogue import DECLARABLE
from .clients import Clients
from .record_options import record_file


def result(call: Call, clients: Clients, store: RecordStore) -> Result:
    """The values about the record in every result."""
    withdrawal = store.content.withdrawal
    return {
        # A rehearsal is shown even if this task sent no request.
        "sandbox": bool(store.content.rehearsal) or clients.session.sandbox,
        "read_back": [one.data for one in store.read_back],
        "withdrawn": None if withdrawal is None else withdrawal.data,
        "worksheet": str(record_file(call).page("html")) if store.content.is_pending else None,
    }


def knowledge(call: Call, store: RecordStore, known: Iterable[Knowledge]) -> Result:
    """The value that describes how these objects were learnt, and how old that is."""
    entries = [one.entry(store.now, call.params["wms_knowledge_days"]) for one in known]
    return {"knowledge": {**summary(entries), "objects": entries}}


def knowledge_of(call: Call, store: RecordStore, objects: Iterable[AboutObject]) -> Result:
    """The same for objects of the record."""
    return knowledge(call, store, of_objects(store, objects))


def pending(store: RecordStore) -> list[Step]:
    """All pending steps of the library, including those of other tasks."""
    return steps(DECLARABLE, store)


def pending_result(store: RecordStore) -> Result:
    """The values about the pending steps in a result."""
    found = [one for kind in DECLARABLE for one in store.pending_steps(kind)]
    return {"pending": bool(found), "pending_steps": pending_steps_result(found)}
