# SPDX-License-Identifier: GPL-3.0-or-later

"""The entries of a tenant's own library in its directory, for the variables of a new library (reshare.md 4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .directory import Directory, refdata, symbol_name
from .gateway import Gateway

#: The tag of a pickup location.
_PICKUP = "pickup"


def own_entries(gateway: Gateway) -> dict[str, list[dict[str, Any]]]:
    """The managed entries of the directory: institutions with their symbols, and pickup locations. Both are sorted by slug.

    Raises CallFailed if the directory is empty.
    """
    managed = [entry for entry in Directory(gateway).entries(full=False) if refdata(entry.get("status")) == "managed"]
    managed.sort(key=lambda entry: str(entry.get("slug") or ""))
    return {
        "institutions": [
            {**_names(entry), "symbols": [symbol_name(symbol) for symbol in entry.get("symbols") or ()]}
            for entry in managed
            if refdata(entry.get("type")) == "institution"
        ],
        "pickup_locations": [
            {**_names(entry), "lms_location_code": _text(entry, "lmsLocationCode") or None}
            for entry in managed
            if any(str(refdata(tag)).casefold() == _PICKUP for tag in entry.get("tags") or ())
        ],
    }


def _names(entry: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(entry, name) for name in ("slug", "name")}


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return "" if value is None else str(value).strip()
