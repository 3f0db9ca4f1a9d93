# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The first library of the README, and the tutorial that continues it: their commands, with the README's inventory, as a newcomer types them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from reshare_wms_sandbox.testing import running

from support.controller import Controller, Run
from support.documentation import Command, blocks, commands

ADDRESS = "http://127.0.0.1:8099"


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Path]:
    """An empty folder with the inventory, and the sandbox of which it has the address."""
    (inventory,) = (text for text in blocks("README.md", "yaml") if ADDRESS in text)
    with running("--consortium") as sandbox:
        (tmp_path / "inventory.yml").write_text(inventory.replace(ADDRESS, sandbox), encoding="utf-8")
        yield tmp_path


def typed(controller: Controller, folder: Path, command: Command) -> Run:
    assert command.arguments[:2] == ("-i", "inventory.yml")
    given = command.arguments[2:]
    return controller.playbook(f"reshare.wms.{command.playbook}", folder / "inventory.yml", *given, cwd=folder)


@pytest.mark.long
def test_the_commands_do_what_the_pages_describe(newcomer, controller):
    first = [one for one in commands("README.md") if "inventory.yml" in one.arguments]
    assert [one.playbook for one in first] == ["validate", "onboard", "onboard", "verify"]
    assert [typed(controller, newcomer, one).status for one in first] == [0] * 4

    tutorial = list(commands("docs/tutorial.md"))
    runs = {number: typed(controller, newcomer, one) for number, one in enumerate(tutorial, start=1)}
    assert [(one.playbook, runs[number].status) for number, one in enumerate(tutorial, start=1)] == [
        ("onboard", 0),
        ("validate", 2),
        ("onboard", 0),
        ("drift", 2),
        ("onboard", 0),
        ("drift", 0),
        ("ask", 0),
        ("withdraw", 0),
    ]
    assert runs[1].stats_by_host["adams"]["changed"] == 0
    assert "lending_loan_period" in runs[2].output
    assert all(f"loan_period: {days} days" in runs[3].output for days in (56, 70))
    assert json.loads((newcomer / "drift.json").read_text(encoding="utf-8"))["state"] == "in_place"
    assert (newcomer / "record/worksheets/adams.questionnaire.html").exists()
    assert "enable_reshare_state: disabled" in runs[8].output
