# SPDX-License-Identifier: GPL-3.0-or-later

"""How the values in captures were read, as the record of a library keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class CaptureReading:
    """How the values in a capture were read. at: when it was captured. kind, object: what it shows. values: the digest of its values, which tells two
    captures of one object apart. patches: the IDs of the patches on which they rest."""

    at: str
    kind: str
    object: str
    values: str
    patches: tuple[str, ...]

    @property
    def data(self) -> dict[str, Any]:
        """As in the record."""
        return {**vars(self), "patches": [*self.patches]}


@dataclass
class Named:
    """What persons said belongs to the library: the names of its objects by their kinds, and the people who are shown on its screens."""

    names: dict[str, list[str]] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)

    def add(self, names: Mapping[str, Iterable[str]], people: Iterable[str]) -> None:
        """Add further names and people."""
        for kind, more in names.items():
            self.names[kind] = sorted({*self.names.get(kind, ()), *more})
        self.people = sorted({*self.people, *people})
