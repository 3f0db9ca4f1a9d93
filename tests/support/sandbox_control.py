# SPDX-License-Identifier: GPL-3.0-or-later

"""A client of the sandbox's control API: installing libraries, their state, counted calls, and faults."""

from __future__ import annotations

from collections import Counter
from typing import Any

import requests


class SandboxControl:
    """The sandbox at an address. verify: as in requests."""

    def __init__(self, base: str, verify: bool | str = True):
        self.base = base
        self.http = requests.Session()
        self.http.verify = verify

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        """A call of the control API, which has to succeed."""
        response = self.http.request(method, f"{self.base}/_sandbox/{path}", timeout=300, **options)
        if not response.ok:
            raise RuntimeError(f"{method} {path}: {response.status_code} {response.text[:500]}")
        return response

    def install(self, seed: dict[str, Any]) -> None:
        """Install a library, or reset it to its seed."""
        self.call("POST", "libraries", json=seed)

    def state(self, registry_id: str) -> dict[str, Any]:
        """The state of a library."""
        return self.call("GET", f"libraries/{registry_id}/state").json()

    def settled(self, registry_id: str) -> dict[str, Any]:
        """The state of a library after all pending events were delivered."""
        self.call("POST", f"libraries/{registry_id}/settle")
        return self.state(registry_id)

    # Counted calls: of one library, or of all

    def reset_calls(self, registry_id: str | None = None) -> None:
        self.call("POST", "counters/reset", params={"library": registry_id})

    def calls(self, registry_id: str | None = None) -> Counter[tuple[str, str, str]]:
        """The number of calls since the reset, by system, kind and method."""
        found: Counter[tuple[str, str, str]] = Counter()
        for count in self.call("GET", "counters", params={"library": registry_id}).json():
            found[count["system"], count["kind"], count["method"]] += count["count"]
        return found

    def call_times(self, registry_id: str | None, system: str) -> list[float]:
        """The times of the calls of a system, in seconds."""
        counts = self.call("GET", "counters", params={"library": registry_id, "times": 1}).json()
        return sorted(time for count in counts if count["system"] == system for time in count["times"])

    # Faults: of one library, or of all

    def inject_fault(self, effect: dict[str, Any] | list[dict[str, Any]], **where: Any) -> None:
        """Inject a fault. where: library, system, kind, method, times and so on."""
        self.call("POST", "faults", json={**where, "fault": effect})

    def faults(self, registry_id: str) -> list[dict[str, Any]]:
        return self.call("GET", "faults", params={"library": registry_id}).json()

    def clear_faults(self, registry_id: str | None = None) -> None:
        self.call("DELETE", "faults", params={"library": registry_id})
