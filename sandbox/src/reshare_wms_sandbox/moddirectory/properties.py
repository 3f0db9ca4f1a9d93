# SPDX-License-Identifier: GPL-3.0-or-later

"""Custom properties of directory entries, and the data binder that adds a value where a client expects a change
(reshare.md 4.1, 4.3)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..modrs.rest import Invalid, bound_value
from ..vocabulary import Vocabulary, stable_id

_TYPES = "com.k_int.web.toolkit.custprops.types."


@dataclass(frozen=True)
class Definition:
    """A custom property. vocabulary: of its values; None for a text. private: never published."""

    name: str
    label: str
    vocabulary: str | None = None
    private: bool = False


DEFINITIONS = {
    definition.name: definition
    for definition in (
        Definition("url", "url"),
        Definition("ILLPreferredNamespaces", "ILL preferred namespaces"),
        Definition("Z3950BaseName", "Z39.50 base name"),
        Definition("ALMA_AGENCY_ID", "Alma agency ID", private=True),
        Definition("AdditionalHeaders", "Additional headers"),
        Definition("local_institutionalPatronId", "Institutional patron ID", private=True),
        Definition("folio_location_filter", "FOLIO location filter", private=True),
        Definition("policy.ill.loan_policy", "ILL loan policy", "LoanPolicy"),
        Definition("policy.ill.last_resort", "Last resort", "YNO"),
        Definition("policy.ill.returns", "Returns", "YNO"),
        Definition("policy.ill.InstitutionalLoanToBorrowRatio", "Loan to borrow ratio"),
    )
}

#: A stored value: ``{"id": number, "name": of the property, "value": text}``.
Value = dict[str, Any]


def bound(
    tenant: str,
    module: str,
    given: Any,
    before: Sequence[Value],
    elsewhere: Sequence[Value],
    takes: Callable[[Definition], bool],
) -> list[Value]:
    """The values after a request with ``customProperties``.

    An item with the ID of a value changes it; if the value is in another entry, it moves to this one. An item without
    an ID, or with an unknown one, adds a value, whatever values exist. ``_delete`` removes a value if it is true, not a
    text. Values that are not in the request are kept. elsewhere: the values of all other entries. takes: whether a property may be written.
    """
    after = list(before)
    if not isinstance(given, Mapping):
        return after
    for name, items in given.items():
        definition = DEFINITIONS.get(name)
        if definition is None or not takes(definition):
            continue
        for item in items if isinstance(items, list) else [items]:
            fields = item if isinstance(item, Mapping) else {"value": item}
            after += [value for value in elsewhere if _is(value, definition, fields.get("id"))]
            _bind(tenant, module, definition, fields, after)
    return after


def _bind(tenant: str, module: str, definition: Definition, fields: Mapping[str, Any], after: list[Value]) -> None:
    place = next((at for at, one in enumerate(after) if _is(one, definition, fields.get("id"))), None)
    if place is None:
        value = _value(tenant, module, definition, fields.get("value"))
        if value is not None:
            after.append(new_value(definition.name, value))
        return
    if fields.get("_delete") is True:
        del after[place]
    elif "value" in fields:
        value = _value(tenant, module, definition, fields["value"])
        if value is None:
            raise Invalid(["Property [value] cannot be null"])
        after[place] = {**after[place], "value": value}


def _is(value: Value, definition: Definition, id: Any) -> bool:
    return value["name"] == definition.name and str(value["id"]) == str(id)


def _value(tenant: str, module: str, definition: Definition, given: Any) -> str | None:
    if definition.vocabulary is None:
        text: str | None = bound_value(given)
        return text
    vocabulary = Vocabulary(tenant, module, definition.vocabulary)
    if isinstance(given, Mapping):
        found = vocabulary.by_id(given.get("id")) or vocabulary.by_label(str(given.get("value", "")))
    else:
        found = vocabulary.by_id(given) or vocabulary.by_label(str(given or ""))
    if found is None and given not in (None, ""):
        raise Invalid([f"{given} is not a value of {definition.vocabulary}"])
    return found


def new_value(name: str, value: str) -> Value:
    """A new value. IDs are numbers, and no ID is used twice."""
    return {"id": uuid.uuid4().int >> 97, "name": name, "value": value}


def rendered(tenant: str, module: str, values: Sequence[Value]) -> dict[str, list[dict[str, Any]]]:
    shown: dict[str, list[dict[str, Any]]] = {}
    for value in values:
        definition = DEFINITIONS[value["name"]]
        text: Any = value["value"]
        if definition.vocabulary is not None:
            text = Vocabulary(tenant, module, definition.vocabulary).value(text)
        item = {
            "id": value["id"],
            "internal": definition.private,
            "value": text,
            "type": described(tenant, module, definition),
        }
        shown.setdefault(value["name"], []).append(item)
    return shown


def texts(values: Sequence[Value]) -> dict[str, list[str]]:
    """The values by property, as in events and seeds."""
    shown: dict[str, list[str]] = {}
    for value in values:
        shown.setdefault(value["name"], []).append(value["value"])
    return shown


def published(values: Sequence[Value]) -> dict[str, list[str]]:
    return texts([value for value in values if not DEFINITIONS[value["name"]].private])


def described(tenant: str, module: str, definition: Definition) -> dict[str, Any]:
    """A definition as in responses."""
    return {
        "id": stable_id(tenant, module, "property", definition.name),
        "name": definition.name,
        "label": definition.label,
        "primary": False,
        "defaultInternal": definition.private,
        "weight": 0,
        "type": _TYPES + ("CustomPropertyText" if definition.vocabulary is None else "CustomPropertyRefdata"),
    }
