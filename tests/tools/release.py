# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a release from the newest commit: release.py VERSION [--dry] [--without-galaxy]

It clones the checkout to .build/release/VERSION, writes the changelog and the version there, commits and tags them, builds the files, imports
the tarball as Galaxy does, builds the site, and adds it to those of earlier versions. Only then it pushes and publishes; with --dry, it prints
the commands for that instead. The checkout is not changed.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from build import build, output
from published_site import BRANCH, add_version, age

RELEASES = Path(".build/release").resolve()
IMPORTER = Path(".build/venv/importer/bin").resolve()
_NUMBER = "(0|[1-9][0-9]*)"
VERSION = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(-rc{_NUMBER})?")
#: Runs galaxy-importer without its time limit of three minutes for ansible-lint, which a busy machine needs.
IMPORT = """
import runpy, subprocess
communicate = subprocess.Popen.communicate
subprocess.Popen.communicate = lambda self, input=None, timeout=None: communicate(self, input)
runpy.run_module("galaxy_importer.main", run_name="__main__", alter_sys=True)
"""


def refusal(version: str) -> str:
    """Why this checkout cannot become this version; empty if it can."""
    here = Path.cwd()
    tags = [tag for tag in output(["git", "tag", "--list"], here).split() if VERSION.fullmatch(tag)]
    newest = max(tags, key=age, default=version)
    if output(["git", "status", "--porcelain", "--untracked-files=no"], here):
        return "The checkout has changes that are not committed. Commit them, or take them back."
    if not succeeds("git", "merge-base", "--is-ancestor", "HEAD", "main"):
        return "The newest commit is not on the branch main, from which releases are made. Merge it first."
    if not succeeds("git", "var", "GIT_COMMITTER_IDENT"):
        return "git does not know who releases. Set user.name and user.email (git config)."
    if version in tags:
        return f"The tag {version} exists. A published version cannot be replaced: choose the next one."
    if age(version) < age(newest):
        return f"{version} is older than {newest}, the newest tag. Choose a newer version."
    return ""


def succeeds(*command: str) -> bool:
    """Whether a command, of which nothing is printed, succeeds."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def clone(version: str) -> Path:
    """A new clone of the checkout, with its identity and its remote repository."""
    here = Path.cwd()
    checkout = RELEASES / version
    shutil.rmtree(checkout, ignore_errors=True)
    output(["git", "clone", "--quiet", str(here), str(checkout)], here)
    for name in ("user.name", "user.email", "remote.origin.url"):
        value = subprocess.run(["git", "config", name], stdout=subprocess.PIPE, text=True, check=False).stdout.strip()
        if value:
            output(["git", "config", name, value], checkout)
    # So that Ansible finds this collection in the clone, as in a checkout after `make setup`.
    link = checkout / ".build/collections/ansible_collections/reshare/wms"
    link.parent.mkdir(parents=True)
    link.symlink_to("../../../..")
    return checkout


def set_version(checkout: Path, version: str) -> None:
    """Write the version of the collection to galaxy.yml, and to the name of its tarball in the documentation."""
    rewrite(checkout / "galaxy.yml", "(?m)^version: .*$", f"version: {version}")
    for name in output(["git", "ls-files", "*.md"], checkout).splitlines():
        rewrite(checkout / name, r"reshare-wms-\d[\w.-]*\.tar\.gz", f"reshare-wms-{version}.tar.gz")


def rewrite(path: Path, pattern: str, text: str) -> None:
    """Replace a pattern in a file that is not the changelog, whose old names stay."""
    before = path.read_text(encoding="utf-8")
    after = re.sub(pattern, text, before)
    if after != before and path.name != "CHANGELOG.md":
        path.write_text(after, encoding="utf-8")


def commit_release(checkout: Path, version: str) -> None:
    """Commit the changelog and the version, and tag the commit."""
    set_version(checkout, version)
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    output(["antsibull-changelog", "release", "--version", version, "--date", today], checkout)
    commit(checkout, f"Release {version}")
    output(["git", "tag", "--annotate", version, "--message", f"reshare.wms {version}"], checkout)


def commit(checkout: Path, message: str) -> None:
    output(["git", "add", "--all"], checkout)
    output(["git", "commit", "--quiet", "--message", message], checkout)


def following(version: str) -> str:
    """The version on which work goes on: after a candidate, the one that it is for; otherwise, the next minor release."""
    major, minor, patch, candidate, _number = VERSION.fullmatch(version).groups()
    return f"{major}.{minor}.{patch}" if candidate else f"{major}.{int(minor) + 1}.0"


def import_as_galaxy(tarball: Path) -> None:
    """Galaxy's checks, without a warning."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "PYTHON"))}
    path, scratch = f"{IMPORTER}{os.pathsep}{outside['PATH']}", tarball.parents[1]
    environment = {**outside, "PATH": path, "GALAXY_IMPORTER_CONFIG": os.devnull, "HOME": str(scratch)}
    done = subprocess.run(
        [str(IMPORTER / "python"), "-c", IMPORT, str(tarball)],
        cwd=scratch,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0 and "Importer processing completed successfully" in done.stdout
    if not passed or re.search("WARNING|ERROR", done.stdout):
        sys.exit(f"Galaxy would reject {tarball.name}, or warn of it:\n{done.stdout}")


def publication(version: str, files: list[Path]) -> list[list[str]]:
    """The commands that publish; the tag starts a workflow. Tokens are in the environment or in the files of the tools, never in a command."""
    tarball, wheel, *_others = map(str, files)
    return [
        ["git", "push", "--atomic", "origin", "HEAD:main", version, BRANCH],
        ["ansible-galaxy", "collection", "publish", tarball],
        ["uv", "publish", "--check-url", "https://pypi.org/simple/", wheel],
    ]


def publish(checkout: Path, commands: list[list[str]]) -> None:
    """Run the commands. After an error, those that are left are printed."""
    for position, command in enumerate(commands):
        if subprocess.run(command, cwd=checkout, check=False).returncode:
            left = "\n".join(shlex.join(one) for one in commands[position:])
            sys.exit(f"Not published completely. In {checkout}, run when the cause is removed:\n{left}")


def main() -> int:
    """Make a release."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("version")
    parser.add_argument("--dry", action="store_true", help="publish nothing")
    parser.add_argument("--without-galaxy", action="store_true", help="for tests of the rest")
    options = parser.parse_args()
    version = options.version
    if not VERSION.fullmatch(version):
        parser.error(f"{version} is not a version such as 1.0.0 or 1.0.0-rc1")
    if found := refusal(version):
        sys.exit(found)

    checkout = clone(version)
    commit_release(checkout, version)
    files = build(checkout, checkout / ".build/dist")
    if not options.without_galaxy:
        import_as_galaxy(files[0])
    sources = str(checkout / "sandbox/src")
    site = ["tests/tools/site.sh", ".build/site"]
    output(site, checkout, ANSIBLE_CONFIG=str(checkout / "ansible.cfg"), PYTHONPATH=sources)
    add_version(checkout, version, checkout / ".build/site/html")
    set_version(checkout, following(version))
    commit(checkout, f"The next release is {following(version)}")

    print(f"In {checkout}:\n{files[-1].read_text(encoding='utf-8')}")
    commands = publication(version, files)
    if options.dry:
        print("Not published. A release runs there:", *map(shlex.join, commands), sep="\n")
    else:
        publish(checkout, commands)
    return 0


if __name__ == "__main__":
    sys.exit(main())
