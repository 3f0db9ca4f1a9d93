# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is true of a library, read from the sandbox's own state. Nothing here is from the collection.

The declaration is the state of a library in a world as assumed, after the same journey. Whatever did not change there was not declared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reshare_wms_sandbox.testing import comparable

#: The parts of a state that tasks can change. Patron profiles are created by mod-rs, for patrons that it checks.
_PARTS = ("configuration", "patrons", "reshare")
_IDENTITIES = ("key", "slug", "code", "name", "holding_code", "barcode")
#: The digest of a mark, which depends on the number of the library.
_DIGEST = re.compile(r"(reshare\.wms [^\"]+) [0-9a-f]{8}\"")

Path = tuple[str, ...]
Facts = dict[Path, Any]


def facts(state: dict[str, Any], number: str) -> Facts:
    """The values of a library by their path, without what differs between libraries: NN is the number."""
    parts = {name: state[name] for name in _PARTS}
    parts["reshare"] = {name: value for name, value in parts["reshare"].items() if name != "patron_profiles"}
    parts["patrons"] = {_barcode(patron).replace(number, "NN"): patron for patron in parts["patrons"]}
    text = json.dumps(comparable(parts)).replace(number, "NN")
    return dict(_leaves(json.loads(_DIGEST.sub(r'\1"', text)), ()))


def live(found: Facts) -> bool:
    """Whether the ReShare link is enabled."""
    return found.get(("configuration", "ill_settings", "reshare", "enable")) is True


@dataclass(frozen=True)
class Truth:
    """A state, compared with the one before all journeys and with that of a library in a world as assumed."""

    before: Facts
    declared: Facts
    found: Facts

    @property
    def missing(self) -> list[Path]:
        """The values that are not as declared."""
        return [path for path in _paths(self.before, self.declared) if self._value(path) != self.declared.get(path)]

    @property
    def harmed(self) -> list[Path]:
        """The values that changed and were not declared, and the maps in which the library's own rows changed."""
        changed = _paths(self.before, self.found)
        return [path for path in changed if not self._is_declared(path) or self._lost_rows(path)]

    def _lost_rows(self, path: Path) -> bool:
        """Whether rows of before are no longer there, in their order."""
        if path[-1] != "rows":
            return False
        rest = iter(self._value(path) or [])
        return not all(row in rest for row in self.before.get(path, []))

    def _value(self, path: Path) -> Any:
        return self.found.get(path)

    def _is_declared(self, path: Path) -> bool:
        """Whether the value, or the object that it is of, differs in the declaration."""
        return path in self._declared or path[:3] in self._made

    @cached_property
    def _declared(self) -> frozenset[Path]:
        return frozenset(_paths(self.before, self.declared))

    @cached_property
    def _made(self) -> frozenset[Path]:
        """The objects that the declaration creates."""
        there = {path[:3] for path in self.before}
        return frozenset(path[:3] for path in self._declared) - there


def _paths(one: Facts, other: Facts) -> list[Path]:
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
        yield path, value


def _identity(value: Any) -> Any:
    return next((value[name] for name in _IDENTITIES if value.get(name)), None) if isinstance(value, dict) else None
