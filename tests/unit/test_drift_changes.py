# SPDX-License-Identifier: GPL-3.0-or-later

"""Two comparisons held against each other: what is an alert, and what is none; and the metrics of a comparison."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.reshare.wms.plugins.filter.drift_changes import drift_changes
from ansible_collections.reshare.wms.plugins.filter.drift_metrics import drift_metrics
from ansible_collections.reshare.wms.plugins.plugin_utils._comparison.outcomes import STATES, document, library_outcome

POLICY = {
    "kind": "loan_policy",
    "name": "ReShare borrowing",
    "identity": {},
    "title": "Loan Policy 'ReShare borrowing'",
}
PROBE = {"name": "probe", "title": "NCIP answers", "status": "fail", "detail": "", "remedy": "", "reason": ""}
WITHDRAWAL = {"by": "Jane Doe", "at": "2026-11-26T08:00:00Z", "reason": None}


def library(changes: Any = (), checks: Any = (), withdrawn: Any = None, **result: Any) -> dict[str, Any]:
    return library_outcome({"wms": [{"changes": changes, **result}], "reshare": []}, {"checks": checks}, "", withdrawn)


def compared(message: str = "", consortium: Any = (), **libraries: Any) -> dict[str, Any]:
    return json.loads(document(libraries, consortium, message))


FINE, DRIFTED, DOWN = library(), library([POLICY]), library(failed=True, msg="down", failure={"code": "unreachable"})
APART = {
    "severity": "error",
    "code": "lending_too_short",
    "library": "baker",
    "variable": None,
    "message": "",
    "remedy": "",
}
APART |= {"file": None, "line": None}


def test_the_first_comparison_tells_what_is_not_in_place():
    found = drift_changes(compared(adams=FINE, baker=DRIFTED), None)
    assert found["changed"] is True
    assert [one["library"] for one in found["libraries"]] == ["baker"]
    assert found["text"].startswith("2 libraries: 1 drift, 1 in place.")
    assert drift_changes(compared(adams=DRIFTED), None)["text"].startswith("1 library: 1 drift.")


@pytest.mark.parametrize(
    "later",
    [
        {"adams": FINE, "baker": DRIFTED},
        # The text of a message is no change: it can contain a time or a number of attempts.
        {"adams": FINE, "baker": {**DRIFTED, "message": "Loan Policy: something else."}},
    ],
)
def test_nothing_new_is_no_alert(later):
    found = drift_changes(compared(**later), compared(adams=FINE, baker=DRIFTED))
    assert (found["changed"], found["libraries"]) == (False, [])


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (FINE, DRIFTED, {"state": "drift", "before": "in_place", "appeared": [POLICY["title"]], "gone": []}),
        (DRIFTED, FINE, {"state": "in_place", "before": "drift", "appeared": [], "gone": [POLICY["title"]]}),
        (DRIFTED, library([POLICY], [PROBE]), {"state": "drift", "before": "drift", "appeared": ["NCIP answers"]}),
        (FINE, DOWN, {"state": "unreachable", "before": "in_place"}),
        (FINE, library(withdrawn=WITHDRAWAL), {"withdrawn": True, "before": "in_place"}),
        (None, DRIFTED, {"state": "drift", "before": None}),
        (FINE, None, {"state": None, "before": "in_place"}),
    ],
)
def test_each_change_of_a_library_is_an_alert(before, now, expected):
    sides = [compared(adams=FINE, **({"baker": one} if one else {})) for one in (now, before)]
    found = drift_changes(*sides)
    assert found["changed"] is True
    (baker,) = found["libraries"]
    assert baker["library"] == "baker"
    assert {key: baker[key] for key in expected} == expected
    assert baker["library"] in found["text"]


def test_values_that_do_not_fit_any_more_are_an_alert():
    fits, apart = compared(adams=FINE), compared(adams=FINE, consortium=[APART])
    assert drift_changes(apart, fits)["changed"] is True
    assert drift_changes(fits, apart)["changed"] is True
    assert drift_changes(apart, apart)["changed"] is False


def test_a_run_without_libraries_is_one_alert_and_its_end_another_one():
    before = compared(adams=FINE, baker=DRIFTED, consortium=[APART])
    down = drift_changes(compared("Nothing was run."), before)
    assert (down["changed"], down["libraries"]) == (True, [])
    assert "Nothing was run." in down["text"]
    assert drift_changes(compared("Nothing was run."), down["document"])["changed"] is False
    again = drift_changes(before, down["document"])
    assert (again["changed"], again["libraries"]) == (True, [])


def test_a_long_alert_is_shortened_and_has_a_line_per_library():
    many = {
        f"library-{number:03}": library([{**POLICY, "name": str(one)} for one in range(99)]) for number in range(200)
    }
    hostile = {**DRIFTED, "drift": [{**POLICY, "title": "a\nbaker: in place\N{RIGHT-TO-LEFT OVERRIDE}"}]}
    text = drift_changes(compared(**many, hostile=hostile), compared(hostile=FINE))["text"]
    assert len(text) < 8000
    assert len(text.splitlines()) == 22
    assert "\nbaker" not in text
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text


@pytest.mark.parametrize(
    "wrong",
    [
        *({}, [], "text", "[" * 100_000, {"format": "reshare.wms drift", "version": 0}, {"format": "x"}),
        {**compared(adams=FINE), "libraries": {"adams": {}}},
        {**compared(adams=FINE), "libraries": []},
    ],
    ids=lambda wrong: str(wrong)[:40],
)
def test_another_file_is_rejected_by_its_name(wrong):
    for evaluate in (
        lambda: drift_changes(wrong, names=["/there/a.json", "b"]),
        lambda: drift_changes(compared(), wrong, names=["a", "/there/a.json"]),
        lambda: drift_metrics(wrong, "/there/a.json"),
    ):
        with pytest.raises(AnsibleFilterError, match="^/there/a.json cannot be read: .*Remove the file"):
            evaluate()


def test_a_name_is_neither_a_mention_nor_a_link_in_a_chat():
    title = "<!channel> @all, see https://evil.example or [here](//evil.example), www.evil.example & jane@adams.example"
    found = drift_changes(compared(adams={**DRIFTED, "drift": [{**POLICY, "title": title}]}))
    assert title in found["text"]
    shown = (
        "&lt;!channel&gt; @ all, see https: //evil.example or [here] (//evil.example), www .evil.example &amp; "
        "jane@adams.example"
    )
    assert shown in found["chat_text"]


def test_metrics_have_one_state_per_library_and_escaped_labels():
    text = drift_metrics({**compared(**{'a"\\\n': FINE, "baker": DRIFTED}), "finished": "2026-11-26T02:00:41Z"})
    assert text.endswith("\n")
    values = dict(re.findall(r"^(\w+(?:\{.*\})?) (\S+)$", text, re.M))
    assert len(values) == len(text.splitlines()) - text.count("# ")
    assert values["reshare_wms_drift_finished_timestamp_seconds"] == "1795658441.0"
    assert values["reshare_wms_drift_libraries"] == "2"
    ones = [name for name, value in values.items() if "library_state" in name and value == "1"]
    assert ones == [
        'reshare_wms_drift_library_state{library="a\\"\\\\\\n",state="in_place"}',
        'reshare_wms_drift_library_state{library="baker",state="drift"}',
    ]
    assert sum("library_state" in name for name in values) == 2 * len(STATES)
    assert values['reshare_wms_drift_library_drift_objects{library="baker"}'] == "1"


def test_a_rehearsal_is_marked_in_the_alert_and_in_the_metrics():
    rehearsal = compared(adams=library([POLICY], sandbox=True), baker=FINE)
    assert rehearsal["sandbox"] is True
    assert drift_changes(rehearsal, None)["text"].startswith("Rehearsal: compared with the sandbox")
    assert "\nreshare_wms_drift_sandbox 1\n" in drift_metrics(rehearsal)
    assert "\nreshare_wms_drift_sandbox 0\n" in drift_metrics(compared(baker=FINE))
