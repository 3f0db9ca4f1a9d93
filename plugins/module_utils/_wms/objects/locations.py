# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holding codes and their shelving locations: the Holding Codes Translation Table (wms-circulation.md 6.1, 6.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..._core.fields import Field, Schema
from ..._core.kinds import EntryKind, ObjectKind
from ..._core.objects import Identity, ScreenGuide
from ..._core.values import ListInText, Text

SCREEN = "WorldCat Discovery (and WorldCat Local) > Holding Codes & Shelving Location Messages"


#: A name is an entry of a list, so it cannot contain the separator.
_NAME = Text(forbidden=(";",))
#: Migration rules of [TTD].
_NEW_NAME = Text(longest=150, forbidden=("&", "--"))


class ShelvingList(ListInText):
    """The cell that lists shelving locations [SHELF]."""

    def faults(self, cell: str | None) -> Iterator[str]:
        text = (cell or "").strip()
        if text.startswith(";") or text.endswith(";"):
            yield (
                "its list of shelving locations starts or ends with a semicolon, which removes availability from "
                "Discovery; the next change to the list removes the semicolon"
            )

    def unfit(self, name: str) -> Iterator[str]:
        try:
            _NEW_NAME.normalise(name)
        except ValueError as problem:
            yield f"it {problem} (OCLC's rules for names of shelving locations)"
        yield from super().unfit(name)


#: The cell of a holding code that lists its shelving locations.
SHELVING_LOCATIONS = ShelvingList()

HOLDING_CODE = ObjectKind(
    name="holding_code",
    plural="holding_codes",
    label="Holding Code",
    screen=f"{SCREEN} > Holding Codes Translation Table",
    create_hint="OCLC issues these codes (profiling@oclc.org).",
    # wms-circulation.md 6.2
    identity=("holding_code",),
    schema=Schema(
        Field("holding_code", Text(), "Holding location"),
        Field("default_symbol", Text(), "Default Symbol"),
        Field("branch_name", Text(), "Branch name"),
        Field("branch_registry_id", Text(), "Branch Registry ID"),
        Field("shelving_locations", SHELVING_LOCATIONS, "Shelving Location"),
    ),
)


#: Not self-service (wms-circulation.md 6.1).
_BRANCH_HINT = (
    "A branch is created in the WorldCat Registry after OCLC has issued its holding code (profiling@oclc.org)."
)


class BranchKind(ObjectKind):
    """Branches, identified by their Registry ID or name; read from the rows of the table. OCLC creates them."""

    @property
    def collection(self) -> str:
        return HOLDING_CODE.collection


BRANCH = BranchKind(
    name="branch",
    plural="branches",
    label="Branch",
    screen=HOLDING_CODE.screen,
    # wms-circulation.md 6.1
    identity=("branch_registry_id",),
    create_hint=_BRANCH_HINT,
    schema=HOLDING_CODE.schema,
)

PICKUP_LOCATION = BranchKind(
    name="pickup_location",
    plural="pickup_locations",
    label="branch",
    screen=HOLDING_CODE.screen,
    # wms-circulation.md 6.23
    identity=("branch_name",),
    create_hint=_BRANCH_HINT,
    schema=HOLDING_CODE.schema,
)

SHELVING_LOCATION = EntryKind(
    name="shelving_location",
    plural="shelving_locations",
    label="Shelving Location",
    screen=HOLDING_CODE.screen,
    # wms-circulation.md 6.2
    guide=ScreenGuide(
        create="Add the name to the end of the list in the Shelving Location cell of this holding code, Save Changes.",
        remove="Remove the name from the list in the Shelving Location cell of this holding code, Save Changes.",
        cautions=(
            "Copy the cell into a plain-text file before you edit it.",
            "Names are separated by a semicolon and a space. No semicolon at the start or end of the list: availability "
            "would disappear from Discovery.",
            "Names are case-sensitive.",
            "A new shelving location can be chosen in Circulation after several minutes.",
        ),
    ),
    shared=(
        "already exists, and rows that this task adds are the first to refer to it: items of the library in this shelving "
        "location get the same policies. If there are such items, declare another name (borrowing_shelving_location)"
    ),
    owner=HOLDING_CODE,
    cell="shelving_locations",
    owned_by="holding_code",
    schema=Schema(
        Field("holding_code", Text(), "Holding location", required=True),
        Field("name", _NAME, "Shelving Location", required=True),
    ),
)


class ShelvingNameKind(EntryKind):
    """Shelving locations identified by their name alone, independent of the holding code, as in ReShare."""

    def identities(self, current: Iterable[Mapping[str, Any]]) -> list[Identity]:
        return sorted({identity[1:] for identity in super().identities(current)})


SHELVING_LOCATION_NAME = ShelvingNameKind(
    name="shelving_location_name",
    plural="shelving_location_names",
    label="WMS Shelving Location",
    screen=HOLDING_CODE.screen,
    # reshare.md 2.3
    owner=HOLDING_CODE,
    cell=SHELVING_LOCATION.cell,
    owned_by=SHELVING_LOCATION.owned_by,
    schema=SHELVING_LOCATION.schema,
)


def listed_in(diff: Mapping[str, Any]) -> dict[str, set[Identity]]:
    """The shelving locations in a diff of their cells, after the changes, by each of their kinds."""
    cells = (diff.get("after") or {}).get(SHELVING_LOCATION.plural) or {}
    found: set[Identity] = {(code, name) for code, cell in cells.items() for name in cell[SHELVING_LOCATION.cell]}
    return {SHELVING_LOCATION.name: found, SHELVING_LOCATION_NAME.name: {(name,) for _code, name in found}}
