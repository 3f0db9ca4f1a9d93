# SPDX-License-Identifier: GPL-3.0-or-later

"""The patron to which items lent to each partner are checked out (reshare.md 2.4, 4.3)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..._core.errors import Faults, ValidationError, candidates, quoted, similar
from ..._core.fields import Field, Schema
from ..._core.objects import Change, CurrentObject, Declaration, DesiredObject, Kind, KindPlan
from ..._core.values import Text, YesNo


class PatronIdKind(Kind):
    """The patron to which items lent to each partner are checked out: a value on the partner's entry in this directory."""

    def declare(self, given: Any, *, prune: bool = False) -> Declaration:
        """*given*: ``{"partners": {symbol: barcode}, "former": [barcode], "purge": no}``; a barcode of None removes the value."""
        if not isinstance(given, Mapping) or set(given) - {"partners", "former", "purge"}:
            problem = f"{self.plural} accepts partners (symbols and their barcodes), former (barcodes) and purge"
            raise ValidationError(problem, fields=[self.plural])
        former = given.get("former") or []
        if not isinstance(former, list):
            raise ValidationError(f"{self.plural}: former must be a list of barcodes", fields=["former"])
        partners = given.get("partners") or {}
        if not isinstance(partners, Mapping):
            problem = f"{self.plural}: partners must be a dictionary of symbols and barcodes"
            raise ValidationError(problem, fields=["partners"])
        items, faults = [], Faults()
        for symbol, barcode in partners.items():
            try:
                items.append(DesiredObject((str(symbol).strip(),), self.schema.declare({"barcode": barcode})))
            except ValidationError as fault:
                faults.note(fault.concerning(self.describe(str(symbol))))
        faults.report()
        try:
            purge = bool(YesNo().normalise(given.get("purge")))
        except ValueError as fault:
            raise ValidationError(f"{self.plural}: purge {fault}", fields=["purge"]) from None
        if purge and not items:
            problem = f"{self.plural}: purge without partners would remove every value; declare the partners to keep"
            raise ValidationError(problem, fields=["purge"])
        return Declaration(tuple(items), prune=purge, former=frozenset(map(str, former)))

    def plan(self, current: Sequence[CurrentObject], declaration: Declaration) -> KindPlan:
        plan = KindPlan()
        partners = [entry for entry in current if entry.fields["institution"]]
        by_symbol = _by_symbol(partners)
        meant: dict[str, DesiredObject] = {}
        faults = Faults()
        # Removals come last: a partner with a barcode under another symbol was renamed, and keeps its value.
        for item in sorted(declaration.items, key=lambda item: item.fields["barcode"] is None):
            with faults.noted():
                entry = self._partner(by_symbol, item, plan)
                if entry is None or (item.fields["barcode"] is None and entry.id in meant):
                    continue
                other = meant.setdefault(entry.id, item)
                if other is not item:
                    same = quoted([*other.identity, *item.identity])
                    name = str(entry.fields["name"])
                    raise ValidationError(f"{same} are the same partner, {name}", about=name)
        faults.report()
        for entry in partners:
            if entry.id in meant:
                (symbol,) = meant[entry.id].identity
                self._plan_value(plan, entry, symbol, meant[entry.id].fields["barcode"])
            elif declaration.prune and entry.fields["patron_ids"]:
                self._plan_value(plan, entry, entry.fields["slug"], None)
        return plan

    def released(self, current: Sequence[CurrentObject], declaration: Declaration, replaced: bool) -> dict[str, str]:
        """The undeclared barcodes at partners' entries, each with the symbol of its partner. replaced: whether to return the barcodes that the declaration
        replaces or removes; otherwise, the barcodes that undeclared partners keep."""
        by_symbol = _by_symbol(entry for entry in current if entry.fields["institution"])
        wanted = {
            entry.id: item.fields["barcode"]
            for item in declaration.items
            for entry in by_symbol.get(item.identity[0].upper(), ())
        }
        used = {item.fields["barcode"] for item in declaration.items}
        return {
            barcode: str(next(iter(entry.fields["symbols"]), entry.fields["slug"]))
            for entry in current
            if entry.fields["institution"] and not entry.fields["managed"] and wanted.get(entry.id, "") is not None
            for barcode in entry.fields["patron_ids"]
            if barcode not in used | declaration.former and (entry.id in wanted or declaration.prune) is replaced
        }

    def _partner(
        self, by_symbol: Mapping[str, Sequence[CurrentObject]], item: DesiredObject, plan: KindPlan
    ) -> CurrentObject | None:
        """The entry of a partner. None, with a warning in the plan, if there is no entry and no value to set."""
        (symbol,) = item.identity
        title = self.describe(symbol)
        entries = by_symbol.get(symbol.upper(), ())
        if not entries:
            full = {known for held in by_symbol.values() for entry in held for known in entry.fields["symbols"]}
            known = full if ":" in symbol else full.union(by_symbol)
            text = f"no entry of ReShare's directory has the symbol '{symbol}'. {similar(symbol, known)}"
            if item.fields["barcode"] is None:
                plan.warnings.append(text)
                return None
            raise ValidationError(text, about=title, meant=candidates(symbol, known))
        if len(entries) > 1:
            names = quoted(str(entry.fields["name"]) for entry in entries)
            text = (
                f"the symbol '{symbol}' is on several entries of ReShare's directory: {names}; write AUTHORITY:SYMBOL"
            )
            held = [known for entry in entries for known in entry.fields["symbols"]]
            meant = [known for known in held if known.upper().endswith(f":{symbol.upper()}")]
            raise ValidationError(text, about=title, meant=meant)
        if entries[0].fields["managed"] and item.fields["barcode"] is not None:
            raise ValidationError(
                f"'{symbol}' is the library itself, not a partner; remove it from partners", about=title
            )
        return entries[0]

    def _plan_value(self, plan: KindPlan, entry: CurrentObject, symbol: str, barcode: str | None) -> None:
        before = list(entry.fields["patron_ids"])
        after = [] if barcode is None else [barcode]
        if before == after:
            return
        # Of several values, ReShare may use any or none.
        views = {"barcode": before[0] if len(before) == 1 else before or None}, {"barcode": barcode}
        plan.changes.append(Change(self, (symbol,), entry, {**entry.fields, "patron_ids": after}, ("barcode",), *views))

    def earlier(self, change: Change) -> dict[str, Any]:
        """The earlier value of the partner. Several values are not restored, because ReShare may use any of them."""
        (before,) = (change.before_view or {}).values()
        return {} if isinstance(before, list) else {"partners": {change.name: before}}

    def title(self, fields: Mapping[str, Any]) -> str:
        return str(fields["slug"])

    def export(self, current: Sequence[CurrentObject]) -> dict[str, Any]:
        """The barcodes by symbol; of several values, the first, because mod-rs uses this one, if any."""
        held = {
            entry.fields["symbols"][0]: entry.fields["patron_ids"][0]
            for entry in current
            if entry.fields["institution"]
            and not entry.fields["managed"]
            and entry.fields["patron_ids"]
            and entry.fields["symbols"]
        }
        return {"partners": held} if held else {}


PATRON_IDS = PatronIdKind(
    name="reshare_institutional_patron_ids",
    plural="institutional_patron_ids",
    label="Institutional patron ID of partner",
    screen="Directory > Local directory information",
    # The symbol of a declared partner; the slug of an undeclared one.
    identity_fields=("partner",),
    # reshare.md 2.4, 4.3
    schema=Schema(Field("barcode", Text(), "Institutional patron ID")),
)


def _by_symbol(partners: Iterable[CurrentObject]) -> dict[str, list[CurrentObject]]:
    """The entries by their symbols, with and without authority, in upper case, as they are stored."""
    entries: dict[str, list[CurrentObject]] = {}
    for entry in partners:
        full = [known.upper() for known in entry.fields["symbols"]]
        for symbol in dict.fromkeys([*full, *(known.rpartition(":")[2] for known in full)]):
            entries.setdefault(symbol, []).append(entry)
    return entries


def farewell(accounts: Mapping[str, str]) -> str:
    """The two variables that block accounts of partners, as JSON. accounts: the barcodes by symbol. Both variables are needed: not every library has a
    pattern that derives the barcodes from the symbols, and an account can have the mark of a former symbol."""
    return json.dumps({"lending_former_partner_symbols": [*accounts], "lending_former_partner_accounts": accounts})
