# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The findings about an inventory, as data, and as files for people and programs."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from xml.etree import ElementTree

from ansible_collections.reshare.wms.plugins.module_utils._core.texts import counted, one_line, visible

FORMAT, VERSION = "reshare.wms validation", 1
ERROR, WARNING = SEVERITIES = ("error", "warning")

#: Characters that XML cannot contain, and that visible() keeps.
_NOT_IN_XML = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True)
class Finding:
    """A problem of a library.

    severity: error or warning. variable: the one to correct, if it is known. message: the explanation. remedy: what to do.
    file, line: where the variable is set, as far as Ansible knows.
    """

    severity: str
    code: str
    library: str
    variable: str | None
    message: str
    remedy: str = ""
    file: str | None = None
    line: int | None = None

    @property
    def place(self) -> str:
        """The file and line in one word; empty if they are not known."""
        if self.file is None:
            return ""
        path = os.path.relpath(self.file)
        path = self.file if path.startswith("..") else path
        return path if self.line is None else f"{path}:{self.line}"

    @property
    def sentence(self) -> str:
        """The finding in one line."""
        return one_line(f"{self.message} {self.remedy}".strip())


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by library, errors first; each only once."""
    return sorted(
        dict.fromkeys(findings),
        key=lambda one: (one.library, SEVERITIES.index(one.severity), one.variable or "", one.message),
    )


def count(findings: Iterable[Finding], severity: str) -> int:
    """The number of findings of a severity."""
    return sum(one.severity == severity for one in findings)


def summary(findings: Sequence[Finding], libraries: Collection[str]) -> str:
    """The findings in one sentence."""
    if not findings:
        return f"No error and no warning in {counted(len(libraries), 'library', 'libraries')}."
    concerned = len({one.library for one in findings})
    return (
        f"{counted(count(findings, ERROR), 'error', 'errors')} and {counted(count(findings, WARNING), 'warning', 'warnings')} "
        f"in {concerned} of {counted(len(libraries), 'library', 'libraries')}."
    )


def table(findings: Sequence[Finding], libraries: Collection[str]) -> str:
    """The findings for a terminal: one line each, below the name of their library, and the summary."""
    lines = []
    for library, found in groupby(findings, key=lambda one: one.library):
        rows = list(found)
        widest = max(len(one.place) for one in rows)
        lines.append(one_line(library))
        lines += [f"  {one.severity:7}  {one_line(one.place):{widest}}  {one.sentence}" for one in rows]
    return "\n".join([*lines, summary(findings, libraries)])


def document(findings: Sequence[Finding], libraries: Collection[str], consortium: Mapping[str, Any]) -> str:
    """The text of the JSON file."""
    told = {
        "format": FORMAT,
        "version": VERSION,
        "finished": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "errors": count(findings, ERROR),
        "warnings": count(findings, WARNING),
        "libraries": sorted(libraries),
        "findings": [asdict(one) for one in findings],
        "consortium": consortium,
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def junit(findings: Sequence[Finding], libraries: Collection[str], strict: bool) -> str:
    """The text of the JUnit file: a test case per library. strict: whether a warning is a failure."""
    failing = SEVERITIES if strict else (ERROR,)
    suite = ElementTree.Element("testsuite", name="reshare.wms.validate", errors="0", skipped="0", time="0")
    failed = 0
    for library in sorted(libraries):
        mine = [one for one in findings if one.library == library]
        case = ElementTree.SubElement(suite, "testcase", classname="inventory", name=_in_xml(library), time="0")
        failures = [one for one in mine if one.severity in failing]
        if failures:
            failed += 1
            told = ElementTree.SubElement(case, "failure", type=failures[0].code, message=_in_xml(failures[0].sentence))
            told.text = _in_xml("\n".join(_lines(failures)))
        others = [one for one in mine if one.severity not in failing]
        if others:
            ElementTree.SubElement(case, "system-out").text = _in_xml("\n".join(_lines(others)))
    suite.set("tests", str(len(libraries)))
    suite.set("failures", str(failed))
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(suite, encoding="unicode")}\n'


def _lines(findings: Iterable[Finding]) -> Iterator[str]:
    for one in findings:
        yield ": ".join(filter(None, (one.severity, one_line(one.place), one.sentence)))


def _in_xml(text: str) -> str:
    return _NOT_IN_XML.sub(lambda found: ascii(found[0])[1:-1], visible(text))
