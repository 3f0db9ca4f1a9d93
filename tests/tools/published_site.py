# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds a version to the published site: published_site.py VERSION FOLDER

The branch gh-pages of the remote repository has a folder for each version, and the list of them, from which the pages make the choice of another
version. FOLDER is the site of this version. A commit is added to this branch in the checkout in the current folder; it is not pushed.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from build import output

BRANCH = "gh-pages"
#: The address of the site leads to the newest version that is not a candidate.
ENTRY = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={0}/index.html">
<title>reshare.wms</title>
<a href="{0}/index.html">reshare.wms {0}</a>
</html>
"""


def add_version(checkout: Path, version: str, site: Path) -> None:
    """Commit the site of a version."""
    pages = working_tree(checkout)
    shutil.rmtree(pages / version, ignore_errors=True)
    shutil.copytree(site, pages / version)
    versions = sorted((path.parent.name for path in pages.glob("*/index.html")), key=age, reverse=True)
    (pages / "versions.json").write_text(f"{json.dumps(versions)}\n", encoding="utf-8")
    newest = next((one for one in versions if "-" not in one), versions[0])
    (pages / "index.html").write_text(ENTRY.format(newest), encoding="utf-8")
    # GitHub would leave out folders such as _static.
    (pages / ".nojekyll").touch()
    output(["git", "add", "--all"], pages)
    output(["git", "commit", "--quiet", "--message", f"The site of {version}"], pages)


def working_tree(checkout: Path) -> Path:
    """A working tree with the branch of the remote repository, or with a new one."""
    pages = checkout / ".build/pages"
    reference = f"refs/heads/{BRANCH}"
    found = subprocess.run(
        ["git", "ls-remote", "--exit-code", "--quiet", "origin", reference], cwd=checkout, check=False
    )
    if found.returncode == 0:
        output(["git", "fetch", "--quiet", "origin", reference], checkout)
        output(["git", "worktree", "add", "--quiet", "-B", BRANCH, str(pages), "FETCH_HEAD"], checkout)
    elif found.returncode == 2:
        output(["git", "worktree", "add", "--quiet", "--orphan", "-b", BRANCH, str(pages)], checkout)
    else:
        sys.exit(
            f"The branch {BRANCH} of the remote repository, which has the sites of earlier versions, cannot be read."
        )
    return pages


def age(version: str) -> tuple[int, ...]:
    """The order of versions: a candidate is older than its release."""
    release, _hyphen, candidate = version.partition("-rc")
    return (*map(int, re.findall(r"\d+", release)), int(candidate or sys.maxsize))


def main() -> int:
    """Add a version."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("version")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    add_version(Path.cwd(), options.version, options.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
