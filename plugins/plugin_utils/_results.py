# Copyright: (c) 2026, the reshare.wms authors
# GNU General Public License v3.0-or-later (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This is a private part of the collection: it may change in any release.
"""The objects in results: kind, name, identity and title of each change and each pending step, and how objects were learnt. And the JSON files
that are made of results."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.reshare.wms.plugins.module_utils._record.sources import summary


def members(entry: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """These members of a dictionary, null for a missing one."""
    return {name: entry.get(name) for name in names}


def about(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The object of a change or step, without the rest of it."""
    return members(entry, "kind", "name", "identity", "title")


def includes(change: Mapping[str, Any], step: Mapping[str, Any]) -> bool:
    """Whether a step is about the object of a change, or about an entry of it (one shelving location of a holding code)."""
    owner, identity = (one.get("identity") or {} for one in (change, step))
    return change.get("kind") == step.get("kind") and all(identity.get(name) == owner[name] for name in owner)


def knowledge(results: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """How the objects in the results of a library were learnt, the latest result of each; None if no record was used."""
    known = [value for result in results if isinstance(value := result.get("knowledge"), Mapping)]
    objects = {(one["kind"], one["title"]): one for value in known for one in value["objects"]}
    return summary(objects.values()) if known else None


def dump(data: Mapping[str, Any]) -> str:
    """The text of a JSON file."""
    return json.dumps(data, ensure_ascii=False, indent=1, default=str) + "\n"
