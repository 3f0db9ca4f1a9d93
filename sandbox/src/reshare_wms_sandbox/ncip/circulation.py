# SPDX-License-Identifier: GPL-3.0-or-later

"""The circulation of a library: its items, temporary items with their holds, and loans (wms-circulation.md 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .. import seed
from ..clock import written
from ..configuration.references import PATRON_ACCOUNTS
from ..identity import records
from ..state import Document, State
from .policies import Case

TEMPORARY_ITEMS, HOLDS, LOANS = "temporary_items", "holds", "loans"
#: OCLC's page on a similar integration states that the format of an item without a WorldCat record is usually this one
#: (2.2).
TEMPORARY_FORMAT = "Other"
PENDING, ON_SHELF = "Pending", "On hold shelf"


@dataclass(frozen=True)
class Patron:
    """A patron account with the fields that circulation uses. last_day: of the account."""

    account: str
    barcode: str
    type: str
    home_branch: str
    blocked: bool
    verified: bool
    last_day: str


@dataclass(frozen=True)
class LocatedItem:
    """An item at its current location: a temporary location has priority over the permanent one (2.2). temporary: a
    borrowed item."""

    barcode: str
    material_format: str
    holding_location: str
    shelving_location: str
    temporary: Document | None = None

    def case(self, patron: Patron) -> Case:
        return Case(patron.type, self.material_format, self.holding_location, self.shelving_location)


@dataclass(frozen=True)
class Desk:
    """The circulation of one library at one moment."""

    state: State
    library: seed.Library
    now: datetime

    @property
    def id(self) -> str:
        return self.library.registry_id

    # Patrons

    def patron(self, barcode: str) -> Patron | None:
        """The account with a barcode, which is case-sensitive (oclc-apis.md 2.2)."""
        patrons = map(_patron, self.state.documents(self.id, PATRON_ACCOUNTS))
        return next((patron for patron in patrons if patron.barcode == barcode), None)

    def holder(self, hold: Document) -> Patron | None:
        document = self.state.document(self.id, PATRON_ACCOUNTS, hold.body["account"])
        return None if document is None else _patron(document)

    # Items

    def item(self, barcode: str) -> LocatedItem | None:
        for document in self.state.documents(self.id, TEMPORARY_ITEMS):
            if document.body["barcode"] == barcode:
                return _temporary(document)
        return next((_own(item) for item in self.library.items if item.barcode == barcode), None)

    def add_temporary_item(self, fields: dict[str, Any]) -> LocatedItem:
        body = {"material_format": TEMPORARY_FORMAT, **fields}
        return _temporary(self.state.insert(self.id, TEMPORARY_ITEMS, body))

    # Holds

    def holds(self) -> list[Document]:
        """The open holds. A hold that is not filled within its period is removed without a notice (5.1)."""
        waiting = []
        for hold in self.state.documents(self.id, HOLDS):
            ends = hold.body.get("expires") if hold.body["status"] == PENDING else None
            if ends is not None and ends <= written(self.now):
                self.state.delete(hold)
            else:
                waiting.append(hold)
        return waiting

    def hold_on(self, item: LocatedItem) -> Document | None:
        return next((hold for hold in self.holds() if hold.body["barcode"] == item.barcode), None)

    def add_hold(self, item: LocatedItem, patron: Patron, fields: dict[str, Any]) -> None:
        held = {"barcode": item.barcode, "account": patron.account, "patron_barcode": patron.barcode}
        self.state.insert(self.id, HOLDS, {**held, "status": PENDING, "placed": written(self.now), **fields})

    def trap(self, hold: Document, fields: dict[str, Any]) -> None:
        """Put an item on the hold shelf."""
        self.state.replace(self.id, HOLDS, hold, {**hold.body, "status": ON_SHELF, **fields})

    # Loans

    def loans(self) -> list[Document]:
        return self.state.documents(self.id, LOANS)

    def loan_of(self, item: LocatedItem) -> Document | None:
        return next((loan for loan in self.loans() if loan.body["barcode"] == item.barcode), None)

    def lend(self, item: LocatedItem, patron: Patron, fields: dict[str, Any]) -> None:
        """Start a loan, which fills the hold on the item."""
        held = self.hold_on(item)
        if held is not None:
            self.state.delete(held)
        lent = {
            "barcode": item.barcode,
            "account": patron.account,
            "patron_barcode": patron.barcode,
            "checked_out": written(self.now),
            "material_format": item.material_format,
            "holding_location": item.holding_location,
            "shelving_location": item.shelving_location,
        }
        self.state.insert(self.id, LOANS, {**lent, **fields})

    def end(self, loan: Document) -> None:
        """End a loan. A temporary item is removed then."""
        self.state.delete(loan)
        item = self.item(loan.body["barcode"])
        if item is not None and item.temporary is not None:
            self.state.delete(item.temporary)


def desk(state: State, library: seed.Library) -> Desk:
    """The circulation of a library at this moment."""
    return Desk(state, library, state.clock.now())


def case_of_loan(loan: Document, patron: Patron) -> Case:
    """The columns of the maps for a patron's loan, as they were when the loan was created."""
    body = loan.body
    return Case(patron.type, body["material_format"], body["holding_location"], body["shelving_location"])


def export(state: State, library: seed.Library) -> dict[str, list[Mapping[str, Any]]]:
    here = desk(state, library)
    found = {
        TEMPORARY_ITEMS: state.documents(here.id, TEMPORARY_ITEMS),
        HOLDS: here.holds(),
        LOANS: here.loans(),
    }
    return {name: [document.body for document in documents] for name, documents in found.items()}


def _patron(document: Document) -> Patron:
    record = document.body["record"]
    info = records.circulation(record)
    last_day = record[records.PERSONA]["oclcExpirationDate"].partition("T")[0]
    return Patron(
        document.id,
        str(info.get("barcode", "")),
        str(info.get("borrowerCategory", "")),
        str(info.get("homeBranch", "")),
        info["isCircBlocked"],
        info["isVerified"],
        last_day,
    )


def _temporary(document: Document) -> LocatedItem:
    body = document.body
    return LocatedItem(
        body["barcode"], body["material_format"], body["holding_location"], body["shelving_location"], document
    )


def _own(item: seed.Item) -> LocatedItem:
    moved = item.temporary_holding_location is not None
    holding = item.temporary_holding_location if moved else item.holding_location
    shelving = item.temporary_shelving_location if moved else item.shelving_location
    return LocatedItem(item.barcode, item.material_format, holding or "", shelving or "")
