# SPDX-License-Identifier: GPL-3.0-or-later

"""The directory: lending and pickup properties of entries, and the patron to which lent items are checked out (reshare.md 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from .._core.errors import CallFailed, WriteConflict
from .._core.fields import Field
from .._core.json_shape import ID, SCALAR, Shape
from .._core.objects import Change, CurrentObject, Identity, Kind
from .._core.store import Store, Written
from .._core.waiting import until_shown
from .gateway import Gateway
from .objects.directory_entries import DIRECTORY_ENTRY
from .objects.patron_ids import PatronIdKind

PATH = "/directory/entry"
#: The maximum page size of mod-directory.
PAGE = 100
#: The permissions to list the entries, to edit the library's own entries, and to edit only local properties (the last two: reshare.md 4.2).
_LIST, _EDIT, _EDIT_LOCAL = (
    *("directory.entry.collection.get", "directory.entry.managed-item.put", "directory.entry.item-local.put"),
)
#: mod-rs's own copy of the directory, fed by events.
COPY = "/rs/directoryEntry"
#: The maximum page size of mod-rs.
COPY_PAGE = 1000
#: The message for a list whose rows have no custom properties, not even empty ones (reshare.md 2.4).
ONLY_SHORT = "this mod-rs does not show the custom properties of its copy, which needs mod-rs 2.12.0 or newer"

PATRON_ID = "local_institutionalPatronId"
#: The prefix of the names of properties that are visible to partners.
PUBLIC = "policy.ill."

_REFDATA = (*SCALAR, {"value": SCALAR})
_PROPERTIES = [PATRON_ID, *(field.label for field in DIRECTORY_ENTRY.schema if field.label.startswith(PUBLIC))]
_ORGANISATION = {"id": SCALAR}

#: The shape of an entry.
ENTRY = {
    "id": ID,
    **dict.fromkeys(("slug", "name", "lmsLocationCode"), SCALAR),
    **dict.fromkeys(("type", "status"), _REFDATA),
    "symbols": ([{"symbol": SCALAR, "authority": (*SCALAR, {"symbol": SCALAR})}], None),
    "tags": ([_REFDATA], None),
    "members": ([{**_ORGANISATION, "memberOrg": (_ORGANISATION, None)}], None),
    "customProperties": (dict.fromkeys(_PROPERTIES, ([{"id": ID, "value": _REFDATA}], None)), None),
}

#: The shape of an entry in mod-rs's copy.
COPIED: Mapping[str, Shape] = {
    "slug": SCALAR,
    "customProperties": ({PATRON_ID: ([{"value": _REFDATA}], None)}, None),
}


class Directory(Store):
    """One tenant's directory, as a store. It only changes entries."""

    def __init__(self, gateway: Gateway):
        self._gateway = gateway
        self._entries: dict[str, dict[str, Any]] | None = None
        # Whether something was written since the list was read.
        self._is_old = False

    def entries(self, full: bool) -> list[dict[str, Any]]:
        """All entries: full ones with their custom properties, others with their members."""
        # Without a filter: the server silently ignores an invalid filter, so every response has to be filtered here anyway.
        entries = self._gateway.rows(PATH, ENTRY, [("fullEntry", "true")] if full else [], PAGE)
        refuse_empty(self._gateway, entries)
        return entries

    def read(self, kind: Kind, identities: Sequence[Identity] = ()) -> list[CurrentObject]:
        if self._entries is None or self._is_old:
            # Sorted by slug: the list is in the order of IDs, which has no meaning.
            entries = sorted(self.entries(full=True), key=lambda entry: str(entry.get("slug") or ""))
            self._entries, self._is_old = {str(entry["id"]): entry for entry in entries}, False
        if kind is not DIRECTORY_ENTRY:
            return [_stored(kind, id, entry) for id, entry in self._entries.items()]
        return [_stored(kind, id, entry) for id, entry in self._entries_of({slug for (slug,) in identities})]

    def _entries_of(self, names: set[str]) -> list[tuple[str, dict[str, Any]]]:
        """The entries with these names, with their IDs; all if a name has none, so that similar ones can be shown. An own entry that is named by its symbol
        has the symbol as its slug."""
        there = [*(self._entries or {}).items()]
        own = [(id, entry) for id, entry in there if refdata(entry.get("status")) == "managed"]
        symbols = [(id, {**entry, "slug": name}) for name in sorted(names) for id, entry in own if _has(entry, name)]
        named = [pair for pair in [*there, *symbols] if pair[1].get("slug") in names]
        return named if names and names == {entry["slug"] for _id, entry in named} else [*there, *symbols]

    def at_once(self, kind: Kind) -> int:
        return self._gateway.at_once

    def as_stored(self, written: Sequence[Written]) -> list[CurrentObject | None]:
        """From the list, which has the values of all partners."""
        self._is_old = True
        return self.in_lists(written)

    def withheld(self, change: Change) -> str | None:
        return _EDIT if change.kind is DIRECTORY_ENTRY else None

    def replace(self, kind: Kind, stored: CurrentObject, fields: Mapping[str, Any]) -> None:
        """Only changes are sent, each custom property with the ID of the value that it replaces: without the ID, the server
        would add a second value (reshare.md 4.3)."""
        self._is_old = True
        what = kind.describe(kind.title(stored.fields))
        self._put(what, stored.id, _body(kind, self._listed(stored.id, what), stored.fields, fields))

    def _listed(self, entry: str, what: str) -> Mapping[str, Any]:
        """An entry of the list that was read last, with the IDs of its values."""
        try:
            return (self._entries or {})[entry]
        except KeyError:
            raise WriteConflict(f"{what} is no longer in ReShare's directory") from None

    def _put(self, what: str, entry: str, body: Mapping[str, Any]) -> None:
        try:
            self._gateway.write("PUT", self._path(entry), {"id": entry, **body})
        except CallFailed as fault:
            if fault.status != 401:
                raise
            # With this response mod-directory, not the gateway, reports a missing permission for this entry (reshare.md 3.4).
            needed = _needed(body)
            reason = (
                f"PUT {self._path(entry)} returned HTTP 401: the account lacks the permission {needed} (or "
                "directory.entry.item.put)"
            )
            raise CallFailed(f"{what} cannot be edited. {reason}.", 401, about=what, permission=needed) from None

    def not_followed(self, patron_ids: Mapping[str, str | None]) -> list[str]:
        """The slugs whose expected values (by slug) are still not in mod-rs's copy after some seconds.

        Raises CallFailed if the copy does not contain custom properties at all.
        """

        def look() -> list[str]:
            rows = self._gateway.rows(COPY, COPIED, [("full", "true")], COPY_PAGE)
            if rows and not any("customProperties" in row for row in rows):
                raise CallFailed(ONLY_SHORT)
            copied = {str(entry.get("slug")): _values(entry, PATRON_ID) for entry in rows}
            return [
                slug for slug, value in patron_ids.items() if copied.get(slug, []) != ([] if value is None else [value])
            ]

        return until_shown(look)

    @staticmethod
    def _path(entry: str) -> str:
        return f"{PATH}/{quote(entry, safe='')}"


def refuse_empty(gateway: Gateway, entries: Sequence[Mapping[str, Any]]) -> None:
    """Raise CallFailed for an empty directory."""
    if not entries:
        raise gateway.partial_list(PATH, (("stats", "true"),), 0, "the tenant's own entry", _LIST)


def _stored(kind: Kind, id: str, entry: Mapping[str, Any]) -> CurrentObject:
    if isinstance(kind, PatronIdKind):
        fields = {
            "slug": str(entry.get("slug") or ""),
            "name": str(entry.get("name") or ""),
            "institution": refdata(entry.get("type")) == "institution",
            "managed": refdata(entry.get("status")) == "managed",
            "symbols": [symbol_name(symbol) for symbol in entry.get("symbols") or ()],
            "patron_ids": _values(entry, PATRON_ID),
        }
        return CurrentObject(id, None, fields)
    values = {field.name: _values(entry, field.label) for field in _property_fields(kind)}
    texts = {name: ", ".join(held) or None for name, held in values.items()}
    # Several values cannot be declared, so they always differ.
    piled_up = {name: held for name, held in values.items() if len(held) > 1}
    own = {"slug": entry.get("slug"), "lms_location_code": entry.get("lmsLocationCode"), "piled_up": piled_up}
    return kind.received(id, None, {**texts, **own})


def _body(kind: Kind, entry: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {}
    properties: dict[str, Any] = {}
    if isinstance(kind, PatronIdKind):
        properties[PATRON_ID] = _replacing(entry, PATRON_ID, after["patron_ids"])
    else:
        if before.get("lms_location_code") != after.get("lms_location_code"):
            body["lmsLocationCode"] = after.get("lms_location_code")
        for field in _property_fields(kind):
            if before.get(field.name) != after.get(field.name):
                wanted = [] if after.get(field.name) is None else [after[field.name]]
                properties[field.label] = _replacing(entry, field.label, wanted)
    return {**body, "customProperties": properties} if properties else body


def _needed(body: Mapping[str, Any]) -> str:
    """The permission that is enough for an edit (reshare.md 4.2)."""
    if set(body) == {"customProperties"} and set(body["customProperties"]) == {PATRON_ID}:
        return _EDIT_LOCAL
    return _EDIT


def _replacing(entry: Mapping[str, Any], name: str, wanted: Sequence[str]) -> list[dict[str, Any]]:
    """The values of a property to send: the first existing values are replaced with the wanted ones, and the rest is removed."""
    there = (entry.get("customProperties") or {}).get(name) or []
    sent = [{"id": value["id"], "_delete": True} for value in there[len(wanted) :]]
    for number, value in enumerate(wanted):
        known = {"id": there[number]["id"]} if number < len(there) else {}
        sent.append({**known, "value": value})
    return sent


def _property_fields(kind: Kind) -> Iterable[Field]:
    """The fields that are custom properties; their labels are the names of the properties."""
    return [field for field in kind.schema if field.label.startswith(PUBLIC)]


def _values(entry: Mapping[str, Any], name: str) -> list[str]:
    values = (entry.get("customProperties") or {}).get(name) or []
    return [str(refdata(value["value"])) for value in values if value.get("value")]


def refdata(value: Any) -> Any:
    """The value of reference data, which is rendered as an object or as its text."""
    return value.get("value") if isinstance(value, Mapping) else value


def _has(entry: Mapping[str, Any], symbol: str) -> bool:
    """Whether an entry has a symbol, in upper or lower case (reshare.md 4.1)."""
    return symbol.casefold() in {symbol_name(held).casefold() for held in entry.get("symbols") or ()}


def symbol_name(symbol: Mapping[str, Any]) -> str:
    authority = symbol.get("authority")
    name = authority.get("symbol") if isinstance(authority, Mapping) else authority
    return f"{name}:{symbol.get('symbol')}" if name else str(symbol.get("symbol"))
