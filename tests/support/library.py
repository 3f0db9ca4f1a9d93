# SPDX-License-Identifier: GPL-3.0-or-later

"""A library on the sandbox: its seed, the connection options of modules and roles, and its state."""

from __future__ import annotations

import copy
import itertools
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any, Self

import requests
from reshare_wms_sandbox.testing import comparable

from ansible_collections.reshare.wms.plugins.module_utils._core.objects import Owner
from ansible_collections.reshare.wms.plugins.module_utils._wms import account_marks
from ansible_collections.reshare.wms.plugins.module_utils._wms.scim_user import ADDITIONAL, flat, laid_over
from support.sandbox_control import SandboxControl
from support.seeds import changed_seed, numbered

LOGINS = {("token", "token"), ("gateway", "login"), ("gateway", "login-with-expiry")}
SCIM = "application/scim+json"
_DIGEST = re.compile(r"(reshare\.wms [^\"]+) [0-9a-f]{16}\"")
_MARKED = {"businessContext": "Circulation_Info", "key": "customdata4"}
#: POST requests that only read.
ASKING = {*LOGINS, ("identity", "search")}

#: Larger than any port and any year: comparisons replace the number wherever it occurs, and a setting contains the address of the sandbox.
_numbers = itertools.count(70001)


class Library:
    """A library for one test.

    state_dir: where modules share data between workers. verify: as in requests. seed: replaces the usual one. changes:
    to the usual one, see `changed_seed`. A patron in it with ``ours`` is an account that this collection made.
    """

    def __init__(
        self,
        base: str,
        state_dir: Path | None = None,
        verify: bool | str = True,
        seed: dict[str, Any] | None = None,
        **changes: Any,
    ):
        self.state_dir = str(state_dir)
        self.number = str(next(_numbers))
        self.seed = self.numbered(changed_seed(**changes) if seed is None else seed)
        for patron in self.seed.get("patrons", ()):
            if patron.pop("ours", False):
                self._mark(patron)
        self._verify = verify
        self._connect(base)
        self.install()

    def _connect(self, base: str) -> None:
        self.base = base
        self._sandbox = SandboxControl(base, self._verify)
        self.http = self._sandbox.http

    def _mark(self, patron: dict[str, Any]) -> None:
        """Mark an account of the seed as one that this collection made for the library."""
        names = {"familyName": "family_name", "givenName": "given_name"}
        fields = {names.get(name, name): value for name, value in patron.items()}
        marked = {**_MARKED, "value": account_marks.mark(Owner(self.id, str(self.symbol)), fields)}
        patron["extensions"] = {**patron.get("extensions", {}), ADDITIONAL: {"oclcKeyValuePairs": [marked]}}

    def numbered(self, value: Any) -> Any:
        """Replace NN in a value with this library's number."""
        return numbered(value, self.number)

    def unnumbered(self, value: Any) -> Any:
        """Replace this library's number in a value with NN, without the digests of marks, which depend on it."""
        return json.loads(_DIGEST.sub(r'\1"', json.dumps(value)).replace(self.number, "NN"))

    def at(self, base: str) -> Self:
        """The same library on another sandbox, on which it is already installed."""
        there = copy.copy(self)
        there._connect(base)
        return there

    @property
    def name(self) -> str:
        return self.seed["name"]

    @property
    def id(self) -> str:
        return self.seed["registry_id"]

    @property
    def symbol(self) -> str | None:
        """The symbol of the library's own entry in its directory; None without one."""
        own = [entry for entry in self.seed["reshare"].get("directory", ()) if entry.get("status") == "Managed"]
        return next((symbol for entry in own for symbol in entry.get("symbols", ())), None)

    @property
    def branch(self) -> str:
        return self.seed["branches"][0]["registry_id"]

    @property
    def wskey(self) -> dict[str, Any]:
        return self.seed["wskeys"][0]

    @property
    def key(self) -> str:
        return self.wskey["key"]

    @property
    def secret(self) -> str:
        return self.wskey["secret"]

    @property
    def options(self) -> dict[str, Any]:
        """The connection options of modules."""
        user = self.seed["reshare"]["users"][0]
        return {
            "wms_registry_id": self.id,
            "wms_key": self.key,
            "wms_secret": self.secret,
            "wms_token_url": f"{self.base}/token",
            "wms_identity_url": self.base + "/{registry_id}/idaas/scim/v2",
            "wms_configuration_url": f"{self.base}/configuration/v1",
            "wms_metadata_url": f"{self.base}/metadata",
            "wms_ncip_url": f"{self.base}/ncip",
            "reshare_url": f"{self.base}/gateway",
            "reshare_tenant": self.seed["reshare"]["tenant"],
            "reshare_symbol": self.symbol,
            "reshare_username": user["username"],
            "reshare_password": user["password"],
            "state_dir": self.state_dir,
            "retries": 1,
            # Long, because the machine can be busy.
            "timeout": 120,
        }

    @property
    def variables(self) -> dict[str, Any]:
        """The variables of the library's inventory: ``library_options`` for modules, the rest for roles."""
        ours = {"state_dir", "retries", "timeout"}
        return {
            **{name: value for name, value in self.options.items() if name not in ours},
            **{f"reshare_wms_{name}": self.options[name] for name in ours},
            "library_options": self.options,
            "wms_main_branch": self.branch,
            "borrowing_holding_location": "TSTM",
            "lending_account_barcode": f"RESHARE-{self.number}",
            "lending_account_expires": "2099-12-31",
            "preflight_authorisation_form": "2026-09-01",
        }

    # State

    def state(self) -> dict[str, Any]:
        """The state at this moment."""
        return self._sandbox.state(self.id)

    def choose(self, contrary: dict[str, str]) -> None:
        """Make other choices from now on where the behaviour of a system is not known."""
        self._sandbox.call("POST", f"libraries/{self.id}/contrary", json=contrary)

    def forget_killed_logins(self) -> None:
        """Simulate the end of the minutes in which a killed run's login counts as one with an unknown outcome: after two, no other login is sent."""
        for path in Path(self.state_dir).iterdir():
            if path.is_file() and path.read_bytes().startswith(b"sent"):
                path.write_bytes(b"")

    def settled(self) -> dict[str, Any]:
        """The state after all pending events were delivered. Use this in comparisons: it does not change by itself."""
        return self._sandbox.settled(self.id)

    def comparable(self) -> dict[str, Any]:
        """The settled state, for comparison with a twin to which the same was done."""
        return self.unnumbered(comparable(self.settled()))

    @property
    def configuration(self) -> dict[str, Any]:
        return self.state()["configuration"]

    @property
    def live(self) -> bool:
        """Whether its link is enabled."""
        return self.configuration["ill_settings"].get("reshare", {}).get("enable", False)

    def find_object(self, plural: str, name: str) -> dict[str, Any] | None:
        """The object with that name."""
        return next((fields for fields in self.configuration[plural] if fields["name"] == name), None)

    def rows(self, table: str) -> list[dict[str, Any]]:
        return self.configuration[table]["rows"]

    def shelving_locations(self, code: str = "TSTM") -> str:
        return next(
            row["shelving_locations"] for row in self.configuration["holding_codes"] if row["holding_code"] == code
        )

    def settings(self) -> dict[str, Any]:
        return {row["key"]: row.get("value") for row in self.state()["reshare"]["settings"]}

    def patrons(self, barcode: str) -> list[dict[str, Any]]:
        """The patron records with that barcode."""
        return [record for record in self.state()["patrons"] if circulation(record)["barcode"] == barcode]

    # Counted calls

    def reset(self) -> None:
        self._sandbox.reset_calls(self.id)

    def calls(self) -> Counter[tuple[str, str, str]]:
        """The number of calls since the reset, by system, kind and method."""
        return self._sandbox.calls(self.id)

    def writes(self) -> Counter[tuple[str, str, str]]:
        """The calls that can change something."""
        calls = self.calls().items()
        return Counter({call: count for call, count in calls if call[2] != "GET" and call[:2] not in ASKING})

    def call_times(self, system: str) -> list[float]:
        """The times of the calls of a system, in seconds."""
        return self._sandbox.call_times(self.id, system)

    def logins(self) -> int:
        return sum(count for call, count in self.calls().items() if call[:2] in LOGINS)

    # Faults

    def fault(self, system: str, kind: str = "*", method: str = "*", times: int = 1, **effect: Any) -> None:
        """Inject a fault into the next calls of that sort."""
        self._sandbox.inject_fault(effect, library=self.id, system=system, kind=kind, method=method, times=times)

    def answer_with_html(self, system: str, kind: str = "*", method: str = "*") -> None:
        """Inject an HTML response in place of a system's, as a proxy would send it."""
        page = "<!DOCTYPE html><html><head><title>Sign in</title></head></html>"
        self.fault(system, kind, method, times=-1, status=200, body=page, content_type="text/html")

    def fault_hits(self) -> list[int]:
        """The number of calls that each fault affected."""
        return [one["met"] for one in self._sandbox.faults(self.id)]

    def clear_faults(self) -> None:
        """Remove all faults."""
        self._sandbox.clear_faults(self.id)

    # Changes by others

    def install(self) -> None:
        """Reset the library to its seed."""
        self._sandbox.install(self.seed)

    def key_works(self) -> bool:
        """Whether the library's key is still enabled."""
        return self.state()["wskeys"][0]["enabled"]

    def add_row(self, table: str, row: dict[str, Any]) -> None:
        """A colleague adds a row at the top of a map."""
        headers = self._authorisation("configuration")
        path = f"configuration/v1/institutions/{self.id}/{table.replace('_', '-')}"
        stored = self._call("GET", path, headers=headers).json()
        fields = {**stored["fields"], "rows": [row, *stored["fields"]["rows"]]}
        self._call("PUT", path, headers={**headers, "If-Match": stored["etag"]}, json={"fields": fields})

    def edit_patron(self, barcode: str, **fields: Any) -> None:
        """A colleague edits an account in User Management. fields: as in patron_account."""
        (record,) = self.patrons(barcode)
        path = f"{self.id}/idaas/scim/v2/Users/{record['id']}"
        headers = {**self._authorisation("SCIM"), "Accept": SCIM, "Content-Type": SCIM}
        self._call("PUT", path, headers=headers, data=json.dumps(laid_over(record, {**flat(record), **fields})))

    def add_setting(self, row: dict[str, Any]) -> None:
        """Add a row to ReShare's settings."""
        self.call_gateway("POST", "rs/settings/appSettings", row)

    def set_setting(self, key: str, value: str) -> None:
        """A colleague changes one of ReShare's settings."""
        (row,) = [row for row in self.state()["reshare"]["settings"] if row["key"] == key]
        self.call_gateway("PUT", f"rs/settings/appSettings/{row['id']}", {"value": value})

    def trigger(self, action: str, body: Any = None) -> Any:
        """Trigger an action of one of the simulated systems through the control API."""
        response = self._sandbox.call("POST", f"libraries/{self.id}/{action}", json=body)
        return response.json() if response.content else None

    def call_gateway(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """A colleague's call through ReShare's gateway."""
        user = self.seed["reshare"]["users"][0]
        headers = {"X-Okapi-Tenant": self.seed["reshare"]["tenant"]}
        headers["X-Okapi-Token"] = self._call("POST", "gateway/authn/login", json=user, headers=headers).json()[
            "okapiToken"
        ]
        response = self._call(method, f"gateway/{path}", json=body, headers=headers)
        return response.json() if response.content else None

    def _authorisation(self, scope: str) -> dict[str, str]:
        asked = {"grant_type": "client_credentials", "scope": f"{scope} context:{self.id}"}
        token = self._call("POST", "token", data=asked, auth=(self.key, self.secret)).json()["access_token"]
        return {"Authorization": f"Bearer {token}"}

    def _call(self, method: str, path: str, **options: Any) -> requests.Response:
        response = self.http.request(method, f"{self.base}/{path}", timeout=30, **options)
        assert response.ok, f"{response.status_code} {response.text}"
        return response


def circulation(record: dict[str, Any]) -> dict[str, Any]:
    """The part of a patron's record that circulation uses."""
    return record["urn:mace:oclc.org:eidm:schema:persona:wmscircpatroninfo:20180101"]["circulationInfo"]
