# SPDX-License-Identifier: GPL-3.0-or-later

"""From any response of a ReShare directory, the inventory plugin creates an inventory with safe names, or raises an
error without secrets."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from unittest import mock

from ansible.errors import AnsibleError
from ansible.inventory.data import InventoryData
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import inventory_loader
from ansible.utils.display import Display
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.reshare.wms.plugins.module_utils._reshare.directory import PATH
from support.controller import dump
from support.fake_http import JSON, Reply, fake_responses
from support.malformed_data import data_bytes

PASSWORD, TOKEN = "canary-password", "canary-token"
OPTIONS = {
    "plugin": "reshare.wms.directory",
    "reshare_url": "https://x",
    "reshare_tenant": "tenant",
    "reshare_username": "admin",
    "reshare_password": PASSWORD,
    "retries": 0,
}
ENTRIES = [
    {
        "id": "e1",
        "slug": "adams",
        "name": "Adams",
        "status": {"value": "managed"},
        "symbols": [{"id": "s1", "symbol": "ADM", "authority": {"id": "a1", "symbol": "RESHARE"}}],
    },
    {"id": "e2", "slug": "baker", "name": "Baker", "symbols": [{"symbol": "BKR", "authority": "RESHARE"}]},
    {
        "id": "e3",
        "slug": "consortium",
        "name": "Consortium",
        "type": {"value": "consortium"},
        "members": [{"id": "m1", "memberOrg": {"id": "e1", "slug": "adams"}}, {"memberOrg": {"id": "e2"}}],
    },
]
LIST = {"results": ENTRIES, "totalRecords": len(ENTRIES)}
GRANTED = {"okapiToken": TOKEN, "tenant": "tenant"}
LOGIN = Reply(json.dumps(GRANTED).encode(), 201, {**JSON, "x-okapi-token": TOKEN})

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
#: Slugs that look like paths, expressions and names of Ansible, and invalid ones.
SLUGS = st.sampled_from(
    ["../../inbox/evil", "{{ 1 }}", "localhost", "all", "ungrouped", "adams", "a/b", "x.yml", "\u202eadams", "-x"]
)


def inventory(body: bytes, status: int = 200, login: Reply = LOGIN) -> InventoryData:
    """The plugin's inventory for a list of entries. Raises AnsibleError."""
    script = {"POST /authn/login-with-expiry": [login], f"GET {PATH}": [Reply(body, status)]}
    data, plugin = InventoryData(), inventory_loader.get("reshare.wms.directory")
    with tempfile.TemporaryDirectory() as folder, fake_responses(script), mock.patch.object(Display, "warning"):
        path = Path(folder, "reshare_directory.yml")
        path.write_text(dump({**OPTIONS, "state_dir": f"{folder}/state"}), encoding="utf-8")
        plugin.parse(data, DataLoader(), str(path), cache=False)
    return data


def assert_safe(body: bytes, status: int = 200, login: Reply = LOGIN) -> None:
    try:
        found = inventory(body, status, login)
    except AnsibleError as error:
        assert PASSWORD not in str(error)
        # An error page must not contain a token, because none was granted.
        assert login.status >= 400 or TOKEN not in str(error)
        assert "Traceback" not in str(error)
        return
    for name in found.hosts:
        assert NAME.fullmatch(name)
        assert name.casefold() not in ("localhost", "all", "ungrouped")
    for name in set(found.groups) - {"all", "ungrouped"}:
        assert re.fullmatch(r"[A-Za-z0-9_]+", name)


def test_a_valid_directory_gives_an_inventory():
    found = inventory(json.dumps(LIST).encode())
    assert set(found.hosts) == {"adams", "baker"}
    assert set(found.groups) == {"all", "ungrouped", "consortium"}


@given(body=data_bytes(LIST), status=st.sampled_from([200, 200, 200, 201, 204, 302, 401, 403, 404, 500]))
def test_any_list_gives_safe_names_or_an_error(body, status):
    assert_safe(body, status)


@given(slugs=st.lists(SLUGS | st.text(max_size=120), min_size=3, max_size=3))
def test_any_slugs_give_safe_names_or_an_error(slugs):
    entries = [{**entry, "slug": slug} for entry, slug in zip(ENTRIES, slugs)]
    assert_safe(json.dumps({**LIST, "results": entries}).encode())


@given(body=data_bytes(GRANTED), status=st.sampled_from([201, 201, 200, 400, 401, 422, 500]))
def test_any_login_gives_an_inventory_or_an_error(body, status):
    assert_safe(json.dumps(LIST).encode(), login=Reply(body, status))
