# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts that are disabled by too many failed logins."""

from __future__ import annotations

from dataclasses import dataclass

from .state import State


@dataclass(frozen=True)
class Lockout:
    """attempts: the number of failures within window seconds that locks an account until it is unlocked."""

    state: State
    attempts: int
    window: float

    def failed(self, library: str, account: str) -> None:
        now = self.state.clock.time()
        self.state.save_failure(library, account, now)
        if self.state.failures_since(account, now - self.window) >= self.attempts:
            self.state.lock(library, account)

    def is_locked(self, account: str) -> bool:
        return self.state.is_locked(account)

    def unlock(self, account: str) -> None:
        self.state.unlock(account)
