# SPDX-License-Identifier: GPL-3.0-or-later

"""What playbooks show at their end: what came of the run, and where each library is."""

from __future__ import annotations

import json


def test_a_run_says_what_came_of_it_and_the_status_where_each_library_is(make, controller):
    """Also about a library that failed; with callbacks of any kind, and without a secret."""
    fine, failing = make(), make()
    variables = {failing.name: {"reshare_password": "wrong password"}}
    done = controller.playbook("reshare.wms.onboard", [fine, failing], variables=variables)
    assert done.status == 2
    assert (fine.live, failing.live) == (True, False)
    first = done.result("Summarise the run", fine)
    assert (first["states"]["changed"], first["went_live"]) == ([fine.name], [fine.name])
    assert failing.name not in str(first["went_live"]) + str(first["links"].get("live"))
    again = first["next"][0]
    assert (again["libraries"], again["playbook"]) == ([failing.name], "onboard")
    assert again["command"].endswith(f"--limit {failing.name}")
    assert f"Links: 1 live, 1 not read. Went live: {fine.name}." in done.output
    written = len(fine.writes()), len(failing.writes())
    alone = controller.playbook(
        "reshare.wms.status", [fine, failing], variables={failing.name: {"borrowing_holding_location": None}}
    )
    assert alone.status == 0
    rows = {one["library"]: one for one in alone.result("Summarise the run", fine)["libraries"]}
    assert (rows[fine.name]["link"], rows[fine.name]["next"]) == ("live", "onboard")
    assert (rows[failing.name]["state"], rows[failing.name]["next"]) == ("not_checkable", "preflight")
    assert (len(fine.writes()), len(failing.writes())) == written
    assert "wrong password" not in done.output + json.dumps(done.lines)


def test_a_status_without_its_reports_is_an_error(library, controller):
    done = controller.playbook("reshare.wms.status", [library], "-e", "status_reports=reprots")
    assert done.status == 2
    assert done.failure(library).endswith("reprots is not a folder; correct the path.")
