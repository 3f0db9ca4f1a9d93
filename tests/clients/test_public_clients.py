# SPDX-License-Identifier: GPL-3.0-or-later

"""Public clients from PyPI work with the sandbox: folioclient with the gateway, mod-rs and mod-directory."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator

import httpx
import pytest
from bookops_worldcat import MetadataSession, WorldcatAccessToken
from bookops_worldcat.errors import WorldcatAuthorizationError
from folioclient import FolioClient
from oauthlib.oauth2 import BackendApplicationClient, OAuth2Error
from requests_oauthlib import OAuth2Session

from support.library import SCIM, Library

SETTINGS = "/rs/settings/appSettings"


@pytest.fixture
def log_in(library: Library, ca_path: str) -> Callable[..., FolioClient]:
    """Create a client. password: replaces the right one."""
    tenant, trusted = library.seed["reshare"], ssl.create_default_context(cafile=ca_path)
    user = tenant["users"][0]

    def logged_in(password: str = user["password"]) -> FolioClient:
        gateway = f"{library.base}/gateway"
        return FolioClient(gateway, tenant["tenant"], user["username"], password, ssl_verify=trusted)

    return logged_in


@pytest.fixture
def folio(log_in: Callable[..., FolioClient]) -> Iterator[FolioClient]:
    with log_in() as client:
        yield client


def setting(folio: FolioClient, key: str) -> dict:
    (found,) = folio.folio_get(SETTINGS, query_params={"filters": f"key=={key}"})
    return found


def test_settings_are_read_page_by_page(folio, library):
    pages = [
        folio.folio_get(SETTINGS, query_params={"perPage": 10, "page": page, "sort": "id;asc", "filters": "hidden"})
        for page in range(1, 15)
    ]
    assert {row["key"] for page in pages for row in page} == set(library.settings())


def test_a_setting_is_changed_and_unset(folio, library):
    found = setting(folio, "wms_registry_id")
    path = f"{SETTINGS}/{found['id']}"
    folio.folio_put(path, {"id": found["id"], "value": " 91 "})
    assert setting(folio, "wms_registry_id") == {**found, "value": "91"}
    folio.folio_put(path, {"id": found["id"], "value": ""})
    assert setting(folio, "wms_registry_id") == found


def test_a_row_of_a_table_is_created_changed_and_deleted(folio):
    made = folio.folio_post("/rs/hostLMSLocations", {"code": " NEW ", "name": "New"})
    assert made["code"] == "NEW"
    with pytest.raises(httpx.HTTPStatusError) as refused:
        folio.folio_post("/rs/hostLMSLocations", {"code": "NEW"})
    assert refused.value.response.status_code == 422
    folio.folio_delete(f"/rs/hostLMSLocations/{made['id']}")
    assert folio.folio_get("/rs/hostLMSLocations", query_params={"filters": "code==NEW"}) == []


def test_a_token_that_has_expired_is_renewed(folio, library, clock):
    assert folio.folio_get(SETTINGS)
    clock.advance(3600)
    assert folio.folio_get(SETTINGS)
    assert library.logins() == 2


def test_a_wrong_password_is_rejected(log_in):
    with pytest.raises(httpx.HTTPStatusError) as refused:
        log_in("wrong")
    assert refused.value.response.status_code == 422


# requests-oauthlib, a public OAuth 2 client, works with OCLC's tokens, and with them for Identity Management


SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"


def logged_in(library: Library, secret: str | None = None, scope: str = "SCIM") -> OAuth2Session:
    session = OAuth2Session(client=BackendApplicationClient(client_id=library.key))
    credentials = {"client_id": library.key, "client_secret": secret or library.secret}
    session.fetch_token(f"{library.base}/token", scope=[scope, f"context:{library.id}"], **credentials)
    return session


def test_a_token_is_valid_for_identity_management(library):
    body = {"schemas": [SEARCH], "filter": 'External_ID eq "NOBODY"'}
    headers = {"Accept": SCIM, "Content-Type": SCIM}
    session = logged_in(library)
    answer = session.post(f"{library.base}/{library.id}/idaas/scim/v2/Users/.search", json=body, headers=headers)
    assert (answer.status_code, answer.json()["totalResults"]) == (200, 0)


def test_an_unknown_token_is_rejected(library):
    session = OAuth2Session(token={"access_token": "tk_x", "token_type": "bearer"})
    answer = session.get(f"{library.base}/{library.id}/idaas/scim/v2/Users/1", headers={"Accept": SCIM})
    assert answer.status_code == 401


@pytest.mark.parametrize("wrong", [{"secret": "wrong"}, {"scope": "nothing"}])
def test_a_rejected_token_request_raises_an_error(library, wrong):
    with pytest.raises(OAuth2Error):
        logged_in(library, **wrong)


# bookops-worldcat, a public client of the WorldCat Metadata API, works with OCLC's tokens and branches


def session(
    library: Library, secret: str | None = None, scope: str = "WorldCatMetadataAPI:get_holding_codes"
) -> MetadataSession:
    """The client, with OCLC's addresses replaced by the sandbox's."""

    class Token(WorldcatAccessToken):
        oauth_server = property(lambda self: library.base, lambda self, address: None)

    class Session(MetadataSession):
        BASE_URL = f"{library.base}/metadata/worldcat"

    token = Token(library.key, secret or library.secret, f"{scope} context:{library.id}", timeout=60)
    client = Session(authorization=token, timeout=60)
    client.verify = library.http.verify
    return client


@pytest.mark.parametrize("shelving", [True, False])
def test_branches_are_read_with_their_shelving_locations(library, shelving):
    """The client sends booleans as Python writes them."""
    with session(library) as client:
        found = client.branch_holding_codes_get(includeShelvingLocations=shelving).json()
    assert found["id"] == library.id
    main = found["branchLocations"][0]
    assert main["branchLocationId"] == library.branch
    assert main.get("shelvingLocations") == (["Stacks", "Reference", "Reserves"] if shelving else None)


def test_one_branch_can_be_read(library):
    with session(library) as client:
        found = client.branch_holding_codes_get(branchLocationLimit=int(library.branch)).json()
    assert [one["branchLocationId"] for one in found["branchLocations"]] == [library.branch]


@pytest.mark.parametrize("wrong", [{"secret": "wrong"}, {"scope": "nothing"}])
def test_a_rejected_request_for_a_token_of_metadata_raises_an_error(library, wrong):
    with pytest.raises(WorldcatAuthorizationError):
        session(library, **wrong)
