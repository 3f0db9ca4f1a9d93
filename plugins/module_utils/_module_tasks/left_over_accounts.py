# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts of partners that are not declared any more. Identity Management cannot list accounts (oclc-apis.md 2.2), so ReShare's directory
shows which ones to search for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .._core.errors import TaskError, ValidationError
from .._core.objects import AboutObject, Declaration
from .._core.reconcile import Reconciler
from .._reshare.objects.patron_ids import PATRON_IDS, farewell
from .._reshare.objects.settings import SETTING
from .._task.task import Call
from .._wms import account_marks
from .._wms.objects.patrons import PATRON_ACCOUNT
from . import applying
from .clients import Clients

#: How many accounts a task searches for: ten seconds at OCLC's rate limit.
_SEARCHED = 20


def still_active(call: Call, reconciler: Reconciler, wanted: Mapping[str, Declaration]) -> Iterator[AboutObject]:
    """The active accounts that this collection created for the library and whose partners are not declared, each with the institutional patron ID
    that names it."""
    partners = _released(reconciler, wanted, replaced=False)
    for barcode in _active(call, partners):
        yield AboutObject(PATRON_ACCOUNT, (barcode,))
        yield AboutObject(PATRON_IDS, (partners[barcode],))


def refuse_abandoned(call: Call, reconciler: Reconciler, wanted: Mapping[str, Declaration]) -> None:
    """Raise ValidationError if the last value that names a usable account of this library is to be replaced: afterwards, no system would show that the
    account exists, since Identity Management cannot list accounts."""
    if PATRON_IDS.name in wanted:
        _refuse(call, _released(reconciler, wanted, replaced=True))


def _released(reconciler: Reconciler, wanted: Mapping[str, Declaration], replaced: bool) -> dict[str, str]:
    """The result of PATRON_IDS.released, without the default account: by barcode, the partner that had it."""
    settings = wanted[SETTING.name].items if SETTING.name in wanted else ()
    shared = {item.fields["value"] for item in settings if item.identity == ("default_institutional_patron_id",)}
    released = PATRON_IDS.released(reconciler.current(PATRON_IDS), wanted[PATRON_IDS.name], replaced)
    return {barcode: partner for barcode, partner in released.items() if barcode not in shared}


def _active(call: Call, partners: Mapping[str, str]) -> list[str]:
    """The barcodes of accounts that have the mark of this library and are not blocked, with a warning about them.

    partners: by barcode, the symbol of the partner in whose directory entry it is. Without any, nothing is requested.
    """
    usable = _usable(call, dict(list(partners.items())[:_SEARCHED]))
    if usable:
        call.warn_alike(
            f"Left over and still usable, because no declared partner has it: {_shown(usable)}. If the partner left, has another symbol or another account, "
            "add this to the variables of all libraries, and run this, which blocks the account: ansible-playbook reshare.wms.onboard -e "
            f"'{farewell({symbol: barcode for barcode, symbol in usable.items()})}'"
        )
    if len(partners) > _SEARCHED:
        call.warn(f"{len(partners) - _SEARCHED} more accounts of partners that are not declared were not looked up.")
    return list(usable)


def _refuse(call: Call, partners: Mapping[str, str]) -> None:
    """Raise ValidationError if a usable account of this library has one of these barcodes. partners: as for ``_active``."""
    if usable := _usable(call, partners):
        listed = ", ".join(f"{symbol}: {barcode}" for barcode, symbol in usable.items())
        text = (
            f"{_shown(usable)} would be left over and still usable, and no system would name it any more. List the former accounts in "
            f"lending_former_partner_accounts ({{{listed}}}), or in the option former. With the role lending, they are then blocked"
        )
        raise ValidationError(text, fields=["former"])


def _usable(call: Call, partners: Mapping[str, str]) -> dict[str, str]:
    """The *partners* whose accounts have the mark of this library and are not blocked."""
    owner = applying.owner(call)
    if not partners or owner is None or not call.params["wms_key"] or not call.params["wms_secret"]:
        return {}
    try:
        accounts = Clients(call).accounts
        there = [stored.fields for stored in accounts.read(PATRON_ACCOUNT, [(barcode,) for barcode in partners])]
    except TaskError as fault:
        call.warn(f"accounts of partners that are not declared could not be looked up: {fault}")
        return {}
    own = (account for account in there if account_marks.other(owner, account) is None)
    barcodes = {str(account["barcode"]) for account in own if not account.get("blocked")}
    return {barcode: symbol for barcode, symbol in partners.items() if barcode in barcodes}


def _shown(accounts: Mapping[str, str]) -> str:
    symbols = ", ".join(dict.fromkeys(accounts.values()))
    return f"{', '.join(map(PATRON_ACCOUNT.describe, accounts))}, of {symbols}"
