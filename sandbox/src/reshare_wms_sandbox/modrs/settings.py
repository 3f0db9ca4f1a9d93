# SPDX-License-Identifier: GPL-3.0-or-later

"""App settings and their pitfalls (reshare.md 2.1, 3.3)."""

from __future__ import annotations

import uuid
from typing import Any

from starlette.responses import Response

from .. import seed
from ..state import State
from .catalogue import CATALOGUE, RECREATED, version
from .query import Query
from .rest import ModuleCall, Resource, module_exception

_SECTION = "rs.settings.getsection."
#: The first mod-rs that fails on stats=true (3.3).
_WITHOUT_STATS = (2, 18, 1)


class AppSettings(Resource):
    """``/rs/settings/appSettings``."""

    path = "settings/appSettings"
    domain = "com.k_int.web.toolkit.settings.AppSetting"
    properties = ("section", "key", "settingType", "vocab", "defValue", "value", "hidden")
    required = ("key",)
    switches = ("hidden",)

    def permission(self, reshare: seed.ReShare, method: str, item: bool) -> str:
        if method != "GET":
            return f"rs.settings.{method.lower()}"
        return "rs.settings.item.get" if item and _has_sections(reshare) else "rs.settings.get"

    def new_id(self) -> str:
        return uuid.uuid4().hex

    def visible(self, call: ModuleCall, rows: list[dict[str, Any]], query: Query) -> list[dict[str, Any]]:
        """Hidden rows are left out unless the text "hidden" occurs in ``filters``, whatever the filter means. Several
        filters are then joined by line breaks: one that begins with ``hidden`` cannot be parsed, any other compares
        with ``x\\nhidden``."""
        given = call.request.query_params.getlist("filters")
        if not any("hidden" in one for one in given):
            return [row for row in rows if not row.get("hidden")]
        if len(given) > 1 and query.filters == given:
            if given[0].strip() == "hidden":
                raise module_exception("Could not parse the filter")
            query.filters = ["\n".join(given)]
        return rows

    def shown(self, call: ModuleCall, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows of a page that are returned. Feature flags and section permissions remove rows after paging, so a
        page can be short."""
        off = self._switched_off(call)
        rows = [row for row in rows if not off & {row.get("section"), f"{row.get('section')}.{row['key']}"}]
        if not _has_sections(call.reshare) or f"{_SECTION}all" in call.permissions:
            return rows
        return [row for row in rows if _SECTION + str(row.get("section")).lower() in call.permissions]

    def _switched_off(self, call: ModuleCall) -> set[Any]:
        bodies = [document.body for document in self._documents(call)]
        flags = [body for body in bodies if body["key"].endswith(".feature_flag")]
        return {
            flag["key"].removesuffix(".feature_flag")
            for flag in flags
            if flag.get("value", flag.get("defValue")) == "false"
        }

    def list(self, call: ModuleCall) -> Response:
        if call.request.query_params.get("stats") == "true" and version(call.reshare.mod_rs) >= _WITHOUT_STATS:
            raise module_exception("No such property: totalCount")
        return super().list(call)


def _has_sections(reshare: seed.ReShare) -> bool:
    """Whether the version has section permissions, which were introduced with 2.19 (3.3)."""
    return version(reshare.mod_rs) >= (2, 19)


def install(state: State, library: seed.Library) -> None:
    """Install the settings of a fresh tenant, then those of the seed."""
    if library.reshare is None:
        return
    given = {key: _setting(value) for key, value in library.reshare.settings.items()}
    installed = version(library.reshare.mod_rs)
    bodies = {row.key: row.body() for row in CATALOGUE if version(row.since) <= installed}
    for key, setting in given.items():
        bodies[key] = {"section": "other", "hidden": False, **bodies.get(key, {}), "key": key, **setting}
    for body in bodies.values():
        stored = {name: value for name, value in body.items() if value is not None}
        state.insert(library.registry_id, AppSettings.path, stored, uuid.uuid4().hex)


def load_reference_data(state: State, library: seed.Library) -> None:
    """What mod-rs does to existing settings whenever its reference data is loaded, as with an upgrade (2.2)."""
    for row in state.documents(library.registry_id, AppSettings.path):
        if row.body["key"] == RECREATED.key:
            state.delete(row)
            state.insert(library.registry_id, AppSettings.path, RECREATED.body(), uuid.uuid4().hex)


def _setting(given: seed.Setting | str | None) -> dict[str, Any]:
    return given.model_dump(exclude_unset=True) if isinstance(given, seed.Setting) else {"value": given}


def stored(state: State, library: seed.Library) -> dict[str, dict[str, Any]]:
    """The row that mod-rs reads for each key."""
    rows: dict[str, dict[str, Any]] = {}
    for row in settings(state, library):
        rows.setdefault(row["key"], row)
    return rows


def settings(state: State, library: seed.Library) -> list[dict[str, Any]]:
    """All rows, including hidden ones."""
    rows = state.documents(library.registry_id, AppSettings.path)
    return [{"id": row.id, **row.body} for row in rows]
