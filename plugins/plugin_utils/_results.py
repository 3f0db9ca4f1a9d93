# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The objects in results: kind, name, identity and title of each change and each pending step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_MEMBERS = ("kind", "name", "identity", "title")


def about(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The object of a change or step, without the rest of it."""
    return {member: entry.get(member) for member in _MEMBERS}


def includes(change: Mapping[str, Any], step: Mapping[str, Any]) -> bool:
    """Whether a step is about the object of a change, or about an entry of it (one shelving location of a holding code)."""
    owner, identity = (one.get("identity") or {} for one in (change, step))
    return change.get("kind") == step.get("kind") and all(identity.get(name) == owner[name] for name in owner)
