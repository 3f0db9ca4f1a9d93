# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds: limits, requests, fulfillment and pickup (wms-circulation.md 6.17 to 6.23)."""

from __future__ import annotations

from ..._core.fields import Field, Schema
from ..._core.kinds import ObjectKind
from ..._core.tables import PRECEDENCE, TableKind
from ..._core.values import Day, Duration, FreeFields, Limit, Reference, SetOf, Text, YesNo
from .billing import fixed_bill
from .locations import holding_location, shelving_location
from .notifications import notification_policy, notification_template
from .patrons import material_format, patron_policy
from .screens import LOCATION_ORDER, PATRON_TYPE_MISSING, every_match, first_match, policy_list

SCREEN = "WMS Circulation > Holds and Schedules"

HOLD_LIMIT_POLICY = ObjectKind(
    name="hold_limit_policy",
    plural="hold_limit_policies",
    label="Hold Limit Policy",
    screen=f"{SCREEN} > Hold Limit Policy",
    # wms-circulation.md 6.17
    guide=policy_list(),
    schema=Schema(
        (
            Field("name", Text(), "Policy Name", required=True),
            Field("verified_hold_count_limit", Limit(), "Verified Hold Count Limit"),
            Field("unverified_hold_count_limit", Limit(), "Unverified Hold Count Limit"),
            Field("other_settings", FreeFields(), "other settings"),
        )
    ),
)

HOLD_LIMIT_MATRIX = TableKind(
    name="hold_limit_matrix",
    plural="hold_limit_matrix",
    label="Hold Limit Matrix",
    screen=f"{SCREEN} > Hold Limit Matrix",
    # wms-circulation.md 6.18
    guide=every_match(PATRON_TYPE_MISSING),
    ordered=False,
    selectors=("patron_policy", "material_format"),
    schema=Schema(
        (
            patron_policy(),
            material_format(),
            Field("hold_limit_policy", Reference(kind="hold_limit_policy"), "Hold Limits Policy", required=True),
        )
    ),
)

HOLD_REQUEST_POLICY = ObjectKind(
    name="hold_request_policy",
    plural="hold_request_policies",
    label="Hold Request Policy",
    screen=f"{SCREEN} > Hold Request Policy",
    # wms-circulation.md 6.19
    guide=policy_list(),
    schema=Schema(
        (
            Field("name", Text(), "Policy Name", required=True),
            Field("default_hold_request_period", Duration(), "Default Hold Request Period"),
            Field("hold_fixed_due_dates", SetOf(Day()), "Hold Fixed Due Date(s)"),
            fixed_bill("bill_for_placing_hold", "Bill for placing hold"),
            # The values of this list were not seen, so any text is taken.
            Field("forwarding_policy", Text(), "Forwarding Policy"),
            notification_policy("hold_request_expiry_notification_policy", "Hold Request Expiry notification"),
            notification_template("hold_request_expiration_confirmation", "Hold Request Expiration Confirmation"),
            Field("other_settings", FreeFields(), "other settings"),
        )
    ),
)

HOLD_REQUEST_POLICY_MAP = TableKind(
    name="hold_request_policy_map",
    plural="hold_request_policy_map",
    label="Hold Request Policy Map",
    screen=f"{SCREEN} > Hold Request Policy Map",
    # wms-circulation.md 6.20
    guide=first_match(PATRON_TYPE_MISSING, "That the first match decides here is not confirmed by OCLC."),
    # A page lists patron, format and policy for this map and also locations for its sister map; the labels and the first match are
    # inferred from the sister map.
    selectors=("patron_policy", "material_format"),
    schema=Schema(
        (
            patron_policy(),
            material_format(),
            Field("hold_request_policy", Reference(kind="hold_request_policy"), "Hold Request Policy", required=True),
            PRECEDENCE,
        )
    ),
)

HOLD_FULFILLMENT_POLICY = ObjectKind(
    name="hold_fulfillment_policy",
    plural="hold_fulfillment_policies",
    label="Hold Fulfillment Policy",
    screen=f"{SCREEN} > Hold Fulfillment Policy",
    # wms-circulation.md 6.21
    guide=policy_list("Exclude closed hours is off unless you switch it on."),
    schema=Schema(
        (
            Field("name", Text(), "Policy Name", required=True),
            Field("hold_shelf_period", Duration(), "Hold Shelf Period"),
            Field("exclude_closed_hours", YesNo(), "Exclude closed hours"),
            # Its detail was not seen, so any text is taken.
            Field("in_house_use_period", Text(), "In-House Use Period"),
            notification_policy(
                "hold_shelf_expiration_notification_policy",
                "Hold Shelf Expiration Notification Policy",
            ),
            fixed_bill("bill_for_picking_up_hold", "Bill For Picking Up Hold"),
            # That these two are check boxes is inferred.
            Field("item_approval", YesNo(), "Item Approval"),
            Field("item_preparation", YesNo(), "Item Preparation"),
            notification_policy("hold_pickup_notification_policy", "Hold Pickup Notification Policy"),
            Field("other_settings", FreeFields(), "other settings"),
        )
    ),
)

HOLD_FULFILLMENT_POLICY_MAP = TableKind(
    name="hold_fulfillment_policy_map",
    plural="hold_fulfillment_policy_map",
    label="Hold Fulfillment Policy Map",
    screen=f"{SCREEN} > Hold Fulfillment Policy Map",
    # wms-circulation.md 6.22
    guide=first_match(LOCATION_ORDER, PATRON_TYPE_MISSING),
    selectors=("patron_policy", "material_format", "holding_location", "shelving_location"),
    schema=Schema(
        (
            patron_policy(),
            material_format(),
            holding_location(),
            shelving_location(),
            Field(
                "hold_fulfillment_policy",
                Reference(kind="hold_fulfillment_policy"),
                "Hold Fulfillment Policy",
                required=True,
            ),
            PRECEDENCE,
        )
    ),
)

HOLD_PICKUP_LOCATIONS_MAP = TableKind(
    name="hold_pickup_locations_map",
    plural="hold_pickup_locations_map",
    label="Hold Pickup Locations Map",
    screen=f"{SCREEN} > Hold Pickup Locations Map",
    # wms-circulation.md 6.23
    guide=first_match(
        LOCATION_ORDER,
        "From the first row on, a hold that no row matches cannot be placed: keep a last row for all locations.",
        "A branch with branch locations (Admin/General > Branch Locations) cannot be chosen itself: choose its branch locations. Add a "
        "new branch location here, even if its branch was chosen before.",
        "OCLC's pages write Alternate and Alternative Pickup Locations.",
    ),
    # Its full columns were not seen.
    shuts_out=True,
    selectors=("holding_location", "shelving_location"),
    schema=Schema(
        (
            holding_location(),
            shelving_location(),
            Field("default_pickup_locations", SetOf(Reference(kind="pickup_location")), "Default Pickup Locations"),
            Field(
                "alternative_pickup_locations",
                SetOf(Reference(kind="pickup_location")),
                "Alternate/Alternative Pickup Locations",
            ),
            PRECEDENCE,
        )
    ),
)
