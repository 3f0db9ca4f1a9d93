# SPDX-License-Identifier: GPL-3.0-or-later

"""The kinds of objects of the configuration service, and their models for requests and responses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from . import models
from .models import Fields


class Shape(Enum):
    """OBJECTS are created and deleted; ROWS are only edited; a TABLE is saved as a whole; a PAGE always exists."""

    OBJECTS = "objects"
    ROWS = "rows"
    TABLE = "table"
    PAGE = "page"


class Wire(BaseModel):
    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Kind:
    """plural: the name in seeds, and with hyphens the path. fields: the model of an object, or of a row of a table.

    screen: the path through the menus. identity: the field by which other objects refer to it. fixed: fields that can
    only be set when it is created.
    """

    plural: str
    label: str
    screen: str
    fields: type[Fields]
    shape: Shape = Shape.OBJECTS
    identity: str = "name"
    fixed: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return self.plural.replace("_", "-")

    @property
    def screen_path(self) -> tuple[str, ...]:
        """The menu entries that lead to the screen. The last one is the name of the screen."""
        return tuple(self.screen.split(" > "))

    @property
    def listed(self) -> bool:
        return self.shape in (Shape.OBJECTS, Shape.ROWS)

    @cached_property
    def content(self) -> type[Fields]:
        """The model of the fields of an object of this kind."""
        if self.shape is not Shape.TABLE:
            return self.fields
        name = self.fields.__name__.removesuffix("Row")
        rows = (list[self.fields], Field(title="rows", description="In the order on the screen."))  # type: ignore[name-defined]  # per kind
        return create_model(name, __base__=Fields, __doc__=f"All rows of the {self.label}.", rows=rows)

    @cached_property
    def document(self) -> type[Any]:
        """The model of a request body."""
        name = f"{self.content.__name__}Document"
        return create_model(name, __base__=Wire, __doc__=f"A {self.label} to be saved.", fields=(self.content, ...))

    @cached_property
    def stored(self) -> type[Any]:
        """The model of a response."""
        return create_model(
            f"Stored{self.content.__name__}",
            __base__=Wire,
            __doc__=f"A saved {self.label}.",
            id=(str, Field(description="The ID that the service assigns.")),
            etag=(str, Field(description="The version, with its quotes; send it in If-Match unchanged.")),
            fields=(self.content, ...),
        )

    @cached_property
    def page(self) -> type[Any]:
        """The model of a page of a list."""
        return create_model(
            f"{self.content.__name__}List",
            __base__=Wire,
            __doc__="A page of a list.",
            items=(list[self.stored], ...),  # type: ignore[name-defined]  # per kind
            next=(str | None, Field(description="The value of `after` for the next page; null on the last page.")),
        )


LOANS = "WMS Circulation > Loans"
HOLDS = "WMS Circulation > Holds and Schedules"
BILLING = "WMS Circulation > Billing"
NEXT_GENERATION = "WMS Circulation > Next-Generation Notifications"

#: In the order in which they have to be created (wms-circulation.md 7).
KINDS = (
    Kind(
        "holding_codes",
        "Holding Code",
        "WorldCat Discovery (and WorldCat Local) > Holding Codes & Shelving Location Messages > "
        "Holding Codes Translation Table",
        models.HoldingCode,
        Shape.ROWS,
        identity="holding_code",
    ),
    Kind(
        "borrower_categories",
        "Borrower Category",
        "WMS Institution > Institution Borrower Categories",
        models.BorrowerCategory,
    ),
    Kind(
        "notification_policies",
        "Notification Policy",
        "WMS Circulation > Notifications and Receipts > Notification Policies",
        models.NotificationPolicy,
    ),
    Kind(
        "notification_templates",
        "Notification Template",
        f"{NEXT_GENERATION} > Templates",
        models.NotificationTemplate,
        fixed=("notification_type",),
    ),
    Kind("bill_reasons", "Bill Reason", f"{BILLING} > Bill Reasons", models.BillReason),
    Kind(
        "bill_structures", "Bill Structure", f"{BILLING} > Bill Structures", models.BillStructure, fixed=("bill_type",)
    ),
    Kind(
        "patron_type_policies",
        "Patron Type Policy",
        "WMS Circulation > Patron Type Policy",
        models.PatronTypePolicy,
    ),
    Kind("loan_policies", "Loan Policy", f"{LOANS} > Loan Policy", models.LoanPolicy),
    Kind(
        "long_overdue_policies",
        "Long Overdue and Lost Policy",
        f"{LOANS} > Long Overdue Policy",
        models.LongOverduePolicy,
    ),
    Kind("loan_policy_map", "Loan Policy Map", f"{LOANS} > Loan Policy Map", models.LoanPolicyMapRow, Shape.TABLE),
    Kind("loan_limit_policies", "Loan Limit Policy", f"{LOANS} > Loan Limit Policy", models.LoanLimitPolicy),
    Kind(
        "loan_limit_matrix", "Loan Limit Matrix", f"{LOANS} > Loan Limit Matrix", models.LoanLimitMatrixRow, Shape.TABLE
    ),
    Kind("hold_limit_policies", "Hold Limit Policy", f"{HOLDS} > Hold Limit Policy", models.HoldLimitPolicy),
    Kind(
        "hold_limit_matrix", "Hold Limit Matrix", f"{HOLDS} > Hold Limit Matrix", models.HoldLimitMatrixRow, Shape.TABLE
    ),
    Kind("hold_request_policies", "Hold Request Policy", f"{HOLDS} > Hold Request Policy", models.HoldRequestPolicy),
    Kind(
        "hold_request_policy_map",
        "Hold Request Policy Map",
        f"{HOLDS} > Hold Request Policy Map",
        models.HoldRequestPolicyMapRow,
        Shape.TABLE,
    ),
    Kind(
        "hold_fulfillment_policies",
        "Hold Fulfillment Policy",
        f"{HOLDS} > Hold Fulfillment Policy",
        models.HoldFulfillmentPolicy,
    ),
    Kind(
        "hold_fulfillment_policy_map",
        "Hold Fulfillment Policy Map",
        f"{HOLDS} > Hold Fulfillment Policy Map",
        models.HoldFulfillmentPolicyMapRow,
        Shape.TABLE,
    ),
    Kind(
        "hold_pickup_locations_map",
        "Hold Pickup Locations Map",
        f"{HOLDS} > Hold Pickup Locations Map",
        models.HoldPickupLocationsMapRow,
        Shape.TABLE,
    ),
    Kind(
        "collection_type_policies",
        "Collection Type Policy",
        "WMS Circulation > Collection Type Policy",
        models.CollectionTypePolicy,
    ),
    Kind(
        "notification_settings",
        "Next-Generation Notifications General Settings",
        f"{NEXT_GENERATION} > General Settings",
        models.NotificationSettings,
        Shape.PAGE,
    ),
    Kind(
        "ill_settings",
        "ILL Settings",
        "WMS Circulation > Integrations > ILL Settings",
        models.IllSettings,
        Shape.PAGE,
    ),
)

BY_PLURAL = {kind.plural: kind for kind in KINDS}


def several() -> type[Any]:
    """The model of the response when a client reads several kinds at once."""
    members: dict[str, Any] = {
        kind.plural: ((kind.page if kind.listed else kind.stored) | None, Field(default=None, alias=kind.path))
        for kind in KINDS
    }
    return create_model("SeveralKinds", __base__=Wire, __doc__="The requested kinds.", **members)
