# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether the readings of the assistant follow from the captures and the known screens. No screen is read here: each value is looked up.

A reading is JSON: ``at``, ``library`` (registry ID), ``origin``, ``kind``, ``face``, ``capture`` (digest), ``patches`` (the IDs of those that it rests on),
``values`` (``[{"input", "items", "texts", "value"}]``; items: the places in the capture), ``rows`` (of a map: ``[{"cells": [...]}]`` with cells like
values; otherwise None) and ``count`` (``{"first", "last", "total"}``, or None). A patch is as in assistant/read/README.md.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .._core.objects import Kind
from .._core.values import Input
from .inputs import column

Json = Mapping[str, Any]

#: So many characters of its digest are in the name of a patch.
SHORT = 12
#: The pages of a map are captured within this time.
SPAN = timedelta(minutes=30)
#: What is drawn like that is never a value.
_NEVER = frozenset({"covered", "cut", "invalid", "mixed", "open", "struck"})
_NUMBER = re.compile("\\d+(?:[.,’'\u00a0\u202f ]\\d{3}(?!\\d))*(?:[.,]\\d+)?")
_DIGITS = re.compile(r"\d+")
_MARKS = re.compile("[.,’'\u00a0\u202f ](?=\\d{3}(?!\\d))")
_NUMERIC = frozenset({"period", "limit", "amount", "amount limit", "number", "day"})
_FREE = frozenset({"text", "lines"})
#: In these, a text that stands for a blank means it in all of them. Of limits, it can mean that there is none.
_BLANKS = frozenset({"text", "choice", "period", "lines", "day"})
_SEPARATORS = re.compile("\n|; |, ")


def digest(capture: Json) -> str:
    """The digest by which a reading, and the record, name a capture."""
    text = json.dumps(capture, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def patches_in(folder: Path) -> list[dict[str, Any]]:
    """The patches in ``<folder>/<kind>/<time>-<library>-<digest>.json``, with the names of their files as ``id``.

    Raises ValueError if a file is no patch, or was edited: then its digest is another one.
    """
    return [_patch(path) for path in sorted(folder.glob("*/*.json"))]


def _patch(path: Path) -> dict[str, Any]:
    try:
        patch = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error
    if not isinstance(patch, dict) or (patch.get("format"), patch.get("version")) != ("reshare.wms screen", 1):
        raise ValueError(f"{path}: no known screen of version 1")
    if not path.stem.endswith(f"-{digest(patch)[:SHORT]}"):
        raise ValueError(f"{path}: it was edited; restore it, and add another patch instead")
    return {**patch, "id": path.stem}


def counting(patches: Iterable[Json]) -> dict[str, Json]:
    """The patches that are not revoked, by their IDs."""
    known = list(patches)
    revocations = [one for one in known if one["says"] == "revoked"]
    ids = {patch for one in revocations for patch in one.get("patches", ())}
    people = {person for one in revocations for person in one.get("people", ())}
    return {
        one["id"]: one
        for one in known
        if one["says"] != "revoked" and one["id"] not in ids and one.get("by") not in people
    }


def problems(
    reading: Json, capture: Json, patches: Iterable[Json], kinds: Mapping[str, Kind], registry_id: str
) -> list[str]:
    """Why a reading does not count; empty if it does. patches: all that are known. registry_id: of the library that sent it."""
    return list(_Check(reading, capture, counting(patches), kinds).reasons(registry_id))


def inputs_of(kind: Kind) -> dict[str, Input]:
    """The inputs of a kind, or its columns, by their names."""
    found = [column(one) for one in kind.columns] if kind.columns else kind.schema.inputs([])
    return {one.name: one for one in found}


class _Check:
    """One reading beside its capture."""

    def __init__(self, reading: Json, capture: Json, patches: Mapping[str, Json], kinds: Mapping[str, Kind]):
        self.reading, self.capture, self.patches = reading, capture, patches
        self.kinds = kinds
        self.inputs = {name: inputs_of(kind) for name, kind in kinds.items()}

    def reasons(self, registry_id: str) -> Iterator[str]:
        reading, capture = self.reading, self.capture
        if reading["library"] != registry_id:
            yield f"it is of library {reading['library']}, not of {registry_id}"
        if reading["capture"] != digest(capture) or reading["at"] != capture["at"]:
            yield "its capture is another one"
        if reading["origin"] != _origin(capture["address"]):
            yield f"its capture is of {_origin(capture['address'])}, not of {reading['origin']}"
        yield from self._patches()
        for one in (*reading["values"], *(cell for row in reading["rows"] or () for cell in row["cells"])):
            reason = self._value(one)
            if reason:
                yield f"{one['input']}: {reason}"

    def _patches(self) -> Iterator[str]:
        unknown = [one for one in self.reading["patches"] if one not in self.patches]
        if unknown:
            yield f"it rests on patches that are revoked or unknown: {', '.join(unknown)}"
        for name in self.reading["patches"]:
            origin = self.patches.get(name, {}).get("origin", self.reading["origin"])
            if origin != self.reading["origin"]:
                yield f"patch {name} is of {origin}"

    def _value(self, one: Json) -> str | None:
        """Why a value does not follow from what is drawn."""
        about = self.inputs.get(self.reading["kind"], {}).get(one["input"])
        if about is None:
            return "there is no such input"
        items = self.capture["items"]
        if not all(isinstance(at, int) and 0 <= at < len(items) for at in one["items"]):
            return "the capture has no such items"
        state = state_of([items[at] for at in one["items"]])
        if _texts(state) != list(one["texts"]):
            return "the items have other texts"
        if any(_NEVER & set(flags) for _kind, flags, _texts_ in state):
            return "it is drawn as something that does not count"
        taught = [fact for name in self.reading["patches"] for fact in self._facts(self.patches.get(name, {}), about)]
        if not any(explains(fact["state"], fact["value"], state, one["value"], about) for fact in taught):
            return f"no patch gives {one['value']!r} for {', '.join(one['texts']) or 'nothing'}"
        return self._conflict(one, state, about)

    def _facts(self, patch: Json, about: Input) -> Iterator[Json]:
        """What a patch confirms of this input, and of others of its form; what stands for a blank means it elsewhere, too."""
        for fact in patch.get("values", ()):
            other = self.inputs.get(patch["kind"], {}).get(fact["input"])
            is_like = bool(self.kinds[patch["kind"]].columns) == bool(self.kinds[self.reading["kind"]].columns)
            is_blank = fact["value"] == "" and about.value.script["form"] in _BLANKS
            # That one column can be blank says nothing about others.
            is_like &= bool(fact["state"]) or fact["input"] == about.name or not self.kinds[patch["kind"]].columns
            if other is not None and is_like and (_group(other) == _group(about) or is_blank):
                yield fact

    def _conflict(self, one: Json, state: list[Any], about: Input) -> str | None:
        kind = self.reading["kind"]
        for name, patch in self.patches.items():
            for fact in patch.get("values", ()):
                is_same = patch["kind"] == kind and fact["input"] == about.name and fact["state"] == state
                if is_same and fact["value"] != one["value"]:
                    return f"patch {name} gives {fact['value']!r} for the same"
        return None


# ---------------------------------------------------------------------------------------------- what a state means


def state_of(items: Iterable[Json]) -> list[Any]:
    """The state of some items: ``[[kind, flags, texts], ...]``."""
    return [_part(one) for one in items]


def _part(one: Json) -> list[Any]:
    kind = one.get("kind", one["is"])
    return [kind, list(one.get("flags", ())), list(one["drawn"]) if "drawn" in one else [one["text"]]]


def _group(one: Input) -> tuple[Any, ...]:
    """The inputs whose drawings mean the same have the same of these."""
    script = one.value.script
    return script["form"], script.get("choices"), "reference" in script, "wildcard" in script


def explains(taught: Sequence[Any], meant: str, state: Sequence[Any], value: str, about: Input) -> bool:
    """Whether a value follows from a confirmed one: they are drawn the same, or differ in their numbers, or are what is written there."""
    if taught == list(state):
        return value == meant
    form = about.value.script["form"]
    number = _DIGITS if form == "day" else _NUMBER
    if form in _NUMERIC:
        return _skeleton(taught, number) == _skeleton(state, number) and _analogous(
            _numbers(taught, number), meant, _numbers(state, number), value
        )
    is_written = form in _FREE and _shape(taught) in (_shape(state), _shape(_as_filled(state)))
    return is_written and _is_verbatim(taught, meant) and _is_verbatim(state, value)


def _analogous(taught: list[Decimal], meant: str, drawn: list[Decimal], value: str) -> bool:
    """Whether the second value has its numbers at the places at which the first one has them."""
    if value == "" or meant == "":
        return value == meant
    own, other = _words_and_numbers(meant), _words_and_numbers(value)
    if [one for one in own if isinstance(one, str)] != [one for one in other if isinstance(one, str)] or len(
        own
    ) != len(other):
        return False
    pairs = [(one, two) for one, two in zip(own, other) if isinstance(one, Decimal) and isinstance(two, Decimal)]
    return all((one, two) in zip(taught, drawn) for one, two in pairs) and len(taught) == len(drawn)


def _words_and_numbers(value: str) -> list[str | Decimal]:
    """A canonical value in words and numbers. ``1 week`` has the same words as ``2 weeks``."""
    found = re.findall(r"\d+(?:\.\d+)?|[^\d]+", value)
    return [Decimal(one) if one[0].isdigit() else one.removesuffix("s") for one in found]


def _numbers(state: Iterable[Any], number: re.Pattern[str]) -> list[Decimal]:
    return [_number(one) for text in _texts(state) for one in number.findall(text)]


def _number(text: str) -> Decimal:
    """A number with groups of three, and at most two digits after another mark."""
    return Decimal(re.sub("[.,](?=\\d{1,2}$)", ".", _MARKS.sub("", text)))


def _texts(state: Iterable[Any]) -> list[str]:
    return [text for _kind, _flags, texts in state for text in texts]


def _skeleton(state: Iterable[Any], number: re.Pattern[str]) -> list[Any]:
    return [[kind, flags, [number.sub("#", text) for text in texts]] for kind, flags, texts in state]


def _shape(state: Iterable[Any]) -> list[Any]:
    """The different parts of a state, without their texts."""
    found: list[Any] = []
    for kind, flags, texts in state:
        part = [kind, flags, bool(texts) or kind == "text"]
        if part not in found:
            found.append(part)
    return found


def _as_filled(state: Iterable[Any]) -> list[Any]:
    """A page that fills its fields by a script leaves the blank ones as they came, and the others differ."""
    return [
        [kind, ["differs"] if kind == "text" and not flags and not texts else flags, texts]
        for kind, flags, texts in state
    ]


def _is_verbatim(state: Iterable[Any], value: str) -> bool:
    texts = _texts(state)
    entries = sorted({part for text in texts for part in _SEPARATORS.split(text)})
    return value in (" ".join(texts), "\n".join(entries))


# ------------------------------------------------------------------------------------------------- the pages of a map


def whole(readings: Sequence[Json]) -> str | None:
    """Why the pages of a map are not all of it; None if they are."""
    pages = sorted(readings, key=lambda one: (one["count"] or {}).get("first", 0))
    if any(one["rows"] is None or one["count"] is None for one in pages):
        return "not every page counts its rows"
    following = 1
    for one in pages:
        first, last = one["count"]["first"], one["count"]["last"]
        if first != following or last - first + 1 != len(one["rows"]):
            return f"row {following} does not follow"
        following = last + 1
    totals = {one["count"]["total"] for one in pages}
    if totals != {following - 1}:
        return f"there are {following - 1} rows of {', '.join(map(str, sorted(totals)))}"
    times = [datetime.fromisoformat(one["at"]) for one in pages]
    return "its pages were captured too far apart" if max(times) - min(times) > SPAN else None


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
