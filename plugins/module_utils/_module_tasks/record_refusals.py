# SPDX-License-Identifier: GPL-3.0-or-later

"""Refuses a record that is not the library's: a new record although the library has one, or a record made with other systems."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from .._core.errors import OtherLibrary, TaskError, first_of
from .._core.objects import Declaration
from .._core.reconcile import Reconciler
from .._record.file import RecordFile
from .._record.record_store import RecordStore
from .._reshare.ownership import configured_for_wms
from .._task.arguments import RESHARE, WMS
from .._task.task import Call
from .._wms.objects.patrons import PATRON_ACCOUNT
from .clients import Clients
from .identity_proof import can_be_asked, refuse_unproven
from .record_options import record_file


def refuse_lost(call: Call, clients: Clients, file: RecordFile, starts: bool) -> None:
    """Refuse a new record for a library whose ReShare tenant is configured for WMS: its record is lost, or in another folder. A task without
    the variables of the tenant cannot check this."""
    if starts or os.path.lexists(file.path):
        return
    file.load()
    if not can_be_asked(call, RESHARE):
        return
    try:
        settings = clients.tenant_settings
    except TaskError as fault:
        refuse_unproven(call, RESHARE, WMS, fault)
        return
    # Another run can have made the record meanwhile.
    if (names := configured_for_wms(settings)) and not os.path.lexists(file.path):
        raise file.lost(
            f"the ReShare tenant '{call.params['reshare_tenant']}' is configured for WMS ({', '.join(names)})"
        )


def refuse_existing_accounts(call: Call, reconciler: Reconciler, wanted: Mapping[str, Declaration]) -> None:
    """Refuse a new record for a library whose own accounts exist in Identity Management."""
    items = wanted[PATRON_ACCOUNT.name].items if PATRON_ACCOUNT.name in wanted else ()
    accounts = reconciler.current(PATRON_ACCOUNT, [item.identity for item in items]) if items else ()
    there = set(PATRON_ACCOUNT.identities(stored.fields for stored in accounts))
    # Accounts that somebody else created have another state, such as existing.
    own = [item.identity for item in items if item.state == "present" and item.identity in there]
    if first := first_of([PATRON_ACCOUNT.described(identity) for identity in own], 1):
        raise record_file(call).lost(f"{first} exists")


def same_installation(call: Call, store: RecordStore, path: Path) -> Callable[[str, bool], None]:
    """A check that raises OtherLibrary if a record of the sandbox is used with OCLC's systems, or the reverse, before any request with a
    token. The first response determines the system of a record. ReShare's responses do not count: the record is about WMS."""
    oclc = (call.params["wms_token_url"], call.params["wms_metadata_url"])

    def check(url: str, sandbox: bool) -> None:
        if not url.startswith(oclc):
            return
        content = store.content
        if content.rehearsal is None:
            content.rehearsal = sandbox
        elif content.rehearsal != sandbox:
            made, met = (
                ("the sandbox", "without the sandbox's header, so another system or a proxy responds there")
                if content.rehearsal
                else ("OCLC's systems", "with the sandbox's header")
            )
            raise OtherLibrary(
                f"the record {path} was created with {made}, but the response of {url} is {met}; set wms_record_dir to another directory for "
                "rehearsals, or correct the URL",
                str(path),
            )

    return check
