# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tutorial: its commands, with its inventory, as a newcomer types them."""

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
    (inventory,) = (text for text in blocks("docs/tutorial.md", "yaml") if ADDRESS in text)
    with running("--consortium") as sandbox:
        (tmp_path / "inventory.yml").write_text(inventory.replace(ADDRESS, sandbox), encoding="utf-8")
        yield tmp_path


def typed(controller: Controller, folder: Path, command: Command) -> Run:
    assert command.arguments[:2] == ("-i", "inventory.yml")
    given = command.arguments[2:]
    return controller.playbook(f"reshare.wms.{command.playbook}", folder / "inventory.yml", *given, cwd=folder)


@pytest.mark.long
def test_the_commands_do_what_the_pages_describe(newcomer, controller):
    tutorial = list(commands("docs/tutorial.md"))
    runs = [typed(controller, newcomer, one) for one in tutorial]
    assert [(one.playbook, run.status) for one, run in zip(tutorial, runs, strict=True)] == [
        ("validate", 0),
        ("onboard", 0),
        ("onboard", 0),
        ("verify", 0),
        ("onboard", 0),
        ("onboard", 0),
        ("onboard", 0),
        ("drift", 0),
        ("withdraw", 0),
    ]
    assert runs[4].stats_by_host["adams"]["changed"] == 0
    assert all(f"loan_period: {days} days" in runs[5].output for days in (56, 70))
    assert json.loads((newcomer / "drift.json").read_text(encoding="utf-8"))["state"] == "in_place"
    assert "enable_reshare_state: disabled" in runs[8].output
