# SPDX-License-Identifier: GPL-3.0-or-later

"""Which interpreter and which ansible-core make uses."""

from __future__ import annotations

import subprocess

import pytest

from support.environment import ROOT

#: A release that no interpreter of this machine fits: only those of the test are found.
CORES = """CORES="9.1 ansible-core~=9.1.0 9.12 9.13
9.2 ansible-core~=9.2.0 9.13 9.12
9.3 ansible-core~=9.3.0rc1 9.13"
"""


@pytest.fixture
def cores(tmp_path):
    """cores.sh with releases and interpreters of the test's own."""
    text = (ROOT / "tests/tools/cores.sh").read_text(encoding="utf-8")
    before, rest = text.split('CORES="', 1)
    script = tmp_path / "cores.sh"
    script.write_text(before + CORES + rest.split('"\n', 1)[1], encoding="utf-8")
    pyenv = tmp_path / "pyenv/versions"

    def interpreter(path: str, version: str | None) -> str:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\necho {version} {file}\n" if version else "#!/bin/sh\nexit 1\n", encoding="utf-8")
        file.chmod(0o700)
        return str(file)

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        variables = {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin", "PYENV_ROOT": str(pyenv.parent), **environment}
        return subprocess.run(
            ["sh", script, *arguments], env=variables, capture_output=True, text=True, timeout=60, check=False
        )

    return interpreter, run


def test_the_newest_interpreter_that_can_create_environments_is_used(cores):
    interpreter, run = cores
    interpreter("bin/python3", "9.11")
    older = interpreter("bin/python9.12", "9.12")
    assert run("choose").stdout.split() == [older, "9.12", "9.2", "ansible-core~=9.2.0"]
    interpreter("bin/python9.13", None)
    assert run("choose").stdout.split()[0] == older
    newest = interpreter("pyenv/versions/9.13.1/bin/python3", "9.13")
    assert run("choose").stdout.split() == [newest, "9.13", "9.2", "ansible-core~=9.2.0"]
    assert run("choose", "9.3").stdout.split() == [newest, "9.13", "9.3", "ansible-core~=9.3.0rc1"]
    assert run("choose", PYTHON=older).stdout.split()[:2] == [older, "9.12"]


def test_one_sentence_names_the_remedy(cores):
    interpreter, run = cores
    assert run("choose").stdout == (
        "No Python 9.13 or 9.12 with venv and ensurepip on PATH, in /usr/bin or in pyenv: install one (Debian: apt-get install "
        "python3.13-venv; pyenv install 3.13), or name one with make PYTHON=/path/to/python3.13\n"
    )
    older = interpreter("bin/python9.12", "9.12")
    assert run("choose", "9.3", PYTHON=older).stdout == (
        f"PYTHON={older} is not Python 9.13 with venv and ensurepip, which ansible-core 9.3 needs\n"
    )
    assert run("choose", "9.0").stdout == "CORE=9.0 is not a tested release of ansible-core, as are 9.1 9.2 9.3\n"


def test_the_matrix_has_every_release_and_in_ci_none_may_be_skipped(cores):
    interpreter, run = cores
    older = interpreter("bin/python9.12", "9.12")
    some = run("matrix", CI="")
    assert some.stdout.splitlines() == [f"CORE=9.1 PYTHON={older}", f"CORE=9.2 PYTHON={older}"]
    assert some.stderr == "SKIPPED ansible-core 9.3: found none of Python 9.13\n"
    assert run("matrix", CI="true").returncode != 0
    assert run("matrix", "9.3", CI="true").stdout == some.stdout
    newer = interpreter("bin/python9.13", "9.13")
    assert run("matrix", CI="true").stdout.splitlines() == [
        f"CORE=9.1 PYTHON={older}",
        *(f"CORE={core} PYTHON={newer}" for core in ("9.2", "9.3")),
    ]
