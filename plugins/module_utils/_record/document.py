# SPDX-License-Identifier: GPL-3.0-or-later

"""A record as YAML: written with readable git diffs, and read strictly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from .._core.errors import TaskError, ValidationError
from .._core.evidence import ACCOUNT, Evidence, ReportFinding
from .._core.fields import not_blank
from .._core.json_shape import Path, ShapeError, check_names, fit, path_text
from .._core.objects import Fields, Identity, Kind
from .._core.texts import conflict_line
from .content import (
    PAGES,
    Confirmation,
    Confirmed,
    Event,
    PendingChange,
    Reason,
    RecordData,
    Sent,
    Withdrawal,
)
from .document_shape import LONGEST_NUMBER, ROWS, SHAPE, VERSION
from .read_captures import CaptureReading, Named
from .sources import Attribution, Source

try:
    import yaml
except ImportError:
    if TYPE_CHECKING:
        raise
    else:
        yaml = None
HAS_YAML = yaml is not None

_HEADING = """\
# What is set up in OCLC Service Configuration for this library: what people confirmed, and what waits for them.
# Ansible writes this file. Correct it by hand only where a person has looked at the screen.
"""

_REHEARSAL = """\
# THIS IS A REHEARSAL: it was made against the sandbox, not OCLC's systems. Nothing in it is set up at the library.
"""


class Damaged(TaskError):
    """A record that cannot be read. The text has the line and the key. about: its path. fields: the key."""

    code = "damaged"


class _WithoutAliases:
    """Writes a value in full wherever it occurs, because people read a record, and aliases are not allowed in it."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def dump(content: RecordData, kinds: Sequence[Kind]) -> str:
    """The document as text."""
    order = [kind for kind in kinds if kind.plural in {*content.confirmed, *content.pending}]
    document: dict[str, Any] = {
        "version": VERSION,
        "library": content.library,
        "wms_registry_id": content.registry_id,
        "token": content.token,
        **({} if content.rehearsal is None else {"rehearsal": content.rehearsal}),
        **({} if content.withdrawal is None else {"withdrawn": not_blank(content.withdrawal.data)}),
        "confirmed": _written_section(order, content.confirmed, _confirmed),
        "pending": _written_section(order, content.pending, _pending),
        **({"evidence": {report.report: _evidence(report) for report in content.reports}} if content.evidence else {}),
        **(
            {"sent": {page: _sent(content.sent[page]) for page in PAGES if page in content.sent}}
            if content.sent
            else {}
        ),
        **_filled({"readings": _readings(content), "named": _filled(vars(content.named))}),
        "history": [_event(event) for event in content.history],
    }
    dumper = type("_Dumper", (_WithoutAliases, getattr(yaml, "CSafeDumper", yaml.SafeDumper)), {})
    text = yaml.dump(document, Dumper=dumper, sort_keys=False, allow_unicode=True, width=120)
    return f"{_HEADING}{_REHEARSAL if content.rehearsal else ''}---\n{text}"


def load(text: str, kinds: Sequence[Kind]) -> RecordData:
    """The content of a document. Raises Damaged with the line and the key of the first problem."""
    return _Reader(text, kinds).content()


# --------------------------------------------------------------------------------------------------------- writing


def _written_section(
    kinds: Sequence[Kind], objects: Mapping[str, Mapping[Identity, Any]], write: Callable[..., Any]
) -> Any:
    section = {}
    for kind in kinds:
        written = [write(kind, identity, entry) for identity, entry in sorted(objects.get(kind.plural, {}).items())]
        if written:
            section[kind.plural] = written if kind.listed else written[0]
    return section


def _fields_or_absence(kind: Kind, identity: Identity, fields: Fields | None) -> dict[str, Any]:
    return {"absent": kind.naming(identity)} if fields is None else {"fields": kind.show(fields)}


def _confirmed(kind: Kind, identity: Identity, confirmed: Confirmed) -> dict[str, Any]:
    part = _fields_or_absence(kind, identity, confirmed.fields)
    learnt = {name: source.stored for name, source in confirmed.sources.items()}
    return {**part, **confirmed.source.stored, **({"learnt": learnt} if learnt else {})}


def _pending(kind: Kind, identity: Identity, change: PendingChange) -> dict[str, Any]:
    made = {"remove": kind.naming(identity)} if change.fields is None else {"set": kind.show(change.fields)}
    written = {**made, "since": change.since}
    for name, reason in (("impossible", change.impossible), ("sent_back", change.sent_back)):
        if reason is not None:
            written[name] = reason.data
    if (confirmed := change.confirmed) is not None:
        seen = {} if confirmed.seen is None else {"seen": kind.show(confirmed.seen)}
        written["confirmed"] = {**confirmed.source.stored, **seen}
    return written


def _event(event: Event) -> dict[str, Any]:
    own = {"event": event.event, "object": event.object, "what": event.what, "remark": event.remark, "step": event.step}
    return not_blank({"at": event.attribution.at, "by": event.attribution.by, **own})


def _evidence(evidence: Evidence) -> dict[str, Any]:
    fields = {name: value for name, value in asdict(evidence).items() if name != "report"}
    fields["accounts"] = [_filled(account) for account in evidence.accounts.values()]
    fields["findings"] = [_filled(finding.data) for finding in evidence.findings]
    return _filled(fields)


def _readings(content: RecordData) -> dict[str, Any]:
    """The readings on which a value rests."""
    objects = [confirmed for those in content.confirmed.values() for confirmed in those.values()]
    sources = [source for recorded in objects for source in (recorded.source, *recorded.sources.values())]
    waiting = [change.confirmed for those in content.pending.values() for change in those.values() if change.confirmed]
    used = {source.capture for source in (*sources, *(confirmation.source for confirmation in waiting))}
    return {name: reading.data for name, reading in sorted(content.readings.items()) if name in used}


def _sent(sent: Sent) -> dict[str, Any]:
    return _filled({**asdict(sent), "steps": list(sent.steps)})


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [], {})}


# --------------------------------------------------------------------------------------------------------- reading


class _Reader:
    """Reads one document, and records the line of every key."""

    def __init__(self, text: str, kinds: Sequence[Kind]):
        self._kinds = {kind.plural: kind for kind in kinds}
        self._lines: dict[Path, int] = {}
        self._root = self._parse(text)

    def content(self) -> RecordData:
        version = self._root.get("version")
        if not isinstance(version, int) or isinstance(version, bool) or version != VERSION:
            text = f"must be {VERSION}, not '{version}'; update the collection to the release that wrote the record"
            raise self._damaged(("version",), text)
        root = self._root
        with self._fitting(()):
            fit(root, SHAPE)
        content = RecordData(root["library"], str(root["wms_registry_id"]), root["token"], root.get("rehearsal"))
        content.withdrawal = _read_withdrawal(root.get("withdrawn"))
        content.confirmed = dict(self._read_section("confirmed", self._confirmed))
        content.pending = dict(self._read_section("pending", self._pending))
        content.evidence = {name: _read_evidence(name, part) for name, part in (root.get("evidence") or {}).items()}
        content.sent = {page: _read_sent(part) for page, part in (root.get("sent") or {}).items()}
        content.readings = {name: _read_reading(part) for name, part in root.get("readings", {}).items()}
        content.named = Named(**root.get("named", {}))
        content.history = [_read_event(part) for part in root["history"] or ()]
        return content

    @contextmanager
    def _fitting(self, path: Path) -> Iterator[None]:
        """Raise Damaged for a part with another shape or invalid values."""
        try:
            yield
        except ShapeError as fault:
            raise self._damaged((*path, *fault.path), fault.problem) from None
        except ValidationError as fault:
            raise self._damaged(path, str(fault)) from None

    def _read_section(
        self, name: str, read: Callable[..., tuple[Identity, Any]]
    ) -> Iterator[tuple[str, dict[Identity, Any]]]:
        section = self._root[name] or {}
        with self._fitting((name,)):
            check_names(section, self._kinds, ())
        for plural, given in section.items():
            kind, path = self._kinds[plural], (name, plural)
            if isinstance(given, list) != kind.listed:
                raise self._damaged(path, f"must be a {'list' if kind.listed else 'dictionary'}")
            parts = [((*path, number), item) for number, item in enumerate(given)] if kind.listed else [(path, given)]
            objects: dict[Identity, Any] = {}
            for at, part in parts:
                identity, entry = read(kind, at, part)
                if identity in objects:
                    raise self._damaged(at, f"{kind.described(identity)} occurs twice")
                objects[identity] = entry
            yield plural, objects

    def _confirmed(self, kind: Kind, path: Path, part: dict[str, Any]) -> tuple[Identity, Confirmed]:
        name = "fields" if "fields" in part else "absent"
        identity, fields = self._object(kind, (*path, name), part[name])
        there = fields if name == "fields" else None
        learnt = part.get("learnt") or {}
        with self._fitting((*path, "learnt")):
            check_names(learnt, there or (), ())
        sources = {field: _read_source(part) for field, part in learnt.items()}
        return identity, Confirmed(there, _read_source(part), sources)

    def _pending(self, kind: Kind, path: Path, part: dict[str, Any]) -> tuple[Identity, PendingChange]:
        name = "set" if "set" in part else "remove"
        identity, fields = self._object(kind, (*path, name), part[name])
        impossible, sent_back = (_read_reason(part.get(name)) for name in ("impossible", "sent_back"))
        confirmed = None
        if given := part.get("confirmed"):
            at = (*path, "confirmed", "seen")
            if "seen" in given and not kind.columns:
                raise self._damaged(at, "is only possible for a map")
            seen = self._object(kind, at, given["seen"])[1] if "seen" in given else None
            confirmed = Confirmation(_read_source(given), seen)
        wanted = fields if name == "set" else None
        return identity, PendingChange(wanted, part["since"], impossible, confirmed, sent_back)

    def _object(self, kind: Kind, path: Path, given: Any) -> tuple[Identity, Fields]:
        """The identity and the canonical fields of an object."""
        if kind.columns:
            with self._fitting(path):
                fit(given, ROWS)
            return (), {
                "rows": [self._read_row(kind, (*path, "rows", at), row) for at, row in enumerate(given["rows"])]
            }
        with self._fitting(path):
            fields = kind.schema.merge({}, kind.schema.declare(given))
        identity = kind.identify(fields)
        if not all(identity):
            raise self._damaged(path, f"this {kind.label} has no name")
        return identity, fields

    def _read_row(self, kind: Kind, path: Path, row: Any) -> dict[str, Any]:
        with self._fitting(path):
            return kind.schema.complete(row)

    def _parse(self, text: str) -> dict[str, Any]:
        loader = None
        try:
            loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
            node = loader.get_single_node()
            root = None if node is None else self._plain(loader, node, (), set())
        except yaml.MarkedYAMLError as fault:
            if line := conflict_line(text):
                raise Damaged(f"line {line}: git has not resolved a conflict; keep one of its sides") from None
            mark = fault.problem_mark or fault.context_mark
            raise Damaged(f"line {mark.line + 1 if mark else 1}: this is not YAML: {fault.problem}") from None
        except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as fault:
            line = text.count("\n", 0, getattr(fault, "position", 0)) + 1
            raise Damaged(f"line {line}: this is not YAML: {str(fault).splitlines()[0]}") from None
        finally:
            if loader is not None:
                loader.dispose()
        if not isinstance(root, dict):
            empty = "the file is empty" if root is None else "the document must be a dictionary with the key library"
            raise Damaged(f"line 1: {empty}")
        return root

    def _plain(self, loader: Any, node: Any, path: Path, seen: set[int]) -> Any:
        """The node as plain data. YAML's own loader would accept duplicate keys, and expand anchors."""
        self._lines.setdefault(path, node.start_mark.line + 1)
        if id(node) in seen:
            raise self._damaged(path, "anchors and aliases are not used in a record")
        seen.add(id(node))
        plain = not getattr(node, "style", None)
        if node.tag != loader.resolve(type(node), node.value, (plain, not plain)):
            raise self._damaged(path, "tags are not used in a record")
        if isinstance(node, yaml.ScalarNode):
            if node.tag.endswith((":int", ":float")) and len(node.value) > LONGEST_NUMBER:
                raise self._damaged(path, f"is a number with more than {LONGEST_NUMBER} digits")
            # Dates are kept as texts.
            return node.value if node.tag.endswith(":timestamp") else loader.construct_object(node)
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(loader, item, (*path, number), seen) for number, item in enumerate(node.value)]
        members: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self._damaged(path, "has a key that is not a text")
            name = key.value
            self._lines[(*path, name)] = key.start_mark.line + 1
            if name in members:
                raise self._damaged((*path, name), "occurs twice")
            members[name] = self._plain(loader, value, (*path, name), seen)
        return members

    def _damaged(self, path: Path, problem: str) -> Damaged:
        """The error, with the nearest known line."""
        known = next((path[:end] for end in range(len(path), -1, -1) if path[:end] in self._lines), ())
        about = path_text(path)
        text = f"line {self._lines.get(known, 1)}, {about or 'document'}: {problem}"
        return Damaged(text, fields=[about] if about else ())


def _read_attribution(part: Mapping[str, Any]) -> Attribution:
    return Attribution(part["by"], part["at"])


def _read_source(part: Mapping[str, Any]) -> Source:
    return Source(part["how"], _read_attribution(part), part.get("capture"))


def _read_reading(part: Mapping[str, Any]) -> CaptureReading:
    return CaptureReading(**{**part, "patches": tuple(part["patches"])})


def _read_reason(part: Mapping[str, Any] | None) -> Reason | None:
    return None if part is None else Reason(part["remark"], _read_attribution(part))


def _read_withdrawal(part: Mapping[str, Any] | None) -> Withdrawal | None:
    if part is None:
        return None
    removed = _read_attribution(part["removed"]) if "removed" in part else None
    return Withdrawal(_read_attribution(part), part.get("reason"), removed, part.get("former") or {})


def _read_event(part: Mapping[str, Any]) -> Event:
    more = (part.get(name) for name in ("object", "remark", "step"))
    return Event(_read_attribution(part), part["event"], part["what"], *more)


def _read_evidence(report: str, part: Mapping[str, Any]) -> Evidence:
    accounts = {account["barcode"]: {**dict.fromkeys(ACCOUNT), **account} for account in part.get("accounts") or ()}
    findings = [ReportFinding(**finding) for finding in part.get("findings") or ()]
    return Evidence(report, **{**part, "accounts": accounts, "findings": findings})


def _read_sent(part: Mapping[str, Any]) -> Sent:
    return Sent(**{"due": None, **part, "steps": tuple(part.get("steps") or ())})
