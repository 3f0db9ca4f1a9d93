# SPDX-License-Identifier: GPL-3.0-or-later

"""The record of a library, by its variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from ...module_utils._core.files import absolute
from ...module_utils._record.file import RecordFile
from ...module_utils._wms.catalogue import DECLARABLE


def record_dir(variables: Mapping[str, Any]) -> str:
    """The directory with the record; empty if the library has none."""
    return str(_option("wms_record_dir", variables) or "")


def record_file(library: str, variables: Mapping[str, Any]) -> RecordFile:
    """The files of the record."""
    folder = str(absolute(record_dir(variables)))
    return RecordFile(folder, library, str(_option("wms_registry_id", variables)), DECLARABLE)


def _option(name: str, variables: Mapping[str, Any]) -> Any:
    """A connection option, as in the tasks of the library."""
    return variables.get(name) or os.environ.get(f"RESHARE_WMS_{name.upper().removeprefix('WMS_')}")
