# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A library on the sandbox: what it starts with, how modules and roles reach it, and what has become of it."""

from __future__ import annotations

import copy
import itertools
import json
from collections import Counter
from pathlib import Path
from typing import Any

import requests
from reshare_wms_sandbox.testing import comparable

#: A library that has run WMS for years; NN stands for its number.
SEED: dict[str, Any] = {
    "name": "libraryNN",
    "registry_id": "9NN",
    "symbol": "LNN",
    "institution_name": "Library NN",
    "branches": [
        {
            "name": "Main",
            "registry_id": "91NN",
            "holding_code": "TSTM",
            "shelving_locations": "Stacks; Reference; Reserves",
        },
        {"name": "Annex", "registry_id": "92NN", "holding_code": "TSTA", "shelving_locations": "Stacks"},
    ],
    "wskeys": [{"key": "key-NN", "secret": "secret-of-NN"}],
    "configuration": {
        "borrower_categories": [{"name": "Student"}, {"name": "Faculty"}, {"name": "Visitor"}],
        "notification_policies": [{"name": "Overdue", "notification_type": "Loan Overdue"}],
        "notification_templates": [{"name": "Reminder", "notification_type": "Loan Overdue"}],
        "bill_reasons": [{"name": "Fine"}],
        "bill_structures": [
            {"name": "Daily fine", "bill_reason": "Fine", "bill_type": "Periodic Bill"},
            {"name": "Hold fee", "bill_reason": "Fine", "bill_type": "Fixed Bill", "amount": "1.00"},
        ],
        "patron_type_policies": [{"name": "Student"}, {"name": "Faculty"}],
        "loan_policies": [
            {
                "name": "Four weeks",
                "loan_period": {"value": 28, "unit": "days"},
                "overdue_notification_policy": "Overdue",
            },
            {"name": "One year", "loan_period": {"value": 12, "unit": "months"}},
        ],
        "long_overdue_policies": [{"name": "Lost"}],
        "loan_policy_map": {
            "rows": [{"patron_policy": "Faculty", "loan_policy": "One year"}, {"loan_policy": "Four weeks"}]
        },
        "loan_limit_policies": [{"name": "Fifty", "loan_count_limit": 50}],
        "loan_limit_matrix": {"rows": [{"patron_policy": "Student", "loan_limit_policy": "Fifty"}]},
        "hold_limit_policies": [{"name": "Ten", "verified_hold_count_limit": 10}],
        "hold_limit_matrix": {"rows": [{"hold_limit_policy": "Ten"}]},
        "hold_request_policies": [{"name": "Two months", "default_hold_request_period": {"value": 60, "unit": "days"}}],
        "hold_request_policy_map": {"rows": [{"hold_request_policy": "Two months"}]},
        "hold_fulfillment_policies": [{"name": "One week", "hold_shelf_period": {"value": 7, "unit": "days"}}],
        "hold_fulfillment_policy_map": {"rows": [{"hold_fulfillment_policy": "One week"}]},
        "hold_pickup_locations_map": {"rows": [{"default_pickup_locations": ["Main"]}]},
        "collection_type_policies": [
            {"name": "Closed", "locations": [{"holding_location": "TSTM", "shelving_location": "Reserves"}]}
        ],
    },
    "reshare": {
        "tenant": "tenant-NN",
        "users": [{"username": "admin", "password": "password-of-NN"}],
        "directory": [
            {"slug": "consortium", "name": "Consortium", "type": "Consortium", "members": ["us", "alpha", "beta"]},
            {"slug": "us", "name": "Library NN", "status": "Managed", "symbols": ["RESHARE:LNN"]},
            {
                "slug": "us-main",
                "name": "Main",
                "type": "Branch",
                "status": "Managed",
                "parent": "us",
                "tags": ["pickup"],
            },
            {"slug": "alpha", "name": "Alpha College", "symbols": ["RESHARE:ALF"]},
            {"slug": "beta", "name": "Beta University", "symbols": ["RESHARE:BET"]},
        ],
    },
}

LOGINS = {("token", "token"), ("gateway", "login"), ("gateway", "login-with-expiry")}
#: Calls that are POSTs, but only ask.
ASKING = {*LOGINS, ("identity", "search")}

_numbers = itertools.count(1001)


class Library:
    """A library of its own for a test. verify: as requests has it. changes: members of the seed to replace; with
    ``configuration``, its kinds."""

    def __init__(self, base: str, state_dir: Path, verify: bool | str = True, **changes: Any):
        self.base = base
        self.state_dir = str(state_dir)
        self.number = str(next(_numbers))
        seed = copy.deepcopy(SEED)
        seed["configuration"].update(changes.pop("configuration", {}))
        seed["reshare"].update(changes.pop("reshare", {}))
        seed["wskeys"][0].update(changes.pop("wskey", {}))
        self.seed = self.numbered({**seed, **changes})
        self._http = requests.Session()
        self._http.verify = verify
        self.install()

    def numbered(self, value: Any) -> Any:
        """The value with this library's number in the place of NN."""
        if isinstance(value, dict):
            return {self.numbered(name): self.numbered(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.numbered(one) for one in value]
        return value.replace("NN", self.number) if isinstance(value, str) else value

    def unnumbered(self, value: Any) -> Any:
        """The value with NN in the place of this library's number."""
        return json.loads(json.dumps(value).replace(self.number, "NN"))

    @property
    def name(self) -> str:
        return self.seed["name"]

    @property
    def id(self) -> str:
        return self.seed["registry_id"]

    @property
    def branch(self) -> str:
        return self.seed["branches"][0]["registry_id"]

    @property
    def key(self) -> dict[str, Any]:
        return self.seed["wskeys"][0]

    @property
    def options(self) -> dict[str, Any]:
        """How modules reach the library."""
        user = self.seed["reshare"]["users"][0]
        return {
            "wms_registry_id": self.id,
            "wms_key": self.key["key"],
            "wms_secret": self.key["secret"],
            "wms_token_url": f"{self.base}/token",
            "wms_identity_url": self.base + "/{registry_id}/idaas/scim/v2",
            "wms_configuration_url": f"{self.base}/configuration/v1",
            "wms_metadata_url": f"{self.base}/metadata",
            "wms_ncip_url": f"{self.base}/ncip",
            "reshare_url": f"{self.base}/gateway",
            "reshare_tenant": self.seed["reshare"]["tenant"],
            "reshare_username": user["username"],
            "reshare_password": user["password"],
            "state_dir": self.state_dir,
            "retries": 1,
            "timeout": 10,
        }

    @property
    def variables(self) -> dict[str, Any]:
        """What the inventory says of the library: ``library_options`` for modules, the rest for roles."""
        ours = {"state_dir", "retries", "timeout"}
        return {
            **{name: value for name, value in self.options.items() if name not in ours},
            **{f"reshare_wms_{name}": self.options[name] for name in ours},
            "library_options": self.options,
            "wms_main_branch": self.branch,
            "borrowing_holding_location": "TSTM",
            "lending_account_barcode": f"RESHARE-{self.number}",
            "lending_account_expires": "2035-12-31",
            "preflight_authorisation_form": "2026-09-01",
        }

    # What a person sees

    def state(self) -> dict[str, Any]:
        return self._control("GET", f"libraries/{self.id}/state").json()

    def comparable(self) -> dict[str, Any]:
        """Its state as a twin to which the same was done has it."""
        return self.unnumbered(comparable(self.state()))

    @property
    def configuration(self) -> dict[str, Any]:
        return self.state()["configuration"]

    @property
    def live(self) -> bool:
        """Whether its link is enabled."""
        return self.configuration["ill_settings"].get("reshare", {}).get("enable", False)

    def named(self, plural: str, name: str) -> dict[str, Any] | None:
        """The object of that name."""
        return next((fields for fields in self.configuration[plural] if fields["name"] == name), None)

    def rows(self, table: str) -> list[dict[str, Any]]:
        return self.configuration[table]["rows"]

    def shelves(self, code: str = "TSTM") -> str:
        return next(
            row["shelving_locations"] for row in self.configuration["holding_codes"] if row["holding_code"] == code
        )

    def settings(self) -> dict[str, Any]:
        return {row["key"]: row.get("value") for row in self.state()["reshare"]["settings"]}

    def patrons(self, barcode: str) -> list[dict[str, Any]]:
        """The records with that barcode."""
        return [record for record in self.state()["patrons"] if circulation(record)["barcode"] == barcode]

    # What was asked of the systems

    def reset(self) -> None:
        self._control("POST", "counters/reset", params={"library": self.id})

    def calls(self) -> Counter[tuple[str, str, str]]:
        """How many calls there were since the reset, by system, kind and method."""
        counts = self._control("GET", "counters", params={"library": self.id}).json()
        return Counter({(count["system"], count["kind"], count["method"]): count["count"] for count in counts})

    def writes(self) -> Counter[tuple[str, str, str]]:
        """The calls among them that could change something."""
        calls = self.calls().items()
        return Counter({call: count for call, count in calls if call[2] != "GET" and call[:2] not in ASKING})

    def times(self, system: str) -> list[float]:
        """When the calls of a system came, in seconds."""
        counts = self._control("GET", "counters", params={"library": self.id, "times": 1}).json()
        return sorted(time for count in counts if count["system"] == system for time in count["times"])

    def logins(self) -> int:
        return sum(count for call, count in self.calls().items() if call[:2] in LOGINS)

    # What may go wrong

    def fault(self, system: str, kind: str = "*", method: str = "*", times: int = 1, **effect: Any) -> None:
        """Let the next such calls go wrong."""
        where = {"library": self.id, "system": system, "kind": kind, "method": method, "times": times}
        self._control("POST", "faults", json={**where, "fault": effect})

    def html(self, system: str, kind: str = "*", method: str = "*") -> None:
        """Let something on the way answer in the place of a system."""
        page = "<!DOCTYPE html><html><head><title>Sign in</title></head></html>"
        self.fault(system, kind, method, times=-1, status=200, body=page, content_type="text/html")

    def met(self) -> list[int]:
        """How many calls met each of the faults."""
        return [one["met"] for one in self._control("GET", "faults", params={"library": self.id}).json()]

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self._control("DELETE", "faults", params={"library": self.id})

    # What somebody else does meanwhile

    def install(self) -> None:
        """Put the library back to where it started."""
        self._control("POST", "libraries", json=self.seed)

    def enabled(self) -> bool:
        """Whether the library's key still works."""
        return self.state()["wskeys"][0]["enabled"]

    def add_row(self, table: str, row: dict[str, Any]) -> None:
        """A colleague puts a row on top of a map."""
        scope = f"configuration context:{self.id}"
        auth = (self.key["key"], self.key["secret"])
        asked = {"grant_type": "client_credentials", "scope": scope}
        token = self._call("POST", "token", data=asked, auth=auth).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        path = f"configuration/v1/institutions/{self.id}/{table.replace('_', '-')}"
        stored = self._call("GET", path, headers=headers).json()
        fields = {**stored["fields"], "rows": [row, *stored["fields"]["rows"]]}
        self._call("PUT", path, headers={**headers, "If-Match": stored["etag"]}, json={"fields": fields})

    def add_setting(self, row: dict[str, Any]) -> None:
        """Something makes a row among ReShare's settings."""
        self._gateway("POST", "rs/settings/appSettings", row)

    def set(self, key: str, value: str) -> None:
        """A colleague changes one of ReShare's settings."""
        (row,) = [row for row in self.state()["reshare"]["settings"] if row["key"] == key]
        self._gateway("PUT", f"rs/settings/appSettings/{row['id']}", {"value": value})

    def _gateway(self, method: str, path: str, body: dict[str, Any]) -> None:
        user = self.seed["reshare"]["users"][0]
        headers = {"X-Okapi-Tenant": self.seed["reshare"]["tenant"]}
        headers["X-Okapi-Token"] = self._call("POST", "gateway/authn/login", json=user, headers=headers).json()[
            "okapiToken"
        ]
        self._call(method, f"gateway/{path}", json=body, headers=headers)

    def _control(self, method: str, path: str, **options: Any) -> requests.Response:
        return self._call(method, f"_sandbox/{path}", **options)

    def _call(self, method: str, path: str, **options: Any) -> requests.Response:
        response = self._http.request(method, f"{self.base}/{path}", timeout=30, **options)
        assert response.ok, f"{response.status_code} {response.text}"
        return response


def circulation(record: dict[str, Any]) -> dict[str, Any]:
    """The part of a patron's record that circulation uses."""
    return record["urn:mace:oclc.org:eidm:schema:persona:wmscircpatroninfo:20180101"]["circulationInfo"]
