# SPDX-License-Identifier: GPL-3.0-or-later

"""The clock of a sandbox, which tests set instead of waiting."""

from __future__ import annotations

from support.sandbox_control import SandboxControl

#: The moment at which the clock is stopped in the tests of the sandbox itself.
NOW = "2026-03-02T10:20:30Z"


class SandboxClock:
    """The clock that all libraries of a sandbox share. base: the sandbox's URL."""

    def __init__(self, base: str):
        self._control = SandboxControl(base)

    def stop(self, at: str | None = None) -> None:
        """Stop the clock. at: the moment to stop at (ISO 8601), instead of now."""
        self._control.call("POST", "clock", json={"stop": True, "at": at})

    def advance(self, seconds: float) -> None:
        """Advance the clock."""
        self._control.call("POST", "clock", json={"advance": seconds})

    def reset(self) -> None:
        """Return to the machine's clock."""
        self._control.call("DELETE", "clock")
