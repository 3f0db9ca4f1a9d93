# SPDX-License-Identifier: GPL-3.0-or-later

"""A person works on the screens of Service Configuration: forms, lists, maps and pages of settings are saved by the rules of the
configuration service, and nothing is half saved."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from support.screen_examples import QUOTES, RIGHT_TO_LEFT, every_screen, screen_path, screens_seed
from support.system_client import SystemClient

Sent = dict[str, list[str]]


@pytest.fixture
def library(base) -> SystemClient:
    return SystemClient(base, **screens_seed())


class Person:
    """The browser of a person: it opens screens, and sends forms as the page does. state: what the present screen shows."""

    def __init__(self, library: SystemClient):
        self.library = library
        self.http = requests.Session()
        self.state: dict[str, Any] = {}

    def open(self, plural: str, name: str | None = None, **query: Any) -> Sent:
        """Open a screen. Returns the values that its form has."""
        self._show(
            self.http.get(self.library.base + screen_path(self.library.id, plural, name, **query), headers=_JSON)
        )
        return self.sent

    @property
    def sent(self) -> Sent:
        found: Sent = {}
        for section in self.state["screen"]["sections"]:
            lists = [line["controls"] for line in section["lines"]]
            for row in (row for grid in section["grids"] for row in grid["rows"] if row["key"]):
                found[f"{row['key']}_rest"] = [row["rest"]]
                lists += row["cells"]
            found |= {one["name"]: _values(one) for controls in lists for one in controls if one["name"]}
        return found

    def send(self, sent: Sent, action: str = "save") -> requests.Response:
        form = self.state["form"]
        tables = [
            grid["key"] for section in self.state["screen"]["sections"] for grid in section["grids"] if grid["key"]
        ]
        own = {"_token": form["token"], "_version": form["version"], "_action": action, "_end": "1", "_table": tables}
        answer = self.http.post(self.library.base + form["send"], data={**own, **sent}, headers=_JSON)
        if answer.ok:
            self._show(answer)
        return answer

    def _show(self, answer: requests.Response) -> None:
        assert answer.status_code == 200, answer.text
        self.state = answer.json()


_JSON = {"Accept": "application/json"}


def _values(control: dict[str, Any]) -> list[str]:
    if control["type"] == "switch":
        return ["Yes"] if control["values"] == ["Yes"] else []
    return control["values"] or ([] if control["type"] in ("choices", "radio") else [""])


@pytest.fixture
def person(library) -> Person:
    return Person(library)


def saved(person: Person, plural: str, name: str) -> dict[str, Any]:
    return next(one for one in person.library.configuration[plural] if name in one.values())


def with_no_values(body: Any) -> Any:
    """A state without the values that a screen shows as if they were there: No."""
    if isinstance(body, dict):
        kept = {name: with_no_values(value) for name, value in body.items()}
        return {name: value for name, value in kept.items() if value not in (False, {})}
    return [with_no_values(one) for one in body] if isinstance(body, list) else body


def test_a_form_that_is_saved_as_it_is_changes_nothing(library, person):
    before = library.configuration
    for plural, name, _body in every_screen(before):
        person.send(person.open(plural, name))
        # References that are broken in the seed are refused.
        broken = [one for one in person.state["form"]["problems"] if "' does not exist in the " not in one]
        assert broken == [], (plural, name)
    assert with_no_values(library.configuration) == with_no_values(before)


def test_values_of_every_form_are_saved(person):
    sent = person.open("loan_policies", "Blank")
    changes = {
        **{"circulates": ["never"], "loan_period.value": ["3"], "loan_period.unit": ["weeks"]},
        **{
            "include_closed_days": ["Yes"],
            "automatic_renewal": ["Yes"],
            "fixed_due_dates": ["2028-01-31", "2028-06-30"],
        },
        **{"recall_bill": [QUOTES], "overdue_notification_policy": [RIGHT_TO_LEFT], "other_settings.Max & min": ["4"]},
    }
    person.send({**sent, **changes})
    found = saved(person, "loan_policies", "Blank")
    assert {name: found[name] for name in found if found[name] is not False} == {
        "name": "Blank",
        "circulates": "never",
        "loan_period": {"value": 3, "unit": "weeks"},
        "include_closed_days": True,
        "automatic_renewal": True,
        "fixed_due_dates": ["2028-01-31", "2028-06-30"],
        "recall_bill": QUOTES,
        "overdue_notification_policy": RIGHT_TO_LEFT,
        "other_settings": {"Max & min": "4"},
    }
    sent = person.open("patron_type_policies", 'Faculty & "Staff"')
    limits = {"max_claimed_lost": [""], "max_claimed_lost.no_limit": ["Yes"], "max_claimed_returned.no_limit": []}
    person.send({**sent, **limits, "max_claimed_returned": ["7"], "total_loan_value_limit.no_limit": []})
    found = saved(person, "patron_type_policies", 'Faculty & "Staff"')
    assert (found["max_claimed_lost"], found["max_claimed_returned"]) == ("No Limit", 7)
    assert "total_loan_value_limit" not in found


def test_a_new_object_is_blank_and_is_created_once(person):
    sent = person.open("bill_structures", new=1)
    # Nothing is chosen, not even where something has to be.
    assert {name: values for name, values in sent.items() if values not in ([], [""])} == {}
    person.send(sent)
    assert set(person.state["form"]["problems"]) == {
        "Policy Name: is required",
        "Bill Reason: is required",
        "Bill Type: is required",
    }
    new = {**sent, "name": ["Late & later"], "bill_reason": [QUOTES], "bill_type": ["Fixed Bill"], "amount": ["0.50"]}
    person.send(new)
    assert saved(person, "bill_structures", "Late & later")["amount"] == "0.50"
    person.open("bill_structures", new=1)
    person.send(new)
    assert person.state["form"]["problems"] == ["Policy Name: Bill Structure 'Late & later' exists already"]
    person.open("bill_structures", "Late & later")
    person.send({**person.sent, "name": ["Renamed"]})
    assert person.state["form"]["problems"] == ["Policy Name: cannot be changed"]


def test_what_is_wrong_is_beside_its_field_and_the_entries_stay(person):
    sent = person.open("loan_policies", "Blank")
    wrong = {"loan_period.value": ["three"], "recall_bill": ["No such bill"], "automatic_renewal": ["Yes"]}
    before = person.library.configuration
    person.send({**sent, **wrong})
    assert person.library.configuration == before
    fields = {one["label"]: one for section in person.state["screen"]["sections"] for one in section["lines"]}
    number, unit = fields["Regular Loan Period"]["controls"]
    assert (number["values"], number["changed"], bool(number["errors"])) == (["three"], True, True)
    assert (unit["values"], unit["changed"]) == (["days"], False)
    assert fields["Automatic Renewal"]["controls"][0]["values"] == ["Yes"]
    assert (fields["Overdue Grace Period"]["errors"], fields["Overdue Grace Period"]["controls"][0]["changed"]) == (
        [],
        False,
    )
    # References are checked when the values are valid.
    person.send({**person.sent, "loan_period.value": ["3"]})
    assert person.state["form"]["problems"] == [
        "Recall billing structure: 'No such bill' does not exist in the bill structures"
    ]
    person.send({**person.sent, "recall_bill": [""]})
    assert (person.state["form"]["problems"], saved(person, "loan_policies", "Blank")["loan_period"]["value"]) == (
        [],
        3,
    )


def test_the_rows_of_a_map_are_added_moved_changed_and_removed(person):
    person.open("hold_pickup_locations_map")
    first, second = (
        {name: values for name, values in person.sent.items() if name.startswith(f"rows.{n}.")} for n in (0, 1)
    )
    blank = person.state["screen"]["sections"][0]["grids"][0]["blank"]
    new = {one["name"].replace("~", "new1"): _values(one) for cell in blank["cells"] for one in cell}
    assert new["rows.new1.holding_location"] == ["All"]
    new |= {
        "rows.new1._rest": ["{}"],
        "rows.new1.holding_location": ["TSTM"],
        "rows.new1.default_pickup_locations": ["Main"],
    }
    new["rows.new1.shelving_location"] = ["Stacks"]
    person.send({**second, **new, **first})
    rows = person.library.configuration["hold_pickup_locations_map"]["rows"]
    assert [one["holding_location"] for one in rows] == ["All", "TSTM", "TSTM"]
    assert [one["shelving_location"] for one in rows] == ["All", "Stacks", "All"]
    person.send({name: values for name, values in person.sent.items() if not name.startswith("rows.1.")})
    assert len(person.library.configuration["hold_pickup_locations_map"]["rows"]) == 2
    person.send({**person.sent, "rows.0.shelving_location": ["Stacks"]})
    assert person.state["form"]["problems"] == [
        "Row 1, Shelving Location: shelving location 'Stacks' requires its holding location in the same row"
    ]
    person.send({})
    assert person.library.configuration["hold_pickup_locations_map"]["rows"] == []


def test_options_of_a_shelving_location_follow_its_holding_location(person):
    path = screen_path(person.library.id, "ill_settings", options="x", within="TSTM")
    assert person.http.get(person.library.base + path).json() == ["Stacks", 'R&D "old"']
    assert person.http.get(person.library.base + path.replace("TSTM", "none")).json() == []


def test_the_link_is_live_when_ill_settings_are_saved(make):
    library = make()
    person = Person(library)
    sent = {**person.open("ill_settings"), "reshare.enable": ["Yes"]}
    person.send(sent)
    assert person.state["form"]["problems"][0].startswith("ReShare: can't be enabled without")
    assert not library.live
    pair = {
        "reshare.temporary_item_holding_location": ["TSTM"],
        "reshare.temporary_item_shelving_location": ["ReShare"],
    }
    person.send({**sent, **pair})
    assert library.live


def test_a_holding_code_is_changed_in_its_table_or_on_its_own(person):
    sent = person.open("holding_codes")
    person.send({**sent, "rows.1.shelving_locations": ["Stacks; New"], "rows.0.branch_name": ["Other"]})
    assert person.state["form"]["problems"] == ["Row 1, Branch Name: cannot be changed"]
    assert saved(person, "holding_codes", "TSTA").get("shelving_locations") != "Stacks; New"
    person.send({**person.sent, "rows.0.branch_name": sent["rows.0.branch_name"]})
    assert saved(person, "holding_codes", "TSTA")["shelving_locations"] == "Stacks; New"
    person.send({**person.open("holding_codes", "TSTA"), "shelving_locations": ["Stacks"]})
    assert saved(person, "holding_codes", "TSTA")["shelving_locations"] == "Stacks"


def test_deleting_asks_and_an_object_in_use_stays(person):
    before = person.library.configuration
    person.send({**person.open("hold_limit_policies", new=1), "name": ["Unused"]})
    person.open("hold_limit_policies", "Unused", ask="delete")
    assert person.state["form"]["asks"] and person.library.configuration != before
    person.send({}, "delete")
    assert person.library.configuration == before
    person.open("bill_structures", QUOTES, ask="delete")
    answer = person.send({}, "delete")
    assert (answer.status_code, "it is in use by loan_policies" in answer.json()["problem"]) == (409, True)


def test_a_form_that_somebody_else_changed_is_not_saved_and_loses_nothing(library, person):
    other = Person(library)
    sent = person.open("loan_policies", "Blank")
    other.send({**other.open("loan_policies", "Blank"), "circulates": ["never"]})
    person.send({**sent, "loan_period.value": ["5"]})
    assert "changed by somebody else" in person.state["form"]["message"]
    assert person.sent["loan_period.value"] == ["5"]
    assert "loan_period" not in saved(person, "loan_policies", "Blank")
    person.send(person.sent)
    assert saved(person, "loan_policies", "Blank")["loan_period"]["value"] == 5

    other.send({**other.open("hold_limit_policies", new=1), "name": ["Unused"]})
    sent = person.open("hold_limit_policies", "Unused")
    other.open("hold_limit_policies", "Unused")
    other.send({}, "delete")
    person.send({**sent, "verified_hold_count_limit": ["11"]})
    assert "deleted by somebody else" in person.state["form"]["message"]
    person.send(person.sent)
    assert saved(person, "hold_limit_policies", "Unused")["verified_hold_count_limit"] == 11


@pytest.mark.parametrize(
    ("sent", "status", "problem"),
    [
        ({"_token": "x"}, 403, "did not come from a page"),
        ({"_end": ""}, 400, "arrived incomplete"),
        ({"_action": "other"}, 400, "Nothing was chosen"),
        ({"other": "x"}, 400, "has no field 'other'"),
        ({"reshare.other": "x"}, 400, "has no field"),
        ({"name": ["A", "B"]}, 400, "was sent 2 times"),
        ({"automatic_renewal": "Maybe"}, 400, "must be Yes or No"),
        ({"loan_period.value": "9" * 400}, 200, ""),
        ({"description": "x" * 2_000_001}, 413, "more than"),
        ({f"n{number}": "" for number in range(20_001)}, 400, "cannot be read"),
        ({"other_settings." + "x" * 5000: "<b>"}, 200, ""),
        ({"name": "\ud800".encode("utf-8", "surrogatepass")}, 400, "cannot be read"),
    ],
)
def test_hostile_forms_get_a_sentence(person, sent, status, problem):
    before = person.library.configuration
    opened = person.open("loan_policies", "Blank")
    form = person.state["form"]
    own = {"_token": form["token"], "_version": form["version"], "_action": "save", "_end": "1"}
    if sent == {"_end": ""}:
        del own["_end"], sent["_end"]
    answer = person.http.post(person.library.base + form["send"], data={**opened, **own, **sent}, headers=_JSON)
    assert answer.status_code == status, answer.text
    if status != 200:
        assert problem in answer.json()["problem"]
        assert person.library.configuration == before


def test_a_form_of_another_browser_is_refused_and_the_cookie_is_strict(person):
    sent = person.open("loan_policies", "Blank")
    cookie = next(iter(person.http.cookies))
    assert cookie.has_nonstandard_attr("HttpOnly") and cookie.get_nonstandard_attr("SameSite").casefold() == "strict"
    person.http.cookies.clear()
    assert person.send(sent).status_code == 403
