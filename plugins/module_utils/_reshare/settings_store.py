# SPDX-License-Identifier: GPL-3.0-or-later

"""The app settings of mod-rs (reshare.md 2.1, 3.2, 3.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from .._core.errors import quoted
from .._core.json_shape import ID, SCALAR
from .._core.objects import CurrentObject, Identity, Kind
from .._core.store import Store, Written
from .gateway import Gateway
from .objects.settings import ALWAYS_THERE, ALWAYS_USED

PATH = "/rs/settings/appSettings"

#: How many rows a page may have; the maximum of mod-rs is 1000.
PAGE = 1000
#: Includes hidden settings in the list.
ALL = (("filters", "hidden"),)

#: The permission without which the list is partial (reshare.md 3.3).
EVERY_SECTION = "rs.settings.getsection.all"

#: The shape of a row.
ROW = {"id": ID, "key": (str, None), "value": SCALAR, "defValue": SCALAR}


class AppSettings(Store):
    """The settings of one tenant, as a store."""

    def __init__(self, gateway: Gateway):
        self._gateway = gateway

    def read(self, kind: Kind, identities: Sequence[Identity] = ()) -> list[CurrentObject]:
        """All rows, including hidden ones. mod-rs leaves rows out after paging, so a short page need not be the last: pages are read up to an
        empty one, unless the first page is short and has all needed rows."""
        rows: list[CurrentObject] = []
        needed = {*(key for (key,) in identities), *ALWAYS_USED, *ALWAYS_THERE} if identities else None
        for answer in self._gateway.pages(PATH, PAGE, ALL):
            page = answer.json([ROW])
            whole = not rows and len(page) < PAGE and needed and needed <= {row.get("key") for row in page}
            rows += [kind.received(str(row["id"]), None, row) for row in page]
            if not page or whole:
                break
        refuse_partial(self._gateway, [row.fields for row in rows])
        return rows

    def replace(self, kind: Kind, stored: CurrentObject, fields: Mapping[str, Any]) -> None:
        self._gateway.write("PUT", f"{PATH}/{quote(stored.id, safe='')}", {"id": stored.id, "value": fields["value"]})

    def as_stored(self, written: Sequence[Written]) -> list[CurrentObject | None]:
        """The settings in the list: to read a single setting, another permission is needed (reshare.md 3.2)."""
        return self.in_lists(written)

    def at_once(self, kind: Kind) -> int:
        return self._gateway.at_once


def refuse_partial(gateway: Gateway, rows: Sequence[Mapping[str, Any]]) -> None:
    """Raise CallFailed for a partial list: from mod-rs 2.19 on, an account without EVERY_SECTION gets such a list with HTTP 200."""
    there = {row.get("key") for row in rows}
    if lacking := [key for key in ALWAYS_THERE if key not in there]:
        raise gateway.partial_list(PATH, ALL, len(rows), quoted(lacking), EVERY_SECTION)
