# SPDX-License-Identifier: GPL-3.0-or-later

"""The notices of the roles as objects: legacy Notification Policies, or Next-Generation templates (wms-circulation.md 6.10, 6.11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .._core.errors import ValidationError, quoted
from .._core.objects import Kind
from .._core.texts import counted
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
    """policies: the kind (plural) of the policies that send it. type, field: of the legacy policy, and the field for it. template_type,
    template_field: the same for the Next-Generation template; None if OCLC's page on it was not seen."""

    policies: str
    type: str
    field: str
    template_type: str | None = None
    template_field: str | None = None


#: The notices on OCLC's ReShare page, by the words for them in variables and in the names of policies.
NOTICES = {
    "pickup": Notice("hold_fulfillment_policies", "Hold Pickup", "hold_pickup_notification_policy"),
    "shelf_expiry": Notice(
        "hold_fulfillment_policies", "Hold Shelf Expiry", "hold_shelf_expiration_notification_policy"
    ),
    "overdue": Notice(
        *("loan_policies", "Loan Overdue Notification", "overdue_notification_policy"),
        *("Loan Overdue Notice", "loan_overdue_notice"),
    ),
    "recall": Notice("loan_policies", "Recall", "recall_notification_policy", "Recall Notice", "recall_notice"),
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

    texts: by notice; empty if it is not sent. name: of the policies that send the notices; the bill notice is assigned in the policies of
    *patron_types* instead. labels: of the Next-Generation types that were not seen, as on the library's screens. former: if it contains ``legacy``, the
    Notification Policies that templates replace are removed. Raises ValidationError for an invalid value.
    """
    _check(texts, notifications, labels or {})
    changed: dict[str, Any] = dict(configuration)
    enabled: dict[str, bool] = {}
    for word, text in texts.items():
        notice, senders = NOTICES[word], patron_types if word == "bill" else [name]
        if not senders:
            continue
        named, template_type = title(name, word), notice.template_type or (labels or {}).get(word)
        if notifications == LEGACY or template_type is None:
            made, fields = _legacy(notice, named, text)
        else:
            made, fields = _next_generation(notice, template_type, named, text)
            enabled |= {template_type: True} if made else {}
            if LEGACY in former:
                made[NOTIFICATION_POLICY.plural] = {"name": named, "state": "absent"}
        for kind, declared in made.items():
            changed[kind] = [*(changed.get(kind) or ()), declared]
        changed[notice.policies] = _assigned(changed.get(notice.policies) or (), senders, fields)
    if enabled:
        changed[NOTIFICATION_SETTINGS.plural] = {"notification_types": enabled}
    return changed


def title(name: str, word: str) -> str:
    """The name of a notice. name: of the policies that send it."""
    return f"{name} {word.replace('_', ' ')}"


def _check(texts: Mapping[str, Any], notifications: str, labels: Mapping[str, str]) -> None:
    kinds = (LEGACY, NEXT_GENERATION)
    unseen = [word for word, notice in NOTICES.items() if notice.template_type is None]
    problems = [
        *([] if notifications in kinds else [f"notifications is {str(notifications)!r}; use one of {quoted(kinds)}"]),
        *(f"labels contains {str(word)!r}; use {quoted(unseen)}" for word in labels if word not in unseen),
        *(f"{str(word)!r} is not a notice; use one of {quoted(NOTICES)}" for word in texts if word not in NOTICES),
        *(f"the {word} notice {problem}" for word, text in texts.items() if (problem := text_problem(text))),
    ]
    if problems:
        raise ValidationError(*problems)


#: The notice as an object, by the plural of its kind, and fields of the policies that send it.
_Made = tuple[dict[str, dict[str, Any]], dict[str, Any]]


def _legacy(notice: Notice, named: str, text: Mapping[str, Any] | None) -> _Made:
    if not text:
        return {}, {notice.field: None}
    parts = {part: text.get(part) for part in TEXTS}
    policy = {"name": named, "notification_type": notice.type, **parts}
    return {NOTIFICATION_POLICY.plural: policy}, {notice.field: named}


def _next_generation(notice: Notice, template_type: str, named: str, text: Mapping[str, Any] | None) -> _Made:
    own = named if text else None
    assigned = {notice.template_field: own} if notice.template_field else {"other_settings": {template_type: own}}
    # The legacy field is cleared in the same change, so that no policy refers to a notification that is no longer sent, and none is sent twice.
    fields = {notice.field: None, **assigned}
    if not text:
        return {}, fields
    parts = {field: text.get(part) for part, field in TEXTS.items()}
    return {NOTIFICATION_TEMPLATE.plural: {"name": named, "notification_type": template_type, **parts}}, fields


def _assigned(policies: Sequence[Any], names: Sequence[str], fields: Mapping[str, Any]) -> list[Any]:
    """The policies, with these fields added to those with these names. A missing policy is declared with these fields only."""
    # A policy that is not a dictionary is kept: the task that applies the configuration rejects it.
    there = [policy.get("name") if isinstance(policy, Mapping) else None for policy in policies]
    known = [_laid_over(policy, fields) if name in names else policy for policy, name in zip(policies, there)]
    return [*known, *({"name": name, **fields} for name in names if name not in there)]


def _laid_over(policy: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    settings = {**(policy.get("other_settings") or {}), **(fields.get("other_settings") or {})}
    return {**policy, **fields, **({"other_settings": settings} if settings else {})}


def notifications_in_use(before: Objects, after: Objects, today: date) -> tuple[str, bool, list[str]]:
    """The kinds of notifications that the policies send, in words; whether they are still sent on the day *today*; and the legacy policies.

    before, after: the current and the planned objects.
    """
    legacy, templates = _assigned_names(after, NOTIFICATION_POLICY), _assigned_names(after, NOTIFICATION_TEMPLATE)
    enabled = _enabled(after)
    sentences = []
    if templates or enabled:
        sentences.append(
            f"next-generation: templates {quoted(templates) or 'none'}, enabled types {quoted(enabled) or 'none'}"
        )
    if legacy:
        left = (LEGACY_END - today).days
        when = f"in {counted(left, 'day')}" if left >= 0 else f"{counted(-left, 'day')} ago"
        ended = f"legacy notifications end after {LEGACY_END.isoformat()}, {when}"
        sentences.append(f"legacy: {quoted(legacy)}; {ended}")
    else:
        sentences.append("no policy uses a legacy notification")
    if set(enabled) - set(_enabled(before)):
        sentences.append(ENABLING_DISABLES)
    return (
        "; ".join(sentences),
        not legacy or today <= LEGACY_END,
        [NOTIFICATION_POLICY.describe(name) for name in legacy],
    )


def _assigned_names(objects: Objects, assigned: Kind) -> list[str]:
    """The names of the objects of the kind *assigned* that policies send."""
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
    pages = objects(NOTIFICATION_SETTINGS)
    return sorted(name for page in pages for name, on in (page.get("notification_types") or {}).items() if on)
