# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""N made-up libraries that are each other's partners, and the inventory that declares them."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

SCOPES = ["SCIM", "configuration", "WMS_NCIP", "WorldCatMetadataAPI:get_holding_codes"]
#: ReShare's custom property with the account that a partner's loans go to.
PATRON_ID = "local_institutionalPatronId"


@dataclass(frozen=True)
class Library:
    """One library, by its number."""

    number: int

    @property
    def name(self) -> str:
        return f"library{self.number:03}"

    @property
    def registry_id(self) -> str:
        return f"7{self.number:04}0"

    @property
    def branch(self) -> str:
        return f"7{self.number:04}1"

    @property
    def symbol(self) -> str:
        return f"B{self.number:03}"

    @property
    def code(self) -> str:
        """The holding code of the main branch."""
        return f"{self.number:03}M"

    @property
    def account(self) -> str:
        return f"RESHARE-DEFAULT-{self.number:03}"

    @property
    def key(self) -> str:
        return f"{self.name}-wskey"

    @property
    def secret(self) -> str:
        return f"{self.name}-wskey-secret"

    @property
    def username(self) -> str:
        return f"{self.name}-admin"

    @property
    def password(self) -> str:
        return f"{self.name}-admin-password"

    @property
    def variables(self) -> dict[str, Any]:
        """What its file in host_vars would say."""
        return {
            "wms_registry_id": self.registry_id,
            "wms_main_branch": self.branch,
            "wms_key": self.key,
            "wms_secret": self.secret,
            "borrowing_holding_location": self.code,
            "lending_account_barcode": self.account,
            "reshare_symbol": f"RESHARE:{self.symbol}",
            "reshare_tenant": self.name,
            "reshare_username": self.username,
            "reshare_password": self.password,
            "reshare_settings_pickup_entries": {f"{self.name}-main": self.branch},
        }

    def seed(self, consortium: list[Library]) -> dict[str, Any]:
        """What it has before it is set up for ReShare, as the sandbox takes it."""
        return {
            "name": self.name,
            "registry_id": self.registry_id,
            "symbol": self.symbol,
            "institution_name": f"Library {self.number}",
            "branches": [
                {
                    "name": "Main Library",
                    "registry_id": self.branch,
                    "holding_code": self.code,
                    "default_symbol": self.symbol,
                    "shelving_locations": "Stacks; Reference; Reserves; Media Collection; Periodicals",
                }
            ],
            "wskeys": [{"key": self.key, "secret": self.secret, "scopes": SCOPES}],
            "configuration": _CONFIGURATION,
            "reshare": {
                "tenant": self.name,
                "users": [{"username": self.username, "password": self.password}],
                "patron_profiles": [{"code": "STATUS", "name": "STATUS"}],
                "directory": self._directory(consortium),
            },
        }

    def _directory(self, consortium: list[Library]) -> list[dict[str, Any]]:
        members = [
            {
                "slug": one.name,
                "name": f"Library {one.number}",
                "symbols": [f"RESHARE:{one.symbol}"],
                **({"status": "Managed"} if one == self else {}),
            }
            for one in consortium
        ]
        top = {"slug": "bench", "name": "Bench", "type": "Consortium", "members": [one.name for one in consortium]}
        branch = {"slug": f"{self.name}-main", "name": "Main Library", "type": "Branch", "parent": self.name}
        return [top, *members, {**branch, "status": "Managed", "tags": ["pickup"]}]


_CONFIGURATION: dict[str, Any] = {
    "borrower_categories": [{"name": "Student"}, {"name": "Faculty"}],
    "notification_policies": [
        {"name": "Overdue notice", "notification_type": "Loan Overdue", "subject": "Overdue items"}
    ],
    "patron_type_policies": [
        {"name": "Student", "outstanding_bill_value_limit": "25.00"},
        {"name": "Faculty", "outstanding_bill_value_limit": "100.00"},
    ],
    "loan_policies": [
        {"name": "Three weeks", "circulates": "always", "loan_period": {"value": 21, "unit": "days"}},
        {"name": "Semester", "circulates": "always", "loan_period": {"value": 4, "unit": "months"}},
    ],
    "loan_policy_map": {
        "rows": [{"patron_policy": "Faculty", "loan_policy": "Semester"}, {"loan_policy": "Three weeks"}]
    },
    "hold_limit_policies": [{"name": "Ten holds", "verified_hold_count_limit": 10}],
    "hold_limit_matrix": {"rows": [{"hold_limit_policy": "Ten holds"}]},
    "hold_request_policies": [{"name": "Two months", "default_hold_request_period": {"value": 60, "unit": "days"}}],
    "hold_request_policy_map": {"rows": [{"hold_request_policy": "Two months"}]},
    "hold_fulfillment_policies": [{"name": "One week", "hold_shelf_period": {"value": 7, "unit": "days"}}],
    "hold_fulfillment_policy_map": {"rows": [{"hold_fulfillment_policy": "One week"}]},
}


@dataclass
class Consortium:
    """The libraries on one sandbox. pattern: of partners' accounts; empty, they share one."""

    base: str
    libraries: list[Library]
    pattern: str = ""

    def install(self, libraries: list[Library] | None = None) -> None:
        """Put libraries, or all, to where they start."""
        for library in libraries or self.libraries:
            self.control("POST", "libraries", json=library.seed(self.libraries))

    def inventory(self, path: Path, more: Mapping[str, dict[str, Any]] | None = None) -> Path:
        """Write the inventory to the path, as JSON: a large one would take seconds to load as YAML. more: variables of some
        libraries, by name, besides their own."""
        everyone = [one.variables["reshare_symbol"] for one in self.libraries]
        common = {
            "ansible_connection": "local",
            "ansible_python_interpreter": sys.executable,
            "wms_token_url": f"{self.base}/token",
            "wms_identity_url": f"{self.base}/{{registry_id}}/idaas/scim/v2",
            "wms_configuration_url": f"{self.base}/configuration/v1",
            "wms_metadata_url": f"{self.base}/metadata",
            "wms_ncip_url": f"{self.base}/ncip",
            "reshare_url": f"{self.base}/gateway",
            "lending_account_expires": "2035-12-31",
            "preflight_authorisation_form": "2026-09-01",
        }
        if self.pattern:
            common["lending_account_pattern"] = self.pattern
        else:
            common["bench_symbols"] = everyone
            common["reshare_settings_partner_accounts"] = (
                "{{ dict(bench_symbols | difference([reshare_symbol]) | product([lending_account_barcode])) }}"
            )
        hosts = {one.name: {**one.variables, **(more or {}).get(one.name, {})} for one in self.libraries}
        path.write_text(json.dumps({"all": {"hosts": hosts, "vars": common}}), encoding="utf-8")
        return path

    def state(self, library: Library) -> dict[str, Any]:
        """All that the sandbox holds of a library."""
        return self.control("GET", f"libraries/{library.registry_id}/state").json()

    def reset(self) -> None:
        """Count requests anew."""
        self.control("POST", "counters/reset")

    def calls(self) -> Counter[tuple[str, str, str]]:
        """How many requests there were since the reset, by system, kind and method."""
        found: Counter[tuple[str, str, str]] = Counter()
        for count in self.control("GET", "counters").json():
            found[count["system"], count["kind"], count["method"]] += count["count"]
        return found

    def control(self, method: str, path: str, **options: Any) -> requests.Response:
        """A call of the sandbox's control API."""
        answer = requests.request(method, f"{self.base}/_sandbox/{path}", timeout=300, **options)
        if not answer.ok:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {json.dumps(answer.text)[:500]}")
        return answer
