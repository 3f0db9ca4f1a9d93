# SPDX-License-Identifier: GPL-3.0-or-later

"""The truth table of a library: checks whether its maps give the expected values, and by which rows. Also makes the present table, to edit and declare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from .._core.errors import ValidationError, candidates, similar
from .._core.fields import Field
from .._core.matching import Item, Match
from .._core.tables import TableKind
from .._core.texts import counted
from .._core.values import ALL
from .cases import CASE, COLUMNS, OTHER, TEMPORARY, Case, Column
from .resolution import ItemLocation, Objects, Resolver, item_of, picked, strictest

#: The states of a case.
MET, DIFFERS, UNDECIDED = "met", "differs", "undecided"

#: How many of the rows that almost apply are named in a text.
_MOST_NEAR = 3


@dataclass(frozen=True)
class Found:
    """The value of a column for an item. why: the reason why it is not known, else empty."""

    value: Any
    why: str = ""


@dataclass(frozen=True)
class CaseDifference:
    """A column of a case whose value differs or is not known.

    state: DIFFERS or UNDECIDED. expected, found: canonical. problem: in words. match: the rows of the map that decides; None if the
    case itself cannot be looked up. items: pairs of patron type and material format for which it is so. partly: whether the case includes
    others.
    """

    field: Field
    state: str
    expected: Any
    found: Any
    problem: str
    match: Match | None = None
    items: tuple[tuple[str | None, str | None], ...] = ()
    partly: bool = False

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Every row that matches, in order."""
        return [] if self.match is None else self.match.matching_data

    @property
    def near(self) -> list[dict[str, Any]]:
        """The rows that almost match."""
        if self.match is None:
            return []
        matching = {number for number, _row in self.match.matching}
        return [row for row in self.match.near_data if row["row"] not in matching]

    @property
    def scope(self) -> str:
        """The patron types and material formats concerned, if the case includes others."""
        if not self.partly:
            return ""
        patrons, materials = ({name or OTHER for name in names} for names in zip(*self.items))
        return f" for {', '.join(sorted(patrons))} (material format {', '.join(sorted(materials))})"


@dataclass(frozen=True)
class Judgement:
    """The result for a case."""

    case: Case
    differences: tuple[CaseDifference, ...] = ()

    @property
    def state(self) -> str:
        states = {difference.state for difference in self.differences}
        return DIFFERS if DIFFERS in states else UNDECIDED if states else MET

    @property
    def text(self) -> str:
        """The differences and the rows behind them in one sentence, for people."""
        by_rows: dict[str, list[str]] = {}
        for difference in self.differences:
            by_rows.setdefault(_rows_in_words(difference), []).append(f"{difference.problem}{difference.scope}")
        parts = [", and ".join(problems) + (f"; {rows}" if rows else "") for rows, problems in by_rows.items()]
        return f"{self.case}: {'; '.join(parts)}"

    @property
    def data(self) -> dict[str, Any]:
        """The result for programs."""
        return {
            "case": str(self.case),
            "number": self.case.number,
            "state": self.state,
            "differences": [
                {
                    "column": difference.field.name,
                    "state": difference.state,
                    "expected": difference.field.value.show(difference.expected),
                    "found": difference.field.value.show(difference.found),
                    "problem": difference.problem,
                    "patron_types": sorted({patron or OTHER for patron, _material in difference.items}),
                    "material_formats": sorted({material or OTHER for _patron, material in difference.items}),
                    "matched": difference.rows,
                    "near": difference.near,
                }
                for difference in self.differences
            ],
        }


def judge_cases(cases: Sequence[Case], objects: Objects, temporary: ItemLocation, *, complete: bool) -> list[Judgement]:
    """The result for each case. temporary: the temporary location. complete: whether these are all objects of the library with all
    fields; if not, a case that depends on unknown ones is undecided. Raises ValidationError if a case cannot be looked up."""
    lookup = Lookup(objects, complete)
    locations = {case.number: _location_of(case, temporary) for case in cases}
    unplaced = [
        f"{case}: the temporary location of the library is not declared"
        for case in cases
        if locations[case.number] is None
    ]
    if unplaced:
        raise ValidationError(*unplaced)
    return [Judgement(case, tuple(lookup.differences(case, locations[case.number] or (None, None)))) for case in cases]


def _location_of(case: Case, temporary: ItemLocation) -> ItemLocation | None:
    return case.location if not case.temporary else temporary if temporary[0] else None


class Lookup:
    """Looks values up in one library's maps. Each map is searched once per item."""

    def __init__(self, objects: Objects, complete: bool):
        self.resolver = Resolver(objects)
        self._complete = complete
        self._matches: dict[tuple[Any, ...], Match] = {}
        self.patron_types = self.resolver.patron_types()
        self.material_formats = self.resolver.material_formats()
        self._locations = {*self.resolver.locations()}

    def match(self, table: TableKind, item: Item) -> Match:
        """The rows of a map for an item."""
        key = (table.name, *(item[name] for name in table.selectors))
        if key not in self._matches:
            self._matches[key] = self.resolver.match(table, item)
        return self._matches[key]

    def find(self, column: Column, item: Item) -> Found:
        """The value of a column for an item."""
        rows = [row for _number, row in self.match(column.table, item).rows]
        if not rows:
            return Found(None, "" if self._complete else f"no known row of the {column.table.label} matches")
        if column.pick is None:
            return Found(column.field.value.read(_pickup(column.table, rows[0])))
        names = [str(row[column.pick]) for row in rows if row.get(column.pick) is not None]
        if column.of is None or not names:
            return Found(names[0] if names else None)
        return self._value(column, column.pick, column.of, names)

    def _value(self, column: Column, pick: str, of: str, names: Sequence[str]) -> Found:
        """The field of the policies with these names; the strictest of several."""
        kind, values = picked(column.table, pick), []
        field = kind.schema[of]
        for name in names:
            policy = self.resolver.named(kind, name)
            if policy is None:
                return Found(None, f"the {kind.label} '{name}' is not known")
            if of not in policy and not self._complete:
                return Found(None, f"the {field.label} of the {kind.label} '{name}' is not known")
            try:
                values.append(field.value.normalise(policy.get(of)))
            except ValueError as fault:
                return Found(None, f"the {field.label} of the {kind.label} '{name}' {fault}")
        known = [value for value in values if value is not None]
        return Found(strictest(known) if len(known) > 1 else known[0] if known else None)

    def differences(self, case: Case, location: ItemLocation) -> Iterator[CaseDifference]:
        """The columns of a case that differ or are not known."""
        unknown = list(self._unknown_names(case))
        if unknown:
            yield from unknown
            return
        items = list(
            product(_meant(case.patron_type, self.patron_types), _meant(case.material_format, self.material_formats))
        )
        for column in case.columns:
            differences: dict[tuple[Any, ...], CaseDifference] = {}
            for patron, material in items:
                difference = self._difference(case, column, item_of(patron, location, material))
                if difference is not None:
                    rows = tuple(number for number, _row in difference.match.matching) if difference.match else ()
                    before = differences.get((difference.problem, rows), difference)
                    differences[difference.problem, rows] = replace(before, items=(*before.items, (patron, material)))
            for difference in differences.values():
                yield replace(difference, partly=len(difference.items) < len(items))

    def _difference(self, case: Case, column: Column, item: Item) -> CaseDifference | None:
        expected, resolved = case.expected[column.name], self.find(column, item)
        label, match = column.field.label, self.match(column.table, item)
        if resolved.why:
            problem = f"{label} cannot be compared with {column.shown(expected)}, because {resolved.why}"
            return CaseDifference(column.field, UNDECIDED, expected, None, problem, match)
        if column.field.value.same(expected, resolved.value):
            return None
        problem = f"{label} is {column.shown(resolved.value)}, not {column.shown(expected)}"
        problem += self._misspelt_policy(column, expected)
        return CaseDifference(column.field, DIFFERS, expected, resolved.value, problem, match)

    def _misspelt_policy(self, column: Column, expected: Any) -> str:
        if column.pick is None or column.of is not None or expected is None:
            return ""
        names = self.resolver.names(picked(column.table, column.pick))
        if expected in names:
            return ""
        return f" (which is not known. {similar(expected, names).rstrip('.')})"

    def _unknown_names(self, case: Case) -> Iterator[CaseDifference]:
        """Names that seem misspelt: they would be looked up like names that no row contains."""
        holding, shelving = case.location
        for name, value, known in (
            ("patron_type", case.patron_type, set(self.patron_types)),
            ("holding_location", holding, {code for code, _shelf in self._locations if code}),
            ("shelving_location", shelving, {shelf for code, shelf in self._locations if shelf and code == holding}),
        ):
            if value in (None, ALL, OTHER) or value in known:
                continue
            # If not all objects are known, only a similar name shows a mistake.
            if candidates(str(value), known) or (self._complete and known):
                field = CASE[name]
                state = DIFFERS if self._complete else UNDECIDED
                problem = f"{field.label} '{value}' is not known. {similar(str(value), known).rstrip('.')}"
                yield CaseDifference(field, state, value, None, problem)


def _meant(name: str, known: Sequence[str | None]) -> list[str | None]:
    """The names that a case includes; None for any other name."""
    if name == ALL:
        return [*(value for value in known if value is not None), None]
    return [None if name == OTHER else name]


def _pickup(table: TableKind, row: Mapping[str, Any]) -> list[str]:
    """The names in all columns of a row that are not conditions."""
    lists = [
        row[name] for name in table.schema.names if name not in table.selectors and isinstance(row.get(name), list)
    ]
    return [name for names in lists for name in names]


def _rows_in_words(difference: CaseDifference) -> str:
    if difference.match is None:
        return ""
    matched = [
        f"row {row['row']} ({row['says']}) {'applies' if row['applies'] else 'matches too'}" for row in difference.rows
    ]
    near = [f"row {row['row']} ({row['says']}) {row['why']}" for row in difference.near]
    more = [f"{counted(len(near) - _MOST_NEAR, 'more row')} almost match"] if len(near) > _MOST_NEAR else []
    return f"{difference.match.kind.label}: {', '.join([*(matched or ['no row matches']), *near[:_MOST_NEAR], *more])}"


def summary(judgements: Sequence[Judgement], state: str, most: int = 10) -> str:
    """The first cases with a state in words, and the number of the others."""
    texts = [judgement.text for judgement in judgements if judgement.state == state]
    more = [counted(len(texts) - most, "more case")] if len(texts) > most else []
    return ". ".join(f"{text[:1].upper()}{text[1:]}" for text in [*texts[:most], *more])


def present_cases(objects: Objects, temporary: ItemLocation, *, complete: bool) -> list[dict[str, Any]]:
    """A case for each patron type and each location in the maps, with every known value; if the values depend on the material format, a case for
    each format instead. complete: as in judge_cases."""
    lookup = Lookup(objects, complete)
    cases = []
    patrons: list[str | None] = [*lookup.patron_types] or [None]
    for location, patron in product(_locations(lookup.resolver, temporary), patrons):
        by_format = {material: _values(lookup, patron, location, material) for material in lookup.material_formats}
        first = next(iter(by_format.values()))
        same = all(values == first for values in by_format.values())
        for material, values in [(None, first)] if same else by_format.items():
            if values:
                formats = {} if same else {"material_format": material or OTHER}
                cases.append(
                    {"patron_type": patron or ALL, **formats, **_shown_location(location, temporary), **values}
                )
    return cases


def _values(lookup: Lookup, patron: str | None, location: ItemLocation, material: str | None) -> dict[str, Any]:
    item = item_of(patron, location, material)
    values = {column: lookup.find(column, item) for column in COLUMNS}
    return {column.name: column.field.value.show(value.value) for column, value in values.items() if not value.why}


def _shown_location(location: ItemLocation, temporary: ItemLocation) -> dict[str, Any]:
    if location == temporary and location[0]:
        return {"location": TEMPORARY}
    names = ("holding_location", "shelving_location")
    return {name: value for name, value in zip(names, location) if value}


def _locations(resolver: Resolver, temporary: ItemLocation) -> Iterator[ItemLocation]:
    """The temporary location, each location that a row names, and (None, None) for any other location."""
    places: list[ItemLocation] = [*([temporary] if temporary[0] else []), *resolver.named_locations(), (None, None)]
    yield from dict.fromkeys(places)
