# SPDX-License-Identifier: GPL-3.0-or-later

"""The rows of mod-rs's lending tables (reshare.md 1.7, 2.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..._core.fields import Field, Schema
from ..._core.kinds import ObjectKind
from ..._core.values import FieldType, Integer, Reference, Text, YesNo

_SCREEN = "Settings > Resource sharing"

#: Below 0: never lend from this place. 0 or blank: neutral. Above 0: preferred; the higher, the more.
_PREFERENCE = Field("supply_preference", Integer(), "supply preference")


def _table(name: str, plural: str, label: str, code: FieldType, *fields: Field, **more: Any) -> ObjectKind:
    """A table whose rows have a code and a name."""
    schema = Schema(Field("code", code, "code", required=True), Field("name", Text(), "name"), *fields)
    return ObjectKind(
        name=name,
        plural=plural,
        label=label,
        screen=_SCREEN,
        identity_fields=("code",),
        create_defaults=lambda wanted: {} if "name" in wanted else {"name": wanted["code"]},
        schema=schema,
        **more,
    )


LOCATION = _table(
    "reshare_location",
    "locations",
    "ReShare location",
    Reference(kind="holding_code"),
    _PREFERENCE,
    Field("pull_slip_rule", Text(), "pull slip rule (iCalendar)"),
)

SHELVING_LOCATION = _table(
    "reshare_shelving_location",
    "shelving_locations",
    "ReShare shelving location",
    Reference(kind="shelving_location_name"),
    _PREFERENCE,
)

SITE = ObjectKind(
    name="reshare_shelving_location_site",
    plural="shelving_location_sites",
    label="ReShare shelving location site",
    screen=_SCREEN,
    identity_fields=("location", "shelving_location"),
    schema=Schema(
        Field("location", Reference(kind=LOCATION.name), "location", required=True, fixed=True),
        Field(
            "shelving_location", Reference(kind=SHELVING_LOCATION.name), "shelving location", required=True, fixed=True
        ),
        _PREFERENCE,
    ),
)


def _stops_every_patron(changed: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    if changed.get("can_create_requests") is False:
        yield (
            "a patron profile that cannot create requests: WMS returns no profile, so mod-rs assigns the profile STATUS to "
            "every patron; if this is that profile, no patron can create a request (inferred from mod-rs's source)"
        )


PATRON_PROFILE = _table(
    "reshare_patron_profile",
    "patron_profiles",
    "ReShare patron profile",
    Text(),
    Field("can_create_requests", YesNo(unset=True), "can create requests"),
    change_warnings=_stops_every_patron,
)

ITEM_LOAN_POLICY = _table(
    "reshare_item_loan_policy",
    "item_loan_policies",
    "ReShare item loan policy",
    Text(),
    Field("lendable", YesNo(unset=True), "lendable"),
)
