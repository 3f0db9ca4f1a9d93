# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""examples/tickets: worksheets as tickets, through a real webhook."""

from __future__ import annotations

import json
from typing import Any

import pytest

from support.environment import ROOT
from support.library_record import Record
from support.webhook import webhook

TICKETS = ROOT / "examples/tickets"
CONTACT = {"name": "Jane Doe", "email": "jane@example.org", "language": "fr"}


@pytest.mark.long
def test_a_ticket_is_created_once_for_new_steps_and_none_in_check_mode(make, controller, tmp_path):
    record, other = (Record(make(), tmp_path / "record") for _ in range(2))
    record.declare(loan_policies=[{"name": "{{ 1 + 1 }}"}, {"name": "B"}])
    variables = {
        record.library.name: {**record.variables, "library_contact": CONTACT},
        other.library.name: other.variables,
    }

    def play(*arguments: str) -> Any:
        given = json.dumps({"ticket_system": "webhook", "ticket_webhook": receiver.url})
        return controller.playbook(
            str(TICKETS / "tickets.yml"), [record.library, other.library], *arguments, "-e", given, variables=variables
        )

    def changes(done: Any) -> list[int]:
        return [done.stats(one.library)["changed"] for one in (record, other)]

    with webhook() as receiver:
        # The webhook rejects it first: nothing is noted.
        receiver.status = 503
        rejected = play()
        assert rejected.failure(record.library) == (
            f"{record.library.name}: the ticket was not created: HTTP 503. Check ticket_webhook. The next run sends it again."
        )
        assert "secret-path" not in rejected.output
        receiver.status, receiver.received = 200, []

        before = record.files()
        checked = play("--check")
        assert (checked.status, changes(checked), receiver.received) == (0, [1, 0], [])
        assert record.files() == before

        done = play()
        assert (done.status, changes(done)) == (0, [1, 0]), done.output
        (sent,) = receiver.received
        assert sent["title"] == f"Rehearsal: Changes in OCLC WMS for {record.library.name}"
        assert sent["text"] == record.worksheet("md").read_text(encoding="utf-8").rstrip("\n")
        assert sent["assignee"] == "jane@example.org"
        # Fewer steps are no reason for another ticket; a new one is.
        record.confirm(record.steps[:1])
        play()
        assert len(receiver.received) == 1
        record.declare(loan_policies=[{"name": "B", "loan_period": "28 days"}])
        assert (play().status, len(receiver.received)) == (0, 2)
