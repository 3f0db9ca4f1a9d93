# SPDX-License-Identifier: GPL-3.0-or-later

"""The roles in a playbook of one's own, where no playbook of the collection has validated the variables before."""

from __future__ import annotations

from support.controller import Controller, dump
from support.library_record import Record

#: By role, a text where a list is meant. Ansible's own validation of role arguments takes it for a list with one entry.
TEXTS = {
    "borrowing": "borrowing_hold_request_patron_types",
    "lending": "lending_former_patron_types",
    "reshare_settings": "lending_adopted_accounts",
    "enable_reshare": "borrowing_pickup_locations",
    "preflight": "borrowing_bill_notice_patron_types",
    "verify": "lending_partner_symbols",
    "onboard": "borrowing_former_policy_names",
}


def test_a_role_rejects_a_text_where_a_list_is_meant_before_any_request(make, controller: Controller):
    """With and without a record. The sound libraries are configured in the same run."""
    libraries = {role: make() for role in TEXTS}
    sound, record = make(), Record(make(), controller.directory / "record")
    variables = {library.name: {"role": role, TEXTS[role]: "Student"} for role, library in libraries.items()}
    variables[libraries["borrowing"].name] |= Record(libraries["borrowing"], record.directory).variables
    variables |= {sound.name: {"role": "borrowing"}, record.library.name: {"role": "borrowing", **record.variables}}
    playbook = controller.directory / "role.yml"
    task = {"ansible.builtin.include_role": {"name": "reshare.wms.{{ role }}"}}
    playbook.write_text(dump([{"hosts": "all", "gather_facts": False, "tasks": [task]}]), encoding="utf-8")

    run = controller.playbook(str(playbook), [*libraries.values(), sound, record.library], variables=variables)
    for role, library in libraries.items():
        assert run.failure(library) == f"{library.name}: {TEXTS[role]} must be a list."
        assert not library.calls()
    assert [run.stats(library)["changed"] for library in (sound, record.library)] == [1, 1]
    assert record.steps
