# SPDX-License-Identifier: GPL-3.0-or-later

"""Which patron accounts belong to this collection: the mark in an account, and what only a person's account has."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable

from .._core.objects import Fields, Owner

#: The fields of an account that hold the mark, and the kinds of data of a person that this collection never writes.
MARK, PERSONAL = "mark", "personal"
#: A mark: institution, symbol, and a digest that binds it to the account.
_FORM = re.compile(r"reshare\.wms ([0-9]{1,20}) (\S.{0,98}?) ([0-9a-f]{8})")
#: What a mark is bound to: a copy in the account of somebody else, or a name or address that somebody else wrote, does not fit.
_BOUND = ("barcode", "family_name", "given_name", "email")


def mark(owner: Owner, fields: Fields) -> str:
    """The mark of an account with these (canonical) fields."""
    return _mark(owner.registry_id, _folded(owner.symbol), fields)


def other(owner: Owner | None, fields: Fields, former: Iterable[str] = ()) -> str | None:
    """The reason why the mark of an account is not that of this library; None if it is. former: the symbols that the library had before."""
    if owner is None:
        return "without reshare_symbol, no account is known to be one of this library"
    found = _FORM.fullmatch(str(fields.get(MARK) or ""))
    if found is None:
        return "it has no mark of this collection"
    registry_id, symbol, _digest = found.groups()
    if registry_id != owner.registry_id or symbol not in map(_folded, (owner.symbol, *former)):
        return f"its mark is that of institution {registry_id} and symbol {symbol!r}"
    return None


def theirs(fields: Fields) -> str | None:
    """The reason why an account seems to be a person's; None if nothing in it shows that."""
    found: list[str] = list(fields.get(PERSONAL) or ())
    held = _FORM.fullmatch(str(fields.get(MARK) or ""))
    if held is not None and held[0] != _mark(held[1], held[2], fields):
        found.insert(0, "a Barcode, Last Name, First Name or Email that this collection did not write")
    return f"it has data of a person ({', '.join(found)})" if found else None


def _mark(registry_id: str, symbol: str, fields: Fields) -> str:
    bound = [str(fields.get(name) or "").strip() for name in _BOUND]
    # Domain names, and in practice addresses, do not distinguish case.
    digested = json.dumps([registry_id, symbol, *bound[:-1], bound[-1].casefold()])
    return f"reshare.wms {registry_id} {symbol} {hashlib.sha256(digested.encode()).hexdigest()[:8]}"


def _folded(symbol: str) -> str:
    """Symbols do not distinguish case (reshare.md 4.1)."""
    return " ".join(symbol.upper().split())
