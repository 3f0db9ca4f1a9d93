# SPDX-License-Identifier: GPL-3.0-or-later

"""Every kind of WMS object, in the order in which objects must be created (wms-circulation.md 7)."""

from __future__ import annotations

from .objects.billing import BILL_REASON, BILL_STRUCTURE
from .objects.collection_types import COLLECTION_TYPE_POLICY
from .objects.holds import (
    HOLD_FULFILLMENT_POLICY,
    HOLD_FULFILLMENT_POLICY_MAP,
    HOLD_LIMIT_MATRIX,
    HOLD_LIMIT_POLICY,
    HOLD_PICKUP_LOCATIONS_MAP,
    HOLD_REQUEST_POLICY,
    HOLD_REQUEST_POLICY_MAP,
)
from .objects.ill_settings import ILL_SETTINGS
from .objects.loans import LOAN_LIMIT_MATRIX, LOAN_LIMIT_POLICY, LOAN_POLICY, LOAN_POLICY_MAP, LONG_OVERDUE_POLICY
from .objects.locations import BRANCH, HOLDING_CODE, PICKUP_LOCATION, SHELVING_LOCATION, SHELVING_LOCATION_NAME
from .objects.notifications import NOTIFICATION_POLICY, NOTIFICATION_SETTINGS, NOTIFICATION_TEMPLATE
from .objects.patrons import BORROWER_CATEGORY, PATRON_ACCOUNT, PATRON_TYPE_POLICY
from .resolution import KINDS as RESOLVED
from .resolution import SELECTED

#: Objects that only OCLC creates; they are only read here.
READ_ONLY = (HOLDING_CODE, BRANCH, PICKUP_LOCATION)

#: The objects of WMS to which ReShare refers.
NAMED_BY_RESHARE = (HOLDING_CODE, BRANCH, SHELVING_LOCATION_NAME)

#: The objects that a person (or a configuration service) manages in Service Configuration.
CONFIGURATION = (
    SHELVING_LOCATION,
    BORROWER_CATEGORY,
    NOTIFICATION_POLICY,
    NOTIFICATION_TEMPLATE,
    BILL_REASON,
    BILL_STRUCTURE,
    PATRON_TYPE_POLICY,
    LOAN_POLICY,
    LONG_OVERDUE_POLICY,
    LOAN_POLICY_MAP,
    LOAN_LIMIT_POLICY,
    LOAN_LIMIT_MATRIX,
    HOLD_LIMIT_POLICY,
    HOLD_LIMIT_MATRIX,
    HOLD_REQUEST_POLICY,
    HOLD_REQUEST_POLICY_MAP,
    HOLD_FULFILLMENT_POLICY,
    HOLD_FULFILLMENT_POLICY_MAP,
    HOLD_PICKUP_LOCATIONS_MAP,
    COLLECTION_TYPE_POLICY,
    # After the policies: enabling a type disables its legacy counterpart at once, so the policies must have its templates before.
    NOTIFICATION_SETTINGS,
)

#: The objects that have an effect only if a map, a matrix or another policy refers to them.
HELPERS = (NOTIFICATION_POLICY, NOTIFICATION_TEMPLATE, BILL_REASON, BILL_STRUCTURE, *SELECTED)

#: All kinds that a task can declare. ILL Settings come last: saving them makes the link live.
DECLARABLE = (*CONFIGURATION, PATRON_ACCOUNT, ILL_SETTINGS)

#: The kinds that the go-live checks read, declared or not.
CHECKED = (*RESOLVED, NOTIFICATION_SETTINGS)

#: All kinds that a task can declare, in the order of an audit: objects that affect the link and every loan come first, texts of notices last.
BY_CONSEQUENCE = (
    ILL_SETTINGS,
    LOAN_POLICY_MAP,
    HOLD_FULFILLMENT_POLICY_MAP,
    HOLD_REQUEST_POLICY_MAP,
    HOLD_PICKUP_LOCATIONS_MAP,
    LOAN_LIMIT_MATRIX,
    HOLD_LIMIT_MATRIX,
    COLLECTION_TYPE_POLICY,
    *SELECTED,
    PATRON_TYPE_POLICY,
    BORROWER_CATEGORY,
    SHELVING_LOCATION,
    PATRON_ACCOUNT,
    NOTIFICATION_SETTINGS,
    BILL_STRUCTURE,
    BILL_REASON,
    NOTIFICATION_POLICY,
    NOTIFICATION_TEMPLATE,
)

#: All kinds in which the planner looks up references.
KINDS = (*READ_ONLY, *DECLARABLE)
