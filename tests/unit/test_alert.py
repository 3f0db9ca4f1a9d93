# SPDX-License-Identifier: GPL-3.0-or-later

"""The account of a run and the memory of the last alert: what is an alert, and what is none; and the metrics."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.reshare.wms.plugins.filter.run_alert import run_alert
from ansible_collections.reshare.wms.plugins.plugin_utils._account.alert import alert
from ansible_collections.reshare.wms.plugins.plugin_utils._account.metrics import metrics
from ansible_collections.reshare.wms.plugins.plugin_utils._account.run_document import text
from ansible_collections.reshare.wms.plugins.plugin_utils._account.states import STATES
from support.account_examples import (
    HOSTILE,
    IN_PLACE,
    LIVE,
    NOT_LIVE,
    SHORTER,
    WITHDRAWN,
    account_of,
    change,
    check_result,
    dated,
    failed,
    outcome,
    step,
)
from support.file_schemas import conforming

FINE, DRIFTED = {"wms": IN_PLACE, "link": LIVE}, {"wms": outcome(SHORTER), "link": LIVE}
DOWN = {"wms": failed("no response", "unreachable", no_answer=True)}
WRONG = {**DRIFTED, "checks": {"changed": False, "checks": [check_result("accounts", "fail")]}}
POLICY = "Loan Policy 'ReShare borrowing'"


def night(**libraries: dict[str, Any]) -> dict[str, Any]:
    """The account of a nightly comparison."""
    return dated(account_of(libraries, "drift", True), "2026-11-26T02:00:41Z")


def later(now: dict[str, Any], *before: dict[str, Any]) -> dict[str, Any]:
    """The alert about a run after those about others."""
    memory = None
    for one in before:
        memory = json.loads(json.dumps(alert(one, memory)["memory"]))
    return alert(now, memory)


def test_the_first_alert_has_what_is_not_in_place():
    found = alert(night(adams=FINE, baker=DRIFTED, curie={**FINE, "link": {**NOT_LIVE, "withdrawn": WITHDRAWN}}), None)
    assert found["changed"] is True
    assert [one["library"] for one in found["libraries"]] == ["baker", "curie"]
    assert found["text"].splitlines() == [
        "3 libraries: 1 drift (baker), 2 in place.",
        f"baker: drift (objects). New: {POLICY}",
        "curie: in place, withdrawn",
    ]
    conforming("alert", found["memory"])


@pytest.mark.parametrize(
    "now",
    [
        {"adams": FINE, "baker": DRIFTED, "curie": DOWN},
        # The text of a message is no change: it can contain a time or a number of attempts.
        {"adams": FINE, "baker": DRIFTED, "curie": {"wms": failed("another text", "unreachable", no_answer=True)}},
        {"adams": {**FINE, "wms": {**IN_PLACE, "warnings": ["adams: rows overlap"]}}, "baker": DRIFTED, "curie": DOWN},
    ],
)
def test_two_equal_nights_are_no_alert(now):
    found = later(dated(night(**now), "2026-11-27T02:00:41Z"), night(adams=FINE, baker=DRIFTED, curie=DOWN))
    assert (found["changed"], found["libraries"]) == (False, [])


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (FINE, DRIFTED, {"state": "drift", "before": "in_place", "appeared": [POLICY], "gone": []}),
        (DRIFTED, FINE, {"state": "in_place", "before": "drift", "appeared": [], "gone": [POLICY]}),
        (DRIFTED, WRONG, {"state": "drift", "before": "drift", "appeared": ["accounts is well"]}),
        (DRIFTED, {**DRIFTED, "reshare": DOWN["wms"]}, {"state": "drift", "reasons": ["objects", "unreachable"]}),
        (FINE, DOWN, {"state": "not_checkable", "reasons": ["unreachable"], "before": "in_place"}),
        (FINE, {**FINE, "link": NOT_LIVE}, {"link": "not_live", "state": "in_place"}),
        (FINE, {**FINE, "link": {**NOT_LIVE, "withdrawn": WITHDRAWN}}, {"link": "withdrawn", "state": "in_place"}),
        (None, DRIFTED, {"state": "drift", "before": None}),
        (FINE, None, {"state": None, "before": "in_place", "link": None}),
    ],
)
def test_each_change_of_a_library_is_an_alert(before, now, expected):
    sides = [night(adams=FINE, **({"baker": one} if one else {})) for one in (now, before)]
    found = later(*sides)
    (baker,) = found["libraries"]
    assert (found["changed"], baker["library"], baker["library"] in found["text"]) == (True, "baker", True)
    assert {key: baker[key] for key in expected} == expected
    # And then it is known.
    assert later(sides[0], *reversed(sides))["changed"] is False


def test_values_that_do_not_fit_any_more_are_an_alert():
    finding = {
        "code": "lending_too_short",
        "library": "baker",
        "variable": None,
        "message": "m",
        "remedy": "",
        "file": None,
        "line": None,
    }
    apart = {
        "summary": "",
        "findings": [{**finding, "severity": "error"}],
        "consortium": {"complete": True, "pairs": []},
    }
    wrong, fits = night(adams={**FINE, "between": apart}), night(adams=FINE)
    assert later(wrong, fits)["changed"] is later(fits, wrong)["changed"] is True
    assert "1 value does not fit between libraries" in later(wrong, fits)["text"]
    assert later(wrong, wrong)["changed"] is False


def test_a_run_without_libraries_is_one_alert_and_its_end_another_one():
    """It does not change what is remembered of the libraries."""
    before, down = night(adams=FINE, baker=DRIFTED), account_of({}, "drift", messages=["The inventory has no host."])
    found = later(down, before)
    assert (found["changed"], found["libraries"]) == (True, [])
    assert found["text"] == "Nothing was compared. The inventory has no host."
    assert later(down, before, down)["changed"] is False
    again = later(before, before, down)
    assert (again["changed"], again["libraries"]) == (True, [])


def test_a_long_alert_is_shortened_and_has_a_line_per_library():
    drifts = [change("loan_policy", str(one), {"a": 1}, {"a": 2}) for one in range(99)]
    many = {f"library-{number:03}": {"wms": outcome(*drifts)} for number in range(200)}
    hostile = {"wms": outcome({**SHORTER, "title": "a\nbaker: in place\N{RIGHT-TO-LEFT OVERRIDE}"})}
    found = later(night(**many, hostile=hostile), night(hostile=FINE))["text"]
    assert (len(found) < 8000, len(found.splitlines()), "\nbaker" in found, "\N{RIGHT-TO-LEFT OVERRIDE}" in found) == (
        True,
        22,
        False,
        False,
    )


def test_a_name_is_neither_a_mention_nor_an_address_in_a_chat():
    title = "<!channel> @all, see https://evil.example or [here](//evil.example), www.evil.example & jane@adams.example"
    found = alert(night(adams={"wms": outcome({**SHORTER, "title": title})}), None)
    assert title in found["text"]
    assert (
        "&lt;!channel&gt; @ all, see https: //evil. example or [here] (//evil. example), www. evil. example &amp; jane@ adams. example"
    ) in found["chat_text"]
    name = HOSTILE.encode("utf-8", "replace").decode()
    chat = alert(night(**{name: DRIFTED}), None)["chat_text"]
    assert [sign for sign in ("@everyone", "<", "](", "://", "evil.example", "\n#") if sign in chat] == []


def test_a_rehearsal_is_marked_in_the_alert_and_in_the_metrics():
    rehearsal = night(adams={"wms": outcome(SHORTER, sandbox=True)}, baker=FINE)
    assert alert(rehearsal, None)["text"].startswith("Rehearsal: with the sandbox")
    assert "\nreshare_wms_sandbox 1\n" in metrics(rehearsal)
    assert "\nreshare_wms_sandbox 0\n" in metrics(night(baker=FINE))


def test_metrics_have_one_state_per_library_its_reasons_and_escaped_labels():
    waits = {"wms": outcome(pending_steps=[step()]), "reshare": DOWN["wms"]}
    written = metrics(night(**{'a"\\\n': FINE, "baker": DRIFTED, "curie": waits, "darwin": {}}))
    assert written.endswith("\n")
    values = dict(re.findall(r"^(\w+(?:\{.*\})?) (\S+)$", written, re.M))
    assert len(values) == len(written.splitlines()) - written.count("# ")
    assert (values["reshare_wms_finished_timestamp_seconds"], values["reshare_wms_libraries"]) == ("1795658441.0", "4")
    assert [name for name, value in values.items() if "library_state" in name and value == "1"] == [
        'reshare_wms_library_state{library="a\\"\\\\\\n",state="in_place"}',
        'reshare_wms_library_state{library="baker",state="drift"}',
        'reshare_wms_library_state{library="curie",state="not_checkable"}',
        'reshare_wms_library_state{library="darwin",state="not_checkable"}',
    ]
    assert [name for name in values if "library_reason" in name] == [
        'reshare_wms_library_reason{library="baker",reason="objects"}',
        'reshare_wms_library_reason{library="curie",reason="unreachable"}',
        'reshare_wms_library_reason{library="curie",reason="steps"}',
        'reshare_wms_library_reason{library="darwin",reason="stopped"}',
    ]
    assert sum("library_state" in name for name in values) == 4 * len(STATES)
    assert (
        values['reshare_wms_library_drift_objects{library="baker"}']
        == values['reshare_wms_library_pending_objects{library="curie"}']
        == "1"
    )


# ------------------------------------------------------------------------------------------------------------ as the playbook


def files(folder: Path, now: str, last: str | None = None) -> tuple[str, str]:
    """The paths of an account and of a memory with these texts."""
    paths = folder / "run.json", folder / "alert.json"
    for path, written in zip(paths, (now, last)):
        if written is not None:
            path.write_text(written, encoding="utf-8")
    return str(paths[0]), str(paths[1])


def test_the_newest_account_of_a_folder_is_the_present_run(tmp_path):
    _path, memory = files(tmp_path, text(night(adams=FINE)))
    (tmp_path / "runs").mkdir()
    for day, state in (("25", FINE), ("26", DRIFTED)):
        name = f"2026-11-{day}T020041Z-drift-aaaaaa.json"
        (tmp_path / "runs" / name).write_text(
            text(dated(night(adams=state), f"2026-11-{day}T02:00:41Z")), encoding="utf-8"
        )
    found = run_alert(str(tmp_path / "runs"), memory)
    assert (found["state"], found["changed"]) == ("drift", True)
    assert found["metrics"] == metrics(night(adams=DRIFTED))


@pytest.mark.parametrize(
    "wrong",
    [
        *("{}", "[]", "text", "[" * 100_000, '{"format": "reshare.wms alert", "version": 0}'),
        text({**night(adams=FINE), "libraries": {"adams": {}}}),
    ],
    ids=["object", "list", "text", "deep", "no version", "no library"],
)
def test_another_file_is_rejected_by_its_name(tmp_path, wrong):
    good = text(night(adams=FINE))
    for now, last, name in ((wrong, None, "run.json"), (good, wrong, "alert.json")):
        with pytest.raises(AnsibleFilterError, match=rf"{tmp_path}/{name} (is|has)"):
            run_alert(*files(tmp_path, now, last))
