# SPDX-License-Identifier: GPL-3.0-or-later

"""Patron accounts over OCLC's Identity Management API, a SCIM 2.0 dialect (oclc-apis.md 2).

Accounts are plain dictionaries. They are read, changed and sent back as a whole, so that unknown extensions are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import methodcaller
from typing import Any
from urllib.parse import quote

from .._core.errors import CallFailed, WriteConflict
from .._core.objects import CurrentObject, Identity, Kind
from .._core.side_by_side import side_by_side
from .._core.store import Store
from .._core.texts import counted
from .._http.rate_limit import RateLimiter
from .._http.response import Response, causes_of
from .._http.session import Session
from .account_marks import PERSONAL
from .oauth import TOKEN_REJECTED, TokenSource, key_causes
from .objects.patrons import PATRON_ACCOUNT
from .scim_user import CIRCULATION, CORE, MESSAGES, PERSONA, SCIM_USER, comparable, flat, laid_over, put

#: The scope for all requests; SCIM:read_user is enough to verify accounts (oclc-apis.md 1.4).
SCOPE = "SCIM"

SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"

_TYPE = "application/scim+json"


@dataclass(eq=False)
class IdentityManagement(Store):
    """The patron accounts of one institution."""

    session: Session
    tokens: TokenSource
    rate_limiter: RateLimiter
    url: str
    registry_id: str
    warn: Callable[[str], None]

    def read(self, kind: Kind, identities: Sequence[Identity]) -> list[CurrentObject]:
        """The accounts with these barcodes, and those whose barcodes differ only in upper and lower case."""
        searches = [partial(self._search, barcode) for (barcode,) in identities]
        # Searches for two barcodes that differ only in case find the same accounts.
        accounts = {
            stored.id: stored for search in side_by_side(searches, self.session.at_once) for stored in search.result()
        }
        for account in accounts.values():
            if not account.fields.get("family_name") and not account.fields.get("given_name"):
                self.warn(
                    f"{kind.describe(str(account.fields['barcode']))} (id {account.id}) has no name: perhaps a left-over account"
                )
        return list(accounts.values())

    def create(self, kind: Kind, fields: Mapping[str, Any]) -> str:
        """Create an account. Never sent twice: after an error the planner searches for the account instead."""
        user = laid_over(
            {"schemas": [CORE, PERSONA, CIRCULATION], PERSONA: {"institutionId": self.registry_id}}, fields
        )
        answer = self._send(self.session.write, "POST", "/Users", json=user, may_repeat=False)
        if answer.status not in (200, 201):
            raise answer.write_failure(_words, _CREATE_CAUSES, may_repeat=False)
        made = answer.json_object(SCIM_USER)
        for message in (made.get(MESSAGES) or {}).get("messages") or ():
            self.warn(f"{PATRON_ACCOUNT.describe(fields['barcode'])}: OCLC says: {message}")
        self._refuse_other_institution(made)
        return str(made["id"])

    def replace(self, kind: Kind, stored: CurrentObject, fields: Mapping[str, Any]) -> None:
        user, version = self._unchanged(stored, kind.describe(kind.title(stored.fields)))
        match = {"If-Match": version} if version else {}
        body = laid_over(user, fields)
        # As in create: in the account that was read, the ID can be a number, or missing.
        put(body, (PERSONA, "institutionId"), self.registry_id)
        answer = self._send(self.session.write, "PUT", _path(stored.id), match, json=body)
        if answer.status != 200:
            raise answer.write_failure(_words, _REPLACE_CAUSES)

    def remove(self, kind: Kind, stored: CurrentObject) -> None:
        self._unchanged(stored, kind.describe(kind.title(stored.fields)))
        answer = self._send(self.session.write, "DELETE", _path(stored.id))
        if answer.status == 409:
            # Not a concurrent write: there is no version to compare.
            raise answer.failure(_words, _DELETE_CAUSES)
        if answer.status not in (200, 204):
            raise answer.write_failure(_words, _CAUSES)

    def by_id(self, kind: Kind, id: str) -> CurrentObject | None:
        # Not with a search, which may return older data (oclc-apis.md 2.4, 2.6).
        try:
            return CurrentObject(id, None, flat(self._get(id)[0]))
        except WriteConflict:
            return None

    def at_once(self, kind: Kind) -> int:
        return self.session.at_once

    def search(self, barcode: str) -> Response:
        """The response to a search for a barcode."""
        body = {"schemas": [SEARCH], "filter": f'External_ID eq "{barcode}"'}
        answer = self._send(self.session.read, "POST", "/Users/.search", json=body)
        if answer.status != 200:
            raise answer.failure(_words, _CAUSES)
        return answer

    def single(self, account: str) -> Response:
        """The response with an account, by its id."""
        answer = self._send(self.session.read, "GET", _path(account))
        if answer.status == 404:
            raise WriteConflict(f"the account with id {account} no longer exists")
        if answer.status != 200:
            raise answer.failure(_words, _CAUSES)
        return answer

    def _search(self, barcode: str) -> list[CurrentObject]:
        users = _listed(self.search(barcode), barcode)
        # External_ID also matches identifiers of other systems: only the barcode itself counts (oclc-apis.md 2.2).
        matching = []
        for user in users:
            stored = CurrentObject(str(user["id"]), None, flat(user))
            if str(stored.fields.get("barcode", "")).casefold() != barcode.casefold():
                continue
            self._refuse_other_institution(user)
            matching.append(stored)
        return matching

    def _unchanged(self, stored: CurrentObject, what: str) -> tuple[Mapping[str, Any], str | None]:
        """The account and its version, read again directly before a write. Raises WriteConflict if the account has changed."""
        user, version = self._get(stored.id)
        now, known = ((comparable(account), account.get(PERSONAL)) for account in (flat(user), stored.fields))
        if now != known:
            raise WriteConflict(f"{what} was changed by someone else in the meantime")
        return user, version

    def _get(self, account: str) -> tuple[Mapping[str, Any], str | None]:
        answer = self.single(account)
        user = answer.json_object(SCIM_USER)
        self._refuse_other_institution(user)
        return user, answer.headers.get("ETag") or (user.get("meta") or {}).get("version")

    def _refuse_other_institution(self, user: Mapping[str, Any]) -> None:
        """Raise CallFailed for an account of another institution. SCIM users without an institution are accepted."""
        owner = (user.get(PERSONA) or {}).get("institutionId")
        if owner is not None and str(owner) != self.registry_id:
            raise CallFailed(
                f"{PATRON_ACCOUNT.describe(str(flat(user).get('barcode')))} (id {user['id']}) belongs to institution {owner}, "
                f"not to {self.registry_id}; check wms_identity_url and wms_registry_id"
            )

    def _send(
        self,
        send: Callable[..., Response],
        method: str,
        path: str,
        match: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Response:
        """The response to a request. send: of the session. match: the header with the version."""
        headers = {"Content-Type": _TYPE, "Accept": _TYPE, **(match or {})}
        return self.tokens.authorised(send, method, self.url + path, headers, turn=self.rate_limiter.slot, **options)


def _listed(answer: Response, barcode: str) -> Sequence[Mapping[str, Any]]:
    """The users in the response to a search. Raises CallFailed for a response without a list, or with an incomplete one: missing accounts would be
    created again."""
    page = answer.json_object({"totalResults": (int, re.compile(r"\d{1,9}"), None), "Resources": ([SCIM_USER], None)})
    users: Sequence[Mapping[str, Any]] | None = page.get("Resources")
    total = None if page.get("totalResults") is None else int(page["totalResults"])
    if users is None and total != 0:
        raise CallFailed(
            f"{answer.call} returned HTTP {answer.status} without a list: it has neither Resources nor totalResults 0 "
            f"({_words(answer) or 'and no detail'}); check wms_identity_url, and whether a proxy responds instead of OCLC",
            answer.status,
        )
    users = users or []
    if total is not None and total != len(users):
        raise CallFailed(
            f"the search for barcode '{barcode}' found {counted(total, 'account')} (totalResults) and returned {len(users)}, so the list is "
            "incomplete. Check the accounts in User Management"
        )
    return users


def _path(account: str) -> str:
    return f"/Users/{quote(account, safe='')}"


_words = methodcaller("error_text", "detail")

_CAUSES = {
    401: (TOKEN_REJECTED,),
    403: key_causes(SCOPE),
    404: ("Check wms_identity_url and wms_registry_id.",),
    415: ("OCLC accepts only application/scim+json; a proxy may have changed the content type.",),
}

_DELETE_CAUSES = {
    **_CAUSES,
    409: ("An account with items on loan cannot be removed: remove it when they are returned.",),
}

_EMAIL_TAKEN = "OCLC returns this for an e-mail address that another account has: set a different address for each account, or none."

_REPLACE_CAUSES = {**_CAUSES, 500: (_EMAIL_TAKEN, *causes_of(500))}

_CREATE_CAUSES = {
    **_CAUSES,
    409: (
        "Another account holds this barcode, or this e-mail address: search for both in User Management.",
        "If no account shows the barcode, it can be a Deprecated one of an account whose barcode was changed: open the section Diagnostics of "
        "that account in WorldShare Admin and click Release.",
    ),
    500: (f"{_EMAIL_TAKEN} The request was not repeated.", *causes_of(500)),
}
