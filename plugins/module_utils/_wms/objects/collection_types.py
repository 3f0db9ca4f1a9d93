# SPDX-License-Identifier: GPL-3.0-or-later

"""Collection Type Policy: the rules for items at a location (wms-circulation.md 6.24)."""

from __future__ import annotations

from ..._core.composites import ListOf
from ..._core.fields import Field, Schema
from ..._core.kinds import ObjectKind
from ..._core.objects import ScreenGuide
from ..._core.values import Choice, Text
from .policy_screens import HOLDING_LOCATION, MATERIAL_FORMAT, OTHER_SETTINGS, SHELVING_LOCATION

COLLECTION_TYPE_POLICY = ObjectKind(
    name="collection_type_policy",
    plural="collection_type_policies",
    label="Collection Type Policy",
    screen="WMS Circulation > Collection Type Policy",
    # wms-circulation.md 6.24
    guide=ScreenGuide(
        create="Create a rule with this name.",
        edit="Open the rule, change what is listed here, Save.",
        cautions=(
            "A change applies at once to holds that are already in the queue.",
            "A location that another rule has is moved, not added (not confirmed by OCLC).",
            "Do not edit while OCLC is still migrating your library's Location Policy: settings would hit all items.",
        ),
    ),
    # "Move" on the screen suggests that a combination is in one rule only: inferred.
    exclusive="locations",
    takeover=(
        "If the other rule is the one of a former name, list that name in borrowing_former_policy_names (role borrowing). Otherwise "
        "also declare the other rule: without the location, or with state absent"
    ),
    schema=Schema(
        Field("name", Text(), "Rule name", required=True),
        Field(
            "locations",
            ListOf(Schema(HOLDING_LOCATION, SHELVING_LOCATION, MATERIAL_FORMAT)),
            "Locations",
        ),
        Field("default_availability", Choice(("Available", "Unavailable")), "Default availability"),
        # The lists of values of these four fields were not seen in full (6.24), so any text is accepted.
        Field("fulfill_holds_for", Text(), "Fulfill Holds For"),
        Field("fulfill_holds_by_item_status", Text(), "Fulfill Holds By Item Status"),
        Field("reshelving_period", Text(), "Reshelving period"),
        Field("in_processing_mode", Text(), "In Processing Mode"),
        OTHER_SETTINGS,
    ),
)
