# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The notices of the roles as objects: legacy Notification Policies, or Next-Generation templates (wms-circulation.md 6.10, 6.11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .._core.errors import quoted
from .._core.objects import Kind
from .objects.notifications import (
    ENABLING_DISABLES,
    LEGACY_END,
    NOTIFICATION_POLICY,
    NOTIFICATION_SETTINGS,
    NOTIFICATION_TEMPLATE,
)
from .resolution import KINDS, Objects

LEGACY, NEXT_GENERATION = "legacy", "next_generation"

#: The parts of a notice in a variable, with the fields of a template that contain them.
TEXTS = {"subject": "subject", "start_text": "header", "end_text": "footer"}


@dataclass(frozen=True)
class Notice:
    """policies: the kind (plural) of the policies that send it. type, field: of the legacy policy. template_type, template_field: of the
    Next-Generation template, None if OCLC's page on it was not seen."""

    policies: str
    type: str
    field: str
    template_type: str | None = None
    template_field: str | None = None


#: The notices of OCLC's ReShare page, by the word for them in variables and in the names of policies.
NOTICES = {
    "pickup": Notice("hold_fulfillment_policies", "Hold Pickup", "hold_pickup_notification_policy"),
    "shelf_expiry": Notice(
        "hold_fulfillment_policies", "Hold Shelf Expiry", "hold_shelf_expiration_notification_policy"
    ),
    "overdue": Notice(
        *("loan_policies", "Loan Overdue Notification", "overdue_notification_policy"),
        *("Loan Overdue Notice", "loan_overdue_notice"),
    ),
    "recall": Notice(
        "loan_policies", "Recall", "recall_notification_policy", "Recall Notice", "recall_notice"
    ),
    "bill": Notice(
        *("patron_type_policies", "Bill Notification", "bill_notification_policy"),
        *("New Bill Notice", "new_bill_notice"),
    ),
}


def text_problem(text: Any) -> str | None:
    """The problem with the texts of a notice, as the end of a sentence."""
    if not text:
        return None
    if not isinstance(text, Mapping):
        return f"must be a dictionary with {quoted(TEXTS)}, or null if it is not sent"
    unknown = [str(part) for part in text if part not in TEXTS]
    return f"contains {quoted(unknown)}; a notice has {quoted(TEXTS)}" if unknown else None


def with_notices(
    configuration: Mapping[str, Any],
    texts: Mapping[str, Mapping[str, Any] | None],
    name: str,
    notifications: str,
    patron_types: Sequence[str] = (),
    labels: Mapping[str, str] | None = None,
    former: Sequence[str] = (),
) -> dict[str, Any]:
    """*configuration* with the notices, each assigned in the policies that send it.

    texts: by notice; empty if it is not sent. name: of these policies, except for bills: their notice is assigned in the policies of
    *patron_types*. labels: of the Next-Generation templates that were not seen, as on the library's screens. former: with ``legacy``, the
    Notification Policies that a template replaces are removed.
    """
    found = {kind: list(objects) if isinstance(objects, list) else objects for kind, objects in configuration.items()}
    for word, text in texts.items():
        notice, senders = NOTICES[word], patron_types if word == "bill" else [name]
        if not senders:
            continue
        title = f"{name} {word.replace('_', ' ')}"
        own = title if text else None
        template_type = notice.template_type or (labels or {}).get(word)
        if notifications == LEGACY or template_type is None:
            kind, fields = NOTIFICATION_POLICY, {notice.field: own}
            made = {"notification_type": notice.type, **{part: (text or {}).get(part) for part in TEXTS}}
        else:
            kind, fields = NOTIFICATION_TEMPLATE, {notice.field: None, **_template(notice, template_type, own)}
            parts = {field: (text or {}).get(part) for part, field in TEXTS.items()}
            made = {"notification_type": template_type, **parts}
            if LEGACY in former:
                found.setdefault(NOTIFICATION_POLICY.plural, []).append({"name": title, "state": "absent"})
        if own:
            found.setdefault(kind.plural, []).append({"name": own, **made})
        if own and kind is NOTIFICATION_TEMPLATE:
            page = found.setdefault(NOTIFICATION_SETTINGS.plural, {"notification_types": {}})
            page["notification_types"][template_type] = True
        found[notice.policies] = _assigned(found.get(notice.policies) or [], senders, fields)
    return found


def _template(notice: Notice, template_type: str, own: str | None) -> dict[str, Any]:
    """The fields that assign a template."""
    return {notice.template_field: own} if notice.template_field else {"other_settings": {template_type: own}}


def _assigned(
    policies: Sequence[Mapping[str, Any]], names: Sequence[str], fields: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    """The policies, with more fields for those with these names. A policy that is not among them is declared with these fields only."""
    there = {policy["name"] for policy in policies}
    known = [_laid_over(policy, fields) if policy["name"] in names else policy for policy in policies]
    return [*known, *({"name": name, **fields} for name in names if name not in there)]


def _laid_over(policy: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    settings = {**(policy.get("other_settings") or {}), **(fields.get("other_settings") or {})}
    return {**policy, **fields, **({"other_settings": settings} if settings else {})}


def notifications_in_use(before: Objects, after: Objects, today: date) -> tuple[str, bool]:
    """The kinds of notifications that the policies send, in words, and whether they are still sent on that day.

    before, after: the objects as they are and as planned.
    """
    legacy, templates = _assigned_names(after, NOTIFICATION_POLICY), _assigned_names(after, NOTIFICATION_TEMPLATE)
    enabled = _enabled(after)
    told = []
    if templates or enabled:
        told.append(f"next-generation: templates {quoted(templates) or 'none'}, enabled types {quoted(enabled) or 'none'}")
    if legacy:
        left = (LEGACY_END - today).days
        when = f"in {left} days" if left >= 0 else f"{-left} days ago"
        ended = f"legacy notifications end after {LEGACY_END.isoformat()}, {when}"
        told.append(f"legacy: {quoted(legacy)}; {ended}")
    else:
        told.append("no policy uses a legacy notification")
    if set(enabled) - set(_enabled(before)):
        told.append(ENABLING_DISABLES)
    return "; ".join(told), not legacy or today <= LEGACY_END


def _assigned_names(objects: Objects, assigned: Kind) -> list[str]:
    """The notification policies, or the templates, that policies send."""
    return sorted(
        {
            use.identity[0]
            for kind in KINDS
            for fields in objects(kind)
            for use in kind.uses(fields)
            if use.kind == assigned.name
        }
    )


def _enabled(objects: Objects) -> list[str]:
    """The Next-Generation types that are enabled."""
    pages = map(NOTIFICATION_SETTINGS.record.read, objects(NOTIFICATION_SETTINGS))
    return sorted(name for page in pages for name, on in (page.get("notification_types") or {}).items() if on)
