# SPDX-License-Identifier: GPL-3.0-or-later

"""The families of a report: each kind of object, with its label on the screens and its system."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

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


@cache
def families() -> dict[str, Family]:
    """The kinds of the modules of this collection by name, in the order in which a report shows them.

    They are imported with the first result of this collection: its modules are loaded by then, and runs without one do not import them.
    """
    # pylint: disable=import-outside-toplevel
    from ...module_utils._core.objects import Kind
    from ...module_utils._reshare.tenant_catalogue import DECLARABLE as OF_RESHARE
    from ...module_utils._wms.catalogue import DECLARABLE as OF_WMS
    from ...module_utils._wms.objects.patrons import PATRON_ACCOUNT

    def of(group: str, kinds: Iterable[Kind]) -> list[Family]:
        return [Family(kind.name, kind.label, kind.plural, group) for kind in kinds]

    known = [
        Family(WHOLE_WMS, "WMS in general", "", WMS),
        *of(WMS, (kind for kind in OF_WMS if kind is not PATRON_ACCOUNT)),
        *of(ACCOUNTS, [PATRON_ACCOUNT]),
        Family(WHOLE_RESHARE, "ReShare in general", "", RESHARE),
        *of(RESHARE, OF_RESHARE),
    ]
    return {family.kind: family for family in known}


def family_of(kind: str) -> Family:
    """The family of a kind. The label of an unknown kind is its name."""
    group = RESHARE if kind.startswith("reshare") else WMS
    return families().get(kind) or Family(kind, kind.replace("_", " ").capitalize(), "", group)


def in_order(kinds: Iterable[str]) -> list[str]:
    """Kinds in the order of a report, unknown ones last."""
    known = list(families())
    return sorted(kinds, key=lambda kind: (known.index(kind) if kind in known else len(known), kind))
