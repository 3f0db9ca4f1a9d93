# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook for a schedule: all that needs no person, each thing once, and no link goes live unless somebody wanted it."""

from __future__ import annotations

from typing import Any

from reshare_wms_sandbox import librarian

from support.certificates import authority, ca_path
from support.library_record import Record
from support.mail_server import ADDRESS, PASSWORD, USERNAME, mail_server

__all__ = ["authority", "ca_path"]

ADVANCE = "reshare.wms.advance"


def test_each_run_goes_as_far_as_it_can_without_a_person(make, controller, authority, ca_path, tmp_path):
    """One library has a service, one has worksheets, and one was configured before and has not answered yet."""
    served, record, asked = make(), *(Record(make(), tmp_path / "record") for _number in range(2))
    libraries = [served, record.library, asked.library]
    inbox, archive = tmp_path / "inbox", tmp_path / "archive"
    inbox.mkdir()
    asked.start()
    with mail_server(authority, tmp_path) as server:
        variables = {one.library.name: {**one.variables, "sandbox_url": one.library.base} for one in (record, asked)}
        mail: dict[str, Any] = {
            "worksheet_smtp_host": ADDRESS,
            "worksheet_smtp_port": server.port,
            "worksheet_smtp_username": USERNAME,
            "worksheet_smtp_password": PASSWORD,
            "worksheet_sender": "office@example.org",
            "library_contact": {"name": "Jane Doe", "email": "jane@example.org"},
            "reshare_wms_ca_path": ca_path,
        }

        def advance(*more: str, **of_served: Any):
            # The library with a service gets no mail.
            given = {
                one.name: {**variables.get(one.name, {}), **(mail if one is not served else {})} for one in libraries
            }
            given[served.name] |= of_served
            # It was not configured before, so nobody was asked for its patron types.
            given[record.library.name] |= {"preflight_waivers": {"patron_types": "a new library"}}
            files = ("-e", f"receive_files={inbox}", "-e", f"receive_archive={archive}")
            return controller.playbook(ADVANCE, libraries, *files, *more, variables=given)

        first = advance()
        assert first.status == 0, first.output
        assert (served.live, [one.library.live for one in (record, asked)]) == (False, [False, False])
        assert f"Ready to go live: {served.name}." in first.output
        assert f"Next, go live ({served.name}): ansible-playbook reshare.wms.onboard " in first.output
        assert first.output.count("libraries: ") == 1
        # The one that was asked has its questionnaire only.
        assert [len(server.accepted), record.worksheet().exists(), asked.worksheet().exists()] == [2, True, False]
        assert not asked.library.writes()

        for library in libraries:
            library.reset()
        files = record.files()
        again = advance()
        assert [again.stats(one)["changed"] for one in libraries] == [0, 0, 0], again.output
        assert ([one.writes() for one in libraries], record.files()) == ([{}, {}, {}], files)
        assert len(server.accepted) == 2
        assert again.result("Show what came in and what is pending", record.library)["skip_reason"]

        # A file of no library fails the run at its end, and stops no library.
        (inbox / "winmail.dat").write_text("", encoding="utf-8")
        assert librarian.play(record.worksheet().parent, record.library.base, inbox, "Jane Doe") == 0
        received = advance(advance_go_live=True)
        assert (received.status, received.failure(served).count("winmail.dat is not JSON. Move it")) == (2, 1), (
            received.output
        )
        # The answers are in, so the worksheet of the other one is sent.
        assert (served.live, record.library.live, asked.worksheet().exists(), len(server.accepted)) == (
            True,
            False,
            True,
            3,
        )
        assert (f"Went live: {served.name}." in received.output, [*inbox.glob("*.json")]) == (True, [])
