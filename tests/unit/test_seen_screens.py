# SPDX-License-Identifier: GPL-3.0-or-later

"""Captures as a source of the record: properties over configurations of all kinds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, assume, example, given, settings

from ansible_collections.reshare.wms.plugins.module_utils._answers import captures, importing
from ansible_collections.reshare.wms.plugins.module_utils._answers.received import RejectedFile
from ansible_collections.reshare.wms.plugins.module_utils._core.errors import ValidationError
from ansible_collections.reshare.wms.plugins.module_utils._core.reconcile import Reconciler
from ansible_collections.reshare.wms.plugins.module_utils._core.values import Switches
from ansible_collections.reshare.wms.plugins.module_utils._jobs.applying import declare_all
from ansible_collections.reshare.wms.plugins.module_utils._record import document
from ansible_collections.reshare.wms.plugins.module_utils._record.content import RecordData, ScreenLabel
from ansible_collections.reshare.wms.plugins.module_utils._record.record_store import RecordStore
from ansible_collections.reshare.wms.plugins.module_utils._record.sources import ANSWER, Attribution, Source
from ansible_collections.reshare.wms.plugins.module_utils._record.steps import Step, steps
from ansible_collections.reshare.wms.plugins.module_utils._screens.labels import ScreenLabels
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import (
    CONFIGURATION,
    DECLARABLE,
    ILL_SETTINGS,
    KINDS,
)
from support.configuration_strategies import configurations
from support.drawn_captures import AT, capture, drawn, field
from support.memory_store import MemoryStore
from support.seeds import HOLDING_CODES

LATER = "2026-11-25T10:30:00Z"
KEPT = (*CONFIGURATION, ILL_SETTINGS)
LABELS = ScreenLabels(DECLARABLE)


class Library:
    """A library with a record, and OCLC's list of its locations."""

    def __init__(self) -> None:
        self.content = RecordData("adams", "100101")
        self.oclc = MemoryStore({"holding_codes": HOLDING_CODES})

    @property
    def store(self) -> RecordStore:
        return RecordStore(self.content, KEPT, {"holding_codes": self.oclc}, AT)

    def declare(self, configuration: dict[str, Any]) -> bool:
        """Whether anything changed."""
        store = self.store
        found = Reconciler(KINDS, lambda _kind: store).run(declare_all(configuration, (), DECLARABLE), False)
        return bool(found.changes)

    def steps(self) -> list[Step]:
        return [step for step in steps(KEPT, self.store) if step.kind.collection != "holding_codes"]

    def see(self, *given: dict[str, Any]) -> list[importing.Observed]:
        received = captures.read("the file", list(given), AT, LABELS)
        return importing.observe(self.store, KEPT, received, LABELS, "Jane Doe")


def on_screen(step: Step) -> dict[str, Any]:
    """The wanted fields, with the switches that are turned off: the screen still has them."""
    fields = dict(step.wanted or {})
    for one in step.kind.schema:
        if isinstance(one.value, Switches):
            off = dict.fromkeys((step.known or {}).get(one.name) or {}, False)
            fields[one.name] = {**off, **(fields.get(one.name) or {})}
    return fields


@settings(max_examples=10, phases=[Phase.explicit, Phase.generate])
@given(configurations(), configurations())
@example({"ill_settings": {"zfl_server": None}}, {"ill_settings": {"zfl_server": {"host": None, "port": None}}})
@example({"ill_settings": {"zfl_server": {"host": None, "port": None}}}, {"ill_settings": {"zfl_server": None}})
def test_captures_of_the_wanted_screens_end_every_step(before, wanted):
    """Also in a library with other rows and objects. Only a removal is never seen."""
    library = Library()
    for configuration, at in ((before, AT), (wanted, LATER)):
        library.declare(configuration)
        asked = library.steps()
        screens = [
            drawn(step.kind.name, step.kind.show(on_screen(step)), at, whole=True)
            for step in asked
            if step.wanted is not None
        ]
        observed = library.see(*screens)
        # Some names are marks for nothing on a screen.
        assume(not any(one.open for one in observed if one.kind is not None))
        left = [step for step in library.steps() if step.wanted is not None]
        # That a screen does not have another label is never seen.
        assert [line.label for step in left for line in step.lines if "Label " not in line.label] == []
        assert [step.key for step in left if step.table] == []
        assert {step.key for step in library.steps()} >= {step.key for step in asked if step.wanted is None}
        assert document.load(document.dump(library.content, KEPT), KEPT).confirmed == {
            plural: found for plural, found in library.content.confirmed.items() if found
        }
        assert not any(one.changed for seen in library.see(*screens) for one in seen.objects)
        assert not library.declare(configuration) or left
        library.content.pending.clear()


def stated(at: str, known: ScreenLabels, **labels: Any) -> captures.ReceivedCapture:
    """A capture beside which a person stated something of texts. known: the labels in the inventory."""
    made = capture([field("Policy Name", "A")], "Loan Policy", at=at)
    (found,) = captures.read("x.json", {**made, "labels": labels}, AT, known)
    return found


def test_what_a_person_states_of_a_text_is_kept_and_the_latest_statement_counts():
    store, labels = Library().store, ScreenLabels(DECLARABLE, {"names": ["None"]})
    early = stated(
        "2026-11-25T09:00:00Z", labels, blank=["No bill", "None"], loan_policy={"fields": {"loan_period": ["For"]}}
    )
    late = stated("2026-11-25T10:00:00Z", labels, names=["No bill"], loan_policy={"fields": {"renew_period": ["For"]}})
    # The inventory says what None is.
    captures.learn(store, [early], "Jane Doe")
    assert [(one.path, one.text, one.attribution.by) for one in store.content.screen_labels] == [
        ("blank", "No bill", "Jane Doe"),
        ("loan_policy.fields.loan_period", "For", "Jane Doe"),
    ]
    # A statement that is there already stays that of the person who made it.
    captures.learn(store, [late, early], "Jane Doe")
    captures.learn(store, [late], "John Roe")
    assert [(one.path, one.text, one.attribution.by) for one in store.content.screen_labels] == [
        ("names", "No bill", "Jane Doe"),
        ("loan_policy.fields.renew_period", "For", "Jane Doe"),
    ]
    known = captures.knowing(store, KEPT, labels)
    assert known.is_name("no bill") and known.is_name("None") and not known.is_blank("None")
    assert document.load(document.dump(store.content, KEPT), KEPT).screen_labels == store.content.screen_labels


def test_a_name_to_which_a_map_refers_is_known():
    library = Library()
    (kind,) = (kind for kind in KEPT if kind.name == "loan_policy_map")
    rows = kind.canonical({"rows": [{"material_format": "Maps", "loan_policy": "Not for loan"}]})
    library.content.confirm(kind, (), rows, Source(ANSWER, Attribution("Jane Doe", AT)))
    assert "Not for loan" in captures.knowing(library.store, KEPT, LABELS).known["loan_policy"]


def test_a_record_with_a_label_of_an_unknown_field_is_named():
    store = Library().store
    store.content.screen_labels = [ScreenLabel("loan_policy.fields.loan_perod", "For", Attribution("Jane Doe", AT))]
    with pytest.raises(ValidationError, match="^screen_labels of the record: .*loan_perod"):
        captures.knowing(store, KEPT, LABELS)


def test_thousands_of_statements_reject_the_file():
    made = {**capture([field("Policy Name", "A")], "Loan Policy"), "labels": {"blank": list(map(str, range(600)))}}
    assert len(captures.read("x.json", made, AT, LABELS)) == 1
    with pytest.raises(RejectedFile, match="states more than 1000 times"):
        captures.read("x.json", [made, made], AT, LABELS)


def test_a_statement_about_an_unknown_field_rejects_the_file():
    made = capture([field("Policy Name", "A")], "Loan Policy")
    with pytest.raises(RejectedFile, match="loan_perod"):
        captures.read("x.json", {**made, "labels": {"loan_policy": {"fields": {"loan_perod": ["For"]}}}}, AT, LABELS)
