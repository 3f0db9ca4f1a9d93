# SPDX-License-Identifier: GPL-3.0-or-later

"""The patches of which known screens consist: what a person confirmed, answered, reviewed or revoked, each in a file of its own that is never edited.

A file is ``<folder>/<kind>/<time>-<library>-<digest>.json``; names, people, reviews and revocations are in the folder ``reviews``. The name without its
suffix is the ID of the patch. The assistant makes patches, and reads screens by them (assistant/read/README.md); here they are only stored, counted and
looked up.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from .._core.errors import FileError, ValidationError
from .._core.files import read_regular, remedy
from .._core.json_shape import TIME, Closed, Each, MaximumRule, NumberRule, OneOf, Rule, ShapeError, TextRule, fit, load
from .._core.json_shape import Path as JsonPath
from .._core.objects import Kind
from .inputs import inputs_of

#: A patch as parsed JSON.
Patch = Mapping[str, Any]
#: The parts that draw a value: ``[[kind, flags, texts], ...]``.
State = Sequence[Sequence[Any]]

#: The folder in the record directory, and its folder for patches about other patches.
FOLDER, REVIEWS = "screens", "reviews"
FORMAT, VERSION = "reshare.wms screen", 1
#: What a patch says: what is where on a screen; what a drawing means; that another person agrees with patches; that patches no longer count.
TAUGHT, ANSWERED, REVIEWED, REVOKED = "taught", "answered", "reviewed", "revoked"
#: What a person says about the library: names of its objects, and of people who are shown on its screens. It is kept in the library's record.
NAMED = "named"
FACES = "view", "edit", "new", "row"
#: The faces that show what was saved. The others are forms to fill in: they show where something is set, and no value is read from them.
READ_FACES = FACES[:2]
#: The forms of inputs for which one confirmed number shows how other numbers are drawn.
NUMERIC = frozenset({"period", "limit", "amount", "amount limit", "number", "day"})

#: The maximum size of a patch, in bytes, and the maximum numbers of elements and values in it.
LARGEST, _MOST_ELEMENTS, _MOST_VALUES = 500_000, 3_000, 3_000
#: The number of characters of a patch's digest in its ID.
_SHORT = 12
#: The members about the person and the library. They are not digested, so that the ID stays if the name of a person is erased.
_NOT_DIGESTED = ("id", "by", "names", "people")

_LIBRARY = re.compile(r"[0-9]{1,20}")
_ORIGIN = re.compile(r"https?://[^/\s]{1,300}")
_ID = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z-[0-9]{1,20}-[0-9a-f]{12}")


class _Part(Rule):
    """A part of a state."""

    type = list

    def check(self, value: Any, path: JsonPath) -> None:
        if len(value) != 3:
            raise ShapeError("is not a kind, flags and texts", path)

    def inner(self, value: Any) -> Iterator[tuple[Any, Any, Any]]:
        return ((at, item, shape) for at, (item, shape) in enumerate(zip(value, (str, [str], [str]))))


STATE = MaximumRule(100, _Part())
_NAMES = {"names": Each([TextRule()]), "people": [TextRule()]}
_HEAD = {"format": OneOf((FORMAT,)), "version": NumberRule(VERSION), "meaning": int, "says": str}
_ABOUT = {**_HEAD, "at": TIME, "library": _LIBRARY}
_MORE = {"id": str, "by": TextRule(blank=True), **_NAMES}
_SCREEN = {"origin": _ORIGIN, "language": str, "kind": str, "face": OneOf(FACES)}
_FACT = Closed({"input": str, "state": STATE, "value": str})
_SCREEN_MORE = {**_MORE, "object": str}
_IDS = MaximumRule(1_000, _ID)
SHAPES = {
    TAUGHT: Closed(
        {
            **_ABOUT,
            **_SCREEN,
            "elements": MaximumRule(_MOST_ELEMENTS, dict),
            "values": MaximumRule(_MOST_VALUES, _FACT),
        },
        _SCREEN_MORE,
    ),
    ANSWERED: Closed({**_ABOUT, **_SCREEN, "values": MaximumRule(_MOST_VALUES, _FACT)}, _SCREEN_MORE),
    NAMED: Closed(_ABOUT, {**_MORE, **dict.fromkeys(("origin", "language", "kind", "face", "object"), str)}),
    REVIEWED: Closed({**_ABOUT, "patches": _IDS}, _MORE),
    REVOKED: Closed(_ABOUT, {**_MORE, "patches": _IDS}),
}


def checked(given: Any, kinds: Mapping[str, Kind]) -> Patch:
    """A patch, with its ID. Raises ShapeError for anything else. kinds: of the catalogue, by their names."""
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise ShapeError("is not a patch of a known screen")
    if given.get("version") != VERSION:
        raise ShapeError(f"has version {given.get('version')!r}; this release reads {VERSION}: update the collection")
    shape = SHAPES.get(str(given.get("says")))
    if shape is None:
        raise ShapeError(f"says none of {', '.join(SHAPES)}")
    fit(given, shape)
    if given["says"] in (TAUGHT, ANSWERED):
        if given["kind"] not in kinds:
            raise ShapeError("is not a kind of object", ("kind",))
        known = inputs_of(kinds[given["kind"]], (fact["input"] for fact in given["values"]))
        for at, fact in enumerate(given["values"]):
            if fact["input"] not in known:
                raise ShapeError(f"is not an input of {given['kind']}", ("values", at, "input"))
    return {**given, "id": id_of(given)}


def id_of(patch: Patch) -> str:
    """The ID of a patch: the name of its file."""
    own = {name: value for name, value in patch.items() if name not in _NOT_DIGESTED}
    return f"{patch['at'].replace(':', '-')}-{patch['library']}-{digest(own)[:_SHORT]}"


def digest(content: Any) -> str:
    """The digest of parsed JSON. The assistant computes the same of what it sends."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def text_of(patch: Patch) -> tuple[str, str]:
    """The path of a patch in the folder, and its text, without the members ``names`` and ``people``, which are in the record."""
    kept = {name: value for name, value in patch.items() if name not in ("id", "names", "people")}
    folder = patch["kind"] if patch["says"] in (TAUGHT, ANSWERED) else REVIEWS
    return f"{folder}/{id_of(patch)}.json", json.dumps(kept, ensure_ascii=False, indent=1) + "\n"


def read_patches(folder: Path, kinds: Mapping[str, Kind], only: str = "*") -> list[Patch]:
    """The patches in a folder, the earliest first; none if there is no folder. only: the name of one folder in it.

    Raises ValidationError for a file that is not a patch or was edited, and FileError for one that cannot be read."""
    paths = sorted(folder.glob(f"{only}/*.json"), key=lambda path: path.name)
    return [_read(path, kinds) for path in paths if not path.name.startswith(".")]


def _read(path: Path, kinds: Mapping[str, Kind]) -> Patch:
    try:
        content = read_regular(path, LARGEST + 1)
    except OSError as fault:
        raise FileError(
            f"{path} cannot be read: {fault.strerror}; {remedy(fault, 'wms_record_dir')}", str(path)
        ) from None
    try:
        if len(content) > LARGEST:
            raise ShapeError("is too large")
        patch = checked(load(content), kinds)
    except ValueError as fault:
        raise _damaged(path, str(fault)) from None
    if patch["id"] != path.stem:
        raise _damaged(path, "was edited")
    return patch


def _damaged(path: Path, problem: str) -> ValidationError:
    return ValidationError(
        f"{path} {problem}. A patch of a known screen is never edited: restore the file from your repository, or remove it",
        about=str(path),
        fields=["wms_record_dir"],
    )


@dataclass(frozen=True)
class Patches:
    """All patches that are known to a task, the earliest first."""

    every: Sequence[Patch] = ()

    def with_more(self, more: Iterable[Patch]) -> Patches:
        """These patches and further ones."""
        known = {patch["id"] for patch in self.every}
        new = [patch for patch in more if patch["id"] not in known]
        # The same object keeps its cached properties.
        return Patches([*self.every, *new]) if new else self

    @cached_property
    def revoked(self) -> Mapping[str, Patch]:
        """The revocations by the IDs of the patches that do not count any more."""
        return {name: patch for patch in self.every if patch["says"] == REVOKED for name in patch.get("patches", ())}

    @cached_property
    def _kept(self) -> Mapping[str, Patch]:
        """By their IDs, the patches about screens that are not revoked."""
        about_screens = (patch for patch in self.every if patch["says"] in (TAUGHT, ANSWERED))
        return {patch["id"]: patch for patch in about_screens if patch["id"] not in self.revoked}

    @cached_property
    def counting(self) -> Mapping[str, Patch]:
        """The same, but only patches by which screens are read."""
        return {name: patch for name, patch in self._kept.items() if patch["face"] in READ_FACES}

    @cached_property
    def reviewers(self) -> Mapping[str, set[str]]:
        """The persons who agreed with a patch, by its ID."""
        reviewers: dict[str, set[str]] = {}
        for patch in self.every:
            for name in patch["patches"] if patch["says"] == REVIEWED else ():
                reviewers.setdefault(name, set()).add(str(patch.get("by")))
        return reviewers

    def of(self, kinds: Iterable[str]) -> list[Patch]:
        """The patches about these kinds that are not revoked."""
        wanted = {*kinds}
        return [patch for patch in self._kept.values() if patch["kind"] in wanted]

    def by(self, person: str) -> list[str]:
        """The IDs of the patches of a person that are not revoked."""
        return [name for name, patch in self._kept.items() if patch.get("by") == person]

    def conflicts(self) -> list[tuple[str, str]]:
        """Pairs of IDs of patches that give one drawing two values. Neither value is read."""
        first: dict[str, tuple[str, str]] = {}
        pairs: dict[tuple[str, str], None] = {}
        for name, patch in self.counting.items():
            for fact in patch["values"]:
                key = digest([patch["origin"], patch["language"], patch["kind"], fact["input"], fact["state"]])
                value, other = first.setdefault(key, (fact["value"], name))
                if value != fact["value"]:
                    pairs[other, name] = None
        return [*pairs]

    @cached_property
    def _values(self) -> Mapping[tuple[str, str], set[str]]:
        """The confirmed values by kind and input."""
        values: dict[tuple[str, str], set[str]] = {}
        for patch in self.counting.values():
            for fact in patch["values"]:
                values.setdefault((patch["kind"], fact["input"]), set()).add(fact["value"])
        return values

    def is_seen(self, kind: Kind, name: str) -> bool:
        """Whether the drawings of an input are known well enough: two different values were confirmed, or one for numbers and the library's own names."""
        about = inputs_of(kind, [name])[name]
        needed = 1 if about.value.script["form"] in NUMERIC or about.value.named_kind else 2
        return len(self._values.get((kind.name, name), ())) >= needed
