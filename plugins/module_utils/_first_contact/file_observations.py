# SPDX-License-Identifier: GPL-3.0-or-later

"""What the known screens (wms-circulation.md 6 and 11) and report files of OCLC (oclc-reports.md) show. An input counts as missing only if no face of its
screen has it."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from .contact import Facts, FirstContact, Look, NotObserved, ObservedAssumption, TaughtScreen, joined, yes


def _known(seen: FirstContact, kind: str | None) -> list[TaughtScreen]:
    """The known screens of a kind, or all. Raises NotObserved if there is none."""
    if screens := [screen for screen in seen.screens if kind in (None, screen.kind)]:
        return screens
    raise NotObserved


def _labels(seen: FirstContact, kind: str, new: Collection[str] = (), can_lack: str = "") -> Facts:
    """Whether the screens of a kind have the labels of the specs.

    new: the labels that an alternative has in place of others. can_lack: the name of the input that an alternative does not have.
    """
    screens = _known(seen, kind)
    # The inputs that no face of a screen has.
    lacking = set.intersection(*({*screen.lacking} for screen in screens))
    others = {label for taught in screens for label in taught.others}
    if lacking and not others and lacking != {can_lack}:
        # The faces may not show the whole screen.
        raise NotObserved
    return {
        "missing": joined(lacking),
        "other labels": joined(label if label in new else "unknown ones" for label in others),
    }


def wildcard(seen: FirstContact) -> Facts:
    """map-save-whole: a screen shows which word means all, but only a change shows what Save writes."""
    words = {word for screen in _known(seen, None) for word in screen.wildcards}
    if not words:
        raise NotObserved
    return {"wildcards": joined(words)}


def markup(seen: FirstContact) -> Facts:
    """screen-markup: whether the assistant can read the screens."""
    return {"labels with colons or asterisks": yes(any(screen.marked for screen in _known(seen, None)))}


def report_headers(seen: FirstContact) -> Facts:
    """report-headers: a file without known columns may not be a report."""
    if not seen.reports or not all(report.is_known for report in seen.reports):
        raise NotObserved
    return {"times of another format": yes(any(report.has_other_times for report in seen.reports))}


#: What is assumed about the labels of screens, by the names of their kinds.
_SCREENS: dict[str, dict[str, Any]] = {
    "hold-request-map": {"kind": "hold_request_policy_map", "new": ["Hold Policy"]},
    "pickup-map-screen": {"kind": "hold_pickup_locations_map"},
    "loan-policy-map-screen": {"kind": "loan_policy_map"},
    "loan-limits": {"kind": "loan_limit_policy"},
    "ill-settings-pair": {"kind": "ill_settings"},
    "shelving-location-cell": {"kind": "shelving_location", "new": ["Shelving Locations"]},
    "patron-type-policy-screen": {"kind": "patron_type_policy", "can_lack": "total_loan_value_limit"},
    "bill-structure-screen": {"kind": "bill_structure"},
    "notification-policy-screen": {"kind": "notification_policy"},
    "next-generation-screen": {"kind": "notification_template"},
    "loan-policy-screen": {"kind": "loan_policy", "new": ["Loan Period"]},
    "hold-request-screen": {"kind": "hold_request_policy", "new": ["Hold Request Period"]},
    "hold-fulfillment-screen": {"kind": "hold_fulfillment_policy"},
    "collection-type-screen": {"kind": "collection_type_policy", "new": ["Name"]},
}

_LOOKS: dict[str, Look] = {
    "map-save-whole": wildcard,
    "screen-markup": markup,
    "report-headers": report_headers,
    **{id: partial(_labels, **about) for id, about in _SCREENS.items()},
}
OBSERVATIONS = {id: ObservedAssumption(look) for id, look in _LOOKS.items()}
