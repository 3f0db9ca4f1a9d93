# SPDX-License-Identifier: GPL-3.0-or-later

"""A library's ReShare tenant as a whole: installing it from a seed, and exporting its state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import seed
from .moddirectory import store as directory
from .modrs import settings, tables
from .state import State

if TYPE_CHECKING:
    from .sandbox import Sandbox


def install(state: State, library: seed.Library) -> None:
    if library.reshare is not None:
        settings.install(state, library)
        tables.install(state, library, library.reshare)
        directory.install(state, library, library.reshare)


def export(sandbox: Sandbox, library: seed.Library) -> dict[str, Any] | None:
    """The state of the tenant."""
    reshare = library.reshare
    if reshare is None:
        return None
    users = [
        {"username": user.username, "locked": sandbox.logins.is_locked(account(reshare, user.username))}
        for user in reshare.users
    ]
    return {
        "tenant": reshare.tenant,
        "mod_rs": reshare.mod_rs,
        "mod_directory": reshare.mod_directory,
        "users": users,
        "settings": settings.settings(sandbox.state, library),
        **tables.export(sandbox.state, library.registry_id),
        **directory.export(sandbox.state, library),
    }


def account(reshare: seed.ReShare, username: str) -> str:
    """The name under which failed logins of a user are counted."""
    return f"login {reshare.tenant}/{username}"
