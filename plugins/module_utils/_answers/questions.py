# SPDX-License-Identifier: GPL-3.0-or-later

"""The questions to a library for a person at the screens: about fields that declared objects need and the record lacks, and about old values of the record.

Of declared objects, only missing fields are asked for. Tables are asked for as a whole, because the position of a row depends on the existing rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from .._core.composites import Input
from .._core.fields import Field, Schema
from .._core.objects import AboutObject, Declaration, Fields, Identity, Kind
from .._core.values import FieldType
from .._record import knowledge
from .._record.content import Confirmed
from .._record.knowledge import Knowledge
from .._record.record_store import RecordStore
from .._record.sources import HOW
from .._screens.inputs import cell
from .screen_data import screen_data


@dataclass(frozen=True)
class Question(AboutObject):
    """A question about one object, page or table.

    fields: the declared fields (canonical) that are missing in the record; in an audit, the recorded ones.
    recorded: the object as it is in the record, which an audit shows for comparison; None if fields are missing.
    """

    fields: Fields
    recorded: Confirmed | None = None


def missing(kinds: Sequence[Kind], store: RecordStore, declared: Mapping[str, Declaration]) -> list[Question]:
    """The questions about declared fields that the record lacks, in the order of the kinds. Readable objects are not asked about."""
    named = _named(kinds, declared)
    return [
        question
        for kind in kinds
        if not store.readable(kind)
        for question in _of(kind, store, declared.get(kind.name), sorted(named.get(kind.name, ())))
    ]


def _named(kinds: Sequence[Kind], declared: Mapping[str, Declaration]) -> dict[str, set[Identity]]:
    """The undeclared objects to which declared objects refer: they have to exist already."""
    named: dict[str, set[Identity]] = {}
    for kind in kinds:
        for fields in kind.declared_objects(declared[kind.name]) if kind.name in declared else ():
            for use in kind.uses(fields):
                named.setdefault(use.kind, set()).add(use.identity)
    for name, declaration in declared.items():
        named[name] = named.get(name, set()) - {item.identity for item in declaration.items}
    return named


def _of(
    kind: Kind, store: RecordStore, declaration: Declaration | None, named: Sequence[Identity]
) -> Iterator[Question]:
    confirmed, known = store.content.confirmed_of(kind), store.content.known(kind)
    for identity, fields in (kind.declared_fields(declaration) if declaration is not None else {}).items():
        naming = kind.naming(identity)
        unknown_fields = kind.unknown_fields(known.get(identity, {}), fields)
        # If a section is declared without fields, all its fields are asked for.
        asked = {name: None if fields[name] == {} else fields[name] for name in unknown_fields if name not in naming}
        # An object that was answered as missing is not asked about again.
        if identity not in confirmed or (asked and identity in known):
            yield Question(kind, identity, asked)
    yield from (Question(kind, identity, {}) for identity in named if identity not in confirmed)


def recorded(kinds: Sequence[Kind], store: RecordStore) -> list[Knowledge]:
    """The objects of the record that cannot be read from a system, in the order of the kinds, the oldest first."""
    return [
        entry
        for kind in kinds
        if not store.readable(kind)
        for entry in sorted(_of_kind(kind, store), key=lambda item: item.oldest(store.now))
    ]


def _of_kind(kind: Kind, store: RecordStore) -> Iterator[Knowledge]:
    objects = store.content.confirmed_of(kind)
    return knowledge.of_objects(store, (AboutObject(kind, identity) for identity in sorted(objects)))


def old(store: RecordStore, known: Sequence[Knowledge]) -> list[Question]:
    """The questions about these objects, with their recorded fields. An object with a pending step is left out: a person opens its
    screen anyway, and an answer would end the step."""
    content, questions = store.content, list[Question]()
    for about in known:
        if about.identity not in content.pending_of(about.kind):
            recorded = content.confirmed_of(about.kind)[about.identity]
            questions.append(Question(about.kind, about.identity, _recorded_fields(store, about), recorded))
    return questions


def _recorded_fields(store: RecordStore, entry: Knowledge) -> dict[str, object]:
    known = store.content.known(entry.kind).get(entry.identity, {})
    return {name: value for name, value in known.items() if name not in entry.kind.identity_fields}


def sheet(store: RecordStore, asked: Sequence[Question]) -> dict[str, Any]:
    """The questions as plain data, for the page and the Markdown text. ``screens``: for the assistant."""
    numbers = {question.key: number for number, question in enumerate(asked, start=1)}
    return {
        **store.content.label,
        "audit": any(question.recorded for question in asked),
        "groups": [
            {
                "screen": kind.screen_path,
                "label": kind.label,
                "questions": [
                    {
                        "number": numbers[question.key],
                        "name": question.key,
                        "title": question.title,
                        "may_be_missing": kind.listed,
                        "fields": _fields(kind.schema, question.fields),
                        "columns": _columns(kind.columns) if kind.columns else None,
                        "recorded": _recorded(store, question),
                    }
                    for question in group
                ],
            }
            for kind, group in groupby(asked, key=lambda question: question.kind)
        ],
        "screens": screen_data(store, [(question, question.fields) for question in asked]),
    }


def _recorded(store: RecordStore, question: Question) -> dict[str, Any] | None:
    """The recorded values of an object, by the names of the inputs, and its rows, all as texts; None if fields are missing."""
    known, kind = question.recorded, question.kind
    if known is None:
        return None
    return {
        "how": HOW[store.latest_source(kind, known).how],
        **known.latest.attribution.data,
        "there": known.fields is not None,
        "values": {field.name: _text(field.value, value) for field, value in kind.schema.inputs_in(question.fields)},
        "rows": [_cells(kind.columns, row) for row in (known.fields or {}).get("rows") or ()],
    }


def _text(value: FieldType, known: Any) -> Any:
    """A value as the text of its input; a list of entries as rows."""
    return [_cells(value.columns, entry) for entry in known or ()] if value.columns else value.text(known)


def _cells(columns: Iterable[Field], row: Fields) -> dict[str, str]:
    return {field.name: cell(row, field) for field in columns}


def _fields(schema: Schema, fields: Fields) -> list[dict[str, Any]]:
    return [_field(field) for field, _value in schema.inputs_in(fields)]


def _field(field: Input) -> dict[str, Any]:
    columns = {"columns": _columns(field.value.columns)} if field.value.columns else {}
    return {
        "name": field.name,
        "label": field.title,
        "shape": field.value.control,
        "choices": list(field.value.choices),
        **columns,
    }


def _columns(columns: Iterable[Field]) -> list[dict[str, Any]]:
    return [_field(Input(column.name, column.label, column.value)) for column in columns]
