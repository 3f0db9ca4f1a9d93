# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""A record as YAML: written with readable git diffs, and read strictly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from .._core.errors import TaskError, ValidationError, similar
from .._core.evidence import ACCOUNT, CODES, FORMS, SEVERITIES, Evidence, ReportFinding
from .._core.objects import Fields, Identity, Kind
from .content import (
    EVENTS,
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
from .sources import RECORDED, Attribution, Source

try:
    import yaml

    HAS_YAML = True
except ImportError:
    HAS_YAML = False

_HEADING = """\
# What is set up in OCLC Service Configuration for this library: what people confirmed, and what waits for them.
# Ansible writes this file. Correct it by hand only where a person has looked at the screen.
"""

_REHEARSAL = """\
# THIS IS A REHEARSAL: it was made against the sandbox, not OCLC's systems. Nothing in it is set up at the library.
"""

#: The schema of the file.
VERSION = 1

#: No value of a record needs more digits, and some operations of Python on long numbers fail or take long.
_LONGEST_NUMBER = 40

#: A key path in a document, such as ("pending", "loan_policies", 0).
Path = tuple[Any, ...]


class Damaged(TaskError):
    """A record that cannot be read. The text has the line and the key. about: its path. fields: the key."""

    code = "damaged"

    def __init__(self, message: str, about: str | None = None, fields: Sequence[str] = ()):
        super().__init__(message, about)
        self.fields = tuple(fields)


def dump(content: RecordData, kinds: Sequence[Kind]) -> str:
    """The document as text."""
    order = [kind for kind in kinds if kind.plural in {*content.confirmed, *content.pending}]
    document: dict[str, Any] = {
        "version": VERSION,
        "library": content.library,
        "wms_registry_id": content.registry_id,
        "token": content.token,
        **({} if content.rehearsal is None else {"rehearsal": content.rehearsal}),
        **({} if content.withdrawal is None else {"withdrawn": _withdrawal(content.withdrawal)}),
        "confirmed": _section(order, content.confirmed, _confirmed),
        "pending": _section(order, content.pending, _pending),
        **({"evidence": _evidence(content.evidence)} if content.evidence else {}),
        **(
            {"sent": {page: _sent(content.sent[page]) for page in PAGES if page in content.sent}}
            if content.sent
            else {}
        ),
        "history": [_event(event) for event in content.history],
    }
    text = yaml.dump(document, Dumper=_dumper(), sort_keys=False, allow_unicode=True, width=120)
    return f"{_HEADING}{_REHEARSAL if content.rehearsal else ''}---\n{text}"


def load(text: str, kinds: Sequence[Kind]) -> RecordData:
    """The content of a document. Raises Damaged with the line and the key of the first problem."""
    return _Reader(text, kinds).content()


# --------------------------------------------------------------------------------------------------------- writing


def _dumper() -> Any:
    return getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def _section(kinds: Sequence[Kind], objects: Mapping[str, Mapping[Identity, Any]], write: Callable[..., Any]) -> Any:
    section = {}
    for kind in kinds:
        written = [write(kind, identity, one) for identity, one in sorted(objects.get(kind.plural, {}).items())]
        if written:
            section[kind.plural] = written if kind.listed else written[0]
    return section


def _confirmed(kind: Kind, identity: Identity, one: Confirmed) -> dict[str, Any]:
    found = {"absent": kind.naming(identity)} if one.fields is None else {"fields": kind.show(one.fields)}
    learnt = {name: source.data for name, source in one.sources.items()}
    return {**found, **one.source.data, **({"learnt": learnt} if learnt else {})}


def _pending(kind: Kind, identity: Identity, change: PendingChange) -> dict[str, Any]:
    made = {"remove": kind.naming(identity)} if change.fields is None else {"set": kind.show(change.fields)}
    written = {**made, "since": change.since}
    for name, reason in (("impossible", change.impossible), ("sent_back", change.sent_back)):
        if reason is not None:
            written[name] = reason.data
    if (confirmed := change.confirmed) is not None:
        seen = {} if confirmed.seen is None else {"seen": kind.show(confirmed.seen)}
        written["confirmed"] = {**confirmed.source.data, **seen}
    return written


def _event(event: Event) -> dict[str, Any]:
    own = {"event": event.event, "object": event.object, "what": event.what, "remark": event.remark, "step": event.step}
    written = {"at": event.said.at, "by": event.said.by, **own}
    return {name: value for name, value in written.items() if value is not None}


def _evidence(known: Mapping[str, Evidence]) -> dict[str, dict[str, Any]]:
    return {report: _shown(known[report]) for report in FORMS if report in known}


def _shown(one: Evidence) -> dict[str, Any]:
    fields = {name: value for name, value in asdict(one).items() if name != "report"}
    fields["accounts"] = [_filled(account) for account in one.accounts.values()]
    fields["findings"] = [_filled(finding.data) for finding in one.findings]
    return _filled(fields)


def _sent(one: Sent) -> dict[str, Any]:
    return _filled({**asdict(one), "steps": list(one.steps)})


def _names(form: type[Any]) -> set[str]:
    return set(form.__dataclass_fields__)


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [], {})}


def _withdrawal(withdrawal: Withdrawal) -> dict[str, Any]:
    return {name: value for name, value in withdrawal.data.items() if value is not None}


# --------------------------------------------------------------------------------------------------------- reading


class _Reader:
    """Reads one document, and records the line of every key."""

    def __init__(self, text: str, kinds: Sequence[Kind]):
        self._kinds = {kind.plural: kind for kind in kinds}
        self._lines: dict[Path, int] = {}
        self._root = self._parse(text)

    def content(self) -> RecordData:
        if type(version := self._root.get("version")) is not int or version != VERSION:
            text = f"must be {VERSION}, not '{version}'; update the collection to the release that wrote the record"
            raise self._damaged(("version",), text)
        keys = {"version", "library", "wms_registry_id", "token", "rehearsal", "withdrawn"}
        root = self._mapping((), self._root, keys | {"confirmed", "pending", "evidence", "sent", "history"})
        library, registry_id, token = (
            self._text((key,), root.get(key)) for key in ("library", "wms_registry_id", "token")
        )
        content = RecordData(library, registry_id, token)
        content.rehearsal = self._truth(("rehearsal",), root.get("rehearsal"))
        content.withdrawal = self._withdrawal(root.get("withdrawn"))
        content.confirmed = dict(self._section("confirmed", self._confirmed))
        content.pending = dict(self._section("pending", self._pending))
        content.evidence = self._evidence(("evidence",), root.get("evidence"))
        sent = self._mapping(("sent",), root.get("sent"), set(PAGES))
        content.sent = {page: self._sent(("sent", page), one) for page, one in sent.items()}
        content.history = [self._event(path, one) for path, one in self._list(("history",), root.get("history"))]
        return content

    def _withdrawal(self, given: Any) -> Withdrawal | None:
        if given is None:
            return None
        path = ("withdrawn",)
        part = self._mapping(path, given, {"by", "at", "reason", "removed"})
        reason = None if part.get("reason") is None else self._text((*path, "reason"), part["reason"])
        removed = None
        if part.get("removed") is not None:
            at = (*path, "removed")
            removed = self._said(at, self._mapping(at, part["removed"], {"by", "at"}))
        return Withdrawal(self._said(path, part), reason, removed)

    def _section(
        self, name: str, read: Callable[..., tuple[Identity, Any]]
    ) -> Iterator[tuple[str, dict[Identity, Any]]]:
        for plural, given in self._mapping((name,), self._root.get(name), set(self._kinds)).items():
            kind, path = self._kinds[plural], (name, plural)
            parts = list(self._list(path, given)) if kind.listed else [(path, given)]
            objects: dict[Identity, Any] = {}
            for at, part in parts:
                identity, one = read(kind, at, part)
                if identity in objects:
                    raise self._damaged(at, f"{kind.described(identity)} occurs twice")
                objects[identity] = one
            yield plural, objects

    def _confirmed(self, kind: Kind, path: Path, given: Any) -> tuple[Identity, Confirmed]:
        part = self._mapping(path, given, {"fields", "absent", "how", "by", "at", "learnt"})
        key = self._either(path, part, "fields", "absent")
        identity, fields = self._object(kind, (*path, key), part[key])
        there = fields if key == "fields" else None
        at = (*path, "learnt")
        learnt = self._mapping(at, part.get("learnt"), set(there or ()))
        sources = {name: self._source((*at, name), one) for name, one in learnt.items()}
        return identity, Confirmed(there, self._source(path, part), sources)

    def _source(self, path: Path, given: Any) -> Source:
        part = given if isinstance(given, dict) else {}
        how = self._text((*path, "how"), part.get("how"))
        if how not in RECORDED:
            raise self._damaged((*path, "how"), f"must be one of {', '.join(RECORDED)}")
        return Source(how, self._said(path, part))

    def _pending(self, kind: Kind, path: Path, given: Any) -> tuple[Identity, PendingChange]:
        keys = {"set", "remove", "since", "impossible", "confirmed", "sent_back"}
        part = self._mapping(path, given, keys)
        key = self._either(path, part, "set", "remove")
        identity, fields = self._object(kind, (*path, key), part[key])
        impossible, sent_back = (self._reason((*path, name), part) for name in ("impossible", "sent_back"))
        confirmed = self._confirmation(kind, (*path, "confirmed"), part["confirmed"]) if "confirmed" in part else None
        since = self._text((*path, "since"), part.get("since"))
        return identity, PendingChange(fields if key == "set" else None, since, impossible, confirmed, sent_back)

    def _reason(self, path: Path, part: Mapping[str, Any]) -> Reason | None:
        if path[-1] not in part:
            return None
        given = self._mapping(path, part[path[-1]], {"remark", "by", "at"})
        return Reason(self._text((*path, "remark"), given.get("remark")), self._said(path, given))

    def _confirmation(self, kind: Kind, path: Path, given: Any) -> Confirmation:
        part = self._mapping(path, given, {"how", "by", "at"} | ({"seen"} if kind.columns else set()))
        seen = self._object(kind, (*path, "seen"), part["seen"])[1] if "seen" in part else None
        return Confirmation(self._source(path, part), seen)

    def _either(self, path: Path, part: Mapping[str, Any], one: str, other: str) -> str:
        if (one in part) == (other in part):
            raise self._damaged(path, f"must have either {one} or {other}")
        return one if one in part else other

    def _object(self, kind: Kind, path: Path, given: Any) -> tuple[Identity, Fields]:
        """The identity and the canonical fields of an object."""
        try:
            if kind.columns:
                rows = self._list((*path, "rows"), self._mapping(path, given, {"rows"}).get("rows"))
                return (), {"rows": [self._row(kind, at, row) for at, row in rows]}
            fields = kind.schema.merge({}, kind.schema.declare(given))
        except ValidationError as fault:
            raise self._damaged(path, str(fault)) from None
        identity = kind.identify(fields)
        if not all(identity):
            raise self._damaged(path, f"this {kind.label} has no name")
        return identity, fields

    def _row(self, kind: Kind, path: Path, row: Any) -> dict[str, Any]:
        try:
            return kind.schema.complete(row)
        except ValidationError as fault:
            raise self._damaged(path, str(fault)) from None

    def _event(self, path: Path, given: Any) -> Event:
        part = self._mapping(path, given, {"at", "by", "event", "object", "what", "remark", "step"})
        event = self._text((*path, "event"), part.get("event"))
        if event not in EVENTS:
            raise self._damaged((*path, "event"), f"must be one of {', '.join(EVENTS)}")
        about, remark, step = (
            None if part.get(name) is None else str(part[name]) for name in ("object", "remark", "step")
        )
        what = self._text((*path, "what"), part.get("what"))
        return Event(self._said(path, part), event, what, about, remark, step)

    def _evidence(self, path: Path, given: Any) -> dict[str, Evidence]:
        known = self._mapping(path, given, set(FORMS))
        return {report: Evidence(report, **self._shown((*path, report), one)) for report, one in known.items()}

    def _shown(self, path: Path, given: Any) -> dict[str, Any]:
        read: dict[str, Callable[[Path, Any], Any]] = {
            **dict.fromkeys(("rows", "unreadable"), self._count),
            **dict.fromkeys(("patron_types", "loans"), partial(self._by_name, self._count)),
            "periods": partial(self._by_name, self._text),
            "accounts": self._accounts,
            "findings": self._findings,
        }
        return self._values(path, given, _names(Evidence) - {"report"}, ("file", "last", "imported"), read)

    def _sent(self, path: Path, given: Any) -> Sent:
        read = {"reminders": self._count, "accepted": self._truth, "steps": self._texts}
        required = ("to", "first", "at", "reminders", "accepted")
        return Sent(**{"due": None, "steps": (), **self._values(path, given, _names(Sent), required, read)})

    def _accounts(self, path: Path, given: Any) -> dict[str, dict[str, Any]]:
        read = {"blocked": self._truth}
        found = [self._values(at, one, set(ACCOUNT), ("barcode",), read) for at, one in self._list(path, given)]
        return {one["barcode"]: {**dict.fromkeys(ACCOUNT), **one} for one in found}

    def _findings(self, path: Path, given: Any) -> list[ReportFinding]:
        read: dict[str, Callable[[Path, Any], Any]] = {
            **dict.fromkeys(("row", "count"), self._count),
            "code": partial(self._one_of, CODES),
            "severity": partial(self._one_of, SEVERITIES),
        }
        required = ("code", "severity", "file", "message")
        return [
            ReportFinding(**self._values(at, one, _names(ReportFinding), required, read))
            for at, one in self._list(path, given)
        ]

    def _values(
        self, path: Path, given: Any, allowed: set[str], required: Sequence[str], read: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The values of a dictionary. read: the function for each value that is not a text."""
        part = self._mapping(path, given, allowed)
        for name in required:
            if name not in part:
                raise self._damaged(path, f"must have {name}")
        return {name: read.get(name, self._text)((*path, name), one) for name, one in part.items()}

    def _by_name(self, read: Callable[[Path, Any], Any], path: Path, given: Any) -> dict[str, Any]:
        part = self._mapping(path, given, set(given) if isinstance(given, dict) else set())
        return {name: read((*path, name), one) for name, one in part.items()}

    def _one_of(self, known: Sequence[str], path: Path, given: Any) -> str:
        if given not in known:
            raise self._damaged(path, f"must be one of {', '.join(known)}")
        return str(given)

    def _count(self, path: Path, given: Any) -> int:
        if not isinstance(given, int) or isinstance(given, bool) or given < 0:
            raise self._damaged(path, "must be a number")
        return given

    def _said(self, path: Path, part: Mapping[str, Any]) -> Attribution:
        return Attribution(self._text((*path, "by"), part.get("by")), self._text((*path, "at"), part.get("at")))

    def _mapping(self, path: Path, given: Any, allowed: set[str]) -> dict[str, Any]:
        if given is None:
            return {}
        if not isinstance(given, dict):
            raise self._damaged(path, "must be a dictionary")
        unknown = [name for name in given if name not in allowed]
        if unknown:
            raise self._damaged((*path, unknown[0]), f"is an unknown key. {similar(str(unknown[0]), sorted(allowed))}")
        return given

    def _list(self, path: Path, given: Any) -> Iterator[tuple[Path, Any]]:
        if given is not None and not isinstance(given, list):
            raise self._damaged(path, "must be a list")
        for number, one in enumerate(given or ()):
            yield (*path, number), one

    def _text(self, path: Path, given: Any) -> str:
        if given is None or isinstance(given, (dict, list)) or not str(given).strip():
            raise self._damaged(path, "must be a text")
        return str(given)

    def _texts(self, path: Path, given: Any) -> tuple[str, ...]:
        return tuple(self._text(at, one) for at, one in self._list(path, given))

    def _truth(self, path: Path, given: Any) -> bool | None:
        if given is not None and not isinstance(given, bool):
            raise self._damaged(path, "must be true or false")
        return given

    def _parse(self, text: str) -> dict[str, Any]:
        loader = None
        try:
            loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
            node = loader.get_single_node()
            root = None if node is None else self._plain(loader, node, (), set())
        except yaml.MarkedYAMLError as fault:
            mark = fault.problem_mark or fault.context_mark
            raise Damaged(f"line {mark.line + 1 if mark else 1}: this is not YAML: {fault.problem}") from None
        except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as fault:
            line = text.count("\n", 0, getattr(fault, "position", 0)) + 1
            raise Damaged(f"line {line}: this is not YAML: {str(fault).splitlines()[0]}") from None
        finally:
            if loader is not None:
                loader.dispose()
        if not isinstance(root, dict):
            raise Damaged("line 1: the document must be a dictionary with the key library")
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
            if node.tag.endswith((":int", ":float")) and len(node.value) > _LONGEST_NUMBER:
                raise self._damaged(path, f"is a number with more than {_LONGEST_NUMBER} digits")
            # Dates are kept as texts.
            return node.value if node.tag.endswith(":timestamp") else loader.construct_object(node)
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(loader, one, (*path, number), seen) for number, one in enumerate(node.value)]
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self._damaged(path, "has a key that is not a text")
            name = key.value
            self._lines[(*path, name)] = key.start_mark.line + 1
            if name in found:
                raise self._damaged((*path, name), "occurs twice")
            found[name] = self._plain(loader, value, (*path, name), seen)
        return found

    def _damaged(self, path: Path, problem: str) -> Damaged:
        """The error, with the nearest known line."""
        known = next((path[:end] for end in range(len(path), -1, -1) if path[:end] in self._lines), ())
        key = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
        text = f"line {self._lines.get(known, 1)}, {key or 'document'}: {problem}"
        return Damaged(text, fields=[key] if key else ())
