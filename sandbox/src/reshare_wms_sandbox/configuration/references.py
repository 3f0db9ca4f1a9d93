# SPDX-License-Identifier: GPL-3.0-or-later

"""References between objects: the names that exist, the references to a name, and the errors that follow
(wms-circulation.md 2.1, 7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, get_args, get_origin

from ..identity.records import circulation
from ..state import State
from .kinds import BY_PLURAL, KINDS, Kind
from .models import Fields
from .values import ALL

PATRON_ACCOUNTS = "patron_accounts"
_CANDIDATES = 10


@dataclass(frozen=True)
class Use:
    """A field that refers to an object. within: the other half of the reference, if it has one."""

    field: str
    collection: str
    name: str
    within: str | None = None


def uses(model: type[Fields], values: Mapping[str, Any], path: str = "") -> Iterator[Use]:
    """Every reference in the fields of an object."""
    for field, target in _references(model):
        name = values.get(field)
        if name not in (None, ALL):
            within = target.get("within")
            collection = target["collection"].replace("-", "_")
            yield Use(path + field, collection, name, None if within is None else values.get(within) or ALL)
    for field, part, many in _parts(model):
        if many:
            for number, value in enumerate(values.get(field) or ()):
                yield from uses(part, value, f"{path}{field}.{number}.")
        elif values.get(field):
            yield from uses(part, values[field], f"{path}{field}.")


def missing(state: State, library: str, kind: Kind, fields: Mapping[str, Any]) -> Iterator[tuple[Use, list[str]]]:
    """The references of an object whose target does not exist, each with similar names."""
    known: dict[tuple[str, str | None], list[str]] = {}
    for use in uses(kind.content, fields):
        place = (use.collection, use.within)
        if place not in known:
            known[place] = names(state, library, *place)
        if use.name not in known[place]:
            yield use, candidates(use.name, known[place])


def names(state: State, library: str, collection: str, within: str | None = None) -> list[str]:
    """The names of a kind that exist."""
    if collection == "shelving_locations":
        rows = [row.body for row in state.documents(library, "holding_codes")]
        return [
            name for row in rows if row.get("holding_code") == within for name in split(row.get("shelving_locations"))
        ]
    identity = BY_PLURAL[collection].identity
    return [document.body.get(identity, "") for document in state.documents(library, collection)]


def users(state: State, library: str, collection: str, name: str, within: str | None = None) -> list[dict[str, str]]:
    """The objects that refer to an object."""
    found = []
    for kind in KINDS:
        if collection not in _collections(kind.content):
            continue
        for document in state.documents(library, kind.plural):
            named = ((use.collection, use.name, use.within) for use in uses(kind.content, document.body))
            if (collection, name, within) in named:
                found.append({"kind": kind.plural, "name": document.body.get(kind.identity) or kind.label})
    if collection == "borrower_categories":
        found += _accounts_of_type(state, library, name)
    return found


def split(cell: str | None) -> list[str]:
    """The names in a cell of shelving locations."""
    return [name for name in (part.strip() for part in (cell or "").split(";")) if name]


def candidates(wanted: str, known: list[str]) -> list[str]:
    """Similar names; if none is similar, the first names of the collection."""
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(wanted.casefold(), list(folded), n=_CANDIDATES, cutoff=0.6)
    return [folded[name] for name in close] or sorted(known)[:_CANDIDATES]


def _accounts_of_type(state: State, library: str, name: str) -> list[dict[str, str]]:
    # A patron account refers to its patron type (oclc-apis.md 2.3).
    accounts = [circulation(document.body["record"]) for document in state.documents(library, PATRON_ACCOUNTS)]
    return [
        {"kind": PATRON_ACCOUNTS, "name": account["barcode"]}
        for account in accounts
        if account.get("borrowerCategory") == name
    ]


@cache
def _references(model: type[Fields]) -> tuple[tuple[str, dict[str, str]], ...]:
    found: list[tuple[str, Any]] = []
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra
        if isinstance(extra, dict) and "x-reference" in extra:
            found.append((name, extra["x-reference"]))
    return tuple(found)


@cache
def _parts(model: type[Fields]) -> tuple[tuple[str, type[Fields], bool], ...]:
    """The fields of a model that contain models, and whether they are lists."""
    found = []
    for name, info in model.model_fields.items():
        for annotation in (info.annotation, *get_args(info.annotation)):
            many = get_origin(annotation) is list
            part = get_args(annotation)[0] if many else annotation
            if isinstance(part, type) and issubclass(part, Fields):
                found.append((name, part, many))
                break
    return tuple(found)


@cache
def _collections(model: type[Fields]) -> frozenset[str]:
    """The kinds to which objects of a model can refer."""
    own = {target["collection"].replace("-", "_") for _unused, target in _references(model)}
    return frozenset(own.union(*(_collections(part) for _name, part, _many in _parts(model))))
