# SPDX-License-Identifier: GPL-3.0-or-later

"""Installing libraries from their seeds: configuration, patron accounts and ReShare tenant."""

from __future__ import annotations

from collections.abc import Iterable

from . import seed, tenants
from .configuration import store as configuration
from .identity import api as identity
from .sandbox import Sandbox


def install(sandbox: Sandbox, library: seed.Library) -> None:
    """Install a library, or replace the one with the same registry ID. Raises Conflict."""
    sandbox.refuse_conflicts(library)
    library = sandbox.contrary.seeded(library)
    sandbox.contrary.forget(library.registry_id)
    state = sandbox.state
    with state.transaction():
        state.forget(library.registry_id)
        bare = library.model_copy(update={"configuration": {}, "patrons": []})
        state.save_profile(library.registry_id, bare.model_dump_json())
        configuration.install(state, library)
        identity.install(state, library)
        tenants.install(state, library)
    sandbox.register(library)


def install_new(sandbox: Sandbox, libraries: Iterable[seed.Library]) -> None:
    """Install the libraries that do not exist yet: after a restart, libraries in the database keep their state."""
    for library in libraries:
        if library.registry_id not in sandbox.libraries:
            install(sandbox, library)
