# SPDX-License-Identifier: GPL-3.0-or-later

"""The common parts of the screens of policies, and of the maps that select policies (wms-circulation.md 2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..._core.composites import FreeFields
from ..._core.fields import Field, Schema
from ..._core.kinds import ObjectKind
from ..._core.objects import ScreenGuide
from ..._core.tables import PRECEDENCE, TableKind
from ..._core.values import ALL, Reference, Text, Wildcard

#: The references from policies to other objects.
BILL = Reference(kind="bill_structure")
NOTIFICATION = Reference(kind="notification_policy")
TEMPLATE = Reference(kind="notification_template")

OTHER_SETTINGS = Field("other_settings", FreeFields(), "other settings")

#: The columns of maps with conditions. OCLC defines the material formats; they cannot be listed.
PATRON_POLICY = Field("patron_policy", Reference(kind="patron_type_policy", wildcard=ALL), "Patron Policy")
MATERIAL_FORMAT = Field("material_format", Wildcard(), "Material Format")
HOLDING_LOCATION = Field("holding_location", Reference(kind="holding_code", wildcard=ALL), "Holding Location")
SHELVING_LOCATION = Field(
    "shelving_location",
    Reference(kind="shelving_location", within="holding_location", wildcard=ALL),
    "Shelving Location",
)
EVERY_COLUMN = (PATRON_POLICY, MATERIAL_FORMAT, HOLDING_LOCATION, SHELVING_LOCATION)

#: The cautions for maps with columns for locations (2.2), and with a column for patron types (2.3).
_COLUMN_CAUTIONS = {
    HOLDING_LOCATION.name: "Choose the Holding Location of a row first; only then can its Shelving Location be chosen.",
    PATRON_POLICY.name: (
        "A patron type that is not in the list yet: open and save its Patron Type Policy once, and allow up to 30 minutes "
        "after it was added to the borrower categories."
    ),
}


def policy(name: str, label: str, screen: str, *fields: Field, cautions: Sequence[str] = (), **more: Any) -> ObjectKind:
    """Policies on a screen that lists them by their names (2.1). more: as for ObjectKind."""
    return ObjectKind(
        name=name,
        plural=f"{name[:-1]}ies" if name.endswith("y") else f"{name}s",
        label=label,
        screen=screen,
        guide=ScreenGuide(
            create="Create New, fill in, Save. If a policy of this name already exists, open it.",
            edit="Click the Policy Name, change what is listed here, Save.",
            remove="Open the policy, Delete (top right), OK. A policy in use cannot be deleted.",
            cautions=tuple(cautions),
        ),
        schema=Schema(Field("name", Text(), "Policy Name", required=True), *fields, OTHER_SETTINGS),
        **more,
    )


def policy_map(
    name: str,
    label: str,
    screen: str,
    selectors: Sequence[Field],
    *results: Field,
    cautions: Sequence[str] = (),
    ordered: bool = True,
    shuts_out: bool = False,
) -> TableKind:
    """A map, whose first matching row applies; if it is not ordered, a matrix, whose matching rows all apply (2.2)."""
    names = tuple(column.name for column in selectors)
    decides = (
        "The first row that matches decides: a row that is too far down is never reached."
        if ordered
        else "Every row that matches counts, so their order does not matter."
    )
    return TableKind(
        name=name,
        plural=name,
        label=label,
        screen=screen,
        guide=ScreenGuide(
            edit="Add, change, move and remove rows as shown, then Save once for the whole screen.",
            cautions=(
                decides,
                *(caution for column, caution in _COLUMN_CAUTIONS.items() if column in names),
                *cautions,
                "One Save writes the whole table (not confirmed by OCLC), so make sure that nobody else is working at this screen.",
            ),
        ),
        ordered=ordered,
        shuts_out=shuts_out,
        selectors=names,
        schema=Schema(*selectors, *results, *([PRECEDENCE] if ordered else [])),
    )
