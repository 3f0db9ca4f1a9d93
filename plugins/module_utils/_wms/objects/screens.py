# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Instructions for screens of the same type (wms-circulation.md 2)."""

from __future__ import annotations

from ..._core.objects import ScreenGuide

_LATER = "A change applies to later checkouts, not to loans that exist. OCLC's pages contradict each other on renewals of these loans."
_BULK_UPDATE = "The list has a bulk update 'Accrue bills and/or suspension when closed?', which sets it in all Loan Policies: open this policy instead."


def policy_list(*cautions: str) -> ScreenGuide:
    """A screen that lists policies (2.1)."""
    return ScreenGuide(
        create="Create New, fill in, Save. If a policy of this name already exists, open it.",
        edit="Click the Policy Name, change what is listed here, Save.",
        remove="Open the policy, Delete (top right), OK. A policy in use cannot be deleted.",
        cautions=cautions,
    )


def loan_policy_list() -> ScreenGuide:
    """The list of Loan Policies, which are not retroactive (2.3)."""
    return policy_list(
        _LATER,
        _BULK_UPDATE,
        "The labels of the recall fields were not seen: they are named here as on OCLC's pages.",
        "A Recall Notification is also sent when an automatic renewal fails.",
    )


def first_match(*cautions: str) -> ScreenGuide:
    """A map in which the first matching row applies (2.2)."""
    return _table("The first row that matches decides: a row that is too far down is never reached.", *cautions)


def every_match(*cautions: str) -> ScreenGuide:
    """A matrix in which every matching row applies (2.2)."""
    return _table("Every row that matches counts, so their order does not matter.", *cautions)


def _table(*cautions: str) -> ScreenGuide:
    return ScreenGuide(
        edit="Add, change, move and remove rows as shown, then Save once for the whole screen.",
        cautions=(
            *cautions,
            "One Save writes the whole table (not confirmed by OCLC), so make sure that nobody else is working at this screen.",
        ),
    )


#: Before the columns for locations (2.2).
LOCATION_ORDER = "Choose the Holding Location of a row first; only then can its Shelving Location be chosen."

#: For rows that name a patron type (2.3).
PATRON_TYPE_MISSING = (
    "A patron type that is not in the list yet: open and save its Patron Type Policy once, and allow up to 30 minutes "
    "after it was added to the borrower categories."
)
