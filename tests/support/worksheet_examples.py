# SPDX-License-Identifier: GPL-3.0-or-later

"""Worksheets and questionnaires from the planner, for the tests of their pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._answers import (
    answers,
    importing,
    inbox,
    questions,
    received,
    sent_screens,
    worksheet,
)
from ansible_collections.reshare.wms.plugins.module_utils._answers.answers import Answer, Request
from ansible_collections.reshare.wms.plugins.module_utils._core.reconcile import Reconciler
from ansible_collections.reshare.wms.plugins.module_utils._module_tasks.applying import declare_all
from ansible_collections.reshare.wms.plugins.module_utils._record.content import RecordData
from ansible_collections.reshare.wms.plugins.module_utils._record.record_store import RecordStore
from ansible_collections.reshare.wms.plugins.module_utils._record.sources import ANSWER, Attribution, Source, now
from ansible_collections.reshare.wms.plugins.module_utils._record.steps import Step, steps
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import (
    BY_CONSEQUENCE,
    CONFIGURATION,
    DECLARABLE,
    ILL_SETTINGS,
    KINDS,
)
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.patrons import without_limits
from support.memory_store import MemoryStore
from support.seeds import HOLDING_CODES

TOKEN = "0123456789abcdef" * 2
#: The part of each worksheet file of the library adams that identifies the record and the sender.
SIGNED = {"version": 1, "library": "adams", "registry_id": "100101", "record": TOKEN, "rehearsal": False}
SIGNED |= {"by": "Jane Doe", "at": "2026-11-25T09:30:00Z", "remark": None}
KEPT = (*CONFIGURATION, ILL_SETTINGS)
NOW = "2026-11-25T09:30:00Z"
JANE = Attribution("Jane Doe", "2026-11-26T10:00:00Z")

#: The configuration of the library before ReShare.
BEFORE: dict[str, Any] = {
    "borrower_categories": [{"name": "Faculty"}],
    "patron_type_policies": [{"name": "Faculty"}],
    "notification_policies": [
        {"name": "Overdue", "notification_type": "Loan Overdue", "start_text": "Please return\nthis item:"}
    ],
    "loan_policies": [
        {"name": "Four weeks", "loan_period": "27 days", "overdue_periodic_bill": None},
        {"name": "One year", "loan_period": "12 months"},
    ],
    "loan_policy_map": {
        "exact": True,
        "rows": [
            {"patron_policy": "Faculty", "loan_policy": "One year"},
            {"material_format": "Scores", "loan_policy": "Four weeks"},
            {"loan_policy": "Four weeks"},
            {"material_format": "Maps", "loan_policy": "Four weeks"},
        ],
    },
}

#: Its configuration for ReShare: new and changed objects, and a table with new, changed, moved and deleted rows.
DECLARED: dict[str, Any] = {
    "shelving_locations": [{"holding_code": "ADMM", "name": "Interlibrary Loan"}],
    "borrower_categories": [{"name": "ReShare lending", "description": "Accounts of partner libraries"}],
    "notification_policies": [
        {"name": "Overdue", "subject": "Overdue", "start_text": "Please return <soon>\nthis item & no other:"}
    ],
    "patron_type_policies": [{"name": "ReShare lending", **without_limits()}],
    "loan_policies": [
        {"name": "Four weeks", "loan_period": "4 weeks"},
        {"name": "ReShare borrowing", "circulates": "always", "loan_period": "28 days", "overdue_periodic_bill": None},
        {"name": "ReShare lending", "loan_period": "56 days", "other_settings": {"Recall?": "No"}},
    ],
    "loan_policy_map": [
        {"holding_location": "ADMM", "shelving_location": "Interlibrary Loan", "loan_policy": "ReShare borrowing"},
        {"patron_policy": "ReShare lending", "loan_policy": "ReShare lending"},
        {"patron_policy": "Faculty", "loan_policy": "Four weeks"},
        {"material_format": "Maps", "loan_policy": "Four weeks"},
        {"material_format": "Scores", "state": "absent"},
    ],
    "hold_limit_policies": [{"name": "ReShare lending", "verified_hold_count_limit": "No Limit"}],
    "hold_limit_matrix": [{"patron_policy": "ReShare lending", "hold_limit_policy": "ReShare lending"}],
    "hold_request_policies": [
        {"name": "ReShare borrowing", "hold_fixed_due_dates": ["2027-01-31", "2027-06-30"], "forwarding_policy": "No"}
    ],
    "collection_type_policies": [
        {
            "name": "ReShare borrowing",
            "default_availability": "Available",
            "locations": [{"holding_location": "ADMM", "shelving_location": "Interlibrary Loan"}],
        }
    ],
}

#: The setting that enables the integration.
LIVE: dict[str, Any] = {
    "ill_settings": {
        "reshare": {
            "enable": True,
            "temporary_item_holding_location": "ADMM",
            "temporary_item_shelving_location": "Interlibrary Loan",
        }
    }
}


class RecordedLibrary:
    """A library whose configuration is made at the screens. found: its existing, confirmed configuration. approval: whether a second
    person has to approve confirmations."""

    approval = False

    def __init__(self, name: str = "adams", found: dict[str, Any] | None = None, registry_id: str = "100101"):
        self.content = RecordData(name, registry_id, TOKEN)
        self.oclc = MemoryStore({"holding_codes": HOLDING_CODES[:1]})
        self.make(found or {})

    def store(self) -> RecordStore:
        return RecordStore(self.content, KEPT, {"holding_codes": self.oclc}, NOW, self.approval)

    def make(self, config: dict[str, Any]) -> None:
        """Declare objects, and confirm them."""
        self.declare(config)
        for step in self.steps():
            self.content.confirm(step.kind, step.identity, step.wanted, Source(ANSWER, JANE))

    def declare(self, config: dict[str, Any]) -> None:
        """Declare objects."""
        store = self.store()
        Reconciler(KINDS, lambda _kind: store).run(declare_all(config, (), DECLARABLE), False)

    def steps(self) -> list[Step]:
        return steps(KEPT, self.store())

    def report_impossible(self, title: str, reason: str) -> None:
        """Report a step as impossible."""
        (step,) = (step for step in self.steps() if step.title == title)
        confirm(self.store(), received.Signed("the file", JANE), {step.key: Request(step.digest, impossible=reason)})

    def confirm(self, path: Path) -> received.Imported:
        """Import a file of a page for people."""
        (file,) = (one for one in inbox.single(inbox.read_file(path)) if one.library == self.content.library)
        signed = received.check(file, self.content, now())
        given = answers.parse_answers(file, signed.attribution)
        return importing.apply(self.store(), signed, given, self.shown(file))

    def adopt(self, path: Path) -> list[str]:
        """Import an answers file."""
        return [one.key for one in self.confirm(path).recorded]

    def shown(self, file: received.SubmittedFile) -> sent_screens.Shown:
        """What the screens in a file show."""
        return sent_screens.read_screens(
            str(file.path), file.content.get("screens") or {}, self.store(), KEPT, JANE.by
        ).shown

    def sheet(self) -> dict[str, Any]:
        return worksheet.sheet(self.store(), self.steps())

    def questions(self, config: dict[str, Any]) -> dict[str, Any]:
        """The questionnaire for these declarations."""
        asked = questions.missing(KEPT, self.store(), declare_all(config, (), DECLARABLE))
        return questions.sheet(self.store(), asked)

    def audit(self) -> dict[str, Any]:
        """The audit worksheet about everything in the record."""
        store = self.store()
        found = questions.recorded([kind for kind in BY_CONSEQUENCE if kind in KEPT], store)
        return questions.sheet(store, questions.old(store, found))


def library_preparing(name: str = "adams") -> RecordedLibrary:
    """A library that prepares for ReShare: a dozen steps, one of which was impossible, and nothing live yet."""
    library = RecordedLibrary(name, BEFORE)
    library.declare({**DECLARED, **LIVE})
    library.report_impossible("Loan Policy 'Four weeks'", "No permission:\nonly the head of circulation may.")
    return library


def library_going_live(name: str = "adams") -> RecordedLibrary:
    """A library with only the last step left."""
    library = RecordedLibrary(name)
    (page,) = LIVE.values()
    library.declare({"ill_settings": {"reshare": {**page["reshare"], "temporary_item_shelving_location": "Stacks"}}})
    return library


def steps_of(sheet: dict[str, Any]) -> list[dict[str, Any]]:
    """All steps on a worksheet."""
    return [step for group in (*sheet["groups"], *sheet["last"]) for step in group["steps"]]


def page_answers(sheet: dict[str, Any]) -> dict[str, Any]:
    """The answers of a person who ticks every question of an audit and corrects nothing, as the page sends them."""
    return {
        question["name"]: _page_answer(question, question["recorded"])
        for group in sheet["groups"]
        for question in group["questions"]
    }


def _page_answer(question: dict[str, Any], recorded: dict[str, Any]) -> Any:
    if not recorded["there"]:
        return None
    if question["columns"] is not None:
        return _page_rows(question["columns"], recorded["rows"])
    answers: dict[str, Any] = {}
    for field in question["fields"]:
        value = recorded["values"][field["name"]]
        if field["shape"] == "rows":
            answers[field["name"]] = _page_rows(field["columns"], value) or None
        elif field["shape"] == "lines":
            answers[field["name"]] = [line.strip() for line in value.split("\n") if line.strip()] or None
        else:
            answers[field["name"]] = value.strip() or None
    return answers


def _page_rows(columns: list[dict[str, Any]], rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    several = {column["name"] for column in columns if column["shape"] == "lines"}
    names = [column["name"] for column in columns]
    return [
        {
            name: [part.strip() for part in row[name].split(";") if part.strip()]
            if name in several
            else row[name].strip()
            for name in names
            if row.get(name, "").strip()
        }
        for row in rows
    ]


def confirm(store: RecordStore, signed: received.Signed, steps: Mapping[str, Request]) -> received.Imported:
    """Import answers that close steps. steps: by their keys."""
    source = Source(ANSWER, signed.attribution)
    given = [Answer(key, source, request=request) for key, request in steps.items()]
    return importing.apply(store, signed, given)


def fill(store: RecordStore, signed: received.Signed, given: Mapping[str, Any]) -> received.Imported:
    """Import answers to questions."""
    return importing.apply(store, signed, answers.to_questions(given, signed.attribution, ()))
