# SPDX-License-Identifier: GPL-3.0-or-later

"""examples/consortium/ci/commit, with git: the records are committed and pushed, or the script fails with what to do, and nothing of others is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from support.environment import ROOT
from support.repository import ENVIRONMENT, Repository, make_folder

SCRIPT = ROOT / "examples/consortium/ci/commit"


class Committing:
    """A clone with a folder of records, and another clone of somebody else."""

    def __init__(self, directory: Path):
        self.repository = Repository.create(make_folder(directory / "a clone"))
        self.git = self.repository.git
        self.other = Repository(directory / "other", self.repository.remote)
        self.git("clone", "--quiet", str(self.repository.remote), str(self.other.path))
        self.folder = self.repository.path / "the record"
        self.folder.mkdir()
        #: The work tree in which commits are rebased.
        self.temporary = self.repository.path / ".git/ci-commit"

    def write(self, name: str, text: str = "a: 1\n") -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def elsewhere(self, path: str, text: str = "a: 1\n") -> None:
        """Somebody else pushes a change."""
        self.other.git("pull", "--quiet", "--rebase")
        (self.other.path / path).parent.mkdir(exist_ok=True)
        (self.other.path / path).write_text(text, encoding="utf-8")
        self.other.git("add", "--all")
        self.other.git("commit", "--quiet", "--message=Elsewhere")
        self.other.git("push", "--quiet")

    def start(self, folder: Path | None = None, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(SCRIPT), str(folder or self.folder)], env={**os.environ, **ENVIRONMENT, "CI": "true", **environment},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def run(self, folder: Path | None = None, **environment: str) -> tuple[int, str]:
        """Returns the exit code and the output."""
        process = self.start(folder, **environment)
        output, _none = process.communicate(timeout=300)
        return process.returncode, output

    def succeeds(self, **environment: str) -> str:
        status, output = self.run(**environment)
        assert status == 0, output
        assert not self.temporary.exists()
        return output

    def refused(self, text: str, **environment: str) -> None:
        """The script fails with this text, and without any change of the clone."""
        before = self.state()
        status, output = self.run(**environment)
        assert (status, text in output) == (1, True), output
        assert output.endswith(", and run ci/commit again.\n")
        assert self.state() == before
        assert not self.temporary.exists()

    def state(self) -> list[str]:
        branches = self.git("for-each-ref", "refs/heads")
        return [self.git("status", "--porcelain=v2"), branches, self.git("worktree", "list")]

    def hook(self, path: Path, *lines: str) -> Path:
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(["#!/bin/sh", *lines]), encoding="utf-8")
        path.chmod(0o755)
        return path


@pytest.fixture
def committing(tmp_path) -> Committing:
    return Committing(tmp_path)


def test_only_the_records_are_committed_and_what_else_is_staged_stays_staged(committing):
    repository = committing.repository
    committing.write("adams.yml")
    committing.write("für das\nLager.csv")
    (repository.path / "staged.yml").write_text("a: 1\n", encoding="utf-8")
    (repository.path / "host_vars.yml").write_text("a: 1\n", encoding="utf-8")
    committing.git("add", "staged.yml")
    committing.elsewhere("others.yml")
    committing.succeeds()
    assert repository.subjects == ['Records (2): adams "für das\\nLager.csv"', "Elsewhere", "The beginning"]
    assert committing.git("status", "--porcelain") == "A  staged.yml\n?? host_vars.yml\n"
    assert (repository.path / "others.yml").exists()
    # Nothing has changed, and the remote repository is not needed.
    repository.remote.rename(repository.remote.with_name("away"))
    committing.succeeds()


@pytest.mark.parametrize(
    "name",
    ["[skip ci] fixes #1", "--amend", "$(touch stolen)`touch stolen`", "a\nSigned-off-by: Jane", "\u202etxt\x1b[31m"],
)
def test_a_name_from_a_file_does_nothing_in_the_message(committing, name):
    history = f"history:\n- at: now\n  what: {name.replace(chr(10), ' ')}\n"
    for number in range(2):
        committing.write(f"{name}{number}.yml", history)
    committing.succeeds()
    message = committing.git("log", "-1", "--format=%B%(trailers)")
    assert message.startswith("Records (2): ")
    assert not set(message) & set("[]#\u202e\x1b")
    assert "\nSigned-off-by" not in message
    assert committing.repository.subjects[1:] == ["The beginning"]
    assert list(committing.repository.path.rglob("stolen")) == []


def test_an_earlier_commit_is_pushed_on_top_of_those_of_others(committing):
    repository = committing.repository
    committing.write("adams.yml")
    away = repository.remote.rename(repository.remote.with_name("away"))
    status, output = committing.run()
    assert (status, "The commit is in this clone, and was not pushed." in output) == (1, True), output
    away.rename(repository.remote)
    committing.elsewhere("host_vars.yml")
    committing.succeeds()
    assert repository.subjects == ["Records (1): adams", "Elsewhere", "The beginning"]
    assert committing.git("status", "--porcelain=v2", "--branch").splitlines()[-1] == "# branch.ab +0 -0"


def test_outside_of_ci_nothing_is_pushed(committing):
    committing.write("adams.yml")
    committing.succeeds(CI="")
    assert committing.repository.subjects == ["The beginning"]
    assert committing.git("status", "--porcelain") == ""


@pytest.mark.parametrize("shared", [False, True], ids=["two clones", "one clone"])
def test_two_commits_at_the_same_time_both_arrive(committing, shared):
    repository, (one, two) = committing.repository, ("one.yml", "two.yml")
    committing.elsewhere("host_vars.yml")
    folders = [committing.folder, (repository if shared else committing.other).path / "the record"]
    for folder, name in zip(folders, (one, two)):
        folder.mkdir(exist_ok=True)
        (folder / name).write_text("a: 1\n", encoding="utf-8")
    with ThreadPoolExecutor() as jobs:
        for status, output in jobs.map(committing.run, folders):
            assert status == 0, output
    pushed = committing.git("--git-dir", str(repository.remote), "ls-tree", "-r", "--name-only", "main").splitlines()
    assert {f"the record/{one}", f"the record/{two}"} <= set(pushed)


@pytest.mark.parametrize(("times", "status"), [(4, 0), (5, 1)])
def test_a_rejected_push_is_repeated_four_times(committing, times, status):
    """Each time, somebody else has pushed between the fetch and the push."""
    pushes = committing.repository.path.with_name("pushes")
    other = committing.other.path
    committing.hook(
        committing.repository.path / ".git/hooks/pre-push",
        "unset $(git rev-parse --local-env-vars)",
        f"echo >> '{pushes}'; [ $(wc -l < '{pushes}') -le {times} ] || exit 0",
        f"cd '{other}' && git pull --quiet --rebase && git commit --quiet --allow-empty --message=Elsewhere && git push --quiet",
    )
    committing.write("adams.yml")
    ended, output = committing.run()
    assert ended == status, output
    assert pushes.read_text().count("\n") == 5
    assert committing.repository.subjects[:-1] == ["Records (1): adams"] * (1 - status) + ["Elsewhere"] * times


def test_a_push_that_is_rejected_for_another_reason_is_not_repeated(committing):
    committing.write("adams.yml")
    count = committing.repository.path.with_name("pushes")
    hook = committing.hook(
        committing.repository.remote / "hooks/pre-receive", f"echo >> '{count}'; echo frozen >&2; exit 1"
    )
    status, output = committing.run()
    assert status == 1
    assert "frozen" in output
    assert "the remote branch does not have the commit" in output
    assert count.read_text() == "\n"
    # The remote repository accepts the push, and does not keep it.
    hook.unlink()
    before = committing.git("rev-parse", "origin/main").strip()
    hook = committing.hook(hook.with_name("post-receive"), f"git update-ref refs/heads/main {before}")
    committing.refused("the remote branch does not have the commit")
    hook.unlink()
    committing.succeeds()
    assert committing.repository.subjects == ["Records (1): adams", "The beginning"]


def test_a_commit_that_others_contradict_is_refused_until_a_person_resolves_it(committing):
    repository = committing.repository
    committing.elsewhere("the record/adams.yml", "another: record\n")
    committing.write("adams.yml")
    committing.succeeds(CI="")
    committing.refused("git did not put the commit on top of those of others")
    with pytest.raises(subprocess.CalledProcessError):
        committing.git("pull", "--rebase")
    committing.refused("no branch is checked out")
    conflict = (committing.folder / "adams.yml").read_text(encoding="utf-8")
    committing.git("rebase", "--abort")
    with pytest.raises(subprocess.CalledProcessError):
        committing.git("pull", "--no-rebase")
    committing.refused("MERGE_HEAD")
    committing.git("merge", "--abort")
    # Without an operation: a change of a file that was deleted meanwhile.
    committing.write("adams.yml", "a: 2\n")
    committing.git("stash")
    committing.git("rm", "--quiet", "the record/adams.yml")
    committing.git("commit", "--quiet", "--message=Deleted")
    with pytest.raises(subprocess.CalledProcessError):
        committing.git("stash", "pop")
    committing.refused("adams.yml")
    committing.git("reset", "--quiet", "--hard")
    committing.folder.mkdir(exist_ok=True)
    committing.write("new.yml", conflict)
    committing.refused("new.yml")
    (committing.folder / "new.yml").unlink()
    # Changes that would be overwritten.
    committing.git("reset", "--quiet", "--hard", "origin/main")
    committing.elsewhere("host_vars.yml")
    committing.write("baker.yml")
    committing.succeeds(CI="")
    (repository.path / "host_vars.yml").write_text("a: 2\n", encoding="utf-8")
    committing.refused("files that others have changed have changes here")


def test_a_clone_that_needs_a_person_is_refused(committing, tmp_path):
    repository = committing.repository
    committing.write("adams.yml")
    committing.git("checkout", "--quiet", "--detach")
    committing.refused("no branch is checked out")
    committing.git("checkout", "--quiet", "main")
    ignoring = repository.path / ".git/info/exclude"
    for pattern in ("/the record/", "adams.yml"):
        ignoring.write_text(pattern, encoding="utf-8")
        committing.refused("git ignores it")
    ignoring.write_text("", encoding="utf-8")
    nested = Repository(committing.folder / "archive/2026", repository.remote)
    committing.git("clone", "--quiet", str(repository.remote), str(nested.path))
    committing.refused("it contains another repository: archive/2026/.git")
    (nested.path / ".git").rename(committing.folder / ".git")
    assert "it contains another repository: .git" in committing.run()[1]
    (committing.folder / ".git").rename(tmp_path / "moved")
    committing.git("branch", "--unset-upstream")
    status, output = committing.run()
    assert (status, "the branch has no upstream" in output, "git push --set-upstream origin main" in output) == (
        1,
        True,
        True,
    )
    committing.git("branch", "--set-upstream-to=origin/main")
    # Nobody has reviewed it, and the token of the job can push without a review.
    (repository.path / "host_vars.yml").write_text("a: 1\n", encoding="utf-8")
    committing.git("add", "--all")
    committing.git("commit", "--quiet", "--message=Of somebody else")
    committing.refused("the branch has commits with other files")
    (tmp_path / "empty").mkdir()
    assert "it is no folder in a clone" in committing.run(tmp_path / "empty")[1]
    assert "No such file or directory" in committing.run(tmp_path / "missing")[1]


def test_a_commit_that_a_hook_rejects_is_an_error(committing):
    committing.write("adams.yml")
    hook = committing.hook(committing.repository.path / ".git/hooks/pre-commit", "echo spelling >&2; exit 1")
    status, output = committing.run()
    assert (status, "spelling" in output, "git did not commit the records" in output) == (1, True, True), output
    hook.unlink()
    committing.succeeds()


def test_a_server_that_does_not_respond_ends_with_its_helpers(committing, tmp_path):
    committing.write("adams.yml")
    committing.succeeds(CI="")
    committing.git("config", "remote.origin.uploadpack", stubborn(tmp_path))
    committing.refused("git did not fetch the remote branch", GIT_SECONDS="2")
    wait_for_end(tmp_path)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_script_that_is_ended_leaves_nothing_that_stops_the_next_one(committing, tmp_path, number):
    """It is ended while it puts the commit on top of those of others."""
    committing.elsewhere("host_vars.yml")
    committing.write("adams.yml")
    (committing.repository.path / ".git/info/attributes").write_text("* filter=slow\n", encoding="utf-8")
    committing.git("config", "filter.slow.smudge", stubborn(tmp_path))
    process = committing.start()
    while process.poll() is None and not (tmp_path / "pid").exists():
        time.sleep(0.02)
    assert committing.temporary.exists()
    process.send_signal(number)
    assert process.wait(timeout=60) == (-9 if number == signal.SIGKILL else 143)
    if number == signal.SIGKILL:
        os.killpg(os.getpgid(int((tmp_path / "pid").read_text())), signal.SIGKILL)
    else:
        wait_for_end(tmp_path)
        assert not committing.temporary.exists()
    committing.git("config", "--unset", "filter.slow.smudge")
    committing.succeeds()
    assert committing.repository.subjects == ["Records (1): adams", "Elsewhere", "The beginning"]
    assert len(committing.git("worktree", "list").splitlines()) == 1


def stubborn(directory: Path) -> str:
    """A command that does not end when it is asked to, and writes its process ID to a file."""
    return f"trap '' TERM; echo $$ > '{directory}/new'; mv '{directory}/new' '{directory}/pid'; while :; do sleep 1; done; :"


def wait_for_end(directory: Path) -> None:
    """Wait until that process has ended, which is soon after its signal."""
    with suppress(ProcessLookupError):
        for _attempt in range(6000):
            os.kill(int((directory / "pid").read_text(encoding="utf-8")), 0)
            time.sleep(0.01)
        raise AssertionError("it has not ended")


def test_the_token_is_sent_and_nobody_is_asked_for_a_password(committing):
    sent = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent.append(self.headers.get("Authorization"))
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.end_headers()

    committing.write("adams.yml")
    committing.succeeds(CI="")
    with HTTPServer(("127.0.0.1", 0), Server) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"127.0.0.1:{server.server_port}/x.git"
        committing.git("remote", "set-url", "origin", f"http://{address}")
        committing.refused("git did not fetch the remote branch", PUSH_TOKEN="a token%")
        assert sent[-1] == f"Basic {b64encode(b'token:a token%').decode()}"
        committing.refused("terminal prompts disabled", PUSH_TOKEN="")
        committing.git("remote", "set-url", "origin", f"http://jane:secret@{address}")
        status, output = committing.run(PUSH_TOKEN="")
        assert (status, "secret" in output) == (1, False), output
        server.shutdown()
