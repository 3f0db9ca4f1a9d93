# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files with which a person installs the capture tool: a page with the bookmarklet, and an extension."""

from __future__ import annotations

from ._assets import ASSETS
from .environment import environment, render


def installation() -> dict[str, str]:
    """The texts of the files, by their paths."""
    page = render(
        environment().get_template("capture_tool.html"),
        style=ASSETS["capture_tool.css"],
        script="",
        title="The capture tool",
    )
    return {
        "capture.html": page,
        "extension/manifest.json": ASSETS["extension.json"],
        "extension/background.js": ASSETS["extension.js"],
        "extension/capture.js": ASSETS["capture_tool.js"],
    }
