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
#: Takes the options that the example uses, and writes them to a file.
MODULE = """
import json, os
from ansible.module_utils.basic import AnsibleModule
options = ["change_request_number", "type", "state", "short_description", "description", "assigned_to"]
module = AnsibleModule({name: {"type": "str"} for name in options})
with open(os.environ["TICKET_FILE"], "w", encoding="utf-8") as file:
    json.dump(module.params, file)
module.exit_json(changed=True)
"""
CONTACT = {"name": "Jane Doe", "email": "jane@example.org"}


@pytest.mark.long
def test_a_ticket_is_created_once_for_new_steps_and_none_in_check_mode(make, controller, tmp_path):
    record, other = Record(make(), tmp_path / "record"), Record(make(), tmp_path / "record")
    record.declare(loan_policies=[{"name": "{{ 1 + 1 }}"}, {"name": "B"}])
    variables = {
        record.library.name: {**record.variables, "library_contact": CONTACT},
        other.library.name: other.variables,
    }

    def play(*arguments: str) -> Any:
        return controller.playbook(
            str(TICKETS / "tickets.yml"), [record.library, other.library], *arguments, "-e", "ticket_system=webhook",
            "-vvvv", variables=variables, TICKET_WEBHOOK=receiver.url,
        )  # fmt: skip

    def changes(done: Any) -> list[int]:
        return [done.stats(one.library)["changed"] for one in (record, other)]

    with webhook() as receiver:
        # The webhook rejects it first: nothing is noted.
        receiver.status = 503
        rejected = play()
        assert rejected.failure(record.library) == (
            f"{record.library.name}: the ticket was not created: HTTP 503. Check TICKET_WEBHOOK. The next run sends it again."
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
        # Fewer steps are no reason for another ticket, nor is one that waits for approval; one that is sent back is.
        first, second = (step["title"] for step in record.steps)
        record.run("record_import", by="Jane", done=[first])
        record.run("record_import", by="Jane", done=[second], wms_approval=True)
        play()
        assert len(receiver.received) == 1
        record.run("record_import", approved_by="John", sent_back={second: "It is not there."})
        assert (play().status, len(receiver.received)) == (0, 2)


@pytest.mark.long
def test_a_change_task_has_the_worksheet(library, controller, tmp_path):
    """With a module in the place of that of servicenow.itsm."""
    modules = tmp_path / "collections/ansible_collections/servicenow/itsm/plugins/modules"
    modules.mkdir(parents=True)
    (modules / "change_request_task.py").write_text(MODULE, encoding="utf-8")
    record = Record(library, tmp_path / "record")
    record.declare(loan_policies=[{"name": "B"}])
    given = {"ticket_system": "servicenow", "change_request": "CHG0000001", "library_contact": CONTACT}
    done = controller.playbook(
        str(TICKETS / "tickets.yml"), library, "-e", json.dumps(given), variables={library.name: record.variables},
        ANSIBLE_COLLECTIONS_PATH=str(tmp_path / "collections"), TICKET_FILE=str(tmp_path / "task.json"),
    )  # fmt: skip
    assert done.status == 0, done.output
    task = json.loads((tmp_path / "task.json").read_text(encoding="utf-8"))
    assert (task["change_request_number"], task["assigned_to"]) == ("CHG0000001", "jane@example.org")
    assert task["short_description"] == f"Rehearsal: Changes in OCLC WMS for {library.name}"
    assert task["description"] == record.worksheet("md").read_text(encoding="utf-8").rstrip("\n")
