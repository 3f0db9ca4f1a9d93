# SPDX-License-Identifier: GPL-3.0-or-later

"""What the pages carry for the assistant: the kinds of objects on them, the known screens of these, and the names that belong to the library."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from .._core.objects import Fields, Kind
from .._record.record_store import RecordStore
from .._screens.catalogue_data import catalogue
from .._screens.patches import Patch


def screen_data(store: RecordStore, objects: Sequence[tuple[Kind, Fields]]) -> dict[str, Any]:
    """The data for these objects. The name of the library for people is on the page already."""
    kinds = list(dict.fromkeys(kind for kind, _fields in objects))
    content = store.content
    return {
        "catalogue": catalogue(objects),
        "patches": packed(store.patches.of(kind.name for kind in kinds)),
        "library": {
            "registry_id": content.registry_id,
            "people": content.named.people,
            "names": _names(store, kinds),
        },
    }


def packed(patches: Sequence[Patch]) -> str:
    """Patches in a seventh of their size: base64 of the compressed JSON."""
    text = json.dumps(patches, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode("utf-8", "replace"), 9)).decode()


def _names(store: RecordStore, kinds: Iterable[Kind]) -> dict[str, list[str]]:
    """The names of the objects that a library has, or that its worksheet asks for, by the name of their kind; also of those to which others refer."""
    content, names = store.content, {name: {*those} for name, those in store.content.named.names.items()}
    for kind in kinds:
        # Of the record alone: what this run has read of a system must not change a page.
        known, pending = content.known(kind), content.pending_of(kind)
        names.setdefault(kind.name, set()).update(identity[-1] for identity in (*known, *pending) if identity)
        for fields in (*known.values(), *(change.fields or {} for change in pending.values())):
            for use in kind.uses(fields):
                names.setdefault(use.kind, set()).add(use.identity[-1])
    return {name: sorted(those) for name, those in sorted(names.items()) if those}
