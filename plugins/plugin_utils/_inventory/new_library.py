# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of a new library that are looked up in OCLC's systems and the ReShare directory, with their possible values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...module_utils._core.texts import same_text
from ...module_utils._wms.objects.locations import HOLDING_CODE

MAIN_BRANCH, HOLDING_LOCATION = "wms_main_branch", "borrowing_holding_location"
SYMBOL, PICKUP_ENTRIES = "reshare_symbol", "reshare_settings_pickup_entries"
#: The variables that are looked up.
LOOKED_UP = (SYMBOL, MAIN_BRANCH, HOLDING_LOCATION, PICKUP_ENTRIES)

#: The authority of symbols in ReShare's own namespace (reshare.md 4.1).
_AUTHORITY = "RESHARE:"
#: The number of shelving locations in a note.
_SHOWN = 8
#: The parts of the result of library_info, the remarks if they lack a value, and where a person finds it.
_CODES, _DIRECTORY = "holding_codes", "directory"
_NONE = {_CODES: "OCLC's Metadata API returned none", _DIRECTORY: "the ReShare directory has none of this library"}
_LOOK_UP = {
    _CODES: f"Look it up on the screen {HOLDING_CODE.screen}.",
    _DIRECTORY: "Look it up in ReShare's app Directory. A pickup location is an entry with the tag pickup.",
}


@dataclass(frozen=True)
class Variable:
    """A variable, or a pickup location.

    candidates: the values that the systems have, each with a note for people. value: None if a person has to decide. remark: why, or what a person
    has to know about the value.
    """

    candidates: Mapping[str, str]
    value: str | None
    remark: str


class Facts:
    """The result of library_info. main_branch: the library's, if it is set; it determines the likely holding code. shelving_location: the name of that
    of borrowed items."""

    def __init__(self, found: Mapping[str, Any], main_branch: Any = None, shelving_location: Any = ""):
        self._refused: Mapping[str, str] = found.get("refused") or {}
        codes: Sequence[Mapping[str, Any]] = found.get(_CODES) or ()
        directory = found.get(_DIRECTORY) or {"institutions": (), "pickup_locations": ()}
        branches = {
            str(one): str(row.get("branch_name") or "") for row in codes if (one := row.get("branch_registry_id"))
        }
        symbol = self._symbol(directory["institutions"])
        branch = self._variable(_CODES, branches, branches, "the library has several branches.")
        self.name = ", ".join(str(one["name"]) for one in directory["institutions"])
        self.identity = {SYMBOL: symbol.value} if symbol.value else {}
        #: The variables in the order of the file. Pickup locations are a dictionary, by slug.
        self.variables: dict[str, Variable | dict[str, Variable]] = {
            SYMBOL: symbol,
            MAIN_BRANCH: branch,
            HOLDING_LOCATION: self._holding_code(codes, str(main_branch or branch.value or ""), shelving_location),
            PICKUP_ENTRIES: {
                str(one["slug"]): self._pickup_entry(one, branches) for one in directory["pickup_locations"]
            }
            or self._variable(_DIRECTORY, {}, (), ""),
        }

    def _variable(self, part: str, candidates: Mapping[str, str], likely: Collection[str], doubt: str) -> Variable:
        """The variable with the only likely candidate as its value. doubt: the remark if there are several."""
        value = next(iter(likely)) if len(likely) == 1 else None
        if not (value or candidates):
            doubt = f"{self._refused.get(part, _NONE[part]).rstrip('.')}. {_LOOK_UP[part]}"
        return Variable(candidates, value, "" if value else doubt)

    def _holding_code(self, rows: Sequence[Mapping[str, Any]], branch: str, shelving_location: Any) -> Variable:
        codes = {str(row["holding_code"]): row for row in rows}
        likely = [code for code, row in codes.items() if branch in ("", str(row.get("branch_registry_id")))]
        notes = {code: _described(row) for code, row in codes.items()}
        found = self._variable(_CODES, notes, likely, "several holding codes are possible.")
        if found.value and shelving_location in codes[found.value]["shelving_locations"]:
            text = f"it already has the shelving location '{shelving_location}'. If the library has items there, set borrowing_shelving_location."
            return replace(found, remark=text)
        return found

    def _symbol(self, institutions: Sequence[Mapping[str, Any]]) -> Variable:
        notes = {str(symbol): str(one["name"]) for one in institutions for symbol in one["symbols"]}
        likely = [symbol for symbol in notes if symbol.startswith(_AUTHORITY)] or notes
        return self._variable(_DIRECTORY, notes, likely, "the ReShare directory has several symbols of this library.")

    def _pickup_entry(self, entry: Mapping[str, Any], branches: Mapping[str, str]) -> Variable:
        """An entry with its branch: the one in the entry, or the only branch with its name, or the only branch."""
        name, code = str(entry["name"]), str(entry.get("lms_location_code") or "")
        named = [branch for branch, note in branches.items() if same_text(note, name, fold=True)]
        likely = ([code] if code in branches or _CODES in self._refused else []) if code else named or branches
        remark = f" The entry has '{code}', which is no branch of the library." if code else ""
        doubt = f"the branch of the pickup location '{name}' is not certain.{remark}"
        return self._variable(_CODES, branches, likely, doubt)


def _described(row: Mapping[str, Any]) -> str:
    """A holding code for people: its branch and shelving locations."""
    names = row["shelving_locations"]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    shelves = f"shelving locations: {'; '.join(names[:_SHOWN])}{more}" if names else ""
    return ", ".join(filter(None, [str(row.get("branch_name") or ""), shelves]))
