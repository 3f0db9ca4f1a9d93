# SPDX-License-Identifier: GPL-3.0-or-later

"""N fictitious libraries that are partners of each other, and their inventory."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from support.sandbox_control import SandboxControl
from support.seeds import SEED, numbered

SCOPES = ["SCIM", "configuration", "WMS_NCIP", "WorldCatMetadataAPI:get_holding_codes"]
#: ReShare's custom property for the account to which items lent to a partner are checked out.
PATRON_ID = "local_institutionalPatronId"


class Library:
    """One library, by number."""

    def __init__(self, number: int):
        self.number = f"{number:03}"
        self._seed = numbered(SEED, self.number)
        self.name: str = self._seed["name"]
        self.registry_id: str = self._seed["registry_id"]
        self.symbol: str = self._seed["symbol"]
        self.branch: str = self._seed["branches"][0]["registry_id"]
        self.key: str = self._seed["wskeys"][0]["key"]
        self.secret: str = self._seed["wskeys"][0]["secret"]
        self.tenant: str = self._seed["reshare"]["tenant"]
        self.user: dict[str, str] = self._seed["reshare"]["users"][0]
        self.account = f"RESHARE-DEFAULT-{self.number}"

    @property
    def variables(self) -> dict[str, Any]:
        """The variables of its file in host_vars."""
        return {
            "wms_registry_id": self.registry_id,
            "wms_main_branch": self.branch,
            "wms_key": self.key,
            "wms_secret": self.secret,
            "borrowing_holding_location": self._seed["branches"][0]["holding_code"],
            "lending_account_barcode": self.account,
            "reshare_symbol": f"RESHARE:{self.symbol}",
            "reshare_tenant": self.tenant,
            "reshare_username": self.user["username"],
            "reshare_password": self.user["password"],
            "reshare_settings_pickup_entries": {f"{self.name}-main": self.branch},
            "preflight_authorisation_form": "2026-09-01",
        }

    def seed(self, consortium: list[Library]) -> dict[str, Any]:
        """Its seed: the state before it is configured for ReShare."""
        profiles = [{"code": "STATUS", "name": "STATUS"}]
        reshare = {"patron_profiles": profiles, "directory": self._directory(consortium)}
        wskeys = [{"key": self.key, "secret": self.secret, "scopes": SCOPES}]
        return {**self._seed, "wskeys": wskeys, "reshare": {**self._seed["reshare"], **reshare}}

    def _directory(self, consortium: list[Library]) -> list[dict[str, Any]]:
        members = [
            {
                "slug": one.name,
                "name": f"Library {one.number}",
                "symbols": [f"RESHARE:{one.symbol}"],
                **({"status": "Managed"} if one is self else {}),
            }
            for one in consortium
        ]
        top = {"slug": "bench", "name": "Bench", "type": "Consortium", "members": [one.name for one in consortium]}
        branch = {"slug": f"{self.name}-main", "name": "Main Library", "type": "Branch", "parent": self.name}
        return [top, *members, {**branch, "status": "Managed", "tags": ["pickup"]}]


class Consortium(SandboxControl):
    """The libraries on one sandbox. pattern: of partners' accounts; if empty, they share one account."""

    def __init__(self, base: str, libraries: list[Library], pattern: str = ""):
        super().__init__(base)
        self.libraries, self.pattern = libraries, pattern

    def install_all(self, libraries: list[Library] | None = None) -> None:
        """Reset some or all libraries to their seeds."""
        for library in libraries or self.libraries:
            self.install(library.seed(self.libraries))

    def inventory(self, path: Path, more: Mapping[str, dict[str, Any]] | None = None) -> Path:
        """Write the inventory to the path as JSON, because a large YAML file takes seconds to load. more: additional
        variables of some libraries, by name."""
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
            "lending_account_expires": "2099-12-31",
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
