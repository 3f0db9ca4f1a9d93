# SPDX-License-Identifier: GPL-3.0-or-later

"""The packages of the assistant for the stores of browsers. What it does is in tests/browser."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile

import pytest

from support.environment import BUILD, ROOT


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """The folders with the packages of two runs."""
    folders = [tmp_path_factory.mktemp("packages") for _run in range(2)]
    for folder in folders:
        subprocess.run(
            [sys.executable, ROOT / "tests/tools/assistant_packages.py", folder],
            env={"PYTHONPATH": str(BUILD / "collections")},
            check=True,
        )
    return folders


def files(folder, browser):
    (path,) = folder.glob(f"assistant-{browser}-*.zip")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_same_sources_give_the_same_packages(packages):
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in packages)
    assert len(first) == 2 and first == second


@pytest.mark.parametrize(
    ("browser", "permissions", "keys"),
    [
        ("chrome", ["activeTab", "scripting", "sidePanel"], {"side_panel"}),
        ("firefox", ["activeTab", "scripting"], {"sidebar_action", "browser_specific_settings"}),
    ],
)
def test_a_package_asks_for_these_permissions_only(packages, browser, permissions, keys):
    manifest = json.loads(files(packages[0], browser)["manifest.json"])
    assert manifest["permissions"] == permissions
    assert not manifest.keys() & {
        "host_permissions",
        "content_scripts",
        "optional_permissions",
        "externally_connectable",
    }
    assert manifest.keys() & {"side_panel", "sidebar_action", "browser_specific_settings"} == keys
    assert manifest["content_security_policy"]["extension_pages"].startswith("default-src 'none'; script-src 'self';")


def test_a_package_has_all_files_that_it_names_and_no_script_in_its_page(packages):
    found = files(packages[0], "chrome")
    page, scripts = found["panel.html"].decode(), b"".join(text for name, text in found.items() if name.endswith(".js"))
    named = [*re.findall(r'(?:src|href)="([^"#]+)"', page), *re.findall(r'"(\w+\.js)"', scripts.decode())]
    assert {*named} >= {"panel.js", "panel.css", "work.js", "fill.js", "capture.js"} and {*named} <= found.keys()
    assert re.findall(r"<script(?! src=)|<style| on\w+=| style=", page) == []
    # Nothing is evaluated, loaded or sent.
    own = b"".join(found[name] for name in ("background.js", "panel.js", "work.js")).decode()
    assert (
        re.findall(r"\b(?:(?:eval|fetch)\(|XMLHttpRequest|WebSocket|sendBeacon|innerHTML|insertAdjacentHTML)", own)
        == []
    )
