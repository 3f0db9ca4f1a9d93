# SPDX-License-Identifier: GPL-3.0-or-later

"""The shared state of the sandbox: options, libraries, counters, faults and the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from . import seed
from .contrary import Contrary
from .counters import Counters
from .faults import Faults
from .identity.pacing import Pacing
from .lockout import Lockout
from .screens.sessions import Sessions
from .state import State


@dataclass(frozen=True)
class Options:
    """The options of the command line.

    page_size: the maximum number of objects on a page of the configuration service; small, so that paging is always
    exercised.
    settings_page_cap: the maximum number of rows that mod-rs returns at once, whatever ``perPage`` is (reshare.md 3.3).
    latency: seconds before every response of a simulated system. latency_max: if it is longer, drawn at random between both.
    token_lifetime: lifetime of an OCLC token in seconds, unless its key sets one (oclc-apis.md 1.2).
    directory_delay: seconds until mod-rs receives a change in mod-directory (reshare.md 2.4).
    log_requests: whether each request is written to standard error.
    contrary: other choices for all libraries, by assumption.
    """

    page_size: int = 20
    settings_page_cap: int = 1000
    latency: float = 0
    latency_max: float = 0
    token_lifetime: float = 1199
    directory_delay: float = 0.2
    log_requests: bool = False
    contrary: Mapping[str, str] = field(default_factory=dict)


class Conflict(Exception):
    """A library to be installed has a key or tenant that belongs to another library."""


class Sandbox:
    """The state that all parts of the application share."""

    def __init__(self, state: State, options: Options = Options()):
        self.state = state
        self.options = options
        self.counters = Counters()
        self.faults = Faults()
        self.contrary = Contrary(options.contrary)
        state.stored = self.contrary.store
        self.pacing = Pacing(state.clock)
        # OCLC: five failed authentications within five minutes disable a key (oclc-apis.md 1.3).
        self.keys = Lockout(state, attempts=5, window=300)
        # FOLIO: five failures lock the account (reshare.md 3.1).
        self.logins = Lockout(state, attempts=5, window=600)
        self.screens = Sessions()
        self.libraries: dict[str, seed.Library] = {}
        self._by_key: dict[str, tuple[seed.Library, seed.WsKey]] = {}
        self._by_tenant: dict[str, seed.Library] = {}
        for profile in state.profiles():
            self.register(seed.Library.model_validate_json(profile))

    def library_of_key(self, key: str) -> tuple[seed.Library, seed.WsKey] | None:
        """The library that an OCLC key was issued to, and the key."""
        return self._by_key.get(key)

    def library_of_tenant(self, tenant: str) -> seed.Library | None:
        return self._by_tenant.get(tenant)

    def register(self, library: seed.Library) -> None:
        """Make an installed library available under its registry ID, keys and tenant."""
        before = self.libraries.get(library.registry_id)
        if before is not None:
            for key in before.wskeys:
                self._by_key.pop(key.key, None)
                self.pacing.forget(key.key)
            if before.reshare is not None:
                self._by_tenant.pop(before.reshare.tenant, None)
        self.libraries[library.registry_id] = library
        self.contrary.choose(library)
        self._by_key.update({key.key: (library, key) for key in library.wskeys})
        if library.reshare is not None:
            self._by_tenant[library.reshare.tenant] = library

    def refuse_conflicts(self, library: seed.Library) -> None:
        """Raise Conflict if a key or the tenant of a library belongs to another library."""
        owners = {f"key {key.key}": self._by_key[key.key][0] for key in library.wskeys if key.key in self._by_key}
        if library.reshare is not None and library.reshare.tenant in self._by_tenant:
            owners[f"tenant {library.reshare.tenant}"] = self._by_tenant[library.reshare.tenant]
        for what, owner in owners.items():
            if owner.registry_id != library.registry_id:
                raise Conflict(f"{what} belongs to library {owner.registry_id}")
