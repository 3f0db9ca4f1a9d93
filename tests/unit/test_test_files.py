# SPDX-License-Identifier: GPL-3.0-or-later

"""pytest runs any test file, in any directory, with nothing exported."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

from support.environment import ROOT


def test_test_files_have_names_of_their_own():
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []


def test_pytest_needs_neither_a_directory_nor_an_environment(tmp_path):
    """All files are written to the checkout, not to the current directory or the home of the user."""
    command = [sys.executable, "-m", "pytest", "-q", str(ROOT / "tests/unit/test_values.py")]
    home = {"HOME": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []
