# SPDX-License-Identifier: GPL-3.0-or-later

"""bookops-worldcat, a public client of the WorldCat Metadata API, works with OCLC's tokens and branches."""

from __future__ import annotations

import pytest
from bookops_worldcat import MetadataSession, WorldcatAccessToken
from bookops_worldcat.errors import WorldcatAuthorizationError

from support.library import Library


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
def test_a_rejected_token_request_raises_an_error(library, wrong):
    with pytest.raises(WorldcatAuthorizationError):
        session(library, **wrong)
