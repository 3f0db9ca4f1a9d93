# SPDX-License-Identifier: GPL-3.0-or-later

"""Every citation of the reference (docs/reference/README.md) refers to an existing page and section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs/reference"
SUFFIXES = {".md", ".py", ".yml", ".yaml", ".j2", ".html", ".js", ".css", ".toml"}
#: The files that people write: hidden folders contain environments and generated files.
FILES = sorted(
    path
    for entry in ROOT.iterdir()
    if not entry.name.startswith(".")
    for path in (entry.rglob("*") if entry.is_dir() else [entry])
    if path.suffix in SUFFIXES and path.is_file()
)
PAGES = sorted(path for path in REFERENCE.glob("*.md") if path.name != "README.md")

#: A citation can contain a line break, in a comment too.
GAP = r"(?:\s|#:?)+"
NUMBER = r"\d+(?:\.\d+)*"
LIST = rf"{NUMBER}(?:(?:,|{GAP}to|{GAP}and){GAP}{NUMBER})*"
CITATION = re.compile(rf"([\w-]+\.md)(?!#)`?{GAP}({LIST})(?:,{GAP}(?:item|row)s?{GAP}({LIST}))?")
CODE = re.compile(r"`[^`]*`")
HEADING = re.compile(rf"^#+ ({NUMBER})\.? ")
ENTRY = re.compile(r"^(?:\| )?(\d+)(?:\.| \|) ")


def citations(text: str) -> Iterator[tuple[str, str, str | None]]:
    """The cited places: page, section, and the number of a list item or table row if one is cited."""
    for page, sections, entries in CITATION.findall(text):
        for section in re.findall(NUMBER, sections):
            for entry in re.findall(NUMBER, entries) or [None]:
                yield page, section, entry


def places(page: Path) -> Iterator[tuple[str, str, str | None]]:
    """The places of a page that can be cited: its numbered sections, and the numbered list items and table rows in
    them."""
    section = ""
    for line in page.read_text(encoding="utf-8").splitlines():
        if heading := HEADING.match(line):
            section = heading[1]
            yield page.name, section, None
        elif entry := ENTRY.match(line):
            yield page.name, section, entry[1]


def test_every_citation_leads_to_a_section():
    known = {place for page in PAGES for place in places(page)}
    found = {(path.relative_to(ROOT), place) for path in FILES for place in citations(path.read_text(encoding="utf-8"))}
    assert {path.parts[0] for path, _place in found} >= {"plugins", "sandbox", "tests", "docs"}
    assert [f"{path}: {place}" for path, place in sorted(found, key=str) if place not in known] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_of_the_reference_is_complete_in_itself(page):
    """The sections to which it refers, and the tags of its sources."""
    text = page.read_text(encoding="utf-8")
    sections = {section for _path, section, entry in places(page) if entry is None}
    assert set(re.findall(rf"\b[Ss]ections? ({NUMBER})", text)) <= sections
    tags = {tag for row in re.findall(r"^\| ([A-Z][A-Z0-9, ]+) \|", text, re.MULTILINE) for tag in row.split(", ")}
    assert set(re.findall(r"\[([A-Z][A-Z0-9]+)\]", CODE.sub("", text))) <= tags
