# SPDX-License-Identifier: GPL-3.0-or-later

"""The `service` configuration store: an HTTP configuration service, as its OpenAPI document describes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from .._core.errors import CallFailed
from .._core.fields import filled
from .._core.json_shape import HEADER, ID, SCALAR, Shape
from .._core.objects import CurrentObject, Identity, Kind
from .._core.store import Store, Written
from .._http.response import Pages, Response
from .._http.session import Session
from .oauth import TOKEN_REJECTED, TokenSource, key_causes

#: The scope that the service requires. It is defined by this project, not by OCLC.
SCOPE = "configuration"

#: How many objects a page of a list may hold; the service may send fewer.
PAGE = 200


class ConfigurationService(Store):
    """Reads and writes one institution's configuration. Each write is immediate."""

    def __init__(self, session: Session, tokens: TokenSource, url: str, registry_id: str):
        self._session = session
        self._tokens = tokens
        self._base = f"{url.rstrip('/')}/institutions/{quote(registry_id, safe='')}"
        # Kinds that were read together, until they are used.
        self._ahead: dict[str, Mapping[str, Any]] = {}

    def prefetch(self, kinds: Sequence[Kind]) -> None:
        shapes = {_path(kind): _shape(kind) for kind in kinds}
        if len(shapes) > 1:
            answer = self._get(f"{self._base}/configuration", {"kind": list(shapes), "limit": PAGE})
            self._ahead = dict(answer.json_object(shapes))

    def read(self, kind: Kind, identities: Sequence[Identity] = ()) -> list[CurrentObject]:
        url = self._collection(kind)
        page = self._ahead.pop(_path(kind), None)
        if not kind.listed:
            return [_stored(kind, page or self._get(url, {}).json_object(_shape(kind)))]
        # A service can list an object twice, for example on two pages.
        by_id: dict[str, CurrentObject] = {}
        pages = Pages()
        after: str | None = None
        while True:
            if page is None:
                answer = self._get(url, {"limit": PAGE, **({"after": after} if after else {})})
                pages.add(answer)
                page = answer.json_object(_shape(kind))
            objects = [_stored(kind, item) for item in page["items"]]
            by_id.update({stored.id: stored for stored in objects})
            after, page = page.get("next"), None
            if not after:
                return list(by_id.values())

    def create(self, kind: Kind, fields: Mapping[str, Any]) -> str:
        answer = self._send("POST", self._collection(kind), 201, json={"fields": filled(fields)})
        return str(answer.json_object({"id": ID})["id"])

    def replace(self, kind: Kind, stored: CurrentObject, fields: Mapping[str, Any]) -> None:
        body = {"fields": filled(stored.replaced_by(fields))}
        self._send("PUT", self._object(kind, stored.id), 200, stored.version, json=body)

    def remove(self, kind: Kind, stored: CurrentObject) -> None:
        self._send("DELETE", self._object(kind, stored.id), 204, stored.version)

    def by_id(self, kind: Kind, id: str) -> CurrentObject | None:
        try:
            answer = self._get(self._object(kind, id), {})
        except CallFailed as fault:
            if fault.status != 404:
                raise
            return None
        return _stored(kind, answer.json_object(_object_shape(kind)))

    def as_stored(self, written: Sequence[Written]) -> list[CurrentObject | None]:
        """One object is read by its ID. Several are searched by their IDs in the response with all kinds, so that a first run needs one request for all."""
        if len(written) == 1:
            return super().as_stored(written)
        self.prefetch(list({_path(write.kind): write.kind for write in written}.values()))
        return self.in_lists(written)

    def at_once(self, kind: Kind) -> int:
        return self._session.at_once

    def _collection(self, kind: Kind) -> str:
        return f"{self._base}/{_path(kind)}"

    def _object(self, kind: Kind, id: str) -> str:
        if kind.listed:
            return f"{self._collection(kind)}/{quote(id, safe='')}"
        return self._collection(kind)

    def _get(self, url: str, params: Mapping[str, Any]) -> Response:
        answer = self._tokens.authorised(self._session.read, "GET", url, params=params)
        if answer.status != 200:
            raise answer.failure(explain, _CAUSES)
        return answer

    def _send(self, method: str, url: str, success: int, version: str | None = None, **options: Any) -> Response:
        match = {} if version is None else {"If-Match": version}
        answer = self._tokens.authorised(self._session.write, method, url, match, **options)
        # A response that only looks like a success, such as a sign-in page, saved nothing.
        if answer.status != success:
            raise answer.write_failure(explain, _CAUSES)
        return answer


_CAUSES = {
    401: (TOKEN_REJECTED,),
    403: key_causes(SCOPE),
    404: ("Check wms_configuration_url and wms_registry_id.",),
    409: ("Check the object on the screen, and run the task again.",),
}


def _path(kind: Kind) -> str:
    """The name of the collection of a kind in the service's URLs."""
    return kind.collection.replace("_", "-")


def _object_shape(kind: Kind) -> dict[str, Shape]:
    """The shape of an object. It always has a version, so that a concurrent change is detected."""
    return {"id": ID, "etag": HEADER, "fields": kind.shape}


def _shape(kind: Kind) -> dict[str, Shape]:
    """The shape of a page of the objects of a kind, or of its only object."""
    return {"items": [_object_shape(kind)], "next": SCALAR} if kind.listed else _object_shape(kind)


def _stored(kind: Kind, item: Mapping[str, Any]) -> CurrentObject:
    return kind.received(str(item["id"]), item["etag"], item["fields"])


_PROBLEM = {
    "title": SCALAR,
    "detail": SCALAR,
    "errors": ([{"field": SCALAR, "message": SCALAR}], None),
    "users": ([{"kind": SCALAR, "name": SCALAR}], None),
}


def explain(answer: Response) -> str | None:
    """The service's error text: a problem of RFC 9457."""
    try:
        problem = answer.json_object(_PROBLEM)
    except CallFailed:
        return None
    words = [str(problem.get("detail") or problem.get("title") or "")]
    words += [f"{error.get('field')}: {error.get('message')}" for error in problem.get("errors") or ()]
    users = [f"{user.get('kind')} '{user.get('name')}'" for user in problem.get("users") or ()]
    if users:
        words.append(f"used by {', '.join(users)}")
    return "; ".join(word.rstrip(".") for word in words if word) or None
