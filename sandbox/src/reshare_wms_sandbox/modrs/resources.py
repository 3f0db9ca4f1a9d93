# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulated tables of mod-rs, by path."""

from __future__ import annotations

from ..moddirectory.entries import DirectoryCopy
from ..vocabulary import Refdata
from .rest import Resource
from .settings import AppSettings
from .tables import TABLES

RESOURCES: dict[str, Resource] = {
    resource.path: resource for resource in (AppSettings(), *TABLES, Refdata("rs"), DirectoryCopy())
}
