# SPDX-License-Identifier: GPL-3.0-or-later

"""The options about the record of a library, and about the people who work with it."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from ansible.module_utils.basic import missing_required_lib

from .._core import contacts
from .._core.contacts import Contact
from .._core.errors import Faults, TaskError, ValidationError
from .._core.objects import Kind
from .._pages import environment
from .._record import document
from .._record.file import RecordFile
from .._record.job_folder import job_folder_of
from .._task.task import Call
from .._wms import metadata
from .._wms.catalogue import CONFIGURATION, DECLARABLE
from .._wms.objects.ill_settings import ILL_SETTINGS
from .._wms.objects.patrons import PATRON_ACCOUNT
from .clients import account_scope

_FOR_PEOPLE = ("library_display_name", "library_contact", "worksheet_due_days")
#: The maximum of worksheet_due_days.
_LONGEST_TIME = 365


def recorded_kinds(call: Call) -> tuple[Kind, ...]:
    """The kinds in the record, in the order in which objects must be created."""
    by_hand = (PATRON_ACCOUNT,) if call.params["wms_manual_accounts"] else ()
    return (*CONFIGURATION, *by_hand, ILL_SETTINGS)


def record_file(call: Call) -> RecordFile:
    """The files of the library. Raises a TaskError for missing or invalid options, or missing Python libraries."""
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
            "absolute path of a folder that outlives the jobs, such as a mounted one (docs/ci.md)",
            fields=["wms_record_dir"],
        )
    if call.params["wms_knowledge_days"] < 0:
        raise ValidationError(
            "wms_knowledge_days must be a number of days, or 0 if no value becomes stale",
            fields=["wms_knowledge_days"],
        )
    return RecordFile(directory, call.library, registry_id, DECLARABLE)


def check_options(call: Call) -> None:
    """Raise a TaskError for all options with which no record can be used. Nothing is read."""
    faults = Faults()
    for check in (record_file, for_people):
        with faults.noted():
            check(call)
    faults.report()


def scopes(call: Call) -> list[str]:
    """The scopes that the token needs to read objects back."""
    scopes = [account_scope(call)] if call.params["wms_manual_accounts"] else []
    return [*scopes, metadata.SCOPE] if call.params["wms_read_locations"] else scopes


@dataclass(frozen=True)
class ForPeople:
    """The library as pages and e-mails show it. name: of the library. due_days: the days after which a worksheet is due; None if it never is."""

    name: str
    contact: Contact | None
    due_days: int | None

    def due(self, asked: str | None) -> str | None:
        """The day on which something requested on the day *asked* is due; None if it is never due, or the day is unreadable."""
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
