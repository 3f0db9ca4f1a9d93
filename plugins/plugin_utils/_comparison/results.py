# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects in results: kind, name, identity and title of each change and each pending step, and how objects were learnt. And the JSON files
that are made of results, with the shapes of their common parts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ...module_utils._core.errors import quoted
from ...module_utils._core.json_shape import COUNT, Closed, NumberRule, OneOf, Shape, dictionaries, fit
from ...module_utils._record.sources import HOW, summary
from ...module_utils._reshare.objects.patron_ids import PATRON_IDS
from .._inventory.findings import SEVERITIES

TEXT_OR_NULL: Shape = (str, None)
ABOUT: dict[str, Shape] = {
    **{"kind": TEXT_OR_NULL, "name": TEXT_OR_NULL, "identity": (dict, None), "title": TEXT_OR_NULL}
}
#: What the members of an object mean, in the JSON Schemas.
ABOUT_TEXTS = {
    "kind": "name of the module",
    "identity": "the fields that identify the object",
    "title": "for messages",
}
_COUNTS = Closed(dict.fromkeys(HOW, COUNT))
_KNOWN = {**ABOUT, "fields": _COUNTS, "how": str, "at": str, "days": (COUNT, None), "stale": bool}
KNOWLEDGE = Closed({"fields": _COUNTS, "oldest": (_KNOWN, None), "stale": [_KNOWN], "stated": [_KNOWN]})
_WHO = {"by": TEXT_OR_NULL, "at": TEXT_OR_NULL}
WITHDRAWN = Closed(
    {**_WHO, "reason": TEXT_OR_NULL},
    {"removed": Closed(_WHO)},
    about={"removed": "the person who removed the configuration of the library, and the time; only if it was removed"},
)
FINDING = Closed(
    {
        **{"severity": OneOf(SEVERITIES), "code": str, "library": TEXT_OR_NULL},
        **{"variable": TEXT_OR_NULL, "message": str, "remedy": str, "file": TEXT_OR_NULL, "line": (COUNT, None)},
    },
    about={"code": "docs/validate.md"},
)
LIVE = "whether the link is live; null if that was not read"


@dataclass(frozen=True)
class FileFormat:
    """A format of JSON files. members: the shape of what it has beside its name and version."""

    name: str
    version: int
    members: Closed

    @property
    def head(self) -> dict[str, Any]:
        """The first members of a file."""
        return {"format": self.name, "version": self.version}

    @property
    def shape(self) -> Closed:
        """The shape of a file."""
        head = {"format": OneOf((self.name,)), "version": NumberRule(self.version)}
        return Closed({**head, **self.members.required}, about=self.members.about)


def format_of(document: Any, *formats: FileFormat) -> FileFormat:
    """The format of parsed JSON. Raises ValueError, with the end of a sentence, for another format or version, and for a damaged file."""
    name, version = (document.get(one) if isinstance(document, Mapping) else None for one in ("format", "version"))
    found = next((one for one in formats if one.name == name), None)
    if found is None:
        kinds = " or ".join(one.name.rpartition(" ")[2] for one in formats)
        raise ValueError(f"is not a {kinds} file of this collection")
    if version != found.version or isinstance(version, bool):
        reads = f"this release reads version {found.version}"
        raise ValueError(f"has version {quoted([str(version)])} of the format '{name}'; {reads}")
    try:
        fit(document, found.shape)
    except ValueError as fault:
        raise ValueError(f"is damaged: {fault}") from None
    return found


def members(entry: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """These members of a dictionary, null for a missing one."""
    return {name: entry.get(name) for name in names}


def about(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The object of a change or step, without the rest of it."""
    return members(entry, *ABOUT)


def includes(change: Mapping[str, Any], step: Mapping[str, Any]) -> bool:
    """Whether a step is about the object of a change, or about an entry of it (one shelving location of a holding code)."""
    owner, identity = (one.get("identity") or {} for one in (change, step))
    return change.get("kind") == step.get("kind") and all(identity.get(name) == owner[name] for name in owner)


def first_go_live(result: Mapping[str, Any], change: Mapping[str, Any]) -> bool:
    """Whether a change in a result is that which makes a link live for the first time: its section has no values yet. The section of a link that was live,
    and that somebody disabled, has its locations."""
    earlier = change.get("earlier")
    page = earlier.get("ill_settings") if isinstance(earlier, Mapping) else None
    section = (page.get("reshare") or {}) if isinstance(page, Mapping) else None
    return isinstance(section, Mapping) and not any(section.values()) and not result.get("withdrawn")


def still_usable(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The left-over objects in a result with which items can still be lent to a partner that is not declared: its account, and the patron ID that
    names it. Other left-over objects have no effect."""
    left = list(dictionaries(result.get("left_over")))
    return [about(one) for one in left] if any(one.get("kind") == PATRON_IDS.name for one in left) else []


def is_unread_removal(withdrawn: Mapping[str, Any] | None, live: bool | None) -> bool:
    """Whether only the inventory states that a library was removed, without a person, and its link was not read."""
    removed = (withdrawn or {}).get("removed")
    return live is None and removed is not None and removed.get("by") is None


def knowledge(results: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """How the objects in the results of a library were learnt, the latest result of each; None if no record was used."""
    known = [value for result in results if isinstance(value := result.get("knowledge"), Mapping)]
    objects = {(one["kind"], one["title"]): one for value in known for one in value["objects"]}
    return summary(objects.values()) if known else None


def dump(data: Mapping[str, Any]) -> str:
    """The text of a JSON file."""
    return json.dumps(data, ensure_ascii=False, indent=1, default=str) + "\n"
