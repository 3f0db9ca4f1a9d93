# SPDX-License-Identifier: GPL-3.0-or-later

"""Readings of screens as a source of the record: properties over configurations of all kinds, and what they are worth."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, given, settings

from ansible_collections.reshare.wms.plugins.module_utils._answers import importing, sent_screens
from ansible_collections.reshare.wms.plugins.module_utils._answers.received import RejectedFile
from ansible_collections.reshare.wms.plugins.module_utils._core.composites import Switches
from ansible_collections.reshare.wms.plugins.module_utils._core.reconcile import Reconciler
from ansible_collections.reshare.wms.plugins.module_utils._module_tasks.applying import declare_all
from ansible_collections.reshare.wms.plugins.module_utils._record import document, seen_values
from ansible_collections.reshare.wms.plugins.module_utils._record.content import RecordData
from ansible_collections.reshare.wms.plugins.module_utils._record.record_store import RecordStore
from ansible_collections.reshare.wms.plugins.module_utils._record.steps import Step, steps
from ansible_collections.reshare.wms.plugins.module_utils._screens.patches import Patch, Patches
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import (
    CONFIGURATION,
    DECLARABLE,
    ILL_SETTINGS,
    KINDS,
)
from support.configuration_strategies import configurations
from support.memory_store import MemoryStore
from support.read_screens import ADAMS, AT, BY_NAME, Screens, identified, taught
from support.seeds import HOLDING_CODES

LATER, TOMORROW = "2026-11-25T10:30:00Z", "2026-11-26T09:00:00Z"
KEPT = (*CONFIGURATION, ILL_SETTINGS)
LOAN_POLICY, LOAN_MAP = BY_NAME["loan_policy"], BY_NAME["loan_policy_map"]
POLICY = {"name": "A", "loan_period": "28 days", "automatic_renewal": True}


class Library:
    """A library with a record, and OCLC's list of its locations. patches: the known screens."""

    def __init__(self, *patches: Patch) -> None:
        self.content = RecordData("adams", ADAMS)
        self.oclc = MemoryStore({"holding_codes": HOLDING_CODES})
        self.patches = list(patches)

    @property
    def store(self) -> RecordStore:
        return RecordStore(
            self.content, KEPT, {"holding_codes": self.oclc}, TOMORROW, patches=lambda: Patches(self.patches)
        )

    def declare(self, configuration: dict[str, Any]) -> bool:
        """Whether anything changed."""
        store = self.store
        found = Reconciler(KINDS, lambda _kind: store).run(declare_all(configuration, (), DECLARABLE), False)
        return bool(found.changes)

    def steps(self) -> list[Step]:
        return [step for step in steps(KEPT, self.store) if step.kind.collection != "holding_codes"]

    def see(self, screens: Screens, by: str = "Jane Doe") -> list[importing.Observed]:
        """Import the screens, and store their patches as a task does."""
        self.patches += screens.known
        store = self.store
        sent = sent_screens.read_screens("the file", screens.member, store, KEPT, by)
        seen = importing.observe(store, "the file", sent)
        sent.keep(store)
        self.patches += self.content.patches
        self.content.patches = []
        return seen

    def how(self, name: str = "loan_period", kind: Any = LOAN_POLICY, identity: tuple[str, ...] = ("A",)) -> str:
        """How a field counts as learnt."""
        return self.store.source_of(kind, self.content.confirmed_of(kind)[identity], name).how


def policy(**more: Any) -> dict[str, Any]:
    return LOAN_POLICY.schema.declare({**POLICY, **more})


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
def test_screens_of_the_wanted_state_end_every_step(before, wanted):
    """Also in a library with other rows and objects. Only a removal is never seen, and entries of a list in a form are not read."""
    library = Library()
    for configuration, at in ((before, AT), (wanted, LATER)):
        library.declare(configuration)
        screens = Screens()
        for step in library.steps():
            if step.wanted is not None:
                screens.show(step.kind, on_screen(step), at)
        seen = library.see(screens)
        assert not [one.open for one in seen if one.open]
        left = [step for step in library.steps() if step.wanted is not None]
        of_lists = {one.name for kind in KEPT for one in kind.schema if one.value.columns}
        # That a screen does not have another label is never seen.
        names = [line.name for step in left for line in step.lines if "Label " not in line.name]
        assert not {*names} - of_lists
        assert [step.key for step in left if step.table] == []
        assert document.load(document.dump(library.content, KEPT), KEPT).confirmed == {
            plural: found for plural, found in library.content.confirmed.items() if found
        }
        assert not any(one.found.changed for one in library.see(screens) if one.found)
        library.content.pending.clear()


def test_a_value_is_stated_until_its_screen_and_its_drawing_were_met_twice():
    library = Library()
    library.see(Screens(seen=False).show(LOAN_POLICY, policy()))
    assert library.how() == "answer"
    # A second object of the library, as it was taught with the first one.
    (patch,) = library.patches
    screens = Screens(seen=False).show(LOAN_POLICY, policy(name="B", loan_period="7 days"), LATER)
    screens.sent = []
    screens.readings[0]["patches"] = [patch["id"]]
    screens.readings[0]["values"][2:] = []
    library.see(screens)
    assert library.how() == library.how(identity=("B",)) == "capture"
    # Of a tick, two values have to be confirmed.
    assert library.how("automatic_renewal") == "answer"
    more = taught("loan_policy", [("automatic_renewal", "No")], library=ADAMS, by="Jane Doe", at=LATER, says="answered")
    library.patches.append(identified({name: one for name, one in more.items() if name not in ("elements", "id")}))
    assert library.how("automatic_renewal") == "capture"


def test_another_person_can_agree_with_what_one_person_taught():
    library = Library()
    library.see(Screens(seen=False).show(LOAN_POLICY, policy()))
    (patch,) = library.patches
    about = {name: patch[name] for name in ("format", "version", "meaning", "library")}
    review = {**about, "says": "reviewed", "at": LATER, "patches": [patch["id"]]}
    library.patches.append(identified({**review, "by": "Jane Doe"}))
    assert library.how() == "answer"
    # Also in the task into which it comes.
    store, (stated,) = library.store, library.content.confirmed_of(LOAN_POLICY).values()
    assert store.source_of(LOAN_POLICY, stated, "loan_period").how == "answer"
    store.learn({}, [identified({**review, "by": "John Roe", "at": TOMORROW})])
    assert store.source_of(LOAN_POLICY, stated, "loan_period").how == "capture"


def test_a_revoked_patch_opens_the_values_that_rest_on_it():
    library = Library()
    library.see(Screens().show(LOAN_POLICY, policy()))
    library.see(Screens().show(LOAN_MAP, LOAN_MAP.canonical({"rows": [{"loan_policy": "A"}]})))
    first, second = library.patches
    about = {name: first[name] for name in ("format", "version", "meaning", "library")}
    revocation = identified({**about, "says": "revoked", "at": LATER, "patches": [first["id"]], "by": "John Roe"})
    events = seen_values.reopen(library.content, KEPT, Patches([*library.patches, revocation]))
    assert [(one.event, one.object, one.attribution.by) for one in events] == [
        ("reopened", "loan_policies/A", "John Roe")
    ]
    assert "Regular Loan Period" in events[0].what
    assert library.content.known(LOAN_POLICY) == {} and library.content.known(LOAN_MAP)
    assert seen_values.reopen(library.content, KEPT, Patches([first, second, revocation])) == []


def test_a_field_that_a_person_stated_stays_when_a_reading_is_revoked():
    library = Library()
    library.see(Screens().show(LOAN_POLICY, policy()))
    known = library.content.confirmed["loan_policies"][("A",)]
    stated = known.learnt(known.fields, known.source.__class__("answer", known.source.attribution), ["loan_period"])
    library.content.confirmed["loan_policies"][("A",)] = stated
    (patch,) = library.patches
    about = {name: patch[name] for name in ("format", "version", "meaning", "library")}
    revocation = identified({**about, "says": "revoked", "at": LATER, "patches": [patch["id"]], "by": "John Roe"})
    seen_values.reopen(library.content, KEPT, Patches([patch, revocation]))
    assert library.content.known(LOAN_POLICY) == {("A",): {"name": "A", "loan_period": policy()["loan_period"]}}


def test_a_map_is_seen_when_its_pages_are_together():
    rows = LOAN_MAP.canonical({"rows": [{"material_format": f"Format {at}", "loan_policy": "A"} for at in range(5)]})
    assert Library().see(Screens().show(LOAN_MAP, rows, pages=2))[0].found.fields == LOAN_MAP.show(rows)
    part = Screens().show(LOAN_MAP, rows, pages=2)
    del part.readings[1]
    library = Library()
    assert ["rows" in one.open[0].reason for one in library.see(part)] == [True, True]
    assert library.content.known(LOAN_MAP) == {}
    late = Screens().show(LOAN_MAP, rows, pages=2)
    late.readings[2]["at"] = late.captures[2]["at"] = "2026-11-25T09:31:00Z"
    late.readings[2]["capture"] = sent_screens.digest(late.captures[2])
    assert "half an hour" in Library().see(late)[0].open[0].reason


def test_a_switch_that_is_off_was_seen():
    kind = BY_NAME["notification_settings"]
    screens = Screens()
    for switches, at in (({"Hold Pickup": False, "Loan Overdue": False}, AT), ({"Loan Overdue": True}, LATER)):
        screens.show(kind, {"notification_types": switches}, at)
    library = Library()
    library.patches += screens.known
    sent = sent_screens.read_screens("the file", screens.member, library.store, KEPT, "Jane Doe")
    assert sent.shown["notification_settings", ()].seen == {
        "notification_types": {"Hold Pickup": False, "Loan Overdue": True}
    }


def test_a_person_says_that_uncounted_rows_are_all():
    rows = LOAN_MAP.canonical({"rows": [{"loan_policy": "A"}]})
    screens = Screens().show(LOAN_MAP, rows)
    screens.readings[0]["count"] = None
    assert Library().see(screens)[0].found is None
    screens.readings[0]["all_rows"] = True
    assert Library().see(screens)[0].found.fields == LOAN_MAP.show(rows)


def _change(screens: Screens, part: str, **more: Any) -> Screens:
    (one,) = getattr(screens, part)
    one.update(more)
    return screens


@pytest.mark.parametrize(
    ("part", "more", "why"),
    [
        ("readings", {"library": "100201"}, "it is of institution 100201, not of 100101"),
        ("readings", {"capture": "0" * 64}, "has no capture in the file"),
        ("readings", {"patches": ["2026-11-25T09-00-00Z-100201-000000000000"]}, "which is revoked or unknown"),
        ("readings", {"face": "new"}, "a screen to fill in shows nothing that was saved"),
        ("readings", {"kind": "loan_polcy"}, "'loan_polcy' is not a kind of object"),
        ("readings", {"rows": []}, "it has the rows of another kind of screen"),
        ("readings", {"at": "2026-12-25T09:00:00Z"}, "in the future"),
        ("readings", {"at": "yesterday"}, "whose time is not one such as"),
        ("readings", {"values": [{"input": "loan_period"}]}, "damaged reading"),
        ("readings", {"more": 1}, "damaged reading"),
    ],
)
def test_a_reading_that_is_not_of_this_capture_and_library_rejects_the_file(part, more, why):
    with pytest.raises(RejectedFile, match=why):
        Library().see(_change(Screens().show(LOAN_POLICY, policy()), part, **more))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"library": "100201"}, "is of institution 100201"),
        ({"library": "../../x"}, "library is not"),
        ({"kind": "../x"}, "is not a kind of object"),
        ({"kind": "loan_policy_map"}, "is not an input of loan_policy_map"),
        ({"says": "revoked", "patches": []}, "unknown key"),
        ({"says": "denied"}, "says none of"),
        ({"version": 2}, "has version 2"),
        ({"elements": [{}] * 3001}, "has more than 3000 items"),
        ({"at": "2026-12-25T09:00:00Z"}, "in the future"),
        (
            {"values": [{"input": "loan_period", "state": [["text", []]], "value": ""}]},
            "is not a kind, flags and texts",
        ),
    ],
)
def test_a_patch_that_is_none_rejects_the_file(more, why):
    screens = Screens(seen=False).show(LOAN_POLICY, policy())
    screens.sent = [{**screens.sent[0], **more}]
    with pytest.raises(RejectedFile, match=why):
        Library().see(screens)


def test_a_librarian_cannot_revoke_and_cannot_speak_for_another_person():
    screens = Screens(seen=False).show(LOAN_POLICY, policy())
    screens.sent[0]["by"] = "John Roe"  # type: ignore[index]
    library = Library()
    library.see(screens)
    assert [one["by"] for one in library.patches] == ["Jane Doe"]
    about = {name: library.patches[0][name] for name in ("format", "version", "meaning", "library", "at")}
    screens.sent = [{**about, "says": "revoked", "patches": [library.patches[0]["id"]]}]
    with pytest.raises(RejectedFile, match="the consortium"):
        library.see(screens)


def test_names_and_people_are_kept_in_the_record_and_not_with_the_screens():
    library, screens = Library(), Screens(seen=False).show(LOAN_POLICY, policy())
    about = {name: screens.sent[0][name] for name in ("format", "version", "meaning", "library", "at")}
    screens.sent[0]["names"] = {"bill_structure": ["Fine"]}  # type: ignore[index]
    screens.sent.append({**about, "says": "named", "people": ["Mary Major"]})
    library.see(screens)
    assert (library.content.named.names, library.content.named.people) == ({"bill_structure": ["Fine"]}, ["Mary Major"])
    assert len(library.patches) == 1
    found = document.load(document.dump(library.content, KEPT), KEPT)
    assert (found.named, found.readings) == (library.content.named, library.content.readings)


def test_the_screen_that_contradicts_another_meaning_is_refused():
    other = taught("loan_policy", [("loan_period", "4 weeks")])
    other["values"][0]["state"] = [["text", [], ["28 days"]]]
    library = Library(identified({**other, "id": ""}))
    with pytest.raises(RejectedFile, match="gives '4 weeks' for the same"):
        library.see(Screens().show(LOAN_POLICY, policy()))
    assert len(Patches(library.patches).conflicts()) == 1
