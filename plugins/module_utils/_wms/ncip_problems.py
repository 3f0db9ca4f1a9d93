# SPDX-License-Identifier: GPL-3.0-or-later

"""Why WMS rejects an NCIP message, with advice, and unknown outcomes (oclc-apis.md 3.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .._core.errors import CallFailed

#: The problems, by type or detail in lower case, of an unknown item, and of an item that is not on loan. The last two are not from OCLC: ReShare
#: accepts them too (oclc-apis.md 3.4, wms-circulation.md 5.2).
UNKNOWN_ITEM = frozenset({"unknown item", "unknown_item"})
NOT_ON_LOAN = frozenset({"item not checked out", "item_not_checked_out", "not on loan", "9022"})
_TEMPORARY = frozenset({"temporary processing failure"})


@dataclass(frozen=True)
class ProblemElement:
    """A problem in a response of WMS. element, value: the part of the message concerned."""

    type: str
    detail: str
    element: str
    value: str

    def __str__(self) -> str:
        more = ", ".join(part for part in (self.detail, self.element, self.value) if part)
        return f"WMS rejected the message: {self.type or 'a problem without a type'}{f' ({more})' if more else ''}. {self._advice}"

    @property
    def _advice(self) -> str:
        known = (_ADVICE.get(text.casefold()) for text in (self.detail, self.type))
        return next((advice for advice in known if advice), "This problem type is unknown; check OCLC's documentation.")


class NcipProblem(CallFailed):
    """WMS rejected the message and changed nothing."""

    def __init__(self, problems: Iterable[ProblemElement], asked: str, status: int):
        self.problems = tuple(problems)
        super().__init__(" ".join(map(str, self.problems)) + asked, status)

    @property
    def is_verdict(self) -> bool:
        return not self.means(_TEMPORARY)

    @property
    def answered(self) -> str | None:
        """The type of the first problem, in the words of WMS."""
        return self.problems[0].type or None

    def means(self, names: frozenset[str]) -> bool:
        """Whether every problem has one of these names. names: such as UNKNOWN_ITEM."""
        return all({problem.type.casefold(), problem.detail.casefold()} & names for problem in self.problems)


class UnknownOutcome(CallFailed):
    """It is unknown whether WMS carried out the message. reason: why. lost: whether the response was lost."""

    def __init__(self, reason: str, what: str, status: int | None = None, *, lost: bool = False):
        self.reason = reason.rstrip(".")
        super().__init__(f"{self.reason}. It is unknown whether {what}; check the item in WMS.", status)
        self.no_answer |= lost


_AGENCIES = (
    "Check from_agency and to_agency. ReShare's page requires the Registry ID of the main branch; ReShare's client labels it "
    "as that of an institution. The sources contradict each other: ask OCLC which one applies."
)
_ALLOWED = (
    "OCLC must have the signed authorisation form for ReShare, and ReShare must be enabled on ILL Settings with a "
    "temporary item location."
)
_PATRON = "Check in User Management whether the account is blocked or has expired."

#: The advice for a problem, by its detail or else its type, in lower case. The first six types are in OCLC's samples (oclc-apis.md 3.4).
#: The others are in NISO's lists for AcceptItem, CheckOutItem and all messages: whether WMS uses them is not documented by OCLC.
_ADVICE = {
    "unknown item": "WMS has no item with this barcode: check the barcode (Discover Items).",
    "unknown user": "WMS has no account with this barcode: check the barcode in User Management.",
    **dict.fromkeys(NOT_ON_LOAN, "The item is not on loan, so there is nothing to check in."),
    "resource cannot be provided": (
        "The item cannot be checked out now: it can be on loan, on hold for another patron, or available only for a fee or with "
        "restrictions. Check it in WMS."
    ),
    "element rule violated": "WMS rejected a value in the message: correct the named value.",
    "no_holdable_items": "A hold cannot be placed: check the hold policies and maps for this item.",
    "user blocked": _PATRON,
    "patron_requires_membership": "A policy requires a membership: check the patron's Patron Type Policy.",
    "cannot accept item": (
        "WMS did not create the temporary item. Check whether another item has the barcode, whether the patron may place holds "
        "(hold policies and limits), and ILL Settings."
    ),
    "duplicate item": "Another item already has this barcode: use another barcode.",
    "user ineligible to check out this item": (
        "Policies do not allow this loan to this patron type: check the Loan Policy Map and the limits."
    ),
    "maximum check outs exceeded": (
        "A loan limit is reached: check the Loan Limit Matrix and the Patron Type Policy. Lending accounts need No Limit."
    ),
    "item does not circulate": (
        "The applicable loan policy does not allow loans, or only with an override, which NCIP does not support: check its field "
        "Circulates?."
    ),
    "user authentication failed": _PATRON,
    **dict.fromkeys(
        (
            "unknown agency",
            "agency authentication failed",
            "agency access denied",
            "unauthorized combination of element values for agency",
        ),
        _AGENCIES,
    ),
    **dict.fromkeys(
        (
            "unauthorized service for agency",
            "unauthorized service for system",
            "unauthorized combination of element values for system",
            "unknown system",
            "system authentication failed",
        ),
        _ALLOWED,
    ),
    "unsupported service": (
        "The service does not accept this message: check wms_ncip_url, and ask OCLC for the URL for resource sharing."
    ),
    "needed data missing": "A value that WMS requires is blank: set the named value.",
    **dict.fromkeys(_TEMPORARY, "Try again later."),
}
