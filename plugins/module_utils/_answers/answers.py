# SPDX-License-Identifier: GPL-3.0-or-later

"""People's statements about the objects of a library, and what captures show of them, in one form for all files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .._core.errors import ValidationError, candidates, similar
from .._core.objects import AboutObject, Fields, Kind
from .._record.sources import ANSWER, CAPTURE, Attribution, Source
from .._screens.inputs import nested
from .._wms.catalogue import DECLARABLE
from . import received


@dataclass(frozen=True)
class Request:
    """The pending step that an answer closes, as the person saw it.

    digest: of the requested change, None without a worksheet. asked: the change, in sentences. impossible: the reason why it cannot be
    done; None if it was done.
    """

    digest: str | None
    asked: Sequence[str] = ()
    impossible: str | None = None


@dataclass(frozen=True)
class Answer:
    """What is said or shown about one object.

    key: of the object (AboutObject.key), as in the file. source: who says so, when, and whether it is said to be seen on a screen.
    fields: the stated fields (canonical), perhaps not all; None if the object does not exist. about: the object.
    request: set if the answer closes a step, from which fields and object are then taken. Any other answer fills a gap of the record.
    """

    key: str
    source: Source
    fields: Fields | None = None
    about: AboutObject | None = None
    request: Request | None = None
    remark: str | None = None


def parse_answers(file: received.SubmittedFile, attribution: Attribution) -> Iterator[Answer | ValidationError]:
    """The answers in a checked file, or the errors in them."""
    if file.format == received.ANSWERS:
        sources = file.content.get("sources", {})
        seen = {name for name, source in sources.items() if source == CAPTURE}
        yield from to_questions(file.content["answers"], attribution, seen)
    else:
        yield from (_of_step(step, attribution) for step in file.content["steps"])


def _of_step(entry: Mapping[str, Any], attribution: Attribution) -> Answer:
    remark = received.remark_of(entry)
    impossible = (remark or "no reason given") if entry["answer"] == "impossible" else None
    request = Request(entry["digest"], tuple(entry.get("asked", ())), impossible)
    return Answer(entry["step"], Source(entry.get("source", ANSWER), attribution), request=request, remark=remark)


def to_questions(
    given: Mapping[str, Any], attribution: Attribution, seen: Collection[str]
) -> Iterator[Answer | ValidationError]:
    """The answers to questions, or the errors in them. given: by question, None for a missing object. seen: the questions whose
    answers are said to be on the screen."""
    invalid = 0
    for name, value in given.items():
        try:
            about = _named(str(name))
            source = Source(CAPTURE if str(name) in seen else ANSWER, attribution)
            yield Answer(about.key, source, _fields(about, value), about)
        except ValidationError as fault:
            yield fault
            invalid += 1
            if invalid == received.MOST_INVALID:
                return


def _named(name: str) -> AboutObject:
    plural, *identity = name.split("/")
    kind = next((kind for kind in DECLARABLE if kind.plural == plural), None)
    if kind is None:
        known = [kind.plural for kind in DECLARABLE]
        text = f"'{name}' is not a kind of object. {similar(plural, known)}"
        raise ValidationError(text, about=name, meant=candidates(plural, known))
    parts = len(kind.identity_fields)
    # The last part of a name may contain slashes.
    whole = [*identity[: parts - 1], "/".join(identity[parts - 1 :])] if parts else identity
    if len(whole) != parts or not all(whole):
        raise ValidationError(f"'{name}' is not an object: the name of a {kind.label} has {parts} parts", about=name)
    return AboutObject(kind, tuple(whole))


def _fields(about: AboutObject, given: Any) -> Fields | None:
    """The canonical fields in an answer."""
    kind = about.kind
    if given is None and kind.listed:
        return None
    try:
        if kind.columns:
            if not isinstance(given, list):
                raise ValidationError("write the rows of the table as a list")
            return {"rows": [complete_row(kind, number, row) for number, row in enumerate(given, start=1)]}
        if not isinstance(given, Mapping):
            raise ValidationError("write the fields as a dictionary")
        return kind.schema.declare({**nested(kind.schema, given), **kind.naming(about.identity)})
    except ValidationError as fault:
        raise fault.concerning(about.title) from None


def complete_row(kind: Kind, number: int, given: Any) -> Fields:
    """A canonical row with its required columns."""
    row = kind.schema.complete(given)
    if missing := kind.schema.missing_required(row):
        raise ValidationError(f"row {number} has no {', '.join(field.label for field in missing)}")
    return row
