# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""Warnings that repeat a value of a result for people. Programs use the value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: By the value. The same text for every library, so that Ansible shows it once.
_WARNINGS = {"sandbox": "This run used the rehearsal sandbox, not the systems of OCLC or ReShare."}


def result_warnings(result: Mapping[str, Any]) -> list[str]:
    """The warnings that follow from the values of a result alone."""
    return [text for name, text in _WARNINGS.items() if result.get(name) is True]
