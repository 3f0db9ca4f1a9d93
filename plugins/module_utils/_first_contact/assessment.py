# SPDX-License-Identifier: GPL-3.0-or-later

"""Every assumption of the catalogue with what a first contact shows of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from . import file_observations, ncip_observations, oclc_observations, reshare_observations
from ._assumptions import TEXT
from .contact import (
    CONFIRMED,
    CONTRADICTED,
    FITS,
    NOT_GIVEN,
    NOT_OBSERVED,
    STATES,
    ContactFinding,
    FirstContact,
    Judge,
    NotObserved,
)

FORMAT, VERSION = "reshare.wms first contact", 1

#: How an assumption is judged from responses, captures and report files, by its id.
OBSERVATIONS: Mapping[str, Judge] = {
    **oclc_observations.OBSERVATIONS,
    **ncip_observations.OBSERVATIONS,
    **reshare_observations.OBSERVATIONS,
    **file_observations.OBSERVATIONS,
}

_ACCOUNT = "It is seen when an account is created or changed, which a first contact does not do."
_LOAN = "It is seen in a test loan: run the playbook verify with a test patron and a test item."
_CHANGE = "It is seen when ReShare's directory, tables or settings are changed, which a first contact does not do."
#: Why a first contact does not observe an assumption that responses show.
NOT_SHOWN: Mapping[str, str] = {
    "oauth-token-context": "ReShare's own login at OCLC is not visible to the collection.",
    **dict.fromkeys(
        (
            "scim-write-scope",
            "scim-search-delay",
            "scim-create-minimum",
            "scim-custom-data",
            "scim-put-replaces",
            "scim-create-stores",
            "scim-delete",
        ),
        _ACCOUNT,
    ),
    **dict.fromkeys(("scim-duplicate-barcode", "scim-email-unique", "scim-account-with-loans"), _ACCOUNT),
    **dict.fromkeys(
        ("ncip-due-date-format", "ncip-echo", "ncip-enabled", "ncip-checkout-before-trap", "ncip-pickup-location"),
        _LOAN,
    ),
    **dict.fromkeys(
        ("ncip-loan-period", "ncip-due-time", "account-expiry-shortens", "hold-limits", "reshare-registry-id"), _LOAN
    ),
    **dict.fromkeys(
        ("reshare-patron-ids-stay", "directory-copy-delay", "directory-put-merges", "read-after-write"), _CHANGE
    ),
    **dict.fromkeys(("modrs-row-created", "modrs-row-changed", "modrs-row-removed"), _CHANGE),
    "modrs-automatic-fees-flag": "It is seen after an upgrade of mod-rs.",
    "reshare-patron-search": "The request that mod-rs sends to OCLC is not visible to the collection.",
}

#: Where to look, by the way in which an assumption can be observed.
_ELSEWHERE = {
    "capture": "A capture of the screen shows it: {}.",
    "report": "A report file of OCLC shows it: {}.",
    "person": "Only a person can find it out: {}.",
}
_WORKS = "The collection works with it. Nothing has to be set."
_STOPS = "{} Do not use the collection for this library before this is settled."
_UNKNOWN = "The collection was not tested with it. Do not use the collection for this library, and send this file to the maintainers."


def document(seen: FirstContact, sandbox: bool) -> dict[str, Any]:
    """The findings, as the content of a file. It has no text of a response, and no name of a system or library."""
    found = [dict(_assessed(one, seen)) for one in json.loads(TEXT)]
    counts = Counter(one["state"] for one in found)
    return {
        "format": FORMAT,
        "version": VERSION,
        "sandbox": sandbox,
        "counts": {state: counts[state] for state in STATES},
        "assumptions": found,
    }


def _assessed(entry: Mapping[str, Any], seen: FirstContact) -> Iterator[tuple[str, Any]]:
    reason, finding = _judged(entry, seen)
    yield from ((name, entry[name]) for name in ("id", "statement"))
    yield "state", finding.state
    yield "reason", reason
    yield "agrees", finding.state == CONFIRMED or reason == FITS
    yield "alternative", finding.alternative
    stops, meaning = _meaning(entry, finding)
    yield from (("stops", stops), ("meaning", meaning))
    yield "observed", entry["observed"]
    yield "seen", dict(finding.seen)


def _judged(entry: Mapping[str, Any], seen: FirstContact) -> tuple[str, ContactFinding]:
    """The reason why it was not observed, and the finding."""
    by, where = entry["observed"]["by"], entry["observed"]["where"]
    if entry["id"] not in OBSERVATIONS:
        reason = NOT_SHOWN.get(entry["id"]) or _ELSEWHERE[by].format(where)
        return reason, ContactFinding(NOT_OBSERVED, None, {})
    try:
        return "", OBSERVATIONS[entry["id"]](seen)
    except NotObserved as why:
        reason = _ELSEWHERE[by].format(where) if why.reason == NOT_GIVEN else why.reason
        return reason, ContactFinding(NOT_OBSERVED, None, why.seen)


def _meaning(entry: Mapping[str, Any], finding: ContactFinding) -> tuple[bool, str]:
    """Whether the collection must not be used yet; and what a contradiction means and what to do, empty for another finding."""
    if finding.state != CONTRADICTED:
        return False, ""
    if finding.alternative is None:
        return True, _UNKNOWN
    known = entry["alternatives"][finding.alternative]
    stops = "why" in known
    return stops, f"{known['statement']} {_STOPS.format(known['why']) if stops else _WORKS}"
