# SPDX-License-Identifier: GPL-3.0-or-later

"""The records are committed and pushed, or the clone stays as it is and the error says why."""

from __future__ import annotations

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.action import record_commit
from ansible_collections.reshare.wms.plugins.plugin_utils._committing import clone, git
from support.controller_action import perform
from support.repository import ENVIRONMENT, Repository, make_folder


class Committing:
    """A clone with a folder of records, and another clone of somebody else."""

    def __init__(self, directory: Path):
        self.repository = Repository.create(make_folder(directory / "repository"))
        self.other = Repository(directory / "other", self.repository.remote)
        self.repository.git("clone", "--quiet", str(self.repository.remote), str(self.other.path))
        self.folder = self.repository.path / "record"
        self.folder.mkdir()

    def declare(self, name: str, text: str) -> None:
        (self.folder / f"{name}.yml").write_text(f"{text}: a record\n", encoding="utf-8")

    def elsewhere(self, path: str, text: str) -> None:
        """Somebody else pushes a change."""
        self.other.git("pull", "--quiet", "--rebase")
        (self.other.path / path).parent.mkdir(exist_ok=True)
        (self.other.path / path).write_text(text, encoding="utf-8")
        self.other.git("add", "--all")
        self.other.git("commit", "--quiet", "--message=Elsewhere")
        self.other.git("push", "--quiet")

    def run(self, folder: Path | None = None, check: bool = False) -> dict[str, Any]:
        return perform(record_commit.ActionModule, check, folder=str(folder or self.folder), push=True)

    def refused(self, text: str) -> None:
        """The task fails with this text, and without any change of the clone."""
        # The number of commits that others pushed is not known before.
        self.repository.git("fetch", "--quiet")
        before = self.state()
        done = self.run()
        assert done["failed"] is True
        assert text in done["msg"]
        assert self.state() == before

    def state(self) -> list[str]:
        status = self.repository.git("status", "--porcelain=v2", "--branch")
        return [status, self.repository.git("worktree", "list"), self.repository.git("for-each-ref")]


@pytest.fixture
def committing(tmp_path, monkeypatch) -> Committing:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return Committing(tmp_path)


def test_a_commit_is_pushed_once_and_check_mode_changes_nothing(committing):
    committing.declare("adams", "one")
    # A change outside the folder is not committed.
    (committing.repository.path / "host_vars.yml").write_text("a: 1\n", encoding="utf-8")
    before = committing.state()
    checked = committing.run(check=True)
    assert (checked["changed"], checked["files"], checked["pushed"]) == (True, ["adams.yml"], False)
    assert committing.state() == before
    assert not (committing.repository.path / ".git/commit_record.lock").exists()
    done = committing.run()
    assert (done["changed"], done["files"], done["pushed"]) == (True, ["adams.yml"], True)
    assert done["diff"] == {"before": "", "after": "adams.yml\n"}
    assert committing.repository.subjects == ["adams: changed", "The beginning"]
    assert done["commit_message"].startswith("adams: changed\n")
    assert committing.repository.git("status", "--porcelain") == "?? host_vars.yml\n"
    done = committing.run()
    assert (done["changed"], done["files"], done["pushed"], done["commit_message"]) == (False, [], False, "")


def test_files_that_are_no_records_are_named(committing):
    name = "für das Lager.csv"
    (committing.folder / name).write_text("a", encoding="utf-8")
    assert committing.run()["files"] == [name]
    assert committing.repository.subjects[0] == f"Changed: {name}"


def test_a_commit_that_others_contradict_is_refused_until_a_person_resolves_it(committing):
    """Nothing has changed since that commit, whose push failed. Others have changed the same lines."""
    repository = committing.repository
    committing.elsewhere("record/adams.yml", "another: record\n")
    committing.declare("adams", "one")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message=Not pushed")
    committing.refused("others have changed the same lines")
    assert repository.git("status", "--porcelain=v2", "--branch").splitlines()[1:] == [
        "# branch.head main",
        "# branch.upstream origin/main",
        "# branch.ab +1 -1",
    ]
    # A person begins to resolve the conflict.
    with pytest.raises(subprocess.CalledProcessError):
        repository.git("pull", "--rebase")
    committing.refused("git has not finished an operation (rebase-merge)")
    conflict = (committing.folder / "adams.yml").read_text(encoding="utf-8")
    repository.git("rebase", "--abort")
    (committing.folder / "new.yml").write_text(conflict, encoding="utf-8")
    committing.refused("markers of a conflict in new.yml")


def test_an_earlier_commit_is_pushed_on_top_of_those_of_others(committing):
    repository = committing.repository
    committing.declare("adams", "one")
    away = repository.remote.with_name("away")
    repository.remote.rename(away)
    done = committing.run()
    assert (done["failed"], done["changed"], done["pushed"], done["files"]) == (True, True, False, ["adams.yml"])
    assert "The commit was not pushed and stays in this clone" in done["msg"]
    away.rename(repository.remote)
    committing.elsewhere("host_vars.yml", "a: 1\n")
    done = committing.run()
    assert (done["changed"], done["pushed"], done["commit_message"]) == (True, True, "")
    assert repository.subjects == ["adams: changed", "Elsewhere", "The beginning"]
    assert repository.git("status", "--porcelain=v2", "--branch").splitlines()[-1] == "# branch.ab +0 -0"
    assert (repository.path / "host_vars.yml").exists()


@pytest.mark.parametrize("shared", [False, True], ids=["two clones", "one clone"])
def test_two_commits_at_the_same_time_both_arrive(committing, shared):
    repository, (one, two) = committing.repository, ("one.yml", "two.yml")
    committing.elsewhere("host_vars.yml", "a: 1\n")
    folders = [committing.folder, (repository if shared else committing.other).path / "record"]
    for folder, name in zip(folders, (one, two)):
        folder.mkdir(exist_ok=True)
        (folder / name).write_text("a: 1\n", encoding="utf-8")
    with ThreadPoolExecutor() as jobs:
        for done in jobs.map(committing.run, folders):
            assert not done.get("failed"), done["msg"]
    repository.git("fetch", "--quiet")
    there = repository.git("ls-tree", "-r", "--name-only", "origin/main").split()
    assert {f"record/{one}", f"record/{two}"} <= set(there)


def test_a_clone_that_needs_a_person_is_refused(committing, tmp_path):
    repository = committing.repository
    committing.declare("adams", "one")
    repository.git("checkout", "--quiet", "--detach")
    committing.refused("no branch is checked out")
    repository.git("checkout", "--quiet", "main")
    repository.git("branch", "--unset-upstream")
    assert "the branch main has no upstream" in committing.run()["msg"]
    repository.git("branch", "--set-upstream-to=origin/main")
    # Changes that would be overwritten.
    committing.elsewhere("host_vars.yml", "a: 1\n")
    (repository.path / "host_vars.yml").write_text("a: 2\n", encoding="utf-8")
    committing.refused("files that others have changed have changes here")
    (repository.path / "host_vars.yml").unlink()
    hook = repository.remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho frozen >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    assert "frozen" in committing.run()["msg"]
    hook.unlink()
    assert committing.run()["pushed"] is True
    (tmp_path / "empty").mkdir()
    assert "not a git repository" in committing.run(tmp_path / "empty")["msg"]
    assert "no such folder" in committing.run(tmp_path / "missing")["msg"]


def test_another_run_that_does_not_end_is_named(committing, monkeypatch):
    monkeypatch.setattr(clone, "_PATIENCE", 0)
    with clone.Clone(committing.folder).locked():
        done = committing.run()
    assert (done["failed"], done["failure"]["code"]) == (True, "locked")
    assert "another run has been committing records in this clone" in done["msg"]


def as_git(monkeypatch, directory: Path, script: str) -> git.Git:
    """A program that is started as git."""
    program = directory / "git"
    program.write_text(f"#!{shutil.which('sh')}\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{directory}{os.pathsep}{os.environ['PATH']}")
    return git.Git(directory)


def test_git_is_missing(committing, tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert "Install git, and set commit_record_dir" in committing.run()["msg"]


def test_a_command_that_does_not_end_is_ended_with_its_helpers(tmp_path, monkeypatch):
    monkeypatch.setattr(git, "DEADLINE", 0.2)
    # The other process has the output, too, and would keep it open.
    started = as_git(monkeypatch, tmp_path, "while :; do :; done & wait")
    done = started.run("fetch")
    assert (done.status, done.problem) == (-1, "no response within 0.2 seconds")


def test_no_password_in_an_address_is_shown(tmp_path, monkeypatch):
    started = as_git(
        monkeypatch, tmp_path, "echo 'fatal: https://jane:secret@git.example.org/x not found' >&2; exit 128"
    )
    assert started.run("fetch").problem == "fatal: https://git.example.org/x not found"
