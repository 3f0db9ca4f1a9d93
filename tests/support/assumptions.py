# SPDX-License-Identifier: GPL-3.0-or-later

"""The assumptions about OCLC and ReShare (docs/reference/assumptions.yml), and the marks of the documentation that they answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ansible.module_utils.common.yaml import yaml_load

from .environment import ROOT

DOCS = ROOT / "docs"
REFERENCE, DEVELOPERS = DOCS / "reference", DOCS / "developers"
FILE = REFERENCE / "assumptions.yml"
#: The pairs that the sandbox can play: assumption, alternative, edits.
PLAYED = ROOT / "sandbox/src/reshare_wms_sandbox/contrary/choices.yml"

#: What journeys through the contrary worlds showed: mode, pair, answers.
SEEN_WORLDS = REFERENCE / "contrary-worlds.yml"

Entry = Mapping[str, Any]

#: The words of the alternatives: what is different.
ALTERNATIVES = {
    "missing": "leaves out a member, a row, a field or a service",
    "renamed": "uses another name or address",
    "type": "uses another type, such as a number for a text",
    "unit": "uses another unit, format or time",
    "default": "sets or adds what was not requested, or has another initial value or status",
    "order": "returns or stores in another order",
    "paged": "returns fewer rows at once",
    "delayed": "shows a change later",
    "ignored": "accepts a request and does not do what it is for",
    "refused": "rejects a request",
    "normalised": "rewrites a value, such as upper and lower case",
    "doubled": "returns or has the same thing twice",
    "decomposed": "returns a letter with an accent as two characters",
    "entities": "returns a text with HTML entities",
    "capitals": "returns a text in capitals",
}

#: A mark of the reference (docs/reference/README.md), and a row of a table about what is not documented.
_MARK = re.compile(r"\*\*(?:inferred|not seen|not documented)\*\*", re.IGNORECASE)
_ROW = re.compile(r"^\| (?!Not documented|---|-)")
_SECTION = re.compile(r"^#+ (\d+(?:\.\d+)*)\.? ")
_HEADING = re.compile(r"^#+ (.+)$")


@cache
def entries() -> tuple[Entry, ...]:
    """The assumptions, in the order of the file."""
    return tuple(yaml_load(FILE.read_text(encoding="utf-8")))


def pairs(found: Iterable[Entry] | None = None) -> list[tuple[str, str]]:
    """Every assumption with each of its alternatives, by their ids."""
    return [(one["id"], other["id"]) for one in found or entries() for other in one["alternatives"]]


@cache
def played() -> frozenset[tuple[str, str]]:
    """The pairs that the sandbox can play."""
    named = yaml_load(PLAYED.read_text(encoding="utf-8")) if PLAYED.exists() else {}
    return frozenset((one, other) for one, others in named.items() for other in others)


@cache
def seen_worlds() -> dict[str, dict[str, dict[str, Any]]]:
    """By mode and pair: the commit of the run, the answers with which journeys stopped (stops), and the checks that had no result (inconclusive)."""
    found: dict[str, dict[str, dict[str, Any]]] = yaml_load(SEEN_WORLDS.read_text(encoding="utf-8")) or {}
    return found


def answered() -> Counter[str]:
    """The number of marks of each section that the assumptions answer: one of its source, unless the entry has ``marks``."""
    found: Counter[str] = Counter()
    for entry in entries():
        found.update(entry.get("marks", {entry["source"]: 1}))
    return found


def marks() -> Counter[str]:
    """The number of marks of each section of the reference, and of rows under each heading of the sandbox's choices."""
    rows = _found(DEVELOPERS / "sandbox-choices.md", _HEADING, _ROW)
    return Counter(section for section, _mark in (*reference_marks(), *rows))


def reference_marks() -> Iterator[tuple[str, str]]:
    """The marks of the reference, each with its section."""
    for page in sorted(REFERENCE.glob("*.md")):
        if page.name != "README.md":
            yield from _found(page, _SECTION, _MARK)


def _found(page: Path, heading: re.Pattern[str], mark: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    section = ""
    for line in page.read_text(encoding="utf-8").splitlines():
        if begins := heading.match(line):
            section = begins[1]
        yield from ((f"{page.name} {section}", one.strip("*").lower()) for one in mark.findall(line))
