# SPDX-License-Identifier: GPL-3.0-or-later

"""requests-oauthlib, a public OAuth 2 client, works with OCLC's tokens, and with them for Identity Management."""

from __future__ import annotations

import pytest
from oauthlib.oauth2 import BackendApplicationClient, OAuth2Error
from requests_oauthlib import OAuth2Session

from support.library import SCIM, Library

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
