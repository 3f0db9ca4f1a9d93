# SPDX-License-Identifier: GPL-3.0-or-later

"""Directory entries of mod-directory, and mod-rs's copies of them (reshare.md 2.4, 4.1, 4.3)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from starlette.responses import JSONResponse, Response

from .. import seed
from ..modrs.catalogue import version
from ..modrs.rest import Invalid, ModuleCall, ModuleError, Resource, bound_value, json_body
from ..state import Document, State
from ..vocabulary import Vocabulary, normal, stable_id
from . import events, properties
from .properties import Definition

#: The naming authorities that mod-directory creates itself (4.1).
AUTHORITIES = ("RESHARE", "ISIL", "OCLC", "EXL", "PALCI", "NUC", "CARDINAL")
TEXTS = (
    *("name", "slug", "description", "contactName", "emailAddress", "phoneNumber"),
    *("lmsLocationCode", "foafUrl", "entryUrl", "brandingUrl"),
)
CHOICES = {"type": "DirectoryEntry.Type", "status": "DirectoryEntry.Status"}
_NESTED = (
    *("type.id", "type.value", "type.label", "status.id", "status.value", "status.label"),
    *("symbols.id", "symbols.symbol", "symbols.priority", "symbols.authority.id", "symbols.authority.symbol"),
    *("parent.id", "parent.name", "parent.slug", "tags.value", "tags.normValue"),
    *("members.id", "members.slug", "members.name", "units.id", "units.name"),
)
#: Omitted from mod-rs's copy unless full entries are requested.
_ONLY_FULL = ("customProperties", "services", "addresses", "announcements", "friends")
#: Lists of an entry that are stored only on POST.
_POSTED = ("addresses", "services")


def authority(tenant: str, symbol: str) -> dict[str, Any]:
    return {"id": stable_id(tenant, "directory", "authority", symbol), "symbol": symbol}


def tag(value: str) -> dict[str, Any]:
    # Tags have numeric IDs.
    return {"id": sum(map(ord, value)) * 31 + len(value), "normValue": normal(value), "value": value}


class View:
    """The entries of one module of one tenant, in the formats of responses."""

    def __init__(self, tenant: str, module: str, documents: Iterable[Document]):
        self.tenant, self.module = tenant, module
        self.documents = {document.id: document for document in documents}
        self._choices = {name: Vocabulary(tenant, module, vocabulary) for name, vocabulary in CHOICES.items()}
        self._units: dict[str, list[Document]] = {}
        for document in self.documents.values():
            self._units.setdefault(document.body.get("parent", ""), []).append(document)

    def units(self, document: Document) -> list[Document]:
        """The entries whose parent is this one."""
        return self._units.get(document.id, [])

    def short(self, document: Document) -> dict[str, Any]:
        """The response without ``fullEntry``: of units only the names, but with parent and members."""
        members = [
            {**one, "memberOrg": {"id": one["id"]}, "groupOrg": {"id": document.id}} for one in self._members(document)
        ]
        shown = {**self._own(document), "members": members, "memberCount": len(members)}
        units = [{"id": unit.id, "name": unit.body["name"]} for unit in self.units(document)]
        filled = {"units": units, "services": shown.pop("services")}
        shown |= {name: rows for name, rows in filled.items() if rows}
        parent = self._parent(document)
        if parent is not None:
            shown["parent"] = {"id": parent.id, "slug": parent.body["slug"], "name": parent.body["name"]}
        return {**shown, **self._summaries(document)}

    def full(self, document: Document) -> dict[str, Any]:
        """The response with ``fullEntry``: the entry and its units in full, without parent and members."""
        units = [self._own(unit) for unit in self.units(document)]
        return {**self._own(document), "units": units, **self._summaries(document)}

    def copied(self, document: Document, full: bool) -> dict[str, Any]:
        """An entry of mod-rs's copy: only its own fields, the rest only with ``full=true``, and never symbols (2.4)."""
        shown, parent = {**self._copied(document), **self._summaries(document)}, self._parent(document)
        if parent is not None:
            above = self._summaries(parent)["fullyQualifiedName"]
            shown["parent"] = {"id": parent.id, "name": parent.body["name"], "fullyQualifiedName": above}
        if not full:
            return {name: value for name, value in shown.items() if name not in _ONLY_FULL}
        members = [{name: one[name] for name in ("id", "name")} for one in self._members(document)]
        shown["units"] = [self._copied(unit) for unit in self.units(document)]
        return {**shown, "members": members} if members else shown

    def _copied(self, document: Document) -> dict[str, Any]:
        own = self._own(document)
        del own["symbols"]
        return own

    def asked(self, document: Document) -> dict[str, Any]:
        """The fields that a filter of a list can use."""
        parent = self._parent(document)
        more = {} if parent is None else {"parent": {"id": parent.id, **parent.body}}
        return {**self.short(document), **more}

    def published(self, document: Document) -> dict[str, Any]:
        """The public part of an entry (4.3): no IDs of reference data, no private properties."""
        body, parent = document.body, self._parent(document)
        shown = {
            "id": document.id,
            **{name: body[name] for name in TEXTS if name in body},
            "type": body.get("type"),
            "tags": body["tags"],
            "symbols": [{name: one[name] for name in one if name != "id"} for one in body["symbols"]],
            "services": body.get("services", []),
            "friends": [],
            "members": [{"memberOrg": member["slug"]} for member in self._members(document)],
            "customProperties": properties.published(body["custom_properties"]),
            "units": [self.published(unit) for unit in self.units(document)],
        }
        if parent is not None:
            shown["parent"] = {"id": parent.id, "slug": parent.body["slug"], "name": parent.body["name"]}
        return shown

    def readable(self, document: Document) -> dict[str, Any]:
        """The entry in the format of a seed."""
        body, parent = document.body, self._parent(document)
        shown = {
            "id": document.id,
            **{name: body[name] for name in TEXTS if name in body},
            **{name: self._choice(name, body[name])["label"] for name in CHOICES if name in body},
            "symbols": [_qualified(symbol) for symbol in body["symbols"]],
            "tags": body["tags"],
            "members": [member["slug"] for member in self._members(document)],
            "custom_properties": properties.texts(body["custom_properties"]),
        }
        return shown if parent is None else {**shown, "parent": parent.body["slug"]}

    def _own(self, document: Document) -> dict[str, Any]:
        body = document.body
        shown = {"id": document.id, **{name: body[name] for name in (*TEXTS, "pubLastUpdate") if name in body}}
        shown |= {name: self._choice(name, body[name]) for name in CHOICES if name in body}
        symbols = [{**one, "authority": authority(self.tenant, one["authority"])} for one in body["symbols"]]
        lists: dict[str, list[Any]] = {"friends": [], "announcements": []}
        lists |= {name: body.get(name, []) for name in _POSTED}
        values = properties.rendered(self.tenant, self.module, body["custom_properties"])
        tags = [tag(value) for value in body["tags"]]
        return {**shown, "symbols": symbols, "tags": tags, **lists, "customProperties": values}

    def _choice(self, name: str, value: str) -> dict[str, Any]:
        vocabulary = self._choices[name]
        return {**vocabulary.value(value), "owner": {"id": vocabulary.id, "desc": vocabulary.name}}

    def _parent(self, document: Document) -> Document | None:
        return self.documents.get(document.body.get("parent", ""))

    def _members(self, document: Document) -> list[dict[str, Any]]:
        """The members of an entry; a member can be missing from the directory."""
        return [
            member_of(self.documents[member["id"]]) if member["id"] in self.documents else member
            for member in document.body["members"]
        ]

    def _summaries(self, document: Document) -> dict[str, Any]:
        body, above = document.body, self._parent(document)
        names = [body["name"]]
        # The chain of parents, unless it contains a loop, as only a seed can have.
        while above is not None and len(names) <= len(self.documents):
            names.insert(0, above.body["name"])
            above = self._parent(above)
        return {
            "fullyQualifiedName": " / ".join(names),
            "tagSummary": ", ".join(body["tags"]) or "No tags",
            "symbolSummary": ", ".join(map(_qualified, body["symbols"])) or "No symbols",
        }


def _qualified(symbol: Mapping[str, Any]) -> str:
    return f"{symbol['authority']}:{symbol['symbol']}"


class ModuleEntries(Resource):
    """Entries of a module. A list and its rows are computed from all entries, so the table is always read as a whole."""

    domain = "org.olf.okapi.modules.directory.DirectoryEntry"
    properties = TEXTS
    required = ("name", "slug")
    unique = ("slug",)
    nested = _NESTED
    module: str

    def view(self, call: ModuleCall) -> View:
        return View(call.reshare.tenant, self.module, self._documents(call))

    def rows(self, call: ModuleCall) -> list[dict[str, Any]]:
        view = self.view(call)
        return [view.asked(document) for document in view.documents.values()]

    def bound(self, call: ModuleCall, given: Any, before: Mapping[str, Any]) -> dict[str, Any]:
        return self._bound(call, given, before or _NOTHING)

    def _bound(self, call: ModuleCall, given: Any, before: Mapping[str, Any]) -> dict[str, Any]:
        body = super().bound(call, given, before)
        tenant = call.reshare.tenant
        for name, vocabulary in CHOICES.items():
            if name in given:
                body[name] = _choice(Vocabulary(tenant, self.module, vocabulary), given[name])
        if "parent" in given:
            body["parent"] = _reference(given["parent"])
        if isinstance(given.get("tags"), list):
            body["tags"] = [text for text in map(_tag, given["tags"]) if text]
        if isinstance(given.get("symbols"), list):
            posted = call.request.method == "POST"
            body["symbols"] = _symbols(tenant, given["symbols"], body["symbols"], posted, self._authorities(call))
        if isinstance(given.get("members"), list):
            body["members"] = self._members(call, given["members"])
        body["custom_properties"] = self.values(call, given, body)
        return {name: value for name, value in body.items() if value is not None}

    def values(
        self, call: ModuleCall, given: Mapping[str, Any], body: Mapping[str, Any], local: bool = False
    ) -> list[Any]:
        """The custom properties after a request. local: only private properties can be changed, and a public one only
        added if the entry does not have it yet."""
        before = body["custom_properties"]
        there = {value["name"] for value in before}

        def takes(definition: Definition) -> bool:
            return not local or definition.private or definition.name not in there

        own = {value["id"] for value in before}
        everywhere = [value for document in self._documents(call) for value in document.body["custom_properties"]]
        elsewhere = [value for value in everywhere if value["id"] not in own]
        given = given.get("customProperties") or {}
        return properties.bound(call.reshare.tenant, self.module, given, before, elsewhere, takes)

    def _moved(self, call: ModuleCall, document: Document) -> None:
        """Remove values that moved to this entry from the other entries: a value belongs to one entry."""
        own = {value["id"] for value in document.body["custom_properties"]}
        for other in list(self._documents(call)):
            values = other.body["custom_properties"]
            kept = [value for value in values if value["id"] not in own]
            if other.id != document.id and len(kept) < len(values):
                call.sandbox.state.replace(call.tenant, self.path, other, {**other.body, "custom_properties": kept})

    def _authorities(self, call: ModuleCall) -> list[str]:
        return authorities(self._documents(call))

    def checked(self, call: ModuleCall, body: dict[str, Any], id: str | None) -> dict[str, Any]:
        body = super().checked(call, body, id)
        if id is None:
            # Only a PUT rejects a symbol that another entry has.
            return body
        others = [document for document in self._documents(call) if document.id != id]
        _refuse_circle(others, body, id)
        taken = {_qualified(symbol) for other in others for symbol in other.body["symbols"]}
        for name in map(_qualified, body["symbols"]):
            if name in taken:
                raise ModuleError(400, {"error": 400, "message": f"The symbol {name} already exists in the directory"})
            taken.add(name)
        return body

    async def create(self, call: ModuleCall) -> Response:
        """Create an entry; the client chooses the ID (4.1)."""
        given = await json_body(call.request)
        body = self.checked(call, self.bound(call, given, {}), None)
        id = bound_value(given.get("id"))
        if id is None:
            raise Invalid(["Property [id] cannot be null"])
        if call.sandbox.state.document(call.tenant, self.path, id) is not None:
            raise Invalid([f"Property [id] of class [class {self.domain}] with value [{id}] must be unique"])
        body |= {name: _numbered(given[name]) for name in _POSTED if isinstance(given.get(name), list)}
        document = call.sandbox.state.insert(call.tenant, self.path, body, id)
        self._moved(call, document)
        self.written(call, document)
        return JSONResponse(self.rendered(call, document), 201)

    async def replace(self, call: ModuleCall, id: str) -> Response:
        document = self.find(call, id)
        body = self.checked(call, self.changed(call, await json_body(call.request), document), id)
        document = call.sandbox.state.replace(call.tenant, self.path, document, body)
        self._moved(call, document)
        self.written(call, document)
        return JSONResponse(self.rendered(call, document))

    def changed(self, call: ModuleCall, given: Any, document: Document) -> dict[str, Any]:
        """The entry after a PUT."""
        return self.bound(call, given, document.body)

    def written(self, call: ModuleCall, document: Document) -> None:
        """A hook that is called after an entry was written."""

    def _members(self, call: ModuleCall, given: Sequence[Any]) -> list[dict[str, Any]]:
        there = list(self._documents(call))
        known = {name: document for document in there for name in (document.id, document.body["slug"])}
        named = [one.get("memberOrg", one) if isinstance(one, Mapping) else one for one in given]
        names = [_reference(one) if isinstance(one, Mapping) else str(one) for one in named]
        return [member_of(known[name]) for name in names if name in known]


def member_of(document: Document) -> dict[str, Any]:
    """An entry as a member of a consortium."""
    return {"id": document.id, "slug": document.body["slug"], "name": document.body["name"]}


def _parents(parents: Mapping[str, str | None], first: str | None) -> list[str]:
    """The IDs of the entries above one, from its parent on. parents: by the ID of each entry."""
    found: list[str] = []
    while first is not None and first not in found:
        found.append(first)
        first = parents.get(first)
    return found


def _refuse_circle(others: Sequence[Document], body: Mapping[str, Any], id: str) -> None:
    if id in _parents({one.id: one.body.get("parent") for one in others}, body.get("parent")):
        raise Invalid([f"Cycle detected in the parents of {body['slug']}"])


_NOTHING: dict[str, Any] = {"tags": [], "symbols": [], "members": [], "custom_properties": []}


def _choice(vocabulary: Vocabulary, given: Any) -> str | None:
    """A value of reference data, given by ID or by label; an unknown label is stored as null (4.2)."""
    texts = [given.get("id"), given.get("value")] if isinstance(given, Mapping) else [given]
    found = (vocabulary.by_id(text) or vocabulary.by_label(str(text or "")) for text in texts)
    return next((value for value in found if value is not None), None)


def _reference(given: Any) -> str | None:
    id: str | None = bound_value(given.get("id")) if isinstance(given, Mapping) else None
    return id


def _tag(given: Any) -> str | None:
    tag: str | None = bound_value(given.get("value") if isinstance(given, Mapping) else given)
    return tag


def authorities(documents: Iterable[Document]) -> list[str]:
    """The naming authorities that mod-directory creates itself, and those that a POST created."""
    used = {symbol["authority"] for document in documents for symbol in document.body["symbols"]}
    return [*AUTHORITIES, *sorted(used - set(AUTHORITIES))]


def _numbered(given: Sequence[Any]) -> list[dict[str, Any]]:
    """Parts of an entry as they are stored, with IDs."""
    return [{**one, "id": str(uuid.uuid4())} for one in given if isinstance(one, Mapping)]


def _symbols(
    tenant: str, given: Sequence[Any], before: Sequence[dict[str, Any]], posted: bool, names: Sequence[str]
) -> list[dict[str, Any]]:
    """The symbols after a request; symbols that are not in it are kept, like values of custom properties. posted: in a
    POST, an authority can be a text, and is created. names: of the existing authorities."""
    known = {authority(tenant, name)["id"]: name for name in names}
    after = {one["id"]: one for one in before}
    for item in given:
        fields = item if isinstance(item, Mapping) else {}
        old = after.get(str(fields.get("id", "")))
        if old is not None and fields.get("_delete") in (True, "true"):
            del after[old["id"]]
            continue
        text = fields.get("authority")
        created = text.strip().upper() if posted and isinstance(text, str) and text.strip() else None
        owner = known.get(_reference(text) or "") or created or (old or {}).get("authority")
        symbol = bound_value(fields.get("symbol")) or (old or {}).get("symbol")
        missing = [name for name, value in (("authority", owner), ("symbol", symbol)) if value is None]
        if missing:
            raise Invalid([f"Property [{name}] cannot be null" for name in missing])
        one = made_symbol(owner, symbol, bound_value(fields.get("priority")) or (old or {}).get("priority"))
        after[old["id"] if old else one["id"]] = {**one, "id": old["id"] if old else one["id"]}
    return list(after.values())


def made_symbol(owner: Any, symbol: Any, priority: str | None = None) -> dict[str, Any]:
    one = {"id": str(uuid.uuid4()), "authority": owner, "symbol": symbol.upper()}
    return one if priority is None else {**one, "priority": priority}


class DirectoryEntries(ModuleEntries):
    """``/directory/entry`` of mod-directory."""

    path = "entry"
    module = "directory"

    def permission(self, reshare: seed.ReShare, method: str, item: bool) -> str | None:
        if method == "GET":
            return "directory.entry.item.get" if item else "directory.entry.collection.get"
        # mod-directory itself decides what a PUT may change.
        return None if method == "PUT" else f"directory.entry.item.{method.lower()}"

    def cap(self, call: ModuleCall) -> int:
        return 100 if version(call.reshare.mod_directory or "0") <= _HUNDRED_TO_A_PAGE else 1000

    def shown(self, call: ModuleCall, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        view = self.view(call)
        return [self._shape(call, view, view.documents[row["id"]]) for row in rows]

    def rendered(self, call: ModuleCall, document: Document) -> dict[str, Any]:
        return self._shape(call, self.view(call), document)

    @staticmethod
    def _shape(call: ModuleCall, view: View, document: Document) -> dict[str, Any]:
        # Any text counts as true, "false" too.
        return view.full(document) if call.request.query_params.get("fullEntry") else view.short(document)

    async def replace(self, call: ModuleCall, id: str) -> Response:
        entry = call.sandbox.state.document(call.tenant, self.path, id)
        if self._level(call, entry) is None:
            return Response(status_code=401)
        response = await super().replace(call, id)
        self._stamp_parents(call, self.find(call, id))
        return response

    def _stamp_parents(self, call: ModuleCall, document: Document) -> None:
        """A PUT also sets pubLastUpdate of all parents."""
        there = {one.id: one for one in self._documents(call)}
        above = _parents({one.id: one.body.get("parent") for one in there.values()}, document.body.get("parent"))
        for parent in [there[id] for id in above if id in there]:
            body = {**parent.body, "pubLastUpdate": document.body["pubLastUpdate"]}
            call.sandbox.state.replace(call.tenant, self.path, parent, body)

    def changed(self, call: ModuleCall, given: Any, document: Document) -> dict[str, Any]:
        body = dict(document.body)
        if self._level(call, document) == _LOCAL:
            # Everything else is dropped silently.
            fields = given if isinstance(given, Mapping) else {}
            body["custom_properties"] = self.values(call, fields, body, local=True)
        else:
            body = self.bound(call, given, body)
        return {**body, "pubLastUpdate": events.milliseconds(call.sandbox.state.clock)}

    @staticmethod
    def _level(call: ModuleCall, document: Document | None) -> str | None:
        """The highest permission level that applies to a PUT (4.2)."""
        managed = document is not None and document.body.get("status") == "managed"
        levels = (_ANY, *((_MANAGED,) if managed else ()), _LOCAL)
        return next((level for level in levels if level in call.permissions), None)

    def written(self, call: ModuleCall, document: Document) -> None:
        events.emit(call.sandbox, call.library, document)

    def delete(self, call: ModuleCall, id: str) -> Response:
        document = self.find(call, id)
        response = super().delete(call, id)
        events.emit(call.sandbox, call.library, document, deleted=True)
        return response


_ANY, _MANAGED, _LOCAL = (f"directory.entry.{name}.put" for name in ("item", "managed-item", "item-local"))


#: The newest mod-directory with that limit.
_HUNDRED_TO_A_PAGE = (2, 11, 1)

#: The first mod-rs that can return full entries of its copy.
_FULL_SINCE = (2, 12, 0)


class DirectoryCopy(ModuleEntries):
    """``/rs/directoryEntry``: mod-rs's copy of the directory. A direct change of it lasts until the next event."""

    path = events.COPY
    module = "rs"

    def permission(self, reshare: seed.ReShare, method: str, item: bool) -> str | None:
        return f"rs.directoryentry.{method.lower()}"

    def view(self, call: ModuleCall) -> View:
        events.deliver(call.sandbox.state, call.tenant)
        return super().view(call)

    def shown(self, call: ModuleCall, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        view = self.view(call)
        return [view.copied(view.documents[row["id"]], _is_full(call)) for row in rows]

    def rendered(self, call: ModuleCall, document: Document) -> dict[str, Any]:
        return self.view(call).copied(document, _is_full(call))

    def find(self, call: ModuleCall, id: str) -> Document:
        events.deliver(call.sandbox.state, call.tenant)
        return super().find(call, id)


def _is_full(call: ModuleCall) -> bool:
    return call.request.query_params.get("full") == "true" and version(call.reshare.mod_rs) >= _FULL_SINCE


def entries(state: State, library: seed.Library) -> View:
    """The entries of mod-directory."""
    tenant = library.reshare.tenant if library.reshare else ""
    return View(tenant, DirectoryEntries.module, state.documents(library.registry_id, DirectoryEntries.path))


def copies(state: State, library: seed.Library) -> View:
    """The entries of mod-rs's copy at this moment."""
    events.deliver(state, library.registry_id)
    tenant = library.reshare.tenant if library.reshare else ""
    return View(tenant, DirectoryCopy.module, state.documents(library.registry_id, DirectoryCopy.path))
