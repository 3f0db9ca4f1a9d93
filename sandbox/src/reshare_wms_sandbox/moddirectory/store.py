# SPDX-License-Identifier: GPL-3.0-or-later

"""The directory of a seed, its export, and the refresh from peers (reshare.md 4.1, 4.3)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from .. import seed
from ..state import State
from ..vocabulary import VOCABULARIES, normal
from . import events, properties
from .entries import AUTHORITIES, CHOICES, TEXTS, DirectoryEntries, View, copies, entries, made_symbol

if TYPE_CHECKING:
    from ..sandbox import Sandbox

_ENTRIES = DirectoryEntries.path


def install(state: State, library: seed.Library, reshare: seed.ReShare) -> None:
    """Install the entries of the seed, in mod-rs's copy too."""
    ids = {entry.slug: str(uuid.uuid5(uuid.NAMESPACE_URL, f"entry/{entry.slug}")) for entry in reshare.directory}
    if len(ids) < len(reshare.directory):
        raise ValueError("directory: two entries have the same slug")
    for entry in reshare.directory:
        # An entry has the same ID in every copy.
        id = ids[entry.slug]
        body = _body(entry, ids)
        state.insert(library.registry_id, _ENTRIES, body, id)
        events.apply(state, library.registry_id, id, body)
    symbols = [symbol for entry in reshare.directory for symbol in entry.symbols]
    if len({symbol.upper() for symbol in symbols}) < len(symbols):
        raise ValueError("directory: two entries have the same symbol")


def _body(entry: seed.Entry, ids: Mapping[str, str]) -> dict[str, Any]:
    texts = entry.model_dump(include={"name", "slug", "description", "lmsLocationCode", "foafUrl"}, exclude_none=True)
    symbols = [symbol.partition(":") for symbol in entry.symbols]
    values = [(name, value) for name, values in entry.custom_properties.items() for value in values]
    unknown = [
        *(slug for slug in filter(None, [entry.parent]) if slug not in ids),
        *(owner for owner, _unused, symbol in symbols if owner not in AUTHORITIES or not symbol),
        *(name for name, _unused in values if name not in properties.DEFINITIONS),
    ]
    if unknown:
        raise ValueError(f"directory: {entry.slug}: {unknown[0]} does not exist")
    body = {
        **texts,
        "tags": entry.tags,
        "symbols": [made_symbol(owner, symbol) for owner, _unused, symbol in symbols],
        "members": [{"id": ids.get(slug, f"no-entry-{slug}"), "slug": slug, "name": slug} for slug in entry.members],
        "custom_properties": [properties.new_value(name, value) for name, value in values],
        events.IN_USE: entry.in_use,
    }
    for name, vocabulary in CHOICES.items():
        value = normal(getattr(entry, name))
        if value not in map(normal, VOCABULARIES["directory"][vocabulary]):
            raise ValueError(f"directory: {entry.slug}: {value} is not a valid {name}")
        body[name] = value
    return body if entry.parent is None else {**body, "parent": ids[entry.parent]}


def export(state: State, library: seed.Library) -> dict[str, list[dict[str, Any]]]:
    """The directory in the format of a seed, with mod-rs's copy."""
    views = {"directory": entries(state, library), "directory_copy": copies(state, library)}
    return {name: [view.readable(one) for one in view.documents.values()] for name, view in views.items()}


# FOAF refresh


class Refresh(BaseModel):
    """Custom properties that peers publish in addition to those in this sandbox, by the slug of their entry."""

    model_config = ConfigDict(extra="forbid")

    custom_properties: dict[str, dict[str, list[str]]] = {}


def refresh(sandbox: Sandbox, library: seed.Library, given: Refresh) -> list[str]:
    """Fetch every entry that another tenant manages (4.3). Repeated values of a property are removed except the first;
    published fields are copied; the status is lost. Returns the slugs of the entries that changed."""
    unknown = {name for values in given.custom_properties.values() for name in values} - set(properties.DEFINITIONS)
    if unknown:
        raise ValueError(f"property {min(unknown)} does not exist")
    state, changed = sandbox.state, []
    peers = _managed(sandbox, library)
    for document in state.documents(library.registry_id, _ENTRIES):
        slug = document.body["slug"]
        peer, more = peers.get(slug, {}), given.custom_properties.get(slug, {})
        if document.body.get("status") == "managed" or not (peer or more):
            continue
        after = _refreshed(document.body, peer, {**peer.get("customProperties", {}), **more})
        if after != document.body:
            after["pubLastUpdate"] = events.milliseconds(state.clock)
            stored = state.replace(library.registry_id, _ENTRIES, document, after)
            events.emit(sandbox, library, stored)
            changed.append(slug)
    return changed


def _managed(sandbox: Sandbox, library: seed.Library) -> dict[str, dict[str, Any]]:
    """The published entries of the other tenants that manage them, by slug."""
    found: dict[str, dict[str, Any]] = {}
    for other in sandbox.libraries.values():
        if other.registry_id == library.registry_id or other.reshare is None:
            continue
        view: View = entries(sandbox.state, other)
        own = [one for one in view.documents.values() if one.body.get("status") == "managed"]
        found |= {one.body["slug"]: view.published(one) for one in own}
    return found


def _refreshed(body: Mapping[str, Any], peer: Mapping[str, Any], published: Mapping[str, list[str]]) -> dict[str, Any]:
    first: dict[str, properties.Value] = {}
    for value in body["custom_properties"]:
        first.setdefault(value["name"], value)
    others = [value for name, value in first.items() if name not in events.TAKEN]
    # A property that is not published is kept.
    held = {name: [first[name]["value"]] for name in events.TAKEN if name in first}
    values = [*others, *events.taken(list(first.values()), {**held, **published})]
    texts = {name: peer[name] for name in TEXTS if name in peer}
    kept = {name: value for name, value in body.items() if name != "status"}
    return {**kept, **texts, "custom_properties": values}
