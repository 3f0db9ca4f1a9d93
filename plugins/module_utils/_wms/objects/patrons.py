# SPDX-License-Identifier: GPL-3.0-or-later

"""Patron types and patron accounts (wms-circulation.md 6.5 to 6.7; oclc-apis.md 2)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..._core.errors import ValidationError
from ..._core.fields import Field, Schema
from ..._core.kinds import ObjectKind
from ..._core.objects import (
    ADOPTED,
    EXISTING,
    FORMER_SYMBOLS,
    Change,
    CurrentObject,
    DesiredObject,
    Fields,
    Owner,
    ScreenGuide,
)
from ..._core.values import NO_LIMIT, Day, Limit, MoneyLimit, Reference, Text, YesNo
from ..account_marks import MARK, TEXTS, is_stored_form, mark, other, theirs
from .policy_screens import NOTIFICATION, OTHER_SETTINGS, TEMPLATE

BORROWER_CATEGORY = ObjectKind(
    name="borrower_category",
    plural="borrower_categories",
    label="Borrower Category",
    screen="WMS Institution > Institution Borrower Categories",
    # wms-circulation.md 6.5
    guide=ScreenGuide(
        create="Add Row (at the bottom), type the name, Save.",
        cautions=("A new patron type takes up to 30 minutes to appear on other screens.",),
    ),
    schema=Schema(
        Field("name", Text(longest=30), "Patron type", required=True),
        Field("description", Text(), "Description"),
    ),
)


#: The limits whose labels are known; the labels of the limits for overdue items and waived bills were not seen. It is inferred that Total Loan Value
#: Limit is on this screen (6.6).
LIMITS = (
    Field("outstanding_bill_value_limit", MoneyLimit(), "Outstanding Bill Value Limit"),
    Field("total_loan_value_limit", MoneyLimit(), "Total Loan Value Limit"),
    Field("max_claimed_lost", Limit(), "Max number claimed lost"),
    Field("max_claimed_returned", Limit(), "Max number claimed returned"),
    Field("max_claimed_never_had", Limit(), "Max number claimed never had"),
)


def without_limits() -> dict[str, str]:
    """The fields of a Patron Type Policy without limits (6.6)."""
    return {limit.name: NO_LIMIT for limit in LIMITS}


PATRON_TYPE_POLICY = ObjectKind(
    name="patron_type_policy",
    plural="patron_type_policies",
    label="Patron Type Policy",
    screen="WMS Circulation > Patron Type Policy",
    # wms-circulation.md 6.6
    guide=ScreenGuide(
        create="Open the policy that has the patron type's name (there seems to be no Create New), fill in, Save.",
        cautions=(
            "If the patron type is not listed here yet, wait: up to 30 minutes after it was added to the borrower categories.",
            "Save it even if nothing needs to change: a policy that was never saved is missing from the maps.",
            f"Every limit has its own {NO_LIMIT}: click it for each limit that shall not apply, also for those that are not listed here, such as overdue "
            "items and waived bills.",
            "That Total Loan Value Limit is on this screen is not confirmed by OCLC: if it is missing here, there is nothing to set.",
        ),
    ),
    shared=(
        "already exists, and rows that this task adds are the first to refer to it: the library's patrons of this type get the same "
        "policies. If there are such patrons, declare another name (lending_patron_type)"
    ),
    schema=Schema(
        Field("name", Reference(kind="borrower_category"), "Policy Name", required=True),
        Field(
            "use_patron_supplied_email",
            YesNo(),
            "Use patron-supplied email for notifications",
        ),
        *LIMITS,
        Field("bill_notification_policy", NOTIFICATION, "Bill notification"),
        Field("new_bill_notice", TEMPLATE, "New Bill Notice"),
        Field("suspension_notice", TEMPLATE, "Suspension Notice"),
        OTHER_SETTINGS,
    ),
)


def _has_a_name(fields: Mapping[str, Any]) -> Iterator[str]:
    if fields.get("family_name") is None and fields.get("given_name") is None:
        yield "needs a Last Name (family_name) or a First Name (given_name)"


#: The fields with names of an account, and the fields that messages may show of a person's account.
_NAMES, _PUBLIC = ("family_name", "given_name"), ("patron_type", "home_branch")


class PatronAccountKind(ObjectKind):
    """Patron accounts. An account without the library's mark, or with data of a person, is changed or removed only if it is
    declared as ``adopted``.

    The mark is in the custom data, which OCLC documents for data that an institution wants to store about a user. Correlation entries could be
    searched for, but patron files and sign-in are matched by them (oclc-apis.md 2.3).
    """

    own_fields = (MARK,)

    @property
    def arguments(self) -> dict[str, dict[str, Any]]:
        options = super().arguments
        del options[MARK]
        return {**options, FORMER_SYMBOLS: {"type": "list", "elements": "str", "default": []}}

    def _item(self, raw: Fields) -> DesiredObject:
        item = super()._item({name: value for name, value in raw.items() if name != FORMER_SYMBOLS})
        former = raw.get(FORMER_SYMBOLS) or ()
        if isinstance(former, (str, Mapping)) or not all(isinstance(value, str) for value in former):
            raise ValidationError(f"{FORMER_SYMBOLS} must be a list of texts", fields=[FORMER_SYMBOLS])
        return replace(item, former_symbols=tuple(former))

    def _change(
        self, stored: CurrentObject | None, item: DesiredObject, owner: Owner | None, current: Sequence[CurrentObject]
    ) -> Change | None:
        """The change of an account. An account without the library's mark whose names differ only in their form does not count as declared."""
        change = super()._change(stored, item, owner, current)
        if change is not None or stored is None or item.state not in ("present", EXISTING):
            return change
        others = tuple(name for name in _NAMES if name in item.fields and item.fields[name] != stored.fields.get(name))
        reason = self.unowned(stored, item, owner) if others else None
        return Change(self, item.identity, stored, stored.fields, others, {}, {}, unowned=reason) if reason else None

    def wanted_fields(self, stored: CurrentObject | None, item: DesiredObject, owner: Owner | None) -> Fields:
        """The declared fields; also the mark if the account is new, changes, is taken over, or has a mark of the library with a
        former symbol. A mark cannot be declared."""
        wanted = {name: value for name, value in item.fields.items() if name != MARK}
        if owner is None or item.state == "verified":
            return wanted
        there = {} if stored is None else stored.fields
        written = stored is None or item.state == ADOPTED or self.compare(stored, wanted)[0]
        former = other(owner, there) is not None and other(owner, there, item.former_symbols) is None
        return {**wanted, MARK: mark(owner, self.schema.merge(there, wanted))} if written or former else wanted

    def compare(self, stored: CurrentObject | None, wanted: Fields) -> tuple[tuple[str, ...], Fields]:
        """Texts that the system stores in another form, such as capitals, count as declared if the mark shows that they were sent as declared."""
        changed, after = super().compare(stored, wanted)
        if stored is not None and is_stored_form(stored.fields, after):
            changed = tuple(name for name in changed if name not in TEXTS)
        return changed, after

    def unowned(self, stored: CurrentObject | None, item: DesiredObject, owner: Owner | None) -> str | None:
        reasons = self._foreign(stored, item, owner)
        if stored is None or item.state == ADOPTED or not reasons:
            return None
        shown = self.schema.show({name: stored.fields[name] for name in _PUBLIC if name in stored.fields})
        values = ", ".join(f"{self.schema[name].label} {value!r}" for name, value in shown.items()) or "no details"
        advice = (
            f"To take over this account, set state to '{ADOPTED}' (role lending: lending_adopted_accounts)"
            if item.state == "present"
            else "If it is meant, change it on the screen"
        )
        return (
            f"{self.described(item.identity)} exists, but is not known to be an account that this collection created for this library: {'; '.join(reasons)} "
            f"(current values: {values}). Correct the Barcode. {advice}"
        )

    @staticmethod
    def _foreign(stored: CurrentObject | None, item: DesiredObject, owner: Owner | None) -> list[str]:
        """The reasons why an account does not count as one of the library."""
        reasons = [] if stored is None else [other(owner, stored.fields, item.former_symbols), theirs(stored.fields)]
        return [reason for reason in reasons if reason is not None]

    def taken_over(self, change: Change, item: DesiredObject, owner: Owner | None) -> Iterator[str]:
        reasons = self._foreign(change.stored, item, owner) if item.state == ADOPTED else []
        if change.stored is not None and reasons:
            there = change.stored.fields
            lost = [self.schema[name].label for name in change.what if name in there]
            kept = [self.schema[name].label for name in TEXTS if name in there and name not in change.what]
            yield (
                f"{change.title} is taken over (state {ADOPTED}): {'; '.join(reasons)}. Overwritten: {', '.join(lost) or 'nothing'}. "
                f"Kept: {', '.join(kept) or 'nothing'}. --diff shows the values"
            )

    def difference(self, name: str, is_now: Any, wanted: Any, changed: Collection[str]) -> str:
        """Of a person's account, only the fields in _PUBLIC are shown."""
        if name not in _PUBLIC and set(changed) & set(TEXTS):
            return f"{self.schema[name].label} differs"
        return super().difference(name, is_now, wanted, changed)


PATRON_ACCOUNT = PatronAccountKind(
    name="patron_account",
    plural="patron_accounts",
    label="Patron Account",
    screen="Admin > User Management > New User",
    # oclc-apis.md 2.3
    guide=ScreenGuide(
        create="New User, fill in, Create, OK.",
        edit="Find the account by its barcode, change what is listed here, save.",
        cautions=(
            "The barcode is case-sensitive.",
            "A barcode that is rejected although no account has it can be a Deprecated one of an account whose barcode was changed: "
            "open the section Diagnostics of that account, Release.",
            "A blank Expiration Date becomes five years.",
            "Custom Data 4 is the fourth field of the section Custom Data; the library can have given it another title.",
        ),
    ),
    identity_fields=("barcode",),
    states=("present", "absent", "verified", ADOPTED, EXISTING),
    rule=_has_a_name,
    schema=Schema(
        # Quotes and backslashes in a search filter are not documented (oclc-apis.md 2.2).
        Field("barcode", Text(forbidden=('"', "\\")), "Barcode", required=True),
        Field("patron_type", Reference(kind="borrower_category"), "Patron Type", required=True),
        Field("home_branch", Reference(kind="branch"), "Home Branch", required=True),
        Field("family_name", Text(), "Last Name"),
        Field("given_name", Text(), "First Name"),
        # In practice, mail servers ignore upper and lower case.
        Field("email", Text(folds=True), "Email"),
        # Required, because WMS replaces a blank date with one in five years, and ReShare treats an expired patron as blocked.
        Field("expires", Day(), "Expiration Date", required=True),
        Field("blocked", YesNo(), "blocked (isCircBlocked)"),
        Field("fine_exempt", YesNo(), "exempt from fines (isFineExempt)"),
        Field("verified", YesNo(), "identity verified (isVerified)"),
        Field("store_checkout_history", YesNo(), "store checkout history (storeCheckoutHistory)"),
        Field(MARK, Text(folds=True), "Custom Data 4"),
    ),
)


def lent_to(account: DesiredObject) -> bool:
    """Whether items are lent to an account, by its declaration: it then has to exist, to have no block, and to stay valid.

    An account that is declared as blocked, as absent, or with state existing belongs to a former partner: it is expected to be
    blocked or gone, and may expire. Only this function decides which of the two is expected of an account.
    """
    return account.state not in ("absent", EXISTING) and not account.fields.get("blocked")
