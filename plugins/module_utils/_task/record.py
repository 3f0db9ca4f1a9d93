# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


# This is a private part of the collection: it may change in any release.
"""Tasks over a library's record: what is confirmed on the screens, what waits for a person, and the worksheet for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from ansible.module_utils.basic import missing_required_lib

from .._core.errors import Fault
from .._core.objects import Kind
from .._core.reconcile import Interrupted, Store
from .._pages import environment
from .._record import document, page
from .._record.file import RecordFile
from .._record.steps import Step, steps
from .._record.store import RecordStore
from .._record.worksheet import sheet
from .._wms import identity, metadata
from .._wms.catalogue import CONFIGURATION, DECLARABLE, ILL_SETTINGS
from .._wms.objects.locations import HOLDING_CODE
from .._wms.objects.patrons import PATRON_ACCOUNT
from .connect import Connection
from .task import Call, Result


def kept(call: Call) -> tuple[Kind, ...]:
    """The kinds that the record keeps, in the order in which objects must come to exist."""
    by_hand = (PATRON_ACCOUNT,) if call.params["wms_accounts_by_hand"] else ()
    return (*CONFIGURATION, *by_hand, ILL_SETTINGS)


def record_file(call: Call) -> RecordFile:
    """The files of the library. Raises a Fault where the options don't say which, or where libraries are missing."""
    for library, name in ((document.yaml, "PyYAML"), (environment.jinja2, "Jinja2")):
        if library is None:
            raise Fault(missing_required_lib(name))
    directory, registry_id = call.require("wms_record_dir", "wms_registry_id")
    if call.params["wms_configuration_url"]:
        raise Fault(
            "wms_record_dir and wms_configuration_url are both set; take one of them away: the record is for changes that people "
            "make on the screens, the other for a configuration service"
        )
    return RecordFile(directory, call.library, registry_id, DECLARABLE)


@contextmanager
def opened(call: Call, connection: Connection) -> Iterator[RecordStore]:
    """The record as a store. Outside check mode it is held alone, and afterwards what changed in it is kept, with the
    worksheet that follows from it."""
    file = record_file(call)
    if call.check_mode:
        yield opened_for_reading(call, connection)
        return
    with file.locked():
        store = _store(call, connection, file)
        try:
            yield store
        except Interrupted:
            _keep(call, file, store)
            raise
        _keep(call, file, store)


def opened_for_reading(call: Call, connection: Connection) -> RecordStore:
    """The record as a store that nothing is kept of."""
    return _store(call, connection, record_file(call))


def confirmed(call: Call, connection: Connection) -> RecordStore:
    """What is confirmed or can be read, without what is pending."""
    store = opened_for_reading(call, connection)
    store.content.pending.clear()
    return store


def found(call: Call, tables: Iterable[Kind]) -> bool:
    """Whether people said what those tables held before this collection asked for anything, as far as the record has them."""
    content = record_file(call).load()
    known = [table for table in tables if content.known(table)]
    return bool(known) and all(content.was_found(table, ()) for table in known)


def result(call: Call, store: RecordStore) -> Result:
    """What every result says of the record."""
    return {
        "read_back": list(store.read_back),
        "worksheet": str(record_file(call).worksheet("html")) if store.content.is_pending else None,
    }


def scopes(call: Call) -> list[str]:
    """What the token must allow, so that what can be read back is."""
    found = [call.params["wms_scim_scope"] or identity.SCOPE] if call.params["wms_accounts_by_hand"] else []
    return [*found, metadata.SCOPE] if call.params["wms_read_locations"] else found


def now() -> str:
    """The time, UTC, as the record has it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def pending(store: RecordStore) -> list[Step]:
    """All steps that wait for a person, whatever this task itself leaves to people."""
    return steps(DECLARABLE, store)


def _store(call: Call, connection: Connection, file: RecordFile) -> RecordStore:
    readers: dict[str, Store] = {}
    if call.params["wms_read_locations"]:
        readers[HOLDING_CODE.collection] = connection.locations
    if call.params["wms_accounts_by_hand"]:
        readers[PATRON_ACCOUNT.collection] = connection.accounts
    return RecordStore(file.load(), kept(call), readers, now())


def _keep(call: Call, file: RecordFile, store: RecordStore) -> None:
    told = sheet(store.content, pending(store)) if store.content.is_pending else None
    pages = {"html": page.worksheet_html, "md": page.worksheet_markdown}
    file.save(
        store.content,
        {file.worksheet(suffix): render(told) if told else None for suffix, render in pages.items()},
    )
