# SPDX-License-Identifier: GPL-3.0-or-later
"""The message of a commit: what changed in the records of the libraries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ...module_utils._core.errors import first_of
from ...module_utils._core.objects import Kind
from ...module_utils._core.texts import one_line
from ...module_utils._record import content, document
from ...module_utils._record.content import RecordData
from ...module_utils._wms.catalogue import DECLARABLE

#: The events of a history, in the words of the first line.
_WORDS = {
    content.CONFIRMED: "confirmed",
    content.FOUND: "recorded",
    content.NOT_FOUND: "recorded",
    content.READ_BACK: "read from OCLC",
    content.IMPOSSIBLE: "impossible",
    content.DISCARDED: "discarded",
    content.APPROVED: "approved",
    content.SENT_BACK: "sent back",
    content.WITHDRAWN: "withdrawn",
    content.REMOVED: "removed",
    content.WITHDRAWAL_ENDED: "withdrawal ended",
}
_NEW = "new step"
#: The maximum number of libraries in the first line, of lines of a library, and of characters of a line.
_NAMED, _LINES, _WIDTH = 3, 20, 200


@dataclass
class _Record:
    """The change of one record. name: of its file, without the ending. counts: by the words of the first line."""

    name: str
    lines: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, word: str, line: str) -> None:
        self.counts[word] += 1
        self.lines.append(line)


def message(diff: str) -> str:
    """The message for changed records; empty if there are none.

    diff: of ``git diff`` with the whole files as context and without renames. A file that is no record of this version is only named.
    """
    records = [_compared(name, before, after) for name, before, after in _files(diff.split("\n"))]
    if not records:
        return ""
    counts: Counter[str] = sum((record.counts for record in records), Counter())
    names = [record.name for record in records]
    changes = (
        ", ".join(f"{number} {word}{'s' * (word == _NEW and number > 1)}" for word, number in counts.items())
        or "changed"
    )
    lines = [f"{first_of(names, _NAMED)}: {changes}"]
    for record in records:
        if record.lines:
            rest = [f"- and {len(record.lines) - _LINES} more"] if record.lines[_LINES:] else []
            lines += ["", record.name, *(f"- {line}" for line in record.lines[:_LINES]), *rest]
    return "\n".join(one_line(line)[:_WIDTH] for line in lines) + "\n"


def _files(lines: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """The name of each changed record, and its text before and after the change."""
    starts = [number for number, line in enumerate(lines) if line.startswith("diff --git ")]
    for start, end in zip(starts, [*starts[1:], len(lines)]):
        body_start = next((n for n in range(start, end) if lines[n].startswith("@@ ")), end)
        header, body = lines[start:body_start], lines[body_start + 1 : end]
        paths = [line[4:].partition("/")[2].rstrip("\t") for line in header if line.startswith(("--- ", "+++ "))]
        name = next((path for path in paths if path.endswith(".yml")), "")
        before, after = ("\n".join(line[1:] for line in body if line[:1] in (" ", sign)) for sign in "-+")
        if name:
            yield name.rpartition("/")[2].removesuffix(".yml"), before, after


def _compared(name: str, before: str, after: str) -> _Record:
    found = _Record(name)
    try:
        old, new = _load(name, before), _load(name, after)
    except document.Damaged:
        found.lines.append("this file cannot be read, or is no record")
        return found
    known = {_key(event) for event in old.history}
    for event in new.history:
        if _key(event) not in known:
            by = f" ({event.attribution.by})" if event.event != content.READ_BACK else ""
            remark = f": {event.remark}" if event.remark else ""
            word = _WORDS.get(event.event, "changed")
            found.add(word, f"{word}: {event.what}{by}{remark}")
    for kind in DECLARABLE:
        _compare_steps(found, kind, old, new)
    for report, evidence in new.evidence.items():
        if old.evidence.get(report) != evidence:
            found.add("new evidence", f"new evidence: {report} of {evidence.last}")
    return found


def _key(event: content.Event) -> tuple[str | None, ...]:
    """What identifies a line of the history, also after a person was erased."""
    return event.attribution.at, event.event, event.object, event.step


def _compare_steps(found: _Record, kind: Kind, old: RecordData, new: RecordData) -> None:
    """The steps that are new, and those that are not needed any more without a line in the history."""
    before, after = (record.pending_of(kind) for record in (old, new))
    for identity, change in after.items():
        if before.get(identity) is None or before[identity].fields != change.fields:
            found.add(_NEW, f"new step: {kind.described(identity)}")
    settled = {event.object for event in new.history if event not in old.history}
    for identity in before.keys() - after.keys():
        if "/".join([kind.plural, *identity]) not in settled:
            found.add("removed", f"removed step: {kind.described(identity)}")


def _load(name: str, text: str) -> RecordData:
    return document.load(text, DECLARABLE) if text.strip() else RecordData(name, "")
