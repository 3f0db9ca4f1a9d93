# SPDX-License-Identifier: GPL-3.0-or-later

"""Commits the changes in a folder of a clone, and pushes them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ...module_utils._core.errors import FileError, Locked, TaskError, ValidationError
from ...module_utils._core.files import remedy
from ...module_utils._http.state_dir import lock
from .git import DEADLINE, Done, Git
from .record_changes import message

#: The files of operations that git has not finished.
_UNFINISHED = ("rebase-merge", "rebase-apply", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD")
#: A file beside those of git, and for how many seconds another run can hold it.
_LOCK, _PATIENCE = "commit_record.lock", 2 * DEADLINE
#: How often a push is tried, and what git says if others have pushed at the same time.
_PUSHES = 4
_RACED = ("[rejected]", "cannot lock ref", "failed to update ref")
_NO_HOOKS = ("-c", "core.hooksPath=/dev/null")
#: Where the last commit of the remote branch is stored for a moment.
_THEIRS = "refs/commit_record/theirs"
_STAYS = "The commit was not pushed and stays in this clone"


class Clone:
    """A clone, of which the files in one folder are committed.

    Raises ValidationError or TaskError, in the making too, if the clone needs a person; then nothing was committed, or nothing was pushed.
    """

    def __init__(self, folder: Path):
        self._folder = folder
        if not folder.is_dir():
            raise ValidationError(
                f"{folder}: no such folder. Set commit_record_dir to the folder of the records (wms_record_dir)",
                fields=["folder"],
            )
        self._git = Git(folder)
        places = (word for name in (_LOCK, *_UNFINISHED) for word in ("--git-path", name))
        found = self._git.run("rev-parse", "--show-prefix", "--path-format=absolute", *places)
        if found.status:
            raise ValidationError(
                f"{folder}: git failed: {found.problem}. Nothing was committed. Install git, and set commit_record_dir to a folder in a clone of your "
                "repository",
                fields=["folder"],
            )
        self._prefix, lock_file, *unfinished = found.output.splitlines()
        self._lock = Path(lock_file)
        self._branch = self._git.run("symbolic-ref", "--quiet", "HEAD").output.strip()
        self._refuse([path.name for path in map(Path, unfinished) if path.exists()])

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Lock the clone: other jobs that commit records in it wait."""
        until = time.monotonic() + _PATIENCE
        try:
            handle = self._lock.open("ab")
        except OSError as fault:
            raise FileError(
                f"{self._lock} cannot be written: {fault.strerror}; {remedy(fault, 'commit_record_dir')}"
            ) from None
        with handle:
            while not lock(handle):
                if time.monotonic() > until:
                    raise Locked(
                        f"{self._folder}: another run has been committing records in this clone for {_PATIENCE} s; stop it, or retry later"
                    )
                time.sleep(0.05)
            yield

    def _refuse(self, operations: list[str]) -> None:
        """Raises TaskError for a clone that a person has to put in order."""
        if operations:
            problem = f"git has not finished an operation ({', '.join(operations)}). Finish or abort it (git status shows how)"
        elif not self._branch:
            problem = "no branch is checked out. Check out the branch to which records are committed"
        elif conflicts := self._conflicts():
            problem = f"markers of a conflict in {', '.join(conflicts)}. Keep one side of each, or restore the last good version"
        else:
            return
        raise TaskError(f"{self._folder}: {problem}. Nothing was committed or pushed")

    def _conflicts(self) -> list[str]:
        """The files in the folder with markers of a conflict."""
        markers = ("--untracked", "--files-with-matches", "--extended-regexp", "-e", "^(<<<<<<<|>>>>>>>) ")
        found = self._git.run("grep", *markers, "--", ".")
        # Its status is 1 if there are none.
        return [] if found.status == 1 else self._done(found, "git did not search the files").output.splitlines()

    def changed_files(self) -> list[str]:
        """The files in the folder that differ from the last commit, relative to it."""
        status = ("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", ".")
        found = self._done(self._git.run("--no-optional-locks", *status), "git did not compare the files")
        return [entry[3:].removeprefix(self._prefix) for entry in found.output.split("\0") if entry]

    def commit(self, files: list[str]) -> str:
        """Commit the changes of the files. Returns the message."""
        self._done(self._git.run("add", "--all", "--", "."), "git did not stage the changes")
        whole = ("--no-color", "--no-ext-diff", "--no-renames", "--relative", "--unified=1000000")
        compared = self._done(self._git.run("diff", "--cached", *whole, "--", "*.yml"), "git did not compare the files")
        text = message(compared.output) or f"Changed: {', '.join(files)}"
        done = self._git.run("commit", "--quiet", "--file", "-", "--", ".", text=text)
        self._done(done, "git did not commit the changes")
        return text

    def push(self) -> bool:
        """Push the commits of the branch that its upstream does not have, on top of those of others. Returns whether there were any."""
        remote, branch = self._upstream()
        for attempt in range(_PUSHES):
            theirs = self._fetched(remote, branch)
            ours, others = map(int, self._output("rev-list", "--left-right", "--count", f"HEAD...{theirs}").split())
            if not ours:
                return attempt > 0
            if others:
                self._put_on_top_of(theirs)
            pushed = self._git.run("push", "--quiet", remote, f"HEAD:{branch}")
            if pushed.status and not any(text in pushed.errors for text in _RACED):
                raise self._not_pushed(pushed.problem)
        if self._output("rev-list", f"{self._fetched(remote, branch)}..HEAD"):
            raise TaskError(
                f"{self._folder}: the remote branch does not have the commit, because others pushed at the same time, again and again. It stays in this "
                "clone: run the playbook again"
            )
        return True

    def _upstream(self) -> tuple[str, str]:
        """The remote repository and the branch to which the branch is pushed."""
        found = self._output("for-each-ref", "--format=%(upstream:remotename) %(upstream:remoteref)", self._branch)
        if len(found.split()) != 2:
            name = self._branch.removeprefix("refs/heads/")
            raise TaskError(
                f"{self._folder}: the branch {name} has no upstream, so the commit was not pushed. Set it once: git push --set-upstream origin {name}"
            )
        remote, branch = found.split()
        return remote, branch

    def _fetched(self, remote: str, branch: str) -> str:
        """The last commit of the remote branch."""
        # FETCH_HEAD can be that of a person who fetches another branch at this moment.
        fetched = self._git.run("fetch", "--quiet", "--no-tags", remote, f"+{branch}:{_THEIRS}")
        if fetched.status:
            raise self._not_pushed(fetched.problem)
        commit = self._output("rev-parse", _THEIRS)
        self._output("update-ref", "-d", _THEIRS)
        return commit

    def _put_on_top_of(self, theirs: str) -> None:
        """Put the commits on top of those of others. In a temporary working tree, so that the clone never has an unfinished rebase."""
        with self._temporary_tree() as tree:
            before = tree.run("rev-parse", "HEAD").output.strip()
            rebased = tree.run(*_NO_HOOKS, "rebase", "--quiet", theirs)
            ours = tree.run("rev-parse", "HEAD").output.strip()
        if rebased.status:
            lines = f"{rebased.output}\n{rebased.errors}".splitlines()
            reasons = [line for line in lines if line.startswith(("CONFLICT", "error", "fatal"))]
            raise TaskError(
                f"{self._folder}: others have changed the same lines as a commit of this clone, which was not pushed. It stays in this clone. Run git pull "
                f"--rebase, keep one side of each conflict, and run the playbook again. ({'; '.join(reasons)})"
            )
        if self._output("rev-parse", "HEAD") != before:
            raise TaskError(
                f"{self._folder}: somebody has committed in this clone meanwhile. {_STAYS}: run the playbook again"
            )
        # It changes no file that has other changes.
        updated = self._git.run("reset", "--quiet", "--keep", ours)
        if updated.status:
            raise TaskError(
                f"{self._folder}: files that others have changed have changes here that are not committed: {updated.problem}. {_STAYS}. Commit or discard "
                "these changes, and run the playbook again"
            )

    @contextmanager
    def _temporary_tree(self) -> Iterator[Git]:
        """Git in another working tree of the clone, with its last commit."""
        with TemporaryDirectory(suffix=".commit_record") as folder:
            tree = Path(folder, "tree")
            made = self._git.run(*_NO_HOOKS, "worktree", "add", "--quiet", "--detach", str(tree), "HEAD")
            if made.status:
                raise self._not_pushed(made.problem)
            try:
                yield Git(tree)
            finally:
                self._git.run("worktree", "remove", "--force", str(tree))

    def _not_pushed(self, problem: str) -> TaskError:
        return TaskError(
            f"{self._folder}: {problem}. {_STAYS}: run the playbook again when the remote repository can be reached, with credentials that may push"
        )

    def _output(self, *arguments: str) -> str:
        """The output of a command that can fail only if the clone is damaged."""
        return self._done(self._git.run(*arguments), f"git {arguments[0]} failed").output.strip()

    def _done(self, done: Done, failed: str) -> Done:
        """The result of a command that has succeeded. Raises TaskError otherwise."""
        if done.status:
            raise TaskError(f"{self._folder}: {failed}: {done.problem}. Run the playbook again")
        return done
