# SPDX-License-Identifier: GPL-3.0-or-later

"""The data in the pages for the assistant: the kinds of objects on the page, their known screens, and the names that belong to the library."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .._core.objects import AboutObject, Fields, Identity, Kind
from .._record.content import RecordData
from .._record.record_store import RecordStore
from .._screens.catalogue_data import catalogue
from .._screens.patches import Patch
from .._wms.catalogue import DECLARABLE


def screen_data(store: RecordStore, objects: Sequence[tuple[AboutObject, Fields]]) -> dict[str, Any]:
    """The data for these objects. The library's name for people is elsewhere on the page."""
    known = catalogue((about.kind, fields) for about, fields in objects)
    return {
        "catalogue": known,
        "patches": packed(store.patches.of(known)),
        "library": {
            "registry_id": store.content.registry_id,
            "people": store.content.named.people,
            "names": _names(store, objects, known),
        },
    }


def packed(patches: Sequence[Patch]) -> str:
    """Patches in a seventh of their size: base64 of the compressed JSON."""
    text = json.dumps(patches, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode("utf-8", "replace"), 9)).decode()


def _names(
    store: RecordStore, objects: Iterable[tuple[AboutObject, Fields]], known: Mapping[str, Mapping[str, Any]]
) -> dict[str, list[str]]:
    """By kind, the names of the library's objects: in the record, on the page, or referred to by one of these. known: the catalogue of the page; kinds
    that do not occur in it are left out."""
    names = {name: {*those} for name, those in store.content.named.names.items()}
    # Only from the record: objects that this run has read from a system must not change a page.
    shown = ((about.kind, about.identity, fields) for about, fields in objects)
    for kind, identity, fields in (*_recorded(store.content), *shown):
        names.setdefault(kind.name, set()).update(identity[-1:])
        for use in kind.uses(fields):
            names.setdefault(use.kind, set()).add(use.identity[-1])
    inputs = [field for about in known.values() for field in about.get("columns") or about["inputs"]]
    used = {*known, *(field.get("reference") for field in inputs)}
    return {name: sorted(those) for name, those in sorted(names.items()) if those and name in used}


def _recorded(content: RecordData) -> Iterator[tuple[Kind, Identity, Fields]]:
    """The objects of a record as confirmed, and the fields of their pending changes."""
    for kind in DECLARABLE:
        for identity, fields in content.known(kind).items():
            yield kind, identity, fields
        for identity, change in content.pending_of(kind).items():
            yield kind, identity, change.fields or {}
