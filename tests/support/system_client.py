# SPDX-License-Identifier: GPL-3.0-or-later

"""Clients of OCLC's and ReShare's systems, for tests of the sandbox."""

from __future__ import annotations

from typing import Any

import requests

from support.library import Library
from support.seeds import SEED

SCIM = "application/scim+json"

_FEW = ("borrower_categories", "notification_policies", "patron_type_policies", "loan_policies", "loan_policy_map")
_MAIN, _ANNEX = SEED["branches"]

#: A library with few objects: no list has more than a page.
SMALL_SEED: dict[str, Any] = {
    **SEED,
    "branches": [{**_MAIN, "shelving_locations": "Stacks; Reference; ReShare"}, _ANNEX],
    "wskeys": [{"key": "key-NN", "secret": "secret-NN", "scopes": ["SCIM", "configuration"]}],
    "configuration": {kind: SEED["configuration"][kind] for kind in _FEW},
    "identity": {"rate_limit": False},
    "reshare": {"tenant": "tenant-NN", "users": [{"username": "admin", "password": "right"}]},
}


class SystemClient(Library):
    """A client of one library's systems; its methods are named after the systems. changes: members of its seed to
    replace."""

    def __init__(self, base: str, **changes: Any):
        super().__init__(base, seed={**SMALL_SEED, **changes})

    def _connect(self, base: str) -> None:
        super()._connect(base)
        self._token: str | None = None
        self._tokens: dict[str, dict[str, str]] = {}

    def control(self, action: str, body: Any = None) -> requests.Response:
        return self.http.post(f"{self.base}/_sandbox/libraries/{self.id}/{action}", json=body)

    def inject_fault(self, system: str, effect: Any, **where: Any) -> None:
        self._sandbox.inject_fault(effect, library=self.id, system=system, **where)

    # OCLC

    def ask_token(self, scope: str, auth: tuple[str, str] | None = None, **parameters: str) -> requests.Response:
        query = {"grant_type": "client_credentials", "scope": scope, **parameters}
        return self.http.post(f"{self.base}/token", params=query, auth=auth or (self.key, self.secret))

    def bearer(self, scope: str = "SCIM configuration") -> dict[str, str]:
        return {"Authorization": f"Bearer {self.ask_token(scope).json()['access_token']}"}

    @property
    def token(self) -> dict[str, str]:
        if self._token is None:
            self._token = self.bearer()["Authorization"]
        return {"Authorization": self._token}

    def scim(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        sent = {**self.token, "Accept": SCIM, "Content-Type": SCIM, **headers}
        return self.http.request(method, f"{self.base}/{self.id}/idaas/scim/v2{path}", json=body, headers=sent)

    def search(self, value: str, attribute: str = "External_ID") -> requests.Response:
        schema = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
        return self.scim("POST", "/Users/.search", {"schemas": [schema], "filter": f'{attribute} eq "{value}"'})

    def service(self, method: str, path: str, fields: Any = None, **more: Any) -> requests.Response:
        headers = {**self.token, **more.pop("headers", {})}
        if "etag" in more:
            headers["If-Match"] = more.pop("etag")
        if fields is not None:
            more["json"] = {"fields": fields}
        url = f"{self.base}/configuration/v1/institutions/{self.id}/{path}"
        return self.http.request(method, url, headers=headers, **more)

    def stored(self, path: str, name: str) -> dict[str, Any]:
        """The stored object with that name."""
        items = self.service("GET", path).json()["items"]
        return next(item for item in items if name in item["fields"].values())

    def save(self, path: str, fields: dict[str, Any]) -> requests.Response:
        """Replace a table or page."""
        return self.service("PUT", path, fields, etag=self.service("GET", path).json()["etag"])

    # ReShare

    def gateway(self, method: str, path: str, **more: Any) -> requests.Response:
        headers = {"X-Okapi-Tenant": self.seed["reshare"]["tenant"], **more.pop("headers", {})}
        return requests.request(method, f"{self.base}/gateway{path}", headers=headers, **more)

    def login(self, path: str = "/authn/login", username: str = "admin", password: str = "right") -> requests.Response:
        return self.gateway("POST", path, json={"username": username, "password": password})

    def okapi(self, username: str = "admin") -> dict[str, str]:
        return {"X-Okapi-Token": self.login(username=username).json()["okapiToken"]}

    def call(self, method: str, path: str, body: Any = None, username: str = "admin") -> requests.Response:
        """Call a module of ReShare as a user."""
        if username not in self._tokens:
            self._tokens[username] = self.okapi(username)
        return self.gateway(method, path, headers=self._tokens[username], json=body)

    def get_rows(self, path: str, username: str = "admin") -> Any:
        """The rows in the response to a GET of ReShare's modules."""
        answer = self.call("GET", path, username=username)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def get_settings(self, query: str = "", username: str = "admin") -> requests.Response:
        return self.gateway("GET", f"/rs/settings/appSettings{query}", headers=self.okapi(username))
