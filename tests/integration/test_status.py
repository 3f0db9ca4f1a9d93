# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the libraries are, after runs whose accounts were kept."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

from reshare_wms_sandbox import librarian

from support.certificates import authority, ca_path
from support.controller import Controller, Run, run
from support.library import Library
from support.library_operations import LibraryOperations
from support.library_record import Record
from support.mail_server import ADDRESS, PASSWORD, USERNAME, mail_server
from support.run_account import accounts

STATUS = "reshare.wms.status"


def next_of(done: Run) -> list[list[str]]:
    """The commands that a run names at its end, as words."""
    found = next(line["result"]["next"] for line in done.lines if line["task"] == "Summarise the run")
    return [shlex.split(one["command"]) for one in found if one["command"]]


def followed(controller: Controller, done: Run, libraries: list[Library], variables: Any) -> list[tuple[str, bool]]:
    """The playbooks that the most urgent commands lead to, each with whether it is a check run, until a person is needed or the link is to be verified."""
    there: list[tuple[str, bool]] = []
    while commands := [one for one in next_of(done) if one[1] not in ("reshare.wms.verify", "reshare.wms.receive")]:
        playbook = commands[0][1]
        options = commands[0][commands[0].index("-i") + 2 :]
        there.append((playbook, "--check" in options))
        assert len(there) == len(set(there)), there
        done = controller.playbook(playbook, libraries, *options, variables=variables, cwd=controller.directory)
    return there


def test_each_library_has_its_state_since_when_whose_turn_it_is_and_what_comes_next(make, controller, tmp_path):
    live, drifted, waiting, new = (make() for _number in range(4))
    record = Record(waiting, tmp_path / "record")
    libraries, runs = [live, drifted, waiting, new], tmp_path / "runs"
    variables = {waiting.name: record.variables}
    for library in (live, drifted):
        LibraryOperations(library).onboard()
    LibraryOperations(waiting, record).onboard()

    def play(playbook: str, *arguments: str) -> Run:
        return controller.playbook(f"reshare.wms.{playbook}", libraries, *arguments, variables=variables)

    def status(*arguments: str) -> dict[str, dict[str, Any]]:
        done = play("status", *arguments)
        assert done.status == 0, done.output
        return done.result("Summarise the run", live)["libraries"]

    # Without accounts, what is in place is not known.
    rows = status()
    assert [rows[one.name]["state"] for one in libraries] == ["", "", "pending", ""]
    assert [rows[one.name]["link"] for one in (live, new)] == ["live", "not_live"]

    for _night in range(2):
        play("drift", "--limit", f"{live.name},{drifted.name}", "-e", f"run_file={runs}/")
        run("loan_policy", drifted, name="ReShare borrowing", loan_period="3 days")
    play("drift", "--limit", drifted.name, "-e", f"run_file={runs}/")
    (runs / "damaged.json").write_text("{", encoding="utf-8")
    for library in libraries:
        library.reset()
    files = record.files()
    page, left = tmp_path / "pages/status.html", tmp_path / "superseded"
    directors = page.with_name("directors.html")
    given = ("-e", f"status_runs={runs}", "-e", f"status_page={page}", "-e", f"status_superseded={left}")
    given = (*given, "-e", f"status_directors_page={directors}")
    variables[live.name] = {"library_display_name": "Alma \u00c9cole"}
    rows = status(*given, "-e", "status_title='Example Consortium'")
    found = {name: tuple(rows[one.name][key] for key in ("state", "waits_for", "next"))
             for name, one in {"live": live, "drifted": drifted, "waiting": waiting, "new": new}.items()}  # fmt: skip
    assert found == {
        "live": ("in_place", "", ""),
        "drifted": ("drift", "the operator", "onboard"),
        "waiting": ("pending", "its contact (worksheet)", "receive"),
        "new": ("", "the operator", "onboard"),
    }
    assert rows[live.name]["since"] == accounts(runs)[0]["finished"][:10]
    text = page.read_text(encoding="utf-8")
    assert [part for part in ("Example Consortium", "damaged.json", *rows) if part not in text] == []
    assert '<a href="directors.html">For directors</a>' in text
    shown = directors.read_text(encoding="utf-8")
    assert "2 of 4 libraries are live" in shown and "its contact (worksheet)" in shown
    assert [name for name in ("Alma \u00c9cole", drifted.name, waiting.name) if f">{name}</th>" not in shown] == []
    # The first account is the newest one of no library; the damaged file is a person's to look at.
    oldest = min(runs.glob("2*.json"))
    superseded = {oldest.with_suffix(ending) for ending in (".json", ".html", ".md")}
    assert {*map(Path, left.read_text(encoding="utf-8").rstrip("\0").split("\0"))} == superseded
    assert (not any(one.writes() for one in libraries), record.files()) == (True, files)
    # A name that cannot be evaluated is that of the host.
    variables[new.name] = {"library_display_name": "{{ nowhere }}"}
    assert status(*given)[new.name]["state"] == "not_checkable"
    assert f">{new.name}</th>" in directors.read_text(encoding="utf-8")


def test_the_commands_at_the_end_of_runs_lead_on(make, controller, tmp_path):
    """From the status to a link that is live, without a command that was there before."""
    library = make()
    done = controller.playbook(STATUS, library, cwd=controller.directory)
    there = followed(controller, done, [library], {})
    assert ("reshare.wms.onboard", True) in there and ("reshare.wms.onboard", False) in there
    assert library.live
    # A record with worksheets: until a person has something to do.
    record = Record(make(), tmp_path / "record")
    variables = {record.library.name: {**record.variables, "preflight_waivers": {"patron_types": "Not asked."}}}
    done = controller.playbook(STATUS, record.library, variables=variables, cwd=controller.directory)
    followed(controller, done, [record.library], variables)
    assert record.worksheet().exists()


def test_a_folder_that_does_not_exist_is_an_error(library: Library, controller: Controller, tmp_path: Path):
    done = controller.playbook(STATUS, [library], "-e", f"status_runs={tmp_path}/rnus")
    assert done.status == 2
    assert "rnus is not a folder; correct the path." in done.failure(library)


# The playbook for a schedule: all that needs no person, each thing once, and no link goes live unless somebody
# wanted it


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
