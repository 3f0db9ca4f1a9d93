# SPDX-License-Identifier: GPL-3.0-or-later

"""Notification policies and their successor, Next-Generation Notifications (wms-circulation.md 6.10, 6.11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ..._core.composites import Switches
from ..._core.errors import quoted
from ..._core.fields import Field, Schema
from ..._core.kinds import ObjectKind, PageKind
from ..._core.objects import ScreenGuide
from ..._core.values import Text
from .policy_screens import OTHER_SETTINGS, policy

#: The day on which OCLC's legacy notifications end (wms-circulation.md 6.11).
LEGACY_END = date(2027, 6, 28)

#: OCLC's pages contradict each other (wms-circulation.md 16, row 23).
ENABLING_DISABLES = (
    "Enabling a Next-Generation type disables legacy notifications at once. OCLC's pages differ on which: the corresponding ones (page on "
    "New Bill Notice), some (overview), or all of the library (page on Bill Resolution Confirmation). So first give every legacy notice of "
    "the library a template"
)

# wms-circulation.md 6.10
NOTIFICATION_POLICY = policy(
    "notification_policy",
    "Notification Policy",
    "WMS Circulation > Notifications and Receipts > Notification Policies",
    Field("description", Text(), "Description"),
    # The full list of types was not seen, so any text is accepted.
    Field("notification_type", Text(), "Notification Type", required=True),
    Field("subject", Text(), "Subject"),
    Field("start_text", Text(longest=500), "Start Text"),
    Field("end_text", Text(longest=500), "End Text"),
    cautions=[
        "OCLC's pages contradict each other on a change: it applies to every e-mail that is sent after you save, or items that are "
        "already on loan keep the old version until their due date changes.",
        "Each policy has its own schedule on this screen. Its labels are not documented by OCLC, so it is listed here only if it is "
        "declared: check when the notices of this policy are sent.",
    ],
)

NOTIFICATION_TEMPLATE = ObjectKind(
    name="notification_template",
    plural="notification_templates",
    label="Notification Template",
    screen="WMS Circulation > Next-Generation Notifications > Templates",
    # wms-circulation.md 6.11
    guide=ScreenGuide(cautions=("A template is sent only once its notification type is enabled in General Settings.",)),
    schema=Schema(
        Field("name", Text(longest=50), "Name", required=True),
        Field("notification_type", Text(), "notification type", required=True, fixed=True),
        Field("subject", Text(longest=255), "Subject"),
        Field("logo", Text(), "Logo"),
        Field("header", Text(longest=50_000), "Header"),
        Field("footer", Text(longest=50_000), "Footer"),
        OTHER_SETTINGS,
    ),
)


def _legacy_ends(changed: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    enabled = [name for name, on in (changed.get("notification_types") or {}).items() if on]
    if enabled:
        yield f"Enabled: {quoted(enabled)}. {ENABLING_DISABLES}. In a circulation group, agree on it with the other members first"


NOTIFICATION_SETTINGS = PageKind(
    name="notification_settings",
    plural="notification_settings",
    label="Next-Generation Notifications General Settings",
    screen="WMS Circulation > Next-Generation Notifications > General Settings",
    # wms-circulation.md 6.11
    guide=ScreenGuide(
        cautions=(f"{ENABLING_DISABLES}.", "In a circulation group, agree on it with the other members first.")
    ),
    change_warnings=_legacy_ends,
    schema=Schema(
        Field("notification_types", Switches(), "enable notification types"),
        OTHER_SETTINGS,
    ),
)
