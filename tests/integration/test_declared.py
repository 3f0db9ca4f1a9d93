# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbook declared writes is what onboard applies: the playbook apply accepts it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from support.controller import Controller
from support.library import Library

ONBOARD, APPLY = "reshare.wms.onboard", "reshare.wms.apply"


def declared(path: Path, library: Library) -> dict[str, Any]:
    """The variables in the file of a library."""
    return yaml.safe_load((path / library.name / "declared.yml").read_text(encoding="utf-8"))


def test_what_is_declared_changes_nothing_after_onboard_nor_onboard_after_it(
    make, controller: Controller, tmp_path: Path
):
    onboarded, applied = libraries = make(), make()
    # The directory of each has these symbols.
    common: dict[str, Any] = {
        "lending_account_pattern": "FOR-{symbol}",
        "lending_partner_symbols": ["RESHARE:ALF", "RESHARE:BET"],
        "borrowing_hold_limits": {"Student": 3},
        "reshare_settings_connector": {"address": "https://c.example", "username": "u", "password": "connector-secret"},
    }
    variables = {library.name: common for library in libraries}
    written = controller.playbook(
        "reshare.wms.declared", libraries, "-e", f"declared_dir={tmp_path}", variables=variables
    )
    assert written.status == 0, written.output
    for library in libraries:
        assert not library.calls()
        text = (tmp_path / library.name / "declared.yml").read_text(encoding="utf-8")
        assert library.secret not in text and "connector-secret" not in text
    again = controller.playbook(
        "reshare.wms.declared", libraries, "-e", f"declared_dir={tmp_path}", variables=variables
    )
    assert [again.stats(library)["changed"] for library in libraries] == [0, 0]

    whole = {library.name: {**common, **declared(tmp_path, library)} for library in libraries}
    for first, second, library in ((ONBOARD, APPLY, onboarded), (APPLY, ONBOARD, applied)):
        for playbook in (first, second):
            done = controller.playbook(playbook, library, variables=whole if playbook == APPLY else variables)
            assert done.status == 0, done.output
            if playbook == first:
                assert done.stats(library)["changed"] > 0
                library.reset()
        assert (done.stats(library)["changed"], library.writes().total()) == (0, 0)
    assert (onboarded.live, applied.live) == (True, True)


def test_without_a_folder_it_is_printed(library: Library, controller: Controller):
    done = controller.playbook("reshare.wms.declared", library)
    assert (done.status, library.calls().total()) == (0, 0)
    assert f"# {library.name}\n---\ncirculation_configuration:\n" in done.output
    assert library.secret not in done.output
