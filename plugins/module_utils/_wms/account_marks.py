# SPDX-License-Identifier: GPL-3.0-or-later

"""Which patron accounts belong to this collection: the mark in an account, and what only a person's account has."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable

from .._core.objects import Fields, Owner
from .._core.texts import normal

#: The fields of an account that hold the mark, and the kinds of data of a person that this collection never writes.
MARK, PERSONAL = "mark", "personal"
#: The texts in a mark that a system may rewrite, also in upper and lower case.
TEXTS = ("family_name", "given_name", "email")
#: A mark in its normal form: institution, symbol, a digest that binds it to the account, and a digest of the texts as they were sent.
_FORM = re.compile(r"reshare\.wms ([0-9]{1,20}) (\S.{0,98}?) ([0-9a-f]{8})([0-9a-f]{8})")


def mark(owner: Owner, fields: Fields) -> str:
    """The mark of an account with these (canonical) fields."""
    return f"reshare.wms {owner.registry_id} {_written(owner.symbol)} {_digests(owner, fields, fields)}"


def other(owner: Owner | None, fields: Fields, former: Iterable[str] = ()) -> str | None:
    """The reason why the mark of an account is not that of this library; None if it is. former: the symbols that the library had before."""
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
    """The reason why an account seems to be a person's; None if nothing in it shows that."""
    reasons = [f"it has data of a person ({', '.join(fields[PERSONAL])})"] if fields.get(PERSONAL) else []
    held = _held(fields)
    if held is not None and held[1][:8] != _digests(held[0], fields, fields)[:8]:
        reasons.append(
            "its mark was made for another Barcode, Last Name, First Name or Email: somebody changed or copied it, or WMS did not store what was sent"
        )
    return "; ".join(reasons) or None


def is_stored_form(fields: Fields, wanted: Fields) -> bool:
    """Whether the texts of an account are what its system made of the wanted ones, such as capitals: its mark was made for both."""
    held = _held(fields)
    return held is not None and held[1] == _digests(held[0], fields, wanted)


def _held(fields: Fields) -> tuple[Owner, str] | None:
    """The library and the digests in the mark of an account; None if it has none."""
    match = _FORM.fullmatch(normal(str(fields.get(MARK) or ""), fold=True))
    return None if match is None else (Owner(match[1], match[2]), match[3] + match[4])


def _digests(owner: Owner, bound: Fields, sent: Fields) -> str:
    """Two digests. bound: the fields to which a mark is bound: a copy in the account of somebody else, or a name or address that somebody else wrote,
    does not fit. Only the barcode is exact. sent: the fields whose texts were sent so."""
    about = [owner.registry_id, _folded(owner.symbol), str(bound.get("barcode") or "").strip()]
    texts = (
        [normal(str(fields.get(name) or ""), fold) for name in TEXTS] for fields, fold in ((bound, True), (sent, False))
    )
    return "".join(hashlib.sha256(json.dumps([*about, *text]).encode()).hexdigest()[:8] for text in texts)


def _folded(symbol: str) -> str:
    """Symbols do not distinguish case (reshare.md 4.1)."""
    return normal(symbol, fold=True)


def _written(symbol: str) -> str:
    return " ".join(symbol.upper().split())
