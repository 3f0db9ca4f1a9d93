# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rows of mod-rs's lending tables (reshare.md 1.7, 2.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..._core.fields import Field, Schema
from ..._core.kinds import ObjectKind
from ..._core.values import Integer, Reference, Text, YesNo

SCREEN = "Settings > Resource sharing"

_NAME = Field("name", Text(), "name")


def _named_by_code(wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {} if "name" in wanted else {"name": wanted["code"]}


#: Below 0: never lend from there. 0 or blank: neutral. Above 0: preferred, the higher the more.
_PREFERENCE = Field("supply_preference", Integer(), "supply preference")

LOCATION = ObjectKind(
    name="reshare_location",
    plural="locations",
    label="ReShare location",
    screen=SCREEN,
    # reshare.md 2.3
    identity=("code",),
    create_defaults=_named_by_code,
    schema=Schema(
        (
            Field("code", Reference(kind="holding_code"), "code", required=True),
            _NAME,
            _PREFERENCE,
            Field("pull_slip_rule", Text(), "pull slip rule (iCalendar)"),
        )
    ),
)

SHELVING_LOCATION = ObjectKind(
    name="reshare_shelving_location",
    plural="shelving_locations",
    label="ReShare shelving location",
    screen=SCREEN,
    # reshare.md 2.3
    identity=("code",),
    create_defaults=_named_by_code,
    schema=Schema((Field("code", Reference(kind="shelving_location_name"), "code", required=True), _NAME, _PREFERENCE)),
)

SITE = ObjectKind(
    name="reshare_shelving_location_site",
    plural="shelving_location_sites",
    label="ReShare shelving location site",
    screen=SCREEN,
    # reshare.md 2.3
    identity=("location", "shelving_location"),
    schema=Schema(
        (
            Field("location", Reference(kind=LOCATION.name), "location", required=True, fixed=True),
            Field(
                "shelving_location",
                Reference(kind=SHELVING_LOCATION.name),
                "shelving location",
                required=True,
                fixed=True,
            ),
            _PREFERENCE,
        )
    ),
)


def _stops_every_patron(changed: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    if changed.get("can_create_requests") is False:
        yield (
            "a patron profile that cannot create requests: WMS returns no profile, so mod-rs assigns the profile STATUS to "
            "every patron; if this is that profile, no patron can create a request (inferred from mod-rs's source)"
        )


PATRON_PROFILE = ObjectKind(
    name="reshare_patron_profile",
    plural="patron_profiles",
    label="ReShare patron profile",
    screen=SCREEN,
    # reshare.md 1.7, 2.3
    identity=("code",),
    create_defaults=_named_by_code,
    change_warnings=_stops_every_patron,
    schema=Schema(
        (
            Field("code", Text(), "code", required=True),
            _NAME,
            Field("can_create_requests", YesNo(unset=True), "can create requests"),
        )
    ),
)

ITEM_LOAN_POLICY = ObjectKind(
    name="reshare_item_loan_policy",
    plural="item_loan_policies",
    label="ReShare item loan policy",
    screen=SCREEN,
    # reshare.md 2.3
    identity=("code",),
    create_defaults=_named_by_code,
    schema=Schema(
        (Field("code", Text(), "code", required=True), _NAME, Field("lendable", YesNo(unset=True), "lendable"))
    ),
)
