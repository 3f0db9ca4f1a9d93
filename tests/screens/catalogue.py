# SPDX-License-Identifier: GPL-3.0-or-later

"""The kinds of objects with their inputs, as the worksheets carry them: ``{kind: {"inputs": [...]}}``, of a map ``{"columns": [...]}``."""

from __future__ import annotations

from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._screens.inputs import column
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE


def catalogue() -> dict[str, Any]:
    """The kinds that have a screen."""
    return {kind.name: _kind(kind) for kind in DECLARABLE}


def _kind(kind: Any) -> dict[str, Any]:
    if kind.columns:
        return {"label": kind.label, "ordered": kind.ordered, "columns": [_input(column(one)) for one in kind.columns]}
    return {
        "label": kind.label,
        "identity": list(kind.identity_fields),
        "inputs": [_input(one) for one in kind.schema.inputs([])],
    }


def _input(one: Any) -> dict[str, Any]:
    return {"name": one.name, "label": one.label, **one.value.script}
