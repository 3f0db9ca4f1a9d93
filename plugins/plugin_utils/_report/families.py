# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The families of a report: each kind of object, with its label on the screens and its system."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

WMS, ACCOUNTS, RESHARE = "WMS Service Configuration", "Patron accounts", "ReShare"

#: For failures of a whole system, before a task compared single kinds.
WHOLE_WMS, WHOLE_RESHARE = "wms", "reshare"


@dataclass(frozen=True)
class Family:
    """A kind of object. plural: its key in a diff. group: the system."""

    kind: str
    label: str
    plural: str
    group: str


class Families:
    """The known families, in the order in which a report shows them."""

    def __init__(self, families: Iterator[Family]):
        self._known = {family.kind: family for family in families}
        self.kinds = tuple(self._known)

    def __contains__(self, kind: object) -> bool:
        return kind in self._known

    def __getitem__(self, kind: str) -> Family:
        """The family of a kind. The label of an unknown kind is its name."""
        known = self._known.get(kind)
        group = RESHARE if kind.startswith("reshare") else WMS
        return known or Family(kind, kind.replace("_", " ").capitalize(), "", group)

    def sorted(self, kinds: Any) -> list[str]:
        """Kinds in the order of a report, unknown ones last."""
        order = {kind: number for number, kind in enumerate(self.kinds)}
        return sorted(kinds, key=lambda kind: (order.get(kind, len(order)), kind))


@cache
def families() -> Families:
    """The kinds of the modules of this collection.

    They are imported with the first result of this collection: its modules are loaded by then, and other runs do not import them.
    """
    # pylint: disable=import-outside-toplevel
    from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Kind
    from ansible_collections.reshare.wms.plugins.module_utils._reshare.catalogue import DECLARABLE as OF_RESHARE
    from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE as OF_WMS
    from ansible_collections.reshare.wms.plugins.module_utils._wms.objects.patrons import PATRON_ACCOUNT

    def family(kind: Kind, group: str) -> Family:
        return Family(kind.name, kind.label, kind.plural, group)

    def every() -> Iterator[Family]:
        yield Family(WHOLE_WMS, "WMS in general", "", WMS)
        yield from (family(kind, WMS) for kind in OF_WMS if kind is not PATRON_ACCOUNT)
        yield family(PATRON_ACCOUNT, ACCOUNTS)
        yield Family(WHOLE_RESHARE, "ReShare in general", "", RESHARE)
        yield from (family(kind, RESHARE) for kind in OF_RESHARE)

    return Families(every())
