# SPDX-License-Identifier: GPL-3.0-or-later

"""OCLC's report files, fetched from a real SFTP server by the playbook of examples/consortium."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.environment import ROOT
from support.sftp_server import sftp_server

PLAYBOOK = ROOT / "examples/consortium/fetch.yml"


@pytest.mark.long
def test_new_report_files_are_fetched_with_a_key_from_the_known_server(make, controller, tmp_path):
    library, other = make(), make()
    here = tmp_path / "fetched reports" / library.name
    with sftp_server(tmp_path / "file exchange") as server:

        def play(*arguments: str, **more: Any) -> Any:
            given = {library.name: {**server.variables, **more}}
            folder = f"reports_dir='{here.parent}'"
            return controller.playbook(str(PLAYBOOK), [library, other], "-e", folder, *arguments, variables=given)

        def fetched() -> dict[str, str]:
            return {path.name: path.read_text(encoding="utf-8") for path in here.iterdir()}

        first, second = (f"ADM.Circulation_Patron_Report_Full.202611{day}.txt" for day in (15, 22))
        (server.reports / first).write_text("a|b\n", encoding="utf-8")
        (server.reports / "ADM.Circulation_Item_Inventories.20261122.txt").write_text("a\n", encoding="utf-8")
        checked = play("--check")
        assert (checked.status, here.exists(), server.accounts) == (0, False, [])
        done = play()
        assert (done.status, fetched(), server.accounts) == (0, {first: "a|b\n"}, ["wx_adm"]), done.output
        assert here.stat().st_mode & 0o777 == 0o700
        # A new file, and an interrupted transfer.
        (server.reports / second).write_text("c|d\n", encoding="utf-8")
        (here / first).write_text("a|", encoding="utf-8")
        done = play()
        assert (done.status, fetched()) == (0, {first: "a|b\n", second: "c|d\n"})
        assert done.result("List the new files", library)["changed"] is True
        done = play()
        assert (done.stats(library)["changed"], done.stats(other)["ok"]) == (0, 0)

        # Another server, or one that pretends to be it.
        known = Path(server.variables["oclc_sftp_known_hosts"]).read_text(encoding="utf-8")
        Path(server.variables["oclc_sftp_known_hosts"]).write_text("", encoding="utf-8")
        refused = play()
        assert refused.status == 2
        assert "Host key verification failed" in refused.failed(library)["stderr"]
        missing = play(oclc_sftp_files="*.Nothing")
        assert missing.status == 2

        # A listing without an end.
        Path(server.variables["oclc_sftp_known_hosts"]).write_text(known, encoding="utf-8")
        server.endless.set()
        ended = play(oclc_sftp_seconds=2)
        server.endless.clear()
        assert (ended.status, ended.failed(library)["rc"]) == (2, 124)
