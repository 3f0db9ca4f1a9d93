# SPDX-License-Identifier: GPL-3.0-or-later

"""The order in which loan periods change: no library may confirm a period that would not fit any more with those of its partners.

Between live links, the values in the records count: the confirmed value of each period, and the value on the worksheet, which can be set on the
screen at any time. A change is held back while it does not fit with the worst of these values at a partner. A change that fits better than the present value is
never held back, so each wait ends when that partner has confirmed its own change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...module_utils._core.fields import Field
from ...module_utils._core.objects import AboutObject, Fields
from ...module_utils._core.values import LARGEST_PERIOD, UNITS
from ...module_utils._core.withheld import WAITS, Withheld, withheld
from ...module_utils._module_tasks.withdrawal import confirmed_live
from ...module_utils._record.content import RecordData
from ...module_utils._wms.due_dates import days_of
from ...module_utils._wms.objects.ill_settings import ILL_SETTINGS
from ...module_utils._wms.objects.loans import LOAN_POLICY
from .agreement import ComparedLibrary, Period, by_symbol, exception_between, short_days

#: The field of a Loan Policy that partners have to agree on, and the section that makes a library one of them.
_PERIOD, _SECTION = LOAN_POLICY.schema["loan_period"], ILL_SETTINGS.schema["reshare"]
#: An object, and a field of it.
_FieldOf = tuple[AboutObject, Field]
#: The shortest and the longest possible value of a period that is asked for, but whose confirmed value is not known.
_SHORTEST, _LONGEST = ({"value": value, "unit": "days"} for value in (0, 40 * LARGEST_PERIOD))


@dataclass(frozen=True)
class OrderedLibrary:
    """A library with what its record has.

    declared: as the inventory has it. asked: the same, with the periods in the record, confirmed or on the worksheet, that fit least with those of
    partners. worst: the same, with the worst possible value of a period that is asked for, but whose confirmed value is not known. Periods that are not in
    the record are None. live: whether its link is live as confirmed, or by a step of its worksheet. enabled: whether the link is declared as enabled.
    borrowing, lending: the names of its Loan Policies.
    """

    declared: ComparedLibrary
    asked: ComparedLibrary
    worst: ComparedLibrary
    live: bool
    enabled: bool
    borrowing: str
    lending: str

    @property
    def changes(self) -> bool:
        """Whether one of its periods will change."""
        pairs = ((self.declared.borrowing, self.worst.borrowing), (self.declared.lending, self.worst.lending))
        return any(new and old and days_of(new) != days_of(old) for new, old in pairs)


@dataclass(frozen=True)
class WithheldPeriods:
    """withheld: by library. apart: the lenders and borrowers whose declared periods do not fit, so that neither holds a change back for the other."""

    withheld: dict[str, list[Withheld]]
    apart: list[tuple[str, str]]


def ordered(
    declared: ComparedLibrary, content: RecordData, enabled: bool, borrowing: str, lending: str
) -> OrderedLibrary:
    """A library with its record. borrowing, lending: the names of its Loan Policies."""
    asked, worst = (
        replace(
            declared,
            borrowing=_worst(_possible(content, borrowing, _LONGEST if unknown else None), lends=False),
            lending=_worst(_possible(content, lending, _SHORTEST if unknown else None), lends=True),
        )
        for unknown in (False, True)
    )
    switch = content.pending_of(ILL_SETTINGS).get(())
    goes_live = confirmed_live({(): switch.fields}) if switch is not None and switch.fields else None
    live = bool(confirmed_live(content.known(ILL_SETTINGS)) or goes_live)
    return OrderedLibrary(declared, asked, worst, live, enabled, borrowing, lending)


def withheld_periods(libraries: Sequence[OrderedLibrary]) -> WithheldPeriods:
    """The changes that these libraries withhold for each other."""
    waiting: dict[str, dict[_FieldOf, dict[str, list[str]]]] = {}
    apart = []
    for lender, borrower in _pairs(libraries):
        if exception_between(lender.declared, borrower.declared):
            # An excepted period does not change, so the wait would not end.
            continue
        if short_days(lender.declared, borrower.declared):
            if lender.changes or borrower.changes:
                apart.append((lender.declared.library, borrower.declared.library))
            continue
        loan, needed = _period_of(lender.lending), _period_of(borrower.borrowing)
        if lender.asked.lending is not None or not lender.live:
            before, after = (short_days(own, borrower.worst) for own in (lender.asked, lender.declared))
            _note_wait(waiting, lender, loan, borrower, needed, before, after)
        if borrower.asked.borrowing is not None or not borrower.live:
            before, after = (short_days(lender.worst, own) for own in (borrower.asked, borrower.declared))
            _note_wait(waiting, borrower, needed, lender, loan, before, after)
    return WithheldPeriods(
        {
            name: [withheld(*one, WAITS, waits_for=waits) for one, waits in several.items()]
            for name, several in waiting.items()
        },
        apart,
    )


def _note_wait(
    waits_of: dict[str, dict[_FieldOf, dict[str, list[str]]]],
    library: OrderedLibrary,
    own: _FieldOf,
    other: OrderedLibrary,
    theirs: _FieldOf,
    before: int,
    after: int,
) -> None:
    """Hold a change back for a live partner. before, after: by how many days the loan is too short without and with it."""
    if not library.live:
        # Before its link is live, a period breaks nothing: going live is held back instead.
        own, before = (AboutObject(ILL_SETTINGS, ()), _SECTION), 0
    if other.live and after > before and (library.live or library.enabled):
        waits = waits_of.setdefault(library.declared.library, {}).setdefault(own, {})
        waits.setdefault(f"{theirs[0].title}, {_PERIOD.label}", []).append(other.declared.library)


def _pairs(libraries: Sequence[OrderedLibrary]) -> Iterator[tuple[OrderedLibrary, OrderedLibrary]]:
    """The pairs of a lender and a borrower, at least one of which is live."""
    ours = {library.declared.library: library for library in libraries}
    owners = by_symbol(library.declared for library in libraries)
    for lender in libraries:
        for symbol in lender.declared.partners or ():
            borrower = ours[owners[symbol].library] if symbol in owners else lender
            if borrower is not lender and (lender.live or borrower.live):
                yield lender, borrower


def _period_of(policy: str) -> _FieldOf:
    return AboutObject(LOAN_POLICY, (policy,)), _PERIOD


def _possible(content: RecordData, policy: str, unknown: Period | None) -> list[Period]:
    """The values that the period of a policy can have: the confirmed one, and the one on the worksheet. unknown: in the place of an unknown confirmed value
    if one is on the worksheet; otherwise, there is nothing to wait for."""
    known: Fields = content.known(LOAN_POLICY).get((policy,), {})
    change = content.pending_of(LOAN_POLICY).get((policy,))
    asked = (change.fields or {}) if change is not None else {}
    periods = [_readable(fields.get(_PERIOD.name)) for fields in (known, asked)]
    return [period for period in ((periods[0] or unknown, periods[1]) if periods[1] else periods[:1]) if period]


def _readable(period: Period | None) -> Period | None:
    return period if period is not None and period["unit"] in UNITS else None


def _worst(possible: Sequence[Period], lends: bool) -> Period | None:
    """The period that fits least with those of partners: the shortest one of a lender, the longest one of a borrower."""
    chosen = min if lends else max
    return chosen(possible, key=lambda period: days_of(period)[0 if lends else 1], default=None)
