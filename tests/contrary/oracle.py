# SPDX-License-Identifier: GPL-3.0-or-later

"""What is true of a library, read from the sandbox's own state. Nothing here is from the collection.

The declaration is the state of a library in a world as assumed, after the same journey. Whatever did not change there was not declared.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reshare_wms_sandbox.testing import comparable

#: The parts of a state that tasks can change. Patron profiles are created by mod-rs, for patrons that it checks.
_PARTS = ("configuration", "patrons", "reshare")
_IDENTITIES = ("key", "slug", "code", "name", "holding_code", "barcode")
_PERSONA = "urn:mace:oclc.org:eidm:schema:persona:"
_NOT_DECLARED = {f"{_PERSONA}additionalinfo:20180501", f"{_PERSONA}correlationinfo:20180101"}

#: Values that are the same on a screen as nothing.

Path = tuple[str, ...]
Facts = dict[Path, Any]


def facts(state: dict[str, Any], number: str) -> Facts:
    """The values of a library by their path, without what differs between libraries: NN is the number."""
    parts = {name: state[name] for name in _PARTS}
    parts["reshare"] = {name: value for name, value in parts["reshare"].items() if name != "patron_profiles"}
    parts["reshare"]["sites"] = {
        f"{one['location']} {one['shelving_location']}": one for one in parts["reshare"]["sites"]
    }
    # Custom data are the collection's own note about an account, and OCLC sets its correlation entry: no parts of a declaration.
    patrons = [{name: value for name, value in one.items() if name not in _NOT_DECLARED} for one in parts["patrons"]]
    parts["patrons"] = {_barcode(patron).replace(number, "NN"): patron for patron in patrons}
    # What exists twice under one identity has one path.
    sites = [f"{one['location']} {one['shelving_location']}" for one in state["reshare"]["sites"]]
    names = Counter([*sites, *map(_barcode, patrons)])
    parts["twice"] = {name: count for name, count in names.items() if count > 1}
    text = json.dumps(comparable(parts)).replace(number, "NN")
    return dict(_leaves(json.loads(text), ()))


def live(found: Facts) -> bool:
    """Whether the ReShare link is enabled."""
    return found.get(("configuration", "ill_settings", "reshare", "enable")) is True


@dataclass(frozen=True)
class Truth:
    """A state, compared with the one before all journeys, and with these two of a library in a world as assumed. touched: values that
    earlier journeys have declared, which can be declared as gone now."""

    before: Facts
    found: Facts
    assumed: Facts
    declared: Facts
    touched: frozenset[Path] = frozenset()

    @property
    def missing(self) -> list[Path]:
        """The values that are not as declared."""
        return [path for path in self._declared if self._value(path) != self.declared.get(path)]

    @property
    def harmed(self) -> list[Path]:
        """The values that changed and were not declared, and the maps in which the library's own rows changed."""
        declared, known = set(self._declared), {_object(path) for path in self.before}
        # Of an object that the library did not have, every value is declared.
        made = {_object(path) for path in declared} - known
        changed = differing(self.before, self.found)
        return [path for path in changed if not (path in declared or _object(path) in made) or self._lost_rows(path)]

    @property
    def _declared(self) -> list[Path]:
        return sorted({*differing(self.assumed, self.declared), *self.touched})

    def _lost_rows(self, path: Path) -> bool:
        """Whether rows of before are no longer there, in their order."""
        if path[-1] != "rows":
            return False
        rest = iter(self._value(path) or [])
        return not all(row in rest for row in self.before.get(path, []))

    def _value(self, path: Path) -> Any:
        return self.found.get(path)


def _object(path: Path) -> Path:
    """The object that a value is of. A system can spell its name otherwise."""
    return tuple(part.casefold() for part in path[:3])


def differing(one: Facts, other: Facts) -> list[Path]:
    """The paths of values that differ."""
    return [path for path in sorted({*one, *other}) if one.get(path) != other.get(path)]


def _barcode(patron: dict[str, Any]) -> str:
    return next(
        (str(value["circulationInfo"].get("barcode")) for value in patron.values() if _has_circulation(value)), "none"
    )


def _has_circulation(value: Any) -> bool:
    return isinstance(value, dict) and "circulationInfo" in value


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _leaves(one, (*path, name))
    elif isinstance(value, list) and path[-1] != "rows" and all(_identity(one) for one in value):
        for one in value:
            yield from _leaves(one, (*path, str(_identity(one))))
    elif value is not None:
        if path[-1] == "emails":
            # Addresses do not distinguish case.
            value = [{**one, "value": one["value"].casefold()} for one in value]
        # A cell with a list of names, whose order has no meaning (wms-circulation.md 6.2).
        is_list = path[-1] == "shelving_locations" and isinstance(value, str)
        yield path, sorted(name.strip() for name in value.split(";")) if is_list else value


def _identity(value: Any) -> Any:
    return next((value[name] for name in _IDENTITIES if value.get(name)), None) if isinstance(value, dict) else None
