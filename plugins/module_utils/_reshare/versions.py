# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules of a tenant, and the read permissions of its account (reshare.md 1.10, 3.2, 3.5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .._core.errors import CallFailed
from .._core.json_shape import SCALAR
from .directory import PATH as DIRECTORY
from .directory import refuse_empty
from .gateway import Gateway
from .settings_store import ALL, PAGE, refuse_partial
from .settings_store import PATH as SETTINGS
from .tables_store import PATHS

#: The first mod-rs with the adapter WMS2 (reshare.md 1.10).
WMS2_SINCE = (2, 11, 0)


def wms2_lacks(versions: Mapping[str, str]) -> str:
    """The requirement for WMS2 that these modules lack, as a sentence; empty if they lack none."""
    installed = versions.get("mod-rs")
    if installed is None:
        return "mod-rs is not enabled for the tenant: ask the hosting provider to enable it"
    if _numbers(installed) < WMS2_SINCE:
        return f"mod-rs is {installed}; WMS2 needs 2.11.0 or newer: ask the hosting provider for an upgrade"
    return ""


#: Rows of a list.
Rows = Sequence[Mapping[str, Any]]


def readable(gateway: Gateway, known: Mapping[str, Rows], *, probe: bool) -> dict[str, CallFailed | None]:
    """For each list that this collection uses, None if the account can read it, or the reason why not. known: the lists that this task
    has already read, by name. probe: whether to read the others."""
    pages: dict[str, tuple[Any, ...]] = {
        "settings": (SETTINGS, PAGE, ALL),
        **{name: (path, 1) for name, path in PATHS.items()},
        "directory": (DIRECTORY, 1),
    }
    return {
        name: _fault(gateway, name, known.get(name), *page) for name, page in pages.items() if probe or name in known
    }


def _fault(
    gateway: Gateway, name: str, rows: Rows | None, path: str, size: int, params: Sequence[tuple[str, object]] = ()
) -> CallFailed | None:
    """The reason why a list cannot be read, or is empty or partial."""
    try:
        page = gateway.read_page(path, 1, size, params).json([{"key": SCALAR}]) if rows is None else rows
        if name in _JUDGES:
            _JUDGES[name](gateway, page)
    except CallFailed as fault:
        return fault
    return None


#: By list, a function that raises CallFailed for a problem with its content.
_JUDGES: dict[str, Callable[[Gateway, Rows], None]] = {"settings": refuse_partial, "directory": refuse_empty}


def _numbers(version: str) -> tuple[int, ...]:
    parts = [int(part) for part in re.findall(r"\d{1,9}", version)[:3]]
    return tuple([*parts, 0, 0, 0][:3])
