# SPDX-License-Identifier: GPL-3.0-or-later

"""What the account of a run must not say: the results of another playbook, or of a comparison that was not made."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from ansible import context
from ansible.module_utils.common.collections import ImmutableDict

from ansible_collections.reshare.wms.plugins.plugin_utils._account.library_state import judged
from ansible_collections.reshare.wms.plugins.plugin_utils._account.over_time import Seen, over_time, superseded
from ansible_collections.reshare.wms.plugins.plugin_utils._action import run_memory
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.output import run_file_problem
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.registered import registered

_NOTHING = {
    **{"changes": [], "pending": [], "pages": [], "messages": [], "checks": [], "knowledge": None},
    "link": "live",
    **{"ready": None, "wave": False, "exceptions": []},
}


@pytest.mark.parametrize(
    ("compared", "state", "wms", "reshare"),
    [
        (["loan_policy", "reshare_setting", "ill_settings"], "in_place", "in_place", "in_place"),
        (["loan_policy", "ill_settings"], None, "in_place", None),
        (["ill_settings", "reshare_setting"], None, None, "in_place"),
        (["ill_settings"], None, None, None),
    ],
)
def test_a_library_is_in_place_only_if_both_its_systems_were_compared(compared, state, wms, reshare):
    found = judged({**_NOTHING, "compared": compared}, False)
    assert (found["state"], *(found["systems"][one]["state"] for one in ("wms", "reshare"))) == (state, wms, reshare)


def test_the_result_that_makes_a_link_live_comes_after_the_comparison_before_it():
    names = [one.name for one in registered("onboard")]
    assert names.index("onboard_circulation_result") < names.index("enable_reshare_result")


@pytest.mark.parametrize("register", ["found", {"found": "_task.polymorphic_result"}])
def test_a_result_of_a_playbook_before_on_the_command_line_is_not_one_of_this_playbook(register, monkeypatch):
    monkeypatch.setattr(run_memory, "RUN", run_memory.RunMemory())
    monkeypatch.setattr(context, "CLIARGS", ImmutableDict(args=("reshare.wms.onboard", "reshare.wms.onboard")))
    task = SimpleNamespace(register=register, run_once=False)
    assert not run_memory.is_of_earlier_playbook("adams", "found", False)
    run_memory.RUN.add(run_memory.CLOSED)
    run_memory.note_result("adams", task)
    assert not run_memory.is_of_earlier_playbook("adams", "found", False)
    assert run_memory.is_of_earlier_playbook("baker", "found", False)


@pytest.mark.parametrize("other", ["README.html", "README.md"])
def test_an_account_replaces_no_file_of_somebody_else_beside_it(other: str, tmp_path: Path):
    (tmp_path / other).write_text("mine")
    assert run_file_problem(str(tmp_path / "README.json")).startswith(other)


def test_the_account_with_the_state_of_a_library_is_not_superseded_by_one_of_a_run_that_judged_nothing():
    def run(file: str, state: str | None) -> Seen:
        library = {"state": state, "reasons": [], "link": "not_read", "verified": None, "differing": []}
        library |= {"changed": 0, "confirmed": None}
        return Seen(file, datetime(2026, 12, len(file), tzinfo=UTC), "", False, {"adams": library})

    runs = [run("a", "drift"), run("bb", "in_place"), run("ccc", None), run("dddd", None)]
    assert superseded(runs, over_time(runs)) == ["a", "ccc"]
