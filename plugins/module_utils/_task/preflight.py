# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


# This is a private part of the collection: it may change in any release.
"""Checks of a library, before anything is changed and before its link goes live. Nothing here writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import product
from typing import Any

from .._core.checks import FAIL, PASS, UNKNOWN, Check, checks_result, waived
from .._core.errors import Fault, Invalid, quoted, similar
from .._core.objects import Item, Stored
from .._core.resolution import Item as CirculatedItem
from .._core.values import ALL, NO_LIMIT, Day, Duration
from .._reshare import patron_check, versions
from .._reshare.directory import PATRON_IDS, Directory
from .._reshare.settings import SETTING, AppSettings
from .._wms import account_expiry, resolution
from .._wms.oauth import OtherInstitution
from .._wms.objects.holds import (
    HOLD_FULFILLMENT_POLICY_MAP,
    HOLD_LIMIT_MATRIX,
    HOLD_PICKUP_LOCATIONS_MAP,
    HOLD_REQUEST_POLICY_MAP,
)
from .._wms.objects.loans import LOAN_LIMIT_MATRIX, LOAN_LIMIT_POLICY, LOAN_POLICY, LOAN_POLICY_MAP
from .._wms.objects.locations import HOLDING_CODE, PICKUP_LOCATION, SHELVING_LOCATIONS
from .._wms.objects.patrons import PATRON_ACCOUNT, PATRON_TYPE_POLICY
from .._wms.resolution import Resolver
from . import record, reshare, wms
from .arguments import Arguments
from .connect import Connection
from .resolution import reached
from .task import Call, Result, Task

#: The day on which OCLC's legacy notifications end (wms-circulation.md 6.11).
LEGACY_END = date(2027, 6, 28)

OCLC, RESHARE = "OCLC", "ReShare"

#: Every check, with what holds if it passes; the last ones are made where something of them is declared (``expected``).
TITLES = {
    "nothing_waiting": "Nothing waits for a person",
    "in_place": "Everything that is declared is in place",
    "wms_key": "The WSKey is accepted, with every scope",
    "wms_institution": "The WSKey's token is for this institution",
    "locations": "Branches, holding codes and shelving locations exist",
    "pickup_locations": "Pickup locations exist, and all other holds can still be placed",
    "lending_accounts": "The lending accounts can be used",
    "patron_types": "The library's patron types are known",
    "legacy_notifications": "Notifications go on being sent",
    "authorisation_form": "OCLC has the signed authorisation form for ReShare",
    "reshare_login": "ReShare answers and takes the login",
    "reshare_tenant": "The ReShare tenant is this library's",
    "reshare_version": "ReShare is new enough for WMS2",
    "reshare_permissions": "The ReShare account may read what is set up",
    "reshare_settings": "ReShare has every setting that is needed",
    "borrowed_items": "Borrowed items get what is declared",
    "lent_items": "Lent items get what is declared, without limits",
    "patron_check": "ReShare's own patron check takes the lending accounts",
}

#: What to do about those whose fault does not say it.
_REMEDIES = {
    "nothing_waiting": "Have the worksheet followed, and take the confirmation (reshare.wms.confirm).",
    "in_place": "Run the roles borrowing, lending and reshare_settings first.",
    "locations": "OCLC makes branches and holding codes (profiling@oclc.org); correct the inventory, or have them made.",
    "legacy_notifications": "Move to Next-Generation Notifications.",
    "authorisation_form": (
        "Sign the OCLC Mutual Customer Access Authorization Form (Index Data - ReShare), send it to legal@oclc.org, and set "
        "preflight_authorisation_form to the day."
    ),
    "reshare_permissions": "Ask the hosting provider to give the ReShare account what it lacks.",
    "reshare_settings": "Ask the hosting provider for a newer mod-rs, or to switch the feature on.",
    "borrowed_items": (
        "Move or change the row that is named, or the policy; policy_resolution_info shows which rows come close. What the "
        "consortium expects is in enable_reshare_borrowing."
    ),
    "lent_items": "Let the library's own rows name its own patron types, so that they leave the lending accounts alone.",
    "patron_check": "Look at the account in User Management, and at the WMS settings of ReShare.",
}

#: What can only be judged where everything is in place.
_LAST = ("borrowed_items", "lent_items", "patron_check")

Made = Iterator[Check]


def preflight_task() -> Task:
    """The work of preflight_info."""
    arguments: Arguments = {
        "expected": {"type": "dict", "apply_defaults": True, "options": _EXPECTED},
        "waivers": {"type": "dict", "default": {}},
    }

    def perform(call: Call) -> Result:
        connection = Connection(call, wms.scopes(call, [PATRON_ACCOUNT.name]))
        checks = waived(list(_Checks(call, connection).all()), call.params["waivers"], list(TITLES))
        ready = not any(check.stops for check in checks)
        return {**checks_result(checks), "ready": ready, **connection.result()}

    return Task(arguments, perform)


_EXPECTED: dict[str, dict[str, Any]] = {
    "branches": {"type": "list", "elements": "str", "default": []},
    "holding_location": {"type": "str"},
    "shelving_location": {"type": "str"},
    "pickup_rows": {"type": "list", "elements": "dict", "default": []},
    "accounts": {"type": "list", "elements": "dict", "default": []},
    "former_accounts": {"type": "list", "elements": "dict", "default": []},
    "account_days": {"type": "int", "default": account_expiry.ENOUGH_DAYS},
    "account_expires": {"type": "str"},
    "lending_period": {"type": "str"},
    "authorisation_form": {"type": "str"},
    "settings": {"type": "list", "elements": "str", "default": [], "no_log": False},
    "borrowing": {"type": "dict"},
    "lending": {"type": "dict"},
    "lending_patron_type": {"type": "str"},
    "lending_former_patron_types": {"type": "list", "elements": "str", "default": []},
    "patron_check": {"type": "bool", "default": False},
    "lacking": {"type": "list", "elements": "str"},
    "waiting": {"type": "list", "elements": "str"},
}


class _Checks:
    """The checks of one library. What several of them need is looked up once."""

    def __init__(self, call: Call, connection: Connection):
        self._call = call
        self._connection = connection
        self._expected: Mapping[str, Any] = call.params["expected"]
        # Systems that let nobody in, by the check that said so.
        self._closed: dict[str, str] = {}

    def all(self) -> Made:
        yield from self._own()
        yield from self._key()
        yield from self._guarded("locations", self._locations, OCLC)
        yield from self._guarded("pickup_locations", self._pickup, OCLC)
        yield from self._guarded("lending_accounts", self._accounts, OCLC)
        yield from self._guarded("patron_types", self._patron_types, self._configured)
        yield from self._guarded("legacy_notifications", self._legacy, self._configured)
        yield self._form()
        yield from self._login()
        yield from self._guarded("reshare_tenant", self._tenant, RESHARE)
        yield from self._guarded("reshare_version", self._version, RESHARE)
        yield from self._guarded("reshare_permissions", self._permissions, RESHARE)
        yield from self._guarded("reshare_settings", self._settings, RESHARE)
        yield from self._proof()

    def _own(self) -> Made:
        """What is known already."""
        for name, member in (("nothing_waiting", "waiting"), ("in_place", "lacking")):
            there = self._expected[member]
            if there is not None:
                yield self._failed(name, "; ".join(there)) if there else self._passed(name)

    def _proof(self) -> Made:
        """What only matters before going live, each where something of it is declared."""
        if self._expected["borrowing"]:
            yield from self._guarded("borrowed_items", self._borrowed, self._configured)
        if self._expected["lending"]:
            yield from self._guarded("lent_items", self._lent, self._configured)
        if self._expected["patron_check"]:
            yield from self._guarded("patron_check", self._patrons, RESHARE)

    @property
    def _configured(self) -> str | None:
        """The system that has to be asked for the configuration; none where a record has it."""
        return None if self._call.params["wms_record_dir"] else OCLC

    def _guarded(self, name: str, look: Callable[[], str | Check], system: str | None) -> Made:
        """A check: what it finds wrong, or a check of its own making. A fault means that it can't be made."""
        if name in _LAST and (self._expected["waiting"] or self._expected["lacking"]):
            yield self._unknown(name, "it is looked at once everything is in place")
            return
        if system in self._closed:
            yield self._unknown(name, f"see {self._closed[system]}")
            return
        try:
            found = look()
        except Fault as fault:
            yield self._unknown(name, str(fault))
            return
        yield found if isinstance(found, Check) else self._failed(name, found) if found else self._passed(name)

    @staticmethod
    def _passed(name: str, detail: str = "") -> Check:
        return Check(name, TITLES[name], PASS, detail)

    @staticmethod
    def _failed(name: str, detail: str) -> Check:
        return Check(name, TITLES[name], FAIL, detail.rstrip("."), _REMEDIES.get(name, ""))

    def _not_logged_in(self, name: str, fault: Fault) -> Check:
        """A system that gives no answer has not rejected anything."""
        return self._unknown(name, str(fault)) if fault.no_answer else self._failed(name, str(fault))

    @staticmethod
    def _unknown(name: str, why: str, remedy: str = "") -> Check:
        return Check(name, TITLES[name], UNKNOWN, why.rstrip("."), remedy)

    # ---------------------------------------------------------------------------------------------------- OCLC

    def _key(self) -> Made:
        try:
            self._connection.log_in_at_oclc()
        except OtherInstitution as fault:
            self._closed[OCLC] = "wms_institution"
            yield self._passed("wms_key")
            yield self._failed("wms_institution", str(fault))
            return
        except Fault as fault:
            self._closed[OCLC] = "wms_key"
            yield self._not_logged_in("wms_key", fault)
            yield self._unknown("wms_institution", "see wms_key")
            return
        yield self._passed("wms_key")
        yield self._passed("wms_institution")

    def _locations(self) -> str | Check:
        if self._call.params["wms_record_dir"] and not self._call.params["wms_read_locations"]:
            remedy = "Look at the Holding Codes Translation Table, and waive this check with a reason."
            return self._unknown(
                "locations", "the library's key can't read locations (wms_read_locations is false)", remedy
            )
        # Raises a Fault where there is neither a record nor a configuration service.
        wms.known(self._call, [HOLDING_CODE.name])
        rows = {row.get("holding_code"): row for row in self._holding_codes}
        branches = [one.get("branch_registry_id") for one in rows.values()]
        problems = _missing("branch", self._expected["branches"], branches)
        code, shelf = self._expected["holding_location"], self._expected["shelving_location"]
        if code:
            problems += _missing("holding code", [code], list(rows))
        if code in rows and shelf:
            names = SHELVING_LOCATIONS.split(rows[code].get("shelving_locations"))
            problems += _missing(f"shelving location of {code}", [shelf], names)
        return " ".join(problems)

    def _pickup(self) -> str:
        """The rows that are declared, planned as the task would plan them."""
        kind, rows = HOLD_PICKUP_LOCATIONS_MAP, list(self._expected["pickup_rows"])
        if not rows:
            return ""
        known = wms.known(self._call, [kind.name])
        try:
            plan = kind.plan(self._store.read(kind, ()), kind.declare(rows))
        except Invalid as fault:
            return str(fault)
        names = dict.fromkeys(
            use.identity[0] for change in plan.changes for use in change.uses if use.kind == PICKUP_LOCATION.name
        )
        if not names or PICKUP_LOCATION not in known:
            return ""
        return " ".join(_missing("branch", list(names), [row.get("branch_name") for row in self._holding_codes]))

    def _accounts(self) -> Check:
        """Accounts that the roles make are not there before the first run, which is no fault."""
        states, former = (
            {str(one.get("barcode")): one.get("state", "present") for one in self._expected[name]}
            for name in ("accounts", "former_accounts")
        )
        found = self._connection.accounts.read(PATRON_ACCOUNT, [(barcode,) for barcode in [*states, *former]])
        there = {str(one.fields.get("barcode")): one for one in found}
        owned = {**former, **states}.items()
        foreign = list(filter(None, (self._unowned(barcode, state, there) for barcode, state in owned)))
        problems = [
            f"There is no account {one}: have it loaded." for one in states if self._not_loaded(one, states, there)
        ]
        problems += self._declared_expiry()
        problems += [problem for barcode in states if barcode in there for problem in self._unusable(there[barcode])]
        # A person who makes the changes decides whose account it is.
        by_hand = self._call.params["wms_accounts_by_hand"]
        if problems or (foreign and not by_hand):
            return self._failed("lending_accounts", " ".join([*foreign, *problems]))
        return self._passed("lending_accounts", " ".join(foreign).rstrip("."))

    def _declared_expiry(self) -> Iterator[str]:
        expected, today = self._expected, _today()
        try:
            expires = Day().normalise(expected["account_expires"])
            period = Duration().normalise(expected["lending_period"])
        except ValueError as fault:
            yield f"What is declared for the lending accounts {fault}."
            return
        if expires is None:
            return
        if problem := account_expiry.past(expires, today):
            yield f"Declared for the lending accounts: {problem}."
            return
        for warning in account_expiry.near(expires, today, period, expected["account_days"]):
            self._call.warn(f"declared for the lending accounts: {warning}.")

    @staticmethod
    def _not_loaded(barcode: str, states: Mapping[str, str], there: Mapping[str, Stored]) -> bool:
        return barcode not in there and states[barcode] == "verified"

    def _unowned(self, barcode: str, state: str, there: Mapping[str, Stored]) -> str | None:
        patron_type = self._expected["lending_patron_type"]
        if patron_type is None:
            return None
        former = tuple(self._expected["lending_former_patron_types"])
        item = Item((barcode,), {"patron_type": patron_type}, state, former)
        unowned = PATRON_ACCOUNT.unowned(there.get(barcode), item)
        return f"{unowned}." if unowned else None

    def _unusable(self, account: Stored) -> Iterator[str]:
        fields, enough = account.fields, _today() + timedelta(days=self._expected["account_days"])
        barcode = fields.get("barcode")
        if fields.get("blocked"):
            yield f"The account {barcode} is blocked: unblock it in User Management."
        elif str(fields.get("expires") or "9999") < enough.isoformat():
            yield f"The account {barcode} expires on {fields['expires']}: set a later date."

    def _patron_types(self) -> Check:
        # The lending accounts' own type says nothing about the library's patrons.
        types = [name for name in self._resolver.patron_types() if name != self._expected["lending_patron_type"]]
        if types:
            return self._passed("patron_types", ", ".join(types))
        if self._call.params["wms_record_dir"] and record.found(self._call, resolution.MAPS):
            return self._passed("patron_types", "no map tells them apart")
        remedy = "Adopt the library (reshare.wms.adopt), or waive this check with a reason."
        return self._unknown("patron_types", "no Patron Type Policy is known, and no map names one", remedy)

    def _legacy(self) -> Check:
        used = sorted(
            {
                str(fields[name])
                for kind in resolution.KINDS
                for fields in map(kind.record.read, self._objects(kind))
                for name in kind.record.names
                if name.endswith("notification_policy") and fields.get(name)
            }
        )
        if not used:
            return self._passed("legacy_notifications", "no policy uses a legacy notification")
        told = f"in use: {quoted(used)}; legacy notifications end after {LEGACY_END.isoformat()}"
        if _today() <= LEGACY_END:
            return self._passed("legacy_notifications", told)
        return self._failed("legacy_notifications", told)

    def _form(self) -> Check:
        said = self._expected["authorisation_form"]
        if not said:
            return self._failed("authorisation_form", "nothing is declared")
        try:
            day = Day().normalise(said)
        except ValueError:
            return self._failed("authorisation_form", f"'{said}' is declared, which is no day (YYYY-MM-DD)")
        if day is None or day > _today().isoformat():
            return self._failed("authorisation_form", f"{day} is declared, which is still to come")
        return self._passed("authorisation_form", f"declared: {day}")

    # ------------------------------------------------------------------------------------------------- ReShare

    def _login(self) -> Made:
        try:
            self._connection.gateway.log_in()
        except Fault as fault:
            self._closed[RESHARE] = "reshare_login"
            yield self._not_logged_in("reshare_login", fault)
            return
        yield self._passed("reshare_login")

    def _tenant(self) -> str:
        directory = Directory(self._connection.gateway)
        return "; ".join(
            reshare.other_tenant(self._call, lambda: self._setting_rows, lambda: directory.read(PATRON_IDS))
        )

    def _version(self) -> Check:
        modules = versions.modules(self._connection.gateway, self._call.params["reshare_tenant"])
        lacks = "; ".join(versions.wms2_lacks(modules))
        if modules is None:
            return self._unknown(
                "reshare_version", lacks, "Ask the hosting provider, and waive this check with a reason."
            )
        if lacks:
            return self._failed("reshare_version", lacks)
        return self._passed("reshare_version", f"mod-rs {modules.get('mod-rs')}")

    def _permissions(self) -> str:
        refused = {
            name: words for name, words in versions.readable(self._connection.gateway).items() if words is not None
        }
        return "; ".join(f"{name.replace('_', ' ')}: {words.rstrip('.')}" for name, words in refused.items())

    def _settings(self) -> str:
        """mod-rs makes its settings itself; a missing one means an old mod-rs, or a feature that is switched off."""
        there = self._reshare_settings
        missing = [key for key in self._expected["settings"] if key not in there]
        off = [key for key, value in there.items() if key.endswith(".feature_flag") and value == "false"]
        if not missing:
            return ""
        return f"ReShare has no setting {quoted(missing)}{f' (switched off: {quoted(off)})' if off else ''}"

    def _patrons(self) -> str:
        key, secret = (str(self._reshare_settings.get(name) or "") for name in ("wms_api_key", "wms_api_secret"))
        guard = self._connection.login_guard(patron_check.judge, key, secret)
        barcodes = [str(account.get("barcode")) for account in self._expected["accounts"]]
        return " ".join(patron_check.problems(self._connection.gateway, guard, barcodes))

    @cached_property
    def _reshare_settings(self) -> Mapping[str, Any]:
        """The values of ReShare's settings by key, secrets among them."""
        return {str(row.fields.get("key")): row.fields.get("value") for row in self._setting_rows}

    @cached_property
    def _setting_rows(self) -> list[Stored]:
        return AppSettings(self._connection.gateway).read(SETTING)

    # --------------------------------------------------------------------------------------------------- proof

    def _borrowed(self) -> str:
        """Whoever borrows, and whatever it is: the policies at the temporary location are the declared ones."""
        wanted = self._expected["borrowing"]
        place = {name: wanted.get(name) for name in ("holding_location", "shelving_location")}
        formats = self._resolver.material_formats()
        found: dict[str, list[tuple[str | None, str | None]]] = {}
        for patron, material in product([*self._resolver.patron_types(), None], formats):
            item = {"patron_policy": patron, "material_format": material, **place}
            for problem in self._wrong_for(item, wanted):
                found.setdefault(problem, []).append((patron, material))
        return "; ".join(f"{problem} ({_whose(who, formats)})" for problem, who in found.items())

    def _wrong_for(self, item: CirculatedItem, wanted: Mapping[str, Any]) -> Iterator[str]:
        yield from self._wrong_loan(item, wanted)
        hold_limits = self._resolver.limits(HOLD_LIMIT_MATRIX, "hold_limit_policy", item)
        # That of unverified patrons is the library's own business.
        if hold_limits.get("verified_hold_count_limit") == 0:
            yield "the Verified Hold Count Limit is 0, so no hold is allowed"
        fulfilment = self._resolver.picks(HOLD_FULFILLMENT_POLICY_MAP, "hold_fulfillment_policy", item)
        if wanted.get("hold_fulfillment_policy") not in (None, *(one.name for one in fulfilment)):
            yield f"the Hold Fulfillment Policy is {_named(fulfilment)}, not '{wanted['hold_fulfillment_policy']}'"
        requests = self._resolver.picks(HOLD_REQUEST_POLICY_MAP, "hold_request_policy", item)
        for picks, bill, what in (
            (requests, "bill_for_placing_hold", "Hold Request Policy"),
            (fulfilment, "bill_for_picking_up_hold", "Hold Fulfillment Policy"),
        ):
            yield from (
                f"the {what} {_named([one])} has a bill for holds" for one in picks if (one.fields or {}).get(bill)
            )
        rule = (self._resolver.rule(item) or ({},))[0]
        if rule.get("default_availability") == "Unavailable":
            yield f"the Collection Type rule '{rule.get('name')}' makes items unavailable"
        if str(rule.get("fulfill_holds_for") or "").casefold() == "no patrons":
            yield f"the Collection Type rule '{rule.get('name')}' fulfils holds for no patrons"

    def _wrong_loan(self, item: CirculatedItem, wanted: Mapping[str, Any]) -> Iterator[str]:
        picks = self._resolver.picks(LOAN_POLICY_MAP, "loan_policy", item)
        if [one.name for one in picks] != [wanted["loan_policy"]]:
            yield f"the Loan Policy is {_named(picks)}, not '{wanted['loan_policy']}'"
            return
        (pick,) = picks
        fields, record = pick.fields or {}, LOAN_POLICY.record
        shown = record.show(fields)
        period = wanted.get("loan_period")
        if period and record["loan_period"].value.normalise(period) != fields.get("loan_period"):
            yield f"the Loan Policy '{pick.name}' lends for {shown.get('loan_period')}, not {period}"
        if fields.get("overdue_periodic_bill"):
            yield f"the Loan Policy '{pick.name}' has fines ({fields['overdue_periodic_bill']})"
        if fields.get("circulates") not in (None, "always"):
            yield f"the Loan Policy '{pick.name}' circulates {fields['circulates']}"

    def _lent(self) -> str:
        """The lending account's patron type: its loan policy where no row names a location, and no limit anywhere."""
        wanted = self._expected["lending"]
        patron = wanted["patron_type"]
        item = {"patron_policy": patron, "material_format": None, "holding_location": None, "shelving_location": None}
        problems = list(self._wrong_loan(item, wanted))
        policy = next((one for one in self._objects(PATRON_TYPE_POLICY) if one.get("name") == patron), {})
        if policy.get("every_limit") != NO_LIMIT:
            problems.append(f"the Patron Type Policy '{patron}' does not have No Limit everywhere")
        return "; ".join([*problems, *self._limits_of(patron)])

    def _limits_of(self, patron: str) -> Iterator[str]:
        """The limits that any row of the Loan Limit Matrix puts on a patron type; every row that matches counts."""
        place = self._expected["borrowing"] or self._expected
        policies = {one.get("name"): LOAN_LIMIT_POLICY.record.read(one) for one in self._objects(LOAN_LIMIT_POLICY)}
        for number, row in enumerate(self._resolver.rows(LOAN_LIMIT_MATRIX), start=1):
            # What borrowed items live by is never lent. Where their shelving location isn't told, it may be any.
            shelf = place.get("shelving_location") or row.get("shelving_location", ALL)
            elsewhere = shelf == ALL or (row.get("holding_location"), row.get("shelving_location")) != (
                place.get("holding_location"),
                shelf,
            )
            if row.get("patron_policy", ALL) in (ALL, patron) and elsewhere:
                for name, limit in policies.get(row["loan_limit_policy"], {}).items():
                    if name.endswith("_limit") and limit != NO_LIMIT:
                        label = LOAN_LIMIT_POLICY.record[name].label
                        yield f"row {number} of the Loan Limit Matrix puts a {label} of {limit} on '{patron}'"

    @cached_property
    def _holding_codes(self) -> list[Mapping[str, Any]]:
        return [row.fields for row in self._store.read(HOLDING_CODE, ())]

    @cached_property
    def _store(self) -> Any:
        return wms.store(self._call, self._connection)

    @cached_property
    def _objects(self) -> resolution.Objects:
        return reached(self._call, self._connection, None)

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(self._objects)


def _missing(what: str, wanted: Sequence[str], there: Sequence[str | None]) -> list[str]:
    known = [str(name) for name in there if name]
    return [f"There is no {what} '{name}'. {similar(name, known)}" for name in wanted if name not in known]


def _named(picks: Sequence[resolution.Pick]) -> str:
    return " and ".join(f"'{pick.name}' (row {pick.row})" for pick in picks) or "none"


def _whose(who: Sequence[tuple[str | None, str | None]], formats: Sequence[str | None]) -> str:
    """The patron types, and the material formats unless it is all of them."""
    patrons = ", ".join(dict.fromkeys(patron or "any other patron type" for patron, _material in who))
    materials = {material for _patron, material in who}
    if materials == set(formats):
        return f"for {patrons}"
    return f"for {patrons}; material format {', '.join(sorted(material or 'any other' for material in materials))}"


def _today() -> date:
    return datetime.now(UTC).date()
