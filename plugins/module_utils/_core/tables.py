# SPDX-License-Identifier: GPL-3.0-or-later

"""Maps and matrices: tables of rows that are saved as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import placement
from .errors import Faults, ValidationError, quoted
from .fields import Field, filled
from .json_shape import Shape
from .kinds import as_absent
from .objects import (
    STATES,
    Change,
    CurrentObject,
    Declaration,
    DesiredObject,
    Fields,
    Identity,
    Kind,
    KindPlan,
    RowChange,
    TableChange,
)
from .placement import Row
from .values import ALL, Integer, ObjectReference, YesNo

#: A column of ordered maps that is not on the screen: it is kept with the row, and determines its position.
PRECEDENCE = Field("precedence", Integer(), "precedence")


@dataclass(frozen=True, eq=False, kw_only=True)
class TableKind(Kind):
    """A table whose rows select a policy.

    schema: the columns.
    selectors: the columns that select, in the screen's order; together they identify a row.
    ordered: whether the first matching row applies. In a matrix without order every matching row applies, and a new row
        is added at the end.
    shuts_out: whether a table with rows refuses what no row matches. An empty table allows everything.
    """

    states: tuple[str, ...] = STATES
    ordered: bool = True
    shuts_out: bool = False

    @property
    def shape(self) -> Shape:
        return {"rows": ([self.schema.shape], None)}

    @property
    def arguments(self) -> dict[str, dict[str, Any]]:
        rows = {"type": "list", "elements": "dict", "required": True, "options": super().arguments}
        return {"rows": rows, "exact": {"type": "bool", "default": False}}

    @property
    def columns(self) -> tuple[Field, ...]:
        return tuple(field for field in self.schema if field != PRECEDENCE)

    def show(self, fields: Fields) -> dict[str, Any]:
        return {"rows": [self.schema.show(row) for row in _rows(fields)]}

    def canonical(self, raw: Fields) -> Fields:
        """Unknown columns are kept in the rows, so that saving the table loses nothing."""
        return {"rows": [{**row, **self.schema.read(row)} for row in _rows(raw)]}

    def declare(self, given: Any, *, prune: bool = False) -> Declaration:
        """*given* is a list of rows, or a dictionary of ``rows`` and ``exact`` (the table has no other rows)."""
        exact = False
        if isinstance(given, Mapping):
            unknown = sorted(set(given) - {"rows", "exact"})
            if unknown:
                problem = f"{self.label} accepts rows and exact, not {quoted(unknown)}"
                raise ValidationError(problem, about=self.label, fields=unknown)
            try:
                exact, given = bool(YesNo().normalise(given.get("exact"))), given.get("rows")
            except ValueError as fault:
                raise ValidationError(f"{self.label}: exact {fault}", about=self.label, fields=["exact"]) from None
        faults = Faults()
        # An existing table that is taken over may contain a row twice.
        items = self.items(given, faults, repeatable=exact)
        if exact and not any(item.state == "present" for item in items):
            problem = f"{self.label}: exact with no row would empty the table; declare the rows to keep"
            faults.note(ValidationError(problem, about=self.label, fields=["exact"]))
        faults.report()
        return Declaration(items, exact=exact)

    def _title_of(self, raw: Fields, number: int) -> str:
        return f"{self.label}, row {number}"

    def _wanted_fields(self, raw: Fields) -> tuple[Identity, Fields]:
        row = self.schema.declare({**dict.fromkeys(self.selectors), **raw})
        return placement.key(row, self.selectors), row

    def plan(self, current: Sequence[CurrentObject], declaration: Declaration) -> KindPlan:
        (stored,) = current
        before = _rows(stored.fields)
        present = self._present(before, declaration)
        after = self._after(before, declaration, present)
        hidden = self._warnings(after, present) if self.ordered else ()
        plan = KindPlan(warnings=[*self._left_rows(after, declaration), *hidden])
        if after != before:
            self._refuse_shutting_out(before, after, declaration)
            plan.changes.append(self._change(stored, before, after))
        return plan

    def removing(self, given: Any) -> Any:
        """Rows that match everything are kept, because the library may use them for other items."""
        rows = as_absent(given.get("rows") if isinstance(given, Mapping) else given)
        if not isinstance(rows, list):
            return rows
        return [row for row in rows if not isinstance(row, Mapping) or not self._is_for_all(row)]

    def declared_objects(self, declaration: Declaration) -> list[Fields]:
        present = [self.schema.complete(item.fields) for item in declaration.items if item.state == "present"]
        return [{"rows": self._after([], declaration, present)}]

    def shown(self, identity: Identity, current: Sequence[Fields]) -> dict[str, Any] | None:
        (table,) = current
        return self.show(table)

    def declared_warnings(self, declaration: Declaration) -> list[str]:
        (table,) = self.declared_objects(declaration)
        rows = table["rows"]
        return list(self._warnings(rows, rows)) if self.ordered else []

    def _present(self, before: Sequence[Row], declaration: Declaration) -> list[Row]:
        """The declared rows, each merged with the existing row."""
        rows, faults = [], Faults()
        for item in declaration.items:
            if item.state == "present":
                with faults.noted():
                    rows.append(self._merged_row(before, item, declaration.exact))
        faults.report()
        return rows

    def _merged_row(self, before: Sequence[Row], item: DesiredObject, exact: bool) -> Row:
        at = placement.find(before, item.identity, self.selectors)
        row = (
            self.schema.complete(item.fields)
            if at is None or exact
            else filled(self.schema.merge(before[at], item.fields))
        )
        lacking = [
            field for field in self.schema.missing_required(row) if at is None or exact or field.name in item.fields
        ]
        if lacking:
            raise ValidationError(
                *(f"the row for {self.matches(row)} requires {field.title}" for field in lacking),
                fields=(field.name for field in lacking),
            ).concerning(self.label)
        # With exact, an equal row is kept unchanged, with its unknown columns.
        return next((there for there in before if self.schema.known(there) == row), row) if exact else row

    def _after(self, before: Sequence[Row], declaration: Declaration, present: Sequence[Row]) -> list[Row]:
        if declaration.exact:
            return list(present)
        absent = {item.identity: item.fields for item in declaration.items if item.state == "absent"}
        kept = [row for row in before if not self._is_removed(row, absent.get(placement.key(row, self.selectors)))]
        if self.ordered:
            return placement.with_rows(kept, present, self.selectors)
        for row in present:
            at = placement.find(kept, placement.key(row, self.selectors), self.selectors)
            if at is None:
                kept.append(row)
            else:
                kept[at] = row
        return kept

    def _is_removed(self, row: Row, absent: Fields | None) -> bool:
        """Whether a row is declared as absent. If policies are declared with it, a row that has none of them is the library's own, and stays."""
        conditions = (*self.selectors, PRECEDENCE.name)
        policies = {name: value for name, value in (absent or {}).items() if value and name not in conditions}
        same = (self.schema[name].value.same(row.get(name), value) for name, value in policies.items())
        return absent is not None and (not policies or any(same))

    def _left_rows(self, after: Sequence[Row], declaration: Declaration) -> Iterator[str]:
        """A warning for each row that is declared as absent, and stays."""
        absent = {item.identity for item in declaration.items if item.state == "absent"}
        for row in (row for row in after if placement.key(row, self.selectors) in absent):
            yield (
                f"{self.label}: the row ({self.describe_row(row)}) stays, because it has another policy than the row that is to be removed. If it is not the "
                "library's own, declare it as absent without a policy"
            )

    def _refuse_shutting_out(self, before: Sequence[Row], after: Sequence[Row], declaration: Declaration) -> None:
        """Refuse rows that would reject all other holds, unless the library's own rows already do so."""
        if not self.shuts_out or self._has_row_for_all(after):
            return
        mine = {item.identity for item in declaration.items}
        others = [row for row in after if placement.key(row, self.selectors) not in mine]
        if others and not self._has_row_for_all(before):
            return
        left = "; ".join(self.matches(row) for row in after)
        raise ValidationError(
            f"{self.label}: only rows for {left} would exist. An empty table allows every hold, but a table with rows rejects "
            "every hold that no row matches, so all other holds of the library would be rejected. Also declare a row for "
            f"everything else with all that it allows (without {' and '.join(self.selectors)})",
            about=self.label,
        )

    def _has_row_for_all(self, rows: Sequence[Row]) -> bool:
        """Whether everything else is allowed: there is a row for everything, or no row at all."""
        return not rows or any(map(self._is_for_all, rows))

    def _is_for_all(self, row: Row) -> bool:
        return all(row.get(name) in (None, ALL) for name in self.selectors)

    def _warnings(self, after: Sequence[Row], present: Sequence[Row]) -> Iterator[str]:
        mine = {placement.key(row, self.selectors) for row in present}
        for lower, upper in placement.hidden(after, self.selectors):
            if mine & {placement.key(after[number], self.selectors) for number in (lower, upper)}:
                yield self.never_applies(after, lower, upper)
        for row, other in placement.ambiguous(after, present, self.selectors):
            yield (
                f"{self.label}: the rows ({self.describe_row(row)}) and ({self.describe_row(other)}) have equal precedence "
                "and overlap; their order decides which one applies. Set precedence to fix the order"
            )

    def never_applies(self, rows: Sequence[Row], lower: int, upper: int) -> str:
        """The problem with a row that is below a row that matches everything that it matches."""
        return (
            f"{self.label}: row {lower + 1} ({self.describe_row(rows[lower])}) can never apply, because row "
            f"{upper + 1} ({self.describe_row(rows[upper])}) matches everything that it matches"
        )

    def _change(self, stored: CurrentObject, before: Sequence[Row], after: Sequence[Row]) -> Change:
        old, new = ([self.describe_row(row) for row in rows] for rows in (before, after))
        what = tuple(f"+ {row}" for row in new if row not in old) + tuple(f"- {row}" for row in old if row not in new)
        # References that already exist in the table are not checked again.
        known = set(self.uses({"rows": before}))
        fresh = self.uses({"rows": [row for row in after if row not in before]})
        return Change(
            self,
            (),
            stored,
            {"rows": list(after)},
            what or ("order of rows",),
            {"rows": old},
            {"rows": new},
            tuple(use for use in fresh if use not in known),
        )

    def difference(self, name: str, is_now: Any, wanted: Any, changed: Collection[str]) -> str:
        """The rows that are missing or should not be there; if there are none, the order."""
        rows = [f"- {row}" for row in wanted or () if row not in (is_now or ())]
        rows += [f"+ {row}" for row in is_now or () if row not in (wanted or ())]
        return "; ".join(rows) or f"order of {name}"

    def declared_fields(self, declaration: Declaration) -> dict[Identity, Fields]:
        return {(): {"rows": [item.fields for item in declaration.items]}} if declaration.items else {}

    def undeclared(self, current: Sequence[CurrentObject], declaration: Declaration) -> Iterator[tuple[str, Fields]]:
        mine = {item.identity for item in declaration.items}
        for row in (row for stored in current for row in _rows(stored.fields)):
            if placement.key(row, self.selectors) not in mine:
                yield f"the row of the {self.label} for {self.matches(row)}", {"rows": [row]}

    def unknown_fields(self, known: Fields, wanted: Fields) -> tuple[str, ...]:
        return tuple(name for name in wanted if name not in known)

    def updated(self, known: Fields, fields: Fields) -> Fields:
        return fields

    def rebased(self, known: Fields | None, wanted: Fields, there: Fields) -> Fields:
        """Changes only the rows that the change concerns. If they cannot be placed any more, nothing changes: the next task requests them again."""
        try:
            declaration = self.declare(self.as_declaration((), known, wanted, exists=True))
            changes = self.plan([CurrentObject("", None, there)], declaration).changes
        except ValidationError:
            return there
        return {"rows": changes[0].after["rows"]} if changes and changes[0].after else there

    def table_change(self, before: Fields | None, after: Fields | None) -> TableChange:
        old, new = (_rows(fields or {}) for fields in (before, after))
        there = placement.matched(old, new, self.selectors)
        stay: Collection[int] = there
        if self.ordered:
            # A row whose precedence changes is placed again.
            ranks = [[row.get(PRECEDENCE.name) for row in rows] for rows in (old, new)]
            stay = placement.staying({at: was for at, was in there.items() if ranks[0][was] == ranks[1][at]})
        rows = []
        for at, row in enumerate(new):
            earlier = old[there[at]] if at in there else None
            mark = "new" if earlier is None else "changed" if _shown(earlier) != _shown(row) else "moved"
            mark = "stays" if mark == "moved" and at in stay else mark
            where = "" if at in stay else self._where(new, at, stay)
            texts = ["" if fields is None else self.describe_row(fields) for fields in (row, earlier)]
            rows.append(RowChange(row, placement.key(row, self.selectors), mark, texts[0], earlier, texts[1], where))
        left = [old[at] for at in sorted({*range(len(old))}.difference(there.values()))]
        gone = [RowChange(row, placement.key(row, self.selectors), "gone", self.describe_row(row)) for row in left]
        return TableChange(rows, gone, self.ordered, self._why([row for at, row in enumerate(new) if at not in stay]))

    def _where(self, rows: Sequence[Row], at: int, stay: Collection[int]) -> str:
        """The instruction for the position of a row, relative to one that stays, so that rows can be placed one after the other."""
        if not self.ordered:
            return "Add it at the end; the order does not matter here."
        below = next((row for number, row in enumerate(rows) if number > at and number in stay), None)
        if below is not None:
            return f"Directly above the row for {self.matches(below)}."
        return f"Directly below the row for {self.matches(rows[at - 1])}." if at else ""

    def _why(self, placed: Sequence[Row]) -> str:
        """The explanation of the order of the placed rows, also relative to rows that are not listed."""
        if not self.ordered or not placed:
            return ""
        by_inventory = any(row.get(PRECEDENCE.name) is not None for row in placed)
        stated = " The inventory sets the precedence of some rows." if by_inventory else ""
        return (
            "A row must be above every less specific row, including the library's own rows that are not listed here. A Shelving "
            f"Location makes a row most specific, then a Holding Location, a Patron Policy, a Material Format.{stated}"
        )

    def as_declaration(self, identity: Identity, known: Fields | None, fields: Fields | None, exists: bool) -> Any:
        absent = {"state": "absent"}
        return [
            {**self.schema.show(change.row), **(absent if change.mark == "gone" else {})}
            for change in self.table_change(known, fields).altered
        ]

    def earlier(self, change: Change) -> Any:
        absent = {"state": "absent"}
        return [
            {**self.schema.show(row.before or row.row), **(absent if row.mark == "new" else {})}
            for row in self.table_change(*change.sides).altered
        ]

    def describe_row(self, row: Row) -> str:
        """A row in one line: its conditions and its policies."""
        results = self.schema.show(
            {name: row[name] for name in self.schema.names if name in row and name not in self.selectors}
        )
        policies = ", ".join(f"{self.schema[name].label} {_listed(value)}" for name, value in results.items())
        return f"{self.matches(row)} -> {policies or 'nothing'}"

    def matches(self, row: Row) -> str:
        """The conditions of a row, in words."""
        named = [f"{self.schema[name].label} {row[name]}" for name in self.selectors if row.get(name, ALL) != ALL]
        return ", ".join(named) or "everything"

    def uses(self, fields: Fields) -> Iterator[ObjectReference]:
        for row in _rows(fields):
            yield from self.schema.uses(row)

    def export(self, current: Sequence[CurrentObject]) -> dict[str, Any]:
        (stored,) = current
        shown = self.show(stored.fields)
        return {"exact": True, **shown} if shown["rows"] else {}


def _rows(fields: Fields) -> list[Row]:
    return list(fields.get("rows") or ())


def _shown(row: Row) -> dict[str, Any]:
    """The columns that are on the screen."""
    return {name: value for name, value in row.items() if name != PRECEDENCE.name}


def _listed(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
