# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that send the NCIP messages of ReShare: a harmless probe, and the transactions of a borrowed and a lent item."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from .._core.checks import FAIL, PASS, UNKNOWN, Check, checks_result
from .._core.errors import CallFailed, TaskError, UnknownReference, ValidationError, candidates, quoted, similar
from .._core.values import Duration
from .._task.arguments import Arguments
from .._task.task import Call, Result, task
from .._wms import due_dates, ncip, ncip_problems
from .._wms.objects.loans import LOAN_POLICY, LOAN_POLICY_MAP
from .._wms.resolution import Pick, Resolver, item_of
from . import circulation_store
from .clients import Clients

#: The checks of each side, with their titles.
STORY_TITLES = {
    "borrowing": {
        "borrow_accept": "WMS creates a temporary item, with a hold, for a received item",
        "borrow_checkout": "WMS checks out the temporary item to the patron",
        "borrow_due_date": "The due date of the temporary item matches the loan policy",
        "borrow_checkin": "WMS checks in the temporary item",
    },
    "lending": {
        "lend_checkout": "WMS checks out an item to the lending account",
        "lend_due_date": "The due date of the lent item matches the loan policy",
        "lend_checkin": "WMS checks in the lent item",
    },
}

_NEEDED = {"type": "str", "required": True}
_FREE = {"type": "str"}
_AGENCIES: Arguments = {"from_agency": _NEEDED, "to_agency": _NEEDED}
_SIDES: Arguments = {
    "borrowing": {
        "patron_barcode": _NEEDED,
        "patron_type": _NEEDED,
        "pickup_branch": _NEEDED,
        "holding_location": _NEEDED,
        "shelving_location": _FREE,
        "title": {"type": "str", "default": "Test of the link to ReShare"},
        "barcode": _FREE,
        "loan_period": _FREE,
    },
    "lending": {
        "item_barcode": _NEEDED,
        "account_barcode": _NEEDED,
        "patron_type": _NEEDED,
        "holding_location": _NEEDED,
        "shelving_location": _FREE,
        "material_format": _FREE,
        "loan_period": _FREE,
    },
}

_NOT_SENT = "nothing is sent in check mode"
_STOPPED = "not tried, because an earlier step failed"
_NOT_REMOVED = (
    "NCIP has no message to remove it, and when WMS removes it is not documented by OCLC. Search for it among the Temporary "
    "Items in Discover Items."
)
_RULE = (
    "Check which rule WMS used (Discover Items, barcode, Statistics, Circulation rule). An expiring account, a fixed due date "
    "or a due date adjustment shortens a loan."
)


@task({**_AGENCIES, "barcode": _FREE})
def probe_task(call: Call) -> Result:
    """The work of ncip_probe."""
    clients = Clients(call, [ncip.SCOPE])
    probed = _probed(clients.ncip, call.params["barcode"] or generated_barcode("PROBE"), call.check_mode)
    return {**probed, **clients.result()}


@task({**_AGENCIES, **{side: {"type": "dict", "options": options} for side, options in _SIDES.items()}})
def verification_task(call: Call) -> Result:
    """The work of ncip_verification."""
    given = {side: call.params[side] for side in _SIDES if call.params[side]}
    if not given:
        raise ValidationError("set option borrowing, lending, or both", fields=_SIDES)
    for side, values in given.items():
        _require_period(side, values["loan_period"])
    clients = Clients(call, [ncip.SCOPE, *circulation_store.scopes(call, ())])
    client, policies = clients.ncip, _Policies(call, clients)
    why = _NOT_SENT if call.check_mode else _STOPPED
    stories = [_Story(client, side, values, why) for side, values in given.items()]
    if not call.check_mode:
        for story in stories:
            story.play(policies)
    left = [item for story in stories for item in story.left_behind]
    for item in left:
        call.warn(f"left behind: {item.detail}")
    return {
        "changed": call.check_mode or client.sent > 0,
        **checks_result([check for story in stories for check in story.checks.values()]),
        "answered": {name: answered for story in stories for name, answered in story.answered.items()},
        "left_behind": [asdict(item) for item in left],
        **clients.result(),
    }


def _require_period(side: str, text: str | None) -> None:
    try:
        Duration().normalise(text)
    except ValueError as fault:
        raise ValidationError(f"option {side}: loan_period {fault}", fields=[f"{side}.loan_period"]) from None


def generated_barcode(what: str) -> str:
    """A barcode that no library gives to an item."""
    return f"ZZ-{what}-{secrets.token_hex(4).upper()}"


def _probed(client: ncip.Ncip, barcode: str, check_mode: bool) -> Result:
    """The result of checking in an item that does not exist: WMS should report it as unknown (inferred: oclc-apis.md 3.6)."""
    check = Check("ncip_probe", "NCIP accepts the library's WSKey and agencies")
    if check_mode:
        check = check.decided(UNKNOWN, _NOT_SENT, "Run it without check mode; it changes nothing.")
        return {"changed": False, **checks_result([check]), "answered": None}
    answered: str | None = None
    changed = False
    try:
        client.check_in(barcode)
        answered, changed = "checked in", True
        check = check.decided(
            FAIL,
            f"WMS reports that it checked in the item '{barcode}', which should not exist",
            "If the item exists, check it in WMS. If not, another service responds: check wms_ncip_url.",
        )
    except ncip_problems.NcipProblem as refused:
        answered = refused.answered
        check = _refused(check, refused, barcode)
    except ncip_problems.UnknownOutcome as unclear:
        # Nothing can have changed, so the item need not be checked.
        check = replace(check.judged(unclear), detail=unclear.reason)
    except TaskError as fault:
        check = check.judged(fault)
    return {"changed": changed, **checks_result([check]), "answered": answered}


def _refused(check: Check, refused: ncip_problems.NcipProblem, barcode: str) -> Check:
    if refused.means(ncip_problems.UNKNOWN_ITEM):
        return check.decided(PASS, f"WMS reports the item '{barcode}' as unknown, as expected")
    if refused.means(ncip_problems.NOT_ON_LOAN):
        return check.decided(PASS, f"the item '{barcode}' exists and is not on loan; use a barcode that no item has")
    return check.judged(refused)


@dataclass(frozen=True)
class _Expected:
    """The expected loan period, canonical, and its source in words. fixed_due_dates: whether the policy has any."""

    period: Mapping[str, Any]
    source: str
    fixed_due_dates: bool = False


class _Policies:
    """The expected loan periods: as given, or of the loan policies that apply according to the configuration, which is read once."""

    def __init__(self, call: Call, clients: Clients):
        self._call = call
        self._clients = clients

    def expected(self, given: Mapping[str, Any]) -> _Expected | TaskError:
        """The loan period for the patron type and item of one side, or the reason why it is unknown."""
        period = Duration().normalise(given["loan_period"])
        if period is not None:
            detail = f"the library expects a loan period of {Duration().show(period)} for the patron type '{given['patron_type']}'"
            return _Expected(period, detail)
        try:
            return _selected(self._pick(given))
        except TaskError as fault:
            return fault

    def _pick(self, given: Mapping[str, Any]) -> Pick:
        patron, known = given["patron_type"], self._resolver.patron_types()
        if patron not in known:
            title = f"Patron Type Policy '{patron}'"
            raise UnknownReference(
                f"{title} does not exist. {similar(patron, known)}", title, meant=candidates(patron, known)
            )
        location = (given["holding_location"], given["shelving_location"])
        # The format of a temporary item is not documented (wms-circulation.md 2.2), so it must not matter.
        wanted = given.get("material_format")
        formats = [wanted] if wanted else self._resolver.material_formats()
        items = [item_of(patron, location, format) for format in formats]
        by_format = [self._resolver.picks(LOAN_POLICY_MAP, "loan_policy", item) for item in items]
        names = sorted({pick.name for picks in by_format for pick in picks})
        if not names:
            raise TaskError(
                "no row of the Loan Policy Map matches; the behaviour of WMS is then not documented by OCLC",
                LOAN_POLICY_MAP.label,
            )
        if len(names) > 1 or not all(by_format):
            raise TaskError(f"the loan policy depends on the material format: {quoted(names)}", LOAN_POLICY_MAP.label)
        pick = by_format[0][0]
        if pick.fields is None:
            text = f"row {pick.row} of the Loan Policy Map selects '{pick.name}', which does not exist"
            raise UnknownReference(text, LOAN_POLICY.describe(pick.name))
        return pick

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(circulation_store.objects_of(self._call, self._clients, None))


@dataclass(frozen=True)
class _LeftBehind:
    """An object that the run leaves in WMS.

    kind: ``temporary_item`` or ``loan``. barcode: of the item. account: the account with the loan, or with a hold that may exist.
    certain: whether it exists for certain. detail: the object and the remedy, for people.
    """

    kind: str
    barcode: str
    account: str | None
    certain: bool
    detail: str


class _Story:
    """The transactions of one side: the messages, their results, and the objects left behind.

    checks: by name; a check that was not made has the reason. answered: the types of WMS's problems, by the name of the check.
    """

    def __init__(self, client: ncip.Ncip, side: str, given: Mapping[str, Any], why: str):
        self._client = client
        self._given = given
        self._borrows = side == "borrowing"
        self.checks = {name: Check(name, title, UNKNOWN, why) for name, title in STORY_TITLES[side].items()}
        self.answered: dict[str, str | None] = {}
        self.left_behind: list[_LeftBehind] = []

    def play(self, policies: _Policies) -> None:
        """Send all messages in order, until one fails."""
        # Before anything is sent: a loan gets the policy as it is when the loan starts (wms-circulation.md 2.3).
        expected = policies.expected(self._given)
        play = self._borrow if self._borrows else self._lend
        play(expected)

    def _borrow(self, expected: _Expected | TaskError) -> None:
        """ReShare receives an item for a patron; the circulation desk lends it; ReShare returns it (wms-circulation.md 5.1)."""
        patron, barcode = self._given["patron_barcode"], self._given["barcode"] or generated_barcode("VERIFY")
        item = f"the temporary item '{barcode}'"
        try:
            self._client.accept_item(patron, barcode, barcode, self._given["pickup_branch"], self._given["title"])
        except TaskError as fault:
            self._judge("borrow_accept", fault)
            if isinstance(fault, ncip_problems.UnknownOutcome):
                detail = f"perhaps {item}, with a hold for '{patron}'. {_NOT_REMOVED}"
                self.left_behind.append(_LeftBehind("temporary_item", barcode, patron, False, detail))
            return
        self._pass("borrow_accept", item)
        lent = self._lend_and_take_back("borrow", patron, barcode, barcode, expected)
        hold = "" if lent else f", perhaps with a hold for '{patron}'"
        detail = f"{item}{hold}. {_NOT_REMOVED}"
        self.left_behind.append(_LeftBehind("temporary_item", barcode, None if lent else patron, True, detail))

    def _lend(self, expected: _Expected | TaskError) -> None:
        """ReShare lends an item to another library, and gets it back (wms-circulation.md 5.2)."""
        account, barcode = self._given["account_barcode"], self._given["item_barcode"]
        self._lend_and_take_back("lend", account, barcode, generated_barcode("VERIFY"), expected)

    def _lend_and_take_back(
        self, side: str, user: str, item: str, request: str, expected: _Expected | TaskError
    ) -> bool:
        """Returns whether the loan is known to have been made."""
        asked = datetime.now(UTC)
        try:
            date_due = self._client.check_out(user, item, request)
        except TaskError as fault:
            self._judge(f"{side}_checkout", fault)
            if isinstance(fault, ncip_problems.UnknownOutcome):
                self._take_back(side, user, item)
            return False
        moments = (asked, datetime.now(UTC))
        self._pass(f"{side}_checkout", f"to the account '{user}'")
        # Before the due date is evaluated, so that an error there cannot prevent the check-in.
        self._take_back(side, user, item)
        due = f"{side}_due_date"
        self.checks[due] = _due(self.checks[due], date_due, moments, expected)
        return True

    def _take_back(self, side: str, user: str, item: str) -> None:
        try:
            self._client.check_in(item)
        except TaskError as fault:
            if isinstance(fault, ncip_problems.NcipProblem) and fault.means(ncip_problems.NOT_ON_LOAN):
                self._pass(f"{side}_checkin", "WMS reports that the item is not on loan")
                return
            self._judge(f"{side}_checkin", fault, "Check the item in at the circulation desk.")
            detail = f"perhaps the loan of the item '{item}' to the account '{user}'. Check it in."
            self.left_behind.append(_LeftBehind("loan", item, user, False, detail))
            return
        self._pass(f"{side}_checkin")

    def _pass(self, name: str, why: str = "") -> None:
        self.checks[name] = self.checks[name].decided(PASS, why)

    def _judge(self, name: str, fault: TaskError, remedy: str = "") -> None:
        self.checks[name] = self.checks[name].judged(fault, remedy)
        if isinstance(fault, ncip_problems.NcipProblem):
            self.answered[name] = fault.answered


def _due(
    check: Check, date_due: str | None, moments: tuple[datetime, datetime], expected: _Expected | TaskError
) -> Check:
    """The result of the check on a due date."""
    try:
        due = None if date_due is None else due_dates.parse_due_date(date_due)
    except CallFailed as fault:
        return check.judged(fault)
    reported = "WMS reports that the loan has no due date" if due is None else f"WMS reports {due}"
    if isinstance(expected, TaskError):
        unknown = check.decided(UNKNOWN, expected)
        return replace(unknown, detail=f"{reported}; the expected due date is unknown: {unknown.detail}")
    if due is None:
        return check.decided(FAIL, f"{reported}; {expected.source}", _RULE)
    status, why = due_dates.judge_due_date(expected.period, moments, due)
    if status == FAIL and expected.fixed_due_dates:
        status, why = UNKNOWN, "it is earlier; a fixed due date of the policy can shorten a loan"
    detail = "; ".join(part for part in (reported, expected.source, why) if part)
    return check.decided(status, detail, "" if status == PASS else _RULE)


def _selected(pick: Pick) -> _Expected:
    """The loan period of a policy that the map selects. Raises TaskError if it is unknown."""
    picked = f"row {pick.row} of the Loan Policy Map selects '{pick.name}'"
    period = (pick.fields or {}).get("loan_period")
    if period is None:
        text = f"{picked}, which has no period; OCLC's pages contradict each other about its meaning"
        raise TaskError(text, LOAN_POLICY.describe(pick.name))
    fixed = bool((pick.fields or {}).get("fixed_due_dates"))
    return _Expected(period, f"{picked}, which has a loan period of {Duration().show(period)}", fixed)
