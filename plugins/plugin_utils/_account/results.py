# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects in results of modules: of each change and each pending step, and how objects were learnt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...module_utils._core.json_shape import dictionaries
from ...module_utils._record.sources import summary
from ...module_utils._reshare.objects.patron_ids import PATRON_IDS

#: The members that name an object: the name of its module, its name, the fields that identify it, and its title for messages.
ABOUT = ("kind", "name", "identity", "title")
#: The members about how an object was learnt.
_LEARNT = (*ABOUT, "fields", "how", "at", "days", "stale")


def members(entry: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """These members of a dictionary, null for a missing one."""
    return {name: entry.get(name) for name in names}


def about(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The object of a change or step, without the rest of it."""
    return members(entry, *ABOUT)


def includes(change: Mapping[str, Any], step: Mapping[str, Any]) -> bool:
    """Whether a step is about the object of a change, or about an entry of it (one shelving location of a holding code)."""
    owner, identity = (part.get("identity") or {} for part in (change, step))
    return change.get("kind") == step.get("kind") and all(identity.get(name) == owner[name] for name in owner)


def first_go_live(result: Mapping[str, Any], change: Mapping[str, Any]) -> bool:
    """Whether a change in a result makes a link live for the first time: the section ReShare has no values yet. The section of a link that was live and
    was disabled still has its locations."""
    earlier = change.get("earlier")
    page = earlier.get("ill_settings") if isinstance(earlier, Mapping) else None
    section = (page.get("reshare") or {}) if isinstance(page, Mapping) else None
    return isinstance(section, Mapping) and not any(section.values()) and not result.get("withdrawn")


def still_usable(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The left-over objects in a result with which items can still be lent to a partner that is not declared: its account, and the patron ID that
    names it. Other left-over objects have no effect."""
    left = list(dictionaries(result.get("left_over")))
    return [about(change) for change in left] if any(change.get("kind") == PATRON_IDS.name for change in left) else []


def knowledge(results: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """How the objects in the results of a library were learnt, the latest result of each, without the names of persons; None if no record was used."""
    known = [value for result in results if isinstance(value := result.get("knowledge"), Mapping)]
    entries = (entry for value in known for entry in value["objects"])
    objects = {(entry["kind"], entry["title"]): members(entry, *_LEARNT) for entry in entries}
    return summary(objects.values()) if known else None
