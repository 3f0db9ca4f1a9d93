# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds: limits, requests, fulfillment and pickup (wms-circulation.md 6.17 to 6.23)."""

from __future__ import annotations

from ..._core.fields import Field
from ..._core.values import Day, Duration, Limit, Reference, SetOf, Text, YesNo
from .policy_screens import (
    BILL,
    EVERY_COLUMN,
    HOLDING_LOCATION,
    MATERIAL_FORMAT,
    NOTIFICATION,
    PATRON_POLICY,
    SHELVING_LOCATION,
    TEMPLATE,
    policy,
    policy_map,
)

SCREEN = "WMS Circulation > Holds and Schedules"

# wms-circulation.md 6.17
HOLD_LIMIT_POLICY = policy(
    "hold_limit_policy",
    "Hold Limit Policy",
    f"{SCREEN} > Hold Limit Policy",
    Field("verified_hold_count_limit", Limit(), "Verified Hold Count Limit"),
    Field("unverified_hold_count_limit", Limit(), "Unverified Hold Count Limit"),
)

# wms-circulation.md 6.18
HOLD_LIMIT_MATRIX = policy_map(
    "hold_limit_matrix",
    "Hold Limit Matrix",
    f"{SCREEN} > Hold Limit Matrix",
    (PATRON_POLICY, MATERIAL_FORMAT),
    Field("hold_limit_policy", Reference(kind="hold_limit_policy"), "Hold Limits Policy", required=True),
    ordered=False,
)

# wms-circulation.md 6.19
HOLD_REQUEST_POLICY = policy(
    "hold_request_policy",
    "Hold Request Policy",
    f"{SCREEN} > Hold Request Policy",
    Field("default_hold_request_period", Duration(), "Default Hold Request Period"),
    Field("hold_fixed_due_dates", SetOf(Day()), "Hold Fixed Due Date(s)"),
    Field("bill_for_placing_hold", BILL, "Bill for placing hold"),
    # The values of this list were not seen, so any text is accepted.
    Field("forwarding_policy", Text(), "Forwarding Policy"),
    Field("hold_request_expiry_notification_policy", NOTIFICATION, "Hold Request Expiry notification"),
    Field("hold_request_expiration_confirmation", TEMPLATE, "Hold Request Expiration Confirmation"),
)

# wms-circulation.md 6.20. A page lists patron, format and policy for this map, and also locations for its sister map. The labels, and that the first
# match applies, are inferred from the sister map.
HOLD_REQUEST_POLICY_MAP = policy_map(
    "hold_request_policy_map",
    "Hold Request Policy Map",
    f"{SCREEN} > Hold Request Policy Map",
    (PATRON_POLICY, MATERIAL_FORMAT),
    Field("hold_request_policy", Reference(kind="hold_request_policy"), "Hold Request Policy", required=True),
    cautions=["That the first match decides here is not confirmed by OCLC."],
)

# wms-circulation.md 6.21
HOLD_FULFILLMENT_POLICY = policy(
    "hold_fulfillment_policy",
    "Hold Fulfillment Policy",
    f"{SCREEN} > Hold Fulfillment Policy",
    Field("hold_shelf_period", Duration(), "Hold Shelf Period"),
    Field("exclude_closed_hours", YesNo(), "Exclude closed hours"),
    # The details of this field were not seen, so any text is accepted.
    Field("in_house_use_period", Text(), "In-House Use Period"),
    Field("hold_shelf_expiration_notification_policy", NOTIFICATION, "Hold Shelf Expiration Notification Policy"),
    Field("bill_for_picking_up_hold", BILL, "Bill For Picking Up Hold"),
    # That these two are check boxes is inferred.
    Field("item_approval", YesNo(), "Item Approval"),
    Field("item_preparation", YesNo(), "Item Preparation"),
    Field("hold_pickup_notification_policy", NOTIFICATION, "Hold Pickup Notification Policy"),
    cautions=["Exclude closed hours is off unless you switch it on."],
)

# wms-circulation.md 6.22
HOLD_FULFILLMENT_POLICY_MAP = policy_map(
    "hold_fulfillment_policy_map",
    "Hold Fulfillment Policy Map",
    f"{SCREEN} > Hold Fulfillment Policy Map",
    EVERY_COLUMN,
    Field(
        "hold_fulfillment_policy", Reference(kind="hold_fulfillment_policy"), "Hold Fulfillment Policy", required=True
    ),
)

_PICKUP_LOCATIONS = SetOf(Reference(kind="pickup_location"))

# wms-circulation.md 6.23. Its columns were not seen in full.
HOLD_PICKUP_LOCATIONS_MAP = policy_map(
    "hold_pickup_locations_map",
    "Hold Pickup Locations Map",
    f"{SCREEN} > Hold Pickup Locations Map",
    (HOLDING_LOCATION, SHELVING_LOCATION),
    Field("default_pickup_locations", _PICKUP_LOCATIONS, "Default Pickup Locations"),
    Field("alternative_pickup_locations", _PICKUP_LOCATIONS, "Alternate/Alternative Pickup Locations"),
    cautions=[
        "From the first row on, a hold that no row matches cannot be placed: keep a last row for all locations.",
        "A branch with branch locations (Admin/General > Branch Locations) cannot be chosen itself: choose its branch locations. Add a "
        "new branch location here, even if its branch was chosen before.",
        "OCLC's pages write Alternate and Alternative Pickup Locations.",
    ],
    shuts_out=True,
)
