# SPDX-License-Identifier: GPL-3.0-or-later

"""ReShare's check of a patron account, for which mod-rs logs in at OCLC with the WSKey of its settings (reshare.md 1.4, 1.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from .._http.login_guard import LoginGuard, LoginWithheld, Verdict
from .._http.response import Response
from .._http.session import Turn
from .gateway import Gateway

#: How the client of mod-rs reports that it got no token, and for which status.
_NO_TOKEN = "failed to call authenticate"
_REFUSED = re.compile(r"returned response code 401\b")


def problems(gateway: Gateway, guard: LoginGuard, turn: Turn, barcodes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The barcode of each account that ReShare rejects, and a message. guard, turn: of the WSKey in ReShare's settings. For each check,
    mod-rs sends a request to Identity Management, which counts towards the limit of that key.

    mod-rs logs in twice for an account that it cannot read (by ID and by user name), so the check ends after the first failed
    login: with a wrong secret, three accounts would disable the key.
    """
    for barcode in barcodes:
        path = f"/rs/patron/{quote(barcode, safe='')}/canCreateRequest"
        try:
            with turn():
                answer = gateway.read_once(path, guard.login)
        except LoginWithheld as fault:
            text = f"ReShare's own login at OCLC (settings wms_api_key, wms_api_secret): {fault}"
            raise LoginWithheld(text, fault.status) from None
        found = answer.json_object()
        if found.get("patronValid") is True:
            continue
        reason = found.get("problems") or found.get("status") or "no reason given"
        if _NO_TOKEN in answer.text:
            yield (
                barcode,
                f"OCLC rejects the login of ReShare: {reason}. Check the settings wms_api_key and wms_api_secret "
                "(reshare_settings_wms_key, reshare_settings_wms_secret). No other account was checked, because five failed logins "
                "disable the key.",
            )
            return
        yield barcode, f"ReShare rejects the account {barcode}: {reason}."


def judge(answer: Response) -> Verdict:
    """The verdict on the WSKey in ReShare's settings. An accepted account proves nothing: a check that is switched off accepts
    every account (reshare.md 0.4)."""
    refused = _NO_TOKEN in answer.text and _REFUSED.search(answer.text)
    return Verdict.REFUSED if refused else Verdict.NEITHER
