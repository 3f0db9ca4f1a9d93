# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of Sphinx for `make site`.

The source folder contains the Markdown files of the checkout at their own paths, so that links between them are the same here and in the
repository, and in collection/ the pages that antsibull-docs makes. docs/README.md is the first page; its links are the navigation.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from docutils import nodes

ROOT = Path(__file__).resolve().parents[2]
GALAXY = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
BLOB = f"{GALAXY['repository']}/blob/main/"

project = "reshare.wms"
author = copyright = "the reshare.wms authors"
release = GALAXY["version"]
extensions = ["myst_parser", "sphinx_antsibull_ext"]
root_doc = "docs/README"

myst_heading_anchors = 4
myst_number_code_blocks: list[str] = []

html_theme = "furo"
html_title = f"reshare.wms {release}"
html_extra_path = ["index.html"]
html_copy_source = html_show_sourcelink = False

#: The pages of Ansible's documentation to which antsibull-docs refers. The site is built without a network, so without Ansible's inventory.
ANSIBLE = "https://docs.ansible.com/ansible/latest/"
LABELS = {
    "action_plugins": "plugins/action.html",
    "ansible_collections.ansible.builtin.validate_argument_spec_module": "collections/ansible/builtin/validate_argument_spec_module.html",
    "ANSIBLE_CALLBACKS_ENABLED": "reference_appendices/config.html#envvar-ANSIBLE_CALLBACKS_ENABLED",
    "ansible_configuration_settings": "reference_appendices/config.html",
    "callback_plugins": "plugins/callback.html",
    "common_return_values": "reference_appendices/common_return_values.html",
}

IMAGES = (".png", ".svg")
#: A link to a file of the repository; its text, and its path relative to the page.
_LINK = re.compile(r"(?<=\]\()(?!\w+:)(?P<path>[^)\s#]+)(?P<anchor>#[^)\s]*)?(?=\))")
_HEADING = re.compile(r"^## (.+)$", re.M)
_PLUGIN = re.compile(r"plugins/(?P<type>\w+)/(?P<name>\w+)\.py")
#: The sections of the plugins' pages, which antsibull-docs makes.
_COLLECTION = "```{toctree}\n:hidden:\n:caption: Modules, roles, plugins\n\n/collection/index\n```\n"


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.connect("source-read", _prepare)
    app.connect("missing-reference", _in_ansible)


def _in_ansible(app: Any, env: Any, node: Any, content: Any) -> Any:
    """A link to a page of Ansible's documentation; None for any other missing reference, which is a warning."""
    page = LABELS.get(node["reftarget"])
    return page and nodes.reference("", "", content, refuri=ANSIBLE + page)


def _prepare(app: Any, page: str, source: list[str]) -> None:
    """Let links to files without a page of the site lead to the repository, and make the navigation of the first page."""
    suffix = Path(app.env.doc2path(page)).suffix
    if suffix != ".md":
        return
    folder = PurePosixPath(page).parent
    text = _LINK.sub(lambda link: _target(app, folder, link), source[0])
    source[0] = text + (_navigation(text) if page == root_doc else "")


def _target(app: Any, folder: PurePosixPath, link: re.Match[str]) -> str:
    file = _normal(folder / link["path"])
    if file.suffix in IMAGES:
        return link[0]
    plugin = _PLUGIN.fullmatch(str(file))
    if plugin:
        kind = "module" if plugin["type"] == "modules" else plugin["type"]
        return f"/collection/{plugin['name']}_{kind}.rst"
    if file.suffix == ".md" and str(file.with_suffix("")) in app.env.found_docs:
        return link[0]
    return f"{BLOB}{file}{link['anchor'] or ''}"


def _normal(path: PurePosixPath) -> PurePosixPath:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return PurePosixPath(*parts)


def _navigation(text: str) -> str:
    """A section of the navigation for each section of the first page, with the pages to which it links."""
    parts, seen = _HEADING.split(text)[1:], set()
    trees = []
    for heading, content in zip(parts[::2], parts[1::2], strict=True):
        paths = [link["path"] for link in _LINK.finditer(content) if link["path"].endswith(".md")]
        new = [path for path in dict.fromkeys(paths) if path not in seen]
        seen.update(new)
        if new:
            trees.append("\n".join(["```{toctree}", ":hidden:", f":caption: {heading}", "", *new, "```", ""]))
    return "\n\n" + "\n".join([*trees, _COLLECTION])
