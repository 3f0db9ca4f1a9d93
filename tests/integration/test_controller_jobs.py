# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs as Automation Controller and AWX run them (docs/ci.md, examples/controller): with their engine ansible-runner, from a private folder that is deleted
after the job, and without a home folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.controller import dump
from support.library_record import Record

pytestmark = pytest.mark.long

#: What the controller adds to the variables of a job template.
OF_THE_CONTROLLER = {"awx_job_id": 7, "tower_job_launch_type": "manual", "awx_inventory_name": "Consortium"}
#: The playbook of the project in examples/controller.
PROJECT = [{"name": "Onboard", "ansible.builtin.import_playbook": "reshare.wms.onboard"}]


@dataclass
class Ended:
    """A job that ended: its exit code, the number of changed tasks of each library, and its output."""

    status: int
    changed: dict[str, int]
    output: str


@dataclass
class Job:
    """A started job and its private folder."""

    folder: Path
    process: subprocess.Popen[str]

    def end(self) -> Ended:
        """Wait for its end, and delete the folder with everything in it."""
        output, _none = self.process.communicate(timeout=600)
        assert self.process.returncode in (0, 2), output
        events = [json.loads(path.read_bytes()) for path in self.folder.glob("artifacts/*/job_events/*.json")]
        (stats,) = [one["event_data"] for one in events if one["event"] == "playbook_on_stats"]
        shutil.rmtree(self.folder)
        return Ended(self.process.returncode, stats["changed"], output)


@dataclass
class Engine:
    """Starts jobs in private folders below a folder."""

    folder: Path
    jobs: int = 0

    def start(self, playbook: str, records: Iterable[Record], state: Path | None = None, **variables: Any) -> Job:
        """Start a job. records: its libraries, with their variables. state: the state directory; by default, it is in the private
        folder, and lost with it. variables: of the job template."""
        self.jobs += 1
        private = self.folder / f"job-{self.jobs}"
        files = {
            "inventory/hosts.yml": {"all": {"hosts": {one.library.name: _variables(one) for one in records}}},
            "env/extravars": {**OF_THE_CONTROLLER, **variables},
            "project/onboard.yml": PROJECT,
        }
        for name, content in files.items():
            (private / name).parent.mkdir(parents=True)
            (private / name).write_text(dump(content), encoding="utf-8")
        environment = {name: text for name, text in os.environ.items() if name != "HOME"}
        environment |= {"AWX_PRIVATE_DATA_DIR": str(private), "RESHARE_WMS_STATE_DIR": str(state or private / "state")}
        runner = Path(sys.executable).with_name("ansible-runner")
        command = [str(runner), "run", str(private), "--playbook", playbook]
        return Job(
            private,
            subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT),
        )

    def run(self, playbook: str, records: Iterable[Record], state: Path | None = None, **variables: Any) -> Ended:
        return self.start(playbook, records, state, **variables).end()


def _variables(record: Record) -> dict[str, Any]:
    given = {**record.library.variables, **record.variables, "reshare_wms_state_dir": ..., "library_options": ...}
    given |= {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
    return {name: value for name, value in given.items() if value is not ...}


def test_jobs_of_a_controller_lose_nothing_that_is_kept_outside_of_their_folders(make, tmp_path):
    engine, kept = Engine(tmp_path), tmp_path / "kept"
    records = [Record(make(), kept / "record") for _each in range(2)]
    names = {one.library.name for one in records}

    # In slices, with the playbook of the project; the symbols of the partners are listed.
    slices: dict[str, Any] = {"reshare_wms_slices": 2, "lending_partner_symbols": []}
    started = [engine.start("onboard.yml", [one], **slices) for one in records]
    sliced = [job.end() for job in started]
    assert [one.status for one in sliced] == [0, 0], sliced
    assert all(one.changed for one in sliced)
    assert all(one.steps for one in records)

    # Not sliced, by its bare name: the state of the slices is lost, the records are not.
    before = [one.files() for one in records]
    again = engine.run("reshare.wms.onboard", records, lending_partner_symbols=[])
    assert (again.status, again.changed) == (0, {}), again.output
    assert [one.files() for one in records] == before

    # With the limit and the answers of a survey.
    answers = {
        "withdraw_libraries": ",".join(names),
        "enable_reshare_by": "Jane Doe",
        "enable_reshare_reason": "A test",
    }
    withdrawn = engine.run("reshare.wms.withdraw", records, **answers)
    assert withdrawn.status == 0, withdrawn.output
    assert [one.content["withdrawn"]["by"] for one in records] == ["Jane Doe"] * 2

    # A record that would be lost is refused before the first request.
    for one in records:
        one.library.reset()
    lost = engine.run("reshare.wms.onboard", records, wms_record_dir="{{ inventory_dir }}/../record")
    assert lost.status == 2
    assert all(f"{name}: " in lost.output for name in names)
    assert "wms_record_dir" in lost.output
    assert [one.library.calls().total() for one in records] == [0, 0]


def test_a_job_repeats_a_rejected_login_only_if_the_state_directory_was_lost(make, tmp_path):
    engine, record = Engine(tmp_path), Record(make(), tmp_path / "kept/record")
    wrong, state = {"wms_secret": "wrong"}, tmp_path / "kept/state"

    def logins() -> int:
        return record.library.calls()["token", "token", "POST"]

    record.library.reset()
    for expected, where in ((1, state), (1, state), (2, None)):
        ended = engine.run("reshare.wms.preflight", [record], where, **wrong)
        assert ended.status == 2, ended.output
        assert logins() == expected
