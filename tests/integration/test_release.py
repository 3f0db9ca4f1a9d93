# SPDX-License-Identifier: GPL-3.0-or-later

"""Two release candidates, as dry runs of `make release`: changelog, artifact, its import into Galaxy, and the upgrade."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest
import yaml

from support.artifact import copy_checkout, read, shipped
from support.environment import BUILD, ROOT
from support.newcomer import commands, install, newcomer
from support.repository import ENVIRONMENT, Repository
from support.scripts import extension

pytestmark = pytest.mark.long
NEXT = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["version"].partition("-")[0]
#: Numbers that no real candidate has.
OLD, NEW = f"{NEXT}-rc91", f"{NEXT}-rc92"
CHANGELOG = {"CHANGELOG.md", "changelogs/changelog.yaml"}
FRAGMENT = "changelogs/fragments/of-the-test.yml"
TOOLS = ROOT / "tests/tools"


@dataclass
class Candidates:
    """A repository with two candidates. printed: by the command for the first one."""

    repository: Repository
    printed: str

    def clone(self, version: str) -> Path:
        return self.repository.path / ".build/release" / version

    def built(self, version: str) -> Path:
        return self.clone(version) / ".build/dist"

    def tarball(self, version: str) -> Path:
        return self.built(version) / f"reshare-wms-{version}.tar.gz"

    def install(self, version: str, folder: Path) -> None:
        (wheel,) = self.built(version).glob("*.whl")
        install(self.tarball(version), wheel, folder)


def command(program: str, *arguments: object, cwd: Path, umask: int = -1) -> subprocess.CompletedProcess[str]:
    """Run a program of tests/tools."""
    return subprocess.run(
        [sys.executable, str(TOOLS / program), *map(str, arguments)],
        **{"cwd": cwd, "env": {**os.environ, **ENVIRONMENT}, "umask": umask},
        **{"capture_output": True, "text": True, "timeout": 3000},
        check=False,
    )


@pytest.fixture(scope="module")
def candidates(tmp_path_factory) -> Candidates:
    """The second candidate has one change more. Between them, the first one was pushed and pulled."""
    assert (BUILD / "venv/importer/bin").exists(), "make setup-importer prepares the environment of galaxy-importer"
    extension()  # installs the packages from npm, which the build needs
    checkout = tmp_path_factory.mktemp("release") / "checkout"
    copy_checkout(checkout)
    repository = Repository.create(checkout)
    (checkout / ".build").mkdir()
    (checkout / ".build/venv").symlink_to(BUILD / "venv")
    # A stand-in for the site, which the tests in browser/ build.
    (checkout / "tests/tools/site.sh").write_text(
        "#!/bin/sh\nmkdir -p $1/html && echo A site > $1/html/index.html", encoding="utf-8"
    )

    def release(version: str, *options: str) -> str:
        (checkout / FRAGMENT).write_text(f"---\nminor_changes: [A change in {version}.]\n", encoding="utf-8")
        repository.git("add", "--all")
        repository.git("commit", "--quiet", "--message=A change")
        done = command("release.py", version, "--dry", *options, cwd=checkout)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    made = Candidates(repository, release(OLD))
    repository.git("pull", "--quiet", "--tags", str(made.clone(OLD)), "main")
    Repository(made.clone(OLD), repository.remote).git("push", "--quiet", "origin", "gh-pages")
    release(NEW, "--without-galaxy")
    return made


def test_the_changelog_contains_every_fragment_and_every_new_part(candidates):
    checkout = candidates.clone(NEW)
    assert [*(checkout / "changelogs/fragments").glob("*.yml")] == []
    text = (checkout / "CHANGELOG.md").read_text(encoding="utf-8").replace("\\", "")
    assert all(f"A change in {version}." in text for version in (OLD, NEW))
    released = yaml.safe_load((checkout / "changelogs/changelog.yaml").read_text(encoding="utf-8"))["releases"]
    assert released[NEW]["changes"]["minor_changes"] == [f"A change in {NEW}."]
    if {*released} == {OLD, NEW}:
        first = released[OLD]
        assert first["changes"]["release_summary"]
        assert {module["name"] for module in first["modules"]} == {
            path.stem for path in ROOT.glob("plugins/modules/*.py")
        }
        assert {role["name"] for role in first["objects"]["role"]} == {path.name for path in ROOT.glob("roles/*")}
        plays = {path.stem: yaml.safe_load(path.read_text("utf-8"))[0]["name"] for path in ROOT.glob("playbooks/*.yml")}
        assert {one["name"]: one["description"] for one in first["objects"]["playbook"]} == plays


def test_the_artifact_contains_the_changelog_and_nothing_else_of_the_release(candidates):
    assert read(candidates.tarball(OLD)).files == shipped() | CHANGELOG | {"FILES.json", "MANIFEST.json"}


def test_the_documentation_names_the_file_of_the_release_and_then_that_of_the_next(candidates):
    repository = candidates.repository
    assert f"reshare-wms-{OLD}.tar.gz" in repository.git("show", f"{OLD}:docs/install.md")
    assert f"reshare-wms-{NEXT}.tar.gz" in repository.git("show", "HEAD:docs/install.md")
    assert f"version: {NEXT}\n" in repository.git("show", "HEAD:galaxy.yml")


def test_two_builds_of_one_commit_are_equal(candidates, tmp_path):
    """At another place, by a user with other permissions, at another time."""
    checkout = tmp_path / "a folder"
    candidates.repository.git("clone", "--quiet", "--branch", OLD, str(candidates.repository.path), str(checkout))
    done = command("build.py", tmp_path / "built", cwd=checkout, umask=0o077)
    assert done.returncode == 0, done.stderr
    names = [path.name for path in candidates.built(OLD).iterdir() if not path.name.startswith(".")]
    assert len(names) == 5
    for name in names:
        assert (tmp_path / "built" / name).read_bytes() == (candidates.built(OLD) / name).read_bytes(), name
    check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    assert subprocess.run(check, cwd=candidates.built(OLD), stdout=subprocess.DEVNULL, check=False).returncode == 0


def test_the_wheel_contains_its_license_and_the_mark_of_its_types(candidates):
    (wheel,) = candidates.built(OLD).glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {PurePosixPath(name).name: name for name in archive.namelist()}
        assert archive.read(names["LICENSE"]) == (ROOT / "LICENSE").read_bytes()
    assert "py.typed" in names


def test_a_dry_run_publishes_nothing_and_prints_what_would(candidates):
    assert candidates.repository.subjects == ["The beginning"]
    commands = candidates.printed.splitlines()[-3:]
    assert commands[0] == f"git push --atomic origin HEAD:main {OLD} gh-pages"
    assert commands[1] == f"ansible-galaxy collection publish {candidates.tarball(OLD)}"
    assert commands[2].startswith("uv publish --check-url ")


def test_the_sites_of_earlier_versions_stay(candidates, tmp_path):
    """Two releases follow the candidates, of which the second is a correction of an older one."""
    clone = Repository(candidates.clone(NEW), candidates.repository.remote)
    for version in ("10.0.0", "9.0.1"):
        clone.git("push", "--quiet", "origin", "gh-pages")
        clone.git("worktree", "remove", ".build/pages")
        done = command("published_site.py", version, ".build/site/html", cwd=clone.path)
        assert done.returncode == 0, done.stderr
    versions = ["10.0.0", "9.0.1", NEW, OLD]
    assert json.loads(clone.git("show", "gh-pages:versions.json")) == versions
    assert "url=10.0.0/index.html" in clone.git("show", "gh-pages:index.html")
    found = clone.git("ls-tree", "--name-only", "gh-pages").split()
    assert sorted(found) == sorted([".nojekyll", "index.html", "versions.json", *versions])
    assert clone.git("show", f"gh-pages:{OLD}/index.html") == "A site\n"


def test_an_upgrade_while_worksheets_are_out_loses_nothing_and_asks_nothing_twice(candidates, tmp_path):
    candidates.install(OLD, tmp_path)
    with newcomer(tmp_path, tmp_path) as person:
        typed = commands()
        onboard = "ansible-playbook reshare.wms.onboard -i inventory.yml"
        sent = typed.index(onboard) + 1
        person.type(*typed[:sent])
        before = contents(person.folder / "record")
        assert any("worksheets" in path.parts for path in before)
        candidates.install(NEW, tmp_path)
        person.type(onboard)
        assert "changed=0" in person.outputs[-1]
        assert contents(person.folder / "record") == before
        # The answers to the worksheet of the old version.
        person.type(*typed[sent:])
        assert person.compared == {"state": "stated", "link": "live", "sandbox": "yes"}


def contents(folder: Path) -> dict[Path, str]:
    """The text of each file."""
    return {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*")) if path.is_file()}


WRONG_VERSIONS = {
    **{
        version: f"{version} is not a version such as 1.0.0 or 1.0.0-rc1"
        for version in ("1.0", "v7.0.0", "07.0.0", "7.0.0-rc", "7.0.0-rc01")
    },
    OLD: f"The tag {OLD} exists. A published version cannot be replaced: choose the next one.",
    "0.9.0": f"0.9.0 is older than {OLD}, the newest tag. Choose a newer version.",
    f"{NEXT}-rc9": f"{NEXT}-rc9 is older than {OLD}, the newest tag. Choose a newer version.",
}


@pytest.mark.parametrize("version", WRONG_VERSIONS)
def test_a_version_that_cannot_be_is_refused_with_the_remedy(candidates, version):
    assert refused(candidates, version) == WRONG_VERSIONS[version]


def test_a_checkout_that_cannot_be_released_is_refused_with_the_remedy(candidates, monkeypatch):
    readme, git = candidates.repository.path / "README.md", candidates.repository.git
    readme.write_text("Changed.\n", encoding="utf-8")
    assert refused(candidates) == "The checkout has changes that are not committed. Commit them, or take them back."
    git("switch", "--quiet", "--create", "another")
    git("commit", "--quiet", "--all", "--message=A change")
    try:
        assert refused(candidates).endswith("is not on the branch main, from which releases are made. Merge it first.")
    finally:
        git("switch", "--quiet", "main")
    for name in [name for name in ENVIRONMENT if name.startswith("GIT_COMMITTER_")]:
        monkeypatch.setitem(ENVIRONMENT, name, "")
    assert refused(candidates) == "git does not know who releases. Set user.name and user.email (git config)."


def refused(candidates: Candidates, version: str = "7.0.0") -> str:
    """The sentence with which the checkout is refused, and nothing is made."""
    done = command("release.py", version, "--dry", cwd=candidates.repository.path)
    assert done.returncode != 0
    assert not candidates.clone("7.0.0").exists()
    return done.stderr.strip().splitlines()[-1].removeprefix("release.py: error: ")
