# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One rehearsal for all tests, over real HTTP; each test has a library of its own in it."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from reshare_wms_sandbox.testing import running

from support.ncip_client import Broker
from support.ncip_client import seed as circulating

SCIM = "application/scim+json"

#: A small library; NN stands for its number.
LIBRARY: dict[str, Any] = {
    "name": "test-NN",
    "registry_id": "9NN",
    "symbol": "TNN",
    "institution_name": "Library NN",
    "branches": [
        {
            "name": "Main",
            "registry_id": "91NN",
            "holding_code": "TSTM",
            "shelving_locations": "Stacks; Reference; ReShare",
        },
        {"name": "Annex", "registry_id": "92NN", "holding_code": "TSTA", "shelving_locations": "Stacks"},
    ],
    "wskeys": [{"key": "key-NN", "secret": "secret-NN", "scopes": ["SCIM", "configuration"]}],
    "configuration": {
        "borrower_categories": [{"name": "Student"}, {"name": "Faculty"}, {"name": "Unsaved"}],
        "patron_type_policies": [{"name": "Student"}, {"name": "Faculty"}],
        "loan_policies": [
            {"name": "Four weeks", "loan_period": {"value": 28, "unit": "days"}},
            {"name": "One year", "loan_period": {"value": 12, "unit": "months"}},
        ],
        "loan_policy_map": {
            "rows": [{"patron_policy": "Faculty", "loan_policy": "One year"}, {"loan_policy": "Four weeks"}]
        },
    },
    "identity": {"rate_limit": False},
    "reshare": {"tenant": "tenant-NN", "users": [{"username": "admin", "password": "right"}]},
}

_numbers = itertools.count(1001)


class Library:
    """A client of one library's systems. The names of the methods are those of the systems."""

    def __init__(self, base: str, http: requests.Session, seed: dict[str, Any]):
        self.base, self.http, self.seed = base, http, seed
        self.id: str = seed["registry_id"]
        self.key: str = seed["wskeys"][0]["key"]
        self.secret: str = seed["wskeys"][0]["secret"]
        self._token: str | None = None
        self._tokens: dict[str, dict[str, str]] = {}

    # Control

    def control(self, action: str, body: Any = None) -> requests.Response:
        return self.http.post(f"{self.base}/_sandbox/libraries/{self.id}/{action}", json=body)

    def install(self) -> None:
        self.http.post(f"{self.base}/_sandbox/libraries", json=self.seed).raise_for_status()

    def state(self) -> dict[str, Any]:
        return self.http.get(f"{self.base}/_sandbox/libraries/{self.id}/state").json()

    def counters(self) -> dict[tuple[str, str, str], int]:
        counts = self.http.get(f"{self.base}/_sandbox/counters", params={"library": self.id}).json()
        return {(count["system"], count["kind"], count["method"]): count["count"] for count in counts}

    def fault(self, system: str, fault: dict[str, Any], **where: Any) -> None:
        body = {"library": self.id, "system": system, "fault": fault, **where}
        self.http.post(f"{self.base}/_sandbox/faults", json=body).raise_for_status()

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

    def configuration(self, method: str, path: str, fields: Any = None, **more: Any) -> requests.Response:
        headers = {**self.token, **more.pop("headers", {})}
        if "etag" in more:
            headers["If-Match"] = more.pop("etag")
        if fields is not None:
            more["json"] = {"fields": fields}
        url = f"{self.base}/configuration/v1/institutions/{self.id}/{path}"
        return self.http.request(method, url, headers=headers, **more)

    def named(self, path: str, name: str) -> dict[str, Any]:
        """The stored object of that name."""
        items = self.configuration("GET", path).json()["items"]
        return next(item for item in items if name in item["fields"].values())

    def save(self, path: str, fields: dict[str, Any]) -> requests.Response:
        """Replace what there is only one of."""
        return self.configuration("PUT", path, fields, etag=self.configuration("GET", path).json()["etag"])

    # ReShare

    def gateway(self, method: str, path: str, **more: Any) -> requests.Response:
        headers = {"X-Okapi-Tenant": self.seed["reshare"]["tenant"], **more.pop("headers", {})}
        return requests.request(method, f"{self.base}/gateway{path}", headers=headers, **more)

    def login(self, path: str = "/authn/login", username: str = "admin", password: str = "right") -> requests.Response:
        return self.gateway("POST", path, json={"username": username, "password": password})

    def okapi(self, username: str = "admin") -> dict[str, str]:
        return {"X-Okapi-Token": self.login(username=username).json()["okapiToken"]}

    def call(self, method: str, path: str, body: Any = None, username: str = "admin") -> requests.Response:
        """A module of ReShare, asked by a user."""
        if username not in self._tokens:
            self._tokens[username] = self.okapi(username)
        return self.gateway(method, path, headers=self._tokens[username], json=body)

    def rows(self, path: str, username: str = "admin") -> Any:
        """What a GET of ReShare's modules finds."""
        answer = self.call("GET", path, username=username)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def settings(self, query: str = "", username: str = "admin") -> requests.Response:
        return self.gateway("GET", f"/rs/settings/appSettings{query}", headers=self.okapi(username))


@pytest.fixture(scope="session")
def base() -> Iterator[str]:
    with running("--page-size", "5") as url:
        yield url


@pytest.fixture(scope="session")
def http() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


@pytest.fixture
def make(base: str, http: requests.Session):
    """Makes a library; keywords are put over the small library's members."""

    def make(**changes: Any) -> Library:
        seed = numbered({**copy.deepcopy(LIBRARY), **changes}, str(next(_numbers)))
        library = Library(base, http, seed)
        library.install()
        return library

    return make


@pytest.fixture
def library(make) -> Library:
    return make()


@pytest.fixture
def broker(make) -> Broker:
    return Broker(make(**circulating()))


@pytest.fixture
def with_configuration(make):
    """Makes a library with some of its configuration changed."""

    def with_configuration(**configuration) -> Broker:
        return Broker(make(**circulating(**configuration)))

    return with_configuration


def numbered(value: Any, number: str) -> Any:
    if isinstance(value, dict):
        return {name: numbered(one, number) for name, one in value.items()}
    if isinstance(value, list):
        return [numbered(one, number) for one in value]
    return value.replace("NN", number) if isinstance(value, str) else value
