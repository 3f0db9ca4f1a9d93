# SPDX-License-Identifier: GPL-3.0-or-later

"""The floor: a script that sends the reads of a no-op run, without Ansible and without evaluating the responses.

Run as `python -m bench.floor FILE THREADS`. plan() writes the file, which contains a list of calls per library.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import requests

from .libraries import SCOPES, Consortium, Library

_SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
_LOGINS = ("token", "login-with-expiry")
#: A list of one row, whose processing costs the sandbox least.
_SMALL = "shelvingLocations"


def plan(
    consortium: Consortium, calls: Counter[tuple[str, str, str]], kinds: Sequence[str], path: Path, requests: int = 0
) -> Path:
    """Write the calls of a no-op run over all libraries to a file. kinds: those that it reads in one call. requests: how many calls to
    send in all; a read of a short list is repeated."""
    each = {call: round(count / len(consortium.libraries)) for call, count in calls.items()}
    todo = []
    for library in consortium.libraries:
        listed = [
            _call(consortium.base, library, kinds, *call) for call, count in each.items() for turn in range(count)
        ]
        listed.sort(key=lambda call: call["kind"] not in _LOGINS)
        reads = [call for call in listed if call["kind"] == _SMALL]
        more = max(0, round(requests / len(consortium.libraries)) - len(listed))
        todo.append([*listed, *islice(cycle(reads), more)])
    path.write_text(json.dumps(todo), encoding="utf-8")
    return path


def _call(base: str, library: Library, kinds: Sequence[str], system: str, kind: str, method: str) -> dict[str, Any]:
    okapi = {"X-Okapi-Tenant": library.tenant}
    ours = f"{base}/{library.registry_id}"
    service = f"{base}/configuration/v1/institutions/{library.registry_id}"
    listed = {"stats": "true", "perPage": 1000, "page": 1}
    special: dict[tuple[str, str], dict[str, Any]] = {
        ("token", "token"): {
            "url": f"{base}/token",
            "auth": [library.key, library.secret],
            "data": {
                "grant_type": "client_credentials",
                "scope": " ".join([*SCOPES, f"context:{library.registry_id}"]),
            },
        },
        ("configuration", "configuration"): {"url": f"{service}/configuration", "params": {"kind": list(kinds)}},
        ("gateway", "login-with-expiry"): {
            "url": f"{base}/gateway/authn/login-with-expiry",
            "headers": okapi,
            "json": library.user,
        },
        ("gateway", "modules"): {"url": f"{base}/gateway/_/proxy/tenants/{library.tenant}/modules", "headers": okapi},
        ("identity", "search"): {
            "url": f"{ours}/idaas/scim/v2/Users/.search",
            "headers": {"Content-Type": "application/scim+json", "Accept": "application/scim+json"},
            "json": {"schemas": [_SEARCH], "filter": f'External_ID eq "{library.account}"'},
        },
        ("settings", "appSettings"): {
            "url": f"{base}/gateway/rs/settings/appSettings",
            "headers": okapi,
            "params": {"filters": "hidden", "perPage": 1000, "page": 1},
        },
        ("directory", "entry"): {
            "url": f"{base}/gateway/directory/entry",
            "headers": okapi,
            "params": {"fullEntry": "true", "stats": "true", "perPage": 100, "page": 1},
        },
        ("tables", "patron"): {"url": f"{base}/gateway/rs/patron/{library.account}/canCreateRequest", "headers": okapi},
    }
    if (system, kind) in special:
        found = special[system, kind]
    elif system == "configuration":
        found = {"url": f"{service}/{kind.replace('_', '-')}"}
    elif system == "tables":
        found = {"url": f"{base}/gateway/rs/{kind}", "headers": okapi, "params": listed}
    else:
        raise RuntimeError(f"a no-op run made a call that the floor does not support: {method} {kind} of {system}")
    return {"kind": kind, "method": method, **found}


def main(path: str, threads: str) -> None:
    """Send the calls in the file: one library at a time per thread, over one connection per system."""
    todo = json.loads(Path(path).read_text(encoding="utf-8"))
    with ThreadPoolExecutor(int(threads)) as pool:
        for ended in pool.map(_send_all, todo):
            if ended:
                sys.exit(ended)


def _send_all(calls: list[dict[str, Any]]) -> str | None:
    bearer: dict[str, str] = {}
    okapi: dict[str, str] = {}
    with requests.Session() as session:
        session.trust_env = False
        for planned in calls:
            call = dict(planned)
            kind, method = call.pop("kind"), call.pop("method")
            if "auth" in call:
                call["auth"] = tuple(call["auth"])
            else:
                # A gateway rejects a request that has OCLC's token in addition to its own.
                known = okapi if "/gateway/" in call["url"] else bearer
                call["headers"] = {**known, **call.get("headers", {})}
            answer = session.request(method, call.pop("url"), timeout=60, **call)
            if not answer.ok:
                return f"{answer.request.method} {answer.url}: {answer.status_code} {answer.text[:300]}"
            if kind == "token":
                bearer["Authorization"] = f"Bearer {answer.json()['access_token']}"
            elif kind == "login-with-expiry":
                okapi["X-Okapi-Token"] = answer.cookies["folioAccessToken"]
    return None


if __name__ == "__main__":
    main(*sys.argv[1:])
