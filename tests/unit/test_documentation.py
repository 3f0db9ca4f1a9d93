# SPDX-License-Identifier: GPL-3.0-or-later

"""The examples in the documentation can be used as they are: they parse, and their playbooks and variables exist."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any

import pytest
import yaml

from ansible_collections.reshare.wms.plugins.module_utils._http.session import OLDEST
from ansible_collections.reshare.wms.plugins.module_utils._reshare.objects.setting_fields import SECTIONS
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.specification import VALIDATE, specification
from ansible_collections.reshare.wms.plugins.plugin_utils._inventory.variables import PREFIXES
from pictures.pages import PICTURES
from support.documentation import anchors, blocks, commands, named_pages, pages, sentences, written
from support.environment import ROOT

PLAYBOOKS = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in ROOT.glob("playbooks/*.yml")}
IMPORT = "ansible.builtin.import_playbook"
#: Keys of examples that are not variables: a section of a record, a check, and an option of a job template.
OTHER_KEYS = {"confirmed", "reshare_version", "ask_limit_on_launch"}
#: What a reader has to find before reading more: so many words of the README, so many guides.
README_WORDS, MOST_GUIDES = 700, 15
#: What people have to maintain and to read at most: the pages in docs, their words without what is generated, the words of a sentence.
MOST_PAGES, MOST_WORDS, LONGEST_SENTENCE = 24, 30_000, 35
#: The tables of these pages are generated, or have a column that is. Pages for developers are in folders of their own.
GENERATED = ("docs/playbooks.md", "docs/oclc-page.md")
PAGES = [page for page in pages() if re.fullmatch(r"docs/[\w-]+\.md", page)]


class Loader(yaml.SafeLoader):
    """Accepts Ansible's tags."""


Loader.add_multi_constructor("!", lambda loader, suffix, node: str(node.value))


def keys(value: Any) -> Iterator[str]:
    """The keys of all mappings in a document."""
    if isinstance(value, dict):
        yield from (key for key in value if isinstance(key, str))
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from keys(inner)


def options(playbook: str) -> set[str]:
    """The variables that only concern this playbook."""
    plays = PLAYBOOKS[playbook]
    tasks = [inner for play in plays for task in play.get("tasks", ()) for inner in (task, *task.get("block", ()))]
    own = {name for task in tasks for module in VALIDATE for name in (task.get(module) or {}).get("options", {})}
    imported = [play[IMPORT].removesuffix(".yml") for play in plays if IMPORT in play]
    return own.union(*map(options, imported))


@pytest.mark.parametrize("page", [page for page in pages() if blocks(page, "yaml")])
def test_yaml_parses_and_names_known_variables(page):
    names = {key for text in blocks(page, "yaml") for key in keys(yaml.load(text, Loader))}
    known = set(specification().options) | OTHER_KEYS | {field.name for fields in SECTIONS.values() for field in fields}
    assert {name for name in names if name.startswith(PREFIXES)} - known == set()


def test_an_item_of_a_role_is_the_task_that_molecule_runs_after_it():
    defaults = yaml.safe_load((ROOT / "roles/borrowing/defaults/main.yml").read_text(encoding="utf-8"))
    (policy,) = defaults["borrowing_configuration"]["loan_policies"]
    (play,) = yaml.safe_load((ROOT / "extensions/molecule/borrowing/converge.yml").read_text(encoding="utf-8"))
    assert play["post_tasks"][0]["reshare.wms.loan_policy"] == policy


def test_json_parses():
    assert [json.loads(text) for page in pages() for text in blocks(page, "json")]


def test_commands_name_playbooks_and_their_variables():
    known, own = set(specification().options), {name: options(name) for name in PLAYBOOKS}
    special = set().union(*own.values())
    wrong = []
    for command in [command for page in pages() for command in commands(page)]:
        allowed = own.get(command.playbook, set()) | (known - special)
        if command.playbook not in PLAYBOOKS or set(command.variables) - allowed:
            wrong.append(command)
    assert wrong == []


def test_commands_name_targets_and_files_that_exist():
    lines = [(page, line) for page in pages() for text in blocks(page, "console") for line in text.splitlines()]
    typed = [
        (page, line.removeprefix("$ ").partition(" #")[0].partition(" && ")[0].split())
        for page, line in lines
        if line.startswith("$ ")
    ]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = {
        word for _page, words in typed if words[0] == "make" for word in words[1:] if re.fullmatch("[a-z-]+", word)
    }
    assert {"demo-record", "test"} <= targets
    assert {target for target in targets if not re.search(rf"^{target}:", makefile, re.MULTILINE)} == set()
    scripts = {(page, words[0]) for page, words in typed if words[0].startswith("ci/")}
    assert scripts
    assert {(page, name) for page, name in scripts if not ((ROOT / page).parent / name).exists()} == set()


def test_the_first_steps_name_the_files_of_the_release():
    first = ("README.md", "docs/install.md", "docs/assistant.md")
    text = "".join((ROOT / page).read_text(encoding="utf-8") for page in first)
    version = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["version"]
    sandbox = tomllib.loads((ROOT / "sandbox/pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assistant = json.loads((ROOT / "assistant/panel/manifest.json").read_text(encoding="utf-8"))["version"]
    assert set(re.findall(r"reshare-wms-(\d[\w.-]*)\.tar", text)) == {version}
    assert set(re.findall(r"reshare_wms_sandbox-([\d.]+)-py3", text)) == {sandbox}
    assert set(re.findall(r"reshare-wms-assistant-([\d.]+)\.zip", text)) == {assistant}


def test_the_oldest_libraries_are_the_same_everywhere():
    oldest = {f"{name} >= {'.'.join(map(str, version))}" for name, version in OLDEST.items()}
    packages = (ROOT / "meta/ee-requirements.txt").read_text(encoding="utf-8").splitlines()[1:]
    assert {re.sub("(>=)([^,]+),.*", r" \1 \2", line) for line in packages} == oldest
    for path in ("plugins/doc_fragments/library.py", "plugins/inventory/directory.py"):
        listed = re.findall(r"^  - (\w+ >= [\d.]+)$", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
        assert set(listed) == oldest
    text = (ROOT / "docs/install.md").read_text(encoding="utf-8")
    assert {f"`{one.split()[0]}` {one.split()[2]}" for one in oldest} <= set(re.findall(r"`\w+` [\d.]*\d", text))


def test_the_way_in_is_short():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").split()) <= README_WORDS
    _start, _heading, rest = (ROOT / "docs/README.md").read_text(encoding="utf-8").partition("## Guides")
    assert 0 < len(re.findall(r"\]\([\w-]+\.md\)", rest.partition("\n## ")[0])) <= MOST_GUIDES


def test_the_pages_are_few_and_short():
    assert len(PAGES) <= MOST_PAGES
    words = {page: len(written(page).split()) for page in PAGES if page not in GENERATED}
    assert sum(words.values()) <= MOST_WORDS, words


@pytest.mark.parametrize("page", [page for page in PAGES if page not in GENERATED])
def test_a_sentence_is_short(page):
    assert [text for text in sentences(page) if len(text.split()) > LONGEST_SENTENCE] == []


def test_a_link_or_the_name_of_a_page_leads_to_it_and_to_its_heading():
    """In pages, and in messages, comments and schemas, which name a page as docs/NAME.md."""
    missing = {
        (file, page, anchor)
        for file, page, anchor in named_pages()
        if not (ROOT / page).exists() or (anchor and page.endswith(".md") and anchor not in anchors(page))
    }
    assert missing == set()


def test_each_page_is_in_the_index_and_each_playbook_in_its_page():
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    assert {page for page in set(PAGES) - {"docs/README.md"} if f"]({page.removeprefix('docs/')}" not in index} == set()
    text = (ROOT / "docs/playbooks.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\w+)$", text, re.MULTILINE) == sorted(PLAYBOOKS)


def test_the_pages_show_every_picture_that_the_command_writes_and_no_other():
    address = re.escape("https://github.com/reshare-wms/reshare.wms/raw/main/docs/pictures/")
    texts = [(ROOT / page).read_text(encoding="utf-8") for page in pages()]
    images = [image for text in texts for image in re.findall(r"!\[([^]]*)\]\((\S+)\.png\)", text)]
    assert all(alt and re.match(address, path) for alt, path in images)
    written = {path.stem for path in (ROOT / "docs/pictures").iterdir()}
    assert {path.rpartition("/")[2] for _alt, path in images} == written == set(PICTURES)


def test_the_wheel_of_the_sandbox_contains_its_templates_and_seeds():
    package = ROOT / "sandbox/src/reshare_wms_sandbox"
    project = (ROOT / "sandbox/pyproject.toml").read_text(encoding="utf-8")
    (given,) = re.findall(r"^reshare_wms_sandbox = (\[.*\])$", project, re.MULTILINE)
    patterns = [pattern.replace("**/", "*") for pattern in json.loads(given)]
    files = [path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()]
    others = [name for name in files if not name.endswith((".py", ".pyc"))]
    assert [name for name in others if not any(fnmatch(name, pattern) for pattern in patterns)] == []
