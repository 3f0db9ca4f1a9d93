# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks that a consortium runs around the others, and examples/consortium, whose scripts run them."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
from typing import Any

import pytest
import yaml
from reshare_wms_sandbox.testing import running

from support.consortium_scripts import EXAMPLE, Scripts
from support.controller import Run, run
from support.environment import ROOT
from support.library_operations import LibraryOperations
from support.library_record import Record, titles
from support.run_account import account, states
from support.sftp_server import sftp_server
from support.webhook import webhook


@pytest.fixture
def receiver():
    with webhook() as made:
        yield made


# The playbooks


def test_an_alert_is_sent_once(library, controller, receiver):
    run("loan_policy", library, name="ReShare borrowing", loan_period="3 days")
    given = {
        "alert_run": "runs",
        "alert_last_file": "record/alert.json",
        "alert_metrics_file": "drift.prom",
        "alert_link": "https://pages.example.org",
        "alert_data": True,
    }
    more = {"RESHARE_WMS_ALERT_WEBHOOK": receiver.url, "RESHARE_WMS_ALERT_TOKEN": "a token"}

    def play(*playbooks: str) -> Any:
        names = [f"reshare.wms.{one}" for one in playbooks]
        given_to = ("-e", json.dumps(given)) if "alert" in playbooks else ("-e", "run_file=runs/")
        return controller.playbook(names[0], library, *names[1:], *given_to, cwd=controller.directory, **more)

    assert play("drift").status == 2
    # The second time, nothing has changed.
    done = play("alert", "alert")
    assert done.status == 0, done.output
    (sent,) = receiver.received
    assert sent["text"].splitlines()[-1] == "https://pages.example.org"
    assert f"{library.name}: drift (objects)" in sent["text"]
    assert sent["state"] == "drift"
    assert "Loan Policy 'ReShare borrowing'" in sent["libraries"][0]["appeared"]
    assert receiver.authorisations == ["Bearer a token"]
    assert receiver.url not in done.output
    metrics = (controller.directory / "drift.prom").read_text(encoding="utf-8")
    assert f'library_state{{library="{library.name}",state="drift"}} 1' in metrics

    # An alert that was not received is sent again.
    last = controller.directory / "record/alert.json"
    last.unlink()
    receiver.status = 503
    done = play("alert")
    assert (done.status, last.exists()) == (2, False)
    assert "The alert was not sent: HTTP 503." in done.output
    receiver.status = 200
    assert (play("alert").status, len(receiver.received), last.exists()) == (0, 3, True)
    given |= {"alert_webhook": "http://127.0.0.1:9/secret-path", "alert_last_file": "other.json"}
    done = play("alert")
    assert (done.status, (controller.directory / "other.json").exists()) == (2, False)
    assert "The alert was not sent: connection failed." in done.output
    assert "secret-path" not in done.output
    given["alert_run"] = "none.json"
    assert f"{controller.directory}/none.json" in " ".join(play("alert").output.split())


# Waves


@pytest.mark.long
def test_no_further_wave_is_started_after_failures(make, controller):
    libraries = [make() for number in range(5)]
    wrong = libraries[1]
    wave = {"onboard_waves": [1, 2], "onboard_stop_after": 1}
    variables = {wrong.name: {"reshare_password": "wrong password"}}
    done = controller.playbook("reshare.wms.onboard", libraries, "-e", json.dumps(wave), variables=variables)
    assert done.status == 2
    # The library in the same wave is finished, and no library of the next waves was changed.
    assert [library.live for library in libraries] == [True, False, True, False, False]
    assert not any(library.writes() for library in libraries[3:])
    assert f"Failed in earlier waves: {wrong.name}. onboard_stop_after is 1," in done.output
    # An account is written once, for all waves.
    runs = controller.directory / "runs"
    given = json.dumps({"onboard_waves": [2], "run_file": f"{runs}/", "plan_by": "John"})
    assert controller.playbook("reshare.wms.onboard", libraries, "--check", "-e", given).status == 0
    (plan,) = runs.glob("*.json")
    assert {*states(account(plan))} == {library.name for library in libraries}


# The repository to copy


def commands() -> tuple[list[str], list[str]]:
    """The commands of the workflows of GitHub, and those of GitLab."""
    flows = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (EXAMPLE / ".github/workflows").glob("*.yml")]
    github = [step["run"] for flow in flows for job in flow["jobs"].values() for step in job["steps"] if "run" in step]
    pipeline = yaml.safe_load((EXAMPLE / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    jobs = [job for job in pipeline.values() if isinstance(job, dict)]
    gitlab = [line for job in jobs for key in ("before_script", "script") for line in job.get(key, ())]
    return github, gitlab


def test_the_workflows_run_the_scripts_that_are_tested_and_no_others():
    scripts = {f"ci/{path.name}" for path in (EXAMPLE / "ci").iterdir()}
    assert all((EXAMPLE / script).stat().st_mode & stat.S_IXUSR for script in scripts)
    # Called by Ansible, and by other scripts.
    scripts -= {"ci/vault-password", "ci/commit", "ci/addresses", "ci/alone"}
    for some in commands():
        assert {command for command in some if command.startswith("ci/")} == scripts
        assert not any("ansible" in command for command in some)
    text = "".join(path.read_text(encoding="utf-8") for path in (EXAMPLE / "ci").iterdir())
    called = set(re.findall(r"reshare\.wms\.(\w+)", text))
    assert called <= {path.stem for path in (ROOT / "playbooks").glob("*.yml")}


def test_a_job_that_waited_for_another_one_works_on_its_records():
    """One at a time writes records, and none begins with those of the time when it was asked for: it would send the same pages again."""
    for name in ("nightly", "rollout", "weekly"):
        flow = yaml.safe_load((EXAMPLE / f".github/workflows/{name}.yml").read_text(encoding="utf-8"))
        assert flow["concurrency"] == {"group": "records", "cancel-in-progress": False}
        assert flow["jobs"][name]["steps"][0]["with"]["ref"] == "${{ github.ref }}"
        assert ". ci/alone" in (EXAMPLE / f"ci/{name}").read_text(encoding="utf-8")
    pipeline = yaml.safe_load((EXAMPLE / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    assert {pipeline[name]["extends"] for name in ("nightly", "rollout", "weekly")} == {".records"}
    assert pipeline[".records"]["resource_group"] == "records"


def test_secrets_are_only_in_steps_of_jobs_that_a_branch_cannot_change():
    """A workflow of GitHub that a branch can change has no secret; in GitLab, a job of a merge request has no token."""
    for path in (EXAMPLE / ".github/workflows").glob("*.yml"):
        flow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert flow["permissions"] == {"contents": "read"}
        for job in flow["jobs"].values():
            checkouts = [step for step in job["steps"] if "actions/checkout" in step.get("uses", "")]
            assert all(step["with"]["persist-credentials"] is False for step in checkouts)
            assert job.get("permissions", {}).get("contents", "read") == "read"
            with_secrets = [step for step in job["steps"] if "secrets." in json.dumps(step)]
            assert "secrets." not in json.dumps({**job, "steps": []})
            if with_secrets:
                assert job["environment"] in ("check", "scheduled", "production")
                assert "pull_request" not in flow["on"]
                assert all(step["run"].startswith("ci/") for step in with_secrets)
    pipeline = yaml.safe_load((EXAMPLE / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    secret = re.compile(r"\$(?:VAULT|PUSH|COMMENT|ALERT)_")
    assert not secret.search(json.dumps(pipeline["variables"]))
    assert not secret.search(json.dumps(pipeline["validate"]))
    others = [job for name, job in pipeline.items() if name not in ("default", "validate") and "rules" in job]
    assert not any("merge_request_event" in json.dumps(job["rules"]) for job in others)


@pytest.mark.parametrize("kind", ["link", "executable"])
def test_a_proposal_that_ansible_would_run_or_that_leads_out_is_not_checked(tmp_path, kind):
    shutil.copytree(EXAMPLE, tmp_path / "consortium")
    inventory = shutil.copytree(EXAMPLE / "inventory", tmp_path / "proposal/inventory")
    if kind == "link":
        (inventory / "group_vars/more.yml").symlink_to("/etc/passwd")
    else:
        (inventory / "hosts.sh").touch(0o755)
    done = subprocess.run(
        ["ci/check"], cwd=tmp_path / "consortium", env={**os.environ, "PROPOSAL": str(tmp_path / "proposal")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith(str(inventory))


def test_the_example_requires_this_collection_and_what_it_needs():
    requirements = yaml.safe_load((EXAMPLE / "requirements.yml").read_text(encoding="utf-8"))
    assert [one["name"] for one in requirements["collections"]] == ["reshare.wms"]
    needed = (ROOT / "meta/ee-requirements.txt").read_text(encoding="utf-8")
    installed = (EXAMPLE / "requirements.txt").read_text(encoding="utf-8")
    assert set(re.findall(r"^\w[\w-]*", needed, re.M)) <= set(re.findall(r"^\w[\w-]*", installed, re.M))


@pytest.mark.long
def test_the_scripts_of_the_example_from_the_first_pull_request_to_drift(tmp_path, receiver):
    with running("--consortium") as address:
        everything(Scripts.create(tmp_path, address, receiver))


def everything(scripts: Scripts) -> None:
    status, output = scripts.run("validate", password="")
    assert status == 0, output
    assert (scripts.reports / "validate.xml").exists()

    proposal = shutil.copytree(EXAMPLE / "inventory", scripts.repository.path.parent / "proposal/inventory")
    status, output = scripts.rehearse("check", PROPOSAL=str(proposal.parent))
    assert status == 0, output
    comment = (scripts.reports / "comment.md").read_text(encoding="utf-8")
    assert comment.startswith("### 6 of 6 libraries ")
    assert len(comment.splitlines()) <= 40
    assert scripts.writes() == 0
    assert scripts.repository.git("status", "--porcelain") == ""

    status, output = scripts.rehearse("rollout")
    assert status == 0, output
    # Waves of 1, 3, 1 and 1 libraries: the others wait for the people of the first one.
    assert output.count("PLAY [Apply the declared configuration of every library]") == 4
    assert scripts.repository.subjects[0] == "Records (1): adams"
    status, output = scripts.run("rollout", "-e", "@rehearsal.yml", "-e", '{"onboard_waves": ["100%"]}')
    assert status == 0, output
    assert scripts.repository.subjects[0] == "Records (5): baker curie darwin"
    assert scripts.repository.git("status", "--porcelain") == ""

    # The first comparison: everything is pending, and tells so once.
    status, output = scripts.rehearse("nightly")
    assert status == 0, output
    assert len(scripts.receiver.received) == 1
    assert "6 libraries: 6 pending" in scripts.receiver.received[0]["text"]
    assert (scripts.repository.path / "public/index.html").exists()
    commits = scripts.repository.subjects
    # Nothing is new, so there is nothing to do without a person, either.
    status, output = scripts.rehearse("nightly", ADVANCE="true")
    assert status == 0, output
    assert "Nothing was changed in WMS or ReShare." in output
    assert (len(scripts.receiver.received), scripts.repository.subjects) == (1, commits)

    # The librarians have made one of the steps.
    given = {
        "receive_by": "Jane Doe",
        "receive_done": ["Loan Policy 'ReShare borrowing'"],
        "receive_libraries": [path.stem for path in scripts.repository.path.glob("inventory/host_vars/*.yml")],
    }
    arguments = ("reshare.wms.receive", "-e", "@rehearsal.yml", "-e", json.dumps(given))
    status, output = scripts.run(shutil.which("ansible-playbook") or "", *arguments)
    assert status == 0, output
    status, output = scripts.run("commit")
    assert status == 0, output
    assert "Loan Policy 'ReShare borrowing' created" in scripts.repository.git("log", "-1", "--format=%b")

    # Somebody changes a value in the inventory and nobody applies it.
    variables = scripts.repository.path / "inventory/host_vars/adams.yml"
    variables.write_text(
        f"{variables.read_text(encoding='utf-8')}\nborrowing_hold_shelf_period: 3 weeks\n", encoding="utf-8"
    )
    status, output = scripts.rehearse("nightly")
    assert status == 2, output
    alert = scripts.receiver.received[-1]["text"]
    assert len(scripts.receiver.received) == 2
    assert "adams: drift" in alert
    assert alert.endswith("https://pages.example.org/nightly.html")
    assert 'library_state{library="adams",state="drift"} 1' in (scripts.reports / "drift.prom").read_text(
        encoding="utf-8"
    )

    weekly(scripts)


def weekly(scripts: Scripts) -> None:
    """The report of one library is fetched from OCLC's file exchange, and its evidence is committed."""
    folder = scripts.repository.path.parent / "oclc"
    header = "Inst_Symbol|Patron_Family_Name|Patron_Barcode|Patron_Borrower_Category|Patron_Expiration_Date"
    report = "ADM.Circulation_Patron_Report_Full.20261122.txt"
    assert "OCLC_REPORTS: Set it to the folder" in scripts.rehearse("weekly", OCLC_REPORTS="")[1]
    with sftp_server(folder) as server:
        (server.reports / report).write_text(f"{header}\nADM|canary|1|Faculty|2099-01-01\n", encoding="utf-8")
        variables = scripts.repository.path / "inventory/host_vars/adams.yml"
        given = yaml.safe_dump(server.variables)
        variables.write_text(f"{variables.read_text(encoding='utf-8')}\n{given}", encoding="utf-8")
        status, output = scripts.run("weekly", "-e", "@rehearsal.yml", "--limit", "adams", OCLC_REPORTS=str(folder))
    # The report has no lending account.
    assert status == 2, output
    assert (folder / "adams" / report).exists()
    assert "canary" not in output
    assert scripts.repository.subjects[0] == "Records (1): adams"


# A loan period that changes at libraries that are live, with worksheets: in an order in which they fit at each
# moment, and in waves


LENDING, BORROWING = "Loan Policy 'ReShare lending'", "Loan Policy 'ReShare borrowing'"


def live(record: Record) -> None:
    """Make a library live, with 112 days."""
    people = LibraryOperations(record.library, record)
    for _link in (False, True):
        people.onboard()
        people.make_steps()
        people.receive()


def test_the_borrower_shortens_first_and_each_wave_waits_for_the_one_before(make, controller, tmp_path):
    adams, baker = records = [Record(make(), tmp_path / "record") for _number in range(2)]
    for one in records:
        live(one)
    shared = {"consortium_loan_period": "84 days", "preflight_waivers": {"patron_types": "Nobody is left out."}}
    variables = {one.library.name: {**one.variables, **shared} for one in records}
    waves = ("-e", json.dumps({"onboard_waves": [1]}))

    def play(playbook: str) -> Run:
        libraries = [one.library for one in records]
        done = controller.playbook(f"reshare.wms.{playbook}", libraries, *waves, variables=variables)
        assert done.status == 0, done.output
        return done

    names = [one.library.name for one in records]
    waits = [f"{LENDING}, Regular Loan Period ({one}) waits for {other}: {BORROWING}, Regular Loan Period."
             for one, other in (names, reversed(names))]  # fmt: skip
    night = play("advance")
    assert (titles(adams.steps), baker.worksheet().exists()) == ([BORROWING], False)
    assert all(text in night.output for text in waits)
    assert f"Waiting for the steps of an earlier wave: {names[1]}." in night.output
    # What nobody may do yet is no drift.
    compared = play("drift").result("Summarise the run", adams.library)["libraries"]
    assert [(compared[name]["state"], compared[name]["reasons"][:2]) for name in names] == [
        ("pending", ["steps", "waits"]),
        ("pending", ["wave", "waits"]),
    ]
    rows = play("status").result("Summarise the run", adams.library)["libraries"]
    assert [rows[name]["waits_for"] for name in names] == [
        f"its contact (worksheet), {names[1]}",
        f"an earlier wave, {names[0]}",
    ]

    adams.confirm()
    night = play("advance")
    # The lender of the first wave waits for the borrower of the second one, which starts all the same.
    assert (adams.worksheet().exists(), titles(baker.steps)) == (False, [BORROWING, LENDING])
    assert waits[0] in night.output
    baker.confirm()
    play("advance")
    assert (titles(adams.steps), baker.worksheet().exists()) == ([LENDING], False)
