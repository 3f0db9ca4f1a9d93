# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the libraries are, after runs whose accounts were kept."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

from support.controller import Controller, Run, run
from support.library import Library
from support.library_operations import LibraryOperations
from support.library_record import Record
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
