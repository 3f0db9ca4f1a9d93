# SPDX-License-Identifier: GPL-3.0-or-later

"""Worlds: a library for each pair, and one in a world as assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from support.library import Library
from support.library_record import Record
from support.seeds import SEED

from . import oracle
from .pairs import JOURNEYS, Pair

#: What verification needs: a test patron and a test item, and a key for NCIP and for holding codes. And accounts that are changed and removed.
_MORE: dict[str, Any] = {
    "wskey": {"scopes": ["SCIM", "configuration", "WMS_NCIP", "WorldCatMetadataAPI:get_holding_codes"]},
    "items": [{"barcode": "ITEM-1", "title": "Walden", "holding_location": "TSTM", "shelving_location": "Stacks"}],
    "patrons": [
        {"barcode": "PATRON-1", "borrowerCategory": "Student", "homeBranch": "91NN", "familyName": "Test"},
        {"barcode": "PARTNER-NN", "borrowerCategory": "Faculty", "homeBranch": "92NN", "familyName": "A", "ours": True},
        {"barcode": "FORMER-NN", "borrowerCategory": "Faculty", "homeBranch": "92NN", "familyName": "B", "ours": True},
    ],
    "reshare": {**SEED["reshare"], "locations": [{"code": "TSTM"}], "shelving_locations": [{"code": "Stacks"}]},
}
_VARIABLES: dict[str, Any] = {
    "reshare_settings_partner_accounts": {"RESHARE:ALF": "RESHARE-NN", "RESHARE:BET": "RESHARE-NN"},
    "lending_accounts": [
        {"barcode": "RESHARE-NN"},
        {"barcode": "PARTNER-NN", "email": "Partner-NN@Example.org", "family_name": "Bücher & Co"},
    ],
    "lending_former_partner_accounts": {"RESHARE:OLD": "FORMER-NN"},
    "lending_former_account_state": "absent",
    "reshare_settings_more": {"shelving_location_sites": [{"location": "TSTM", "shelving_location": "Stacks"}]},
    "borrowing_overdue_notice": {
        "subject": "Overdue",
        "start_text": "Please return:\nThe library",
        "end_text": "Thank you",
    },
    "reshare_settings_pickup_entries": {"us-main": "91NN"},
    "verify_borrowing": {"patron_barcode": "PATRON-1", "patron_type": "Student"},
    "verify_lending": {"item_barcode": "ITEM-1", "holding_location": "TSTM", "shelving_location": "Stacks"},
    "preflight_waivers": {"patron_types": "Everybody can borrow."},
}
#: What changes at a library whose link is live: an account, a partner with an account, rows, an entry and a policy; and what is removed then.
_CHANGED: dict[str, Any] = {
    "reshare_settings_partner_accounts": {"RESHARE:ALF": "RESHARE-NN", "RESHARE:BET": "NEW-NN"},
    "lending_accounts": [
        {"barcode": "RESHARE-NN"},
        {"barcode": "PARTNER-NN", "email": "Other-NN@Example.org"},
        {"barcode": "NEW-NN"},
    ],
    "reshare_settings_more": {
        "locations": [{"code": "TSTM", "supply_preference": 2}],
        "shelving_locations": [{"code": "Reserves", "supply_preference": 3}],
        "shelving_location_sites": [{"location": "TSTM", "shelving_location": "Stacks", "supply_preference": 4}],
        "settings": {"max_requests": 7},
    },
    "reshare_settings_pickup_entries": {"us-main": "92NN"},
    "borrowing_loan_period": "21 days",
}
_REMOVED: dict[str, Any] = {
    **_CHANGED,
    "reshare_settings_partner_accounts": {"RESHARE:ALF": "RESHARE-NN", "RESHARE:BET": None},
    "lending_accounts": _CHANGED["lending_accounts"][:2],
    "lending_former_partner_accounts": {"RESHARE:OLD": "FORMER-NN", "RESHARE:BET": "NEW-NN"},
    "reshare_settings_more": {
        **_CHANGED["reshare_settings_more"],
        "shelving_locations": [{"code": "Reserves", "state": "absent"}],
        "shelving_location_sites": [{"location": "TSTM", "shelving_location": "Stacks", "state": "absent"}],
    },
}
#: The journeys of a live link, with the variables that change.
LIVE_JOURNEYS = {"change": _CHANGED, "remove": _REMOVED}


@dataclass
class World:
    """A library. pair: None in a world as assumed. record: where changes are made by people. more: variables of a journey."""

    library: Library
    pair: Pair | None
    record: Record | None
    before: oracle.Facts = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.before = self.facts()

    @property
    def name(self) -> str:
        return self.library.name

    def travels(self, journey: str) -> bool:
        """Whether a journey is made in this world; all are made in a world as assumed."""
        return self.pair is None or journey not in JOURNEYS - self.pair.journeys

    @property
    def variables(self) -> dict[str, Any]:
        """Its variables, in addition to those of a library with a configuration service."""
        address = {"reshare_settings_ncip_address": f"{self.library.base}/ncip", "sandbox_url": self.library.base}
        given = self.library.numbered({**_VARIABLES, **self.more})
        return {**address, **given, **(self.record.variables if self.record else {})}

    def become_contrary(self) -> None:
        """From now on, the systems behave as in its pair."""
        if self.pair is not None:
            self.library.choose({self.pair.assumption: self.pair.alternative})

    def facts(self) -> oracle.Facts:
        return oracle.facts(self.library.settled(), self.library.number)

    def acted(self) -> int:
        """How often its alternative changed a request, a response or a stored document."""
        found = self.library.http.get(f"{self.library.base}/_sandbox/contrary", params={"library": self.library.id})
        return sum(one["acted"] for one in found.json())


def make(base: str, folder: Path, pairs: Sequence[Pair], mode: str, live: bool = False) -> list[World]:
    """A world for each pair; the first is as assumed, and so are all that become contrary when their links are live. folder: for files of the
    collection."""
    return [_world(base, folder, pair, mode, live) for pair in (None, *pairs)]


def _world(base: str, folder: Path, pair: Pair | None, mode: str, live: bool) -> World:
    contrary = {} if pair is None or live else {pair.assumption: pair.alternative}
    library = Library(base, folder / "state", contrary=contrary, **_MORE)
    return World(library, pair, Record(library, folder / "record") if mode == "record" else None)
