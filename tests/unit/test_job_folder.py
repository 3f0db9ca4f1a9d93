# SPDX-License-Identifier: GPL-3.0-or-later

"""Records in the folder of a controller's job, which is deleted after the job."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._record import job_folder
from ansible_collections.reshare.wms.plugins.module_utils._record.job_folder import job_folder_of

#: The environment of a job in a container of AWX, of one on its machine, and of ansible-runner with a temporary folder.
AWX = {"AWX_PRIVATE_DATA_DIR": "/tmp/awx_7_x", "AWX_ISOLATED_DATA_DIR": "/runner/artifacts/7"}
TEMPORARY = f"{tempfile.gettempdir()}/.ansible-runner-x"
RUNNER = {"AWX_ISOLATED_DATA_DIR": f"{TEMPORARY}/artifacts/7"}
KEPT = {"AWX_ISOLATED_DATA_DIR": "/srv/runner/artifacts/7"}

CASES = {
    "copy of the project in a container": (AWX, "/runner/project/inventory/../record", "/runner"),
    "copy of the project on a machine": (AWX, "/tmp/awx_7_x/project/record", "/tmp/awx_7_x"),
    "folder itself": (AWX, "/runner", "/runner"),
    "temporary folder of ansible-runner": (RUNNER, f"{TEMPORARY}/project/record", TEMPORARY),
    "mounted": (AWX, "/srv/wms/record", None),
    "mounted below": (AWX, "/runner/project/my record/of all", None),
    "similar name": (AWX, "/runner2/record", None),
    "kept folder of ansible-runner": (KEPT, "/srv/runner/project/record", None),
    "no job": ({}, "/tmp/record", None),
    "empty": ({"AWX_PRIVATE_DATA_DIR": "", "AWX_ISOLATED_DATA_DIR": ""}, "/tmp/record", None),
    "no levels": ({"AWX_PRIVATE_DATA_DIR": "/", "AWX_ISOLATED_DATA_DIR": "/x"}, "/srv/record", None),
}


@pytest.fixture(autouse=True)
def mounts(tmp_path, monkeypatch):
    """The mounted file systems."""
    mounted = ("/", "/runner", "/srv/wms", r"/runner/project/my\040record")
    lines = [f"{number} 1 8:1 / {path} rw - ext4 /dev/sda rw" for number, path in enumerate(mounted)]
    table = tmp_path / "mountinfo"
    table.write_text("\n".join([*lines, "short", ""]), encoding="utf-8")
    monkeypatch.setattr(job_folder, "_MOUNTS", table)
    return table


@pytest.mark.parametrize("case", CASES)
def test_a_folder_that_is_deleted_after_the_job_is_found(case):
    environment, folder, job = CASES[case]
    assert job_folder_of(Path(folder), environment) == (Path(job) if job else None)


def test_a_link_counts_as_the_folder_to_which_it_leads(tmp_path):
    environment = {"AWX_PRIVATE_DATA_DIR": str(tmp_path / "job")}
    for name in ("job", "kept"):
        (tmp_path / name).mkdir()
    (tmp_path / "job/record").symlink_to(tmp_path / "kept")
    (tmp_path / "kept/record").symlink_to(tmp_path / "job")
    assert job_folder_of(tmp_path / "job/record", environment) is None
    assert job_folder_of(tmp_path / "kept/record/x", environment) == tmp_path / "job"


def test_without_a_list_of_mounts_nothing_is_mounted(mounts):
    mounts.unlink()
    assert job_folder_of(Path("/runner/project/my record"), AWX) == Path("/runner")
