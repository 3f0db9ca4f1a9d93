# SPDX-License-Identifier: GPL-3.0-or-later

"""Properties of the approval: no step ends without it, whoever says or shows what, and it is another person's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings

from ansible_collections.reshare.wms.plugins.module_utils._answers import decisions, received
from ansible_collections.reshare.wms.plugins.module_utils._answers.answers import Request
from ansible_collections.reshare.wms.plugins.module_utils._answers.received import RejectedFile, Signed
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError
from ansible_collections.reshare.wms.plugins.module_utils._core.reconcile import Reconciler
from ansible_collections.reshare.wms.plugins.module_utils._module_tasks.applying import declare_all
from ansible_collections.reshare.wms.plugins.module_utils._pages.page import worksheet_html, worksheet_markdown
from ansible_collections.reshare.wms.plugins.module_utils._record import document
from ansible_collections.reshare.wms.plugins.module_utils._record.sources import CAPTURE, Attribution, Source
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE, KINDS
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.loans import LOAN_POLICY
from support.configuration_strategies import configurations
from support.memory_store import MemoryStore
from support.seeds import HOLDING_CODES
from support.worksheet_examples import JANE, KEPT, LIVE, RecordedLibrary, confirm, fill

JOHN = Attribution("John Roe", "2026-12-01T09:00:00Z")
AFTER = "2026-12-02T08:00:00Z"
POLICY: dict[str, Any] = {"loan_policies": [{"name": "A", "loan_period": "28 days"}]}
FULL = {"name": "A", "loan_period": {"value": 28, "unit": "days"}}


class Library(RecordedLibrary):
    """A library whose steps need approval."""

    def __init__(self, approval: bool = True) -> None:
        super().__init__()
        self.oclc = MemoryStore({"holding_codes": HOLDING_CODES})
        self.approval = approval

    def take(self, attribution: Attribution = JANE, digest: str | None = None) -> received.Imported:
        """The person makes what the worksheet asks for, and confirms it."""
        made = [step for step in decisions.chosen(self.steps(), ["all"]) if step.change.confirmed is None]
        for step in made:
            if step.kind.plural == "shelving_locations":
                Reconciler(KINDS, lambda _kind: self.oclc).run(declare_all(step.declares, (), DECLARABLE), False)
        requests = {step.key: Request(digest or step.digest) for step in made}
        return confirm(self.store(), Signed("the file", attribution), requests)

    def review(
        self, *approved: str, attribution: Attribution = JOHN, back: dict[str, str] | None = None
    ) -> received.Imported:
        return decisions.review(self.store(), approved, back or {}, attribution)

    @property
    def done(self) -> dict[str, Any]:
        """The confirmed objects."""
        confirmed = self.content.confirmed.items()
        return {plural: {key: one.fields for key, one in objects.items()} for plural, objects in confirmed if objects}


@pytest.fixture
def library() -> Library:
    """A library with one step, which Jane Doe confirmed."""
    made = Library()
    made.declare(POLICY)
    made.take()
    return made


def waiting(library: Library) -> list[tuple[str, bool]]:
    """The steps, and whether each waits for approval."""
    return [(step.title, step.change.confirmed is not None) for step in library.steps()]


@settings(max_examples=15)
@given(configurations(), configurations())
# The fields that stay as they are have the same values before and after, which the record has twice.
@example(
    {"loan_limit_policies": [{"name": "C", "other_settings": {"Label 1": "0"}}]},
    {"loan_limit_policies": [{"name": "C", "verified_renew_time_limit": None}]},
)
def test_nothing_is_recorded_as_done_before_a_second_person_approves_it(first, second):
    asked, plain = Library(), Library(approval=False)
    for config in (first, second):
        for one in (asked, plain):
            one.declare(config)
        # What goes live is requested when everything else is done.
        for _round in range(2):
            before = asked.done
            asked.take()
            plain.take()
            assert asked.done == before
            pending = {plural: changes for plural, changes in asked.content.pending.items() if changes}
            assert document.load(document.dump(asked.content, KEPT), KEPT).pending == pending
            asked.review("all")
            assert asked.done == plain.done
        assert asked.steps() == []


def test_a_confirmed_step_waits_and_is_shown_with_the_person_on_the_worksheet(library):
    assert (waiting(library), library.done) == ([("Loan Policy 'A'", True)], {})
    (step,) = library.store().pending_steps(LOAN_POLICY)
    assert step.confirmed == {"how": "answer", "by": JANE.by, "at": JANE.at}
    assert step.remark == f"confirmed by {JANE.by}, waits for approval"
    sheet = library.sheet()
    page, markdown = worksheet_html(sheet), worksheet_markdown(sheet)
    assert sheet["count"] == 0 and "data-done" not in page.partition("<script")[0] and "- [ ]" not in markdown
    assert f"Confirmed by {JANE.by} on " in page and "wait for the approval of a second person" in page
    assert f"Confirmed ({JANE.by}, " in markdown and "It waits for approval" in markdown
    # Nobody has to confirm it a second time.
    request = Request(library.steps()[0].digest)
    taken = confirm(library.store(), Signed("f", JOHN), {"loan_policies/A": request})
    assert ([one.step for one in taken.skipped], library.done) == (["loan_policies/A"], {})
    assert [one.title for one in library.review("all").approved] == ["Loan Policy 'A'"]
    (policy,) = library.content.confirmed["loan_policies"].values()
    assert (policy.fields, policy.source.attribution) == (FULL, JANE)
    assert [(one.event, one.attribution) for one in library.content.history] == [
        ("confirmed", JANE),
        ("approved", JOHN),
    ]


@pytest.mark.parametrize(
    "name",
    [
        *("Jane Doe", " jane \t DOE ", "Ｊane Doe", "Ja\u200bne\u00a0Doe", "Jane\u034f Doe", "Jane Doe\u3164"),
        *("Jane\u2800Doe", "Jane Doe\0", "Jane Doe.", "J\u0430ne D\u043ee", "Jane \ufe0fDoe\U000e0041"),
    ],
)
def test_the_person_who_confirmed_a_step_does_not_approve_it(library, name):
    with pytest.raises(ValidationError, match="confirmed Loan Policy 'A'; another person has to approve that"):
        library.review("all", attribution=Attribution(name, JOHN.at))
    assert waiting(library) == [("Loan Policy 'A'", True)]


def test_only_confirmed_steps_are_approved_or_sent_back(library):
    library.declare({**POLICY, "bill_reasons": [{"name": "Lost"}]})
    for approved, back in ((["Bill Reason 'Lost'"], {}), ([], {"bill_reasons/Lost": "no"}), (["Nothing"], {})):
        with pytest.raises(ValidationError, match=r"Bill Reason 'Lost' is not confirmed yet|no pending step is named"):
            library.review(*approved, back=back)
    assert [one.title for one in library.review("all").approved] == ["Loan Policy 'A'"]


def test_a_step_that_is_sent_back_is_requested_again_with_the_reason(library):
    (step,) = library.steps()
    reason = "the loan period is 21 days on my screen"
    assert [one.title for one in library.review("all", back={step.title: reason}).sent_back] == [step.title]
    (again,) = library.steps()
    assert again.change.confirmed is None and again.digest != step.digest
    later = replace(again.change.sent_back, attribution=Attribution(JOHN.by, AFTER))
    assert replace(again, change=replace(again.change, sent_back=later)).digest not in (step.digest, again.digest)
    sheet = library.sheet()
    assert (
        reason in worksheet_html(sheet) and reason in worksheet_markdown(sheet) and JOHN.by in worksheet_markdown(sheet)
    )
    # An answer from before that has no effect, and one from the old page is rejected with the reason.
    early = library.take(Attribution("Ann Lee", JANE.at), step.digest)
    assert ([one.reason for one in early.skipped], early.confirmed) == (["it was sent back later"], [])
    with pytest.raises(RejectedFile, match=f"was sent back at {JOHN.at} .{reason}"):
        library.take(Attribution("Ann Lee", AFTER), step.digest)
    assert library.take(Attribution(JANE.by, AFTER)).confirmed == [again]
    library.review("all")
    assert (library.steps(), library.done) == ([], {"loan_policies": {("A",): FULL}})


def test_another_declaration_voids_the_confirmation(library):
    library.declare({"loan_policies": [{"name": "A", "loan_period": "21 days"}]})
    assert waiting(library) == [("Loan Policy 'A'", False)]
    library.declare(POLICY)
    assert waiting(library) == [("Loan Policy 'A'", False)]


def test_what_is_seen_later_contradicts_a_confirmation_or_leaves_it(library):
    def see(**fields: Any) -> None:
        source = Source(CAPTURE, JOHN)
        with library.store().learning(LOAN_POLICY, ("A",), JOHN):
            library.content.observe(LOAN_POLICY, ("A",), {"name": "A", **fields}, source)

    see(circulates="always")
    assert waiting(library) == [("Loan Policy 'A'", True)]
    see(loan_period=FULL["loan_period"])
    assert library.steps()[0].change.confirmed.source.attribution == JANE
    see(loan_period={"value": 21, "unit": "days"})
    assert waiting(library) == [("Loan Policy 'A'", False)]
    see(loan_period=FULL["loan_period"])
    assert library.steps()[0].change.confirmed.source == Source(CAPTURE, JOHN)
    library.review("all", attribution=JANE)
    assert library.done["loan_policies"][("A",)] == {**FULL, "circulates": "always"}


def test_an_answer_of_a_questionnaire_does_not_end_a_step():
    library = Library()
    library.declare(POLICY)
    for period, skipped in (("28 days", 1), ("21 days", 0)):
        answers = {"loan_policies/A": {"loan_period": period}}
        recorded = fill(library.store(), Signed("f", JANE), answers)
        assert (len(recorded.skipped), len(recorded.recorded)) == (skipped, 1 - skipped)
    library.declare(POLICY)
    assert waiting(library) == [("Loan Policy 'A'", False)]


def test_a_link_goes_live_after_the_approval_of_everything_else(library):
    page = {**LIVE["ill_settings"]["reshare"], "temporary_item_shelving_location": "Stacks"}
    library.declare({**POLICY, "ill_settings": {"reshare": page}})
    live = next(step for step in library.steps() if step.goes_live)
    assert library.sheet()["locked"] == [live.title]
    request = {live.key: Request(live.digest)}
    with pytest.raises(RejectedFile, match="while these steps are pending: Loan Policy 'A'"):
        confirm(library.store(), Signed("f", JANE), request)
    library.review("all")
    confirm(library.store(), Signed("f", JANE), request)
    assert waiting(library) == [(live.title, True)]
