# SPDX-License-Identifier: GPL-3.0-or-later

"""How the values of a library were learnt, how old they are, and which a person has to look at again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._answers import questions
from ansible_collections.reshare.wms.plugins.module_utils._answers.received import Signed
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import AboutObject, Kind
from ansible_collections.reshare.wms.plugins.module_utils._module_tasks.applying import declare_all
from ansible_collections.reshare.wms.plugins.module_utils._pages.page import questionnaire_html, questionnaire_markdown
from ansible_collections.reshare.wms.plugins.module_utils._record import knowledge
from ansible_collections.reshare.wms.plugins.module_utils._record.read_captures import CaptureReading
from ansible_collections.reshare.wms.plugins.module_utils._record.record_store import RecordStore
from ansible_collections.reshare.wms.plugins.module_utils._record.sources import (
    ANSWER,
    CAPTURE,
    READ,
    REPORT,
    Attribution,
    Source,
    summary,
)
from ansible_collections.reshare.wms.plugins.module_utils._screens.inputs import inputs_of
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import (
    BY_CONSEQUENCE,
    DECLARABLE,
    HELPERS,
    ILL_SETTINGS,
)
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.loans import LOAN_POLICY, LOAN_POLICY_MAP
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.locations import SHELVING_LOCATION
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.patrons import BORROWER_CATEGORY, PATRON_ACCOUNT
from support import fuzzing
from support.configuration_strategies import configurations
from support.memory_store import MemoryStore
from support.read_screens import taught
from support.seeds import HOLDING_CODES
from support.worksheet_examples import BEFORE, JANE, KEPT, NOW, RecordedLibrary, fill, page_answers

FOUR = {"loan_policies": [{"name": "Four weeks", "loan_period": "28 days"}]}
#: A year and two days before NOW.
OLD, LATER = Attribution("John Roe", "2025-11-23T09:30:00Z"), Attribution("Mary Major", "2026-11-26T11:00:00Z")
#: The audits are made after all of it.
PRESENT = "2026-11-26T12:00:00Z"


def store(library: RecordedLibrary) -> RecordStore:
    return RecordStore(library.content, KEPT, {"holding_codes": library.oclc}, PRESENT)


def asked(library: RecordedLibrary, days: int = 365, every: bool = False) -> list[questions.Question]:
    found = questions.recorded([kind for kind in BY_CONSEQUENCE if kind in KEPT], store(library))
    return questions.old(store(library), [one for one in found if every or one.entry(PRESENT, days)["stale"]])


def known(library: RecordedLibrary, config: dict[str, Any], days: int = 365) -> dict[str, dict[str, Any]]:
    """The declared objects of a library, as in a result, by key."""
    found = knowledge.of_declared(store(library), DECLARABLE, declare_all(config, (), DECLARABLE))
    return {one.key: one.entry(PRESENT, days) for one in found}


def learn(library: RecordedLibrary, kind: Kind, identity: tuple[str, ...], seen: dict[str, Any], **how: Any) -> None:
    """Record what was seen, by a known screen that another library has taught, or otherwise."""
    patch = taught(kind.name, [(one, text) for one in inputs_of(kind) for text in ("1", "2")])
    library.content.patches.append(patch)
    library.content.readings[patch["id"]] = CaptureReading(JANE.at, kind.name, "", "", (patch["id"],))
    source = Source(how.get("how", CAPTURE), how.get("attribution", JANE), patch["id"])
    library.content.observe(kind, identity, kind.schema.declare(seen) if kind.listed else seen, source)


@pytest.mark.parametrize(
    ("at", "days"),
    [
        ("2026-11-25T09:30:00Z", 0),
        ("2026-11-24T09:30:01Z", 0),
        ("2025-11-25T09:30:00Z", 365),
        # The clock of a person may be ahead, but not by more than a day.
        ("2026-11-26T09:30:00Z", 0),
        ("2026-11-26T09:30:01Z", None),
        ("9999-12-31T23:59:59Z", None),
        ("2026-02-30T09:30:00Z", None),
        ("2026-11-25", None),
        ("in spring", None),
    ],
)
def test_an_age_is_in_whole_days_and_unknown_where_a_time_proves_nothing(at, days):
    assert knowledge.age(at, NOW) == days


def test_each_declared_field_has_the_source_that_the_record_has():
    library = RecordedLibrary(found=BEFORE)
    learn(library, LOAN_POLICY, ("One year",), {"loan_period": "12 months"})
    learn(library, LOAN_POLICY, ("Four weeks",), {"loan_period": "28 days"}, how=REPORT, attribution=OLD)
    found = known(
        library,
        {
            "shelving_locations": [{"holding_code": "ADMM", "name": "Stacks"}],
            "borrower_categories": [{"name": "Faculty"}],
            "loan_policies": [
                {"name": "One year", "loan_period": "12 months"},
                # The last field is unknown: a pending change.
                {"name": "Four weeks", "loan_period": "28 days", "overdue_periodic_bill": None, "circulates": "always"},
                {"name": "Not there", "loan_period": "3 days"},
            ],
            "loan_policy_map": [{"loan_policy": "Four weeks"}],
            "patron_accounts": [{"barcode": "LEND", "family_name": "ReShare", "expires": "2036-01-01"}],
        },
    )
    sources = {
        key: ({how: count for how, count in one["fields"].items() if count}, one["field"]) for key, one in found.items()
    }
    assert sources == {
        # Read from OCLC, now.
        "shelving_locations/ADMM/Stacks": ({READ: 1}, None),
        "patron_accounts/LEND": ({READ: 2}, "family_name"),
        # The name is all there is.
        "borrower_categories/Faculty": ({ANSWER: 1}, None),
        "loan_policies/One year": ({CAPTURE: 1}, "loan_period"),
        "loan_policies/Four weeks": ({ANSWER: 1, REPORT: 1}, "loan_period"),
        "loan_policy_map": ({ANSWER: 1}, "rows"),
    }
    four = found["loan_policies/Four weeks"]
    assert (four["how"], four["by"], four["at"], four["days"], four["stale"]) == (REPORT, OLD.by, OLD.at, 368, True)
    # A value is stale after these days, not on the last of them.
    assert [known(library, FOUR, days)["loan_policies/Four weeks"]["stale"] for days in (367, 368)] == [True, False]
    whole = summary(found.values())
    assert whole["fields"] == {READ: 3, CAPTURE: 1, REPORT: 1, ANSWER: 3}
    assert whole["oldest"] == four and whole["stale"] == [four]
    assert {one["title"] for one in whole["stated"]} == {
        "Loan Policy 'Four weeks'",
        "Borrower Category 'Faculty'",
        "Loan Policy Map",
    }
    assert summary([])["oldest"] is None
    assert [one["stale"] for one in known(library, BEFORE, days=0).values()] == [False] * len(known(library, BEFORE))


def test_what_was_seen_only_in_part_is_still_stated():
    labels = {"name": "A", "other_settings": {"Fee": "5", "Recall?": "Yes"}}
    page = {"reshare": {"enable": False, "temporary_item_holding_location": "ADMM"}}
    config = {"loan_policies": [labels], "ill_settings": page}
    library = RecordedLibrary(found=config)

    def sources() -> list[dict[str, int]]:
        return [
            {how: count for how, count in one["fields"].items() if count} for one in known(library, config).values()
        ]

    learn(library, LOAN_POLICY, ("A",), {"name": "A", "other_settings": {"Fee": "5"}})
    learn(library, ILL_SETTINGS, (), {"reshare": {"enable": False}})
    assert sources() == [{ANSWER: 1}, {ANSWER: 1}]
    learn(library, LOAN_POLICY, ("A",), labels)
    learn(library, ILL_SETTINGS, (), page)
    assert sources() == [{CAPTURE: 1}, {CAPTURE: 1}]


def test_an_object_that_was_not_found_is_known_and_one_of_which_nobody_said_anything_is_not():
    library = RecordedLibrary(found=BEFORE)
    library.content.confirm(LOAN_POLICY, ("Gone",), None, Source(ANSWER, OLD))
    absent = [{"name": name, "state": "absent"} for name in ("Gone", "Never heard of")]
    assert {key: (one["field"], one["stale"]) for key, one in known(library, {"loan_policies": absent}).items()} == {
        "loan_policies/Gone": (None, True)
    }


def test_an_audit_begins_with_what_decides_about_the_link():
    assert set(BY_CONSEQUENCE) == set(DECLARABLE) and len(BY_CONSEQUENCE) == len(DECLARABLE)
    order = [kind.name for kind in BY_CONSEQUENCE]
    assert order[:2] == [ILL_SETTINGS.name, LOAN_POLICY_MAP.name]
    assert all(
        order.index(PATRON_ACCOUNT.name) < order.index(kind.name) for kind in HELPERS if "notification" in kind.name
    )
    library = RecordedLibrary(found=BEFORE)
    learn(library, LOAN_POLICY, ("One year",), {"loan_period": "12 months"}, attribution=OLD)
    assert [one.key for one in asked(library, every=True)] == [
        "loan_policy_map",
        # The oldest of its kind is first.
        "loan_policies/One year",
        "loan_policies/Four weeks",
        "patron_type_policies/Faculty",
        "borrower_categories/Faculty",
        "notification_policies/Overdue",
    ]
    assert [one.key for one in asked(library)] == ["loan_policies/One year"]
    assert asked(library, days=0) == []


def test_what_can_be_read_or_has_a_step_is_not_asked_in_an_audit():
    library = RecordedLibrary(found={**BEFORE, "shelving_locations": [{"holding_code": "ADMM", "name": "Stacks"}]})
    library.content.confirm(SHELVING_LOCATION, ("ADMM", "Stacks"), {"holding_code": "ADMM"}, Source(ANSWER, OLD))
    library.declare({"loan_policies": [{"name": "Four weeks", "loan_period": "3 weeks"}]})
    keys = {one.key for one in asked(library, every=True)}
    assert not keys & {"shelving_locations/ADMM/Stacks", "loan_policies/Four weeks"}
    assert "loan_policies/One year" in keys


def take(library: RecordedLibrary, answers: dict[str, Any]) -> list[str]:
    signed = Signed("the file", LATER, None)
    return [one.key for one in fill(store(library), signed, answers).recorded]


@fuzzing.costly()
@given(config=configurations(), precedence=st.booleans())
def test_answers_that_leave_an_audit_as_it_is_change_nothing_but_the_date(config, precedence):
    if precedence and config.get("loan_policy_map"):
        config = {**config, "loan_policy_map": [{**row, "precedence": 7} for row in config["loan_policy_map"]]}
    config.pop("shelving_locations", None)
    library = RecordedLibrary()
    library.oclc = MemoryStore({"holding_codes": HOLDING_CODES})
    library.make(config)
    there = {kind.name: library.content.known(kind) for kind in KEPT}
    sheet = library.audit()
    questionnaire_html(sheet), questionnaire_markdown(sheet)
    keys = [one.key for one in asked(library, every=True)]
    assert sorted(take(library, page_answers(sheet))) == sorted(keys)
    # A section that is blank may now be one of blank fields. Nothing becomes a change.
    library.declare(config)
    assert library.steps() == []
    for kind in KEPT:
        for identity, fields in there[kind.name].items():
            assert kind.schema.compare(fields, library.content.known(kind)[identity])[0] == () if kind.listed else True
    assert {one.entry(PRESENT, 1)["at"] for one in questions.recorded(KEPT, store(library))} <= {LATER.at}
    assert asked(library, days=1) == []


def test_an_answer_keeps_the_type_of_a_label_that_is_not_in_the_reference():
    settings = {"Fee": 5, "Recall?": True, "Note": "5"}
    config = {"loan_policies": [{"name": "A", "other_settings": settings}]}
    library = RecordedLibrary(found=config)
    answers = page_answers(library.audit())
    assert answers["loan_policies/A"] == {
        f"other_settings.{label}": text for label, text in zip(sorted(settings), ("5", "5", "Yes"))
    }
    take(library, {"loan_policies/A": {**answers["loan_policies/A"], "other_settings.Note": "6"}})
    assert library.content.known(LOAN_POLICY)[("A",)]["other_settings"] == {**settings, "Note": "6"}


def test_a_corrected_answer_becomes_a_step_and_a_missing_object_is_recorded():
    library = RecordedLibrary(found=BEFORE)
    answers = {**page_answers(library.audit()), "notification_policies/Overdue": None}
    answers["loan_policies/Four weeks"]["loan_period"] = "3 weeks"
    take(library, answers)
    assert library.content.confirmed["notification_policies"][("Overdue",)].fields is None
    library.declare({"loan_policies": BEFORE["loan_policies"]})
    assert [step.key for step in library.steps()] == ["loan_policies/Four weeks"]


def test_a_question_shows_the_recorded_values_with_their_source_and_one_about_what_is_missing_shows_none():
    library = RecordedLibrary(found=BEFORE)
    library.content.confirm(LOAN_POLICY, ("Gone",), None, Source(ANSWER, OLD))
    sheet = library.audit()
    found = {one["name"]: one["recorded"] for group in sheet["groups"] for one in group["questions"]}
    assert found["notification_policies/Overdue"]["values"]["start_text"] == "Please return\nthis item:"
    assert found["loan_policy_map"]["rows"][0] == {
        **dict.fromkeys(("patron_policy", "material_format", "holding_location", "shelving_location"), "All"),
        **{"patron_policy": "Faculty", "loan_policy": "One year", "long_overdue_policy": ""},
    }
    assert found["loan_policies/Gone"] == {
        **{"how": "stated by a person", "by": OLD.by, "at": OLD.at, "there": False, "values": {}, "rows": []}
    }
    text = questionnaire_markdown(sheet)
    assert "- Regular Loan Period: `27 days`" in text
    assert "There is still no such Loan Policy" in text
    assert "stated by a person on 23 November 2025 (John Roe)" in text
    blank = RecordedLibrary().questions({"loan_policies": [{"name": "A", "loan_period": "77 days"}]})
    assert blank["groups"][0]["questions"][0]["recorded"] is None
    assert "77" not in questionnaire_html(blank) + questionnaire_markdown(blank)


def test_knowledge_names_its_objects_like_every_result():
    one = knowledge.Knowledge(BORROWER_CATEGORY, ("A",), {None: Source(ANSWER, OLD)}).entry(NOW, 365)
    about = AboutObject(BORROWER_CATEGORY, ("A",)).data
    assert {name: one[name] for name in about} == about
