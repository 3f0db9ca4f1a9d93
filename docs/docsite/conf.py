# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of Sphinx for `make site`.

The source folder contains the Markdown files of the collection at their own paths, so that links between them are the same here and in the
repository, and in collection/ the pages that antsibull-docs makes. docs/README.md is the first page; its links are the navigation.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import Any

import yaml
from docutils import nodes

sys.path.insert(0, str(Path(__file__).parent))
from shared_options import PAGE, SharedOptions

ROOT = Path(__file__).resolve().parents[2]
GALAXY = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
BLOB = f"{GALAXY['repository']}/blob/main/"
#: The pages name pictures by their addresses, since the collection's artifact does not contain them; the site does.
PICTURES = f"{GALAXY['repository']}/raw/main/docs/pictures/"
#: `make site` adds the files of a release.
RELEASE = f"{GALAXY['repository']}/releases/latest/download/"

project = "reshare.wms"
author = copyright = "the reshare.wms authors"
release = GALAXY["version"]
extensions = ["myst_parser", "sphinx_antsibull_ext", "sphinx_copybutton"]
root_doc = "docs/README"

myst_heading_anchors = 4
myst_number_code_blocks: list[str] = []

html_theme = "furo"
html_title = f"reshare.wms {release}"
html_extra_path = ["index.html"]
html_static_path, html_css_files, html_js_files = ["static"], ["site.css"], ["versions.js"]
html_copy_source = html_show_sourcelink = False
html_search_scorer = str(Path(__file__).with_name("scorer.js"))

#: A copied example has its commands only.
copybutton_prompt_text = "$ "

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

#: What axe-core does not accept in the markup of the theme and of antsibull-docs, and what replaces it.
MARKUP = {
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    ' aria-role="button"': "",
    # They scroll, so they need the focus.
    "<pre>": '<pre tabindex="0">',
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
    '<th class="head"><p></p></th>': "<td></td>",
    '<aside class="sidebar-drawer': '<aside aria-label="All pages" class="sidebar-drawer',
    '<aside class="toc-drawer': '<aside aria-label="On this page" class="toc-drawer',
    '<div id="search-results">': '<h1>Search</h1><div id="search-results">',
}
#: Files that the site contains besides its pages.
FILES = (".json", ".png", ".svg")
#: A link to a file of the repository, relative to the page.
_LINK = re.compile(r"(?<=\]\()(?!\w+:)(?P<path>[^)\s#]+)(?P<anchor>#[^)\s]*)?(?=\))")
#: The name of a page in place of its title.
_FILE_NAME = re.compile(r"\[[\w./-]+\.md\](?=\((?!\w+:))")
_CONTENTS = re.compile(r"^\.\. contents::\n(?: +:.*\n)*", re.M)
_HEADING = re.compile(r"^## (.+)$", re.M)
_PLUGIN = re.compile(r"plugins/(?P<type>\w+)/(?P<name>\w+)\.py")


def setup(app: Any) -> None:
    """Called by Sphinx."""
    # All pages are read again after a change of this file.
    app.add_config_value("settings", Path(__file__).read_text(encoding="utf-8"), "env")
    app.connect("builder-inited", _write_shared_options)
    app.connect("source-read", _prepare)
    app.connect("missing-reference", _in_ansible)
    app.connect("build-finished", _correct_markup)


def _write_shared_options(app: Any) -> None:
    """Write the page of the options that most modules have."""
    folder = Path(app.srcdir) / "collection"
    app.shared_options = SharedOptions(sorted(folder.glob("*_module.rst")))
    (folder / f"{PAGE}.rst").write_text(app.shared_options.page(), encoding="utf-8")


def _correct_markup(app: Any, fault: Exception | None) -> None:
    """Correct the markup of all pages."""
    for page in () if fault else Path(app.outdir).rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for wrong, right in MARKUP.items():
            text = text.replace(wrong, right)
        page.write_text(text, encoding="utf-8")


def _in_ansible(app: Any, env: Any, node: Any, content: Any) -> Any:
    """A link to a page of Ansible's documentation; None for any other missing reference, which is a warning."""
    page = LABELS.get(node["reftarget"])
    return page and nodes.reference("", "", content, refuri=ANSIBLE + page)


def _prepare(app: Any, page: str, source: list[str]) -> None:
    """Let links to files without a page on the site lead to the repository, show titles in place of the names of files, make the navigation from the links of
    indexes, and remove from antsibull-docs' pages the contents, which the theme shows beside each page, and the options that most modules have."""
    if Path(app.env.doc2path(page)).suffix != ".md":
        source[0] = _CONTENTS.sub("", app.shared_options.without(source[0]) if page.endswith("_module") else source[0])
        return
    folder = PurePosixPath(page).parent
    text = _LINK.sub(
        lambda link: _target(app, folder, link),
        source[0].replace(PICTURES, "/docs/pictures/").replace(RELEASE, "/docs/"),
    )
    text = _FILE_NAME.sub("[]", text)
    if page == root_doc:
        text = _introduced(text)
        text += _navigation(app, text)
    elif page.endswith("/README"):
        text += _tree([path for path in _pages(text) if not path.startswith("..")])
    source[0] = text


def _introduced(text: str) -> str:
    """The first page with the introduction of README.md in place of its first paragraph."""
    title, _first, rest = text.split("\n\n", 2)
    readme = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n\n")[2].partition("\n## ")[0]
    return f"{title}\n\n{readme.replace(PICTURES, '/docs/pictures/').replace('](docs/', '](')}\n\n{rest}"


def _target(app: Any, folder: PurePosixPath, link: re.Match[str]) -> str:
    file = PurePosixPath(normpath(folder / link["path"]))
    if file.suffix in FILES:
        return link[0]
    plugin = _PLUGIN.fullmatch(str(file))
    if plugin:
        kind = "module" if plugin["type"] == "modules" else plugin["type"]
        return f"/collection/{plugin['name']}_{kind}.rst"
    if file.suffix == ".md" and str(file.with_suffix("")) in app.env.found_docs:
        return link[0]
    return f"{BLOB}{file}{link['anchor'] or ''}"


def _navigation(app: Any, text: str) -> str:
    """A section of the navigation for each section of the first page."""
    parts = _HEADING.split(text)[1:]
    seen: set[str] = set()
    trees = []
    for heading, content in zip(parts[::2], parts[1::2], strict=True):
        new = [path for path in _pages(content) if path not in seen]
        seen.update(new)
        trees.append(_tree(new, heading))
    last = {"Modules, roles, plugins": "collection/index", "Changes": "CHANGELOG"}
    # There is no changelog before the first release.
    trees += [_tree([f"/{page}"], heading) for heading, page in last.items() if page in app.env.found_docs]
    return "".join(trees)


def _pages(text: str) -> list[str]:
    """The pages to which a text links, each once."""
    return list(dict.fromkeys(link["path"] for link in _LINK.finditer(text) if link["path"].endswith(".md")))


def _tree(pages: list[str], caption: str = "") -> str:
    """The directive that adds pages to the navigation."""
    if not pages:
        return ""
    options = [":hidden:", *([f":caption: {caption}"] if caption else [])]
    return "\n\n" + "\n".join(["```{toctree}", *options, "", *pages, "```"]) + "\n"
