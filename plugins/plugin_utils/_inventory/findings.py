# SPDX-License-Identifier: GPL-3.0-or-later

"""The findings about an inventory, as data, and as files for people and programs."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from ...module_utils._core.errors import first_of
from ...module_utils._core.texts import counted, one_line, visible

FORMAT, VERSION = "reshare.wms validation", 1
ERROR, WARNING, NOTE = SEVERITIES = ("error", "warning", "note")

#: The number of libraries that are named above a finding that several have.
_NAMED = 4
#: Characters that XML cannot contain, and that visible() keeps.
_NOT_IN_XML = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True)
class Finding:
    """A problem of a library.

    severity: error, warning, or note for what is only known in a run or excepted. library: None for the whole inventory. variable: the one to correct, if
    it is known. message: the explanation. remedy: what to do.
    file, line: where the variable is set, as far as Ansible knows.
    """

    severity: str
    code: str
    library: str | None
    variable: str | None
    message: str
    remedy: str = ""
    file: str | None = None
    line: int | None = None

    @property
    def location(self) -> str:
        """The file and line in one word; empty if they are not known."""
        if self.file is None:
            return ""
        path = os.path.relpath(self.file)
        path = self.file if path.startswith("..") else path
        return path if self.line is None else f"{path}:{self.line}"

    @property
    def equal(self) -> tuple[str, ...]:
        """What equal findings of several libraries have in common."""
        return self.severity, self.code, self.message, self.remedy

    @property
    def sentence(self) -> str:
        """The finding in one line."""
        return one_line(f"{self.message} {self.remedy}".strip())


def error(code: str, variable: str | None, message: str, remedy: str = "") -> Finding:
    """An error; the caller adds its library, if there is one."""
    return Finding(ERROR, code, None, variable, message, remedy)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by library, errors first; each only once."""
    return sorted(
        dict.fromkeys(findings),
        key=lambda row: (row.library or "", SEVERITIES.index(row.severity), row.variable or "", row.message),
    )


def count(findings: Iterable[Finding], severity: str) -> int:
    """The number of findings of a severity."""
    return sum(finding.severity == severity for finding in findings)


def summary(findings: Sequence[Finding], libraries: Collection[str]) -> str:
    """The findings in one sentence."""
    of_all, notes = counted(len(libraries), "library", "libraries"), count(findings, NOTE)
    noted = f" {counted(notes, 'note', 'notes')} about what is only known in a run, or is excepted." if notes else ""
    problems = [finding for finding in findings if finding.severity != NOTE]
    if not problems:
        return f"No error and no warning in {of_all}.{noted}"
    different = len({problem.equal for problem in problems})
    return (
        f"{counted(count(problems, ERROR), 'error', 'errors')} and {counted(count(problems, WARNING), 'warning', 'warnings')} "
        f"in {len({problem.library for problem in problems} & set(libraries))} of {of_all}"
        + (f", {different} of them different" if different < len(problems) else "")
        + f".{noted}"
    )


def table(findings: Sequence[Finding], libraries: Collection[str]) -> str:
    """The findings for a terminal: one line each, below the name of their library, and the summary. A finding that several libraries have is one
    line, below their number and names."""
    by_libraries: dict[tuple[str | None, ...], list[Finding]] = {}
    for finding, concerned in alike(findings):
        by_libraries.setdefault(concerned, []).append(finding)
    lines = []
    for concerned, rows in sorted(by_libraries.items(), key=lambda row: -len(row[0])):
        widest = max(len(row.location) for row in rows)
        lines.append(heading(concerned))
        lines += [f"  {row.severity:7}  {one_line(row.location):{widest}}  {row.sentence}" for row in rows]
    return "\n".join([*lines, summary(findings, libraries)])


def alike(findings: Iterable[Finding]) -> Iterator[tuple[Finding, tuple[str | None, ...]]]:
    """Equal findings combined, with their libraries. The file and line are kept if they are the same."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.equal, []).append(finding)
    for first, *others in groups.values():
        same = all((other.file, other.line) == (first.file, first.line) for other in others)
        libraries = tuple(dict.fromkeys(finding.library for finding in (first, *others)))
        yield first if same else replace(first, file=None, line=None), libraries


def heading(libraries: Sequence[str | None]) -> str:
    """The libraries of a finding in one line: the name of one, or the number and the first names."""
    names = [one_line(library) for library in libraries if library is not None] or ["inventory"]
    return names[0] if len(names) == 1 else f"{len(names)} libraries: {first_of(names, _NAMED)}"


def findings_document(
    findings: Sequence[Finding], libraries: Collection[str], consortium: Mapping[str, Any], addresses: Mapping[str, Any]
) -> str:
    """The text of the JSON file."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "finished": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "errors": count(findings, ERROR),
        "warnings": count(findings, WARNING),
        "notes": count(findings, NOTE),
        "libraries": sorted(libraries),
        "findings": [asdict(finding) for finding in findings],
        "addresses": addresses,
        "consortium": consortium,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def junit(findings: Sequence[Finding], libraries: Collection[str], strict: bool) -> str:
    """The text of the JUnit file: a test case per library. strict: whether a warning is a failure."""
    failing = (ERROR, WARNING) if strict else (ERROR,)
    suite = ElementTree.Element("testsuite", name="reshare.wms.validate", errors="0", skipped="0", time="0")
    failed = 0
    cases = [None] * any(finding.library is None for finding in findings) + sorted(libraries)
    for library in cases:
        mine = [finding for finding in findings if finding.library == library]
        case = ElementTree.SubElement(
            suite, "testcase", classname="inventory", name=_in_xml(library or "inventory"), time="0"
        )
        failures = [finding for finding in mine if finding.severity in failing]
        if failures:
            failed += 1
            element = ElementTree.SubElement(
                case, "failure", type=failures[0].code, message=_in_xml(failures[0].sentence)
            )
            element.text = _in_xml("\n".join(_junit_lines(failures)))
        others = [finding for finding in mine if finding.severity not in failing]
        if others:
            ElementTree.SubElement(case, "system-out").text = _in_xml("\n".join(_junit_lines(others)))
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(failed))
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(suite, encoding="unicode")}\n'


def _junit_lines(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        yield ": ".join(filter(None, (finding.severity, one_line(finding.location), finding.sentence)))


def _in_xml(text: str) -> str:
    return _NOT_IN_XML.sub(lambda match: ascii(match[0])[1:-1], visible(text))
