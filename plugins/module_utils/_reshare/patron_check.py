# SPDX-License-Identifier: GPL-3.0-or-later

"""ReShare's check of a patron account, for which mod-rs logs in at OCLC with the WSKey of its settings (reshare.md 1.4, 1.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from .._core.errors import REFUSING, CallFailed, with_causes
from .._http.login_guard import LoginGuard, LoginWithheld, Verdict
from .._http.response import Response, causes_of
from .._http.session import Turn
from .gateway import Gateway

#: The texts with which the client of mod-rs reports that it got no token, and a status.
_NO_TOKEN = "failed to call authenticate"
_STATUS = re.compile(r"returned response code (\d{3})\b")
#: The texts about a call of that client without a result, which is not a verdict about the account.
_NO_RESULT = re.compile(rf"failed to call|{_STATUS.pattern}")


def problems(
    gateway: Gateway, guard: LoginGuard, turn: Turn, barcodes: Iterable[str]
) -> Iterator[tuple[str, CallFailed]]:
    """The barcode of each account that ReShare rejects or cannot check, and the error. guard, turn: of the WSKey in ReShare's settings. For each
    check, mod-rs sends a request to Identity Management, which counts towards the rate limit of that key.

    For an account that it cannot read, mod-rs logs in twice (by ID and by user name). So the check ends after the first account that cannot be
    checked: with a wrong secret, three accounts would disable the key.
    """
    for barcode in barcodes:
        path = f"/rs/patron/{quote(barcode, safe='')}/canCreateRequest"
        try:
            with turn():
                answer = gateway.read_once(path, guard.login)
        except LoginWithheld as fault:
            text = f"ReShare's own login at OCLC (settings wms_api_key, wms_api_secret): {fault}"
            raise LoginWithheld(text, fault.status) from None
        result = answer.json_object()
        if result.get("patronValid") is True:
            continue
        given = result.get("problems") or result.get("status")
        if result.get("patronValid") is None and not given:
            yield barcode, answer.lacks("a verdict about the account")
            return
        reason = answer.shown(str(given or "no reason given")).rstrip(".")
        if result.get("patronValid") is not False or _NO_RESULT.search(answer.text):
            yield barcode, _not_checked(barcode, reason, answer)
            return
        yield barcode, CallFailed(f"ReShare rejects the account {barcode}: {reason}.", refused=True)


def _not_checked(barcode: str, reason: str, answer: Response) -> CallFailed:
    """The error for an account that ReShare could not read."""
    shown = _STATUS.search(answer.text)
    status = int(shown[1]) if shown else None
    refused = status in REFUSING
    call, result = "login" if _NO_TOKEN in answer.text else "search", "was rejected" if refused else "has no result"
    seen = f"ReShare's {call} at OCLC {result}, so the account {barcode} was not checked: {reason}"
    end = "No other account was checked, because five failed logins disable the key."
    return CallFailed(f"{with_causes(seen, _KEY if refused else causes_of(status) or _ADDRESS)} {end}", status)


def judge_response(answer: Response) -> Verdict:
    """The verdict on the WSKey in ReShare's settings. An accepted account proves nothing about it: a check that is switched off accepts
    every account (reshare.md 0.4)."""
    status = _STATUS.search(answer.text) if _NO_TOKEN in answer.text else None
    return Verdict.REFUSED if status and status[1] == "401" else Verdict.NEITHER


#: The causes if OCLC rejects the WSKey, and if a call has no status that explains its failure.
_KEY = (
    "Check the settings wms_api_key and wms_api_secret (reshare_settings_wms_key, reshare_settings_wms_secret): they have to be the key and "
    "secret of this library, with the scope SCIM:read_user.",
)
_ADDRESS = (
    "Check the setting wms_lookup_patron_endpoint, and ask the hosting provider whether ReShare can reach OCLC.",
)
