# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


# This is a private part of the collection: it may change in any release.
"""Checks of a library, before anything is changed and before its link goes live. Nothing here writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import quote

from .._core.checks import FAIL, PASS, UNKNOWN, Check, waived
from .._core.errors import CallFailed, Fault, quoted, similar
from .._core.resolution import Item
from .._core.values import NO_LIMIT
from .._reshare import versions
from .._reshare.settings import SETTING, AppSettings
from .._wms import resolution
from .._wms.oauth import OtherInstitution
from .._wms.objects.holds import HOLD_FULFILLMENT_POLICY_MAP, HOLD_LIMIT_MATRIX, HOLD_REQUEST_POLICY_MAP
from .._wms.objects.loans import LOAN_LIMIT_MATRIX, LOAN_POLICY_MAP
from .._wms.objects.locations import HOLDING_CODE
from .._wms.objects.patrons import PATRON_ACCOUNT, PATRON_TYPE_POLICY
from .._wms.resolution import Resolver
from . import wms
from .connect import Connection
from .resolution import reached
from .task import Call, Result, Task

#: The day on which OCLC's legacy notifications end (wms-circulation.md 6.11).
LEGACY_END = date(2027, 6, 28)

#: The checks that are always made, then those that need something declared (``expected``).
Made = Iterator[Check]


def preflight_task() -> Task:
    """The work of preflight_info."""
    arguments = {
        "expected": {"type": "dict", "apply_defaults": True, "options": _EXPECTED},
        "waivers": {"type": "dict", "default": {}},
    }

    def perform(call: Call) -> Result:
        connection = Connection(call, wms.scopes(call, [PATRON_ACCOUNT.name]))
        checks = waived(list(_Checks(call, connection).all()), call.params["waivers"])
        stopping = [check for check in checks if check.stops]
        return {"checks": [asdict(check) for check in checks], "ready": not stopping, **connection.result()}

    return Task(arguments, perform)


_EXPECTED: dict[str, dict[str, Any]] = {
    "branches": {"type": "list", "elements": "str", "default": []},
    "holding_location": {"type": "str"},
    "shelving_location": {"type": "str"},
    "accounts": {"type": "list", "elements": "dict", "default": []},
    "account_days": {"type": "int", "default": 90},
    "authorisation_form": {"type": "str"},
    "settings": {"type": "list", "elements": "str", "default": [], "no_log": False},
    "borrowing": {"type": "dict"},
    "lending": {"type": "dict"},
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

    def all(self) -> Made:
        if self._expected["waiting"] is not None:
            yield self._nothing("nothing_waiting", "Nothing waits for a person", "waiting", _CONFIRM)
        if self._expected["lacking"] is not None:
            yield self._nothing("in_place", "Everything that is declared is in place", "lacking", _RUN_ROLES)
        yield from self._key()
        yield from self._guarded("locations", "Branches, holding codes and shelving locations exist", self._locations)
        yield from self._guarded("lending_accounts", "The lending accounts can be used", self._accounts)
        yield from self._guarded("patron_types", "The library's patron types are known", self._patron_types)
        yield from self._guarded("legacy_notifications", "Notifications go on being sent", self._legacy)
        yield self._form()
        yield from self._guarded("reshare_login", "ReShare answers and takes the login", self._login)
        yield from self._guarded("reshare_version", "ReShare is new enough for WMS2", self._version)
        yield from self._guarded(
            "reshare_permissions", "The ReShare account may read what is set up", self._permissions
        )
        yield from self._guarded("reshare_settings", "ReShare has every setting that is needed", self._settings)
        yield from self._proof()

    def _proof(self) -> Made:
        """What only matters before going live, each where something of it is declared."""
        if self._expected["borrowing"]:
            yield from self._guarded("borrowed_items", "Borrowed items get what is declared", self._borrowed)
        if self._expected["lending"]:
            yield from self._guarded("lent_items", "Lent items get what is declared, without limits", self._lent)
        if self._expected["patron_check"]:
            yield from self._guarded(
                "patron_check", "ReShare's own patron check takes the lending accounts", self._patrons
            )

    def _guarded(self, name: str, title: str, look: Callable[[], str | Check | None]) -> Made:
        """A check: what it finds wrong, nothing, or a check of its own making. A fault means that it can't be made."""
        if name in _LAST and (self._expected["waiting"] or self._expected["lacking"]):
            yield Check(name, title, UNKNOWN, "it is looked at once everything is in place")
            return
        try:
            found = look()
        except Fault as fault:
            yield Check(name, title, UNKNOWN, str(fault), "Mend that first, or waive this check with a reason.")
            return
        if isinstance(found, Check):
            yield found
        else:
            yield Check(name, title, FAIL if found else PASS, found or "")

    # ---------------------------------------------------------------------------------------------------- OCLC

    def _key(self) -> Made:
        titles = {
            "wms_key": "The WSKey is accepted, with every scope",
            "wms_institution": "The WSKey's token is for this institution",
        }
        try:
            self._connection.log_in_at_oclc()
        except OtherInstitution as fault:
            yield Check("wms_key", titles["wms_key"], PASS)
            yield Check("wms_institution", titles["wms_institution"], FAIL, str(fault))
            return
        except Fault as fault:
            yield Check("wms_key", titles["wms_key"], FAIL, str(fault))
            yield Check("wms_institution", titles["wms_institution"], UNKNOWN, "no token was granted")
            return
        for name, title in titles.items():
            yield Check(name, title, PASS)

    def _locations(self) -> str | Check:
        if self._call.params["wms_record_dir"] and not self._call.params["wms_read_locations"]:
            return Check(
                "locations",
                "Branches, holding codes and shelving locations exist",
                UNKNOWN,
                "the library's key can't read locations (wms_read_locations is false)",
                "Look at the Holding Codes Translation Table, and waive this check with a reason.",
            )
        rows = {row.fields.get("holding_code"): row.fields for row in self._store.read(HOLDING_CODE, ())}
        problems = self._unknown(
            "branch", self._expected["branches"], [one.get("branch_registry_id") for one in rows.values()]
        )
        code, shelf = self._expected["holding_location"], self._expected["shelving_location"]
        if code:
            problems += self._unknown("holding code", [code], list(rows))
        if code in rows and shelf:
            names = HOLDING_CODE.record["shelving_locations"].value.split(rows[code].get("shelving_locations"))
            problems += self._unknown(f"shelving location in {code}", [shelf], names)
        return " ".join(problems)

    @staticmethod
    def _unknown(what: str, wanted: Sequence[str], there: Sequence[str | None]) -> list[str]:
        known = [str(name) for name in there if name]
        return [f"There is no {what} '{name}'. {similar(name, known)}" for name in wanted if name not in known]

    def _accounts(self) -> str:
        """Accounts that the roles make are not there before the first run, which is no fault."""
        accounts = {str(one.get("barcode")): one.get("state", "present") for one in self._expected["accounts"]}
        found = self._connection.accounts.read(PATRON_ACCOUNT, [(barcode,) for barcode in accounts])
        there = {str(one.fields.get("barcode")): one.fields for one in found}
        enough = (_today() + timedelta(days=self._expected["account_days"])).isoformat()
        problems = []
        for barcode, state in accounts.items():
            fields = there.get(barcode)
            if fields is None:
                problems += [f"There is no account {barcode}: have it loaded."] if state == "verified" else []
            elif fields.get("blocked"):
                problems.append(f"The account {barcode} is blocked: unblock it in User Management.")
            elif str(fields.get("expires") or "9999") < enough:
                problems.append(f"The account {barcode} expires on {fields['expires']}: set a later date.")
        return " ".join(problems)

    def _patron_types(self) -> Check:
        title = "The library's patron types are known"
        types = self._resolver.patron_types()
        if types:
            return Check("patron_types", title, PASS, ", ".join(types))
        remedy = "Adopt the library (reshare.wms.adopt), or waive this check with a reason."
        return Check("patron_types", title, UNKNOWN, "no Patron Type Policy is known", remedy)

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
        title = "Notifications go on being sent"
        if not used:
            return Check("legacy_notifications", title, PASS, "no policy uses a legacy notification")
        told = f"in use: {quoted(used)}. Legacy notifications end on {LEGACY_END.isoformat()}"
        status = PASS if _today() < LEGACY_END else FAIL
        return Check("legacy_notifications", title, status, told, "Move to Next-Generation Notifications in time.")

    def _form(self) -> Check:
        title = "OCLC has the signed authorisation form for ReShare"
        said = self._expected["authorisation_form"]
        if said:
            return Check("authorisation_form", title, PASS, f"declared: {said}")
        return Check(
            "authorisation_form",
            title,
            FAIL,
            "nothing is declared",
            "Sign the OCLC Mutual Customer Access Authorization Form (Index Data - ReShare), send it to legal@oclc.org, and set "
            "preflight_authorisation_form to the day.",
        )

    # ------------------------------------------------------------------------------------------------- ReShare

    def _login(self) -> Check:
        title = "ReShare answers and takes the login"
        try:
            self._connection.gateway.log_in()
        except CallFailed as fault:
            return Check("reshare_login", title, FAIL, str(fault))
        return Check("reshare_login", title, PASS)

    def _version(self) -> Check:
        title = "ReShare is new enough for WMS2"
        modules = versions.modules(self._connection.gateway, self._call.params["reshare_tenant"])
        lacks = "; ".join(versions.wms2_lacks(modules))
        if modules is None:
            return Check(
                "reshare_version",
                title,
                UNKNOWN,
                lacks,
                "Ask the hosting provider, and waive this check with a reason.",
            )
        return Check("reshare_version", title, FAIL if lacks else PASS, lacks or f"mod-rs {modules.get('mod-rs')}")

    def _permissions(self) -> str:
        refused = {
            name: words for name, words in versions.readable(self._connection.gateway).items() if words is not None
        }
        return "; ".join(f"{name}: {words}" for name, words in refused.items())

    def _settings(self) -> str:
        """mod-rs makes its settings itself; a missing one means an old mod-rs, or a feature that is switched off."""
        rows = [row.fields for row in AppSettings(self._connection.gateway).read(SETTING)]
        there = {str(row.get("key")) for row in rows}
        missing = [key for key in self._expected["settings"] if key not in there]
        off = [
            str(row.get("key"))
            for row in rows
            if str(row.get("key")).endswith(".feature_flag") and row.get("value") == "false"
        ]
        if not missing:
            return ""
        hint = f" Switched off: {quoted(off)}." if off else ""
        return f"ReShare has no setting {quoted(missing)}.{hint} Ask the hosting provider."

    def _patrons(self) -> str:
        problems = []
        for account in self._expected["accounts"]:
            barcode = str(account.get("barcode"))
            path = f"/rs/patron/{quote(barcode, safe='')}/canCreateRequest"
            found = self._connection.gateway.read(path).mapping()
            if found.get("patronValid") is not True:
                said = found.get("problems") or found.get("status") or "no reason given"
                problems.append(f"ReShare does not take the account {barcode}: {said}.")
        return " ".join(problems)

    # --------------------------------------------------------------------------------------------------- proof

    def _nothing(self, name: str, title: str, member: str, remedy: str) -> Check:
        there = self._expected[member]
        return Check(name, title, FAIL, "; ".join(there), remedy) if there else Check(name, title, PASS)

    def _borrowed(self) -> str:
        """Whoever borrows, and whatever it is: the policies at the temporary location are the declared ones."""
        wanted = self._expected["borrowing"]
        place = {name: wanted.get(name) for name in ("holding_location", "shelving_location")}
        problems: dict[str, list[str]] = {}
        for patron in [*self._resolver.patron_types(), None]:
            for material in self._resolver.material_formats():
                item = {"patron_policy": patron, "material_format": material, **place}
                for problem in self._wrong_for(item, wanted):
                    problems.setdefault(problem, []).append(patron or "any other patron type")
        return " ".join(f"{problem} (for {', '.join(dict.fromkeys(who))})." for problem, who in problems.items())

    def _wrong_for(self, item: Item, wanted: Mapping[str, Any]) -> Iterator[str]:
        yield from self._wrong_loan(item, wanted)
        hold_limits = self._resolver.limits(HOLD_LIMIT_MATRIX, "hold_limit_policy", item)
        # That of unverified patrons is the library's own business.
        if hold_limits.get("verified_hold_count_limit") == 0:
            yield "the Verified Hold Count Limit is 0, so no hold is allowed"
        fulfilment = self._resolver.picks(HOLD_FULFILLMENT_POLICY_MAP, "hold_fulfillment_policy", item)
        if wanted.get("hold_fulfillment_policy") and [one.name for one in fulfilment] != [
            wanted["hold_fulfillment_policy"]
        ]:
            yield f"the Hold Fulfillment Policy is {_named(fulfilment)}, not '{wanted['hold_fulfillment_policy']}'"
        for pick in self._resolver.picks(HOLD_REQUEST_POLICY_MAP, "hold_request_policy", item):
            if (pick.fields or {}).get("bill_for_placing_hold"):
                yield f"row {pick.row} of the Hold Request Policy Map picks '{pick.name}', which bills for placing a hold"
        rule = self._resolver.rule(item)
        if rule is not None and rule[0].get("default_availability") == "Unavailable":
            yield f"the Collection Type rule '{rule[0].get('name')}' makes items unavailable"

    def _wrong_loan(self, item: Item, wanted: Mapping[str, Any]) -> Iterator[str]:
        picks = self._resolver.picks(LOAN_POLICY_MAP, "loan_policy", item)
        if [one.name for one in picks] != [wanted["loan_policy"]]:
            yield f"the Loan Policy is {_named(picks)}, not '{wanted['loan_policy']}'"
            return
        (pick,) = picks
        record = resolution.picked(LOAN_POLICY_MAP, "loan_policy").record
        shown = record.show(pick.fields or {})
        if wanted.get("loan_period") and record["loan_period"].value.normalise(wanted["loan_period"]) != (
            pick.fields or {}
        ).get("loan_period"):
            yield f"the Loan Policy '{pick.name}' lends for {shown.get('loan_period')}, not {wanted['loan_period']}"
        if shown.get("overdue_periodic_bill"):
            yield f"the Loan Policy '{pick.name}' has fines ({shown['overdue_periodic_bill']})"
        if shown.get("circulates") not in (None, "always"):
            yield f"the Loan Policy '{pick.name}' circulates {shown['circulates']}"

    def _lent(self) -> str:
        """The lending account's patron type: its loan policy where no row names a location, and no limit anywhere."""
        wanted = self._expected["lending"]
        patron = wanted["patron_type"]
        item = {"patron_policy": patron, "material_format": None, "holding_location": None, "shelving_location": None}
        problems = list(self._wrong_loan(item, wanted))
        policy = next((one for one in self._objects(PATRON_TYPE_POLICY) if one.get("name") == patron), {})
        if policy.get("every_limit") != NO_LIMIT:
            problems.append(f"the Patron Type Policy '{patron}' does not have No Limit everywhere")
        policies = resolution.picked(LOAN_LIMIT_MATRIX, "loan_limit_policy")
        limits = self._resolver.limits(LOAN_LIMIT_MATRIX, "loan_limit_policy", item)
        problems += [
            f"{policies.record[name].label} is {limit} for '{patron}', because of the Loan Limit Matrix every row that matches counts; "
            "let the library's own row name its own patron types"
            for name, limit in limits.items()
            if limit != NO_LIMIT
        ]
        return "; ".join(problems)

    @cached_property
    def _store(self) -> Any:
        return wms.store(self._call, self._connection)

    @cached_property
    def _objects(self) -> resolution.Objects:
        return reached(self._call, self._connection, None)

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(self._objects)


def _named(picks: Sequence[resolution.Pick]) -> str:
    return " and ".join(f"'{pick.name}' (row {pick.row})" for pick in picks) or "none"


def _today() -> date:
    return datetime.now(UTC).date()


#: What can only be judged where everything is in place.
_LAST = ("borrowed_items", "lent_items", "patron_check")

_CONFIRM = "Have the worksheet followed, and take the confirmation (reshare.wms.confirm)."
_RUN_ROLES = "Run the roles borrowing, lending and reshare_settings first."
