# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of a new library: what OCLC and the ReShare directory have for them, and what a person has to decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...module_utils._wms.objects.locations import HOLDING_CODE

MAIN_BRANCH, HOLDING_LOCATION = "wms_main_branch", "borrowing_holding_location"
SYMBOL, PICKUP_ENTRIES = "reshare_symbol", "reshare_settings_pickup_entries"
#: The variables for which the systems have values.
FOUND = (MAIN_BRANCH, HOLDING_LOCATION, SYMBOL, PICKUP_ENTRIES)

#: The authority of symbols in ReShare's own namespace (reshare.md 4.1).
_AUTHORITY = "RESHARE:"
#: The longest slug that is written, in characters. YAML has another syntax for long keys.
_LONGEST_SLUG = 100
#: The number of shelving locations in a note.
_SHOWN = 8
#: The remedy if a part of the facts, by its name in the result, could not be read.
_LOOK_UP = {
    "holding_codes": f"Look it up on the screen {HOLDING_CODE.screen}.",
    "directory": "Look it up in ReShare's app Directory.",
}


@dataclass(frozen=True)
class Candidate:
    """A value that a system has, with a note for people. other: another spelling that is accepted."""

    value: str
    note: str = ""
    other: str = ""


@dataclass(frozen=True)
class Variable:
    """A variable, or an entry of a variable that is a dictionary, with its possible values.

    choices: None if they could not be read. value: the value, if there is no doubt about it. reason: why there is doubt.
    """

    name: str
    choices: tuple[Candidate, ...] | None
    value: str | None
    reason: str = ""

    def note(self, value: Any) -> str:
        """The note of a value."""
        return next((choice.note for choice in self.choices or () if choice.value == str(value)), "")

    def accepts(self, value: Any) -> bool:
        """Whether the systems have a value, as far as is known."""
        return self.choices is None or any(str(value) in (one.value, one.other) for one in self.choices)

    @property
    def values(self) -> list[str]:
        """The possible values."""
        return [choice.value for choice in self.choices or ()]


class Facts:
    """The result of library_info."""

    def __init__(self, found: Mapping[str, Any]):
        self._codes: Sequence[Mapping[str, Any]] | None = found.get("holding_codes")
        directory = found.get("directory") or {}
        self._institutions: Sequence[Mapping[str, Any]] | None = directory.get("institutions")
        self._pickup_locations: Sequence[Mapping[str, Any]] | None = directory.get("pickup_locations")
        self._refused: Mapping[str, str] = found.get("refused") or {}

    @property
    def name(self) -> str:
        """The name of the library in the directory; empty if it is not known."""
        return ", ".join(str(one["name"]) for one in self._institutions or ())

    def scalars(self, given: Mapping[str, Any]) -> list[Variable]:
        """The variables with one value. given: a main branch in it determines the proposed holding code."""
        branch = self._main_branch()
        return [branch, self._holding_location(given.get(MAIN_BRANCH) or branch.value), self._symbol()]

    def pickup_entries(self) -> list[Variable]:
        """The pickup locations in the directory by slug, each with its branch."""
        return [self._pickup_entry(entry) for entry in self._pickup_locations or ()]

    def no_pickup_entries(self) -> str:
        """The reason why there are no pickup locations; empty if there are some."""
        if self._pickup_locations is None:
            return self._unread("directory")
        if not self._pickup_locations:
            return "the ReShare directory has no entry of this library with the tag pickup. Add one in ReShare's app Directory."
        return ""

    def shelving_locations(self, holding_code: Any) -> list[str]:
        """The shelving locations of a holding code, as far as is known."""
        rows = [row for row in self._codes or () if row["holding_code"] == str(holding_code)]
        return [name for row in rows for name in row["shelving_locations"]]

    def _unread(self, part: str) -> str:
        return f"{self._refused.get(part, 'it was not read').rstrip('.')}. {_LOOK_UP[part]}"

    def _variable(
        self, name: str, part: str, choices: Sequence[Candidate], likely: Sequence[str], none: str, several: str
    ) -> Variable:
        """A variable of which a part of the facts has the choices. none, several: the reason for doubt if there is no choice, or more than one likely one."""
        if (self._codes if part == "holding_codes" else self._institutions) is None:
            return Variable(name, None, None, self._unread(part))
        if not choices:
            return Variable(name, (), None, none)
        return Variable(name, tuple(choices), likely[0] if len(likely) == 1 else None, several)

    def _branches(self) -> tuple[Candidate, ...]:
        """The branches by Registry ID, with their names."""
        names: dict[str, str] = {}
        for row in self._codes or ():
            if row.get("branch_registry_id"):
                names.setdefault(str(row["branch_registry_id"]), str(row.get("branch_name") or ""))
        return tuple(Candidate(value, note) for value, note in names.items())

    def _main_branch(self) -> Variable:
        branches = self._branches()
        none = f"OCLC's Metadata API returned no branch of the library. {_LOOK_UP['holding_codes']}"
        several = "the library has several branches."
        return self._variable(MAIN_BRANCH, "holding_codes", branches, [one.value for one in branches], none, several)

    def _holding_location(self, branch: Any) -> Variable:
        rows = self._codes or ()
        choices = [Candidate(str(row["holding_code"]), _described(row)) for row in rows]
        likely = [
            str(row["holding_code"]) for row in rows if not branch or row.get("branch_registry_id") == str(branch)
        ]
        none = f"OCLC's Metadata API returned no holding code. {_LOOK_UP['holding_codes']}"
        several = "several holding codes are possible."
        return self._variable(HOLDING_LOCATION, "holding_codes", choices, likely, none, several)

    def _symbol(self) -> Variable:
        choices = [
            Candidate(symbol, str(one["name"]), symbol.rpartition(":")[2])
            for one in self._institutions or ()
            for symbol in one["symbols"]
        ]
        symbols = [one.value for one in choices]
        likely = [symbol for symbol in symbols if symbol.startswith(_AUTHORITY)] or symbols
        none = "the ReShare directory has no symbol of this library. Ask the hosting provider for one."
        several = "the ReShare directory has several symbols of this library."
        return self._variable(SYMBOL, "directory", choices, likely, none, several)

    def _pickup_entry(self, entry: Mapping[str, Any]) -> Variable:
        """An entry with its branch: the one in the entry, or the only branch with its name, or the only branch."""
        slug, name, code = str(entry["slug"]), str(entry["name"]), entry.get("lms_location_code")
        if not slug.isprintable() or "{" in slug or not 0 < len(slug) <= _LONGEST_SLUG:
            return Variable(slug, (), None, "its slug cannot be a key in YAML. Ask the hosting provider to correct it.")
        branches = self._branches()
        if code and (self._codes is None or any(branch.value == code for branch in branches)):
            return Variable(slug, (Candidate(str(code), name),), str(code))
        if self._codes is None:
            return Variable(slug, None, None, self._unread("holding_codes"))
        same = [branch for branch in branches if branch.note.casefold() == name.casefold()]
        likely = same or list(branches)
        only = likely[0].value if len(likely) == 1 and not code else None
        remark = f" The entry has '{code}', which is no branch of the library." if code else ""
        return Variable(slug, branches, only, f"the branch of the pickup location '{name}' is not certain.{remark}")


class NewLibrary:
    """The variables of a library, compared with the facts.

    inventory: the variables that are set in the inventory, evaluated. entered: those that a person entered for the file.
    """

    def __init__(self, facts: Facts, inventory: Mapping[str, Any], entered: Mapping[str, Any]):
        self.facts, self.entered, self.given = facts, entered, {**inventory, **entered}
        self.scalars = facts.scalars(self.given)
        self.pickup_entries = [] if PICKUP_ENTRIES in self.given else facts.pickup_entries()

    def written(self) -> dict[str, Any]:
        """The variables that the file gets, in order: those that were entered, and those without doubt that are not set yet."""
        values: dict[str, Any] = {
            one.name: one.value for one in self.scalars if one.value and one.name not in self.given
        }
        pickups = {one.name: one.value for one in self.pickup_entries if one.value}
        if pickups:
            values[PICKUP_ENTRIES] = pickups
        values |= self.entered
        names = [*(name for name in self.entered if name not in FOUND), *(name for name in FOUND if name in values)]
        return {name: values[name] for name in names}

    def undecided(self) -> Iterator[Variable]:
        """The variables and pickup locations without a value, with the reasons."""
        yield from (one for one in self.scalars if not one.value and one.name not in self.given)
        if PICKUP_ENTRIES in self.given:
            return
        if reason := self.facts.no_pickup_entries():
            yield Variable(PICKUP_ENTRIES, (), None, reason)
        for one in self.pickup_entries:
            if not one.value:
                yield Variable(f"{PICKUP_ENTRIES}.{one.name}", one.choices, None, one.reason)

    def differences(self) -> Iterator[dict[str, Any]]:
        """The given values that the systems do not have, with those that they have."""
        for one in self.scalars:
            if one.name in self.given and not one.accepts(self.given[one.name]):
                yield _difference(one.name, self.given[one.name], one.values)
        entries, given = self.facts.pickup_entries(), self.given.get(PICKUP_ENTRIES)
        if self.facts.no_pickup_entries() or not isinstance(given, Mapping):
            return
        for one in entries:
            if one.name not in given or not one.accepts(given[one.name]):
                yield _difference(f"{PICKUP_ENTRIES}.{one.name}", given.get(one.name), one.values)
        for slug in sorted(set(map(str, given)) - {one.name for one in entries}):
            yield _difference(f"{PICKUP_ENTRIES}.{slug}", given.get(slug), [])

    def unset(self) -> Iterator[dict[str, Any]]:
        """The variables that an existing file lacks, as differences."""
        for name, value in self.written().items():
            if name not in self.given:
                entries = (
                    {f"{name}.{slug}": one for slug, one in value.items()} if isinstance(value, dict) else {name: value}
                )
                yield from (_difference(entry, None, [one]) for entry, one in entries.items())


def _difference(variable: str, given: Any, found: list[str]) -> dict[str, Any]:
    return {"variable": variable, "declared": None if given is None else str(given), "found": found}


def _described(row: Mapping[str, Any]) -> str:
    """A holding code for people: its branch and shelving locations."""
    names = row["shelving_locations"]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    shelves = f"shelving locations: {'; '.join(names[:_SHOWN])}{more}" if names else ""
    return ", ".join(filter(None, [str(row.get("branch_name") or ""), shelves]))
