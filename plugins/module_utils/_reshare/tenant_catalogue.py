# SPDX-License-Identifier: GPL-3.0-or-later

"""Every kind of ReShare object, in the order in which objects must be created."""

from __future__ import annotations

from .objects.directory_entries import DIRECTORY_ENTRY
from .objects.lending_tables import ITEM_LOAN_POLICY, LOCATION, PATRON_PROFILE, SHELVING_LOCATION, SITE
from .objects.patron_ids import PATRON_IDS
from .objects.settings import SETTING

#: All kinds that a task can declare.
DECLARABLE = (
    SETTING,
    LOCATION,
    SHELVING_LOCATION,
    SITE,
    PATRON_PROFILE,
    ITEM_LOAN_POLICY,
    DIRECTORY_ENTRY,
    PATRON_IDS,
)
