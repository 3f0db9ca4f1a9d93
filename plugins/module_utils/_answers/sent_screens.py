# SPDX-License-Identifier: GPL-3.0-or-later

"""The screens in a received file: checks its readings against their captures and the known screens, and returns what they show of each object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .._core.errors import ValidationError
from .._core.json_shape import ShapeError, fit
from .._core.objects import AboutObject, Fields, Identity, Kind
from .._core.values import LINES
from .._record.read_captures import CaptureReading
from .._record.record_store import RecordStore
from .._record.sources import CAPTURE, Attribution, Source, parsed
from .._screens import patches as known
from .._screens.inputs import inputs_of, nested
from .._screens.patches import NAMED, REVOKED, Patch, digest
from .._screens.readings import CAPTURE_SHAPE, SHAPE, SPAN, Reading, ReadingLookup, facts_digest
from . import received
from .answers import complete_row
from .received import RejectedFile

_AGAIN = "Read the screen again with the assistant, and send the file that it saves"


@dataclass(frozen=True)
class SeenObject(AboutObject):
    """What one screen shows of an object, or all pages of a map. fields: canonical. source: of each of them."""

    fields: Fields
    source: Source


@dataclass(frozen=True)
class SeenFields:
    """What the screens in a file show of one object: its fields, each from its latest capture, and their sources."""

    seen: Fields
    sources: Mapping[str, Source]


#: By the plural of a kind and the identity of an object.
Shown = Mapping[tuple[str, Identity], SeenFields]


@dataclass
class SentScreens:
    """The screens in one file. objects: the earliest first. open: for each reading without an object, the label of its kind and the reason. readings: by
    the digest of the capture. patches: of known screens. named: patches with names that belong to the library, as the person said."""

    objects: list[SeenObject] = field(default_factory=list)
    open: list[tuple[str, str]] = field(default_factory=list)
    readings: dict[str, CaptureReading] = field(default_factory=dict)
    patches: list[Patch] = field(default_factory=list)
    named: list[Patch] = field(default_factory=list)

    @property
    def shown(self) -> Shown:
        """What the screens show of each object."""
        objects: dict[tuple[str, Identity], SeenFields] = {}
        for seen in self.objects:
            key = (seen.kind.plural, seen.identity)
            before = objects.get(key, SeenFields({}, {}))
            sources = {**before.sources, **dict.fromkeys(seen.fields, seen.source)}
            objects[key] = SeenFields(with_seen(before.seen, seen.fields), sources)
        return objects

    def keep(self, store: RecordStore) -> None:
        """Keep in the record how the values were read, what belongs to the library, and the patches."""
        there = {patch["id"] for patch in store.patches.every}
        store.learn(self.readings, [patch for patch in self.patches if patch["id"] not in there])
        for entry in (*self.patches, *self.named):
            store.content.named.add(entry.get("names", {}), entry.get("people", ()))


def read_screens(
    source: str, given: Mapping[str, Any], store: RecordStore, kinds: Iterable[Kind], by: str
) -> SentScreens:
    """The screens in a checked file. by: who created it. Raises RejectedFile if a part is damaged, or a reading does not follow from its capture."""
    by_name = {kind.name: kind for kind in kinds}
    parts: Sequence[Sequence[Any]] = [given.get(name) or () for name in ("captures", "readings", "patches")]
    if (most := max(map(len, parts))) > received.MOST_CAPTURES:
        text = f"{source} has {most} captures, readings or patches; at most {received.MOST_CAPTURES} are read from a file. Send them in several files"
        raise RejectedFile(text, received.DAMAGED)
    captures, readings, patches = parts
    sent = SentScreens()
    for patch in _patches(source, patches, store, by_name, by):
        (sent.named if patch["says"] == NAMED else sent.patches).append(patch)
    known_patches = store.patches.with_more(sent.patches)
    pairs = [*_with_captures(source, readings, captures, store.now)]
    for reading, capture in pairs:
        _check(source, ReadingLookup(reading, capture, known_patches.counting, by_name), store.content.registry_id)
    sent.objects += _objects([reading for reading, _capture in pairs], by_name, by, sent)
    sent.objects.sort(key=lambda seen: seen.source.attribution.at)
    return sent


def with_seen(before: Any, now: Any) -> Any:
    """A value that was known before, updated with what was seen now, also in sections. A switch that is off counts as seen."""
    if not (isinstance(before, Mapping) and isinstance(now, Mapping)):
        return now
    return {**before, **{name: with_seen(before.get(name), value) for name, value in now.items()}}


def _patches(
    source: str, given: Sequence[Any], store: RecordStore, kinds: Mapping[str, Kind], by: str
) -> Iterator[Patch]:
    for given_patch in given:
        try:
            patch = known.checked({**given_patch, "by": by}, kinds)
            if patch["says"] == REVOKED:
                raise ShapeError("is a revocation, which the consortium makes (reshare.wms.review_screens)")
            if patch["library"] != store.content.registry_id:
                raise ShapeError(f"is of institution {patch['library']}")
        except ShapeError as fault:
            raise RejectedFile(f"{source} has a patch that {fault}. {_AGAIN}", received.DAMAGED) from None
        received.check_time(f"{source} has a screen whose time", patch["at"], store.now, _AGAIN)
        yield patch


def _with_captures(
    source: str, readings: Sequence[Any], captures: Sequence[Any], now: str
) -> Iterator[tuple[Reading, Mapping[str, Any]]]:
    """Each reading with its capture."""
    by_digest = {digest(capture): capture for capture in captures}
    for reading in readings:
        try:
            fit(reading, SHAPE)
            capture = by_digest.get(reading["capture"])
            if capture is None:
                raise ShapeError("has no capture in the file")
            fit(capture, CAPTURE_SHAPE)
        except ShapeError as fault:
            raise RejectedFile(f"{source} has a damaged reading: {fault}. {_AGAIN}", received.DAMAGED) from None
        received.check_time(f"{source} has a screen whose time", reading["at"], now, _AGAIN)
        yield reading, capture


def _check(source: str, lookup: ReadingLookup, registry_id: str) -> None:
    if problem := lookup.problem(registry_id):
        name, at = lookup.reading["kind"], lookup.reading["at"]
        label = lookup.kinds[name].label if name in lookup.kinds else name
        text = f"{source}: the reading of a screen ({label}, {at}) does not count: {problem}. {_AGAIN}"
        raise RejectedFile(text, received.CONTRADICTED)


def _objects(
    readings: Sequence[Reading], kinds: Mapping[str, Kind], by: str, sent: SentScreens
) -> Iterator[SeenObject]:
    """The objects in readings. Readings without one become open."""
    for name in dict.fromkeys(reading["kind"] for reading in readings):
        kind, own = kinds[name], [reading for reading in readings if reading["kind"] == name]
        for pages in _whole(own, kind, sent) if kind.columns else ([page] for page in own):
            try:
                identity, fields = _fields(kind, pages)
            except ValidationError as fault:
                sent.open.append((kind.label, str(fault)))
                continue
            first = min(pages, key=lambda page: str(page["at"]))
            values = [value for page in pages for value in _values(page)]
            sent.readings[first["capture"]] = CaptureReading(
                first["at"],
                kind.name,
                identity[0] if identity else "",
                facts_digest((value["input"], value["value"]) for value in values),
                tuple(sorted({patch for page in pages for patch in page["patches"]})),
            )
            source = Source(CAPTURE, Attribution(by, first["at"]), first["capture"])
            yield SeenObject(kind, identity, fields, source)


def _values(reading: Reading) -> list[Any]:
    return [*reading["values"], *(cell for row in reading["rows"] or () for cell in row["cells"])]


def _whole(readings: Sequence[Reading], kind: Kind, sent: SentScreens) -> Iterator[list[Reading]]:
    """The pages of each complete view of a map, in order: their rows are numbered from 1 to the total, and were read within half an hour."""
    left = sorted(readings, key=lambda reading: str(reading["at"]))
    for page in [page for page in left if page.get("all_rows") and page["count"] is None]:
        left.remove(page)
        yield [page]
    for first in [page for page in left if page["count"] and page["count"]["first"] == 1]:
        pages = _following(first, left)
        count = pages[-1]["count"]
        if count["last"] == count["total"]:
            left = [page for page in left if page not in pages]
            yield pages
    for page in left:
        count = page["count"]
        rows = f"rows {count['first']} to {count['last']} of {count['total']}" if count else "rows that are not counted"
        sent.open.append(
            (
                kind.label,
                f"the screen shows {rows}; the other pages are missing, or were read more than half an hour apart",
            )
        )


def _following(first: Reading, readings: Sequence[Reading]) -> list[Reading]:
    pages = [first]
    started = parsed(first["at"])
    while _is_counted(pages[-1]) and pages[-1]["count"]["last"] < pages[-1]["count"]["total"]:
        count = pages[-1]["count"]
        wanted = (count["last"] + 1, count["total"])
        near = [
            reading
            for reading in readings
            if _is_counted(reading)
            and (reading["count"]["first"], reading["count"]["total"]) == wanted
            and started is not None
            and (at := parsed(reading["at"])) is not None
            and abs(at - started) <= SPAN
        ]
        if not near:
            break
        pages.append(near[-1])
    return pages


def _is_counted(reading: Reading) -> bool:
    """Whether a page has as many rows as its row numbers say."""
    count = reading["count"]
    return bool(count) and count["last"] - count["first"] + 1 == len(reading["rows"] or ()) > 0


def _fields(kind: Kind, pages: Sequence[Reading]) -> tuple[Identity, Fields]:
    """The identity and the canonical fields of an object. Raises ValidationError for invalid values, or without a name."""
    if kind.columns:
        rows = [_given(kind, row["cells"]) for page in pages for row in page["rows"] or ()]
        return (), {"rows": [complete_row(kind, number, row) for number, row in enumerate(rows, start=1)]}
    fields = kind.schema.declare(nested(kind.schema, _given(kind, pages[0]["values"])))
    identity = kind.identify(fields)
    if not all(identity):
        raise ValidationError("the screen shows no name of the object")
    return identity, fields


def _given(kind: Kind, values: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Values as a person writes them, by their inputs."""
    inputs = inputs_of(kind, (value["input"] for value in values))
    is_list = {name: field.value.control == LINES for name, field in inputs.items()}
    texts = {value["input"]: value["value"] or None for value in values}
    return {name: text.split("\n") if text and is_list[name] else text for name, text in texts.items()}
