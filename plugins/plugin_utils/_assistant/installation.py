# SPDX-License-Identifier: GPL-3.0-or-later

"""The files with which a person installs the assistant: a page with the bookmarklet that reads, and the extension that reads and fills."""

from __future__ import annotations

import json
from pathlib import Path

from ...module_utils._pages._assets import ASSETS
from ...module_utils._pages.environment import environment, render
from ...module_utils._pages.page import LIMITS, SCRIPTS, STYLES
from ...module_utils._screens.words.script_words import DATA

_FOLDER = Path(__file__).with_name("assets")
#: The scripts of the panel's work, in order: those of a worksheet, with the panel's own in the places where they belong.
WORK = (
    SCRIPTS["worksheet"][0],
    "own_words",
    *SCRIPTS["worksheet"][1:-2],
    "steps",
    SCRIPTS["worksheet"][-1],
    "desk",
    "requests",
    "tab",
)
#: A worksheet can be of another version than the extension, whose scripts need the words of their own.
_OWN_WORDS = f"sheet.screens.words = {json.dumps(DATA)};\n"


def installation() -> dict[str, str]:
    """The texts of the files, by their paths."""
    own = {path.name: path.read_text(encoding="utf-8") for path in _FOLDER.iterdir()}
    templates = environment({name: text for name, text in own.items() if name.endswith(".html")})
    page = render(
        templates.get_template("capture_tool.html"),
        style=own["capture_tool.css"],
        script="",
        title="The assistant and the capture tool",
    )
    panel = templates.get_template("panel.html").render(limits=LIMITS).lstrip()
    return {
        "capture.html": page,
        "extension/manifest.json": own["manifest.json"],
        "extension/background.js": own["background.js"],
        "extension/panel.html": panel,
        "extension/panel.css": "".join(
            [ASSETS["look.css"], *(ASSETS[f"{one}.css"] for one in STYLES["worksheet"]), own["panel.css"]]
        ),
        "extension/panel.js": own["panel.js"],
        "extension/work.js": _work(own),
        "extension/capture.js": ASSETS["capture_tool.js"],
        "extension/fill.js": own["fill.js"],
    }


def _work(own: dict[str, str]) -> str:
    """The scripts of the panel's work, as one function with names of its own."""
    known = {**ASSETS, **own, "own_words.js": _OWN_WORDS}
    scripts = [known[f"{one}.js"] for one in ("look", *WORK)]
    return f"(() => {{\n{''.join(scripts)}}})();\n"
