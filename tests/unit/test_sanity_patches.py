# SPDX-License-Identifier: GPL-3.0-or-later

"""The changes of ansible-test with which tests/tools/sanity.py runs it apply to the installed release, and a file that is otherwise is named."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path
from typing import Any

import ansible_test
import pytest

from support.environment import ROOT


@pytest.fixture(scope="module")
def sanity() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "tests/tools/sanity.py"))


@pytest.fixture
def folder(tmp_path: Path, sanity: dict[str, Any]) -> Path:
    """A copy of the files that are changed."""
    for name in sanity["PATCHES"]:
        (tmp_path / name).parent.mkdir(parents=True)
        shutil.copy(Path(ansible_test.__file__).parent / name, tmp_path / name)
    return tmp_path


def test_the_changes_apply_to_this_release_once(sanity, folder):
    sanity["patch"](folder)
    texts = [(folder / name).read_text(encoding="utf-8") for name in sanity["PATCHES"]]
    assert "dill==" in texts[0] and "https://" not in texts[0]
    assert texts[1].count("_collection_finder.compile = ") == 1
    sanity["patch"](folder)
    assert [(folder / name).read_text(encoding="utf-8") for name in sanity["PATCHES"]] == texts


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("content", [None, "pylint @ https://example.org/pylint.zip\n"])
def test_a_file_that_is_otherwise_is_named_with_the_guide(sanity, folder, at, content):
    file = folder / [*sanity["PATCHES"]][at]
    file.unlink() if content is None else file.write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit, match=f"does not apply to {file}: .*tests/README.md"):
        sanity["patch"](folder)
