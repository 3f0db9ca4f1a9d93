# SPDX-License-Identifier: GPL-3.0-or-later

"""Determines which patron accounts this collection manages, by the mark in an account, and which seem to be a person's."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable

from .._core.objects import Fields, Owner
from .._core.texts import normal

#: The fields of an account with the mark, and with the kinds of personal data in it that this collection never writes.
MARK, PERSONAL = "mark", "personal"
#: The fields in the digests of a mark whose texts a system may rewrite, also in another case.
TEXTS = ("family_name", "given_name", "email")
#: A mark in its normal form: institution, symbol, a digest that binds it to the account, and a digest of the texts as they were sent.
_FORM = re.compile(r"reshare\.wms ([0-9]{1,20}) (\S.{0,98}?) ([0-9a-f]{8})([0-9a-f]{8})")


def mark(owner: Owner, fields: Fields) -> str:
    """The mark of an account with these (canonical) fields."""
    return f"reshare.wms {owner.registry_id} {_written(owner.symbol)} {_digests(owner, fields, fields)}"


def other(owner: Owner | None, fields: Fields, former: Iterable[str] = ()) -> str | None:
    """The reason why an account does not have the mark of this library; None if it has. former: the symbols that the library had before."""
    if owner is None:
        return "without reshare_symbol, no account is known to be one of this library"
    held = _held(fields)
    if held is None:
        return "it has no mark of this collection"
    there, _digest = held
    if there.registry_id != owner.registry_id or there.symbol not in map(_folded, (owner.symbol, *former)):
        return f"its mark is that of institution {there.registry_id} and symbol {_written(there.symbol)!r}"
    return None


def theirs(fields: Fields) -> str | None:
    """The reason why an account seems to be a person's; None if there is none."""
    reasons = [f"it has data of a person ({', '.join(fields[PERSONAL])})"] if fields.get(PERSONAL) else []
    held = _held(fields)
    if held is not None and held[1][:8] != _digests(held[0], fields, fields)[:8]:
        reasons.append(
            "its mark was made for another Barcode, Last Name, First Name or Email: somebody changed or copied it, or WMS did not store what was sent"
        )
    return "; ".join(reasons) or None


def is_stored_form(fields: Fields, wanted: Fields) -> bool:
    """Whether the texts of an account are the wanted texts as its system rewrote them, for example in capitals: the mark fits both."""
    held = _held(fields)
    return held is not None and held[1] == _digests(held[0], fields, wanted)


def _held(fields: Fields) -> tuple[Owner, str] | None:
    """The library and the digests in the mark of an account; None without a mark."""
    match = _FORM.fullmatch(normal(str(fields.get(MARK) or ""), fold=True))
    return None if match is None else (Owner(match[1], match[2]), match[3] + match[4])


def _digests(owner: Owner, bound: Fields, sent: Fields) -> str:
    """Two digests. bound: the fields to which a mark is bound: it does not fit in another account, or after somebody changed the name or address. Only the
    barcode is compared exactly. sent: the fields with the texts as they were sent."""
    about = [owner.registry_id, _folded(owner.symbol), str(bound.get("barcode") or "").strip()]
    texts = (
        [normal(str(fields.get(name) or ""), fold) for name in TEXTS] for fields, fold in ((bound, True), (sent, False))
    )
    return "".join(hashlib.sha256(json.dumps([*about, *text]).encode()).hexdigest()[:8] for text in texts)


def _folded(symbol: str) -> str:
    """Upper and lower case are equal in symbols (reshare.md 4.1)."""
    return normal(symbol, fold=True)


def _written(symbol: str) -> str:
    return " ".join(symbol.upper().split())
