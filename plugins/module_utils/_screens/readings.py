# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether the readings of the assistant follow from their captures and the known screens. No screen is read here: each value is looked up.

A reading has the values at the learnt places of one capture: ``{"input", "items", "texts", "value"}``, with the numbers of the items in the capture, the texts
that are drawn there, and the canonical value. For a map, it has ``rows`` with such values as cells, and ``count`` (which rows of how many) if the screen
shows it. ``patches`` are the IDs of the patches on which it rests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from .._core.composites import Input
from .._core.json_shape import TIME, Closed, NumberRule, OneOf
from .._core.objects import Kind
from .inputs import inputs_of
from .patches import FACES, NUMERIC, READ_FACES, Patch, State, digest

#: A reading, and a capture, as parsed JSON.
Reading = Mapping[str, Any]
Capture = Mapping[str, Any]

#: The formats of captures and readings, and their versions.
CAPTURE, CAPTURE_VERSION, READING, VERSION = "reshare.wms capture", 2, "reshare.wms reading", 1
#: The pages of a map are captured within this time.
SPAN = timedelta(minutes=30)
#: The flags of drawings that are never a value.
_NEVER = frozenset({"covered", "cut", "invalid", "mixed", "open", "struck"})
_NUMBER = re.compile("\\d+(?:[.,\u2019'\u00a0\u202f ]\\d{3}(?!\\d))*(?:[.,]\\d+)?")
_DIGITS = re.compile(r"\d+")
_MARKS = re.compile("[.,\u2019'\u00a0\u202f ](?=\\d{3}(?!\\d))")
_FREE = frozenset({"text", "lines"})
#: The forms in which a text that stands for a blank means the same. For a limit, it can mean that there is none.
_BLANKS = frozenset({"text", "choice", "period", "lines", "day"})
_SEPARATORS = re.compile("\n|; |, ")

_VALUE = Closed({"input": str, "items": [int], "texts": [str], "value": str})
SHAPE = Closed(
    {
        "format": OneOf((READING,)),
        "version": NumberRule(VERSION),
        **{"at": str, "library": str, "origin": str, "kind": str, "face": OneOf(FACES), "capture": str},
        "patches": [str],
        "values": [_VALUE],
        "rows": ([Closed({"cells": [_VALUE]})], None),
        "count": (Closed({"first": int, "last": int, "total": int}), None),
    },
    {"all_rows": bool},
    about={"all_rows": "whether a person said that the rows are all there are"},
)
#: What is looked at in a capture; the rest of it is for people.
CAPTURE_SHAPE = {
    "format": OneOf((CAPTURE,)),
    "version": NumberRule(CAPTURE_VERSION),
    "at": TIME,
    "address": str,
    "items": [
        {
            "is": str,
            "kind": (str, None),
            "text": (str, None),
            "drawn": ([str], None),
            "flags": ([str], None),
        }
    ],
}


@dataclass(frozen=True)
class ReadingLookup:
    """The lookup of one reading. patches: the ones that count, by their IDs."""

    reading: Reading
    capture: Capture
    patches: Mapping[str, Patch]
    kinds: Mapping[str, Kind]

    def problem(self, registry_id: str) -> str | None:
        """Why the reading does not count; None if it does. registry_id: of the library that sent it."""
        return next(self._problems(registry_id), None)

    def _problems(self, registry_id: str) -> Iterator[str]:
        reading, capture = self.reading, self.capture
        if reading["library"] != registry_id:
            yield f"it is of institution {reading['library']}, not of {registry_id}"
        if reading["at"] != capture["at"]:
            yield "its capture has another time"
        if reading["kind"] not in self.kinds:
            yield f"'{reading['kind']}' is not a kind of object"
            return
        if reading["face"] not in READ_FACES:
            yield "a screen to fill in shows nothing that was saved"
        if (reading["rows"] is not None) != bool(self.kinds[reading["kind"]].columns):
            yield "it has the rows of another kind of screen"
        if reading["origin"] != (origin := _origin(capture["address"])):
            yield f"its capture is of {origin}, not of {reading['origin']}"
        for name in reading["patches"]:
            patch = self.patches.get(name)
            if patch is None:
                yield f"it rests on patch {name}, which is revoked or unknown"
            elif patch["origin"] != reading["origin"]:
                yield f"it rests on patch {name}, which is of {patch['origin']}"
        yield from self._uncounted()
        yield from self._values()

    def _uncounted(self) -> Iterator[str]:
        if (count := self.reading["count"]) is not None:
            wanted = {Decimal(count[name]) for name in ("first", "last", "total")}
            texts = (item.get("text") or "" for item in self.capture["items"])
            if not any(wanted <= {_number(number) for number in _NUMBER.findall(text)} for text in texts):
                yield "no text of its capture counts these rows"

    def _values(self) -> Iterator[str]:
        groups = [self.reading["values"], *(row["cells"] for row in self.reading["rows"] or ())]
        inputs = inputs_of(self.kinds[self.reading["kind"]], (value["input"] for values in groups for value in values))
        facts = {name: [*self._facts(about)] for name, about in inputs.items()}
        for values in groups:
            names = [value["input"] for value in values]
            if len({*names}) < len(names):
                yield "it has an input twice"
            for value in values:
                about = inputs.get(value["input"])
                why = self._not_shown(value, about, facts[about.name]) if about else "there is no such input"
                if why:
                    yield f"{value['input']}: {why}"

    def _not_shown(self, value: Mapping[str, Any], about: Input, facts: Iterable[Mapping[str, Any]]) -> str | None:
        """Why a value does not follow from what is drawn. facts: those that can give it."""
        items = self.capture["items"]
        if not all(0 <= at < len(items) for at in value["items"]):
            return "the capture has no such items"
        state = state_of([items[at] for at in value["items"]])
        if _texts(state) != list(value["texts"]):
            return "the items have other texts"
        if any(_NEVER.intersection(flags) for _kind, flags, _drawn in state):
            return "it is drawn as something that does not count"
        if not any(explains(fact["state"], fact["value"], state, value["value"], about) for fact in facts):
            return f"no patch gives '{value['value']}' for '{', '.join(value['texts'])}'"
        for name, meant in self._meanings.get((about.name, _frozen(state)), ()):
            if meant != value["value"]:
                # If one drawing has two meanings, neither counts.
                return f"patch {name} gives '{meant}' for the same"
        return None

    def _facts(self, about: Input) -> Iterator[Mapping[str, Any]]:
        """What the patches of the reading confirm about an input and others of its form. A text that stands for a blank does so elsewhere, too."""
        for patch in (self.patches[name] for name in self.reading["patches"] if name in self.patches):
            kind = self.kinds[patch["kind"]]
            if bool(kind.columns) != bool(self.kinds[self.reading["kind"]].columns):
                continue
            others = inputs_of(kind, (fact["input"] for fact in patch["values"]))
            for fact in patch["values"]:
                is_own = fact["input"] == about.name
                is_blank = fact["value"] == "" and about.value.script["form"] in _BLANKS
                # That one column can be blank says nothing about others.
                is_like = is_own or bool(fact["state"]) or not kind.columns
                if is_like and (_group(others[fact["input"]]) == _group(about) or is_blank):
                    yield fact

    @cached_property
    def _meanings(self) -> Mapping[tuple[str, Any], list[tuple[str, str]]]:
        """By input and state, the IDs of all patches about this kind of screen and the values that they give."""
        meanings: dict[tuple[str, Any], list[tuple[str, str]]] = {}
        for name, patch in self.patches.items():
            for fact in patch["values"] if patch["kind"] == self.reading["kind"] else ():
                meanings.setdefault((fact["input"], _frozen(fact["state"])), []).append((name, fact["value"]))
        return meanings


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def facts_digest(facts: Iterable[tuple[str, str]]) -> str:
    """The digest of the values on a screen, as pairs of an input and a value: it tells two captures of one object apart."""
    return digest(sorted({tuple(fact) for fact in facts}))[:12]


# What a drawing means. assistant/read/states.js learns it; here, it is only compared.


def state_of(items: Iterable[Mapping[str, Any]]) -> State:
    """The state of some items: ``[[kind, flags, texts], ...]``."""
    return [
        [
            item.get("kind") or item["is"],
            list(item.get("flags") or ()),
            list(item["drawn"]) if item.get("drawn") is not None else [item.get("text") or ""],
        ]
        for item in items
    ]


def _frozen(state: State) -> tuple[Any, ...]:
    """A state as a key."""
    return tuple((kind, tuple(flags), tuple(texts)) for kind, flags, texts in state)


def _group(field: Input) -> tuple[Any, ...]:
    """A key: if it is equal for two inputs, their drawings mean the same."""
    script = field.value.script
    return script["form"], script.get("choices"), "reference" in script, "wildcard" in script


def explains(taught: State, meant: str, state: State, value: str, about: Input) -> bool:
    """Whether a value follows from a confirmed one: both are drawn the same, or differ only in their numbers, or are the drawn text itself."""
    if list(taught) == list(state):
        return value == meant
    form = about.value.script["form"]
    if form in NUMERIC:
        number = _DIGITS if form == "day" else _NUMBER
        same = _without(taught, number) == _without(state, number)
        return same and _analogous(_numbers(taught, number), meant, _numbers(state, number), value)
    is_written = form in _FREE and _shape(taught) in (_shape(state), _shape(_as_filled(state)))
    return is_written and _is_verbatim(taught, meant) and _is_verbatim(state, value)


def _analogous(taught: Sequence[Decimal], meant: str, drawn: Sequence[Decimal], value: str) -> bool:
    """Whether the second value has its drawn numbers in the same places as the first one."""
    if value == "" or meant == "":
        return value == meant
    own, other = _words_and_numbers(meant), _words_and_numbers(value)
    shapes = [[word if isinstance(word, str) else None for word in words] for words in (own, other)]
    pairs = [(number, two) for number, two in zip(own, other) if isinstance(number, Decimal)]
    places = [*zip(taught, drawn)]
    return shapes[0] == shapes[1] and len(taught) == len(drawn) and all(pair in places for pair in pairs)


def _words_and_numbers(value: str) -> list[str | Decimal]:
    """A canonical value in words and numbers. ``1 week`` has the same words as ``2 weeks``."""
    parts = re.findall(r"\d+(?:\.\d+)?|[^\d]+", value)
    return [Decimal(part) if part[0].isdigit() else part.removesuffix("s") for part in parts]


def _numbers(state: State, number: re.Pattern[str]) -> list[Decimal]:
    return [_number(digits) for text in _texts(state) for digits in number.findall(text)]


def _number(text: str) -> Decimal:
    """A number with groups of three digits and at most two decimal places; NaN, which equals nothing, for any other text."""
    try:
        return Decimal(re.sub("[.,](?=\\d{1,2}$)", ".", _MARKS.sub("", text)))
    except InvalidOperation:
        return Decimal("NaN")


def _texts(state: State) -> list[str]:
    return [text for _kind, _flags, texts in state for text in texts]


def _without(state: State, number: re.Pattern[str]) -> list[Any]:
    return [[kind, flags, [number.sub("#", text) for text in texts]] for kind, flags, texts in state]


def _shape(state: State) -> list[Any]:
    """The different parts of a state, without their texts."""
    shape: list[Any] = []
    for kind, flags, texts in state:
        part = [kind, flags, bool(texts) or kind == "text"]
        if part not in shape:
            shape.append(part)
    return shape


def _as_filled(state: State) -> State:
    """The state as if its blanks were filled: on a page filled by a script, only filled fields are flagged ``differs``."""
    return [
        [kind, ["differs"] if kind == "text" and not flags and not texts else flags, texts]
        for kind, flags, texts in state
    ]


def _is_verbatim(state: State, value: str) -> bool:
    texts = _texts(state)
    entries = sorted({part for text in texts for part in _SEPARATORS.split(text)})
    return value in (" ".join(texts), "\n".join(entries))
