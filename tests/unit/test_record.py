# SPDX-License-Identifier: GPL-3.0-or-later

"""Properties of the record: planning with it, confirming its steps, and its document."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._answers import (
    answers,
    judging,
    questions,
    received,
    sent_screens,
)
from ansible_collections.reshare.wms.plugins.module_utils._answers.answers import Request
from ansible_collections.reshare.wms.plugins.module_utils._answers.received import RejectedFile, Signed
from ansible_collections.reshare.wms.plugins.module_utils._core.composites import FreeFields, Section
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError
from ansible_collections.reshare.wms.plugins.module_utils._core.evidence import Evidence, ReportFinding
from ansible_collections.reshare.wms.plugins.module_utils._core.fields import filled
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Kind
from ansible_collections.reshare.wms.plugins.module_utils._core.reconcile import Outcome, Reconciler
from ansible_collections.reshare.wms.plugins.module_utils._core.store import Store
from ansible_collections.reshare.wms.plugins.module_utils._module_tasks.applying import declare_all
from ansible_collections.reshare.wms.plugins.module_utils._record import document
from ansible_collections.reshare.wms.plugins.module_utils._record.content import PendingChange, RecordData, fulfils
from ansible_collections.reshare.wms.plugins.module_utils._record.record_store import RecordStore
from ansible_collections.reshare.wms.plugins.module_utils._record.sources import (
    ANSWER,
    CAPTURE,
    REPORT,
    Attribution,
    Source,
)
from ansible_collections.reshare.wms.plugins.module_utils._record.steps import Step, steps
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import (
    CONFIGURATION,
    DECLARABLE,
    ILL_SETTINGS,
    KINDS,
)
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.loans import LOAN_POLICY
from support import fuzzing
from support.configuration_strategies import configurations
from support.memory_store import MemoryStore
from support.seeds import HOLDING_CODES
from support.worksheet_examples import confirm, fill

KEPT = (*CONFIGURATION, ILL_SETTINGS)
NOW = "2026-11-25T09:30:00Z"
JANE = Attribution("Jane Doe", "2026-11-26T08:00:00Z")


class Library:
    """A library whose configuration a person makes: its record, and OCLC's list of its locations."""

    def __init__(self) -> None:
        self.content = RecordData("adams", "100101")
        self.oclc = MemoryStore({"holding_codes": HOLDING_CODES})

    def store(self) -> RecordStore:
        return RecordStore(self.content, KEPT, {"holding_codes": self.oclc}, NOW)

    def run(self, config: dict[str, Any], check_mode: bool = False) -> Outcome:
        return run(self.store(), config, check_mode)

    def steps(self) -> list[Step]:
        return steps(KEPT, self.store())

    def confirm(self, chosen: list[Step] | None = None) -> received.Imported:
        """A person makes those steps (or all) on the screens, and confirms them."""
        chosen = self.steps() if chosen is None else chosen
        for step in chosen:
            if step.kind.plural == "shelving_locations":
                run(self.oclc, step.declares)
        requests = {step.key: Request(step.digest) for step in chosen}
        return confirm(self.store(), Signed("the file", JANE), requests)

    def export(self) -> dict[str, Any]:
        """The confirmed configuration."""
        return export(
            RecordStore(RecordData("", "", confirmed=self.content.confirmed), KEPT, {"holding_codes": self.oclc}, NOW)
        )


def run(store: Store, config: dict[str, Any], check_mode: bool = False) -> Outcome:
    return Reconciler(KINDS, lambda _kind: store).run(declare_all(config, (), DECLARABLE), check_mode)


def export(store: Store) -> dict[str, Any]:
    """A library's configuration without the values that only a record contains: blank fields, and boxes that are not
    ticked."""
    found = {}
    for kind in KEPT:
        shown = kind.export(store.read(kind, ()))
        found[kind.plural] = sorted(map(as_written, shown), key=repr) if isinstance(shown, list) else as_written(shown)
    return {plural: shown for plural, shown in found.items() if shown}


def as_written(fields: dict[str, Any]) -> dict[str, Any]:
    inner = {name: as_written(value) if isinstance(value, dict) else value for name, value in fields.items()}
    return {name: value for name, value in filled(inner).items() if value is not False}


def kind(plural: str) -> Kind:
    return next(one for one in KEPT if one.plural == plural)


def summary(outcome: Outcome) -> list[tuple[str, str, str]]:
    return [(change.kind.name, change.name, change.action) for change in outcome.changes]


@fuzzing.costly()
@given(configurations(), configurations())
def test_confirming_everything_leaves_nothing_pending_and_what_a_service_would_hold(first, second):
    service, library = MemoryStore({"holding_codes": HOLDING_CODES}), Library()
    for config in (first, second):
        run(service, config)
        library.run(config)
    library.confirm()
    after = library.run(second)
    assert summary(after) == [] and after.pending == [] and not library.content.is_pending
    assert library.export() == export(service)


@fuzzing.costly()
@given(configurations(), configurations())
def test_a_second_run_adds_nothing_and_still_says_what_waits(first, second):
    library = Library()
    library.run(first)
    library.confirm()
    once = library.run(second)
    before = copy.deepcopy(library.content)
    again = library.run(second)
    assert summary(again) == [] and again.pending == once.pending
    assert library.content == before


@fuzzing.costly()
@given(configurations(), configurations())
def test_check_mode_tells_exactly_what_the_run_does(first, second):
    library = Library()
    library.run(first)
    draft = copy.deepcopy(library.content)
    pretended = run(RecordStore(draft, KEPT, {"holding_codes": library.oclc}, NOW), second, check_mode=True)
    done = library.run(second)
    assert (summary(pretended), pretended.diff(), pretended.pending) == (summary(done), done.diff(), done.pending)


@fuzzing.costly()
@given(configurations(), configurations(), configurations())
def test_going_back_to_what_is_confirmed_leaves_nothing_pending(first, second, third):
    library = Library()
    library.run(first)
    library.confirm()
    confirmed = library.export()
    library.run(second)
    library.run(third)
    # The declaration of a person for the confirmed configuration, with everything else deleted.
    back = {plural: value for plural, value in confirmed.items() if plural != "shelving_locations"}
    for plural, changes in list(library.content.pending.items()):
        for identity in list(changes):
            known = library.content.known(kind(plural)).get(identity)
            library.content.ask(kind(plural), identity, known, known, NOW)
    assert not library.content.is_pending
    again = library.run(back)
    note(summary(again))
    assert summary(again) == []


@fuzzing.costly()
@given(configurations(), configurations())
def test_only_what_is_needed_is_pending(first, second):
    library = Library()
    library.run(first)
    library.confirm()
    library.run(second)
    for step in library.steps():
        known, wanted = step.known or {}, step.wanted or {}
        changed = {name for name in {*known, *wanted} if known.get(name, ...) != wanted.get(name, ...)}
        assert step.wanted is None or set(step.change.fields or {}) <= changed | {"holding_code", "name"}


@fuzzing.costly()
@given(configurations(), configurations(), st.randoms(use_true_random=False))
def test_a_record_is_read_as_it_was_written(first, second, chance):
    library = Library()
    library.run(first)
    library.confirm([step for step in library.steps() if chance.random() < 0.5 and not step.goes_live])
    library.run(second)
    for step in library.steps()[:2]:
        request = Request(step.digest, impossible="no such field: 'x'")
        confirm(library.store(), Signed("f", JANE, "# remark: yes\n- no"), {step.key: request})
    library.content.withdraw(JANE, "reason: 'yes'\n# no")
    text = document.dump(library.content, KEPT)
    again = document.load(text, KEPT)
    assert document.dump(again, KEPT) == text
    assert again.withdrawal == library.content.withdrawal
    assert run(RecordStore(again, KEPT, {"holding_codes": library.oclc}, NOW), second).changes == []
    for plural, changes in library.content.pending.items():
        assert again.pending.get(plural, {}) == changes


@fuzzing.costly()
@given(configurations())
def test_steps_come_after_what_they_need(config):
    library = Library()
    library.run(config)
    made: set[tuple[str, tuple[str, ...]]] = set()
    asked = {(step.kind.name, step.identity) for step in library.steps()}
    for step in library.steps():
        for use in step.kind.uses(step.wanted or {}):
            assert (use.kind, use.identity) not in asked - made
        made.add((step.kind.name, step.identity))


@fuzzing.costly()
@given(configurations(), configurations())
def test_what_a_library_has_can_be_adopted_from_a_persons_answers(there, declared):
    """Whatever exists on the screens, the run afterwards requests exactly the changes that a service would get."""
    declared = without_cleared_labels(declared)
    service, library = MemoryStore({"holding_codes": HOLDING_CODES}), Library()
    run(service, there)
    library.oclc = copy.deepcopy(service)
    asked = questions.missing(KEPT, library.store(), declare_all(declared, (), DECLARABLE))
    found = {question.key: _found(service, question) for question in asked}
    note(found)
    fill(library.store(), Signed("the file", JANE), found)
    changed = {(change.kind.name, change.name) for change in run(service, declared).changes}
    assert {(name, title) for name, title, _action in summary(library.run(declared))} == changed


#: The sections with labels that only the screen shows: clearing the section clears them.
_WITH_LABELS = tuple(
    field.name
    for field in ILL_SETTINGS.schema
    if isinstance(field.value, Section) and any(isinstance(one.value, FreeFields) for one in field.value.schema)
)


def without_cleared_labels(value: Any) -> Any:
    """Labels to be cleared as a whole cannot be questions, because the existing ones are not known."""
    if isinstance(value, dict):
        return {
            name: without_cleared_labels(one)
            for name, one in value.items()
            if one or name not in ("other_settings", "notification_types", *_WITH_LABELS)
        }
    return [without_cleared_labels(one) for one in value] if isinstance(value, list) else value


def _found(service: MemoryStore, question: questions.Question) -> Any:
    """The values on the screens, as written in the answers."""
    there = question.kind.export(service.read(question.kind, ()))
    if question.kind.columns:
        return (there or {}).get("rows", [])
    if isinstance(there, dict):
        names = [one["name"] for one in questions._fields(question.kind.schema, question.fields)]
        return {name: _at(there, name.split(".")) for name in names}
    found = [one for one in there if question.kind.identities([one]) == [question.identity]]
    return {name: found[0].get(name) for name in question.fields} if found else None


def _at(there: Any, path: list[str]) -> Any:
    for part in path:
        there = (there or {}).get(part)
    return there


def test_a_file_with_thousands_of_unknown_steps_is_rejected_after_the_first(monkeypatch):
    library, compared = Library(), []
    library.run({"loan_policies": [{"name": "A"}]})
    monkeypatch.setattr(judging, "similar", lambda name, known: compared.append(name) or "")
    requests = {f"no step {number}": Request(None) for number in range(5000)}
    with pytest.raises(RejectedFile, match="perhaps others"):
        confirm(library.store(), Signed("jane.json", JANE), requests)
    assert len(compared) == received.MOST_OUTDATED


def test_thousands_of_unknown_answers_are_rejected_after_the_first(monkeypatch):
    library, compared = Library(), []
    monkeypatch.setattr(answers, "similar", lambda name, known: compared.append(name) or "")
    unknown = {f"no_kind_{number}/x": None for number in range(5000)}
    with pytest.raises(ValidationError):
        fill(library.store(), Signed("jane.json", JANE), unknown)
    assert len(compared) == received.MOST_INVALID


def test_a_file_with_thousands_of_captures_is_rejected_before_they_are_read():
    with pytest.raises(RejectedFile, match="at most 500 are read"):
        sent_screens.read_screens("jane.json", {"captures": [None] * 3000}, Library().store(), (), "Jane Doe")


def test_a_confirmation_of_an_older_worksheet_is_refused_with_what_changed():
    library = Library()
    library.run({"loan_policies": [{"name": "A", "loan_period": "28 days"}, {"name": "B"}]})
    seen = library.steps()
    library.run({"loan_policies": [{"name": "A", "loan_period": "14 days"}]})
    before = copy.deepcopy(library.content)
    requests = {step.key: Request(step.digest, step.asked) for step in seen}
    with pytest.raises(RejectedFile) as refused:
        confirm(library.store(), Signed("jane.json", JANE), requests)
    text = str(refused.value)
    assert text.startswith("jane.json does not match the pending steps: Loan Policy 'A' has changed")
    assert "no longer asked for: 'Regular Loan Period: 28 days'" in text
    assert "asked for now: 'Regular Loan Period: 14 days'" in text
    assert "'B'" not in text
    assert library.content == before


def test_a_confirmation_that_was_taken_is_recognised():
    library = Library()
    library.run({"loan_policies": [{"name": "A"}]})
    seen = library.steps()
    assert [step.key for step in library.confirm(seen).confirmed] == ["loan_policies/A"]
    assert library.confirm(seen).confirmed == []


def test_a_confirmation_that_oclc_contradicts_is_refused_with_both_values():
    library = Library()
    library.run({"shelving_locations": [{"holding_code": "ADMM", "name": "ILL"}]})
    (step,) = library.steps()
    with pytest.raises(RejectedFile, match="OCLC has no Shelving Location 'ADMM / ILL'"):
        confirm(library.store(), Signed("f", JANE), {step.key: Request(step.digest)})
    assert library.content.is_pending


def test_what_can_be_read_needs_no_confirmation():
    library = Library()
    declared = {"shelving_locations": [{"holding_code": "ADMM", "name": "ILL"}]}
    assert library.run(declared).pending
    run(library.oclc, declared)
    store = library.store()
    assert run(store, declared).pending == []
    assert [one.key for one in store.read_back] == ["shelving_locations/ADMM/ILL"]
    assert not library.content.is_pending


def test_what_goes_live_comes_last_and_is_not_confirmed_before_the_rest():
    library = Library()
    live = {"enable": True, "temporary_item_holding_location": "ADMM", "temporary_item_shelving_location": "Stacks"}
    library.run({"ill_settings": {"reshare": live}, "loan_policies": [{"name": "A"}]})
    policy, settings = library.steps()
    assert settings.kind is ILL_SETTINGS and settings.goes_live
    with pytest.raises(
        RejectedFile, match="confirms ILL Settings, which goes live, while these steps are pending: Loan Policy 'A'"
    ):
        library.confirm([settings])
    library.confirm([policy, settings])
    assert library.run({"ill_settings": {"reshare": {"enable": False}}}).pending[0].title == "ILL Settings"
    assert [step.goes_live for step in library.steps()] == [False]


def test_what_nobody_looked_at_is_not_called_in_place():
    library = Library()
    assert library.run({"ill_settings": {"reshare": {"enable": False}}}).pending
    library.run({"loan_policies": [{"name": "A"}]})
    library.confirm()
    assert library.run({"loan_policies": [{"name": "A", "overdue_periodic_bill": None}]}).pending
    (step,) = library.steps()
    assert [(line.label, line.value, line.before) for line in step.lines] == [("Overdue Periodic Bill", "", None)]
    library.confirm()
    assert not library.run({"loan_policies": [{"name": "A", "overdue_periodic_bill": None}]}).changes


def answered(library: Library, at: str = JANE.at, **answers: Any) -> received.Imported:
    """Answers to a questionnaire, by the plurals of tables, or by names of objects with a double underscore for the slash."""
    found = {name.replace("__", "/"): value for name, value in answers.items()}
    return fill(library.store(), Signed("f", Attribution("Jane Doe", at)), found)


def test_a_withdrawal_keeps_who_began_it_and_who_removed_the_library():
    content, later = RecordData("adams", "100101"), Attribution("Mary Major", "2026-11-27T08:00:00Z")
    content.remove(JANE)
    assert content.withdrawal is None
    content.withdraw(JANE, None)
    content.remove(JANE)
    content.remove(later)
    content.withdraw(later, None)
    assert (content.withdrawal.attribution, content.withdrawal.removed) == (JANE, JANE)
    content.withdraw(later, "closed")
    assert (content.withdrawal.reason, content.withdrawal.removed) == ("closed", JANE)


@pytest.mark.parametrize("there", [None, {"name": "A"}])
@pytest.mark.parametrize("fields", [None, {"name": "A"}])
def test_a_removal_is_fulfilled_by_what_is_not_there_and_nothing_else_is(there, fields):
    assert fulfils(LOAN_POLICY, there, PendingChange(fields, NOW), {}) is (there == fields)


@pytest.mark.parametrize("is_adopted", [True, False])
def test_a_map_is_adopted_only_if_a_person_reported_it_before_a_change(is_adopted):
    """What this collection asked for shows nothing of the rows that the library had."""
    library, config = Library(), {"loan_policies": [{"name": "A"}], "loan_policy_map": [{"loan_policy": "A"}]}
    if is_adopted:
        answered(library, loan_policy_map=[])
    library.run(config)
    library.confirm()
    assert [library.content.was_found(kind(name), ()) for name in ("loan_policy_map", "loan_limit_matrix")] == [
        is_adopted,
        False,
    ]
    assert library.content.known(kind("loan_policy_map"))


def test_answers_that_contradict_each_other_are_refused_and_nothing_is_recorded():
    library = Library()
    with pytest.raises(
        ValidationError, match="Loan Policy Map refers to Loan Policy 'A', which is answered as missing"
    ):
        answered(library, loan_policies__A=None, loan_policies__B={}, loan_policy_map=[{"loan_policy": "A"}])
    assert library.content.is_blank


@pytest.mark.parametrize("later", [{"loan_policies__A": None}, {"loan_policy_map": [{"loan_policy": "A"}]}])
def test_answers_that_contradict_what_is_confirmed_are_refused(later):
    library = Library()
    both = {"loan_policies__A": None, "loan_policy_map": [{"loan_policy": "A"}]}
    earlier = {name: value for name, value in both.items() if name not in later}
    answered(library, **earlier)
    with pytest.raises(ValidationError, match="correct one of the two answers"):
        answered(library, "2026-11-26T09:00:00Z", **later)


def keys(recorded: received.Imported) -> list[str]:
    return [one.key for one in recorded.recorded]


def test_of_two_answers_the_later_counts_and_the_earlier_is_told():
    library = Library()
    assert keys(answered(library, "2026-11-26T09:00:00Z", loan_policies__A=None)) == ["loan_policies/A"]
    earlier = answered(library, "2026-11-25T09:00:00Z", loan_policies__A={})
    assert (keys(earlier), [(one.step, one.repeated) for one in earlier.skipped]) == ([], [("loan_policies/A", False)])
    assert keys(answered(library, "2026-11-26T10:00:00Z", loan_policies__A={})) == ["loan_policies/A"]
    # Recorded before dates in the future were rejected: it does not take precedence permanently.
    answered(library, "2099-01-01T00:00:00Z", loan_policies__A=None)
    assert keys(answered(library, "2026-11-26T11:00:00Z", loan_policies__A={})) == ["loan_policies/A"]


def test_of_two_reasons_the_later_counts_in_whatever_order_they_come():
    library = Library()
    library.run({"loan_policies": [{"name": "A"}]})
    (step,) = library.steps()

    def impossible(reason: str, at: str) -> received.Imported:
        request = Request(step.digest, impossible=reason)
        return confirm(library.store(), Signed("f", Attribution("Jane Doe", at)), {step.key: request})

    for _again in range(2):
        impossible("no permission", "2026-11-26T08:00:00Z")
        impossible("OCLC is migrating", "2026-11-26T09:00:00Z")
        reason = library.content.pending["loan_policies"][("A",)].impossible.remark
        assert reason == "OCLC is migrating"
    assert len(library.content.history) == 2


def test_what_could_not_be_done_stays_pending_with_its_remark_until_it_is():
    library = Library()
    declared = {"loan_policies": [{"name": "A"}]}
    library.run(declared)
    (step,) = library.steps()
    request = Request(step.digest, impossible="no permission")
    taken = confirm(library.store(), Signed("f", JANE), {step.key: request})
    assert taken.impossible == [step]
    assert [one.remark for one in library.run(declared).pending] == ["no permission"]
    library.confirm()
    assert library.run(declared).pending == []


def days(name: str, period: int, **more) -> dict:
    return {"name": name, "loan_period": {"value": period, "unit": "days"}, **more}


def test_each_field_keeps_how_it_was_learnt_and_when():
    stated, seen = Source(ANSWER, JANE), Source(CAPTURE, Attribution("John Roe", "2026-11-27T08:00:00Z"))
    content = RecordData("adams", "1")
    content.confirm(LOAN_POLICY, ("A",), days("A", 28, circulates="always"), stated)
    content.observe(LOAN_POLICY, ("A",), days("A", 21), seen)
    (policy,) = document.load(document.dump(content, KEPT), KEPT).confirmed["loan_policies"].values()
    assert policy.fields == days("A", 21, circulates="always")
    sources = {"name": seen, "loan_period": seen, "circulates": stated}
    assert {name: policy.source_of(name) for name in policy.fields} == sources
    assert policy.latest == seen
    content.confirm(LOAN_POLICY, ("A",), None, stated)
    assert document.load(document.dump(content, KEPT), KEPT).confirmed["loan_policies"][("A",)].source == stated


def test_what_is_seen_ends_the_part_of_a_change_that_it_fulfils():
    content = RecordData("adams", "1")
    content.ask(LOAN_POLICY, ("A",), None, days("A", 28, circulates="always"), "2026-11-26")
    content.observe(LOAN_POLICY, ("A",), days("A", 21, circulates="always"), Source(CAPTURE, JANE))
    assert content.pending["loan_policies"][("A",)].fields == days("A", 28)
    content.observe(LOAN_POLICY, ("A",), days("A", 28), Source(CAPTURE, JANE))
    assert not content.is_pending
    content.ask(LOAN_POLICY, ("A",), days("A", 28), None, "2026-11-26")
    content.observe(LOAN_POLICY, ("A",), days("A", 28), Source(CAPTURE, JANE))
    assert content.pending["loan_policies"][("A",)].fields is None


def test_the_latest_evidence_of_each_report_is_kept():
    content = RecordData("adams", "100101")
    finding = ReportFinding("other_policy", "error", "e.csv", "wrong", "borrowing", "Faculty", row=1, at="2026-11-02")
    first = Evidence("events", "e.csv", 3, last="2026-11-02", loans={"borrowing": 2}, findings=[finding], imported=NOW)
    account = {"barcode": "1", "patron_type": "Yes", "home_branch": None, "expires": "2030-01-01", "blocked": False}
    patrons = Evidence(
        "patrons",
        "p.txt",
        9,
        last="2026-11-22",
        patron_types={"Yes": 8, "12": 1},
        accounts={"1": account},
        imported=NOW,
    )
    later = "2026-11-27T00:00:00Z"
    assert [content.import_evidence(one) for one in (first, patrons)] == [True, True]
    assert not content.import_evidence(replace(first, imported=later))
    assert not content.import_evidence(replace(first, last="2026-11-01", imported=later))
    assert document.load(document.dump(content, KEPT), KEPT).evidence == {"events": first, "patrons": patrons}
    assert content.import_evidence(replace(first, findings=[], imported=later))
    assert content.evidence["events"].findings == []
    assert not content.is_blank


def test_a_report_is_no_change_of_an_object():
    content = RecordData("adams", "100101")
    assert content.last_changed(LOAN_POLICY, ("A",)) is None
    content.confirm(LOAN_POLICY, ("A",), {"name": "A"}, Source(ANSWER, JANE))
    content.observe(LOAN_POLICY, ("A",), {"name": "A"}, Source(REPORT, Attribution("Events", "2027-01-01T00:00:00Z")))
    assert content.last_changed(LOAN_POLICY, ("A",)) is None
    content.observe(LOAN_POLICY, ("A",), {"loan_period": None}, Source(CAPTURE, Attribution("Jane", NOW)))
    assert content.last_changed(LOAN_POLICY, ("A",)) == NOW


BASE = "version: 1\nlibrary: a\nwms_registry_id: 1\ntoken: x\n"
HEAD = f"{BASE}confirmed:\npending:\nhistory:\n"

CONFIRMED_OF = f"{BASE}pending:\nhistory:\nconfirmed: {{{{ill_settings: {{}}}}}}"

EVIDENCE_OF = f"{HEAD}evidence: {{{{events: {{}}}}}}"


@pytest.mark.parametrize(
    "text, fault",
    [
        ("[1, 2]", "line 1: the document must be a dictionary"),
        ("library: a\nlibrary: b", "line 2, library: occurs twice"),
        (f"{BASE}confirmd: {{}}", "line 5, confirmd: is an unknown key. Similar: 'confirmed'"),
        ("version: 1\nlibrary: adams", "line 1, wms_registry_id: is missing"),
        (
            "version: 2\nlibrary: adams\nlater: x",
            "line 1, version: must be 1, not '2'; update the collection to the release that wrote the record",
        ),
        ("version: true\nlibrary: adams", "line 1, version: must be 1, not 'True'"),
        ("library: adams", "line 1, version: must be 1, not 'None'"),
        ("version: 1\nlibrary: adams\nwms_registry_id: 1", "line 1, token: is missing"),
        (f"{HEAD}rehearsal: no way", "line 8, rehearsal: is not of type truth value"),
        (f"{HEAD}withdrawn: {{}}", "line 8, withdrawn.by: is missing"),
        (CONFIRMED_OF.format("{fields: {}, by: a, at: b}"), "ill_settings.how: is missing"),
        (
            CONFIRMED_OF.format("{fields: {}, how: guess, by: a, at: b}"),
            "ill_settings.how: must be one of capture, report",
        ),
        (
            CONFIRMED_OF.format(
                "{fields: {}, how: answer, by: a, at: b, learnt: {reshare: {how: answer, by: a, at: b}}}"
            ),
            "learnt.reshare: is an unknown key",
        ),
        (
            f"{BASE}pending:\nhistory:\nconfirmed:\n  loan_policies: {{fields: {{}}, how: answer, by: a, at: b}}",
            "line 8, confirmed.loan_policies: must be a list",
        ),
        (
            f"{BASE}pending:\nhistory:\nconfirmed:\n  loan_policies:\n  - fields:\n      name: A\n"
            "      loan_period: 4\n    how: answer\n    by: J\n    at: T",
            "line 9, confirmed.loan_policies[0].fields: Regular Loan Period (loan_period) is '4', without a unit",
        ),
        (
            f"{BASE}confirmed:\nhistory:\npending:\n  loan_policies:\n  - since: 2026-01-01",
            "line 9, pending.loan_policies[0]: must have either set or remove",
        ),
        (EVIDENCE_OF.format("{file: f, last: d}"), "line 8, evidence.events.imported: is missing"),
        (
            EVIDENCE_OF.format("{file: f, last: d, imported: t, rows: many}"),
            "line 8, evidence.events.rows: is not of type whole number",
        ),
        (
            EVIDENCE_OF.format(
                "{file: f, last: d, imported: t, findings: [{code: wrong, severity: error, file: f, message: m}]}"
            ),
            "line 8, evidence.events.findings[0].code: must be one of other_policy",
        ),
        (
            EVIDENCE_OF.format("{file: f, last: d, imported: t, patrons: 1}"),
            "evidence.events.patrons: is an unknown key",
        ),
        ("library: &x a\nwms_registry_id: *x", "line 2, wms_registry_id: anchors and aliases are not used"),
        ("library: a\n\tb: c", "line 2: this is not YAML"),
        ("library: 'a", "this is not YAML"),
        ("library: !!python/object:os.system {}", "line 1"),
    ],
)
def test_a_damaged_record_is_refused_with_line_and_key(text, fault):
    with pytest.raises(document.Damaged) as damaged:
        document.load(text, KEPT)
    assert fault in str(damaged.value)


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_any_text_is_a_record_or_damaged(text):
    try:
        document.load(text, KEPT)
    except document.Damaged as damaged:
        assert str(damaged).startswith("line ")
