# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that use a library's record: confirmed objects, pending steps, and the worksheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from .._core.objects import Kind
from .._core.reconcile import Interrupted
from .._core.store import Store
from .._record import seen_values, sources
from .._record.file import RecordFile
from .._record.record_store import RecordStore
from .._screens.patches import REVIEWS
from .._task.task import Call
from .._wms.objects.locations import HOLDING_CODE
from .._wms.objects.patrons import PATRON_ACCOUNT
from .clients import Clients
from .record_options import check_options, record_file, recorded_kinds, scopes
from .record_refusals import refuse_lost, same_installation
from .record_views import worksheet


def connect(call: Call) -> Clients:
    """The systems from which a record reads objects back."""
    return Clients(call, scopes(call))


@contextmanager
def opened(call: Call, clients: Clients, starts: bool = False) -> Iterator[RecordStore]:
    """The record as a store. Outside check mode, the record is locked, and afterwards saved with its worksheet and with the
    pages that the task added. starts: whether a record may be missing although the library was configured before."""
    # Before anything is written: the worksheets, which are written last, need all of these options.
    check_options(call)
    file = record_file(call)
    if call.check_mode:
        yield opened_for_reading(call, clients, starts)
        return
    # Before the lock creates the folder.
    refuse_lost(call, clients, file, starts)
    with file.locked():
        store = _store(call, clients, file, starts)
        try:
            yield store
        except Interrupted:
            _keep(call, clients, store)
            raise
        _keep(call, clients, store)


def opened_for_reading(call: Call, clients: Clients, starts: bool = False) -> RecordStore:
    """The record as a store that is never saved. starts: as for ``opened``."""
    file = record_file(call)
    refuse_lost(call, clients, file, starts)
    return _store(call, clients, file, starts)


def has_adopted(call: Call, tables: Iterable[Kind]) -> bool:
    """Whether the record contains some of these tables, and adopted all of those."""
    content = record_file(call).load()
    known = [table for table in tables if content.known(table)]
    return bool(known) and all(content.was_found(table, ()) for table in known)


def _store(call: Call, clients: Clients, file: RecordFile, starts: bool) -> RecordStore:
    content = file.load(starts)
    readers: dict[str, Store] = {}
    if call.params["wms_read_locations"]:
        readers[HOLDING_CODE.collection] = clients.locations
    if call.params["wms_manual_accounts"]:
        readers[PATRON_ACCOUNT.collection] = clients.accounts
    kinds = recorded_kinds(call)
    store = RecordStore(content, kinds, readers, sources.now(), call.params["wms_approval"], file.patches)
    # Patches about other patches are few; without readings, not even these are read.
    if content.readings:
        store.reopened += seen_values.reopen(content, kinds, file.patches(REVIEWS))
    for event in store.reopened:
        call.warn(
            f"{event.what} by {event.attribution.by} on {event.attribution.at[:10]}. A person has to look at the screen again"
        )
    # A rehearsal is shown even if this task sends no request.
    if clients.session.sandbox is None:
        clients.session.sandbox = content.rehearsal
    clients.session.on_answer = same_installation(call, store, file.path)
    return store


def identify(call: Call, clients: Clients, store: RecordStore) -> None:
    """Determine whether the record belongs to a rehearsal, with one request per record, so that its worksheets show it. It
    stays unknown if nothing is read from OCLC, or without a response."""
    if store.content.rehearsal is None and scopes(call):
        # Without the slash, servers redirect to the URL with it.
        clients.session.identify(f"{call.params['wms_metadata_url'].rstrip('/')}/")


def _keep(call: Call, clients: Clients, store: RecordStore) -> None:
    if any(store.page_texts.values()) or not store.content.is_blank:
        identify(call, clients, store)
    record_file(call).save(store.content, store.page_texts | worksheet(call, store))
