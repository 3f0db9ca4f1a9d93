# SPDX-License-Identifier: GPL-3.0-or-later

"""The kinds of objects with their inputs, as worksheets carry them."""

from __future__ import annotations

from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._screens import catalogue_data
from ansible_collections.reshare.wms.plugins.module_utils._wms.catalogue import DECLARABLE


def catalogue() -> dict[str, Any]:
    """The kinds that have a screen."""
    return catalogue_data.catalogue((kind, {}) for kind in DECLARABLE)
