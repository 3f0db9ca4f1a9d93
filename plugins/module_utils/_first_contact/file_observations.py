# SPDX-License-Identifier: GPL-3.0-or-later

"""What captures of screens (wms-circulation.md 6 and 11) and report files of OCLC (oclc-reports.md) show. An input counts as missing only if no
capture of its screen has it: a capture can show a part of a screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from .._screens.legibility import ALL_WORDS, LegibleScreen
from .contact import (
    FITS,
    NOT_GIVEN,
    NOTHING,
    ContactFinding,
    FirstContact,
    Judge,
    NotObserved,
    Shown,
    confirmed,
    contradicted,
)

_RENAMED = {"": "renamed"}


def _captured(seen: FirstContact, kind: str) -> list[LegibleScreen]:
    """The captured screens of a kind; lists only without any other. Raises NotObserved if there is none."""
    screens = (one.screen for one in seen.captures)
    if found := [one for one in screens if one is not None and one.kind == kind]:
        return [one for one in found if not one.is_list] or found
    raise NotObserved(NOT_GIVEN)


def _labels(
    seen: FirstContact,
    kind: str,
    alternatives: Mapping[str, str] = MappingProxyType({}),
    unclear: Collection[str] = (),
    others: str = "",
    is_whole: bool = False,
) -> ContactFinding:
    """Whether the screens of a kind have the labels of the specs.

    alternatives: that of a missing label, by the name of its input, or of any (""). unclear: the inputs whose values, if they are not understood, are the
    alternative *type*. others: the alternative if there are other labels, too. is_whole: whether the labels are all that is assumed.
    """
    found = _captured(seen, kind)
    wrong = {name for one in found for name in one.unclear} & {*unclear}
    # What none of the captures of a screen has.
    lacking, unknown = set.intersection(*({*one.lacking} for one in found)), max(one.unknown for one in found)
    shown: Shown = {
        "captures": len(found),
        "labels that are not known": unknown,
        "not found": ", ".join(sorted(lacking)) or "nothing",
        "not understood": ", ".join(sorted(wrong)) or "nothing",
    }
    if wrong:
        return contradicted("type", shown)
    if lacking:
        return contradicted(_missing(lacking, unknown, alternatives, shown), shown)
    if unknown and others:
        return contradicted(others, shown)
    if is_whole:
        return confirmed(shown)
    raise NotObserved(FITS, shown)


def _missing(lacking: Collection[str], unknown: int, alternatives: Mapping[str, str], shown: Shown) -> str | None:
    """The alternative of missing labels. Raises NotObserved if the captures may not show the whole screen."""
    named = {alternatives.get(name, "") for name in lacking}
    if len(named) == 1 and (alternative := named.pop()):
        return alternative
    if not unknown:
        raise NotObserved(NOTHING, shown)
    return alternatives.get("")


def names(seen: FirstContact, kind: str | None = None) -> ContactFinding:
    """policy-names, patron-type-row: whether names are unique. kind: None for any."""
    found = [one.screen for one in seen.captures if one.screen and kind in (None, one.screen.kind)]
    if not found:
        raise NotObserved(NOT_GIVEN)
    shown: Shown = {"captures": len(found), "repeated names": max(one.repeated for one in found)}
    if shown["repeated names"]:
        return contradicted("doubled", shown)
    raise NotObserved(FITS, shown)


def wildcard(seen: FirstContact) -> ContactFinding:
    """map-save-whole: what Save writes needs a change; which word means all does not."""
    screens = [one.screen for one in seen.captures if one.screen is not None]
    count = Counter(word for one in screens for word in one.words)
    shown: Shown = {word: count[word] for word in ALL_WORDS.values()}
    if not count:
        raise NotObserved(NOT_GIVEN)
    if count[ALL_WORDS["all"]]:
        raise NotObserved(FITS, shown)
    return contradicted("renamed" if count[ALL_WORDS["any"]] else "missing", shown)


def markup(seen: FirstContact) -> ContactFinding:
    """screen-markup: whether the assistant can read the screens."""
    if not seen.captures:
        raise NotObserved(NOT_GIVEN)
    known = [one for one in seen.captures if one.screen is not None]
    shown: Shown = {
        "captures": len(seen.captures),
        "recognised": len(known),
        "texts that are cut off": sum(one.cut_off for one in known),
        "with colons or asterisks": sum(one.marked for one in known),
    }
    if not known:
        raise NotObserved(NOTHING, shown)
    if shown["texts that are cut off"]:
        return contradicted("normalised", shown)
    return contradicted("renamed", shown) if shown["with colons or asterisks"] else confirmed(shown)


def report_headers(seen: FirstContact) -> ContactFinding:
    """report-headers: a file without known columns can be another one than a report."""
    if not seen.reports:
        raise NotObserved(NOT_GIVEN)
    known = [one for one in seen.reports if one.is_known]
    shown: Shown = {
        "report files": len(seen.reports),
        "with known columns": len(known),
        "with times of another format": sum(one.has_other_times for one in known),
    }
    if shown["with times of another format"]:
        return contradicted("unit", shown)
    if len(known) < len(seen.reports):
        raise NotObserved(NOTHING, shown)
    return confirmed(shown)


_APPROVAL = ("item_approval", "item_preparation")
#: What is assumed about the labels of screens, by the names of their kinds.
_SCREENS: dict[str, dict[str, Any]] = {
    "hold-request-map": {
        "kind": "hold_request_policy_map",
        "alternatives": {"hold_request_policy": "renamed"},
        "others": "missing",
    },
    "pickup-map-screen": {"kind": "hold_pickup_locations_map", "others": "missing", "is_whole": True},
    "loan-policy-map-screen": {"kind": "loan_policy_map"},
    "loan-limits": {"kind": "loan_limit_policy"},
    "ill-settings-pair": {"kind": "ill_settings"},
    "shelving-location-cell": {"kind": "shelving_location", "alternatives": _RENAMED},
    "patron-type-policy-screen": {
        "kind": "patron_type_policy",
        "alternatives": {"total_loan_value_limit": "missing", **_RENAMED},
    },
    "bill-structure-screen": {"kind": "bill_structure"},
    "notification-policy-screen": {"kind": "notification_policy"},
    "next-generation-screen": {"kind": "notification_template"},
    "loan-policy-screen": {
        "kind": "loan_policy",
        "alternatives": _RENAMED,
        "unclear": ["circulates"],
        "is_whole": True,
    },
    "hold-request-screen": {"kind": "hold_request_policy", "alternatives": _RENAMED},
    "hold-fulfillment-screen": {"kind": "hold_fulfillment_policy", "unclear": _APPROVAL},
    "collection-type-screen": {"kind": "collection_type_policy", "alternatives": _RENAMED},
}

OBSERVATIONS: dict[str, Judge] = {
    "policy-names": names,
    "patron-type-row": partial(names, kind="borrower_category"),
    "map-save-whole": wildcard,
    "screen-markup": markup,
    "report-headers": report_headers,
    **{id: partial(_labels, **about) for id, about in _SCREENS.items()},
}
