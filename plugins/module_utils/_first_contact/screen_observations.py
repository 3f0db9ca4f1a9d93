# SPDX-License-Identifier: GPL-3.0-or-later

"""What captures of screens show (wms-circulation.md 6 and 11). An input counts as missing only if no capture of its screen has it: a capture can show a
part of a screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import partial

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


def _captured(seen: FirstContact, kinds: Collection[str]) -> list[LegibleScreen]:
    """The captured screens of these kinds; lists only without any other. Raises NotObserved if there is none."""
    screens = (one.screen for one in seen.captures)
    if found := [one for one in screens if one is not None and one.kind in kinds]:
        return [one for one in found if not one.is_list] or found
    raise NotObserved(NOT_GIVEN)


def _labels(
    seen: FirstContact, kinds: Sequence[str], alternatives: Mapping[str, str], unclear: Collection[str] = ()
) -> ContactFinding:
    """Whether the screens have the labels of the specs. alternatives: that of a missing label, by the name of its input, or of any (""). unclear: the
    inputs whose values, if they are not understood, are the alternative *type*."""
    found = _captured(seen, kinds)
    wrong = sorted({name for one in found for name in one.unclear} & {*unclear})
    lacking = {name for kind in kinds for name in _lacking([one for one in found if one.kind == kind])}
    unknown = max(one.unknown for one in found)
    shown: Shown = {
        "captures": len(found),
        "labels that are not known": unknown,
        "not found": ", ".join(sorted(lacking)),
        "not understood": ", ".join(wrong),
    }
    if wrong:
        return contradicted("type", shown)
    if not lacking:
        return confirmed(shown)
    named = {alternatives.get(name) for name in lacking}
    if len(named) == 1 and (alternative := named.pop()):
        return contradicted(alternative, shown)
    if not unknown:
        # A part of the screen may not be in the captures.
        raise NotObserved(NOTHING, shown)
    return contradicted(alternatives.get(""), shown)


def _lacking(captures: Sequence[LegibleScreen]) -> set[str]:
    """The inputs that none of the captures of a screen has."""
    return set.intersection(*({*one.lacking} for one in captures)) if captures else set()


def more_columns(seen: FirstContact, kind: str, alternatives: Mapping[str, str]) -> ContactFinding:
    """Whether a map has the columns of the specs and no others, which select, too."""
    finding = _labels(seen, [kind], alternatives)
    if finding.alternative is None and finding.seen["labels that are not known"]:
        return contradicted("missing", finding.seen)
    return finding


def _fits(seen: FirstContact, kinds: Sequence[str]) -> ContactFinding:
    """What is seen after Save only; the labels of the screens agree with it."""
    finding = _labels(seen, kinds, {})
    if finding.alternative is None and not finding.seen["not found"]:
        raise NotObserved(FITS, finding.seen)
    return finding


def names(seen: FirstContact, kinds: Sequence[str] | None = None) -> ContactFinding:
    """policy-names, patron-type-row: whether names are unique. kinds: None for any."""
    found = [one.screen for one in seen.captures if one.screen and (kinds is None or one.screen.kind in kinds)]
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
    """screen-markup: whether the capture tool can read the screens."""
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


_RENAMED = {"": "renamed"}
_APPROVAL = ("item_approval", "item_preparation")

OBSERVATIONS: dict[str, Judge] = {
    "policy-names": names,
    "patron-type-row": partial(names, kinds=["borrower_category"]),
    "map-save-whole": wildcard,
    "screen-markup": markup,
    "hold-request-map": partial(
        more_columns, kind="hold_request_policy_map", alternatives={"hold_request_policy": "renamed"}
    ),
    "pickup-map-screen": partial(more_columns, kind="hold_pickup_locations_map", alternatives={}),
    "loan-policy-map-screen": partial(_fits, kinds=["loan_policy_map"]),
    "loan-limits": partial(_fits, kinds=["loan_limit_policy"]),
    "ill-settings-pair": partial(_fits, kinds=["ill_settings"]),
    "shelving-location-cell": partial(_labels, kinds=["shelving_location"], alternatives=_RENAMED),
    "patron-type-policy-screen": partial(
        _labels, kinds=["patron_type_policy"], alternatives={"total_loan_value_limit": "missing", **_RENAMED}
    ),
    "bill-structure-screen": partial(_labels, kinds=["bill_structure"], alternatives={}),
    "notification-policy-screen": partial(_labels, kinds=["notification_policy"], alternatives={}),
    "next-generation-screen": partial(_labels, kinds=["notification_template"], alternatives={}),
    "loan-policy-screen": partial(_labels, kinds=["loan_policy"], alternatives=_RENAMED, unclear=["circulates"]),
    "hold-request-screen": partial(_labels, kinds=["hold_request_policy"], alternatives=_RENAMED),
    "hold-fulfillment-screen": partial(_labels, kinds=["hold_fulfillment_policy"], alternatives={}, unclear=_APPROVAL),
    "collection-type-screen": partial(_labels, kinds=["collection_type_policy"], alternatives=_RENAMED),
}
