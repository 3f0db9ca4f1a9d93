# SPDX-License-Identifier: GPL-3.0-or-later

"""folioclient, a public client of FOLIO's gateways, works with the gateway, mod-rs and mod-directory."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator

import httpx
import pytest
from folioclient import FolioClient

from support.library import Library

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
