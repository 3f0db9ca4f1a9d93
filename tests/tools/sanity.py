# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs ansible-test sanity on a copy of the checkout.

ansible-test requires the collection in a folder .../ansible_collections/reshare/wms, without links in the path, and stores
its caches in the home folder. Both are in .build.
"""

from __future__ import annotations

import ast
import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import ansible_test
from ansible.release import __version__ as core
from ansible_test._internal.python_requirements import get_venv_packages

ROOT = Path(__file__).resolve().parents[2]
# One folder per core, so that several can run side by side.
WORK = ROOT / ".build/sanity" / core
COPY = WORK / "ansible_collections/reshare/wms"
HOME = WORK / "home"
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


def run(*command: str, cwd: Path = ROOT) -> str:
    """The output of a command."""
    return subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.PIPE, text=True).stdout


def copy_checkout() -> None:
    """Copy all files that are or could be committed. ansible-test's own virtualenvs, in tests/output, are kept."""
    output = COPY / "tests/output"
    kept = output.rename(HOME / "output") if output.exists() else None
    shutil.rmtree(COPY, ignore_errors=True)
    for name in run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        source, target = ROOT / name, COPY / name
        if name and os.path.lexists(source):  # a deletion that is not committed yet
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target, follow_symlinks=False)
    if kept:
        kept.rename(output)
    # Without a repository of its own the copy would belong to the checkout's repository, which ignores .build, so that
    # there would be nothing to test.
    run("git", "init", "--quiet", cwd=COPY)


def from_the_index(requirements: str) -> str:
    """pylint's requirements from the package index: ansible-test 2.22 requires a commit of dill on GitHub, for Python 3.15."""
    found = re.sub(r"^dill @ .*", "dill==0.4.0", requirements, flags=re.MULTILINE)
    if " @ " in found:
        raise ValueError("it requires another package than dill from an address")
    return found


def compiling_once(importer: str) -> str:
    """The import test, which compiles each file once: it imports each file anew with all that the file imports, and Ansible's loader of collections
    stores no compiled code."""
    line = "        from ansible.utils.collection_loader import _collection_finder, _to_text\n"
    more = "        _collection_finder.compile = __import__('functools').cache(compile)\n"
    if line not in importer:
        raise ValueError(f"it lacks the line {line.strip()!r}")
    return importer if more in importer else importer.replace(line, line + more)


#: The changes of ansible-test in the environment, by file.
PATCHES = {
    "_data/requirements/sanity.pylint.txt": from_the_index,
    "_util/target/sanity/import/importer.py": compiling_once,
}


def patch(ansible_test_folder: Path) -> None:
    """Change the files of ansible-test. A file that is changed already stays as it is."""
    for name, changed in PATCHES.items():
        file = ansible_test_folder / name
        try:
            file.write_text(changed(file.read_text()))
        except (OSError, ValueError) as fault:
            raise SystemExit(
                f"The patch of ansible-test {core} does not apply to {file}: {fault}. tests/README.md, 'ansible-test', describes what to do."
            ) from None


def provide_pip() -> None:
    """Put our bootstrap script into ansible-test's cache, where it expects the downloaded one, with a pip that it copies, and pip's settings. An
    installation of pip in each of ansible-test's ten environments would take as long as the packages.

    ansible-test does not pass on pip's settings from the environment, nor (the home folder being another) those of the
    user.
    """
    version = get_venv_packages(SimpleNamespace(version=PYTHON))["pip"]
    script = HOME / ".ansible/test/cache" / f"get_pip_{version.replace('.', '_')}.py"
    script.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(Path(__file__).with_name("get_pip.py"), script)
    if not (target := script.with_suffix("")).exists():
        # With its compiled code in its own folder, so that it is copied, too.
        command = [*("env", "--unset=PYTHONPYCACHEPREFIX", sys.executable), *("-m", "pip", "install", "--quiet")]
        run(*command, "--target", str(target), f"pip=={version}")

    settings = configparser.RawConfigParser()
    settings["global"] = {}
    # Lines such as global.timeout='15'; those of the environment, :env:.timeout='15', come first and have priority.
    for line in reversed(run(sys.executable, "-m", "pip", "config", "list").splitlines()):
        key, value = line.split("=", 1)
        section, option = key.rsplit(".", 1)
        section = "global" if section == ":env:" else section
        settings.setdefault(section, {})
        settings[section][option] = ast.literal_eval(value)
    settings["global"]["quiet"] = "1"
    target = HOME / ".config/pip/pip.conf"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)
    with target.open("w") as file:
        settings.write(file)


def main() -> int:
    """Run ansible-test. Returns its exit code."""
    HOME.mkdir(parents=True, exist_ok=True)
    copy_checkout()
    provide_pip()
    patch(Path(ansible_test.__file__).parent)
    command = ["ansible-test", "sanity", "--venv", "--python", PYTHON, "--color", "no", *sys.argv[1:]]
    outcome = subprocess.run(command, cwd=COPY, env={**os.environ, "HOME": str(HOME)}, check=False).returncode
    print(f"ansible-test sanity of ansible-core {core}, Python {PYTHON}:", "failed" if outcome else "passed")
    return outcome


if __name__ == "__main__":
    sys.exit(main())
