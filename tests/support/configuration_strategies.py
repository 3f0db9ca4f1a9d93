# SPDX-License-Identifier: GPL-3.0-or-later

"""Hypothesis strategies: whole configurations that a library could declare."""

from __future__ import annotations

from datetime import date
from functools import lru_cache, partial
from typing import Any

from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._core import values
from ansible_collections.reshare.wms.plugins.module_utils._core.composites import FreeFields, ListOf, Section, Switches
from ansible_collections.reshare.wms.plugins.module_utils._core.fields import Field
from ansible_collections.reshare.wms.plugins.module_utils._core.kinds import ObjectKind
from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Kind
from ansible_collections.reshare.wms.plugins.module_utils._core.tables import TableKind
from ansible_collections.reshare.wms.plugins.module_utils._core.texts import look_alike
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import CONFIGURATION, ILL_SETTINGS
from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.billing import FIXED, PERIODIC

NAMES = ("A", "B", "C")
SHELVES = {"ADMM": ["Stacks", "Reference"], "ADML": ["Stacks"]}

# Strategies are kept: to make and to validate them takes longer than to draw from them.
KEPT = 1000
chosen = st.booleans()
durations = st.builds("{} {}".format, st.integers(0, 400), st.sampled_from(values.UNITS))
limits = st.one_of(st.integers(0, 99), st.just("no limit"))
money = st.decimals(0, 1000, places=2).map(str)
texts = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=25)
#: The values of the types of fields without parts.
SIMPLE = {
    values.Wildcard: texts.filter(lambda text: look_alike(text.strip()) is None),
    values.YesNo: st.sampled_from([True, False, "yes", "no"]),
    values.Duration: durations,
    values.Limit: limits,
    values.Integer: st.integers(-2, 20),
    values.Money: money,
    values.MoneyLimit: st.one_of(money, st.just("No Limit")),
    values.Day: st.dates(date(2026, 1, 1), date(2040, 1, 1)).map(str),
    FreeFields: st.dictionaries(
        st.sampled_from(["Label 1", "Label 2"]), st.one_of(st.none(), texts, st.integers(0, 9))
    ),
    Switches: st.dictionaries(st.sampled_from(["Notice A", "Notice B"]), st.booleans()),
}

entries = st.fixed_dictionaries({"holding_code": st.sampled_from(list(SHELVES)), "name": st.sampled_from(NAMES)})


@st.composite
def configurations(draw: st.DrawFn) -> dict[str, Any]:
    """A complete configuration by kind, in which all references are valid."""
    known: dict[str, list[str]] = {"holding_code": list(SHELVES)}
    config: dict[str, Any] = {}
    for kind in (*CONFIGURATION, ILL_SETTINGS):
        if not draw(chosen):
            continue
        if not all(known.get(field.value.kind) for field in kind.schema if field.required and _names_another(field)):
            continue
        if kind.listed_in_cell:
            config[kind.plural] = draw(
                st.lists(entries, unique_by=lambda entry: tuple(sorted(entry.items())), max_size=3)
            )
        elif isinstance(kind, ObjectKind):
            # A Patron Type Policy has the name of its patron type.
            names = known["borrower_category"] if kind.name == "patron_type_policy" else NAMES
            known[kind.name] = draw(st.lists(st.sampled_from(names), unique=True, max_size=3))
            config[kind.plural] = [draw(objects(kind, name, known)) for name in known[kind.name]]
        elif isinstance(kind, TableKind):
            config[kind.plural] = draw(tables(kind, known))
        else:
            config[kind.plural] = draw(pages(kind, known))
    return config


@st.composite
def objects(draw: st.DrawFn, kind: ObjectKind, name: str, known: dict[str, list[str]]) -> dict[str, Any]:
    """A valid object with that name."""
    made: dict[str, Any] = {kind.identity_fields[0]: name}
    for field in kind.schema:
        if field.name not in kind.identity_fields and (field.required or draw(chosen)):
            made[field.name] = draw(field_values(field, known))
    if kind.name == "bill_structure":
        made["bill_type"] = FIXED if name == "A" else PERIODIC
        made.pop("amount" if name != "A" else "recurring_amounts", None)
    if kind.name == "notification_template":
        made["notification_type"] = f"Notice {name}"
    if "locations" in made:
        made["locations"] = [{**location, "material_format": name} for location in made["locations"] or ()]
    return made


@st.composite
def tables(draw: st.DrawFn, kind: TableKind, known: dict[str, list[str]]) -> list[dict[str, Any]]:
    """The rows of a table. The table has a catch-all row if it would otherwise exclude everything that no row matches."""
    found = draw(st.lists(rows(kind, known), max_size=4, unique_by=partial(_key, kind)))
    for_all = {**draw(rows(kind, known)), **dict.fromkeys(kind.selectors, values.ALL)}
    if kind.shuts_out and found and _key(kind, for_all) not in {_key(kind, row) for row in found}:
        found.append(for_all)
    return found


@st.composite
def rows(draw: st.DrawFn, kind: TableKind, known: dict[str, list[str]]) -> dict[str, Any]:
    """A row of a table."""
    row: dict[str, Any] = {}
    for field in kind.schema:
        if field.name == "shelving_location":
            shelves = SHELVES.get(row.get("holding_location", values.ALL), [])
            row[field.name] = draw(st.sampled_from([values.ALL, *shelves]))
        elif field.required or draw(chosen):
            row[field.name] = draw(field_values(field, known))
    return row


@st.composite
def pages(draw: st.DrawFn, kind: Kind, known: dict[str, list[str]]) -> dict[str, Any]:
    """Some fields of a page; in ILL Settings both locations or none."""
    page = {field.name: draw(field_values(field, known)) for field in kind.schema if draw(chosen)}
    for section in page.values():
        if isinstance(section, dict) and section.get("enable"):
            section["temporary_item_holding_location"] = "ADMM"
            section["temporary_item_shelving_location"] = "Stacks"
    return page


def _names_another(field: Field) -> bool:
    return isinstance(field.value, values.Reference)


def _key(kind: TableKind, row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(kind.schema[column].value.normalise(row.get(column)) for column in kind.selectors)


def field_values(field: Field, known: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    """A value that a person can enter in a field; null if the field can be blank."""
    return _entered(field, _written(field.value, known))


@lru_cache(KEPT)
def _entered(field: Field, written: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return written.filter(field.value.normalise) if field.required else st.one_of(st.none(), written)


@lru_cache(KEPT)
def _one_of(options: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    return st.sampled_from(options)


def _written(value: values.FieldType, known: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    if isinstance(value, values.Reference):
        names = known.get(value.kind) or []
        return _one_of((value.wildcard,) if value.within is not None or not names else tuple(names))
    if isinstance(value, values.Choice):
        return _one_of(tuple(value.choices))
    if isinstance(value, values.SetOf):
        return st.lists(_written(value.of, known), max_size=3)
    if isinstance(value, Section):
        fields = {field.name: field_values(field, known) for field in value.schema}
        return st.fixed_dictionaries(
            {}, optional={name: made for name, made in fields.items() if "location" not in name}
        )
    if isinstance(value, ListOf):
        return st.lists(
            st.fixed_dictionaries({field.name: field_values(field, known) for field in value.schema}), max_size=3
        )
    return SIMPLE.get(type(value), texts)
