# SPDX-License-Identifier: GPL-3.0-or-later

"""A library's ReShare tenant: its state, actions of mod-rs and of other people, and rejected tasks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import requests

from ansible_collections.reshare.wms.plugins.module_utils._task.result_warnings import result_warnings
from support.controller import run
from support.library import Library

LOCAL_ID = "local_institutionalPatronId"


# State


def table_rows(library: Library, table: str) -> list[dict[str, Any]]:
    """The rows of a lending table in mod-rs without their IDs, including hidden rows."""
    return [{name: row[name] for name in row if name != "id"} for row in library.state()["reshare"][table]]


def directory_entry(library: Library, slug: str, held_by: str = "directory") -> dict[str, Any]:
    """An entry of the directory, or of mod-rs's copy (held_by: directory_copy)."""
    return next(one for one in library.state()["reshare"][held_by] if one["slug"] == slug)


def patron_ids(library: Library, held_by: str = "directory") -> dict[str, list[str]]:
    """The existing institutional patron IDs, by the slug of their entry."""
    entries = library.state()["reshare"][held_by]
    found = {one["slug"]: one["custom_properties"].get(LOCAL_ID, []) for one in entries}
    return {slug: values for slug, values in found.items() if values}


def library_warnings(result: dict[str, Any]) -> list[str]:
    """The warnings about the library, without the one about the sandbox."""
    return [text for text in result["warnings"] if text not in result_warnings(result)]


def run_refused(library: Library, module: str, **arguments: Any) -> dict[str, Any]:
    """The failure of a task that has to fail without writing anything."""
    before = library.settled()
    library.reset()
    failed = run(module, library, **arguments)
    assert failed["failed"] is True
    assert not failed.get("changed")
    assert not library.writes()
    assert library.settled() == before
    assert failed["failure"]["code"] != "bug"
    return failed["failure"]


def count_list_reads(library: Library) -> dict[str, int]:
    """The number of GET requests for each of ReShare's lists and their rows."""
    calls = library.calls().items()
    return {kind: count for (system, kind, method), count in calls if method == "GET" and system in SYSTEMS}


SYSTEMS = ("settings", "tables", "directory")


# Actions of mod-rs, mod-directory and other people


def discover_codes(library: Library, **codes: str) -> None:
    """Make mod-rs encounter codes: location, shelving_location, patron_profile, item_loan_policy."""
    library.trigger("meet", codes)


def ask_peers(library: Library, custom_properties: dict[str, dict[str, list[str]]] | None = None) -> list[str]:
    """Make mod-directory fetch the entries of its peers. Returns the slugs of the entries that changed."""
    return library.trigger("foaf", {"custom_properties": custom_properties or {}})["changed"]


def call_as_colleague(library: Library, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """A colleague's call through the gateway. Resets the counters afterwards."""
    found = library.call_gateway(method, path, body)
    library.reset()
    return found


def fail_logins(library: Library, number: int) -> None:
    """Log in with a wrong password."""
    headers = {"X-Okapi-Tenant": library.seed["reshare"]["tenant"]}
    user = {**library.seed["reshare"]["users"][0], "password": "mistyped"}
    for _attempt in range(number):
        address = f"{library.base}/gateway/authn/login-with-expiry"
        assert requests.post(address, json=user, headers=headers, timeout=30).status_code == 422
    library.reset()


# Seeds


def directory_of(number: int) -> list[dict[str, Any]]:
    """The seed of a directory with that many institutions in one consortium, including the library's own."""
    partners = [
        {"slug": f"partner-{at:03}", "name": f"Partner {at:03}", "symbols": [f"RESHARE:P{at:03}"]}
        for at in range(1, number)
    ]
    own = {"slug": "us", "name": "Library NN", "status": "Managed", "symbols": ["RESHARE:LNN"]}
    return [consortium_entry(["us", *(partner["slug"] for partner in partners)]), own, *partners]


def consortium_entry(members: Iterable[str], slug: str = "consortium") -> dict[str, Any]:
    return {"slug": slug, "name": slug.capitalize(), "type": "Consortium", "members": list(members)}


def user_with(*permissions: str) -> dict[str, Any]:
    """A user with exactly these permissions."""
    return {"username": "desk", "password": "password-of-the-desk", "permissions": list(permissions)}
