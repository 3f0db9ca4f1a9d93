# SPDX-License-Identifier: GPL-3.0-or-later

"""The assistant's zip, and what its panel has in common with a worksheet. What it does is in tests/browser."""

from __future__ import annotations

import json
import re
import runpy
import shutil
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.reshare.wms.plugins.module_utils._pages.page import LIMITS, OLDEST_ASSISTANT
from support.environment import ROOT
from support.scripts import extension

PANEL = ROOT / "assistant/panel"
MANIFEST = json.loads((PANEL / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The zips of two builds, as `make build` makes them."""
    extension()  # installs the packages, or skips the tests
    pack = runpy.run_path(str(ROOT / "tests/tools/build.py"))["assistant"]

    def build():
        folder = tmp_path_factory.mktemp("build")
        for name in ("assistant", "web"):
            shutil.copytree(ROOT / name, folder / "source" / name)
        return pack(folder / "source", folder)

    return build(), build()


@pytest.fixture(scope="module")
def files(built):
    """The contents of the files in the zip, by their names."""
    with zipfile.ZipFile(built[0]) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def texts(data: Any) -> Iterator[str]:
    """All texts in a JSON document, but no keys."""
    if isinstance(data, str):
        yield data
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from texts(inner)


def test_two_builds_are_equal_and_have_the_version_in_their_name(built):
    first, second = built
    assert first.name == second.name == f"reshare-wms-assistant-{MANIFEST['version']}.zip"
    assert first.read_bytes() == second.read_bytes()


def test_the_zip_contains_the_files_that_it_names_and_no_other(files):
    of_manifest = [text for text in texts(json.loads(files["manifest.json"])) if re.fullmatch(r"[\w-]+\.\w{2,4}", text)]
    of_page = re.findall(r'(?:src|href)="([^"#]+)"', files["panel.html"])
    of_scripts = re.findall(r'"(\w+\.js)"', files["panel.js"] + files["work.js"])
    # The panel does not name look.js yet: `make screens` runs it in its place.
    assert {"manifest.json", "look.js", *of_manifest, *of_page, *of_scripts} == files.keys()
    assert "url(" not in files["panel.css"] and "@import" not in files["panel.css"]


def test_it_asks_for_these_permissions_only(files):
    manifest = json.loads(files["manifest.json"])
    assert manifest["permissions"] == ["activeTab", "scripting", "sidePanel"]
    asking = {key for key in manifest if "permissions" in key or key in ("content_scripts", "externally_connectable")}
    assert asking == {"permissions", "optional_host_permissions"}
    assert manifest["content_security_policy"]["extension_pages"].startswith("default-src 'none'; script-src 'self';")


def test_its_page_has_no_inline_script_or_style(files):
    assert re.findall(r"<script(?! src=)|<style| on\w+=| style=", files["panel.html"]) == []


def test_its_scripts_evaluate_load_and_send_nothing(files):
    pattern = r"\b(?:(?:eval|fetch|Function)\(|XMLHttpRequest|WebSocket|sendBeacon|innerHTML|insertAdjacentHTML)"
    found = {(name, one) for name in files if name.endswith(".js") for one in re.findall(pattern, files[name])}
    assert found == set()


def test_this_assistant_can_follow_the_worksheets_of_this_collection():
    oldest, present = ([int(number) for number in text.split(".")] for text in (OLDEST_ASSISTANT, MANIFEST["version"]))
    assert oldest <= present


def test_the_panel_has_the_limits_of_the_pages():
    page = (PANEL / "panel.html").read_text(encoding="utf-8")
    # The rest of the file is for the answers.
    most = re.findall(r"MOST_BYTES = ([\d_]+);", (PANEL / "known.js").read_text(encoding="utf-8"))
    lengths = {name: re.findall(rf'id="{name}"[^>]* maxlength="(\d+)"', page) for name in ("name", "remark")}
    assert [int(one) for one in most] == [LIMITS["file"] * 4 // 5]
    assert lengths == {name: [str(LIMITS[name])] for name in ("name", "remark")}
