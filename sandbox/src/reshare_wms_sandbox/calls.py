# SPDX-License-Identifier: GPL-3.0-or-later

"""Identification of a request, for counters and faults: its library, system, kind of object and method."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from . import oauth
from .counters import Call
from .ncip import wire

if TYPE_CHECKING:
    from .sandbox import Sandbox


def needs_body(path: str) -> bool:
    """Whether a request can be identified only by its body."""
    return path in ("/token", "/ncip")


def identify(
    sandbox: Sandbox, method: str, path: str, headers: Mapping[str, str], query: str, body: bytes
) -> Call | None:
    """The call that a request makes; None for other pages and the control interface."""
    match path.strip("/").split("/"):
        case ["token"]:
            return Call(oauth.institution_of(sandbox, headers, query, body), "token", "token", method)
        case ["ncip"]:
            return Call(oauth.context_of(sandbox, headers), "ncip", wire.kind_of(body) or "ncip", method)
        case ["configuration", "v1", "institutions", library, kind, *_unused]:
            return Call(library, "configuration", kind.replace("-", "_"), method)
        case ["screens", library, kind]:
            return Call(library, "screens", kind, method)
        case [library, "idaas", "scim", "v2", *rest]:
            return Call(library, "identity", "search" if rest[-1:] == [".search"] else "users", method)
        case ["metadata", *rest]:
            kind = rest[-1].replace("-", "_") if rest else "metadata"
            return Call(oauth.context_of(sandbox, headers), "metadata", kind, method)
        case ["gateway", "_", "invoke", "tenant", tenant, module, kind, *_unused]:
            system = "directory" if module == "directory" else "gateway"
            return Call(_library_of_tenant(sandbox, {"x-okapi-tenant": tenant}), system, kind, method)
        case ["gateway", "rs", *rest]:
            # In /rs/settings/appSettings/{id} the kind is appSettings, in /rs/hostLMSLocations it is hostLMSLocations.
            kind = next((part for part in rest if part != "settings"), "rs")
            system = "settings" if rest[:1] == ["settings"] else "tables"
            return Call(_library_of_tenant(sandbox, headers), system, kind, method)
        case ["gateway", "directory", kind, *_unused]:
            return Call(_library_of_tenant(sandbox, headers), "directory", kind, method)
        case ["gateway", *rest]:
            kind = rest[-1] if rest else "gateway"
            return Call(_library_of_tenant(sandbox, headers), "gateway", kind, method)
    return None


def _library_of_tenant(sandbox: Sandbox, headers: Mapping[str, str]) -> str:
    library = sandbox.library_of_tenant(headers.get("x-okapi-tenant", ""))
    return library.registry_id if library is not None else ""
