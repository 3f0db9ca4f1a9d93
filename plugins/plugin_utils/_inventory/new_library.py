# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of a new library that are looked up in OCLC's systems and the ReShare directory, with their possible values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...module_utils._core.errors import candidates as similar_names
from ...module_utils._core.texts import same_text
from ...module_utils._wms.objects.locations import HOLDING_CODE

MAIN_BRANCH, HOLDING_LOCATION = "wms_main_branch", "borrowing_holding_location"
SYMBOL, PICKUP_ENTRIES = "reshare_symbol", "reshare_settings_pickup_entries"
REGISTRY_ID, BARCODE = "wms_registry_id", "lending_account_barcode"
#: The variables that are looked up; the barcode is proposed.
LOOKED_UP = (REGISTRY_ID, SYMBOL, MAIN_BRANCH, HOLDING_LOCATION, PICKUP_ENTRIES, BARCODE)

_Entries = Sequence[Mapping[str, Any]]

#: The authority of symbols in ReShare's own namespace (reshare.md 4.1).
_AUTHORITY = "RESHARE:"
#: The number of shelving locations in a note.
_SHOWN = 8
#: The parts of the result of library_info, the remarks if they lack a value, and where a person finds it.
_CODES, _DIRECTORY = "holding_codes", "directory"
_NONE = {
    _CODES: "OCLC's Metadata API returned none",
    _DIRECTORY: "the ReShare directory has none of this library, also by its name",
}
_LOOK_UP = {
    _CODES: f"Look it up on the screen {HOLDING_CODE.screen}.",
    _DIRECTORY: "Look it up in ReShare's app Directory; if it is not there, ask the hosting provider for the entry. A pickup location has the tag pickup.",
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
    """The result of library_info. declared: the variables that are set."""

    def __init__(self, facts: Mapping[str, Any], declared: Mapping[str, Any]):
        self._refused: Mapping[str, str] = facts.get("refused") or {}
        codes: Sequence[Mapping[str, Any]] = facts.get(_CODES) or ()
        directory = facts.get(_DIRECTORY) or {"institutions": (), "pickup_locations": ()}
        branches = {
            str(id): str(row.get("branch_name") or "") for row in codes if (id := row.get("branch_registry_id"))
        }
        at_oclc, registry_id = facts.get("institution_name"), facts.get(REGISTRY_ID)
        called = str(declared.get("library_display_name") or "")
        own, possible = _own(directory["institutions"], [str(name) for name in (called, at_oclc) if name])
        certain = [
            institution
            for institution in own
            if institution["managed"] or same_text(str(institution["name"]), called, fold=True)
        ]
        symbol = self._symbol(own, possible)
        branch = self._variable(_CODES, branches, branches, "the library has several branches.")
        self.name = ", ".join(str(institution["name"]) for institution in certain)
        institution = {str(registry_id): str(at_oclc or "")} if registry_id else {}
        looked_up = {REGISTRY_ID: None if declared.get(REGISTRY_ID) else registry_id, SYMBOL: symbol.value}
        self.identity = {name: value for name, value in looked_up.items() if value}
        #: Why the institution is not certain; empty if it is.
        self.doubt = "" if declared.get(REGISTRY_ID) else self._doubt(registry_id, at_oclc, certain)
        #: The variables in the order of the file. Pickup locations are a dictionary, by slug.
        self.variables: dict[str, Variable | dict[str, Variable]] = {
            REGISTRY_ID: self._variable(REGISTRY_ID, institution, institution, ""),
            SYMBOL: symbol,
            MAIN_BRANCH: branch,
            HOLDING_LOCATION: self._holding_code(
                codes, str(declared.get(MAIN_BRANCH) or branch.value or ""), declared.get("borrowing_shelving_location")
            ),
            BARCODE: _barcode(declared.get(SYMBOL) or symbol.value),
            PICKUP_ENTRIES: {
                str(location["slug"]): self._pickup_entry(location, branches)
                for location in directory["pickup_locations"]
            }
            or self._variable(_DIRECTORY, {}, (), ""),
        }

    def _doubt(self, registry_id: Any, name: Any, certain: _Entries) -> str:
        """Why the WSKey may be for another institution, and what to do: it can be the key of a consortium, or a copied one. Empty if the institution's name
        is that of an entry that is certainly the library's."""
        if registry_id and any(same_text(str(entry["name"]), str(name), fold=True) for entry in certain):
            return ""
        what = self._refused.get(REGISTRY_ID, "OCLC's response does not name the institution of the WSKey").rstrip(".")
        if registry_id:
            there = f"has '{self.name}'" if self.name else "does not show which entry is the library's"
            at_oclc = f"'{name}'" if name else "its name was not read"
            what = f"the WSKey is for the institution {registry_id} ({at_oclc}), and the ReShare directory {there}"
        same = f"'{registry_id}' if both are this library, else " if registry_id else ""
        return f"{what}. Enter {REGISTRY_ID} in add_library_variables: {same}the one in your request for the WSKey"

    def _variable(self, part: str, candidates: Mapping[str, str], likely: Collection[str], doubt: str) -> Variable:
        """The variable with the only likely candidate as its value. doubt: the remark if there are several."""
        value = next(iter(likely)) if len(likely) == 1 else None
        if not (value or candidates) and part in _NONE:
            doubt = f"{self._refused.get(part, _NONE[part]).rstrip('.')}. {_LOOK_UP[part]}"
        return Variable(candidates, value, "" if value else doubt)

    def _holding_code(self, rows: Sequence[Mapping[str, Any]], branch: str, shelving_location: Any) -> Variable:
        codes = {str(row["holding_code"]): row for row in rows}
        likely = [code for code, row in codes.items() if branch in ("", str(row.get("branch_registry_id")))]
        notes = {code: _described(row) for code, row in codes.items()}
        code = self._variable(_CODES, notes, likely, "several holding codes are possible.")
        if code.value and shelving_location in codes[code.value]["shelving_locations"]:
            text = f"it already has the shelving location '{shelving_location}'. If the library has items there, set borrowing_shelving_location."
            return replace(code, remark=text)
        return code

    def _symbol(self, own: _Entries, possible: _Entries) -> Variable:
        notes, mine = (
            {str(each): str(entry["name"]) for entry in some for each in entry["symbols"]} for some in (possible, own)
        )
        likely = [symbol for symbol in mine if symbol.startswith(_AUTHORITY)] or mine
        return self._variable(_DIRECTORY, notes, likely, "the ReShare directory has several symbols that can be meant.")

    def _pickup_entry(self, entry: Mapping[str, Any], branches: Mapping[str, str]) -> Variable:
        """An entry with its branch: the one in the entry, or the only branch with its name, or the only branch."""
        name, code = str(entry["name"]), str(entry.get("lms_location_code") or "")
        named = [branch for branch, note in branches.items() if same_text(note, name, fold=True)]
        likely = ([code] if code in branches or _CODES in self._refused else []) if code else named or branches
        remark = f" The entry has '{code}', which is no branch of the library." if code else ""
        doubt = f"the branch of the pickup location '{name}' is not certain.{remark}"
        return self._variable(_CODES, branches, likely, doubt)


def _own(institutions: _Entries, names: Collection[str]) -> tuple[_Entries, _Entries]:
    """The entries of the library, and the possible ones. institutions: those that the tenant manages, or else all of the directory. Entries with a name of
    the library are its own. Of entries that others manage, only those with a similar name are possible."""
    named = [entry for entry in institutions if any(same_text(str(entry["name"]), name, fold=True) for name in names)]
    own = named or [entry for entry in institutions if entry["managed"]]
    close = {each for name in names for each in similar_names(name, [str(entry["name"]) for entry in institutions])}
    return own, own or [entry for entry in institutions if entry["name"] in close]


def _barcode(symbol: Any) -> Variable:
    """A barcode for the account to which lent items are checked out. This collection chooses it: no system has one yet."""
    what = "the account to which lent items are checked out. It can be any barcode that no patron of the library has."
    if not symbol:
        return Variable({}, None, f"choose one for {what}")
    return Variable({}, f"{str(symbol).rpartition(':')[2]}-RESHARE-01", f"proposed, for {what}")


def _described(row: Mapping[str, Any]) -> str:
    """A holding code for people: its branch and shelving locations."""
    names = row["shelving_locations"]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    shelves = f"shelving locations: {'; '.join(names[:_SHOWN])}{more}" if names else ""
    return ", ".join(filter(None, [str(row.get("branch_name") or ""), shelves]))
