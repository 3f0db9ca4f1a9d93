# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Tasks that use a library's record: confirmed objects, pending steps, and the worksheet."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Optional

from ansible.module_utils.basic import missing_required_lib

from .._answers.worksheet import Sheet, first_asked, sheet
from .._core import contacts
from .._core.contacts import Contact
from .._core.errors import Faults, OtherLibrary, TaskError, ValidationError, first_of
from .._core.objects import Identity, Kind
from .._core.reconcile import Interrupted
from .._core.store import Store
from .._pages import environment, page
from .._record import document
from .._record.file import RecordFile
from .._record.job_folder import job_folder_of
from .._record.knowledge import Knowledge
from .._record.record_store import RecordStore
from .._record.sources import summary
from .._record.steps import Step, steps
from .._reshare.ownership import configured_for_wms
from .._screens.labels import ScreenLabels
from .._task.arguments import RESHARE, WMS
from .._task.task import Call, Result, pending_steps_result
from .._wms import identity, metadata
from .._wms.catalogue import CONFIGURATION, DECLARABLE
from .._wms.objects.ill_settings import ILL_SETTINGS
from .._wms.objects.locations import HOLDING_CODE
from .._wms.objects.patrons import PATRON_ACCOUNT
from .clients import Clients
from .identity_proof import can_be_asked, refuse_unproven

_FOR_PEOPLE = ("library_display_name", "library_contact", "worksheet_due_days")
#: The maximum of worksheet_due_days.
_LONGEST_TIME = 365


def recorded_kinds(call: Call) -> tuple[Kind, ...]:
    """The kinds in the record, in the order in which objects must be created."""
    by_hand = (PATRON_ACCOUNT,) if call.params["wms_manual_accounts"] else ()
    return (*CONFIGURATION, *by_hand, ILL_SETTINGS)


def record_file(call: Call) -> RecordFile:
    """The files of the library. Raises a TaskError if options or Python libraries are missing."""
    for is_there, name in ((document.HAS_YAML, "PyYAML"), (environment.HAS_JINJA2, "Jinja2")):
        if not is_there:
            raise TaskError(missing_required_lib(name))
    directory, registry_id = call.require("wms_record_dir", "wms_registry_id")
    if call.params["wms_configuration_url"]:
        raise ValidationError(
            "wms_record_dir and wms_configuration_url are mutually exclusive: set wms_record_dir if people make the changes on "
            "the screens, or wms_configuration_url for a configuration service",
            fields=["wms_record_dir", "wms_configuration_url"],
        )
    if (job := job_folder_of(Path(directory), os.environ)) is not None:
        raise ValidationError(
            f"wms_record_dir is {directory}, in the folder {job} of this job, which the controller deletes after the job; set it to the "
            "absolute path of a folder that outlives the jobs, such as a mounted one (docs/controller.md)",
            fields=["wms_record_dir"],
        )
    if call.params["wms_knowledge_days"] < 0:
        raise ValidationError(
            "wms_knowledge_days must be a number of days, or 0 if no value becomes stale",
            fields=["wms_knowledge_days"],
        )
    return RecordFile(directory, call.library, registry_id, DECLARABLE)


#: Files that are saved with a record: their texts, None to remove one. Optional: for the pylint of ansible-test.
Worksheets = dict[Path, Optional[str]]  # noqa: UP045


@contextmanager
def opened(
    call: Call, clients: Clients, worksheets: Worksheets | None = None, starts: bool = False
) -> Iterator[RecordStore]:
    """The record as a store. Outside check mode the record is locked, and afterwards saved with its worksheet and with the
    worksheets that the task added. starts: whether a record may be missing although the library was configured before."""
    file, worksheets = record_file(call), {} if worksheets is None else worksheets
    names = labels(call)
    # Before anything is written; the worksheets need it in the end.
    for_people(call)
    if call.check_mode:
        yield opened_for_reading(call, clients, starts)
        return
    # Before the lock makes the folder.
    _refuse_lost(call, clients, file, starts)
    with file.locked():
        store = _store(call, clients, file, starts)
        try:
            yield store
        except Interrupted:
            _keep(call, clients, store, worksheets, names)
            raise
        _keep(call, clients, store, worksheets, names)


def check_options(call: Call) -> None:
    """Raise a TaskError for all options with which no record can be used. Nothing is read."""
    faults = Faults()
    for check in (record_file, labels, for_people):
        with faults.noted():
            check(call)
    faults.report()


def labels(call: Call) -> ScreenLabels:
    """The labels of the screens. Raises ValidationError for wrong ones."""
    return ScreenLabels(DECLARABLE, call.params["wms_screen_labels"])


def opened_for_reading(call: Call, clients: Clients, starts: bool = False) -> RecordStore:
    """The record as a store that is never saved. starts: as for ``opened``."""
    file = record_file(call)
    _refuse_lost(call, clients, file, starts)
    return _store(call, clients, file, starts)


def found(call: Call, tables: Iterable[Kind]) -> bool:
    """Whether the record has adopted all those tables."""
    content = record_file(call).load()
    known = [table for table in tables if content.known(table)]
    return bool(known) and all(content.was_found(table, ()) for table in known)


def result(call: Call, clients: Clients, store: RecordStore) -> Result:
    """The values about the record in every result."""
    return {
        # A rehearsal is shown even if this task sent no request.
        "sandbox": bool(store.content.rehearsal) or clients.session.sandbox,
        "read_back": [one.data for one in store.read_back],
        "withdrawn": _withdrawn(store),
        "worksheet": str(record_file(call).page("html")) if store.content.is_pending else None,
    }


def knowledge(call: Call, store: RecordStore, known: Iterable[Knowledge]) -> Result:
    """The value that describes how these objects were learnt, and how old that is."""
    entries = [one.entry(store.now, call.params["wms_knowledge_days"]) for one in known]
    return {"knowledge": {**summary(entries), "objects": entries}}


def _withdrawn(store: RecordStore) -> dict[str, Any] | None:
    withdrawal = store.content.withdrawal
    return None if withdrawal is None else withdrawal.data


def scopes(call: Call) -> list[str]:
    """The scopes that the token needs to read objects back."""
    found = [call.params["wms_scim_scope"] or identity.SCOPE] if call.params["wms_manual_accounts"] else []
    return [*found, metadata.SCOPE] if call.params["wms_read_locations"] else found


def now() -> str:
    """The time, UTC, as the record has it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def addressed(call: Call, steps: Sheet) -> Sheet:
    """A worksheet or questionnaire with what its head shows to people."""
    people = for_people(call)
    name = None if people.contact is None else people.contact.name
    return {**steps, "display_name": people.name, "assignee": name, "due": people.due(first_asked(steps))}


@dataclass(frozen=True)
class ForPeople:
    """The library for people. name: of the library. due_days: the days after which a worksheet is due; None if it never is."""

    name: str
    contact: Contact | None
    due_days: int | None

    def due(self, asked: str | None) -> str | None:
        """The day on which something is due that was requested on that day; None if it is never due, or the day is unreadable."""
        with suppress(ValueError, OverflowError):
            if self.due_days is not None and asked is not None:
                return (date.fromisoformat(asked[:10]) + timedelta(days=self.due_days)).isoformat()
        return None


def for_people(call: Call) -> ForPeople:
    """The options about people. Raises ValidationError if one is not valid."""
    name, given, days = (call.params[option] for option in _FOR_PEOPLE)
    contact, problems = None, {}
    if name and (problem := contacts.name_problem(name)):
        problems["library_display_name"] = problem
    try:
        contact = None if given is None else contacts.contact_of(given)
    except ValueError as fault:
        problems["library_contact"] = str(fault)
    if days is not None and not 1 <= days <= _LONGEST_TIME:
        problems["worksheet_due_days"] = f"is {days}; use a number from 1 to {_LONGEST_TIME}"
    if problems:
        raise ValidationError(*[f"{option} {problem}" for option, problem in problems.items()], fields=problems)
    return ForPeople(name or call.library, contact, days)


def pending(store: RecordStore) -> list[Step]:
    """All pending steps of the library, including those of other tasks."""
    return steps(DECLARABLE, store)


def pending_result(store: RecordStore) -> Result:
    """The values about the pending steps in a result."""
    found = [one for kind in DECLARABLE for one in store.pending_steps(kind)]
    return {"pending": bool(found), "pending_steps": pending_steps_result(found)}


def _store(call: Call, clients: Clients, file: RecordFile, starts: bool) -> RecordStore:
    content = file.load(starts)
    readers: dict[str, Store] = {}
    if call.params["wms_read_locations"]:
        readers[HOLDING_CODE.collection] = clients.locations
    if call.params["wms_manual_accounts"]:
        readers[PATRON_ACCOUNT.collection] = clients.accounts
    store = RecordStore(content, recorded_kinds(call), readers, now(), call.params["wms_approval"])
    clients.session.on_answer = _same_installation(call, store, file.path)
    return store


def _refuse_lost(call: Call, clients: Clients, file: RecordFile, starts: bool) -> None:
    """Refuse a new record for a library whose ReShare tenant is configured for WMS: its record is lost, or in another folder. A task without
    the variables of the tenant cannot know."""
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
    if names := configured_for_wms(settings):
        raise file.lost(
            f"the ReShare tenant '{call.params['reshare_tenant']}' is configured for WMS ({', '.join(names)})"
        )


def refuse_existing_accounts(call: Call, accounts: Iterable[Identity]) -> None:
    """Refuse a new record for a library whose own accounts exist in Identity Management."""
    if first := first_of([PATRON_ACCOUNT.described(identity) for identity in accounts], 1):
        raise record_file(call).lost(f"{first} exists")


def _same_installation(call: Call, store: RecordStore, path: Path) -> Callable[[str, bool], None]:
    """Raises OtherLibrary if a record of the sandbox is used with OCLC's systems, or the reverse, before any request with a
    token. The first response determines the system of a record. ReShare's responses do not count: the record is about WMS."""
    oclc = (call.params["wms_token_url"], call.params["wms_metadata_url"])

    def check(url: str, sandbox: bool) -> None:
        if not url.startswith(oclc):
            return
        content = store.content
        if content.rehearsal is None:
            content.rehearsal = sandbox
        elif content.rehearsal != sandbox:
            made, met = ("the sandbox", "not the sandbox") if content.rehearsal else ("OCLC's systems", "the sandbox")
            raise OtherLibrary(
                f"the record {path} was created with {made}, but {url} is {met}; set wms_record_dir to another directory for "
                "rehearsals, or correct the URL",
                str(path),
            )

    return check


def identify(call: Call, clients: Clients, store: RecordStore) -> None:
    """Determine whether the record belongs to a rehearsal, with one request per record, so that its worksheets show it. It
    stays unknown if nothing is read from OCLC, or without a response."""
    if store.content.rehearsal is None and scopes(call):
        # Without the slash, servers redirect to the URL with it.
        clients.session.identify(f"{call.params['wms_metadata_url'].rstrip('/')}/")


def _keep(call: Call, clients: Clients, store: RecordStore, worksheets: Worksheets, names: ScreenLabels) -> None:
    content, file = store.content, record_file(call)
    if any(worksheets.values()) or not content.is_blank:
        identify(call, clients, store)
    whole = addressed(call, sheet(content, pending(store), names)) if content.is_pending else None
    renders = {"html": page.worksheet_html, "md": page.worksheet_markdown}
    worksheets |= {file.page(suffix): render(whole) if whole else None for suffix, render in renders.items()}
    file.save(content, worksheets)
