# SPDX-License-Identifier: GPL-3.0-or-later

"""Compares the libraries of a consortium with each other: periods, accounts, patron IDs, symbols. No request is needed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any

from ...module_utils._core.errors import first_of, quoted, similar
from ...module_utils._core.texts import counted
from ...module_utils._core.values import Duration
from ...module_utils._module_tasks.excepted import ALL_PARTNERS, LibraryException
from ...module_utils._wms.due_dates import days_of
from .duplicates import duplicates
from .findings import ERROR, NOTE, WARNING, Finding

#: Up to this number of libraries every pair is listed; beyond it, only the pairs that deviate.
EVERY_PAIR = 40
#: The maximum number of names in a sentence.
_MOST_NAMED = 5

#: The variables of the periods that partners agree on.
BORROWING, LENDING = "borrowing_loan_period", "lending_loan_period"

#: A period as Duration has it.
Period = Mapping[str, Any]


@dataclass(frozen=True)
class ComparedLibrary:
    """The variables of a library that are compared with those of other libraries.

    identities: the variables whose values no two libraries can share. borrowing, lending: the loan periods; None if they
    are not known. agreed, transit: the loan period of the agreement and the days in transit. partners: the symbols to which it lends;
    None if they are not known. accounts: those of the partners by symbol; empty if they share one. patron_ids: the partners' in ReShare.
    barcodes: of all its lending accounts. taken: other barcodes of its institution, by the variable that has them. exceptions: those that concern its
    loan periods, by LENDING, BORROWING, a partner or ALL_PARTNERS. An excepted period is what the library has instead, None if that is not known.
    """

    library: str
    identities: Mapping[str, Any] = field(default_factory=dict)
    borrowing: Period | None = None
    lending: Period | None = None
    agreed: Period | None = None
    transit: int = 0
    partners: Sequence[str] | None = None
    accounts: Mapping[str, str] = field(default_factory=dict)
    patron_ids: Mapping[str, str | None] = field(default_factory=dict)
    barcodes: Collection[str] = ()
    taken: Mapping[str, str] = field(default_factory=dict)
    exceptions: Mapping[str, LibraryException] = field(default_factory=dict)

    @property
    def symbol(self) -> str | None:
        """Its symbol in the directory."""
        return str(self.identities.get("reshare_symbol") or "").strip() or None

    @property
    def needed(self) -> float | None:
        """For how many days its partners have to lend to it."""
        return None if self.borrowing is None else days_of(self.borrowing)[1] + self.transit


def consortium_findings(
    members: Sequence[ComparedLibrary], selected: Collection[str], today: str = ""
) -> Iterator[Finding]:
    """The differences between libraries, for the selected ones. today: in ISO format; a note about an exception that has ended is a warning."""
    for duplicate in duplicates({member.library: member.identities for member in members}, selected):
        for library in duplicate.libraries:
            yield Finding(ERROR, "duplicate", library, duplicate.variables[0], duplicate.message, duplicate.remedy)
    owners = by_symbol(members)
    for member in members:
        if member.library in selected:
            yield from _period_findings(member, members)
            yield from _excepted_findings(member, members, today)
            yield from _partner_findings(member, owners)
            yield from _account_findings(member)
            yield from barcode_findings(member)


def consortium(members: Sequence[ComparedLibrary]) -> dict[str, Any]:
    """The consortium as data: its libraries and its pairs. complete: whether every pair is listed, not only those that deviate."""
    complete = len(members) <= EVERY_PAIR
    owners = by_symbol(members)
    pairs = [
        pair
        for lender in members
        for symbol in lender.partners or ()
        if symbol in owners and (pair := _pair(lender, owners[symbol], symbol)) and (complete or pair_words(pair))
    ]
    return {"complete": complete, "libraries": {member.library: _shown(member) for member in members}, "pairs": pairs}


def by_symbol(members: Iterable[ComparedLibrary]) -> dict[str, ComparedLibrary]:
    """The libraries that have a symbol."""
    return {member.symbol: member for member in members if member.symbol}


def _shown(member: ComparedLibrary) -> dict[str, Any]:
    return {
        "symbol": member.symbol,
        "borrowing_loan_period": _written(member.borrowing),
        "lending_loan_period": _written(member.lending),
        "consortium_loan_period": _written(member.agreed),
        "consortium_transit_days": member.transit,
        "short_days": _short(member.lending, _agreed_days(member)),
    }


def _pair(lender: ComparedLibrary, borrower: ComparedLibrary, symbol: str) -> dict[str, Any]:
    """Whether a library can lend to another one. patron_id: whether ReShare has the account; None if the partners share one."""
    account = lender.accounts.get(symbol)
    own = bool(lender.accounts)
    return {
        "lender": lender.library,
        "borrower": borrower.library,
        "account": account,
        "account_missing": own and (account is None or account not in lender.barcodes),
        "patron_id": (account is not None and lender.patron_ids.get(symbol) == account) if own else None,
        "short_days": short_days(lender, borrower),
        "excepted_until": None if (excepted := exception_between(lender, borrower)) is None else excepted.until,
        "lends_back": lender.symbol in (borrower.partners or ()),
    }


def pair_words(pair: Mapping[str, Any]) -> str:
    """The problems between two libraries; empty if there are none."""
    words = {
        "no account": pair["account_missing"],
        "no patron ID": pair["patron_id"] is False,
        f"{counted(pair['short_days'], 'day')} short": pair["short_days"] and not pair["excepted_until"],
        "one way": not pair["lends_back"],
    }
    return ", ".join(word for word, holds in words.items() if holds)


def _period_findings(member: ComparedLibrary, members: Sequence[ComparedLibrary]) -> Iterator[Finding]:
    excepted = {BORROWING, ALL_PARTNERS} & member.exceptions.keys()
    if member.agreed is not None and member.borrowing not in (None, member.agreed) and not excepted:
        off = days_of(member.borrowing)[1] - days_of(member.agreed)[1]
        if off:
            message = (
                f"{member.library} lends borrowed items to its patrons for {_written(member.borrowing)}, the agreement is "
                f"{_written(member.agreed)}: {_number(abs(off))} {'longer' if off > 0 else 'shorter'}."
            )
            advice = "Remove borrowing_loan_period, so that consortium_loan_period applies."
            yield Finding(WARNING, "borrowing_differs", member.library, BORROWING, message, advice)
    yield from _lending_findings(member, members)


def _lending_findings(member: ComparedLibrary, members: Sequence[ComparedLibrary]) -> Iterator[Finding]:
    """Whether the library lends as long as the agreement, and its partners, need."""
    agreed = None if {LENDING, ALL_PARTNERS} & member.exceptions.keys() else _agreed_days(member)
    short_of = [borrower for borrower in _borrowers(member, members) if _short(member.lending, borrower.needed)]
    partners = [library for library in short_of if exception_between(member, library) is None]
    lends = f"{member.library} lends for {_written(member.lending)}"
    if short := _short(member.lending, agreed):
        message = f"{lends}, the agreement is {_written(member.agreed)}{_transit(member)}: {_number(short)} short."
        advice = f"Set lending_loan_period to at least {_number(agreed or 0)}."
    elif partners:
        worst = max(partners, key=lambda partner: (_short(member.lending, partner.needed), partner.library))
        others = counted(len(partners) - 1, "more partner also needs", "more partners also need")
        message = (
            f"{lends}, but its partner {worst.library} lends the items to patrons for {_written(worst.borrowing)}{_transit(worst)}: "
            f"{_number(_short(member.lending, worst.needed))} short.{f' {others} longer loans.' if partners[1:] else ''}"
        )
        needed = _number(worst.needed or 0)
        advice = f"Set lending_loan_period to at least {needed}, or shorten borrowing_loan_period there."
    else:
        return
    yield Finding(ERROR, "lending_too_short", member.library, LENDING, message, advice)


def _excepted_findings(member: ComparedLibrary, members: Sequence[ComparedLibrary], today: str) -> Iterator[Finding]:
    """The partners to which the library does not, or may not, lend for long enough because of an exception of either library."""
    excepted: dict[LibraryException, list[str]] = {}
    for partner in _borrowers(member, members):
        exception, known = exception_between(member, partner), None not in (member.lending, partner.borrowing)
        if exception is not None and (_short(member.lending, partner.needed) or not known):
            short = _number(_short(member.lending, partner.needed)) + " short" if known else "not known"
            excepted.setdefault(exception, []).append(f"{partner.library} ({short})")
    for exception, partners in excepted.items():
        of = "" if exception.library == member.library else f", of {exception.library}"
        ended, lends = exception.ended(today), _written(member.lending) or "a period that is not known"
        message = (
            f"{member.library} lends for {lends}. Excepted ({exception.title}{of}) until "
            f"{exception.until} by {exception.by}: {exception.reason.rstrip('.')}. Partners with longer loans: {first_of(partners, _MOST_NAMED)}."
        )
        advice = "Shorten borrowing_loan_period there, or tell these libraries that its items are due earlier."
        yield Finding(WARNING if ended else NOTE, "excepted", member.library, "consortium_exceptions", message, advice)


def _borrowers(member: ComparedLibrary, members: Iterable[ComparedLibrary]) -> Iterator[ComparedLibrary]:
    """The libraries to which it lends."""
    symbols = set(member.partners or ())
    return (library for library in members if library.symbol in symbols)


def exception_between(lender: ComparedLibrary, borrower: ComparedLibrary) -> LibraryException | None:
    """The exception of either library from the agreed periods of their loans; of several, the one that ends last."""
    sides = ((lender, LENDING, borrower.library), (borrower, BORROWING, lender.library))
    names = ((library.exceptions, name) for library, *names in sides for name in (*names, ALL_PARTNERS))
    return max(
        (given[name] for given, name in names if name in given), key=lambda exception: exception.until, default=None
    )


def _partner_findings(member: ComparedLibrary, owners: Mapping[str, ComparedLibrary]) -> Iterator[Finding]:
    if not member.symbol and any(library.partners is not None for library in (member, *owners.values())):
        message = "reshare_symbol is missing, so no other library lends to this one by default."
        yield Finding(WARNING, "symbol_missing", member.library, "reshare_symbol", message, "Set reshare_symbol.")
    for symbol in member.partners or ():
        if symbol not in owners:
            message = f"lending_partner_symbols contains '{symbol}', which is no library of the inventory. {similar(symbol, list(owners))}"
            advice = "Correct the symbol, or check with reshare.wms.preflight that it is in the ReShare directory."
            yield Finding(WARNING, "partner_unknown", member.library, "lending_partner_symbols", message, advice)
    one_way = [
        symbol
        for symbol in member.partners or ()
        if symbol in owners
        and owners[symbol].partners is not None
        and member.symbol not in (owners[symbol].partners or ())
    ]
    if one_way and member.symbol:
        message = f"{member.library} lends to {_listed(one_way)}, which {'does' if len(one_way) == 1 else 'do'} not lend to {member.library}."
        advice = f"Add '{member.symbol}' to lending_partner_symbols there, or remove the partner here."
        yield Finding(WARNING, "one_way", member.library, "lending_partner_symbols", message, advice)


def _account_findings(member: ComparedLibrary) -> Iterator[Finding]:
    """Partners without an account or institutional patron ID, although others have their own."""
    accounts, ids = member.accounts, member.patron_ids
    partners = list(member.partners or ()) if accounts else []
    ours, theirs = "lending_partner_accounts", "reshare_settings_partner_accounts"
    no_account = "No lending account is declared for {}, although other partners have their own."
    not_listed = "lending_accounts does not contain the account of {}."
    no_id = "No institutional patron ID is declared for {}, so ReShare uses the default account."
    other_id = "The institutional patron ID of {} is not the barcode of the lending account."
    without = [partner for partner in partners if partner not in accounts]
    unlisted = [partner for partner in accounts if accounts[partner] not in member.barcodes]
    without_id = [partner for partner in partners if partner in accounts and ids.get(partner) is None]
    with_other = [partner for partner in accounts if ids.get(partner) not in (None, accounts[partner])]
    cases = (
        ("account_missing", ours, without, no_account, f"Add it to {ours}."),
        ("account_missing", "lending_accounts", unlisted, not_listed, "Add it to lending_accounts."),
        ("patron_id_missing", theirs, without_id, no_id, f"Correct {theirs}."),
        ("patron_id_differs", theirs, with_other, other_id, f"Correct {theirs}."),
    )
    for code, variable, symbols, message, remedy in cases:
        if symbols:
            yield Finding(ERROR, code, member.library, variable, message.format(_listed(symbols)), remedy)


def barcode_findings(member: ComparedLibrary) -> Iterator[Finding]:
    """Barcodes with two meanings."""

    def finding(code: str, variable: str, message: str, remedy: str) -> Finding:
        return Finding(ERROR, code, member.library, variable, message, remedy)

    by_barcode: dict[str, list[str]] = {}
    for symbol, barcode in member.accounts.items():
        by_barcode.setdefault(barcode, []).append(symbol)
    for barcode, symbols in by_barcode.items():
        if len(symbols) > 1:
            message = f"The lending account '{barcode}' belongs to several partners: {_listed(symbols)}."
            yield finding(
                "account_shared", "lending_partner_accounts", message, "Give each partner an account of its own."
            )
        for variable, taken in member.taken.items():
            if barcode == taken:
                message = f"The lending account '{barcode}' of {_listed(symbols)} is also that of {variable}."
                yield finding("account_taken", variable, message, f"Change {variable}, or the account of the partner.")
    for variable, taken in member.taken.items():
        if variable != DEFAULT_ACCOUNT and taken == member.taken.get(DEFAULT_ACCOUNT):
            message = f"{variable} has the barcode '{taken}' of the default lending account."
            yield finding("account_taken", variable, message, "Use the barcode of a test patron.")


def texts(value: Any) -> dict[str, str]:
    """The members of a dictionary that have a value."""
    members = value.items() if isinstance(value, Mapping) else ()
    return {str(name).strip(): str(value).strip() for name, value in members if value not in (None, "")}


#: The variable with the barcode of a library's default lending account.
DEFAULT_ACCOUNT = "lending_account_barcode"


def _agreed_days(member: ComparedLibrary) -> float | None:
    return None if member.agreed is None else days_of(member.agreed)[1] + member.transit


def short_days(lender: ComparedLibrary, borrower: ComparedLibrary) -> int:
    """By how many days the loans of a library are too short for another one; 0 if they are not, or if it is not known."""
    return _short(lender.lending, borrower.needed)


def _short(lending: Period | None, needed: float | None) -> int:
    """By how many days a loan is too short; 0 if it is not, or if it is not known."""
    if lending is None or needed is None:
        return 0
    return max(0, ceil(needed - days_of(lending)[0]))


def _written(period: Period | None) -> str | None:
    return None if period is None else Duration().show(period)


def _transit(member: ComparedLibrary) -> str:
    return f" + {_number(member.transit)} in transit" if member.transit else ""


def _number(days: float) -> str:
    whole = ceil(days) if days != floor(days) else int(days)
    return counted(whole, "day")


def _listed(symbols: Sequence[str]) -> str:
    return first_of([quoted([symbol]) for symbol in sorted(symbols)], _MOST_NAMED)
